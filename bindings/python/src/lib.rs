//! The extension module `tuoyu._tuoyu`: it lists what the package exports.
#![deny(unsafe_code)]

#[expect(unsafe_code, reason = "the interpreter is asked for its number")]
mod interpreter;
#[expect(unsafe_code, reason = "Arrow data crosses as C structures")]
mod table;

use mimalloc::MiMalloc;
use pyo3::prelude::*;

/// Keeps the memory of answers that are no longer needed for the next ones: fresh pages cost more than deciding does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

// It has not been tried without the interpreter's lock, which a free-threaded Python takes again on import.
#[pymodule(gil_used = true)]
mod _tuoyu {
    #[pymodule_export]
    use crate::interpreter::_check_interpreter;
    #[pymodule_export]
    use crate::table::{_run, Answers};
    #[pymodule_export]
    use tuoyu::python::{PyOutcomes, PyPlan, py_bundled_texts, words};
    #[pymodule_export]
    use tuoyu::{
        Assessment, Authority, Calendar, CareClass, Change, Citation, ClauseSummary, Clauses,
        CreditCode, Deadline, DecisionRecord, Department, Departments, Dossier, DueDate, Duty,
        FactSummary, Finding, FollowUps, Goal, Goals, Institution, Missing, NotCovered, NotInForce,
        PolicyBook, Reason, Registration, RegistrationAct, Remedy, Repair, Responsibility,
        ResponsibleUnits, Review, Scope, Seat, Seats, SkippedDay, Supports, Text, Verification,
        WhatIf,
    };

    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    #[pymodule_export]
    const __version__: &str = tuoyu::VERSION;
}

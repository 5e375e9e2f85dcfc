//! The extension module `tuoyu._tuoyu`: it lists what the package exports.
#![forbid(unsafe_code)]

use pyo3::prelude::*;

#[pymodule]
mod _tuoyu {
    #[pymodule_export]
    use tuoyu::python::{py_bundled_texts, words};
    #[pymodule_export]
    use tuoyu::{
        Assessment, Authority, Calendar, Change, Citation, Class, ClauseSummary, Clauses,
        CreditCode, Deadline, Department, Departments, Dossier, DueDate, Duties, Duty, FactSummary,
        Finding, Goal, Goals, Institution, Lapsed, Missing, Named, PolicyBook, Reason, Receipt,
        Registration, Remedy, Repair, Responsibility, Review, Scope, Seat, Seats, SkippedDay,
        Supports, Text, Verification, WhatIf,
    };

    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    #[pymodule_export]
    const __version__: &str = tuoyu::VERSION;
}

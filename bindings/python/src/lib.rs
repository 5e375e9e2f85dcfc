//! The extension module `tuoyu._tuoyu`: it lists what the package exports.
#![deny(unsafe_code)]

mod arguments;
mod book;
mod calendar;
mod foreign;
#[expect(unsafe_code, reason = "the interpreter is asked for its number")]
mod interpreter;
mod outcomes;
mod plain;
mod plan;
mod rows;
#[expect(unsafe_code, reason = "Arrow data crosses as C structures")]
mod table;
mod values;
mod vocabulary;

use mimalloc::MiMalloc;
use pyo3::prelude::*;

/// Keeps the memory of answers that are no longer needed for the next ones: fresh pages cost more than deciding does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The module; the records of answers are listed where they are, in `core/src/answers/mod.rs`.
macro_rules! module {
    ($($record:ident)+) => {
        // It has not been tried without the interpreter's lock, which a free-threaded Python takes again on import.
        #[pymodule(gil_used = true)]
        mod _tuoyu {
            #[pymodule_export]
            use crate::arguments::bundled_texts;
            #[pymodule_export]
            use crate::book::PyPolicyBook;
            #[pymodule_export]
            use crate::calendar::PyCalendar;
            #[pymodule_export]
            use crate::interpreter::_check_interpreter;
            #[pymodule_export]
            use crate::outcomes::PyOutcomes;
            #[pymodule_export]
            use crate::plan::PyPlan;
            #[pymodule_export]
            use crate::table::Answers;
            #[pymodule_export]
            use crate::vocabulary::{_term_sets, _terms};
            #[pymodule_export]
            use tuoyu::{$($record),+};
            #[pymodule_export]
            use tuoyu::{
                CareClass, Citation, CreditCode, Deadline, Department, Dossier, Institution, Missing, Reason, Repair,
                Scope, SkippedDay, Text,
            };

            #[expect(non_upper_case_globals, reason = "Python's name for it")]
            #[pymodule_export]
            const __version__: &str = tuoyu::VERSION;
        }
    };
}

tuoyu::with_records_of_answers!(module);

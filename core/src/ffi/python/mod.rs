//! Python: what only the crate of a type may give it, which is the conversions of terms and errors and the methods of
//! records. Books, calendars, plans and the reader of Python's values stand in `bindings/python`.

mod arguments;
mod records;
mod terms;

use pyo3::import_exception;
use pyo3::prelude::*;

use crate::error::Error;

pub use crate::facts::TermSet;
pub use arguments::{ReadKeywords, read_keywords_by, text, type_name, unreadable};
pub(crate) use records::{imports, python_methods, python_record};
pub use terms::term_sets;
pub(crate) use terms::{member, python_terms};

import_exception!(tuoyu._error, TuoyuError);

/// The parts of an exception, and those of each fault where there are several.
type Parts = (String, String, String, Option<i32>, String, String, Option<String>, Option<String>);

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let parts = |error: &Error, text: String| -> Parts {
            let Error { code, path, line, message, hint, .. } = error.clone();
            let hint_zh = error.hint_zh().map(str::to_owned);
            (text, code.name(), path, line, message.zh, message.en, hint, hint_zh)
        };
        let each: Vec<Parts> = error.each().map(|one| parts(one, one.told())).collect();
        let several = if each.len() > 1 { each } else { Vec::new() };
        let (text, code, path, line, zh, en, hint, hint_zh) = parts(&error, error.to_string());
        TuoyuError::new_err((text, code, path, line, zh, en, hint, hint_zh, several))
    }
}

//! Arguments of the records' methods, and the one error for an object of another type.

use std::sync::OnceLock;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::error::{Error, ErrorCode};
use crate::ffi::Fields;

/// Reader of the keywords of a constructor.
pub type ReadKeywords = fn(&Bound<'_, PyDict>) -> Result<Fields, Error>;

static READ_KEYWORDS: OnceLock<ReadKeywords> = OnceLock::new();

/// Sets how the constructors of records read their keywords. The constructors stand here, since only the crate of a type
/// can give it methods; the reader of Python's values stands in the binding, which sets it before anything else.
pub fn read_keywords_by(reader: ReadKeywords) {
    // A module that is imported again sets the same one.
    let _ = READ_KEYWORDS.set(reader);
}

pub(super) fn keywords(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Fields> {
    let Some(facts) = facts else { return Ok(Fields::new()) };
    let read = READ_KEYWORDS.get().ok_or_else(|| PyRuntimeError::new_err("no reader is set"))?;
    Ok(read(facts)?)
}

/// A text that is an argument.
///
/// # Errors
/// An object of another type, under the name of the argument.
pub fn text(object: &Bound<'_, PyAny>, path: &str) -> Result<String, Error> {
    object
        .cast::<PyString>()
        .ok()
        .and_then(|text| text.extract().ok())
        .ok_or_else(|| unreadable(object, "文字", "text").inside(path))
}

/// The error for an object that is none of the library's values; the object itself is never shown.
pub fn unreadable(object: &Bound<'_, PyAny>, zh: &str, en: &str) -> Error {
    let found = type_name(object);
    Error::new(
        ErrorCode::WrongType,
        "",
        format!("应为{zh}，收到的是 {found}"),
        format!("expected {en}, found {found}"),
    )
}

/// The name of the class of an object.
pub fn type_name(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string())
}

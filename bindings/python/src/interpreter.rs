//! The interpreter that imports the module.

use pyo3::exceptions::PyImportError;
use pyo3::ffi::{PyInterpreterState_Get, PyInterpreterState_GetID};
use pyo3::prelude::*;

use crate::rows::keywords;

/// Refuses any interpreter but the first of the process: classes are looked up once, and those of one interpreter are none
/// of another, so that `except TuoyuError` would not catch.
#[pyfunction]
pub(crate) fn _check_interpreter() -> PyResult<()> {
    // SAFETY: an interpreter calls.
    match unsafe { PyInterpreterState_GetID(PyInterpreterState_Get()) } {
        0 => {
            // The package calls this first; no record is made before.
            tuoyu::ffi::python::read_keywords_by(keywords);
            Ok(())
        }
        _ => Err(PyImportError::new_err(
            "tuoyu cannot be imported by a sub-interpreter; use threads, or processes",
        )),
    }
}

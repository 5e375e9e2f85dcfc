//! Facts of a dict of plain values, coded as they stand: the quick way to a plan.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyInt, PyList, PyString};
use tuoyu::ffi::{Codes, EPOCH, MOST_WORDS, Shape};
use tuoyu::{Facts, Plan, Scalar};

use crate::vocabulary::{NamedField, Names, Vocabulary};

/// Number of days, and of places, that it remembers.
const TEXTS: usize = 4_096;

/// Reader of plain dicts for one plan, and what it remembers of those that it read.
#[derive(Debug)]
pub(crate) struct PlainReader {
    names: Mutex<Names>,
    /// The codes of days and of places as they are written.
    days: Py<PyDict>,
    places: Py<PyDict>,
}

impl PlainReader {
    pub(crate) fn new(py: Python<'_>) -> Self {
        Self {
            names: Mutex::new(Names::default()),
            days: PyDict::new(py).unbind(),
            places: PyDict::new(py).unbind(),
        }
    }

    /// Facts of a dict of plain values; none where anything is unusual, which is then read, or refused, with care.
    pub(crate) fn facts(&self, plan: &Plan, fields: &Bound<'_, PyDict>) -> Option<Facts> {
        let vocabulary = Vocabulary::of(fields.py()).ok()?;
        // Waiting for another thread, which may wait for the interpreter, would never end.
        let mut names = self.names.try_lock().ok()?;
        let mut codes = Codes::default();
        for (name, value) in fields {
            let field = vocabulary.field(&mut names, name.cast_exact::<PyString>().ok()?)?;
            if !value.is_none() {
                codes.set(field.field, self.code(plan, field, &value)?);
            }
        }
        plan.facts_of_codes(codes)
    }

    /// The code of a value; none where it is unusual.
    #[inline]
    fn code(&self, plan: &Plan, field: &NamedField, value: &Bound<'_, PyAny>) -> Option<i64> {
        let read = |value: Scalar<'_>| plan.code(field.field, &value);
        match field.field.shape() {
            Shape::Flag => read(Scalar::Bool(value.cast_exact::<PyBool>().ok()?.is_true())),
            Shape::Term(_) => field.term(value),
            Shape::Terms(_) => {
                let terms =
                    value.cast_exact::<PyList>().ok().filter(|of| of.len() <= MOST_WORDS)?;
                terms.iter().try_fold(0, |set, term| Some(set | 1 << field.term(&term)?))
            }
            Shape::Whole => read(Scalar::Int(value.cast_exact::<PyInt>().ok()?.extract().ok()?)),
            Shape::Day if value.is_exact_instance_of::<PyDate>() => {
                let day = value.call_method0(pyo3::intern!(value.py(), "toordinal")).ok()?;
                read(Scalar::Day(day.extract::<i64>().ok()? - EPOCH))
            }
            Shape::Day => remembered(&self.days, value, |text| read(Scalar::Text(text))),
            Shape::Place => remembered(&self.places, value, |text| read(Scalar::Text(text))),
            Shape::Text => read(Scalar::Text(&exact(value.cast_exact::<PyString>().ok()?)?)),
        }
    }
}

/// Code of a text, read where it was not seen before.
fn remembered(
    seen: &Py<PyDict>,
    text: &Bound<'_, PyAny>,
    read: impl FnOnce(&str) -> Option<i64>,
) -> Option<i64> {
    let (text, seen) = (text.cast_exact::<PyString>().ok()?, seen.bind(text.py()));
    if let Some(code) = seen.get_item(text).ok()? {
        return code.extract().ok();
    }
    let code = read(&exact(text)?)?;
    if seen.len() >= TEXTS {
        seen.clear();
    }
    seen.set_item(text, code).ok()?;
    Some(code)
}

fn exact(text: &Bound<'_, PyString>) -> Option<String> {
    text.extract().ok()
}

//! The one reader of Python's values, for records, dicts and arguments.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use tuoyu::ffi::python::{text, type_name, unreadable};
use tuoyu::ffi::{Fields, MOST_CLASSES, check_count, told_name};
use tuoyu::{CareClass, Error, Value};

use crate::foreign::foreign;

/// Depth to which lists and dicts may lie in each other: one that contains itself would overflow the stack.
pub(crate) const DEPTH: u8 = 8;

/// One Python object, as every language gives it to the library. Tests that cannot raise come first: an
/// exception raised and dropped costs more than the rest.
pub(crate) fn value(object: &Bound<'_, PyAny>, depth: u8) -> Result<Value, Error> {
    let Some(inner) = depth.checked_sub(1) else {
        return Err(unreadable(object, "嵌套更少的值", "less nesting"));
    };
    if object.is_none() {
        Ok(Value::Null)
    } else if object.is_instance_of::<PyString>() {
        text(object, "").map(Value::Text)
    } else if let Ok(flag) = object.cast::<PyBool>() {
        // Before numbers: a Python bool is one.
        Ok(Value::Bool(flag.is_true()))
    } else if let Ok(number) = object.cast::<PyInt>() {
        Ok(Value::Int(number.extract().unwrap_or_else(|_| saturated(number))))
    } else if let Ok(number) = object.cast::<PyFloat>() {
        Ok(Value::Float(number.value()))
    } else if object.is_instance_of::<PyDate>() {
        // Before a datetime: not-a-time of pandas is one.
        date(object)
    } else if let Some(count) = count(object) {
        check_count(count, MOST_CLASSES)?;
        let objects = list(object).unwrap_or_default();
        let item = |(position, object): (usize, &Bound<'_, PyAny>)| {
            value(object, inner).map_err(|error| error.inside(&format!("[{position}]")))
        };
        objects.iter().enumerate().map(item).collect::<Result<_, _>>().map(Value::List)
    } else if let Ok(table) = object.cast::<PyDict>() {
        let fields = items(table, inner)?.into_iter();
        let field = |(name, value): (String, Result<Value, Error>)| match value {
            Ok(value) => Ok((name, value)),
            Err(error) => Err(error.inside(told_name(&name))),
        };
        fields.map(field).collect::<Result<_, _>>().map(Value::Table)
    } else if let Ok(class) = object.cast::<CareClass>() {
        // As the dict that it could have been, so that both are read alike.
        Ok(class.get().into())
    } else {
        foreign(object, inner)
    }
}

/// A date, or a datetime; whether that has a time, the reader of days says.
fn date(object: &Bound<'_, PyAny>) -> Result<Value, Error> {
    if !object.is_instance_of::<PyDateTime>() {
        return object.extract().map(Value::Date).map_err(|_| unreadable(object, "日期", "a date"));
    }
    if type_name(object) == "NaTType" {
        return Ok(Value::Null);
    }
    let part = |name: &str| -> u32 {
        let part = object.getattr(name).and_then(|part| part.extract());
        part.unwrap_or_default()
    };
    let day: Option<NaiveDate> = object.call_method0("date").and_then(|day| day.extract()).ok();
    // Of what pandas has beyond microseconds, any is a time.
    let micros = part("microsecond").max(part("nanosecond").min(1));
    let moment = day.and_then(|day| {
        day.and_hms_micro_opt(part("hour"), part("minute"), part("second"), micros)
    });
    moment.map(Value::DateTime).ok_or_else(|| unreadable(object, "日期", "a date"))
}

/// A number of more than 64 bits is out of every range.
pub(crate) fn saturated(number: &Bound<'_, PyInt>) -> i64 {
    if number.lt(0).unwrap_or(false) { i64::MIN } else { i64::MAX }
}

/// The items of a list or a tuple, taken before any Python code can change it.
pub(crate) fn list<'py>(object: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyAny>>> {
    match object.cast::<PyList>() {
        Ok(list) => Some(list.iter().collect()),
        Err(_) => object.cast::<PyTuple>().ok().map(|tuple| tuple.iter().collect()),
    }
}

/// Number of items of a list or a tuple.
fn count(object: &Bound<'_, PyAny>) -> Option<usize> {
    let list = object.cast::<PyList>().ok().map(PyListMethods::len);
    list.or_else(|| object.cast::<PyTuple>().ok().map(PyTupleMethods::len))
}

/// The items of a dict, taken before any Python code can change it.
pub(crate) fn items(table: &Bound<'_, PyDict>, depth: u8) -> Result<Fields, Error> {
    check_count(table.len(), MOST_CLASSES)?;
    let items: Vec<_> = table.iter().collect();
    items
        .iter()
        .map(|(name, object)| {
            let name = text(name, "").map_err(|_| unreadable(name, "文字键", "a text key"))?;
            Ok((name, value(object, depth)))
        })
        .collect()
}

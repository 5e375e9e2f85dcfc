//! Values of numpy, pandas, polars, pyarrow, decimal and fractions, known by their names, for none of them is imported.

use chrono::NaiveDate;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyType};
use tuoyu::ffi::python::{type_name, unreadable};
use tuoyu::ffi::{MOST_CLASSES, check_count};
use tuoyu::{Error, Value};

use crate::values::{saturated, value};

/// A value of numpy, pandas, decimal, fractions or pyarrow.
pub(crate) fn foreign(object: &Bound<'_, PyAny>, depth: u8) -> Result<Value, Error> {
    let wanted = || {
        unreadable(
            object,
            "文字、整数、是/否、日期、列表或字典",
            "text, a whole number, a boolean, a date, a list or a dict",
        )
    };
    let name = type_name(object);
    if object.is_instance_of::<PyType>() {
        return Err(wanted());
    }
    match name.as_str() {
        "NAType" => return Ok(Value::Null),
        "datetime64" => return datetime64(object).ok_or_else(wanted),
        // The widest number of numpy gives back itself where it is asked for a plain one.
        "Decimal" | "Fraction" | "longdouble" | "float128" => return Ok(ratio(object)),
        "bool" | "bool_" => {
            // numpy.bool
            return object.extract().map(Value::Bool).map_err(|_| wanted());
        }
        _ => {}
    }
    // Values and arrays of numpy, pandas and polars; and of pyarrow.
    for method in ["tolist", "to_list", "as_py"] {
        let Ok(found) = object.getattr(method) else { continue };
        if let Ok(length) = object.len() {
            check_count(length, MOST_CLASSES)?;
        }
        let plain = found.call0().map_err(|_| wanted())?;
        return value(&plain, depth);
    }
    // Anything with `__index__`.
    object.extract().map(Value::Int).map_err(|_| wanted())
}

/// A day of numpy; not-a-time is not known.
fn datetime64(object: &Bound<'_, PyAny>) -> Option<Value> {
    let day = object.call_method1("astype", ("datetime64[D]",)).ok()?;
    let date = day.call_method0("item").ok()?;
    if date.is_none() {
        return Some(Value::Null);
    }
    let date: NaiveDate = date.extract().ok()?;
    if object.eq(&day).ok()? {
        return Some(Value::Date(date));
    }
    date.and_hms_opt(23, 59, 59).map(Value::DateTime)
}

/// Any number with a fraction.
const FRACTION: Value = Value::Float(0.5);

/// Digits before the point, or zeros behind it, of a decimal that is out of every range, or has a fraction.
const MOST_DIGITS: i64 = 40;

/// A number that is kept as a fraction: a whole one, or any that is none.
fn ratio(object: &Bound<'_, PyAny>) -> Value {
    let py = object.py();
    if let Some(known) = extreme(object) {
        return known;
    }
    let parts = match object.call_method0("as_integer_ratio") {
        Ok(parts) => parts.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>().ok(),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
            return Value::Float(f64::INFINITY);
        }
        Err(error) if error.is_instance_of::<PyValueError>(py) => return Value::Null,
        Err(_) => object
            .getattr("numerator")
            .and_then(|top| Ok((top, object.getattr("denominator")?)))
            .ok(),
    };
    match parts {
        Some((whole, one)) if one.eq(1).unwrap_or(false) => match whole.cast::<PyInt>() {
            Ok(number) => Value::Int(number.extract().unwrap_or_else(|_| saturated(number))),
            Err(_) => FRACTION,
        },
        _ => FRACTION,
    }
}

/// A decimal that is zero, out of every range, or less than one, by its power: as a fraction it might fill the memory.
fn extreme(object: &Bound<'_, PyAny>) -> Option<Value> {
    if !object.call_method0("is_finite").ok()?.is_truthy().ok()? {
        return None;
    }
    let power: i64 = object.call_method0("adjusted").ok()?.extract().ok()?;
    let is_signed = object.call_method0("is_signed").ok()?.is_truthy().ok()?;
    if !object.is_truthy().ok()? {
        Some(Value::Int(0))
    } else if power > MOST_DIGITS {
        Some(Value::Int(if is_signed { i64::MIN } else { i64::MAX }))
    } else {
        (power < -MOST_DIGITS).then_some(FRACTION)
    }
}

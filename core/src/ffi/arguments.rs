//! Arguments that are no facts, read as facts of their kind are.

use chrono::NaiveDate;

use crate::error::Error;
use crate::facts::{FactValue, Kind, Value};

/// Reads a yes or no.
///
/// # Errors
/// A value of another kind.
pub fn read_flag(value: &Value) -> Result<bool, Error> {
    bool::read_value(value, Kind::Bool)
}

/// Reads a whole number within bounds.
///
/// # Errors
/// A value of another kind, or out of bounds.
pub fn read_whole(value: &Value, min: i32, max: i32) -> Result<i32, Error> {
    i32::read_value(value, Kind::int(i64::from(min), i64::from(max)))
}

/// Reads a day.
///
/// # Errors
/// A value of another kind, or a day outside 1900 to 2199.
pub fn read_day(value: &Value) -> Result<NaiveDate, Error> {
    NaiveDate::read_value(value, Kind::Date)
}

//! 格: one value of an Arrow array, of whichever type.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::timezone::Tz;
use arrow_array::types::*;
use arrow_buffer::i256;
use arrow_schema::{DataType, Field, IntervalUnit, TimeUnit};
use chrono::{DateTime, Offset, TimeZone};

use crate::facts::{MOST_WORDS, Scalar, Scalars};

pub(super) const SECONDS_PER_DAY: i64 = 86_400;

/// The cells of an array.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    array: &'a dyn Array,
    /// Its numbers are truth values.
    pub are_truths: bool,
}

impl<'a> Cells<'a> {
    pub fn new(field: &Field, array: &'a dyn Array) -> Self {
        Self { array, are_truths: holds_truths(field) }
    }

    /// The value of a row.
    pub fn at(&self, row: usize) -> Scalar<'a> {
        let value = cell(self.array, row);
        if self.are_truths { truth(value) } else { value }
    }
}

impl Scalars for Cells<'_> {
    fn scalar(&self, row: usize) -> Scalar<'_> {
        self.at(row)
    }
}

fn truth(of: Scalar<'_>) -> Scalar<'_> {
    match of {
        Scalar::Int(number) => Scalar::Bool(number != 0),
        Scalar::List(items) => Scalar::List(items.into_iter().map(truth).collect()),
        other => other,
    }
}

/// Tells whether the numbers of a column, wherever they lie in it, are truth values in bytes (`arrow.bool8`).
fn holds_truths(field: &Field) -> bool {
    fn within(of: &DataType) -> bool {
        match of {
            DataType::List(item)
            | DataType::LargeList(item)
            | DataType::FixedSizeList(item, _)
            | DataType::ListView(item)
            | DataType::LargeListView(item)
            | DataType::RunEndEncoded(_, item) => holds_truths(item),
            DataType::Dictionary(_, values) => within(values),
            _ => false,
        }
    }
    is_bool8(field) || within(field.data_type())
}

fn is_bool8(field: &Field) -> bool {
    field.extension_type_name() == Some("arrow.bool8")
        && *encoded(field.data_type()) == DataType::Int8
}

/// The type of the values that a dictionary or runs stand for.
fn encoded(of: &DataType) -> &DataType {
    match of {
        DataType::Dictionary(_, values) => encoded(values),
        DataType::RunEndEncoded(_, values) => encoded(values.data_type()),
        other => other,
    }
}

/// Tells whether the values of a column are of a kind that a fact may be, whichever fact. A type of somebody else
/// (`pandas.period`) may mean by its numbers what it will; only text says itself what it is.
pub(super) fn is_readable(field: &Field) -> bool {
    let is_own = match field.extension_type_name() {
        None => true,
        Some(_) => is_bool8(field) || encoded(field.data_type()).is_string(),
    };
    is_own && is_readable_type(field.data_type())
}

fn is_readable_type(of: &DataType) -> bool {
    match of {
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::RunEndEncoded(_, field) => is_readable(field),
        DataType::Dictionary(_, values) => is_readable_type(values),
        DataType::Timestamp(_, zone) => zone.as_ref().is_none_or(|zone| zone.parse::<Tz>().is_ok()),
        other => {
            other.is_numeric()
                || other.is_string()
                || matches!(
                    other,
                    DataType::Null | DataType::Boolean | DataType::Date32 | DataType::Date64
                )
        }
    }
}

/// The name of a type, without the names of fields and zones that somebody else chose.
pub fn type_name(of: &DataType) -> String {
    let whole = match of {
        DataType::Decimal128(..) | DataType::Decimal256(..) => "Decimal".to_owned(),
        DataType::Interval(IntervalUnit::MonthDayNano) => "Interval".to_owned(),
        DataType::Dictionary(_, values) => format!("Dictionary of {}", type_name(values)),
        DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
            return format!("List of {}", type_name(field.data_type()));
        }
        other => format!("{other:?}"),
    };
    let end = whole.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != ' ');
    whole.get(..end.unwrap_or(whole.len())).unwrap_or_default().to_owned()
}

/// The value at a position.
fn cell(array: &dyn Array, row: usize) -> Scalar<'_> {
    if row >= array.len() || array.is_null(row) {
        return Scalar::Null;
    }
    macro_rules! number {
        ($of:ty) => {
            Scalar::Int(i64::from(array.as_primitive::<$of>().value(row)))
        };
    }
    match array.data_type() {
        DataType::Null => Scalar::Null,
        DataType::Boolean => Scalar::Bool(array.as_boolean().value(row)),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => {
            let number = array.as_primitive::<UInt64Type>().value(row);
            Scalar::Int(i64::try_from(number).unwrap_or(i64::MAX))
        }
        DataType::Float16 => {
            Scalar::Real(f64::from(array.as_primitive::<Float16Type>().value(row)))
        }
        DataType::Float32 => {
            Scalar::Real(f64::from(array.as_primitive::<Float32Type>().value(row)))
        }
        DataType::Float64 => Scalar::Real(array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal32(_, scale) => {
            decimal(i128::from(array.as_primitive::<Decimal32Type>().value(row)), *scale)
        }
        DataType::Decimal64(_, scale) => {
            decimal(i128::from(array.as_primitive::<Decimal64Type>().value(row)), *scale)
        }
        DataType::Decimal128(_, scale) => {
            decimal(array.as_primitive::<Decimal128Type>().value(row), *scale)
        }
        DataType::Decimal256(_, scale) => {
            wide_decimal(array.as_primitive::<Decimal256Type>().value(row), *scale)
        }
        DataType::Utf8 => Scalar::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Scalar::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Scalar::Text(array.as_string_view().value(row)),
        DataType::Date32 => Scalar::Day(i64::from(array.as_primitive::<Date32Type>().value(row))),
        DataType::Date64 => {
            moment(array.as_primitive::<Date64Type>().value(row), 1_000 * SECONDS_PER_DAY)
        }
        DataType::Timestamp(unit, zone) => match zone.as_deref().map(str::parse) {
            None => timestamp(array, *unit, None, row),
            Some(Ok(zone)) => timestamp(array, *unit, Some(zone), row),
            Some(Err(_)) => Scalar::Moment,
        },
        DataType::List(_) => items(array.as_list::<i32>().values(), offsets::<i32>(array, row)),
        DataType::LargeList(_) => {
            items(array.as_list::<i64>().values(), offsets::<i64>(array, row))
        }
        DataType::ListView(_) => {
            items(array.as_list_view::<i32>().values(), sizes::<i32>(array, row))
        }
        DataType::LargeListView(_) => {
            items(array.as_list_view::<i64>().values(), sizes::<i64>(array, row))
        }
        DataType::FixedSizeList(_, length) => {
            let list = array.as_fixed_size_list();
            let first = list.value_offset_at(row);
            items(list.values(), (first, first + usize::try_from(*length).unwrap_or_default()))
        }
        DataType::Dictionary(..) => match array.as_any_dictionary_opt() {
            Some(dictionary) => match cell(dictionary.keys(), row) {
                Scalar::Int(key) => usize::try_from(key)
                    .map_or(Scalar::Null, |key| cell(dictionary.values().as_ref(), key)),
                _ => Scalar::Null,
            },
            None => Scalar::Null,
        },
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => run::<Int16Type>(array, row),
            DataType::Int64 => run::<Int64Type>(array, row),
            _ => run::<Int32Type>(array, row),
        },
        _ => Scalar::Other("无法读取的类型", "a type that no fact is read from"),
    }
}

fn run<R: RunEndIndexType>(array: &dyn Array, row: usize) -> Scalar<'_> {
    let runs = array.as_run_opt::<R>();
    runs.map_or(Scalar::Null, |runs| cell(runs.values().as_ref(), runs.get_physical_index(row)))
}

/// The first and last of the items of a list.
type Ends = (usize, usize);

fn offsets<O: arrow_array::OffsetSizeTrait>(array: &dyn Array, row: usize) -> Ends {
    match array.as_list::<O>().value_offsets().get(row..) {
        Some([first, last, ..]) => (first.as_usize(), last.as_usize()),
        _ => (0, 0),
    }
}

fn sizes<O: arrow_array::OffsetSizeTrait>(array: &dyn Array, row: usize) -> Ends {
    let list = array.as_list_view::<O>();
    match (list.value_offsets().get(row), list.value_sizes().get(row)) {
        (Some(first), Some(size)) => (first.as_usize(), first.as_usize() + size.as_usize()),
        _ => (0, 0),
    }
}

fn items(values: &dyn Array, (first, last): Ends) -> Scalar<'_> {
    Scalar::List((first..last).take(MOST_WORDS + 1).map(|at| cell(values, at)).collect())
}

/// A number with a fraction, whichever.
const FRACTION: Scalar<'_> = Scalar::Real(0.5);

fn decimal(value: i128, scale: i8) -> Scalar<'static> {
    let factor = 10_i128.checked_pow(u32::from(scale.unsigned_abs()));
    let whole = match (factor, scale) {
        (_, 0) => Some(value),
        (Some(factor), 1..) if value % factor == 0 => Some(value / factor),
        (_, 1..) if value != 0 => return FRACTION,
        (Some(factor), ..0) => value.checked_mul(factor),
        (None, ..0) if value != 0 => None,
        _ => Some(0),
    };
    let saturated = if value < 0 { i64::MIN } else { i64::MAX };
    Scalar::Int(whole.and_then(|whole| i64::try_from(whole).ok()).unwrap_or(saturated))
}

fn wide_decimal(value: i256, scale: i8) -> Scalar<'static> {
    if let Some(narrow) = value.to_i128() {
        return decimal(narrow, scale);
    }
    let factor = i256::from_i128(10).checked_pow(u32::from(scale.unsigned_abs()));
    let whole = match (factor, scale) {
        (Some(factor), 1..) => match (value.checked_rem(factor), value.checked_div(factor)) {
            (Some(i256::ZERO), Some(whole)) => whole.to_i128(),
            _ => return FRACTION,
        },
        (None, 1..) => return FRACTION,
        _ => None,
    };
    let saturated = if value.is_negative() { i64::MIN } else { i64::MAX };
    Scalar::Int(whole.and_then(|whole| i64::try_from(whole).ok()).unwrap_or(saturated))
}

/// A point in time in units of which a day has so many.
fn moment(time: i64, per_day: i64) -> Scalar<'static> {
    if time.rem_euclid(per_day) == 0 {
        Scalar::Day(time.div_euclid(per_day))
    } else {
        Scalar::Moment
    }
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// The times of timestamps, in their unit.
pub fn times(array: &dyn Array, unit: TimeUnit) -> &[i64] {
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().values(),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().values(),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().values(),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().values(),
    }
}

fn timestamp(array: &dyn Array, unit: TimeUnit, zone: Option<Tz>, row: usize) -> Scalar<'_> {
    times(array, unit).get(row).map_or(Scalar::Null, |time| on_calendar(*time, unit, zone))
}

/// A point in time as a calendar of its zone shows it.
pub(super) fn on_calendar(time: i64, unit: TimeUnit, zone: Option<Tz>) -> Scalar<'static> {
    let per_second = per_second(unit);
    let second = time.div_euclid(per_second);
    if time.rem_euclid(per_second) != 0 {
        return Scalar::Moment;
    }
    let shift = match (zone, DateTime::from_timestamp(second, 0)) {
        (Some(zone), Some(time)) => {
            i64::from(zone.offset_from_utc_datetime(&time.naive_utc()).fix().local_minus_utc())
        }
        _ => 0,
    };
    moment(second.saturating_add(shift), SECONDS_PER_DAY)
}

//! Arrow arrays as columns of facts.

use std::fmt;

use arrow_array::cast::AsArray;
use arrow_array::timezone::Tz;
use arrow_array::types::*;
use arrow_array::{
    Array, ArrayRef, GenericListArray, GenericStringArray, OffsetSizeTrait, StringViewArray,
    downcast_dictionary_array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, Field};

use crate::error::{Error, ErrorCode};
use crate::facts::{Fact, Kind, MOST_WORDS, Scalar};
use crate::plan::Plan;
use crate::plan::arrow::NONE;
use crate::plan::arrow::cells::{Cells, on_calendar, times, type_name};
use crate::plan::columns::{Bits, Column, Integers, Lists, Texts, Values};
use crate::text::Text;

/// Whole numbers of an array, or a copy where there is no such width.
pub enum Whole<'a> {
    Given(Integers<'a>),
    Copied(Vec<i64>),
}

impl Whole<'_> {
    pub fn integers(&self) -> Integers<'_> {
        match self {
            Self::Given(integers) => *integers,
            Self::Copied(numbers) => Integers::Int64(numbers),
        }
    }
}

/// Array that a column lends its values from.
pub enum Source<'a> {
    Given(Values<'a>),
    Bools(BooleanBuffer),
    Integers(Whole<'a>),
    /// Whole numbers that were written with a point.
    Floats(Vec<i64>),
    Days(Vec<i32>),
    Words(Whole<'a>, Vec<&'a str>),
    Cells(Cells<'a>),
}

/// A column while it is read.
pub struct Held<'a> {
    pub name: &'a str,
    pub fact: Fact,
    pub cells: Cells<'a>,
    pub source: Source<'a>,
    pub valid: Option<NullBuffer>,
}

impl<'a> Held<'a> {
    pub fn new(field: &'a Field, array: &'a ArrayRef, fact: Fact) -> Self {
        let mut valid = array.nulls().cloned();
        let array: &dyn Array = array.as_ref();
        let cells = Cells::new(field, array);
        let held = |source, valid| Self { name: field.name(), fact, cells, source, valid };
        let source = match (array.data_type(), fact.kind()) {
            (DataType::Null, _) => {
                // Its nulls are not written down.
                return held(Source::Given(Values::Unknown), None);
            }
            (DataType::Int8, _) if cells.are_truths => {
                let numbers = array.as_primitive::<Int8Type>().values();
                Source::Bools(numbers.iter().map(|number| *number != 0).collect())
            }
            // A cell says itself that it is null.
            _ if cells.are_truths => return held(Source::Cells(cells), None),
            (DataType::Float32, Kind::Int { .. }) => {
                let numbers = array.as_primitive::<Float32Type>().values().iter();
                floats(numbers.map(|number| f64::from(*number)), &mut valid)
            }
            (DataType::Float64, Kind::Int { .. }) => {
                floats(array.as_primitive::<Float64Type>().values().iter().copied(), &mut valid)
            }
            (DataType::Timestamp(unit, zone), Kind::Date) => {
                let zone: Option<Tz> = zone.as_deref().and_then(|zone| zone.parse().ok());
                let times = times(array, *unit).iter();
                Source::Days(times.map(|time| day(&on_calendar(*time, *unit, zone))).collect())
            }
            (DataType::Dictionary(..), _) => match words(array) {
                Some((source, of_words)) => return held(source, of_words),
                None => return held(Source::Cells(cells), None),
            },
            _ => match (values(array), whole(array)) {
                (Some(values), _) => Source::Given(values),
                (None, Some(whole)) => Source::Integers(whole),
                (None, None) => return held(Source::Cells(cells), None),
            },
        };
        held(source, valid)
    }

    pub fn column(&self) -> Column<'_> {
        let values = match &self.source {
            Source::Given(values) => *values,
            Source::Bools(bits) => {
                Values::Bits(Bits { bytes: bits.values(), offset: bits.offset() })
            }
            Source::Integers(whole) => Values::Integers(whole.integers()),
            Source::Floats(numbers) => Values::Integers(Integers::Int64(numbers)),
            Source::Days(days) => Values::Days(days),
            Source::Words(keys, words) => Values::Words { keys: keys.integers(), words },
            Source::Cells(cells) => Values::Scalars(cells),
        };
        let valid = self.valid.as_ref();
        let valid = valid.map(|nulls| Bits { bytes: nulls.validity(), offset: nulls.offset() });
        Column { name: self.name, values, valid }
    }

    /// Faults of a row that was read otherwise than its cell.
    pub fn fault(&self, row: usize, plan: &Plan) -> Option<ErrorCode> {
        match self.source {
            Source::Floats(_) | Source::Days(_) => {
                self.fact.read_code(&self.cells.at(row), &plan.places).err()
            }
            _ => None,
        }
    }
}

/// The day of a cell; one that is no day is out of all bounds.
pub fn day(of: &Scalar<'_>) -> i32 {
    match of {
        Scalar::Day(day) => {
            i32::try_from(*day).unwrap_or(if *day < 0 { i32::MIN } else { i32::MAX })
        }
        _ => i32::MIN,
    }
}

/// Values that are read where they lie, and are no numbers.
pub fn values(array: &dyn Array) -> Option<Values<'_>> {
    if let Some(texts) = texts(array) {
        return Some(Values::Text(texts));
    }
    Some(match array.data_type() {
        DataType::Boolean => {
            let bits = array.as_boolean().values();
            Values::Bits(Bits { bytes: bits.values(), offset: bits.offset() })
        }
        DataType::Date32 => Values::Days(array.as_primitive::<Date32Type>().values()),
        DataType::List(field) if is_text(field.data_type()) => {
            let lists = array.as_list::<i32>();
            return is_whole(lists.values()).then_some(Values::Lists(lists));
        }
        DataType::LargeList(field) if is_text(field.data_type()) => {
            let lists = array.as_list::<i64>();
            return is_whole(lists.values()).then_some(Values::Lists(lists));
        }
        _ => return None,
    })
}

pub fn texts(array: &dyn Array) -> Option<&dyn Texts> {
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>(),
        DataType::LargeUtf8 => array.as_string::<i64>(),
        DataType::Utf8View => array.as_string_view(),
        _ => return None,
    })
}

/// Arrays of a list of words; an empty one may hold nothing.
pub fn is_text(of: &DataType) -> bool {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, words) => is_text(words),
        _ => false,
    }
}

/// Tells whether there are no nulls among the items of lists.
pub fn is_whole(items: &dyn Array) -> bool {
    items.is_empty() || items.logical_null_count() == 0
}

pub fn whole(array: &dyn Array) -> Option<Whole<'_>> {
    Some(Whole::Given(match array.data_type() {
        DataType::Int8 => Integers::Int8(array.as_primitive::<Int8Type>().values()),
        DataType::Int16 => Integers::Int16(array.as_primitive::<Int16Type>().values()),
        DataType::Int32 => Integers::Int32(array.as_primitive::<Int32Type>().values()),
        DataType::Int64 => Integers::Int64(array.as_primitive::<Int64Type>().values()),
        DataType::UInt8 => Integers::UInt8(array.as_primitive::<UInt8Type>().values()),
        DataType::UInt16 => Integers::UInt16(array.as_primitive::<UInt16Type>().values()),
        DataType::UInt32 => Integers::UInt32(array.as_primitive::<UInt32Type>().values()),
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>().values().iter();
            return Some(Whole::Copied(
                numbers.map(|number| i64::try_from(*number).unwrap_or(i64::MAX)).collect(),
            ));
        }
        _ => return None,
    }))
}

#[expect(clippy::cast_possible_truncation, reason = "it saturates, which is out of range too")]
pub fn floats(
    numbers: impl Iterator<Item = f64> + Clone,
    valid: &mut Option<NullBuffer>,
) -> Source<'static> {
    if numbers.clone().any(f64::is_nan) {
        let known = NullBuffer::new(numbers.clone().map(|number| !number.is_nan()).collect());
        *valid = NullBuffer::union(valid.as_ref(), Some(&known));
    }
    let whole = |number: f64| if number.fract() == 0.0 { number as i64 } else { NONE };
    Source::Floats(numbers.map(whole).collect())
}

/// Keys and words of a dictionary of texts, and in which rows there is one.
pub fn words(array: &dyn Array) -> Option<(Source<'_>, Option<NullBuffer>)> {
    let dictionary = array.as_any_dictionary_opt()?;
    let keys = whole(dictionary.keys())?;
    let values = dictionary.values();
    let words: Vec<&str> = match values.data_type() {
        DataType::Null => vec![""; values.len()],
        _ => {
            let texts = texts(values)?;
            (0..values.len()).map(|row| texts.text(row)).collect()
        }
    };
    let valid = if values.logical_null_count() > 0 {
        array.logical_nulls()
    } else {
        array.nulls().cloned()
    };
    Some((Source::Words(keys, words), valid))
}

impl<O: OffsetSizeTrait> Texts for GenericStringArray<O> {
    fn text(&self, row: usize) -> &str {
        self.value(row)
    }
}

impl Texts for StringViewArray {
    fn text(&self, row: usize) -> &str {
        self.value(row)
    }
}

impl<O: OffsetSizeTrait> Lists for GenericListArray<O> {
    fn words(&self, row: usize) -> Vec<&str> {
        let ends = self.value_offsets().get(row..).unwrap_or_default();
        match ends {
            [first, last, ..] => {
                let words = (first.as_usize()..last.as_usize()).map(|at| word(self.values(), at));
                words.take(MOST_WORDS + 1).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A word of a list; a null is none of the words there are.
pub fn word(array: &dyn Array, at: usize) -> &str {
    if array.is_null(at) {
        return "";
    }
    if let Some(texts) = texts(array) {
        return texts.text(at);
    }
    downcast_dictionary_array!(
        array => array.key(at).map_or("", |key| word(array.values(), key)),
        _ => ""
    )
}

/// The error for a type that no fact can be read from.
pub fn unread(fact: Fact, field: &Field) -> Error {
    let (zh, en) = fact.kind().expected();
    let found = match field.extension_type_name() {
        Some(_) => "Extension".to_owned(),
        None => type_name(field.data_type()),
    };
    Error::new(
        ErrorCode::WrongType,
        fact.field(),
        format!("应为{zh}，这一列的类型是 {found}，读不了"),
        format!("expected {en}, found a column of {found}, which cannot be read"),
    )
    .with_hint(Some(Text::new("请先转换这一列的类型", "cast the column first")))
}

/// The first word of what something is; the rest may hold names of fields and words of others.
pub fn kind(of: &impl fmt::Debug) -> String {
    let mut whole = format!("{of:?}");
    whole.truncate(
        whole.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(whole.len()),
    );
    whole
}

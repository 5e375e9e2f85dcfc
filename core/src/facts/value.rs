//! A value as a caller wrote it, before it is read as a fact.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::{told_name, told_text};
use crate::facts::jurisdiction::{EPOCH, day_code};
use crate::facts::kind::MOST_WORDS;
use crate::facts::scalar::Scalar;

/// A value with the shapes that JSON, TOML, Python and a spreadsheet have in common.
///
/// Every way into the library goes through it, so that each language rejects the same input with
/// the same words. Tables keep their order and their duplicates.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Given as unknown.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number. A fact is one that is whole; NaN is not known.
    Float(f64),
    /// Text.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A day with a time; a fact is one at midnight.
    DateTime(NaiveDateTime),
    /// Several values.
    List(Vec<Value>),
    /// Named values, in the order given.
    Table(Vec<(String, Value)>),
}

/// Of texts that a caller wrote their length is shown, and names that are short text without digits.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(_) | Self::Float(_) => f.write_str(self.kind().1),
            Self::Date(day) => write!(f, "{day}"),
            Self::DateTime(_) => f.write_str("a date with a time"),
            Self::Text(text) => f.write_str(&told_text(text)),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Table(fields) => f
                .debug_map()
                .entries(fields.iter().map(|(name, value)| (told_name(name), value)))
                .finish(),
        }
    }
}

impl Value {
    pub(crate) fn kind(&self) -> (&'static str, &'static str) {
        self.scalar().kind()
    }

    /// Tells whether it says that the fact is not known.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Float(number) if number.is_nan())
    }

    pub(crate) fn scalar(&self) -> Scalar<'_> {
        let since = |day: NaiveDate| day_code(day) - EPOCH;
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Int(number) => Scalar::Int(*number),
            Self::Float(number) => Scalar::Real(*number),
            Self::Text(text) => Scalar::Text(text),
            Self::Date(day) => Scalar::Day(since(*day)),
            Self::DateTime(moment) if moment.time() == NaiveTime::MIN => {
                Scalar::Day(since(moment.date()))
            }
            Self::DateTime(_) => Scalar::Moment,
            Self::List(items) => {
                Scalar::List(items.iter().take(MOST_WORDS + 1).map(Self::scalar).collect())
            }
            Self::Table(_) => Scalar::Other("对象", "an object"),
        }
    }
}

impl From<toml::Value> for Value {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::Boolean(value) => Self::Bool(value),
            toml::Value::Integer(value) => Self::Int(value),
            toml::Value::Float(value) => Self::Float(value),
            toml::Value::String(value) => Self::Text(value),
            toml::Value::Datetime(value) => {
                let text = value.to_string();
                text.parse().map_or(Self::Text(text), Self::Date)
            }
            toml::Value::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            toml::Value::Table(table) => {
                Self::Table(table.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;

        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Int(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(i64::try_from(value).map_or(Value::Int(i64::MAX), Value::Int))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::Float(value))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::Text(value.to_owned()))
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
                Value::deserialize(inner)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = items.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    values.push(entry);
                }
                Ok(Value::Table(values))
            }
        }

        deserializer.deserialize_any(AnyValue)
    }
}

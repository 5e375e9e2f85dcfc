//! Facts: the closed vocabulary, how each is read, and the whole number that stands for its value.

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, ErrorCode, told_text, told_value};
use crate::facts::scalar::{Scalar, wrong_type};
use crate::facts::terms::{Choice, Term};
use crate::facts::value::Value;
use crate::ranges::Ranges;
use crate::text::Text;

/// The longest text that a field takes, in bytes.
pub(super) const LONGEST_TEXT: usize = 200;

/// The most words that a set of them is given by, however often each is repeated.
pub const MOST_WORDS: usize = 64;

/// The days that the library knows: 1900-01-01 to 2199-12-31, counted from the common era.
pub const FIRST_DAY: i64 = 693_596;
pub const LAST_DAY: i64 = 803_168;

/// The last day that the library knows.
pub fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Kind of value of a fact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// One word of a closed list.
    Choice(&'static [Term]),
    /// Any number of words of a closed list.
    Set(&'static [Term]),
    /// A whole number within bounds.
    Int { min: i64, max: i64 },
    /// A day.
    Date,
    /// A place, by its code.
    Jurisdiction,
    /// Text that no condition tests.
    Text,
}

impl Kind {
    pub const fn choice<T: Choice>() -> Self {
        Self::Choice(T::WORDS)
    }

    pub const fn set<T: Choice>() -> Self {
        Self::Set(T::WORDS)
    }

    pub const fn int(min: i64, max: i64) -> Self {
        Self::Int { min, max }
    }

    /// The least and the greatest code that a value of this kind can have.
    pub fn bounds(self) -> (i64, i64) {
        match self {
            Self::Bool => (0, 1),
            Self::Choice(words) => (0, i64::try_from(words.len()).unwrap_or(i64::MAX) - 1),
            Self::Set(words) => (0, (1 << words.len()) - 1),
            Self::Int { min, max } => (min, max),
            Self::Date => (FIRST_DAY, LAST_DAY),
            Self::Jurisdiction => (0, 999_999_999),
            Self::Text => (0, 0),
        }
    }

    /// Every code that a value of this kind can have.
    pub fn domain(self) -> Ranges {
        let (low, high) = self.bounds();
        Ranges::between(low, high)
    }

    pub fn has(self, code: i64) -> bool {
        let (low, high) = self.bounds();
        (low..=high).contains(&code)
    }

    /// The stable name of the kind, for forms that are built from the vocabulary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Choice(_) => "choice",
            Self::Set(_) => "set",
            Self::Int { .. } => "int",
            Self::Date => "date",
            Self::Jurisdiction => "place",
            Self::Text => "text",
        }
    }

    pub fn words(self) -> &'static [Term] {
        match self {
            Self::Choice(words) | Self::Set(words) => words,
            _ => &[],
        }
    }

    pub fn expected(self) -> (&'static str, &'static str) {
        match self {
            Self::Bool => ("true 或 false（是、否）", "true or false"),
            Self::Choice(_) => ("一个词", "a word"),
            Self::Set(_) => ("词的列表", "a list of words"),
            Self::Int { .. } => ("整数", "a whole number"),
            Self::Date => ("YYYY-MM-DD 格式的日期", "a date as YYYY-MM-DD"),
            Self::Jurisdiction => ("六位行政区划代码", "a six-digit place code"),
            Self::Text => ("文字", "text"),
        }
    }
}

/// Ways in which a sponsor can change a fact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Changeable {
    /// An act, done for a benefit or to cure a gap; of a yes or no, it is done once the answer is yes.
    Act,
    /// A circumstance that a filing may want to be another; nobody changes it for a benefit.
    Circumstance,
    /// A matter of record or of nature, or of what the institution is.
    Fixed,
}

/// A type that facts are stated in.
pub trait FactValue: Sized {
    /// The code of the value; none for text.
    fn code(&self) -> Option<i64>;

    /// Reads what a caller wrote.
    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error>;

    /// As `read`, from a value that may hold other values.
    fn read_value(value: &Value, kind: Kind) -> Result<Self, Error> {
        Self::read(&value.scalar(), kind)
    }

    /// The value as a `Debug` may show it.
    fn shown(&self) -> String;

    /// Checks a value that came typed.
    fn check(&self, kind: Kind) -> Result<(), Error> {
        match self.code() {
            Some(code) if !kind.has(code) => Err(out_of_range(kind)),
            _ => Ok(()),
        }
    }
}

pub fn out_of_range(kind: Kind) -> Error {
    let (zh, en) = match kind {
        Kind::Int { min, max } => {
            (format!("应在 {min} 到 {max} 之间"), format!("expected {min} to {max}"))
        }
        _ => (
            "应在 1900-01-01 到 2199-12-31 之间".to_owned(),
            "expected 1900-01-01 to 2199-12-31".to_owned(),
        ),
    };
    Error::new(ErrorCode::OutOfRange, "", zh, en)
}

/// Checks how many items a list has, before they are read.
pub fn check_count(count: usize, most: usize) -> Result<(), Error> {
    if count <= most {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        "",
        format!("列表过长，最多 {most} 项"),
        format!("expected at most {most} items, found more"),
    ))
}

/// The most institutions that are asked about in one call. They share what they have in common; the JVM is given
/// a copy of it with each, some 80 kB.
const MOST_AT_ONCE: usize = if cfg!(feature = "uniffi") { 1_000 } else { 100_000 };

/// Checks how many institutions or filings are handed over, before they are read.
pub fn check_at_once(count: usize, path: &str) -> Result<(), Error> {
    let checked = check_count(count, MOST_AT_ONCE).map_err(|error| error.inside(path));
    checked.map_err(|error| {
        error.with_hint(Some(Text::new("请用方案，或者分批", "use a plan, or hand over parts")))
    })
}

/// Checks how long a text is.
pub(super) fn check_length(text: &str) -> Result<(), Error> {
    if text.len() <= LONGEST_TEXT {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        "",
        format!("文字过长，最多 {LONGEST_TEXT} 字节"),
        format!("expected at most {LONGEST_TEXT} bytes, found {}", text.len()),
    ))
}

/// Reads a day written `YYYY-MM-DD`, within the days that the library knows.
pub fn read_date(text: &str) -> Result<NaiveDate, Error> {
    let Some(day) = text.get(..10).filter(|day| is_written(day)) else {
        return Err(bad_date(
            "日期应写成 YYYY-MM-DD",
            format!("expected a date as YYYY-MM-DD, found {}", told_value(text)),
        ));
    };
    if text.len() > 10 {
        return Err(bad_date(
            "日期应写成 YYYY-MM-DD，后面不带时间或别的文字",
            format!(
                "expected a date as YYYY-MM-DD and nothing behind it, found {}",
                told_value(text)
            ),
        ));
    }
    let day: NaiveDate =
        day.parse().map_err(|_| bad_date("没有这一天", "there is no such day in the calendar"))?;
    day.check(Kind::Date)?;
    Ok(day)
}

fn bad_date(zh: &str, en: impl Into<String>) -> Error {
    Error::new(ErrorCode::BadDate, "", zh, en)
}

/// Tells whether it is written as days are: four digits, two and two.
fn is_written(day: &str) -> bool {
    let mut letters = day.bytes().enumerate();
    letters.all(|(at, letter)| match at {
        4 | 7 => letter == b'-',
        _ => letter.is_ascii_digit(),
    })
}

impl FactValue for bool {
    fn shown(&self) -> String {
        self.to_string()
    }

    fn code(&self) -> Option<i64> {
        Some(i64::from(*self))
    }

    fn read(value: &Scalar<'_>, _: Kind) -> Result<Self, Error> {
        value.truth()
    }
}

impl FactValue for i32 {
    fn shown(&self) -> String {
        self.to_string()
    }

    fn code(&self) -> Option<i64> {
        Some(i64::from(*self))
    }

    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error> {
        Self::try_from(value.whole(kind)?).map_err(|_| out_of_range(kind))
    }
}

impl FactValue for NaiveDate {
    fn shown(&self) -> String {
        self.to_string()
    }

    fn code(&self) -> Option<i64> {
        Some(i64::from(self.num_days_from_ce()))
    }

    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error> {
        let day = i32::try_from(value.day()?).ok().and_then(Self::from_num_days_from_ce_opt);
        day.ok_or_else(|| out_of_range(kind))
    }
}

impl FactValue for String {
    fn shown(&self) -> String {
        told_text(self)
    }

    fn code(&self) -> Option<i64> {
        None
    }

    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error> {
        value.text(kind)
    }

    fn check(&self, kind: Kind) -> Result<(), Error> {
        check_length(self)?;
        match kind {
            Kind::Text => crate::facts::credit_code::kind_of(self).map(drop),
            _ => Ok(()),
        }
    }
}

impl<T: Choice> FactValue for T {
    fn shown(&self) -> String {
        self.word_name().to_owned()
    }

    fn code(&self) -> Option<i64> {
        Some(self.position())
    }

    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error> {
        T::coded(value.word(T::WORDS, kind)?).ok_or_else(|| wrong_type(value, kind))
    }
}

impl<T: Choice> FactValue for Vec<T> {
    fn shown(&self) -> String {
        let words: Vec<&str> = self.iter().map(|word| word.word_name()).collect();
        format!("[{}]", words.join(", "))
    }

    fn code(&self) -> Option<i64> {
        Some(self.iter().fold(0, |set, word| set | (1 << word.position())))
    }

    fn check(&self, _: Kind) -> Result<(), Error> {
        check_count(self.len(), MOST_WORDS)
    }

    fn read(value: &Scalar<'_>, kind: Kind) -> Result<Self, Error> {
        let words = value.words(T::WORDS, kind)?.into_iter();
        Ok(words.filter_map(T::coded).collect())
    }

    fn read_value(value: &Value, kind: Kind) -> Result<Self, Error> {
        if let Value::List(items) = value {
            check_count(items.len(), MOST_WORDS)?;
        }
        Self::read(&value.scalar(), kind)
    }
}
/// The day of a TOML date.
pub fn day_of_toml(datetime: &toml::value::Datetime) -> Result<NaiveDate, Error> {
    if let (Some(date), None, None) = (datetime.date, datetime.time, datetime.offset)
        && let Some(day) =
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        && day.check(Kind::Date).is_ok()
    {
        return Ok(day);
    }
    read_date(&datetime.to_string())
}

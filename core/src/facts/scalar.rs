//! 值: one value as JSON, a program or a table has it, and the one reader of it as a fact.
//!
//! `docs/values.md` says what each kind of fact accepts; `tests/values.json` has it as data.

use crate::error::{Error, ErrorCode, Faults};
use crate::facts::asking::NO_END;
use crate::facts::jurisdiction::{EPOCH, Jurisdictions};
use crate::facts::kind::{
    Kind, LAST_DAY, LONGEST_TEXT, MOST_WORDS, check_count, check_length, out_of_range,
};
use crate::facts::records::Fact;
use crate::facts::terms::sets::CreditCodeKind;
use crate::facts::terms::{Choice, Term, find, position};
use crate::text::Text;

/// 值: one value, whatever it came from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// Given as unknown.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number; one that is not a number (NaN) is not known.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// A day, counted from 1970-01-01.
    Day(i64),
    /// A day with a time of day that is not midnight.
    Moment,
    /// Several values; of more than 65, the first 65.
    List(Vec<Scalar<'a>>),
    /// A value of another kind, by its name in Chinese and in English.
    Other(&'static str, &'static str),
}

/// Values by row, of any kinds.
pub trait Scalars: Sync {
    /// The value of a row.
    fn scalar(&self, row: usize) -> Scalar<'_>;
}

impl Scalar<'_> {
    /// Tells whether it says that the fact is not known.
    pub(crate) fn is_unknown(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Real(number) => number.is_nan(),
            _ => false,
        }
    }

    pub(crate) fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Null => ("空值", "null"),
            Self::Bool(_) => ("是/否", "a boolean"),
            Self::Int(_) => ("整数", "a whole number"),
            Self::Real(number) if number.is_nan() => ("非数（NaN）", "not a number (NaN)"),
            Self::Real(number) if number.is_infinite() => ("无穷大", "infinity"),
            Self::Real(number) if number.fract() == 0.0 => ("整数", "a whole number"),
            Self::Real(_) => ("小数", "a number with a fraction"),
            Self::Text(_) => ("文字", "text"),
            Self::Day(_) => ("日期", "a date"),
            Self::Moment => ("带时间的日期", "a date with a time of day"),
            Self::List(_) => ("列表", "a list"),
            Self::Other(zh, en) => (zh, en),
        }
    }

    /// A yes or no. 0 and 1 are none: in many tables 0 stands for "yes", and nobody would notice.
    pub(crate) fn truth(&self) -> Result<bool, Error> {
        match self {
            Self::Bool(value) => Ok(*value),
            Self::Text(YES) => Ok(true),
            Self::Text(NO) => Ok(false),
            other => Err(wrong_type(other, Kind::Bool)),
        }
    }

    /// A whole number within bounds, also where it is written with a point.
    pub(crate) fn whole(&self, kind: Kind) -> Result<i64, Error> {
        let number = self.number().ok_or_else(|| wrong_type(self, kind))?;
        if kind.has(number) { Ok(number) } else { Err(out_of_range(kind)) }
    }

    /// The number, where it is a whole one; one beyond 64 bits is the greatest or the least there is.
    fn number(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
            Self::Real(number) if number.fract() == 0.0 => Some(*number as i64),
            _ => None,
        }
    }

    /// The position of a word of a list.
    pub(crate) fn word(&self, words: &'static [Term], kind: Kind) -> Result<i64, Error> {
        match self {
            Self::Text(text) => position(words, text),
            other => Err(wrong_type(other, kind)),
        }
    }

    /// The positions of the words of a list, in the order given.
    pub(crate) fn words(&self, words: &'static [Term], kind: Kind) -> Result<Vec<i64>, Error> {
        let Self::List(items) = self else { return Err(wrong_type(self, kind)) };
        check_count(items.len(), MOST_WORDS)?;
        let mut faults = Faults::default();
        let word = |(at, item): (usize, &Self)| {
            let word = item.word(words, Kind::Choice(words));
            faults.take(word.map_err(|error| error.inside(&format!("[{at}]"))))
        };
        let read = items.iter().enumerate().filter_map(word).collect();
        faults.or(read)
    }

    /// A day, counted from the common era.
    pub(crate) fn day(&self) -> Result<i64, Error> {
        match self {
            Self::Day(day) => {
                let code = day.saturating_add(EPOCH);
                if Kind::Date.has(code) { Ok(code) } else { Err(out_of_range(Kind::Date)) }
            }
            Self::Text(text) => {
                crate::facts::kind::read_date(text).map(crate::facts::jurisdiction::day_code)
            }
            other => Err(wrong_type(other, Kind::Date)),
        }
    }

    /// The text of a place or of a code; the number of a place is its code.
    pub(crate) fn text(&self, kind: Kind) -> Result<String, Error> {
        match (self, kind, self.number()) {
            (Self::Text(text), ..) => check_length(text).map(|()| (*text).to_owned()),
            (_, Kind::Jurisdiction, Some(code)) => Ok(code.to_string()),
            (other, ..) => Err(wrong_type(other, kind)),
        }
    }
}

/// Words for a yes and a no.
pub const YES: &str = "是";
pub const NO: &str = "否";

impl Fact {
    /// The code of what a caller wrote; none where that is not known. Every way into the library that has codes, and no
    /// records, reads by it.
    ///
    /// # Errors
    /// A value of another kind, out of range, or that stands for nothing.
    pub fn read(self, value: &Scalar<'_>, places: &Jurisdictions) -> Result<Option<i64>, Error> {
        if value.is_unknown() {
            return Ok(None);
        }
        let kind = self.kind();
        Ok(Some(match kind {
            Kind::Bool => match value {
                Scalar::Text(text) if self.is_own_label(text) => 1,
                value => i64::from(value.truth()?),
            },
            Kind::Choice(words) => value.word(words, kind)?,
            Kind::Set(words) => {
                value.words(words, kind)?.into_iter().fold(0, |set, word| set | 1 << word)
            }
            Kind::Int { .. } => {
                let number = value.whole(kind)?;
                self.check_own(Some(number))?;
                number
            }
            Kind::Date => match value {
                Scalar::Text(text) if self.is_without_end(text) => LAST_DAY,
                value => value.day()?,
            },
            Kind::Jurisdiction => match value {
                Scalar::Text(text) => {
                    check_length(text)?;
                    places.code(text)?
                }
                other => match other.number() {
                    Some(code) => places.code_of_number(code)?,
                    None => return Err(wrong_type(other, kind)),
                },
            },
            Kind::Text => match value {
                Scalar::Text(text) => {
                    check_length(text)?;
                    crate::facts::credit_code::kind_of(text).map(CreditCodeKind::position)?
                }
                other => return Err(wrong_type(other, kind)),
            },
        }))
    }

    /// As `read`, at once for the faults whose cure takes long to find.
    pub fn read_code(
        self,
        value: &Scalar<'_>,
        places: &Jurisdictions,
    ) -> Result<Option<i64>, ErrorCode> {
        let word = |words, text: &str| find(words, text).ok_or(ErrorCode::UnknownWord);
        match (self.kind(), value) {
            (Kind::Choice(words), Scalar::Text(text)) => word(words, text).map(Some),
            (Kind::Set(words), Scalar::List(items)) if items.len() <= MOST_WORDS => {
                let mut set = 0;
                for item in items {
                    let Scalar::Text(text) = item else { return Err(ErrorCode::WrongType) };
                    set |= 1 << word(words, text)?;
                }
                Ok(Some(set))
            }
            (Kind::Jurisdiction, Scalar::Text(text)) if text.len() <= LONGEST_TEXT => {
                places.find_code(text).map(Some).ok_or(ErrorCode::UnknownJurisdiction)
            }
            _ => self.read(value, places).map_err(|error| error.code),
        }
    }

    /// Tells whether a text says "yes" of the fact: its own label does.
    pub(super) fn is_own_label(self, text: &str) -> bool {
        self.kind() == Kind::Bool && text == self.label()
    }

    /// Tells whether a text says that a document has no last valid day, as 长期 on a licence does.
    pub(super) fn is_without_end(self, text: &str) -> bool {
        self.may_have_no_end() && text == NO_END
    }

    /// Refuses a code that no such thing has, though it lies within its bounds.
    pub(super) fn check_own(self, code: Option<i64>) -> Result<(), Error> {
        if self != Self::Storey || code != Some(0) {
            return Ok(());
        }
        let (zh, en) =
            ("楼层没有 0 层，地下用负数", "there is no storey 0; basements are negative");
        Err(Error::new(ErrorCode::OutOfRange, "", zh, en))
    }
}

/// The error for a value of another kind than the fact has: what was found, what was expected, and the cure.
pub fn wrong_type(value: &Scalar<'_>, kind: Kind) -> Error {
    let (found_zh, found_en) = value.kind();
    let (wanted_zh, wanted_en) = kind.expected();
    Error::new(
        ErrorCode::WrongType,
        "",
        format!("应为{wanted_zh}，收到的是{found_zh}"),
        format!("expected {wanted_en}, found {found_en}"),
    )
    .with_hint(cure(value, kind).map(|(zh, en)| Text::new(zh, en)))
}

/// Cure of a fact that is to stay unknown.
pub(super) const LEAVE_OUT: (&str, &str) =
    ("不知道的不填，或者填 null", "leave an unknown fact out, or give null");

fn cure(value: &Scalar<'_>, kind: Kind) -> Option<(&'static str, &'static str)> {
    let is_number = matches!(value, Scalar::Int(_) | Scalar::Real(_));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    Some(match (kind, value) {
        (_, Scalar::Null) => LEAVE_OUT,
        (_, Scalar::Text(text)) if text.trim().is_empty() => LEAVE_OUT,
        (_, Scalar::Real(number)) if number.is_infinite() => LEAVE_OUT,
        (Kind::Bool, Scalar::Int(0 | 1)) => (
            "0 和 1 在不同的表里意思相反，请改成 true、false，或者“是”“否”",
            "give true or false, or 是 or 否: what 0 and 1 mean differs from table to table",
        ),
        (Kind::Bool, _) => ("请填 true、false，或者“是”“否”", "give true or false, or 是 or 否"),
        (Kind::Int { .. }, Scalar::Text(text)) if digits(text) => {
            ("请填数，不加引号", "give the number itself, not text")
        }
        (Kind::Date, Scalar::Moment) => {
            ("只要日期，请去掉时间", "a datetime has a time; call .date() on it")
        }
        (Kind::Date, _) => {
            ("请写成 YYYY-MM-DD，例如 2026-03-01", "write it as YYYY-MM-DD, such as 2026-03-01")
        }
        (Kind::Text, _) if is_number => (
            "代码请作为文字填写：表格会把超过15位的数取整",
            "keep the code as text: spreadsheets round numbers of more than 15 digits",
        ),
        (Kind::Set(_), _) => ("请填列表，例如 [\"全日托\"]", "give a list, such as [\"full_day\"]"),
        _ => return None,
    })
}

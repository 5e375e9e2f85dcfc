//! 文书要素: what a caller knows of a letter besides the filing.

use std::fmt;

use chrono::NaiveDate;

use crate::answers::text::letters::template::check;
use crate::answers::text::letters::written::LetterKind;
use crate::error::{Error, ErrorCode, Faults, did_you_mean, nearest, told_name};
use crate::facts::{FactValue, Kind, Value, duplicate_field};

/// 文书要素: what stands in a letter in the place of blanks; what is not given stays blank. The name of an individual business
/// is personal data, so `Debug` shows no text.
#[derive(Clone, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LetterDetails {
    /// 名称: of the institution.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub name: Option<String>,
    /// 地址: of the institution.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub address: Option<String>,
    /// 编号: of the letter.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub number: Option<String>,
    /// 补正期限: the day before which the gaps are to be cured, where the office sets one.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub cure_by: Option<NaiveDate>,
    /// 成文日期: the day of the letter.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub signed_on: Option<NaiveDate>,
    /// 模板: the office's own, in the language of `core/policies/letters`; without one, that of the library.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub template: Option<String>,
}

/// Fields, in their order.
const FIELDS: [&str; 6] = ["name", "address", "number", "cure_by", "signed_on", "template"];

impl LetterDetails {
    /// Reads the details from named values.
    ///
    /// # Errors
    /// An unknown or repeated name, or a value of another kind; all of them in [`Error::errors`].
    pub fn from_fields(
        fields: impl IntoIterator<Item = (String, Result<Value, Error>)>,
    ) -> Result<Self, Error> {
        let (mut details, mut faults) = (Self::default(), Faults::default());
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in fields {
            if seen.contains(&name) {
                faults.add(duplicate_field(told_name(&name)));
                continue;
            }
            let set = value.and_then(|value| details.set(&name, &value));
            let known = FIELDS.contains(&name.as_str());
            faults.take(set.map_err(|error| if known { error.inside(&name) } else { error }));
            seen.push(name);
        }
        faults.or(details)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        let text = || match value {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.clone())),
            other => Err(wrong_type(other)),
        };
        let day = || match value {
            Value::Null => Ok(None),
            value => NaiveDate::read_value(value, Kind::Date).map(Some),
        };
        match name {
            "name" => self.name = text()?,
            "address" => self.address = text()?,
            "number" => self.number = text()?,
            "cure_by" => self.cure_by = day()?,
            "signed_on" => self.signed_on = day()?,
            "template" => self.template = text()?,
            other => return Err(unknown(other)),
        }
        Ok(())
    }

    /// Checks details that came typed, for a letter of a kind.
    ///
    /// # Errors
    /// A text that is empty, too long, or of more than one line; a day outside 1900 to 2199; a template that is not sound.
    pub fn check(&self, kind: LetterKind) -> Result<(), Error> {
        let mut faults = Faults::default();
        for (field, text) in FIELDS.iter().zip([&self.name, &self.address, &self.number]) {
            let checked = text.as_deref().map_or(Ok(()), check_text);
            faults.take(checked.map_err(|error| error.inside(field)));
        }
        for (field, day) in FIELDS.iter().skip(3).zip([self.cure_by, self.signed_on]) {
            let checked = day.map_or(Ok(()), |day| day.check(Kind::Date));
            faults.take(checked.map_err(|error| error.inside(field)));
        }
        let template = self.template.as_deref().map_or(Ok(()), |text| check(text, kind));
        faults.take(template.map_err(|error| error.inside("template")));
        faults.or(())
    }
}

impl fmt::Debug for LetterDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LetterDetails")
            .field("cure_by", &self.cure_by)
            .field("signed_on", &self.signed_on)
            .finish_non_exhaustive()
    }
}

/// Characters of a text in a letter.
const LONGEST: usize = 200;

fn check_text(text: &str) -> Result<(), Error> {
    if text.chars().count() > LONGEST {
        let zh = format!("最多{LONGEST}个字");
        let en = format!("expected at most {LONGEST} characters, found more");
        return Err(Error::new(ErrorCode::TooLong, "", zh, en));
    }
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        return Err(Error::new(
            ErrorCode::WrongType,
            "",
            "应为一行文字；不知道的，不填",
            "expected one line of text, found none or several; leave it out where it is not known",
        ));
    }
    Ok(())
}

fn wrong_type(found: &Value) -> Error {
    let (zh, en) = found.kind();
    Error::new(
        ErrorCode::WrongType,
        "",
        format!("应为文字，收到的是{zh}"),
        format!("expected text, found {en}"),
    )
}

fn unknown(name: &str) -> Error {
    Error::new(
        ErrorCode::UnknownField,
        "",
        "文书要素里没有这一项",
        format!("expected one of {}, found {}", FIELDS.join(", "), told_name(name)),
    )
    .with_hint(nearest(name, FIELDS).map(did_you_mean))
}

//! JSON in and JSON out, with the names that serde gives to facts, receipts and answers.

use serde::Serialize;

use crate::answers::{DecisionRecord, Filing};
use crate::error::{Error, ErrorCode, both, told_name};
use crate::facts::{
    CareClass, Dossier, Institution, Value, duplicate_field, read_date, unknown_field,
};
use crate::ffi::numbers;
use crate::ffi::questions::answer;
use crate::ffi::request::Request;
use crate::policy::PolicyBook;

/// The longest request, in bytes.
const LONGEST_REQUEST: usize = 1 << 20;

macro_rules! facts_as_json {
    ($($record:ident)*) => { $(
        impl $record {
            /// Reads the record from a JSON object of facts.
            ///
            /// # Errors
            /// JSON that cannot be parsed, or a field that cannot be read.
            pub fn from_json(json: &str) -> Result<Self, Error> {
                Self::from_fields(parse_object(json)?)
            }

            /// The known facts as a JSON object.
            pub fn to_json(&self) -> String {
                to_json(self)
            }
        }
    )* };
}

facts_as_json! { CareClass Dossier Institution }

/// The object that the class could have been written as, so that both are read alike.
impl From<&CareClass> for Value {
    fn from(class: &CareClass) -> Self {
        serde_json::from_str(&class.to_json()).unwrap_or(Self::Null)
    }
}

impl Filing {
    /// Reads a filing from a JSON object of the facts of the institution, with its dossier as `dossier`.
    ///
    /// # Errors
    /// JSON that cannot be parsed, or a field that cannot be read.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let mut dossiers = Vec::new();
        let mut facts = parse_object(json)?;
        facts.retain(|(name, value)| {
            let is_dossier = name == "dossier";
            dossiers.extend(is_dossier.then(|| value.clone()));
            !is_dossier
        });
        if dossiers.len() > 1 {
            return Err(duplicate_field("dossier"));
        }
        let dossier = match dossiers.pop() {
            None | Some(Value::Null) => Ok(Dossier::default()),
            Some(Value::Table(fields)) => {
                Dossier::from_fields(fields).map_err(|error| error.inside("dossier"))
            }
            Some(other) => Err(not_an_object("dossier", &other)),
        };
        let (institution, dossier) = both(Institution::from_fields(facts), dossier)?;
        Ok(Self { institution, dossier })
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// Answers a question that is one JSON object: `question`, `as_of`, and what the question needs of `facts`,
    /// `dossier`, `jurisdiction`, `query`, `target`, `event`, `format`, `working_days` and `receipt`.
    ///
    /// # Errors
    /// JSON that cannot be parsed, an unknown question or field, or facts that cannot be read.
    pub fn ask(&self, request: &str) -> Result<String, Error> {
        let fields = match parse(request)? {
            Value::Table(fields) => fields,
            other => {
                let (zh, en) = other.scalar().kind();
                return Err(Error::new(
                    ErrorCode::WrongType,
                    "",
                    format!("请求应是一个对象，收到的是{zh}"),
                    format!("expected an object, found {en}"),
                ));
            }
        };
        let request = Request::read(fields)?;
        request.check_used()?;
        let as_of = read_date(&request.as_of).map_err(|error| error.inside("as_of"))?;
        answer(self, request, as_of)
    }
}

impl DecisionRecord {
    /// Reads a receipt from its JSON object.
    ///
    /// # Errors
    /// JSON that cannot be parsed; a field that no receipt has, that is missing, given twice, or no text.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        Self::from_fields(parse_object(json)?)
    }

    /// The receipt as a JSON object.
    pub fn to_json(&self) -> String {
        to_json(self)
    }

    pub(super) fn from_fields(fields: Vec<(String, Value)>) -> Result<Self, Error> {
        const NAMES: [&str; 9] = [
            "format",
            "version",
            "edition",
            "edition_sha256",
            "calendar_sha256",
            "as_of",
            "input_sha256",
            "outcome",
            "sha256",
        ];
        if fields.is_empty() {
            let (zh, en) = ("这不是回执", "this is not a receipt");
            return Err(Error::new(ErrorCode::WrongType, "", zh, en));
        }
        let mut texts: [Option<String>; 9] = Default::default();
        for (name, value) in fields {
            let position = NAMES.iter().position(|known| *known == name);
            let Some(text) = position.and_then(|at| texts.get_mut(at)) else {
                return Err(unknown_field(&name, NAMES).inside(told_name(&name)));
            };
            if text.is_some() {
                return Err(duplicate_field(name));
            }
            match value {
                Value::Text(given) => *text = Some(given),
                other => return Err(not_text(&name, &other)),
            }
        }
        let needed = |(name, text): (&str, Option<String>)| text.ok_or_else(|| missing(name));
        let texts = NAMES.into_iter().zip(texts).map(needed).collect::<Result<Vec<_>, _>>()?;
        let Ok(
            [
                format,
                version,
                edition,
                edition_sha256,
                calendar_sha256,
                as_of,
                input_sha256,
                outcome,
                sha256,
            ],
        ) = <[String; 9]>::try_from(texts)
        else {
            return Err(missing(""));
        };
        Ok(Self {
            format,
            version,
            edition,
            edition_sha256,
            calendar_sha256,
            as_of: read_date(&as_of).map_err(|error| error.inside("as_of"))?,
            input_sha256,
            outcome,
            sha256,
        })
    }
}

pub fn missing(name: &str) -> Error {
    Error::new(
        ErrorCode::MissingField,
        name,
        format!("缺少字段“{name}”"),
        format!("missing field `{name}`"),
    )
}

fn not_text(path: &str, value: &Value) -> Error {
    let (zh, en) = value.kind();
    Error::new(
        ErrorCode::WrongType,
        path,
        format!("应为文字，收到的是{zh}"),
        format!("expected text, found {en}"),
    )
}

fn not_an_object(path: &str, value: &Value) -> Error {
    let (zh, en) = value.kind();
    Error::new(
        ErrorCode::WrongType,
        path,
        format!("应为对象，收到的是{zh}"),
        format!("expected an object, found {en}"),
    )
}

fn parse_object(json: &str) -> Result<Vec<(String, Value)>, Error> {
    match parse(json)? {
        Value::Table(fields) => Ok(fields),
        other => Err(not_an_object("", &other)),
    }
}

fn parse(json: &str) -> Result<Value, Error> {
    if json.len() > LONGEST_REQUEST {
        return Err(Error::new(
            ErrorCode::TooLong,
            "",
            "JSON 过长，最多 1 MiB",
            "expected a request of at most 1 MiB, found more",
        ));
    }
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let read: Result<Value, _> = serde_json::from_str(json);
    let is_rounded = match &read {
        Ok(value) => may_be_rounded(value),
        Err(error) => error.to_string().starts_with("number out of range"),
    };
    let read = match is_rounded.then(|| numbers::unrounded(json)).flatten() {
        Some(unrounded) => serde_json::from_str(&unrounded),
        None => read,
    };
    read.map_err(|error| {
        let en = format!("cannot be parsed at line {}, column {}", error.line(), error.column());
        let mut bad = Error::new(ErrorCode::BadJson, "", "JSON 无法解析", en);
        if error.line() > 0 {
            bad = bad.at_line(error.line());
        }
        bad
    })
}

/// Tells whether a number in it may be whole only because a binary number rounded it.
fn may_be_rounded(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.fract() == 0.0,
        Value::List(items) => items.iter().any(may_be_rounded),
        Value::Table(fields) => fields.iter().any(|(_, value)| may_be_rounded(value)),
        _ => false,
    }
}

/// Records of this library always have a JSON form; a failure would be one of the writer, and there is none.
pub fn to_json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

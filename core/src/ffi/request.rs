//! 请求: the fields of a question in JSON.

use crate::answers::{DecisionRecord, Format, LetterDetails, LetterKind};
use crate::calendar::WORKING_DAYS;
use crate::error::{Error, ErrorCode, both, did_you_mean, nearest, told_name};
use crate::facts::{Choice, Dossier, Event, FactValue, Institution, Value, duplicate_field};
use crate::ffi::json::missing;
use crate::ffi::questions::QUESTIONS;

/// A request, its fields read one by one.
#[derive(Default)]
pub struct Request {
    pub question: String,
    pub as_of: String,
    pub facts: Option<Institution>,
    pub dossier: Option<Dossier>,
    pub event: Option<String>,
    pub working_days: Option<i32>,
    pub jurisdiction: Option<String>,
    pub query: Option<String>,
    pub target: Option<String>,
    pub format: Option<String>,
    pub receipt: Option<DecisionRecord>,
    pub kind: Option<String>,
    pub details: Option<LetterDetails>,
}

impl Request {
    pub fn facts(&mut self) -> Result<Institution, Error> {
        Ok(self.facts.take().unwrap_or_default())
    }

    pub fn dossier(&mut self) -> Result<Dossier, Error> {
        self.dossier.take().ok_or_else(|| missing("dossier"))
    }

    pub fn event(&mut self) -> Result<Event, Error> {
        let event = self.event.take().ok_or_else(|| missing("event"))?;
        Event::from_word(&event).map_err(|error| error.inside("event"))
    }

    pub fn working_days(&mut self) -> Result<i32, Error> {
        self.working_days.ok_or_else(|| missing("working_days"))
    }

    pub fn jurisdiction(&mut self) -> Result<String, Error> {
        Ok(self.jurisdiction.take().unwrap_or_default())
    }

    pub fn query(&mut self) -> Result<String, Error> {
        self.query.take().ok_or_else(|| missing("query"))
    }

    pub fn target(&mut self) -> Result<String, Error> {
        self.target.take().ok_or_else(|| missing("target"))
    }

    pub fn format(&mut self) -> Result<Format, Error> {
        let format = self.format.take().unwrap_or_else(|| "text".to_owned());
        Format::from_word(&format).map_err(|error| error.inside("format"))
    }

    pub fn receipt(&mut self) -> Result<DecisionRecord, Error> {
        self.receipt.take().ok_or_else(|| missing("receipt"))
    }

    pub fn kind(&mut self) -> Result<LetterKind, Error> {
        let kind = self.kind.take().ok_or_else(|| missing("kind"))?;
        LetterKind::from_word(&kind).map_err(|error| error.inside("kind"))
    }

    /// Refuses a field that the question has no use for: left aside without a word, it would change the answer.
    pub fn check_used(&self) -> Result<(), Error> {
        let Some(question) = QUESTIONS.iter().find(|question| question.name == self.question)
        else {
            return Ok(());
        };
        let given = [
            ("facts", self.facts.is_some()),
            ("dossier", self.dossier.is_some()),
            ("event", self.event.is_some()),
            ("working_days", self.working_days.is_some()),
            ("jurisdiction", self.jurisdiction.is_some()),
            ("query", self.query.is_some()),
            ("target", self.target.is_some()),
            ("format", self.format.is_some()),
            ("receipt", self.receipt.is_some()),
            ("kind", self.kind.is_some()),
            ("details", self.details.is_some()),
        ];
        let is_used = |name: &str| question.fields.iter().any(|(used, _)| *used == name);
        let unused = given.iter().find(|(name, given)| *given && !is_used(name));
        unused.map_or(Ok(()), |(name, _)| {
            Err(Error::new(
                ErrorCode::UnknownField,
                *name,
                "这个问题用不到这个字段",
                format!("`{}` has no use for this field", self.question),
            ))
        })
    }

    pub fn read(fields: Vec<(String, Value)>) -> Result<Self, Error> {
        const NAMES: [&str; 13] = [
            "question",
            "as_of",
            "facts",
            "dossier",
            "event",
            "working_days",
            "jurisdiction",
            "query",
            "target",
            "format",
            "receipt",
            "kind",
            "details",
        ];
        let mut request = Self::default();
        let (mut facts, mut dossier) = (Ok(None), Ok(None));
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in fields {
            if seen.contains(&name) {
                return Err(duplicate_field(name));
            }
            seen.push(name.clone());
            match (name.as_str(), value) {
                ("question", Value::Text(text)) => request.question = text,
                ("as_of", Value::Text(text)) => request.as_of = text,
                ("jurisdiction", Value::Text(text)) => request.jurisdiction = Some(text),
                ("query", Value::Text(text)) => request.query = Some(text),
                ("target", Value::Text(text)) => request.target = Some(text),
                ("format", Value::Text(text)) => request.format = Some(text),
                ("facts", Value::Table(fields)) => {
                    let read = Institution::from_fields(fields).map(Some);
                    facts = read.map_err(|error| error.inside("facts"));
                }
                ("dossier", Value::Table(fields)) => {
                    let read = Dossier::from_fields(fields).map(Some);
                    dossier = read.map_err(|error| error.inside("dossier"));
                }
                ("kind", Value::Text(text)) => request.kind = Some(text),
                ("details", Value::Table(fields)) => {
                    let fields = fields.into_iter().map(|(name, value)| (name, Ok(value)));
                    let details = LetterDetails::from_fields(fields);
                    request.details = Some(details.map_err(|error| error.inside("details"))?);
                }
                ("event", Value::Text(text)) => request.event = Some(text),
                ("working_days", value @ (Value::Int(_) | Value::Float(_))) => {
                    let days = i32::read_value(&value, WORKING_DAYS);
                    request.working_days =
                        Some(days.map_err(|error| error.inside("working_days"))?);
                }
                ("receipt", Value::Table(fields)) => {
                    let receipt = DecisionRecord::from_fields(fields);
                    request.receipt = Some(receipt.map_err(|error| error.inside("receipt"))?);
                }
                (known, value) if NAMES.contains(&known) => {
                    return Err(Error::new(
                        ErrorCode::WrongType,
                        known,
                        format!("类型不对，收到的是{}", value.kind().0),
                        format!("did not expect {}", value.kind().1),
                    ));
                }
                (other, _) => {
                    return Err(Error::new(
                        ErrorCode::UnknownField,
                        "",
                        "请求没有这个字段",
                        format!("no such field: {}", told_name(other)),
                    )
                    .with_hint(nearest(other, NAMES).map(did_you_mean)));
                }
            }
        }
        (request.facts, request.dossier) = both(facts, dossier)?;
        match () {
            () if request.question.is_empty() => Err(missing("question")),
            () if request.as_of.is_empty() => Err(missing("as_of")),
            () => Ok(request),
        }
    }
}

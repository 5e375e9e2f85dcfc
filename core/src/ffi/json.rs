//! Every question as JSON in and JSON out, with the names that serde gives them.

use serde::Serialize;

use crate::answers::{DecisionRecord, Format};
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_name, told_value};
use crate::facts::{
    CareClass, Choice, CreditCode, Dossier, Event, FactValue, Institution, Kind, Value,
    duplicate_field, read_date, unknown_field,
};
use crate::policy::PolicyBook;

/// The longest request, in bytes.
const LONGEST_REQUEST: usize = 1 << 20;

/// The questions.
const QUESTIONS: [&str; 18] = [
    "acknowledgement",
    "assess",
    "clauses",
    "credit_code",
    "deadline",
    "departments",
    "duties_after",
    "explain",
    "goals",
    "notice",
    "receipt",
    "register",
    "responsible",
    "review",
    "seats",
    "supports",
    "verify",
    "what_if",
];

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

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// Answers a question that is one JSON object: `question`, `as_of`, and what the question needs of `facts`,
    /// `dossier`, `jurisdiction`, `query`, `target`, `event`, `format`, `working_days` and `receipt`.
    ///
    /// # Errors
    /// JSON that cannot be parsed, an unknown question or field, or facts that cannot be read.
    pub fn ask(&self, request: &str) -> Result<String, Error> {
        let Value::Table(fields) = parse(request)? else {
            return Err(Error::new(
                ErrorCode::WrongType,
                "",
                "请求应是一个对象",
                "a request is an object",
            ));
        };
        let request = Request::read(fields)?;
        request.check_used()?;
        let on = read_date(&request.as_of).map_err(|error| error.inside("as_of"))?;
        let facts = request.facts.unwrap_or_default();
        let place = request.jurisdiction.unwrap_or_default();
        let format = || {
            let format = request.format.as_deref().unwrap_or("text");
            Format::from_word(format).map_err(|error| error.inside("format"))
        };
        let dossier = || request.dossier.clone().ok_or_else(|| missing("dossier"));
        Ok(match request.question.as_str() {
            "register" => to_json(&self.register(&facts, on)?),
            "supports" => to_json(&self.supports(&facts, on)?),
            "assess" => match &request.dossier {
                Some(dossier) => to_json(&self.assess_filing(&facts, dossier, on)?),
                None => to_json(&self.assess(&facts, on)?),
            },
            "review" => to_json(&self.review(&facts, &dossier()?, on)?),
            "notice" => to_json(&self.notice(&facts, &dossier()?, on, format()?)?),
            "acknowledgement" => {
                to_json(&self.acknowledgement(&facts, &dossier()?, on, format()?)?)
            }
            "duties_after" => {
                let event = request.event.as_deref().ok_or_else(|| missing("event"))?;
                let event = Event::from_word(event).map_err(|error| error.inside("event"))?;
                to_json(&self.duties_after(event, &facts, on)?)
            }
            "deadline" => {
                let days = request.working_days.ok_or_else(|| missing("working_days"))?;
                to_json(&self.calendar.deadline(on, days, false)?)
            }
            "credit_code" => {
                to_json(&CreditCode::parse(&request.query.ok_or_else(|| missing("query"))?)?)
            }
            "responsible" => {
                to_json(&self.responsible(&request.query.unwrap_or_default(), &place, on)?)
            }
            "goals" => to_json(&self.goals(&place, on)?),
            "seats" => to_json(&self.seats(&place, on)?),
            "clauses" => to_json(&self.clauses(&place, on)?),
            "departments" => to_json(&self.departments(&place, on)?),
            "explain" => {
                let assessment = match &request.dossier {
                    Some(dossier) => self.assess_filing(&facts, dossier, on)?,
                    None => self.assess(&facts, on)?,
                };
                to_json(&assessment.explain(format()?))
            }
            "receipt" => match &request.dossier {
                Some(dossier) => to_json(&self.assess_filing(&facts, dossier, on)?.receipt),
                None => to_json(&self.receipt(&facts, on)?),
            },
            "verify" => match &request.receipt {
                Some(receipt) => match &request.dossier {
                    Some(dossier) => to_json(&self.verify_filing(receipt, &facts, dossier)?),
                    None => to_json(&self.verify(receipt, &facts)?),
                },
                None => return Err(missing("receipt")),
            },
            "what_if" => match (&request.target, &request.dossier) {
                (Some(target), Some(dossier)) => {
                    to_json(&self.what_if_filing(target, &facts, dossier, on)?)
                }
                (Some(target), None) => to_json(&self.what_if(target, &facts, on)?),
                (None, _) => return Err(missing("target")),
            },
            other => {
                return Err(Error::new(
                    ErrorCode::UnknownQuestion,
                    "question",
                    "没有这个问题",
                    format!("{} is not one of {}", told_value(other), QUESTIONS.join(", ")),
                )
                .with_hint(nearest(other, QUESTIONS).map(did_you_mean)));
            }
        })
    }
}

#[derive(Default)]
struct Request {
    question: String,
    as_of: String,
    facts: Option<Institution>,
    dossier: Option<Dossier>,
    event: Option<String>,
    working_days: Option<i32>,
    jurisdiction: Option<String>,
    query: Option<String>,
    target: Option<String>,
    format: Option<String>,
    receipt: Option<DecisionRecord>,
}

impl Request {
    /// Refuses a field that the question has no use for: left aside without a word, it would change the answer.
    fn check_used(&self) -> Result<(), Error> {
        let used: &[&str] = match self.question.as_str() {
            "register" | "supports" => &["facts"],
            "assess" | "receipt" | "review" => &["facts", "dossier"],
            "explain" | "notice" | "acknowledgement" => &["facts", "dossier", "format"],
            "duties_after" => &["facts", "event"],
            "deadline" => &["working_days"],
            "credit_code" => &["query"],
            "responsible" => &["query", "jurisdiction"],
            "goals" | "seats" | "clauses" | "departments" => &["jurisdiction"],
            "verify" => &["facts", "dossier", "receipt"],
            "what_if" => &["facts", "dossier", "target"],
            _ => return Ok(()),
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
        ];
        let unused = given.iter().find(|(name, given)| *given && !used.contains(name));
        unused.map_or(Ok(()), |(name, _)| {
            Err(Error::new(
                ErrorCode::UnknownField,
                *name,
                "这个问题用不到这个字段",
                format!("`{}` has no use for this field", self.question),
            ))
        })
    }

    fn read(fields: Vec<(String, Value)>) -> Result<Self, Error> {
        const NAMES: [&str; 11] = [
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
        ];
        let mut request = Self::default();
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
                    let facts = Institution::from_fields(fields);
                    request.facts = Some(facts.map_err(|error| error.inside("facts"))?);
                }
                ("dossier", Value::Table(fields)) => {
                    let dossier = Dossier::from_fields(fields);
                    request.dossier = Some(dossier.map_err(|error| error.inside("dossier"))?);
                }
                ("event", Value::Text(text)) => request.event = Some(text),
                ("working_days", value @ Value::Int(_)) => {
                    let days = i32::read_value(&value, Kind::int(1, 10_000));
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
        match () {
            () if request.question.is_empty() => Err(missing("question")),
            () if request.as_of.is_empty() => Err(missing("as_of")),
            () => Ok(request),
        }
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

    fn from_fields(fields: Vec<(String, Value)>) -> Result<Self, Error> {
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

fn missing(name: &str) -> Error {
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
            "a request has at most 1 MiB",
        ));
    }
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    serde_json::from_str(json).map_err(|error| {
        let mut bad = Error::new(
            ErrorCode::BadJson,
            "",
            "JSON 无法解析",
            format!("cannot be parsed at line {}, column {}", error.line(), error.column()),
        );
        if error.line() > 0 {
            bad = bad.at_line(error.line());
        }
        bad
    })
}

/// Records of this library always have a JSON form; a failure would be one of the writer, and there is none.
pub fn to_json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

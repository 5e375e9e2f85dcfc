//! Values that each kind of fact accepts, as `values.json` has it: the same verdict from JSON, from named values and from a column.

use chrono::NaiveDateTime;
use serde_json::Value as Json;
use tuoyu::{
    Column, ErrorCode, Institution, Outcomes, Plan, PolicyBook, Request, Scalar, Scalars, Value,
    Values,
};

const ROWS: &str = include_str!("values.json");

/// A value, and whether JSON can write it.
fn given(row: &Json) -> (Value, bool) {
    let text = |name: &str| row[name].as_str().expect("text");
    if row.get("given").is_some() {
        return (value(&row["given"]), true);
    }
    let value = match () {
        () if row.get("number").is_some() => {
            Value::Float(text("number").parse().expect("a number"))
        }
        () if row.get("day").is_some() => Value::Date(text("day").parse().expect("a day")),
        () => Value::DateTime(text("moment").parse::<NaiveDateTime>().expect("a moment")),
    };
    (value, false)
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().expect("a number")),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => {
            Value::Table(fields.iter().map(|(name, of)| (name.clone(), value(of))).collect())
        }
    }
}

/// A column of one row.
struct One(Value);

impl Scalars for One {
    fn scalar(&self, _: usize) -> Scalar<'_> {
        scalar(&self.0)
    }
}

fn scalar(value: &Value) -> Scalar<'_> {
    let since = |day: chrono::NaiveDate| (day - chrono::NaiveDate::default()).num_days();
    match value {
        Value::Null => Scalar::Null,
        Value::Bool(flag) => Scalar::Bool(*flag),
        Value::Int(number) => Scalar::Int(*number),
        Value::Float(number) => Scalar::Real(*number),
        Value::Text(text) => Scalar::Text(text),
        Value::Date(day) => Scalar::Day(since(*day)),
        Value::DateTime(moment) if moment.time() == chrono::NaiveTime::MIN => {
            Scalar::Day(since(moment.date()))
        }
        Value::DateTime(_) => Scalar::Moment,
        Value::List(items) => Scalar::List(items.iter().map(scalar).collect()),
        Value::Table(_) => Scalar::Other("对象", "an object"),
    }
}

/// Outcomes of a record by a plan, or its faults.
fn decided(
    plan: &Plan,
    read: Result<Institution, tuoyu::Error>,
) -> Result<Vec<tuoyu::Outcome>, ErrorCode> {
    let facts = read.and_then(|read| plan.facts(&read)).map_err(|error| error.code)?;
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).expect("facts of the plan");
    Ok(outcomes.iter().collect())
}

#[test]
fn every_value_has_one_verdict() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let plan = book.plan("2026-03-01".parse().expect("a day"), &[]).expect("a plan");
    let kinds: Vec<Json> = serde_json::from_str(ROWS).expect("JSON");
    let mut tried = 0;
    for kind in &kinds {
        let fact = kind["fact"].as_str().expect("a fact");
        for row in kind["rows"].as_array().expect("rows") {
            let (value, is_json) = given(row);
            let wanted = row["error"].as_str();
            let named = Institution::from_fields([(fact.to_owned(), value.clone())]);
            if wanted.is_none() {
                let read = named.as_ref().expect("a value that is accepted");
                let canonical = book.canonical_input(read, None).expect("facts");
                let canonical: Json = serde_json::from_str(&canonical).expect("JSON");
                assert_eq!(canonical["facts"][fact], row["reads"], "{row}");
            }
            let told = decided(&plan, named);
            let code = told.as_ref().err().map(|code| code.name());
            assert_eq!(code.as_deref(), wanted, "{fact} {row}");
            if is_json {
                let json = serde_json::json!({ fact: row["given"] }).to_string();
                assert_eq!(decided(&plan, Institution::from_json(&json)), told, "{row}");
            }
            let one = One(value);
            let column = Column { name: fact, values: Values::Scalars(&one), valid: None };
            let answers =
                plan.answer(1, &[column], &Request { details: true, ..Request::default() });
            let answers = answers.expect("a column");
            let found = match answers.errors.first() {
                Some(error) => Err(error.code),
                None => Ok((0..plan.targets().len())
                    .filter_map(|target| answers.outcome(0, target))
                    .collect()),
            };
            assert_eq!(found, told, "{fact} {row}");
            tried += 1;
        }
    }
    assert!(tried > 120, "{tried}");
}

#[test]
fn every_label_that_is_told_is_read() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let text = |of: &String| Value::Text(of.clone());
    for fact in book.vocabulary() {
        let values: Vec<(Value, Value)> = match fact.kind.as_str() {
            "bool" => vec![
                (Value::Text("是".into()), Value::Bool(true)),
                (Value::Text("否".into()), Value::Bool(false)),
                (Value::Text(fact.label.clone()), Value::Bool(true)),
            ],
            "choice" => {
                let words = fact.word_labels.iter().zip(&fact.words);
                words.map(|(label, id)| (text(label), text(id))).collect()
            }
            "set" => {
                let words = fact.word_labels.iter().zip(&fact.words);
                let list = |of: &String| Value::List(vec![text(of)]);
                words.map(|(label, id)| (list(label), list(id))).collect()
            }
            _ => continue,
        };
        for (label, word) in values {
            let read = |name: &str, value: Value| {
                Institution::from_fields([(name.to_owned(), value)]).expect("a value that is told")
            };
            let wanted = read(&fact.name, word);
            assert_eq!(read(&fact.name, label.clone()), wanted, "{}", fact.label);
            assert_eq!(read(&fact.label, label), wanted, "{}", fact.label);
        }
    }
}

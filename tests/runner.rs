//! Replays test vectors; the format is described in `README.md`.

mod annexes;
mod cells;
pub mod mutants;
pub mod samples;
mod sheet;

pub use annexes::{in_english, is_instrument};
pub use cells::{FACTS, cells};
pub use sheet::sheet;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use tuoyu::{Error, PolicyBook, PolicyText};

/// The text of a vector file, a case a line.
pub fn vector_file(title: &str, cases: &[Value]) -> String {
    let lines: Vec<String> = cases.iter().map(|case| format!("    {case}")).collect();
    format!("{{\n  \"title\": \"{title}\",\n  \"cases\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
}

/// Checks that a generated file is up to date, or writes it anew where `TUOYU_BLESS` is set.
///
/// # Panics
/// A file that is not up to date, with its first line that differs.
pub fn check_generated(path: &str, text: &str) {
    if std::env::var_os("TUOYU_BLESS").is_some() {
        fs::write(path, text).expect("the file can be written");
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    let differs = written.lines().zip(text.lines()).position(|(old, new)| old != new);
    assert!(
        written == text,
        "{path} is not up to date (line {}): run with TUOYU_BLESS=1 and read what changes",
        differs.unwrap_or(written.lines().count().min(text.lines().count())) + 1
    );
}

/// One case of a vector file.
#[derive(Debug)]
pub struct Case {
    /// File and name.
    pub name: String,
    /// The case as written.
    pub case: Value,
}

/// Every case of the files in a folder, in order of their names.
pub fn cases(folder: &Path) -> Vec<Case> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a vector file can be read");
        let file: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let list =
            file["cases"].as_array().unwrap_or_else(|| panic!("{}: no cases", path.display()));
        for case in list {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{file}: {}", case["name"].as_str().unwrap_or("(no name)"));
            cases.push(Case { name, case: case.clone() });
        }
    }
    cases
}

/// The book that a case is asked of, where it names policy files or a calendar of its own.
pub fn own_book(bundled: &[PolicyText], folder: &Path, case: &Value) -> Option<PolicyBook> {
    let book = read_own_book(bundled, folder, case);
    book.unwrap_or_else(|error| panic!("{}: {error}", case["name"]))
}

/// As `own_book`, of files that need not be sound.
///
/// # Errors
/// That of the file that is not.
pub fn read_own_book(
    bundled: &[PolicyText],
    folder: &Path,
    case: &Value,
) -> Result<Option<PolicyBook>, Error> {
    let read = |name: &Value| {
        let name = name.as_str().expect("a file has a name");
        let text = fs::read_to_string(folder.join("policies").join(name));
        (name.to_owned(), text.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    let (files, calendar) = (case["policies"].as_array(), &case["calendar"]);
    if files.is_none() && calendar.is_null() {
        return Ok(None);
    }
    let mut texts = bundled.to_vec();
    for (name, text) in files.into_iter().flatten().map(read) {
        texts.push(PolicyText { name, text });
    }
    let book = match calendar {
        Value::Null => PolicyBook::parse(&texts)?,
        calendar => PolicyBook::parse_with_calendar(&texts, &read(calendar).1)?,
    };
    Ok(Some(book))
}

/// Keys of a case that are no part of the request.
const BESIDE: [&str; 5] = ["name", "note", "expect", "policies", "calendar"];

/// The request of a case, as `PolicyBook::ask` takes it.
pub fn request(case: &Value) -> Value {
    if let Some(whole) = case.get("request") {
        return whole.clone();
    }
    let fields = case.as_object().into_iter().flatten();
    let fields = fields.filter(|(name, _)| !BESIDE.contains(&name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// The reply to a case, or its error.
pub fn reply(book: &PolicyBook, case: &Value) -> Value {
    let faults = |error: &Error| -> Vec<Value> {
        let each = error.errors().into_iter();
        each.map(|fault| json!({ "path": fault.path, "code": fault.code.name() })).collect()
    };
    match book.ask(&request(case).to_string()) {
        Ok(reply) => serde_json::from_str(&reply).expect("a reply is JSON"),
        Err(error) => json!({ "error": {
            "code": error.code.name(),
            "path": error.path,
            "hint": error.hint,
            "hint_zh": error.hint_zh(),
            "message": error.message.zh,
            "message_en": error.message.en,
            "errors": faults(&error),
        } }),
    }
}

/// By what records are told apart: the keys that stay of a record in a list.
const TELLING: [&str; 7] = ["id", "subject", "fact", "outcome", "instrument", "clause", "role"];

/// The part of a reply that an expectation has: of each record in a list what tells it apart.
pub fn summary(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(summary).collect(),
        Value::Object(fields) => {
            let told = fields
                .iter()
                .filter(|(name, value)| TELLING.contains(&name.as_str()) && !value.is_null());
            told.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// A finding with only the keys named, each as an expectation has it.
pub fn only(found: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| ((*key).to_owned(), summary(&found[*key]))).collect::<Map<_, _>>().into()
}

/// The items of a list, by what they are found by.
pub fn by_identity(list: &Value) -> Map<String, Value> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| Some((identity(item)?, item.clone()))).collect()
}

/// Where an answer differs from what was expected; only the keys that are expected are compared.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = BTreeMap::new();
    compare("", expected, found, &mut differences);
    differences
        .into_iter()
        .map(|(path, (expected, found))| format!("{path}: expected {expected}, found {found}"))
        .collect()
}

/// An official text as quotations are looked for in it: without white space, broken lines and page marks such as
/// `— 9 —`, with full-width digits and letters made half-width, and with the commas and colons of Chinese text.
pub fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        plain.push(match c {
            ',' => '，',
            ':' => '：',
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
            }
            other => other,
        });
    }
    let mut parts = plain.split('—');
    let mut without_marks = parts.next().unwrap_or_default().to_owned();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let number = (1..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        match parts.peek() {
            Some(_) if number => without_marks.push_str(parts.next().unwrap_or_default()),
            _ => {
                without_marks.push('—');
                without_marks.push_str(part);
            }
        }
    }
    without_marks
}

/// A policy file as a reader of Markdown sees it, whatever the library makes of it.
#[derive(Debug, Default)]
pub struct Policy {
    /// Identifier of the instrument.
    pub id: String,
    /// The lines `key = value` of the head.
    pub head: Vec<(String, String)>,
    /// The clauses, in their order.
    pub clauses: Vec<Clause>,
}

/// A clause of a policy file.
#[derive(Debug, Default)]
pub struct Clause {
    /// Its number.
    pub number: String,
    /// Its quotations.
    pub quotations: Vec<String>,
    /// Its lines `key = value`, without those of its tables.
    pub keys: Vec<(String, String)>,
}

/// Reads a policy file line by line.
pub fn policy(text: &str) -> Policy {
    let mut policy = Policy::default();
    let mut tables = false;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let number = heading.split(' ').next().unwrap_or(heading).to_owned();
            policy.clauses.push(Clause { number, ..Clause::default() });
            tables = false;
        }
        tables |= line.starts_with('[');
        let pair = line.split_once(" = ").filter(|(key, _)| {
            !tables && key.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_')
        });
        let pair = pair.map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned()));
        let quotation = line.strip_prefix('>').map(str::trim).filter(|words| !words.is_empty());
        match policy.clauses.last_mut() {
            Some(clause) => {
                clause.quotations.extend(quotation.map(str::to_owned));
                clause.keys.extend(pair);
            }
            None => policy.head.extend(pair),
        }
    }
    let id = policy.head.iter().find(|(key, _)| key == "id").map(|(_, id)| id.clone());
    policy.id = id.unwrap_or_default();
    policy
}

/// By what an item of a list is found: its identifier with its subject, its fact, its department's identifier, or its clause.
fn identity(item: &Value) -> Option<String> {
    let id = item["id"].as_str().or(item["fact"].as_str()).or(item["department"]["id"].as_str());
    let Some(id) = id else {
        let cited = &item["citation"];
        return Some(format!("{} {}", cited["instrument"].as_str()?, cited["clause"].as_str()?));
    };
    Some(match item["subject"].as_str() {
        Some(subject) => format!("{id}@{subject}"),
        None => id.to_owned(),
    })
}

fn compare<'a>(
    path: &str,
    expected: &'a Value,
    found: &'a Value,
    differences: &mut BTreeMap<String, (&'a Value, &'a Value)>,
) {
    const ABSENT: &Value = &Value::Null;
    match (expected, found) {
        (Value::Object(entries), Value::Object(_)) => {
            for (name, value) in entries {
                compare(&format!("{path}/{name}"), value, &found[name], differences);
            }
        }
        (Value::Array(wanted), Value::Array(items)) if wanted.len() == items.len() => {
            for (position, (wanted, item)) in wanted.iter().zip(items).enumerate() {
                compare(&format!("{path}/{position}"), wanted, item, differences);
            }
        }
        (Value::Object(entries), Value::Array(items)) => {
            for (name, value) in entries {
                let item = items.iter().find(|item| identity(item).as_deref() == Some(name));
                compare(&format!("{path}/{name}"), value, item.unwrap_or(ABSENT), differences);
            }
        }
        (Value::Object(entries), Value::String(text)) => {
            let holds = |name: &str, wanted: bool| {
                let parts = entries.get(name).and_then(Value::as_array).into_iter().flatten();
                parts.filter_map(Value::as_str).all(|part| text.contains(part) == wanted)
            };
            let known = entries.keys().all(|name| name == "contains" || name == "lacks");
            if !known || !holds("contains", true) || !holds("lacks", false) {
                differences.insert(path.to_owned(), (expected, found));
            }
        }
        _ if expected == found => {}
        _ => {
            differences.insert(path.to_owned(), (expected, found));
        }
    }
}

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
use tuoyu::{
    Calendar, Citation, CreditCode, Department, Dossier, Error, Event, Finding, Institution, List,
    Missing, PolicyBook, PolicyText, Reason, Scope,
};

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

/// Asks a case and writes the answer in the words of the vectors.
pub fn observe(book: &PolicyBook, case: &Value) -> Value {
    answer(book, case).unwrap_or_else(|error| {
        let errors: Vec<String> = error
            .errors()
            .iter()
            .map(|fault| format!("{} {}", fault.path, fault.code.name()))
            .collect();
        json!({ "error": {
            "code": error.code.name(),
            "path": error.path,
            "hint": error.hint,
            "hint_zh": error.hint_zh(),
            "message": error.message.zh,
            "message_en": error.message.en,
            "errors": errors,
        } })
    })
}

fn answer(book: &PolicyBook, case: &Value) -> Result<Value, Error> {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let on = text("as_of").parse().expect("a case has a day");
    let facts = || match &case["facts"] {
        Value::Null => Ok(Institution::default()),
        facts => Institution::from_json(&facts.to_string()),
    };
    let dossier = || match &case["dossier"] {
        Value::Null => Ok(Dossier::default()),
        dossier => Dossier::from_json(&dossier.to_string()),
    };
    let place = text("jurisdiction");
    Ok(match text("question") {
        "register" => {
            let found = book.register(&facts()?, on)?;
            json!({
                "scope": scope(&found.scope),
                "status": found.status.name(),
                "because": found.open_because.map(tuoyu::OpenBecause::name),
                "authorities": list(&found.authorities, |one| one.department.id.clone()),
                "missing": missing(&found.missing),
                "conflicts": list(&found.conflicts, |one| one.id.clone()),
                "citations": citations(&found.citations),
                "reasons": found.authorities.first().map_or(json!([]), |one| reasons(&one.reasons)),
                "steps": findings(&found.steps),
            })
        }
        "supports" => {
            let found = book.supports(&facts()?, on)?;
            let lapsed = found.lapsed.iter().map(|one| {
                let days = [one.scope.first_day, one.scope.last_day]
                    .map(|day| day.map_or("-".to_owned(), |day| day.to_string()));
                let words = format!("{} {}", one.scope.state.name(), days.join(" "));
                (one.id.clone(), Value::from(words))
            });
            json!({
                "scope": scope(&found.scope),
                "findings": findings(&found.findings),
                "lapsed": Value::Object(lapsed.collect()),
            })
        }
        "what_if" => {
            let found = match &case["dossier"] {
                Value::Null => book.what_if(text("target"), &facts()?, on)?,
                _ => book.what_if_filing(text("target"), &facts()?, &dossier()?, on)?,
            };
            let remedies = found.remedies.iter().map(|remedy| list(&remedy.changes, change));
            json!({
                "status": found.status.name(),
                "remedies": remedies.collect::<Vec<_>>(),
                "no_remedy": found.no_remedy.map(tuoyu::NoRemedy::name),
                "missing": missing(&found.missing),
                "unsettled": found.unsettled.len(),
                "obstacles": list(&found.obstacles, change),
                "message": found.message.zh,
            })
        }
        "review" => {
            let found = book.review(&facts()?, &dossier()?, on)?;
            let due = found.due.iter().map(|one| {
                let day = one.deadline.as_ref().and_then(|deadline| deadline.due);
                (one.id.clone(), day.map_or("open".into(), |day| Value::from(day.to_string())))
            });
            json!({
                "regime": found.regime.name(),
                "status": found.status.name(),
                "findings": findings(&found.findings),
                "due": Value::Object(due.collect()),
                "missing": missing(&found.missing),
                "conflicts": list(&found.conflicts, |one| one.id.clone()),
            })
        }
        "duties_after" => {
            let event = Event::ALL.iter().find(|event| event.name() == text("event"));
            let found = book.duties_after(*event.expect("a case has an event"), &facts()?, on)?;
            json!({ "findings": findings(&found.findings) })
        }
        "deadline" => {
            let days = case["working_days"].as_i64().and_then(|days| i32::try_from(days).ok());
            let found =
                Calendar::bundled()?.deadline(on, days.expect("a number of days"), false)?;
            json!({
                "due": found.due.map(|day| day.to_string()),
                "because": found.because.map(|because| because.zh),
                "skipped": list(&found.skipped, |one| format!("{} {}", one.day, one.why.name())),
                "made_up": list(&found.made_up, ToString::to_string),
                "notices": found.notices,
            })
        }
        "credit_code" => {
            let found = CreditCode::parse(text("query"))?;
            json!({
                "code": found.code,
                "kind": found.kind.name(),
                "repairs": list(&found.repairs, |one| {
                    format!("{} {} {} {}", one.at, one.from, one.to, one.why.name())
                }),
                "warnings": found.warnings.len(),
            })
        }
        "assess" => {
            let found = match &case["dossier"] {
                Value::Null => book.assess(&facts()?, on)?,
                _ => book.assess_filing(&facts()?, &dossier()?, on)?,
            };
            json!({ "missing": missing(&found.missing), "outcome": found.receipt.outcome })
        }
        "responsible" => {
            let found = book.responsible(text("query"), place, on)?;
            let by_clause = |departments: fn(&tuoyu::ResponsibleUnits) -> &Vec<Department>| {
                let entries = found.named.iter().map(|one| {
                    let clause = format!("{} {}", one.citation.instrument, one.citation.clause);
                    (clause, list(departments(one), |one| one.id.clone()))
                });
                Value::Object(entries.collect())
            };
            json!({
                "scope": scope(&found.scope),
                "named": by_clause(|one| &one.departments),
                "mentioned": by_clause(|one| &one.mentioned),
                "duties": list(&found.duties, |one| one.department.id.clone()),
                "seats": list(&found.seats, seat),
                "not_listed": list(&found.not_listed, |one| one.id.clone()),
                "nearest": found.nearest,
            })
        }
        "goals" => {
            let found = book.goals(place, on)?;
            let goals = list(&found.goals, |one| {
                format!("{} {}", one.by, if one.past { "past" } else { "ahead" })
            });
            json!({ "scope": scope(&found.scope), "goals": goals })
        }
        "seats" => {
            let found = book.seats(place, on)?;
            json!({ "scope": scope(&found.scope), "seats": list(&found.seats, seat) })
        }
        "clauses" => {
            let found = book.clauses(place, on)?;
            let clauses = list(&found.clauses, |one| {
                format!("{} {}", one.citation.instrument, one.citation.clause)
            });
            json!({ "scope": scope(&found.scope), "clauses": clauses })
        }
        "departments" => {
            let found = book.departments(place, on)?;
            let ids = list(&found.departments, |one| one.id.clone());
            json!({ "scope": scope(&found.scope), "departments": ids })
        }
        "ask" => {
            let reply = book.ask(&case["request"].to_string())?;
            serde_json::from_str(&reply).expect("a reply is JSON")
        }
        other => panic!("no such question: {other}"),
    })
}

fn list<T>(items: &[T], write: impl Fn(&T) -> String) -> Value {
    items.iter().map(write).collect()
}

fn scope(scope: &Scope) -> Value {
    scope.state.name().into()
}

fn missing(missing: &[impl AsRef<Missing>]) -> Value {
    list(missing, |one| one.as_ref().fact.clone())
}

fn citations(citations: &List<Citation>) -> Value {
    list(citations, |one| format!("{} {} {}", one.instrument, one.clause, one.role.name()))
}

fn reasons(reasons: &List<Reason>) -> Value {
    list(reasons, |one| format!("{} {}", one.fact, one.outcome.name()))
}

fn change(change: &tuoyu::Change) -> String {
    let fact = [Some(&change.fact), change.subject.as_ref()];
    let fact: Vec<&str> = fact.into_iter().flatten().map(String::as_str).collect();
    format!("{}: {}", fact.join("@"), change.to)
}

fn seat(seat: &tuoyu::Seat) -> String {
    format!("{} {} {}", seat.role.name(), seat.unit, seat.post)
}

fn findings(findings: &List<Finding>) -> Value {
    let entries = findings.iter().map(|found| {
        let entry = json!({
            "status": found.status.name(),
            "because": found.open_because.map(tuoyu::OpenBecause::name),
            "force": found.force.name(),
            "missing": missing(&found.missing),
            "reasons": reasons(&found.reasons),
            "citations": citations(&found.citations),
            "departments": list(&found.departments, |one| one.id.clone()),
            "last_day": found.last_day.map(|day| day.to_string()),
            "evidence": found.evidence.name(),
            "unsettled": found.unsettled.len(),
            "severity": found.severity.map(tuoyu::Severity::name),
            "cure_at": list(&found.cure_at, |one| one.id.clone()),
        });
        let name = match &found.subject {
            Some(subject) => format!("{}@{subject}", found.id),
            None => found.id.clone(),
        };
        (name, entry)
    });
    Value::Object(entries.collect::<Map<_, _>>())
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

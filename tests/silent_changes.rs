//! Silent changes: a fact that is dropped, misspelt or mistyped is refused, leaves an answer open, or changes nothing.
//!
//! The test tries a sample; `make silent-changes` tries every change of every vector (`TUOYU_WHOLE=1`).

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use tuoyu::{
    Dossier, Error, Finding, FindingKind, Institution, OpenBecause, PolicyBook, Severity, Status,
    bundled_texts,
};
use tuoyu_tests::{cases, own_book};

/// Operators to whose legal form an institution of theirs may owe its own.
const OWN_FORM: [&str; 5] =
    ["employer", "kindergarten", "maternal_child_health", "public_hospital", "state_enterprise"];

/// One in so many changes is tried in the test.
const SAMPLE: usize = 389;

/// Every answer by name: its status and, where it is decided, what was decided.
type Answers = BTreeMap<String, (Status, String)>;

fn answers(
    book: &PolicyBook,
    facts: &Value,
    dossier: &Value,
    on: &str,
) -> Result<(Answers, bool), Error> {
    let as_of = on.parse().expect("a vector has a day");
    let facts = Institution::from_json(&facts.to_string())?;
    let dossier = Dossier::from_json(&dossier.to_string())?;
    let found = book.assess_filing(&facts, &dossier, as_of)?;
    let mut answers = Answers::new();
    let registration = &found.registration;
    let named = registration.authorities.iter().map(|one| one.department.id.as_str());
    let decided = named.collect::<Vec<_>>().join(",");
    answers.insert("register".into(), (registration.status, decided));
    let mut conflict = !registration.conflicts.is_empty();
    let review = found.review.iter().flat_map(|review| &review.findings);
    for finding in registration.steps.iter().chain(&found.supports.findings).chain(review) {
        conflict |= finding.open_because == Some(OpenBecause::Conflict);
        // What is unmet either way is told of the review; each requirement by itself is open then.
        if finding.severity != Some(Severity::Note) && finding.id != "unmet-either-way" {
            answers.insert(name(finding), (finding.status, String::new()));
        }
    }
    // A support without a rule in the place is as little there as one that is not met.
    let lapsed = found.supports.lapsed.iter().map(|lapsed| format!("{SUPPORT}{}", lapsed.id));
    answers.extend(lapsed.map(|id| (id, (Status::Unmet, String::new()))));
    if let Some(review) = &found.review {
        answers.insert("review".into(), (review.status, review.regime.name().to_owned()));
    }
    Ok((answers, conflict))
}

fn name(finding: &Finding) -> String {
    match (&finding.subject, finding.kind) {
        (Some(subject), _) => format!("{}@{subject}", finding.id),
        (None, FindingKind::Step | FindingKind::Consequence) => format!("{STEP}{}", finding.id),
        (None, FindingKind::Support) => format!("{SUPPORT}{}", finding.id),
        (None, _) => finding.id.clone(),
    }
}

/// Where a change of the input changed an answer without a word.
fn silent(before: &Answers, after: &Answers) -> Option<String> {
    let names = before.keys().chain(after.keys());
    names.clone().find_map(|name| {
        let (before, after) = (told(before, name), told(after, name));
        let same = before == after || after.0 == Status::Open;
        (!same).then(|| format!("{name}: {before:?} -> {after:?}"))
    })
}

/// An answer; a step that is not listed is not to be taken, a support that is not listed is not to be had, and a
/// requirement that is not listed does not apply.
fn told(answers: &Answers, name: &str) -> (Status, String) {
    let whole = name.split('@').next().unwrap_or(name);
    let listed = answers.get(name).or(answers.get(whole)).cloned();
    let to_have = name.starts_with(STEP) || name.starts_with(SUPPORT);
    let otherwise = if to_have { Status::Unmet } else { Status::Met };
    listed.unwrap_or((otherwise, String::new()))
}

const STEP: &str = "step ";
const SUPPORT: &str = "support ";

/// A field's name as it is easily written wrong.
fn misspelt(name: &str) -> Vec<String> {
    let mut names = vec![
        name.to_uppercase(),
        format!("{name} "),
        format!(" {name}"),
        name.replace('_', "-"),
        name.replace('_', ""),
        format!("{name}s"),
    ];
    let (mut camel, mut upper) = (String::new(), false);
    for letter in name.chars() {
        match letter {
            '_' => upper = true,
            letter if upper => {
                camel.extend(letter.to_uppercase());
                upper = false;
            }
            letter => camel.push(letter),
        }
    }
    names.push(camel);
    for at in 0..name.chars().count().saturating_sub(1) {
        let mut letters: Vec<char> = name.chars().collect();
        letters.swap(at, at + 1);
        names.push(letters.iter().collect());
        letters.remove(at);
        names.push(letters.into_iter().collect());
    }
    names.retain(|other| other != name);
    names
}

/// A value as it is easily written wrong: none of them means another value.
fn mistyped(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => {
            let texts =
                if *value { ["true", "yes", "Y", "对"] } else { ["false", "no", "N", "错"] };
            let texts = texts.into_iter().map(Value::from);
            texts.chain([json!([value]), json!({ "value": value }), json!(2), json!("")]).collect()
        }
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            vec![
                json!(number.to_string()),
                json!(number as f64 + 0.5),
                json!([number]),
                json!(true),
                json!(format!("{number}人")),
                json!(1e30),
            ]
        }
        Value::String(text) if text == "是" || text == "否" => mistyped(&json!(text == "是")),
        Value::String(text) => vec![
            json!(text.to_uppercase()),
            json!(format!("{text} ")),
            json!(text.replace('-', "/")),
            json!(text.replace('_', "-")),
            json!(format!("{text}T00:00:00")),
            json!([text]),
            json!(0),
            json!(true),
            json!(""),
        ],
        Value::Array(items) => vec![
            items.first().cloned().unwrap_or(json!("")),
            json!([items]),
            json!({ "items": items }),
            json!(""),
        ],
        _ => Vec::new(),
    }
}

/// Every record that is one change away: dropped, misspelt, mistyped.
fn changes(record: &Map<String, Value>) -> Vec<(String, Map<String, Value>)> {
    let mut changes = Vec::new();
    for (name, value) in record {
        let without = || {
            let mut without = record.clone();
            without.remove(name);
            without
        };
        changes.push((format!("without {name}"), without()));
        for other in misspelt(name).into_iter().filter(|other| !record.contains_key(other)) {
            let mut changed = without();
            changed.insert(other.clone(), value.clone());
            changes.push((format!("{other:?} for {name}"), changed));
        }
        for other in mistyped(value).into_iter().filter(|other| other != value) {
            let mut changed = record.clone();
            changed.insert(name.clone(), other.clone());
            changes.push((format!("{name} = {other}"), changed));
        }
    }
    changes
}

#[test]
fn no_fact_that_is_dropped_misspelt_or_mistyped_changes_an_answer_silently() {
    let whole = std::env::var_os("TUOYU_WHOLE").is_some();
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors"));
    let bundled = PolicyBook::bundled().expect("the bundled book is sound");
    let (mut position, mut tried, mut failures) = (0_usize, 0_usize, Vec::new());
    for case in cases(folder) {
        let own = own_book(&bundled_texts(), folder, &case.case);
        let book = own.as_ref().unwrap_or(&bundled);
        let record = |name: &str| {
            let of = |value: &Value| value[name].as_object().cloned();
            of(&case.case).or(of(&case.case["request"])).unwrap_or_default()
        };
        let (facts, dossier) = (record("facts"), record("dossier"));
        let on = case.case["as_of"].as_str().or(case.case["request"]["as_of"].as_str());
        let Some(on) = on.filter(|on| on.parse::<chrono::NaiveDate>().is_ok()) else { continue };
        let (facts_json, dossier_json) = (Value::from(facts.clone()), Value::from(dossier.clone()));
        let Ok((before, conflict)) = answers(book, &facts_json, &dossier_json, on) else {
            continue;
        };
        // Taking one of two facts that contradict each other away settles the conflict.
        if conflict {
            continue;
        }
        let mut inputs: Vec<(String, Value, Value)> = Vec::new();
        for (what, facts) in changes(&facts) {
            inputs.push((what, facts.into(), dossier_json.clone()));
        }
        for (what, dossier) in changes(&dossier) {
            inputs.push((what, facts_json.clone(), dossier.into()));
        }
        let classes = dossier.get("classes").and_then(Value::as_array).cloned().unwrap_or_default();
        for (at, class) in classes.iter().enumerate() {
            for (what, class) in class.as_object().map(changes).unwrap_or_default() {
                let mut dossier = dossier_json.clone();
                dossier["classes"][at] = class.into();
                inputs.push((format!("classes[{at}] {what}"), facts_json.clone(), dossier));
            }
        }
        for (what, facts, dossier) in inputs {
            position += 1;
            if !whole && position % SAMPLE != 0 {
                continue;
            }
            tried += 1;
            let Ok((after, _)) = answers(book, &facts, &dossier, on) else { continue };
            // A legal form is presumed to be the institution's own until an operator says otherwise (README.md).
            let rebutted = OWN_FORM.iter().any(|operator| facts_json["operator"] == *operator);
            if rebutted && what == "without operator" {
                continue;
            }
            if let Some(silent) = silent(&before, &after) {
                failures.push(format!("{}: {what}: {silent}", case.name));
            }
        }
    }
    println!("{tried} changes, {} silent", failures.len());
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    assert!(tried > 300, "only {tried} changes were tried");
}

//! Replays the shared vectors, and those of the folder that `TUOYU_VECTORS` names.

use std::path::PathBuf;

use serde_json::{Map, Value, json};
use tuoyu::{PolicyBook, WorkedExample, bundled_texts};
use tuoyu_tests::{
    by_identity, cases, check_generated, differences, only, own_book, reply, summary, vector_file,
};

#[test]
fn vectors() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors"))];
    folders.extend(std::env::var_os("TUOYU_VECTORS").map(PathBuf::from));
    let mut failures = Vec::new();
    let mut ran = 0;
    for folder in folders {
        for case in cases(&folder) {
            ran += 1;
            assert!(case.case["expect"].is_object(), "{} expects nothing", case.name);
            let own = own_book(&bundled_texts(), &folder, &case.case);
            let found = reply(own.as_ref().unwrap_or(&book), &case.case);
            let mut differences = differences(&case.case["expect"], &found);
            if case.case["question"] == "review" && found.get("error").is_none() {
                let book = own.as_ref().unwrap_or(&book);
                differences.extend(differences_of_plan(book, &case.case, &found));
            }
            for difference in differences {
                failures.push(format!("{}\n    {difference}", case.name));
            }
        }
    }
    println!("{ran} vectors, {} differences", failures.len());
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    assert!(ran > 0, "no vectors");
}

/// Differences between what a plan says of a filing and what its review says.
fn differences_of_plan(book: &PolicyBook, case: &Value, review: &Value) -> Vec<String> {
    let on = case["as_of"].as_str().expect("a day").parse().expect("a day");
    let plan = book.plan(on, &["requirements".to_owned()]).expect("a plan");
    let mut facts = case["facts"].as_object().cloned().unwrap_or_default();
    facts.insert("dossier".to_owned(), case["dossier"].clone());
    let facts = Value::Object(facts).to_string();
    let told: Value = serde_json::from_str(&plan.ask(&facts).expect("facts")).expect("JSON");
    let outcomes = &told["outcomes"];
    let findings = review["findings"].as_array().into_iter().flatten();
    let findings = findings.filter(|finding| finding["id"] != "unmet-either-way");
    let told = findings.map(|finding| {
        let id = finding["id"].as_str().unwrap_or_default();
        let name = match finding["subject"].as_str() {
            Some(subject) => format!("{id}@{subject}"),
            None => id.to_owned(),
        };
        (name, finding["status"].as_str(), finding["open_because"].as_str())
    });
    let whole = [("review".to_owned(), review["status"].as_str(), None)];
    let mut differences = Vec::new();
    for (name, status, because) in told.chain(whole) {
        let found = outcomes[&name]["outcome"].as_str().unwrap_or_default();
        let same = match (status, because) {
            (Some("open"), Some(because)) => found == format!("open_{because}"),
            // A review that is open does not say of itself why.
            (Some("open"), None) => found.starts_with("open_") || found == "not_in_force",
            _ => Some(found) == status,
        };
        if !same {
            differences.push(format!("plan {name}: {found}, review {status:?} {because:?}"));
        }
    }
    differences
}

#[test]
fn a_difference_is_seen() {
    let expected = serde_json::json!({ "status": "met", "findings": { "a": { "missing": [] } } });
    let found = serde_json::json!({ "status": "open", "findings": { "a": { "missing": ["filed"] } }, "more": 1 });
    assert_eq!(
        differences(&expected, &found),
        [
            "/findings/a/missing: expected [], found [\"filed\"]",
            "/status: expected \"met\", found \"open\""
        ]
    );
    assert!(differences(&expected, &expected).is_empty());
}

#[test]
fn items_are_found_by_their_identity_and_texts_by_their_parts() {
    let reply = serde_json::json!({
        "findings": [{ "id": "a", "subject": "classes[0]", "status": "met" }, { "fact": "filed" }],
        "message": "到区卫健局备案",
    });
    let wanted = serde_json::json!({
        "findings": { "a@classes[0]": { "status": "met" }, "filed": {}, "b": null },
        "message": { "contains": ["区卫健局"], "lacks": ["未知"] },
    });
    assert!(differences(&wanted, &reply).is_empty());
    let wanted = serde_json::json!({
        "findings": { "a": { "status": "met" }, "filed": null },
        "message": { "contains": ["区教体局"] },
    });
    let paths: Vec<String> = differences(&wanted, &reply);
    let paths: Vec<&str> = paths.iter().filter_map(|one| one.split(':').next()).collect();
    assert_eq!(paths, ["/findings/a", "/findings/filed", "/message"]);
}

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/examples.json");

/// Fields that are told of each finding.
const TOLD: [&str; 12] = [
    "status",
    "open_because",
    "force",
    "missing",
    "reasons",
    "citations",
    "departments",
    "last_day",
    "evidence",
    "unsettled",
    "severity",
    "cure_at",
];

/// The cases of one example: what it speaks of, with reasons, citations and missing facts.
fn generated(book: &PolicyBook, position: usize, example: &WorkedExample) -> Vec<Value> {
    let facts: Value = serde_json::from_str(&example.facts.to_json()).expect("facts are JSON");
    let mut cases = Vec::new();
    let dossier = example.dossier.as_ref().map(tuoyu::Dossier::to_json);
    let dossier: Option<Value> =
        dossier.map(|json| serde_json::from_str(&json).expect("a dossier is JSON"));
    for (question, part) in
        [("register", "steps"), ("supports", "findings"), ("review", "findings")]
    {
        if (question == "review") != dossier.is_some() {
            continue;
        }
        let mut case = json!({
            "name": format!("{} {} {question} {}", example.instrument, example.clause, position + 1),
            "question": question,
            "as_of": example.as_of.to_string(),
            "facts": facts,
        });
        if let Some(dossier) = &dossier {
            case["dossier"] = dossier.clone();
        }
        let found = reply(book, &case);
        let mut expect = Map::new();
        if question == "register"
            && example.expects.iter().any(|name| name == "register" || name == "conflicts")
        {
            expect.insert("scope".to_owned(), json!({ "state": found["scope"]["state"] }));
            for key in ["status", "open_because", "missing", "conflicts", "citations"] {
                expect.insert(key.to_owned(), summary(&found[key]));
            }
            let authorities = found["authorities"].as_array().into_iter().flatten().enumerate();
            let authorities = authorities.map(|(rank, one)| {
                let mut told = json!({ "department": { "id": one["department"]["id"] } });
                if rank == 0 {
                    told["reasons"] = summary(&one["reasons"]);
                }
                told
            });
            expect.insert("authorities".to_owned(), authorities.collect());
        }
        let named = |name: &str| {
            let id = name.split('@').next().unwrap_or(name);
            example.expects.iter().any(|expected| expected == id)
        };
        let findings: Map<String, Value> = by_identity(&found[part])
            .into_iter()
            .filter(|(name, _)| named(name))
            .map(|(name, found)| (name, only(&found, &TOLD)))
            .collect();
        if !findings.is_empty() {
            expect.insert(part.to_owned(), findings.into());
        }
        if !expect.is_empty() {
            case["expect"] = expect.into();
            cases.push(case);
        }
    }
    cases
}

#[test]
fn worked_examples_are_vectors() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    book.check().expect("every example comes out");
    let examples = book.examples().expect("every example can be read");
    let cases: Vec<Value> = examples
        .iter()
        .enumerate()
        .flat_map(|(position, example)| generated(&book, position, example))
        .collect();
    let title = "generated from the worked examples of the policy files; see README.md";
    check_generated(EXAMPLES, &vector_file(title, &cases));
}

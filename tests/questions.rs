//! The list of questions in `core/src/ffi/questions.rs`: the page of it, and what follows from it in each language.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tuoyu::PolicyBook;
use tuoyu::ffi::QUESTIONS;
use tuoyu_tests::check_generated;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/questions.md");

const HEAD: &str = "# Questions in JSON

`PolicyBook.ask` takes one JSON object and gives back another: `question`, the day `as_of`, and the fields that the question takes. `facts`,
`format` (`text` or `markdown`) and `jurisdiction` may always be left out, and so may a field with `?`; a field that the question has no use for
is refused. Replies have the names of the records in Rust; days are `YYYY-MM-DD`, terms their stable names.

Written by a test from the list in `core/src/ffi/questions.rs`.

| question | takes | answers with | what |
|---|---|---|---|
";

#[test]
fn the_page_has_every_question() {
    let mut page = HEAD.to_owned();
    for question in QUESTIONS {
        let fields: Vec<String> = question
            .fields
            .iter()
            .map(|(name, optional)| format!("`{name}{}`", if *optional { "?" } else { "" }))
            .collect();
        let (summary, answer) =
            (question.summary.trim(), question.answer.replace("String", "text"));
        page +=
            &format!("| `{}` | {} | {answer} | {summary} |\n", question.name, fields.join(", "));
    }
    check_generated(PAGE, &page);
}

#[test]
fn questions_are_told_apart_and_in_order() {
    let names: Vec<&str> = QUESTIONS.iter().map(|question| question.name).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
}

#[test]
fn every_question_is_answered_or_names_the_field_that_it_misses() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    for question in QUESTIONS {
        let request = json!({ "question": question.name, "as_of": "2026-03-01" });
        if let Err(error) = book.ask(&request.to_string()) {
            let mut fields = question.fields.iter();
            assert!(fields.any(|(name, _)| error.path == *name), "{}: {error}", question.name);
        }
    }
}

/// The questions of the calendar and of codes, which are methods of other classes in Python.
const OF_OTHER_CLASSES: [&str; 2] = ["credit_code", "deadline"];

#[test]
fn every_question_is_a_method_in_python() {
    let stub = include_str!("../bindings/python/python/tuoyu/_tuoyu.pyi");
    let book = stub.split("\nclass PolicyBook:").nth(1).expect("the stub has a class of books");
    let book = book.split("\nclass ").next().unwrap_or_default();
    for question in QUESTIONS.iter().filter(|one| !OF_OTHER_CLASSES.contains(&one.name)) {
        let method = book.split(&format!("    def {}(", question.name)).nth(1);
        let method = method.unwrap_or_else(|| panic!("no method `{}`", question.name));
        let signature = method.split(":\n").next().unwrap_or_default();
        let answer = question.answer.replace("String", "str");
        assert!(signature.ends_with(&format!("-> {answer}")), "{signature}");
        for (field, _) in question.fields {
            assert!(signature.contains(&format!("{field}: ")), "`{field}` in {signature}");
        }
    }
}

/// The files, written by hand, that name a word: neither tests nor properties, nor what is generated.
fn places(word: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["core/src", "bindings/python/src", "bindings/kotlin/src/lib.rs"];
    let mut left: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let code = text.split("\nmod tests {").next().unwrap_or_default();
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        if !path.iter().any(|part| part == "properties") && words.any(|one| one == word) {
            let within = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            found.push(within);
        }
    }
    found.sort();
    found
}

#[test]
fn question_is_named_in_three_places() {
    let own = ["core/src/ffi/questions.rs", "bindings/python/src/book.rs"];
    for name in ["duties_after", "acknowledgement"] {
        let places = places(name);
        let others: Vec<&String> =
            places.iter().filter(|place| !own.contains(&place.as_str())).collect();
        assert_eq!(places.len() - others.len(), own.len(), "{name}: {places:?}");
        assert!(others.iter().all(|place| place.starts_with("core/src/answers/")), "{places:?}");
    }
}

/// The files of a question: what answers it, the list of the records of answers, the list of questions, Python's methods.
#[test]
fn record_of_an_answer_is_named_where_its_question_is() {
    let lists =
        ["bindings/python/src/book.rs", "core/src/answers/mod.rs", "core/src/ffi/questions.rs"];
    for name in ["FollowUps", "WhatIf", "Goals"] {
        let places = places(name);
        let others = places.iter().filter(|place| !lists.contains(&place.as_str()));
        let elsewhere: Vec<&String> =
            others.filter(|place| !place.starts_with("core/src/answers/")).collect();
        assert!(elsewhere.is_empty(), "{name}: {elsewhere:?}");
    }
    assert_eq!(places("ClauseSummary").len(), 3, "its record, its room, and the list of records");
}

#[test]
fn closed_set_of_facts_is_named_in_one_list() {
    let lists = ["core/src/facts/records.rs", "core/src/facts/terms/sets.rs"];
    for name in ["HealthEvaluationKind", "Degree"] {
        let mut places = places(name);
        // The acts of a sponsor are law, and the order of questions is no part of a fact.
        places.retain(|place| !place.ends_with("purpose.rs") && !place.ends_with("asking.rs"));
        assert_eq!(places, lists);
    }
}

#[test]
fn informative_fact_is_named_in_one_list() {
    for name in ["site_self_contained", "SiteSelfContained"] {
        assert_eq!(places(name), ["core/src/facts/records.rs"]);
    }
}

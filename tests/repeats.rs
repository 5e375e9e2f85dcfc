//! No answer says the same note, citation, reason, question or department twice.

use std::path::Path;

use serde_json::{Value, json};
use tuoyu::PolicyBook;
use tuoyu_tests::cases;
use tuoyu_tests::samples::bases;

const LISTS: [&str; 9] = [
    "notes",
    "citations",
    "reasons",
    "missing",
    "unsettled",
    "departments",
    "cure_at",
    "acts",
    "authorities",
];

/// Where a list has an item twice.
fn repeated(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let path = format!("{path}/{name}");
                let list = LISTS.contains(&name.as_str()).then(|| field.as_array()).flatten();
                for (position, item) in list.into_iter().flatten().enumerate() {
                    if list.into_iter().flatten().take(position).any(|other| other == item) {
                        found.push(format!("{path}: {item}"));
                    }
                }
                repeated(field, &path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| repeated(item, path, found)),
        _ => {}
    }
}

#[test]
fn no_answer_says_the_same_twice() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let (mut notes, mut found) = (0, Vec::new());
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors"));
    for sample in bases(&cases(folder)).iter().step_by(5) {
        let request = json!({
            "question": "assess", "as_of": sample.as_of, "facts": sample.facts, "dossier": sample.dossier,
        });
        let Ok(reply) = book.ask(&request.to_string()) else { continue };
        let reply: Value = serde_json::from_str(&reply).expect("a reply is JSON");
        notes += reply["registration"]["notes"].as_array().map_or(0, Vec::len);
        repeated(&reply, "", &mut found);
    }
    assert!(notes > 20, "{notes}");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_repeated_item_is_seen() {
    let mut found = Vec::new();
    repeated(&json!({ "a": [{ "notes": ["x", "y", "x"] }], "other": [1, 1] }), "", &mut found);
    assert_eq!(found, ["/a/notes: \"x\""]);
}

//! Replays the shared vectors, and those of the folder that `TUOYU_VECTORS` names.

use std::path::PathBuf;

use tuoyu::PolicyBook;
use tuoyu_tests::{cases, differences, observe};

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
            for difference in differences(&case.case["expect"], &observe(&book, &case.case)) {
                failures.push(format!("{}\n    {difference}", case.name));
            }
        }
    }
    println!("{ran} vectors, {} differences", failures.len());
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    assert!(ran > 0, "no vectors");
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

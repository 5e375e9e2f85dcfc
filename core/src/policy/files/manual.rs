//! `docs/policy-files.md` is the manual of the format: it has every key that is read and no other, and its example loads.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use super::annex::{AnnexEntry, Translations};
use super::bundled::bundled_texts;
use super::schema::{
    Clause, DepartmentEntry, Example, GoalEntry, Instrument, RemarkEntry, RuleEntry, SeatEntry,
    SeenAt, UnsettledEntry,
};
use super::then::Then;
use crate::facts::Jurisdiction;
use crate::policy::lookup::{LookUpEntry, NotCoveredEntry};
use crate::policy::{PolicyBook, PolicyText};

const MANUAL: &str = include_str!("../../../../docs/policy-files.md");

/// The keys that a table of a policy file can have: what is said of a key that is none.
fn read<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = toml::from_str::<T>("no-such-key = 1").err().unwrap();
    let (_, known) = error.message().split_once("expected ").unwrap();
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The keys in the first column of the table below a heading.
fn told(heading: &str) -> BTreeSet<String> {
    let start = format!("\n### Keys of {heading}\n");
    let (_, section) = MANUAL.split_once(&start).unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let first = rows.map(|row| row.split('|').nth(1).unwrap());
    first.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_manual_has_every_key_and_no_other() {
    let then = Then::KINDS.map(str::to_owned).into();
    let condition = ["any", "not", "min", "max"].map(str::to_owned).into();
    let mut head = read::<Instrument>();
    assert!(head.remove("clause"));
    let sections = [
        ("the head", head),
        ("`seen` in the head", read::<SeenAt>()),
        ("`[[place]]`", read::<Jurisdiction>()),
        ("a clause", read::<Clause>()),
        ("`[[goal]]`", read::<GoalEntry>()),
        ("`[[seat]]`", read::<SeatEntry>()),
        ("`[[rule]]`", read::<RuleEntry>()),
        ("`then`", then),
        ("`[[rule.unsettled]]`", read::<UnsettledEntry>()),
        ("`[[rule.remark]]`", read::<RemarkEntry>()),
        ("a condition", condition),
        ("`[[example]]`", read::<Example>()),
        ("`[departments.<id>]`", read::<DepartmentEntry>()),
        ("`[look_up]`", read::<LookUpEntry>()),
        ("`[[look_up.not_covered]]`", read::<NotCoveredEntry>()),
        ("a file beside an instrument's", read::<AnnexEntry>()),
        ("`[rule.<id>]`", read::<Translations>()),
    ];
    assert_eq!(MANUAL.matches("\n### Keys of ").count(), sections.len());
    for (heading, keys) in sections {
        assert_eq!(told(heading), keys, "{heading}");
        assert!(!keys.is_empty(), "{heading}");
    }
}

/// The files of the example of the manual.
fn example() -> Vec<PolicyText> {
    let (_, section) = MANUAL.split_once("\n## A whole example\n").unwrap();
    let mut files = Vec::new();
    let mut parts = section.split("\n````");
    let mut before = parts.next().unwrap();
    while let (Some(block), after) = (parts.next(), parts.next()) {
        let name = before.rsplit('`').nth(1).unwrap().to_owned();
        let (_, text) = block.split_once('\n').unwrap();
        files.push(PolicyText { name, text: format!("{text}\n") });
        before = after.unwrap_or_default();
    }
    files
}

#[test]
fn the_example_of_the_manual_loads_and_comes_out() {
    let files = example();
    assert_eq!(files.len(), 4);
    let with =
        |files: &[PolicyText]| PolicyBook::parse(&[bundled_texts(), files.to_vec()].concat());
    let book = with(&files).unwrap();
    book.check().unwrap();
    let day = "2030-02-01".parse().unwrap();
    let facts = crate::Institution {
        jurisdiction: Some("990109".to_owned()),
        filed: Some(true),
        inclusive: Some(true),
        service: Some(crate::Service::Institution),
        ..crate::Institution::default()
    };
    let supports = book.supports(&facts, day).unwrap();
    let found = supports.findings.iter().find(|found| found.id == "example-subsidy").unwrap();
    assert_eq!(found.title.en, "Subsidy for inclusive institutions");
    assert_eq!(found.departments[0].office.as_deref(), Some("示例区托育服务中心"));
    let without = |line: &str| {
        let mut files = files.clone();
        files[3].text = files[3].text.replace(line, "");
        with(&files).and_then(|book| book.check()).unwrap_err()
    };
    let error = without("title = \"Subsidy for inclusive institutions\"\n");
    assert_eq!(error.path, "990109/example-2030-1.md.example-subsidy.title");
    let error = without("example-fines = \"the document sets no fines\"\n");
    assert_eq!(error.path, "990109/look-up.toml.look_up");
}

//! An answer that is found again is the one that would be made: it rests on nothing but what was looked at when it was made.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::answers::Assessment;
use crate::facts::{CareClass, Dossier, Fact, Institution, Kind};
use crate::policy::PolicyBook;
use crate::properties::sufficiency::{Filing, any_filing, drawn};
use crate::properties::{BOOK, any_institution};

/// A book that is made to forget.
static FORGETFUL: LazyLock<PolicyBook> = LazyLock::new(|| PolicyBook::bundled().unwrap());

/// The answer of a book that was asked many times, and of one that never was.
fn kept_and_made(filing: &Filing) -> [Result<Assessment, String>; 2] {
    FORGETFUL.kept_for_answers().forget();
    [&*BOOK, &*FORGETFUL].map(|book| {
        let Filing { institution, dossier, on } = filing;
        book.assess_filing(institution, dossier, *on).map_err(|error| error.to_string())
    })
}

/// The filing with one fact stated otherwise, or no longer.
fn changed(filing: &Filing, die: u16) -> Filing {
    let stated: Vec<Fact> = Fact::ALL
        .iter()
        .copied()
        .filter(|fact| fact.record().is_some() && fact.kind() != Kind::Text)
        .collect();
    let fact = stated[usize::from(die) % stated.len()];
    let value = drawn(fact, die / 97, filing.on);
    let mut changed = filing.clone();
    match fact.record() {
        Some("Institution") => changed.institution.set(fact, &value).unwrap(),
        Some("Dossier") => changed.dossier.set(fact, &value).unwrap(),
        _ => {
            let classes = changed.dossier.classes.get_or_insert_default();
            match classes.first_mut() {
                Some(class) => class.set(fact, &value).unwrap(),
                None => classes.push(CareClass::default()),
            }
        }
    }
    changed
}

fn cases() -> u32 {
    std::env::var("TUOYU_KEPT").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn an_answer_that_is_kept_is_the_one_that_would_be_made(
        filing in any_filing(),
        dice in proptest::collection::vec(any::<u16>(), 6),
        codes in proptest::option::of(0..crate::properties::exactness::CREDIT_CODES.len()),
    ) {
        let mut filing = filing;
        let code = codes.map(|code| crate::properties::exactness::CREDIT_CODES[code].to_owned());
        filing.institution.credit_code = code;
        let [kept, made] = kept_and_made(&filing);
        prop_assert_eq!(kept, made);
        for die in dice {
            filing = changed(&filing, die);
            let [kept, made] = kept_and_made(&filing);
            prop_assert_eq!(kept, made);
        }
    }
}

/// A book keeps so much and no more, and answers as before when it has forgotten.
#[test]
fn a_book_that_was_asked_about_many_days_answers_as_before() {
    let institution = Institution { jurisdiction: Some("370303".into()), ..Institution::default() };
    let dossier = Dossier::default();
    let first = "2022-04-11".parse().unwrap();
    let before = BOOK.assess_filing(&institution, &dossier, first).unwrap();
    for day in first.iter_days().take(200) {
        BOOK.assess(&institution, day).unwrap();
    }
    assert_eq!(BOOK.assess_filing(&institution, &dossier, first).unwrap(), before);
}

/// Institutions of which the same is seen share what is told, though they differ.
#[test]
fn answers_about_institutions_that_differ_are_found_again() {
    let book = PolicyBook::bundled().unwrap();
    let on = "2026-03-01".parse().unwrap();
    let mut runner = TestRunner::deterministic();
    let mut told = 0;
    for _ in 0..400 {
        let drawn = any_institution().new_tree(&mut runner).unwrap().current();
        let institution = Institution { jurisdiction: Some("370303".into()), ..drawn };
        told += book.supports(&institution, on).unwrap().findings.len();
    }
    let made = book.kept_for_answers().made();
    assert!(made * 4 < told, "{made} of {told} were made");
}

//! No answer cites an instrument on a day on which it is not in force.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use tuoyu::{
    CareClass, Dossier, Event, Institution, Outcome, Outcomes, PolicyBook, PolicyText,
    bundled_texts,
};
use tuoyu_tests::{is_instrument, policy};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// The days in force of an instrument, and of each clause that has days of its own.
type Days = (NaiveDate, NaiveDate);

fn days(keys: &[(String, String)], within: Days) -> Days {
    let day = |key: &str| keys.iter().find(|(known, _)| known == key).map(|(_, day)| date(day));
    (day("from").unwrap_or(within.0), day("until").unwrap_or(within.1))
}

struct Law {
    clauses: BTreeMap<(String, String), Days>,
    /// The days on which something changes, and those beside them.
    cuts: Vec<NaiveDate>,
}

fn law() -> Law {
    let always = (date("1900-01-01"), date("2199-12-31"));
    let mut clauses = BTreeMap::new();
    let mut cuts = vec![always.0, always.1];
    for file in bundled_texts().into_iter().filter(is_instrument) {
        let policy = policy(&file.text);
        assert!(policy.head.iter().any(|(key, _)| key == "from"), "{} has no first day", file.name);
        let whole = days(&policy.head, always);
        for clause in policy.clauses {
            clauses.insert((policy.id.clone(), clause.number), days(&clause.keys, whole));
        }
        for line in file.text.lines() {
            let Some((key, day)) = line.split_once(" = ") else { continue };
            if ["from", "until", "seen_from", "review_on"].contains(&key) {
                cuts.push(date(day));
            }
        }
    }
    let near = |day: NaiveDate| [day.pred_opt(), Some(day), day.succ_opt()];
    let mut cuts: Vec<NaiveDate> = cuts.into_iter().flat_map(near).flatten().collect();
    let of_years = (1900..=2199).step_by(7).map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    cuts.extend(of_years.flatten());
    cuts.retain(|day| (always.0..=always.1).contains(day));
    cuts.sort_unstable();
    cuts.dedup();
    Law { clauses, cuts }
}

/// Every clause that a part of an answer cites.
fn cited<'a>(answer: &'a Value, citations: &mut Vec<(&'a str, &'a str)>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| cited(item, citations)),
        Value::Object(fields) => {
            if let (Some(instrument), Some(clause)) =
                (&answer["instrument"].as_str(), answer["clause"].as_str())
            {
                citations.push((instrument, clause));
            }
            fields.values().for_each(|value| cited(value, citations));
        }
        _ => {}
    }
}

fn institutions() -> Vec<Institution> {
    let read = |json: &str| Institution::from_json(json).expect("facts can be read");
    vec![
        Institution::default(),
        read(
            r#"{"jurisdiction": "370303", "service": "institution", "legal_form": "enterprise",
                "nature": "for_profit", "registered": true, "filed": true, "serves_community": true,
                "meals": "cooked_on_site", "premises": "leased", "credit_code": "52370303MA0000000K"}"#,
        ),
        read(
            r#"{"jurisdiction": "370303", "service": "family_site", "legal_form": "public_institution",
                "nature": "for_profit", "registered": false, "filed": true}"#,
        ),
    ]
}

fn dossier() -> Dossier {
    Dossier {
        background_checked: Some(false),
        food_licence: Some(true),
        staff_health_certificates: Some(true),
        classes: Some(vec![CareClass::default()]),
        ..Dossier::default()
    }
}

#[test]
fn nothing_is_cited_outside_its_days() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let Law { clauses, cuts } = law();
    let mut compared = 0;
    for on in &cuts {
        // Between the years with a change, one institution is enough.
        let near = cuts.iter().filter(|day| day.year() == on.year()).count() > 1;
        for institution in institutions().into_iter().take(if near { 3 } else { 1 }) {
            let answers = [
                serde_json::to_value(
                    book.assess_filing(&institution, &dossier(), *on).expect("an answer"),
                ),
                serde_json::to_value(
                    book.duties_after(Event::MovedToOtherDistrict, &institution, *on)
                        .expect("an answer"),
                ),
                serde_json::to_value(book.clauses("370303", *on).expect("an answer")),
                serde_json::to_value(book.responsible("备案", "370303", *on).expect("an answer")),
                serde_json::to_value(book.goals("370303", *on).expect("an answer")),
                serde_json::to_value(book.seats("370303", *on).expect("an answer")),
            ];
            for answer in answers {
                let answer = answer.expect("an answer is JSON");
                let mut citations = Vec::new();
                cited(&answer, &mut citations);
                for (instrument, clause) in citations {
                    let key = (instrument.to_owned(), clause.to_owned());
                    let (from, until) = clauses.get(&key).expect("a clause of a file");
                    assert!((from..=until).contains(&on), "{instrument} {clause} is cited on {on}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn a_plan_leaves_open_what_was_not_seen_in_force() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/policies/seen-later.md");
    let text = std::fs::read_to_string(path).expect("the fictitious file can be read");
    let mut texts = bundled_texts();
    texts.push(PolicyText { name: "seen-later.md".to_owned(), text });
    let book = PolicyBook::parse(&texts).expect("the files can be read");
    book.check().expect("every example comes out");
    let targets = ["fictitious-support", "fictitious-step"].map(str::to_owned);
    let open = Outcome::OpenUnsettled;
    let cases = [
        ("2029-12-31", [Outcome::NotInForce, Outcome::NotInForce]),
        ("2030-01-01", [open, open]),
        ("2030-06-30", [open, open]),
        ("2030-07-01", [Outcome::Met, Outcome::Unmet]),
        ("2031-08-31", [Outcome::Met, Outcome::Unmet]),
        ("2031-09-01", [open, Outcome::Unmet]),
        ("2032-01-01", [Outcome::NotInForce, Outcome::NotInForce]),
    ];
    for (on, wanted) in cases {
        let plan = book.plan(date(on), &targets).expect("a plan");
        for (nature, wanted) in ["nonprofit", "for_profit"].into_iter().zip(wanted) {
            let facts = format!(r#"{{"jurisdiction": "990101", "nature": "{nature}"}}"#);
            let institution = Institution::from_json(&facts).expect("facts can be read");
            let mut outcomes = Outcomes::default();
            let facts = plan.facts(&institution).expect("facts of the plan");
            plan.outcomes(&facts, &mut outcomes).expect("outcomes");
            assert!(outcomes.iter().eq([wanted; 2]), "{on} {nature}");
        }
    }
}

#[test]
fn law_of_an_era_is_the_same_on_all_its_days() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let place = Institution { jurisdiction: Some("370303".to_owned()), ..Institution::default() };
    let answers = |on: NaiveDate| {
        let findings = book.supports(&place, on).expect("an answer").findings;
        let registration = book.register(&place, on).expect("an answer");
        let all = findings.iter().chain(registration.steps.iter());
        let told = |one: &tuoyu::Finding| {
            let clauses =
                one.citations.iter().map(|cited| (cited.instrument.clone(), cited.clause.clone()));
            (
                one.id.clone(),
                one.status,
                one.open_because,
                one.missing.len(),
                clauses.collect::<Vec<_>>(),
            )
        };
        all.map(|one| told(one)).collect::<Vec<_>>()
    };
    let (mut day, mut eras) = (date("1900-01-01"), 0);
    loop {
        let era = book.era("370303", day).expect("an era");
        assert_eq!(era.first_day, (eras > 0).then_some(day), "{era:?}");
        eras += 1;
        let Some(last) = era.last_day else { break };
        assert_eq!(answers(day), answers(last), "{day} to {last}");
        let same = book.era("370303", last).expect("an era");
        assert_eq!((same.first_day, same.last_day), (era.first_day, era.last_day));
        println!("{day} {last} {} {} {}", era.ends.len(), era.begins.len(), era.message.zh);
        day = last.succ_opt().expect("a day");
    }
    assert!(eras > 20, "{eras}");
}

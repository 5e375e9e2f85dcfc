//! Remedies as properties: each is enough, no part of it is, nothing smaller is, and where there is none, none is found.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use crate::answers::{Change, EITHER_WAY, Finding, NoRemedy, Purpose, Remedy, WhatIf};
use crate::error::ErrorCode;
use crate::facts::{
    CareClass, Changeable, Constraint, Dossier, Fact, Institution, Kind, Value, day_code,
};
use crate::logic::Status;
use crate::properties::exactness::{BOOK, any_day, any_institution, choices, written};

/// One filing, and the day.
#[derive(Clone, Debug)]
pub struct Filing {
    pub institution: Institution,
    pub dossier: Dossier,
    pub on: NaiveDate,
}

impl Filing {
    fn ask(&self, target: &str) -> WhatIf {
        self.asked(target).unwrap()
    }

    /// None where the values of the changes exclude each other, such as a lease that ends before it starts.
    fn asked(&self, target: &str) -> Option<WhatIf> {
        let found = BOOK.what_if_filing(target, &self.institution, &self.dossier, self.on);
        found.map_err(|error| assert_eq!(error.code, ErrorCode::Conflict, "{error}")).ok()
    }

    /// As if a fact were stated otherwise.
    fn changed(&self, change: &Change, value: &Value) -> Self {
        let mut changed = self.clone();
        let fact = *Fact::ALL.iter().find(|fact| fact.name() == change.fact).unwrap();
        match (fact.record(), &change.subject) {
            (Some("Institution"), None) => changed.institution.set(fact, value).unwrap(),
            (Some("Dossier"), None) => changed.dossier.set(fact, value).unwrap(),
            (Some("CareClass"), Some(subject)) => {
                let at = subject.trim_start_matches("classes[").trim_end_matches(']');
                let classes = changed.dossier.classes.as_mut().unwrap();
                classes[at.parse::<usize>().unwrap()].set(fact, value).unwrap();
            }
            other => unreachable!("{other:?} {change:?}"),
        }
        changed
    }

    /// As if every change of a remedy but those passed over were made, with the values of each at one end.
    fn remedied(&self, remedy: &Remedy, passed_over: &[usize], end: usize) -> Self {
        let made = remedy.changes.iter().enumerate().filter(|(at, _)| !passed_over.contains(at));
        made.fold(self.clone(), |filing, (_, change)| {
            let values = values(change);
            let value = if end == 0 { values.first() } else { values.last() };
            filing.changed(change, value.unwrap())
        })
    }
}

/// Some of the values that a change allows, those at the ends among them.
fn values(change: &Change) -> Vec<Value> {
    let fact = Fact::ALL.iter().find(|fact| fact.name() == change.fact).unwrap();
    let number = |text: &str| text.parse::<i64>().unwrap();
    let date = |text: &str| {
        let text = text.replace(['年', '月'], "-").replace('日', "");
        Value::Date(NaiveDate::parse_from_str(&text, "%Y-%m-%d").unwrap())
    };
    let of_part = |part: &str| -> Vec<Value> {
        let (low, high) = fact.kind().bounds();
        match (fact.kind(), part.split_once('至').filter(|(low, _)| !low.is_empty())) {
            (Kind::Bool, _) => vec![Value::Bool(part == "是")],
            (Kind::Choice(words), _) => {
                let (part, wanted) = match part.strip_suffix("以外") {
                    Some(part) => (part, false),
                    None => (part, true),
                };
                let named: Vec<&str> = part.split(['、', '和']).collect();
                assert!(
                    named.iter().all(|one| words.iter().any(|word| word.label == *one)),
                    "{part}"
                );
                let meant = words.iter().filter(|word| named.contains(&word.label) == wanted);
                meant.map(|word| Value::Text(word.name.to_owned())).collect()
            }
            (Kind::Date, Some((from, until))) => vec![date(from), date(until)],
            (Kind::Date, None) => match part.strip_suffix("或者更晚") {
                Some(from) => vec![date(from), date("2199-12-31")],
                None => vec![date(part)],
            },
            (_, Some((from, until))) => vec![Value::Int(number(from)), Value::Int(number(until))],
            (_, None) if part.starts_with("至少") => {
                vec![Value::Int(number(part.trim_start_matches("至少"))), Value::Int(high)]
            }
            (_, None) if part.starts_with("最多") => {
                vec![Value::Int(low), Value::Int(number(part.trim_start_matches("最多")))]
            }
            _ => vec![Value::Int(number(part))],
        }
    };
    match (fact.kind(), change.to.strip_suffix("以外")) {
        (Kind::Choice(words), Some(others)) => {
            let others: Vec<&str> = others.split('、').collect();
            let left = words.iter().filter(|word| !others.contains(&word.label));
            left.map(|word| Value::Text(word.name.to_owned())).collect()
        }
        _ => change
            .to
            .replace("或者更", "/")
            .split('或')
            .map(|part| part.replace('/', "或者更"))
            .flat_map(|part| of_part(&part))
            .collect(),
    }
}

/// Values of a fact around those that some rule tells apart.
pub fn drawn(fact: Fact, die: u16, on: NaiveDate) -> Value {
    match fact.kind() {
        Kind::Date => {
            let days = [-1_200, -400, -1, 0, 1, 200, 1_300];
            Value::Date(on + TimeDelta::days(days[usize::from(die) % days.len()]))
        }
        Kind::Int { max, .. } => {
            let codes = choices(fact);
            let near =
                [codes[usize::from(die) % codes.len()], i64::from(die % 7), i64::from(die % 31)];
            let code = near[usize::from(die / 7) % near.len()].min(max);
            Value::Int(if fact == Fact::Storey && code == 0 { 1 } else { code })
        }
        _ => {
            let codes = choices(fact);
            written(fact, codes[usize::from(die) % codes.len()])
        }
    }
}

fn fields(record: &str, dice: &[u16], on: NaiveDate) -> Vec<(String, Value)> {
    let facts = Fact::ALL.iter().filter(|fact| fact.record() == Some(record));
    // What may not be later than the day of the answer is left unknown: a day by chance may be.
    let stated = facts.filter(|fact| {
        let bound = |one: &Constraint| one.most == Fact::Day && one.least == **fact;
        fact.kind() != Kind::Text && !Dossier::CONSTRAINTS.iter().any(bound)
    });
    let known = stated.zip(dice).filter(|(_, die)| *die % 16 != 0);
    known.map(|(fact, die)| (fact.field().to_owned(), drawn(*fact, die / 16, on))).collect()
}

/// Sponsors in the district, for whom some supports are an act or two away.
fn any_sponsor() -> impl Strategy<Value = Institution> {
    proptest::collection::vec(any::<u16>(), Fact::ALL.len()).prop_map(|dice| {
        let mut sponsor = Institution::default();
        let facts = Fact::ALL.iter().filter(|fact| fact.record() == Some("Institution"));
        for (fact, die) in facts.zip(dice) {
            let value = match (fact.changeable(), fact.kind()) {
                (_, Kind::Text | Kind::Date) => continue,
                (_, Kind::Jurisdiction) => Value::Text("370303".to_owned()),
                // Most acts are still to be done, and most of what cannot be changed is as it should be.
                (Changeable::Act, Kind::Bool) => Value::Bool(die % 4 == 0),
                (_, Kind::Bool) => Value::Bool(die % 4 != 0),
                (_, Kind::Choice(words)) if die % 2 == 0 => Value::Text(words[0].name.to_owned()),
                _ => drawn(*fact, die / 8, NaiveDate::default()),
            };
            if die % 8 != 0 || *fact == Fact::Jurisdiction {
                sponsor.set(*fact, &value).unwrap();
            }
        }
        sponsor
    })
}

/// Filings that mostly have what they should, so that some are a few changes away.
pub fn any_filing() -> impl Strategy<Value = Filing> {
    let dice = || proptest::collection::vec(any::<u16>(), 50);
    let classes = proptest::collection::vec(dice(), 0..3);
    (dice(), dice(), classes, any_day(), any::<u64>()).prop_map(
        |(facts, papers, classes, on, sound)| {
            let on = on.max("2020-01-06".parse().unwrap()).min("2027-06-01".parse().unwrap());
            let mut institution = Institution::default();
            for (name, value) in fields("Institution", &facts, on) {
                institution.set(Institution::field(&name).unwrap(), &value).unwrap();
            }
            if institution.lease_until < institution.lease_from {
                institution.lease_until = institution.lease_from;
            }
            let mut dossier = Dossier::from_fields(fields("Dossier", &papers, on)).unwrap();
            // A good deal of the papers is in order, so that what is not stands out.
            for (at, fact) in Fact::ALL.iter().enumerate() {
                if sound >> (at % 64) & 1 == 1 || sound % 3 == 0 {
                    let value = match (fact.changeable(), fact.kind()) {
                        (Changeable::Act, Kind::Bool) => Value::Bool(true),
                        _ => continue,
                    };
                    match fact.record() {
                        Some("Dossier") => dossier.set(*fact, &value).unwrap(),
                        Some("Institution") => institution.set(*fact, &value).unwrap(),
                        _ => {}
                    }
                }
            }
            // A class whose oldest is younger than its youngest is none.
            let classes = classes.iter().map(|dice| {
                CareClass::from_fields(fields("CareClass", dice, on)).unwrap_or_default()
            });
            dossier.classes = Some(classes.collect());
            Filing { institution, dossier, on }
        },
    )
}

/// What holds of every answer.
fn check(filing: &Filing, target: &str) -> Result<WhatIf, TestCaseError> {
    let found = filing.ask(target);
    prop_assert_eq!(found.remedies.is_empty(), found.no_remedy.is_some(), "{}", target);
    prop_assert_eq!(
        found.status == Status::Met,
        matches!(found.no_remedy, Some(NoRemedy::AlreadyMet))
            || found.status == Status::Met && found.no_remedy == Some(NoRemedy::NotApplicable),
        "{}",
        target
    );
    match found.no_remedy {
        Some(NoRemedy::Facts) => prop_assert!(!found.missing.is_empty(), "{}", target),
        Some(NoRemedy::Unsettled) => prop_assert!(!found.unsettled.is_empty(), "{}", target),
        Some(NoRemedy::TooComplex) => prop_assert!(false, "{}", target),
        _ => {}
    }
    prop_assert!(!found.message.zh.ends_with(['：', '，']), "{}", found.message.zh);
    let sizes: Vec<usize> = found.remedies.iter().map(|remedy| remedy.changes.len()).collect();
    prop_assert!(sizes.iter().all(|size| *size == sizes[0] && *size > 0), "{}", target);
    let same = |one: &Remedy, other: &Remedy| {
        let facts = |remedy: &Remedy| -> Vec<_> {
            remedy
                .changes
                .iter()
                .map(|one| (one.subject.clone(), one.fact.clone(), one.to.clone()))
                .collect()
        };
        facts(one) == facts(other)
    };
    for (at, remedy) in found.remedies.iter().enumerate() {
        prop_assert!(
            !found.remedies.iter().take(at).any(|other| same(other, remedy)),
            "{}",
            target
        );
        for end in [0, 1] {
            let Some(after) = filing.remedied(remedy, &[], end).asked(target) else { continue };
            prop_assert_eq!(after.status, Status::Met, "{} {:?}", target, remedy);
        }
        for left_out in 0..remedy.changes.len() {
            let Some(after) = filing.remedied(remedy, &[left_out], 0).asked(target) else {
                continue;
            };
            prop_assert_ne!(
                after.status,
                Status::Met,
                "{} {:?} without {}",
                target,
                remedy,
                left_out
            );
        }
    }
    Ok(found)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_smallest_acts_for_a_support_are_found_and_no_others(
        pick in any::<prop::sample::Index>(),
        institution in any_sponsor(),
        on in any_day(),
    ) {
        let on = on.max("2021-12-31".parse().unwrap()).min("2026-12-30".parse().unwrap());
        let targets: Vec<&str> = BOOK.index.supports.iter().map(|target| target.id.as_str()).collect();
        let target = targets[pick.index(targets.len())];
        let filing = Filing { institution, dossier: Dossier::default(), on };
        let found = check(&filing, target)?;
        prop_assume!(found.status != Status::Met && found.no_remedy != Some(NoRemedy::Conflict));
        // Every set of acts that are not done yet is tried.
        let undone: Vec<Fact> = Fact::ALL
            .iter()
            .copied()
            .filter(|fact| Purpose::Support.allowed(*fact, day_code(on)).is_some())
            .filter(|fact| filing.institution.code(*fact) == Some(0))
            .collect();
        let mut enough: Vec<Vec<&str>> = Vec::new();
        for set in 0_u32..1 << undone.len() {
            let done: Vec<Fact> = undone.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, fact)| *fact).collect();
            let mut institution = filing.institution.clone();
            done.iter().for_each(|fact| institution.set(*fact, &Value::Bool(true)).unwrap());
            let known = BOOK.case(&institution, on).unwrap();
            let decided = known.law().supports.iter().find(|one| one.id == target);
            if decided.is_some_and(|one| one.decision.outcome(&known).status() == Status::Met) {
                enough.push(done.iter().map(|fact| fact.name()).collect());
            }
        }
        let least = enough.iter().map(Vec::len).min().unwrap_or_default();
        enough.retain(|set| set.len() == least);
        enough.sort();
        let mut told: Vec<Vec<&str>> = found.remedies.iter().map(|remedy| remedy.changes.iter().map(|change| change.fact.as_str()).collect()).collect();
        told.sort();
        prop_assert_eq!(told, enough, "{}", target);
    }

    #[test]
    fn a_remedy_of_a_requirement_is_enough_and_no_more(
        pick in any::<prop::sample::Index>(),
        filing in any_filing(),
    ) {
        let review = BOOK.review(&filing.institution, &filing.dossier, filing.on).unwrap();
        prop_assume!(!review.findings.is_empty());
        // A finding unmet either way is no requirement by itself; the review is asked for it.
        let wanting = |found: &&Finding| found.status != Status::Met && found.id != EITHER_WAY;
        let failing: Vec<_> = review.findings.values().filter(wanting).collect();
        prop_assume!(!failing.is_empty());
        let finding = failing[pick.index(failing.len())];
        let target = match &finding.subject {
            Some(subject) => format!("{}@{subject}", finding.id),
            None => finding.id.clone(),
        };
        let found = check(&filing, &target)?;
        prop_assert_eq!(found.status, finding.status, "{}", target);
    }

    #[test]
    fn a_remedy_of_the_review_is_enough_and_no_more(filing in any_filing()) {
        let found = check(&filing, "review")?;
        let review = BOOK.review(&filing.institution, &filing.dossier, filing.on).unwrap();
        prop_assert_eq!(found.status, review.status);
    }

    #[test]
    fn a_correction_settles_the_registration(institution in any_institution(), on in any_day()) {
        let filing = Filing { institution, dossier: Dossier::default(), on };
        let found = filing.ask("register");
        let registration = BOOK.register(&filing.institution, on).unwrap();
        prop_assert_eq!(found.status, registration.status);
        for remedy in found.remedies.iter().filter(|remedy| remedy.changes.iter().all(|one| one.fact != "credit_code")) {
            for end in [0, 1] {
                let after = filing.remedied(remedy, &[], end);
                let after = BOOK.register(&after.institution, on).unwrap();
                prop_assert_eq!(after.status, Status::Met, "{:?}", remedy);
            }
        }
    }
}

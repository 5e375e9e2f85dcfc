//! A plan says of a filing what its review does: of the whole, of each requirement, and of each class.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::answers::{EITHER_WAY, Finding};
use crate::error::ErrorCode;
use crate::logic::{Outcome, Status};
use crate::plan::{Outcomes, Plan};
use crate::policy::PolicyBook;
use crate::properties::BOOK;
use crate::properties::exactness::CREDIT_CODES;
use crate::properties::sufficiency::{Filing, any_filing};

fn outcome(finding: &Finding) -> Outcome {
    Outcome::of(finding.status, finding.open_because)
}

/// The facts that a finding says were decisive; of one that is open for want of facts, what it asks for.
fn behind(finding: &Finding) -> BTreeSet<&str> {
    finding.reasons.values().map(|reason| reason.fact.as_str()).collect()
}

/// Compares a plan with the review.
fn compare(book: &PolicyBook, filing: &Filing) {
    let Filing { institution, dossier, on } = filing;
    let plan = book.plan(*on, &["requirements".to_owned()]).unwrap();
    let facts = plan.facts_of_filing(institution, dossier);
    let review = match book.review(institution, dossier, *on) {
        Ok(review) => review,
        Err(error) => return assert_eq!(facts.unwrap_err(), error),
    };
    let facts = facts.unwrap();
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).unwrap();
    let of_review = outcomes.get(plan.position("review").unwrap()).unwrap();
    let status = match of_review {
        Outcome::NotInForce => Status::Open,
        outcome => outcome.status(),
    };
    assert_eq!(status, review.status, "{of_review:?}");
    assert_eq!(
        of_review == Outcome::OpenConflict,
        !review.conflicts.is_empty() || {
            let conflict = review.findings.values().any(|of| outcome(of) == Outcome::OpenConflict);
            status == Status::Open && conflict
        }
    );
    let findings = || review.findings.values().filter(|finding| finding.id != EITHER_WAY);
    for finding in findings() {
        let target = plan.position(&finding.id).unwrap();
        let own = outcome(finding);
        let of_target = || findings().filter(|other| other.id == finding.id);
        // Of a class of which no finding tells it is met, or a note of which it is open whether it applies.
        let classes = (0..outcomes.classes()).filter_map(|class| outcomes.of_class(target, class));
        let told = of_target().map(outcome);
        assert_eq!(outcomes.get(target), Outcome::all_of(told.chain(classes)), "{}", finding.id);
        let names: BTreeSet<&str> = plan.reasons(&facts, &outcomes, target).names().collect();
        match &finding.subject {
            Some(subject) => {
                let class = subject.trim_start_matches("classes[").trim_end_matches(']');
                let class = class.parse().unwrap();
                assert_eq!(outcomes.of_class(target, class), Some(own), "{}", finding.id);
                if outcomes.get(target) == Some(own) && own != Outcome::OpenFacts {
                    assert!(behind(finding).is_subset(&names), "{}", finding.id);
                }
            }
            None if own == Outcome::OpenFacts => {
                assert!(!names.is_empty(), "{}", finding.id);
                assert!(names.is_subset(&behind(finding)), "{}: {names:?}", finding.id);
            }
            None => assert_eq!(names, behind(finding), "{}", finding.id),
        }
    }
    // A requirement without a finding is nothing to be cured.
    for (target, name) in plan.targets().iter().enumerate() {
        if name != "review" && findings().all(|finding| finding.id != *name) {
            assert_ne!(outcomes.get(target), Some(Outcome::Unmet), "{name}");
        }
    }
    assert_eq!(outcomes.classes(), dossier.classes.as_ref().map_or(0, Vec::len));
    each_alone(book, filing, &plan, &outcomes);
}

/// A plan of one target says of it what that of all does, beside other targets too.
fn each_alone(book: &PolicyBook, filing: &Filing, plan: &Plan, outcomes: &Outcomes) {
    let Filing { institution, dossier, on } = filing;
    for (target, name) in plan.targets().iter().enumerate().step_by(5) {
        let one = book.plan(*on, &["register".to_owned(), name.clone()]).unwrap();
        let facts = one.facts_of_filing(institution, dossier).unwrap();
        let mut of_one = Outcomes::default();
        one.outcomes(&facts, &mut of_one).unwrap();
        assert_eq!(of_one.get(1), outcomes.get(target), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_plan_says_of_a_filing_what_its_review_does(
        filing in any_filing(),
        code in proptest::option::of(0..CREDIT_CODES.len()),
        known in 0..8_u8,
    ) {
        let mut filing = filing;
        filing.institution.credit_code = code.map(|code| CREDIT_CODES[code].to_owned());
        if known > 1 {
            filing.institution.jurisdiction = Some("370303".to_owned());
        }
        compare(&BOOK, &filing);
    }
}

#[test]
fn a_plan_without_a_dossier_knows_none_of_its_facts() {
    let plan = BOOK.plan("2026-03-01".parse().unwrap(), &["requirements".to_owned()]).unwrap();
    let facts = plan.facts(&Default::default()).unwrap();
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).unwrap();
    assert_eq!(outcomes.get(0), Some(Outcome::OpenFacts));
    assert_eq!(outcomes.classes(), 0);
    assert!(plan.reasons(&facts, &outcomes, 0).names().any(|name| name == "jurisdiction"));
    let wrong = BOOK.plan("2026-03-01".parse().unwrap(), &["reveiw".to_owned()]).unwrap_err();
    assert_eq!(wrong.code, ErrorCode::UnknownTarget);
    assert_eq!(wrong.hint.as_deref(), Some("did you mean `review`?"));
}

#[cfg(feature = "json")]
mod in_columns {
    use std::collections::BTreeMap;

    use serde_json::{Map, Value};

    use super::*;
    use crate::facts::{Scalar, Scalars};
    use crate::plan::{Bits, Column, Integers, Request, Values};
    use crate::policy::vocabulary;

    /// Values of a fact as JSON has them.
    struct Cells(Vec<Value>);

    impl Scalars for Cells {
        fn scalar(&self, row: usize) -> Scalar<'_> {
            scalar(&self.0[row])
        }
    }

    fn scalar(value: &Value) -> Scalar<'_> {
        match value {
            Value::Bool(value) => Scalar::Bool(*value),
            Value::Number(number) => Scalar::Int(number.as_i64().unwrap()),
            Value::String(text) => Scalar::Text(text),
            Value::Array(items) => Scalar::List(items.iter().map(scalar).collect()),
            _ => Scalar::Null,
        }
    }

    fn object(json: &str) -> Map<String, Value> {
        match serde_json::from_str(json).unwrap() {
            Value::Object(fields) => fields,
            other => unreachable!("{other}"),
        }
    }

    /// A column for each fact of some records.
    fn columns(record: &'static str, rows: &[Map<String, Value>]) -> BTreeMap<&'static str, Cells> {
        let facts = vocabulary(record).filter(|fact| fact.field() != "classes");
        let cell =
            |row: &Map<String, Value>, name: &str| row.get(name).cloned().unwrap_or_default();
        let column = |name: &str| Cells(rows.iter().map(|row| cell(row, name)).collect());
        facts.map(|fact| (fact.field(), column(fact.field()))).collect()
    }

    fn told<'a>(of: &'a BTreeMap<&'static str, Cells>) -> Vec<Column<'a>> {
        let column = |(name, cells)| Column { name, values: Values::Scalars(cells), valid: None };
        of.iter().map(|(name, cells)| column((*name, cells))).collect()
    }

    fn agree(filings: &[Filing], on: &str, targets: &[&str]) {
        let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
        let plan = BOOK.plan(on.parse().unwrap(), &targets).unwrap();
        let objects = |of: fn(&Filing) -> String| -> Vec<Map<String, Value>> {
            filings.iter().map(|filing| object(&of(filing))).collect()
        };
        let institutions = columns("Institution", &objects(|filing| filing.institution.to_json()));
        let dossiers = columns("Dossier", &objects(|filing| filing.dossier.to_json()));
        let lists = filings.iter().map(|filing| filing.dossier.classes.iter().flatten());
        let classes: Vec<Map<String, Value>> =
            lists.clone().flatten().map(|class| object(&class.to_json())).collect();
        let mut ends = vec![0];
        lists.for_each(|list| {
            ends.push(ends.last().unwrap() + i64::try_from(list.count()).unwrap())
        });
        let of_classes = columns("CareClass", &classes);
        let of_classes = told(&of_classes);
        let listed = filings.iter().map(|filing| filing.dossier.classes.is_some());
        let listed: Vec<u8> = listed
            .collect::<Vec<_>>()
            .chunks(8)
            .map(|rows| {
                rows.iter()
                    .enumerate()
                    .fold(0, |byte, (bit, listed)| byte | u8::from(*listed) << bit)
            })
            .collect();
        let mut given = told(&institutions);
        given.extend(told(&dossiers));
        given.push(Column {
            name: "classes",
            values: Values::Classes {
                starts: Integers::Int64(&ends[..filings.len()]),
                ends: Integers::Int64(&ends[1..]),
                valid: None,
                columns: &of_classes,
            },
            valid: Some(Bits { bytes: &listed, offset: 0 }),
        });
        let request = Request {
            details: true,
            reasons: true,
            classes: true,
            threads: 2,
            ..Request::default()
        };
        let answers = plan.run(filings.len(), &given, &request).unwrap();
        let mut outcomes = Outcomes::default();
        let mut class = 0;
        for (row, filing) in filings.iter().enumerate() {
            let facts = plan.facts_of_filing(&filing.institution, &filing.dossier);
            let Ok(facts) = facts else {
                assert_eq!(answers.outcome(row, 0), None, "{row}: {facts:?}");
                assert!(answers.errors.iter().any(|error| error.row == row));
                continue;
            };
            plan.outcomes(&facts, &mut outcomes).unwrap();
            for (target, name) in plan.targets().iter().enumerate() {
                assert_eq!(answers.outcome(row, target), outcomes.get(target), "{row} {name}");
                let reasons = plan.reasons(&facts, &outcomes, target).bits();
                assert_eq!(answers.reasons(target)[row], reasons, "{row} {name}");
            }
            assert_eq!(answers.classes[row], outcomes.classes());
            for of_class in 0..outcomes.classes() {
                for (target, name) in plan.targets().iter().enumerate() {
                    let found = answers.of_class(class, target);
                    assert_eq!(found, outcomes.of_class(target, of_class), "{row} {name}");
                }
                class += 1;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn columns_say_of_filings_what_a_plan_says_of_each(
            filings in proptest::collection::vec(any_filing(), 70),
            on in 0..3_usize,
            known in any::<u64>(),
        ) {
            let mut filings = filings;
            for (at, filing) in filings.iter_mut().enumerate() {
                if known >> (at % 64) & 1 == 1 {
                    filing.institution.jurisdiction = Some("370303".to_owned());
                }
                if at % 7 == 0 {
                    filing.dossier.classes = None;
                }
                if let (3, Some([class, ..])) = (at % 11, filing.dossier.classes.as_deref_mut()) {
                    class.children = Some(-1);
                }
            }
            let on = ["2022-04-11", "2024-07-01", "2026-03-01"][on];
            agree(&filings, on, &["register", "requirements", "price-water"]);
        }
    }
}

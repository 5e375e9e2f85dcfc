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
    // What no finding tells of is nothing to be cured.
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

//! What holds on a day: no interval that does not contain it meets a requirement, and no number runs negative.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::answers::Review;
use crate::facts::{
    Dossier, Fact, HealthEvaluationKind, Institution, Kind, Meals, Premises, Service, derive,
};
use crate::logic::Status;
use crate::properties::exactness::{BOOK, LAW};

/// What is or is not in force on a day, and the requirements that want it to be.
const INTERVALS: [(Fact, &[&str]); 5] = [
    (Fact::LeaseRunning, &["premises-term", "premises-proof"]),
    (Fact::LicenceExpired, &["licence-unexpired"]),
    (Fact::StaffHealthExpired, &["staff-health-current"]),
    (Fact::FoodLicenceExpired, &["food-licence-current"]),
    (Fact::HealthEvaluationMade, &["health-evaluation"]),
];

/// The days that an answer is drawn from; before the first there is no filing.
const FIRST: &str = "2020-02-01";

fn first() -> NaiveDate {
    FIRST.parse().unwrap()
}

/// A day near another one, or not known.
fn near(day: NaiveDate, offset: Option<i64>) -> Option<NaiveDate> {
    let offset = offset?;
    let days = Days::new(offset.unsigned_abs());
    if offset < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

fn offset() -> impl Strategy<Value = Option<i64>> {
    proptest::option::weighted(0.8, prop_oneof![-3..=3_i64, -2_000..=2_000_i64])
}

fn status(review: &Review, id: &str) -> Option<Status> {
    review.findings.iter().find(|finding| finding.id == id).map(|finding| finding.status)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_requirement_is_met_only_by_an_interval_that_contains_the_day(
        day in 0..2_500_u64,
        from in offset(),
        until in offset(),
        ends in proptest::collection::vec(offset(), 3),
        made in offset(),
        received in proptest::option::weighted(0.8, 0..=5_i64),
    ) {
        let day = first().checked_add_days(Days::new(day)).unwrap();
        let (from, until, made) = (near(day, from), near(day, until), near(day, made));
        let until = until.map(|until| from.map_or(until, |from| until.max(from)));
        let ends: Vec<Option<NaiveDate>> = ends.into_iter().map(|end| near(day, end)).collect();
        let received = near(day, received.map(|days| -days));
        let institution = Institution {
            service: Some(Service::Institution),
            premises: Some(Premises::Leased),
            lease_from: from,
            lease_until: until,
            meals: Some(Meals::CookedOnSite),
            ..Institution::default()
        };
        let by_itself = day >= "2022-08-07".parse().unwrap();
        let kinds = [HealthEvaluationKind::EvaluatorReport, HealthEvaluationKind::SelfAssessment];
        let dossier = Dossier {
            received_on: received,
            licence: Some(true),
            licence_valid_until: ends[0],
            premises_proof: Some(true),
            staff_health_certificates: Some(true),
            staff_health_valid_until: ends[1],
            food_licence: Some(true),
            food_licence_valid_until: ends[2],
            health_evaluation: Some(true),
            health_evaluation_kind: Some(kinds[usize::from(by_itself)]),
            health_evaluation_passed: Some(true),
            health_evaluation_on: made,
            ..Dossier::default()
        };
        let review = BOOK.review(&institution, &dossier, day).unwrap();
        let begun = from.map(|from| from <= day);
        let lasting = |until: Option<NaiveDate>| until.map(|until| day <= until);
        // Whether the interval contains the day: some ends that are not known may settle nothing.
        let contains = |fact: Fact| match fact {
            Fact::LeaseRunning => begun.zip(lasting(until)).map(|(begun, lasting)| begun && lasting),
            Fact::LicenceExpired => lasting(ends[0]),
            Fact::StaffHealthExpired => lasting(ends[1]),
            Fact::FoodLicenceExpired => lasting(ends[2]),
            // What was handed in was made, unless its day says that it was not.
            _ => Some(made.is_none_or(|made| made <= day && received.is_none_or(|received| made <= received))),
        };
        for (fact, requirements) in INTERVALS {
            for id in requirements {
                let found = status(&review, id);
                if found == Some(Status::Met) {
                    prop_assert_eq!(contains(fact), Some(true), "{} on {}", id, day);
                }
                // The wording of the article on food licences is sure from its amendment on.
                let sure = *id != "food-licence-current" || day >= "2021-04-29".parse().unwrap();
                if contains(fact) == Some(true) && *id != "premises-term" && sure {
                    prop_assert_eq!(found, Some(Status::Met), "{} on {}", id, day);
                }
            }
        }
        if contains(Fact::LeaseRunning) != Some(true) {
            let hint = status(&review, "lease-remaining");
            prop_assert!(hint.is_none() || contains(Fact::LeaseRunning).is_none(), "{:?}", hint);
        }
    }

    #[test]
    fn a_derived_number_is_within_its_bounds(
        dice in proptest::collection::vec(proptest::option::weighted(0.9, any::<u32>()), Fact::ALL.len()),
    ) {
        let drawn = |fact: Fact| {
            let (low, high) = fact.kind().bounds();
            let die = i64::from(dice[fact as usize]?);
            // Small numbers and days close to each other, as in life.
            Some(match fact.kind() {
                Kind::Date => 730_000 + die % 3_000,
                _ => low + die % ((high - low).min(12) + 1),
            })
        };
        let code = |fact: Fact| match fact {
            Fact::LeaseUntil => {
                drawn(fact).map(|until| until.max(drawn(Fact::LeaseFrom).unwrap_or(until)))
            }
            fact => drawn(fact),
        };
        for fact in Fact::ALL.iter().filter(|fact| fact.record().is_none()) {
            if let Some(derived) = derive(*fact, &code) {
                prop_assert!(derived >= 0 && fact.kind().has(derived), "{} {derived}", fact.name());
            }
        }
    }
}

#[test]
fn every_interval_has_its_requirements() {
    let named: Vec<Fact> = INTERVALS.iter().map(|(fact, _)| *fact).collect();
    let all: Vec<Fact> =
        Fact::ALL.iter().copied().filter(|fact| fact.in_force().is_some()).collect();
    assert_eq!(named, all);
    for (fact, requirements) in INTERVALS {
        for id in requirements {
            let (target, _) = LAW.requirements.iter().find(|(target, _)| target.id == *id).unwrap();
            assert!(target.decision.tied().contains(fact), "{id} does not turn on {}", fact.name());
        }
    }
}

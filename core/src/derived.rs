//! Derived facts: one formula each. Their thresholds are data in the policy files.

use chrono::{Datelike, NaiveDate};

use crate::institution::Fact;
use crate::word::{Choice, Operator, Service};

/// Bodies that run the service themselves, for their staff or as a class: the form that is given is then their own.
const OWN_FORM: [Operator; 5] = [
    Operator::Employer,
    Operator::Kindergarten,
    Operator::MaternalChildHealth,
    Operator::PublicHospital,
    Operator::StateEnterprise,
];

/// What stands for children without any carer: more than any limit allows.
pub(crate) const NO_CARER: i64 = 10_000;

/// What stands for toddler classes where none is approved.
pub(crate) const NO_CLASS: i64 = 100_000;

/// Facts of which the first is never greater than the second; a record that says otherwise cannot be read.
pub(crate) const ORDERED: [(Fact, Fact); 1] = [(Fact::YoungestMonths, Fact::OldestMonths)];

impl Fact {
    /// Whether it says how many children one carer has.
    pub(crate) fn is_ratio(self) -> bool {
        matches!(self, Self::ChildrenPerCarer | Self::FamilyChildrenPerCarer)
    }

    /// For what is or is not in force on the day of the answer, the code that says that it is.
    pub(crate) fn in_force(self) -> Option<i64> {
        match self {
            Self::LeaseRunning | Self::HealthEvaluationMade => Some(1),
            Self::LicenceExpired | Self::StaffHealthExpired | Self::FoodLicenceExpired => Some(0),
            _ => None,
        }
    }

    /// Whether it is settled whatever is known: what no fact says is then "no".
    pub(crate) fn is_presumed(self) -> bool {
        self == Self::FormOfOperator
    }

    /// Whether a value of the fact makes a presumed one "yes".
    pub(crate) fn rebuts(self, code: i64) -> bool {
        match self {
            Self::Operator => OWN_FORM.iter().any(|operator| operator.position() == code),
            Self::Service => code == Service::KindergartenClass.position(),
            _ => false,
        }
    }
}

/// The code of a derived fact, as soon as its sources settle it.
pub(crate) fn derive(fact: Fact, code: &impl Fn(Fact) -> Option<i64>) -> Option<i64> {
    match fact {
        Fact::LeaseMonths => {
            Some(months(day(code(Fact::LeaseFrom)?)?, day(code(Fact::LeaseUntil)?)?))
        }
        Fact::LeaseRunning => lease_running(code).map(i64::from),
        Fact::LeaseMonthsLeft => match lease_running(code)? {
            true => Some(months(day(code(Fact::Day)?)?, day(code(Fact::LeaseUntil)?)?)),
            false => Some(0),
        },
        Fact::FormOfOperator => {
            let rebutted = |source: &Fact| code(*source).is_some_and(|code| source.rebuts(code));
            Some(i64::from(fact.sources().iter().any(rebutted)))
        }
        Fact::ChildrenPerCarer => ratio(code(Fact::ClassChildren), code(Fact::ClassCarers)),
        Fact::FamilyChildrenPerCarer => ratio(code(Fact::Children), code(Fact::Carers)),
        Fact::ToddlerShare => {
            let (toddler, approved) = (code(Fact::ToddlerClasses)?, code(Fact::ApprovedClasses)?);
            Some(if approved == 0 { NO_CLASS } else { (100 * toddler).div_ceil_of(approved) })
        }
        Fact::ClassesOverApproved => {
            let classes = code(Fact::ToddlerClasses)? + code(Fact::OtherClasses)?;
            Some((classes - code(Fact::ApprovedClasses)?).max(0))
        }
        Fact::LicenceExpired => expired(code(Fact::LicenceValidUntil)?, code(Fact::Day)?),
        Fact::StaffHealthExpired => expired(code(Fact::StaffHealthValidUntil)?, code(Fact::Day)?),
        Fact::FoodLicenceExpired => expired(code(Fact::FoodLicenceValidUntil)?, code(Fact::Day)?),
        Fact::HealthEvaluationMade => {
            let made = code(Fact::HealthEvaluationOn)?;
            no_later(made, code(Fact::Day), code(Fact::ReceivedOn)).map(i64::from)
        }
        _ => None,
    }
}

/// Whether the lease has begun and has not ended; one end settles it where the day is beyond that end.
fn lease_running(code: &impl Fn(Fact) -> Option<i64>) -> Option<bool> {
    let day = code(Fact::Day)?;
    let begun = code(Fact::LeaseFrom).map(|from| from <= day);
    let lasting = code(Fact::LeaseUntil).map(|until| day <= until);
    both(begun, lasting)
}

fn no_later(made: i64, day: Option<i64>, received: Option<i64>) -> Option<bool> {
    both(day.map(|day| made <= day), received.map(|received| made <= received))
}

/// Whether both hold, as soon as one that does not, or both that do, are known.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn expired(until: i64, on: i64) -> Option<i64> {
    Some(i64::from(until < on))
}

/// Children to one carer, rounded up: at most three to one is the same as carers of at least a third, rounded up.
fn ratio(children: Option<i64>, carers: Option<i64>) -> Option<i64> {
    match (children, carers) {
        (Some(0), _) => Some(0),
        (Some(_), Some(0)) => Some(NO_CARER),
        (Some(children), Some(carers)) => Some(children.div_ceil_of(carers)),
        _ => None,
    }
}

/// Division rounded up, of numbers that are not negative.
trait DivCeil {
    fn div_ceil_of(self, divisor: Self) -> Self;
}

impl DivCeil for i64 {
    fn div_ceil_of(self, divisor: Self) -> Self {
        (self + divisor - 1) / divisor
    }
}

fn day(code: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(code).ok()?)
}

/// Whole months from the first to the last day, both included; none where the last is earlier.
///
/// From 1 September to 31 August is twelve months; a day less is eleven. From 31 January to 28 February of a
/// common year is one month: where the corresponding day is missing, the last of the month is the last day
/// (民法典 第二百零二条).
fn months(first: NaiveDate, last: NaiveDate) -> i64 {
    let Some(after) = last.succ_opt() else { return 0 };
    let whole = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    (whole(after) - whole(first) - i64::from(after.day() < first.day())).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(first: &str, last: &str) -> i64 {
        months(first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn a_lease_of_three_years_includes_its_last_day() {
        assert_eq!(between("2021-09-01", "2024-08-31"), 36);
        assert_eq!(between("2021-09-01", "2024-08-30"), 35);
        assert_eq!(between("2021-09-15", "2024-09-14"), 36);
        assert_eq!(between("2021-09-15", "2024-09-13"), 35);
        assert_eq!(between("2021-02-28", "2024-02-27"), 36);
        assert_eq!(between("2024-03-11", "2024-08-31"), 5);
        assert_eq!(between("2024-09-01", "2024-08-31"), 0);
    }

    #[test]
    fn a_month_without_the_corresponding_day_ends_with_its_last() {
        assert_eq!(between("2023-01-31", "2023-02-27"), 0);
        assert_eq!(between("2023-01-31", "2023-02-28"), 1);
        assert_eq!(between("2024-01-31", "2024-02-28"), 0);
        assert_eq!(between("2024-01-30", "2024-02-29"), 1);
        assert_eq!(between("2023-01-29", "2023-02-27"), 0);
        assert_eq!(between("2023-08-31", "2023-10-29"), 1);
        assert_eq!(between("2023-08-31", "2023-10-30"), 2);
        assert_eq!(between("2021-02-28", "2024-02-26"), 35);
        assert_eq!(between("2021-03-01", "2024-02-28"), 35);
        assert_eq!(between("2021-03-01", "2024-02-29"), 36);
        assert_eq!(between("2024-02-29", "2027-02-27"), 35);
        assert_eq!(between("2024-02-29", "2027-02-28"), 36);
        assert_eq!(between("2024-02-29", "2028-02-28"), 48);
    }

    #[test]
    fn months_never_run_backwards() {
        assert_eq!(between("2026-06-01", "2023-12-31"), 0);
        assert_eq!(between("2024-03-31", "2024-02-29"), 0);
        let first: NaiveDate = "2023-12-20".parse().unwrap();
        let days: Vec<NaiveDate> = first.iter_days().take(900).collect();
        for from in &days[..80] {
            let terms: Vec<i64> = days.iter().map(|last| months(*from, *last)).collect();
            assert!(terms.is_sorted() && terms[0] == 0, "{from}");
        }
    }

    #[test]
    fn three_children_to_one_carer_is_a_third_of_the_children_rounded_up() {
        for children in 0..60_i64 {
            for carers in 0..30_i64 {
                for most in [3, 5, 7] {
                    let enough =
                        carers >= children.div_euclid(most) + i64::from(children % most > 0);
                    let found = ratio(Some(children), Some(carers)).unwrap() <= most;
                    assert_eq!(found, enough, "{children} children, {carers} carers");
                }
            }
        }
    }

    #[test]
    fn nothing_is_derived_from_an_unknown_source() {
        assert_eq!(ratio(Some(9), None), None);
        assert_eq!(ratio(None, Some(3)), None);
        assert_eq!(derive(Fact::LeaseMonths, &|_| None), None);
    }
}

//! Derived facts: one formula each. Their thresholds are data in the policy files.

use chrono::{Datelike, NaiveDate};

use crate::institution::Fact;

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
}

/// The code of a derived fact, as soon as its sources settle it.
pub(crate) fn derive(fact: Fact, code: &impl Fn(Fact) -> Option<i64>) -> Option<i64> {
    match fact {
        Fact::LeaseMonths => {
            Some(months(day(code(Fact::LeaseFrom)?)?, day(code(Fact::LeaseUntil)?)?).max(0))
        }
        Fact::LeaseMonthsLeft => {
            Some(months(day(code(Fact::Day)?)?, day(code(Fact::LeaseUntil)?)?))
        }
        Fact::ChildrenPerCarer => ratio(code(Fact::ClassChildren), code(Fact::ClassCarers)),
        Fact::FamilyChildrenPerCarer => ratio(code(Fact::Children), code(Fact::Carers)),
        Fact::ToddlerShare => {
            let (toddler, approved) = (code(Fact::ToddlerClasses)?, code(Fact::ApprovedClasses)?);
            Some(if approved == 0 { NO_CLASS } else { (100 * toddler).div_ceil_of(approved) })
        }
        Fact::ClassesOverApproved => Some(
            code(Fact::ToddlerClasses)? + code(Fact::OtherClasses)? - code(Fact::ApprovedClasses)?,
        ),
        Fact::LicenceExpired => expired(code(Fact::LicenceValidUntil)?, code(Fact::Day)?),
        Fact::StaffHealthExpired => expired(code(Fact::StaffHealthValidUntil)?, code(Fact::Day)?),
        Fact::FoodLicenceExpired => expired(code(Fact::FoodLicenceValidUntil)?, code(Fact::Day)?),
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

/// Whole months from the first to the last day, the last included; negative where the last is earlier.
///
/// From 1 September to 31 August is twelve months; a day less is eleven. From 31 January to 28 February of a
/// common year is one month, since the corresponding day is missing and the last of the month stands for it.
fn months(first: NaiveDate, last: NaiveDate) -> i64 {
    let Some(after) = last.succ_opt() else { return 0 };
    let whole = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = whole(after) - whole(first);
    let last_of_month =
        |day: NaiveDate| day.succ_opt().is_none_or(|next| next.month() != day.month());
    let short = after.day() < first.day() && !last_of_month(after);
    months - i64::from(short)
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

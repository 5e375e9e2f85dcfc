//! Derived facts: one formula each. Their thresholds are data in the policy files.

use chrono::{Datelike, NaiveDate};

use crate::facts::dossier::MOST_CLASSES;
use crate::facts::jurisdiction::day_of;
use crate::facts::records::Fact;
use crate::facts::terms::Choice;
use crate::facts::terms::sets::{Operator, Service};

/// Bodies that run the service themselves, for their staff or as a class: the form that is given is then their own.
const OWN_FORM: [Operator; 5] = [
    Operator::Employer,
    Operator::Kindergarten,
    Operator::MaternalChildHealth,
    Operator::PublicHospital,
    Operator::StateEnterprise,
];

/// Ratio of children without any carer: more than any limit allows.
pub const NO_CARER: i64 = 10_000;

/// Share of toddler classes where no class is approved.
pub const NO_CLASS: i64 = 100_000;

/// Facts of which the first is never greater than the second; a record that says otherwise cannot be read.
pub const ORDERED: [(Fact, Fact); 1] = [(Fact::YoungestMonths, Fact::OldestMonths)];

impl Fact {
    /// Tells whether it is computed from others.
    pub fn is_derived(self) -> bool {
        self != Self::Day && self.record().is_none()
    }

    /// Tells whether it says how many children one carer has.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::ChildrenPerCarer | Self::FamilyChildrenPerCarer)
    }

    /// For what is or is not in force on the day of the answer, the code that says that it is.
    pub fn in_force(self) -> Option<i64> {
        match self {
            Self::LeaseRunning | Self::HealthEvaluationMade => Some(1),
            Self::LicenceExpired | Self::StaffHealthExpired | Self::FoodLicenceExpired => Some(0),
            _ => None,
        }
    }

    /// Tells whether it is settled whatever is known: what no fact says is then "no".
    pub fn is_presumed(self) -> bool {
        self == Self::FormOfOperator
    }

    /// Tells whether a value of the fact makes a presumed one "yes".
    pub fn rebuts(self, code: i64) -> bool {
        match self {
            Self::Operator => OWN_FORM.iter().any(|operator| operator.position() == code),
            Self::Service => code == Service::KindergartenClass.position(),
            _ => false,
        }
    }
}

/// The code of a derived fact, as soon as its sources settle it.
pub fn derive(fact: Fact, code: &impl Fn(Fact) -> Option<i64>) -> Option<i64> {
    match fact {
        Fact::LeaseMonths => {
            Some(months(day_of(code(Fact::LeaseFrom)?)?, day_of(code(Fact::LeaseUntil)?)?))
        }
        Fact::LeaseRunning => lease_running(code).map(i64::from),
        Fact::LeaseMonthsLeft => match lease_running(code)? {
            true => Some(months(day_of(code(Fact::Day)?)?, day_of(code(Fact::LeaseUntil)?)?)),
            false => Some(0),
        },
        Fact::FormOfOperator => {
            let rebutted = |source: &Fact| code(*source).is_some_and(|code| source.rebuts(code));
            Some(i64::from(fact.sources().iter().any(rebutted)))
        }
        Fact::ChildrenPerCarer => ratio(code(Fact::ClassChildren), code(Fact::ClassCarers)),
        Fact::FamilyChildrenPerCarer => ratio(code(Fact::Children), code(Fact::Carers)),
        Fact::ToddlerShare => match code(Fact::ApprovedClasses)? {
            0 => Some(NO_CLASS),
            approved => Some((100 * code(Fact::ToddlerClasses)?).div_ceil_of(approved)),
        },
        Fact::ClassesMiscounted => Some((code(Fact::ToddlerClasses)? - code(Fact::Classes)?).abs()),
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

/// Tells whether the lease has begun and has not ended; one end settles it where the day is beyond that end.
fn lease_running(code: &impl Fn(Fact) -> Option<i64>) -> Option<bool> {
    let day = code(Fact::Day)?;
    let begun = code(Fact::LeaseFrom).map(|from| from <= day);
    let lasting = code(Fact::LeaseUntil).map(|until| day <= until);
    both(begun, lasting)
}

fn no_later(made: i64, day: Option<i64>, received: Option<i64>) -> Option<bool> {
    both(day.map(|day| made <= day), received.map(|received| made <= received))
}

/// Tells whether both hold, as soon as one that does not, or both that do, are known.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Tells whether the sources that are not known leave a derived fact of a dossier a code within bounds.
pub fn attainable(fact: Fact, code: &impl Fn(Fact) -> Option<i64>, low: i64, high: i64) -> bool {
    match fact {
        Fact::ChildrenPerCarer => {
            ratio_attainable(Fact::ClassChildren, Fact::ClassCarers, code, low, high)
        }
        Fact::FamilyChildrenPerCarer => {
            ratio_attainable(Fact::Children, Fact::Carers, code, low, high)
        }
        Fact::ToddlerShare => share_attainable(code, low, high),
        Fact::ClassesOverApproved => {
            let added = [Fact::ToddlerClasses, Fact::OtherClasses];
            let (least, most) = difference(&added, Fact::ApprovedClasses, code);
            least.max(0) <= high && low <= most.max(0)
        }
        Fact::ClassesMiscounted => {
            let (least, most) = difference(&[Fact::ToddlerClasses], Fact::Classes, code);
            let nearest = least.max(-most).max(0);
            nearest <= high && low <= most.max(-least)
        }
        _ => true,
    }
}

fn ratio_attainable(
    children: Fact,
    carers: Fact,
    code: &impl Fn(Fact) -> Option<i64>,
    low: i64,
    high: i64,
) -> bool {
    let within = |value: i64| (low..=high).contains(&value);
    let ((_, most_children), (_, most_carers)) = (bounds(children), bounds(carers));
    match (code(children), code(carers)) {
        (Some(children), None) => {
            within(NO_CARER) || quotient_attainable(children, most_carers, low, high)
        }
        (None, Some(0)) => within(0) || within(NO_CARER),
        (None, Some(carers)) => high >= 0 && low <= most_children.div_ceil_of(carers),
        _ => true,
    }
}

fn share_attainable(code: &impl Fn(Fact) -> Option<i64>, low: i64, high: i64) -> bool {
    let within = |value: i64| (low..=high).contains(&value);
    let (_, most) = bounds(Fact::ToddlerClasses);
    match (code(Fact::ToddlerClasses), code(Fact::ApprovedClasses)) {
        (Some(0), None) => within(0) || within(NO_CLASS),
        (Some(toddler), None) => {
            let (_, most) = bounds(Fact::ApprovedClasses);
            within(NO_CLASS) || quotient_attainable(100 * toddler, most, low, high)
        }
        (None, Some(approved)) if approved > 0 => {
            // The fewest classes that reach the lower bound.
            let fewest = ((low - 1) * approved).div_euclid(100) + 1;
            let toddler = fewest.max(0);
            toddler <= most && (100 * toddler).div_ceil_of(approved) <= high
        }
        _ => true,
    }
}

/// Tells whether a number above zero, divided by some number from one on and rounded up, falls within bounds.
fn quotient_attainable(number: i64, most: i64, low: i64, high: i64) -> bool {
    if high < 1 {
        return false;
    }
    // The least divisor that gets below the upper bound gets there by the least.
    let divisor = number.div_ceil_of(high);
    divisor <= most && number.div_ceil_of(divisor) >= low
}

/// The least and the greatest that some numbers are together, less another one.
fn difference(added: &[Fact], taken: Fact, code: &impl Fn(Fact) -> Option<i64>) -> (i64, i64) {
    let range = |fact: Fact| code(fact).map_or_else(|| bounds(fact), |code| (code, code));
    let sums = added.iter().map(|fact| range(*fact));
    let (least, most) = sums.fold((0, 0), |sum, range| (sum.0 + range.0, sum.1 + range.1));
    let taken = range(taken);
    (least - taken.1, most - taken.0)
}

/// The least and the greatest code of a source.
fn bounds(fact: Fact) -> (i64, i64) {
    match fact {
        Fact::Classes => (1, i64::try_from(MOST_CLASSES).unwrap_or(i64::MAX)),
        fact => fact.kind().bounds(),
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
    fn derived_fact_has_exactly_the_values_that_its_sources_make() {
        let facts = [
            Fact::ChildrenPerCarer,
            Fact::FamilyChildrenPerCarer,
            Fact::ToddlerShare,
            Fact::ClassesOverApproved,
            Fact::ClassesMiscounted,
        ];
        let known = [0, 1, 2, 3, 7, 19, 20, 30, 99, 100, 101, 1_000];
        let intervals = [
            (0, 0),
            (0, 3),
            (1, 1),
            (4, 5),
            (6, 7),
            (8, 30),
            (31, 33),
            (34, 9_999),
            (1, 2_000),
            (971, 1_000),
            (NO_CARER, NO_CARER),
            (NO_CLASS, NO_CLASS),
        ];
        for fact in facts {
            for unknown in fact.sources() {
                for code in known {
                    for other in known {
                        if fact.sources().len() == 2 && other != code {
                            continue;
                        }
                        // Of three sources the last that is known has a code of its own.
                        let last = fact.sources().last().copied();
                        let given = |source: Fact| match source {
                            source if source == *unknown => None,
                            source if Some(source) == last => Some(other),
                            _ => Some(code),
                        };
                        if given(Fact::Classes) == Some(0) && fact == Fact::ClassesMiscounted {
                            continue;
                        }
                        let (least, most) = bounds(*unknown);
                        let with = |value| {
                            move |source| {
                                if source == *unknown { Some(value) } else { given(source) }
                            }
                        };
                        let found: Vec<i64> =
                            (least..=most).filter_map(|value| derive(fact, &with(value))).collect();
                        for (low, high) in intervals {
                            let some = found.iter().any(|value| (low..=high).contains(value));
                            let settled = derive(fact, &given);
                            let told = match settled {
                                Some(value) => (low..=high).contains(&value),
                                None => attainable(fact, &given, low, high),
                            };
                            assert_eq!(
                                told, some,
                                "{fact:?} {unknown:?} {code} {other} {low}..{high}"
                            );
                        }
                    }
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

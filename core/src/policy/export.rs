//! The conditions of the book in a neutral form, for other engines, diagrams and reviews.

use chrono::NaiveDate;
use serde::Serialize;

use crate::error::Error;
use crate::facts::{EPOCH, Fact, day_code};
use crate::logic::{Condition, Era};
use crate::policy::book::{PolicyBook, check_day};
use crate::policy::law::Compiler;

/// 条件: a condition over facts, without the day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Logic {
    /// Every part holds; an empty one always does.
    All(Vec<Logic>),
    /// At least one part holds; an empty one never does.
    Any(Vec<Logic>),
    /// The part does not hold.
    Not(Box<Logic>),
    /// A fact has a code within one of the ranges, whose ends are included.
    Test {
        /// Name of the fact.
        fact: &'static str,
        /// Codes: 0 and 1 for no and yes, positions of words, bits of sets of words, numbers themselves, days
        /// counted from 1970-01-01, places as their code with three digits behind it.
        codes: Vec<(i64, i64)>,
    },
}

/// 事项的条件: when a target is met on one day, and where the text does not settle it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct TargetLogic {
    /// The support, the step, or `register/` and the department.
    pub target: String,
    /// Condition under which it is met.
    pub met: Logic,
    /// Condition under which the text is silent; wherever neither holds, it is not met.
    pub unsettled: Logic,
}

/// 词: a fact as conditions name it, with its Chinese term and those of its values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogicFact {
    /// Name of the fact.
    pub name: &'static str,
    /// Chinese term.
    pub label: &'static str,
    /// Names and Chinese terms of its values, where it has a closed set of them.
    pub values: Vec<(&'static str, &'static str)>,
}

/// Every fact that a condition may test, in the order of the vocabulary; derived facts too.
pub fn logic_facts() -> Vec<LogicFact> {
    let term = |fact: &Fact| LogicFact {
        name: fact.name(),
        label: fact.term(),
        values: fact.kind().words().iter().map(|word| (word.name, word.label)).collect(),
    };
    Fact::ALL.iter().map(term).collect()
}

/// Name of the target that says where the institution is registered.
pub const REGISTER: &str = "register";

/// Name of the target that says whether a department registers the institution.
pub fn of_department(id: &str) -> String {
    format!("{REGISTER}/{id}")
}

impl PolicyBook {
    /// 条件: of every support, step and registering department, as the files put them on a day. Conflicts
    /// between facts are not part of it.
    ///
    /// # Errors
    /// A day outside 1900 to 2199.
    pub fn logic(&self, as_of: NaiveDate) -> Result<Vec<TargetLogic>, Error> {
        check_day(as_of)?;
        let on = day_code(as_of);
        let all = Compiler::new(&self.rules, Era::default());
        let own = all.supports().into_iter().chain(all.steps());
        let authorities = all.authorities().0.into_iter();
        let authorities = authorities.map(|(id, rules, draft)| (of_department(&id), rules, draft));
        let logic = own.chain(authorities).map(|(name, _, draft)| {
            let (met, unsettled) = (on_day(&draft.met, on), on_day(&draft.silent(), on));
            TargetLogic { target: name, met, unsettled }
        });
        Ok(logic.collect())
    }
}

const ALWAYS: Logic = Logic::All(Vec::new());
const NEVER: Logic = Logic::Any(Vec::new());

/// The condition with the day put in, and what that settles left out.
fn on_day(condition: &Condition, on: i64) -> Logic {
    match condition {
        Condition::Test(Fact::Day, days) if days.contains(on) => ALWAYS,
        Condition::Test(Fact::Day, _) => NEVER,
        Condition::Test(fact, codes) => {
            let shift = if fact.kind() == crate::facts::Kind::Date { EPOCH } else { 0 };
            let codes = codes.bounds().iter().map(|(low, high)| (low - shift, high - shift));
            Logic::Test { fact: fact.name(), codes: codes.collect() }
        }
        Condition::Not(part) => match on_day(part, on) {
            Logic::Not(part) => *part,
            Logic::All(parts) if parts.is_empty() => NEVER,
            Logic::Any(parts) if parts.is_empty() => ALWAYS,
            part => Logic::Not(Box::new(part)),
        },
        Condition::All(parts) => joined(parts, on, true),
        Condition::Any(parts) => joined(parts, on, false),
    }
}

/// Every part, or any: each once, without those that change nothing.
fn joined(parts: &[Condition], on: i64, every: bool) -> Logic {
    let mut kept: Vec<Logic> = Vec::new();
    let mut keep = |part: Logic| {
        if !kept.contains(&part) {
            kept.push(part);
        }
    };
    for part in parts {
        match (on_day(part, on), every) {
            (Logic::Any(parts), true) if parts.is_empty() => return NEVER,
            (Logic::All(parts), false) if parts.is_empty() => return ALWAYS,
            (Logic::All(parts), true) | (Logic::Any(parts), false) => {
                parts.into_iter().for_each(&mut keep);
            }
            (part, _) => keep(part),
        }
    }
    match (kept.len(), every) {
        (1, _) => kept.pop().unwrap_or(ALWAYS),
        (_, true) => Logic::All(kept),
        (_, false) => Logic::Any(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_put_in() {
        let book = PolicyBook::bundled().unwrap();
        let on = |day: &str| {
            let logic = book.logic(day.parse().unwrap()).unwrap();
            logic.into_iter().find(|logic| logic.target == "vat-exemption").unwrap()
        };
        assert_eq!(on("1950-01-01").met, NEVER);
        let text = format!("{:?}", on("2026-03-01"));
        assert!(text.contains("separate_accounting"), "{text}");
        assert!(!text.contains("as_of"), "{text}");
    }
}

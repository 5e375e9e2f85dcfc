//! The conditions of the book, and how each peer writes them.

use chrono::NaiveDate;
use serde::Serialize;
use tuoyu::{Error, FactSummary, Logic, PolicyBook, TargetLogic};

/// The day that everything is asked for.
pub const AS_OF: &str = "2026-03-01";

/// What every engine is given.
#[derive(Serialize)]
pub struct Rules {
    pub as_of: NaiveDate,
    pub targets: Vec<TargetLogic>,
    /// The facts that the conditions test.
    pub facts: Vec<FactSummary>,
}

impl Rules {
    pub fn of(book: &PolicyBook, as_of: NaiveDate) -> Result<Self, Error> {
        let targets = book.logic(as_of)?;
        let mut tested = Vec::new();
        for target in &targets {
            tested_facts(&target.met, &mut tested);
            tested_facts(&target.unsettled, &mut tested);
        }
        let facts: Vec<FactSummary> = book
            .vocabulary()
            .into_iter()
            .filter(|fact| tested.contains(&fact.name.as_str()))
            .collect();
        assert_eq!(
            facts.len(),
            tested.len(),
            "a condition tests more than fields of an institution"
        );
        Ok(Self { as_of, targets, facts })
    }

    /// What an engine has to decide; what the day alone settles is left out.
    pub fn conditions(&self, asked: Asked) -> Vec<Condition<'_>> {
        let all = |met: bool| {
            self.targets.iter().enumerate().map(move |(target, of)| Condition {
                target,
                met,
                logic: if met { &of.met } else { &of.unsettled },
            })
        };
        let unsettled = all(false).filter(|_| asked == Asked::Outcome);
        let of_all = all(true).chain(unsettled);
        of_all.filter(|condition| constant(condition.logic).is_none()).collect()
    }

    /// A condition in an engine's words.
    pub fn text(&self, condition: &Condition<'_>, dialect: &Dialect) -> String {
        self.write(condition.logic, dialect, true)
    }

    /// When a condition is known not to hold, for an engine without a third value.
    pub fn text_of_not(&self, condition: &Condition<'_>, dialect: &Dialect) -> String {
        self.write(condition.logic, dialect, false)
    }

    fn write(&self, logic: &Logic, dialect: &Dialect, wanted: bool) -> String {
        let joined = |parts: &[Logic], all: bool| {
            let (with, empty) = if all { (dialect.and, "true") } else { (dialect.or, "false") };
            match parts {
                [] => empty.to_owned(),
                [only] => self.write(only, dialect, wanted),
                parts => {
                    let parts: Vec<String> =
                        parts.iter().map(|part| self.write(part, dialect, wanted)).collect();
                    format!("({})", parts.join(with))
                }
            }
        };
        match logic {
            Logic::All(parts) => joined(parts, wanted),
            Logic::Any(parts) => joined(parts, !wanted),
            Logic::Not(part) if dialect.rails => self.write(part, dialect, !wanted),
            Logic::Not(part) => format!("{}({})", dialect.not, self.write(part, dialect, wanted)),
            Logic::Test { fact, codes } => self.test(fact, codes, dialect, wanted),
        }
    }

    fn test(&self, fact: &str, codes: &[(i64, i64)], dialect: &Dialect, wanted: bool) -> String {
        let name = format!("{}{fact}", dialect.prefix);
        let summary = self.facts.iter().find(|known| known.name == fact);
        let (kind, words) = summary.map_or(("", 0), |fact| (fact.kind.as_str(), fact.words.len()));
        let last = i64::try_from(words).unwrap_or_default() - 1;
        let text = match (kind, codes) {
            ("bool", [(0, 0)]) if dialect.rails => return format!("{name} == {}", !wanted),
            ("bool", [(1, 1)]) if dialect.rails => return format!("{name} == {wanted}"),
            ("bool", [(0, 0)]) => format!("{}{name}", dialect.not),
            ("bool", [(1, 1)]) => name.clone(),
            _ => {
                let ranges: Vec<String> = codes
                    .iter()
                    .map(|(low, high)| match (*low <= 0, kind == "choice" && *high >= last) {
                        _ if low == high => format!("{name} == {low}"),
                        (true, _) => format!("{name} <= {high}"),
                        (_, true) => format!("{name} >= {low}"),
                        _ => format!("({name} >= {low}{}{name} <= {high})", dialect.and),
                    })
                    .collect();
                match ranges.as_slice() {
                    [only] => only.clone(),
                    _ => format!("({})", ranges.join(dialect.or)),
                }
            }
        };
        match (dialect.rails, wanted) {
            (false, _) => text,
            (true, true) => format!("({name} != null{}{text})", dialect.and),
            (true, false) => format!("({name} != null{}{}({text}))", dialect.and, dialect.not),
        }
    }
}

/// What is asked of an engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// Whether each target is met, and no more.
    Met,
    /// Whether it is met, not met, or not settled by the text, as tuoyu answers.
    Outcome,
}

impl Asked {
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Outcome => "outcome",
        }
    }
}

/// One of the two conditions of a target.
pub struct Condition<'a> {
    pub target: usize,
    /// When it is met; else where the text is silent.
    pub met: bool,
    pub logic: &'a Logic,
}

/// What a condition without tests always is.
pub fn constant(logic: &Logic) -> Option<bool> {
    match logic {
        Logic::All(parts) if parts.is_empty() => Some(true),
        Logic::Any(parts) if parts.is_empty() => Some(false),
        _ => None,
    }
}

/// How an engine spells the same condition.
pub struct Dialect {
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
    /// What stands before the name of a fact.
    pub prefix: &'static str,
    /// Whether unknown facts are told apart by a second condition instead of by the engine.
    pub rails: bool,
}

fn tested_facts(logic: &Logic, into: &mut Vec<&'static str>) {
    match logic {
        Logic::All(parts) | Logic::Any(parts) => {
            parts.iter().for_each(|part| tested_facts(part, into));
        }
        Logic::Not(part) => tested_facts(part, into),
        Logic::Test { fact, .. } if into.contains(fact) => {}
        Logic::Test { fact, .. } => into.push(fact),
    }
}

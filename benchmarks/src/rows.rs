//! Institutions by chance, without conflicts.

use serde::Serialize;
use tuoyu::{Error, FactSummary, Institution, PolicyBook};

use crate::rules::Rules;

pub const SEED: u64 = 20_260_301;

/// Two of the district, one beside it, one of another province.
const PLACES: [&str; 4] = ["370303", "370303", "370321", "110101"];

/// One fact in twenty is unknown where any is.
const UNKNOWN_ONE_IN: u32 = 20;

/// One institution, as tuoyu reads it and as the peers do.
#[derive(Clone, Serialize)]
pub struct Row {
    pub institution: Institution,
    /// By fact, in the order of the rules.
    pub codes: Vec<Option<i64>>,
}

/// Whether every fact that the conditions test is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    Complete,
    WithUnknowns,
}

impl Fill {
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::WithUnknowns => "unknowns",
        }
    }
}

pub fn draw(
    book: &PolicyBook,
    rules: &Rules,
    facts: Fill,
    count: usize,
    seed: u64,
) -> Result<Vec<Row>, Error> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut rows = Vec::with_capacity(count);
    while rows.len() < count {
        let row = one(rules, facts, &mut dice)?;
        if book.register(&row.institution, rules.as_of)?.conflicts.is_empty() {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn one(rules: &Rules, facts: Fill, dice: &mut fastrand::Rng) -> Result<Row, Error> {
    let mut record = serde_json::Map::new();
    let mut codes = Vec::with_capacity(rules.facts.len());
    for fact in &rules.facts {
        let (value, code) = value(fact, dice);
        let unknown = facts == Fill::WithUnknowns && dice.u32(0..UNKNOWN_ONE_IN) == 0;
        if !unknown {
            record.insert(fact.name.clone(), value);
        }
        codes.push((!unknown).then_some(code));
    }
    let institution = Institution::from_json(&serde_json::Value::Object(record).to_string())?;
    Ok(Row { institution, codes })
}

fn value(fact: &FactSummary, dice: &mut fastrand::Rng) -> (serde_json::Value, i64) {
    match fact.kind.as_str() {
        "bool" => {
            let yes = dice.bool();
            (yes.into(), i64::from(yes))
        }
        "choice" => {
            let position = dice.usize(0..fact.words.len());
            (fact.words[position].as_str().into(), position as i64)
        }
        "place" => {
            let place = PLACES[dice.usize(0..PLACES.len())];
            (place.into(), place.parse::<i64>().map_or(0, |code| code * 1000))
        }
        other => panic!("{} is a {other}, of which no value can be drawn", fact.name),
    }
}

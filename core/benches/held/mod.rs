//! Columns as Arrow has them: bits, words by key, numbers; each value missing one time in twenty, or never.

#![allow(dead_code, reason = "not every benchmark needs all of it")]

use std::collections::HashMap;

use tuoyu::{Answers, Bits, Column, Integers, Plan, PolicyBook, Values};

/// Bytes of the outcomes of answers; targets that never differ share theirs.
pub(crate) fn bytes_of(answers: &Answers, plan: &Plan) -> usize {
    let targets = 0..plan.targets().len();
    let planes = targets.flat_map(|target| [answers.met(target), answers.decided(target)]);
    let planes: HashMap<_, _> = planes.map(|of| (of.as_ptr(), size_of_val(of))).collect();
    planes.into_values().sum()
}

/// The memory of one column.
pub(crate) struct Held {
    name: String,
    bits: Vec<u8>,
    valid: Vec<u8>,
    keys: Vec<i32>,
    words: Vec<String>,
    numbers: Vec<i32>,
    kind: String,
}

/// A column for each fact of the institution that has one value.
pub(crate) fn held(book: &PolicyBook, rows: usize) -> Vec<Held> {
    let mut state = 0x5eed_u64;
    let mut dice = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let wanted = ["bool", "choice", "int", "date", "place"];
    let facts = book.vocabulary().into_iter();
    facts
        .filter(|fact| wanted.contains(&fact.kind.as_str()))
        .filter(|fact| !fact.name.starts_with("lease"))
        .map(|fact| {
            let words = match fact.kind.as_str() {
                "place" => vec!["370303".to_owned(), "370321".to_owned()],
                _ => fact.words.clone(),
            };
            let most = words.len().max(1) as u64;
            let is = |kind: &str| if fact.kind == kind { rows } else { 0 };
            let keyed = if words.is_empty() { 0 } else { rows };
            let known = dice() % 8;
            Held {
                // One in twenty, in a pattern that no other column has.
                valid: (0..rows.div_ceil(8))
                    .map(|at| if (at as u64 + known) % 5 < 2 { !(1 << (dice() % 8)) } else { 255 })
                    .collect(),
                bits: (0..is("bool").div_ceil(8)).map(|_| dice() as u8).collect(),
                keys: (0..keyed).map(|_| (dice() % most) as i32).collect(),
                numbers: (0..is("int")).map(|_| (dice() % 5 + 1) as i32).collect(),
                name: fact.name,
                kind: fact.kind,
                words,
            }
        })
        .collect()
}

impl Held {
    pub(crate) fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    pub(crate) fn column<'a>(&'a self, words: &'a [&'a str], missing: bool) -> Column<'a> {
        let values = match self.kind.as_str() {
            "bool" => Values::Bits(Bits { bytes: &self.bits, offset: 0 }),
            "int" => Values::Integers(Integers::Int32(&self.numbers)),
            _ => Values::Words { keys: Integers::Int32(&self.keys), words },
        };
        let valid = missing.then_some(Bits { bytes: &self.valid, offset: 0 });
        Column { name: &self.name, values, valid }
    }

    /// Bytes that an answer reads of it.
    pub(crate) fn bytes(&self, missing: bool) -> usize {
        let valid = if missing { self.valid.len() } else { 0 };
        self.bits.len() + 4 * (self.keys.len() + self.numbers.len()) + valid
    }
}

//! JSONLogic in datalogic-rs: the conditions compiled once, a session whose arena is kept, data parsed beforehand.

use std::cell::RefCell;
use std::hint::black_box;

use datalogic_rs::{Engine, Logic as Compiled, ParsedData, Session};
use serde_json::{Value, json};
use tuoyu::Logic;

use crate::peer::{Decided, Peer, ready_json};
use tuoyu_benchmarks::rows::{Fill, Row};
use tuoyu_benchmarks::rules::{Asked, Condition, Rules};

/// Every condition as one rule: the list of what each of them gives.
pub fn rule(rules: &Rules, asked: Asked, fill: Fill) -> Value {
    let written = |condition: &Condition<'_>| {
        let unknowns = fill == Fill::WithUnknowns;
        let mut rails = vec![write(rules, condition.logic, true, unknowns)];
        rails.extend(unknowns.then(|| write(rules, condition.logic, false, unknowns)));
        rails
    };
    rules.conditions(asked).iter().flat_map(written).collect()
}

/// With unknown facts, that a condition is known to hold, or known not to; a fact that is not there is null.
fn write(rules: &Rules, logic: &Logic, wanted: bool, unknowns: bool) -> Value {
    let joined = |parts: &[Logic], all: bool| {
        let parts: Vec<Value> =
            parts.iter().map(|part| write(rules, part, wanted, unknowns)).collect();
        match <[Value; 1]>::try_from(parts) {
            Ok([only]) => only,
            Err(parts) if all => json!({ "and": parts }),
            Err(parts) => json!({ "or": parts }),
        }
    };
    match logic {
        Logic::All(parts) => joined(parts, wanted),
        Logic::Any(parts) => joined(parts, !wanted),
        Logic::Not(part) if unknowns => write(rules, part, !wanted, unknowns),
        Logic::Not(part) => json!({ "!": [write(rules, part, wanted, unknowns)] }),
        Logic::Test { fact, codes } => test(rules, fact, codes, wanted, unknowns),
    }
}

fn test(rules: &Rules, fact: &str, codes: &[(i64, i64)], wanted: bool, unknowns: bool) -> Value {
    let value = json!({ "var": fact });
    let summary = rules.facts.iter().find(|known| known.name == fact);
    if summary.is_some_and(|known| known.kind == "bool") {
        let yes = (codes == [(1, 1)]) == wanted;
        return match (yes, unknowns) {
            (true, _) => value,
            (false, true) => json!({ "===": [value, false] }),
            (false, false) => json!({ "!": [value] }),
        };
    }
    let known = json!({ "!==": [value, null] });
    let range = |(low, high): &(i64, i64)| match (low == high, wanted, unknowns) {
        (true, true, _) => json!({ "===": [value, low] }),
        (true, false, _) => json!({ "!==": [value, low] }),
        (false, true, false) => json!({ "<=": [low, value, high] }),
        (false, true, true) => json!({ "and": [known, { "<=": [low, value, high] }] }),
        (false, false, _) => json!({ "!": [{ "<=": [low, value, high] }] }),
    };
    let mut ranges: Vec<Value> = codes.iter().map(range).collect();
    if !wanted {
        ranges.insert(0, known.clone());
    }
    match <[Value; 1]>::try_from(ranges) {
        Ok([only]) => only,
        Err(ranges) if wanted => json!({ "or": ranges }),
        Err(ranges) => json!({ "and": ranges }),
    }
}

pub struct Datalogic {
    session: RefCell<Session<'static>>,
    /// Every condition in one rule.
    rule: Compiled,
    text: String,
    rows: Vec<ParsedData>,
    requests: Vec<String>,
    fill: Fill,
}

impl Datalogic {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row], fill: Fill) -> Self {
        // A session borrows its engine; there are eight engines in all.
        let engine: &'static Engine = Box::leak(Box::new(Engine::new()));
        let text = rule(rules, asked, fill).to_string();
        let requests: Vec<String> =
            rows.iter().map(|row| ready_json(rules, row).to_string()).collect();
        let parsed = |request: &String| ParsedData::from_json(request).expect("JSON");
        Self {
            session: RefCell::new(engine.session()),
            rule: engine.compile(text.as_str()).expect("a rule of JSONLogic"),
            text,
            rows: requests.iter().map(parsed).collect(),
            requests,
            fill,
        }
    }
}

impl Peer for Datalogic {
    fn name(&self) -> &'static str {
        "datalogic-rs"
    }

    fn run(&self, row: usize) {
        let mut session = self.session.borrow_mut();
        let _ = black_box(session.eval_borrowed(&self.rule, &self.rows[row]));
        session.reset();
    }

    fn run_as_in_its_readme(&self, row: usize) {
        let _ = black_box(datalogic_rs::eval_str(self.text.as_str(), self.requests[row].as_str()));
    }

    fn run_json(&self, row: usize) -> Option<()> {
        let mut session = self.session.borrow_mut();
        let reply = session.eval_str(&self.rule, self.requests[row].as_str());
        let _ = black_box(reply);
        session.reset();
        Some(())
    }

    fn decide(&self, row: usize) -> Vec<Decided> {
        let mut session = self.session.borrow_mut();
        let reply = session.eval_str(&self.rule, &self.rows[row]).expect("an answer of datalogic");
        session.reset();
        let told: Vec<Option<bool>> = serde_json::from_str(&reply).expect("truth values");
        match self.fill {
            Fill::Complete => told,
            Fill::WithUnknowns => told
                .chunks(2)
                .map(|rails| match (rails[0], rails[1]) {
                    (Some(true), _) => Some(true),
                    (_, Some(true)) => Some(false),
                    _ => None,
                })
                .collect(),
        }
    }
}

//! ZEN: one graph with an expression a condition, and the same expressions without the graph.

use std::hint::black_box;
use std::sync::Arc;

use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};
use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Isolate, evaluate_expression};

use crate::peer::{Decided, Peer, ready_json};
use tuoyu_benchmarks::rows::{Fill, Row};
use tuoyu_benchmarks::rules::{Asked, Condition, Dialect, Rules};

const DIALECT: Dialect =
    Dialect { and: " and ", or: " or ", not: "not ", prefix: "", rails: false };

/// Unknown facts are told apart by a second expression a condition.
const RAILS: Dialect = Dialect { rails: true, ..DIALECT };

/// The graph as JDM: input, one expression node, output.
pub fn graph(rules: &Rules, asked: Asked, fill: Fill) -> serde_json::Value {
    let expression =
        |(key, value): (String, String)| json!({ "id": key, "key": key, "value": value });
    let expressions: Vec<_> = keyed(rules, asked, fill).into_iter().map(expression).collect();
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "position": { "x": 0, "y": 0 }, "content": {} },
            { "id": "rules", "name": "rules", "type": "expressionNode", "position": { "x": 1, "y": 0 },
              "content": { "expressions": expressions } },
            { "id": "out", "name": "out", "type": "outputNode", "position": { "x": 2, "y": 0 }, "content": {} },
        ],
        "edges": [
            { "id": "first", "sourceId": "in", "targetId": "rules", "type": "edge" },
            { "id": "second", "sourceId": "rules", "targetId": "out", "type": "edge" },
        ],
    })
}

/// `t0` is whether the first condition holds, `f0` whether it is known not to.
fn keyed(rules: &Rules, asked: Asked, fill: Fill) -> Vec<(String, String)> {
    let conditions = rules.conditions(asked);
    let keyed = |(at, condition): (usize, &Condition<'_>)| match fill {
        Fill::Complete => vec![(format!("t{at}"), rules.text(condition, &DIALECT))],
        Fill::WithUnknowns => vec![
            (format!("t{at}"), rules.text(condition, &RAILS)),
            (format!("f{at}"), rules.text_of_not(condition, &RAILS)),
        ],
    };
    conditions.iter().enumerate().flat_map(keyed).collect()
}

pub struct Zen {
    decision: Decision,
    /// As its README has it: not compiled beforehand.
    plain: Decision,
    runtime: Runtime,
    rows: Vec<Variable>,
    values: Vec<serde_json::Value>,
    conditions: usize,
    fill: Fill,
}

impl Zen {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row], fill: Fill) -> Self {
        let content: DecisionContent =
            serde_json::from_value(graph(rules, asked, fill)).expect("a graph of ZEN");
        let content = Arc::new(content);
        let create = || DecisionEngine::default().create_decision(Arc::clone(&content));
        let mut decision = create().expect("a decision of ZEN");
        decision.compile();
        let values: Vec<serde_json::Value> =
            rows.iter().map(|row| ready_json(rules, row)).collect();
        Self {
            decision,
            plain: create().expect("a decision of ZEN"),
            runtime: Builder::new_current_thread().build().expect("a runtime"),
            rows: values.iter().map(|values| values.clone().into()).collect(),
            values,
            conditions: rules.conditions(asked).len(),
            fill,
        }
    }

    fn result(&self, row: usize) -> Variable {
        let evaluation = self.decision.evaluate(self.rows[row].clone());
        self.runtime.block_on(evaluation).expect("an answer of ZEN").result
    }
}

impl Peer for Zen {
    fn name(&self) -> &'static str {
        "zen-engine"
    }

    fn run(&self, row: usize) {
        black_box(self.result(row));
    }

    /// A decision made once, a JSON value to each call.
    fn run_as_in_its_readme(&self, row: usize) {
        let evaluation = self.plain.evaluate(self.values[row].clone().into());
        let _ = black_box(self.runtime.block_on(evaluation));
    }

    fn decide(&self, row: usize) -> Vec<Decided> {
        let result = self.result(row);
        let of = |key: String| result.dot(&key).and_then(|value| value.as_bool());
        (0..self.conditions)
            .map(|at| match self.fill {
                Fill::Complete => of(format!("t{at}")),
                Fill::WithUnknowns => decided(of(format!("t{at}")), of(format!("f{at}"))),
            })
            .collect()
    }
}

/// The expressions by themselves, compiled once.
pub struct ZenExpressions {
    expressions: Vec<Expression<Standard>>,
    texts: Vec<String>,
    rows: Vec<Variable>,
    values: Vec<serde_json::Value>,
    fill: Fill,
}

impl ZenExpressions {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row], fill: Fill) -> Self {
        let compile =
            |text: &String| Isolate::new().compile_standard(text).expect("an expression of ZEN");
        let texts: Vec<String> =
            keyed(rules, asked, fill).into_iter().map(|(_, text)| text).collect();
        let values: Vec<serde_json::Value> =
            rows.iter().map(|row| ready_json(rules, row)).collect();
        Self {
            expressions: texts.iter().map(compile).collect(),
            texts,
            rows: values.iter().map(|values| values.clone().into()).collect(),
            values,
            fill,
        }
    }
}

impl Peer for ZenExpressions {
    fn name(&self) -> &'static str {
        "zen-expression"
    }

    fn run(&self, row: usize) {
        let mut vm = VM::new();
        for expression in &self.expressions {
            let _ = black_box(expression.evaluate_with(self.rows[row].clone(), &mut vm));
        }
    }

    /// Text and a JSON value to each call.
    fn run_as_in_its_readme(&self, row: usize) {
        for text in &self.texts {
            let _ = black_box(evaluate_expression(text, self.values[row].clone().into()));
        }
    }

    fn decide(&self, row: usize) -> Vec<Decided> {
        let mut vm = VM::new();
        let mut of = |expression: &Expression<Standard>| {
            expression.evaluate_with(self.rows[row].clone(), &mut vm).ok()?.as_bool()
        };
        match self.fill {
            Fill::Complete => self.expressions.iter().map(of).collect(),
            Fill::WithUnknowns => self
                .expressions
                .chunks(2)
                .map(|rails| decided(of(&rails[0]), of(&rails[1])))
                .collect(),
        }
    }
}

/// From a condition and its opposite.
fn decided(holds: Option<bool>, does_not: Option<bool>) -> Decided {
    match (holds, does_not) {
        (Some(true), _) => Some(true),
        (_, Some(true)) => Some(false),
        _ => None,
    }
}

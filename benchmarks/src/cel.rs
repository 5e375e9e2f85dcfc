//! CEL: one program a condition; an unknown fact is a variable that is not there.

use std::hint::black_box;

use cel::{Context, Program, Value};

use crate::peer::{Decided, Peer, Ready, ready};
use crate::rows::Row;
use crate::rules::{Asked, Condition, Dialect, Rules};

const DIALECT: Dialect = Dialect { and: " && ", or: " || ", not: "!", prefix: "", rails: false };

pub struct Cel {
    programs: Vec<Program>,
    contexts: Vec<Context<'static, 'static>>,
}

impl Cel {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row]) -> Self {
        let program = |condition: &Condition<'_>| {
            Program::compile(&rules.text(condition, &DIALECT)).expect("an expression of CEL")
        };
        let context = |row: &Row| {
            let mut context = Context::default();
            for (name, value) in ready(rules, &row.codes) {
                match value {
                    Ready::Bool(yes) => context.add_variable_from_value(name, yes),
                    Ready::Int(code) => context.add_variable_from_value(name, code),
                }
            }
            context
        };
        Self {
            programs: rules.conditions(asked).iter().map(program).collect(),
            contexts: rows.iter().map(context).collect(),
        }
    }
}

impl Peer for Cel {
    fn name(&self) -> &'static str {
        "cel"
    }

    fn run(&self, row: usize) {
        for program in &self.programs {
            let _ = black_box(program.execute(&self.contexts[row]));
        }
    }

    fn decide(&self, row: usize) -> Vec<Decided> {
        let decide = |program: &Program| match program.execute(&self.contexts[row]) {
            Ok(Value::Bool(met)) => Some(met),
            _ => None,
        };
        self.programs.iter().map(decide).collect()
    }
}

//! CEL: one program a condition; an unknown fact is a variable that is not there.

use std::hint::black_box;

use cel::{Context, Program, Value};

use crate::peer::{Decided, Peer, Ready, ready};
use tuoyu_benchmarks::rows::Row;
use tuoyu_benchmarks::rules::{Asked, Condition, Dialect, Rules};

const DIALECT: Dialect = Dialect { and: " && ", or: " || ", not: "!", prefix: "", rails: false };

pub struct Cel {
    programs: Vec<Program>,
    contexts: Vec<Context<'static, 'static>>,
    /// Parts of the contexts.
    values: Vec<Vec<(String, Ready)>>,
}

impl Cel {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row]) -> Self {
        let program = |condition: &Condition<'_>| {
            Program::compile(&rules.text(condition, &DIALECT)).expect("an expression of CEL")
        };
        let values: Vec<Vec<(String, Ready)>> = rows
            .iter()
            .map(|row| {
                ready(rules, &row.codes).map(|(name, value)| (name.to_owned(), value)).collect()
            })
            .collect();
        Self {
            programs: rules.conditions(asked).iter().map(program).collect(),
            contexts: values.iter().map(|values| context(values)).collect(),
            values,
        }
    }
}

fn context(values: &[(String, Ready)]) -> Context<'static, 'static> {
    let mut context = Context::default();
    for (name, value) in values {
        match value {
            Ready::Bool(yes) => context.add_variable_from_value(name, *yes),
            Ready::Int(code) => context.add_variable_from_value(name, *code),
        }
    }
    context
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

    /// Programs ready, a context made of values.
    fn run_as_in_its_readme(&self, row: usize) {
        let context = context(&self.values[row]);
        for program in &self.programs {
            let _ = black_box(program.execute(&context));
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

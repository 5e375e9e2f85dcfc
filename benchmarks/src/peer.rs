//! What the harness asks of a peer.

use serde_json::{Value, json};
use tuoyu_benchmarks::rows::Row;
use tuoyu_benchmarks::rules::Rules;

/// Whether a condition holds; nothing where the engine does not decide it.
pub type Decided = Option<bool>;

/// An engine that holds the rules and its own ready values of every row.
pub trait Peer {
    fn name(&self) -> &'static str;

    /// Every condition of a row, with what the engine returns left as it is: this is what is timed.
    fn run(&self, row: usize);

    /// The call that the peer's own README shows: rules as it has them ready, values as a caller holds them.
    fn run_as_in_its_readme(&self, row: usize);

    /// From JSON to JSON, where the peer has that.
    fn run_json(&self, _row: usize) -> Option<()> {
        None
    }

    /// Every condition of a row, read for the comparison.
    fn decide(&self, row: usize) -> Vec<Decided>;
}

/// The value of a fact for an engine with booleans and whole numbers.
pub enum Ready {
    Bool(bool),
    Int(i64),
}

/// The known facts of a row.
pub fn ready<'a>(
    rules: &'a Rules,
    codes: &'a [Option<i64>],
) -> impl Iterator<Item = (&'a str, Ready)> {
    rules.facts.iter().zip(codes).filter_map(|(fact, code)| {
        let value = match fact.kind.as_str() {
            "bool" => Ready::Bool((*code)? == 1),
            _ => Ready::Int((*code)?),
        };
        Some((fact.name.as_str(), value))
    })
}

/// The known facts of a row as JSON.
pub fn ready_json(rules: &Rules, row: &Row) -> Value {
    let pairs = ready(rules, &row.codes).map(|(name, value)| {
        let value = match value {
            Ready::Bool(yes) => json!(yes),
            Ready::Int(code) => json!(code),
        };
        (name.to_owned(), value)
    });
    Value::Object(pairs.collect())
}

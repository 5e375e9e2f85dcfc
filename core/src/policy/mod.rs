//! 政策库: policy files, their rules, and the book that is compiled from them, era by era.

mod annex;
mod book;
mod bundled;
mod checks;
mod citation;
mod departments;
mod example_table;
mod export;
mod identifiers;
mod in_force;
mod law;
mod lookup;
#[cfg(test)]
mod manual;
mod markdown;
mod rules;
mod schema;
mod scope;
mod terms;

pub use book::{PolicyBook, PolicyText, Target, check_day, vocabulary};
#[cfg(test)]
pub use bundled::bundled_sources;
pub use bundled::bundled_texts;
pub use checks::WorkedExample;
pub use citation::{Citation, CitationRole, SourceQuality};
pub use departments::Department;
pub use export::{Logic, LogicFact, REGISTER, TargetLogic, logic_facts, of_department};
pub use in_force::weakest;
#[cfg(test)]
pub use law::Compiler;
pub use law::{Case, Law, NamedRules, Resting};
pub use lookup::{
    Asked, PlaceNames, Query, QueryWord, department_words, nearest, numbered, place_words, read,
};
#[cfg(test)]
pub use markdown::to_toml;
pub use rules::{Rule, Span};
#[cfg(test)]
pub use schema::Instrument;
pub use schema::{Clause, Each, SeatEntry, Source, Then};
pub use scope::{Scope, ScopeState};
pub use terms::{Act, Beneficiary, Category, Force, Regime, SeatRole, Severity};

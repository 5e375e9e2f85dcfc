//! 政策库: policy files, their rules, and the book that is compiled from them, era by era.

mod book;
mod bundled;
mod case;
mod checks;
mod citation;
mod combinations;
mod compiler;
mod departments;
mod era;
mod export;
mod lookup;
mod markdown;
mod rules;
mod schema;
mod scope;
mod speakers;
mod terms;

#[cfg(test)]
pub use book::Compiler;
pub use book::{PolicyBook, PolicyText, Target, check_day, vocabulary, weakest};
pub use bundled::bundled_texts;
pub use case::Case;
pub use checks::WorkedExample;
pub use citation::{Citation, CitationRole, SourceQuality};
pub use departments::Department;
pub use era::{Law, NamedRules, Resting};
pub use export::{Logic, LogicFact, REGISTER, TargetLogic, logic_facts, of_department};
pub use lookup::{
    Asked, PlaceNames, Query, QueryWord, department_words, nearest, numbered, place_words, read,
};
#[cfg(test)]
pub use markdown::to_toml;
pub use rules::{Rule, Span};
pub use schema::{Clause, Each, SeatEntry, Source, Then};
pub use scope::{Scope, ScopeState};
pub use terms::{Act, Beneficiary, Category, Force, Regime, SeatRole, Severity};

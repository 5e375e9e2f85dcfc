//! 政策库: policy files, their rules, and the book that is compiled from them, era by era.

mod book;
mod checks;
mod citation;
mod departments;
mod export;
mod files;
mod identifiers;
mod in_force;
mod kept;
mod law;
mod lookup;
mod rules;
mod scope;
mod terms;

pub use book::{PolicyBook, PolicyText, Target, check_day, vocabulary};
pub use checks::WorkedExample;
pub use citation::{Citation, CitationRole, SourceQuality};
pub use departments::Department;
pub use export::{Logic, LogicFact, REGISTER, TargetLogic, logic_facts, of_department};
pub use files::{Clause, Each, SeatEntry, Source, Then, bundled_texts};
#[cfg(test)]
pub use files::{Instrument, bundled_sources, to_toml};
pub use in_force::weakest;
pub use law::{Case, Law, NamedRules, Resting};
#[cfg(test)]
pub use law::{Compiler, STEPS_OF_EVERY_PLACE, STEPS_OF_PLACE};
pub use lookup::{
    Asked, PlaceNames, Query, QueryWord, department_words, nearest, numbered, place_words, read,
};
pub use rules::{Rule, Span};
pub use scope::{Scope, ScopeState};
pub use terms::{Act, Beneficiary, Category, Force, Regime, SeatRole, Severity};

/// The closed sets of terms of this room, for Python's classes of them.
#[cfg(feature = "pyo3")]
pub(crate) const TERM_SETS: &[&[crate::facts::TermSet]] =
    &[citation::TERM_SETS, scope::TERM_SETS, terms::TERM_SETS];

//! 法: the law of an era, gathered from rules, compiled, and asked about one institution.

mod account;
mod case;
mod combinations;
mod compiler;
mod drafts;
mod era;
mod speakers;

#[cfg(test)]
pub use account::{STEPS_OF_EVERY_PLACE, STEPS_OF_PLACE};
pub use case::Case;
pub use drafts::Compiler;
pub use era::{Eras, Index, Law, NamedRules, Position, Resting, named};

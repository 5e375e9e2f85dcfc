//! 法: the law of an era, gathered from rules, compiled, and asked about one institution.

mod case;
mod combinations;
mod compiler;
mod drafts;
mod era;
mod speakers;

pub use case::Case;
pub use drafts::Compiler;
pub use era::{Eras, Index, Law, NamedRules, Position, Resting, named};

//! Exact three-valued decisions over partial facts: no law and no sentence is known here.

mod compilation;
mod condition;
mod decision;
mod implicants;
mod joint_conflict;
mod looks;
mod missing;
mod outcome;
mod partial_facts;
mod reasons;
mod remedies;
mod stated;

#[cfg(test)]
pub use compilation::connected;
pub use compilation::{Compilation, Draft, TooLarge};
pub use condition::{Condition, Era, FactSet, Settling};
pub use decision::Decision;
pub use implicants::{
    Cells, Expansions, Implicants, Layout, MOST_TERMS, STEPS_OF_ONE, Slot, Somewhere, Work,
};
pub use joint_conflict::{Asked, Clash, clashes, escape, of_class};
pub use looks::{Look, Seen};
pub use missing::missing_fact;
pub use outcome::{Missing, OpenBecause, Outcome, Reason, Status, Tested};
pub use partial_facts::PartialFacts;
pub use remedies::{Choice, Found, Search, State};
pub use stated::{Stated, Subject};

/// The closed sets of terms of this room, for Python's classes of them.
#[cfg(feature = "pyo3")]
pub(crate) const TERM_SETS: &[&[crate::facts::TermSet]] = &[outcome::TERM_SETS];

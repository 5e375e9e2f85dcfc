//! Exact three-valued decisions over partial facts: no law and no sentence is known here.

mod condition;
mod decision;
mod joint_conflict;
mod outcome;
mod partial_facts;
mod prime_implicants;
mod remedies;

pub use condition::{Condition, Era, FactSet, Settling};
#[cfg(test)]
pub use decision::connected;
pub use decision::{Compilation, Decision, Draft, missing_fact};
pub use joint_conflict::{Asked, Clash, clashes, escape, of_class};
pub use outcome::{Missing, OpenBecause, Outcome, Reason, Status, Tested};
pub use partial_facts::{PartialFacts, Subject};
pub use prime_implicants::{Cells, Expansions, Implicants, Layout, Slot, Somewhere};
pub use remedies::{Choice, Found, Search, State};

//! Exact three-valued decisions over partial facts: no law and no sentence is known here.

mod cells;
mod compilation;
mod condition;
mod decision;
mod joint_conflict;
mod missing;
mod outcome;
mod partial_facts;
mod partition;
mod prime_implicants;
mod reasons;
mod remedies;

pub use cells::{Cells, Somewhere};
#[cfg(test)]
pub use compilation::connected;
pub use compilation::{Compilation, Draft};
pub use condition::{Condition, Era, FactSet, Settling};
pub use decision::Decision;
pub use joint_conflict::{Asked, Clash, clashes, escape, of_class};
pub use missing::missing_fact;
pub use outcome::{Missing, OpenBecause, Outcome, Reason, Status, Tested};
pub use partial_facts::{PartialFacts, Subject};
pub use partition::{Layout, Slot};
pub use prime_implicants::{Expansions, Implicants};
pub use remedies::{Choice, Found, Search, State};

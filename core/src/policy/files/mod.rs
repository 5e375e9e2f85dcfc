//! 文件: how a policy file is written, and what it says once it is read.

mod annex;
mod bundled;
mod example_table;
#[cfg(test)]
mod manual;
mod markdown;
mod rounded;
mod schema;
mod source;
mod then;

pub use annex::attach_bundled;
#[cfg(test)]
pub use bundled::bundled_sources;
pub use bundled::bundled_texts;
pub use markdown::{to_toml, to_toml_without_examples};
pub use schema::{
    Clause, Day, DepartmentEntry, Example, Instrument, Question, RemarkEntry, RuleEntry, SeatEntry,
    UnsettledEntry,
};
pub use source::{Source, check_length, toml_error};
pub use then::{Each, Then};

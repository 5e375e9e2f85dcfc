//! 查找: words of a question, matched with clauses, topics, departments and seats.

mod clause_numbers;
mod department_names;
mod index;
mod language;
mod query;
mod words;

pub use department_names::PlaceNames;
#[cfg(test)]
pub use index::NotCoveredEntry;
pub use index::{FileWords, LookUpEntry, check, nearest, numbered};
pub use query::{Asked, Query, QueryWord, read};
pub use words::{department_words, place_words};

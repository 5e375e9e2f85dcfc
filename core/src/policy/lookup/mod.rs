//! 查找: words of a question, matched with clauses, topics, departments and seats.

mod clause_numbers;
mod department_names;
mod index;
mod query;

pub use department_names::PlaceNames;
pub use index::{FileWords, LookUpEntry, check, nearest, numbered};
pub use query::{Asked, Query, QueryWord, department_words, place_words, read};

//! 查找: words of a question, matched with clauses, topics, departments and seats.

pub(crate) mod clause_numbers;
pub(crate) mod department_names;
pub(crate) mod index;
pub(crate) mod query;

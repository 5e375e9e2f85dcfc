//! 政策库: policy files, their rules, and the book that is compiled from them, era by era.

pub(crate) mod book;
pub(crate) mod bundled;
pub(crate) mod case;
pub(crate) mod checks;
pub(crate) mod citation;
pub(crate) mod combinations;
pub(crate) mod compiler;
pub(crate) mod departments;
pub(crate) mod era;
pub(crate) mod export;
pub(crate) mod lookup;
pub(crate) mod markdown;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod speakers;
pub(crate) mod terms;

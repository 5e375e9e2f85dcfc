//! Properties that hold across rooms: answers against all completions, and one path against another.

#[cfg(all(feature = "arrow", feature = "json"))]
mod arrow_paths;
mod days;
mod equivalence;
mod exactness;
mod idle;
mod reviews;
mod sufficiency;

pub use exactness::{BOOK, CREDIT_CODES, any_day, any_institution};

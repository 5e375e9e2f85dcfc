//! Properties that hold across rooms: answers against all completions, and one path against another.

#[cfg(all(feature = "arrow", feature = "json"))]
mod arrow_paths;
mod constraints;
mod days;
mod equivalence;
mod exactness;
mod filings;
mod hostile;
mod idle;
mod kept;
mod reviews;
mod sufficiency;

#[cfg(feature = "json")]
pub use exactness::CREDIT_CODES;
pub use exactness::{BOOK, any_day, any_institution};

//! Properties that hold across rooms: answers against all completions, and one path against another.

#[cfg(all(feature = "arrow", feature = "json"))]
mod arrow_paths;
mod days;
mod equivalence;
pub(crate) mod exactness;
mod idle;
mod reviews;
mod sufficiency;

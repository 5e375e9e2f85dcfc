//! 文字: sentences, explanations and letters.

mod explanation;
pub mod gaps;
mod letters;
mod templates;
mod wording;

pub use explanation::Format;
#[cfg(feature = "pyo3")]
pub(crate) use explanation::TERM_SETS;

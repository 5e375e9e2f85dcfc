//! 接口: JSON, and what the derives of UniFFI and PyO3 need; no rule and no question stands here.
//!
//! Public, since a binding is a crate of its own, and hidden from the documentation, since only bindings of the same
//! version use it: how named values and codes become facts, the handle of a plan, and what Python's objects are made with.

mod arguments;
mod fields;
#[cfg(feature = "uniffi")]
mod foreign;
mod handle;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod numbers;
#[cfg(feature = "pyo3")]
pub mod python;
#[cfg(feature = "json")]
mod questions;
#[cfg(feature = "json")]
mod request;

pub use crate::error::{told_identifier, told_name};
pub use crate::facts::{EPOCH, MOST_CLASSES, MOST_WORDS, check_at_once, check_count};
pub use arguments::{read_day, read_flag, read_whole};
pub use fields::{Codes, Field, Fields, Shape};
pub use handle::PlanHandle;
#[cfg(feature = "json")]
pub use questions::{QUESTIONS, Question};

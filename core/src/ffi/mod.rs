//! 接口: JSON, and what the derives of UniFFI and PyO3 need; no rule and no question stands here.

#[cfg(feature = "uniffi")]
mod foreign;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "pyo3")]
pub mod python;

//! 接口: JSON, and what the derives of UniFFI and PyO3 need; no rule and no question stands here.

#[cfg(feature = "uniffi")]
pub(crate) mod foreign;
#[cfg(feature = "json")]
pub(crate) mod json;
#[cfg(feature = "pyo3")]
pub mod python;

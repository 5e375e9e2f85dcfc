//! 事实: what can be known about an institution, and the one way in which each value is read.

pub(crate) mod canonical;
pub(crate) mod code_ranges;
pub(crate) mod credit_code;
pub(crate) mod derived;
pub(crate) mod dossier;
pub(crate) mod jurisdiction;
pub(crate) mod kind;
pub(crate) mod records;
pub(crate) mod scalar;
pub(crate) mod terms;
pub(crate) mod value;

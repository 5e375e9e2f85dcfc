//! Parts that answers have in common: each is held once, and crosses to another language as if it were the answer's own.
#![deny(unsafe_code)]

#[cfg(feature = "uniffi")]
#[expect(
    unsafe_code,
    reason = "UniFFI's traits are unsafe to write; these only pass on to those of the part"
)]
mod jvm;
mod lazy;
mod list;
#[cfg(feature = "pyo3")]
mod python;
mod reads_as;
mod shared;

pub use lazy::Lazy;
pub use list::List;
pub use shared::Shared;

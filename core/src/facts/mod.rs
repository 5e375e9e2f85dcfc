//! 事实: what can be known about an institution, and the one way in which each value is read.

#[macro_use]
mod declare;

mod asking;
mod canonical;
mod constraints;
pub mod credit_code;
mod derived;
mod dossier;
mod headers;
mod jurisdiction;
mod kind;
mod records;
mod scalar;
mod terms;
mod value;

pub use crate::ranges::Ranges;
pub use asking::Answerer;
pub use canonical::{Canonical, object, sha256, text};
pub use constraints::Constraint;
#[cfg(test)]
pub use credit_code::forms;
pub use credit_code::{CreditCode, Repair, RepairReason, kind_of};
pub use derived::{NO_CARER, NO_CLASS, ORDERED, attainable, derive};
pub use dossier::MOST_CLASSES;
pub use jurisdiction::{EPOCH, Jurisdiction, Jurisdictions, day_code, day_of};
#[cfg(feature = "arrow")]
pub use kind::out_of_range;
pub use kind::{
    Changeable, FIRST_DAY, FactValue, Kind, LAST_DAY, MOST_WORDS, check_at_once, check_count,
    day_of_toml, read_date,
};
#[cfg(feature = "json")]
pub use records::unknown_field;
pub use records::{CareClass, Dossier, Fact, Institution, duplicate_field};
#[cfg(feature = "arrow")]
pub use scalar::wrong_type;
pub use scalar::{NO, Scalar, Scalars, YES};
#[cfg(feature = "pyo3")]
pub use terms::TermSet;
pub use terms::sets;
pub use terms::sets::*;
pub use terms::{Choice, Term, position};
pub use value::Value;

/// The closed sets of terms of this room, for Python's classes of them.
#[cfg(feature = "pyo3")]
pub(crate) const TERM_SETS: &[&[TermSet]] =
    &[asking::TERM_SETS, credit_code::TERM_SETS, sets::TERM_SETS];

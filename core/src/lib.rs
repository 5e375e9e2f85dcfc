//! `tuoyu` (托育) answers what a Chinese district's childcare policy says about one institution, on one day,
//! in one place, and shows the clause behind every answer.
//!
//! Facts that are not given are unknown, never "no": an answer is [`Status::Met`] or [`Status::Unmet`] only
//! where it holds for every way the unknown facts could turn out, and [`Status::Open`] otherwise.
//!
//! ```
//! use tuoyu::{Institution, LegalForm, PolicyBook};
//!
//! let book = PolicyBook::bundled()?;
//! let company = Institution {
//!     jurisdiction: Some("370303".into()),
//!     legal_form: Some(LegalForm::Enterprise),
//!     ..Institution::default()
//! };
//! let registration = book.register(&company, "2022-04-11".parse().unwrap())?;
//! let first = &registration.authorities[0];
//! assert_eq!(first.department.office.as_deref(), Some("区行政审批服务局"));
//! assert_eq!(first.citations[0].clause, "二（五）10");
//! # Ok::<(), tuoyu::Error>(())
//! ```
//!
//! It is no rules engine, no service and no legal advice. It has no clock, no network and no files of its
//! own.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test that cannot go on has failed"
    )
)]

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("tuoyu");

#[macro_use]
mod macros;

mod answers;
mod bitset;
mod calendar;
mod characters;
mod decimal;
mod error;
mod facts;
#[doc(hidden)]
pub mod ffi;
mod logic;
mod plan;
mod policy;
#[cfg(test)]
mod properties;
mod ranges;
mod text;

pub use answers::*;
pub use calendar::{Calendar, DayOff, Deadline, DeadlineState, SkippedDay};
pub use error::{Error, ErrorCode, Fault};
pub use facts::sets::*;
pub use facts::{
    Answerer, CareClass, CreditCode, Dossier, Institution, Repair, RepairReason, Scalar, Scalars,
    Term, Value,
};
pub use logic::{Missing, OpenBecause, Outcome, Reason, Status};
#[cfg(feature = "arrow")]
pub use plan::Batches;
#[cfg(feature = "arrow")]
pub use plan::PlanReader;
pub use plan::{
    Answers, Bits, Column, Extra, Facts, Integers, Lists, Outcomes, Plan, Reasons, Request,
    RowError, Texts, Values,
};
pub use policy::{
    Act, Beneficiary, Category, Citation, CitationRole, Department, Force, Logic, LogicFact,
    PolicyBook, PolicyText, Regime, Scope, ScopeState, SeatRole, Severity, SourceQuality,
    TargetLogic, WorkedExample, bundled_texts, logic_facts,
};
pub use text::Text;
pub use tuoyu_shared::{Lazy, List, Shared};

#[cfg(all(doctest, feature = "json"))]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh.md")]
#[doc = include_str!("../../docs/rust.md")]
struct Readme;

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
mod word;
mod act;
#[macro_use]
mod answer;
#[cfg(feature = "arrow")]
mod arrow;
#[cfg(all(test, feature = "arrow", feature = "json"))]
mod arrow_paths;
mod assessment;
mod batch;
#[cfg(feature = "arrow")]
mod batches;
mod because;
mod bit;
mod book;
mod bundled;
mod calendar;
mod canonical;
#[cfg(feature = "arrow")]
mod cell;
mod characters;
mod check;
mod circuit;
mod clash;
mod clause_numbers;
mod columns;
mod compile;
mod condition;
mod cover;
mod credit_code;
#[cfg(test)]
mod days;
mod deadline;
mod decision;
mod department;
mod department_names;
mod derived;
mod dossier;
mod due;
mod error;
#[cfg(test)]
mod exactness;
mod explain;
mod fact;
mod finding;
#[cfg(feature = "uniffi")]
mod foreign;
mod gap;
#[cfg(test)]
mod idle;
mod institution;
mod instrument;
mod jointly;
#[cfg(feature = "json")]
mod json;
mod known;
mod law;
mod letter;
mod literate;
mod logic;
mod look_up;
mod matrix;
mod note;
mod place;
mod plan;
#[cfg(feature = "pyo3")]
pub mod python;
mod query;
mod range;
mod reader;
mod receipt;
mod registration;
mod registry;
mod remedy;
#[cfg(feature = "json")]
mod reply;
mod responsibility;
mod review;
#[cfg(test)]
mod review_laws;
mod rule;
#[cfg(test)]
mod sameness;
mod scalar;
mod slice;
#[cfg(test)]
mod sufficiency;
mod support;
mod tables;
mod value;
mod what_if;

pub use answer::*;
#[cfg(feature = "arrow")]
pub use arrow::PlanReader;
pub use assessment::VERSION;
#[cfg(feature = "arrow")]
pub use batches::Batches;
pub use book::{PolicyBook, PolicyText};
pub use bundled::bundled_texts;
pub use calendar::Calendar;
pub use check::WorkedExample;
pub use columns::{
    Answers, Bits, Column, Extra, Integers, Lists, Request, RowError, Texts, Values,
};
pub use credit_code::{CreditCode, Repair, RepairReason};
pub use deadline::{DayOff, Deadline, DeadlineState, SkippedDay};
pub use error::{Error, ErrorCode, Fault};
pub use explain::Format;
pub use institution::{Class, Dossier, Institution};
pub use logic::{Logic, TargetLogic, Term, terms};
pub use plan::{Facts, Outcomes, Plan, Reasons};
pub use scalar::{Scalar, Scalars};
pub use value::Value;
pub use word::{
    Band, CreditCodeKind, Degree, Event, FireEvidence, HealthEvaluationKind, LandSupply, LandUse,
    LegalForm, Meals, Mode, Nature, Operator, Premises, Service, Word,
};

#[cfg(all(doctest, feature = "json"))]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh.md")]
struct Readme;

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
mod error;
mod facts;
mod ffi;
mod logic;
mod plan;
mod policy;
#[cfg(test)]
mod properties;
mod text;

pub use answers::assessment::VERSION;
pub use answers::assessment::{Assessment, FactSummary};
pub use answers::decision_record::{Receipt, Verdict, Verification};
pub use answers::due_dates::DueDate;
pub use answers::filing::{Duties, Review};
pub use answers::finding::{Finding, FindingKind};
pub use answers::registration::{Authority, Registration, RegistrationAct};
pub use answers::responsibility::records::{
    ClauseSummary, Clauses, Departments, Duty, Goal, Goals, LookUpState, Named, NotCovered,
    Responsibility, Seat, Seats,
};
pub use answers::supports::{Lapsed, Supports};
pub use answers::text::explanation::Format;
pub use answers::what_if::records::{Change, NoRemedy, Remedy, WhatIf};
pub use calendar::deadline::{DayOff, Deadline, DeadlineState, SkippedDay};
pub use calendar::notices::Calendar;
pub use error::{Error, ErrorCode, Fault};
pub use facts::credit_code::{CreditCode, Repair, RepairReason};
pub use facts::records::{Class, Dossier, Institution};
pub use facts::scalar::{Scalar, Scalars};
pub use facts::terms::{
    Band, CreditCodeKind, Degree, Event, FireEvidence, HealthEvaluationKind, LandSupply, LandUse,
    LegalForm, Meals, Mode, Nature, Operator, Premises, Service, Word,
};
pub use facts::value::Value;
#[cfg(feature = "pyo3")]
pub use ffi::python;
pub use logic::outcome::{Missing, OpenBecause, Outcome, Reason, Status};
#[cfg(feature = "arrow")]
pub use plan::arrow::PlanReader;
#[cfg(feature = "arrow")]
pub use plan::arrow::batches::Batches;
pub use plan::columns::{
    Answers, Bits, Column, Extra, Integers, Lists, Request, RowError, Texts, Values,
};
pub use plan::{Facts, Outcomes, Plan, Reasons};
pub use policy::book::{PolicyBook, PolicyText};
pub use policy::bundled::bundled_texts;
pub use policy::checks::WorkedExample;
pub use policy::citation::{Citation, CitationRole, Evidence};
pub use policy::departments::Department;
pub use policy::export::{Logic, TargetLogic, Term, terms};
pub use policy::scope::{Scope, ScopeState};
pub use policy::terms::{Act, Beneficiary, Category, Force, Regime, SeatRole, Severity};
pub use text::Text;

#[cfg(all(doctest, feature = "json"))]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh.md")]
struct Readme;

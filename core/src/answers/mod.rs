//! 答复: one file a question, with what it answers.

mod assessment;
mod decision_record;
mod due_dates;
mod examined;
mod filing;
mod finding;
mod notes;
mod registration;
mod registration_acts;
mod responsibility;
mod standing;
mod supports;
mod text;
mod unmet_either_way;
mod what_if;

pub use assessment::{Assessment, FactSummary, VERSION, check_at_once};
pub use decision_record::{DecisionRecord, Verdict, Verification};
pub use due_dates::DueDate;
pub use filing::{Filing, FollowUps, Review};
pub use finding::{Finding, FindingKind};
pub use registration::{Authority, Registration, RegistrationAct};
pub use responsibility::{
    ClauseSummary, Clauses, Departments, Duty, Goal, Goals, LookUpState, NotCovered,
    Responsibility, ResponsibleUnits, Seat, Seats,
};
pub use supports::{NotInForce, Supports};
pub use text::Format;
#[cfg(test)]
pub use unmet_either_way::EITHER_WAY;
#[cfg(test)]
pub use what_if::Purpose;
pub use what_if::{Change, NoRemedy, Remedy, WhatIf};

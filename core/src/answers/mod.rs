//! 答复: one file a question, with what it answers.

mod assessment;
mod decided;
mod decision_record;
mod due_dates;
mod era;
mod examined;
mod filing;
mod finding;
mod notes;
mod registration;
mod responsibility;
mod standing;
mod supports;
mod text;
mod unmet_either_way;
mod what_if;

/// Lists the records of answers, by the file of each: what the crate shows, and Python's classes, follow.
macro_rules! records_of_answers {
    (($dollar:tt) $($file:ident: $($record:ident)+;)+) => {
        $(pub use $file::{$($record),+};)+

        /// Hands the names of all records of answers to a macro.
        #[cfg(feature = "pyo3")]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! with_records_of_answers {
            ($dollar then:ident) => {
                $dollar then! { $($($record)+)+ }
            };
        }
    };
}

records_of_answers! {
    ($)
    assessment: AskedIf Assessment FactSummary;
    decision_record: DecisionRecord Verification;
    due_dates: DueDate;
    era: LawEra;
    filing: FollowUps Review;
    finding: Finding;
    registration: Authority Registration RegistrationAct;
    responsibility: ClauseSummary Clauses Departments Duty Goal Goals NotCovered Responsibility ResponsibleUnits Seat Seats;
    supports: NotInForce Supports;
    text: Letter Paragraph;
    what_if: Change Remedy WhatIf;
}

pub use assessment::VERSION;
pub(crate) use decided::Decided;
pub use decision_record::Verdict;
pub(crate) use examined::Examination;
pub use filing::Filing;
pub use finding::FindingKind;
pub use responsibility::LookUpState;
pub use text::{Format, LetterDetails, LetterKind, ParagraphRole};
#[cfg(test)]
pub(crate) use unmet_either_way::EITHER_WAY;
pub use what_if::NoRemedy;
#[cfg(test)]
pub(crate) use what_if::Purpose;

/// The closed sets of terms of this room, for Python's classes of them.
#[cfg(feature = "pyo3")]
pub(crate) const TERM_SETS: &[&[crate::facts::TermSet]] = &[
    decision_record::TERM_SETS,
    finding::TERM_SETS,
    responsibility::TERM_SETS,
    text::TERM_SETS,
    text::LETTER_TERM_SETS,
    what_if::TERM_SETS,
];

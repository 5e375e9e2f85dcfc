//! 问题: the one list of questions in JSON. A new question is one entry here; what a request may hold, the hints and
//! `docs/questions.md` follow from it.

use chrono::NaiveDate;

use crate::answers::{
    Assessment, Clauses, DecisionRecord, Departments, FollowUps, Goals, LawEra, Letter,
    Registration, Responsibility, Review, Seats, Supports, Verification, WhatIf,
};
use crate::calendar::Deadline;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_value};
use crate::facts::{CreditCode, Dossier, Institution};
use crate::ffi::json::to_json;
use crate::ffi::request::Request;
use crate::policy::PolicyBook;

/// A question: its name, the fields that it takes, and the record that answers it.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The stable name.
    pub name: &'static str,
    /// Its matter, in Chinese and English.
    pub summary: &'static str,
    /// The fields of a request that it takes beside `question` and `as_of`, and whether each is marked as one that may be left out.
    pub fields: &'static [(&'static str, bool)],
    /// The record that answers it.
    pub answer: &'static str,
}

/// Declares the questions. A field without a mark is read by the method of the request that has its name; one with `or none`
/// may be left out.
macro_rules! questions {
    (
        |$book:ident, $as_of:ident|
        $(#[doc = $summary:literal] $question:ident($($field:ident $(or $none:ident)?),*) -> $answer:ident = $answered:expr;)*
    ) => {
        /// Every question, in the order of the names.
        pub const QUESTIONS: &[Question] = &[$(Question {
            name: stringify!($question),
            summary: $summary,
            fields: &[$((stringify!($field), is_marked!($($none)?))),*],
            answer: stringify!($answer),
        }),*];

        /// Answers a request whose fields are all of use to its question.
        pub fn answer($book: &PolicyBook, mut request: Request, $as_of: NaiveDate) -> Result<String, Error> {
            match request.question.as_str() {
                $(stringify!($question) => {
                    $(let $field = argument!(request $field $($none)?);)*
                    let answer: $answer = $answered?;
                    Ok(to_json(&answer))
                })*
                other => Err(no_such_question(other)),
            }
        }
    };
}

macro_rules! is_marked {
    () => {
        false
    };
    (none) => {
        true
    };
}

macro_rules! argument {
    ($request:ident $field:ident) => {
        $request.$field()?
    };
    ($request:ident $field:ident none) => {
        $request.$field.take()
    };
}

questions! { |book, as_of|
    /// 备案回执: the letter that says that the materials were received.
    acknowledgement(facts, dossier, format) -> String = book.acknowledgement(&facts, &dossier, as_of, format);
    /// 综合评估: registration, supports, what is still to ask, the receipt; with a dossier the review as well.
    assess(facts, dossier or none) -> Assessment = assess(book, &facts, dossier.as_ref(), as_of);
    /// 基本条件告知书: the conditions that such an institution has to meet.
    basic_conditions(facts, dossier, format) -> String = book.basic_conditions(&facts, &dossier, as_of, format);
    /// 条款: every clause in force, with its words and its 责任单位.
    clauses(jurisdiction) -> Clauses = book.clauses(&jurisdiction, as_of);
    /// 统一社会信用代码: a code as people write it, and what was put right.
    credit_code(query) -> CreditCode = CreditCode::parse(&query);
    /// 期限: the day on which a period of working days from `as_of` ends.
    deadline(working_days) -> Deadline = book.calendar.deadline(as_of, working_days, false);
    /// 部门: every department of the place, under all its names.
    departments(jurisdiction) -> Departments = book.departments(&jurisdiction, as_of);
    /// 后续事项: what has to be done after an event.
    duties_after(event, facts) -> FollowUps = book.duties_after(event, &facts, as_of);
    /// 时期: until when the law of the place stays the same, and what changes then.
    era(jurisdiction) -> LawEra = book.era(&jurisdiction, as_of);
    /// 说明: the assessment in plain Chinese.
    explain(facts, dossier or none, format) -> String = assess(book, &facts, dossier.as_ref(), as_of).map(|one| one.explain(format));
    /// 工作目标: the dated goals.
    goals(jurisdiction) -> Goals = book.goals(&jurisdiction, as_of);
    /// 文书: a letter about a filing by its paragraphs, with what the caller knows in the place of blanks.
    letter(kind, facts, dossier, details or none) -> Letter = book.letter(kind, &facts, &dossier, as_of, &details.unwrap_or_default());
    /// 一次性告知书: every gap of a filing at once, with its cure and its clause.
    notice(facts, dossier, format) -> String = book.notice(&facts, &dossier, as_of, format);
    /// 决定记录: what an assessment was made from.
    receipt(facts, dossier or none) -> DecisionRecord = match dossier {
        Some(dossier) => {
            let assessed = book.assess_filing(&facts, &dossier, as_of);
            assessed.map(|one| DecisionRecord::clone(&one.receipt))
        }
        None => book.receipt(&facts, as_of),
    };
    /// 登记: the authorities still open, in rank order, and the steps.
    register(facts) -> Registration = book.register(&facts, as_of);
    /// 谁负责: by topic, clause, department or unit.
    responsible(query or none, jurisdiction) -> Responsibility = book.responsible(&query.unwrap_or_default(), &jurisdiction, as_of);
    /// 备案材料核对: every requirement that applies, all gaps at once, and when each answer is due.
    review(facts, dossier) -> Review = book.review(&facts, &dossier, as_of);
    /// 联席会议: the seats by unit and post.
    seats(jurisdiction) -> Seats = book.seats(&jurisdiction, as_of);
    /// 扶持: every support with its status, and those that are not in force here on that day.
    supports(facts) -> Supports = book.supports(&facts, as_of);
    /// 核验决定记录: whether rules, calendar, input and outcome are as the receipt says.
    verify(receipt, facts, dossier or none) -> Verification = match dossier {
        Some(dossier) => book.verify_filing(&receipt, &facts, &dossier),
        None => book.verify(&receipt, &facts),
    };
    /// 如何才能符合: the smallest changes that would turn a target into "met", or why there are none.
    what_if(target, facts, dossier or none) -> WhatIf = match dossier {
        Some(dossier) => book.what_if_filing(&target, &facts, &dossier, as_of),
        None => book.what_if(&target, &facts, as_of),
    };
}

fn assess(
    book: &PolicyBook,
    facts: &Institution,
    dossier: Option<&Dossier>,
    as_of: NaiveDate,
) -> Result<Assessment, Error> {
    match dossier {
        Some(dossier) => book.assess_filing(facts, dossier, as_of),
        None => book.assess(facts, as_of),
    }
}

fn no_such_question(name: &str) -> Error {
    let names: Vec<&str> = QUESTIONS.iter().map(|question| question.name).collect();
    let en = format!("expected one of {}, found {}", names.join(", "), told_value(name));
    Error::new(ErrorCode::UnknownQuestion, "question", "没有这个问题", en)
        .with_hint(nearest(name, names).map(did_you_mean))
}

//! Reads the rules of a clause.

use std::sync::{Arc, OnceLock};

use crate::error::{Error, ErrorCode};
use crate::facts::{Dossier, Jurisdictions, Kind, Value, day_of_toml};
use crate::logic::Condition;
use crate::policy::files::{RemarkEntry, RuleEntry, Source, Then, UnsettledEntry};
use crate::policy::rules::rule::{COMBINED, Rule};
use crate::policy::rules::span::Span;
use crate::policy::terms::Severity;
use crate::text::Text;

pub fn read(
    (source_position, clause, position): (usize, usize, usize),
    entry: RuleEntry,
    source: &Source,
    (mut span, frame): (Span, &Condition),
    places: &Jurisdictions,
) -> Result<Rule, Error> {
    let mut frame = frame.clone();
    if entry.from.is_some() || entry.until.is_some() {
        let from = entry.from.as_ref().map(day_of_toml).transpose()?;
        let until = entry.until.as_ref().map(day_of_toml).transpose()?;
        span = span.narrowed(from, until);
        if span.until.is_some_and(|until| until < span.from) {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                if entry.until.is_some() { "until" } else { "from" },
                "规则没有施行的日子",
                "the rule is in force on no day",
            ));
        }
        frame = span.condition();
    }
    let when = match entry.never {
        true => Condition::never(),
        false => condition(&entry.when, places)?,
    };
    let mut unsettled = Vec::new();
    for UnsettledEntry { when, because, because_en } in &entry.unsettled {
        let text = Text::new(because, because_en.as_ref().unwrap_or(because));
        let when = condition(when, places).map_err(|error| error.inside("unsettled"))?;
        unsettled.push((when, Arc::new(text)));
    }
    let mut remarks = Vec::new();
    for RemarkEntry { when, note, note_en } in &entry.remarks {
        let when = condition(when, places).map_err(|error| error.inside("remark"))?;
        remarks.push((when, Text::new(note, note_en.as_ref().unwrap_or(note))));
    }
    if matches!(entry.then, Then::Define(false)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "then",
            "define 只能写 true",
            "`define` is true or is left out",
        ));
    }
    if !entry.acts.is_empty() && !matches!(entry.then, Then::Step(_)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "acts",
            "只有事项写明属于哪种登记事项",
            "only a step belongs to acts of the registry",
        ));
    }
    if matches!(entry.then, Then::Possible(false)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "then",
            "possible 只能写 true；不可能的写 impossible 或 conflict",
            "`possible` is true or is left out; what cannot be is `impossible` or a `conflict`",
        ));
    }
    if matches!(entry.then, Then::Possible(_) | Then::Impossible(_))
        && let Some(fact) = when.facts().into_iter().find(|fact| !COMBINED.contains(fact))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            format!("when.{}", fact.name()),
            "可能、不可能只看登记类型、机构性质、信用代码类型、服务类型和举办主体",
            "what is possible is told by legal form, nature, kind of credit code, service and operator only",
        ));
    }
    if matches!(entry.then, Then::Require(_)) && entry.severity.is_none() {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "severity",
            "备案要求应写明轻重",
            "a requirement states its severity",
        ));
    }
    if entry.reminder
        && (!matches!(entry.then, Then::Require(_)) || entry.severity == Some(Severity::Defect))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "reminder",
            "提醒没有条文作依据，不能作缺项",
            "a reminder has no clause behind it, so it is no defect",
        ));
    }
    if let Then::Deadline(_) = entry.then
        && entry.working_days.is_none_or(|days| !(1..=1_000).contains(&days))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "working_days",
            "期限应写明工作日数",
            "a deadline states its working days",
        ));
    }
    let answered_on = match &entry.answered_on {
        Some(name) => Some(Dossier::field(name).map_err(|error| error.inside("answered_on"))?),
        None => None,
    };
    let timed = matches!(entry.then, Then::Deadline(_));
    let done = timed || matches!(entry.then, Then::Step(_));
    if entry.answered.is_some() && !done
        || answered_on.is_some() && !timed
        || answered_on.is_some_and(|fact| fact.kind() != Kind::Date)
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "answered",
            "只有期限、事项写明何时算已经办理，只有期限写明办理日，办理日应是日期",
            "only a deadline or a step states when it is done, and only a deadline on what day",
        ));
    }
    if matches!(entry.then, Then::Support(_) | Then::Step(_) | Then::Event(_))
        && entry.force.is_none()
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "force",
            "扶持和事项应写明力度",
            "a support or step states its force",
        ));
    }
    let after_event = matches!(entry.then, Then::Event(_));
    for (key, given) in [("at_registry", entry.at_registry), ("at_new_place", entry.at_new_place)] {
        if given && !after_event {
            return Err(Error::new(
                ErrorCode::BadPolicy,
                key,
                "只有事项发生以后要办的，才写在登记机关或者新址办理",
                "only what has to be done after an event is done at the registry or the new place",
            ));
        }
    }
    Ok(Rule {
        source: source_position,
        clause,
        position,
        span,
        requires: Vec::new(),
        displaces: Vec::new(),
        displaced_by: Vec::new(),
        frame,
        when,
        applies: condition(&entry.applies, places).map_err(|error| error.inside("applies"))?,
        answered: match &entry.answered {
            Some(table) => condition(table, places).map_err(|error| error.inside("answered"))?,
            None => Condition::never(),
        },
        answered_on,
        unsettled,
        remarks,
        draft: OnceLock::new(),
        parts: 0,
        undisplaced: OnceLock::new(),
        entry,
        filing_order: source.instrument.filing_order,
        review_on: source.instrument.review_on.map(|review_on| review_on.0),
    })
}

pub fn condition(table: &toml::Table, places: &Jurisdictions) -> Result<Condition, Error> {
    Condition::read(&Value::from(toml::Value::Table(table.clone())), places)
        .map_err(|error| error.inside("when"))
}

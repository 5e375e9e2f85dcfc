//! Checks identifiers and editions across files.

use std::collections::HashSet;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier, told_value};
use crate::policy::files::Source;
use crate::policy::rules::{Rules, Span};

pub fn check_editions(sources: &[Source], spans: &[Span]) -> Result<(), Error> {
    let all: Vec<(&Source, &Span)> = sources.iter().zip(spans).collect();
    for (position, (source, span)) in all.iter().enumerate() {
        for (other, other_span) in all.iter().take(position) {
            if source.instrument.id == other.instrument.id && span.meets(other_span) {
                return Err(Error::new(
                    ErrorCode::OverlappingEditions,
                    source.path(),
                    format!("与 {} 的施行期重叠", other.path()),
                    format!("in force on the same day as {}", other.path()),
                ));
            }
        }
    }
    Ok(())
}

pub fn check_ids(sources: &[Source], rules: &Rules) -> Result<(), Error> {
    let mut known: HashSet<(usize, &str)> = HashSet::new();
    for (_, rule) in rules.iter() {
        if !known.insert((rule.source, &rule.entry.id)) {
            let error = Error::new(
                ErrorCode::DuplicateId,
                told_identifier(&rule.entry.id),
                "规则编号重复",
                "the identifier is used twice in this file",
            );
            return Err(rule.located(sources, &rule.entry.id, error));
        }
    }
    let numbers: HashSet<(&str, &str)> = sources
        .iter()
        .flat_map(|source| {
            let clauses = source.instrument.clauses.iter();
            clauses.map(|clause| (source.instrument.id.as_str(), clause.number()))
        })
        .collect();
    for (_, rule) in rules.iter() {
        let Some(source) = sources.get(rule.source) else { continue };
        for reference in &rule.entry.cites {
            if !numbers.contains(&source.referred(reference)) {
                let error = Error::new(
                    ErrorCode::UnknownReference,
                    "cites",
                    format!("没有条款 {reference}"),
                    format!("there is no clause `{reference}`"),
                );
                return Err(rule.located(sources, reference, error));
            }
        }
    }
    let supports: HashSet<&String> =
        rules.iter().filter_map(|(_, rule)| rule.entry.then.support()).collect();
    for source in sources {
        for (position, clause) in source.instrument.clauses.iter().enumerate() {
            let confirmed = clause.confirms.iter().map(|target| ("confirms", target));
            let administered = clause.administers.iter().map(|target| ("administers", target));
            for (key, target) in confirmed.chain(administered) {
                if !supports.contains(target) {
                    let error = Error::new(
                        ErrorCode::UnknownReference,
                        key,
                        "没有这项扶持",
                        format!("there is no such support: {}", told_value(target)),
                    )
                    .with_hint(
                        nearest(target, supports.iter().map(|id| id.as_str())).map(did_you_mean),
                    );
                    return Err(source.at(position, target, error));
                }
            }
        }
    }
    Ok(())
}

//! Changes of facts in words: the value that a fact is changed to.

use crate::facts::{Kind, Ranges};
use crate::logic::Choice;

/// The value that a fact is changed to, in words.
pub fn target(Choice { field, codes, .. }: &Choice, to: &str) -> (String, String) {
    let (least, most) = field.fact.kind().bounds();
    let bounds = match codes.bounds() {
        [(low, high)] if low < high => Some((*low <= least, *high >= most)),
        _ => None,
    };
    let shown = to.trim_start_matches("不小于").trim_start_matches("不大于");
    match (field.fact.kind(), bounds) {
        (Kind::Int { .. }, Some((true, false))) => {
            (format!("至多{shown}"), format!("at most {shown}"))
        }
        (Kind::Int { .. }, Some((false, true))) => {
            (format!("至少{shown}"), format!("at least {shown}"))
        }
        (Kind::Date, Some((false, true))) => {
            (format!("{shown}或者以后"), format!("{shown} or later"))
        }
        (Kind::Int { .. }, Some(_)) => (to.to_owned(), to.replace('至', " to ")),
        (kind, _) => (to.to_owned(), in_english(kind, codes).unwrap_or_else(|| format!("`{to}`"))),
    }
}

/// A set of values by the stable names of its terms; none where the values are no terms.
fn in_english(kind: Kind, codes: &Ranges) -> Option<String> {
    let named = |inside: bool, or: &str| {
        let words = kind.words().iter().zip(0..);
        let chosen = words.filter(|(_, code)| codes.contains(*code) == inside);
        chosen.map(|(word, _)| format!("`{}`", word.name)).collect::<Vec<_>>().join(or)
    };
    match kind {
        Kind::Bool => Some(if codes.contains(1) { "yes" } else { "no" }.to_owned()),
        Kind::Choice(words) => {
            let inside = words.iter().zip(0..).filter(|(_, code)| codes.contains(*code)).count();
            let few = inside <= 4 || inside * 2 <= words.len();
            Some(if few { named(true, " or ") } else { format!("any but {}", named(false, ", ")) })
        }
        _ => None,
    }
}

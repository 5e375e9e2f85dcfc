//! Changes of facts in words: the value that a fact is changed to.

use crate::facts::{Kind, Ranges, day_of};
use crate::logic::Choice;

/// The value that a fact is changed to, in Chinese as it is described and in English.
pub fn target(Choice { field, codes, .. }: &Choice, to: &str) -> (String, String) {
    let kind = field.fact.kind();
    let english = in_english(kind, codes).or_else(|| bounds_in_english(kind, codes));
    (to.to_owned(), english.unwrap_or_else(|| format!("`{to}`")))
}

/// One range of numbers or days; none where there are several.
fn bounds_in_english(kind: Kind, codes: &Ranges) -> Option<String> {
    let (least, most) = kind.bounds();
    let [(low, high)] = codes.bounds() else { return None };
    let shown = |code: i64| match kind {
        Kind::Int { .. } => Some(code.to_string()),
        Kind::Date => day_of(code).map(|day| day.to_string()),
        _ => None,
    };
    let (from, until) = (shown(*low)?, shown(*high)?);
    Some(match (*low <= least, *high >= most) {
        _ if low == high => from,
        (true, _) if kind == Kind::Date => format!("{until} or earlier"),
        (_, true) if kind == Kind::Date => format!("{from} or later"),
        (true, _) => format!("at most {until}"),
        (_, true) => format!("at least {from}"),
        _ => format!("{from} to {until}"),
    })
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

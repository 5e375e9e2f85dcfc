//! Repeats of what was given: a value by its length, a name where it is short text without digits.

use crate::error::nearest::{did_you_mean, nearest};
use crate::text::Text;

/// A value that a caller typed, as a message may show it: how long it is, and nothing of what it says. A cell in the wrong
/// column may hold the name or the number of a person, and no list tells a name from a word.
pub fn told_value(text: &str) -> String {
    format!("a text of {} characters", text.chars().take(10_000_000).count())
}

/// The name of a field, a column or a key that a caller typed, as a path or a message may show it: short text without
/// digits, such as the header of a table has it.
pub fn told_name(name: &str) -> &str {
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    let shown = |c: char| c.is_alphabetic() || " _-/()（）、：·".contains(c);
    let short = name.chars().nth(SHORT_NAME).is_none()
        || name.len() <= LONGEST_NAME && name.chars().all(plain);
    if short && !name.trim().is_empty() && name.chars().all(shown) { name } else { UNKNOWN_FIELD }
}

/// A text fact, as a `Debug` may show it: the code of a place is no secret, and of any other text only its length is told.
pub fn told_text(text: &str) -> String {
    let (code, zone) = text.split_once('-').unwrap_or((text, "x"));
    let is_place = code.len() == 6
        && code.bytes().all(|digit| digit.is_ascii_digit())
        && zone.bytes().all(|letter| letter.is_ascii_lowercase());
    if is_place { text.to_owned() } else { format!("({})", told_value(text)) }
}

/// The name of a policy file, the number of a clause, or an identifier, as a path may show it: with `…` for what may be
/// the number of a person. Years and places, of four digits and of six, stand in many of them.
pub fn told_identifier(name: &str) -> String {
    let is_mail = name.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    if is_mail || name.chars().any(char::is_control) {
        return "…".to_owned();
    }
    let mut told = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, told: &mut String| {
        match digits.len() {
            0..=4 | 6 => told.push_str(digits),
            _ => told.push('…'),
        }
        digits.clear();
    };
    for letter in name.chars().take(LONGEST_IDENTIFIER) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        flush(&mut digits, &mut told);
        told.push(if letter.is_numeric() { '…' } else { letter });
    }
    flush(&mut digits, &mut told);
    told
}

/// Describes what is wrong with a file of TOML without its text, and the key that was probably meant.
pub fn told_toml(text: &str, error: &toml::de::Error) -> (String, String, Option<Text>) {
    let message = error.message().replace('\n', " ");
    let quoted = |text: &str| -> Vec<String> {
        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let meant = |found: &str, known: &[String]| {
        nearest(found, known.iter().map(String::as_str)).map(did_you_mean)
    };
    let known = |wanted: &str| quoted(wanted);
    if let Some((found, wanted)) =
        message.strip_prefix("unknown field `").and_then(|rest| rest.rsplit_once("`, expected "))
    {
        let name = told_name(found);
        return (
            format!("没有这个键：{name}"),
            format!("there is no such key: {name}"),
            meant(found, &known(wanted)),
        );
    }
    if let Some((found, wanted)) =
        message.strip_prefix("unknown variant `").and_then(|rest| rest.rsplit_once("`, expected "))
    {
        let list = known(wanted);
        return (
            format!("不认识这个取值，可用：{}", list.join(", ")),
            format!("expected one of {}, found {}", list.join(", "), told_value(found)),
            meant(found, &list),
        );
    }
    for (start, zh) in [("invalid type: ", "类型不对"), ("invalid value: ", "取值不对")] {
        if let Some((found, wanted)) =
            message.strip_prefix(start).and_then(|rest| rest.rsplit_once(", expected "))
        {
            let kind = found.split(['`', '"', '\'']).next().unwrap_or_default().trim();
            return (zh.to_owned(), format!("expected {wanted}, found {kind}"), None);
        }
    }
    // Of what is missing the name is known; what the library itself expects is said without what was found; and of what
    // is no TOML the message has nothing of the text.
    let own = message.starts_with("expected ") && !message.contains(['`', '"']);
    let named = own || message.starts_with("missing field `");
    let plain = message.chars().all(|letter| letter.is_ascii() && !letter.is_ascii_digit());
    if named || plain && text.parse::<toml::Table>().is_err() {
        return (message.clone(), message, None);
    }
    ("无法读取".to_owned(), "it cannot be read".to_owned(), None)
}

/// The most characters of a name that is shown, and of one that is written as the fields of the library are.
pub const SHORT_NAME: usize = 20;

pub const LONGEST_NAME: usize = 40;

/// The most characters of an identifier that are shown.
pub const LONGEST_IDENTIFIER: usize = 80;

/// Text in place of a name that is not shown.
pub const UNKNOWN_FIELD: &str = "(unknown field)";

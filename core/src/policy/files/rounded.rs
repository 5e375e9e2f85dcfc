//! Numbers of a policy file that a binary number would round to a whole one: none of them is read as it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::decimal::is_whole;
use crate::error::{Error, ErrorCode, told_identifier};

/// Checks that no number of a file is whole only because it was rounded.
///
/// # Errors
/// The first number that is, with its line.
pub fn check_rounded(name: &str, toml: &str) -> Result<(), Error> {
    // Nearly every file has no number with a point, and is not parsed again.
    let has_point = toml.as_bytes().windows(3).any(|letters| {
        matches!(letters, [b'0'..=b'9', b'.' | b'e' | b'E', b'0'..=b'9' | b'+' | b'-'])
    });
    let table = has_point.then(|| DeTable::parse(toml).ok()).flatten();
    let found = table.and_then(|table| rounded(&DeValue::Table(table.into_inner())));
    let Some(start) = found else { return Ok(()) };
    let line = toml.get(..start).unwrap_or_default().matches('\n').count() + 1;
    let (zh, en) =
        ("应为整数，收到的是小数", "expected a whole number, found a number with a fraction");
    Err(Error::new(ErrorCode::WrongType, told_identifier(name), zh, en).at_line(line))
}

/// Place of the first number that is whole only because it was rounded.
fn rounded(value: &DeValue<'_>) -> Option<usize> {
    let of = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::Float(number) => {
            let written = number.as_str();
            let read: f64 = written.parse().unwrap_or(f64::NAN);
            (read.fract() == 0.0 && !is_whole(written)).then(|| value.span().start)
        }
        inner => rounded(inner),
    };
    match value {
        DeValue::Array(items) => items.iter().filter_map(of).min(),
        DeValue::Table(fields) => fields.values().filter_map(of).min(),
        _ => None,
    }
}

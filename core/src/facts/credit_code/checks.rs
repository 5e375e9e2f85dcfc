//! Check characters of codes, and numbers that are none: of persons, of organisations, of old registrations.

use chrono::NaiveDate;

use crate::error::Error;
use crate::facts::credit_code::malformed::{bad, malformed, rounded};
use crate::facts::credit_code::{CATEGORIES, name};

/// The characters in the order of their values; I, O, S, V and Z are left out.
pub const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The value of each character of ASCII.
#[allow(clippy::indexing_slicing, reason = "worked out when it is compiled")]
pub const VALUES: [u8; 128] = {
    let mut values = [NO_VALUE; 128];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Mark of a character that no code has.
pub const NO_VALUE: u8 = u8::MAX;

/// 3 to the power of the position, modulo 31.
pub const WEIGHTS: [u16; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// GB 11714: the weights of the first eight characters of an organisation code.
pub const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Tells whether a code has eighteen characters of the alphabet, the last checks, and it is one that is ever given.
pub fn check(code: &str) -> Result<(), Error> {
    check_form(code)?;
    let letters: &[u8; 18] = code.as_bytes().try_into().map_err(|_| malformed(code))?;
    let values = letters.map(|letter| VALUES.get(usize::from(letter)).copied().unwrap_or(NO_VALUE));
    if values.contains(&NO_VALUE) {
        return Err(malformed(code));
    }
    let [first, _, district @ .., _, _, _, _, _, _, _, _, _, _] = letters;
    let [_, _, _, _, _, _, _, _, organization @ .., _, _] = letters;
    let all = |part: &[u8], one: u8| part.iter().all(|letter| *letter == one);
    if all(letters, *first) || all(district, b'0') || all(organization, b'0') {
        return Err(bad(
            "行政区划码或主体标识码全为零，或各位相同，没有这样的代码",
            "no such code is given: its district or its organisation code is all zeros, or all its characters are the same",
        ));
    }
    let sum: u16 =
        values.iter().zip(WEIGHTS).map(|(value, weight)| u16::from(*value) * weight).sum();
    if values.last().map(|value| u16::from(*value)) != Some((31 - sum % 31) % 31) {
        return Err(match letters {
            [digits @ .., b'0', b'0', b'0'] if digits.iter().all(u8::is_ascii_digit) => rounded(),
            _ => bad("校验位不符，请核对", "the check character does not fit"),
        });
    }
    Ok(())
}

/// Refuses a number of a person, or of a business as it was numbered once.
pub fn check_form(text: &str) -> Result<(), Error> {
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    let person = match text.len() {
        18 => text.split_at_checked(17).is_some_and(|(start, last)| {
            digits(start) && is_resident_number(start, last) && !is_plausible(text)
        }),
        15 if !digits(text) => false,
        15 if registration_number_checks(text) => {
            return Err(bad(
                "这像是15位的工商注册号，应填18位的统一社会信用代码",
                "this looks like a registration number of 15 digits; expected the code of 18 characters",
            ));
        }
        15 => begins_with_province(text) && has_birthday(text.get(6..12).unwrap_or_default(), "19"),
        _ => false,
    };
    if !person {
        return Ok(());
    }
    Err(bad(
        "疑似身份证号，请勿填写；应为单位的统一社会信用代码",
        "this looks like the ID number of a person; expected the code of an organisation",
    ))
}

/// Tells whether digits and a last character have the form of a personal ID number (GB 11643): a day of birth, and a check.
pub fn is_resident_number(digits: &str, last: &str) -> bool {
    let birthday = digits.get(6..14).and_then(|day| day.split_at_checked(2));
    birthday
        .is_some_and(|(century, day)| matches!(century, "19" | "20") && has_birthday(day, century))
        && resident_check(digits).eq_ignore_ascii_case(last)
}

/// Tells whether six digits are a day of a century.
pub fn has_birthday(digits: &str, century: &str) -> bool {
    let part = |from: usize| digits.get(from..from + 2).unwrap_or_default();
    format!("{century}{}-{}-{}", part(0), part(2), part(4)).parse::<NaiveDate>().is_ok()
}

/// Tells whether each part of a text of digits could be one of a credit code: then it is taken for one, though it may be the ID
/// number of a person as well.
pub fn is_plausible(code: &str) -> bool {
    let district = code.get(2..8).unwrap_or_default();
    name(CATEGORIES, code).is_some()
        && (district.starts_with("10") || begins_with_province(district))
        && code.get(8..17).is_some_and(organization_code_checks)
}

/// GB/T 2260: the first two digits of the code of a place.
pub fn begins_with_province(place: &str) -> bool {
    matches!(
        place.as_bytes(),
        [b'1', b'1'..=b'5', ..]
            | [b'2', b'1'..=b'3', ..]
            | [b'3', b'1'..=b'7', ..]
            | [b'4', b'1'..=b'6', ..]
            | [b'5', b'0'..=b'4', ..]
            | [b'6', b'1'..=b'5', ..]
            | [b'7', b'1', ..]
            | [b'8', b'1'..=b'3', ..]
            | [b'9', b'1', ..]
    )
}

/// GB 11643: the character that checks seventeen digits.
pub fn resident_check(digits: &str) -> &'static str {
    const CHECKS: [&str; 11] = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    let sum = digits.bytes().fold(0, |sum, digit| (sum + usize::from(digit - b'0')) * 2 % 11);
    CHECKS.get(sum).copied().unwrap_or_default()
}

/// 工商注册号 (GS 15): the last of fifteen digits checks the others (ISO 7064, MOD 11,10).
pub fn registration_number_checks(digits: &str) -> bool {
    let product = digits.bytes().take(14).fold(10, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let last = digits.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
    (product + last) % 10 == 1
}

/// GB 11714: the ninth character checks the other eight.
pub fn organization_code_checks(code: &str) -> bool {
    let mut values = code.chars().map(|letter| letter.to_digit(36).unwrap_or_default());
    let sum: u32 = ORGANIZATION_WEIGHTS.iter().zip(&mut values).map(|(w, value)| w * value).sum();
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    code.ends_with(expected)
}

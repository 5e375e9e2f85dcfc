//! 数: numbers in the text of JSON that a binary number would round.

use std::ops::Range;

use crate::decimal::is_whole;

/// A number with a fraction, and one beyond every range; both are shorter than whatever they stand for.
const FRACTION: &str = "0.5";
const BEYOND: [&str; 2] = ["1e300", "-1e300"];

/// JSON of the same length whose numbers are read as what they are: whole, with a fraction, or beyond every range. None
/// where they already are.
pub fn unrounded(json: &str) -> Option<String> {
    let mut text = String::with_capacity(json.len());
    let mut told = 0;
    for place in numbers(json) {
        let written = json.get(place.clone()).unwrap_or_default();
        let read: f64 = written.parse().unwrap_or(f64::NAN);
        let stands = match is_whole(written) {
            true if read.is_infinite() => {
                BEYOND.get(usize::from(read < 0.0)).copied().unwrap_or_default()
            }
            false if read.is_infinite() || read.fract() == 0.0 => FRACTION,
            _ => continue,
        };
        text.push_str(json.get(told..place.start)?);
        text.push_str(stands);
        text.extend(std::iter::repeat_n(' ', written.len().saturating_sub(stands.len())));
        told = place.end;
    }
    let rest = json.get(told..)?;
    (told > 0).then(|| text + rest)
}

/// Places of the numbers of JSON; what stands in texts is none.
fn numbers(json: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = json.bytes().enumerate().peekable();
    std::iter::from_fn(move || {
        while let Some((start, letter)) = letters.next() {
            match letter {
                b'"' => {
                    while let Some((_, letter)) = letters.next() {
                        match letter {
                            b'"' => break,
                            b'\\' => drop(letters.next()),
                            _ => {}
                        }
                    }
                }
                b'-' | b'0'..=b'9' => {
                    let mut end = start + 1;
                    while letters.next_if(|(_, letter)| is_of_number(*letter)).is_some() {
                        end += 1;
                    }
                    return Some(start..end);
                }
                _ => {}
            }
        }
        None
    })
}

fn is_of_number(letter: u8) -> bool {
    matches!(letter, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::facts::Institution;

    #[test]
    fn only_what_would_be_rounded_is_written_otherwise() {
        for (json, wanted) in [
            (r#"{"a": 1e-400, "b": 30.5}"#, Some(r#"{"a": 0.5   , "b": 30.5}"#)),
            (
                r#"[-1e400,1E-400,"1e-400","\"1e-400",30.00]"#,
                Some(r#"[-1e300,0.5   ,"1e-400","\"1e-400",30.00]"#),
            ),
            (&format!("1{}.5", "0".repeat(400)), Some(&format!("0.5{}", " ".repeat(400)))),
            ("9007199254740993.5", Some("0.5               ")),
            ("1.0000000000000000000e400", Some("1e300                    ")),
            ("[30.0, -0, -0.0, 0.1e1, 1e15, 9007199254740993.0, 0e-400]", None),
            ("", None),
            ("\"\\", None),
            ("1e-400.5", None),
        ] {
            assert_eq!(unrounded(json).as_deref(), wanted, "{json}");
        }
    }

    proptest! {
        /// A number is moved from a whole one by so little that no binary number shows it.
        #[test]
        fn number_next_to_a_whole_one_is_none(
            whole in 1..100_000_i32,
            digits in 20..400_usize,
            above in any::<bool>(),
            power in prop::sample::select(vec!["", "e0", "E-0", "e+0"]),
        ) {
            let next = match above {
                true => format!("{whole}.{}1{power}", "0".repeat(digits)),
                false => format!("{}.{}{power}", whole - 1, "9".repeat(digits)),
            };
            let read = |number: &str| Institution::from_json(&format!("{{\"places\": {number}}}"));
            let error = read(&next).unwrap_err();
            prop_assert_eq!(error.code.name(), "wrong_type");
            prop_assert_eq!(error.path, "places");
            let padded = format!("{whole}.{}{power}", "0".repeat(digits));
            prop_assert_eq!(read(&padded).unwrap().places, Some(whole));
        }
    }
}

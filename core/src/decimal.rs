//! Numbers as JSON and TOML write them, which a binary number may round: whether one is whole is read off its digits.

/// Tells whether a number is whole, from its digits: an underflowing 1e-400 is not, nor is 30.00000000000000000001.
pub fn is_whole(number: &str) -> bool {
    let (digits, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    if !digits.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0') {
        return true;
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    let lowest = match part {
        "" => count(whole) - count(whole.trim_end_matches('0')),
        part => -count(part),
    };
    let beyond = if power.starts_with('-') { i64::MIN } else { i64::MAX };
    power.parse().unwrap_or(beyond).saturating_add(lowest) >= 0
}

fn count(digits: &str) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whole_is_what_the_power_of_ten_divides(
            whole in 0..100_000_i128,
            part in prop_oneof![Just(None), (0..5_usize, 0..10_000_i128).prop_map(Some)],
            power in -9..=9_i32,
            sign in prop::sample::select(vec!["", "-"]),
            letter in prop::sample::select(vec!["e", "E", "e+"]),
        ) {
            let letter = if power < 0 { letter.trim_end_matches('+') } else { letter };
            let (text, mut top, mut below) = match part {
                None => (whole.to_string(), whole, 0),
                Some((zeros, part)) => {
                    let part = format!("{}{part}", "0".repeat(zeros));
                    let digits = i32::try_from(part.len()).unwrap();
                    (format!("{whole}.{part}"), format!("{whole}{part}").parse().unwrap(), digits)
                }
            };
            below -= power;
            while below < 0 {
                (top, below) = (top * 10, below + 1);
            }
            let wanted = top % 10_i128.pow(below.unsigned_abs()) == 0;
            prop_assert_eq!(is_whole(&format!("{sign}{text}{letter}{power}")), wanted);
        }
    }

    #[test]
    fn powers_beyond_every_number_are_told_by_their_sign() {
        for (number, wanted) in [
            ("1e-400", false),
            ("1e-99999999999999999999", false),
            ("1e99999999999999999999", true),
            ("1e400", true),
            ("0e-99999999999999999999", true),
            ("-0.000E-5", true),
            ("30.0000000000000000001", false),
            ("29.99999999999999999999", false),
            ("9007199254740993.0", true),
            ("9007199254740993.1", false),
            ("100e-2", true),
            ("100e-3", false),
        ] {
            assert_eq!(is_whole(number), wanted, "{number}");
        }
    }
}

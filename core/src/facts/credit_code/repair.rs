//! Repairs of how a code is written, each of them told.

use crate::characters::is_invisible;
use crate::facts::credit_code::{Repair, RepairReason};

/// The characters without what layout adds, each with its position in the text.
pub fn put_right(text: &str, repairs: &mut Vec<Repair>) -> Vec<(i32, char)> {
    let mut letters = Vec::new();
    for (at, written) in (1..).zip(text.chars()) {
        if is_separator(written) {
            repairs.push(repair(at, written, None, RepairReason::Separator));
            continue;
        }
        let mut letter = written;
        if let Some(half) = half_width(letter) {
            repairs.push(repair(at, letter, Some(half), RepairReason::FullWidth));
            letter = half;
        }
        if letter.is_ascii_lowercase() {
            let capital = letter.to_ascii_uppercase();
            repairs.push(repair(at, letter, Some(capital), RepairReason::LowerCase));
            letter = capital;
        }
        letters.push((at, letter));
    }
    letters
}

/// White space, a hyphen or a dash of any width, or a character that nobody sees.
pub fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}')
        || is_invisible(letter)
}

/// The ASCII form of a full-width character.
pub fn half_width(letter: char) -> Option<char> {
    let full_width = ('\u{ff01}'..='\u{ff5e}').contains(&letter);
    full_width.then(|| char::from_u32(u32::from(letter) - 0xfee0)).flatten()
}

/// Letters that no code has, and the digits that they are taken for.
pub const LOOK_ALIKES: [(char, char); 4] = [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5')];

pub fn replace_look_alikes(letters: &mut [(i32, char)], repairs: &mut Vec<Repair>) {
    for (at, letter) in letters {
        if let Some((_, digit)) = LOOK_ALIKES.iter().find(|(alike, _)| alike == letter) {
            repairs.push(repair(*at, *letter, Some(*digit), RepairReason::LookAlike));
            *letter = *digit;
        }
    }
}

pub fn repair(at: i32, from: char, to: Option<char>, why: RepairReason) -> Repair {
    Repair { at, from: from.into(), to: to.map_or_else(String::new, String::from), why }
}

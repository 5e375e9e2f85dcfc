//! The known word that comes nearest to what was given.

use crate::error::echo::told_identifier;
use crate::text::Text;

/// A hint at the word that was probably meant.
pub fn did_you_mean(word: &str) -> Text {
    let word = told_identifier(word);
    Text::new(format!("是不是“{word}”？"), format!("did you mean `{word}`?"))
}

/// The most words that are compared.
const MOST_COMPARED: usize = 4096;

/// The known word nearest to what was written, when it is near enough to be meant.
pub fn nearest<'a>(input: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if input.len() > 64 {
        return None;
    }
    known
        .into_iter()
        .take(MOST_COMPARED)
        .map(|word| (distance(input, word), word))
        .min()
        .filter(|(distance, word)| *distance <= word.chars().count().max(3) / 3)
        .map(|(_, word)| word)
}

/// Edit distance in characters, a swap of neighbours counted once.
pub fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut last = None;
    for (row, letter) in left.chars().enumerate() {
        let mut line = vec![row + 1];
        let mut left_of = row + 1;
        let mut earlier = None;
        for ((column, other), pair) in right.iter().enumerate().zip(above.windows(2)) {
            let [diagonal, up] = *pair else { break };
            let mut best = (diagonal + usize::from(letter != *other)).min(up + 1).min(left_of + 1);
            if last == Some(*other)
                && earlier == Some(letter)
                && let Some(two_back) = before.get(column.wrapping_sub(1))
            {
                best = best.min(two_back + 1);
            }
            line.push(best);
            left_of = best;
            earlier = Some(*other);
        }
        last = Some(letter);
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or(0)
}

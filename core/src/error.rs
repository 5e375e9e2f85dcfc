//! What could not be read, where, and how to put it right.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::answer::Text;

/// Input that cannot be read (输入有误). "No" is never an error; it is an answer.
///
/// The same code, path and hint reach every language.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error, Serialize)]
pub struct Error {
    /// What is wrong.
    pub code: ErrorCode,
    /// Where: a field such as `classes[1].children`, or a policy file and its clause.
    pub path: String,
    /// The line of the policy file, counted from 1, where there is one.
    pub line: Option<i32>,
    /// What was found and what was expected.
    pub message: Text,
    /// How to cure it, for instance the field that was probably meant.
    pub hint: Option<String>,
}

/// The kinds of unreadable input; the names are stable.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ErrorCode {
    /// A field that no institution has.
    UnknownField,
    /// A field given twice.
    DuplicateField,
    /// A value of the wrong kind, such as text for a number.
    WrongType,
    /// A word outside the closed list of a field.
    UnknownWord,
    /// A number or a day outside the range of its field.
    OutOfRange,
    /// A day that is not written `YYYY-MM-DD`.
    BadDate,
    /// A unified social credit code that cannot be one.
    BadCreditCode,
    /// A place that is neither a six-digit code nor a name that a policy file declares.
    UnknownJurisdiction,
    /// Two facts that exclude each other by arithmetic, such as a lease that ends before it starts.
    Contradiction,
    /// Text longer than any field may be.
    TooLong,
    /// JSON that cannot be parsed.
    BadJson,
    /// A question that does not exist.
    UnknownQuestion,
    /// A support, step or finding that no policy file knows.
    UnknownTarget,
    /// A policy file that is not laid out as one.
    BadPolicy,
    /// A file of working days that is not laid out as one, or says of a day what cannot be.
    BadCalendar,
    /// A department that the policy files do not list.
    UnknownDepartment,
    /// A fact in a condition that the vocabulary does not have.
    UnknownFact,
    /// A rule that refers to another rule or clause that is not there.
    UnknownReference,
    /// A quotation longer than operative words can be.
    QuotationTooLong,
    /// Two editions of one instrument that are in force on the same day.
    OverlappingEditions,
    /// An identifier used twice.
    DuplicateId,
    /// A clause with neither rules nor the reason why there are none, or with both.
    Uncovered,
    /// A worked example of a policy file that does not come out as it says.
    ExampleFails,
    /// A condition too large to be compiled exactly.
    TooComplex,
    /// A file that the caller named and that cannot be read.
    UnreadableFile,
    /// Facts that were read for another plan.
    WrongPlan,
    /// Columns that differ in length, or a table that cannot be read.
    BadTable,
}

impl ErrorCode {
    /// The stable name, as in JSON.
    pub fn name(self) -> String {
        let name = format!("{self:?}");
        let mut snake = String::with_capacity(name.len() + 4);
        for (position, letter) in name.char_indices() {
            if letter.is_uppercase() && position > 0 {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    }
}

impl Error {
    pub(crate) fn new(
        code: ErrorCode,
        path: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { code, path: path.into(), line: None, message: Text::new(zh, en), hint: None }
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    pub(crate) fn at_line(mut self, line: usize) -> Self {
        self.line = i32::try_from(line).ok();
        self
    }

    pub(crate) fn inside(mut self, path: &str) -> Self {
        self.path = match (path.is_empty(), self.path.is_empty()) {
            (true, _) => self.path,
            (_, true) => path.to_owned(),
            _ if self.path.starts_with('[') => format!("{path}{}", self.path),
            _ => format!("{path}.{}", self.path),
        };
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}", self.path)?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{} ({})", self.message.zh, self.message.en)?;
        if let Some(hint) = &self.hint {
            write!(f, " [{hint}]")?;
        }
        Ok(())
    }
}

/// The input as an error may show it: only what looks like a word of the vocabulary,
/// since a cell in the wrong column may hold a name or a number that identifies a person.
pub(crate) fn safe_echo(input: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '-';
    if !input.is_empty() && input.len() <= 40 && input.chars().all(plain) {
        format!("`{input}`")
    } else {
        format!("a text of {} characters", input.chars().take(10_000_000).count())
    }
}

/// The known word nearest to what was written, when it is near enough to be meant.
pub(crate) fn nearest<'a>(
    input: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if input.len() > 64 {
        return None;
    }
    known
        .into_iter()
        .map(|word| (distance(input, word), word))
        .min()
        .filter(|(distance, word)| *distance <= word.chars().count().max(3) / 3)
        .map(|(_, word)| word)
}

/// Edit distance in characters, a swap of neighbours counted once.
pub(crate) fn distance(left: &str, right: &str) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        let known = ["nature", "legal_form", "filed"];
        assert_eq!(nearest("natrue", known), Some("nature"));
        assert_eq!(nearest("legalform", known), Some("legal_form"));
        assert_eq!(nearest("fees", known), None);
        assert_eq!(distance("natrue", "nature"), 1);
    }

    #[test]
    fn a_value_that_may_identify_a_person_is_not_shown() {
        assert_eq!(safe_echo("for-profit"), "`for-profit`");
        assert_eq!(safe_echo("370303199001011234"), "a text of 18 characters");
        assert_eq!(safe_echo("某某"), "a text of 2 characters");
    }

    #[test]
    fn names_of_codes_are_those_of_json() {
        assert_eq!(ErrorCode::BadCreditCode.name(), "bad_credit_code");
    }
}

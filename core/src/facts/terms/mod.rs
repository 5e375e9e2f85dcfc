//! Terms of closed sets, and how each is read.

pub mod sets;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_value};
use crate::facts::scalar::LEAVE_OUT;
use crate::text::Text;

/// One word of a closed list: the stable name and the Chinese term.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Term {
    /// Stable ASCII name.
    pub name: &'static str,
    /// Chinese term.
    pub label: &'static str,
}

/// A closed set of terms, as Python's class of it is generated.
#[cfg(feature = "pyo3")]
#[derive(Clone, Copy, Debug)]
pub struct TermSet {
    /// Name of the class.
    pub name: &'static str,
    /// Its doc comment.
    pub summary: &'static str,
    /// Tells whether its terms answer with more than yes or no: no bool is made of one.
    pub is_answer: bool,
    /// The terms, in their order.
    pub terms: &'static [Term],
}

#[cfg(feature = "pyo3")]
impl TermSet {
    /// The set of a type; with a mark, its terms are answers.
    pub const fn of<T: Choice>(name: &'static str, marks: &[&str]) -> Self {
        Self { name, summary: T::SUMMARY, is_answer: !marks.is_empty(), terms: T::WORDS }
    }
}

/// A closed list of words, and the position of a value in it.
pub trait Choice: Copy + Sized + 'static {
    const WORDS: &'static [Term];

    /// The doc comment of the list.
    const SUMMARY: &'static str;

    fn position(self) -> i64;

    fn at(position: usize) -> Option<Self>;

    /// As `at`, by the code of a fact.
    fn coded(code: i64) -> Option<Self> {
        usize::try_from(code).ok().and_then(Self::at)
    }

    /// The stable name.
    fn word_name(self) -> &'static str {
        let word = usize::try_from(self.position()).ok().and_then(|at| Self::WORDS.get(at));
        word.map_or("", |word| word.name)
    }

    /// Reads a stable name or a Chinese term.
    fn from_word(text: &str) -> Result<Self, Error> {
        let position = position(Self::WORDS, text)?;
        Self::coded(position).ok_or_else(|| unknown_word(text, Self::WORDS))
    }
}

/// The position of a word under its stable name, its Chinese term, or a short form of that.
pub fn position(words: &[Term], text: &str) -> Result<i64, Error> {
    find(words, text).ok_or_else(|| unknown_word(text, words))
}

/// As `position`; none for a text that is no word.
pub fn find(words: &[Term], text: &str) -> Option<i64> {
    let exactly = |word: &Term| word.name == text || word.label == text;
    let found = words.iter().position(exactly).or_else(|| {
        words.iter().position(|word| short_forms(word.label).any(|short| short == text))
    });
    found.and_then(|found| i64::try_from(found).ok())
}

/// Names of a term beside its whole form: what stands before and in its brackets, and a legal person without
/// that word (企业 of 企业法人).
fn short_forms(label: &str) -> impl Iterator<Item = &str> {
    let (before, behind) = label.split_once('（').unwrap_or((label, ""));
    let person = label.strip_suffix("法人").unwrap_or_default();
    [before, behind.strip_suffix('）').unwrap_or_default(), person]
        .into_iter()
        .filter(move |short| !short.is_empty() && *short != label)
}

/// The error for a word outside a closed list, with the list and the nearest word.
pub fn unknown_word(text: &str, words: &[Term]) -> Error {
    let list = |of: fn(&Term) -> &'static str, and: &str| {
        words.iter().map(of).collect::<Vec<_>>().join(and)
    };
    let known = words.iter().flat_map(|word| [word.name, word.label]);
    let hint = if text.trim().is_empty() {
        Some(Text::new(LEAVE_OUT.0, LEAVE_OUT.1))
    } else {
        nearest(text, known).map(did_you_mean)
    };
    Error::new(
        ErrorCode::UnknownWord,
        "",
        format!("不认识这个取值，可用：{}", list(|word| word.label, "、")),
        format!("expected one of {}, found {}", list(|word| word.name, ", "), told_value(text)),
    )
    .with_hint(hint)
}

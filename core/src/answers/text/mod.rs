//! 文字: sentences, explanations and letters.

mod changes;
mod described;
mod explanation;
pub mod gaps;
mod letters;
mod merged;
mod page;
mod sentences;
mod summary;
mod templates;
mod wording;

pub use changes::target;
pub use explanation::Format;
#[cfg(feature = "pyo3")]
pub(crate) use explanation::TERM_SETS;
#[cfg(feature = "pyo3")]
pub(crate) use letters::TERM_SETS as LETTER_TERM_SETS;
pub use letters::{Letter, LetterDetails, LetterKind, Paragraph, ParagraphRole};
pub use sentences::{
    deadline_sentence, labels, look_up_sentence, names, questions, sentence, together,
};
pub use summary::Summary;

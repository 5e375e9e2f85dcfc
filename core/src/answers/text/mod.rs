//! 文字: sentences, explanations and letters.

pub(crate) mod explanation;
pub(crate) mod gaps;
pub(crate) mod letters;
pub(crate) mod wording;

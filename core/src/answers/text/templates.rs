//! 文书模板: the fixed words of letters and explanations; they stand as data beside the law, in `core/policies/letters`.

use std::sync::LazyLock;

use serde::Deserialize;

pub const EXPLANATION: &str = include_str!("../../../policies/letters/explanation.md");

const PHRASES_FILE: &str = include_str!("../../../policies/letters/phrases.toml");

/// Phrases that an answer's parts are put into.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    pub class: String,
    pub unseen_number: String,
    pub letter: LetterPhrases,
    pub explanation: ExplanationPhrases,
}

/// Phrases of a letter.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterPhrases {
    pub conflicts: String,
    pub lacking: String,
    pub expired: String,
    pub unmet: String,
    pub open: String,
    pub hints: String,
    pub reminders: String,
    pub numerals: Vec<String>,
    pub section: String,
    pub gap: String,
    pub cure: String,
    pub cure_at: String,
    pub cure_by: String,
    pub no_record: String,
    pub not_cited: String,
    pub basis: String,
    pub basis_unnumbered: String,
    pub between_bases: String,
    pub defects: String,
    pub to_check: String,
    pub defects_and_to_check: String,
    pub code: String,
    pub addressed: Vec<String>,
    pub kinds: Vec<String>,
    pub standards: Vec<String>,
    pub pending: String,
    pub past: String,
    pub announced: String,
    pub announced_past: String,
    pub announced_without_day: String,
    pub no_cure_by: String,
    pub not_received: String,
}

/// Phrases of an explanation.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplanationPhrases {
    pub gap: String,
    pub at: String,
    pub to_check: String,
    pub note: String,
    pub owners: String,
    pub after_filing: String,
    pub asked: String,
    pub because: String,
    pub fold: String,
    pub consequence: String,
    pub between_clauses: String,
    pub cited: String,
    pub quotation: String,
    pub between_quotations: String,
}

/// The phrases; a test reads the file.
pub static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| toml::from_str(PHRASES_FILE).unwrap_or_default());

/// One line of a template.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Line<'a> {
    Title(&'a str),
    Heading(&'a str),
    /// Several lines in the place of one.
    Block(&'a str),
    /// A line of text, and the marks before it that are no conditions.
    Text(&'a str, &'a str),
}

/// The lines of a template whose marks before them, as 〔有缺项〕, hold. A mark for which nothing is told is one of layout.
pub fn lines<'a>(
    template: &'a str,
    holds: impl Fn(&str) -> Option<bool>,
) -> impl Iterator<Item = Line<'a>> {
    template.lines().filter(|line| !line.trim().is_empty()).filter_map(move |line| {
        let (mut line, mut layout) = (line.trim_end(), "");
        while let Some((mark, rest)) = marked(line) {
            match holds(mark) {
                Some(true) => {}
                Some(false) => return None,
                None => layout = mark,
            }
            line = rest;
        }
        Some(if let Some(title) = line.strip_prefix("# ") {
            Line::Title(title)
        } else if let Some(heading) = line.strip_prefix("## ") {
            Line::Heading(heading)
        } else {
            let inner = line.strip_prefix('{').and_then(|line| line.strip_suffix('}'));
            let inner = inner.filter(|inner| layout.is_empty() && !inner.contains('{'));
            inner.map_or(Line::Text(line, layout), Line::Block)
        })
    })
}

/// The mark at the front of a line, and the rest of it.
pub fn marked(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('〔')?.split_once('〕')
}

/// A text with values in the place of their names in braces.
pub fn filled(text: &str, values: &[(&str, impl AsRef<str>)]) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        whole.push_str(before);
        let Some((name, after)) = behind.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name);
        whole.push_str(value.map_or("", |(_, value)| value.as_ref()));
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_are_read() {
        let read: Phrases = toml::from_str(PHRASES_FILE).unwrap();
        assert_eq!(read.letter.numerals.len(), 5);
    }

    #[test]
    fn values_stand_where_their_names_do_and_are_not_read_again() {
        let values = [("甲", "{乙}"), ("乙", "二")];
        assert_eq!(filled("一{甲}、{乙}。", &values), "一{乙}、二。");
        assert_eq!(filled("没有", &values), "没有");
    }
}

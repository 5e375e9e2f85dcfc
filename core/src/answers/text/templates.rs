//! 文书模板: the fixed words of letters and explanations; they stand as data beside the law, in `core/policies/letters`.

use std::sync::LazyLock;

use serde::Deserialize;

pub const NOTICE: &str = include_str!("../../../policies/letters/notice.md");
pub const NO_NOTICE: &str = include_str!("../../../policies/letters/no-notice.md");
pub const FILING_RECEIPT: &str = include_str!("../../../policies/letters/filing-receipt.md");
pub const BASIC_CONDITIONS: &str = include_str!("../../../policies/letters/basic-conditions.md");
pub const NO_BASIC_CONDITIONS: &str =
    include_str!("../../../policies/letters/no-basic-conditions.md");
pub const NO_FILING_RECEIPT: &str = include_str!("../../../policies/letters/no-filing-receipt.md");
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
    pub not_cited: String,
    pub basis: String,
    pub basis_unnumbered: String,
    pub between_bases: String,
    pub defects: String,
    pub to_check: String,
    pub defects_and_to_check: String,
    pub code: String,
    pub office: String,
    pub kinds: Vec<String>,
    pub standards: Vec<String>,
    pub pending: String,
    pub past: String,
    pub no_day: String,
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
    Text(&'a str),
}

/// The lines of a template that are written where their marks, as 〔有缺项〕, hold.
pub fn lines<'a>(
    template: &'a str,
    holds: impl Fn(&str) -> bool,
) -> impl Iterator<Item = Line<'a>> {
    template.lines().filter(|line| !line.trim().is_empty()).filter_map(move |line| {
        let line = match line.strip_prefix('〔').and_then(|line| line.split_once('〕')) {
            Some((mark, line)) => holds(mark).then_some(line)?,
            None => line,
        };
        Some(if let Some(title) = line.strip_prefix("# ") {
            Line::Title(title)
        } else if let Some(heading) = line.strip_prefix("## ") {
            Line::Heading(heading)
        } else {
            let inner = line.strip_prefix('{').and_then(|line| line.strip_suffix('}'));
            inner.filter(|inner| !inner.contains('{')).map_or(Line::Text(line), Line::Block)
        })
    })
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

    #[test]
    fn a_template_names_only_what_is_filled_in() {
        let known = [
            "机关",
            "机构类",
            "代码",
            "项数",
            "依据",
            "材料",
            "应当符合",
            "条件",
            "另纸",
            "收到材料日",
            "当地文件",
            "原因",
            "作答日",
            "政策版本",
            "程序版本",
            "缺项",
            "期限",
            "结论",
            "要办的事",
            "备案材料核对",
            "折叠",
            "已经可以",
            "备案后可以",
            "要先回答",
            "文件没有写明",
            "文件只是鼓励",
            "家庭和从业人员",
            "事实矛盾",
            "当日没有依据",
            "没有收录",
            "可能的后果",
            "依据",
        ];
        let marks =
            ["没有缺项", "有缺项", "只有上级规定", "属于备案", "知道收到日", "有材料", "附告知书"];
        let letters = [NOTICE, NO_NOTICE, FILING_RECEIPT, NO_FILING_RECEIPT];
        let conditions = [BASIC_CONDITIONS, NO_BASIC_CONDITIONS, EXPLANATION];
        for template in letters.into_iter().chain(conditions) {
            for name in template.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(known.contains(&name), "{name}");
            }
            for mark in template.split('〔').skip(1).filter_map(|rest| rest.split('〕').next()) {
                assert!(marks.contains(&mark), "{mark}");
            }
        }
    }
}

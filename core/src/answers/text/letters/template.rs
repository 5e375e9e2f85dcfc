//! 文书模板: those of the library, which stand beside the law, and what one of an office may name.

use crate::answers::text::letters::written::{LetterKind, ParagraphRole};
use crate::answers::text::templates::marked;
use crate::error::{Error, ErrorCode, did_you_mean, nearest};

const NOTICE: &str = include_str!("../../../../policies/letters/notice.md");
const NO_NOTICE: &str = include_str!("../../../../policies/letters/no-notice.md");
const FILING_RECEIPT: &str = include_str!("../../../../policies/letters/filing-receipt.md");
const NO_FILING_RECEIPT: &str = include_str!("../../../../policies/letters/no-filing-receipt.md");
const BASIC_CONDITIONS: &str = include_str!("../../../../policies/letters/basic-conditions.md");
const NO_BASIC_CONDITIONS: &str =
    include_str!("../../../../policies/letters/no-basic-conditions.md");

/// Blank that a hand fills in.
pub const BLANK: &str = "＿＿＿＿＿＿＿＿";

/// Names of what is filled in within a line.
const NAMES: [&str; 16] = [
    "机关",
    "机构类",
    "应当符合",
    "名称",
    "地址",
    "编号",
    "代码",
    "称呼",
    "补正期限",
    "成文日期",
    "项数",
    "依据",
    "材料",
    "收到材料日",
    "当地文件",
    "原因",
];

/// Names of what takes the place of a line, as several paragraphs.
const BLOCKS: [&str; 4] = ["缺项", "条件", "期限", "另纸"];

/// Marks of lines that are written only where they hold.
const CONDITIONS: [&str; 8] = [
    "没有缺项",
    "有缺项",
    "只有上级规定",
    "属于备案",
    "知道收到日",
    "有材料",
    "有地址",
    "附告知书",
];

/// Characters of a template.
const LONGEST: usize = 20_000;

/// A day that a hand fills in.
pub fn blank_day() -> String {
    "＿＿＿＿年＿＿月＿＿日".to_owned()
}

/// The library's template of a letter, or that for where no office can write it.
pub fn of_kind(kind: LetterKind, is_written: bool) -> &'static str {
    match (kind, is_written) {
        (LetterKind::Notice, true) => NOTICE,
        (LetterKind::Notice, false) => NO_NOTICE,
        (LetterKind::Acknowledgement, true) => FILING_RECEIPT,
        (LetterKind::Acknowledgement, false) => NO_FILING_RECEIPT,
        (LetterKind::BasicConditions, true) => BASIC_CONDITIONS,
        (LetterKind::BasicConditions, false) => NO_BASIC_CONDITIONS,
    }
}

/// Checks that a template names only what there is, and that which a letter of the kind cannot do without.
///
/// # Errors
/// A name or a mark that there is not, a bracket that is not closed, or a block within a line, at its line; a text that is too
/// long; a template without what the letter is about.
pub fn check(template: &str, kind: LetterKind) -> Result<(), Error> {
    if template.chars().count() > LONGEST {
        let zh = format!("模板最多{LONGEST}个字");
        return Err(Error::new(
            ErrorCode::TooLong,
            "",
            zh,
            format!("expected at most {LONGEST} characters of a template, found more"),
        ));
    }
    for (position, line) in template.lines().enumerate() {
        check_line(line.trim_end()).map_err(|error| error.at_line(position + 1))?;
    }
    let essential = match kind {
        LetterKind::Notice => "{缺项}",
        LetterKind::Acknowledgement => "{收到材料日}",
        LetterKind::BasicConditions => "{条件}",
    };
    if !template.contains(essential) {
        return Err(Error::new(
            ErrorCode::BadTemplate,
            "",
            format!("{}的模板里应有{essential}", kind.label()),
            format!("expected {essential} in a template of this letter, found none"),
        ));
    }
    Ok(())
}

fn check_line(mut line: &str) -> Result<(), Error> {
    let mut is_laid_out = false;
    while line.starts_with('〔') {
        let Some((mark, rest)) = marked(line) else {
            return Err(unclosed('〔', '〕'));
        };
        let known = || CONDITIONS.into_iter().chain(ParagraphRole::marks());
        if !known().any(|one| one == mark) {
            return Err(unknown("标记", "mark", mark, known()));
        }
        is_laid_out |= !CONDITIONS.contains(&mark);
        line = rest;
    }
    let mut rest = line;
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            return Err(unclosed('{', '}'));
        };
        if !NAMES.contains(&name) && !BLOCKS.contains(&name) {
            return Err(unknown("填写项", "blank", name, NAMES.into_iter().chain(BLOCKS)));
        }
        if BLOCKS.contains(&name) && (is_laid_out || line != format!("{{{name}}}")) {
            return Err(Error::new(
                ErrorCode::BadTemplate,
                "",
                format!("模板里的{{{name}}}应单独占一行，前面只能有条件标记"),
                format!("expected {{{name}}} on a line of its own, found something beside it"),
            ));
        }
        rest = after;
    }
    Ok(())
}

fn unclosed(open: char, close: char) -> Error {
    Error::new(
        ErrorCode::BadTemplate,
        "",
        format!("模板里的“{open}”后面应有“{close}”"),
        format!("expected `{close}` behind `{open}` on the same line, found none"),
    )
}

fn unknown<'a>(zh: &str, en: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.collect();
    let error = Error::new(
        ErrorCode::BadTemplate,
        "",
        format!("模板里的{zh}应为{}之一", known.join("、")),
        format!("expected a {en} that there is, one of {}, found another", known.join(", ")),
    );
    error.with_hint(nearest(name, known).map(did_you_mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_librarys_templates_are_sound() {
        for kind in LetterKind::ALL {
            for is_written in [true, false] {
                let template = of_kind(*kind, is_written);
                let kind = if is_written { *kind } else { LetterKind::Notice };
                let template = if is_written {
                    template.to_owned()
                } else {
                    template.to_owned() + "\n{缺项}"
                };
                assert_eq!(check(&template, kind), Ok(()), "{kind:?}");
            }
        }
    }

    #[test]
    fn the_page_on_letters_has_every_name_and_mark() {
        let page = include_str!("../../../../../docs/letters.md");
        for name in NAMES.into_iter().chain(BLOCKS) {
            assert!(page.contains(&format!("{{{name}}}")), "{name}");
        }
        for mark in CONDITIONS.into_iter().chain(ParagraphRole::marks()) {
            assert!(page.contains(&format!("〔{mark}〕")), "{mark}");
        }
        for kind in LetterKind::ALL {
            assert!(page.contains(&format!("`{}`", kind.name())), "{kind:?}");
        }
        for role in ParagraphRole::ALL {
            assert!(page.contains(&format!("`{}`", role.name())), "{role:?}");
        }
    }

    #[test]
    fn a_template_that_names_what_there_is_not_is_refused_at_its_line() {
        let cases = [
            ("# 甲\n{名字}", Some("名称")),
            ("# 甲\n〔有缺顶〕乙", Some("有缺项")),
            ("# 甲\n〔有缺项〕〔居左〕乙", None),
            ("# 甲\n乙{名称", None),
            ("# 甲\n〔有缺项", None),
            ("# 甲\n如下：{缺项}", None),
            ("# 甲\n〔落款〕{缺项}", None),
            ("# 甲\n## {缺项}", None),
        ];
        for (template, meant) in cases {
            let error = check(template, LetterKind::Notice).unwrap_err();
            assert_eq!((error.code, error.line), (ErrorCode::BadTemplate, Some(2)), "{template}");
            let hint = error.hint_zh().unwrap_or_default();
            assert!(meant.is_none_or(|meant| hint.contains(meant)), "{template}: {hint}");
            assert!(!error.to_string().contains("名字"), "{error}");
        }
        let long = check(&"字".repeat(LONGEST + 1), LetterKind::Notice);
        assert_eq!(long.unwrap_err().code, ErrorCode::TooLong);
    }

    #[test]
    fn a_template_without_the_matter_of_its_letter_is_refused() {
        for kind in LetterKind::ALL {
            let error = check("# 甲\n{名称}：", *kind).unwrap_err();
            assert_eq!((error.code, error.line), (ErrorCode::BadTemplate, None));
        }
    }
}

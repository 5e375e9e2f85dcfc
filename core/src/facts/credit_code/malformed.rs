//! Errors for what is no credit code, each by its cause.

use crate::error::{Error, ErrorCode};
use crate::facts::credit_code::{CreditCode, RepairReason};
use crate::facts::kind::LONGEST_TEXT;
use crate::text::Text;

/// The error for a code that is written otherwise than codes are.
pub fn otherwise(read: &CreditCode) -> Error {
    let mut reasons: Vec<RepairReason> = read.repairs.iter().map(|repair| repair.why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let list = |of: fn(RepairReason) -> &'static str, and: &str| {
        reasons.iter().map(|reason| of(*reason)).collect::<Vec<_>>().join(and)
    };
    bad(
        &format!("写法不对，要改正：{}", list(RepairReason::label, "、")),
        &format!("it has to be put right: {}", list(RepairReason::name, ", ")),
    )
    .with_hint(Some(Text::new("用 CreditCode.parse 改正", "CreditCode.parse puts it right")))
}

/// The error for what has not the form of a code, named for what it is.
pub fn malformed(text: &str) -> Error {
    let letters = text.chars().count();
    let is = |of: fn(&u8) -> bool| text.bytes().all(|letter| of(&letter));
    let organization: String = text.chars().filter(|letter| *letter != '-').collect();
    if text.len() > LONGEST_TEXT {
        return bad("过长，应为18位", "too long; expected 18 characters");
    }
    if text.starts_with(['\'', '’', '‘', '`', '′']) {
        return bad(
            "前面多了一个撇号，那是表格里文字的标记，请去掉",
            "there is an apostrophe in front, the mark of text in a spreadsheet; leave it out",
        );
    }
    if is_scientific(text) {
        return rounded();
    }
    if letters == 15 && is(u8::is_ascii_digit) {
        return bad(
            "这是15位数字，像是旧的工商注册号或税号，应填18位的统一社会信用代码",
            "15 digits, as of an old registration number; expected the code of 18 characters",
        );
    }
    if organization.len() == 9 && is(|letter| letter.is_ascii_alphanumeric() || *letter == b'-') {
        return bad(
            "这是9位，像是组织机构代码，应填18位的统一社会信用代码",
            "9 characters, as of an organisation code; expected the code of 18 characters",
        );
    }
    if letters == 18 && is(u8::is_ascii_alphanumeric) {
        return bad(
            "应为18位数字或大写字母，没有 I、O、S、V、Z",
            "expected 18 digits or capitals; no code has I, O, S, V or Z",
        );
    }
    bad(
        &format!("应为18位数字或大写字母（不含 I、O、S、V、Z），收到{letters}位"),
        &format!(
            "expected 18 digits or capitals without I, O, S, V, Z, found {letters} characters"
        ),
    )
}

/// Tells whether it is a number as a spreadsheet shows a long one.
pub fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    digits(&number.replacen('.', "", 1)) && power.strip_prefix('+').is_some_and(digits)
}

pub fn rounded() -> Error {
    bad(
        "像是被表格取整了：超过15位的数，表格会改掉后面的几位；请按文字重新填写",
        "rounded, as by a spreadsheet, which changes numbers of more than 15 digits; enter it as text",
    )
}

pub fn bad(zh: &str, en: &str) -> Error {
    Error::new(ErrorCode::BadCreditCode, "", zh, en)
}

//! Errors: what could not be read, where, and how to put it right.

mod code;
mod echo;
mod faults;
mod nearest;

pub use code::ErrorCode;
pub use echo::{told_identifier, told_name, told_text, told_toml, told_value};
pub use faults::{Faults, both};
pub use nearest::{did_you_mean, distance, nearest};

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::text::Text;

/// Input that cannot be read (输入有误). "No" is never an error; it is an answer.
///
/// The same code, path and hint reach every language. The fields are those of the first fault; [`Error::errors`] has every
/// fault of a record.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub struct Error {
    /// Code of the fault.
    pub code: ErrorCode,
    /// Place of the fault: a field such as `classes[1].children`, or a policy file and its clause.
    pub path: String,
    /// The line of the policy file, counted from 1, where there is one.
    pub line: Option<i32>,
    /// Message: what was expected, and what was found.
    pub message: Text,
    /// Hint in English, for instance the field that was probably meant.
    pub hint: Option<String>,
    more: Option<Box<More>>,
}

/// Parts that few errors have.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
struct More {
    hint_zh: Option<String>,
    /// The faults after the first; none of them has others.
    others: Vec<Error>,
}

/// 一处错误: one of the faults of an error.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Fault {
    /// Code of the fault.
    pub code: ErrorCode,
    /// Place of the fault, as the path of an error.
    pub path: String,
    /// The line of the policy file, counted from 1, where there is one.
    pub line: Option<i32>,
    /// Message: what was expected, and what was found.
    pub message: Text,
    /// Hint in English.
    pub hint: Option<String>,
    /// Hint in Chinese.
    pub hint_zh: Option<String>,
}

impl Error {
    pub(crate) fn new(
        code: ErrorCode,
        path: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let message = Text::new(zh, en);
        Self { code, path: path.into(), line: None, message, hint: None, more: None }
    }

    /// An error of an argument that is no part of a record, for bindings.
    pub fn of_argument(
        code: ErrorCode,
        path: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::new(code, path, zh, en)
    }

    /// Hint in Chinese.
    pub fn hint_zh(&self) -> Option<&str> {
        self.more.as_ref().and_then(|more| more.hint_zh.as_deref())
    }

    /// Every fault of a record, this one first; at most 128 of them.
    pub fn errors(&self) -> Vec<Fault> {
        self.each().map(Self::fault).collect()
    }

    /// Every fault, each as an error of its own.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.more.iter().flat_map(|more| &more.others))
    }

    fn fault(&self) -> Fault {
        Fault {
            code: self.code,
            path: self.path.clone(),
            line: self.line,
            message: self.message.clone(),
            hint: self.hint.clone(),
            hint_zh: self.hint_zh().map(str::to_owned),
        }
    }

    /// The error of some faults.
    #[cfg(feature = "uniffi")]
    pub(crate) fn of_faults(first: Fault, others: impl Iterator<Item = Fault>) -> Self {
        let mut error = Self::of(first);
        let others: Vec<Self> = others.map(Self::of).collect();
        if !others.is_empty() {
            error.more.get_or_insert_default().others = others;
        }
        error
    }

    #[cfg(feature = "uniffi")]
    fn of(fault: Fault) -> Self {
        let Fault { code, path, line, message, hint, hint_zh } = fault;
        let more = hint_zh.map(|hint| Box::new(More { hint_zh: Some(hint), others: Vec::new() }));
        Self { code, path, line, message, hint, more }
    }

    /// The error with its cure, where there is one.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<Text>) -> Self {
        let Some(Text { zh, en }) = hint else { return self };
        self.hint = Some(en);
        self.more.get_or_insert_default().hint_zh = Some(zh);
        self
    }

    pub(crate) fn at_line(mut self, line: usize) -> Self {
        self.line = i32::try_from(line).ok();
        self
    }

    /// The error with its path, and those of all its faults, inside another.
    #[must_use]
    pub fn inside(mut self, path: &str) -> Self {
        if let Some(more) = &mut self.more {
            let others = std::mem::take(&mut more.others);
            more.others = others.into_iter().map(|error| error.inside(path)).collect();
        }
        self.path = match (path.is_empty(), self.path.is_empty()) {
            (true, _) => self.path,
            (_, true) => path.to_owned(),
            _ if self.path.starts_with('[') => format!("{path}{}", self.path),
            _ => format!("{path}.{}", self.path),
        };
        self
    }
}

/// The most faults that a line of text tells in full.
const MOST_TOLD: usize = 5;

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct("Error", 7)?;
        error.serialize_field("code", &self.code)?;
        error.serialize_field("path", &self.path)?;
        error.serialize_field("line", &self.line)?;
        error.serialize_field("message", &self.message)?;
        error.serialize_field("hint", &self.hint)?;
        error.serialize_field("hint_zh", &self.hint_zh())?;
        error.serialize_field("errors", &self.errors())?;
        error.end()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.each().take(MOST_TOLD).enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            error.tell(f)?;
        }
        match self.each().count() {
            0..=MOST_TOLD => Ok(()),
            count => write!(f, "; … 共{count}处 ({count} in all)"),
        }
    }
}

impl Error {
    /// The line of text of one fault.
    #[cfg(feature = "pyo3")]
    pub(crate) fn told(&self) -> String {
        struct One<'a>(&'a Error);

        impl fmt::Display for One<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.tell(f)
            }
        }

        One(self).to_string()
    }

    /// Tells one fault.
    fn tell(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::echo::UNKNOWN_FIELD;

    #[test]
    fn typo_gets_a_suggestion() {
        let known = ["nature", "legal_form", "filed"];
        assert_eq!(nearest("natrue", known), Some("nature"));
        assert_eq!(nearest("legalform", known), Some("legal_form"));
        assert_eq!(nearest("fees", known), None);
        assert_eq!(distance("natrue", "nature"), 1);
    }

    #[test]
    fn value_is_told_by_its_length_alone() {
        assert_eq!(told_value("for-profit"), "a text of 10 characters");
        assert_eq!(told_value("某某"), "a text of 2 characters");
        assert_eq!(told_value(""), "a text of 0 characters");
    }

    #[test]
    fn a_name_is_told_where_it_is_short_text_without_digits() {
        for name in
            ["natrue", "是否备案", "联系人/电话", "Legal Form", "meets_local_kindergarden_demand"]
        {
            assert_eq!(told_name(name), name);
        }
        let long = "某".repeat(21);
        for name in [
            "",
            " ",
            "x1",
            "１",
            "一〇③",
            "a@b",
            "鲁C",
            "13800138000",
            "a\u{202e}b",
            "a\nb",
            "a.b",
            "$",
            &long,
        ] {
            let shown = name == "鲁C";
            assert_eq!(told_name(name) == name, shown, "{name:?}");
        }
        assert_eq!(told_name(&"x".repeat(40)).len(), 40);
        assert_eq!(told_name(&"x".repeat(41)), UNKNOWN_FIELD);
        assert_eq!(told_name(&"X".repeat(21)), UNKNOWN_FIELD);
    }

    #[test]
    fn identifiers_are_told_without_the_numbers_of_persons() {
        for name in
            ["zhangdian-2021-8.md", "二（五）10", "register-for-profit", "nhc-2019-25/370303"]
        {
            assert_eq!(told_identifier(name), name);
        }
        assert_eq!(told_identifier("policy-20211231.md"), "policy-….md");
        assert_eq!(told_identifier("鲁C12345"), "鲁C…");
        assert_eq!(told_identifier("a@b.cn"), "…");
        assert_eq!(told_identifier("carers-infant@classes[0]"), "carers-infant@classes[0]");
        assert_eq!(told_identifier(&"x".repeat(1_000)).len(), 80);
    }

    #[test]
    fn unreadable_file_is_not_repeated() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read")]
        struct File {
            force: crate::policy::Force,
            topics: Vec<String>,
        }
        let told = |text: &str| {
            let error = toml::from_str::<File>(text).unwrap_err();
            let (zh, en, hint) = told_toml(text, &error);
            format!("{zh} | {en} | {}", hint.map(|hint| hint.en).unwrap_or_default())
        };
        for (text, wanted) in [
            ("force = \"zhangsan\"", "可用：required, entitled"),
            ("force = \"requird\"", "did you mean `required`?"),
            ("force = \"required\"\ntopics = \"zhangsan\"", "expected a sequence, found string"),
            (
                "force = \"required\"\ntopics = [\"a, expected zhangsan\", 13800138000]",
                "found integer",
            ),
            ("forse = 1", "there is no such key: forse | did you mean `force`?"),
            ("\"zhangsan, expected `x`\" = 1", "没有这个键：(unknown field)"),
            ("force = \"required\"", "missing field `topics`"),
            ("force = zhangsan", "string values must be quoted"),
            ("force = [\"zhangsan\"", "unclosed array"),
            ("\"zhangsan = 1", "key with no value"),
            ("force = 2020-13-45", ""),
            ("[force.zhangsan]\nx = 1\n[force.zhangsan]", "duplicate"),
        ] {
            let said = told(text);
            assert!(said.contains(wanted), "{text}: {said}");
            assert!(!said.contains("zhangsan"), "{text}: {said}");
            assert!(!said.contains("13800138000"), "{text}: {said}");
        }
    }

    #[test]
    fn names_of_codes_are_those_of_json() {
        assert_eq!(ErrorCode::BadCreditCode.name(), "bad_credit_code");
    }
}

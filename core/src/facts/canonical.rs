//! 规范文本: JSON as RFC 8785 writes it, so that equal values have one text and others another (see `docs/receipts.md`).

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::facts::terms::Choice;

/// A value that can be written into a canonical text.
pub trait Canonical {
    fn canonical(&self) -> String;
}

impl Canonical for bool {
    fn canonical(&self) -> String {
        self.to_string()
    }
}

impl Canonical for i32 {
    fn canonical(&self) -> String {
        self.to_string()
    }
}

impl Canonical for NaiveDate {
    fn canonical(&self) -> String {
        text(&self.to_string())
    }
}

impl Canonical for String {
    fn canonical(&self) -> String {
        text(self)
    }
}

impl<T: Choice> Canonical for T {
    fn canonical(&self) -> String {
        text(self.word_name())
    }
}

/// A set: its words in the order of their names, each once.
impl<T: Choice> Canonical for Vec<T> {
    fn canonical(&self) -> String {
        let mut words: Vec<&str> = self.iter().map(|choice| choice.word_name()).collect();
        words.sort_unstable();
        words.dedup();
        list(words.into_iter().map(text))
    }
}

/// A string: of its characters only `"`, `\` and controls are escaped.
pub fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        quoted.push_str(text);
        quoted.push('"');
        return quoted;
    }
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\u{c}' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            letter if letter < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of canonical texts.
pub fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

/// An object: canonical texts in the order of their names, which are ASCII.
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut fields: Vec<(&str, String)> = fields.into_iter().collect();
    fields.sort_unstable();
    let length: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let mut object = String::with_capacity(length + 2);
    object.push('{');
    for (position, (name, value)) in fields.iter().enumerate() {
        if position > 0 {
            object.push(',');
        }
        object.extend([&*text(name), ":", value]);
    }
    object.push('}');
    object
}

/// SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let digits = [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
        hexadecimal.extend(digits.into_iter().flatten());
    }
    hexadecimal
}

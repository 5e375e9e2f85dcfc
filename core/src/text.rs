//! A message in two languages.

use chrono::{Datelike, NaiveDate};

records! {
    /// A short message: plain Chinese, English beside it.
    Text with methods {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    }
}

impl Text {
    /// A text in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A day in Chinese, as GB/T 9704 writes it: without leading zeros.
pub fn chinese_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

impl Default for Text {
    fn default() -> Self {
        Self::new("", "")
    }
}

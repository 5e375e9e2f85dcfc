//! A message in two languages.

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

impl Default for Text {
    fn default() -> Self {
        Self::new("", "")
    }
}

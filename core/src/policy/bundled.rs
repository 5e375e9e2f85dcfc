//! The policy files that come with the library.

use crate::error::Error;
use crate::policy::book::{PolicyBook, PolicyText};
use crate::policy::schema::Source;

macro_rules! files {
    ($($name:literal,)*) => {
        /// Name and text of each file.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../policies/", $name))),)*];
    };
}

files! {
    "civil-code-general.md",
    "cooperative-law.md",
    "credit-code.md",
    "family-site.md",
    "fire-guide-2022.md",
    "fire-law.md",
    "food-safety.md",
    "foundation-regulation.md",
    "health-evaluation-2022.md",
    "health.md",
    "market-registration.md",
    "minors-law.md",
    "mof-2019-76.md",
    "mof-2026-7.md",
    "nhc-2019-25.md",
    "nhc-2019-58.md",
    "non-enterprise-registration.md",
    "population-law.md",
    "preschool-law.md",
    "public-institution-registration.md",
    "shandong-2025-13.md",
    "social-group-registration.md",
    "vat-2016-36.md",
    "vat-law.md",
    "zhangdian-2021-8.md",
}

/// The texts of the bundled files, to be parsed together with files of one's own.
pub fn bundled_texts() -> Vec<PolicyText> {
    FILES
        .iter()
        .map(|(name, text)| PolicyText { name: (*name).to_owned(), text: (*text).to_owned() })
        .collect()
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// The book of the files that come with the library.
    ///
    /// # Errors
    /// None in a released version; the tests check every file.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn bundled() -> Result<Self, Error> {
        let sources = FILES.iter().map(|(name, text)| Source::read_bundled(name, text));
        Self::of(sources.collect::<Result<_, _>>()?)
    }
}

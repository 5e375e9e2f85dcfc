//! The policy files that come with the library.

use crate::error::Error;
use crate::policy::book::{PolicyBook, PolicyText};
use crate::policy::files::Source;
use crate::policy::files::attach_bundled;

macro_rules! files {
    ($($instruments:ident: $($name:literal,)*;)*) => { $(
        /// Name and text of each file.
        const $instruments: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../policies/", $name))),)*];
    )* };
}

files! {
    FILES:
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
    ;
    ANNEXES:
    "departments/370303.toml",
    "en/civil-code-general.toml",
    "en/cooperative-law.toml",
    "en/credit-code.toml",
    "en/family-site.toml",
    "en/fire-guide-2022.toml",
    "en/food-safety.toml",
    "en/foundation-regulation.toml",
    "en/health-evaluation-2022.toml",
    "en/health.toml",
    "en/market-registration.toml",
    "en/minors-law.toml",
    "en/mof-2019-76.toml",
    "en/mof-2026-7.toml",
    "en/nhc-2019-25.toml",
    "en/nhc-2019-58.toml",
    "en/non-enterprise-registration.toml",
    "en/population-law.toml",
    "en/preschool-law.toml",
    "en/public-institution-registration.toml",
    "en/shandong-2025-13.toml",
    "en/social-group-registration.toml",
    "en/vat-2016-36.toml",
    "en/vat-law.toml",
    "en/zhangdian-2021-8.toml",
    "look-up/370303.toml",
    ;
}

/// The texts of the bundled files, to be parsed together with files of one's own.
pub fn bundled_texts() -> Vec<PolicyText> {
    FILES
        .iter()
        .chain(ANNEXES)
        .map(|(name, text)| PolicyText { name: (*name).to_owned(), text: (*text).to_owned() })
        .collect()
}

/// The bundled files as they are read.
pub fn bundled_sources() -> Result<Vec<Source>, Error> {
    let sources = FILES.iter().map(|(name, text)| Source::read_bundled(name, text));
    let mut sources = sources.collect::<Result<Vec<_>, _>>()?;
    attach_bundled(&mut sources, ANNEXES)?;
    Ok(sources)
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// The book of the files that come with the library.
    ///
    /// # Errors
    /// None in a released version; the tests check every file.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn bundled() -> Result<Self, Error> {
        Self::of(bundled_sources()?)
    }
}

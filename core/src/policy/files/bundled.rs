//! The policy files that come with the library: all that lie in `core/policies`.

use crate::error::Error;
use crate::policy::book::{PolicyBook, PolicyText};
use crate::policy::files::Source;
use crate::policy::files::attach_bundled;

// `FILES` and `ANNEXES`: every Markdown and every TOML file in `core/policies`, as `build.rs` finds them.
include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

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

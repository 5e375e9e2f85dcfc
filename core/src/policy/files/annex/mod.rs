//! 附件文件: what stands beside an instrument in a file of its own, so that the instrument's file is the law: the departments and
//! the look-up words of its place, and the English of its texts.

mod attaching;
mod translations;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::{Error, told_identifier};
use crate::policy::files::DepartmentEntry;
use crate::policy::files::source::{line_with, numbered};
use crate::policy::lookup::LookUpEntry;
pub use attaching::{attach, attach_bundled};
pub use translations::Translations;

/// A file beside an instrument's, as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexEntry {
    /// The instrument that it belongs to, in each of its editions.
    instrument: String,
    #[serde(default)]
    departments: BTreeMap<String, DepartmentEntry>,
    #[serde(default)]
    look_up: LookUpEntry,
    language: Option<Language>,
    /// Texts that have no translation yet, as `rule.key`.
    #[serde(default)]
    untranslated: BTreeSet<String>,
    /// Translations of the texts of each rule.
    #[serde(default, rename = "rule")]
    rules: BTreeMap<String, Translations>,
    /// Translations of what is said of each matter that the document does not speak of.
    #[serde(default)]
    not_covered: BTreeMap<String, String>,
}

/// The language of a catalogue.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
enum Language {
    #[serde(rename = "en")]
    English,
}

/// A file beside an instrument's.
#[derive(Clone, Debug)]
pub struct Annex {
    pub name: String,
    pub text: String,
}

impl Annex {
    /// Tells whether a text is one: TOML by its name, and without the fences of a policy file.
    pub fn is_one(name: &str, text: &str) -> bool {
        name.ends_with(".toml") && !text.lines().any(|line| line.trim_end() == "```toml")
    }

    /// The name of the file, as errors show it.
    pub fn path(&self) -> String {
        told_identifier(&self.name)
    }

    /// An error at the first line from where it `begins` on that holds `word`, if it begins anywhere.
    pub fn at(
        &self,
        begins: &mut dyn FnMut(&str) -> bool,
        word: &str,
        error: Error,
    ) -> Result<Error, Error> {
        let Some((from, _)) = numbered(&self.text).find(|(_, line)| begins(line.trim())) else {
            return Err(error);
        };
        let line = line_with(numbered(&self.text), from, word);
        Ok(error.inside(&self.path()).at_line(line))
    }

    fn wrong(&self, word: &str, error: Error) -> Error {
        let mut begins = |line: &str| !word.is_empty() && line.contains(word);
        match self.at(&mut begins, "", error) {
            Ok(error) => error,
            Err(error) => error.inside(&self.path()).at_line(1),
        }
    }
}

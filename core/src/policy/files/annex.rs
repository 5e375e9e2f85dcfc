//! 附件文件: what stands beside an instrument in a file of its own, so that the instrument's file is the law: the departments and
//! the look-up words of its place, and the English of its texts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::characters;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier};
use crate::policy::files::source::{line_with, numbered};
use crate::policy::files::{DepartmentEntry, Instrument, Source, check_length, toml_error};
use crate::policy::lookup::LookUpEntry;

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

/// Translations of the texts of one rule, under the keys of the texts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translations {
    title: Option<String>,
    note: Option<String>,
    because: Option<String>,
    cure: Option<String>,
    /// One for each `[[rule.unsettled]]`, in their order.
    #[serde(default)]
    unsettled: Vec<String>,
    /// One for each `[[rule.remark]]`, in their order.
    #[serde(default)]
    remark: Vec<String>,
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

/// Reads files beside the instruments', and puts what they have where it belongs.
///
/// # Errors
/// A file that cannot be read, of no instrument, or with an entry that is there already; where `compared`, a translation of
/// nothing, or the second one of a text.
pub fn attach(sources: &mut [Source], texts: &[(&str, &str)], compared: bool) -> Result<(), Error> {
    for (name, text) in texts {
        check_length(name, text)?;
        characters::check(text, text, ErrorCode::BadPolicy, &told_identifier(name))?;
    }
    attach_all(sources, texts, compared)
}

/// As `attach`, of files that are known to be right.
pub fn attach_bundled(sources: &mut [Source], texts: &[(&str, &str)]) -> Result<(), Error> {
    attach_all(sources, texts, false)
}

fn attach_all(sources: &mut [Source], texts: &[(&str, &str)], compared: bool) -> Result<(), Error> {
    let read = |(name, text): &(&str, &str)| -> Result<(Annex, AnnexEntry), Error> {
        let entry = toml::from_str(text).map_err(|error| toml_error(name, text, &error))?;
        Ok((Annex { name: (*name).to_owned(), text: (*text).to_owned() }, entry))
    };
    let mut annexes = texts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    // What is translated may stand beside the file too.
    annexes.sort_by_key(|(_, entry)| entry.language.is_some());
    annexes.into_iter().try_for_each(|(annex, entry)| attach_one(sources, annex, entry, compared))
}

fn attach_one(
    sources: &mut [Source],
    annex: Annex,
    mut entry: AnnexEntry,
    compared: bool,
) -> Result<(), Error> {
    let translates =
        !entry.rules.is_empty() || !entry.not_covered.is_empty() || !entry.untranslated.is_empty();
    if translates != entry.language.is_some() {
        let (zh, en) = ("译文应写明语言", "a catalogue of translations states its language");
        return Err(annex.wrong("language", Error::new(ErrorCode::BadPolicy, "language", zh, en)));
    }
    let mut editions: Vec<&mut Source> =
        sources.iter_mut().filter(|one| one.instrument.id == entry.instrument).collect();
    if editions.is_empty() {
        let (zh, en) = ("没有这个文件", "there is no such instrument");
        let ids = sources.iter().map(|source| source.instrument.id.as_str());
        let hint = nearest(&entry.instrument, ids).map(did_you_mean);
        let error = Error::new(ErrorCode::UnknownReference, "instrument", zh, en).with_hint(hint);
        return Err(annex.wrong("instrument", error));
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let last = editions.len() - 1;
    for (position, source) in editions.iter_mut().enumerate() {
        let instrument = &mut source.instrument;
        match position == last {
            true => {
                let (departments, look_up) = (&mut entry.departments, &mut entry.look_up);
                add(instrument, &annex, std::mem::take(departments), std::mem::take(look_up))?;
            }
            false => add(instrument, &annex, entry.departments.clone(), entry.look_up.clone())?,
        }
        if entry.language.is_some() {
            if compared {
                let found = keys(instrument, &entry);
                let found = found.map_err(|key| {
                    let (zh, en) = ("同一处有两种译文", "a text is translated twice");
                    let error = Error::new(ErrorCode::DuplicateId, told_identifier(&key), zh, en);
                    annex.wrong(key.split('.').next().unwrap_or_default(), error)
                })?;
                used.extend(found.used);
                source.untranslated = found.missing;
            }
            translate(&mut source.instrument, &entry);
        }
        source.annexes.push(annex.clone());
    }
    let stray = || entry.keys().into_iter().find(|key| !used.contains(key));
    match compared.then(stray).flatten() {
        Some(key) => {
            let (zh, en) = ("译文没有对应的中文", "there is no Chinese text for the translation");
            let error = Error::new(ErrorCode::UnknownReference, told_identifier(&key), zh, en);
            Err(annex.wrong(key.split('.').next().unwrap_or_default(), error))
        }
        None => Ok(()),
    }
}

/// Adds departments and look-up words.
fn add(
    instrument: &mut Instrument,
    annex: &Annex,
    departments: BTreeMap<String, DepartmentEntry>,
    look_up: LookUpEntry,
) -> Result<(), Error> {
    let twice = |word: &str| {
        let (zh, en) = ("已经在文件中写了", "it stands in the file already");
        let error = Error::new(ErrorCode::DuplicateId, told_identifier(word), zh, en);
        Err(annex.wrong(word, error))
    };
    for (id, department) in departments {
        if instrument.departments.contains_key(&id) {
            return twice(&id);
        }
        instrument.departments.insert(id, department);
    }
    match instrument.look_up.extend(look_up) {
        Some(topic) => twice(&topic),
        None => Ok(()),
    }
}

impl AnnexEntry {
    /// The key of every translation and of everything that is said to have none.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.untranslated.iter().cloned().collect();
        for (id, of_rule) in &self.rules {
            let Translations { title, note, because, cure, unsettled, remark } = of_rule;
            let texts = [("title", title), ("note", note), ("because", because), ("cure", cure)];
            let texts = texts.into_iter().filter(|(_, text)| text.is_some());
            keys.extend(texts.map(|(key, _)| format!("{id}.{key}")));
            for (key, texts) in [("unsettled", unsettled), ("remark", remark)] {
                let told = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
                keys.extend(told.map(|(at, _)| format!("{id}.{key}[{at}]")));
            }
        }
        keys.extend(self.not_covered.keys().map(|id| format!("not_covered.{id}")));
        keys
    }
}

/// The keys of an edition that a catalogue speaks of, and those that it should.
#[derive(Default)]
struct Keys {
    used: Vec<String>,
    missing: Vec<String>,
}

/// Compares a catalogue with the texts of an edition; a key that has two translations is the error.
fn keys(instrument: &Instrument, entry: &AnnexEntry) -> Result<Keys, String> {
    let mut keys = Keys::default();
    let mut compare = |key: String, there: bool, own: bool, translated: bool| {
        let left_out = entry.untranslated.contains(&key);
        match (there, usize::from(own) + usize::from(translated) + usize::from(left_out)) {
            (false, _) => return Ok(()),
            (true, 0) => keys.missing.push(key.clone()),
            (true, 1) => {}
            (true, _) => return Err(key),
        }
        keys.used.push(key);
        Ok(())
    };
    let none = Translations::default();
    let at = |texts: &[String], at: usize| texts.get(at).is_some_and(|text| !text.is_empty());
    for rule in instrument.clauses.iter().flat_map(|clause| &clause.rules) {
        let texts = entry.rules.get(&rule.id).unwrap_or(&none);
        // A rule without a title is called by its identifier.
        let titled = rule.title.is_some() || texts.title.is_some();
        let of_rule = [
            ("title", titled, &rule.title_en, &texts.title),
            ("note", rule.note.is_some(), &rule.note_en, &texts.note),
            ("because", rule.because.is_some(), &rule.because_en, &texts.because),
            ("cure", rule.cure.is_some(), &rule.cure_en, &texts.cure),
        ];
        for (key, there, own, translated) in of_rule {
            let key = format!("{}.{key}", rule.id);
            compare(key, there, own.is_some(), translated.is_some())?;
        }
        for (position, doubt) in rule.unsettled.iter().enumerate() {
            let key = format!("{}.unsettled[{position}]", rule.id);
            compare(key, true, doubt.because_en.is_some(), at(&texts.unsettled, position))?;
        }
        for (position, remark) in rule.remarks.iter().enumerate() {
            let key = format!("{}.remark[{position}]", rule.id);
            compare(key, true, remark.note_en.is_some(), at(&texts.remark, position))?;
        }
    }
    for matter in &instrument.look_up.not_covered {
        let key = format!("not_covered.{}", matter.id);
        let translated = entry.not_covered.contains_key(&matter.id);
        compare(key, true, !matter.text_en.is_empty(), translated)?;
    }
    Ok(keys)
}

/// Puts translations beside the texts.
fn translate(instrument: &mut Instrument, entry: &AnnexEntry) {
    let put = |place: &mut Option<String>, text: Option<&String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            *place = Some(text.clone());
        }
    };
    for rule in instrument.clauses.iter_mut().flat_map(|clause| &mut clause.rules) {
        let Some(texts) = entry.rules.get(&rule.id) else { continue };
        put(&mut rule.title_en, texts.title.as_ref());
        put(&mut rule.note_en, texts.note.as_ref());
        put(&mut rule.because_en, texts.because.as_ref());
        put(&mut rule.cure_en, texts.cure.as_ref());
        for (doubt, text) in rule.unsettled.iter_mut().zip(&texts.unsettled) {
            put(&mut doubt.because_en, Some(text));
        }
        for (remark, text) in rule.remarks.iter_mut().zip(&texts.remark) {
            put(&mut remark.note_en, Some(text));
        }
    }
    for matter in &mut instrument.look_up.not_covered {
        if let Some(text) = entry.not_covered.get(&matter.id) {
            matter.text_en.clone_from(text);
        }
    }
}

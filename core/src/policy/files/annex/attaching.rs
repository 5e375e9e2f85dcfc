//! Puts what stands beside an instrument where it belongs: departments and look-up words into it, translations beside its texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::characters;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier};
use crate::policy::files::annex::translations::{keys, translate};
use crate::policy::files::annex::{Annex, AnnexEntry};
use crate::policy::files::{DepartmentEntry, Instrument, Source, check_length, toml_error};
use crate::policy::lookup::LookUpEntry;

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
    // Translations may stand beside the file too.
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

//! 译文: the English of a file's texts, and which of them have none.

use serde::Deserialize;

use crate::policy::files::Instrument;
use crate::policy::files::annex::AnnexEntry;

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

impl AnnexEntry {
    /// The key of every translation and of everything that is said to have none.
    pub(super) fn keys(&self) -> Vec<String> {
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
pub struct Keys {
    pub used: Vec<String>,
    pub missing: Vec<String>,
}

/// Compares a catalogue with the texts of an edition; a key that has two translations is the error.
pub fn keys(instrument: &Instrument, entry: &AnnexEntry) -> Result<Keys, String> {
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
pub fn translate(instrument: &mut Instrument, entry: &AnnexEntry) {
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

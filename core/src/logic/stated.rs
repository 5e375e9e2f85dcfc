//! 已填: the codes of the facts that a subject states, by fact.

use crate::error::Error;
use crate::facts::{CareClass, Choice, Dossier, Fact, Institution, ORDERED, credit_code};
use crate::logic::condition::FactSet;

/// Whose facts are asked about: an institution, and for a filing its dossier and one of its classes.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub institution: &'a Institution,
    pub dossier: Option<&'a Dossier>,
    pub class: Option<&'a CareClass>,
}

impl<'a> Subject<'a> {
    pub fn of(institution: &'a Institution) -> Self {
        Self { institution, dossier: None, class: None }
    }
}

/// Codes of the facts that are stated; a text has one where something is read off it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Stated([i64; Fact::ALL.len()]);

/// Stands for a fact that is not stated: no fact has a code as small.
const UNKNOWN: i64 = i64::MIN;

impl Default for Stated {
    fn default() -> Self {
        Self([UNKNOWN; Fact::ALL.len()])
    }
}

impl Stated {
    /// Codes of a subject in a place, all of them within their ranges.
    ///
    /// # Errors
    /// A credit code that is none.
    pub fn new(subject: Subject<'_>, place: Option<i64>) -> Result<Self, Error> {
        let mut stated = Self::default();
        subject.institution.each_code(&mut |fact, code| stated.set(fact, code));
        if let Some(dossier) = subject.dossier {
            dossier.each_code(&mut |fact, code| stated.set(fact, code));
        }
        if let Some(place) = place {
            stated.set(Fact::Jurisdiction, place);
        }
        if let Some(code) = &subject.institution.credit_code {
            stated.set(Fact::CreditCode, 1);
            stated.set(Fact::CreditCodeKind, credit_code::kind_of(code)?.position());
        }
        Ok(match subject.class {
            Some(class) => stated.with(class),
            None => stated,
        })
    }

    /// As if one class of the dossier were asked about.
    pub fn with(mut self, class: &CareClass) -> Self {
        class.each_code(&mut |fact, code| self.set(fact, code));
        self
    }

    #[inline]
    pub fn set(&mut self, fact: Fact, code: i64) {
        if let Some(of_fact) = self.0.get_mut(fact as usize) {
            *of_fact = code;
        }
    }

    pub fn forget(&mut self, fact: Fact) {
        self.set(fact, UNKNOWN);
    }

    #[inline]
    pub fn get(&self, fact: Fact) -> Option<i64> {
        self.0.get(fact as usize).copied().filter(|code| *code != UNKNOWN)
    }

    /// The facts that have a code, in the order of the vocabulary.
    pub fn codes(&self) -> impl Iterator<Item = (Fact, i64)> {
        let known = Fact::ALL.iter().copied().zip(self.0);
        known.filter(|(fact, code)| *code != UNKNOWN && *fact != Fact::CreditCode)
    }
}

/// The facts that tell something of a fact: what it is derived from, and what is tied to it by its meaning.
pub fn told_by(fact: Fact) -> FactSet {
    let mut facts: Vec<Fact> = fact.sources().to_vec();
    if fact == Fact::LegalForm {
        facts.push(Fact::CreditCodeKind);
    }
    if fact.record() == Some("CareClass") {
        facts.push(Fact::Classes);
    }
    for (less, more) in ORDERED {
        if fact == less || fact == more {
            facts.extend([less, more]);
        }
    }
    facts.into_iter().map(FactSet::only).fold(FactSet::default(), FactSet::union)
}

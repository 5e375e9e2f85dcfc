//! The policy book: every file of an edition, compiled.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_value};
#[cfg(test)]
use crate::facts::Institution;
use crate::facts::{Fact, FactValue, Jurisdictions, Kind, day_code, sha256};
use crate::logic::{Decision, PartialFacts, Stated, Subject, Work};
use crate::policy::citation::Citations;
use crate::policy::departments::Departments;
use crate::policy::files::Source;
use crate::policy::identifiers::{check_editions, check_ids};
use crate::policy::kept::Kept;
use crate::policy::law::{Case, Eras, Index, Law};
use crate::policy::rules::Rule;
use crate::policy::rules::{Rules, Span};

/// Steps for loading a book, without those of reading its files.
const STEPS_OF_LOADING: u64 = 20_000_000;

/// The text of one policy file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PolicyText {
    /// Name of the file, for errors; that of a file beside an instrument's ends in `.toml`.
    pub name: String,
    /// Markdown, or TOML of what stands beside an instrument: departments, look-up words, translations.
    pub text: String,
}

/// 政策库: the policy files of one edition, read, checked and compiled. It never changes; a newer edition
/// is another book.
#[derive(Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct PolicyBook(Arc<Edition>);

/// Content of a book, which plans of filings hold too.
#[derive(Debug)]
pub struct Edition {
    pub(crate) sources: Vec<Source>,
    pub(crate) spans: Vec<Span>,
    pub(crate) places: Jurisdictions,
    pub(crate) rules: Rules,
    pub(crate) departments: Departments,
    pub(crate) calendar: Calendar,
    pub(crate) index: Index,
    pub(crate) eras: Eras,
    /// Findings and questions that answers keep with the book.
    pub(crate) kept: Kept,
    pub(crate) cited: Citations,
    edition: String,
    sha256: OnceLock<String>,
    calendar_sha256: OnceLock<String>,
}

impl Deref for PolicyBook {
    type Target = Edition;

    fn deref(&self) -> &Edition {
        &self.0
    }
}

/// Something that the book decides, and the rules that it rests on.
#[derive(Debug)]
pub struct Target {
    pub id: String,
    pub rules: Vec<usize>,
    pub decision: Decision,
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// Reads and compiles policy files; the book is all of them or an error.
    ///
    /// # Errors
    /// A file that cannot be read, with its line; an unknown department, fact, word or reference; a quotation
    /// that is too long; a clause without rules or reason; editions of one instrument that overlap; names of
    /// departments of one jurisdiction, or of places, that clash.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn parse(texts: &[PolicyText]) -> Result<Self, Error> {
        Self::of(read(texts)?)
    }

    /// As `parse`, with a newer file of the State Council's notices on days off; its years replace the bundled ones.
    ///
    /// # Errors
    /// As `parse`; a calendar file that cannot be read, with its line.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn parse_with_calendar(texts: &[PolicyText], calendar: &str) -> Result<Self, Error> {
        Self::with(read(texts)?, Calendar::bundled()?.with(calendar)?)
    }

    /// The policy edition: the latest day on which a file was compared with the official text.
    pub fn edition(&self) -> String {
        self.edition.clone()
    }

    /// SHA-256 of the policy files, in hexadecimal: of the SHA-256 of each, in their order, each on a line.
    pub fn sha256(&self) -> String {
        let hashed = || {
            let mut hashes: Vec<String> =
                self.files().into_iter().map(|(_, text)| sha256(text)).collect();
            hashes.sort_unstable();
            sha256(&hashes.join("\n"))
        };
        self.sha256.get_or_init(hashed).clone()
    }

    /// SHA-256 of the files of working days, in hexadecimal: of their SHA-256, the oldest first, each on a line.
    pub fn calendar_sha256(&self) -> String {
        let hashed = || {
            let hashes: Vec<String> = self.calendar.texts.iter().map(|text| sha256(text)).collect();
            sha256(&hashes.join("\n"))
        };
        self.calendar_sha256.get_or_init(hashed).clone()
    }
}

impl PolicyBook {
    /// The policy files that the book was made from, to be parsed together with files of one's own.
    pub fn texts(&self) -> Vec<PolicyText> {
        let file =
            |name: &str, text: &str| PolicyText { name: name.to_owned(), text: text.to_owned() };
        self.files().into_iter().map(|(name, text)| file(name, text)).collect()
    }

    /// The calendar that deadlines are counted by.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(crate) fn of(sources: Vec<Source>) -> Result<Self, Error> {
        Self::with(sources, Calendar::bundled()?)
    }

    pub(crate) fn with(mut sources: Vec<Source>, calendar: Calendar) -> Result<Self, Error> {
        for (position, source) in sources.iter_mut().enumerate() {
            source.given = position;
        }
        let places = Jurisdictions::new(sources.iter().flat_map(Source::places))?;
        sources.sort_by(|left, right| {
            let key = |source: &Source| {
                (source.instrument.jurisdiction == "000000", source.instrument.id.clone())
            };
            let from = |source: &Source| source.instrument.from;
            key(left).cmp(&key(right)).then_with(|| from(left).cmp(&from(right)))
        });
        let spans = sources
            .iter()
            .map(|source| Span::of(source, &places).map_err(|error| error.inside(&source.path())))
            .collect::<Result<Vec<_>, _>>()?;
        check_editions(&sources, &spans)?;
        let departments = Departments::new(&sources, &spans)?;
        let rules = Rules::new(&mut sources, &places)?;
        check_ids(&sources, &rules)?;
        let edition = edition(&sources);
        let work = Work::new(STEPS_OF_LOADING);
        let eras = Eras::new(&rules, &work).map_err(|over| over.told(&rules, &sources))?;
        Ok(Self(Arc::new(Edition {
            index: Index::new(&rules, &sources),
            sources,
            spans,
            places,
            departments,
            calendar,
            eras,
            kept: Kept::default(),
            cited: Citations::default(),
            rules,
            edition,
            sha256: OnceLock::new(),
            calendar_sha256: OnceLock::new(),
        })))
    }

    /// The same book, held once more.
    pub(crate) fn held(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// Name and text of every file; one beside several editions of an instrument stands once.
    pub(crate) fn files(&self) -> Vec<(&str, &str)> {
        let mut files: Vec<(&str, &str)> = Vec::new();
        let mut annexes = HashSet::new();
        for source in &self.sources {
            files.push((&source.name, &source.text));
            let beside = source.files().skip(1);
            files.extend(beside.filter(|(name, _)| annexes.insert((*name).to_owned())));
        }
        files
    }

    /// Tells whether some rule tests a fact, or what is derived from it.
    pub(crate) fn tests(&self, fact: Fact) -> bool {
        let listed = |source: &Fact| fact == Fact::Classes && source.record() == Some("CareClass");
        let mut tested = self.index.tested.iter().flat_map(|fact| fact.sources());
        let answers = |(_, rule): (usize, &Rule)| rule.answered_on == Some(fact);
        tested.any(|source| *source == fact || listed(source)) || self.rules.iter().any(answers)
    }

    #[cfg(test)]
    pub(crate) fn case<'a>(
        &'a self,
        institution: &Institution,
        on: NaiveDate,
    ) -> Result<Case<'a>, Error> {
        check_day(on)?;
        self.case_of(Subject::of(institution), on)
    }

    pub(crate) fn case_of<'a>(
        &'a self,
        subject: Subject<'_>,
        on: NaiveDate,
    ) -> Result<Case<'a>, Error> {
        let (place, stated) = self.stated(subject)?;
        self.case_of_stated(&stated, place, on)
    }

    /// The place of a subject, and the codes of what it states.
    pub(crate) fn stated(&self, subject: Subject<'_>) -> Result<(Option<i64>, Stated), Error> {
        subject.institution.check()?;
        let place = subject.institution.jurisdiction.as_ref();
        let place = place.map(|place| self.places.code(place)).transpose()?;
        Ok((place, Stated::new(subject, place)?))
    }

    pub(crate) fn case_of_stated(
        &self,
        stated: &Stated,
        place: Option<i64>,
        on: NaiveDate,
    ) -> Result<Case<'_>, Error> {
        let law = self.law(place, on)?;
        Ok(Case::new(law, &self.places, PartialFacts::new(stated, on, &law.layout)))
    }

    /// The law of a place, or of every place, on a day; compiled when it is first asked for.
    pub(crate) fn law(&self, place: Option<i64>, on: NaiveDate) -> Result<&Law, Error> {
        let found = self.eras.of(place, day_code(on), &self.rules);
        found.map(|(law, _)| law).map_err(|over| over.told(&self.rules, &self.sources))
    }

    pub(crate) fn unknown_target<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
        Error::new(
            ErrorCode::UnknownTarget,
            "target",
            "没有这个事项",
            format!("there is no such target: {}", told_value(name)),
        )
        .with_hint(nearest(name, known).map(did_you_mean))
    }
}

fn read(texts: &[PolicyText]) -> Result<Vec<Source>, Error> {
    Source::read_all(texts.iter().map(|file| (&*file.name, &*file.text)), false)
}

pub fn check_day(on: NaiveDate) -> Result<(), Error> {
    on.check(Kind::Date).map_err(|error| error.inside("as_of"))
}

fn edition(sources: &[Source]) -> String {
    let latest = sources.iter().map(|source| source.instrument.verified_on.0).max();
    latest.map_or_else(|| "empty".to_owned(), |day| day.to_string())
}

/// The facts that a record has as fields.
pub fn vocabulary(record: &'static str) -> impl Iterator<Item = Fact> {
    Fact::ALL.iter().copied().filter(move |fact| fact.record() == Some(record))
}

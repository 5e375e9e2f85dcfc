//! The layout of a policy file.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::characters;
use crate::error::{Error, ErrorCode, told_identifier, told_toml};
use crate::facts::{Jurisdiction, day_of_toml};
use crate::policy::annex::Annex;
use crate::policy::citation::SourceQuality;
use crate::policy::lookup::{FileWords, LookUpEntry};
use crate::policy::markdown::{to_toml, to_toml_without_examples};
use crate::policy::terms::{Act, Beneficiary, Category, Force, Regime, SeatRole, Severity};

/// The most characters that a quotation has, white space not counted.
const LONGEST_QUOTATION: usize = 100;

/// The longest policy file, in bytes.
const LONGEST_FILE: usize = 1 << 20;

/// One legal instrument, as its file states it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    pub id: String,
    pub number: String,
    pub title: String,
    #[serde(rename = "issuer")]
    _issuer: String,
    pub jurisdiction: String,
    /// The first day in force, or the first on which it can have been.
    pub from: Day,
    pub until: Option<Day>,
    /// The first day on which its wording was surely in force, where that is later.
    pub(super) seen_from: Option<Day>,
    /// From this day it is not verified that it is still in force.
    pub(super) review_on: Option<Day>,
    pub verified_on: Day,
    pub evidence: SourceQuality,
    /// Where its text was seen.
    #[serde(default, rename = "seen")]
    _seen: Vec<SeenAt>,
    /// Its place among the files when the requirements of a filing are listed; the others follow.
    pub(super) filing_order: Option<i32>,
    #[serde(default, rename = "place")]
    pub places: Vec<Jurisdiction>,
    #[serde(default)]
    pub departments: BTreeMap<String, DepartmentEntry>,
    #[serde(default)]
    pub look_up: LookUpEntry,
    #[serde(rename = "clause", default)]
    pub clauses: Vec<Clause>,
}

/// Where and when a text was seen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenAt {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "publisher")]
    _publisher: String,
    #[serde(rename = "address")]
    _address: Option<String>,
    #[serde(rename = "on")]
    _on: Day,
}

/// A department under its names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentEntry {
    /// Left out where the place calls it as everybody does.
    pub name: Option<String>,
    pub office: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl DepartmentEntry {
    /// Every name that the file gives the department.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.name.iter().chain(&self.office).chain(&self.aliases).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.names().next().is_none()
    }
}

/// A numbered clause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    heading: String,
    pub gist: String,
    #[serde(default)]
    pub quotations: Vec<String>,
    #[serde(default)]
    pub responsible: Vec<String>,
    #[serde(default)]
    pub mentions: Vec<String>,
    #[serde(default)]
    pub topics: Vec<String>,
    pub duty_of: Option<String>,
    /// The supports that the department of this duty administers.
    #[serde(default)]
    pub administers: Vec<String>,
    pub undecidable: Option<String>,
    pub evidence: Option<SourceQuality>,
    /// In what its wording was seen, where it was not seen itself.
    seen: Option<String>,
    /// Days of its own, where they are not those of the whole instrument.
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub(super) seen_from: Option<Day>,
    #[serde(default)]
    pub confirms: Vec<String>,
    /// Empty once `Rules` has taken them.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleEntry>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
    #[serde(default, rename = "goal")]
    pub goals: Vec<GoalEntry>,
    #[serde(default, rename = "seat")]
    pub seats: Vec<SeatEntry>,
}

/// A rule of a clause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    pub id: String,
    #[serde(default)]
    pub when: toml::Table,
    /// Settles nothing by itself; only its unsettled parts count.
    #[serde(default)]
    pub never: bool,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub displaces: Vec<String>,
    pub from: Option<toml::value::Datetime>,
    pub until: Option<toml::value::Datetime>,
    pub then: Then,
    pub force: Option<Force>,
    pub title: Option<String>,
    pub title_en: Option<String>,
    #[serde(default)]
    pub departments: Vec<String>,
    /// The acts of the registry that a step belongs to.
    #[serde(default)]
    pub acts: Vec<Act>,
    pub beneficiary: Option<Beneficiary>,
    pub kind: Option<Category>,
    pub note: Option<String>,
    pub(super) note_en: Option<String>,
    /// Notes that are told only where their facts are known to hold.
    #[serde(default, rename = "remark")]
    pub remarks: Vec<RemarkEntry>,
    pub because: Option<String>,
    pub(super) because_en: Option<String>,
    #[serde(default)]
    pub cites: Vec<String>,
    /// To what a requirement applies at all.
    #[serde(default)]
    pub applies: toml::Table,
    pub for_each: Option<Each>,
    pub severity: Option<Severity>,
    pub cure: Option<String>,
    pub cure_en: Option<String>,
    /// Cured where the institution is registered.
    #[serde(default)]
    pub cure_at_registry: bool,
    /// A hint of the library's own: the clause that it stands with is not its basis.
    #[serde(default)]
    pub reminder: bool,
    /// Done where the institution is registered, and before what is not; after an event only.
    #[serde(default)]
    pub at_registry: bool,
    /// Done at the place that the institution moves to, which is not known; after an event only.
    #[serde(default)]
    pub at_new_place: bool,
    pub working_days: Option<i32>,
    /// What says that it was done before the period is looked at; deadlines only.
    pub answered: Option<toml::Table>,
    /// The fact that states the day on which it was done; deadlines only.
    pub answered_on: Option<String>,
    /// Tells what an authority may do, not what is to be done.
    #[serde(default)]
    pub consequence: bool,
    #[serde(default)]
    pub unsettled: Vec<UnsettledEntry>,
}

/// A note of a rule that speaks of some facts only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkEntry {
    pub when: toml::Table,
    pub note: String,
    pub(super) note_en: Option<String>,
}

/// Where the text does not settle a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsettledEntry {
    /// Left out where the text never settles it.
    #[serde(default)]
    pub when: toml::Table,
    pub because: String,
    pub because_en: Option<String>,
}

/// What a rule says once its condition holds.
#[derive(Clone, Debug)]
pub enum Then {
    /// The support is given.
    Support(String),
    /// Only these authorities remain, in rank order.
    Register(Vec<String>),
    /// Only these acts of the registry remain.
    Act(Vec<Act>),
    /// Something has to be, or may be, done.
    Step(String),
    /// The facts contradict each other: no completion of them has both.
    Conflict(String),
    /// An institution of this combination is not registered; other answers do not depend on it.
    Impossible(String),
    /// The text settles where an institution of this combination is registered.
    Possible(bool),
    /// A definition that other rules require.
    Define(bool),
    /// The text does not settle this question.
    Unsettled(Question),
    /// A filing has to have this.
    Require(String),
    /// Something has to be done after an event.
    Event(String),
    /// Something is due within working days of receipt.
    Deadline(String),
    /// Filing is of this kind from then on.
    Regime(Regime),
}

/// `then = { support = "an-id" }`, or `then = "support"` for what has the identifier of the rule.
impl<'de> Deserialize<'de> for Then {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Outcome;

        impl<'de> Visitor<'de> for Outcome {
            type Value = Then;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one outcome")
            }

            fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<Then, E> {
                // The rule puts its own identifier in.
                let own = String::new();
                Ok(match kind {
                    "support" => Then::Support(own),
                    "step" => Then::Step(own),
                    "require" => Then::Require(own),
                    "event" => Then::Event(own),
                    "deadline" => Then::Deadline(own),
                    "possible" => Then::Possible(true),
                    "define" => Then::Define(true),
                    other => return Err(E::unknown_variant(other, &Then::OF_RULES)),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Then, A::Error> {
                let Some(kind) = map.next_key::<String>()? else {
                    return Err(A::Error::custom("expected one outcome"));
                };
                let then = match kind.as_str() {
                    "support" => Then::Support(map.next_value()?),
                    "register" => Then::Register(map.next_value()?),
                    "act" => Then::Act(map.next_value()?),
                    "step" => Then::Step(map.next_value()?),
                    "conflict" => Then::Conflict(map.next_value()?),
                    "impossible" => Then::Impossible(map.next_value()?),
                    "possible" => Then::Possible(map.next_value()?),
                    "define" => Then::Define(map.next_value()?),
                    "unsettled" => Then::Unsettled(map.next_value()?),
                    "require" => Then::Require(map.next_value()?),
                    "event" => Then::Event(map.next_value()?),
                    "deadline" => Then::Deadline(map.next_value()?),
                    "regime" => Then::Regime(map.next_value()?),
                    other => return Err(A::Error::unknown_variant(other, &Then::KINDS)),
                };
                match map.next_key::<IgnoredAny>()? {
                    None => Ok(then),
                    Some(_) => Err(A::Error::custom("expected one outcome")),
                }
            }
        }

        deserializer.deserialize_any(Outcome)
    }
}

impl Then {
    /// What a rule can say.
    pub(super) const KINDS: [&'static str; 13] = [
        "support",
        "register",
        "act",
        "step",
        "conflict",
        "impossible",
        "possible",
        "define",
        "unsettled",
        "require",
        "event",
        "deadline",
        "regime",
    ];

    /// Those that need no more words: of the identifier of the rule, or `true`.
    const OF_RULES: [&'static str; 7] =
        ["support", "step", "require", "event", "deadline", "possible", "define"];

    /// Puts the identifier of the rule where none was given.
    fn complete(&mut self, id: &str) {
        match self {
            Self::Support(of)
            | Self::Step(of)
            | Self::Require(of)
            | Self::Event(of)
            | Self::Deadline(of)
                if of.is_empty() =>
            {
                id.clone_into(of);
            }
            _ => {}
        }
    }

    pub fn support(&self) -> Option<&String> {
        match self {
            Self::Support(id) => Some(id),
            _ => None,
        }
    }

    pub fn step(&self) -> Option<&String> {
        match self {
            Self::Step(id) => Some(id),
            _ => None,
        }
    }

    pub fn event(&self) -> Option<&String> {
        match self {
            Self::Event(id) => Some(id),
            _ => None,
        }
    }

    pub fn requirement(&self) -> Option<&String> {
        match self {
            Self::Require(id) => Some(id),
            _ => None,
        }
    }
}

/// What a requirement is asked of one by one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Each class of the dossier.
    #[serde(rename = "class")]
    Class,
}

/// A question that a rule can leave unsettled.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Where to register.
    Register,
}

/// A worked example: it runs when the file is checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub on: Option<toml::value::Datetime>,
    pub given: toml::Table,
    pub expect: toml::Table,
    /// The line that it stands on, where it is a row of a table.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// A dated goal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalEntry {
    pub by: i32,
    pub text: String,
}

/// A seat of the joint conference.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatEntry {
    pub role: SeatRole,
    pub unit: String,
    pub post: String,
    pub department: Option<String>,
    /// Other names of the unit.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Instrument {
    /// Whether it is of the place itself: neither of the nation nor of a province.
    pub fn is_local(&self) -> bool {
        !self.jurisdiction.ends_with("0000")
    }
}

impl Clause {
    /// Whether it quotes any words.
    fn quotes(&self) -> bool {
        self.quotations.iter().any(|quotation| quotation.chars().any(char::is_alphanumeric))
    }

    /// Whether it says in what its wording was seen.
    fn says_what_was_seen(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.chars().any(char::is_alphanumeric))
    }

    pub fn number(&self) -> &str {
        self.heading.split_once(' ').map_or(self.heading.as_str(), |(number, _)| number)
    }

    pub fn heading(&self) -> &str {
        self.heading.split_once(' ').map_or("", |(_, heading)| heading)
    }

    /// Every department that the clause, a seat or a rule of it names.
    pub fn departments(&self) -> impl Iterator<Item = &String> {
        let of_rules = self.rules.iter().flat_map(|rule| {
            let registering = match &rule.then {
                Then::Register(authorities) => authorities.as_slice(),
                _ => &[],
            };
            rule.departments.iter().chain(registering)
        });
        let of_seats = self.seats.iter().filter_map(|seat| seat.department.as_ref());
        let of_clause = self.responsible.iter().chain(&self.mentions).chain(&self.duty_of);
        of_clause.chain(of_seats).chain(of_rules)
    }
}

/// A file and the lines that its parts stand on.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    pub instrument: Instrument,
    /// Its place among the files as they were given.
    pub given: usize,
    /// The examples of each clause, where they were left to be read when they are asked for.
    later: Option<OnceLock<Vec<Vec<Example>>>>,
    pub words: FileWords,
    /// The files beside it.
    pub annexes: Vec<Annex>,
    /// Texts that a catalogue beside it does not translate.
    pub untranslated: Vec<String>,
}

impl Source {
    /// Reads one policy file.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        check_length(name, text)?;
        let toml = to_toml(text);
        characters::check(text, &toml, ErrorCode::BadPolicy, &told_identifier(name))?;
        Self::of(name, text, &toml, None)
    }

    /// As `read`, of a file that is known to be right: its worked examples are read when they are asked for.
    pub fn read_bundled(name: &str, text: &str) -> Result<Self, Error> {
        Self::of(name, text, &to_toml_without_examples(text), Some(OnceLock::new()))
    }

    fn of(
        name: &str,
        text: &str,
        toml_text: &str,
        later: Option<OnceLock<Vec<Vec<Example>>>>,
    ) -> Result<Self, Error> {
        let mut instrument: Instrument =
            toml::from_str(toml_text).map_err(|error| toml_error(name, toml_text, &error))?;
        for rule in instrument.clauses.iter_mut().flat_map(|clause| &mut clause.rules) {
            rule.then.complete(&rule.id);
        }
        let (name, text) = (name.to_owned(), text.to_owned());
        let words = FileWords::default();
        let (annexes, untranslated) = (Vec::new(), Vec::new());
        let source = Self { name, text, instrument, given: 0, later, words, annexes, untranslated };
        source.check_days()?;
        source.check_clauses()?;
        Ok(source)
    }

    /// Reads policy files and the files beside them; where `compared`, translations are compared with what they translate.
    pub fn read_all<'a>(
        texts: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        compared: bool,
    ) -> Result<Vec<Self>, Error> {
        let annexed = |(name, text): &(&str, &str)| Annex::is_one(name, text);
        let own = texts.clone().filter(|file| !annexed(file));
        let mut sources =
            own.map(|(name, text)| Self::read(name, text)).collect::<Result<Vec<_>, _>>()?;
        let annexes: Vec<(&str, &str)> = texts.filter(annexed).collect();
        crate::policy::annex::attach(&mut sources, &annexes, compared)?;
        sources.iter().try_for_each(crate::policy::lookup::check)?;
        Ok(sources)
    }

    /// The name of the file, as errors show it.
    pub fn path(&self) -> String {
        told_identifier(&self.name)
    }

    /// Name and text of the file, and of those beside it.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let annexes = self.annexes.iter().map(|annex| (&*annex.name, &*annex.text));
        std::iter::once((&*self.name, &*self.text)).chain(annexes)
    }

    /// The worked examples in the TOML of a clause.
    pub fn examples(&self, clause: usize) -> Result<&[Example], Error> {
        let Some(later) = &self.later else {
            let clause = self.instrument.clauses.get(clause);
            return Ok(clause.map_or(&[], |clause| &clause.examples));
        };
        let examples = match later.get() {
            Some(examples) => examples,
            None => {
                let clauses = Self::read(&self.name, &self.text)?.instrument.clauses;
                later.get_or_init(|| clauses.into_iter().map(|clause| clause.examples).collect())
            }
        };
        Ok(examples.get(clause).map_or(&[], Vec::as_slice))
    }

    /// An error in a clause, at the first line that holds `word`, or at its heading.
    pub fn at(&self, clause: usize, word: &str, error: Error) -> Error {
        self.at_table(clause, "## ", 0, word, error)
    }

    /// An error in one of the tables of a clause, at the first line from its header on that holds `word`, or
    /// at the header.
    pub(super) fn at_table(
        &self,
        clause: usize,
        header: &str,
        position: usize,
        word: &str,
        error: Error,
    ) -> Error {
        let numbered = || self.text.lines().enumerate().map(|(line, text)| (line + 1, text));
        let mut headings = numbered().filter(|(_, text)| text.starts_with("## "));
        let first = headings.nth(clause).map_or(1, |(line, _)| line);
        let end = headings.next().map_or(usize::MAX, |(line, _)| line);
        let lines = || {
            numbered()
                .skip_while(move |(line, _)| *line < first)
                .take_while(move |(line, _)| *line < end)
        };
        let start = lines()
            .filter(|(_, text)| text.starts_with(header))
            .nth(position)
            .map_or(first, |(line, _)| line);
        let line = lines()
            .skip_while(|(line, _)| *line < start)
            .find(|(_, text)| !word.is_empty() && text.contains(word))
            .map_or(start, |(line, _)| line);
        self.in_clause(clause, line, error)
    }

    /// An error in a clause, at a line of the file.
    pub(super) fn in_clause(&self, clause: usize, line: usize, error: Error) -> Error {
        let number = self.instrument.clauses.get(clause).map_or("", Clause::number);
        error.inside(&format!("{} {}", self.path(), told_identifier(number))).at_line(line)
    }

    /// An error in what the head says of a department, at the first line from there on that holds `word`.
    pub(super) fn in_department(&self, id: &str, word: &str, error: Error) -> Error {
        let begins = |line: &str| {
            let plain = line.replace(['[', ']', '"', ' '], "");
            let plain = plain.strip_prefix("departments.").unwrap_or(&plain);
            plain
                .strip_prefix(id)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', '.']))
        };
        let mut error = error.inside(&format!("departments.{}", told_identifier(id)));
        for annex in &self.annexes {
            error = match annex.at(&mut { begins }, word, error) {
                Ok(error) => return error,
                Err(error) => error,
            };
        }
        self.in_head(begins, word, error)
    }

    /// The places that the file declares, each with what tells the line of an error about it.
    pub fn places(&self) -> impl Iterator<Item = (&Jurisdiction, impl Fn(&str, Error) -> Error)> {
        let located = move |position: usize| {
            move |word: &str, error: Error| self.in_place(position, word, error)
        };
        let places = self.instrument.places.iter().enumerate();
        places.map(move |(position, place)| (place, located(position)))
    }

    /// An error in a place that the head declares, at the first line from there on that holds `word`.
    fn in_place(&self, position: usize, word: &str, error: Error) -> Error {
        let mut seen = 0;
        let begins = |line: &str| {
            let table = line.starts_with("[[place]]");
            seen += usize::from(table);
            table && seen > position
        };
        self.in_head(begins, word, error.inside(&format!("place[{position}]")))
    }

    /// An error in the head, at the first line from where it `begins` on that holds `word`.
    fn in_head(&self, mut begins: impl FnMut(&str) -> bool, word: &str, error: Error) -> Error {
        let head =
            || self.text.lines().enumerate().take_while(|(_, text)| !text.starts_with("## "));
        let from = head().find(|(_, text)| begins(text.trim())).map_or(0, |(line, _)| line);
        let line = head()
            .skip(from)
            .find(|(_, text)| !word.is_empty() && text.contains(word))
            .map_or(from, |(line, _)| line);
        error.inside(&self.path()).at_line(line + 1)
    }

    /// An error in the head, at the line of a key, or where the head begins.
    fn at_head(&self, key: &str, error: Error) -> Error {
        let of_key = |line: &str| {
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        self.in_head(of_key, "", error)
    }

    /// The instrument and the clause that a rule of it cites: `number` for one of its own, or `instrument/number`.
    pub fn referred<'a>(&'a self, reference: &'a str) -> (&'a str, &'a str) {
        reference.split_once('/').unwrap_or((&self.instrument.id, reference))
    }

    /// The first day on which the wording of a clause was surely in force.
    pub(super) fn sure_from(&self, clause: &Clause) -> NaiveDate {
        let Instrument { from, seen_from, .. } = &self.instrument;
        let later = [*seen_from, clause.from, clause.seen_from];
        later.into_iter().flatten().fold(*from, Day::max).0
    }

    fn check_days(&self) -> Result<(), Error> {
        let Instrument { from, until, seen_from, .. } = &self.instrument;
        for (key, day) in [("until", until), ("seen_from", seen_from)] {
            if !within(*day, *from, *until) {
                return Err(self.at_head(key, outside(key)));
            }
        }
        for (position, clause) in self.instrument.clauses.iter().enumerate() {
            let (first, last) = (clause.from.unwrap_or(*from), clause.until.or(*until));
            let days = [
                ("from", clause.from, *from, *until),
                ("until", clause.until, first, *until),
                ("seen_from", clause.seen_from, first, last),
            ];
            for (key, day, from, until) in days {
                if !within(day, from, until) {
                    let word = format!("{key} =");
                    return Err(self.at_table(position, "```toml", 0, &word, outside(key)));
                }
            }
        }
        Ok(())
    }

    fn check_clauses(&self) -> Result<(), Error> {
        for (position, clause) in self.instrument.clauses.iter().enumerate() {
            for quotation in &clause.quotations {
                let length = quotation.chars().filter(|c| !c.is_whitespace()).count();
                if length > LONGEST_QUOTATION {
                    let error = Error::new(
                        ErrorCode::QuotationTooLong,
                        "",
                        format!("引文过长：{length} 字，最多 {LONGEST_QUOTATION} 字"),
                        format!(
                            "a quotation has at most {LONGEST_QUOTATION} characters, found {length}"
                        ),
                    );
                    return Err(self.at(position, quotation, error));
                }
            }
            let decided = !clause.rules.is_empty()
                || !clause.goals.is_empty()
                || !clause.seats.is_empty()
                || clause.duty_of.is_some();
            if decided == clause.undecidable.is_some() {
                let error = Error::new(
                    ErrorCode::Uncovered,
                    "",
                    "条款应当有规则，或说明为何无可判断，二者只取其一",
                    "a clause has either rules or the reason why it has none",
                );
                return Err(self.at(position, "", error));
            }
            let partial =
                clause.evidence.unwrap_or(self.instrument.evidence) == SourceQuality::Partial;
            if decided && !clause.quotes() && !(partial && clause.says_what_was_seen()) {
                let error = Error::new(
                    ErrorCode::Uncovered,
                    "",
                    "有规则的条款应当引用原文；部分见到的，用 seen 写明见到了什么",
                    "a clause with rules quotes the text, or is partial and says in `seen` what was seen",
                );
                return Err(self.at(position, "", error));
            }
        }
        Ok(())
    }
}

/// Checks how long a file is.
pub(super) fn check_length(name: &str, text: &str) -> Result<(), Error> {
    if text.len() <= LONGEST_FILE {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        told_identifier(name),
        "政策文件过长，最多 1 MiB",
        "a policy file has at most 1 MiB",
    ))
}

/// Whether a day that is given lies between two others.
fn within(day: Option<Day>, from: Day, until: Option<Day>) -> bool {
    day.is_none_or(|day| from <= day && until.is_none_or(|until| day <= until))
}

fn outside(key: &str) -> Error {
    Error::new(
        ErrorCode::OutOfRange,
        key,
        "日子不在施行期以内",
        "the day is not within the days in force",
    )
}

pub(super) fn toml_error(name: &str, text: &str, error: &toml::de::Error) -> Error {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map(|before| before.matches('\n').count() + 1);
    let (zh, en, hint) = told_toml(text, error);
    let path = told_identifier(name);
    let mut read = Error::new(ErrorCode::BadPolicy, path, format!("政策文件格式有误：{zh}"), en)
        .with_hint(hint);
    if let Some(line) = line {
        read = read.at_line(line);
    }
    read
}

/// A day of a policy file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Day(pub(crate) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        day_of_toml(&written).map(Day).map_err(|error| D::Error::custom(error.message.en))
    }
}

//! The layout of a policy file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::facts::{Jurisdiction, day_of_toml};
use crate::policy::citation::SourceQuality;
use crate::policy::files::then::{Each, Then};
use crate::policy::lookup::LookUpEntry;
use crate::policy::terms::{Act, Beneficiary, Category, Force, SeatRole, Severity};

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
    pub seen_from: Option<Day>,
    /// From this day it is not verified that it is still in force.
    pub review_on: Option<Day>,
    pub verified_on: Day,
    pub evidence: SourceQuality,
    /// Places where its text was seen.
    #[serde(default, rename = "seen")]
    _seen: Vec<SeenAt>,
    /// Its place among the files when the requirements of a filing are listed; the others follow.
    pub filing_order: Option<i32>,
    #[serde(default, rename = "place")]
    pub places: Vec<Jurisdiction>,
    #[serde(default)]
    pub departments: BTreeMap<String, DepartmentEntry>,
    #[serde(default)]
    pub look_up: LookUpEntry,
    #[serde(rename = "clause", default)]
    pub clauses: Vec<Clause>,
}

/// Place and day on which a text was seen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenAt {
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
    pub seen_from: Option<Day>,
    #[serde(default)]
    pub confirms: Vec<String>,
    /// Empty once `Rules` has taken them.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleEntry>,
    #[serde(default, rename = "example")]
    pub(super) examples: Vec<Example>,
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
    pub note_en: Option<String>,
    /// Notes that are told only where their facts are known to hold.
    #[serde(default, rename = "remark")]
    pub remarks: Vec<RemarkEntry>,
    pub because: Option<String>,
    pub because_en: Option<String>,
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
    /// Facts by which it was done before the period is looked at; deadlines only.
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
    pub note_en: Option<String>,
}

/// Cases in which the text does not settle a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsettledEntry {
    /// Left out where the text never settles it.
    #[serde(default)]
    pub when: toml::Table,
    pub because: String,
    pub because_en: Option<String>,
}

/// A question that a rule can leave unsettled.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Answer to where it registers.
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
    /// Tells whether it is of the place itself: neither of the nation nor of a province.
    pub fn is_local(&self) -> bool {
        !self.jurisdiction.ends_with("0000")
    }
}

impl Clause {
    /// Tells whether it quotes any words.
    pub(super) fn quotes(&self) -> bool {
        self.quotations.iter().any(|quotation| quotation.chars().any(char::is_alphanumeric))
    }

    /// Tells whether it says in what its wording was seen.
    pub(super) fn says_what_was_seen(&self) -> bool {
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

/// A day of a policy file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Day(pub(crate) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        day_of_toml(&written).map(Day).map_err(|error| D::Error::custom(error.message.en))
    }
}

//! The rules of every file, with the conditions that their dates, places and references add.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier, told_value};
use crate::facts::{
    Dossier, FIRST_DAY, Fact, Jurisdictions, Kind, LAST_DAY, Ranges, Value, day_code, day_of_toml,
};
use crate::logic::{Condition, Draft, Era, FactSet};
use crate::policy::schema::{
    Clause, Day, Each, RemarkEntry, RuleEntry, Source, Then, UnsettledEntry,
};
use crate::policy::terms::Severity;
use crate::text::Text;

/// The facts whose combinations are decided cell by cell, in the order of their columns.
pub(super) const COMBINED: [Fact; 5] =
    [Fact::LegalForm, Fact::Nature, Fact::CreditCodeKind, Fact::Service, Fact::Operator];

/// When and where an instrument, or a rule of it, is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// The first day on which the wording was surely in force, where that is later.
    pub(super) seen_from: Option<NaiveDate>,
    pub cover: (i64, i64),
    pub national: bool,
    /// Of the place itself: neither of the nation nor of a province.
    pub local: bool,
}

impl Span {
    pub fn of(source: &Source, places: &Jurisdictions) -> Result<Self, Error> {
        let instrument = &source.instrument;
        Ok(Self {
            from: instrument.from.0,
            until: instrument.until.map(|until| until.0),
            seen_from: instrument.seen_from.map(|seen_from| seen_from.0),
            cover: places.cover(&instrument.jurisdiction)?,
            national: instrument.jurisdiction == "000000",
            local: instrument.is_local(),
        })
    }

    /// The days that lie in some others too.
    fn narrowed(self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Self {
        Self {
            from: from.map_or(self.from, |from| from.max(self.from)),
            until: until.into_iter().chain(self.until).min(),
            ..self
        }
    }

    /// The days of a clause of the instrument.
    pub fn of_clause(self, clause: &Clause) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.0);
        let seen_from = day(clause.seen_from).into_iter().chain(self.seen_from).max();
        Self { seen_from, ..self.narrowed(day(clause.from), day(clause.until)) }
    }

    pub fn includes_day(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// Tells whether it is in force in a place on a day, as far as they are known.
    pub(super) fn includes(&self, era: Era) -> bool {
        let day = |day| {
            day_code(self.from) <= day && self.until.is_none_or(|until| day <= day_code(until))
        };
        self.includes_place(era.place) && era.day.is_none_or(day)
    }

    /// Tells whether a clause of the instrument is in force in a place on a day.
    pub(super) fn includes_clause(
        &self,
        clause: &Clause,
        place: Option<i64>,
        on: NaiveDate,
    ) -> bool {
        self.includes_place(place) && self.of_clause(clause).includes_day(on)
    }

    /// Whether it is not sure that the wording was in force on a day.
    pub fn is_unsure(&self, on: NaiveDate) -> bool {
        self.seen_from.is_some_and(|seen_from| on < seen_from)
    }

    pub fn includes_place(&self, place: Option<i64>) -> bool {
        place.is_none_or(|place| (self.cover.0..=self.cover.1).contains(&place))
    }

    /// Whether it is of this place itself, rather than of a larger one that the place lies in.
    pub fn is_of(&self, place: Option<i64>) -> bool {
        !self.national && place == Some(self.cover.0)
    }

    pub fn covers(&self, other: &Self) -> bool {
        self.cover.0 <= other.cover.0 && other.cover.1 <= self.cover.1
    }

    /// How many codes it covers.
    pub fn width(&self) -> i64 {
        self.cover.1 - self.cover.0
    }

    /// Whether both are in force on some day.
    pub fn meets(&self, other: &Self) -> bool {
        let ends_before =
            |one: &Self, other: &Self| one.until.is_some_and(|until| until < other.from);
        !ends_before(self, other) && !ends_before(other, self)
    }

    pub fn condition(&self) -> Condition {
        let mut parts = Vec::new();
        let high = self.until.map_or(LAST_DAY, day_code);
        parts.push(Condition::Test(Fact::Day, Ranges::between(day_code(self.from), high)));
        if !self.national {
            parts.push(self.places());
        }
        Condition::all(parts)
    }

    /// That the place is one of those where it is in force.
    fn places(&self) -> Condition {
        match self.national {
            true => Condition::all([]),
            false => {
                let covered = Ranges::between(self.cover.0, self.cover.1);
                Condition::Test(Fact::Jurisdiction, covered)
            }
        }
    }
}

/// A rule in its place.
#[derive(Clone, Debug)]
pub struct Rule {
    pub source: usize,
    pub clause: usize,
    /// Which rule of its clause it is.
    pub position: usize,
    pub entry: RuleEntry,
    pub span: Span,
    pub requires: Vec<usize>,
    pub displaces: Vec<usize>,
    /// The rules that displace it.
    pub(super) displaced_by: Vec<usize>,
    frame: Condition,
    when: Condition,
    applies: Condition,
    /// Whether what is due was done.
    pub answered: Condition,
    /// The fact that states the day on which it was done.
    pub answered_on: Option<Fact>,
    unsettled: Vec<(Condition, Arc<Text>)>,
    /// Notes that are told only where their condition holds.
    pub remarks: Vec<(Condition, Text)>,
    /// What it says, and as if no other rule displaced it: worked out once.
    draft: OnceLock<Draft>,
    undisplaced: OnceLock<Undisplaced>,
    /// Where its file stands when requirements are listed.
    pub(super) filing_order: Option<i32>,
    /// From this day it is not verified that the instrument is still in force.
    review_on: Option<NaiveDate>,
}

/// A rule as if no other displaced it.
#[derive(Clone, Debug)]
struct Undisplaced {
    draft: Draft,
    /// Where it holds or the text does not settle it.
    possible: Condition,
}

impl Rule {
    pub fn title(&self) -> Text {
        let id = &self.entry.id;
        let zh = self.entry.title.as_deref().unwrap_or(id);
        Text::new(zh, self.entry.title_en.as_deref().unwrap_or(zh))
    }

    pub fn note(&self) -> Option<Text> {
        let zh = self.entry.note.as_deref()?;
        Some(Text::new(zh, self.entry.note_en.as_deref().unwrap_or(zh)))
    }
}

impl Rule {
    /// Every test of the day or the place, by itself.
    pub(super) fn tests_of_eras(&self) -> Vec<Condition> {
        let doubts = self.unseen().into_iter().chain(self.unverified());
        let doubts: Vec<Condition> = doubts.map(|(condition, _)| condition).collect();
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition);
        let remarks = self.remarks.iter().map(|(condition, _)| condition);
        let own = [&self.frame, &self.when, &self.applies, &self.answered].into_iter();
        let all = own.chain(unsettled).chain(remarks).chain(&doubts);
        let (mut seen, mut tests) = (HashSet::default(), Vec::new());
        let of_eras = FactSet::only(Fact::Day).union(FactSet::only(Fact::Jurisdiction));
        for condition in all.filter(|condition| condition.fact_set().meets(of_eras)) {
            condition.visit(&mut seen, &mut |fact, codes| {
                if matches!(fact, Fact::Day | Fact::Jurisdiction) {
                    tests.push(Condition::Test(fact, codes.clone()));
                }
            });
        }
        tests
    }

    /// The facts that it tests.
    pub fn tested(&self) -> FactSet {
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition);
        let all = unsettled.chain([&self.frame, &self.when, &self.applies, &self.answered]);
        all.map(Condition::fact_set).fold(FactSet::default(), FactSet::union)
    }

    /// Whether it narrows the authorities; what is unverified of such a rule is told of them all at once.
    pub fn registers(&self) -> bool {
        matches!(self.entry.then, Then::Register(_))
    }

    /// The days before the first on which its wording was surely in force, and the words for it.
    pub fn unseen(&self) -> Option<(Condition, Arc<Text>)> {
        let seen_from = self.span.seen_from.filter(|seen_from| *seen_from > self.span.from)?;
        let earlier = Ranges::between(FIRST_DAY, day_code(seen_from) - 1);
        let because = Text::new(
            format!("{seen_from}以前条文是不是这样，没有见到"),
            format!("whether the text read so before {seen_from} was not seen"),
        );
        Some((Condition::Test(Fact::Day, earlier), Arc::new(because)))
    }

    /// From when it is not verified that the rule is in force, and the words for it.
    pub(super) fn unverified(&self) -> Option<(Condition, Arc<Text>)> {
        let review_on = self.review_on?;
        let later = Ranges::between(day_code(review_on), LAST_DAY);
        let because = Text::new(
            format!("{review_on}起本文件是否仍然有效未经核实"),
            format!(
                "whether the document is still in force from {review_on} has not been verified"
            ),
        );
        Some((Condition::Test(Fact::Day, later), Arc::new(because)))
    }

    fn standing(&self, required: &[&Undisplaced]) -> Draft {
        let possible = |required: &&Undisplaced| required.possible.clone();
        let mut unsettled: Vec<(Condition, Arc<Text>)> = Vec::new();
        for (condition, because) in &self.unsettled {
            let parts = [self.frame.clone(), condition.clone()].into_iter();
            let whole = Condition::all(parts.chain(required.iter().map(possible)));
            unsettled.push((whole, Arc::clone(because)));
        }
        let own_silent =
            Condition::any(self.unsettled.iter().map(|(condition, _)| condition.clone()));
        for (position, of_required) in required.iter().enumerate() {
            for (condition, because) in &of_required.draft.unsettled {
                let others = required.iter().enumerate().filter(|(other, _)| *other != position);
                let others = others.map(|(_, required)| possible(required));
                let parts = [self.frame.clone(), self.when.clone(), condition.clone()].into_iter();
                unsettled.push((Condition::all(parts.chain(others)), Arc::clone(because)));
            }
        }
        let told = own_silent.negated();
        let parts = [self.frame.clone(), self.when.clone(), told.clone()].into_iter();
        let required = required.iter().map(|required| required.draft.met.clone());
        let mut met = Condition::all(parts.chain(required));
        if let (Some((unverified, because)), false) = (self.unverified(), self.registers()) {
            unsettled.push((Condition::all([met.clone(), unverified.clone()]), because));
            met = Condition::all([met, unverified.negated()]);
        }
        // A doubt of its own is told either way.
        let splits = !self.registers() && !matches!(self.entry.then, Then::Unsettled(_));
        if let (Some((unseen, because)), true) = (self.unseen(), splits) {
            let doubt = Condition::all([self.frame.clone(), unseen.clone(), told]);
            unsettled.push((doubt, because));
            met = Condition::all([met, unseen.negated()]);
        }
        Draft { met, unsettled }
    }

    /// Whether what a requirement wants, rather than to what it applies, tests a fact.
    pub fn wants(&self, fact: &str) -> bool {
        let silent = self.unsettled.iter().map(|(condition, _)| condition.fact_set());
        let silent = silent.fold(FactSet::default(), FactSet::union);
        let wanted = silent.without(self.applies.fact_set()).union(self.when.fact_set());
        wanted.facts().iter().any(|wanted| wanted.name() == fact)
    }

    /// The facts that what a requirement wants is tested by, and the fields that they are derived from.
    pub fn wanted_facts(&self) -> Vec<Fact> {
        let silent = self.unsettled.iter().map(|(condition, _)| condition);
        let wanted = silent.chain([&self.when]).flat_map(Condition::facts);
        wanted.flat_map(|fact| [&[fact], fact.sources()].concat()).collect()
    }

    /// Whether it is asked of each class.
    pub fn is_of_classes(&self) -> bool {
        self.entry.for_each == Some(Each::Class)
    }

    /// Why the text does not settle what the rule speaks of.
    pub fn because(&self) -> Text {
        let zh = self.entry.because.clone().unwrap_or_default();
        let en = self.entry.because_en.clone().unwrap_or_else(|| zh.clone());
        Text::new(zh, en)
    }
}

/// Every rule, with references resolved.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<Rule>);

/// The most rules in a chain of which each requires the next.
const MOST_REQUIRED: usize = 16;

impl Rules {
    /// Takes the rules out of the files.
    pub fn new(sources: &mut [Source], places: &Jurisdictions) -> Result<Self, Error> {
        let mut rules = Vec::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for position in 0..sources.len() {
            let Some(source) = sources.get_mut(position) else { continue };
            let clauses = source.instrument.clauses.iter_mut();
            let entries: Vec<_> = clauses.map(|clause| std::mem::take(&mut clause.rules)).collect();
            let source = &*source;
            let whole = Span::of(source, places)?;
            let of_clauses = source.instrument.clauses.iter().zip(entries);
            for (clause, (of_clause, entries)) in of_clauses.enumerate() {
                let span = whole.of_clause(of_clause);
                let frame = span.condition();
                for (of_clause, rule) in entries.into_iter().enumerate() {
                    let (name, at) = (rule.id.clone(), (position, clause, of_clause));
                    let read = read(at, rule, source, (span, &frame), places)
                        .map_err(|error| error.inside(&told_identifier(&name)))
                        .map_err(|error| {
                            let word = error.path.rsplit('.').next().unwrap_or_default().to_owned();
                            source.at_table(clause, "[[rule]]", of_clause, &word, error)
                        })?;
                    by_name
                        .entry(format!("{}/{name}", source.instrument.id))
                        .or_default()
                        .push(rules.len());
                    rules.push(read);
                }
            }
        }
        for position in 0..rules.len() {
            let Some(rule) = rules.get(position) else { continue };
            let resolve = |names: &[String]| -> Result<Vec<usize>, Error> {
                let mut found = Vec::new();
                for name in names {
                    let unknown = || {
                        let known = by_name.keys().map(String::as_str);
                        let hint = nearest(name, known).map(did_you_mean);
                        unknown_rule(sources, rule, name).with_hint(hint)
                    };
                    let rules = by_name.get(name).ok_or_else(unknown)?;
                    found.extend(rules);
                }
                Ok(found)
            };
            let (requires, displaces) =
                (resolve(&rule.entry.requires)?, resolve(&rule.entry.displaces)?);
            let displaced: HashSet<usize> = displaces.iter().copied().collect();
            for displaced in displaced {
                if let Some(rule) = rules.get_mut(displaced) {
                    rule.displaced_by.push(position);
                }
            }
            if let Some(rule) = rules.get_mut(position) {
                rule.requires = requires;
                rule.displaces = displaces;
            }
        }
        let rules = Self(rules);
        rules.check_cycles(sources)?;
        Ok(rules)
    }

    pub fn iter(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.0.iter().enumerate()
    }

    pub fn get(&self, position: usize) -> Option<&Rule> {
        self.0.get(position)
    }

    /// What a requirement says, and to what it applies: met where it does not apply or what is wanted holds.
    pub fn requirement(&self, position: usize) -> (Draft, Draft) {
        let Some(rule) = self.get(position) else {
            let never = Draft { met: Condition::never(), unsettled: Vec::new() };
            return (never.clone(), never);
        };
        let silent = Condition::any(rule.unsettled.iter().map(|(condition, _)| condition.clone()));
        let displacing = rule.displaced_by.iter();
        let yields = Condition::any(displacing.map(|other| self.undisplaced(*other).met));
        let applies = Condition::all([rule.frame.clone(), rule.applies.clone(), yields.negated()]);
        let told = silent.negated();
        let mut wanted = Condition::all([rule.when.clone(), told.clone()]);
        let mut doubts = rule.unsettled.clone();
        if let Some((unseen, because)) = rule.unseen() {
            wanted = Condition::all([wanted, unseen.clone().negated()]);
            doubts.push((Condition::all([unseen, told]), because));
        }
        // What is wanted and there is right, whether or not it still has to be, or another rule displaces this one.
        doubts.extend(rule.unverified());
        for other in &rule.displaced_by {
            doubts.extend(self.undisplaced(*other).unsettled);
        }
        let doubts = doubts.into_iter();
        let unsettled = doubts
            .map(|(condition, because)| (Condition::all([applies.clone(), condition]), because))
            .collect();
        let met = Condition::any([applies.clone().negated(), wanted]);
        let applies = Draft { met: applies, unsettled: Vec::new() };
        (Draft { met, unsettled }, applies)
    }

    /// What a rule says: when it holds, and where the text does not settle it.
    pub fn draft(&self, position: usize) -> Draft {
        let Some(rule) = self.get(position) else { return self.undisplaced(position) };
        rule.draft.get_or_init(|| self.displaced(rule, self.undisplaced(position))).clone()
    }

    fn displaced(&self, rule: &Rule, own: Draft) -> Draft {
        let displacing: Vec<Draft> =
            rule.displaced_by.iter().map(|other| self.undisplaced(*other)).collect();
        let yields = Condition::any(displacing.iter().map(|draft| draft.met.clone())).negated();
        let stands = |condition: Condition| Condition::all([condition, yields.clone()]);
        let mut unsettled: Vec<(Condition, Arc<Text>)> = own
            .unsettled
            .into_iter()
            .map(|(condition, because)| (stands(condition), because))
            .collect();
        // Where it is not settled that another rule displaces this one, nor is this one.
        let doubts: Vec<&(Condition, Arc<Text>)> =
            displacing.iter().flat_map(|draft| &draft.unsettled).collect();
        for (doubt, because) in &doubts {
            let parts = Condition::all([own.met.clone(), doubt.clone()]);
            unsettled.push((stands(parts), Arc::clone(because)));
        }
        let doubtful = Condition::any(doubts.iter().map(|(doubt, _)| doubt.clone()));
        let met = Condition::all([stands(own.met), doubtful.negated()]);
        Draft { met, unsettled }
    }

    /// As `draft`, as if no other rule displaced it.
    pub(super) fn undisplaced(&self, position: usize) -> Draft {
        match self.get(position) {
            Some(rule) => self.standing(rule).draft.clone(),
            None => Draft { met: Condition::never(), unsettled: Vec::new() },
        }
    }

    fn standing<'a>(&'a self, rule: &'a Rule) -> &'a Undisplaced {
        rule.undisplaced.get_or_init(|| {
            let required: Vec<&Undisplaced> = rule
                .requires
                .iter()
                .filter_map(|required| self.get(*required))
                .map(|required| self.standing(required))
                .collect();
            let draft = rule.standing(&required);
            let silent = draft.unsettled.iter().map(|(condition, _)| condition.clone());
            let possible = Condition::any(silent.chain([draft.met.clone()]));
            Undisplaced { draft, possible }
        })
    }

    fn check_cycles(&self, sources: &[Source]) -> Result<(), Error> {
        for (start, rule) in self.iter() {
            let mutual = |other: &usize| *other == start || rule.displaced_by.contains(other);
            if rule.displaces.iter().any(mutual) {
                let error = Error::new(
                    ErrorCode::UnknownReference,
                    "displaces",
                    "规则不能替代自身，也不能互相替代",
                    "a rule cannot displace itself, nor can two displace each other",
                );
                return Err(locate(sources, rule, &rule.entry.id, error));
            }
            let mut reached: Vec<usize> = rule.requires.clone();
            let mut known: HashSet<usize> = reached.iter().copied().collect();
            let mut next = 0;
            while let Some(position) = reached.get(next).copied() {
                next += 1;
                if position == start {
                    let error = Error::new(
                        ErrorCode::UnknownReference,
                        "requires",
                        "规则不能要求自身",
                        "a rule cannot require itself",
                    );
                    return Err(locate(sources, rule, &rule.entry.id, error));
                }
                let further = self.get(position).into_iter().flat_map(|rule| &rule.requires);
                reached.extend(further.filter(|position| known.insert(**position)));
            }
        }
        self.check_depth(sources)
    }

    /// Refuses rules that require others in longer chains than a reader, or a stack, can follow.
    fn check_depth(&self, sources: &[Source]) -> Result<(), Error> {
        // Rules that require only what is reached already are reached next.
        let mut left: Vec<usize> = self.iter().map(|(position, _)| position).collect();
        let mut reached: HashSet<usize> = HashSet::new();
        for _ in 0..MOST_REQUIRED {
            let all = |rule: &Rule| rule.requires.iter().all(|one| reached.contains(one));
            let (next, later): (Vec<usize>, Vec<usize>) =
                left.into_iter().partition(|one| self.get(*one).is_none_or(all));
            reached.extend(next);
            left = later;
        }
        let Some(rule) = left.first().and_then(|first| self.get(*first)) else { return Ok(()) };
        let error = Error::new(
            ErrorCode::TooComplex,
            "requires",
            format!("规则逐级要求超过{MOST_REQUIRED}级"),
            format!("a chain of rules that require one another has more than {MOST_REQUIRED}"),
        );
        Err(locate(sources, rule, &rule.entry.id, error))
    }
}

fn read(
    (source_position, clause, position): (usize, usize, usize),
    entry: RuleEntry,
    source: &Source,
    (mut span, frame): (Span, &Condition),
    places: &Jurisdictions,
) -> Result<Rule, Error> {
    let mut frame = frame.clone();
    if entry.from.is_some() || entry.until.is_some() {
        let from = entry.from.as_ref().map(day_of_toml).transpose()?;
        let until = entry.until.as_ref().map(day_of_toml).transpose()?;
        span = span.narrowed(from, until);
        if span.until.is_some_and(|until| until < span.from) {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                if entry.until.is_some() { "until" } else { "from" },
                "规则没有施行的日子",
                "the rule is in force on no day",
            ));
        }
        frame = span.condition();
    }
    let when = match entry.never {
        true => Condition::never(),
        false => condition(&entry.when, places)?,
    };
    let mut unsettled = Vec::new();
    for UnsettledEntry { when, because, because_en } in &entry.unsettled {
        let text = Text::new(because, because_en.as_ref().unwrap_or(because));
        let when = condition(when, places).map_err(|error| error.inside("unsettled"))?;
        unsettled.push((when, Arc::new(text)));
    }
    let mut remarks = Vec::new();
    for RemarkEntry { when, note, note_en } in &entry.remarks {
        let when = condition(when, places).map_err(|error| error.inside("remark"))?;
        remarks.push((when, Text::new(note, note_en.as_ref().unwrap_or(note))));
    }
    if matches!(entry.then, Then::Define(false)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "then",
            "define 只能写 true",
            "`define` is true or is left out",
        ));
    }
    if !entry.acts.is_empty() && !matches!(entry.then, Then::Step(_)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "acts",
            "只有事项写明属于哪种登记事项",
            "only a step belongs to acts of the registry",
        ));
    }
    if matches!(entry.then, Then::Possible(false)) {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "then",
            "possible 只能写 true；不可能的写 impossible 或 conflict",
            "`possible` is true or is left out; what cannot be is `impossible` or a `conflict`",
        ));
    }
    if matches!(entry.then, Then::Possible(_) | Then::Impossible(_))
        && let Some(fact) = when.facts().into_iter().find(|fact| !COMBINED.contains(fact))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            format!("when.{}", fact.name()),
            "可能、不可能只看登记类型、机构性质、信用代码类型、服务类型和举办主体",
            "what is possible is told by legal form, nature, kind of credit code, service and operator only",
        ));
    }
    if matches!(entry.then, Then::Require(_)) && entry.severity.is_none() {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "severity",
            "备案要求应写明轻重",
            "a requirement states its severity",
        ));
    }
    if entry.reminder
        && (!matches!(entry.then, Then::Require(_)) || entry.severity == Some(Severity::Defect))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "reminder",
            "提醒没有条文作依据，不能作缺项",
            "a reminder has no clause behind it, so it is no defect",
        ));
    }
    if let Then::Deadline(_) = entry.then
        && entry.working_days.is_none_or(|days| !(1..=1_000).contains(&days))
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "working_days",
            "期限应写明工作日数",
            "a deadline states its working days",
        ));
    }
    let answered_on = match &entry.answered_on {
        Some(name) => Some(Dossier::field(name).map_err(|error| error.inside("answered_on"))?),
        None => None,
    };
    let timed = matches!(entry.then, Then::Deadline(_));
    if !timed && (entry.answered.is_some() || answered_on.is_some())
        || answered_on.is_some_and(|fact| fact.kind() != Kind::Date)
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "answered",
            "只有期限写明何时算已经办理，办理日应是日期",
            "only a deadline states when it is answered, and on what day",
        ));
    }
    if matches!(entry.then, Then::Support(_) | Then::Step(_) | Then::Event(_))
        && entry.force.is_none()
    {
        return Err(Error::new(
            ErrorCode::BadPolicy,
            "force",
            "扶持和事项应写明力度",
            "a support or step states its force",
        ));
    }
    let after_event = matches!(entry.then, Then::Event(_));
    for (key, given) in [("at_registry", entry.at_registry), ("at_new_place", entry.at_new_place)] {
        if given && !after_event {
            return Err(Error::new(
                ErrorCode::BadPolicy,
                key,
                "只有事项发生以后要办的，才写在登记机关或者新址办理",
                "only what has to be done after an event is done at the registry or the new place",
            ));
        }
    }
    Ok(Rule {
        source: source_position,
        clause,
        position,
        span,
        requires: Vec::new(),
        displaces: Vec::new(),
        displaced_by: Vec::new(),
        frame,
        when,
        applies: condition(&entry.applies, places).map_err(|error| error.inside("applies"))?,
        answered: match &entry.answered {
            Some(table) => condition(table, places).map_err(|error| error.inside("answered"))?,
            None => Condition::never(),
        },
        answered_on,
        unsettled,
        remarks,
        draft: OnceLock::new(),
        undisplaced: OnceLock::new(),
        entry,
        filing_order: source.instrument.filing_order,
        review_on: source.instrument.review_on.map(|review_on| review_on.0),
    })
}

fn condition(table: &toml::Table, places: &Jurisdictions) -> Result<Condition, Error> {
    Condition::read(&Value::from(toml::Value::Table(table.clone())), places)
        .map_err(|error| error.inside("when"))
}

fn locate(sources: &[Source], rule: &Rule, word: &str, error: Error) -> Error {
    match sources.get(rule.source) {
        Some(source) => source.at_table(rule.clause, "[[rule]]", rule.position, word, error),
        None => error,
    }
}

fn unknown_rule(sources: &[Source], rule: &Rule, name: &str) -> Error {
    let error = Error::new(
        ErrorCode::UnknownReference,
        told_identifier(&rule.entry.id),
        "没有这条规则",
        format!("there is no such rule: {}", told_value(name)),
    );
    locate(sources, rule, name, error)
}

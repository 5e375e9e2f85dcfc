//! The policy book: every file of an edition, compiled.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier, told_value};
use crate::facts::{Fact, FactValue, Institution, Jurisdictions, Kind, day_code, sha256};
use crate::logic::{Condition, Decision, Draft, Era, PartialFacts, Settling, Subject};
use crate::policy::case::Case;
use crate::policy::citation::{Citation, CitationRole, SourceQuality};
use crate::policy::departments::{Department, Departments};
use crate::policy::era::{Eras, Index, NamedRules, Position, named};
use crate::policy::rules::{Rule, Rules, Span};
use crate::policy::schema::{Clause, Question, Source, Then};
use crate::policy::scope::{Scope, ScopeState};
use crate::policy::terms::Act;
use crate::text::Text;

/// The text of one policy file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PolicyText {
    /// Name of the file, for errors.
    pub name: String,
    /// Markdown.
    pub text: String,
}

/// 政策库: the policy files of one edition, read, checked and compiled. It never changes; a newer edition
/// is another book.
#[derive(Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
#[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, module = "tuoyu"))]
pub struct PolicyBook {
    pub(crate) sources: Vec<Source>,
    pub(crate) spans: Vec<Span>,
    pub(crate) places: Jurisdictions,
    pub(crate) rules: Rules,
    pub(crate) departments: Departments,
    pub(crate) calendar: Calendar,
    pub(crate) index: Index,
    pub(crate) eras: Eras,
    edition: String,
    sha256: OnceLock<String>,
    calendar_sha256: OnceLock<String>,
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
                self.sources.iter().map(|source| sha256(&source.text)).collect();
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
        Ok(Self {
            index: Index::new(&rules, &sources),
            sources,
            spans,
            places,
            departments,
            calendar,
            eras: Eras::new(&rules),
            rules,
            edition,
            sha256: OnceLock::new(),
            calendar_sha256: OnceLock::new(),
        })
    }

    /// Whether some rule tests a fact, or what is derived from it.
    pub(crate) fn tests(&self, fact: Fact) -> bool {
        let listed = |source: &Fact| fact == Fact::Classes && source.record() == Some("CareClass");
        let mut tested = self.index.tested.iter().flat_map(|fact| fact.sources());
        let answers = |(_, rule): (usize, &Rule)| rule.answered_on == Some(fact);
        tested.any(|source| *source == fact || listed(source)) || self.rules.iter().any(answers)
    }

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
        subject.institution.check()?;
        let place = subject.institution.jurisdiction.as_ref();
        let place = place.map(|place| self.places.code(place)).transpose()?;
        let law = self.eras.of(place, day_code(on), &self.rules)?;
        let facts = PartialFacts::new(subject, place, on, &law.layout)?;
        Ok(Case::new(law, &self.places, facts))
    }

    /// Whether instruments give law for a place on a day; of those that do, if any does.
    pub(crate) fn scope<'a>(
        &self,
        spans: impl Iterator<Item = &'a Span> + Clone,
        place: Option<i64>,
        on: NaiveDate,
    ) -> Scope {
        let of_place = || spans.clone().filter(|span| span.includes_place(place));
        let first = of_place().filter(|span| span.from > on).min_by_key(|span| span.from);
        let last = of_place().filter_map(|span| span.until).filter(|until| *until < on).max();
        let (state, first, last_day) = if of_place().next().is_none() {
            (ScopeState::OutOfScope, None, None)
        } else if of_place().any(|span| span.includes_day(on)) {
            (ScopeState::InForce, None, None)
        } else if last.is_some() {
            (ScopeState::NoLongerInForce, first, last)
        } else {
            (ScopeState::NotYetInForce, first, last)
        };
        let message = match place {
            Some(place) => scoped(state, first, last_day, &self.places.described(place)),
            None => Text::new(
                "所在地待核实：知道在哪个区县，才能说适用哪里的规定、由哪里办理",
                "the place is to be known before its law and its offices can be told",
            ),
        };
        let jurisdiction = place.map(|place| self.places.name(place));
        let first_day = first.map(|span| span.from);
        Scope { state, jurisdiction, first_day, last_day, message }
    }

    /// Whether there is law of the place itself.
    pub(crate) fn local_scope(&self, place: Option<i64>, on: NaiveDate) -> Scope {
        let mut scope = self.scope(self.spans.iter().filter(|span| span.local), place, on);
        if place.is_some()
            && scope.state == ScopeState::InForce
            && let Some(day) = self.reviewed_last(place, on)
        {
            let Text { zh, en } = &mut scope.message;
            zh.push_str(&format!("；{day}起当地文件是否仍然有效未经核实"));
            en.push_str(&format!(
                "; whether the file of the place is still valid from {day} on was not verified"
            ));
        }
        scope
    }

    /// The first day from which it was not verified that a file of the place is still valid, where it has come.
    fn reviewed_last(&self, place: Option<i64>, on: NaiveDate) -> Option<NaiveDate> {
        let local =
            self.sources.iter().zip(&self.spans).filter(|(_, span)| {
                span.local && span.includes_place(place) && span.includes_day(on)
            });
        let days = local.filter_map(|(source, _)| source.instrument.review_on.map(|day| day.0));
        days.filter(|day| *day <= on).min()
    }

    /// The clauses in force on a day in a place, each with its source.
    pub(crate) fn clauses_in_force(
        &self,
        place: Option<i64>,
        on: NaiveDate,
    ) -> impl Iterator<Item = (&Source, &Clause)> {
        self.sources.iter().zip(&self.spans).flat_map(move |(source, span)| {
            let in_force = move |clause: &&Clause| span.includes_clause(clause, place, on);
            source.instrument.clauses.iter().filter(in_force).map(move |clause| (source, clause))
        })
    }

    /// Those of some clauses that are in force on a day in a place.
    pub(crate) fn of_those_in_force(
        &self,
        clauses: &[Position],
        place: Option<i64>,
        on: NaiveDate,
    ) -> impl Iterator<Item = (&Source, &Clause)> {
        clauses.iter().filter_map(move |(file, clause)| {
            let (source, span) = (self.sources.get(*file)?, self.spans.get(*file)?);
            let clause = source.instrument.clauses.get(*clause)?;
            span.includes_clause(clause, place, on).then_some((source, clause))
        })
    }

    /// Departments under the names that they have in a place on a day.
    pub(crate) fn listed(
        &self,
        ids: &[String],
        place: Option<i64>,
        on: NaiveDate,
    ) -> Vec<Department> {
        ids.iter().filter_map(|id| self.departments.get(id, place, on)).collect()
    }

    pub(crate) fn clause(&self, rule: &Rule) -> Option<(&Source, &Clause)> {
        let source = self.sources.get(rule.source)?;
        Some((source, source.instrument.clauses.get(rule.clause)?))
    }

    pub(crate) fn cite(
        &self,
        source: &Source,
        clause: &Clause,
        rule: Option<&str>,
        role: CitationRole,
        on: NaiveDate,
    ) -> Citation {
        let seen = on >= source.sure_from(clause);
        Citation {
            instrument: source.instrument.id.clone(),
            number: source.instrument.number.clone(),
            clause: clause.number().to_owned(),
            heading: clause.heading().to_owned(),
            rule: rule.map(str::to_owned),
            quotations: clause.quotations.clone(),
            evidence: match seen {
                true => clause.evidence.unwrap_or(source.instrument.evidence),
                false => SourceQuality::Partial,
            },
            role,
        }
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
    texts.iter().map(|file| Source::read(&file.name, &file.text)).collect()
}

pub fn check_day(on: NaiveDate) -> Result<(), Error> {
    on.check(Kind::Date).map_err(|error| error.inside("as_of"))
}

fn scoped(
    state: ScopeState,
    first: Option<&Span>,
    last_day: Option<NaiveDate>,
    place: &Text,
) -> Text {
    match (state, first, last_day) {
        (ScopeState::OutOfScope, ..) => Text::new(
            format!("{}不属本政策库的范围：没有收录当地的文件，请向当地主管部门核实", place.zh),
            format!("{} is outside the policy files loaded", place.en),
        ),
        (ScopeState::NotYetInForce, Some(span), _) => {
            let day = span.from;
            let zh = if span.is_unsure(day) {
                format!("{day}以前没有施行，作答日尚未施行")
            } else {
                format!("{day}起施行，作答日尚未施行")
            };
            Text::new(zh, format!("not in force before {day}"))
        }
        (ScopeState::NoLongerInForce, _, Some(day)) => {
            Text::new(format!("施行至{day}，作答日已经失效"), format!("not in force after {day}"))
        }
        _ => Text::new("适用", "in force"),
    }
}

/// What is decided, the rules that it rests on, and what they say.
pub(super) type Drafted = (String, Vec<usize>, Draft);

/// Gathers the rules of one place and day, or of every one where it is not known.
pub struct Compiler<'a> {
    pub rules: &'a Rules,
    pub era: Era,
}

/// Everything that the rules of one place decide, before it is compiled.
#[derive(Debug)]
pub struct Drafts {
    pub supports: Vec<Drafted>,
    pub steps: Vec<Drafted>,
    pub events: Vec<Drafted>,
    /// Requirements of a filing.
    pub requirements: Vec<Drafted>,
    /// To what each requirement applies.
    pub applying: Vec<Drafted>,
    pub deadlines: Vec<Drafted>,
    pub conflicts: Vec<Drafted>,
    pub impossible: Vec<Drafted>,
    /// Any combination that is not registered.
    pub barred: Condition,
    pub authorities: Vec<Drafted>,
    pub registrable: Draft,
    pub acts: Vec<Drafted>,
    pub registering: Vec<Drafted>,
    pub displaced: Vec<Drafted>,
    pub doubts: Vec<Drafted>,
    pub contradictions: Vec<Condition>,
    remarks: Vec<Condition>,
}

impl Drafts {
    pub fn conditions(&self) -> Vec<&Condition> {
        let drafted = [
            &self.supports,
            &self.steps,
            &self.events,
            &self.requirements,
            &self.applying,
            &self.deadlines,
            &self.conflicts,
            &self.impossible,
            &self.authorities,
            &self.acts,
            &self.registering,
            &self.displaced,
            &self.doubts,
        ];
        let drafted = drafted.into_iter().flatten().map(|(.., draft)| draft);
        let mut conditions: Vec<&Condition> = self.remarks.iter().chain([&self.barred]).collect();
        for draft in drafted.chain([&self.registrable]) {
            conditions.push(&draft.met);
            conditions.extend(draft.unsettled.iter().map(|(condition, _)| condition));
        }
        conditions
    }
}

impl Compiler<'_> {
    /// Compiles the law of the place and the day.
    #[cfg(test)]
    pub fn compile(&self) -> Result<crate::policy::era::Law, Error> {
        crate::policy::era::Law::compile(vec![(self.era, self.drafts())], &[], self.rules)
    }

    pub fn drafts(&self) -> Drafts {
        let mut settling = Settling::new(self.era);
        let mut requirements: Vec<Drafted> = Vec::new();
        let mut applying: Vec<Drafted> = Vec::new();
        for (position, rule) in self.rules() {
            let Then::Require(id) = &rule.entry.then else { continue };
            let (wanted, applies) = self.rules.requirement(position);
            requirements.push((id.clone(), vec![position], wanted));
            applying.push((id.clone(), vec![position], applies));
        }
        let (authorities, registrable) = self.authorities();
        let registrable = registrable.settled(&mut settling);
        let contradictions = self.contradictions();
        let contradictions =
            contradictions.iter().map(|condition| condition.settled(&mut settling)).collect();
        let remarks = self.rules().flat_map(|(_, rule)| &rule.remarks);
        let remarks = remarks.map(|(condition, _)| condition.settled(&mut settling)).collect();
        let mut here = |drafts: Vec<Drafted>| -> Vec<Drafted> {
            let settled = |(id, rules, draft): Drafted| (id, rules, draft.settled(&mut settling));
            drafts.into_iter().map(settled).collect()
        };
        let impossible = here(self.each(|then| matches!(then, Then::Impossible(_))));
        Drafts {
            supports: here(self.supports()),
            steps: here(self.steps()),
            events: here(self.grouped(Then::event)),
            requirements: here(requirements),
            applying: here(applying),
            deadlines: here(self.deadlines()),
            conflicts: here(self.each(|then| matches!(then, Then::Conflict(_)))),
            barred: Condition::any(impossible.iter().map(|(_, _, draft)| draft.met.clone())),
            impossible,
            authorities: here(authorities),
            registrable,
            acts: here(self.acts()),
            registering: here(self.each(|then| matches!(then, Then::Register(_)))),
            displaced: here(self.displaced()),
            doubts: here(self.each(|then| matches!(then, Then::Unsettled(Question::Register)))),
            contradictions,
            remarks,
        }
    }

    /// The rules of the place and the day.
    fn rules(&self) -> impl Iterator<Item = (usize, &Rule)> {
        let era = self.era;
        self.rules.iter().filter(move |(_, rule)| rule.span.includes(era))
    }

    pub fn supports(&self) -> Vec<Drafted> {
        self.grouped(Then::support)
    }

    pub fn steps(&self) -> Vec<Drafted> {
        self.grouped(Then::step)
    }

    /// What the facts cannot be together. What a credit code rules out is left to `PartialFacts`, which knows it as
    /// soon as the code is.
    pub fn contradictions(&self) -> Vec<Condition> {
        let known_at_once = |fact: &Fact| *fact == Fact::CreditCodeKind;
        self.each(|then| matches!(then, Then::Conflict(_)))
            .into_iter()
            .map(|(_, _, draft)| draft.met)
            .filter(|met| !met.facts().iter().any(known_at_once))
            .collect()
    }

    /// Each act of the registry: it remains unless a rule that holds leaves it out.
    fn acts(&self) -> Vec<Drafted> {
        let narrowing = self.rules().filter_map(|(position, rule)| match &rule.entry.then {
            Then::Act(acts) => Some((position, acts, self.rules.draft(position).met)),
            _ => None,
        });
        let narrowing: Vec<(usize, &Vec<Act>, Condition)> = narrowing.collect();
        let acts = Act::ALL.iter().filter(|_| !narrowing.is_empty());
        acts.map(|act| {
            let leaving_out = narrowing.iter().filter(|(_, acts, _)| !acts.contains(act));
            let left_out = Condition::any(leaving_out.map(|(.., met)| met.clone()));
            let rules = narrowing.iter().map(|(position, ..)| *position).collect();
            let draft = Draft { met: left_out.negated(), unsettled: Vec::new() };
            (act.name().to_owned(), rules, draft)
        })
        .collect()
    }

    /// Rules that each decide something of their own.
    fn each(&self, wanted: impl Fn(&Then) -> bool) -> Vec<Drafted> {
        self.rules()
            .filter(|(_, rule)| wanted(&rule.entry.then))
            .map(|(position, rule)| {
                (rule.entry.id.clone(), vec![position], self.rules.draft(position))
            })
            .collect()
    }

    /// What is due, each with whether it was done.
    fn deadlines(&self) -> Vec<Drafted> {
        let of_rule = |(position, rule): (usize, &Rule)| match &rule.entry.then {
            Then::Deadline(id) => {
                let draft = Draft { met: rule.answered.clone(), unsettled: Vec::new() };
                Some((id.clone(), vec![position], draft))
            }
            _ => None,
        };
        self.rules().filter_map(of_rule).collect()
    }

    fn displaced(&self) -> Vec<Drafted> {
        self.rules()
            .filter(|(_, rule)| !rule.displaced_by.is_empty())
            .map(|(position, rule)| {
                (rule.entry.id.clone(), vec![position], self.rules.undisplaced(position))
            })
            .collect()
    }

    /// Rules that speak of one thing, in the order of the files: any of them gives it.
    fn grouped(&self, id: fn(&Then) -> Option<&String>) -> Vec<Drafted> {
        named(self.rules(), |then| id(then).map_or(&[], std::slice::from_ref))
            .into_iter()
            .map(|NamedRules { id, rules }| {
                let drafts: Vec<Draft> = rules.iter().map(|rule| self.rules.draft(*rule)).collect();
                let draft = Draft {
                    met: Condition::any(drafts.iter().map(|draft| draft.met.clone())),
                    unsettled: drafts.into_iter().flat_map(|draft| draft.unsettled).collect(),
                };
                (id, rules, draft)
            })
            .collect()
    }

    /// Each authority that some rule names: it remains unless a rule that holds leaves it out.
    pub fn authorities(&self) -> (Vec<Drafted>, Draft) {
        let mut names: Vec<String> = Vec::new();
        let mut narrowing: Vec<(usize, &[String], Draft, Condition)> = Vec::new();
        let mut local: Vec<Condition> = Vec::new();
        let mut silent: Vec<(Condition, Arc<Text>)> = Vec::new();
        for (position, rule) in self.rules() {
            match &rule.entry.then {
                Then::Register(authorities) => {
                    let draft = self.rules.draft(position);
                    if rule.span.local {
                        local.push(rule.span.condition());
                    }
                    // Law of the place is in doubt as a whole, other law where it is what names the authorities.
                    let where_it_counts = match rule.span.local {
                        true => rule.span.condition(),
                        false => draft.met.clone(),
                    };
                    for (days, because) in rule.unverified().into_iter().chain(rule.unseen()) {
                        let doubt = (Condition::all([where_it_counts.clone(), days]), because);
                        if !silent.contains(&doubt) {
                            silent.push(doubt);
                        }
                    }
                    for authority in authorities {
                        if !names.contains(authority) {
                            names.push(authority.clone());
                        }
                    }
                    let doubtful = draft.unsettled.iter().map(|(condition, _)| condition.clone());
                    let holds = Condition::any(doubtful.chain([draft.met.clone()]));
                    narrowing.push((position, authorities, draft, holds));
                }
                Then::Unsettled(Question::Register) => {
                    silent.push((self.rules.draft(position).met, Arc::new(rule.because())));
                }
                _ => {}
            }
        }
        let local = Condition::any(local);
        let mut targets = Vec::new();
        let mut settled = Vec::new();
        for name in names {
            let naming = narrowing.iter().filter(|(_, names, ..)| names.contains(&name));
            let rules: Vec<usize> = naming.clone().map(|(position, ..)| *position).collect();
            let named = Condition::any(naming.map(|(.., holds)| holds.clone()));
            let leaving_out = narrowing.iter().filter(|(_, names, ..)| !names.contains(&name));
            let left_out = Condition::any(leaving_out.map(|(.., holds)| holds.clone()));
            let remains = Condition::all([local.clone(), named, left_out.negated()]);
            let doubtful = narrowing.iter().flat_map(|(_, _, draft, _)| &draft.unsettled);
            let reasons = silent.iter().chain(doubtful);
            let unsettled: Vec<(Condition, Arc<Text>)> = reasons
                .map(|(condition, because)| {
                    (Condition::all([condition.clone(), remains.clone()]), Arc::clone(because))
                })
                .collect();
            let doubt = Condition::any(unsettled.iter().map(|(condition, _)| condition.clone()));
            let met = Condition::all([remains, doubt.negated()]);
            settled.push(met.clone());
            targets.push((name, rules, Draft { met, unsettled }));
        }
        (targets, Draft { met: Condition::any(settled), unsettled: Vec::new() })
    }
}

fn check_editions(sources: &[Source], spans: &[Span]) -> Result<(), Error> {
    let all: Vec<(&Source, &Span)> = sources.iter().zip(spans).collect();
    for (position, (source, span)) in all.iter().enumerate() {
        for (other, other_span) in all.iter().take(position) {
            if source.instrument.id == other.instrument.id && span.meets(other_span) {
                return Err(Error::new(
                    ErrorCode::OverlappingEditions,
                    source.path(),
                    format!("与 {} 的施行期重叠", other.path()),
                    format!("in force on the same day as {}", other.path()),
                ));
            }
        }
    }
    Ok(())
}

fn check_ids(sources: &[Source], rules: &Rules) -> Result<(), Error> {
    let mut known: HashSet<(usize, &str)> = HashSet::new();
    for (_, rule) in rules.iter() {
        let fresh = known.insert((rule.source, &rule.entry.id));
        if let (false, Some(source)) = (fresh, sources.get(rule.source)) {
            let error = Error::new(
                ErrorCode::DuplicateId,
                told_identifier(&rule.entry.id),
                "规则编号重复",
                "the identifier is used twice in this file",
            );
            return Err(source.at_table(
                rule.clause,
                "[[rule]]",
                rule.position,
                &rule.entry.id,
                error,
            ));
        }
    }
    let numbers: HashSet<(&str, &str)> = sources
        .iter()
        .flat_map(|source| {
            let clauses = source.instrument.clauses.iter();
            clauses.map(|clause| (source.instrument.id.as_str(), clause.number()))
        })
        .collect();
    for (_, rule) in rules.iter() {
        let Some(source) = sources.get(rule.source) else { continue };
        for reference in &rule.entry.cites {
            if !numbers.contains(&source.referred(reference)) {
                let error = Error::new(
                    ErrorCode::UnknownReference,
                    "cites",
                    format!("没有条款 {reference}"),
                    format!("there is no clause `{reference}`"),
                );
                return Err(source.at_table(
                    rule.clause,
                    "[[rule]]",
                    rule.position,
                    reference,
                    error,
                ));
            }
        }
    }
    let supports: HashSet<&String> =
        rules.iter().filter_map(|(_, rule)| rule.entry.then.support()).collect();
    for source in sources {
        for (position, clause) in source.instrument.clauses.iter().enumerate() {
            let confirmed = clause.confirms.iter().map(|target| ("confirms", target));
            let administered = clause.administers.iter().map(|target| ("administers", target));
            for (key, target) in confirmed.chain(administered) {
                if !supports.contains(target) {
                    let error = Error::new(
                        ErrorCode::UnknownReference,
                        key,
                        "没有这项扶持",
                        format!("there is no such support: {}", told_value(target)),
                    )
                    .with_hint(
                        nearest(target, supports.iter().map(|id| id.as_str())).map(did_you_mean),
                    );
                    return Err(source.at(position, target, error));
                }
            }
        }
    }
    Ok(())
}

fn edition(sources: &[Source]) -> String {
    let latest = sources.iter().map(|source| source.instrument.verified_on.0).max();
    latest.map_or_else(|| "empty".to_owned(), |day| day.to_string())
}

/// The weakest of several evidences; what rests on nothing seen is partial.
pub fn weakest(citations: &[Citation]) -> SourceQuality {
    let basis = citations
        .iter()
        .filter(|citation| matches!(citation.role, CitationRole::Basis | CitationRole::Definition));
    let basis = basis.map(|citation| citation.evidence).max();
    // A hint of the library's own has no basis, only clauses to see.
    let seen = || citations.iter().map(|citation| citation.evidence).max();
    basis.or_else(seen).unwrap_or(SourceQuality::Partial)
}

/// The facts that a record has as fields.
pub fn vocabulary(record: &'static str) -> impl Iterator<Item = Fact> {
    Fact::ALL.iter().copied().filter(move |fact| fact.record() == Some(record))
}

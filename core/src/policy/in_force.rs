//! Law in force in a place on a day, and citations of it.

use chrono::NaiveDate;
use tuoyu_shared::Shared;

use crate::policy::book::PolicyBook;
use crate::policy::citation::{Citation, CitationRole, SourceQuality};
use crate::policy::departments::Department;
use crate::policy::files::{Clause, Source};
use crate::policy::law::Position;
use crate::policy::rules::Rule;
use crate::policy::rules::Span;
use crate::policy::scope::{Scope, ScopeState};
use crate::text::{Text, chinese_day};

impl PolicyBook {
    /// Tells whether instruments give law for a place on a day; of those that do, if any does.
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

    /// Tells whether there is law of the place itself.
    pub(crate) fn local_scope(&self, place: Option<i64>, on: NaiveDate) -> Scope {
        let mut scope = self.scope(self.spans.iter().filter(|span| span.local), place, on);
        if place.is_some()
            && scope.state == ScopeState::InForce
            && let Some(day) = self.reviewed_last(place, on)
        {
            let Text { zh, en } = &mut scope.message;
            zh.push_str(&format!("；{}起当地文件是否仍然有效未经核实", chinese_day(day)));
            en.push_str(&format!(
                "; whether the file of the place is still valid from {day} on was not verified"
            ));
        }
        scope
    }

    /// The first day from which it was not verified that a file of the place is still valid, where it has come.
    pub(super) fn reviewed_last(&self, place: Option<i64>, on: NaiveDate) -> Option<NaiveDate> {
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

    /// A clause in a role: written once for each, and shared by the answers that cite it so.
    pub(crate) fn cite(
        &self,
        source: &Source,
        clause: &Clause,
        rule: Option<&str>,
        role: CitationRole,
        on: NaiveDate,
    ) -> Shared<Citation> {
        let seen = on >= source.sure_from(clause);
        self.cited.get((clause, rule, role, seen), || Citation {
            instrument: source.instrument.id.clone(),
            title: source.instrument.title.clone(),
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
        })
    }
}

pub fn scoped(
    state: ScopeState,
    first: Option<&Span>,
    last_day: Option<NaiveDate>,
    place: &Text,
) -> Text {
    match (state, first, last_day) {
        (ScopeState::OutOfScope, ..) => Text::new(
            format!("本政策库没有收录{}的文件，请问当地主管部门", place.zh),
            "this place is outside the policy files loaded",
        ),
        (ScopeState::NotYetInForce, Some(span), _) => {
            let day = span.from;
            let shown = chinese_day(day);
            let zh = if span.is_unsure(day) {
                format!("{shown}以前没有施行，作答日尚未施行")
            } else {
                format!("{shown}起施行，作答日尚未施行")
            };
            Text::new(zh, format!("not in force before {day}"))
        }
        (ScopeState::NoLongerInForce, _, Some(day)) => Text::new(
            format!("施行至{}，作答日已经失效", chinese_day(day)),
            format!("not in force after {day}"),
        ),
        _ => Text::new("适用", "in force"),
    }
}

/// The weakest of several evidences; what rests on nothing seen is partial.
pub fn weakest<C: AsRef<Citation>>(citations: &[C]) -> SourceQuality {
    let citations = || citations.iter().map(|citation| citation.as_ref());
    let basis = citations()
        .filter(|citation| matches!(citation.role, CitationRole::Basis | CitationRole::Definition));
    let basis = basis.map(|citation| citation.evidence).max();
    // A hint of the library's own has no basis, only clauses to see.
    let seen = || citations().map(|citation| citation.evidence).max();
    basis.or_else(seen).unwrap_or(SourceQuality::Partial)
}

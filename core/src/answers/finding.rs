//! A finding: a decision with its reasons, its clauses and its sentence.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::text::sentence;
use crate::facts::Fact;
use crate::logic::{Missing, OpenBecause, Outcome, Reason, Status};
use crate::policy::{
    Act, Beneficiary, Case, Category, Citation, CitationRole, Department, Force, PolicyBook,
    Resting, Rule, Severity, SourceQuality, Target, weakest,
};
use crate::text::Text;

choices! {
    /// Kind of a finding.
    FindingKind {
        /// A support.
        Support = "support" "扶持",
        /// Something that has to be, or may be, done.
        Step = "step" "事项",
        /// A conflict between facts.
        Conflict = "conflict" "矛盾",
        /// Something that a filing has to have.
        Requirement = "requirement" "备案要求",
        /// An act that an authority may take.
        Consequence = "consequence" "可能的后果",
    }
}

records! {
    /// One thing found: a support, a step or a conflict.
    Finding {
        /// Stable identifier.
        id: String,
        /// Kind of the finding.
        kind: FindingKind,
        /// Title.
        title: Shared<Text>,
        /// The answer.
        status: Status,
        /// Reason why it is open, if it is.
        open_because: Option<OpenBecause>,
        /// Matters that the text leaves unsettled.
        unsettled: List<Text>,
        /// Force of the text.
        force: Force,
        /// The tests that decided it.
        reasons: List<Reason>,
        /// The facts that could decide it, the most decisive first.
        missing: List<Missing>,
        /// The clauses behind it.
        citations: List<Citation>,
        /// Departments that administer it.
        departments: List<Department>,
        /// Party that benefits.
        beneficiary: Option<Beneficiary>,
        /// Category of a support.
        category: Option<Category>,
        /// The acts of the registry that a step belongs to; none where it belongs to no one of them.
        acts: Vec<Act>,
        /// Tells of a step whether it was done already; nothing where that is not known, or not recorded.
        done: Option<bool>,
        /// The last day that it is in force, where one is known.
        last_day: Option<NaiveDate>,
        /// Weight of a gap; requirements only.
        severity: Option<Severity>,
        /// Of what it is asked, such as `classes[1]`; nothing where it is of the whole filing.
        subject: Option<String>,
        /// Cure, where it is not met.
        cure: Option<Shared<Text>>,
        /// Departments that cure it.
        cure_at: List<Department>,
        /// Notes beside the answer.
        notes: List<Text>,
        /// The weakest evidence that it rests on.
        evidence: SourceQuality,
        /// The answer in a sentence.
        message: Shared<Text>,
    }
}

/// Tells whether the facts say that a step was done.
fn is_done(rule: &Rule, known: &Case<'_>) -> Option<bool> {
    let facts = rule.answered.facts();
    let stated = !facts.is_empty() && facts.iter().all(|fact| known.has(*fact));
    stated.then(|| rule.answered.holds(&|fact| known.code(fact).unwrap_or_default()))
}

/// The most titles that are told of one thing where the place is not known.
const MOST_TITLES: usize = 3;

impl PolicyBook {
    pub(crate) fn finding(
        &self,
        kind: FindingKind,
        target: &Target,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Finding {
        let rules = self.rules_in_force(&target.rules, known, on);
        let place = known.code(Fact::Jurisdiction);
        let outcome = target.decision.outcome(known);
        let mut departments: Vec<Department> = Vec::new();
        let administering = self.index.administering(&target.id);
        for (_, clause) in self.of_those_in_force(administering, place, on) {
            if place.is_some() {
                departments.extend(self.listed(clause.duty_of.as_slice(), place, on));
            }
        }
        for rule in &rules {
            let place = place.filter(|_| !rule.entry.at_new_place);
            for department in self.listed(&rule.entry.departments, place, on) {
                if departments.iter().all(|other| other.id != department.id) {
                    departments.push(department);
                }
            }
        }
        let unsettled = outcome.open_because() == Some(OpenBecause::Unsettled);
        let citations = self.citations(&target.id, &target.rules, unsettled, known, on);
        let giving = || rules.iter().filter(|rule| !rule.entry.never);
        let lasting = if outcome == Outcome::Met {
            giving().all(|rule| rule.span.until.is_some())
        } else {
            rules.iter().all(|rule| rule.span.until.is_some())
        };
        let first = giving().next().or(rules.first());
        let mut finding = Finding {
            id: target.id.clone(),
            kind: match first {
                Some(rule) if rule.entry.consequence => FindingKind::Consequence,
                _ => kind,
            },
            title: Shared::new(match self.speaks_of_several(known) {
                true => several_titles(&rules),
                false => first.map_or_else(|| Text::new("", ""), |rule| rule.title()),
            }),
            status: outcome.status(),
            open_because: outcome.open_because(),
            unsettled: match unsettled {
                true => target.decision.unsettled(known).into(),
                false => List::new(),
            },
            force: first.and_then(|rule| rule.entry.force).unwrap_or(Force::Required),
            reasons: known.reasons(&target.decision).into(),
            missing: target.decision.missing(known).into(),
            evidence: weakest(&citations),
            citations: citations.into(),
            departments: departments.into(),
            beneficiary: first.and_then(|rule| rule.entry.beneficiary),
            category: first.and_then(|rule| rule.entry.kind),
            acts: first.map(|rule| rule.entry.acts.clone()).unwrap_or_default(),
            done: first.and_then(|rule| is_done(rule, known)),
            last_day: if lasting {
                rules.iter().filter_map(|rule| rule.span.until).max()
            } else {
                None
            },
            severity: first.and_then(|rule| rule.entry.severity),
            subject: None,
            cure: None,
            cure_at: List::new(),
            notes: self.notes(target, outcome, known, on).into(),
            message: Shared::new(Text::new("", "")),
        };
        finding.message = Shared::new(sentence(&finding));
        finding
    }

    /// Targets in the order of the files of a place, whatever others there are.
    pub(crate) fn in_order<'a, T: Resting>(
        &self,
        targets: &'a [T],
        place: Option<i64>,
    ) -> Vec<&'a T> {
        let there = |position: &&usize| {
            self.rules.get(**position).is_some_and(|rule| rule.span.includes_place(place))
        };
        let first = |target: &&T| {
            let here = target.rules().iter().find(there);
            here.or(target.rules().first()).copied().unwrap_or(usize::MAX)
        };
        let mut targets: Vec<&T> = targets.iter().collect();
        targets.sort_by_key(first);
        targets
    }

    /// The rules of a target that are in force on the day, in the place if it is known.
    pub(crate) fn rules_in_force(
        &self,
        rules: &[usize],
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<&Rule> {
        let place = known.code(Fact::Jurisdiction);
        let positions = self.positions_in_force(rules, place, on).into_iter();
        positions.filter_map(|position| self.rules.get(position)).collect()
    }

    /// As `rules_in_force`, by position.
    pub(super) fn positions_in_force(
        &self,
        rules: &[usize],
        place: Option<i64>,
        on: NaiveDate,
    ) -> Vec<usize> {
        let in_force = |position: &usize| {
            self.rules
                .get(*position)
                .is_some_and(|rule| rule.span.includes_day(on) && rule.span.includes_place(place))
        };
        rules.iter().copied().filter(in_force).collect()
    }

    /// Tells whether the place is not known and the files are of several places, none of which speaks for the others.
    pub(super) fn speaks_of_several(&self, known: &Case<'_>) -> bool {
        let local = || self.spans.iter().filter(|span| span.local).map(|span| span.cover);
        known.code(Fact::Jurisdiction).is_none()
            && local().any(|cover| local().next() != Some(cover))
    }

    /// Tells whether a rule is in force on the day wherever the place may be.
    pub(super) fn surely_in_force(&self, rule: &Rule, place: Option<i64>, on: NaiveDate) -> bool {
        let there = rule.span.national || place.is_some() && rule.span.includes_place(place);
        there && rule.span.includes_day(on)
    }

    /// The clauses behind a target: its rules, their definitions, what they displace, what confirms them.
    pub(crate) fn citations(
        &self,
        id: &str,
        rules: &[usize],
        unsettled: bool,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Shared<Citation>> {
        let place = known.code(Fact::Jurisdiction);
        let mut citations = Vec::new();
        // A rule that only leaves things open is no basis of an answer that another rule settles.
        let giving = self.rules_in_force(rules, known, on).iter().any(|rule| !rule.entry.never);
        let basis = |rule: &&Rule| unsettled || !giving || !rule.entry.never;
        for rule in self.rules_in_force(rules, known, on).into_iter().filter(basis) {
            if !rule.entry.reminder {
                self.cite_rule(rule, CitationRole::Basis, on, &mut citations);
            }
        }
        for rule in self.rules_in_force(rules, known, on).into_iter().filter(basis) {
            for definition in self.rules_in_force(&rule.requires, known, on) {
                self.cite_rule(definition, CitationRole::Definition, on, &mut citations);
            }
            for displaced in &self.positions_in_force(&rule.displaces, place, on) {
                let stands = |target: &&Target| {
                    target.rules.contains(displaced)
                        && target.decision.outcome(known) != Outcome::Unmet
                };
                if let Some(other) = self.rules.get(*displaced)
                    && known.law().displaced.iter().any(|target| stands(&target))
                {
                    self.cite_rule(other, CitationRole::Displaced, on, &mut citations);
                }
            }
            let own = self.sources.get(rule.source);
            let cited = rule.entry.cites.iter().filter_map(|clause| Some(own?.referred(clause)));
            for (instrument, number) in cited {
                let meant = self.index.numbered(instrument, number);
                for (source, clause) in self.of_those_in_force(meant, place, on) {
                    let see = self.cite(source, clause, None, CitationRole::See, on);
                    push(&mut citations, see);
                }
            }
        }
        for rule in self.rules_in_force(rules, known, on) {
            self.cite_rule(rule, CitationRole::See, on, &mut citations);
        }
        let confirming = self.index.confirming(id);
        for (source, clause) in self.of_those_in_force(confirming, place, on) {
            let confirms = self.cite(source, clause, None, CitationRole::Confirms, on);
            push(&mut citations, confirms);
        }
        citations
    }

    pub(super) fn cite_rule(
        &self,
        rule: &Rule,
        role: CitationRole,
        on: NaiveDate,
        citations: &mut Vec<Shared<Citation>>,
    ) {
        if let Some((source, clause)) = self.clause(rule) {
            push(citations, self.cite(source, clause, Some(&rule.entry.id), role, on));
        }
    }
}

/// The title of a national rule, or those of the rules of several places, in no order of theirs.
fn several_titles(rules: &[&Rule]) -> Text {
    let giving = rules.iter().filter(|rule| !rule.entry.never);
    let national = giving.clone().find(|rule| rule.span.national);
    if let Some(rule) = national.or(rules.first().filter(|_| giving.clone().next().is_none())) {
        return rule.title();
    }
    let joined = |of: &dyn Fn(&Text) -> String| {
        let mut titles: Vec<String> = giving.clone().map(|rule| of(&rule.title())).collect();
        titles.sort();
        titles.dedup();
        let more = if titles.len() > MOST_TITLES { "……" } else { "" };
        titles.truncate(MOST_TITLES);
        titles.join("／") + more
    };
    Text::new(joined(&|title| title.zh.clone()), joined(&|title| title.en.clone()))
}

/// Adds a citation unless the same clause is already cited for the same rule.
pub fn push(citations: &mut Vec<Shared<Citation>>, citation: Shared<Citation>) {
    let known = citations.iter().any(|other| {
        other.instrument == citation.instrument
            && other.clause == citation.clause
            && other.rule == citation.rule
    });
    if !known {
        citations.push(citation);
    }
}

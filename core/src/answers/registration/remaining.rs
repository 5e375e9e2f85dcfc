//! An authority that is not ruled out, and the answer that the authorities left give together.

use std::sync::Arc;

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::finding::push;
use crate::answers::registration::acts::NarrowedAct;
use crate::answers::registration::sentence::sentence;
use crate::answers::registration::{Authority, Registration};
use crate::answers::standing::{Asking, Questions, facts_of};
use crate::facts::Fact;
use crate::logic::{OpenBecause, Outcome, Reason, Status};
use crate::policy::{Case, Citation, Department, PolicyBook, Scope, ScopeState, Target};
use crate::text::Text;

/// An authority that is not ruled out, by itself.
#[derive(Clone, Debug)]
pub struct Remaining {
    outcome: Outcome,
    department: Option<Shared<Department>>,
    reasons: List<Reason>,
    citations: List<Citation>,
    notes: List<Text>,
    /// The facts that could decide it, and whether each would by itself.
    missing: Arc<[(Fact, i32)]>,
    unsettled: List<Text>,
}

impl PolicyBook {
    /// An authority by itself; none where it is ruled out.
    pub(crate) fn remaining(
        &self,
        target: &Target,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Option<Remaining> {
        let outcome = target.decision.outcome(known);
        if outcome == Outcome::Unmet {
            return None;
        }
        let holding = self.holding(target, known);
        let mut notes = Vec::new();
        for rule in &holding {
            self.notes_of(*rule, known, &mut notes);
        }
        let department = self.departments.get(&target.id, known.code(Fact::Jurisdiction), on);
        let missing: List<_> = target.decision.missing(known).into();
        Some(Remaining {
            outcome,
            department: department.map(Shared::new),
            reasons: known.reasons(&target.decision).into(),
            citations: self.citations(&target.id, &holding, false, known, on).into(),
            notes: notes.into(),
            missing: facts_of(&missing),
            unsettled: target.decision.unsettled(known).into(),
        })
    }

    /// Departments where the institution is, or may be, registered.
    pub(crate) fn registries(&self, known: &Case<'_>, on: NaiveDate) -> List<Department> {
        let place = known.code(Fact::Jurisdiction);
        if self.scope_of_registration(place, on).state != ScopeState::InForce {
            return List::new();
        }
        let ranked = self.ranked(known.law(), place, on).into_iter();
        let open = ranked.map(|target| (target, target.decision.outcome(known)));
        let open: Vec<(&Target, Outcome)> =
            open.filter(|(_, outcome)| *outcome != Outcome::Unmet).collect();
        let outcomes: Vec<Outcome> = open.iter().map(|(_, outcome)| *outcome).collect();
        let doubts = self.doubts_about(known, on);
        let because = self.open_because(known, &outcomes, &doubts, &mut Vec::new());
        let open = open.iter().filter(|_| because != Some(OpenBecause::Conflict));
        open.filter_map(|(target, _)| self.departments.get(&target.id, place, on)).collect()
    }

    /// Answers where it is registered, without the steps and the conflicts: by the authorities that are not ruled out, in rank
    /// order, and the acts of the registry.
    pub(crate) fn registered(
        &self,
        known: &Case<'_>,
        scope: &Shared<Scope>,
        on: NaiveDate,
        open: Vec<Remaining>,
        acts: Vec<NarrowedAct>,
        questions: &Questions,
    ) -> Asking<Registration> {
        let mut registration = Registration {
            as_of: on,
            status: Status::Open,
            open_because: None,
            authorities: List::new(),
            acts: List::new(),
            steps: List::new(),
            conflicts: List::new(),
            missing: List::new(),
            unsettled: List::new(),
            notes: List::new(),
            citations: List::new(),
            message: Shared::default(),
            scope: scope.clone(),
        };
        let mut missing: Vec<(Fact, i32)> = Vec::new();
        if scope.state != ScopeState::InForce {
            registration.message = Shared::new(scope.message.clone());
            registration.acts = registration.open_acts(acts);
            return Asking { told: registration, missing: missing.into() };
        }
        let doubts = self.doubts_about(known, on);
        let outcomes: Vec<Outcome> = open.iter().map(|one| one.outcome).collect();
        let mut unsettled: Vec<Shared<Text>> = Vec::new();
        let mut because = Vec::new();
        registration.open_because = self.open_because(known, &outcomes, &doubts, &mut because);
        unsettled.extend(because.into_iter().map(Shared::new));
        match registration.open_because {
            None => registration.status = Status::Met,
            Some(OpenBecause::Facts) => {
                for (fact, decides) in open.iter().flat_map(|one| one.missing.iter()) {
                    match missing.iter_mut().find(|(other, _)| other == fact) {
                        Some((_, all)) => *all += decides,
                        None => missing.push((*fact, *decides)),
                    }
                }
                registration.missing = questions.of(&missing);
            }
            Some(OpenBecause::Unsettled) => {
                open.iter().for_each(|one| add(&mut unsettled, &one.unsettled));
            }
            Some(OpenBecause::Conflict) => {}
        }
        registration.unsettled = unsettled.into();
        let mut notes: Vec<Shared<Text>> = Vec::new();
        let mut citations: Vec<Shared<Citation>> = Vec::new();
        let mut authorities: Vec<Shared<Authority>> = Vec::new();
        for (position, one) in open.into_iter().enumerate() {
            add(&mut notes, &one.notes);
            add(&mut citations, &one.citations);
            if let Some(department) = one.department
                && registration.open_because != Some(OpenBecause::Conflict)
            {
                authorities.push(Shared::new(Authority {
                    department,
                    rank: i32::try_from(position + 1).unwrap_or(i32::MAX),
                    status: one.outcome.status(),
                    reasons: one.reasons,
                    citations: one.citations,
                }));
            }
        }
        for rule in &doubts {
            for citation in self.citations("", &[*rule], true, known, on) {
                push(&mut citations, citation);
            }
        }
        registration.authorities = authorities.into();
        registration.notes = notes.into();
        registration.citations = citations.into();
        registration.acts = registration.open_acts(acts);
        let message = sentence(&registration);
        let asks_place = missing.iter().any(|(fact, _)| *fact == Fact::Jurisdiction);
        registration.message =
            Shared::new(if asks_place { message } else { scope.beside(message) });
        Asking { told: registration, missing: missing.into() }
    }

    /// The rules naming an authority that hold or may hold.
    fn holding(&self, target: &Target, known: &Case<'_>) -> Vec<usize> {
        target
            .rules
            .iter()
            .filter(|position| {
                known.law().registering.iter().any(|rule| {
                    rule.rules.contains(position) && rule.decision.outcome(known) != Outcome::Unmet
                })
            })
            .copied()
            .collect()
    }
}

/// Adds the parts that are not there yet.
fn add<T: PartialEq>(all: &mut Vec<Shared<T>>, more: &[Shared<T>]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

//! The law of a place: what the files that hold there say, compiled without those of other places.

use std::sync::OnceLock;

use crate::book::{Compiler, Target};
use crate::condition::{Condition, Settling};
use crate::cover::{Cover, Layout};
use crate::decision::{Compilation, Decision, Draft};
use crate::error::Error;
use crate::institution::Fact;
use crate::note::Speakers;
use crate::rule::Rules;

/// Every decision of the files of one place, or of all files where the place is not known.
#[derive(Debug)]
pub(crate) struct Law {
    /// A place that it is the law of.
    pub(crate) place: Option<i64>,
    pub(crate) layout: Layout,
    /// The facts that rules test.
    pub(crate) tested: Vec<Fact>,
    /// What the facts cannot be together.
    pub(crate) contradictions: Vec<Condition>,
    pub(crate) supports: Vec<Target>,
    pub(crate) steps: Vec<Target>,
    /// What has to be done after an event.
    pub(crate) events: Vec<Target>,
    /// What a filing has to have, each with the decision to what it applies.
    pub(crate) requirements: Vec<(Target, Decision)>,
    /// What is due, each with whether it was done.
    pub(crate) deadlines: Vec<Target>,
    pub(crate) conflicts: Vec<Target>,
    /// Each combination that is not registered, by itself.
    pub(crate) impossible: Vec<Target>,
    /// When the combination is surely one of them.
    pub(crate) barred: Cover,
    /// Whether it is none of them: compiled when it is first asked for.
    pub(crate) unbarred: OnceLock<Option<Decision>>,
    pub(crate) authorities: Vec<Target>,
    /// Each act of the registry, by its word.
    pub(crate) acts: Vec<Target>,
    /// Each rule that narrows the authorities, by itself.
    pub(crate) registering: Vec<Target>,
    /// Each rule that another one displaces, as if it did not.
    pub(crate) displaced: Vec<Target>,
    /// Each rule that leaves the registration unsettled, by itself.
    pub(crate) doubts: Vec<Target>,
    /// Whether any authority is settled to remain.
    pub(crate) registrable: Decision,
    /// Whose notes are told.
    pub(crate) speakers: Speakers,
}

impl Law {
    /// The supports, then the steps.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.supports.iter().chain(&self.steps)
    }

    /// Whether the combination of facts is none that is not registered.
    pub(crate) fn unbarred(&self, rules: &Rules) -> Option<&Decision> {
        let compiled = || {
            let positions = self.impossible.iter().flat_map(|target| &target.rules);
            let met = Condition::any(positions.map(|position| rules.draft(*position).met));
            let draft = Draft { met: met.negated(), unsettled: Vec::new() };
            let draft = draft.settled(&mut Settling::new(self.place));
            Compilation::new(&[], &self.layout).decision(draft).ok()
        };
        self.unbarred.get_or_init(compiled).as_ref()
    }

    /// A draft of some rule by itself, decided on as all others are.
    pub(crate) fn decide(&self, draft: Draft) -> Option<Decision> {
        let draft = draft.settled(&mut Settling::new(self.place));
        Compilation::new(&self.contradictions, &self.layout).decision(draft).ok()
    }
}

/// The laws of the places that some rule tells apart, each compiled once it is asked for.
#[derive(Debug)]
pub(crate) struct Laws {
    /// In the order of the cells of the whole layout.
    kinds: Vec<Kind>,
}

/// Places that no rule tells apart.
#[derive(Debug)]
struct Kind {
    /// Their cell in the whole layout.
    cell: usize,
    /// One of them.
    place: i64,
    /// Whether every file holds there.
    whole: bool,
    law: OnceLock<Result<Law, Error>>,
}

impl Laws {
    pub(crate) fn new(whole: &Law, rules: &Rules) -> Self {
        let mut kinds = Vec::new();
        if let Some(slot) = whole.layout.slot(Fact::Jurisdiction) {
            for cell in slot.cells() {
                let first = slot.cuts().find(|(_, of)| *of == cell);
                let place = first.map_or(0, |(place, _)| place);
                let whole = rules.iter().all(|(_, rule)| rule.span.includes_place(Some(place)));
                kinds.push(Kind { cell, place, whole, law: OnceLock::new() });
            }
        }
        Self { kinds }
    }

    /// The cells of places, each with a place whose law is not the whole one, if it is not.
    pub(crate) fn places(&self) -> impl Iterator<Item = (usize, Option<i64>)> {
        self.kinds.iter().map(|kind| (kind.cell, (!kind.whole).then_some(kind.place)))
    }

    /// The law of a place; the whole one where every file holds there.
    pub(crate) fn of<'a>(
        &'a self,
        place: i64,
        whole: &'a Law,
        rules: &Rules,
    ) -> Result<&'a Law, Error> {
        let slot = whole.layout.slot(Fact::Jurisdiction);
        let kind = slot.map(|slot| slot.cell(place) - slot.cells().start);
        match kind.and_then(|kind| self.kinds.get(kind)) {
            Some(kind) if !kind.whole => {
                let compiled = || Compiler { rules, place: Some(kind.place) }.compile();
                kind.law.get_or_init(compiled).as_ref().map_err(Clone::clone)
            }
            _ => Ok(whole),
        }
    }
}

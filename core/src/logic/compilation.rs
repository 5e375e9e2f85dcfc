//! Compiles drafts of decisions that have parts in common.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use crate::facts::Fact;
use crate::logic::condition::{Condition, FactSet, Settling};
use crate::logic::decision::Decided;
use crate::logic::implicants::Layout;
use crate::logic::implicants::Work;
use crate::logic::implicants::{Expansions, Implicants, Terms};
use crate::text::Text;

/// Draft of a decision, before it is compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Condition under which some rule gives it.
    pub met: Condition,
    /// Conditions under which the text does not settle it, and the reasons.
    pub unsettled: Vec<(Condition, Arc<Text>)>,
}

impl Draft {
    /// Condition under which the text is silent and no rule gives it.
    pub fn silent(&self) -> Condition {
        let any = Condition::any(self.unsettled.iter().map(|(condition, _)| condition.clone()));
        Condition::all([any, self.met.clone().negated()])
    }

    /// The facts that it tests, but for the day.
    pub fn facts(&self) -> FactSet {
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition.fact_set());
        let all = unsettled.fold(self.met.fact_set(), FactSet::union);
        all.without(FactSet::only(Fact::Day))
    }

    /// The draft with what is known of the place and the day put in.
    pub fn settled(mut self, settling: &mut Settling) -> Self {
        self.met = self.met.settled(settling);
        for (condition, _) in &mut self.unsettled {
            *condition = condition.settled(settling);
        }
        self.unsettled.retain(|(condition, _)| !condition.is_never());
        self
    }

    /// Compiles the draft by itself.
    #[cfg(test)]
    pub fn compile(
        &self,
        conflict_conditions: &[Condition],
        layout: &Layout,
    ) -> Result<crate::logic::decision::Decision, TooLarge> {
        let work = Work::new(u64::MAX);
        Compilation::new(conflict_conditions, layout, &work)
            .decided(self.clone(), self.facts())
            .map(|decided| {
                crate::logic::decision::Decision::in_places(vec![(
                    crate::logic::implicants::Cells::default(),
                    decided,
                )])
            })
    }
}

/// Too many prime terms, or steps to find them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TooLarge {
    /// Of the condition itself.
    Itself,
    /// Of the conflicts that are tied to it.
    Conflicts,
}

/// Compiles drafts that have parts in common.
pub struct Compilation<'a> {
    /// Left out of what the unknown facts could turn out to be.
    pub conflict_conditions: &'a [Condition],
    /// Any of some conflicts, and their prime terms.
    pub conflicts: HashMap<Vec<usize>, (Condition, Terms)>,
    /// Steps that the conflicts took.
    pub on_conflicts: u64,
    pub expansions: Expansions<'a>,
}

impl<'a> Compilation<'a> {
    pub fn new(conflict_conditions: &'a [Condition], layout: &'a Layout, work: &'a Work) -> Self {
        let expansions = Expansions::new(layout, work);
        Self { conflict_conditions, conflicts: HashMap::new(), on_conflicts: 0, expansions }
    }

    /// `tested` are the facts that the same is decided by anywhere.
    pub fn decided(&mut self, draft: Draft, tested: FactSet) -> Result<Decided, TooLarge> {
        let own = draft.facts();
        let before = self.expansions.work.spent();
        let conflict = self.conflict(tested).ok_or(TooLarge::Conflicts);
        self.on_conflicts += self.expansions.work.spent() - before;
        let (conflict, terms) = conflict?;
        let before = self.expansions.work.spent();
        let (covers, own_terms) = self.covers(&draft, &terms);
        let covers = match own_terms < terms.len() {
            true => {
                self.on_conflicts += self.expansions.work.spent() - before;
                covers.ok_or(TooLarge::Conflicts)
            }
            false => covers.ok_or(TooLarge::Itself),
        };
        let [met, unmet, silent] = covers?;
        Ok(Decided {
            met,
            unmet,
            silent,
            draft,
            doubts: OnceLock::new(),
            way: OnceLock::new(),
            facts_of_terms: OnceLock::new(),
            tied: tested.union(conflict.fact_set()),
            conflict,
            own,
        })
    }

    /// The terms of a condition, not all of them prime.
    pub fn cover(&mut self, condition: &Condition) -> Result<Implicants, TooLarge> {
        self.expansions.of(condition, true).map(Implicants::from).ok_or(TooLarge::Itself)
    }

    /// Any of the conflicts that are tied to some facts: closed once, so that no decision has to find what they say
    /// together.
    pub fn conflict(&mut self, tested: FactSet) -> Option<(Condition, Terms)> {
        self.expansions.work.spend(self.conflict_conditions.len())?;
        let positions = tied(tested, self.conflict_conditions);
        if let Some((conflict, terms)) = self.conflicts.get(&positions) {
            return Some((conflict.clone(), Rc::clone(terms)));
        }
        let chosen = positions.iter().filter_map(|one| self.conflict_conditions.get(*one));
        let conflict = Condition::any(chosen.cloned());
        let terms = self.expansions.of(&conflict, true)?;
        let terms = self.expansions.closed(&terms)?;
        self.conflicts.insert(positions, (conflict.clone(), Rc::clone(&terms)));
        Some((conflict, terms))
    }

    /// Covers of met, of unmet, and of silence of the text, and how many terms the draft has without the conflicts.
    pub fn covers(&mut self, draft: &Draft, conflict: &Terms) -> (Option<[Implicants; 3]>, usize) {
        let Some(terms) = self.terms(draft) else { return (None, usize::MAX) };
        let own = terms.iter().map(|terms| terms.len()).sum();
        let [met, denied, silent] = terms.map(|terms| self.expansions.prime(&terms, conflict));
        (met.zip(denied).zip(silent).map(|((met, denied), silent)| [met, denied, silent]), own)
    }

    /// Terms of met, of unmet, and of silence of the text.
    fn terms(&mut self, draft: &Draft) -> Option<[Terms; 3]> {
        let expansions = &mut self.expansions;
        let (met, unmet) = (expansions.of(&draft.met, true)?, expansions.of(&draft.met, false)?);
        let mut unsettled = |positive| {
            let conditions = draft.unsettled.iter();
            conditions
                .map(|(condition, _)| expansions.of(condition, positive))
                .collect::<Option<Vec<_>>>()
        };
        let (silent, told) = (unsettled(true)?, unsettled(false)?);
        let silent = expansions.product(&[expansions.sum(&silent)?, Rc::clone(&unmet)])?;
        let denied = expansions.product(&[vec![unmet], told].concat())?;
        Some([met, denied, silent])
    }
}

/// The conflicts that share facts with the ones given, directly or through each other.
#[cfg(test)]
pub fn connected(facts: &[Fact], conflict_conditions: &[Condition]) -> Vec<Condition> {
    let facts = facts.iter().copied().map(FactSet::only).fold(FactSet::default(), FactSet::union);
    tied(facts, conflict_conditions)
        .iter()
        .filter_map(|position| conflict_conditions.get(*position))
        .cloned()
        .collect()
}

/// As `connected`, by position; nothing is tied by the day alone.
pub fn tied(facts: FactSet, conflict_conditions: &[Condition]) -> Vec<usize> {
    let mut reached = facts;
    let mut found = vec![false; conflict_conditions.len()];
    loop {
        let before = reached;
        for (condition, found) in conflict_conditions.iter().zip(&mut found) {
            let tested = condition.fact_set();
            if tested.without(FactSet::only(Fact::Day)).meets(reached) {
                *found = true;
                reached = reached.union(tested);
            }
        }
        if reached == before {
            return found
                .iter()
                .enumerate()
                .filter(|(_, found)| **found)
                .map(|(at, _)| at)
                .collect();
        }
    }
}

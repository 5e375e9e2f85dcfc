//! The tests behind an answer, and for an open one those that would decide.

use smallvec::SmallVec;

use crate::facts::Fact;
use crate::logic::condition::FactSet;
use crate::logic::decision::{Decided, Decision};
use crate::logic::implicants::Cells;
use crate::logic::implicants::Implicants;
use crate::logic::implicants::{Layout, Slot};
use crate::logic::looks::Look;
use crate::logic::outcome::{Outcome, Status, Tested};
use crate::logic::partial_facts::PartialFacts;

impl Decision {
    /// The tests that decided, or for an open answer those that would.
    pub fn reasons<'a>(&'a self, known: &'a PartialFacts<'_>) -> Vec<Tested> {
        let outcome = self.outcome(known);
        if outcome == Outcome::OpenFacts {
            return self.would_decide(known);
        }
        self.tests(&self.decided_by(known, outcome), known, outcome.status())
    }

    /// The facts that decided an outcome, or for one that is open for want of facts those that it still turns on.
    pub fn facts_behind(&self, known: &PartialFacts<'_>, outcome: Outcome) -> FactSet {
        let layout = known.layout();
        let told = |facts: FactSet, slot: &Slot| facts.union(FactSet::only(slot.fact));
        if outcome == Outcome::OpenFacts {
            return self.relevant(known).into_iter().fold(FactSet::default(), told);
        }
        if let [only] = self.variants.as_slice() {
            return only.decided.facts_deciding(known, outcome);
        }
        let terms = self.decided_by(known, outcome).into_iter();
        let needed = terms.fold(layout.nothing(), |needed, term| needed.union(term));
        let slots = layout.slots().iter();
        let slots = slots.filter(|slot| layout.mentions(&needed, slot) && known.tells(slot.fact));
        slots.fold(FactSet::default(), told)
    }

    /// The terms that decided an outcome.
    pub fn decided_by<'a>(
        &'a self,
        known: &'a PartialFacts<'_>,
        outcome: Outcome,
    ) -> Vec<&'a Cells> {
        let holding = |[met, unmet, silent]: [&'a Implicants; 3]| -> Vec<&'a Cells> {
            let cover = match outcome {
                Outcome::Unmet => unmet,
                Outcome::OpenUnsettled => silent,
                _ => met,
            };
            let terms = cover.terms().iter().filter(|term| term.within(known.excluded()));
            needed(terms, known)
        };
        match self.is_whole(known.layout()) {
            true => holding(self.covers(known.layout())),
            false => {
                let possible = self.possible(known.excluded());
                possible.flat_map(|decided| holding(decided.covers())).collect()
            }
        }
    }

    /// One reason a fact, in the order of the vocabulary.
    pub fn tests(
        &self,
        terms: &[&Cells],
        known: &PartialFacts<'_>,
        outcome: Status,
    ) -> Vec<Tested> {
        let layout = known.layout();
        let needed = terms.iter().fold(layout.nothing(), |needed, term| needed.union(term));
        let mut reasons = Vec::new();
        for slot in layout.slots().iter().filter(|slot| layout.mentions(&needed, slot)) {
            if !known.tells(slot.fact) {
                continue;
            }
            reasons.push(match outcome {
                Status::Unmet => {
                    let wanted = self.wanted(complement(&needed, slot, layout), slot, known);
                    tested(slot, &wanted, outcome)
                }
                _ => tested(slot, &needed, outcome),
            });
        }
        reasons
    }

    /// Values wanted of a fact, without those for which the text is silent unless there are no others.
    pub fn wanted(&self, unwanted: Cells, slot: &Slot, known: &PartialFacts<'_>) -> Cells {
        if self.variants.iter().all(|of| of.decided.draft.unsettled.is_empty()) {
            return unwanted;
        }
        let mut without_silent = unwanted.clone();
        known.look(|| Look::Without(self.clone(), slot.fact));
        let free = known.excluded_without(slot);
        for cell in slot.cells().filter(|cell| !unwanted.contains(*cell)) {
            let outcome = self.outcome_with(free.left(), slot, cell);
            if outcome == Outcome::OpenUnsettled {
                without_silent.insert(cell);
            }
        }
        if slot.cells().all(|cell| without_silent.contains(cell)) {
            return unwanted;
        }
        without_silent
    }

    /// The tests of the least demanding way to "met" that is still open, then any other fact that matters.
    pub fn would_decide(&self, known: &PartialFacts<'_>) -> Vec<Tested> {
        let layout = known.layout();
        let own = self.own_cells.get_or_init(|| {
            let own = self.own().union(FactSet::only(Fact::Day)).facts().into_iter();
            own.fold(layout.nothing(), |cells, fact| cells.union(&layout.every(fact)))
        });
        let open_facts = |term: &Cells| {
            layout.slots().iter().filter(|slot| slot.wants(term, known.excluded())).count()
        };
        let [met, ..] = self.covers(layout);
        let ways = met.terms().iter();
        let ways =
            ways.filter(|term| term.within(own) && layout.attainable(term, known.excluded()));
        let ways: Vec<(usize, &Cells)> = ways.map(|term| (open_facts(term), term)).collect();
        let fewest = ways.iter().map(|(open, _)| *open).min();
        let near = ways.iter().filter(|(open, _)| Some(*open) == fewest).map(|(_, term)| *term);
        let nearest = near.min_by_key(|term| {
            // Of ways as near, the one that wants least, whatever order the terms were compiled in.
            let told = layout.slots().iter().filter(|slot| layout.mentions(term, slot));
            let told = told.filter(|slot| known.tells(slot.fact));
            let (facts, codes): (Vec<Fact>, Vec<Vec<(i64, i64)>>) =
                told.map(|slot| (slot.fact, slot.codes(term).bounds().to_vec())).unzip();
            let narrow = codes.iter().flatten().map(|(low, high)| low - high - 1).sum::<i64>();
            (facts.len(), facts, narrow, codes)
        });
        let relevant: Vec<Fact> = self.relevant(known).iter().map(|slot| slot.fact).collect();
        let mut reasons = Vec::new();
        for slot in layout.slots() {
            let needed = nearest.filter(|term| layout.mentions(term, slot));
            match needed {
                Some(term) if known.tells(slot.fact) => {
                    let open = slot.wants(term, known.excluded());
                    let outcome = if open { Status::Open } else { Status::Met };
                    reasons.push(tested(slot, term, outcome));
                }
                Some(_) => {}
                None if relevant.contains(&slot.fact) => {
                    reasons.push(tested(slot, &layout.nothing(), Status::Open));
                }
                None => {}
            }
        }
        reasons
    }

    /// The facts that the answer turns on, conflicts counted.
    pub(super) fn turning_on(&self, known: &PartialFacts<'_>) -> Vec<Fact> {
        known.look_at_all(self);
        let layout = known.layout();
        let open = self.covers(layout).map(|cover| cover.restricted(known.excluded(), layout));
        let terms = || open.iter().flat_map(Implicants::terms);
        let turned = |slot: &&Slot| terms().any(|term| layout.mentions(term, slot));
        layout.slots().iter().filter(turned).map(|slot| slot.fact).collect()
    }
}

impl Decided {
    /// The facts of the terms that decided an outcome, but for those that tell more than another term needs.
    fn facts_deciding(&self, known: &PartialFacts<'_>, outcome: Outcome) -> FactSet {
        let layout = known.layout();
        let of_terms = self.facts_of_terms.get_or_init(|| {
            self.covers().map(|cover| {
                let facts = |term: &Cells| {
                    let slots = layout.slots().iter().filter(|slot| layout.mentions(term, slot));
                    let facts = slots.map(|slot| FactSet::only(slot.fact));
                    facts.fold(FactSet::default(), FactSet::union)
                };
                cover.terms().iter().map(facts).collect()
            })
        });
        let ([met, unmet, silent], [of_met, of_unmet, of_silent]) = (self.covers(), of_terms);
        let (cover, facts) = match outcome {
            Outcome::Unmet => (unmet, of_unmet),
            Outcome::OpenUnsettled => (silent, of_silent),
            _ => (met, of_met),
        };
        let untold = known.untold();
        let holding = cover.terms().iter().zip(facts);
        let holding = holding.filter(|(term, _)| term.within(known.excluded()));
        let holding: SmallVec<[FactSet; 8]> =
            holding.map(|(_, facts)| facts.without(untold)).collect();
        let needed = holding.iter().filter(|facts| {
            !holding
                .iter()
                .any(|other| other != *facts && other.without(**facts) == FactSet::default())
        });
        needed.fold(FactSet::default(), |all, facts| all.union(*facts))
    }
}

/// Terms without those that another one makes superfluous but for the day, or the place: they tell nothing more.
pub fn needed<'a>(
    terms: impl Iterator<Item = &'a Cells>,
    known: &PartialFacts<'_>,
) -> Vec<&'a Cells> {
    let terms: Vec<&Cells> = terms.collect();
    if terms.len() < 2 {
        return terms;
    }
    let layout = known.layout();
    let untold = layout.slots().iter().filter(|slot| !known.tells(slot.fact));
    let untold = untold.fold(layout.nothing(), |cells, slot| cells.union(slot.every()));
    let told = |term: &Cells| -> u128 {
        let slots = layout.slots().iter().enumerate();
        let told = slots.filter(|(_, slot)| layout.mentions(term, slot) && known.tells(slot.fact));
        told.fold(0, |bits, (position, _)| bits | 1_u128 << position)
    };
    let all: Vec<(&Cells, u128)> = terms.into_iter().map(|term| (term, told(term))).collect();
    let superfluous = |term: &Cells, facts: u128| {
        all.iter().any(|(other, of_other)| {
            let fewer = *of_other != facts && of_other & !facts == 0;
            let weaker = *of_other == facts
                && other.within_but(term, &untold)
                && !term.within_but(other, &untold);
            fewer || weaker
        })
    };
    let kept = all.iter().filter(|(term, facts)| !superfluous(term, *facts));
    kept.map(|(term, _)| *term).collect()
}

pub fn tested(slot: &Slot, wanted: &Cells, outcome: Status) -> Tested {
    Tested { fact: slot.fact, wanted: slot.codes(wanted), outcome }
}

pub fn complement(cells: &Cells, slot: &Slot, layout: &Layout) -> Cells {
    let mut others = layout.nothing();
    slot.cells().filter(|cell| !cells.contains(*cell)).for_each(|cell| others.insert(cell));
    others
}

//! The facts that an open answer still depends on.

use crate::facts::Fact;
use crate::logic::decision::{Decision, Left};
use crate::logic::implicants::Implicants;
use crate::logic::implicants::Slot;
use crate::logic::looks::Look;
use crate::logic::outcome::{Missing, Outcome};
use crate::logic::partial_facts::PartialFacts;
use crate::text::Text;

impl Decision {
    /// The fields that the answer still depends on, the most decisive first; none unless the answer is
    /// open for want of facts.
    pub fn missing(&self, known: &PartialFacts<'_>) -> Vec<Missing> {
        if self.outcome(known) != Outcome::OpenFacts {
            return Vec::new();
        }
        let mut ranked: Vec<(usize, Fact)> = Vec::new();
        for slot in self.relevant(known) {
            let deciding = slot
                .cells()
                .filter(|cell| !known.excluded().contains(*cell))
                .map(|cell| self.outcome_with(Left::of(known), slot, cell))
                .filter(|outcome| *outcome != Outcome::OpenFacts)
                .count();
            ranked.push((deciding, slot.fact));
        }
        ranked.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut missing: Vec<Missing> = Vec::new();
        for (deciding, fact) in ranked {
            for source in fact.sources().iter().filter(|source| !known.has(**source)) {
                // Until the classes are known, it is the list of them that is asked for.
                let unlisted = source.record() == Some("CareClass") && !known.has(Fact::Classes);
                let source = if unlisted { &Fact::Classes } else { source };
                if missing.iter().all(|other| other.fact != source.name()) {
                    missing.push(missing_fact(*source, i32::from(deciding > 0)));
                }
            }
        }
        debug_assert!(!missing.is_empty(), "an answer is open for want of facts");
        missing
    }

    /// The rules' own facts that some completion still turns on.
    pub fn relevant<'a>(&self, known: &'a PartialFacts<'_>) -> Vec<&'a Slot> {
        known.look(|| Look::Decision(self.clone()));
        let layout = known.layout();
        let covers = self.covers(layout);
        let open = covers.map(|cover| cover.restricted(known.excluded(), layout));
        let terms = open.iter().flat_map(Implicants::terms);
        let mentioned = terms.fold(layout.nothing(), |all, term| all.union(term));
        let own = self.own();
        let own = layout.slots().iter().filter(|slot| own.contains(slot.fact));
        own.filter(|slot| layout.mentions(&mentioned, slot)).collect()
    }

    /// The names of the facts that an answer still turns on.
    #[cfg(test)]
    pub fn open_facts(&self, known: &PartialFacts<'_>) -> Vec<String> {
        self.relevant(known).iter().map(|slot| slot.fact.name().to_owned()).collect()
    }
}

pub fn missing_fact(fact: Fact, decides: i32) -> Missing {
    let (zh, en) = fact.question();
    Missing {
        fact: fact.name().to_owned(),
        label: fact.label().to_owned(),
        question: Text::new(zh, en),
        decides,
    }
}

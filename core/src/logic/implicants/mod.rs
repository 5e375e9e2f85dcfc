//! All prime implicants of a condition, over the classes of values that no rule tells apart.
//!
//! The values of each fact are cut into cells that no test of the book tells apart. What is known of an
//! institution is the set of cells that are excluded; a term is a set of cells that must be excluded. A
//! cover that holds every prime term of a condition decides it exactly: the condition holds for every
//! way the unknown facts could turn out if and only if some prime term is met.

mod cells;
mod partition;
mod work;

pub use cells::{Cells, Somewhere};
pub use partition::{Layout, Slot};
pub use work::Work;

use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::{Fact, Ranges};
use crate::logic::condition::{ByAddress, Condition, Parts};

/// The most prime terms that one condition may have.
pub const MOST_TERMS: usize = 4096;

/// Steps for one condition that is compiled when it is first asked for.
pub const STEPS_OF_ONE: u64 = 1_000_000;

/// A union of terms.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Implicants(Vec<Cells>);

impl Implicants {
    /// Every prime term of a condition; none when it has too many, or they take too many steps.
    pub fn of(condition: &Condition, layout: &Layout) -> Option<Self> {
        let work = Work::new(STEPS_OF_ONE);
        let mut expansions = Expansions::new(layout, &work);
        let terms = expansions.of(condition, true)?;
        expansions.close(terms.to_vec())
    }

    /// Some terms, without those that others make superfluous.
    pub fn of_terms(terms: Vec<Cells>) -> Self {
        Self(absorb(terms, None).unwrap_or_default())
    }

    pub fn terms(&self) -> &[Cells] {
        &self.0
    }

    /// Tells whether the condition holds however the facts that are not excluded turn out.
    pub fn holds(&self, excluded: &Cells) -> bool {
        self.0.iter().any(|term| term.within(excluded))
    }

    /// The most general terms that remain once the excluded cells are gone.
    pub fn restricted(&self, excluded: &Cells, layout: &Layout) -> Self {
        let open = self
            .0
            .iter()
            .filter(|term| layout.attainable(term, excluded))
            .map(|term| term.copied().without(excluded))
            .collect();
        Self::of_terms(open)
    }
}

impl From<Terms> for Implicants {
    fn from(terms: Terms) -> Self {
        Self::of_terms(terms.to_vec())
    }
}

/// Terms, shared between the conditions that they are part of.
pub type Terms = Rc<Vec<Cells>>;

/// The terms of conditions, worked out once for each part that several of them share.
#[derive(Debug)]
pub struct Expansions<'a> {
    pub layout: &'a Layout,
    /// Steps that are left.
    pub work: &'a Work,
    /// By the address of the parts, with whether all of them are wanted and whether they are wanted to hold.
    /// The parts are kept, so that no others come to stand there.
    pub known: HashMap<usize, (Parts, Terms), ByAddress>,
    /// The terms of what always holds, and of what never does.
    pub constants: [Terms; 2],
    /// The prime terms of two of the above together, by the addresses of both.
    pub primes: HashMap<(usize, usize), (Terms, Terms, Implicants), ByAddress>,
}

impl<'a> Expansions<'a> {
    pub fn new(layout: &'a Layout, work: &'a Work) -> Self {
        let constants = [Rc::new(vec![layout.nothing()]), Rc::default()];
        let (known, primes) = (HashMap::default(), HashMap::default());
        Self { layout, work, known, constants, primes }
    }

    /// Terms, not all of them prime, of a condition or of its negation; none when there are too many of them or of steps.
    pub fn of(&mut self, condition: &Condition, positive: bool) -> Option<Terms> {
        let (parts, all) = match condition {
            Condition::Test(fact, allowed) => {
                return self.test(*fact, allowed, positive).map(Rc::new);
            }
            Condition::Not(part) => return self.of(part, !positive),
            Condition::All(parts) => (parts, true),
            Condition::Any(parts) => (parts, false),
        };
        let [always, never] = &self.constants;
        match parts.iter().as_slice() {
            [] => return Some(Rc::clone(if all == positive { always } else { never })),
            [only] => return self.of(only, positive),
            _ => {}
        }
        // An address of conditions is even and by four, which leaves two bits.
        let key = parts.address() | usize::from(all) << 1 | usize::from(positive);
        if let Some((_, terms)) = self.known.get(&key) {
            return Some(Rc::clone(terms));
        }
        let factors =
            parts.iter().map(|part| self.of(part, positive)).collect::<Option<Vec<_>>>()?;
        let terms = match all == positive {
            true => self.product(&factors)?,
            false => self.sum(&factors)?,
        };
        self.known.insert(key, (parts.clone(), Rc::clone(&terms)));
        Some(terms)
    }

    pub fn test(&self, fact: Fact, allowed: &Ranges, positive: bool) -> Option<Vec<Cells>> {
        let mut term = self.layout.nothing();
        let Some(slot) = self.layout.slot(fact) else { return Some(vec![term]) };
        self.work.spend(slot.cuts.len() + self.layout.words)?;
        for (cut, cell) in &slot.cuts {
            if allowed.contains(*cut) != positive {
                term.insert(*cell);
            }
        }
        Some(if self.layout.possible(&term) { vec![term] } else { Vec::new() })
    }

    /// Terms by which every factor holds.
    pub fn product(&self, factors: &[Terms]) -> Option<Terms> {
        let [always, never] = &self.constants;
        if factors.iter().any(|factor| factor.is_empty()) {
            return Some(Rc::clone(never));
        }
        let mut factors = factors.iter().filter(|factor| *factor != always);
        let Some(first) = factors.next() else { return Some(Rc::clone(always)) };
        let mut product = Rc::clone(first);
        for factor in factors {
            self.work.spend_on(product.len() * factor.len(), self.layout.words)?;
            let both = product.iter().flat_map(|left| factor.iter().map(|right| left.union(right)));
            let both = both.filter(|term| self.layout.possible(term)).collect();
            let both = absorb(both, Some(self.work))?;
            if both.len() > MOST_TERMS {
                return None;
            }
            product = Rc::new(both);
        }
        Some(product)
    }

    /// Terms by which some part holds.
    pub fn sum(&self, parts: &[Terms]) -> Option<Terms> {
        let [_, never] = &self.constants;
        let mut given = parts.iter().filter(|part| !part.is_empty());
        Some(match (given.next(), given.next()) {
            (None, _) => Rc::clone(never),
            (Some(only), None) => Rc::clone(only),
            _ => {
                let all = parts.iter().flat_map(|part| part.iter()).cloned().collect();
                Rc::new(absorb(all, Some(self.work))?)
            }
        })
    }

    /// The prime terms of a union of terms.
    pub fn closed(&self, terms: &Terms) -> Option<Terms> {
        self.close(terms.to_vec()).map(|Implicants(terms)| Rc::new(terms))
    }

    /// The prime terms of two unions of terms together.
    pub fn prime(&mut self, left: &Terms, right: &Terms) -> Option<Implicants> {
        let key = (Rc::as_ptr(left).addr(), Rc::as_ptr(right).addr());
        if let Some((.., cover)) = self.primes.get(&key) {
            return Some(cover.clone());
        }
        let cover = self.close(left.iter().chain(right.iter()).cloned().collect())?;
        self.primes.insert(key, (Rc::clone(left), Rc::clone(right), cover.clone()));
        Some(cover)
    }

    /// Leaves the prime terms, by Tison's method: fact by fact, the consensus of every pair of terms on the
    /// fact is added until nothing new comes.
    pub fn close(&self, terms: Vec<Cells>) -> Option<Implicants> {
        let mut terms = absorb(terms, Some(self.work))?;
        let Some((first, others)) = terms.split_first() else { return Some(Implicants(terms)) };
        let mut differing = self.layout.nothing();
        for other in others {
            let words = first.0.iter().zip(&other.0).zip(differing.0.iter_mut());
            words.for_each(|((first, other), word)| *word |= first ^ other);
        }
        for slot in self.layout.slots.iter().filter(|slot| slot.mentioned(&differing)) {
            let mut mentioning = terms.iter().filter(|term| slot.mentioned(term));
            let first = mentioning.next();
            if mentioning.all(|term| first.is_none_or(|first| slot.alike(first, term))) {
                continue;
            }
            let before = terms.len();
            // Terms that a later one makes superfluous: what they would give, that one gives.
            let mut superfluous = vec![false; before];
            let mut position = 1;
            while position < terms.len() {
                self.work.spend_on(position, slot.of(&slot.all).len())?;
                for other in 0..position {
                    if superfluous.get(position) == Some(&true) {
                        break;
                    }
                    if superfluous.get(other) == Some(&true) {
                        continue;
                    }
                    let pair = terms.get(position).zip(terms.get(other));
                    let term = pair.and_then(|(left, right)| consensus(left, right, slot));
                    let Some(term) = term.filter(|term| self.layout.possible(term)) else {
                        continue;
                    };
                    self.work.spend(terms.len() + self.layout.words)?;
                    if terms.iter().any(|known| known.within(&term)) {
                        continue;
                    }
                    for (known, superfluous) in terms.iter().zip(&mut superfluous) {
                        *superfluous |= term.within(known);
                    }
                    terms.push(term);
                    superfluous.push(false);
                }
                position += 1;
                if terms.len() > 2 * MOST_TERMS {
                    terms = absorb(terms, Some(self.work))?;
                    superfluous = vec![false; terms.len()];
                    position = 1;
                    if terms.len() > MOST_TERMS {
                        return None;
                    }
                }
            }
            if terms.len() > before {
                terms = absorb(terms, Some(self.work))?;
            }
        }
        (terms.len() <= MOST_TERMS).then_some(Implicants(terms))
    }
}

/// The term that holds whichever of two terms the value of one fact picks.
pub fn consensus(left: &Cells, right: &Cells, slot: &Slot) -> Option<Cells> {
    let (mut only_left, mut only_right) = (0, 0);
    let words = slot.of(left).iter().zip(slot.of(right)).zip(slot.of(&slot.all));
    for ((left, right), all) in words {
        only_left |= left & !right & all;
        only_right |= right & !left & all;
    }
    if only_left == 0 || only_right == 0 {
        return None;
    }
    let mut term = left.union(right);
    let rest = term.0.iter_mut().zip(&left.0).zip(&right.0).zip(&slot.all.0);
    for (((word, left), right), all) in rest {
        *word &= !all | left & right;
    }
    Some(term)
}

/// Drops every term that another one makes superfluous; none where that takes more steps than are left.
pub fn absorb(mut terms: Vec<Cells>, work: Option<&Work>) -> Option<Vec<Cells>> {
    if terms.len() < 2 {
        return Some(terms);
    }
    terms.sort_unstable();
    let mut kept: Vec<Cells> = Vec::with_capacity(terms.len());
    // In this order no term comes before one that is within it.
    for term in terms {
        if let Some(work) = work {
            work.spend(1 + kept.len())?;
        }
        if !kept.iter().any(|other| other.within(&term)) {
            kept.push(term);
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reference for `Expansions::close`: every pair of terms on every fact until nothing new comes.
    fn primes_by_pairs(condition: &Condition, layout: &Layout) -> Vec<Cells> {
        let mut terms = terms_by_force(condition, true, layout);
        loop {
            let before = terms.clone();
            for left in &before {
                for right in &before {
                    let slots = layout.slots.iter();
                    let found = slots.filter_map(|slot| consensus_by_cells(left, right, slot));
                    terms.extend(found.filter(|term| !impossible(term, layout)));
                }
            }
            let all = terms.clone();
            terms.retain(|term| !all.iter().any(|other| other != term && other.within(term)));
            terms.sort();
            terms.dedup();
            if terms == before {
                return terms;
            }
        }
    }

    fn impossible(term: &Cells, layout: &Layout) -> bool {
        layout.slots.iter().any(|slot| slot.cells().all(|cell| term.contains(cell)))
    }

    fn consensus_by_cells(left: &Cells, right: &Cells, slot: &Slot) -> Option<Cells> {
        let only = |one: &Cells, other: &Cells| {
            slot.cells().any(|cell| one.contains(cell) && !other.contains(cell))
        };
        if !only(left, right) || !only(right, left) {
            return None;
        }
        let mut term = left.union(right);
        for cell in slot.cells().filter(|cell| !left.contains(*cell) || !right.contains(*cell)) {
            term.0[cell / 64] &= !(1 << (cell % 64));
        }
        Some(term)
    }

    fn terms_by_force(condition: &Condition, positive: bool, layout: &Layout) -> Vec<Cells> {
        let (parts, all) = match condition {
            Condition::Test(fact, allowed) => {
                let slot = layout.slot(*fact).unwrap();
                let mut term = layout.nothing();
                for (cut, cell) in slot.cuts().filter(|(cut, _)| allowed.contains(*cut) != positive)
                {
                    assert_eq!(slot.cell(cut), cell);
                    term.insert(cell);
                }
                return if impossible(&term, layout) { Vec::new() } else { vec![term] };
            }
            Condition::Not(part) => return terms_by_force(part, !positive, layout),
            Condition::All(parts) => (parts, true),
            Condition::Any(parts) => (parts, false),
        };
        let parts = parts.iter().map(|part| terms_by_force(part, positive, layout));
        if all != positive {
            return parts.flatten().collect();
        }
        parts.fold(vec![layout.nothing()], |product, factor| {
            let both = product.iter().flat_map(|left| factor.iter().map(|right| left.union(right)));
            both.filter(|term| !impossible(term, layout)).collect()
        })
    }

    /// Facts of two to five values; two of them have more, of which few are told apart.
    const FACTS: [(Fact, i64); 6] = [
        (Fact::Nature, 2),
        (Fact::Meals, 3),
        (Fact::Band, 4),
        (Fact::Guards, 5),
        (Fact::Children, 5),
        (Fact::Carers, 5),
    ];

    fn any_condition() -> impl Strategy<Value = Condition> {
        let test = (0..FACTS.len(), any::<u8>()).prop_map(|(fact, codes)| {
            let (fact, width) = FACTS[fact];
            let chosen = (0..width).filter(|code| codes >> code & 1 == 1);
            Condition::Test(fact, Ranges::of(chosen.map(|code| (code, code)).collect()))
        });
        test.prop_recursive(4, 16, 4, |part| {
            let parts = || proptest::collection::vec(part.clone(), 0..4);
            prop_oneof![
                parts().prop_map(Condition::all),
                parts().prop_map(Condition::any),
                part.prop_map(Condition::negated),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn the_terms_are_all_prime_terms(condition in any_condition()) {
            let layout = Layout::new([&condition]);
            let cover = Implicants::of(&condition, &layout).unwrap();
            prop_assert_eq!(cover.terms(), primes_by_pairs(&condition, &layout));
        }

        #[test]
        fn terms_of_shared_parts_are_those_of_each(
            parts in proptest::collection::vec(any_condition(), 2..5),
        ) {
            let all = Condition::all(parts.clone());
            let wholes = [all.clone(), all.clone().negated(), Condition::any([all, parts[0].clone()])];
            let layout = Layout::new(&wholes);
            let work = Work::new(STEPS_OF_ONE);
            let mut expansions = Expansions::new(&layout, &work);
            let nothing = expansions.of(&Condition::never(), true).unwrap();
            for condition in wholes.iter().chain(&parts) {
                let terms = expansions.of(condition, true).unwrap();
                prop_assert_eq!(expansions.prime(&terms, &nothing), Implicants::of(condition, &layout));
            }
        }

        #[test]
        fn a_term_is_possible_that_leaves_every_fact_a_value(
            widths in proptest::collection::vec(1..40_i64, 1..12),
            chosen in proptest::collection::vec(any::<bool>(), 480),
            filled in proptest::collection::vec(any::<bool>(), 12),
        ) {
            let ranges = |width: &i64| (0..*width).map(Ranges::only);
            let facts = Fact::ALL.iter().filter(|fact| matches!(fact.kind(), crate::facts::Kind::Int { min: 0, max: 100.. }));
            let of_fact = widths.iter().zip(facts).map(|(width, fact)| {
                Condition::all(ranges(width).map(|allowed| Condition::Test(*fact, allowed)))
            });
            let conditions: Vec<Condition> = of_fact.collect();
            let layout = Layout::new(&conditions);
            let mut term = layout.nothing();
            for (slot, filled) in layout.slots.iter().zip(filled) {
                let chosen = |cell: &usize| filled || chosen.get(*cell) == Some(&true);
                slot.cells().filter(chosen).for_each(|cell| term.insert(cell));
            }
            prop_assert_eq!(layout.possible(&term), !impossible(&term, &layout));
        }
    }
}

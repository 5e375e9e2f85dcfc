//! Exact three-valued conditions.
//!
//! The values of each fact are cut into cells that no test of the book tells apart. What is known of an
//! institution is the set of cells that are excluded; a term is a set of cells that must be excluded. A
//! cover that holds every prime term of a condition decides it exactly: the condition holds for every
//! way the unknown facts could turn out if and only if some prime term is met.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::bitset;
use crate::facts::{Fact, Ranges};
use crate::logic::condition::{ByAddress, Condition, Parts};

/// The most prime terms that one condition may have.
const MOST_TERMS: usize = 4096;

/// A set of cells.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cells(SmallVec<[u64; 4]>);

impl Cells {
    pub fn insert(&mut self, cell: usize) {
        bitset::set(&mut self.0, cell);
    }

    pub fn remove(&mut self, cell: usize) {
        bitset::put(&mut self.0, cell, false);
    }

    pub fn contains(&self, cell: usize) -> bool {
        bitset::has(&self.0, cell)
    }

    /// As `clone`, word by word rather than element by element.
    fn copied(&self) -> Self {
        Self(SmallVec::from_slice(&self.0))
    }

    pub fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0.iter()).all(|(left, right)| left & !right == 0)
    }

    /// As `within`, some cells left out of account.
    pub(super) fn within_but(&self, other: &Self, ignored: &Self) -> bool {
        let words = self.0.iter().zip(&other.0).zip(&ignored.0);
        words.into_iter().all(|((left, right), ignored)| left & !right & !ignored == 0)
    }

    pub fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(left, right)| *left &= !right);
        self
    }

    pub fn union(&self, other: &Self) -> Self {
        let mut either = self.copied();
        either.0.iter_mut().zip(&other.0).for_each(|(left, right)| *left |= right);
        either
    }
}

/// Jurisdictions where something holds, by their cells; everywhere where none are named.
#[derive(Clone, Debug)]
pub struct Somewhere(pub(crate) Option<Cells>);

impl Somewhere {
    /// Tells whether the excluded cells leave one of the places.
    pub fn is_possible(&self, excluded: &Cells) -> bool {
        self.0.as_ref().is_none_or(|cells| !cells.within(excluded))
    }
}

/// Where the cells of one fact stand.
#[derive(Clone, Debug)]
pub struct Slot {
    pub fact: Fact,
    /// First code of each interval, ascending, and the cell that it belongs to.
    cuts: Vec<(i64, usize)>,
    /// First cell and number of cells.
    first: usize,
    width: usize,
    /// Every cell of the fact; set once the layout is complete.
    all: Cells,
}

impl Slot {
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.width
    }

    /// First code of each interval, ascending, and the cell that it belongs to.
    pub fn cuts(&self) -> impl Iterator<Item = (i64, usize)> {
        self.cuts.iter().copied()
    }

    /// The words that its cells stand in.
    fn of<'a>(&self, cells: &'a Cells) -> &'a [u64] {
        let words = self.first / 64..(self.first + self.width).div_ceil(64);
        cells.0.get(words).unwrap_or_default()
    }

    fn mentioned(&self, term: &Cells) -> bool {
        self.of(term).iter().zip(self.of(&self.all)).any(|(word, all)| word & all != 0)
    }

    fn alike(&self, left: &Cells, right: &Cells) -> bool {
        let words = self.of(left).iter().zip(self.of(right)).zip(self.of(&self.all));
        words.into_iter().all(|((left, right), all)| (left ^ right) & all == 0)
    }

    /// Tells whether a term wants more of the fact than that the excluded cells are ruled out.
    pub fn wants(&self, term: &Cells, excluded: &Cells) -> bool {
        let words = self.of(term).iter().zip(self.of(excluded)).zip(self.of(&self.all));
        words.into_iter().any(|((term, excluded), all)| term & !excluded & all != 0)
    }

    /// Its cells.
    pub fn every(&self) -> &Cells {
        &self.all
    }

    /// Which of the intervals a code falls into.
    pub fn interval(&self, code: i64) -> usize {
        self.cuts.partition_point(|(cut, _)| *cut <= code).saturating_sub(1)
    }

    /// The cell of a code, by the interval that it falls into.
    pub fn cell(&self, code: i64) -> usize {
        self.cuts.get(self.interval(code)).map_or(self.first, |(_, cell)| *cell)
    }

    /// One code of each cell.
    #[cfg(test)]
    pub fn representatives(&self) -> Vec<i64> {
        let mut seen: Vec<usize> = Vec::new();
        let mut codes = Vec::new();
        for (cut, cell) in &self.cuts {
            if !seen.contains(cell) {
                seen.push(*cell);
                codes.push(*cut);
            }
        }
        codes
    }

    /// First and last code of each interval, and the cell that it belongs to.
    fn intervals(&self) -> impl Iterator<Item = (i64, i64, usize)> {
        let (_, last) = self.fact.kind().bounds();
        let ends = self.cuts.iter().skip(1).map(|(cut, _)| cut - 1).chain([last]);
        self.cuts.iter().zip(ends).map(|((cut, cell), end)| (*cut, end, *cell))
    }

    /// The codes that the cells outside `excluded` stand for.
    pub fn codes(&self, excluded: &Cells) -> Ranges {
        let left = self.intervals().filter(|(.., cell)| !excluded.contains(*cell));
        Ranges::of(left.map(|(low, high, _)| (low, high)).collect())
    }
}

/// The cells of every fact that the book tests.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    slots: Vec<Slot>,
    words: usize,
    /// The first and the last cell of every fact.
    ends: (Cells, Cells),
}

impl Layout {
    /// Cuts the values of each fact where some test changes.
    pub fn new<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut tests: BTreeMap<Fact, BTreeSet<&[(i64, i64)]>> = BTreeMap::new();
        let mut seen = HashSet::default();
        for condition in conditions {
            condition.visit(&mut seen, &mut |fact, allowed| {
                tests.entry(fact).or_default().insert(allowed.bounds());
            });
        }
        let mut slots = Vec::new();
        let mut next = 0;
        for (fact, tests) in tests {
            let slot = cut(fact, &tests.into_iter().collect::<Vec<_>>(), next);
            next += slot.width;
            slots.push(slot);
        }
        let mut layout = Self { slots, words: next.div_ceil(64).max(1), ends: Default::default() };
        let (mut firsts, mut lasts) = (layout.nothing(), layout.nothing());
        let nothing = layout.nothing();
        for slot in &mut layout.slots {
            slot.all = nothing.clone();
            slot.cells().for_each(|cell| slot.all.insert(cell));
            firsts.insert(slot.first);
            lasts.insert(slot.first + slot.width - 1);
        }
        layout.ends = (firsts, lasts);
        layout
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub fn slot(&self, fact: Fact) -> Option<&Slot> {
        let position = self.slots.binary_search_by_key(&fact, |slot| slot.fact).ok()?;
        self.slots.get(position)
    }

    /// Every cell of a fact.
    pub fn every(&self, fact: Fact) -> Cells {
        self.slot(fact).map_or_else(|| self.nothing(), |slot| slot.all.clone())
    }

    pub fn nothing(&self) -> Cells {
        Cells(smallvec![0; self.words])
    }

    /// The cells that are ruled out when a fact is known to have one of the codes.
    pub fn exclude(&self, excluded: &mut Cells, fact: Fact, possible: &Ranges) {
        let Some(slot) = self.slot(fact) else { return };
        for cell in slot.cells() {
            let mut others = self.nothing();
            for other in slot.cells().filter(|other| *other != cell) {
                others.insert(other);
            }
            if !slot.codes(&others).meets(possible) {
                excluded.insert(cell);
            }
        }
    }

    /// As `exclude`, for a fact whose code is known.
    pub fn settle(&self, excluded: &mut Cells, fact: Fact, code: i64) {
        let Some(slot) = self.slot(fact) else { return };
        let known = slot.cell(code);
        for cell in slot.cells().filter(|cell| *cell != known) {
            excluded.insert(cell);
        }
    }

    /// Rules out the values of a fact that cannot be, by the first and the last code of each interval.
    pub fn narrow(&self, excluded: &mut Cells, fact: Fact, possible: impl Fn(i64, i64) -> bool) {
        let Some(slot) = self.slot(fact) else { return };
        let mut left = self.nothing();
        let remaining = slot.intervals().filter(|(low, high, _)| possible(*low, *high));
        remaining.for_each(|(.., cell)| left.insert(cell));
        for cell in slot.cells().filter(|cell| !left.contains(*cell)) {
            excluded.insert(cell);
        }
    }

    /// Whether what is excluded leaves each fact of a term a value that the term wants.
    pub fn attainable(&self, term: &Cells, excluded: &Cells) -> bool {
        let words = term.0.iter().zip(&excluded.0).map(|(term, excluded)| term | excluded);
        // A fact without a value left may be one of which the term says nothing.
        self.leaves_values(words)
            || self.slots.iter().filter(|slot| slot.mentioned(term)).all(|slot| {
                let words = slot.of(term).iter().zip(slot.of(excluded)).zip(slot.of(&slot.all));
                words.into_iter().any(|((term, excluded), all)| !(term | excluded) & all != 0)
            })
    }

    /// The facts that the cells leave no value for.
    pub(super) fn impossible_facts(&self, excluded: &Cells) -> Vec<Fact> {
        self.slots.iter().filter(|slot| slot.all.within(excluded)).map(|slot| slot.fact).collect()
    }

    /// Whether a term leaves a value for every fact.
    fn possible(&self, term: &Cells) -> bool {
        self.leaves_values(term.0.iter().copied())
    }

    fn leaves_values(&self, words: impl Iterator<Item = u64>) -> bool {
        // Adding one at the first cell of a fact carries beyond its last cell where every cell is set.
        let (firsts, lasts) = &self.ends;
        let mut carry = false;
        words.zip(&firsts.0).zip(&lasts.0).all(|((word, first), last)| {
            let (sum, over) = word.overflowing_add(*first);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            carry = over || over_again;
            let carried = (word & first) | ((word | first) & !sum);
            carried & last == 0
        })
    }

    /// Whether a term says anything about a fact.
    pub fn mentions(&self, term: &Cells, slot: &Slot) -> bool {
        slot.mentioned(term)
    }
}

fn cut(fact: Fact, tests: &[&[(i64, i64)]], first: usize) -> Slot {
    let domain = fact.kind().domain();
    let (low, high) = domain.bounds().first().copied().unwrap_or((0, 0));
    // Where each test begins or ends to allow the codes; ranges of one test never touch.
    let mut turns: Vec<(i64, usize)> = Vec::new();
    for (test, bounds) in tests.iter().enumerate() {
        for (start, end) in bounds.iter().filter(|(_, end)| *end >= low) {
            turns.extend([((*start).max(low), test), (end.saturating_add(1), test)]);
        }
    }
    turns.sort_unstable();
    let mut allowing = vec![0_u64; tests.len().div_ceil(64)];
    let mut known: HashMap<Vec<u64>, usize> = HashMap::new();
    let mut cuts = Vec::new();
    let mut turns = turns.into_iter().peekable();
    let mut next = Some(low);
    while let Some(cut) = next {
        while let Some((_, test)) = turns.next_if(|(at, _)| *at <= cut) {
            if let Some(word) = allowing.get_mut(test / 64) {
                *word ^= 1 << (test % 64);
            }
        }
        let fresh = known.len();
        let cell = match known.get(&allowing) {
            Some(cell) => *cell,
            None => *known.entry(allowing.clone()).or_insert(fresh),
        };
        cuts.push((cut, first + cell));
        next = turns.peek().map(|(at, _)| *at).filter(|at| *at <= high);
    }
    Slot { fact, cuts, first, width: known.len(), all: Cells::default() }
}

/// A union of terms.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Implicants(Vec<Cells>);

impl Implicants {
    /// Every prime term of a condition; none when it has too many.
    pub fn of(condition: &Condition, layout: &Layout) -> Option<Self> {
        let mut expansions = Expansions::new(layout);
        let terms = expansions.of(condition, true)?;
        expansions.close(terms.to_vec())
    }

    /// Some terms, without those that others make superfluous.
    pub fn of_terms(terms: Vec<Cells>) -> Self {
        Self(absorb(terms))
    }

    pub fn terms(&self) -> &[Cells] {
        &self.0
    }

    /// Whether the condition holds however the facts that are not excluded turn out.
    pub fn holds(&self, excluded: &Cells) -> bool {
        self.0.iter().any(|term| term.within(excluded))
    }

    /// The most general terms that remain once the excluded cells are gone.
    pub(super) fn restricted(&self, excluded: &Cells, layout: &Layout) -> Self {
        let open = self
            .0
            .iter()
            .filter(|term| layout.attainable(term, excluded))
            .map(|term| term.copied().without(excluded))
            .collect();
        Self(absorb(open))
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
    layout: &'a Layout,
    /// By the address of the parts, with whether all of them are wanted and whether they are wanted to hold.
    /// The parts are kept, so that no others come to stand there.
    known: HashMap<usize, (Parts, Terms), ByAddress>,
    /// The terms of what always holds, and of what never does.
    constants: [Terms; 2],
    /// The prime terms of two of the above together, by the addresses of both.
    primes: HashMap<(usize, usize), (Terms, Terms, Implicants), ByAddress>,
}

impl<'a> Expansions<'a> {
    pub fn new(layout: &'a Layout) -> Self {
        let constants = [Rc::new(vec![layout.nothing()]), Rc::default()];
        Self { layout, known: HashMap::default(), constants, primes: HashMap::default() }
    }

    /// Terms, not all of them prime, of a condition or of its negation; none when there are too many.
    pub fn of(&mut self, condition: &Condition, positive: bool) -> Option<Terms> {
        let (parts, all) = match condition {
            Condition::Test(fact, allowed) => {
                return Some(Rc::new(self.test(*fact, allowed, positive)));
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
            false => self.sum(&factors),
        };
        self.known.insert(key, (parts.clone(), Rc::clone(&terms)));
        Some(terms)
    }

    fn test(&self, fact: Fact, allowed: &Ranges, positive: bool) -> Vec<Cells> {
        let mut term = self.layout.nothing();
        let Some(slot) = self.layout.slot(fact) else { return vec![term] };
        for (cut, cell) in &slot.cuts {
            if allowed.contains(*cut) != positive {
                term.insert(*cell);
            }
        }
        if self.layout.possible(&term) { vec![term] } else { Vec::new() }
    }

    /// Where every factor holds.
    pub fn product(&self, factors: &[Terms]) -> Option<Terms> {
        let [always, never] = &self.constants;
        if factors.iter().any(|factor| factor.is_empty()) {
            return Some(Rc::clone(never));
        }
        let mut factors = factors.iter().filter(|factor| *factor != always);
        let Some(first) = factors.next() else { return Some(Rc::clone(always)) };
        let mut product = Rc::clone(first);
        for factor in factors {
            let both = product.iter().flat_map(|left| factor.iter().map(|right| left.union(right)));
            let both = absorb(both.filter(|term| self.layout.possible(term)).collect());
            if both.len() > MOST_TERMS {
                return None;
            }
            product = Rc::new(both);
        }
        Some(product)
    }

    /// Where some part holds.
    pub fn sum(&self, parts: &[Terms]) -> Terms {
        let [_, never] = &self.constants;
        let mut given = parts.iter().filter(|part| !part.is_empty());
        match (given.next(), given.next()) {
            (None, _) => Rc::clone(never),
            (Some(only), None) => Rc::clone(only),
            _ => Rc::new(absorb(parts.iter().flat_map(|part| part.iter()).cloned().collect())),
        }
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
    fn close(&self, terms: Vec<Cells>) -> Option<Implicants> {
        let mut terms = absorb(terms);
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
                    terms = absorb(terms);
                    superfluous = vec![false; terms.len()];
                    position = 1;
                    if terms.len() > MOST_TERMS {
                        return None;
                    }
                }
            }
            if terms.len() > before {
                terms = absorb(terms);
            }
        }
        (terms.len() <= MOST_TERMS).then_some(Implicants(terms))
    }
}

/// The term that holds whichever of two terms the value of one fact picks.
fn consensus(left: &Cells, right: &Cells, slot: &Slot) -> Option<Cells> {
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

/// Drops every term that another one makes superfluous.
fn absorb(mut terms: Vec<Cells>) -> Vec<Cells> {
    if terms.len() < 2 {
        return terms;
    }
    terms.sort_unstable();
    let mut kept: Vec<Cells> = Vec::with_capacity(terms.len());
    // In this order no term comes before one that is within it.
    for term in terms {
        if !kept.iter().any(|other| other.within(&term)) {
            kept.push(term);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What `Expansions::close` is compared with: every pair of terms on every fact until nothing new comes.
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
            let mut expansions = Expansions::new(&layout);
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

//! The classes of values that no rule tells apart, fact by fact.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::bitset;
use crate::facts::{Fact, Ranges};
use crate::logic::condition::Condition;
use crate::logic::implicants::Cells;
use crate::logic::implicants::Work;

/// Cells of one fact.
#[derive(Clone, Debug)]
pub struct Slot {
    pub fact: Fact,
    /// First code of each interval, ascending, and the cell that it belongs to.
    pub cuts: Vec<(i64, usize)>,
    /// First cell and number of cells.
    pub first: usize,
    pub width: usize,
    /// Every cell of the fact; set once the layout is complete.
    pub all: Cells,
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
    pub fn of<'a>(&self, cells: &'a Cells) -> &'a [u64] {
        let words = self.first / 64..(self.first + self.width).div_ceil(64);
        cells.0.get(words).unwrap_or_default()
    }

    pub fn mentioned(&self, term: &Cells) -> bool {
        self.of(term).iter().zip(self.of(&self.all)).any(|(word, all)| word & all != 0)
    }

    pub fn alike(&self, left: &Cells, right: &Cells) -> bool {
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

    /// Position of the interval that a code falls into.
    pub fn interval(&self, code: i64) -> usize {
        self.cuts.partition_point(|(cut, _)| *cut <= code).saturating_sub(1)
    }

    /// Rules out every cell but that of a code.
    pub fn settle(&self, excluded: &mut Cells, code: i64) {
        let known = self.cell(code);
        let was_excluded = excluded.contains(known);
        let words = self.first / 64..(self.first + self.width).div_ceil(64);
        let every = self.all.0.get(words.clone()).unwrap_or_default();
        if let Some(words) = excluded.0.get_mut(words) {
            bitset::or(words, every);
        }
        if !was_excluded {
            excluded.remove(known);
        }
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
    pub fn intervals(&self) -> impl Iterator<Item = (i64, i64, usize)> {
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
    pub slots: Vec<Slot>,
    pub words: usize,
    /// The first and the last cell of every fact.
    pub ends: (Cells, Cells),
}

impl Layout {
    /// As `within`, with as many steps as it takes.
    #[cfg(test)]
    pub fn new<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        Self::within(conditions, &Work::new(u64::MAX)).unwrap_or_default()
    }

    /// Cuts the values of each fact where some test changes; none where that takes more steps than are left.
    pub fn within<'a>(
        conditions: impl IntoIterator<Item = &'a Condition>,
        work: &Work,
    ) -> Option<Self> {
        let mut visited = 0;
        let mut tests: BTreeMap<Fact, BTreeSet<&[(i64, i64)]>> = BTreeMap::new();
        let mut seen = HashSet::default();
        for condition in conditions {
            condition.visit(&mut seen, &mut |fact, allowed| {
                tests.entry(fact).or_default().insert(allowed.bounds());
                visited += 1 + allowed.bounds().len();
            });
        }
        work.spend(visited)?;
        let mut slots = Vec::new();
        let mut next = 0;
        for (fact, tests) in tests {
            let slot = cut(fact, &tests.into_iter().collect::<Vec<_>>(), next, work)?;
            next += slot.width;
            slots.push(slot);
        }
        let mut layout = Self { slots, words: next.div_ceil(64).max(1), ends: Default::default() };
        let (mut firsts, mut lasts) = (layout.nothing(), layout.nothing());
        let nothing = layout.nothing();
        work.spend_on(layout.slots.len(), layout.words)?;
        for slot in &mut layout.slots {
            slot.all = nothing.clone();
            slot.cells().for_each(|cell| slot.all.insert(cell));
            firsts.insert(slot.first);
            lasts.insert(slot.first + slot.width - 1);
        }
        layout.ends = (firsts, lasts);
        Some(layout)
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
        Cells::none(self.words)
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

    /// Tells whether what is excluded leaves each fact of a term a value that the term wants.
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
    pub fn impossible_facts(&self, excluded: &Cells) -> Vec<Fact> {
        if self.possible(excluded) {
            return Vec::new();
        }
        self.slots.iter().filter(|slot| slot.all.within(excluded)).map(|slot| slot.fact).collect()
    }

    /// Tells whether a term leaves a value for every fact.
    pub fn possible(&self, term: &Cells) -> bool {
        self.leaves_values(term.0.iter().copied())
    }

    pub fn leaves_values(&self, words: impl Iterator<Item = u64>) -> bool {
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

    /// Tells whether a term says anything about a fact.
    pub fn mentions(&self, term: &Cells, slot: &Slot) -> bool {
        slot.mentioned(term)
    }
}

pub fn cut(fact: Fact, tests: &[&[(i64, i64)]], first: usize, work: &Work) -> Option<Slot> {
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
    work.spend_on(turns.len(), 1 + allowing.len())?;
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
    Some(Slot { fact, cuts, first, width: known.len(), all: Cells::default() })
}

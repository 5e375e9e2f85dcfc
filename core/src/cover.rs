//! Exact three-valued conditions.
//!
//! The values of each fact are cut into cells that no test of the book tells apart. What is known of an
//! institution is the set of cells that are excluded; a term is a set of cells that must be excluded. A
//! cover that holds every prime term of a condition decides it exactly: the condition holds for every
//! way the unknown facts could turn out if and only if some prime term is met.

use crate::condition::Condition;
use crate::institution::Fact;
use crate::range::Ranges;

/// The most prime terms that one condition may have.
const MOST_TERMS: usize = 4096;

/// A set of cells.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Cells(Box<[u64]>);

impl Cells {
    pub(crate) fn insert(&mut self, cell: usize) {
        if let Some(word) = self.0.get_mut(cell / 64) {
            *word |= 1 << (cell % 64);
        }
    }

    pub(crate) fn contains(&self, cell: usize) -> bool {
        self.0.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1)
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(left, right)| left & right != 0)
    }

    pub(crate) fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(left, right)| left & !right == 0)
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(left, right)| left & right).collect())
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(left, right)| left | right).collect())
    }
}

/// Where the cells of one fact stand.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) fact: Fact,
    /// First code of each interval, ascending, and the cell that it belongs to.
    cuts: Vec<(i64, usize)>,
    /// First cell and number of cells.
    first: usize,
    width: usize,
    /// Every cell of the fact; set once the layout is complete.
    all: Cells,
}

impl Slot {
    pub(crate) fn cells(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.width
    }

    /// First code of each interval, ascending, and the cell that it belongs to.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = (i64, usize)> {
        self.cuts.iter().copied()
    }

    /// The cell of a code, by the interval that it falls into.
    pub(crate) fn cell(&self, code: i64) -> usize {
        let after = self.cuts.partition_point(|(cut, _)| *cut <= code);
        self.cuts.get(after.saturating_sub(1)).map_or(self.first, |(_, cell)| *cell)
    }

    /// One code of each cell.
    #[cfg(test)]
    pub(crate) fn representatives(&self) -> Vec<i64> {
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

    /// The codes that the cells outside `excluded` stand for.
    pub(crate) fn codes(&self, excluded: &Cells) -> Ranges {
        let (_, last) = self.fact.kind().domain().bounds().first().copied().unwrap_or((0, 0));
        let ends = self.cuts.iter().skip(1).map(|(cut, _)| cut - 1).chain([last]);
        Ranges::of(
            self.cuts
                .iter()
                .zip(ends)
                .filter(|((_, cell), _)| !excluded.contains(*cell))
                .map(|((cut, _), end)| (*cut, end))
                .collect(),
        )
    }
}

/// The cells of every fact that the book tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    slots: Vec<Slot>,
    words: usize,
}

impl Layout {
    /// Cuts the values of each fact where some test changes.
    pub(crate) fn new<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut tests: Vec<(Fact, Ranges)> = Vec::new();
        for condition in conditions {
            condition.visit(&mut |fact, allowed| {
                if !tests.iter().any(|(other, ranges)| *other == fact && ranges == allowed) {
                    tests.push((fact, allowed.clone()));
                }
            });
        }
        let mut slots = Vec::new();
        let mut next = 0;
        for fact in Fact::ALL {
            let of_fact: Vec<&Ranges> =
                tests.iter().filter(|(other, _)| other == fact).map(|(_, ranges)| ranges).collect();
            if of_fact.is_empty() {
                continue;
            }
            let slot = cut(*fact, &of_fact, next);
            next += slot.width;
            slots.push(slot);
        }
        let mut layout = Self { slots, words: next.div_ceil(64).max(1) };
        let nothing = layout.nothing();
        for slot in &mut layout.slots {
            slot.all = nothing.clone();
            slot.cells().for_each(|cell| slot.all.insert(cell));
        }
        layout
    }

    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub(crate) fn slot(&self, fact: Fact) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.fact == fact)
    }

    pub(crate) fn nothing(&self) -> Cells {
        Cells(vec![0; self.words].into())
    }

    /// The cells that are ruled out when a fact is known to have one of the codes.
    pub(crate) fn exclude(&self, excluded: &mut Cells, fact: Fact, possible: &Ranges) {
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
    pub(crate) fn settle(&self, excluded: &mut Cells, fact: Fact, code: i64) {
        let Some(slot) = self.slot(fact) else { return };
        let known = slot.cell(code);
        for cell in slot.cells().filter(|cell| *cell != known) {
            excluded.insert(cell);
        }
    }

    /// Whether what is excluded leaves each fact of a term a value that the term wants.
    pub(crate) fn attainable(&self, term: &Cells, excluded: &Cells) -> bool {
        self.slots
            .iter()
            .filter(|slot| self.mentions(term, slot))
            .all(|slot| slot.cells().any(|cell| !term.contains(cell) && !excluded.contains(cell)))
    }

    /// The facts that the cells leave no value for.
    pub(crate) fn impossible_facts(&self, excluded: &Cells) -> Vec<Fact> {
        self.slots.iter().filter(|slot| slot.all.within(excluded)).map(|slot| slot.fact).collect()
    }

    /// Whether a term says anything about a fact.
    pub(crate) fn mentions(&self, term: &Cells, slot: &Slot) -> bool {
        slot.all.meets(term)
    }
}

fn cut(fact: Fact, tests: &[&Ranges], first: usize) -> Slot {
    let domain = fact.kind().domain();
    let (low, high) = domain.bounds().first().copied().unwrap_or((0, 0));
    let mut cuts = vec![low];
    for (start, end) in tests.iter().flat_map(|ranges| ranges.bounds()) {
        cuts.extend(
            [*start, end.saturating_add(1)].into_iter().filter(|cut| (low..=high).contains(cut)),
        );
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut signatures: Vec<Vec<bool>> = Vec::new();
    let cuts = cuts
        .into_iter()
        .map(|cut| {
            let signature: Vec<bool> = tests.iter().map(|test| test.contains(cut)).collect();
            let cell =
                signatures.iter().position(|known| *known == signature).unwrap_or_else(|| {
                    signatures.push(signature);
                    signatures.len() - 1
                });
            (cut, first + cell)
        })
        .collect();
    Slot { fact, cuts, first, width: signatures.len(), all: Cells(Box::default()) }
}

/// A union of terms.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Cover(Vec<Cells>);

impl Cover {
    /// Every prime term of a condition; none when it has too many.
    pub(crate) fn of(condition: &Condition, layout: &Layout) -> Option<Self> {
        let facts = condition.facts();
        let tested: Vec<&Slot> =
            layout.slots.iter().filter(|slot| facts.contains(&slot.fact)).collect();
        Self::expand(condition, true, layout, &tested)?.close(&tested)
    }

    pub(crate) fn terms(&self) -> &[Cells] {
        &self.0
    }

    /// Whether the condition holds however the facts that are not excluded turn out.
    pub(crate) fn holds(&self, excluded: &Cells) -> bool {
        self.0.iter().any(|term| term.within(excluded))
    }

    /// The most general terms that remain once the excluded cells are gone.
    pub(crate) fn restricted(&self, excluded: &Cells, layout: &Layout) -> Self {
        let open = self
            .0
            .iter()
            .filter(|term| layout.attainable(term, excluded))
            .map(|term| {
                let mut rest = layout.nothing();
                for slot in layout.slots() {
                    let needed = |cell: &usize| term.contains(*cell) && !excluded.contains(*cell);
                    slot.cells().filter(needed).for_each(|cell| rest.insert(cell));
                }
                rest
            })
            .collect();
        Self(absorb(open))
    }

    fn expand(
        condition: &Condition,
        positive: bool,
        layout: &Layout,
        tested: &[&Slot],
    ) -> Option<Self> {
        match (condition, positive) {
            (Condition::Test(fact, allowed), _) => {
                let mut term = layout.nothing();
                for slot in tested.iter().filter(|slot| slot.fact == *fact) {
                    for (cut, cell) in &slot.cuts {
                        if allowed.contains(*cut) != positive {
                            term.insert(*cell);
                        }
                    }
                }
                Some(Self(if impossible(&term, tested) { Vec::new() } else { vec![term] }))
            }
            (Condition::Not(part), _) => Self::expand(part, !positive, layout, tested),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                let mut product = vec![layout.nothing()];
                for part in parts {
                    let Self(factor) = Self::expand(part, positive, layout, tested)?;
                    let both = product
                        .iter()
                        .flat_map(|left| factor.iter().map(|right| left.union(right)));
                    product = absorb(both.filter(|term| !impossible(term, tested)).collect());
                    if product.len() > MOST_TERMS {
                        return None;
                    }
                }
                Some(Self(product))
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) => {
                let mut sum = Vec::new();
                for part in parts {
                    sum.extend(Self::expand(part, positive, layout, tested)?.0);
                }
                Some(Self(absorb(sum)))
            }
        }
    }

    /// Adds the consensus of every pair of terms until nothing new comes: the prime terms remain.
    fn close(self, tested: &[&Slot]) -> Option<Self> {
        let Self(mut terms) = self;
        loop {
            let mut fresh: Vec<Cells> = Vec::new();
            for (position, left) in terms.iter().enumerate() {
                for right in terms.iter().take(position) {
                    for slot in tested {
                        if let Some(term) = consensus(left, right, slot, tested) {
                            let known = |other: &Cells| other.within(&term);
                            if !terms.iter().any(known) && !fresh.iter().any(known) {
                                fresh.push(term);
                            }
                        }
                    }
                }
            }
            if fresh.is_empty() {
                terms.sort_unstable();
                return Some(Self(terms));
            }
            terms.extend(fresh);
            terms = absorb(terms);
            if terms.len() > MOST_TERMS {
                return None;
            }
        }
    }
}

/// The term that holds whichever of two terms the value of one fact picks.
fn consensus(left: &Cells, right: &Cells, slot: &Slot, tested: &[&Slot]) -> Option<Cells> {
    let (mut only_left, mut only_right) = (false, false);
    let words = left.0.iter().zip(&right.0).zip(&slot.all.0);
    let words = words.map(|((left, right), all)| {
        only_left |= left & !right & all != 0;
        only_right |= right & !left & all != 0;
        (left | right) & !all | left & right & all
    });
    let term = Cells(words.collect());
    (only_left && only_right && !impossible(&term, tested)).then_some(term)
}

/// Whether a term leaves no value for some fact.
fn impossible(term: &Cells, tested: &[&Slot]) -> bool {
    tested.iter().any(|slot| slot.all.within(term))
}

/// Drops every term that another one makes superfluous.
fn absorb(mut terms: Vec<Cells>) -> Vec<Cells> {
    terms.sort_unstable();
    terms.dedup();
    let superfluous: Vec<bool> = terms
        .iter()
        .map(|term| terms.iter().any(|other| other != term && other.within(term)))
        .collect();
    let mut superfluous = superfluous.into_iter();
    terms.retain(|_| !superfluous.next().unwrap_or(false));
    terms
}

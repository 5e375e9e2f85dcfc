//! 所见: what was looked at of the facts while an answer was made, so that it is told again wherever the same is seen.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::bitset;
use crate::facts::Fact;
use crate::logic::decision::{Decided, Decision, Left, joint};
use crate::logic::implicants::{Cells, Implicants, Layout, Somewhere};
use crate::logic::outcome::Outcome;
use crate::logic::partial_facts::PartialFacts;

/// Something looked at.
#[derive(Clone, Debug)]
pub enum Look {
    /// A decision: all on which its outcome, its reasons and its questions can turn.
    Decision(Decision),
    /// The same of the facts as they are stated, without what one fact implies for another.
    AsStated(Decision),
    /// The reasons why the text leaves a decision open.
    Doubts(Decision),
    /// Tells whether something holds in every place that is possible.
    Everywhere(Arc<[(Somewhere, Implicants)]>),
    /// The code of a fact.
    Code(Fact),
    /// Tells whether a fact is known.
    Known(Fact),
}

/// All that is seen by a look, in words.
pub type Seen = SmallVec<[u64; 8]>;

impl Look {
    /// Tells whether both look at the same.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Decision(one), Self::Decision(other))
            | (Self::AsStated(one), Self::AsStated(other))
            | (Self::Doubts(one), Self::Doubts(other)) => one.is(other),
            (Self::Everywhere(one), Self::Everywhere(other)) => Arc::ptr_eq(one, other),
            (Self::Code(one), Self::Code(other)) | (Self::Known(one), Self::Known(other)) => {
                one == other
            }
            _ => false,
        }
    }

    /// What it sees of some facts.
    pub fn see(&self, known: &PartialFacts<'_>, seen: &mut Seen) {
        match self {
            Self::Decision(decision) => decision.see(Left::of(known), known.layout(), seen),
            Self::AsStated(decision) => {
                let excluded = known.excluded_as_stated();
                let left = Left { excluded, contradicted: &[] };
                decision.see(left, known.layout(), seen);
            }
            Self::Doubts(decision) => {
                decision.see(Left::of(known), known.layout(), seen);
                decision.see_doubts(known, seen);
            }
            Self::Everywhere(covers) => seen.push(u64::from(everywhere(covers, known.excluded()))),
            Self::Code(fact) => seen.push(known.code(*fact).unwrap_or(i64::MIN).cast_unsigned()),
            Self::Known(fact) => seen.push(u64::from(known.has(*fact))),
        }
    }
}

/// Tells whether a cover holds in every place that is possible.
pub fn everywhere(covers: &[(Somewhere, Implicants)], excluded: &Cells) -> bool {
    let possible = covers.iter().filter(|(places, _)| places.is_possible(excluded));
    possible.into_iter().all(|(_, cover)| cover.holds(excluded))
}

/// A term of a decision, as it is looked at: word by word where the facts lie that it tests.
#[derive(Clone, Debug)]
pub struct Literals {
    tests: SmallVec<[Test; 4]>,
    /// Every cell of the facts that it tests.
    tested: Cells,
    /// The cells of a fact lie in more than one word.
    spread: bool,
}

/// Test of a fact in one word.
#[derive(Clone, Copy, Debug)]
struct Test {
    word: usize,
    /// The cells that have to be ruled out, and all cells of the fact.
    wanted: u64,
    every: u64,
}

impl Literals {
    fn new(term: &Cells, layout: &Layout) -> Self {
        let (mut tests, mut spread) = (SmallVec::new(), false);
        let mut tested = layout.nothing();
        for slot in layout.slots().iter().filter(|slot| layout.mentions(term, slot)) {
            tested = tested.union(slot.every());
            let words = slot.every().0.iter().zip(&term.0).enumerate();
            let words = words.filter(|(_, (every, _))| **every != 0);
            let before = tests.len();
            tests.extend(words.map(|(word, (every, term))| Test {
                word,
                wanted: term & every,
                every: *every,
            }));
            spread |= tests.len() > before + 1;
        }
        Self { tests, tested, spread }
    }

    #[inline]
    fn holds(&self, excluded: &[u64]) -> bool {
        let left = |test: &Test| excluded.get(test.word).map_or(0, |word| test.wanted & !word);
        self.tests.iter().all(|test| left(test) == 0)
    }

    /// Tells whether some value that is left of each fact would make it hold.
    #[inline]
    fn may_hold(&self, excluded: &[u64]) -> bool {
        let gone = |test: &Test| excluded.get(test.word).map_or(0, |word| test.wanted | word);
        self.tests.iter().all(|test| gone(test) & test.every != test.every)
    }
}

impl Decision {
    /// Adds which terms hold; where facts are missing also which may still, and what is left of the facts that those test.
    fn see(&self, left: Left<'_>, layout: &Layout, seen: &mut Seen) {
        let mut bits = Bits::new(seen);
        let literals = self.literals.get_or_init(|| self.new_literals(layout));
        let excluded = left.excluded.0.as_slice();
        let mut all = literals.iter();
        let mut outcomes: SmallVec<[Outcome; 4]> = SmallVec::new();
        for variant in &self.variants {
            let possible = variant.places.is_possible(left.excluded);
            let contradicted = variant.decided.is_contradicted(&left);
            bits.push(possible);
            bits.push(contradicted);
            let holds = variant.decided.covers().map(|cover| {
                let mut any = false;
                for term in all.by_ref().take(cover.terms().len()) {
                    let holds = term.holds(excluded);
                    bits.push(holds);
                    any |= holds;
                }
                any
            });
            if possible {
                outcomes.push(Decided::decided(contradicted, holds.map(|holds| move || holds)));
            }
        }
        if joint(outcomes.into_iter()) != Outcome::OpenFacts {
            return;
        }
        let mut tested: SmallVec<[u64; 8]> = SmallVec::from_elem(0, layout.words);
        for (literals, term) in literals.iter().zip(self.terms()) {
            let may = match literals.spread {
                true => layout.attainable(term, left.excluded),
                false => literals.may_hold(excluded),
            };
            bits.push(may);
            if may {
                bitset::or(&mut tested, &literals.tested.0);
            }
        }
        seen.extend(tested.iter().zip(excluded).map(|(tested, excluded)| excluded & tested));
    }

    fn see_doubts(&self, known: &PartialFacts<'_>, seen: &mut Seen) {
        let mut bits = Bits::new(seen);
        for variant in &self.variants {
            let doubts = variant.decided.compiled_doubts(known.layout());
            for term in doubts.iter().flat_map(|(cover, _)| cover.terms()) {
                bits.push(term.within(known.excluded()));
                bits.push(known.layout().attainable(term, known.excluded()));
            }
        }
    }

    fn terms(&self) -> impl Iterator<Item = &Cells> {
        let covers = self.variants.iter().flat_map(|variant| variant.decided.covers());
        covers.flat_map(Implicants::terms)
    }

    fn new_literals(&self, layout: &Layout) -> Vec<Literals> {
        self.terms().map(|term| Literals::new(term, layout)).collect()
    }
}

/// Bits that are put into words, one after the other.
struct Bits<'a> {
    seen: &'a mut Seen,
    count: usize,
}

impl<'a> Bits<'a> {
    fn new(seen: &'a mut Seen) -> Self {
        Self { seen, count: 0 }
    }

    #[inline]
    fn push(&mut self, bit: bool) {
        if self.count % 64 == 0 {
            self.seen.push(0);
        }
        if let Some(word) = self.seen.last_mut() {
            *word |= u64::from(bit) << (self.count % 64);
        }
        self.count += 1;
    }
}

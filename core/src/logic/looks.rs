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
    /// The same as if one fact were not known.
    Without(Decision, Fact),
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
            (Self::Without(one, fact), Self::Without(other, of)) => fact == of && one.is(other),
            (Self::Everywhere(one), Self::Everywhere(other)) => Arc::ptr_eq(one, other),
            (Self::Code(one), Self::Code(other)) | (Self::Known(one), Self::Known(other)) => {
                one == other
            }
            _ => false,
        }
    }

    /// Views of some facts.
    pub fn see(&self, known: &PartialFacts<'_>, seen: &mut Seen) {
        match self {
            Self::Decision(decision) => decision.see(Left::of(known), known.layout(), seen),
            Self::AsStated(decision) => {
                let excluded = known.excluded_as_stated();
                let left = Left { excluded, conflicting: &[] };
                decision.see(left, known.layout(), seen);
            }
            Self::Without(decision, fact) => {
                let layout = known.layout();
                if let Some(slot) = layout.slot(*fact) {
                    decision.see(known.excluded_without(slot).left(), layout, seen);
                }
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

/// The terms of a decision, as they are looked at: test by test, in the order of the variants and their covers.
#[derive(Clone, Debug, Default)]
pub struct Literals {
    tests: Vec<Test>,
    terms: Vec<TermEnd>,
    /// For each term in words of the layout, every cell of the facts that it tests.
    tested: Vec<u64>,
}

/// Test of a fact in one word.
#[derive(Clone, Copy, Debug)]
struct Test {
    word: usize,
    /// The cells that have to be ruled out, and all cells of the fact.
    wanted: u64,
    every: u64,
}

/// End of the tests of a term.
#[derive(Clone, Copy, Debug)]
struct TermEnd {
    end: usize,
    /// The cells of one of its facts lie in more than one word.
    spread: bool,
}

impl Literals {
    fn add(&mut self, term: &Cells, layout: &Layout) {
        let mut tested = layout.nothing();
        let mut spread = false;
        for slot in layout.slots().iter().filter(|slot| layout.mentions(term, slot)) {
            tested = tested.union(slot.every());
            let words = slot.every().0.iter().zip(&term.0).enumerate();
            let words = words.filter(|(_, (every, _))| **every != 0);
            let before = self.tests.len();
            self.tests.extend(words.map(|(word, (every, term))| Test {
                word,
                wanted: term & every,
                every: *every,
            }));
            spread |= self.tests.len() > before + 1;
        }
        self.terms.push(TermEnd { end: self.tests.len(), spread });
        self.tested.extend_from_slice(&tested.0);
    }

    /// The tests of each term.
    fn terms(&self) -> impl Iterator<Item = (&[Test], bool)> {
        let mut from = 0;
        self.terms.iter().map(move |term| {
            let tests = self.tests.get(from..term.end).unwrap_or_default();
            from = term.end;
            (tests, term.spread)
        })
    }
}

#[inline]
fn holds(tests: &[Test], excluded: &[u64]) -> bool {
    let word = |test: &Test| excluded.get(test.word).copied().unwrap_or_default();
    tests.iter().all(|test| test.wanted & !word(test) == 0)
}

/// Tells whether some value that is left of each fact would make a term hold.
#[inline]
fn may_hold(tests: &[Test], excluded: &[u64]) -> bool {
    let word = |test: &Test| excluded.get(test.word).copied().unwrap_or_default();
    tests.iter().all(|test| (test.wanted | word(test)) & test.every != test.every)
}

impl Decision {
    /// Adds which terms hold; where facts are missing also which may still, and what is left of the facts that those test.
    fn see(&self, left: Left<'_>, layout: &Layout, seen: &mut Seen) {
        let literals = self.literals.get_or_init(|| self.new_literals(layout));
        let excluded = left.excluded.0.as_slice();
        let mut bits = Bits::new(seen);
        let mut terms = literals.terms();
        let mut outcomes: SmallVec<[Outcome; 4]> = SmallVec::new();
        for variant in &self.variants {
            let possible = variant.places.is_possible(left.excluded);
            let conflicting = variant.decided.is_conflicting(&left);
            bits.push(possible);
            bits.push(conflicting);
            let mut any_holds = |cover: &Implicants| {
                let mut any = false;
                for (tests, _) in terms.by_ref().take(cover.terms().len()) {
                    let holds = holds(tests, excluded);
                    bits.push(holds);
                    any |= holds;
                }
                any
            };
            let [met, unmet, silent] = variant.decided.covers();
            let (met, unmet) = (any_holds(met), any_holds(unmet));
            // Where it is decided nothing turns on where the text is silent.
            let silent = match conflicting || met || unmet {
                true => terms.by_ref().take(silent.terms().len()).any(|_| false),
                false => any_holds(silent),
            };
            if possible {
                let holds = [met, unmet, silent].map(|any| move || any);
                outcomes.push(Decided::decided(conflicting, holds));
            }
        }
        if joint(outcomes.into_iter()) != Outcome::OpenFacts {
            return bits.finish();
        }
        let mut tested: SmallVec<[u64; 8]> = SmallVec::from_elem(0, layout.words);
        let cells = literals.tested.chunks(layout.words);
        for (((tests, spread), cells), term) in literals.terms().zip(cells).zip(self.terms()) {
            let may = match spread {
                true => layout.attainable(term, left.excluded),
                false => may_hold(tests, excluded),
            };
            bits.push(may);
            if may {
                bitset::or(&mut tested, cells);
            }
        }
        bits.finish();
        seen.extend(tested.iter().zip(excluded).map(|(tested, excluded)| excluded & tested));
    }

    fn see_doubts(&self, known: &PartialFacts<'_>, seen: &mut Seen) {
        let mut bits = Bits::new(seen);
        for variant in &self.variants {
            let doubts = variant.decided.compiled_doubts(known.layout());
            for term in
                doubts.iter().filter_map(|(cover, _)| cover.as_ref()).flat_map(Implicants::terms)
            {
                bits.push(term.within(known.excluded()));
                bits.push(known.layout().attainable(term, known.excluded()));
            }
        }
        bits.finish();
    }

    fn terms(&self) -> impl Iterator<Item = &Cells> {
        let covers = self.variants.iter().flat_map(|variant| variant.decided.covers());
        covers.flat_map(Implicants::terms)
    }

    fn new_literals(&self, layout: &Layout) -> Literals {
        let mut literals = Literals::default();
        self.terms().for_each(|term| literals.add(term, layout));
        literals
    }
}

/// Bits that are put into words, one after the other.
struct Bits<'a> {
    seen: &'a mut Seen,
    word: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    fn new(seen: &'a mut Seen) -> Self {
        Self { seen, word: 0, count: 0 }
    }

    #[inline]
    fn push(&mut self, bit: bool) {
        self.word |= u64::from(bit) << self.count;
        self.count += 1;
        if self.count == u64::BITS {
            self.seen.push(self.word);
            (self.word, self.count) = (0, 0);
        }
    }

    fn finish(self) {
        self.seen.push(self.word);
    }
}

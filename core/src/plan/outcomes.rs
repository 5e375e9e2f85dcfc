//! 事实与结果: the facts of one institution ready for a plan, the outcome of each target, and the facts behind it.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::bitset::ones;
use crate::facts::Fact;
use crate::logic::Outcome;
use crate::plan::filing::{FIRST, Filed};
use crate::plan::of_filing::OfFiling;

/// 事实: the facts of one institution, ready for a plan.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(super) stamp: u64,
    pub(super) states: [u8; Fact::ALL.len()],
    /// Tells whether the credit code contradicts the legal form.
    pub(super) conflicting: bool,
    /// The codes that the filing states, where there are targets of one.
    pub(super) filed: Option<Arc<Filed>>,
}

/// 结果: the outcome of each target of a plan.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Met, unmet, silent, lapsed, and in conflict with the others, one bit a part.
    pub(super) words: SmallVec<[u64; 8]>,
    /// The terms that hold.
    pub(super) terms: SmallVec<[u64; 4]>,
    /// Number of words of one kind of outcome.
    pub(super) width: usize,
    /// The part that each target shows.
    pub(super) shown: Arc<[usize]>,
    pub(super) of_filing: OfFiling,
}

impl Outcomes {
    /// The outcome of a target, by its position in the plan.
    pub fn get(&self, target: usize) -> Option<Outcome> {
        self.shown.get(target).map(|part| self.of(*part))
    }

    /// The number of targets.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Tells whether there are none, before a plan has answered.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The outcomes in the order of the plan's targets.
    pub fn iter(&self) -> impl Iterator<Item = Outcome> {
        self.shown.iter().map(|part| self.of(*part))
    }

    /// Number of classes that requirements were asked of.
    pub fn classes(&self) -> usize {
        self.of_filing.classes.len()
    }

    /// The outcome of a target for one class of the filing; none where it is not asked of each class.
    pub fn of_class(&self, target: usize, class: usize) -> Option<Outcome> {
        let part = self.shown.get(target)?.checked_sub(FIRST)?;
        *self.of_filing.classes.get(class)?.get(part)?
    }

    #[inline]
    pub(crate) fn of(&self, part: usize) -> Outcome {
        if let Some(part) = part.checked_sub(FIRST) {
            return self.of_filing.of(part);
        }
        let [met, unmet, silent, lapsed, conflict] = self.bits(part);
        told(met | conflict, unmet | conflict, silent, lapsed)
    }

    /// The outcome of a part by its own terms, whatever others say.
    #[inline]
    pub(crate) fn alone(&self, part: usize) -> Outcome {
        let [met, unmet, silent, lapsed, _] = self.bits(part);
        told(met, unmet, silent, lapsed)
    }

    /// Sets what each target shows; false where that cannot be of these targets.
    pub(super) fn put(&mut self, words: &[Outcome]) -> bool {
        let of_program = || self.shown.iter().filter(|part| **part < FIRST);
        self.width = of_program().max().map_or(0, |last| last / 64 + 1);
        self.words = SmallVec::from_elem(0, 5 * self.width);
        for (part, outcome) in self.shown.iter().zip(words) {
            if let Some(part) = part.checked_sub(FIRST) {
                self.of_filing.put(part, *outcome);
                continue;
            }
            let kinds: &[usize] = match outcome {
                Outcome::Met => &[0],
                Outcome::Unmet => &[1],
                Outcome::OpenConflict => &[0, 1],
                Outcome::OpenUnsettled => &[2],
                Outcome::NotInForce => &[3],
                Outcome::OpenFacts => &[],
            };
            for kind in kinds {
                crate::bitset::set(&mut self.words, part + 64 * kind * self.width);
            }
        }
        self.iter().eq(words.iter().copied())
    }

    /// Sets what each target shows of one class more.
    pub(super) fn put_class(&mut self, told: &[Option<Outcome>]) {
        let parts = self.shown.iter().map(|part| part.checked_sub(FIRST));
        let of_filing = parts.zip(told).filter_map(|(part, told)| Some((part?, *told)));
        let mut class = vec![None; self.of_filing.whole.len()];
        for (part, told) in of_filing {
            if let Some(of_class) = class.get_mut(part) {
                *of_class = told;
            }
        }
        self.of_filing.classes.push(class);
    }

    /// Tells whether a part is met, is not met, is not settled, is without law, and is in conflict with others.
    #[inline]
    fn bits(&self, part: usize) -> [usize; 5] {
        let (words, first, bit) = (self.words.as_slice(), part / 64, part % 64);
        [0, 1, 2, 3, 4].map(|kind| {
            let word = words.get(first + kind * self.width).copied().unwrap_or_default();
            usize::from(word >> bit & 1 == 1)
        })
    }
}

#[inline]
pub(super) fn told(met: usize, unmet: usize, silent: usize, lapsed: usize) -> Outcome {
    let found = OUTCOMES.get(met | unmet << 1 | silent << 2 | lapsed << 3);
    found.copied().unwrap_or(Outcome::OpenFacts)
}

/// 理由: the facts behind an outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reasons<'a> {
    pub(super) bits: u64,
    pub(super) names: &'a [&'static str],
}

impl<'a> Reasons<'a> {
    /// One bit for each of [`Plan::reason_facts`](crate::Plan::reason_facts).
    pub fn bits(self) -> u64 {
        self.bits
    }

    /// The names of the facts.
    pub fn names(self) -> impl Iterator<Item = &'static str> + 'a {
        ones(self.bits).filter_map(move |bit| self.names.get(bit).copied())
    }
}

/// The outcome by four bits: met, unmet, silent, lapsed. A look-up, for what comes of a branch is hard to foresee.
pub const OUTCOMES: [Outcome; 16] = {
    use Outcome::{Met, NotInForce, OpenConflict, OpenFacts, OpenUnsettled, Unmet};
    [
        OpenFacts,
        Met,
        Unmet,
        OpenConflict,
        OpenUnsettled,
        Met,
        Unmet,
        OpenConflict,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
    ]
};

//! 备案的结果: outcomes of the targets of a filing, and the facts behind each, of the whole and of each class.

use crate::answers::Decided;
use crate::logic::Outcome;

/// Outcomes of the targets of a filing: of the whole, then of each class those that are asked of it.
#[derive(Clone, Debug, Default)]
pub struct OfFiling {
    pub whole: Vec<Outcome>,
    pub classes: Vec<Vec<Option<Outcome>>>,
}

impl OfFiling {
    /// The outcome of a target for the whole.
    pub fn of(&self, target: usize) -> Outcome {
        self.whole.get(target).copied().unwrap_or(Outcome::OpenFacts)
    }

    /// Sets the outcome of a target.
    pub fn put(&mut self, target: usize, outcome: Outcome) {
        if self.whole.len() <= target {
            self.whole.resize(target + 1, Outcome::NotInForce);
        }
        if let Some(whole) = self.whole.get_mut(target) {
            *whole = outcome;
        }
    }

    pub fn clear(&mut self, count: usize, classes: usize) {
        renew(&mut self.whole, count, Outcome::NotInForce);
        renew_classes(&mut self.classes, classes, count, None);
    }

    pub fn add(&mut self, target: usize, one: &Decided<'_, '_>) {
        let worst = |known: Outcome| Outcome::all_of([known, one.outcome]).unwrap_or(known);
        if let Some(whole) = self.whole.get_mut(target) {
            *whole = worst(*whole);
        }
        let class = one.class.and_then(|class| self.classes.get_mut(class)?.get_mut(target));
        if let Some(of_class) = class {
            *of_class = Some(of_class.map_or(one.outcome, worst));
        }
    }
}

/// Makes room for the next filing in what the last one needed.
fn renew<T: Clone>(targets: &mut Vec<T>, count: usize, value: T) {
    targets.clear();
    targets.resize(count, value);
}

/// As `renew`, for each class.
fn renew_classes<T: Clone>(all: &mut Vec<Vec<T>>, classes: usize, count: usize, value: T) {
    all.resize_with(classes, Vec::new);
    all.iter_mut().for_each(|class| renew(class, count, value.clone()));
}

/// Facts behind the outcomes of the targets of a filing, one bit each: of the whole, then of each class.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    pub whole: Vec<u64>,
    pub classes: Vec<Vec<u64>>,
}

impl Behind {
    pub fn clear(&mut self, count: usize, classes: usize) {
        renew(&mut self.whole, count, 0);
        renew_classes(&mut self.classes, classes, count, 0);
    }

    pub fn add(&mut self, target: usize, class: Option<usize>, facts: u64) {
        let of = match class {
            None => Some(&mut self.whole),
            Some(class) => self.classes.get_mut(class),
        };
        if let Some(bits) = of.and_then(|of| of.get_mut(target)) {
            *bits |= facts;
        }
    }
}

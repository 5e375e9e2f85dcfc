//! 步数: work that is left for compiling, counted in steps and not by a clock, so that the same files always come out alike.

use std::cell::Cell;

/// Steps that one compilation may take: a step compares or touches one word of one term.
#[derive(Debug)]
pub struct Work {
    given: u64,
    left: Cell<u64>,
}

impl Work {
    pub fn new(steps: u64) -> Self {
        Self { given: steps, left: Cell::new(steps) }
    }

    /// Takes steps; none where that many are not left, and from then on.
    pub fn spend(&self, steps: usize) -> Option<()> {
        let left = self.left.get().checked_sub(steps as u64);
        self.left.set(left.unwrap_or_default());
        left.map(|_| ())
    }

    /// Takes steps for each of some pairs.
    pub fn spend_on(&self, left: usize, right: usize) -> Option<()> {
        self.spend(left.saturating_mul(right))
    }

    pub fn spent(&self) -> u64 {
        self.given - self.left.get()
    }

    pub fn left(&self) -> u64 {
        self.left.get()
    }
}

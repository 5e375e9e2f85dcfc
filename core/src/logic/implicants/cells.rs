//! Sets of cells: the classes of values that no rule tells apart, one bit each.

use smallvec::{SmallVec, smallvec};

use crate::bitset;

/// A set of cells.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cells(pub SmallVec<[u64; 4]>);

impl Cells {
    /// No cell of a layout.
    pub fn none(words: usize) -> Self {
        Self(smallvec![0; words])
    }

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
    pub fn copied(&self) -> Self {
        Self(SmallVec::from_slice(&self.0))
    }

    pub fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0.iter()).all(|(left, right)| left & !right == 0)
    }

    /// As `within`, some cells left out of account.
    pub fn within_but(&self, other: &Self, ignored: &Self) -> bool {
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

/// Places where something holds, by their cells; everywhere where none are named.
#[derive(Clone, Debug)]
pub struct Somewhere(pub(crate) Option<Cells>);

impl Somewhere {
    /// Tells whether the excluded cells leave one of the places.
    pub fn is_possible(&self, excluded: &Cells) -> bool {
        self.0.as_ref().is_none_or(|cells| !cells.within(excluded))
    }
}

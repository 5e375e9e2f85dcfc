//! 再问: whole answers, found again when the same facts are stated again.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

use crate::logic::Stated;

/// The number of answers that are kept; each has one place, by its facts.
const MOST: usize = 64;

/// Answers by the facts that are stated: those of an institution or a filing, then those of each class.
#[derive(Debug)]
pub struct Again<V> {
    kept: RwLock<Vec<Option<Kept<V>>>>,
    /// Counts all that is kept with the book.
    count: Arc<AtomicUsize>,
}

/// The facts, and the answer.
type Kept<V> = (Box<[Stated]>, V);

impl<V: Clone> Again<V> {
    pub fn new(count: &Arc<AtomicUsize>) -> Self {
        Self { kept: RwLock::default(), count: Arc::clone(count) }
    }

    /// The answer that was kept for the same facts; `tell` makes it where there is none, and it takes the place of another.
    pub fn or_tell<'s, E>(
        &self,
        stated: impl Iterator<Item = &'s Stated> + Clone,
        tell: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        let at = place(stated.clone());
        {
            let all = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(Some((known, answer))) = all.get(at)
                && stated.clone().eq(known.iter())
            {
                return Ok(answer.clone());
            }
        }
        let answer = tell()?;
        let mut all = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        all.resize(MOST, None);
        if let Some(kept) = all.get_mut(at) {
            if kept.is_none() {
                self.count.fetch_add(1, Ordering::Relaxed);
            }
            *kept = Some((stated.copied().collect(), answer.clone()));
        }
        Ok(answer)
    }
}

fn place<'s>(stated: impl Iterator<Item = &'s Stated>) -> usize {
    let hash = stated.fold(0_u64, |hash, one| FxBuildHasher.hash_one((hash, one)));
    usize::try_from(hash >> 32).unwrap_or_default() % MOST
}

//! Answers about some things, kept by the facts that each of them rests on: told once, and found again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use crate::facts::{Fact, Kind};
use crate::logic::{FactSet, Key, Stated};

/// The most that is kept of things that rest on the same facts; then it goes, and is made anew when it is asked for.
const MOST: usize = 256;

/// By the codes of facts, what is told of each of the things that rest on them.
type ByCodes<V> = HashMap<Box<[i64]>, Arc<[V]>, FxBuildHasher>;

/// Answers about some things.
#[derive(Debug)]
pub struct Told<V> {
    groups: Vec<Group>,
    /// Of each thing, its group and which of the group it is.
    order: Vec<(usize, usize)>,
    /// Counts all that is kept with the book.
    count: Arc<AtomicUsize>,
    found: RwLock<Vec<ByCodes<V>>>,
}

/// Things that rest on the same facts, where they are stated.
#[derive(Debug)]
struct Group {
    facts: FactSet,
    listed: Vec<Fact>,
    /// Positions of what decides them in the law of the era.
    positions: Vec<usize>,
}

/// The facts of an answer that can be stated otherwise.
pub fn stated_of(facts: FactSet) -> FactSet {
    let fixed = [Fact::Day, Fact::Jurisdiction];
    let stated = |fact: &Fact| {
        (fact.record().is_some() || *fact == Fact::CreditCodeKind) && !fixed.contains(fact)
    };
    let facts = facts.facts().into_iter().filter(stated).map(FactSet::only);
    facts.fold(FactSet::default(), FactSet::union)
}

/// Tells whether a fact has few values, so that what rests on it, too, is found again as often.
fn has_few_values(fact: Fact) -> bool {
    matches!(fact.kind(), Kind::Bool | Kind::Choice(_) | Kind::Text) || fact == Fact::CreditCodeKind
}

impl<V: Clone> Told<V> {
    /// Things by the position of what decides them, each with the facts that it rests on.
    pub fn new(things: Vec<(usize, FactSet)>, count: &Arc<AtomicUsize>) -> Self {
        let things: Vec<(usize, FactSet)> =
            things.into_iter().map(|(position, facts)| (position, stated_of(facts))).collect();
        let mut sets: Vec<FactSet> = Vec::new();
        for (_, facts) in &things {
            if !sets.contains(facts) {
                sets.push(*facts);
            }
        }
        // One key is found sooner than two: what rests on fewer facts goes with what rests on a few more.
        let home = |facts: FactSet| {
            let holds = |other: &&FactSet| {
                facts.without(**other) == FactSet::default()
                    && other.without(facts).facts().into_iter().all(has_few_values)
            };
            sets.iter().filter(holds).max_by_key(|other| other.facts().len()).copied()
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut order = Vec::new();
        for (position, facts) in things {
            let facts = home(facts).unwrap_or(facts);
            let known = groups.iter().position(|group| group.facts == facts);
            let at = known.unwrap_or_else(|| {
                groups.push(Group { facts, listed: facts.facts(), positions: Vec::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                order.push((at, group.positions.len()));
                group.positions.push(position);
            }
        }
        let found = RwLock::new(groups.iter().map(|_| HashMap::default()).collect());
        Self { groups, order, count: Arc::clone(count), found }
    }

    /// Number of things.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Takes what is told of every thing in turn: `tell` makes what was not told before, from the position in the law.
    /// `of` tells apart of what it is asked, where that is told too.
    pub fn each(
        &self,
        of: Option<i64>,
        stated: &Stated,
        mut tell: impl FnMut(usize) -> V,
        mut take: impl FnMut(&V),
    ) {
        let mut all: SmallVec<[Option<Arc<[V]>>; 16]> = SmallVec::new();
        {
            let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
            let mut key = Key::new();
            for (group, found) in self.groups.iter().zip(found.iter()) {
                key.clear();
                key.extend(of);
                stated.add_to(&mut key, &group.listed);
                all.push(found.get(key.as_slice()).cloned());
            }
        }
        for (at, (group, known)) in self.groups.iter().zip(&mut all).enumerate() {
            if known.is_none() {
                let told: Arc<[V]> = group.positions.iter().map(|at| tell(*at)).collect();
                self.keep(at, key_of(of, stated, &group.listed), &told);
                *known = Some(told);
            }
        }
        for (group, at) in &self.order {
            let of_group = all.get(*group).and_then(Option::as_ref);
            of_group.and_then(|of_group| of_group.get(*at)).into_iter().for_each(&mut take);
        }
    }

    /// The answer under a key of the caller's: `tell` makes it where it was not told before.
    pub fn of<E>(&self, key: Key, tell: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        let only = |told: &Arc<[V]>| told.first().cloned();
        {
            let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
            let known = found.first().and_then(|found| found.get(key.as_slice()));
            if let Some(known) = known.and_then(only) {
                return Ok(known);
            }
        }
        let told = tell()?;
        self.keep(0, key, &Arc::from([told.clone()]));
        Ok(told)
    }

    /// The codes of the facts that everything rests on, as a key.
    pub fn key(&self, stated: &Stated) -> Key {
        self.groups.first().map(|group| key_of(None, stated, &group.listed)).unwrap_or_default()
    }

    fn keep(&self, at: usize, key: Key, told: &Arc<[V]>) {
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        let Some(found) = found.get_mut(at) else { return };
        if found.len() >= MOST {
            found.clear();
        }
        self.count.fetch_add(told.len(), Ordering::Relaxed);
        found.insert(key.into_boxed_slice(), Arc::clone(told));
    }
}

/// The codes of some facts, and of what it is asked.
fn key_of(of: Option<i64>, stated: &Stated, facts: &[Fact]) -> Key {
    let mut key: Key = of.into_iter().collect();
    stated.add_to(&mut key, facts);
    key
}

//! Answers about some things, kept by what was looked at when each was made: told once, and found again by what is seen.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

use crate::logic::{Look, PartialFacts, Seen};
use crate::policy::Case;

/// The most that is kept of one thing; then it goes, and is made anew when it is asked for.
const MOST: usize = 1_024;

/// Answers about some things.
#[derive(Debug)]
pub struct Told<V> {
    /// Positions of what decides them in the law of the era.
    things: Vec<usize>,
    /// Counts all that is kept with the book.
    count: Arc<AtomicUsize>,
    found: RwLock<Vec<Tree<V>>>,
}

/// Answers about one thing. The first look is the same for all, and what it sees says which is the next.
#[derive(Debug)]
struct Tree<V> {
    nodes: Vec<Node>,
    answers: Vec<V>,
}

/// A look, and by what it sees, the answer or the next one.
#[derive(Debug)]
struct Node {
    look: Look,
    next: HashMap<Seen, Next, FxBuildHasher>,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    Node(usize),
    Answer(usize),
}

impl<V> Default for Tree<V> {
    fn default() -> Self {
        Self { nodes: Vec::new(), answers: Vec::new() }
    }
}

impl<V> Tree<V> {
    fn get(&self, known: &PartialFacts<'_>) -> Option<&V> {
        let mut seen = Seen::new();
        let mut next = match self.nodes.is_empty() {
            true => Next::Answer(0),
            false => Next::Node(0),
        };
        loop {
            match next {
                Next::Answer(at) => return self.answers.get(at),
                Next::Node(at) => {
                    let node = self.nodes.get(at)?;
                    seen.clear();
                    node.look.see(known, &mut seen);
                    next = *node.next.get(seen.as_slice())?;
                }
            }
        }
    }

    /// Keeps an answer under what the looks see.
    fn keep(&mut self, looks: Vec<Look>, known: &PartialFacts<'_>, answer: V) {
        if self.answers.len() >= MOST {
            *self = Self::default();
        }
        let mut last: Option<(usize, Seen)> = None;
        for look in looks {
            let at = match last.take() {
                None => self.node(0, look),
                Some((node, seen)) => {
                    let fresh = self.nodes.len();
                    let known = self.nodes.get_mut(node).map(|node| node.next.entry(seen));
                    match known.map(|entry| *entry.or_insert(Next::Node(fresh))) {
                        Some(Next::Node(at)) => self.node(at, look),
                        _ => return,
                    }
                }
            };
            let mut seen = Seen::new();
            let Some(at) = at else { return };
            if let Some(node) = self.nodes.get(at) {
                node.look.see(known, &mut seen);
            }
            last = Some((at, seen));
        }
        let answers = self.answers.len();
        if let Some((node, seen)) = last
            && let Some(node) = self.nodes.get_mut(node)
        {
            node.next.insert(seen, Next::Answer(answers));
        }
        self.answers.push(answer);
    }

    /// The node at a position, which looks at the same; made where there is none.
    fn node(&mut self, at: usize, look: Look) -> Option<usize> {
        match self.nodes.get(at) {
            Some(node) => node.look.is(&look).then_some(at),
            None => {
                self.nodes.push(Node { look, next: HashMap::default() });
                Some(at)
            }
        }
    }
}

impl<V: Clone> Told<V> {
    /// Things by the position of what decides them.
    pub fn new(things: Vec<usize>, count: &Arc<AtomicUsize>) -> Self {
        Self { things, count: Arc::clone(count), found: RwLock::default() }
    }

    /// Number of things.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// The answer about one thing, by its position among them: `tell` makes it where it was not told before.
    pub fn of<E>(
        &self,
        thing: usize,
        case: &Case<'_>,
        tell: impl FnOnce(&Case<'_>) -> Result<V, E>,
    ) -> Result<V, E> {
        {
            let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(told) = found.get(thing).and_then(|tree| tree.get(case)) {
                return Ok(told.clone());
            }
        }
        let watched = case.watched();
        let told = tell(&watched)?;
        self.keep(0, thing, &watched, told.clone());
        Ok(told)
    }

    /// Takes what is told of every thing in turn: `tell` makes what was not told before, from the position in the law and the
    /// facts. `of` tells apart of which part it is asked, where that is told too.
    pub fn each(
        &self,
        of: usize,
        case: &Case<'_>,
        mut tell: impl FnMut(usize, &Case<'_>) -> V,
        mut take: impl FnMut(&V),
    ) {
        let first = of * self.things.len();
        let mut next = 0;
        loop {
            {
                let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
                let trees = found.get(first..first + self.things.len()).unwrap_or_default();
                while let Some(told) = trees.get(next).and_then(|tree| tree.get(case)) {
                    take(told);
                    next += 1;
                }
            }
            let Some(position) = self.things.get(next) else { return };
            let watched = case.watched();
            let told = tell(*position, &watched);
            take(&told);
            self.keep(of, next, &watched, told);
            next += 1;
        }
    }

    fn keep(&self, of: usize, thing: usize, watched: &Case<'_>, told: V) {
        let count = self.things.len();
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        if found.len() <= of * count + thing {
            found.resize_with((of + 1) * count, Tree::default);
        }
        if let Some(tree) = found.get_mut(of * count + thing) {
            tree.keep(watched.looks(), watched, told);
            self.count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

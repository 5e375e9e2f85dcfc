//! Requirements of which one is not met however the unknown facts turn out, though none is so by itself.

use std::collections::{BTreeMap, HashMap};

use smallvec::{SmallVec, smallvec};

use crate::facts::Fact;
use crate::logic::decision::Decision;
use crate::logic::implicants::Slot;
use crate::logic::partial_facts::PartialFacts;

/// The most guesses that a search makes; what it does not settle by then is left open.
const MOST_GUESSES: usize = 10_000;

/// A requirement that is open for want of facts.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a, 'k> {
    pub decision: &'a Decision,
    pub known: &'a PartialFacts<'k>,
    /// The class that it is asked of, by its position.
    pub class: Option<usize>,
}

/// Requirements that cannot all escape being unmet; without any one of them the others can.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clash {
    /// Positions among those asked.
    pub requirements: Vec<usize>,
    /// The unknown facts that they have in common.
    pub unknown: Vec<Fact>,
}

/// Every clash, those within one class first; no requirement is part of two.
pub fn clashes(asked: &[Asked<'_, '_>]) -> Vec<Clash> {
    let search = Search::new(asked);
    let mut found = Vec::new();
    let mut left: Vec<usize> = (0..asked.len()).filter(|one| search.turns_on(*one)).collect();
    if search.escapes(&left) {
        return found;
    }
    let class = |one: &usize| asked.get(*one).and_then(|asked| asked.class);
    let mut classes: Vec<usize> = left.iter().filter_map(class).collect();
    classes.dedup();
    for of in classes.into_iter().map(Some).chain([None]) {
        loop {
            // The last round looks at all of them together.
            let within = |one: &usize| of.is_none() || class(one).is_none() || class(one) == of;
            let mut core: Vec<usize> = left.iter().copied().filter(within).collect();
            if search.escapes(&core) {
                break;
            }
            search.shrink(&mut core, |one| class(&one));
            left.retain(|one| !core.contains(one));
            found.push(Clash { unknown: search.common(&core), requirements: core });
        }
    }
    found
}

/// Tells whether the requirements could all escape being unmet.
pub fn escape(asked: &[Asked<'_, '_>]) -> bool {
    Search::new(asked).escapes(&(0..asked.len()).collect::<Vec<_>>())
}

/// Some of the cells of one fact, counted from its first.
type Values = SmallVec<[u64; 1]>;

fn meets(left: &Values, right: &Values) -> bool {
    left.iter().zip(right).any(|(left, right)| left & right != 0)
}

fn within(left: &Values, right: &Values) -> bool {
    left.iter().zip(right).all(|(left, right)| left & !right == 0)
}

fn both(left: &Values, right: &Values) -> Values {
    left.iter().zip(right).map(|(left, right)| left & right).collect()
}

/// A way of a requirement to be unmet: it is escaped where some fact has one of the values.
#[derive(Debug)]
struct Trap {
    /// Unknown facts, by their position.
    ways_out: Vec<(usize, Values)>,
}

/// The unknown facts, those of each class by themselves, and what has to be escaped.
#[derive(Debug)]
struct Search {
    facts: Vec<Fact>,
    /// The values that each fact could have.
    possible: Vec<Values>,
    /// The traps of each requirement.
    traps: Vec<Vec<Trap>>,
}

impl Search {
    fn new(asked: &[Asked<'_, '_>]) -> Self {
        let mut search = Self { facts: Vec::new(), possible: Vec::new(), traps: Vec::new() };
        let mut positions: HashMap<(Fact, Option<usize>), usize> = HashMap::new();
        for Asked { decision, known, class } in asked {
            let layout = known.layout();
            let [_, unmet, _] = decision.covers(layout);
            let open = unmet.restricted(known.excluded(), layout);
            let traps = open.terms().iter().map(|term| {
                let mentioned = layout.slots().iter().filter(|slot| layout.mentions(term, slot));
                let ways_out = mentioned.map(|slot| {
                    let own = class.filter(|_| of_class(slot.fact));
                    let position = *positions.entry((slot.fact, own)).or_insert_with(|| {
                        search.facts.push(slot.fact);
                        search.possible.push(values(slot, |cell| !known.excluded().contains(cell)));
                        search.facts.len() - 1
                    });
                    (position, values(slot, |cell| term.contains(cell)))
                });
                Trap { ways_out: ways_out.collect() }
            });
            let traps = traps.collect();
            search.traps.push(traps);
        }
        search
    }

    fn turns_on(&self, one: usize) -> bool {
        self.traps.get(one).is_some_and(|traps| !traps.is_empty())
    }

    /// Tells whether all of some requirements could escape being unmet.
    fn escapes(&self, some: &[usize]) -> bool {
        let traps = some.iter().filter_map(|one| self.traps.get(*one)).flatten().collect();
        escaped(self.possible.clone(), traps, &mut MOST_GUESSES.clone())
    }

    /// Leaves out what the clash does not need: first whole classes, then one requirement after another.
    fn shrink(&self, core: &mut Vec<usize>, class: impl Fn(usize) -> Option<usize>) {
        let mut classes: Vec<usize> = core.iter().filter_map(|one| class(*one)).collect();
        classes.dedup();
        let mut leave_out = |unneeded: &dyn Fn(usize) -> bool| {
            let rest: Vec<usize> = core.iter().copied().filter(|one| !unneeded(*one)).collect();
            if rest.len() < core.len() && !self.escapes(&rest) {
                *core = rest;
            }
        };
        for of in classes {
            leave_out(&|one| class(one) == Some(of));
        }
        leave_out(&|one| class(one).is_none());
        let left: Vec<usize> = core.clone();
        for one in left {
            let rest: Vec<usize> = core.iter().copied().filter(|other| *other != one).collect();
            if !self.escapes(&rest) {
                *core = rest;
            }
        }
    }

    /// The facts that more than one of some requirements turn on, in the order of the vocabulary.
    fn common(&self, some: &[usize]) -> Vec<Fact> {
        let mut count: BTreeMap<Fact, usize> = BTreeMap::new();
        for traps in some.iter().filter_map(|one| self.traps.get(*one)) {
            let ways_out = traps.iter().flat_map(|trap| &trap.ways_out);
            let mut own: Vec<Fact> =
                ways_out.filter_map(|(fact, _)| self.facts.get(*fact)).copied().collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|fact| *count.entry(fact).or_default() += 1);
        }
        count.into_iter().filter(|(_, count)| *count > 1).map(|(fact, _)| fact).collect()
    }
}

/// Tells whether a fact is one of a class.
pub fn of_class(fact: Fact) -> bool {
    fact.sources().iter().any(|source| source.record() == Some("CareClass"))
}

fn values(slot: &Slot, wanted: impl Fn(usize) -> bool) -> Values {
    let mut values: Values = smallvec![0; slot.cells().len().div_ceil(64)];
    for (position, cell) in slot.cells().enumerate() {
        if let (true, Some(word)) = (wanted(cell), values.get_mut(position / 64)) {
            *word |= 1 << (position % 64);
        }
    }
    values
}

/// Tells whether values can be picked so that every trap is escaped.
fn escaped(mut possible: Vec<Values>, mut traps: Vec<&Trap>, guesses: &mut usize) -> bool {
    loop {
        let mut narrowed = false;
        let mut open = Vec::with_capacity(traps.len());
        for trap in traps {
            let of = |fact: &usize| possible.get(*fact);
            let sure = |(fact, values): &&(usize, Values)| {
                of(fact).is_some_and(|possible| within(possible, values))
            };
            if trap.ways_out.iter().any(|way| sure(&way)) {
                continue;
            }
            let mut live = trap
                .ways_out
                .iter()
                .filter(|(fact, values)| of(fact).is_some_and(|possible| meets(possible, values)));
            match (live.next(), live.next()) {
                (None, _) => return false,
                (Some((fact, values)), None) => {
                    if let Some(possible) = possible.get_mut(*fact) {
                        *possible = both(possible, values);
                        narrowed = true;
                    }
                }
                _ => open.push(trap),
            }
        }
        traps = open;
        if traps.is_empty() {
            return true;
        }
        if narrowed || pick_what_always_helps(&mut possible, &traps) {
            continue;
        }
        let mut parts = independent(&possible, &traps);
        if parts.len() > 1 {
            return parts.into_iter().all(|part| escaped(possible.clone(), part, guesses));
        }
        let Some(part) = parts.pop() else { return true };
        return guessed(&possible, &part, guesses);
    }
}

/// Leaves each fact only the values that escape every trap that it has a part in, where there are any.
fn pick_what_always_helps(possible: &mut [Values], traps: &[&Trap]) -> bool {
    let mut best: HashMap<usize, Values> = HashMap::new();
    for (fact, values) in traps.iter().flat_map(|trap| &trap.ways_out) {
        let Some(possible) = possible.get(*fact) else { continue };
        if meets(possible, values) {
            let best = best.entry(*fact).or_insert_with(|| possible.clone());
            *best = both(best, values);
        }
    }
    let mut picked = false;
    for (fact, values) in best {
        if let (true, Some(possible)) =
            (values.iter().any(|word| *word != 0), possible.get_mut(fact))
        {
            *possible = values;
            picked = true;
        }
    }
    picked
}

/// The traps that share no fact with one another, apart.
fn independent<'a>(possible: &[Values], traps: &[&'a Trap]) -> Vec<Vec<&'a Trap>> {
    // Each fact leads to another of its part, the first of them to itself.
    let mut leads: Vec<usize> = (0..possible.len()).collect();
    fn first(leads: &mut [usize], fact: usize) -> usize {
        let mut at = fact;
        while let Some(next) = leads.get(at).copied().filter(|next| *next != at) {
            let further = leads.get(next).copied().unwrap_or(next);
            if let Some(lead) = leads.get_mut(at) {
                *lead = further;
            }
            at = next;
        }
        at
    }
    let live = |trap: &Trap| {
        let live = trap.ways_out.iter().filter(|(fact, values)| {
            possible.get(*fact).is_some_and(|possible| meets(possible, values))
        });
        live.map(|(fact, _)| *fact).collect::<SmallVec<[usize; 8]>>()
    };
    for trap in traps {
        let facts = live(trap);
        for pair in facts.windows(2) {
            if let [left, right] = pair {
                let (left, right) = (first(&mut leads, *left), first(&mut leads, *right));
                if let Some(lead) = leads.get_mut(right) {
                    *lead = left;
                }
            }
        }
    }
    let mut parts: BTreeMap<usize, Vec<&Trap>> = BTreeMap::new();
    for trap in traps {
        if let Some(fact) = live(trap).first() {
            parts.entry(first(&mut leads, *fact)).or_default().push(trap);
        }
    }
    parts.into_values().collect()
}

/// Tries the values of the fact that most traps turn on.
fn guessed(possible: &[Values], traps: &[&Trap], guesses: &mut usize) -> bool {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for (fact, values) in traps.iter().flat_map(|trap| &trap.ways_out) {
        if possible.get(*fact).is_some_and(|possible| meets(possible, values)) {
            *count.entry(*fact).or_default() += 1;
        }
    }
    let Some((fact, _)) = count.into_iter().max_by_key(|(fact, count)| (*count, usize::MAX - fact))
    else {
        return true;
    };
    let Some(all) = possible.get(fact) else { return true };
    let mut tried: Vec<Vec<bool>> = Vec::new();
    for (word, bits) in all.iter().enumerate() {
        for bit in crate::bitset::ones(*bits) {
            let mut value: Values = smallvec![0; all.len()];
            if let Some(word) = value.get_mut(word) {
                *word = 1 << bit;
            }
            let helps = |trap: &&Trap| {
                trap.ways_out.iter().any(|(of, values)| *of == fact && meets(&value, values))
            };
            let helps: Vec<bool> = traps.iter().map(helps).collect();
            let no_better =
                |other: &Vec<bool>| helps.iter().zip(other).all(|(new, old)| new <= old);
            if tried.iter().any(no_better) {
                continue;
            }
            if *guesses == 0 {
                return true;
            }
            *guesses -= 1;
            let mut possible = possible.to_vec();
            if let Some(possible) = possible.get_mut(fact) {
                *possible = value;
            }
            if escaped(possible, traps.to_vec(), guesses) {
                return true;
            }
            tried.push(helps);
        }
    }
    false
}

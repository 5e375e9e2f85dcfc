//! Reasons, read off the terms that hold or still may, as bits over the facts of a plan.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::bitset::{and, has, ones, put, set};
use crate::facts::Fact;
use crate::logic::Outcome;
use crate::plan::outcomes::{Facts, Outcomes};
use crate::plan::program::reason_terms::{Covers, Left, Terms};
use crate::plan::program::{AtPlace, LANE, Lane, Part, Program, Subsets};
use crate::plan::registering::Registering;

/// The most facts that reasons tell apart.
pub const MOST_FACTS: usize = 64;

/// The terms of covers, with the facts that they test.
#[derive(Debug)]
pub struct ReasonTables {
    pub names: Vec<&'static str>,
    pub parts: Vec<Sources>,
    pub covers: Vec<Terms>,
    /// The first row of each input; it has one for each of its states.
    pub rows: Vec<usize>,
    pub states: Vec<State>,
    /// For each row, the terms that some value left may make hold.
    pub possible: Vec<u64>,
    /// Words that the terms take.
    pub words: usize,
    /// The facts of parts: one bit for each part and each fact that its own rules test, as the bit of the fact.
    pub slots: Vec<u64>,
    /// The slots that terms test.
    pub tested: Subsets,
    /// The bit of the place, which is told only while it is not known.
    pub place: u64,
    /// The input of the place, and for each state of it the facts that the rules of each part do not test there.
    pub at: Option<usize>,
    pub elsewhere: Vec<Vec<u64>>,
    /// The bits of what is presumed, which is never told.
    pub presumed: u64,
}

/// Knowledge that a state has of its fact, as the bit of the fact.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// No value is ruled out.
    pub unknown: u64,
    /// Values are ruled out, and more than one is left that terms tell apart.
    pub partial: u64,
}

/// Sources of the reasons of a part.
#[derive(Debug)]
pub enum Sources {
    Covers(Covers),
    /// Authorities, doubts whether the text settles which of them registers, and whether none does.
    Registration {
        authorities: Vec<usize>,
        doubts: Vec<usize>,
        barred: usize,
    },
}

impl ReasonTables {
    pub fn new(program: &Program, registration: Option<&Registering>) -> Self {
        let bit = |wanted: &dyn Fn(Fact) -> bool| {
            let inputs = program.inputs.iter().zip(0..).filter(|(input, _)| wanted(input.fact));
            inputs.fold(0, |bits, (_, bit)| bits | 1_u64 << bit)
        };
        let mut covers: Vec<Terms> = Vec::new();
        let mut known = HashMap::new();
        let mut cover = |terms: &[usize]| {
            *known.entry(terms.to_vec()).or_insert_with(|| {
                covers.push(Terms::new(program, terms));
                covers.len() - 1
            })
        };
        let mut slots = Vec::new();
        let parts = program.parts.iter().enumerate().map(|(position, part)| {
            if let Some(registering) = registration.filter(|of| of.whole == position) {
                let (authorities, doubts) =
                    (registering.authorities.clone(), registering.doubts.clone());
                return Sources::Registration { authorities, doubts, barred: registering.barred };
            }
            let own = bit(&|fact| part.own.iter().any(|(own, _)| *own == fact));
            let first = slots.len();
            slots.extend((0..MOST_FACTS).map(|bit| 1 << bit).filter(|bit| own & bit != 0));
            let slots = first..slots.len();
            Sources::Covers(Covers {
                kinds: part.covers().map(&mut cover),
                own,
                slots,
                contenders: Vec::new(),
            })
        });
        let mut parts: Vec<Sources> = parts.collect();
        for part in &mut parts {
            let Sources::Covers(part) = part else { continue };
            let terms = part.kinds.iter().filter_map(|kind| covers.get(*kind));
            let terms = terms.filter(|cover| cover.terms.len() > 1).flat_map(|cover| &cover.terms);
            part.contenders = terms.map(|term| (term.position, term.beyond)).collect();
            part.contenders.sort_unstable();
            part.contenders.dedup();
        }
        let lanes = slots.len().div_ceil(LANE).max(1);
        let tested = tested_slots(program, &parts, &slots, &covers, lanes);
        let tested = Subsets::new(&tested, lanes);
        let words = program.terms.len().div_ceil(64);
        let (mut rows, mut states, mut possible) = (Vec::new(), Vec::new(), Vec::new());
        for (input, bit) in program.inputs.iter().zip(0..) {
            rows.push(states.len());
            for (state, (holds, dead)) in input.holds.iter().zip(&input.dead).enumerate() {
                let settled = holds.iter().zip(dead).all(|(holds, dead)| holds | dead);
                states.push(State {
                    unknown: u64::from(state == 0) << bit,
                    partial: u64::from(state != 0 && !settled) << bit,
                });
                let mut row = vec![u64::MAX; words];
                for term in program.terms_with(input, |own| dead.get(own) == Some(&true)) {
                    put(&mut row, term, false);
                }
                possible.extend(row);
            }
        }
        let at = program.inputs.iter().position(|input| input.fact == Fact::Jurisdiction);
        let of_place = at.and_then(|at| program.inputs.get(at));
        let elsewhere = of_place.map_or_else(Vec::new, |input| {
            let state = |holds: &Vec<bool>| -> Vec<u64> {
                let there = |at: &AtPlace| match at {
                    AtPlace::Never => false,
                    AtPlace::Always => true,
                    AtPlace::Where(literal) => {
                        let own = literal.checked_sub(input.literals.start);
                        own.and_then(|own| holds.get(own)) == Some(&true)
                    }
                };
                let untested = |part: &Part| {
                    let facts = part.own.iter().filter(|(_, at)| there(at));
                    facts.fold(0, |bits, (fact, _)| bits | bit(&|other| other == *fact))
                };
                program.parts.iter().map(untested).collect()
            };
            input.holds.iter().map(state).collect()
        });
        let told = program.inputs.iter().filter(|input| !input.fact.is_presumed());
        Self {
            at,
            elsewhere,
            parts,
            slots,
            tested,
            covers,
            rows,
            states,
            possible,
            words,
            place: bit(&|fact| fact == Fact::Jurisdiction),
            presumed: bit(&Fact::is_presumed),
            // What is presumed is derived last, and its bits are beyond the others.
            names: told.map(|input| input.fact.name()).collect(),
        }
    }

    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Terms that the facts leave, for any number of parts.
    pub fn left<'a>(&self, program: &'a Program, facts: &'a Facts) -> Left<'a> {
        let mut possible = SmallVec::from_elem(u64::MAX, self.words);
        let (mut unknown, mut partial) = (0, 0);
        for (first, state) in self.rows.iter().zip(&facts.states) {
            let row = first + usize::from(*state);
            let Some(state) = self.states.get(row) else { continue };
            unknown |= state.unknown;
            partial |= state.partial;
            and(&mut possible, self.possible.get(row * self.words..).unwrap_or_default());
        }
        let place = if unknown & self.place == 0 { self.place } else { 0 };
        let told = !(place | self.presumed);
        Left { program, facts, possible, unknown, partial, told }
    }

    /// For each slot, whether a term that is still possible tests its fact.
    pub fn tested(&self, left: &Left<'_>) -> SmallVec<[Lane; 4]> {
        let mut tested: SmallVec<[Lane; 4]> = SmallVec::from_elem([0; 4], self.tested.width);
        self.tested.add(&left.possible, tested.as_flattened_mut());
        tested
    }

    /// The facts behind the outcome of each part.
    pub fn every(&self, left: &Left<'_>, outcomes: &Outcomes) -> SmallVec<[u64; 64]> {
        /// No fact is behind it.
        const NOT_YET: u64 = u64::MAX;
        let tested = self.tested(left);
        let tested = tested.as_flattened();
        let mut known: SmallVec<[u64; 128]> = SmallVec::from_elem(NOT_YET, self.covers.len());
        let known = known.as_mut_slice();
        let mut open = |covers: &Covers| {
            let alone = left.partial == 0
                && !covers
                    .contenders
                    .iter()
                    .any(|(term, beyond)| beyond & left.unknown == 0 && has(&left.possible, *term));
            if alone {
                return self.wanted(left, covers, tested);
            }
            covers.wanted(|cover| match known.get_mut(cover) {
                Some(known) => {
                    if *known == NOT_YET {
                        *known = self.open(left, cover);
                    }
                    *known
                }
                None => 0,
            })
        };
        let mut bits = SmallVec::from_elem(0, self.parts.len());
        for (part, bits) in bits.iter_mut().enumerate() {
            *bits = self.part(left, outcomes, part, &mut open);
        }
        bits
    }

    /// The facts behind the outcome of a part.
    pub fn bits(&self, left: &Left<'_>, outcomes: &Outcomes, part: usize) -> u64 {
        self.part(left, outcomes, part, &mut |covers| covers.wanted(|cover| self.open(left, cover)))
    }

    /// The facts that the rules of a part test, but not those of the place.
    #[inline(always)]
    pub fn untested(&self, left: &Left<'_>, part: usize) -> u64 {
        let state = self.at.and_then(|at| left.facts.states.get(at)).copied().unwrap_or_default();
        let parts = self.elsewhere.get(usize::from(state));
        parts.and_then(|parts| parts.get(part)).copied().unwrap_or_default()
    }

    /// The facts that are not known and that terms still possible test.
    pub fn wanted(&self, left: &Left<'_>, covers: &Covers, tested: &[u64]) -> u64 {
        let (first, count) = (covers.slots.start, covers.slots.len());
        let word = |at: usize| u128::from(tested.get(at).copied().unwrap_or_default());
        let both = word(first / 64) | word(first / 64 + 1) << 64;
        let own =
            (both >> (first % 64)) as u64 & u64::MAX.checked_shr(64 - count as u32).unwrap_or(0);
        let facts = ones(own).filter_map(|slot| self.slots.get(first + slot));
        facts.fold(0, |bits, fact| bits | fact) & left.unknown
    }

    /// The facts that the most general terms of a cover still wanting something want.
    pub fn open(&self, left: &Left<'_>, cover: usize) -> u64 {
        self.covers.get(cover).map_or(0, |cover| cover.open(left))
    }

    /// As `bits`, with the facts that open covers want from `open`.
    #[inline(always)]
    pub fn part(
        &self,
        left: &Left<'_>,
        outcomes: &Outcomes,
        part: usize,
        open: &mut impl FnMut(&Covers) -> u64,
    ) -> u64 {
        let mut of_covers = |part: usize| match self.parts.get(part) {
            Some(Sources::Covers(covers)) => {
                let [met, unmet, silent] = covers.kinds;
                let cover = match outcomes.alone(part) {
                    Outcome::Met | Outcome::OpenConflict => met,
                    Outcome::Unmet => unmet,
                    Outcome::OpenUnsettled => silent,
                    Outcome::OpenFacts => return open(covers) & !self.untested(left, part),
                    Outcome::NotInForce => return 0,
                };
                self.covers.get(cover).map_or(0, |cover| cover.decided(&outcomes.terms, left.told))
            }
            _ => 0,
        };
        let Some(Sources::Registration { authorities, doubts, barred }) = self.parts.get(part)
        else {
            return of_covers(part);
        };
        let mut all = |parts: &mut dyn Iterator<Item = &usize>| {
            parts.fold(0, |bits, part| bits | of_covers(*part))
        };
        let outcome = outcomes.alone(part);
        // Where no institution of the combination is registered, the combination is why.
        if outcomes.alone(*barred) == Outcome::Met {
            return all(&mut [*barred].iter());
        }
        let doubtful = |part: &&usize| {
            outcome == Outcome::OpenUnsettled && outcomes.alone(**part) == Outcome::Met
        };
        let left = |part: &&usize| outcomes.alone(**part) != Outcome::Unmet;
        // Where no authority is left, every one of them says why.
        match all(&mut authorities.iter().filter(left)) {
            0 => all(&mut authorities.iter()),
            bits => bits | all(&mut doubts.iter().filter(doubtful)),
        }
    }
}

/// For each term, the slots whose part has it, and whose fact it tests.
pub fn tested_slots(
    program: &Program,
    parts: &[Sources],
    slots: &[u64],
    covers: &[Terms],
    lanes: usize,
) -> Vec<Vec<Lane>> {
    let mut of_terms = vec![vec![[0; 4]; lanes]; program.terms.len()];
    for part in parts {
        let Sources::Covers(part) = part else { continue };
        let terms = part.kinds.iter().filter_map(|kind| covers.get(*kind)).flat_map(|of| &of.terms);
        for term in terms {
            let Some(row) = of_terms.get_mut(term.position) else { continue };
            let of_part = slots.iter().enumerate().skip(part.slots.start).take(part.slots.len());
            for (slot, _) in of_part.filter(|(_, fact)| term.facts & **fact != 0) {
                set(row.as_flattened_mut(), slot);
            }
        }
    }
    of_terms
}

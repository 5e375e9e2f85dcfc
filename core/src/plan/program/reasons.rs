//! Reasons, read off the terms that hold or still may, as bits over the facts of a plan.

use std::collections::HashMap;
use std::ops::Range;

use smallvec::SmallVec;

use crate::bitset::{and, has, ones, put, set};
use crate::facts::Fact;
use crate::logic::Outcome;
use crate::plan::program::{AtPlace, Input, Part, Program};
use crate::plan::program::{LANE, Lane, Subsets};
use crate::plan::{Facts, Outcomes, Registering};

/// The most facts that reasons tell apart.
pub const MOST_FACTS: usize = 64;

/// The terms of covers, with the facts that they test.
#[derive(Debug)]
pub struct ReasonTables {
    names: Vec<&'static str>,
    parts: Vec<Sources>,
    covers: Vec<Terms>,
    /// The first row of each input; it has one for each of its states.
    rows: Vec<usize>,
    states: Vec<State>,
    /// For each row, the terms that some value left may make hold.
    possible: Vec<u64>,
    /// Words that the terms take.
    words: usize,
    /// The facts of parts: one bit for each part and each fact that its own rules test, as the bit of the fact.
    slots: Vec<u64>,
    /// The slots that terms test.
    tested: Subsets,
    /// The bit of the place, which is told only while it is not known.
    place: u64,
    /// The input of the place, and for each state of it the facts that the rules of each part do not test there.
    at: Option<usize>,
    elsewhere: Vec<Vec<u64>>,
    /// The bits of what is presumed, which is never told.
    presumed: u64,
}

/// What a state says of its fact, as the bit of the fact.
#[derive(Clone, Copy, Debug)]
struct State {
    /// No value is ruled out.
    unknown: u64,
    /// Values are ruled out, and more than one is left that terms tell apart.
    partial: u64,
}

/// Where the reasons of a part come from.
#[derive(Debug)]
enum Sources {
    Covers(Covers),
    /// Authorities, doubts whether the text settles which of them registers, and whether none does.
    Registration {
        authorities: Vec<usize>,
        doubts: Vec<usize>,
        barred: usize,
    },
}

#[derive(Debug)]
struct Covers {
    /// Met, unmet and silent.
    kinds: [usize; 3],
    /// The facts that the rules themselves test.
    own: u64,
    /// Its slots.
    slots: Range<usize>,
    /// Terms that can make another one superfluous, once the facts are known of which they want more than any other.
    contenders: Vec<(usize, u64)>,
}

/// A cover.
#[derive(Debug)]
struct Terms {
    terms: Vec<Term>,
    /// For each pair of terms, the facts of which the first wants more than the second.
    more: Vec<Vec<u64>>,
}

#[derive(Debug)]
struct Term {
    position: usize,
    facts: u64,
    /// The facts of which it wants more than any other term of the cover.
    beyond: u64,
}

/// What the facts of one institution leave of the terms.
#[derive(Debug)]
pub struct Left<'a> {
    slice: &'a Program,
    facts: &'a Facts,
    possible: SmallVec<[u64; 8]>,
    unknown: u64,
    partial: u64,
    /// The facts that may be told.
    told: u64,
}

impl ReasonTables {
    pub fn new(slice: &Program, registration: Option<&Registering>) -> Self {
        let bit = |wanted: &dyn Fn(Fact) -> bool| {
            let inputs = slice.inputs.iter().zip(0..).filter(|(input, _)| wanted(input.fact));
            inputs.fold(0, |bits, (_, bit)| bits | 1_u64 << bit)
        };
        let mut covers: Vec<Terms> = Vec::new();
        let mut known = HashMap::new();
        let mut cover = |terms: &[usize]| {
            *known.entry(terms.to_vec()).or_insert_with(|| {
                covers.push(Terms::new(slice, terms));
                covers.len() - 1
            })
        };
        let mut slots = Vec::new();
        let parts = slice.parts.iter().enumerate().map(|(position, part)| {
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
        let tested = tested_slots(slice, &parts, &slots, &covers, lanes);
        let tested = Subsets::new(&tested, lanes);
        let words = slice.terms.len().div_ceil(64);
        let (mut rows, mut states, mut possible) = (Vec::new(), Vec::new(), Vec::new());
        for (input, bit) in slice.inputs.iter().zip(0..) {
            rows.push(states.len());
            for (state, (holds, dead)) in input.holds.iter().zip(&input.dead).enumerate() {
                let settled = holds.iter().zip(dead).all(|(holds, dead)| holds | dead);
                states.push(State {
                    unknown: u64::from(state == 0) << bit,
                    partial: u64::from(state != 0 && !settled) << bit,
                });
                let mut row = vec![u64::MAX; words];
                for term in slice.terms_with(input, |own| dead.get(own) == Some(&true)) {
                    put(&mut row, term, false);
                }
                possible.extend(row);
            }
        }
        let at = slice.inputs.iter().position(|input| input.fact == Fact::Jurisdiction);
        let of_place = at.and_then(|at| slice.inputs.get(at));
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
                slice.parts.iter().map(untested).collect()
            };
            input.holds.iter().map(state).collect()
        });
        let told = slice.inputs.iter().filter(|input| !input.fact.is_presumed());
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

    /// What the facts leave of the terms, for any number of parts.
    pub fn left<'a>(&self, slice: &'a Program, facts: &'a Facts) -> Left<'a> {
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
        Left { slice, facts, possible, unknown, partial, told }
    }

    /// For each slot, whether a term that is still possible tests its fact.
    fn tested(&self, left: &Left<'_>) -> SmallVec<[Lane; 4]> {
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
    fn untested(&self, left: &Left<'_>, part: usize) -> u64 {
        let state = self.at.and_then(|at| left.facts.states.get(at)).copied().unwrap_or_default();
        let parts = self.elsewhere.get(usize::from(state));
        parts.and_then(|parts| parts.get(part)).copied().unwrap_or_default()
    }

    /// The facts that are not known and that terms still possible test.
    fn wanted(&self, left: &Left<'_>, covers: &Covers, tested: &[u64]) -> u64 {
        let (first, count) = (covers.slots.start, covers.slots.len());
        let word = |at: usize| u128::from(tested.get(at).copied().unwrap_or_default());
        let both = word(first / 64) | word(first / 64 + 1) << 64;
        let own =
            (both >> (first % 64)) as u64 & u64::MAX.checked_shr(64 - count as u32).unwrap_or(0);
        let facts = ones(own).filter_map(|slot| self.slots.get(first + slot));
        facts.fold(0, |bits, fact| bits | fact) & left.unknown
    }

    /// The facts that the most general terms of a cover still wanting something want.
    fn open(&self, left: &Left<'_>, cover: usize) -> u64 {
        self.covers.get(cover).map_or(0, |cover| cover.open(left))
    }

    /// As `bits`, with the facts that open covers want from `open`.
    #[inline(always)]
    fn part(
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

impl Covers {
    /// The facts of its own that its covers want.
    fn wanted(&self, of_cover: impl FnMut(usize) -> u64) -> u64 {
        self.kinds.into_iter().map(of_cover).fold(0, |bits, of| bits | of) & self.own
    }
}

impl Terms {
    fn new(slice: &Program, terms: &[usize]) -> Self {
        let literals = |term: &usize| slice.terms.get(*term).map_or(&[][..], Vec::as_slice);
        let more = |left: &usize, right: &usize| {
            let more = literals(left).iter().filter_map(|one| {
                let position = input_of(slice, *one)?;
                let input = slice.inputs.get(position)?;
                let weaker = literals(right).iter().any(|other| input.weaker(0, *one, *other));
                (!weaker).then_some(1_u64 << position)
            });
            more.fold(0, |bits, bit| bits | bit)
        };
        let row = |left| terms.iter().map(|right| more(left, right)).collect();
        let more: Vec<Vec<u64>> = terms.iter().map(row).collect();
        let term = |(at, (position, more)): (usize, (&usize, &Vec<u64>))| {
            let others = more.iter().enumerate().filter(|(other, _)| *other != at);
            let beyond = others.fold(u64::MAX, |beyond, (_, more)| beyond & more);
            Term { position: *position, facts: tested(slice, literals(position)), beyond }
        };
        Self { terms: terms.iter().zip(&more).enumerate().map(term).collect(), more }
    }

    /// The facts of the terms that hold, but for those that tell more than another term needs.
    fn decided(&self, holding: &[u64], told: u64) -> u64 {
        let holding = || {
            let holding = self.terms.iter().filter(|term| has(holding, term.position));
            holding.map(|term| term.facts & told)
        };
        let (any, all) = holding().fold((0, u64::MAX), |(any, all), of| (any | of, all & of));
        if any & !all == 0 {
            return any;
        }
        holding()
            .filter(|facts| !holding().any(|other| other != *facts && other & !facts == 0))
            .fold(0, |bits, facts| bits | facts)
    }

    fn open(&self, left: &Left<'_>) -> u64 {
        let mut sum = 0;
        // The terms that can make another one superfluous.
        let mut contenders: SmallVec<[(u64, &Term, &[u64]); 16]> = SmallVec::new();
        for (term, more) in self.terms.iter().zip(&self.more) {
            let wanted = left.wanted(term);
            sum |= wanted;
            if term.beyond & left.unknown == 0 && wanted != 0 {
                contenders.push((wanted, term, more));
            }
        }
        if contenders.is_empty() {
            return sum;
        }
        let superfluous = |at: usize, term: &Term, wanted: u64| {
            // Of terms that want something of the same facts it does not matter which one goes.
            contenders.iter().any(|(less, other, more)| {
                less & !wanted == 0
                    && *less != wanted
                    && more.get(at).is_some_and(|more| more & left.unknown == 0)
                    && (left.partial & less == 0 || left.weaker(other.position, term.position))
            })
        };
        let terms = self.terms.iter().enumerate().map(|(at, term)| (at, term, left.wanted(term)));
        let needed = terms.filter(|(at, term, wanted)| !superfluous(*at, term, *wanted));
        needed.fold(0, |bits, (_, _, wanted)| bits | wanted)
    }
}

impl Left<'_> {
    /// The facts of which a term still wants something; none where it can no longer hold.
    #[inline(always)]
    fn wanted(&self, term: &Term) -> u64 {
        if !has(&self.possible, term.position) {
            return 0;
        }
        let wanted = term.facts & self.unknown;
        if term.facts & self.partial == 0 { wanted } else { wanted | self.wanted_in_part(term) }
    }

    /// The facts known in part of which a term still wants something.
    fn wanted_in_part(&self, term: &Term) -> u64 {
        let wanting = self.partly().filter(|(_, input, state)| {
            wanting(self.slice, term.position, input, *state).is_some()
        });
        wanting.fold(0, |bits, (bit, ..)| bits | 1_u64 << bit)
    }

    /// Whether, of the facts that are known in part, a term wants no more than another.
    fn weaker(&self, left: usize, right: usize) -> bool {
        self.partly().all(|(_, input, state)| {
            let wants = |term| wanting(self.slice, term, input, state);
            match (wants(left), wants(right)) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(one), Some(other)) => input.weaker(state, one, other),
            }
        })
    }

    fn partly(&self) -> impl Iterator<Item = (usize, &Input, u8)> {
        let inputs = self.slice.inputs.iter().zip(&self.facts.states).enumerate();
        let inputs = inputs.filter(|(bit, _)| self.partial >> bit & 1 == 1);
        inputs.map(|(bit, (input, state))| (bit, input, *state))
    }
}

fn input_of(slice: &Program, literal: usize) -> Option<usize> {
    slice.inputs.iter().position(|input| input.literals.contains(&literal))
}

/// The bits of the facts that literals test.
fn tested(slice: &Program, literals: &[usize]) -> u64 {
    let inputs = literals.iter().filter_map(|literal| input_of(slice, *literal));
    inputs.fold(0, |bits, input| bits | 1_u64 << input)
}

/// The literal of a fact that a term has and the state does not make hold.
fn wanting(slice: &Program, term: usize, input: &Input, state: u8) -> Option<usize> {
    let literals = slice.terms.get(term)?.iter().copied();
    let holds = input.holds.get(usize::from(state))?;
    literals.into_iter().find(|literal| {
        let own = literal.checked_sub(input.literals.start);
        own.and_then(|own| holds.get(own)).is_some_and(|holds| !holds)
    })
}

/// For each term, the slots whose part has it, and whose fact it tests.
fn tested_slots(
    slice: &Program,
    parts: &[Sources],
    slots: &[u64],
    covers: &[Terms],
    lanes: usize,
) -> Vec<Vec<Lane>> {
    let mut of_terms = vec![vec![[0; 4]; lanes]; slice.terms.len()];
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

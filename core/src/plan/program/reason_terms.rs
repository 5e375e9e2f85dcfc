//! Terms as reasons read them: the facts that each tests, and which of several open ones wants least.

use std::ops::Range;

use smallvec::SmallVec;

use crate::bitset::has;
use crate::plan::outcomes::Facts;
use crate::plan::program::Program;
use crate::plan::program::input::Input;

#[derive(Debug)]
pub struct Covers {
    /// Met, unmet and silent.
    pub kinds: [usize; 3],
    /// The facts that the rules themselves test.
    pub own: u64,
    /// Its slots.
    pub slots: Range<usize>,
    /// Terms that can make another one superfluous, once the facts are known of which they want more than any other.
    pub contenders: Vec<(usize, u64)>,
}

impl Covers {
    /// The facts of its own that its covers want.
    pub fn wanted(&self, of_cover: impl FnMut(usize) -> u64) -> u64 {
        self.kinds.into_iter().map(of_cover).fold(0, |bits, of| bits | of) & self.own
    }
}

/// A cover.
#[derive(Debug)]
pub struct Terms {
    pub terms: Vec<Term>,
    /// For each pair of terms, the facts of which the first wants more than the second.
    pub more: Vec<Vec<u64>>,
}

impl Terms {
    pub fn new(program: &Program, terms: &[usize]) -> Self {
        let literals = |term: &usize| program.terms.get(*term).map_or(&[][..], Vec::as_slice);
        let more = |left: &usize, right: &usize| {
            let more = literals(left).iter().filter_map(|one| {
                let position = input_of(program, *one)?;
                let input = program.inputs.get(position)?;
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
            Term { position: *position, facts: tested(program, literals(position)), beyond }
        };
        Self { terms: terms.iter().zip(&more).enumerate().map(term).collect(), more }
    }

    /// The facts of the terms that hold, but for those that tell more than another term needs.
    pub fn decided(&self, holding: &[u64], told: u64) -> u64 {
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

    pub fn open(&self, left: &Left<'_>) -> u64 {
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

#[derive(Debug)]
pub struct Term {
    pub position: usize,
    pub facts: u64,
    /// The facts of which it wants more than any other term of the cover.
    pub beyond: u64,
}

/// Terms that the facts of one institution leave.
#[derive(Debug)]
pub struct Left<'a> {
    pub program: &'a Program,
    pub facts: &'a Facts,
    pub possible: SmallVec<[u64; 8]>,
    pub unknown: u64,
    pub partial: u64,
    /// The facts that may be told.
    pub told: u64,
}

impl Left<'_> {
    /// The facts of which a term still wants something; none where it can no longer hold.
    #[inline(always)]
    pub fn wanted(&self, term: &Term) -> u64 {
        if !has(&self.possible, term.position) {
            return 0;
        }
        let wanted = term.facts & self.unknown;
        if term.facts & self.partial == 0 { wanted } else { wanted | self.wanted_in_part(term) }
    }

    /// The facts known in part of which a term still wants something.
    pub fn wanted_in_part(&self, term: &Term) -> u64 {
        let wanting = self.partly().filter(|(_, input, state)| {
            wanting(self.program, term.position, input, *state).is_some()
        });
        wanting.fold(0, |bits, (bit, ..)| bits | 1_u64 << bit)
    }

    /// Tells whether, of the facts that are known in part, a term wants no more than another.
    pub fn weaker(&self, left: usize, right: usize) -> bool {
        self.partly().all(|(_, input, state)| {
            let wants = |term| wanting(self.program, term, input, state);
            match (wants(left), wants(right)) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(one), Some(other)) => input.weaker(state, one, other),
            }
        })
    }

    pub fn partly(&self) -> impl Iterator<Item = (usize, &Input, u8)> {
        let inputs = self.program.inputs.iter().zip(&self.facts.states).enumerate();
        let inputs = inputs.filter(|(bit, _)| self.partial >> bit & 1 == 1);
        inputs.map(|(bit, (input, state))| (bit, input, *state))
    }
}

pub fn input_of(program: &Program, literal: usize) -> Option<usize> {
    program.inputs.iter().position(|input| input.literals.contains(&literal))
}

/// The bits of the facts that literals test.
pub fn tested(program: &Program, literals: &[usize]) -> u64 {
    let inputs = literals.iter().filter_map(|literal| input_of(program, *literal));
    inputs.fold(0, |bits, input| bits | 1_u64 << input)
}

/// The literal of a fact that a term has and the state does not make hold.
pub fn wanting(program: &Program, term: usize, input: &Input, state: u8) -> Option<usize> {
    let literals = program.terms.get(term)?.iter().copied();
    let holds = input.holds.get(usize::from(state))?;
    literals.into_iter().find(|literal| {
        let own = literal.checked_sub(input.literals.start);
        own.and_then(|own| holds.get(own)).is_some_and(|holds| !holds)
    })
}

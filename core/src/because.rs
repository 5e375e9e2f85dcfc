//! Reasons, read off the terms that hold or still may, as bits over the facts of a target.

use crate::answer::Outcome;
use crate::bit::{or, set};
use crate::institution::Fact;
use crate::plan::{Facts, Outcomes, Registering, outcome};
use crate::slice::{Input, Part, Slice};

/// The most facts that reasons tell apart.
const MOST_FACTS: usize = 64;

/// For each target, the facts that it can rest on and the parts that give them.
#[derive(Debug)]
pub(crate) struct Because {
    targets: Vec<Sources>,
    /// The input of each literal.
    inputs: Vec<usize>,
    /// The literals of each term, as bits.
    terms: Vec<Bits>,
    /// For each input, by state: the literals that hold, and those that no value left makes hold.
    states: Vec<Vec<(Bits, Bits)>>,
}

/// The most literals that a plan can tell reasons from.
pub(crate) const MOST_LITERALS: usize = 512;

/// Literals of a plan.
type Bits = [u64; MOST_LITERALS / 64];

/// What the facts of one institution say of the literals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled {
    holds: Bits,
    dead: Bits,
    place_known: bool,
}

#[derive(Debug)]
struct Sources {
    names: Vec<&'static str>,
    parts: Vec<Terms>,
}

/// A part, and for each kind of outcome its terms with the facts that they test.
#[derive(Debug)]
struct Terms {
    part: usize,
    covers: [Vec<(usize, u64)>; 3],
    /// For each input, its bit among the facts of the target.
    bits: Vec<u64>,
    /// The bits of the facts that the rules themselves test.
    own: u64,
    /// The bit of the place, which is told only while it is not known.
    place: u64,
}

impl Because {
    pub(crate) fn new(slice: &Slice, targets: usize, registration: Option<&Registering>) -> Self {
        let inputs = slice.inputs.iter().enumerate();
        let inputs: Vec<usize> = inputs
            .flat_map(|(position, input)| input.literals.clone().map(move |_| position))
            .collect();
        let parts_of = |target: usize| -> Vec<usize> {
            let Some(registration) = registration else { return vec![target] };
            match registration.shown_by(target) {
                Some(part) if part == registration.whole => {
                    registration.authorities.clone().collect()
                }
                shown => vec![shown.unwrap_or(target)],
            }
        };
        let sources = |target: usize| {
            let parts = parts_of(target);
            let tested = |part: &usize| {
                let covers = slice.parts.get(*part).into_iter().flat_map(Part::covers).flatten();
                let literals = covers.filter_map(|term| slice.terms.get(*term)).flatten();
                literals.filter_map(|literal| inputs.get(*literal)).copied().collect::<Vec<_>>()
            };
            let mut facts: Vec<usize> = parts.iter().flat_map(tested).collect();
            facts.sort_unstable();
            facts.dedup();
            facts.truncate(MOST_FACTS);
            let named = facts.iter().filter_map(|input| slice.inputs.get(*input));
            Sources {
                names: named.map(|input| input.fact.name()).collect(),
                parts: parts.into_iter().map(|part| terms(slice, part, &facts, &inputs)).collect(),
            }
        };
        let targets = (0..targets).map(sources).collect();
        let bits = |literals: &mut dyn Iterator<Item = usize>| {
            let mut bits: Bits = [0; MOST_LITERALS / 64];
            literals.for_each(|literal| set(&mut bits, literal));
            bits
        };
        let chosen = |input: &Input, row: &[bool]| {
            let literals = input.literals.clone().zip(row).filter(|(_, chosen)| **chosen);
            bits(&mut literals.map(|(literal, _)| literal))
        };
        let states = slice.inputs.iter().map(|input| {
            let rows = input.holds.iter().zip(&input.dead);
            rows.map(|(holds, dead)| (chosen(input, holds), chosen(input, dead))).collect()
        });
        let terms = slice.terms.iter().map(|term| bits(&mut term.iter().copied())).collect();
        Self { targets, terms, states: states.collect(), inputs }
    }

    /// What the facts say of the literals, for any number of targets.
    pub(crate) fn settle(&self, slice: &Slice, facts: &Facts) -> Settled {
        let empty = [0; MOST_LITERALS / 64];
        let mut settled = Settled { holds: empty, dead: empty, place_known: false };
        for ((input, states), state) in slice.inputs.iter().zip(&self.states).zip(&facts.states) {
            settled.place_known |= input.fact == Fact::Jurisdiction && *state != 0;
            if let (1.., Some((holds, dead))) = (*state, states.get(usize::from(*state))) {
                or(&mut settled.holds, holds);
                or(&mut settled.dead, dead);
            }
        }
        settled
    }

    pub(crate) fn names(&self, target: usize) -> &[&'static str] {
        self.targets.get(target).map_or(&[], |sources| &sources.names)
    }

    /// The bits of the facts behind the outcome of a target.
    pub(crate) fn bits(
        &self,
        slice: &Slice,
        facts: &Facts,
        settled: &Settled,
        outcomes: &Outcomes,
        target: usize,
    ) -> u64 {
        let Some(sources) = self.targets.get(target) else { return 0 };
        let composed = sources.parts.len() > 1;
        let all = |even_unmet: bool| {
            sources.parts.iter().fold(0, |bits, terms| {
                let [met, unmet, silent, lapsed] = outcomes.part(terms.part);
                if lapsed || composed && !even_unmet && unmet && !met {
                    return bits;
                }
                let told = if settled.place_known { !terms.place } else { u64::MAX };
                let [when_met, when_unmet, when_silent] = &terms.covers;
                bits | match outcome(met, unmet, silent, false) {
                    Outcome::Met | Outcome::OpenConflict => decided(when_met, outcomes, told),
                    Outcome::Unmet => decided(when_unmet, outcomes, told),
                    Outcome::OpenUnsettled => decided(when_silent, outcomes, told),
                    _ => {
                        let covers = terms.covers.iter();
                        let open = covers
                            .map(|cover| self.open(slice, facts, settled, cover, &terms.bits));
                        open.fold(0, |bits, open| bits | open) & terms.own
                    }
                }
            })
        };
        // Where no authority is left, every one of them says why.
        match all(false) {
            0 if composed => all(true),
            bits => bits,
        }
    }

    /// The facts that the most general terms still wanting something want.
    fn open(
        &self,
        slice: &Slice,
        facts: &Facts,
        settled: &Settled,
        cover: &[(usize, u64)],
        bits: &[u64],
    ) -> u64 {
        let term = |(term, _): &(usize, u64)| self.terms.get(*term);
        let possible = |term: &&Bits| !meet(term, &settled.dead);
        let mut sum = 0;
        for one in cover.iter().filter_map(term).filter(possible) {
            let less = |left: &Bits, right: &Bits| self.less(slice, facts, settled, left, right);
            let superfluous = cover
                .iter()
                .filter_map(term)
                .filter(possible)
                .any(|other| other != one && less(other, one) && !less(one, other));
            if superfluous {
                continue;
            }
            for literal in literals(one, &settled.holds) {
                let input = self.inputs.get(literal);
                sum |= input.and_then(|input| bits.get(*input)).copied().unwrap_or_default();
            }
        }
        sum
    }

    /// Whether a term still wants no more than another.
    fn less(
        &self,
        slice: &Slice,
        facts: &Facts,
        settled: &Settled,
        left: &Bits,
        right: &Bits,
    ) -> bool {
        let mut beyond = settled.holds;
        or(&mut beyond, right);
        literals(left, &beyond).all(|one| {
            literals(right, &settled.holds).any(|other| self.weaker(slice, facts, one, other))
        })
    }

    fn weaker(&self, slice: &Slice, facts: &Facts, left: usize, right: usize) -> bool {
        let (Some(of), Some(same)) = (self.inputs.get(left), self.inputs.get(right)) else {
            return false;
        };
        let (input, state) = (slice.inputs.get(*of), facts.states.get(*of));
        let known = input.zip(state).filter(|_| of == same);
        known.is_some_and(|(input, state)| input.weaker(*state, left, right))
    }
}

/// The literals of a term that are not among others.
fn literals(term: &Bits, without: &Bits) -> impl Iterator<Item = usize> {
    let words = term.iter().zip(without).zip((0..).step_by(64));
    words.flat_map(|((term, without), first)| {
        let mut rest = term & !without;
        std::iter::from_fn(move || {
            let literal = first + rest.trailing_zeros() as usize;
            let found = rest != 0;
            rest &= rest.wrapping_sub(1);
            found.then_some(literal)
        })
    })
}

fn meet(left: &Bits, right: &Bits) -> bool {
    left.iter().zip(right).any(|(left, right)| left & right != 0)
}

fn terms(slice: &Slice, part: usize, facts: &[usize], inputs: &[usize]) -> Terms {
    let bit = |input: usize| {
        let bit = facts.iter().position(|fact| *fact == input);
        bit.map_or(0, |bit| 1_u64 << bit)
    };
    let bits: Vec<u64> = (0..slice.inputs.len()).map(bit).collect();
    let mask = |term: &usize| {
        let literals = slice.terms.get(*term).into_iter().flatten();
        let inputs = literals.filter_map(|literal| inputs.get(*literal));
        (*term, inputs.fold(0, |mask, input| mask | bits.get(*input).copied().unwrap_or_default()))
    };
    let found = slice.parts.get(part);
    let covers = found.map_or_else(Default::default, |part| {
        part.covers().map(|cover| cover.iter().map(mask).collect())
    });
    let of = |wanted: &dyn Fn(Fact) -> bool| {
        let inputs = slice.inputs.iter().zip(&bits).filter(|(input, _)| wanted(input.fact));
        inputs.fold(0, |mask, (_, bit)| mask | bit)
    };
    let own = of(&|fact| found.is_some_and(|part| part.own.contains(&fact)));
    let place = of(&|fact| fact == Fact::Jurisdiction);
    Terms { part, covers, bits, own, place }
}

/// The facts of the terms that hold, but for those that tell more than another term needs.
fn decided(cover: &[(usize, u64)], outcomes: &Outcomes, told: u64) -> u64 {
    let holding =
        || cover.iter().filter(|(term, _)| outcomes.term(*term)).map(|(_, mask)| mask & told);
    holding()
        .filter(|mask| !holding().any(|other| other != *mask && other & !mask == 0))
        .fold(0, |bits, mask| bits | mask)
}

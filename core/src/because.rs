//! Reasons, read off the terms that hold or still may, as bits over the facts of a target.

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
            let shown = registration.and_then(|registration| {
                let shown = registration.shown.iter().find(|(position, _)| *position == target)?;
                Some((registration, shown.1))
            });
            match shown {
                Some((registration, part)) if part == registration.whole => {
                    registration.authorities.clone().collect()
                }
                Some((_, part)) => vec![part],
                None => vec![target],
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
        Self { targets, inputs }
    }

    pub(crate) fn names(&self, target: usize) -> &[&'static str] {
        self.targets.get(target).map_or(&[], |sources| &sources.names)
    }

    /// The bits of the facts behind the outcome of a target.
    pub(crate) fn bits(
        &self,
        slice: &Slice,
        facts: &Facts,
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
                bits | self.of_part(slice, facts, outcomes, terms, (met, unmet, silent))
            })
        };
        // Where no authority is left, every one of them says why.
        match all(false) {
            0 if composed => all(true),
            bits => bits,
        }
    }

    fn of_part(
        &self,
        slice: &Slice,
        facts: &Facts,
        outcomes: &Outcomes,
        terms: &Terms,
        (met, unmet, silent): (bool, bool, bool),
    ) -> u64 {
        use crate::answer::Outcome;
        let [when_met, when_unmet, when_silent] = &terms.covers;
        let told = if self.place_known(slice, facts) { !terms.place } else { u64::MAX };
        match outcome(met, unmet, silent, false) {
            Outcome::Met | Outcome::OpenConflict => decided(when_met, outcomes, told),
            Outcome::Unmet => decided(when_unmet, outcomes, told),
            Outcome::OpenUnsettled => decided(when_silent, outcomes, told),
            _ => {
                let covers = terms.covers.iter();
                let open = covers
                    .fold(0, |bits, cover| bits | self.open(slice, facts, cover, &terms.bits));
                open & terms.own
            }
        }
    }

    fn place_known(&self, slice: &Slice, facts: &Facts) -> bool {
        let mut states = slice.inputs.iter().zip(&facts.states);
        states.any(|(input, state)| input.fact == Fact::Jurisdiction && *state != 0)
    }

    /// The facts that the most general terms still wanting something want.
    fn open(&self, slice: &Slice, facts: &Facts, cover: &[(usize, u64)], bits: &[u64]) -> u64 {
        let literals = |term: &usize| slice.terms.get(*term).map_or(&[][..], Vec::as_slice);
        let possible =
            |term: &usize| literals(term).iter().all(|literal| !self.dead(slice, facts, *literal));
        let wanted = |literal: &&usize| !self.holds(slice, facts, **literal);
        let less = |left: &usize, right: &usize| {
            literals(left).iter().filter(wanted).all(|one| {
                let same = |other: &&usize| self.weaker(slice, facts, *one, **other);
                literals(right).iter().filter(wanted).any(|other| same(&other))
            })
        };
        let mut sum = 0;
        for (term, _) in cover.iter().filter(|(term, _)| possible(term)) {
            let superfluous = cover.iter().any(|(other, _)| {
                other != term && possible(other) && less(other, term) && !less(term, other)
            });
            if !superfluous {
                for literal in literals(term).iter().filter(wanted) {
                    let input = self.inputs.get(*literal);
                    sum |= input.and_then(|input| bits.get(*input)).copied().unwrap_or_default();
                }
            }
        }
        sum
    }

    fn state<'a>(
        &self,
        slice: &'a Slice,
        facts: &Facts,
        literal: usize,
    ) -> Option<(&'a Input, u8)> {
        let input = *self.inputs.get(literal)?;
        Some((slice.inputs.get(input)?, *facts.states.get(input)?))
    }

    fn holds(&self, slice: &Slice, facts: &Facts, literal: usize) -> bool {
        self.state(slice, facts, literal).is_some_and(|(input, state)| {
            let holds = input.holds.get(usize::from(state));
            holds.and_then(|holds| holds.get(literal - input.literals.start)) == Some(&true)
        })
    }

    fn dead(&self, slice: &Slice, facts: &Facts, literal: usize) -> bool {
        self.state(slice, facts, literal).is_some_and(|(input, state)| {
            let dead = input.dead.get(usize::from(state));
            dead.and_then(|dead| dead.get(literal - input.literals.start)) == Some(&true)
        })
    }

    fn weaker(&self, slice: &Slice, facts: &Facts, left: usize, right: usize) -> bool {
        self.inputs.get(left) == self.inputs.get(right)
            && self
                .state(slice, facts, left)
                .is_some_and(|(input, state)| input.weaker(state, left, right))
    }
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

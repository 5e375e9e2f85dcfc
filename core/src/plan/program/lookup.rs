//! One institution at a time: what each state of a fact leaves of the terms, and what four terms at a time say
//! of the decisions.

use pulp::{Arch, NullaryFnOnce};
use smallvec::{Array, SmallVec};

use crate::bitset::{and, ones, or, put, set};
use crate::plan::outcomes::{Facts, Outcomes};
use crate::plan::program::{AtPlace, Program};
use crate::plan::registering::{OutcomeBits, Registering, Remaining};

/// Four words, which wide registers take at once.
pub type Lane = [u64; 4];

/// OutcomeBits in a lane.
pub const LANE: usize = 256;

/// Terms that are looked up together.
const TOGETHER: usize = 4;

/// The tables of a program.
#[derive(Debug)]
pub struct LookupTables {
    /// Lanes that the terms take.
    lanes: usize,
    /// The first row of each input.
    rows: Vec<usize>,
    /// For each row, the terms that the state of the input leaves.
    left: Vec<Lane>,
    /// Lanes that met, unmet and silent take.
    width: usize,
    /// The outcomes that terms give.
    given: Subsets,
    /// Words of one kind of outcome.
    words: usize,
    /// The input that says whether law lapsed, and for each state of it the parts for which it did.
    place: Option<usize>,
    lapsed: Vec<u64>,
    /// The parts for which a credit code that contradicts the legal form is a conflict.
    tied: Vec<u64>,
    register: Option<Register>,
    arch: Arch,
}

/// Parts that say where the institution is registered.
#[derive(Debug)]
struct Register {
    whole: usize,
    authorities: Vec<u64>,
    doubts: Vec<u64>,
    barred: Vec<u64>,
}

/// A closure would not be compiled for the wide registers; this is.
struct LookUp<'a> {
    tables: &'a LookupTables,
    facts: &'a Facts,
    terms: &'a mut [u64],
    decided: &'a mut [u64],
}

impl NullaryFnOnce for LookUp<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { tables, facts, terms, decided } = self;
        match (tables.lanes, tables.words) {
            (1, 1) => tables.look_up::<1, 1>(facts, terms, decided),
            (1, 2) => tables.look_up::<1, 2>(facts, terms, decided),
            _ => tables.look_up_any(facts, terms, decided),
        }
        match tables.words {
            1 => tables.compose(facts, decided, 1),
            words => tables.compose(facts, decided, words),
        }
    }
}

/// Bits that terms give together, looked up a few terms at a time.
#[derive(Debug)]
pub struct Subsets {
    /// Lanes that the bits take.
    pub width: usize,
    /// For each group of terms and each subset of it, the bits of all of them.
    rows: Vec<Lane>,
}

impl Subsets {
    pub fn new(of_terms: &[Vec<Lane>], width: usize) -> Self {
        let mut rows = Vec::new();
        for group in of_terms.chunks(TOGETHER) {
            for subset in 0..1 << TOGETHER {
                let mut row = vec![[0; 4]; width];
                for term in ones(subset).filter_map(|term| group.get(term)) {
                    or(row.as_flattened_mut(), term.as_flattened());
                }
                rows.extend(row);
            }
        }
        Self { width, rows }
    }

    /// Adds what the terms give.
    #[inline(always)]
    pub fn add(&self, terms: &[u64], sum: &mut [u64]) {
        let groups = self.rows.chunks_exact(self.width << TOGETHER);
        let subsets = terms.iter().flat_map(|word| (0..16).map(move |at| word >> (4 * at) & 15));
        for (group, subset) in groups.zip(subsets) {
            let row = group.get(subset as usize * self.width..).unwrap_or_default();
            or(sum, row.as_flattened());
        }
    }
}

impl LookupTables {
    pub fn new(program: &Program, registration: Option<&Registering>) -> Self {
        let lanes = program.terms.len().div_ceil(LANE).max(1);
        let mut rows = Vec::new();
        let mut left: Vec<Lane> = Vec::new();
        for input in &program.inputs {
            rows.push(left.len());
            for holds in &input.holds {
                let mut row = vec![[u64::MAX; 4]; lanes];
                for term in program.terms_with(input, |own| holds.get(own) == Some(&false)) {
                    put(row.as_flattened_mut(), term, false);
                }
                left.extend(row);
            }
        }
        let words = program.parts.len().div_ceil(64).max(1);
        let width = (3 * words).div_ceil(4);
        let mut of_terms = vec![vec![[0; 4]; width]; program.terms.len()];
        for (position, part) in program.parts.iter().enumerate() {
            for (kind, cover) in part.covers().into_iter().enumerate() {
                for term in cover {
                    if let Some(row) = of_terms.get_mut(*term) {
                        set(row.as_flattened_mut(), kind * words * 64 + position);
                    }
                }
            }
        }
        let given = Subsets::new(&of_terms, width);
        let literal = |lapsed: AtPlace| match lapsed {
            AtPlace::Where(literal) => Some(literal),
            _ => None,
        };
        let place =
            program.parts.iter().find_map(|part| literal(part.lapsed)).and_then(|literal| {
                program.inputs.iter().position(|input| input.literals.contains(&literal))
            });
        let of_place = place.and_then(|place| program.inputs.get(place));
        let first = of_place.map_or(0, |input| input.literals.start);
        let states = of_place.map_or_else(|| vec![Vec::new()], |input| input.holds.clone());
        let mut lapsed = Vec::new();
        for holds in &states {
            let mut row = vec![0; words];
            for (position, part) in program.parts.iter().enumerate() {
                let gone = match part.lapsed {
                    AtPlace::Never => false,
                    AtPlace::Always => true,
                    AtPlace::Where(literal) => {
                        let own = literal.checked_sub(first).and_then(|own| holds.get(own));
                        own.copied().unwrap_or_default()
                    }
                };
                if gone {
                    set(&mut row, position);
                }
            }
            lapsed.extend(row);
        }
        let bits = |parts: &mut dyn Iterator<Item = usize>| {
            let mut bits = vec![0; words];
            parts.for_each(|part| set(&mut bits, part));
            bits
        };
        let tied = program.parts.iter().enumerate().filter(|(_, part)| part.tied_to_form);
        let tied = bits(&mut tied.map(|(position, _)| position));
        let register = registration.map(|registering| Register {
            whole: registering.whole,
            authorities: bits(&mut registering.authorities.iter().copied()),
            doubts: bits(&mut registering.doubts.iter().copied()),
            barred: bits(&mut [registering.barred].into_iter()),
        });
        let arch = Arch::new();
        Self { lanes, rows, left, width, given, words, place, lapsed, tied, register, arch }
    }

    /// Decides every part.
    pub fn decide(&self, facts: &Facts, outcomes: &mut Outcomes) {
        outcomes.width = self.words;
        fit(&mut outcomes.terms, 4 * self.lanes);
        fit(&mut outcomes.words, (4 * self.width).max(5 * self.words));
        let (terms, decided) = (&mut *outcomes.terms, &mut *outcomes.words);
        self.arch.dispatch(LookUp { tables: self, facts, terms, decided });
    }

    /// Sets what follows for a part from more than its terms.
    #[inline(always)]
    fn compose(&self, facts: &Facts, decided: &mut [u64], words: usize) {
        let mut kinds = decided.chunks_exact_mut(words);
        let mut next = || kinds.next().unwrap_or_default();
        let (met, unmet, silent, lapsed, conflict) = (next(), next(), next(), next(), next());
        if facts.conflicting {
            or(met, &self.tied);
            or(unmet, &self.tied);
        }
        let state = self.place.and_then(|place| facts.states.get(place)).copied().unwrap_or(0);
        let row = self.lapsed.get(usize::from(state) * words..).unwrap_or_default();
        lapsed.iter_mut().zip(row).for_each(|(lapsed, of_state)| *lapsed = *of_state);
        conflict.fill(0);
        let Some(register) = &self.register else { return };
        let mut remaining = Remaining::default();
        let decided = met.iter().zip(&*unmet).zip(&*silent);
        let registering = register.authorities.iter().zip(&register.doubts).zip(&register.barred);
        for (((met, unmet), silent), ((authorities, doubts), barred)) in decided.zip(registering) {
            let of = OutcomeBits { met: *met, unmet: *unmet, silent: *silent };
            remaining.add_authority(of, *authorities);
            remaining.add_doubt(of, *doubts);
            remaining.add_barred(of, *barred);
        }
        let whole = remaining.any().registration();
        for (words, bit) in [(met, whole.met), (&mut *unmet, whole.unmet), (silent, whole.silent)] {
            put(words, register.whole, bit & 1 == 1);
        }
        if whole.unmet & 1 == 1 {
            conflict.copy_from_slice(&register.authorities);
        }
    }

    /// The terms that are left, then what they give, with the sizes known when it is compiled.
    #[inline(always)]
    fn look_up<const LANES: usize, const WIDTH: usize>(
        &self,
        facts: &Facts,
        terms: &mut [u64],
        decided: &mut [u64],
    ) {
        let mut alive = [[u64::MAX; 4]; LANES];
        for (first, state) in self.rows.iter().zip(&facts.states) {
            let row = (first + usize::from(*state)) * LANES;
            let (_, rest) = self.left.split_at(row.min(self.left.len()));
            let Some(row) = rest.first_chunk::<LANES>() else { continue };
            and(alive.as_flattened_mut(), row.as_flattened());
        }
        let mut sum = [[0_u64; 4]; WIDTH];
        let groups = self.given.rows.as_chunks::<WIDTH>().0.as_chunks::<{ 1 << TOGETHER }>().0;
        let mut groups = groups.iter();
        for word in alive.as_flattened() {
            let mut word = *word;
            for group in groups.by_ref().take(64 / TOGETHER) {
                if let Some(row) = group.get((word & 15) as usize) {
                    or(sum.as_flattened_mut(), row.as_flattened());
                }
                word >>= TOGETHER;
            }
        }
        terms.iter_mut().zip(alive.as_flattened()).for_each(|(term, alive)| *term = *alive);
        decided.iter_mut().zip(sum.as_flattened()).for_each(|(word, sum)| *word = *sum);
    }

    /// As `look_up`, for books of any size.
    #[inline(always)]
    fn look_up_any(&self, facts: &Facts, terms: &mut [u64], decided: &mut [u64]) {
        terms.fill(u64::MAX);
        decided.fill(0);
        for (first, state) in self.rows.iter().zip(&facts.states) {
            let row = (first + usize::from(*state)) * self.lanes;
            if let Some(row) = self.left.get(row..row + self.lanes) {
                and(terms, row.as_flattened());
            }
        }
        self.given.add(terms, decided);
    }
}

#[inline]
fn fit<A: Array<Item = u64>>(words: &mut SmallVec<A>, length: usize) {
    if words.len() != length {
        words.resize(length, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::{BOOK, any_institution};
    use proptest::prelude::*;

    proptest! {
        /// The parts again and again: more than fit into the lanes that the quick way is for.
        #[test]
        fn tables_of_any_size_decide_alike(institution in any_institution(), times in 2..8_usize) {
            let plan = BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
            let mut program = plan.program.clone();
            let count = program.parts.len();
            program.parts = program.parts.iter().cycle().take(times * count).cloned().collect();
            let facts = plan.facts(&institution).unwrap();
            let [mut few, mut many] = [Outcomes::default(), Outcomes::default()];
            plan.outcomes(&facts, &mut few).unwrap();
            let tables = LookupTables::new(&program, plan.registration.as_ref());
            tables.decide(&facts, &mut many);
            prop_assert!(tables.words > 1);
            let whole = plan.registration.as_ref().map(|registering| registering.whole);
            for part in 0..program.parts.len() {
                if part < count {
                    prop_assert_eq!(few.of(part), many.of(part));
                }
                // Only the first of them is composed of others.
                if Some(part % count) != whole {
                    prop_assert_eq!(few.alone(part % count), many.alone(part));
                }
            }
        }
    }
}

//! Columns of institutions: the same terms as the tables, 64 rows to the word.

use std::collections::HashMap;

use crate::bitset::or;
use crate::plan::program::Program;

/// Words of a line: a block of 4,096 rows stays in the second cache, and memory is read and written in long enough runs.
pub const WORDS: usize = 64;

/// Rows of a block.
pub const ROWS: usize = 64 * WORDS;

/// One bit for each row of a block.
pub type Line = [u64; WORDS];

/// Conjunctions of two lines each: first a line of ones, then the literals, then each conjunction.
#[derive(Debug)]
pub struct BitslicedProgram {
    literals: usize,
    conjunctions: Vec<(usize, usize)>,
    /// For each part: the lines of the terms that make it met, unmet and silent.
    pub covers: Vec<[Vec<usize>; 3]>,
}

impl BitslicedProgram {
    /// Terms share what their commonest literals have in common.
    pub fn new(program: &Program, with_silent: bool) -> Self {
        let literals = program.inputs.last().map_or(0, |input| input.literals.end);
        let kinds = if with_silent { 3 } else { 2 };
        let mut used = vec![false; program.terms.len()];
        for term in program.parts.iter().flat_map(|part| part.covers().into_iter().take(kinds)) {
            for term in term {
                used.get_mut(*term).into_iter().for_each(|used| *used = true);
            }
        }
        let mut often = vec![0_usize; literals];
        for term in used_terms(program, &used) {
            for literal in term {
                often.get_mut(*literal).into_iter().for_each(|often| *often += 1);
            }
        }
        let mut conjunctions: Vec<(usize, usize)> = Vec::new();
        let mut known: HashMap<(usize, usize), usize> = HashMap::new();
        let mut lines = Vec::new();
        for (term, used) in program.terms.iter().zip(&used) {
            let mut sorted: Vec<usize> = if *used { term.clone() } else { Vec::new() };
            sorted
                .sort_by_key(|literal| (std::cmp::Reverse(often.get(*literal).copied()), *literal));
            let line = sorted.into_iter().map(|literal| literal + 1).reduce(|left, right| {
                *known.entry((left, right)).or_insert_with(|| {
                    conjunctions.push((left, right));
                    literals + conjunctions.len()
                })
            });
            lines.push(line.unwrap_or_default());
        }
        let line = |term: &usize| lines.get(*term).copied().unwrap_or_default();
        let covers = program.parts.iter().map(|part| {
            let [met, unmet, silent] = part.covers().map(|cover| cover.iter().map(line).collect());
            [met, unmet, if with_silent { silent } else { Vec::new() }]
        });
        Self { literals, conjunctions, covers: covers.collect() }
    }

    /// Lines for a block, all of them unknown but the line of ones.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![[0; WORDS]; 1 + self.literals + self.conjunctions.len()];
        if let Some(ones) = lines.first_mut() {
            *ones = [u64::MAX; WORDS];
        }
        lines
    }

    /// Every conjunction, from the lines of the literals.
    #[inline(always)]
    pub fn conjoin(&self, lines: &mut [Line]) {
        for (position, (left, right)) in self.conjunctions.iter().enumerate() {
            let Some((done, [line, ..])) = lines.split_at_mut_checked(1 + self.literals + position)
            else {
                return;
            };
            if let (Some(left), Some(right)) = (done.get(*left), done.get(*right)) {
                for ((word, left), right) in line.iter_mut().zip(left).zip(right) {
                    *word = left & right;
                }
            }
        }
    }
}

fn used_terms<'a>(program: &'a Program, used: &'a [bool]) -> impl Iterator<Item = &'a Vec<usize>> {
    program.terms.iter().zip(used).filter(|(_, used)| **used).map(|(term, _)| term)
}

/// The rows in which some term of a cover holds.
#[inline(always)]
pub fn any(cover: &[usize], lines: &[Line]) -> Line {
    let mut sum = [0; WORDS];
    for line in cover.iter().filter_map(|line| lines.get(*line)) {
        or(&mut sum, line);
    }
    sum
}

/// Comparison of the values of 64 rows with one.
pub trait Compare: Copy {
    fn equal(self, classes: &[u8; 64], class: u8) -> u64;

    /// Rows whose numbers are greater.
    fn above(self, numbers: &[i32; 64], bound: i32) -> u64;
}

/// Without wide registers.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

impl Compare for Portable {
    #[inline(always)]
    fn equal(self, classes: &[u8; 64], class: u8) -> u64 {
        let mut bits = 0;
        for (at, eight) in classes.as_chunks::<8>().0.iter().enumerate() {
            let same = eight.map(|found| u8::from(found == class));
            // Gathers the lowest bits of eight bytes into the highest byte.
            let gathered = u64::from_le_bytes(same).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= gathered << (8 * at);
        }
        bits
    }

    #[inline(always)]
    fn above(self, numbers: &[i32; 64], bound: i32) -> u64 {
        let above = numbers.map(|number| u8::from(number > bound));
        self.equal(&above, 1)
    }
}

#[cfg(target_arch = "x86_64")]
impl Compare for pulp::x86::V3 {
    #[inline(always)]
    fn equal(self, classes: &[u8; 64], class: u8) -> u64 {
        let wanted = self.avx._mm256_set1_epi8(class.cast_signed());
        let halves: [[u8; 32]; 2] = pulp::cast(*classes);
        let [low, high] = halves.map(|half| {
            let same = self.avx2._mm256_cmpeq_epi8(pulp::cast(half), wanted);
            u64::from(self.avx2._mm256_movemask_epi8(same).cast_unsigned())
        });
        low | high << 32
    }

    #[inline(always)]
    fn above(self, numbers: &[i32; 64], bound: i32) -> u64 {
        let bound = self.avx._mm256_set1_epi32(bound);
        let mut bits = 0;
        for (at, eight) in numbers.as_chunks::<8>().0.iter().enumerate() {
            let above = self.avx2._mm256_cmpgt_epi32(pulp::cast(*eight), bound);
            let mask = self.avx._mm256_movemask_ps(self.avx._mm256_castsi256_ps(above));
            bits |= u64::from(mask.cast_unsigned()) << (8 * at);
        }
        bits
    }
}

#[cfg(target_arch = "x86_64")]
impl Compare for pulp::x86::V4 {
    #[inline(always)]
    fn equal(self, classes: &[u8; 64], class: u8) -> u64 {
        let wanted = self.avx512f._mm512_set1_epi8(class.cast_signed());
        self.avx512bw._mm512_cmpeq_epi8_mask(pulp::cast(*classes), wanted)
    }

    #[inline(always)]
    fn above(self, numbers: &[i32; 64], bound: i32) -> u64 {
        let bound = self.avx512f._mm512_set1_epi32(bound);
        let mut bits = 0;
        for (at, sixteen) in numbers.as_chunks::<16>().0.iter().enumerate() {
            let above = self.avx512f._mm512_cmpgt_epi32_mask(pulp::cast(*sixteen), bound);
            bits |= u64::from(above) << (16 * at);
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compares(compare: impl Compare) {
        let classes: [u8; 64] = std::array::from_fn(|at| (at * 37 % 11) as u8);
        let numbers: [i32; 64] = std::array::from_fn(|at| match at {
            0 => i32::MIN,
            1 => i32::MAX,
            at => (at * 37 % 23) as i32 - 11,
        });
        for bound in [i32::MIN, -11, -3, 0, 5, 11, i32::MAX] {
            let wanted = (0..64).fold(0, |bits, at| bits | u64::from(numbers[at] > bound) << at);
            assert_eq!(compare.above(&numbers, bound), wanted);
        }
        for class in 0..12 {
            let wanted = (0..64).fold(0, |bits, at| bits | u64::from(classes[at] == class) << at);
            assert_eq!(compare.equal(&classes, class), wanted);
        }
    }

    #[test]
    fn every_width_compares_alike() {
        compares(Portable);
        #[cfg(target_arch = "x86_64")]
        {
            pulp::x86::V3::try_new().into_iter().for_each(compares);
            pulp::x86::V4::try_new().into_iter().for_each(compares);
        }
    }
}

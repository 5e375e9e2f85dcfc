//! Decides a block of rows: lines of terms, of parts, and of what registers.

use crate::bitset::{and, has, or};
use crate::plan;
use crate::plan::columns::batch::{Batch, Share};
use crate::plan::columns::bitsliced::{Line, WORDS, any};
use crate::plan::filing::FIRST;
use crate::plan::outcomes::Outcomes;
use crate::plan::program::AtPlace;
use crate::plan::registering::{Registering, Remaining};

impl Batch<'_, '_> {
    /// Writes the bits of every part that a target shows.
    #[inline(always)]
    pub fn decide(
        &self,
        live: &Line,
        errors: &Line,
        conflicting: &Line,
        at: usize,
        share: &mut Share<'_>,
        lines: &[Line],
    ) {
        let mut readable = *live;
        readable.iter_mut().zip(errors).for_each(|(live, error)| *live &= !error);
        let registering = self.plan.registration.as_ref();
        let registered =
            registering.map(|registering| self.registration(registering, conflicting, lines));
        let of_program = self.plan.parts.iter().enumerate().filter(|(_, part)| **part < FIRST);
        for (plane, part) in of_program {
            let registered = registered.as_ref().and_then(|of| of.get(part));
            let [met, unmet, silent] =
                registered.copied().unwrap_or_else(|| self.part(*part, conflicting, lines));
            let lapsed = self.lapsed(*part, lines);
            let in_force = zip(&readable, &lapsed, |readable, lapsed| readable & !lapsed);
            let mut decided = zip(&met, &unmet, |met, unmet| met ^ unmet);
            and(&mut decided, &in_force);
            let planes = &mut share.planes;
            write(planes, 0, plane, at, &zip(&met, &decided, |met, decided| met & decided));
            write(planes, 1, plane, at, &decided);
            if self.request.details {
                let open = zip(&in_force, &decided, |in_force, decided| in_force & !decided);
                let conflict = zip(&open, &met, |open, met| open & met);
                let silent = zip(&silent, &conflict, |silent, conflict| silent & !conflict);
                write(planes, 2, plane, at, &zip(&silent, &open, |silent, open| silent & open));
                write(planes, 3, plane, at, &conflict);
                let gone = zip(&readable, &lapsed, |readable, lapsed| readable & lapsed);
                write(planes, 4, plane, at, &gone);
            }
        }
    }

    /// Lines of the rows in which a decision is met, is not met, and is not settled.
    #[inline(always)]
    pub fn part(&self, part: usize, conflicting: &Line, lines: &[Line]) -> [Line; 3] {
        let Some([met, unmet, silent]) = self.bitsliced.covers.get(part) else {
            return [[0; WORDS]; 3];
        };
        let (mut met, mut unmet) = (any(met, lines), any(unmet, lines));
        if self.plan.program.parts.get(part).is_some_and(|part| part.tied_to_form) {
            or(&mut met, conflicting);
            or(&mut unmet, conflicting);
        }
        [met, unmet, any(silent, lines)]
    }

    /// Lines of where the institution is registered, and of what that leaves of each authority.
    #[inline(always)]
    pub fn registration(
        &self,
        registering: &Registering,
        conflicting: &Line,
        lines: &[Line],
    ) -> Registered {
        let parts = |parts: &[usize]| -> Vec<(usize, [Line; 3])> {
            parts.iter().map(|part| (*part, self.part(*part, conflicting, lines))).collect()
        };
        let mut authorities = parts(&registering.authorities);
        let doubts = parts(&registering.doubts);
        let barred = self.part(registering.barred, conflicting, lines);
        let mut whole = [[0; WORDS]; 3];
        let [met, unmet, silent] = &mut whole;
        for (word, ((met, unmet), silent)) in met.iter_mut().zip(unmet).zip(silent).enumerate() {
            let of_word = |[met, unmet, silent]: &[Line; 3]| {
                let word = |line: &Line| line.get(word).copied().unwrap_or_default();
                plan::OutcomeBits { met: word(met), unmet: word(unmet), silent: word(silent) }
            };
            let mut remaining = Remaining::default();
            for (_, of) in &authorities {
                remaining.add_authority(of_word(of), u64::MAX);
            }
            for (_, of) in &doubts {
                remaining.add_doubt(of_word(of), u64::MAX);
            }
            remaining.add_barred(of_word(&barred), u64::MAX);
            let bits = remaining.registration();
            (*met, *unmet, *silent) = (bits.met, bits.unmet, bits.silent);
        }
        let [met, unmet, _] = &whole;
        let conflict = zip(met, unmet, |met, unmet| met & unmet);
        for (_, [met, unmet, _]) in &mut authorities {
            or(met, &conflict);
            or(unmet, &conflict);
        }
        Registered { whole: (registering.whole, whole), authorities }
    }

    #[inline(always)]
    pub fn lapsed(&self, part: usize, lines: &[Line]) -> Line {
        match self.plan.program.parts.get(part).map(|part| part.lapsed) {
            Some(AtPlace::Where(literal)) => lines.get(literal + 1).copied().unwrap_or([0; WORDS]),
            Some(AtPlace::Always) => [u64::MAX; WORDS],
            _ => [0; WORDS],
        }
    }

    /// The facts behind each outcome, as for one institution.
    pub fn explain(
        &self,
        row: usize,
        at: usize,
        count: usize,
        errors: &Line,
        share: &mut Share<'_>,
    ) {
        let mut outcomes = Outcomes::default();
        for position in 0..count {
            if has(errors, position) {
                let planes = share.reasons.iter_mut();
                planes.filter_map(|plane| plane.get_mut(at + position)).for_each(|bits| *bits = 0);
                continue;
            }
            let facts = self.plan.settled(&|fact| self.code(fact, row + position));
            if self.plan.outcomes(&facts, &mut outcomes).is_err() {
                continue;
            }
            let reasons = self.plan.reasons_of_parts(&facts, &outcomes);
            for (part, plane) in self.plan.parts.iter().zip(&mut share.reasons) {
                if let (Some(bits), Some(of)) = (plane.get_mut(at + position), reasons.get(*part)) {
                    *bits = *of;
                }
            }
        }
    }
}

#[inline(always)]
pub fn write(planes: &mut [Vec<&mut [u64]>], kind: usize, target: usize, at: usize, line: &Line) {
    let plane = planes.get_mut(kind).and_then(|planes| planes.get_mut(target));
    let Some(rest) = plane.and_then(|plane| plane.get_mut(at / 64..)) else { return };
    if let Some(whole) = rest.first_chunk_mut::<WORDS>() {
        *whole = *line;
    } else {
        rest.iter_mut().zip(line).for_each(|(word, bits)| *word = *bits);
    }
}

#[inline(always)]
pub fn zip(left: &Line, right: &Line, of: impl Fn(u64, u64) -> u64) -> Line {
    let mut line = *left;
    line.iter_mut().zip(right).for_each(|(word, right)| *word = of(*word, *right));
    line
}

/// The lines of where an institution is registered.
pub struct Registered {
    pub whole: (usize, [Line; 3]),
    pub authorities: Vec<(usize, [Line; 3])>,
}

impl Registered {
    pub fn get(&self, part: &usize) -> Option<&[Line; 3]> {
        let mut parts = std::iter::once(&self.whole).chain(&self.authorities);
        parts.find(|(of, _)| of == part).map(|(_, lines)| lines)
    }
}

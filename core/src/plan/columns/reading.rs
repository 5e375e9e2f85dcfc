//! Reads a block of rows into lines of literals.

use crate::bitset::{and, ones, or, set};
use crate::error::ErrorCode;
use crate::facts::{Constraint, Dossier, Fact, Institution, day_code};
use crate::plan::columns::batch::{Batch, Room, Share};
use crate::plan::columns::bitsliced::{Compare, Line, ROWS, WORDS};
use crate::plan::columns::column_reader::{ColumnClass, Reader, Way};
use crate::plan::columns::deciding::zip;
use crate::plan::columns::{Bits, Integers, RowError, Values};
use crate::plan::program::Input;
use crate::policy::vocabulary;

impl Batch<'_, '_> {
    /// Sets the literals of a column; returns the rows that cannot be read.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "one block, and room for its classes")]
    pub fn read(
        &self,
        compare: impl Compare,
        reader: &Reader<'_>,
        input: Option<&Input>,
        (row, count): (usize, usize),
        live: &Line,
        lines: &mut [Line],
        room: &mut Room,
    ) -> Line {
        let classes = &mut room.classes;
        let mut valid = *live;
        if let Some(bits) = reader.column.valid {
            and(&mut valid, &line(bits, row));
        }
        let own = input.map(|input| literals(input, lines)).unwrap_or_default();
        if let (Way::Bits, Values::Bits(bits)) = (&reader.way, reader.column.values) {
            let bits = line(bits, row);
            let state = |class: usize| match reader.classes.get(class) {
                Some(Ok(state)) => usize::from(*state),
                _ => 0,
            };
            let (no, yes) = (state(0), state(1));
            let Some(input) = input else { return [0; WORDS] };
            for (position, line) in own.iter_mut().enumerate() {
                let holds = |state: usize| {
                    let holds = input.holds.get(state).and_then(|holds| holds.get(position));
                    if holds.copied().unwrap_or_default() { u64::MAX } else { 0 }
                };
                let (no, yes) = (holds(no), holds(yes));
                for ((word, bits), valid) in line.iter_mut().zip(bits).zip(valid) {
                    *word = valid & (bits & yes | !bits & no);
                }
            }
            return [0; WORDS];
        }
        match (&reader.way, reader.column.values) {
            (Way::Intervals(bounds), Values::Integers(integers)) => {
                let numbers = integers.numbers(row, &mut room.numbers);
                return intervals(compare, numbers, bounds, &reader.classes, input, &valid, own);
            }
            (Way::Intervals(bounds), Values::Days(days)) => {
                let numbers = Integers::Int32(days).numbers(row, &mut room.numbers);
                return intervals(compare, numbers, bounds, &reader.classes, input, &valid, own);
            }
            (Way::Keys, Values::Words { keys, .. }) => keys.keys(row, classes),
            (Way::Slow, _) => {
                for (position, class) in classes.iter_mut().enumerate().take(count) {
                    *class = reader.slow_class(row + position, &self.plan.places, input);
                }
                if input.is_none() {
                    // Only errors are of interest.
                    return unreadable(compare, classes, &valid);
                }
            }
            _ => return [0; WORDS],
        }
        let known = match input {
            Some(input) => {
                let states = if matches!(reader.way, Way::Slow) { input.holds.len() } else { 256 };
                let readable = reader.classes.iter().take(states);
                spread(compare, classes, readable, input, &valid, own)
            }
            // Nothing tests it: most blocks need no more than a look at the greatest class.
            None if reader.classes.iter().all(Result::is_ok)
                && usize::from(classes.iter().fold(0, |most, class| most.max(*class)))
                    < reader.classes.len() =>
            {
                valid
            }
            None => {
                let mut known = [0; WORDS];
                for (class, _) in (0..=u8::MAX).zip(&reader.classes).filter(|(_, of)| of.is_ok()) {
                    or(&mut known, &equal(compare, classes, class));
                }
                known
            }
        };
        let mut bad = valid;
        bad.iter_mut().zip(known).for_each(|(bad, known)| *bad &= !known);
        bad
    }

    /// Facts that follow from several columns, row by row; returns where the credit code contradicts the form.
    pub fn read_joint(
        &self,
        compare: impl Compare,
        (row, count): (usize, usize),
        lines: &mut [Line],
    ) -> Line {
        let mut conflicting = [0; WORDS];
        for input in &self.joint {
            let mut states = [0_u8; ROWS];
            for (position, state) in states.iter_mut().enumerate().take(count) {
                let (found, is_conflict) = input.settle(&|fact| self.code(fact, row + position));
                *state = found;
                if is_conflict {
                    set(&mut conflicting, position);
                }
            }
            let every: Vec<ColumnClass> = (0..=u8::MAX).map(Ok).take(input.holds.len()).collect();
            let live = first_rows(count);
            spread(compare, &states, every.iter(), input, &live, literals(input, lines));
        }
        conflicting
    }

    /// Sets the literals of a presumed fact, column by column of those that can rebut it.
    #[inline(always)]
    pub fn presume(
        &self,
        compare: impl Compare,
        input: &Input,
        (row, count): (usize, usize),
        lines: &mut [Line],
        classes: &mut [u8; ROWS],
    ) {
        let mut rebutted = [0; WORDS];
        let rebutting = |reader: &&(Reader<'_>, _)| input.fact.sources().contains(&reader.0.fact);
        for (reader, _) in self.readers.iter().filter(rebutting) {
            let mut rows = [0; WORDS];
            if let (Way::Keys, Values::Words { keys, .. }) = (&reader.way, reader.column.values) {
                keys.keys(row, classes);
                for class in &reader.rebutting {
                    or(&mut rows, &equal(compare, classes, *class));
                }
                if let Some(valid) = reader.column.valid {
                    and(&mut rows, &line(valid, row));
                }
            } else {
                for position in 0..count {
                    let code = self.code(reader.fact, row + position);
                    if code.is_some_and(|code| reader.fact.rebuts(code)) {
                        set(&mut rows, position);
                    }
                }
            }
            or(&mut rebutted, &rows);
        }
        let [no, yes] = [0, 1].map(|code| input.holds.get(usize::from(input.state(code))));
        for (position, line) in literals(input, lines).iter_mut().enumerate() {
            let [no, yes] = [no, yes].map(|holds| {
                let holds = holds.and_then(|holds| holds.get(position)).copied();
                if holds.unwrap_or_default() { u64::MAX } else { 0 }
            });
            *line = zip(&rebutted, &rebutted, |rebutted, _| rebutted & yes | !rebutted & no);
        }
    }

    /// The code of a fact in a row, as one institution would have it; none where it is not given or cannot be read.
    pub fn code(&self, fact: Fact, row: usize) -> Option<i64> {
        if fact == Fact::Day {
            return Some(day_code(self.plan.as_of()));
        }
        let field = if fact == Fact::CreditCodeKind { Fact::CreditCode } else { fact };
        let (reader, _) = self.readers.iter().find(|(reader, _)| reader.fact == field)?;
        reader.code(row, &self.plan.places).ok().flatten()
    }

    /// Refuses rows whose facts cannot be together. A dossier is compared with the day of the answer where nothing else is
    /// wrong, as a record is.
    pub fn check_constraints(
        &self,
        (row, count): (usize, usize),
        errors: &mut Line,
        share: &mut Share<'_>,
    ) {
        let given = |fact: Fact| {
            fact == Fact::Day || self.readers.iter().any(|(reader, _)| reader.fact == fact)
        };
        let broken = |constraint: &Constraint| {
            let mut bad: Line = [0; WORDS];
            let is_given = [constraint.least, constraint.most].into_iter().all(given);
            for position in (0..count).filter(|_| is_given) {
                if constraint.is_broken(|fact| self.code(fact, row + position)) {
                    set(&mut bad, position);
                }
            }
            bad
        };
        let told =
            |constraint: &Constraint| (constraint.blamed().field(), Some(ErrorCode::Conflict));
        let of_dossiers = Dossier::CONSTRAINTS.iter().filter(|_| self.plan.is_of_filings());
        let all = Institution::CONSTRAINTS.iter().chain(of_dossiers);
        let (of_day, others) =
            (|one: &&Constraint| one.most == Fact::Day, |one: &&Constraint| one.most != Fact::Day);
        for constraint in all.clone().filter(others) {
            fail(&broken(constraint), errors, row, share, |_| told(constraint));
        }
        let wrong = *errors;
        for constraint in all.filter(of_day) {
            let mut bad = broken(constraint);
            bad.iter_mut().zip(&wrong).for_each(|(bad, wrong)| *bad &= !wrong);
            fail(&bad, errors, row, share, |_| told(constraint));
        }
    }

    /// Tells whether a fault is one of the dossier.
    fn is_of_dossier(&self, error: &RowError) -> bool {
        self.plan.is_of_filings() && vocabulary("Dossier").any(|fact| fact.field() == error.column)
    }

    /// Puts the faults of each row of a block in the order in which a record of the same values has them: those of the
    /// facts of the institution, a place that is not known, those of the facts of the dossier.
    pub fn sort(&self, errors: &mut [RowError]) {
        errors.sort_by_key(|error| {
            let turn = match () {
                () if error.code == ErrorCode::UnknownJurisdiction => 1,
                () if self.is_of_dossier(error) => 2,
                () => 0,
            };
            (error.row, turn)
        });
    }
}

/// Notes the rows that cannot be read.
#[inline(always)]
pub fn fail(
    bad: &Line,
    errors: &mut Line,
    row: usize,
    share: &mut Share<'_>,
    why: impl Fn(usize) -> (&'static str, Option<ErrorCode>),
) {
    for (position, (bad, errors)) in bad.iter().zip(errors).enumerate() {
        *errors |= bad;
        for at in ones(*bad).map(|bit| row + 64 * position + bit) {
            let (column, code) = why(at);
            let code = code.unwrap_or(ErrorCode::UnknownWord);
            share.errors.push(RowError { row: at, column, code });
        }
    }
}

/// The lines of the literals of an input.
#[inline(always)]
pub fn literals<'a>(input: &Input, lines: &'a mut [Line]) -> &'a mut [Line] {
    lines.get_mut(input.literals.start + 1..=input.literals.end).unwrap_or_default()
}

/// Sets the literals that hold by the interval of each row's number; returns the rows that are out of every range.
#[inline(always)]
pub fn intervals(
    compare: impl Compare,
    numbers: &[i32; ROWS],
    bounds: &[i32],
    classes: &[ColumnClass],
    input: Option<&Input>,
    valid: &Line,
    own: &mut [Line],
) -> Line {
    own.iter_mut().for_each(|line| *line = [0; WORDS]);
    let mut bad = [0; WORDS];
    let mut reached = *valid;
    let bounds = bounds.iter().map(Some).chain([None]);
    for (class, bound) in classes.iter().zip(bounds) {
        let mut rows = reached;
        if let Some(bound) = bound {
            let numbers = numbers.as_chunks::<64>().0.iter().zip(valid);
            for (word, (numbers, valid)) in reached.iter_mut().zip(numbers) {
                *word = compare.above(numbers, *bound) & valid;
            }
            rows.iter_mut().zip(&reached).for_each(|(rows, beyond)| *rows &= !beyond);
        }
        match class {
            Err(_) => or(&mut bad, &rows),
            Ok(state) => {
                let holds = input.and_then(|input| input.holds.get(usize::from(*state)));
                let held = own.iter_mut().zip(holds.into_iter().flatten());
                held.filter(|(_, holds)| **holds).for_each(|(line, _)| or(line, &rows));
            }
        }
    }
    bad
}

/// Sets the literals that hold by the state of each row's class; returns the rows whose class is known.
#[inline(always)]
pub fn spread<'a>(
    compare: impl Compare,
    classes: &[u8; ROWS],
    known_classes: impl Iterator<Item = &'a ColumnClass>,
    input: &Input,
    valid: &Line,
    own: &mut [Line],
) -> Line {
    let mut known = [0; WORDS];
    own.iter_mut().for_each(|line| *line = [0; WORDS]);
    for (class, state) in (0..=u8::MAX).zip(known_classes) {
        let Ok(state) = state else { continue };
        let mut rows = equal(compare, classes, class);
        and(&mut rows, valid);
        or(&mut known, &rows);
        let Some(holds) = input.holds.get(usize::from(*state)) else { continue };
        for (line, _) in own.iter_mut().zip(holds).filter(|(_, holds)| **holds) {
            or(line, &rows);
        }
    }
    known
}

/// The rows of a column that nothing tests whose class is that of an error.
pub fn unreadable(compare: impl Compare, classes: &[u8; ROWS], valid: &Line) -> Line {
    let mut readable = equal(compare, classes, 0);
    readable.iter_mut().zip(valid).for_each(|(word, valid)| *word = !*word & valid);
    readable
}

#[inline(always)]
pub fn equal(compare: impl Compare, classes: &[u8; ROWS], class: u8) -> Line {
    let mut rows = [0; WORDS];
    for (word, classes) in rows.iter_mut().zip(classes.as_chunks::<64>().0) {
        *word = compare.equal(classes, class);
    }
    rows
}

/// The bits of a block from a row on.
#[inline(always)]
pub fn line(bits: Bits<'_>, row: usize) -> Line {
    let bit = bits.offset + row;
    let bytes = bits.bytes.get(bit / 8..).unwrap_or_default();
    let mut line = [0; WORDS];
    if let (0, Some(whole)) = (bit % 8, bytes.first_chunk::<{ ROWS / 8 }>()) {
        for (word, bytes) in line.iter_mut().zip(whole.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        return line;
    }
    for (word, at) in line.iter_mut().zip((0..).step_by(8)) {
        let mut sum = 0_u128;
        for (shift, byte) in bytes.iter().skip(at).take(9).enumerate() {
            sum |= u128::from(*byte) << (8 * shift);
        }
        *word = (sum >> (bit % 8)) as u64;
    }
    line
}

pub fn first_rows(count: usize) -> Line {
    let mut line = [0; WORDS];
    for (word, first) in line.iter_mut().zip((0..).step_by(64)) {
        *word = match count.saturating_sub(first) {
            0 => 0,
            rest if rest >= 64 => u64::MAX,
            rest => (1 << rest) - 1,
        };
    }
    line
}

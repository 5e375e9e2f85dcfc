//! Outcomes for columns: each share of the rows block by block, through the lines of a circuit.

use std::sync::Arc;

use pulp::NullaryFnOnce;

use crate::bitset::{and, has, ones, or, set};
use crate::error::{Error, ErrorCode, told_name};
use crate::facts::{Fact, Institution, day_code, duplicate_field};
use crate::plan::columns::bitsliced::{
    BitslicedProgram, Compare, Line, Portable, ROWS, WORDS, any,
};
use crate::plan::columns::column_reader::{ColumnClass, Reader, Way};
use crate::plan::columns::{Answers, Bits, Column, Integers, Request, RowError, Values};
use crate::plan::program::{AtPlace, Input};
use crate::plan::{self, Outcomes, Plan, Registering, Remaining};

/// What all shares have in common.
struct Batch<'a, 'c> {
    plan: &'a Plan,
    circuit: &'a BitslicedProgram,
    readers: Vec<(Reader<'c>, Option<&'a Input>)>,
    /// Facts that are read off several columns.
    joint: Vec<&'a Input>,
    /// Facts that are "no" where no column says otherwise.
    presumed: Vec<&'a Input>,
    request: Request,
}

/// The rows of one thread.
struct Share<'a> {
    /// First row.
    first: usize,
    rows: usize,
    /// By kind of bit and shown part.
    planes: Vec<Vec<&'a mut [u64]>>,
    /// By shown part, where reasons are asked for.
    reasons: Vec<&'a mut [u64]>,
    errors: Vec<RowError>,
}

impl Plan {
    /// 批量作答: the outcomes for every row of some columns. A column that is left out is a fact that is not known.
    /// A row that cannot be read has an error and no outcome; it never fails the others.
    ///
    /// # Errors
    /// A column that no institution has, is given twice, or has fewer values than there are rows. Values of another type
    /// are faults of their rows.
    pub fn answer(
        &self,
        rows: usize,
        columns: &[Column<'_>],
        request: &Request,
    ) -> Result<Answers, Error> {
        let mut answers = Answers::default();
        self.answer_into(rows, columns, request, &mut answers)?;
        Ok(answers)
    }

    /// As `answer`, into the memory of earlier answers.
    ///
    /// # Errors
    /// As `answer`; the earlier answers are then as they were.
    pub fn answer_into(
        &self,
        rows: usize,
        columns: &[Column<'_>],
        request: &Request,
        answers: &mut Answers,
    ) -> Result<(), Error> {
        let readers = self.readers(rows, columns)?;
        let given = |fact: Fact| readers.iter().any(|(reader, _)| reader.fact == fact);
        let joint = |input: &&Input| {
            input.joint && (input.fact != Fact::LegalForm || given(Fact::CreditCode))
        };
        let joint = self.slice.inputs.iter().filter(joint);
        let (presumed, joint) = joint.partition(|input| input.fact.is_presumed());
        let circuit = self.circuit(request.details);
        let batch = Batch { plan: self, circuit, readers, joint, presumed, request: *request };
        let words = rows.div_ceil(64);
        answers.rows = rows;
        if !Arc::ptr_eq(&answers.shown, &self.planes) {
            answers.shown = Arc::clone(&self.planes);
        }
        let parts = self.parts.len();
        let fit = |planes: &mut Vec<Vec<u64>>, wanted: bool, length: usize| {
            planes.resize_with(if wanted { parts } else { 0 }, Vec::new);
            for plane in planes {
                if plane.capacity() < length {
                    // Zeroed by the system, page by page, on the thread that writes it.
                    *plane = vec![0; length];
                }
                plane.resize(length, 0);
            }
        };
        let Answers { planes: kinds, reasons, .. } = answers;
        for (kind, planes) in kinds.iter_mut().enumerate() {
            fit(planes, kind < 2 || request.details, words);
        }
        fit(reasons, request.reasons, rows);
        let threads = request.threads.clamp(1, words.div_ceil(WORDS).max(1));
        let share = words.div_ceil(threads).next_multiple_of(WORDS).max(WORDS);
        let mut chunks: Vec<Vec<_>> = kinds
            .iter_mut()
            .map(|planes| planes.iter_mut().map(|plane| plane.chunks_mut(share)).collect())
            .collect();
        let mut of_reasons: Vec<_> =
            reasons.iter_mut().map(|plane| plane.chunks_mut(64 * share)).collect();
        let mut shares: Vec<Share<'_>> = (0..words.div_ceil(share))
            .map(|position| {
                let first = position * share * 64;
                Share {
                    first,
                    rows: (rows - first).min(share * 64),
                    planes: chunks
                        .iter_mut()
                        .map(|planes| planes.iter_mut().filter_map(Iterator::next).collect())
                        .collect(),
                    reasons: of_reasons.iter_mut().filter_map(Iterator::next).collect(),
                    errors: Vec::new(),
                }
            })
            .collect();
        if let Some((first, others)) = shares.split_first_mut() {
            if others.is_empty() {
                batch.run(first);
            } else {
                std::thread::scope(|scope| {
                    for share in others {
                        scope.spawn(|| batch.run(share));
                    }
                    batch.run(first);
                });
            }
        }
        answers.errors = shares.into_iter().flat_map(|share| share.errors).collect();
        Ok(())
    }

    fn readers<'a, 'c>(
        &'a self,
        rows: usize,
        columns: &[Column<'c>],
    ) -> Result<Vec<(Reader<'c>, Option<&'a Input>)>, Error> {
        let mut readers: Vec<(Reader<'c>, Option<&'a Input>)> = Vec::new();
        for column in columns {
            let fact = Institution::field(column.name)
                .map_err(|error| error.inside(told_name(column.name)))?;
            if readers.iter().any(|(reader, _)| reader.fact == fact) {
                return Err(duplicate_field(fact.field()));
            }
            let enough = match column.values {
                Values::Bits(bits) => bits.reach(rows),
                Values::Integers(values) | Values::Words { keys: values, .. } => {
                    values.len() >= rows
                }
                Values::Days(days) => days.len() >= rows,
                Values::Unknown | Values::Text(_) | Values::Lists(_) | Values::Scalars(_) => true,
            };
            if !enough || column.valid.is_some_and(|valid| !valid.reach(rows)) {
                return Err(Error::new(
                    ErrorCode::BadTable,
                    fact.field(),
                    "这一列比表短",
                    "the column is shorter than the table",
                ));
            }
            let input = self.slice.inputs.iter().find(|input| input.fact == fact);
            readers.push((Reader::new(*column, fact, input, &self.places), input));
        }
        Ok(readers)
    }
}

/// Room for what is read of a column.
struct Room {
    classes: [u8; ROWS],
    numbers: [i32; ROWS],
}

/// The lines of where an institution is registered.
struct Registered {
    whole: (usize, [Line; 3]),
    authorities: Vec<(usize, [Line; 3])>,
}

impl Registered {
    fn get(&self, part: &usize) -> Option<&[Line; 3]> {
        let mut parts = std::iter::once(&self.whole).chain(&self.authorities);
        parts.find(|(of, _)| of == part).map(|(_, lines)| lines)
    }
}

/// A closure would not be compiled for the wide registers; this is.
struct Blocks<'a, 'b, 'c, 'd, C> {
    compare: C,
    batch: &'a Batch<'b, 'c>,
    share: &'a mut Share<'d>,
}

impl<C: Compare> NullaryFnOnce for Blocks<'_, '_, '_, '_, C> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.batch.blocks(self.compare, self.share);
    }
}

impl Batch<'_, '_> {
    /// With the widest registers that the machine has.
    fn run(&self, share: &mut Share<'_>) {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(compare) = pulp::x86::V4::try_new() {
                return compare.vectorize(Blocks { compare, batch: self, share });
            }
            if let Some(compare) = pulp::x86::V3::try_new() {
                return compare.vectorize(Blocks { compare, batch: self, share });
            }
        }
        self.blocks(Portable, share);
    }

    #[inline(always)]
    fn blocks(&self, compare: impl Compare, share: &mut Share<'_>) {
        let mut lines = self.circuit.lines();
        let mut room = Room { classes: [0; ROWS], numbers: [0; ROWS] };
        let mut at = 0;
        while at < share.rows {
            self.block(compare, share, at, &mut lines, &mut room);
            at += ROWS;
        }
    }

    #[inline(always)]
    fn block(
        &self,
        compare: impl Compare,
        share: &mut Share<'_>,
        at: usize,
        lines: &mut [Line],
        room: &mut Room,
    ) {
        let row = share.first + at;
        let count = (share.rows - at).min(ROWS);
        let live = first_rows(count);
        let mut errors: Line = [0; WORDS];
        for (reader, input) in &self.readers {
            let bad = self.read(compare, reader, *input, (row, count), &live, lines, room);
            fail(&bad, &mut errors, row, share, |row| {
                (reader.fact.field(), reader.code(row, &self.plan.places).err())
            });
        }
        self.check_lease((row, count), &mut errors, share);
        let contradicted = self.read_joint(compare, (row, count), lines);
        for input in &self.presumed {
            self.presume(compare, input, (row, count), lines, &mut room.classes);
        }
        self.circuit.conjoin(lines);
        self.decide(&live, &errors, &contradicted, at, share, lines);
        if self.request.reasons {
            self.explain(row, at, count, &errors, share);
        }
        let sorted = share.errors.partition_point(|error| error.row < row);
        share.errors.get_mut(sorted..).unwrap_or_default().sort_by_key(|error| error.row);
    }

    /// Sets the literals of a column; returns the rows that cannot be read.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "one block, and room for its classes")]
    fn read(
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
    fn read_joint(
        &self,
        compare: impl Compare,
        (row, count): (usize, usize),
        lines: &mut [Line],
    ) -> Line {
        let mut contradicted = [0; WORDS];
        for input in &self.joint {
            let mut states = [0_u8; ROWS];
            for (position, state) in states.iter_mut().enumerate().take(count) {
                let (found, contradicts) = input.settle(&|fact| self.code(fact, row + position));
                *state = found;
                if contradicts {
                    set(&mut contradicted, position);
                }
            }
            let every: Vec<ColumnClass> = (0..=u8::MAX).map(Ok).take(input.holds.len()).collect();
            let live = first_rows(count);
            spread(compare, &states, every.iter(), input, &live, literals(input, lines));
        }
        contradicted
    }

    /// Sets the literals of a presumed fact, column by column of those that can rebut it.
    #[inline(always)]
    fn presume(
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
    fn code(&self, fact: Fact, row: usize) -> Option<i64> {
        if fact == Fact::Day {
            return Some(day_code(self.plan.as_of()));
        }
        let field = if fact == Fact::CreditCodeKind { Fact::CreditCode } else { fact };
        let (reader, _) = self.readers.iter().find(|(reader, _)| reader.fact == field)?;
        reader.code(row, &self.plan.places).ok().flatten()
    }

    /// A lease that ends before it starts cannot be read.
    fn check_lease(&self, (row, count): (usize, usize), errors: &mut Line, share: &mut Share<'_>) {
        let given = |fact: Fact| self.readers.iter().any(|(reader, _)| reader.fact == fact);
        if !given(Fact::LeaseFrom) || !given(Fact::LeaseUntil) {
            return;
        }
        let mut bad = [0; WORDS];
        for position in 0..count {
            let code = |fact: Fact| self.code(fact, row + position);
            if let (Some(from), Some(until)) = (code(Fact::LeaseFrom), code(Fact::LeaseUntil))
                && until < from
            {
                set(&mut bad, position);
            }
        }
        fail(&bad, errors, row, share, |_| {
            (Fact::LeaseUntil.field(), Some(ErrorCode::Contradiction))
        });
    }

    /// Writes the bits of every part that a target shows.
    #[inline(always)]
    fn decide(
        &self,
        live: &Line,
        errors: &Line,
        contradicted: &Line,
        at: usize,
        share: &mut Share<'_>,
        lines: &[Line],
    ) {
        let mut readable = *live;
        readable.iter_mut().zip(errors).for_each(|(live, error)| *live &= !error);
        let registering = self.plan.registration.as_ref();
        let registered =
            registering.map(|registering| self.registration(registering, contradicted, lines));
        for (plane, part) in self.plan.parts.iter().enumerate() {
            let registered = registered.as_ref().and_then(|of| of.get(part));
            let [met, unmet, silent] =
                registered.copied().unwrap_or_else(|| self.part(*part, contradicted, lines));
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

    /// Where a decision is met, is not met, and is not settled.
    #[inline(always)]
    fn part(&self, part: usize, contradicted: &Line, lines: &[Line]) -> [Line; 3] {
        let Some([met, unmet, silent]) = self.circuit.covers.get(part) else {
            return [[0; WORDS]; 3];
        };
        let (mut met, mut unmet) = (any(met, lines), any(unmet, lines));
        if self.plan.slice.parts.get(part).is_some_and(|part| part.tied_to_form) {
            or(&mut met, contradicted);
            or(&mut unmet, contradicted);
        }
        [met, unmet, any(silent, lines)]
    }

    /// Where the institution is registered, and what that leaves of each authority.
    #[inline(always)]
    fn registration(
        &self,
        registering: &Registering,
        contradicted: &Line,
        lines: &[Line],
    ) -> Registered {
        let parts = |parts: &[usize]| -> Vec<(usize, [Line; 3])> {
            parts.iter().map(|part| (*part, self.part(*part, contradicted, lines))).collect()
        };
        let mut authorities = parts(&registering.authorities);
        let doubts = parts(&registering.doubts);
        let barred = self.part(registering.barred, contradicted, lines);
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
    fn lapsed(&self, part: usize, lines: &[Line]) -> Line {
        match self.plan.slice.parts.get(part).map(|part| part.lapsed) {
            Some(AtPlace::Where(literal)) => lines.get(literal + 1).copied().unwrap_or([0; WORDS]),
            Some(AtPlace::Always) => [u64::MAX; WORDS],
            _ => [0; WORDS],
        }
    }

    /// The facts behind each outcome, as for one institution.
    fn explain(&self, row: usize, at: usize, count: usize, errors: &Line, share: &mut Share<'_>) {
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

/// Notes the rows that cannot be read.
#[inline(always)]
fn fail(
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
fn literals<'a>(input: &Input, lines: &'a mut [Line]) -> &'a mut [Line] {
    lines.get_mut(input.literals.start + 1..=input.literals.end).unwrap_or_default()
}

/// Sets the literals that hold by the interval of each row's number; returns the rows that are out of every range.
#[inline(always)]
fn intervals(
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
fn spread<'a>(
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
fn unreadable(compare: impl Compare, classes: &[u8; ROWS], valid: &Line) -> Line {
    let mut readable = equal(compare, classes, 0);
    readable.iter_mut().zip(valid).for_each(|(word, valid)| *word = !*word & valid);
    readable
}

#[inline(always)]
fn equal(compare: impl Compare, classes: &[u8; ROWS], class: u8) -> Line {
    let mut rows = [0; WORDS];
    for (word, classes) in rows.iter_mut().zip(classes.as_chunks::<64>().0) {
        *word = compare.equal(classes, class);
    }
    rows
}

/// The bits of a block from a row on.
#[inline(always)]
fn line(bits: Bits<'_>, row: usize) -> Line {
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

fn first_rows(count: usize) -> Line {
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

#[inline(always)]
fn write(planes: &mut [Vec<&mut [u64]>], kind: usize, target: usize, at: usize, line: &Line) {
    let plane = planes.get_mut(kind).and_then(|planes| planes.get_mut(target));
    let Some(rest) = plane.and_then(|plane| plane.get_mut(at / 64..)) else { return };
    if let Some(whole) = rest.first_chunk_mut::<WORDS>() {
        *whole = *line;
    } else {
        rest.iter_mut().zip(line).for_each(|(word, bits)| *word = *bits);
    }
}

#[inline(always)]
fn zip(left: &Line, right: &Line, of: impl Fn(u64, u64) -> u64) -> Line {
    let mut line = *left;
    line.iter_mut().zip(right).for_each(|(word, right)| *word = of(*word, *right));
    line
}

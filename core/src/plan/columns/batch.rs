//! Outcomes for columns: each share of the rows block by block, through the lines of a bitsliced program.

use std::sync::Arc;

use pulp::NullaryFnOnce;

use crate::error::{Error, ErrorCode, told_name};
use crate::facts::{Fact, Institution, duplicate_field};
use crate::plan::Plan;
use crate::plan::columns::bitsliced::{BitslicedProgram, Compare, Line, Portable, ROWS, WORDS};
use crate::plan::columns::column_reader::Reader;
use crate::plan::columns::reading::{fail, first_rows};
use crate::plan::columns::{Answers, Column, Request, RowError, Values};
use crate::plan::program::Input;

/// Parts that all shares have in common.
pub struct Batch<'a, 'c> {
    pub plan: &'a Plan,
    pub bitsliced: &'a BitslicedProgram,
    pub readers: Vec<(Reader<'c>, Option<&'a Input>)>,
    /// Facts that are read off several columns.
    pub joint: Vec<&'a Input>,
    /// Facts that are "no" where no column says otherwise.
    pub presumed: Vec<&'a Input>,
    pub request: Request,
}

/// The rows of one thread.
pub struct Share<'a> {
    /// First row.
    pub first: usize,
    pub rows: usize,
    /// By kind of bit and shown part.
    pub planes: Vec<Vec<&'a mut [u64]>>,
    /// By shown part, where reasons are asked for.
    pub reasons: Vec<&'a mut [u64]>,
    pub errors: Vec<RowError>,
}

impl Plan {
    /// 批量作答: the outcomes for every row of some columns. A column that is left out is a fact that is not known.
    /// A row that cannot be read has an error and no outcome; it never fails the others.
    ///
    /// # Errors
    /// A column that no institution has, is given twice, or has fewer values than there are rows. Values of another type
    /// are faults of their rows.
    pub fn run(
        &self,
        rows: usize,
        columns: &[Column<'_>],
        request: &Request,
    ) -> Result<Answers, Error> {
        let mut answers = Answers::default();
        self.run_into(rows, columns, request, &mut answers)?;
        Ok(answers)
    }

    /// As `run`, into the memory of earlier answers.
    ///
    /// # Errors
    /// As `answer`; the earlier answers are then as they were.
    pub fn run_into(
        &self,
        rows: usize,
        columns: &[Column<'_>],
        request: &Request,
        answers: &mut Answers,
    ) -> Result<(), Error> {
        if self.is_of_filings() {
            let zh = "有备案事项的方案还不能回答表";
            let en = "a plan with targets of a filing answers no tables yet";
            return Err(Error::new(ErrorCode::WrongPlan, "", zh, en));
        }
        let readers = self.readers(rows, columns)?;
        let given = |fact: Fact| readers.iter().any(|(reader, _)| reader.fact == fact);
        let joint = |input: &&Input| {
            input.joint && (input.fact != Fact::LegalForm || given(Fact::CreditCode))
        };
        let joint = self.program.inputs.iter().filter(joint);
        let (presumed, joint) = joint.partition(|input| input.fact.is_presumed());
        let bitsliced = self.bitsliced(request.details);
        let batch = Batch { plan: self, bitsliced, readers, joint, presumed, request: *request };
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
            let input = self.program.inputs.iter().find(|input| input.fact == fact);
            readers.push((Reader::new(*column, fact, input, &self.places), input));
        }
        Ok(readers)
    }
}

/// Room for what is read of a column.
pub struct Room {
    pub classes: [u8; ROWS],
    pub numbers: [i32; ROWS],
}

/// A closure would not be compiled for the wide registers; this is.
pub struct Blocks<'a, 'b, 'c, 'd, C> {
    pub compare: C,
    pub batch: &'a Batch<'b, 'c>,
    pub share: &'a mut Share<'d>,
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
    pub fn run(&self, share: &mut Share<'_>) {
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
    pub fn blocks(&self, compare: impl Compare, share: &mut Share<'_>) {
        let mut lines = self.bitsliced.lines();
        let mut room = Room { classes: [0; ROWS], numbers: [0; ROWS] };
        let mut at = 0;
        while at < share.rows {
            self.block(compare, share, at, &mut lines, &mut room);
            at += ROWS;
        }
    }

    #[inline(always)]
    pub fn block(
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
        self.check_constraints((row, count), &mut errors, share);
        let contradicted = self.read_joint(compare, (row, count), lines);
        for input in &self.presumed {
            self.presume(compare, input, (row, count), lines, &mut room.classes);
        }
        self.bitsliced.conjoin(lines);
        self.decide(&live, &errors, &contradicted, at, share, lines);
        if self.request.reasons {
            self.explain(row, at, count, &errors, share);
        }
        let sorted = share.errors.partition_point(|error| error.row < row);
        share.errors.get_mut(sorted..).unwrap_or_default().sort_by_key(|error| error.row);
    }
}

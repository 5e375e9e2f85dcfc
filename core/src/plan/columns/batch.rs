//! Outcomes for columns: each share of the rows block by block, through the lines of a bitsliced program.

use std::sync::Arc;

use pulp::NullaryFnOnce;

use crate::error::{Error, ErrorCode, told_name};
use crate::facts::{CareClass, Dossier, Fact, Institution, duplicate_field};
use crate::logic::Outcome;
use crate::plan::Plan;
use crate::plan::columns::bitsliced::{BitslicedProgram, Compare, Line, Portable, ROWS, WORDS};
use crate::plan::columns::class_reader::ClassReader;
use crate::plan::columns::column_reader::Reader;
use crate::plan::columns::reading::{fail, first_rows};
use crate::plan::columns::{Answers, Column, Request, RowError, Values};
use crate::plan::filing::{FIRST, FilingTargets};
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
    /// Classes of filings, where there is a column of them.
    pub classes: Option<ClassReader<'c>>,
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
    /// The number of classes in each row, and their outcomes.
    pub classes: Vec<usize>,
    pub of_classes: Vec<Option<Outcome>>,
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
        let classes = self.class_reader(rows, columns)?;
        let readers = self.readers(rows, columns)?;
        let given = |fact: Fact| readers.iter().any(|(reader, _)| reader.fact == fact);
        let joint = |input: &&Input| {
            input.joint && (input.fact != Fact::LegalForm || given(Fact::CreditCode))
        };
        let joint = self.program.inputs.iter().filter(joint);
        let (presumed, joint) = joint.partition(|input| input.fact.is_presumed());
        let bitsliced = self.bitsliced(request.details);
        let request = *request;
        let batch = Batch { plan: self, bitsliced, readers, joint, presumed, classes, request };
        let words = rows.div_ceil(64);
        answers.rows = rows;
        answers.filing = self.shown.iter().map(|part| part.checked_sub(FIRST)).collect();
        answers.filing_targets = self.filing.as_ref().map_or(0, FilingTargets::count);
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
                    classes: Vec::new(),
                    of_classes: Vec::new(),
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
        let (mut errors, mut of_rows, mut of_classes) = (Vec::new(), Vec::new(), Vec::new());
        for share in shares {
            errors.extend(share.errors);
            of_rows.extend(share.classes);
            of_classes.extend(share.of_classes);
        }
        (answers.errors, answers.classes, answers.of_classes) = (errors, of_rows, of_classes);
        Ok(())
    }

    /// The fact that a column is named by: one of an institution, or where there are targets of a filing, of its dossier.
    pub(crate) fn field(&self, name: &str) -> Result<Fact, Error> {
        let of_dossier = || Dossier::field(name).ok().filter(|_| self.is_of_filings());
        Institution::field(name).or_else(|error| of_dossier().ok_or(error))
    }

    /// Reads the column of classes, where there is one.
    fn class_reader<'c>(
        &self,
        rows: usize,
        columns: &[Column<'c>],
    ) -> Result<Option<ClassReader<'c>>, Error> {
        let mut named = columns.iter().filter(|column| column.name == Fact::Classes.field());
        let Some(column) = named.next().filter(|_| self.is_of_filings()) else { return Ok(None) };
        if named.next().is_some() {
            return Err(duplicate_field(Fact::Classes.field()));
        }
        check_length(column, Fact::Classes, rows)?;
        let (starts, ends, known, columns) = match column.values {
            Values::Unknown => return Ok(None),
            Values::Classes { starts, ends, valid, columns } => (starts, ends, valid, columns),
            _ => {
                let (zh, en) = ("班级应为班级的列表", "classes are a list of classes");
                return Err(Error::new(ErrorCode::WrongType, Fact::Classes.field(), zh, en));
            }
        };
        let last = (0..rows).filter_map(|row| ends.get(row)).max().unwrap_or_default();
        let most = usize::try_from(last).unwrap_or_default();
        let mut readers: Vec<Reader<'c>> = Vec::new();
        let inside = |error: Error| error.inside(Fact::Classes.field());
        for column in columns {
            let fact = CareClass::field(column.name)
                .map_err(|error| inside(error.inside(told_name(column.name))))?;
            if readers.iter().any(|reader| reader.fact == fact) {
                return Err(inside(duplicate_field(fact.field())));
            }
            check_length(column, fact, most).map_err(inside)?;
            readers.push(Reader::new(*column, fact, None, &self.places));
        }
        Ok(Some(ClassReader { starts, ends, valid: column.valid, known, readers }))
    }

    fn readers<'a, 'c>(
        &'a self,
        rows: usize,
        columns: &[Column<'c>],
    ) -> Result<Vec<(Reader<'c>, Option<&'a Input>)>, Error> {
        let mut readers: Vec<(Reader<'c>, Option<&'a Input>)> = Vec::new();
        for column in columns {
            let field = self.field(column.name);
            let fact = field.map_err(|error| error.inside(told_name(column.name)))?;
            if fact == Fact::Classes {
                continue;
            }
            if readers.iter().any(|(reader, _)| reader.fact == fact) {
                return Err(duplicate_field(fact.field()));
            }
            check_length(column, fact, rows)?;
            let input = self.program.inputs.iter().find(|input| input.fact == fact);
            readers.push((Reader::new(*column, fact, input, &self.places), input));
        }
        Ok(readers)
    }
}

fn check_length(column: &Column<'_>, fact: Fact, rows: usize) -> Result<(), Error> {
    let enough = match column.values {
        Values::Bits(bits) => bits.reach(rows),
        Values::Integers(values) | Values::Words { keys: values, .. } => values.len() >= rows,
        Values::Days(days) => days.len() >= rows,
        Values::Classes { starts, ends, .. } => starts.len().min(ends.len()) >= rows,
        Values::Unknown | Values::Text(_) | Values::Lists(_) | Values::Scalars(_) => true,
    };
    if enough && column.valid.is_none_or(|valid| valid.reach(rows)) {
        return Ok(());
    }
    let (zh, en) = ("这一列比表短", "the column is shorter than the table");
    Err(Error::new(ErrorCode::BadTable, fact.field(), zh, en))
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
        let classes = self.read_classes((row, count), &mut errors, share);
        self.check_constraints((row, count), &mut errors, share);
        let conflicting = self.read_joint(compare, (row, count), lines);
        for input in &self.presumed {
            self.presume(compare, input, (row, count), lines, &mut room.classes);
        }
        self.bitsliced.conjoin(lines);
        self.decide(&live, &errors, &conflicting, at, share, lines);
        self.file((row, at, count), &classes, &errors, share);
        if self.request.reasons {
            self.explain(row, at, count, &errors, share);
        }
        let sorted = share.errors.partition_point(|error| error.row < row);
        self.sort(share.errors.get_mut(sorted..).unwrap_or_default());
    }
}

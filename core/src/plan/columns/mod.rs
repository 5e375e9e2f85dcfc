//! 列: facts of many institutions, one column a fact, and the outcomes of a plan for all of them.

mod batch;
mod bitsliced;
mod class_reader;
mod column_reader;
mod deciding;
mod filings;
mod reading;

pub use bitsliced::{BitslicedProgram, ROWS};

use std::sync::Arc;

use crate::bitset::has;
use crate::error::ErrorCode;
use crate::facts::{MOST_WORDS, Scalars};
use crate::logic::Outcome;

/// Bits of a column, the first row in the lowest bit, as Arrow has them.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The bit of the first row.
    pub offset: usize,
}

/// Texts by row.
pub trait Texts: Sync {
    /// The text of a row; of one that is not known, any.
    fn text(&self, row: usize) -> &str;
}

/// Lists of words by row.
pub trait Lists: Sync {
    /// The words of a row; of one that is not known, any. A row of more than 64 is an error, so that no more than 65
    /// are looked at.
    fn words(&self, row: usize) -> Vec<&str>;
}

impl<T: AsRef<str> + Sync> Texts for Vec<T> {
    fn text(&self, row: usize) -> &str {
        self.get(row).map_or("", AsRef::as_ref)
    }
}

impl<T: AsRef<str> + Sync> Lists for Vec<Vec<T>> {
    fn words(&self, row: usize) -> Vec<&str> {
        let words = self.get(row).into_iter().flatten().map(AsRef::as_ref);
        words.take(MOST_WORDS + 1).collect()
    }
}

/// Whole numbers of any width.
#[allow(missing_debug_implementations, reason = "values are personal data")]
#[derive(Clone, Copy)]
pub enum Integers<'a> {
    /// Of 8 bits.
    Int8(&'a [i8]),
    /// Of 16 bits.
    Int16(&'a [i16]),
    /// Of 32 bits.
    Int32(&'a [i32]),
    /// Of 64 bits.
    Int64(&'a [i64]),
    /// Of 8 bits, none negative.
    UInt8(&'a [u8]),
    /// Of 16 bits, none negative.
    UInt16(&'a [u16]),
    /// Of 32 bits, none negative.
    UInt32(&'a [u32]),
}

/// The values of a column.
#[allow(missing_debug_implementations, reason = "values are personal data")]
#[derive(Clone, Copy)]
pub enum Values<'a> {
    /// No value at all: the fact is unknown in every row.
    Unknown,
    /// Yes and no.
    Bits(Bits<'a>),
    /// Whole numbers.
    Integers(Integers<'a>),
    /// Days, counted from 1970-01-01.
    Days(&'a [i32]),
    /// Words, places, credit codes and written days, by row.
    Text(&'a dyn Texts),
    /// The same, each text once.
    Words {
        /// The position of the text of each row.
        keys: Integers<'a>,
        /// The texts.
        words: &'a [&'a str],
    },
    /// Lists of words, by row.
    Lists(&'a dyn Lists),
    /// Values of any kinds, by row. The slowest to read.
    Scalars(&'a dyn Scalars),
    /// Classes of a filing: those of all rows one after the other, a column for each fact of a class.
    Classes {
        /// The position of the first class of each row.
        starts: Integers<'a>,
        /// The position behind the last class of each row.
        ends: Integers<'a>,
        /// Tells which are classes; one that is not is an error of its row.
        valid: Option<Bits<'a>>,
        /// The facts of a class, named as its fields.
        columns: &'a [Column<'a>],
    },
}

/// One fact of every row.
#[allow(missing_debug_implementations, reason = "values are personal data")]
#[derive(Clone, Copy)]
pub struct Column<'a> {
    /// Name of the fact, as a field of an institution, or of the dossier of a filing.
    pub name: &'a str,
    /// Its values.
    pub values: Values<'a>,
    /// In which rows it is known; in all where this is left out.
    pub valid: Option<Bits<'a>>,
}

/// Settings by which a plan answers columns.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Request {
    /// Also why an outcome is open, and where no law is in force.
    pub details: bool,
    /// Also the facts behind each outcome.
    pub reasons: bool,
    /// Threads that share the rows; 0 is one.
    pub threads: usize,
    /// Treatment of the columns of an Arrow table that are no facts.
    pub extra: Extra,
    /// Outcomes of an Arrow table as ordered categories, no longer as truth values.
    pub categories: bool,
    /// A further column of an Arrow table: every fault of a row, with its cure.
    pub faults: bool,
    /// Reasons of an Arrow table in long form: a line for each row, target and fact, and no outcomes.
    pub long: bool,
    /// Also the outcome of each class, of requirements that are asked of each.
    pub classes: bool,
}

impl Request {
    /// The bits that the columns of the request are made of.
    #[cfg(feature = "arrow")]
    pub(crate) fn bits(self) -> Self {
        Self {
            details: self.details || self.categories,
            reasons: self.reasons || self.long,
            ..self
        }
    }
}

/// 其他列: what is done with the columns of an Arrow table that no fact is named by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Extra {
    /// They are an error of the table.
    #[default]
    Refuse,
    /// They stand before the answers, as they are.
    Keep,
}

/// A fault of a row; the row cannot be read and has no outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowError {
    /// Its position.
    pub row: usize,
    /// Name of the fact that cannot be read.
    pub column: &'static str,
    /// Code of the fault.
    pub code: ErrorCode,
}

/// The outcomes of a plan for every row. Bits are as in [`Bits`], 64 rows to the word; rows beyond the last are 0.
/// Targets that never differ share their words.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Number of rows.
    pub rows: usize,
    /// The faults of the rows that cannot be read, in the order of the rows, and of a row as a record has them: those of the
    /// institution in the order of the columns, a place that is not known, those of the dossier.
    pub errors: Vec<RowError>,
    /// For each target, its place among the planes.
    pub(crate) shown: Arc<[usize]>,
    /// By kind: met, decided, unsettled, conflict, not in force.
    pub(crate) planes: [Vec<Vec<u64>>; KINDS],
    pub(crate) reasons: Vec<Vec<u64>>,
    /// For each target, its position among those of a filing, and how many of these there are.
    pub(crate) filing: Vec<Option<usize>>,
    pub(crate) filing_targets: usize,
    /// Number of classes in each row, where they were asked for.
    pub(crate) classes: Vec<usize>,
    /// For each class of each row, the outcomes of the targets of a filing.
    pub(crate) of_classes: Vec<Option<Outcome>>,
}

/// Kinds of bits of an answer.
pub const KINDS: usize = 5;

impl Answers {
    /// The rows in which a target is met.
    pub fn met(&self, target: usize) -> &[u64] {
        self.plane(target, 0)
    }

    /// The rows in which a target is met or is not met.
    pub fn decided(&self, target: usize) -> &[u64] {
        self.plane(target, 1)
    }

    /// Rows, where details were asked for, of which the text does not settle a target.
    pub fn unsettled(&self, target: usize) -> &[u64] {
        self.plane(target, 2)
    }

    /// Rows, where details were asked for, whose facts contradict each other.
    pub fn conflict(&self, target: usize) -> &[u64] {
        self.plane(target, 3)
    }

    /// Rows, where details were asked for, in whose place no law of the book is in force for a target.
    pub fn not_in_force(&self, target: usize) -> &[u64] {
        self.plane(target, 4)
    }

    /// Reasons, where they were asked for: by row, a bit for each of [`Plan::reason_facts`](crate::Plan::reason_facts).
    pub fn reasons(&self, target: usize) -> &[u64] {
        let plane = self.shown.get(target).and_then(|plane| self.reasons.get(*plane));
        plane.map_or(&[], Vec::as_slice)
    }

    /// Number of classes in a row, where they were asked for.
    pub fn classes(&self, row: usize) -> usize {
        self.classes.get(row).copied().unwrap_or_default()
    }

    /// Outcome, where classes were asked for, of a target for one of the classes of all rows, counted one after the other;
    /// none where it is not asked of each class.
    pub fn of_class(&self, class: usize, target: usize) -> Option<Outcome> {
        let target = (*self.filing.get(target)?)?;
        *self.of_classes.get(class * self.filing_targets + target)?
    }

    fn plane(&self, target: usize, kind: usize) -> &[u64] {
        let planes = self.planes.get(kind).zip(self.shown.get(target));
        planes.and_then(|(planes, plane)| planes.get(*plane)).map_or(&[], Vec::as_slice)
    }

    /// The outcome of a row, as far as it was asked for: without details, what is open is open for want of facts.
    pub fn outcome(&self, row: usize, target: usize) -> Option<Outcome> {
        if row >= self.rows || self.errors.binary_search_by_key(&row, |error| error.row).is_ok() {
            return None;
        }
        let bit = |plane: &[u64]| has(plane, row);
        Some(match (bit(self.decided(target)), bit(self.met(target))) {
            (true, true) => Outcome::Met,
            (true, false) => Outcome::Unmet,
            _ if bit(self.not_in_force(target)) => Outcome::NotInForce,
            _ if bit(self.conflict(target)) => Outcome::OpenConflict,
            _ if bit(self.unsettled(target)) => Outcome::OpenUnsettled,
            _ => Outcome::OpenFacts,
        })
    }
}

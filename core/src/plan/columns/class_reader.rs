//! Reads the column of classes: those of each row, by the codes of their facts.

use crate::error::ErrorCode;
use crate::facts::{CareClass, Fact, MOST_CLASSES};
use crate::plan::columns::batch::Batch;
use crate::plan::columns::column_reader::Reader;
use crate::plan::columns::{Bits, Integers};

/// The column of classes: where those of each row lie, and a column for each fact of a class.
pub struct ClassReader<'a> {
    pub starts: Integers<'a>,
    pub ends: Integers<'a>,
    /// The rows that list their classes.
    pub valid: Option<Bits<'a>>,
    /// The classes that are some.
    pub known: Option<Bits<'a>>,
    pub readers: Vec<Reader<'a>>,
}

/// Classes of a row, by the codes of each; none where they are not listed.
pub type Classes = Vec<Vec<(Fact, i64)>>;

impl ClassReader<'_> {
    /// The classes of a row.
    pub fn classes(&self, row: usize, batch: &Batch<'_, '_>) -> Result<Classes, ErrorCode> {
        if self.valid.is_some_and(|valid| !valid.get(row)) {
            return Ok(Vec::new());
        }
        let at = |of: Integers<'_>| of.get(row).and_then(|at| usize::try_from(at).ok());
        let (Some(start), Some(end)) = (at(self.starts), at(self.ends)) else {
            return Ok(Vec::new());
        };
        if end.saturating_sub(start) > MOST_CLASSES {
            return Err(ErrorCode::TooLong);
        }
        let class = |position: usize| {
            if self.known.is_some_and(|known| !known.get(position)) {
                return Err(ErrorCode::WrongType);
            }
            let mut codes = Vec::with_capacity(self.readers.len());
            for reader in &self.readers {
                if let Some(code) = reader.code(position, &batch.plan.places)? {
                    codes.push((reader.fact, code));
                }
            }
            let code = |fact: Fact| codes.iter().find(|(of, _)| *of == fact).map(|(_, code)| *code);
            match CareClass::CONSTRAINTS.iter().any(|one| one.is_broken(code)) {
                true => Err(ErrorCode::Conflict),
                false => Ok(codes),
            }
        };
        (start..end).map(class).collect()
    }
}

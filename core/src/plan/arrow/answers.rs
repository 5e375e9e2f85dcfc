//! Answers as Arrow arrays.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Int8Array, ListArray, StringArray, UInt64Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field};

use crate::bitset::put;
use crate::error::{Error, ErrorCode};
use crate::logic::Outcome;
use crate::plan::Plan;
use crate::plan::arrow::arrays::kind;
use crate::plan::arrow::faults::{OfRows, listed};
use crate::plan::arrow::layout::{CATEGORIES, OPEN};
use crate::plan::columns::{Answers, Request, RowError};

/// A row of answers for each row.
pub fn wide(
    plan: &Plan,
    answers: Answers,
    request: &Request,
    faults: Option<OfRows>,
) -> Result<Vec<ArrayRef>, ArrowError> {
    let of_classes = match request.classes {
        true => of_classes(plan, &answers)?,
        false => Vec::new(),
    };
    let Answers { rows, errors: of_rows, shown, planes, reasons, .. } = answers;
    let mut readable = vec![u64::MAX; rows.div_ceil(64)];
    for error in &of_rows {
        put(&mut readable, error.row, false);
    }
    let readable = NullBuffer::new(bits(readable, rows));
    let [met, decided, unsettled, conflict, lapsed] = planes;
    let outcomes = if request.categories {
        let words = words(CATEGORIES.map(Outcome::name));
        let parts = met.iter().zip(&decided).zip(&unsettled).zip(&conflict).zip(&lapsed);
        let parts = parts.map(|((((met, decided), unsettled), conflict), lapsed)| {
            let keys = categories(met, decided, [lapsed, unsettled, conflict]);
            let keys = Int8Array::new(eights(&keys, rows), Some(readable.clone()));
            Ok(Arc::new(DictionaryArray::try_new(keys, Arc::clone(&words))?) as ArrayRef)
        });
        Some(parts.collect::<Result<Vec<_>, ArrowError>>()?)
    } else {
        None
    };
    let decided: Vec<BooleanBuffer> = decided.into_iter().map(|of| bits(of, rows)).collect();
    let mut open = Vec::new();
    if request.details {
        let words = words(OPEN);
        let parts = unsettled.into_iter().zip(conflict).zip(lapsed).zip(&decided);
        for (((unsettled, conflict), lapsed), decided) in parts {
            let valid = NullBuffer::new(readable.inner() & &!decided);
            let keys: Vec<(u64, &[u64])> = vec![(1, &unsettled), (2, &conflict), (3, &lapsed)];
            let keys = Int8Array::new(eights(&keys, rows), Some(valid));
            open.push(Arc::new(DictionaryArray::try_new(keys, Arc::clone(&words))?) as ArrayRef);
        }
    }
    let booleans = || {
        let both = met.into_iter().zip(decided);
        both.map(|(met, decided)| -> ArrayRef {
            Arc::new(BooleanArray::new(bits(met, rows), Some(NullBuffer::new(decided))))
        })
        .collect()
    };
    let outcomes: Vec<ArrayRef> = outcomes.unwrap_or_else(booleans);
    let reasons: Vec<ArrayRef> = reasons
        .into_iter()
        .map(|of| -> ArrayRef { Arc::new(UInt64Array::new(of.into(), Some(readable.clone()))) })
        .collect();
    let kinds = [outcomes, open, reasons];
    let of_targets = |planes: &Vec<ArrayRef>| {
        shown.iter().filter_map(|plane| planes.get(*plane)).cloned().collect::<Vec<_>>()
    };
    let mut arrays: Vec<ArrayRef> = kinds.iter().flat_map(of_targets).collect();
    arrays.extend(of_classes);
    if let Some(faults) = faults {
        arrays.push(Arc::new(listed(&faults, 0..rows)?));
    }
    arrays.push(Arc::new(errors(of_rows, rows)));
    Ok(arrays)
}

/// Outcomes of each class, a list for each row.
fn of_classes(plan: &Plan, answers: &Answers) -> Result<Vec<ArrayRef>, ArrowError> {
    let classes = answers.classes.iter().sum();
    let listed = |count: &usize| *count > 0;
    let lengths = || OffsetBuffer::from_lengths(answers.classes.iter().copied());
    let valid = NullBuffer::from(answers.classes.iter().map(listed).collect::<Vec<_>>());
    let words = words(CATEGORIES.map(Outcome::name));
    let lists = plan.of_classes().map(|(_, target)| {
        let outcomes = (0..classes).map(|class| {
            // Targets that are not in force are not asked of a class either.
            let outcome = answers.of_class(class, target).unwrap_or(Outcome::NotInForce);
            CATEGORIES.iter().zip(0_i8..).find(|(of, _)| **of == outcome).map_or(0, |(_, key)| key)
        });
        let keys = Int8Array::from_iter_values(outcomes);
        let outcomes: ArrayRef = Arc::new(DictionaryArray::try_new(keys, Arc::clone(&words))?);
        let item = Arc::new(Field::new_list_field(outcomes.data_type().clone(), false));
        let valid = Some(valid.clone());
        Ok(Arc::new(ListArray::try_new(item, lengths(), outcomes, valid)?) as ArrayRef)
    });
    lists.collect()
}

/// Words of a dictionary.
pub fn words<const COUNT: usize>(of: [&'static str; COUNT]) -> ArrayRef {
    Arc::new(StringArray::from(of.to_vec()))
}

/// For each category but the least its number and its rows.
fn categories(
    met: &[u64],
    decided: &[u64],
    [lapsed, unsettled, conflict]: [&Vec<u64>; 3],
) -> Vec<(u64, Vec<u64>)> {
    let mut of: [Vec<u64>; 5] = Default::default();
    let parts = met.iter().zip(decided).zip(lapsed).zip(unsettled).zip(conflict);
    for ((((met, decided), lapsed), unsettled), conflict) in parts {
        let open = !decided & !lapsed;
        let conflict = open & conflict;
        let unsettled = open & unsettled & !conflict;
        let facts = open & !unsettled & !conflict;
        let words = [decided & !met, facts, unsettled, conflict, decided & met];
        of.iter_mut().zip(words).for_each(|(of, word)| of.push(word));
    }
    (1..).zip(of).collect()
}

/// For each row the number of the plane whose bit it has; 0 where it has none.
pub fn eights<P: AsRef<[u64]>>(planes: &[(u64, P)], rows: usize) -> ScalarBuffer<i8> {
    /// Each bit in a byte of its own.
    fn spread(bits: u8) -> u64 {
        let apart = (u64::from(bits) * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
        (apart + 0x7f7f_7f7f_7f7f_7f7f) >> 7 & 0x0101_0101_0101_0101
    }
    let words = rows.div_ceil(64);
    // Eight rows to the word, the first in the first byte.
    let mut keys: Vec<u64> = vec![0; 8 * words];
    for (key, plane) in planes {
        let lines = keys.as_chunks_mut::<8>().0.iter_mut().zip(plane.as_ref());
        for (eights, word) in lines.filter(|(_, word)| **word != 0) {
            for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
                *eight += key * spread(byte);
            }
        }
    }
    keys.iter_mut().for_each(|eight| *eight = eight.to_le());
    ScalarBuffer::new(Buffer::from_vec(keys), 0, rows)
}

/// The error of each row that has one; most tables have none, and then no row is looked at.
pub fn errors(errors: Vec<RowError>, rows: usize) -> StringArray {
    if errors.is_empty() {
        return StringArray::new_null(rows);
    }
    let mut errors = errors.into_iter().peekable();
    (0..rows)
        .map(|row| {
            let mut told = String::new();
            while let Some(error) = errors.next_if(|error| error.row == row) {
                let and = if told.is_empty() { "" } else { "; " };
                told.push_str(&format!("{and}{}: {}", error.column, error.code.name()));
            }
            (!told.is_empty()).then_some(told)
        })
        .collect()
}

/// Rows in words of 64, as Arrow has them: the first row in the lowest bit of the first byte.
pub fn bits(words: Vec<u64>, rows: usize) -> BooleanBuffer {
    let mut words: Vec<u64> = words.into_iter().map(u64::to_le).collect();
    words.resize(rows.div_ceil(64), 0);
    BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        let en = format!("the table cannot be read: {}", kind(&error));
        Self::new(ErrorCode::BadTable, "", "无法读取这个表", en)
    }
}

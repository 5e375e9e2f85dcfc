//! Answers as Arrow arrays.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Int8Array, StringArray, UInt64Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use crate::bitset::put;
use crate::error::{Error, ErrorCode};
use crate::plan::arrow::OPEN;
use crate::plan::arrow::arrays::kind;
use crate::plan::columns::{Answers, RowError};

pub fn arrays(answers: Answers) -> Result<Vec<ArrayRef>, ArrowError> {
    let Answers { rows, errors: of_rows, shown, planes, reasons } = answers;
    let mut readable = vec![u64::MAX; rows.div_ceil(64)];
    for error in &of_rows {
        put(&mut readable, error.row, false);
    }
    let readable = NullBuffer::new(bits(readable, rows));
    let [met, decided, unsettled, conflict, lapsed] = planes;
    let decided: Vec<BooleanBuffer> = decided.into_iter().map(|of| bits(of, rows)).collect();
    let words: ArrayRef = Arc::new(StringArray::from(OPEN.to_vec()));
    let open = unsettled.into_iter().zip(conflict).zip(lapsed).zip(&decided);
    let open = open.map(|(((unsettled, conflict), lapsed), decided)| {
        let open = NullBuffer::new(readable.inner() & &!decided);
        let keys = Int8Array::new(keys([unsettled, conflict, lapsed], rows), Some(open));
        Ok(Arc::new(DictionaryArray::try_new(keys, Arc::clone(&words))?) as ArrayRef)
    });
    let open = open.collect::<Result<Vec<_>, ArrowError>>()?;
    let met: Vec<ArrayRef> = met
        .into_iter()
        .zip(decided)
        .map(|(met, decided)| -> ArrayRef {
            Arc::new(BooleanArray::new(bits(met, rows), Some(NullBuffer::new(decided))))
        })
        .collect();
    let reasons: Vec<ArrayRef> = reasons
        .into_iter()
        .map(|of| -> ArrayRef { Arc::new(UInt64Array::new(of.into(), Some(readable.clone()))) })
        .collect();
    let kinds = [met, open, reasons];
    let of_targets = |planes: &Vec<ArrayRef>| {
        shown.iter().filter_map(|plane| planes.get(*plane)).cloned().collect::<Vec<_>>()
    };
    let mut arrays: Vec<ArrayRef> = kinds.iter().flat_map(of_targets).collect();
    arrays.push(Arc::new(errors(of_rows, rows)));
    Ok(arrays)
}

/// For each row the number of the plane, from 1, whose bit it has; 0 where it has none.
pub fn keys(planes: [Vec<u64>; 3], rows: usize) -> ScalarBuffer<i8> {
    /// Each bit in a byte of its own.
    fn spread(bits: u8) -> u64 {
        let apart = (u64::from(bits) * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
        (apart + 0x7f7f_7f7f_7f7f_7f7f) >> 7 & 0x0101_0101_0101_0101
    }
    let [unsettled, conflict, lapsed] = planes;
    let words = unsettled.iter().zip(&conflict).zip(&lapsed);
    // Eight rows to the word, the first in the first byte.
    let mut keys: Vec<u64> = Vec::with_capacity(8 * rows.div_ceil(64));
    for ((one, two), three) in words {
        let mut eights = [0; 8];
        for (key, word) in (1..).zip([one, two, three]).filter(|(_, word)| **word != 0) {
            for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
                *eight += key * spread(byte);
            }
        }
        keys.extend_from_slice(&eights.map(u64::to_le));
    }
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

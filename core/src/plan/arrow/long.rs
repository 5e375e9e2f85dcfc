//! Reasons in long form: a line for each row, target and fact.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int16Array, StringArray, UInt64Array, make_array,
};
use arrow_data::transform::MutableArrayData;
use arrow_schema::ArrowError;

use crate::bitset::ones;
use crate::plan::Plan;
use crate::plan::arrow::answers::errors;
use crate::plan::arrow::faults::{OfRows, listed};
use crate::plan::columns::{Answers, RowError};

/// Lines in the order of the rows. A row that cannot be read has one, of no target and no fact.
pub struct Lines {
    rows: Vec<usize>,
    targets: Vec<Option<i16>>,
    facts: Vec<Option<i8>>,
}

impl Lines {
    pub fn of(answers: &Answers) -> Self {
        let mut lines = Self { rows: Vec::new(), targets: Vec::new(), facts: Vec::new() };
        let mut unread = answers.errors.iter().map(|error| error.row).peekable();
        for row in 0..answers.rows {
            if unread.next_if_eq(&row).is_some() {
                while unread.next_if_eq(&row).is_some() {}
                lines.push(row, None, None);
                continue;
            }
            for (target, _) in (0_i16..).zip(answers.shown.iter()) {
                let reasons = answers.reasons(usize::try_from(target).unwrap_or_default());
                for fact in ones(reasons.get(row).copied().unwrap_or_default()) {
                    lines.push(row, Some(target), i8::try_from(fact).ok());
                }
            }
        }
        lines
    }

    fn push(&mut self, row: usize, target: Option<i16>, fact: Option<i8>) {
        self.rows.push(row);
        self.targets.push(target);
        self.facts.push(fact);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The value of the row of each line.
    pub fn repeated(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let data = array.to_data();
        let mut values = MutableArrayData::new(vec![&data], false, self.len());
        self.rows.iter().try_for_each(|row| values.try_extend(0, *row, row + 1))?;
        Ok(make_array(values.freeze()))
    }

    /// The columns of answers.
    pub fn arrays(
        self,
        plan: &Plan,
        mut of_rows: Vec<RowError>,
        faults: Option<OfRows>,
        first_row: u64,
    ) -> Result<Vec<ArrayRef>, ArrowError> {
        let faults = faults.map(|faults| listed(&faults, self.rows.iter().copied())).transpose()?;
        let mut at = 0;
        for error in &mut of_rows {
            let left = self.rows.get(at..).unwrap_or_default();
            at += left.partition_point(|row| *row < error.row);
            error.row = at;
        }
        let count = self.len();
        let targets = plan.targets().iter().map(String::as_str);
        let targets: ArrayRef = Arc::new(StringArray::from_iter_values(targets));
        let facts: ArrayRef = Arc::new(StringArray::from(plan.reason_facts().to_vec()));
        let numbers = self.rows.into_iter().map(|row| first_row + row as u64);
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from_iter_values(numbers)),
            Arc::new(DictionaryArray::try_new(Int16Array::from(self.targets), targets)?),
            Arc::new(DictionaryArray::try_new(Int8Array::from(self.facts), facts)?),
        ];
        arrays.extend(faults.map(|faults| Arc::new(faults) as ArrayRef));
        arrays.push(Arc::new(errors(of_rows, count)));
        Ok(arrays)
    }
}

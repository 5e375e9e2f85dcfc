//! Tables as other libraries hand them over: arrays of structs, one after the other.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int32Type, Int64Type, RunEndIndexType};
use arrow_array::{
    Array, ArrayRef, PrimitiveArray, RecordBatch, RecordBatchOptions, RecordBatchReader, RunArray,
    StructArray, make_array,
};
use arrow_buffer::{ArrowNativeType, NullBuffer};
use arrow_data::ArrayData;
use arrow_data::transform::MutableArrayData;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::error::{Error, ErrorCode};

/// Record batches of arrays of structs, which another library hands over: each array is checked before it is read, and
/// of a row that is null nothing is known, whatever lies under it.
#[derive(Debug)]
pub struct Batches<R> {
    arrays: R,
    schema: SchemaRef,
}

impl<R: Iterator<Item = Result<ArrayRef, ArrowError>>> Batches<R> {
    /// Reads the arrays of a field.
    ///
    /// # Errors
    /// A field of something else than structs.
    pub fn new(arrays: R, field: &Field) -> Result<Self, Error> {
        let DataType::Struct(fields) = field.data_type() else {
            return Err(Error::new(
                ErrorCode::BadTable,
                "",
                "应为表，收到的是一列",
                "expected a table, found an array",
            ));
        };
        // A null row makes a null of every field.
        let fields: Vec<Field> =
            fields.iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
        let schema = Schema::new_with_metadata(fields, field.metadata().clone());
        Ok(Self { arrays, schema: Arc::new(schema) })
    }

    fn batch(&self, array: &ArrayRef) -> Result<RecordBatch, ArrowError> {
        array.to_data().validate_full()?;
        let table: &StructArray = array
            .as_struct_opt()
            .ok_or_else(|| ArrowError::SchemaError("expected an array of structs".to_owned()))?;
        let columns = table.columns().iter().map(|column| known(column, table.nulls()));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(table.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
    }
}

/// A column with a null in each row that is null.
fn known(column: &ArrayRef, rows: Option<&NullBuffer>) -> Result<ArrayRef, ArrowError> {
    let rows = rows.filter(|rows| rows.null_count() > 0 && *column.data_type() != DataType::Null);
    let Some(rows) = rows else { return Ok(Arc::clone(column)) };
    if let DataType::RunEndEncoded(ends, _) = column.data_type() {
        return match ends.data_type() {
            DataType::Int16 => known_runs::<Int16Type>(column, rows),
            DataType::Int64 => known_runs::<Int64Type>(column, rows),
            _ => known_runs::<Int32Type>(column, rows),
        };
    }
    let nulls = NullBuffer::union(column.nulls(), Some(rows));
    Ok(make_array(column.to_data().into_builder().nulls(nulls).build()?))
}

/// Runs have no nulls of their own: those of a row that is null are cut there, and the value of the row is a null.
fn known_runs<R: RunEndIndexType>(
    column: &ArrayRef,
    rows: &NullBuffer,
) -> Result<ArrayRef, ArrowError> {
    let runs: &RunArray<R> = column
        .as_run_opt()
        .ok_or_else(|| ArrowError::SchemaError("expected an array of runs".to_owned()))?;
    let source = runs.values().to_data();
    let mut values = MutableArrayData::new(vec![&source], true, source.len());
    let mut ends: Vec<R::Native> = Vec::new();
    let mut last = None;
    for row in 0..runs.len() {
        let own = rows.is_valid(row).then(|| runs.get_physical_index(row));
        let end = R::Native::from_usize(row + 1)
            .ok_or_else(|| ArrowError::SchemaError("too many rows for these runs".to_owned()))?;
        match ends.last_mut() {
            Some(of) if last == Some(own) => *of = end,
            _ => {
                match own {
                    Some(at) => values.try_extend(0, at, at + 1)?,
                    None => values.try_extend_nulls(1)?,
                }
                ends.push(end);
            }
        }
        last = Some(own);
    }
    let ends = PrimitiveArray::<R>::from_iter_values(ends);
    let parts = vec![ends.to_data(), values.freeze()];
    let whole = ArrayData::builder(column.data_type().clone()).len(runs.len()).child_data(parts);
    Ok(make_array(whole.build()?))
}

impl<R: Iterator<Item = Result<ArrayRef, ArrowError>>> Iterator for Batches<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let array = self.arrays.next()?;
        Some(array.and_then(|array| self.batch(&array)))
    }
}

impl<R: Iterator<Item = Result<ArrayRef, ArrowError>>> RecordBatchReader for Batches<R> {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{BooleanArray, StringArray};

    use super::*;
    use crate::plan::columns::Request;
    use crate::policy::PolicyBook;

    fn table(nulls: Option<NullBuffer>) -> ArrayRef {
        let place: ArrayRef =
            Arc::new(StringArray::from(vec![Some("370303"), Some("370303"), None]));
        let filed: ArrayRef = Arc::new(BooleanArray::from(vec![false, false, true]));
        let fields = vec![
            Field::new("jurisdiction", DataType::Utf8, true),
            Field::new("filed", DataType::Boolean, false),
        ];
        Arc::new(StructArray::new(fields.into(), vec![place, filed], nulls))
    }

    fn outcomes(array: ArrayRef) -> Vec<Option<bool>> {
        let book = PolicyBook::bundled().unwrap();
        let day = "2026-06-01".parse().unwrap();
        let plan = Arc::new(book.plan(day, &["price-water".to_owned()]).unwrap());
        let field = Field::new("", array.data_type().clone(), true);
        let batches = Batches::new([Ok(array)].into_iter(), &field).unwrap();
        let answers = crate::PlanReader::new(plan, batches, Request::default()).unwrap();
        let answers: Vec<RecordBatch> = answers.collect::<Result<_, _>>().unwrap();
        answers.iter().flat_map(|batch| batch.column(0).as_boolean().iter()).collect()
    }

    #[test]
    fn null_row_has_no_facts() {
        assert_eq!(outcomes(table(None)), [Some(false), Some(false), None]);
        let nulls = || Some(NullBuffer::from(vec![true, false, true]));
        assert_eq!(outcomes(table(nulls())), [Some(false), None, None]);
        assert_eq!(outcomes(table(nulls()).slice(1, 2)), [None, None]);
        assert_eq!(outcomes(table(nulls()).slice(0, 1)), [Some(false)]);
    }

    #[test]
    fn runs_under_a_null_row_are_not_known() {
        let ends = arrow_array::Int32Array::from(vec![2, 3]);
        let values = BooleanArray::from(vec![false, true]);
        let runs = RunArray::<Int32Type>::try_new(&ends, &values).unwrap();
        let field = Field::new("filed", runs.data_type().clone(), true);
        let place: ArrayRef = Arc::new(StringArray::from(vec!["370303"; 3]));
        let fields = vec![Field::new("jurisdiction", DataType::Utf8, true), field];
        let nulls = Some(NullBuffer::from(vec![true, false, true]));
        let table: ArrayRef =
            Arc::new(StructArray::new(fields.into(), vec![place, Arc::new(runs)], nulls));
        assert_eq!(outcomes(Arc::clone(&table)), [Some(false), None, None]);
        assert_eq!(outcomes(table.slice(1, 2)), [None, None]);
    }

    #[test]
    fn value_that_is_no_table_is_refused() {
        let number = Field::new("", DataType::Int32, true);
        let refused = Batches::new(std::iter::empty(), &number).unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadTable);
    }

    fn panicking() -> Option<Result<ArrayRef, ArrowError>> {
        None
    }

    #[test]
    fn a_reader_that_panics_gives_an_error_and_ends() {
        let book = PolicyBook::bundled().unwrap();
        let plan = Arc::new(book.plan("2026-06-01".parse().unwrap(), &[]).unwrap());
        let field = Field::new("", table(None).data_type().clone(), true);
        let broken = std::iter::repeat_with(|| panicking().unwrap());
        let batches = Batches::new(broken, &field).unwrap();
        let mut answers = crate::PlanReader::new(plan, batches, Request::default()).unwrap();
        assert!(answers.next().unwrap().is_err());
        assert!(answers.next().is_none());
    }
}

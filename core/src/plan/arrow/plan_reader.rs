//! Answers a stream of record batches, batch by batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};

use crate::error::Error;
use crate::plan::Plan;
use crate::plan::arrow::{Columns, MOST_ROWS, MOST_ROWS_IN_LINES, MOST_ROWS_WITH_REASONS};
use crate::plan::columns::Request;

/// The answers to the batches of a reader, one after the other as they are asked for.
#[derive(Debug)]
pub struct PlanReader<R> {
    plan: Arc<Plan>,
    facts: R,
    request: Request,
    columns: Columns,
    schema: SchemaRef,
    /// Rows that were read and are still to be answered.
    rest: Option<RecordBatch>,
    /// Number of rows that were answered.
    read: u64,
    /// Tells whether a panic ended it.
    broken: bool,
}

impl<R: RecordBatchReader> PlanReader<R> {
    /// Answers with a plan what a reader gives, some hundred thousand rows at a time.
    ///
    /// # Errors
    /// Those of [`Plan::run_batch`] that the columns of the reader give, whatever their rows.
    pub fn new(plan: Arc<Plan>, facts: R, request: Request) -> Result<Self, Error> {
        let columns = Columns::of(&plan, &facts.schema(), &request)?;
        let schema = columns.schema(&plan, &request)?;
        plan.answer_as(
            &RecordBatch::new_empty(facts.schema()),
            &request,
            &columns,
            Arc::clone(&schema),
            0,
        )?;
        Ok(Self { plan, facts, request, columns, schema, rest: None, read: 0, broken: false })
    }

    /// The next rows to answer.
    fn rows(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        let whole = match self.rest.take() {
            Some(rest) => rest,
            None => match self.facts.next()? {
                Ok(batch) => batch,
                Err(error) => return Some(Err(error)),
            },
        };
        let most = match self.request {
            Request { long: true, .. } | Request { faults: true, .. } => MOST_ROWS_IN_LINES,
            Request { reasons: true, .. } => MOST_ROWS_WITH_REASONS,
            _ => MOST_ROWS,
        };
        if whole.num_rows() <= most {
            return Some(Ok(whole));
        }
        self.rest = Some(whole.slice(most, whole.num_rows() - most));
        Some(Ok(whole.slice(0, most)))
    }
}

impl<R: RecordBatchReader> Iterator for PlanReader<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken {
            return None;
        }
        // Whoever reads a stream calls from another language, where a panic would end the process.
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let facts = self.rows()?.map_err(unreadable);
            Some(facts.and_then(|facts| {
                let (first, schema) = (self.read, Arc::clone(&self.schema));
                self.read += facts.num_rows() as u64;
                self.plan
                    .answer_as(&facts, &self.request, &self.columns, schema, first)
                    .map_err(|error| ArrowError::ExternalError(Box::new(error)))
            }))
        }));
        answered.unwrap_or_else(|_| {
            self.broken = true;
            Some(Err(ArrowError::CDataInterface("the table cannot be read".to_owned())))
        })
    }
}

impl<R: RecordBatchReader> RecordBatchReader for PlanReader<R> {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// Error of a table that cannot be read. What a producer says itself stays in its words; what was found in its arrays is told
/// by its kind alone.
fn unreadable(error: ArrowError) -> ArrowError {
    match error {
        ArrowError::CDataInterface(_) | ArrowError::ExternalError(_) => error,
        error => ArrowError::ExternalError(Box::new(Error::from(error))),
    }
}

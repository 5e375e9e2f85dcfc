//! 方案: the handle by which another language holds a plan.

use std::ops::Deref;
use std::sync::Arc;

#[cfg(feature = "arrow")]
use arrow_array::RecordBatchReader;

#[cfg(feature = "arrow")]
use crate::error::Error;
use crate::plan::Plan;
#[cfg(feature = "arrow")]
use crate::plan::{PlanReader, Request};

/// A plan as another language holds it: cheap to copy, and used by any number of threads at once.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct PlanHandle(Arc<Plan>);

impl PlanHandle {
    /// The handle of a plan.
    pub fn new(plan: Plan) -> Self {
        Self(Arc::new(plan))
    }

    /// Answers what a reader gives, as it is read. The plan is kept for as long.
    ///
    /// # Errors
    /// A column that no institution has, is given twice, or is of a type that no fact can be read from.
    #[cfg(feature = "arrow")]
    pub fn answers<R: RecordBatchReader>(
        &self,
        facts: R,
        request: Request,
    ) -> Result<PlanReader<R>, Error> {
        PlanReader::new(Arc::clone(&self.0), facts, request)
    }
}

impl Deref for PlanHandle {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.0
    }
}

//! 工作日历: the State Council's yearly notices, and deadlines that are counted by them.

mod deadline;
mod notices;

#[cfg(feature = "json")]
pub use deadline::WORKING_DAYS;
pub use deadline::{DayOff, Deadline, DeadlineState, SkippedDay};
pub use notices::Calendar;

/// The closed sets of terms of this room, for Python's classes of them.
#[cfg(feature = "pyo3")]
pub(crate) const TERM_SETS: &[&[crate::facts::TermSet]] = &[deadline::TERM_SETS];

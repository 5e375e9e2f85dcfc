//! 工作日历: the State Council's yearly notices, and deadlines that are counted by them.

pub(crate) mod deadline;
pub(crate) mod notices;

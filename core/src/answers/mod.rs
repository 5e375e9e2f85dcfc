//! 答复: one file a question, with what it answers.

pub(crate) mod assessment;
pub(crate) mod decision_record;
pub(crate) mod due_dates;
pub(crate) mod filing;
pub(crate) mod finding;
pub(crate) mod notes;
pub(crate) mod registration;
pub(crate) mod registration_acts;
pub(crate) mod responsibility;
pub(crate) mod supports;
pub(crate) mod text;
pub(crate) mod unmet_either_way;
pub(crate) mod what_if;

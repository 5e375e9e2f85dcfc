//! Exact three-valued decisions over partial facts: no law and no sentence is known here.

pub(crate) mod condition;
pub(crate) mod decision;
pub(crate) mod joint_conflict;
pub(crate) mod outcome;
pub(crate) mod partial_facts;
pub(crate) mod prime_implicants;
pub(crate) mod remedies;

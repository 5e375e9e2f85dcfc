//! Decisions of single rules, and of the remarks beside them.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::logic::decision::Decision;
use crate::policy::rules::Rule;

/// Decisions of single rules and of their remarks, compiled when they are first asked for.
#[derive(Debug)]
pub(crate) struct Speakers(pub(crate) HashMap<usize, Speaker>);

#[derive(Debug)]
pub(crate) struct Speaker {
    pub(crate) rule: OnceLock<Option<Box<Decision>>>,
    pub(crate) remarks: Vec<OnceLock<Option<Box<Decision>>>>,
}

impl Speakers {
    pub(crate) fn new<'a>(rules: impl Iterator<Item = (usize, &'a Rule)>) -> Self {
        let speaker = |(position, rule): (usize, &Rule)| {
            let remarks = rule.remarks.iter().map(|_| OnceLock::new()).collect();
            (position, Speaker { rule: OnceLock::new(), remarks })
        };
        Self(rules.map(speaker).collect())
    }
}

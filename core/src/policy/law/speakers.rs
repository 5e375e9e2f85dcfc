//! Decisions of single rules, and of the remarks beside them.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::logic::Decision;
use crate::policy::rules::Rule;

/// Decisions of single rules and of their remarks, compiled when they are first asked for.
#[derive(Debug)]
pub struct Speakers(pub(crate) HashMap<usize, Speaker>);

#[derive(Debug)]
pub struct Speaker {
    pub rule: OnceLock<Option<Decision>>,
    pub remarks: Vec<OnceLock<Option<Decision>>>,
}

impl Speakers {
    pub fn new<'a>(rules: impl Iterator<Item = (usize, &'a Rule)>) -> Self {
        let speaker = |(position, rule): (usize, &Rule)| {
            let remarks = rule.remarks.iter().map(|_| OnceLock::new()).collect();
            (position, Speaker { rule: OnceLock::new(), remarks })
        };
        Self(rules.map(speaker).collect())
    }
}

//! The questions still to ask, counted over many answers.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;
use tuoyu_shared::{List, Shared};

use crate::facts::Fact;
use crate::logic::{Missing, missing_fact};

/// For each fact that is asked for, the number of answers that it could decide by itself.
#[derive(Debug)]
pub struct AskedFor([Option<i32>; Fact::ALL.len()]);

/// The questions that were asked, by the fact and by what it decides.
#[derive(Debug, Default)]
pub struct Questions(RwLock<HashMap<(Fact, i32), Shared<Missing>, FxBuildHasher>>);

impl Default for AskedFor {
    fn default() -> Self {
        Self([None; Fact::ALL.len()])
    }
}

impl AskedFor {
    pub fn add(&mut self, missing: &[(Fact, i32)]) {
        for (fact, decides) in missing {
            if let Some(of_fact) = self.0.get_mut(*fact as usize) {
                *of_fact = Some(of_fact.unwrap_or_default() + decides);
            }
        }
    }

    /// The facts, in the order of the vocabulary.
    pub fn facts(&self) -> Arc<[(Fact, i32)]> {
        let counts = Fact::ALL.iter().zip(self.0);
        counts.filter_map(|(fact, decides)| Some((*fact, decides?))).collect()
    }

    /// The one that can decide most first, then in the order of the vocabulary.
    pub fn ranked(&self, questions: &Questions) -> List<Missing> {
        questions.of(&self.in_order())
    }

    /// As `ranked`, for an answer of its own.
    pub fn missing(&self) -> Vec<Missing> {
        let asked = self.in_order().into_iter();
        asked.map(|(fact, decides)| missing_fact(fact, decides)).collect()
    }

    fn in_order(&self) -> Vec<(Fact, i32)> {
        let mut asked = self.facts().to_vec();
        asked.sort_by_key(|(_, decides)| std::cmp::Reverse(*decides));
        asked
    }
}

impl Questions {
    /// Questions for facts, each with what it decides.
    pub fn of(&self, asked: &[(Fact, i32)]) -> List<Missing> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let all: Option<List<Missing>> = asked.iter().map(|one| known.get(one).cloned()).collect();
        drop(known);
        all.unwrap_or_else(|| {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            let question = |one: &(Fact, i32)| {
                known.entry(*one).or_insert_with(|| Shared::new(missing_fact(one.0, one.1))).clone()
            };
            asked.iter().map(question).collect()
        })
    }
}

/// The facts of questions.
pub fn facts_of(missing: &[impl AsRef<Missing>]) -> Arc<[(Fact, i32)]> {
    let fact = |missing: &Missing| Fact::of_name(&missing.fact).map(|fact| (fact, missing.decides));
    missing.iter().map(AsRef::as_ref).filter_map(fact).collect()
}

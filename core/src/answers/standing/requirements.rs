//! 备案要求: what is told of the requirements of a filing, of the whole and of each class.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use chrono::NaiveDate;
use tuoyu_shared::Shared;

use crate::answers::finding::Finding;
use crate::answers::standing::Asking;
use crate::answers::standing::told::Told;
use crate::logic::FactSet;
use crate::policy::{Each, Law, PolicyBook};

/// The requirements in force, in document order.
#[derive(Debug)]
pub struct Requirements {
    pub asked: Vec<Requirement>,
    /// Those of the whole, and those of each class; nothing is told of one that does not apply.
    pub of_whole: Told<Option<Asking<Shared<Finding>>>>,
    pub of_class: Told<Option<Asking<Shared<Finding>>>>,
}

/// A requirement, as it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// Position in the law.
    pub position: usize,
    /// Position of the rule that it is asked by.
    pub rule: usize,
    /// Tells whether it is asked of each class once the classes are known.
    pub of_class: bool,
    /// The facts that what it wants tests.
    pub wanted: FactSet,
}

impl Requirements {
    pub fn new(
        book: &PolicyBook,
        law: &Law,
        place: Option<i64>,
        on: NaiveDate,
        count: &Arc<AtomicUsize>,
    ) -> Self {
        let requirements = law.requirements.iter().enumerate();
        let asked = requirements.filter_map(|(position, (target, _))| {
            let rule = *book.positions_in_force(&target.rules, place, on).first()?;
            let of = book.rules.get(rule)?;
            let of_class = of.entry.for_each == Some(Each::Class);
            Some(Requirement { position, rule, of_class, wanted: of.wanted() })
        });
        let asked: Vec<Requirement> = asked.collect();
        let told = |of_class: bool| {
            let asked = asked.iter().filter(|one| one.of_class == of_class);
            Told::new(asked.map(|one| one.position).collect(), count)
        };
        Self { of_whole: told(false), of_class: told(true), asked }
    }

    /// The requirement at a position in the law.
    pub fn at(&self, position: usize) -> Option<&Requirement> {
        self.asked.iter().find(|one| one.position == position)
    }
}

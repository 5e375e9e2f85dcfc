//! 个案: what is known of one institution, under the law of its era.

use std::ops::Deref;

use crate::facts::jurisdiction::Places;
use crate::logic::partial_facts::PartialFacts;
use crate::policy::era::Law;

/// Partial facts, and the law that decides on them.
#[derive(Clone, Debug)]
pub(crate) struct Case<'a> {
    law: &'a Law,
    places: &'a Places,
    facts: PartialFacts<'a>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(law: &'a Law, places: &'a Places, facts: PartialFacts<'a>) -> Self {
        Self { law, places, facts }
    }

    /// The law of the era.
    pub(crate) fn law(&self) -> &'a Law {
        self.law
    }

    /// The names of places.
    pub(crate) fn places(&self) -> &'a Places {
        self.places
    }

    /// The facts as stated, without what one implies for another: where contradictions are looked for.
    pub(crate) fn as_given(&self) -> Self {
        self.with(self.facts.as_given())
    }

    /// Other facts under the same law.
    pub(crate) fn with(&self, facts: PartialFacts<'a>) -> Self {
        Self { facts, ..*self }
    }
}

impl<'a> Deref for Case<'a> {
    type Target = PartialFacts<'a>;

    fn deref(&self) -> &PartialFacts<'a> {
        &self.facts
    }
}

//! 个案: what is known of one institution, under the law of its era.

use std::ops::Deref;

use crate::facts::Jurisdictions;
use crate::logic::PartialFacts;
use crate::policy::law::Law;

/// Partial facts, and the law that decides on them.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    law: &'a Law,
    places: &'a Jurisdictions,
    facts: PartialFacts<'a>,
}

impl<'a> Case<'a> {
    pub fn new(law: &'a Law, places: &'a Jurisdictions, facts: PartialFacts<'a>) -> Self {
        Self { law, places, facts }
    }

    /// The law of the era.
    pub fn law(&self) -> &'a Law {
        self.law
    }

    /// The names of places.
    pub fn places(&self) -> &'a Jurisdictions {
        self.places
    }

    /// The facts as stated, without what one implies for another: where conflicts are looked for.
    pub fn as_given(&self) -> Self {
        self.with(self.facts.as_given())
    }

    /// The same, of which all that is looked at is kept.
    pub fn watched(&self) -> Self {
        self.with(self.facts.watched())
    }

    /// Other facts under the same law.
    pub fn with(&self, facts: PartialFacts<'a>) -> Self {
        Self { facts, ..*self }
    }
}

impl<'a> Deref for Case<'a> {
    type Target = PartialFacts<'a>;

    fn deref(&self) -> &PartialFacts<'a> {
        &self.facts
    }
}

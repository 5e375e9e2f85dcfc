//! One rule, with the conditions that its dates, places and references add.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::error::Error;
use crate::facts::{FIRST_DAY, Fact, LAST_DAY, Ranges, day_code};
use crate::logic::{Condition, Draft, FactSet};
use crate::policy::files::{Each, RuleEntry, Source, Then};
use crate::policy::rules::span::Span;
use crate::text::{Text, chinese_day};

/// The facts whose combinations are decided cell by cell, in the order of their columns.
pub const COMBINED: [Fact; 5] =
    [Fact::LegalForm, Fact::Nature, Fact::CreditCodeKind, Fact::Service, Fact::Operator];

/// A rule in its place.
#[derive(Clone, Debug)]
pub struct Rule {
    pub source: usize,
    pub clause: usize,
    /// Position among the rules of its clause.
    pub position: usize,
    pub entry: RuleEntry,
    pub span: Span,
    pub requires: Vec<usize>,
    pub displaces: Vec<usize>,
    /// The rules that displace it.
    pub displaced_by: Vec<usize>,
    pub frame: Condition,
    pub when: Condition,
    pub applies: Condition,
    /// Tells whether what is due was done.
    pub answered: Condition,
    /// The fact that states the day on which it was done.
    pub answered_on: Option<Fact>,
    pub unsettled: Vec<(Condition, Arc<Text>)>,
    /// Notes that are told only where their condition holds.
    pub remarks: Vec<(Condition, Text)>,
    /// Draft as if no other rule displaced it: worked out once.
    pub draft: OnceLock<Draft>,
    /// Parts that the draft is put together from.
    pub parts: usize,
    pub undisplaced: OnceLock<Undisplaced>,
    /// Position of its file when requirements are listed.
    pub filing_order: Option<i32>,
    /// From this day it is not verified that the instrument is still in force.
    pub review_on: Option<NaiveDate>,
}

/// A rule as if no other displaced it.
#[derive(Clone, Debug)]
pub struct Undisplaced {
    pub draft: Draft,
    /// Cases in which it holds or the text does not settle it.
    pub possible: Condition,
}

impl Rule {
    /// An error in the rule, at the first line from its header on that holds `word`.
    pub fn located(&self, sources: &[Source], word: &str, error: Error) -> Error {
        match sources.get(self.source) {
            Some(source) => source.at_table(self.clause, "[[rule]]", self.position, word, error),
            None => error,
        }
    }

    pub fn title(&self) -> Text {
        let id = &self.entry.id;
        let zh = self.entry.title.as_deref().unwrap_or(id);
        Text::new(zh, self.entry.title_en.as_deref().unwrap_or(zh))
    }

    pub fn note(&self) -> Option<Text> {
        let zh = self.entry.note.as_deref()?;
        Some(Text::new(zh, self.entry.note_en.as_deref().unwrap_or(zh)))
    }
}

impl Rule {
    /// Every test of the day or the place, by itself.
    pub fn tests_of_eras(&self) -> Vec<Condition> {
        let doubts = self.unseen().into_iter().chain(self.unverified());
        let doubts: Vec<Condition> = doubts.map(|(condition, _)| condition).collect();
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition);
        let remarks = self.remarks.iter().map(|(condition, _)| condition);
        let own = [&self.frame, &self.when, &self.applies, &self.answered].into_iter();
        let all = own.chain(unsettled).chain(remarks).chain(&doubts);
        let (mut seen, mut tests) = (HashSet::default(), Vec::new());
        let of_eras = FactSet::only(Fact::Day).union(FactSet::only(Fact::Jurisdiction));
        for condition in all.filter(|condition| condition.fact_set().meets(of_eras)) {
            condition.visit(&mut seen, &mut |fact, codes| {
                if matches!(fact, Fact::Day | Fact::Jurisdiction) {
                    tests.push(Condition::Test(fact, codes.clone()));
                }
            });
        }
        tests
    }

    /// The facts that it tests.
    pub fn tested(&self) -> FactSet {
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition);
        let all = unsettled.chain([&self.frame, &self.when, &self.applies, &self.answered]);
        all.map(Condition::fact_set).fold(FactSet::default(), FactSet::union)
    }

    /// Tells whether it narrows the authorities; what is unverified of such a rule is told of them all at once.
    pub fn registers(&self) -> bool {
        matches!(self.entry.then, Then::Register(_))
    }

    /// The days before the first on which its wording was surely in force, and the words for it.
    pub fn unseen(&self) -> Option<(Condition, Arc<Text>)> {
        let seen_from = self.span.seen_from.filter(|seen_from| *seen_from > self.span.from)?;
        let earlier = Ranges::between(FIRST_DAY, day_code(seen_from) - 1);
        let because = Text::new(
            format!("{}以前条文是不是这样，没有见到", chinese_day(seen_from)),
            format!("whether the text read so before {seen_from} was not seen"),
        );
        Some((Condition::Test(Fact::Day, earlier), Arc::new(because)))
    }

    /// From when it is not verified that the rule is in force, and the words for it.
    pub fn unverified(&self) -> Option<(Condition, Arc<Text>)> {
        let review_on = self.review_on?;
        let later = Ranges::between(day_code(review_on), LAST_DAY);
        let because = Text::new(
            format!("{}起本文件是否仍然有效未经核实", chinese_day(review_on)),
            format!(
                "whether the document is still in force from {review_on} has not been verified"
            ),
        );
        Some((Condition::Test(Fact::Day, later), Arc::new(because)))
    }

    pub fn standing(&self, required: &[&Undisplaced]) -> Draft {
        let possible = |required: &&Undisplaced| required.possible.clone();
        let mut unsettled: Vec<(Condition, Arc<Text>)> = Vec::new();
        for (condition, because) in &self.unsettled {
            let parts = [self.frame.clone(), condition.clone()].into_iter();
            let whole = Condition::all(parts.chain(required.iter().map(possible)));
            unsettled.push((whole, Arc::clone(because)));
        }
        let own_silent =
            Condition::any(self.unsettled.iter().map(|(condition, _)| condition.clone()));
        for (position, of_required) in required.iter().enumerate() {
            for (condition, because) in &of_required.draft.unsettled {
                let others = required.iter().enumerate().filter(|(other, _)| *other != position);
                let others = others.map(|(_, required)| possible(required));
                let parts = [self.frame.clone(), self.when.clone(), condition.clone()].into_iter();
                unsettled.push((Condition::all(parts.chain(others)), Arc::clone(because)));
            }
        }
        let told = own_silent.negated();
        let parts = [self.frame.clone(), self.when.clone(), told.clone()].into_iter();
        let required = required.iter().map(|required| required.draft.met.clone());
        let mut met = Condition::all(parts.chain(required));
        if let (Some((unverified, because)), false) = (self.unverified(), self.registers()) {
            unsettled.push((Condition::all([met.clone(), unverified.clone()]), because));
            met = Condition::all([met, unverified.negated()]);
        }
        // A doubt of its own is told either way.
        let splits = !self.registers() && !matches!(self.entry.then, Then::Unsettled(_));
        if let (Some((unseen, because)), true) = (self.unseen(), splits) {
            let doubt = Condition::all([self.frame.clone(), unseen.clone(), told]);
            unsettled.push((doubt, because));
            met = Condition::all([met, unseen.negated()]);
        }
        Draft { met, unsettled }
    }

    /// Tells whether what a requirement wants, rather than to what it applies, tests a fact.
    pub fn wants(&self, fact: &str) -> bool {
        self.wanted().facts().iter().any(|wanted| wanted.name() == fact)
    }

    /// The facts that what a requirement wants, rather than to what it applies, tests.
    pub fn wanted(&self) -> FactSet {
        let silent = self.unsettled.iter().map(|(condition, _)| condition.fact_set());
        let silent = silent.fold(FactSet::default(), FactSet::union);
        silent.without(self.applies.fact_set()).union(self.when.fact_set())
    }

    /// The facts that what a requirement wants is tested by, and the fields that they are derived from.
    pub fn wanted_facts(&self) -> Vec<Fact> {
        let silent = self.unsettled.iter().map(|(condition, _)| condition);
        let wanted = silent.chain([&self.when]).flat_map(Condition::facts);
        wanted.flat_map(|fact| [&[fact], fact.sources()].concat()).collect()
    }

    /// Tells whether it is asked of each class.
    pub fn is_of_classes(&self) -> bool {
        self.entry.for_each == Some(Each::Class)
    }

    /// Reason why the text does not settle what the rule speaks of.
    pub fn because(&self) -> Text {
        let zh = self.entry.because.clone().unwrap_or_default();
        let en = self.entry.because_en.clone().unwrap_or_else(|| zh.clone());
        Text::new(zh, en)
    }
}

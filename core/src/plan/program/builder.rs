//! Builds a program: each literal, each term and each part once.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, told_identifier};
use crate::facts::Fact;
use crate::logic::{Implicants, Slot, Somewhere, Work};
use crate::plan::program::input::input;
use crate::plan::program::{AtPlace, Part, Pattern, Program};
use crate::policy::{Law, PolicyBook, Target};

/// Steps for one plan.
const STEPS_OF_PLAN: u64 = 40_000_000;

/// Gathers the terms of decisions, before literals get their numbers.
pub struct ProgramBuilder<'a> {
    pub book: &'a PolicyBook,
    pub law: &'a Law,
    pub on: NaiveDate,
    pub patterns: HashMap<Pattern, usize>,
    pub ordered: Vec<Pattern>,
    pub terms: HashMap<Vec<usize>, usize>,
    pub listed: Vec<Vec<usize>>,
    pub parts: Vec<Part>,
    pub known: HashMap<Part, usize>,
    /// Steps that are left.
    pub work: Work,
}

impl<'a> ProgramBuilder<'a> {
    pub fn new(book: &'a PolicyBook, law: &'a Law, on: NaiveDate) -> Self {
        Self {
            book,
            law,
            on,
            patterns: HashMap::new(),
            ordered: Vec::new(),
            terms: HashMap::new(),
            listed: Vec::new(),
            parts: Vec::new(),
            known: HashMap::new(),
            work: Work::new(STEPS_OF_PLAN),
        }
    }

    /// The part that decides a target.
    ///
    /// # Errors
    /// Rules of too many places that differ.
    pub fn add(&mut self, target: &Target, lapsed: AtPlace) -> Result<usize, Error> {
        let part = self.part(target, lapsed)?;
        Ok(match self.known.get(&part) {
            Some(position) => *position,
            None => {
                self.known.insert(part.clone(), self.parts.len());
                self.push(part)
            }
        })
    }

    /// The part that decides a target, and no other.
    ///
    /// # Errors
    /// As `add`.
    pub fn add_alone(&mut self, target: &Target, lapsed: AtPlace) -> Result<usize, Error> {
        let part = self.part(target, lapsed)?;
        Ok(self.push(part))
    }

    /// A part of which it only matters whether it is met, in some places each.
    pub fn add_cover(&mut self, covers: &[(Somewhere, Implicants)]) -> usize {
        let every = self.law.layout.every(Fact::Jurisdiction);
        let terms = covers.iter().flat_map(|(places, cover)| {
            let elsewhere = match &places.0 {
                Some(places) => every.clone().without(places),
                None => self.law.layout.nothing(),
            };
            cover.terms().iter().map(move |term| term.union(&elsewhere))
        });
        let cover = &Implicants::of_terms(terms.collect());
        let met = self.cover(cover);
        let slots = self.law.layout.slots().iter();
        let tested =
            |slot: &&Slot| cover.terms().iter().any(|term| self.law.layout.mentions(term, slot));
        let own = slots.filter(tested).map(|slot| (slot.fact, AtPlace::Never)).collect();
        let [unmet, silent] = [const { Vec::new() }; 2];
        self.push(Part { lapsed: AtPlace::Never, met, unmet, silent, tied_to_form: false, own })
    }

    /// A part of which no rule in force speaks: never met.
    pub fn add_unspoken(&mut self, lapsed: AtPlace) -> usize {
        let unmet = vec![self.term(Vec::new())];
        let [met, silent] = [const { Vec::new() }; 2];
        self.push(Part { lapsed, met, unmet, silent, tied_to_form: false, own: Vec::new() })
    }

    /// A part whose outcome follows from those of others.
    pub fn add_composite(&mut self, lapsed: AtPlace) -> usize {
        let [met, unmet, silent] = [const { Vec::new() }; 3];
        self.push(Part { lapsed, met, unmet, silent, tied_to_form: false, own: Vec::new() })
    }

    pub fn part(&mut self, target: &Target, lapsed: AtPlace) -> Result<Part, Error> {
        let whole = target.decision.whole(&self.law.layout, &self.work).ok_or_else(|| {
            Error::new(
                ErrorCode::TooComplex,
                told_identifier(&target.id),
                "各地的规定相差太多，不能编成一个方案；请写明所在区县后逐个询问",
                "the rules of the places differ too much for one plan; ask about one institution at a time, with its place",
            )
        })?;
        let [met, unmet, silent] = whole.map(|cover| self.cover(&cover));
        let tied_to_form = target.decision.tied().contains(Fact::LegalForm);
        let own = self.own(target);
        Ok(Part { lapsed, met, unmet, silent, tied_to_form, own })
    }

    /// The facts that the rules of a target test, each with the places whose own rules do not.
    pub fn own(&mut self, target: &Target) -> Vec<(Fact, AtPlace)> {
        let layout = &self.law.layout;
        let position = layout.slots().iter().position(|slot| slot.fact == Fact::Jurisdiction);
        let elsewhere = |fact: &Fact| {
            let there = target.decision.tested_in(*fact, layout);
            let there = there.filter(|_| *fact != Fact::Jurisdiction);
            match position.zip(there) {
                Some((position, there)) => {
                    let slot = layout.slot(Fact::Jurisdiction);
                    let cells = slot.map_or(0..0, Slot::cells).filter(|cell| there.contains(*cell));
                    AtPlace::Where(self.literal((position, cells.collect())))
                }
                None => AtPlace::Never,
            }
        };
        let own = target.decision.own().facts();
        let elsewhere: Vec<AtPlace> = own.iter().map(elsewhere).collect();
        own.into_iter().zip(elsewhere).collect()
    }

    pub fn push(&mut self, part: Part) -> usize {
        self.parts.push(part);
        self.parts.len() - 1
    }

    /// Places where rules that rest on the spans give nothing, as `PolicyBook::scope` has it.
    pub fn lapsed(&mut self, rules: &[usize]) -> AtPlace {
        let spans: Vec<_> = rules
            .iter()
            .filter_map(|position| self.book.rules.get(*position))
            .map(|rule| rule.span)
            .filter(|span| span.includes_day(self.on))
            .collect();
        if spans.is_empty() {
            return AtPlace::Always;
        }
        let slots = self.law.layout.slots().iter().enumerate();
        let Some((position, slot)) =
            slots.into_iter().find(|(_, slot)| slot.fact == Fact::Jurisdiction)
        else {
            return AtPlace::Never;
        };
        let covered = |code: i64| spans.iter().any(|span| span.includes_place(Some(code)));
        let mut cells: Vec<usize> =
            slot.cuts().filter(|(code, _)| covered(*code)).map(|(_, cell)| cell).collect();
        cells.sort_unstable();
        cells.dedup();
        if cells.len() == slot.cells().len() {
            return AtPlace::Never;
        }
        AtPlace::Where(self.literal((position, cells)))
    }

    pub fn literal(&mut self, pattern: Pattern) -> usize {
        let next = self.ordered.len();
        *self.patterns.entry(pattern).or_insert_with_key(|pattern| {
            self.ordered.push(pattern.clone());
            next
        })
    }

    /// The terms of a cover, none of which makes another one superfluous.
    pub fn cover(&mut self, cover: &Implicants) -> Vec<usize> {
        let layout = &self.law.layout;
        let mut numbered = Vec::with_capacity(cover.terms().len());
        for term in cover.terms() {
            let slots = layout.slots().iter().enumerate();
            let patterns =
                slots.filter(|(_, slot)| layout.mentions(term, slot)).map(|(position, slot)| {
                    (position, slot.cells().filter(|cell| term.contains(*cell)).collect())
                });
            let patterns = patterns.collect();
            numbered.push(self.term(patterns));
        }
        numbered
    }

    pub fn term(&mut self, patterns: Vec<Pattern>) -> usize {
        let literals: Vec<usize> =
            patterns.into_iter().map(|pattern| self.literal(pattern)).collect();
        let next = self.listed.len();
        *self.terms.entry(literals).or_insert_with_key(|literals| {
            self.listed.push(literals.clone());
            next
        })
    }

    /// Numbers the literals fact by fact, and works out the states of each fact.
    pub fn finish(self) -> Result<Program, Error> {
        let mut numbers = vec![0; self.ordered.len()];
        let mut inputs = Vec::new();
        let mut next = 0;
        for (position, slot) in self.law.layout.slots().iter().enumerate() {
            let mut patterns: Vec<&[usize]> = Vec::new();
            let first = next;
            for (number, (_, cells)) in numbers
                .iter_mut()
                .zip(&self.ordered)
                .filter(|(_, (of_slot, _))| *of_slot == position)
            {
                *number = next;
                next += 1;
                patterns.push(cells);
            }
            if !patterns.is_empty() {
                inputs.push(input(slot, &patterns, first, &self.work)?);
            }
        }
        let number = |literal: usize| numbers.get(literal).copied().unwrap_or_default();
        let mut terms = self.listed;
        for term in &mut terms {
            term.iter_mut().for_each(|literal| *literal = number(*literal));
            term.sort_unstable();
        }
        let mut parts = self.parts;
        for part in &mut parts {
            let elsewhere = part.own.iter_mut().map(|(_, elsewhere)| elsewhere);
            for at in elsewhere.chain([&mut part.lapsed]) {
                if let AtPlace::Where(literal) = at {
                    *literal = number(*literal);
                }
            }
        }
        Ok(Program { inputs, terms, parts })
    }
}

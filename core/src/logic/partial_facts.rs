//! Knowledge of one institution on one day, as the cells that are ruled out.

use chrono::NaiveDate;

use crate::facts::{
    Choice, CreditCodeKind, Fact, ORDERED, Ranges, attainable, credit_code, day_code, derive,
};
use crate::logic::implicants::Cells;
use crate::logic::implicants::{Layout, Slot};
use crate::logic::stated::Stated;

/// The known facts, ready to be decided on.
#[derive(Clone, Debug)]
pub struct PartialFacts<'a> {
    layout: &'a Layout,
    codes: Vec<(Fact, i64)>,
    /// Text facts that are known though no condition tests them.
    texts: Vec<Fact>,
    excluded: Cells,
    /// The facts that are left without a possible value.
    contradicted: Vec<Fact>,
}

impl<'a> PartialFacts<'a> {
    /// Knowledge that the stated facts give on a day.
    pub fn new(stated: &Stated, on: NaiveDate, layout: &'a Layout) -> Self {
        let mut codes = vec![(Fact::Day, day_code(on))];
        codes.extend(stated.codes());
        let texts = [Fact::CreditCode].into_iter().filter(|fact| stated.has_text(*fact)).collect();
        let given = |fact: Fact| code_of(&codes, fact);
        let derived: Vec<(Fact, i64)> = Fact::ALL
            .iter()
            .filter(|fact| fact.record().is_none())
            .filter_map(|fact| derive(*fact, &given).map(|code| (*fact, code)))
            .collect();
        codes.extend(derived);
        let excluded = layout.nothing();
        let mut known = Self { layout, codes, texts, excluded, contradicted: Vec::new() };
        known.exclude();
        known
    }

    /// Rules out what the known facts leave no room for.
    fn exclude(&mut self) {
        self.excluded = self.layout.nothing();
        for (fact, code) in &self.codes {
            self.layout.settle(&mut self.excluded, *fact, *code);
        }
        if let Some(forms) = self.forms_of_credit_code() {
            self.layout.exclude(&mut self.excluded, Fact::LegalForm, &forms);
        }
        for (less, more) in ORDERED {
            match (self.code(less), self.code(more)) {
                (Some(least), None) => {
                    self.layout.narrow(&mut self.excluded, more, |_, high| least <= high);
                }
                (None, Some(most)) => {
                    self.layout.narrow(&mut self.excluded, less, |low, _| low <= most);
                }
                _ => {}
            }
        }
        let layout = self.layout;
        for slot in layout.slots() {
            let partly = || slot.fact.sources().iter().any(|source| self.code(*source).is_some());
            if slot.fact.is_derived() && self.code(slot.fact).is_none() && partly() {
                let codes = &self.codes;
                let given = |fact: Fact| code_of(codes, fact);
                let possible = |low, high| attainable(slot.fact, &given, low, high);
                layout.narrow(&mut self.excluded, slot.fact, possible);
            }
        }
        self.contradicted = layout.impossible_facts(&self.excluded);
    }

    /// As stated, without what one fact implies for another: where contradictions are looked for.
    pub fn as_given(&self) -> Self {
        let mut given = self.clone();
        given.excluded = self.layout.nothing();
        for (fact, code) in &self.codes {
            self.layout.settle(&mut given.excluded, *fact, *code);
        }
        given.contradicted = Vec::new();
        given
    }

    /// The legal forms that the credit code leaves, where it is known.
    pub fn forms_of_credit_code(&self) -> Option<Ranges> {
        let forms = credit_code::forms(CreditCodeKind::coded(self.code(Fact::CreditCodeKind)?)?);
        Some(Ranges::of(forms.iter().map(|form| (form.position(), form.position())).collect()))
    }

    pub fn layout(&self) -> &'a Layout {
        self.layout
    }

    pub fn excluded(&self) -> &Cells {
        &self.excluded
    }

    pub fn contradicted(&self) -> &[Fact] {
        &self.contradicted
    }

    pub fn code(&self, fact: Fact) -> Option<i64> {
        code_of(&self.codes, fact)
    }

    /// The day that a fact states, where it is known.
    pub fn day(&self, fact: Fact) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(self.code(fact)?).ok()?)
    }

    pub fn has(&self, fact: Fact) -> bool {
        self.texts.contains(&fact) || self.code(fact).is_some()
    }

    /// Tells whether a test of the fact is worth telling: never the day or what is presumed, and the place only when it is
    /// not known.
    pub fn tells(&self, fact: Fact) -> bool {
        fact != Fact::Day && !fact.is_presumed() && (fact != Fact::Jurisdiction || !self.has(fact))
    }

    /// As if one more fact were known to fall into a cell.
    pub fn with_only(&self, slot: &Slot, cell: usize) -> Self {
        let mut learnt = self.clone();
        slot.cells().filter(|other| *other != cell).for_each(|other| learnt.excluded.insert(other));
        learnt.contradicted = self.layout.impossible_facts(&learnt.excluded);
        learnt
    }

    /// As if the facts were changed to what the term wants.
    pub fn changed(&self, slots: &[&Slot], term: &Cells) -> Self {
        let mut changed = self.clone();
        changed.codes.retain(|(fact, _)| slots.iter().all(|slot| slot.fact != *fact));
        changed.exclude();
        for slot in slots {
            let unwanted = slot.cells().filter(|cell| term.contains(*cell));
            unwanted.for_each(|cell| changed.excluded.insert(cell));
        }
        changed.contradicted = self.layout.impossible_facts(&changed.excluded);
        changed
    }

    /// As if some facts were not known, nor what is derived from them.
    pub fn without(&self, facts: &[Fact]) -> Self {
        self.with_fields(facts, &[])
    }

    /// As if some facts were stated otherwise, with what is derived from them.
    pub fn restated(&self, codes: &[(Fact, i64)]) -> Self {
        let facts: Vec<Fact> = codes.iter().map(|(fact, _)| *fact).collect();
        self.with_fields(&facts, codes)
    }

    fn with_fields(&self, facts: &[Fact], codes: &[(Fact, i64)]) -> Self {
        let mut restated = self.clone();
        let stands = |fact: Fact| {
            let sources = fact.sources();
            !facts.contains(&fact) && !sources.iter().any(|source| facts.contains(source))
        };
        restated.codes.retain(|(fact, _)| stands(*fact));
        restated.codes.extend(codes);
        let known = |fact: Fact| {
            restated.codes.iter().find(|(known, _)| *known == fact).map(|(_, code)| *code)
        };
        let derived: Vec<(Fact, i64)> = Fact::ALL
            .iter()
            .filter(|fact| fact.record().is_none() && known(**fact).is_none())
            .filter_map(|fact| derive(*fact, &known).map(|code| (*fact, code)))
            .collect();
        restated.codes.extend(derived);
        restated.exclude();
        restated
    }

    /// Positions of a code of a fact among the values that the book tells apart, and of what is derived from it. Each
    /// number rises or falls with the code while the other facts stay.
    pub(super) fn told_apart(&self, fact: Fact, code: i64) -> Vec<usize> {
        let with = |other: Fact| if other == fact { Some(code) } else { self.code(other) };
        let own = self.layout.slot(fact).map(|slot| slot.interval(code));
        let derived = Fact::ALL
            .iter()
            .filter(|derived| derived.record().is_none() && derived.sources().contains(&fact))
            .filter_map(|derived| {
                let slot = self.layout.slot(*derived)?;
                Some(derive(*derived, &with).map_or(usize::MAX, |code| slot.interval(code)))
            });
        own.into_iter().chain(derived).collect()
    }
}

fn code_of(codes: &[(Fact, i64)], fact: Fact) -> Option<i64> {
    codes.iter().find(|(known, _)| *known == fact).map(|(_, code)| *code)
}

//! Knowledge of one institution on one day, as the cells that are ruled out.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use crate::facts::{
    Choice, CreditCodeKind, Fact, ORDERED, Ranges, attainable, credit_code, day_code, day_of,
    derive,
};
use crate::logic::condition::FactSet;
use crate::logic::decision::{Decision, Left};
use crate::logic::implicants::{Cells, Implicants, Layout, Slot, Somewhere};
use crate::logic::looks::{Look, everywhere};
use crate::logic::stated::{Stated, told_by};

/// The known facts, ready to be decided on.
#[derive(Clone, Debug)]
pub struct PartialFacts<'a> {
    layout: &'a Layout,
    codes: Stated,
    excluded: Cells,
    /// The facts that are left without a possible value.
    conflicting: Vec<Fact>,
    /// The cells that are ruled out by what is stated alone.
    as_stated: OnceCell<Box<Cells>>,
    /// The cells that are ruled out, and the facts without a value, as if one fact were not known.
    without: RefCell<Vec<(Fact, Rc<Excluded>)>>,
    view: View,
    /// All that was looked at, where that is asked for.
    looks: Option<Rc<RefCell<Vec<Look>>>>,
}

/// The cells that some facts rule out, and the facts that these leave without a value.
#[derive(Debug)]
pub struct Excluded {
    pub cells: Cells,
    pub conflicting: Vec<Fact>,
}

impl Excluded {
    pub fn left(&self) -> Left<'_> {
        Left { excluded: &self.cells, conflicting: &self.conflicting }
    }
}

/// Kinds of the facts that an answer is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum View {
    Themselves,
    /// Without what one fact implies for another.
    AsStated,
    /// As if some were otherwise.
    Changed,
}

/// The facts that are no field of a record.
static DERIVED: LazyLock<Vec<Fact>> =
    LazyLock::new(|| Fact::ALL.iter().copied().filter(|fact| fact.record().is_none()).collect());

impl<'a> PartialFacts<'a> {
    /// Knowledge that the stated facts give on a day.
    pub fn new(stated: &Stated, on: NaiveDate, layout: &'a Layout) -> Self {
        let mut codes = *stated;
        codes.set(Fact::Day, day_code(on));
        let mut known = Self {
            layout,
            codes,
            excluded: Cells::default(),
            conflicting: Vec::new(),
            as_stated: OnceCell::new(),
            without: RefCell::default(),
            view: View::Themselves,
            looks: None,
        };
        known.derive();
        known.exclude();
        known
    }

    /// Adds what follows from the codes.
    fn derive(&mut self) {
        let stated = self.codes;
        let given = |fact: Fact| coded(&stated, fact);
        for fact in DERIVED.iter().filter(|fact| given(**fact).is_none()) {
            if let Some(code) = derive(*fact, &given) {
                self.codes.set(*fact, code);
            }
        }
    }

    /// Rules out what the known facts leave no room for.
    fn exclude(&mut self) {
        self.excluded = self.settled();
        if let Some(forms) = self.forms_left() {
            self.layout.exclude(&mut self.excluded, Fact::LegalForm, &forms);
        }
        let codes = self.codes;
        let given = |fact: Fact| coded(&codes, fact);
        for (less, more) in ORDERED {
            match (given(less), given(more)) {
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
        for fact in DERIVED.iter().filter(|fact| fact.is_derived() && given(**fact).is_none()) {
            if fact.sources().iter().any(|source| given(*source).is_some()) {
                let possible = |low, high| attainable(*fact, &given, low, high);
                layout.narrow(&mut self.excluded, *fact, possible);
            }
        }
        self.conflicting = layout.impossible_facts(&self.excluded);
    }

    /// The cells that the codes rule out.
    fn settled(&self) -> Cells {
        let mut excluded = self.layout.nothing();
        for slot in self.layout.slots() {
            if let Some(code) = coded(&self.codes, slot.fact) {
                slot.settle(&mut excluded, code);
            }
        }
        excluded
    }

    /// The same, of which all that is looked at is kept.
    pub fn watched(&self) -> Self {
        Self { looks: Some(Rc::default()), ..self.clone() }
    }

    /// All that was looked at, in order.
    pub fn looks(&self) -> Vec<Look> {
        self.looks.as_ref().map(|looks| looks.borrow().clone()).unwrap_or_default()
    }

    /// Keeps what is looked at.
    pub(super) fn look(&self, at: impl FnOnce() -> Look) {
        let Some(looks) = &self.looks else { return };
        match (self.view, at()) {
            (View::AsStated, Look::Decision(decision)) => {
                add(looks, Look::AsStated(decision));
            }
            (
                View::AsStated | View::Changed,
                Look::Decision(of) | Look::Without(of, _) | Look::Doubts(of),
            ) => self.look_at_all(&of),
            // Once the place and the day are known, an answer is of no others.
            (_, Look::Code(Fact::Day | Fact::Jurisdiction)) => {}
            (_, Look::Known(Fact::Day | Fact::Jurisdiction)) => {}
            (View::Changed, Look::Code(fact) | Look::Known(fact)) => {
                let sources = fact.sources().iter().chain([&fact]);
                sources.for_each(|source| add(looks, Look::Code(*source)));
            }
            (_, look) => add(looks, look),
        }
    }

    /// Keeps the codes of all facts on which a decision can turn as looked at.
    pub(super) fn look_at_all(&self, decision: &Decision) {
        let Some(looks) = &self.looks else { return };
        let mut facts = decision.tied();
        loop {
            let before = facts;
            facts = facts.facts().into_iter().map(told_by).fold(facts, FactSet::union);
            if facts == before {
                break;
            }
        }
        for fact in facts.facts() {
            if !matches!(fact, Fact::Day | Fact::Jurisdiction) {
                add(looks, Look::Code(fact));
            }
        }
    }

    /// As stated, without what one fact implies for another: where conflicts are looked for.
    pub fn as_given(&self) -> Self {
        let view = if self.view == View::Themselves { View::AsStated } else { self.view };
        let excluded = self.excluded_as_stated().clone();
        let without = RefCell::default();
        Self { excluded, conflicting: Vec::new(), without, view, ..self.clone() }
    }

    /// The cells that are ruled out by what is stated, without what one fact implies for another.
    pub(super) fn excluded_as_stated(&self) -> &Cells {
        self.as_stated.get_or_init(|| Box::new(self.settled()))
    }

    /// The cells that are ruled out, and the facts without a value, as if one fact were not known.
    pub(super) fn excluded_without(&self, slot: &Slot) -> Rc<Excluded> {
        let known = self.without.borrow().iter().find(|(fact, _)| *fact == slot.fact).cloned();
        if let Some((_, left)) = known {
            return left;
        }
        let free = self.changed(&[slot], &self.layout.nothing());
        let left = Rc::new(Excluded { cells: free.excluded, conflicting: free.conflicting });
        self.without.borrow_mut().push((slot.fact, Rc::clone(&left)));
        left
    }

    fn forms_left(&self) -> Option<Ranges> {
        let kind = coded(&self.codes, Fact::CreditCodeKind)?;
        let forms = credit_code::forms(CreditCodeKind::coded(kind)?);
        Some(Ranges::of(forms.iter().map(|form| (form.position(), form.position())).collect()))
    }

    /// The legal forms that the credit code leaves, where it is known.
    pub fn forms_of_credit_code(&self) -> Option<Ranges> {
        self.look(|| Look::Code(Fact::CreditCodeKind));
        self.forms_left()
    }

    /// Tells whether something holds in every place that is possible.
    pub fn holds_everywhere(&self, covers: &Arc<[(Somewhere, Implicants)]>) -> bool {
        self.look(|| Look::Everywhere(Arc::clone(covers)));
        everywhere(covers, &self.excluded)
    }

    pub fn layout(&self) -> &'a Layout {
        self.layout
    }

    pub fn excluded(&self) -> &Cells {
        &self.excluded
    }

    pub fn conflicting(&self) -> &[Fact] {
        &self.conflicting
    }

    pub fn code(&self, fact: Fact) -> Option<i64> {
        self.look(|| Look::Code(fact));
        coded(&self.codes, fact)
    }

    /// The day that a fact states, where it is known.
    pub fn day(&self, fact: Fact) -> Option<NaiveDate> {
        day_of(self.code(fact)?)
    }

    pub fn has(&self, fact: Fact) -> bool {
        self.look(|| Look::Known(fact));
        self.codes.get(fact).is_some()
    }

    /// Tells whether a test of the fact is worth telling: never the day or what is presumed, and the place only when it is
    /// not known.
    pub fn tells(&self, fact: Fact) -> bool {
        fact != Fact::Day && !fact.is_presumed() && (fact != Fact::Jurisdiction || !self.has(fact))
    }

    /// The facts of which no test is worth telling.
    pub fn untold(&self) -> FactSet {
        static PRESUMED: LazyLock<FactSet> = LazyLock::new(|| {
            let untold = DERIVED.iter().filter(|fact| fact.is_presumed()).chain([&Fact::Day]);
            untold.map(|fact| FactSet::only(*fact)).fold(FactSet::default(), FactSet::union)
        });
        match self.tells(Fact::Jurisdiction) {
            true => *PRESUMED,
            false => PRESUMED.union(FactSet::only(Fact::Jurisdiction)),
        }
    }

    /// As if one more fact were known to fall into a cell.
    pub fn with_only(&self, slot: &Slot, cell: usize) -> Self {
        let mut learnt = self.clone();
        slot.cells().filter(|other| *other != cell).for_each(|other| learnt.excluded.insert(other));
        learnt.conflicting = self.layout.impossible_facts(&learnt.excluded);
        learnt.view = View::Changed;
        learnt.without = RefCell::default();
        learnt
    }

    /// As if the facts were changed to what the term wants.
    pub fn changed(&self, slots: &[&Slot], term: &Cells) -> Self {
        let mut changed = self.clone();
        slots.iter().for_each(|slot| changed.codes.forget(slot.fact));
        changed.exclude();
        for slot in slots {
            let unwanted = slot.cells().filter(|cell| term.contains(*cell));
            unwanted.for_each(|cell| changed.excluded.insert(cell));
        }
        changed.conflicting = self.layout.impossible_facts(&changed.excluded);
        changed.view = View::Changed;
        changed.as_stated = OnceCell::new();
        changed.without = RefCell::default();
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
        for (fact, _) in self.codes.codes() {
            if facts.contains(&fact) || fact.sources().iter().any(|source| facts.contains(source)) {
                restated.codes.forget(fact);
            }
        }
        codes.iter().for_each(|(fact, code)| restated.codes.set(*fact, *code));
        restated.derive();
        restated.exclude();
        restated.view = View::Changed;
        restated.as_stated = OnceCell::new();
        restated.without = RefCell::default();
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

/// The code of a fact that a condition may test.
fn coded(codes: &Stated, fact: Fact) -> Option<i64> {
    codes.get(fact).filter(|_| fact != Fact::CreditCode)
}

fn add(looks: &RefCell<Vec<Look>>, look: Look) {
    let mut looks = looks.borrow_mut();
    if !looks.iter().any(|other| other.is(&look)) {
        looks.push(look);
    }
}

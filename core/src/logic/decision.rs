//! One thing to decide, compiled: when it is met, when it is not, and where the text is silent.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use crate::facts::Fact;
use crate::logic::compilation::Draft;
use crate::logic::condition::{Condition, FactSet};
use crate::logic::implicants::Work;
use crate::logic::implicants::{Cells, Somewhere};
use crate::logic::implicants::{Expansions, Implicants, STEPS_OF_ONE, Terms};
use crate::logic::implicants::{Layout, Slot};
use crate::logic::looks::{Literals, Look};
use crate::logic::outcome::Outcome;
use crate::logic::partial_facts::PartialFacts;
use crate::text::Text;

/// A decision in compiled form, shared by what rests on it.
#[derive(Clone, Debug)]
pub struct Decision(Arc<Compiled>);

/// One decision, or where the place is not known, one of each kind of place.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub variants: Vec<Variant>,
    /// As `covers`, of several kinds of places, and whether they are those of all places together.
    pub by_place: OnceLock<(bool, [Implicants; 3])>,
    /// The cells of the facts that the rules themselves test.
    pub own_cells: OnceLock<Cells>,
    /// The terms of each variant, as they are looked at.
    pub literals: OnceLock<Literals>,
}

impl Deref for Decision {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        &self.0
    }
}

/// Decision of some places.
#[derive(Clone, Debug)]
pub struct Variant {
    pub places: Somewhere,
    pub decided: Decided,
}

/// Decision by the same rules in every place.
#[derive(Clone, Debug)]
pub struct Decided {
    pub met: Implicants,
    pub unmet: Implicants,
    pub silent: Implicants,
    /// Draft that it was made of, for what is asked seldom: compiled when it is.
    pub draft: Draft,
    pub conflict: Condition,
    pub doubts: OnceLock<Vec<(Option<Implicants>, Arc<Text>)>>,
    pub way: OnceLock<Option<Implicants>>,
    /// The facts of each term of met, unmet and silent.
    pub facts_of_terms: OnceLock<[Vec<FactSet>; 3]>,
    /// The facts that the rules themselves test.
    pub own: FactSet,
    /// Those, and the facts that conflicts tie to them.
    pub tied: FactSet,
}

/// Kinds of places whose terms are put together.
pub const FEW_KINDS: usize = 4;

/// Values that are ruled out, and the facts that have none left.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    pub excluded: &'a Cells,
    pub conflicting: &'a [Fact],
}

impl<'a> Left<'a> {
    pub fn of(known: &'a PartialFacts<'_>) -> Self {
        Self { excluded: known.excluded(), conflicting: known.conflicting() }
    }
}

impl Decided {
    pub fn outcome(&self, left: &Left<'_>) -> Outcome {
        let holds = |cover: &Implicants| cover.holds(left.excluded);
        Self::decided(self.is_conflicting(left), self.covers().map(|cover| || holds(cover)))
    }

    /// Tells whether facts that it turns on are left without a value.
    pub fn is_conflicting(&self, left: &Left<'_>) -> bool {
        left.conflicting.iter().any(|fact| self.tied.contains(*fact))
    }

    /// The outcome by whether facts contradict each other, and whether the cover of met, of unmet and of silence holds.
    #[inline]
    pub fn decided(conflicting: bool, [met, unmet, silent]: [impl FnOnce() -> bool; 3]) -> Outcome {
        if conflicting {
            return Outcome::OpenConflict;
        }
        match (met(), unmet()) {
            (true, true) => Outcome::OpenConflict,
            (true, false) => Outcome::Met,
            (false, true) => Outcome::Unmet,
            (false, false) if silent() => Outcome::OpenUnsettled,
            (false, false) => Outcome::OpenFacts,
        }
    }

    /// The conditions of each reason why the text is silent.
    pub fn compiled_doubts(&self, layout: &Layout) -> &[(Option<Implicants>, Arc<Text>)] {
        self.doubts.get_or_init(|| {
            // All of them share what they have in common, and the steps.
            let work = Work::new(STEPS_OF_ONE);
            let mut expansions = Expansions::new(layout, &work);
            let unsettled = self.draft.unsettled.iter();
            let compiled = unsettled.map(|(condition, because)| {
                let silent = Condition::all([condition.clone(), self.draft.met.clone().negated()]);
                let silent = Condition::any([silent, self.conflict.clone()]);
                let terms = expansions.of(&silent, true);
                let cover = terms.and_then(|terms| expansions.close(terms.to_vec()));
                (cover, Arc::clone(because))
            });
            compiled.collect()
        })
    }

    /// Each reason why the text is silent, and whether that is so whatever the unknown facts are; none that cannot be.
    pub fn doubts(&self, known: &PartialFacts<'_>) -> Vec<(&Text, bool)> {
        let layout = known.layout();
        let told = self.compiled_doubts(layout).iter().map(|(cover, because)| {
            // One that is too large to tell may be.
            let Some(cover) = cover else { return (&**because, true, false) };
            let mut terms = cover.terms().iter();
            let may = terms.any(|term| layout.attainable(term, known.excluded()));
            (&**because, may, cover.holds(known.excluded()))
        });
        told.filter(|(_, may, _)| *may).map(|(because, _, surely)| (because, surely)).collect()
    }

    /// Tells whether the unknown facts could turn out so that it is met without a conflict.
    pub fn may_be_met(&self, known: &PartialFacts<'_>) -> bool {
        let layout = known.layout();
        let way = self.way.get_or_init(|| {
            let sound = self.conflict.clone().negated();
            Implicants::of(&Condition::all([self.draft.met.clone(), sound]), layout)
        });
        way.as_ref().is_none_or(|way| {
            way.terms().iter().any(|term| layout.attainable(term, known.excluded()))
        })
    }

    pub fn covers(&self) -> [&Implicants; 3] {
        [&self.met, &self.unmet, &self.silent]
    }
}

impl Decision {
    /// Joins the decisions of kinds of places, each with the cells of its places.
    pub fn in_places(decisions: Vec<(Cells, Decided)>) -> Self {
        let one = decisions.len() == 1;
        let variant =
            |(cells, decided)| Variant { places: Somewhere((!one).then_some(cells)), decided };
        let variants = decisions.into_iter().map(variant).collect();
        Self(Arc::new(Compiled {
            variants,
            by_place: OnceLock::new(),
            own_cells: OnceLock::new(),
            literals: OnceLock::new(),
        }))
    }

    /// Tells whether it is the very same decision.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Covers of met, unmet and silent. Of many kinds of places each term holds for those
    /// whose rules give it.
    pub fn covers(&self, layout: &Layout) -> [&Implicants; 3] {
        if let [only] = self.variants.as_slice() {
            return only.decided.covers();
        }
        let (_, covers) = self.by_place(layout);
        covers.each_ref()
    }

    /// Tells whether `covers` are those of all places together.
    pub fn is_whole(&self, layout: &Layout) -> bool {
        self.variants.len() == 1 || self.by_place(layout).0
    }

    pub fn by_place(&self, layout: &Layout) -> &(bool, [Implicants; 3]) {
        self.by_place.get_or_init(|| {
            let few = self.variants.len() <= FEW_KINDS;
            let work = Work::new(STEPS_OF_ONE);
            match if few { self.product(layout, &work) } else { None } {
                Some(whole) => (true, whole),
                None => {
                    let kinds = [0, 1, 2].map(|kind| self.by_place_of(kind, layout));
                    (false, kinds.map(Implicants::of_terms))
                }
            }
        })
    }

    /// The terms of a cover, met, unmet or silent, of each kind of place, with the cells of its places.
    pub fn kinds(&self, kind: usize) -> impl Iterator<Item = (&Cells, &[Cells])> {
        self.variants.iter().filter_map(move |variant| {
            let cover = variant.decided.covers().into_iter().nth(kind)?;
            Some((variant.places.0.as_ref()?, cover.terms()))
        })
    }

    pub fn by_place_of(&self, kind: usize, layout: &Layout) -> Vec<Cells> {
        let mut terms = Vec::new();
        for term in self.kinds(kind).flat_map(|(_, terms)| terms) {
            let mut elsewhere = layout.every(Fact::Jurisdiction);
            for (places, of_kind) in self.kinds(kind) {
                if of_kind.iter().any(|other| other.within(term)) {
                    elsewhere = elsewhere.without(places);
                }
            }
            terms.push(term.union(&elsewhere));
        }
        terms
    }

    /// As `covers`, of several kinds of places with the terms of all of them together: where the place is not known, a term
    /// holds that holds whichever it is. None when there are too many.
    pub fn whole(&self, layout: &Layout, work: &Work) -> Option<[Implicants; 3]> {
        match self.is_whole(layout) {
            true => Some(self.covers(layout).map(Implicants::clone)),
            false => self.product(layout, work),
        }
    }

    pub fn product(&self, layout: &Layout, work: &Work) -> Option<[Implicants; 3]> {
        let expansions = Expansions::new(layout, work);
        let whole = |kind: usize| {
            let of = |(places, terms): (&Cells, &[Cells])| -> Terms {
                Rc::new(terms.iter().chain([places]).cloned().collect())
            };
            let factors: Vec<Terms> = self.kinds(kind).map(of).collect();
            expansions.product(&factors).map(Implicants::from)
        };
        Some([whole(0)?, whole(1)?, whole(2)?])
    }

    /// The cells of the places whose rules test a fact; none where it is tested in all of them, or in none.
    pub fn tested_in(&self, fact: Fact, layout: &Layout) -> Option<Cells> {
        let (there, others): (Vec<&Variant>, Vec<&Variant>) =
            self.variants.iter().partition(|variant| variant.decided.own.contains(fact));
        let cells = there.iter().filter_map(|variant| variant.places.0.as_ref());
        let cells = cells.fold(layout.nothing(), |all, cells| all.union(cells));
        (!there.is_empty() && !others.is_empty()).then_some(cells)
    }

    /// The facts that the rules themselves test.
    pub fn own(&self) -> FactSet {
        self.facts(|decided| decided.own)
    }

    /// Those, and the facts that conflicts tie to them.
    pub fn tied(&self) -> FactSet {
        self.facts(|decided| decided.tied)
    }

    /// Facts of every kind of place; of several kinds, the place is one.
    pub fn facts(&self, of: impl Fn(&Decided) -> FactSet) -> FactSet {
        let place = match self.variants.len() {
            1 => FactSet::default(),
            _ => FactSet::only(Fact::Jurisdiction),
        };
        self.variants.iter().map(|variant| of(&variant.decided)).fold(place, FactSet::union)
    }

    /// Decisions of the places that are still possible.
    pub fn possible<'a>(&'a self, excluded: &'a Cells) -> impl Iterator<Item = &'a Decided> {
        let possible = self.variants.iter().filter(move |of| of.places.is_possible(excluded));
        possible.map(|variant| &variant.decided)
    }

    /// The answer of every place that it could be; of those where the facts contradict each other only if there is no other.
    pub fn outcome(&self, known: &PartialFacts<'_>) -> Outcome {
        known.look(|| Look::Decision(self.clone()));
        self.outcome_of(Left::of(known))
    }

    /// As if one more fact were known to fall into a cell.
    pub fn outcome_with(&self, left: Left<'_>, slot: &Slot, cell: usize) -> Outcome {
        let mut excluded = left.excluded.union(slot.every());
        let mut conflicting = left.conflicting;
        let more: Vec<Fact>;
        if left.excluded.contains(cell) {
            more = [conflicting, &[slot.fact]].concat();
            conflicting = &more;
        } else {
            excluded.remove(cell);
        }
        self.outcome_of(Left { excluded: &excluded, conflicting })
    }

    pub fn outcome_of(&self, left: Left<'_>) -> Outcome {
        joint(self.possible(left.excluded).map(|decided| decided.outcome(&left)))
    }

    /// Tells whether it is met.
    pub fn is_met(&self, known: &PartialFacts<'_>) -> bool {
        known.look(|| Look::Decision(self.clone()));
        let left = Left::of(known);
        // One place where it is not met is enough, and that is soon seen.
        self.possible(left.excluded)
            .all(|decided| decided.met.holds(left.excluded) || decided.is_conflicting(&left))
            && self.outcome_of(left) == Outcome::Met
    }

    /// Reasons why the text leaves it open: those that hold whatever the unknown facts are, or, where it depends on
    /// them which reason it is, all that may.
    pub fn unsettled(&self, known: &PartialFacts<'_>) -> Vec<Text> {
        known.look(|| Look::Doubts(self.clone()));
        let conflict = Outcome::OpenConflict;
        let possible: Vec<&Decided> = self.possible(known.excluded()).collect();
        let left = Left::of(known);
        let sound = possible.iter().filter(|decided| decided.outcome(&left) != conflict);
        let sound: Vec<&&Decided> = sound.collect();
        let asked = if sound.is_empty() { possible.iter().collect() } else { sound };
        let doubts: Vec<Vec<(&Text, bool)>> =
            asked.iter().map(|decided| decided.doubts(known)).collect();
        let surely = |text: &Text| {
            doubts.iter().all(|of| of.iter().any(|(other, surely)| *surely && *other == text))
        };
        let mut may: Vec<&Text> = Vec::new();
        for (text, _) in doubts.iter().flatten() {
            if !may.contains(text) {
                may.push(text);
            }
        }
        let sure: Vec<&Text> = may.iter().copied().filter(|text| surely(text)).collect();
        let told = if sure.is_empty() { may } else { sure };
        told.into_iter().cloned().collect()
    }

    /// Tells whether the unknown facts could turn out so that it is met without a conflict.
    pub(super) fn may_be_met(&self, known: &PartialFacts<'_>) -> bool {
        known.look_at_all(self);
        self.possible(known.excluded()).any(|decided| decided.may_be_met(known))
    }
}

/// The outcome that all places have; of those where the facts contradict each other only if there is no other.
pub fn joint(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let conflict = Outcome::OpenConflict;
    let mut all: Option<Outcome> = None;
    for outcome in outcomes {
        all = match all {
            None => Some(outcome),
            Some(before) if before == outcome || outcome == conflict => Some(before),
            Some(before) if before == conflict => Some(outcome),
            Some(_) => return Outcome::OpenFacts,
        };
    }
    all.unwrap_or(conflict)
}

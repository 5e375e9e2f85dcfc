//! One thing to decide, compiled: when it is met, when it is not, and where the text is silent.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, ErrorCode};
use crate::facts::Fact;
use crate::logic::condition::{Condition, FactSet, Settling};
use crate::logic::outcome::{Missing, Outcome, Status, Tested};
use crate::logic::partial_facts::PartialFacts;
use crate::logic::prime_implicants::{
    Cells, Expansions, Implicants, Layout, Slot, Somewhere, Terms,
};
use crate::text::Text;

/// What a decision is made of, before it is compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// When some rule gives it.
    pub met: Condition,
    /// Where the text does not settle it, and why.
    pub unsettled: Vec<(Condition, Arc<Text>)>,
}

/// A decision in compiled form: one, or where the place is not known, one of each kind of place.
#[derive(Clone, Debug)]
pub struct Decision {
    variants: Vec<Variant>,
    /// As `covers`, of several kinds of places, and whether they are those of all places together.
    by_place: OnceLock<(bool, [Implicants; 3])>,
    /// The cells of the facts that the rules themselves test.
    own_cells: OnceLock<Cells>,
}

/// Decision of some places.
#[derive(Clone, Debug)]
struct Variant {
    places: Somewhere,
    decided: Decided,
}

/// Decision by the same rules in every place.
#[derive(Clone, Debug)]
pub struct Decided {
    met: Implicants,
    unmet: Implicants,
    silent: Implicants,
    /// What it was made of, for what is asked seldom: compiled when it is.
    draft: Draft,
    contradiction: Condition,
    doubts: OnceLock<Vec<(Implicants, Arc<Text>)>>,
    way: OnceLock<Option<Implicants>>,
    /// The facts that the rules themselves test.
    own: FactSet,
    /// Those, and the facts that contradictions tie to them.
    tied: FactSet,
}

/// Kinds of places whose terms are put together.
const FEW_KINDS: usize = 4;

impl Draft {
    /// Where the text is silent and no rule gives it.
    pub fn silent(&self) -> Condition {
        let any = Condition::any(self.unsettled.iter().map(|(condition, _)| condition.clone()));
        Condition::all([any, self.met.clone().negated()])
    }

    /// The facts that it tests, but for the day.
    pub fn facts(&self) -> FactSet {
        let unsettled = self.unsettled.iter().map(|(condition, _)| condition.fact_set());
        let all = unsettled.fold(self.met.fact_set(), FactSet::union);
        all.without(FactSet::only(Fact::Day))
    }

    /// The draft with what is known of the place and the day put in.
    pub fn settled(mut self, settling: &mut Settling) -> Self {
        self.met = self.met.settled(settling);
        for (condition, _) in &mut self.unsettled {
            *condition = condition.settled(settling);
        }
        self.unsettled.retain(|(condition, _)| !condition.is_never());
        self
    }

    /// Compiles the draft by itself.
    #[cfg(test)]
    pub fn compile(
        &self,
        contradictions: &[Condition],
        layout: &Layout,
    ) -> Result<Decision, Error> {
        Compilation::new(contradictions, layout)
            .decided(self.clone(), self.facts())
            .map(|decided| Decision::in_places(vec![(Cells::default(), decided)]))
    }
}

/// Compiles drafts that have parts in common.
pub struct Compilation<'a> {
    /// Left out of what the unknown facts could turn out to be.
    contradictions: &'a [Condition],
    /// Any of some contradictions, and their prime terms.
    conflicts: HashMap<Vec<usize>, (Condition, Terms)>,
    expansions: Expansions<'a>,
}

impl<'a> Compilation<'a> {
    pub fn new(contradictions: &'a [Condition], layout: &'a Layout) -> Self {
        Self { contradictions, conflicts: HashMap::new(), expansions: Expansions::new(layout) }
    }

    /// `tested` are the facts that the same is decided by anywhere.
    pub fn decided(&mut self, draft: Draft, tested: FactSet) -> Result<Decided, Error> {
        let own = draft.facts();
        let positions = tied(tested, self.contradictions);
        let covers = self.conflict(positions).and_then(|(conflict, terms)| {
            let covers = self.covers(&draft, &terms)?;
            Some((conflict, covers))
        });
        let (conflict, covers) = covers.ok_or_else(too_complex)?;
        let [met, unmet, silent] = covers;
        Ok(Decided {
            met,
            unmet,
            silent,
            draft,
            doubts: OnceLock::new(),
            way: OnceLock::new(),
            tied: tested.union(conflict.fact_set()),
            contradiction: conflict,
            own,
        })
    }

    /// The terms of a condition, not all of them prime.
    pub fn cover(&mut self, condition: &Condition) -> Result<Implicants, Error> {
        self.expansions.of(condition, true).map(Implicants::from).ok_or_else(too_complex)
    }

    /// Any of some contradictions: closed once, so that no decision has to find what they say together.
    fn conflict(&mut self, positions: Vec<usize>) -> Option<(Condition, Terms)> {
        if let Some((conflict, terms)) = self.conflicts.get(&positions) {
            return Some((conflict.clone(), Rc::clone(terms)));
        }
        let chosen = positions.iter().filter_map(|one| self.contradictions.get(*one));
        let conflict = Condition::any(chosen.cloned());
        let terms = self.expansions.of(&conflict, true)?;
        let terms = self.expansions.closed(&terms)?;
        self.conflicts.insert(positions, (conflict.clone(), Rc::clone(&terms)));
        Some((conflict, terms))
    }

    /// When it is met, when it is not, and where the text is silent.
    fn covers(&mut self, draft: &Draft, conflict: &Terms) -> Option<[Implicants; 3]> {
        let expansions = &mut self.expansions;
        let (met, unmet) = (expansions.of(&draft.met, true)?, expansions.of(&draft.met, false)?);
        let mut unsettled = |positive| {
            let conditions = draft.unsettled.iter();
            conditions
                .map(|(condition, _)| expansions.of(condition, positive))
                .collect::<Option<Vec<_>>>()
        };
        let (silent, told) = (unsettled(true)?, unsettled(false)?);
        let silent = expansions.product(&[expansions.sum(&silent), Rc::clone(&unmet)])?;
        let denied = expansions.product(&[vec![unmet], told].concat())?;
        Some([
            expansions.prime(&met, conflict)?,
            expansions.prime(&denied, conflict)?,
            expansions.prime(&silent, conflict)?,
        ])
    }
}

fn too_complex() -> Error {
    Error::new(
        ErrorCode::TooComplex,
        "",
        "条件过于复杂，无法精确编译",
        "the condition is too large to be compiled exactly",
    )
}

/// The contradictions that share facts with the ones given, directly or through each other.
#[cfg(test)]
pub fn connected(facts: &[Fact], contradictions: &[Condition]) -> Vec<Condition> {
    let facts = facts.iter().copied().map(FactSet::only).fold(FactSet::default(), FactSet::union);
    tied(facts, contradictions)
        .iter()
        .filter_map(|position| contradictions.get(*position))
        .cloned()
        .collect()
}

/// As `connected`, by position; nothing is tied by the day alone.
fn tied(facts: FactSet, contradictions: &[Condition]) -> Vec<usize> {
    let mut reached = facts;
    let mut found = vec![false; contradictions.len()];
    loop {
        let before = reached;
        for (contradiction, found) in contradictions.iter().zip(&mut found) {
            let tested = contradiction.fact_set();
            if tested.without(FactSet::only(Fact::Day)).meets(reached) {
                *found = true;
                reached = reached.union(tested);
            }
        }
        if reached == before {
            return found
                .iter()
                .enumerate()
                .filter(|(_, found)| **found)
                .map(|(at, _)| at)
                .collect();
        }
    }
}

/// Values that are ruled out, and the facts that have none left.
#[derive(Clone, Copy)]
struct Left<'a> {
    excluded: &'a Cells,
    contradicted: &'a [Fact],
}

impl<'a> Left<'a> {
    fn of(known: &'a PartialFacts<'_>) -> Self {
        Self { excluded: known.excluded(), contradicted: known.contradicted() }
    }
}

impl Decided {
    fn outcome(&self, left: &Left<'_>) -> Outcome {
        if left.contradicted.iter().any(|fact| self.tied.contains(*fact)) {
            return Outcome::OpenConflict;
        }
        match (self.met.holds(left.excluded), self.unmet.holds(left.excluded)) {
            (true, true) => Outcome::OpenConflict,
            (true, false) => Outcome::Met,
            (false, true) => Outcome::Unmet,
            (false, false) if self.silent.holds(left.excluded) => Outcome::OpenUnsettled,
            (false, false) => Outcome::OpenFacts,
        }
    }

    /// Each reason why the text is silent, and whether that is so whatever the unknown facts are; none that cannot be.
    fn doubts(&self, known: &PartialFacts<'_>) -> Vec<(&Text, bool)> {
        let layout = known.layout();
        let doubts = self.doubts.get_or_init(|| {
            let unsettled = self.draft.unsettled.iter();
            let compiled = unsettled.filter_map(|(condition, because)| {
                let silent = Condition::all([condition.clone(), self.draft.met.clone().negated()]);
                let silent = Condition::any([silent, self.contradiction.clone()]);
                Some((Implicants::of(&silent, layout)?, Arc::clone(because)))
            });
            compiled.collect()
        });
        let told = doubts.iter().map(|(cover, because)| {
            let mut terms = cover.terms().iter();
            let may = terms.any(|term| layout.attainable(term, known.excluded()));
            (&**because, may, cover.holds(known.excluded()))
        });
        told.filter(|(_, may, _)| *may).map(|(because, _, surely)| (because, surely)).collect()
    }

    /// Tells whether the unknown facts could turn out so that it is met without a contradiction.
    fn may_be_met(&self, known: &PartialFacts<'_>) -> bool {
        let layout = known.layout();
        let way = self.way.get_or_init(|| {
            let sound = self.contradiction.clone().negated();
            Implicants::of(&Condition::all([self.draft.met.clone(), sound]), layout)
        });
        way.as_ref().is_none_or(|way| {
            way.terms().iter().any(|term| layout.attainable(term, known.excluded()))
        })
    }

    fn covers(&self) -> [&Implicants; 3] {
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
        Self { variants, by_place: OnceLock::new(), own_cells: OnceLock::new() }
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
    fn is_whole(&self, layout: &Layout) -> bool {
        self.variants.len() == 1 || self.by_place(layout).0
    }

    fn by_place(&self, layout: &Layout) -> &(bool, [Implicants; 3]) {
        self.by_place.get_or_init(|| {
            let few = self.variants.len() <= FEW_KINDS;
            match if few { self.product(layout) } else { None } {
                Some(whole) => (true, whole),
                None => {
                    let kinds = [0, 1, 2].map(|kind| self.by_place_of(kind, layout));
                    (false, kinds.map(Implicants::of_terms))
                }
            }
        })
    }

    /// The terms of a cover, met, unmet or silent, of each kind of place, with the cells of its places.
    fn kinds(&self, kind: usize) -> impl Iterator<Item = (&Cells, &[Cells])> {
        self.variants.iter().filter_map(move |variant| {
            let cover = variant.decided.covers().into_iter().nth(kind)?;
            Some((variant.places.0.as_ref()?, cover.terms()))
        })
    }

    fn by_place_of(&self, kind: usize, layout: &Layout) -> Vec<Cells> {
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
    pub fn whole(&self, layout: &Layout) -> Option<[Implicants; 3]> {
        match self.is_whole(layout) {
            true => Some(self.covers(layout).map(Implicants::clone)),
            false => self.product(layout),
        }
    }

    fn product(&self, layout: &Layout) -> Option<[Implicants; 3]> {
        let expansions = Expansions::new(layout);
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

    /// Those, and the facts that contradictions tie to them.
    pub fn tied(&self) -> FactSet {
        self.facts(|decided| decided.tied)
    }

    /// Facts of every kind of place; of several kinds, the place is one.
    fn facts(&self, of: impl Fn(&Decided) -> FactSet) -> FactSet {
        let place = match self.variants.len() {
            1 => FactSet::default(),
            _ => FactSet::only(Fact::Jurisdiction),
        };
        self.variants.iter().map(|variant| of(&variant.decided)).fold(place, FactSet::union)
    }

    /// Decisions of the places that are still possible.
    fn possible<'a>(&'a self, excluded: &'a Cells) -> impl Iterator<Item = &'a Decided> {
        let possible = self.variants.iter().filter(move |of| of.places.is_possible(excluded));
        possible.map(|variant| &variant.decided)
    }

    /// The answer of every place that it could be; of those where the facts contradict each other only if there is no other.
    pub fn outcome(&self, known: &PartialFacts<'_>) -> Outcome {
        self.outcome_of(Left::of(known))
    }

    /// As if one more fact were known to fall into a cell.
    fn outcome_with(&self, known: &PartialFacts<'_>, slot: &Slot, cell: usize) -> Outcome {
        let mut excluded = known.excluded().union(slot.every());
        let ruled_out = known.excluded().contains(cell);
        let mut contradicted = known.contradicted();
        let more: Vec<Fact>;
        if ruled_out {
            more = [contradicted, &[slot.fact]].concat();
            contradicted = &more;
        } else {
            excluded.remove(cell);
        }
        self.outcome_of(Left { excluded: &excluded, contradicted })
    }

    fn outcome_of(&self, left: Left<'_>) -> Outcome {
        let conflict = Outcome::OpenConflict;
        let mut all: Option<Outcome> = None;
        for decided in self.possible(left.excluded) {
            let outcome = decided.outcome(&left);
            all = match all {
                None => Some(outcome),
                Some(before) if before == outcome || outcome == conflict => Some(before),
                Some(before) if before == conflict => Some(outcome),
                Some(_) => return Outcome::OpenFacts,
            };
        }
        all.unwrap_or(conflict)
    }

    /// Reasons why the text leaves it open: those that hold whatever the unknown facts are, or, where it depends on
    /// them which reason it is, all that may.
    pub fn unsettled(&self, known: &PartialFacts<'_>) -> Vec<Text> {
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

    /// The fields that the answer still depends on, the most decisive first; none unless the answer is
    /// open for want of facts.
    pub fn missing(&self, known: &PartialFacts<'_>) -> Vec<Missing> {
        if self.outcome(known) != Outcome::OpenFacts {
            return Vec::new();
        }
        let mut ranked: Vec<(usize, Fact)> = Vec::new();
        for slot in self.relevant(known) {
            let deciding = slot
                .cells()
                .filter(|cell| !known.excluded().contains(*cell))
                .map(|cell| self.outcome_with(known, slot, cell))
                .filter(|outcome| *outcome != Outcome::OpenFacts)
                .count();
            ranked.push((deciding, slot.fact));
        }
        ranked.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut missing: Vec<Missing> = Vec::new();
        for (deciding, fact) in ranked {
            for source in fact.sources().iter().filter(|source| !known.has(**source)) {
                // Until the classes are known, it is the list of them that is asked for.
                let unlisted = source.record() == Some("CareClass") && !known.has(Fact::Classes);
                let source = if unlisted { &Fact::Classes } else { source };
                if missing.iter().all(|other| other.fact != source.name()) {
                    missing.push(missing_fact(*source, i32::from(deciding > 0)));
                }
            }
        }
        debug_assert!(!missing.is_empty(), "an answer is open for want of facts");
        missing
    }

    /// The rules' own facts that some completion still turns on.
    fn relevant<'a>(&self, known: &'a PartialFacts<'_>) -> Vec<&'a Slot> {
        let layout = known.layout();
        let covers = self.covers(layout);
        let open: Vec<Implicants> =
            covers.map(|cover| cover.restricted(known.excluded(), layout)).into();
        let own = self.own();
        layout
            .slots()
            .iter()
            .filter(|slot| own.contains(slot.fact))
            .filter(|slot| {
                open.iter().flat_map(Implicants::terms).any(|term| layout.mentions(term, slot))
            })
            .collect()
    }

    /// The names of the facts that an answer still turns on.
    #[cfg(test)]
    pub fn open_facts(&self, known: &PartialFacts<'_>) -> Vec<String> {
        self.relevant(known).iter().map(|slot| slot.fact.name().to_owned()).collect()
    }

    /// The tests that decided, or for an open answer those that would.
    pub fn reasons<'a>(&'a self, known: &'a PartialFacts<'_>) -> Vec<Tested> {
        let holding =
            |[met, unmet, silent]: [&'a Implicants; 3], outcome: Outcome| -> Vec<&'a Cells> {
                let cover = match outcome {
                    Outcome::Unmet => unmet,
                    Outcome::OpenUnsettled => silent,
                    _ => met,
                };
                let terms = cover.terms().iter().filter(|term| term.within(known.excluded()));
                needed(terms, known)
            };
        let outcome = self.outcome(known);
        if outcome == Outcome::OpenFacts {
            return self.would_decide(known);
        }
        let terms = match self.is_whole(known.layout()) {
            true => holding(self.covers(known.layout()), outcome),
            false => {
                let possible = self.possible(known.excluded());
                possible.flat_map(|decided| holding(decided.covers(), outcome)).collect()
            }
        };
        self.tests(&terms, known, outcome.status())
    }

    /// One reason a fact, in the order of the vocabulary.
    fn tests(&self, terms: &[&Cells], known: &PartialFacts<'_>, outcome: Status) -> Vec<Tested> {
        let layout = known.layout();
        let needed = terms.iter().fold(layout.nothing(), |needed, term| needed.union(term));
        let mut reasons = Vec::new();
        for slot in layout.slots().iter().filter(|slot| layout.mentions(&needed, slot)) {
            if !known.tells(slot.fact) {
                continue;
            }
            reasons.push(match outcome {
                Status::Unmet => {
                    let wanted = self.wanted(complement(&needed, slot, layout), slot, known);
                    tested(slot, &wanted, outcome)
                }
                _ => tested(slot, &needed, outcome),
            });
        }
        reasons
    }

    /// What is wanted of a fact, without the values for which the text is silent unless there are no others.
    fn wanted(&self, unwanted: Cells, slot: &Slot, known: &PartialFacts<'_>) -> Cells {
        if self.variants.iter().all(|of| of.decided.draft.unsettled.is_empty()) {
            return unwanted;
        }
        let mut without_silent = unwanted.clone();
        let free = known.changed(&[slot], &known.layout().nothing());
        for cell in slot.cells().filter(|cell| !unwanted.contains(*cell)) {
            let outcome = self.outcome_with(&free, slot, cell);
            if outcome == Outcome::OpenUnsettled {
                without_silent.insert(cell);
            }
        }
        if slot.cells().all(|cell| without_silent.contains(cell)) {
            return unwanted;
        }
        without_silent
    }

    /// The tests of the least demanding way to "met" that is still open, then any other fact that matters.
    fn would_decide(&self, known: &PartialFacts<'_>) -> Vec<Tested> {
        let layout = known.layout();
        let own = self.own_cells.get_or_init(|| {
            let own = self.own().union(FactSet::only(Fact::Day)).facts().into_iter();
            own.fold(layout.nothing(), |cells, fact| cells.union(&layout.every(fact)))
        });
        let open_facts = |term: &Cells| {
            layout.slots().iter().filter(|slot| slot.wants(term, known.excluded())).count()
        };
        let [met, ..] = self.covers(layout);
        let ways = met.terms().iter();
        let ways =
            ways.filter(|term| term.within(own) && layout.attainable(term, known.excluded()));
        let ways: Vec<(usize, &Cells)> = ways.map(|term| (open_facts(term), term)).collect();
        let fewest = ways.iter().map(|(open, _)| *open).min();
        let near = ways.iter().filter(|(open, _)| Some(*open) == fewest).map(|(_, term)| *term);
        let nearest = near.min_by_key(|term| {
            // Of ways as near, the one that wants least, whatever order the terms were compiled in.
            let told = layout.slots().iter().filter(|slot| layout.mentions(term, slot));
            let told = told.filter(|slot| known.tells(slot.fact));
            let (facts, codes): (Vec<Fact>, Vec<Vec<(i64, i64)>>) =
                told.map(|slot| (slot.fact, slot.codes(term).bounds().to_vec())).unzip();
            let narrow = codes.iter().flatten().map(|(low, high)| low - high - 1).sum::<i64>();
            (facts.len(), facts, narrow, codes)
        });
        let relevant: Vec<Fact> = self.relevant(known).iter().map(|slot| slot.fact).collect();
        let mut reasons = Vec::new();
        for slot in layout.slots() {
            let needed = nearest.filter(|term| layout.mentions(term, slot));
            match needed {
                Some(term) if known.tells(slot.fact) => {
                    let open = slot.wants(term, known.excluded());
                    let outcome = if open { Status::Open } else { Status::Met };
                    reasons.push(tested(slot, term, outcome));
                }
                Some(_) => {}
                None if relevant.contains(&slot.fact) => {
                    reasons.push(tested(slot, &layout.nothing(), Status::Open));
                }
                None => {}
            }
        }
        reasons
    }

    /// The facts that the answer turns on, contradictions counted.
    pub(super) fn turning_on(&self, known: &PartialFacts<'_>) -> Vec<Fact> {
        let layout = known.layout();
        let open = self.covers(layout).map(|cover| cover.restricted(known.excluded(), layout));
        let terms = || open.iter().flat_map(Implicants::terms);
        let turned = |slot: &&Slot| terms().any(|term| layout.mentions(term, slot));
        layout.slots().iter().filter(turned).map(|slot| slot.fact).collect()
    }

    /// Tells whether the unknown facts could turn out so that it is met without a contradiction.
    pub(super) fn may_be_met(&self, known: &PartialFacts<'_>) -> bool {
        self.possible(known.excluded()).any(|decided| decided.may_be_met(known))
    }
}

/// Terms without those that another one makes superfluous but for the day, or the place: they tell nothing more.
fn needed<'a>(terms: impl Iterator<Item = &'a Cells>, known: &PartialFacts<'_>) -> Vec<&'a Cells> {
    let terms: Vec<&Cells> = terms.collect();
    if terms.len() < 2 {
        return terms;
    }
    let layout = known.layout();
    let untold = layout.slots().iter().filter(|slot| !known.tells(slot.fact));
    let untold = untold.fold(layout.nothing(), |cells, slot| cells.union(slot.every()));
    let told = |term: &Cells| -> u128 {
        let slots = layout.slots().iter().enumerate();
        let told = slots.filter(|(_, slot)| layout.mentions(term, slot) && known.tells(slot.fact));
        told.fold(0, |bits, (position, _)| bits | 1_u128 << position)
    };
    let all: Vec<(&Cells, u128)> = terms.into_iter().map(|term| (term, told(term))).collect();
    let superfluous = |term: &Cells, facts: u128| {
        all.iter().any(|(other, of_other)| {
            let fewer = *of_other != facts && of_other & !facts == 0;
            let weaker = *of_other == facts
                && other.within_but(term, &untold)
                && !term.within_but(other, &untold);
            fewer || weaker
        })
    };
    let kept = all.iter().filter(|(term, facts)| !superfluous(term, *facts));
    kept.map(|(term, _)| *term).collect()
}

pub fn missing_fact(fact: Fact, decides: i32) -> Missing {
    let (zh, en) = fact.question();
    Missing {
        fact: fact.name().to_owned(),
        label: fact.label().to_owned(),
        question: Text::new(zh, en),
        decides,
    }
}

fn tested(slot: &Slot, wanted: &Cells, outcome: Status) -> Tested {
    Tested { fact: slot.fact, wanted: slot.codes(wanted), outcome }
}

fn complement(cells: &Cells, slot: &Slot, layout: &Layout) -> Cells {
    let mut others = layout.nothing();
    slot.cells().filter(|cell| !cells.contains(*cell)).for_each(|cell| others.insert(cell));
    others
}

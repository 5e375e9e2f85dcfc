//! The law of one place, or of several whose files differ: what they decide alike is compiled once.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::error::{Error, told_identifier};
use crate::facts::Fact;
use crate::logic::{
    Cells, Compilation, Condition, Decision, Draft, Era, FactSet, Implicants, Layout, Settling,
    Slot, Somewhere,
};
use crate::policy::book::Target;
use crate::policy::law::Law;
use crate::policy::law::drafts::{Compiler, Drafted, Drafts};
use crate::policy::law::speakers::Speakers;
use crate::policy::rules::Rules;

/// Places that no rule tells apart.
#[derive(Debug)]
pub struct Kind {
    /// One of them, where there are several kinds.
    pub era: Era,
    /// Their cells.
    pub cells: Cells,
    /// Position of their contradictions among those of the law.
    pub contradictions: usize,
}

/// Name of a decision, the rules that it rests on, and the draft of each kind of place.
type Joined = (String, Vec<usize>, Vec<Option<Draft>>);

impl Law {
    /// Compiles the law of a known place.
    pub fn of_place(rules: &Rules, era: Era) -> Result<Self, Error> {
        let compiler = Compiler { rules, era };
        Self::compile(vec![(era, compiler.drafts())], &[], rules)
    }

    /// Compiles the law of every kind of place on a day.
    pub fn of_every_place(rules: &Rules, day: i64) -> Result<Self, Error> {
        let anywhere = Era { place: None, day: Some(day) };
        let in_force = rules.iter().filter(|(_, rule)| rule.span.includes(anywhere));
        let tests = in_force.flat_map(|(_, rule)| rule.tests_of_eras());
        let of_places = |test: &Condition| matches!(test, Condition::Test(Fact::Jurisdiction, _));
        let tests: Vec<Condition> = tests.filter(of_places).collect();
        let layout = Layout::new(&tests);
        let slot = layout.slot(Fact::Jurisdiction);
        let first = |cell| slot.and_then(|slot| slot.cuts().find(|(_, of)| *of == cell));
        let places = slot.map_or(0..0, Slot::cells).filter_map(first);
        let mut eras: Vec<Era> =
            places.map(|(place, _)| Era { place: Some(place), day: Some(day) }).collect();
        if eras.len() < 2 {
            eras = vec![anywhere];
        }
        let drafts = eras.into_iter().map(|era| (era, Compiler { rules, era }.drafts()));
        Self::compile(drafts.collect(), &tests, rules)
    }

    pub fn compile(
        all: Vec<(Era, Drafts)>,
        tests: &[Condition],
        rules: &Rules,
    ) -> Result<Self, Error> {
        let conditions = all.iter().flat_map(|(_, drafts)| drafts.conditions());
        let layout = Layout::new(conditions.chain(tests));
        let mut contradictions: Vec<Vec<Condition>> = Vec::new();
        let mut kinds = Vec::new();
        let mut drafts = Vec::new();
        for (era, mut of_kind) in all {
            let own = std::mem::take(&mut of_kind.contradictions);
            let known = contradictions.iter().position(|known| *known == own);
            let position = known.unwrap_or_else(|| {
                contradictions.push(own);
                contradictions.len() - 1
            });
            let mut cells = layout.nothing();
            if let (Some(slot), Some(place)) = (layout.slot(Fact::Jurisdiction), era.place) {
                cells.insert(slot.cell(place));
            }
            kinds.push(Kind { era, cells, contradictions: position });
            drafts.push(of_kind);
        }
        let never = Draft { met: Condition::never(), unsettled: Vec::new() };
        let always = Draft { met: Condition::all([]), unsettled: Vec::new() };
        let registrable = drafts.iter().map(|of| Some(of.registrable.clone())).collect();
        let barred: Vec<Condition> = drafts.iter().map(|of| of.barred.clone()).collect();
        let mut of_each = |of: fn(&mut Drafts) -> &mut Vec<Drafted>| -> Vec<Vec<Drafted>> {
            drafts.iter_mut().map(|drafts| std::mem::take(of(drafts))).collect()
        };
        let no_contradictions = vec![Vec::new(); contradictions.len()];
        let mut alone = Joining::new(&layout, &kinds, &no_contradictions);
        let mut together = Joining::new(&layout, &kinds, &contradictions);
        let supports = together.targets(by_name(of_each(|of| &mut of.supports)), &never)?;
        let steps = together.targets(by_name(of_each(|of| &mut of.steps)), &never)?;
        let events = together.targets(by_name(of_each(|of| &mut of.events)), &never)?;
        let deadlines = together.targets(by_rule(of_each(|of| &mut of.deadlines)), &never)?;
        let conflicts = alone.targets(by_rule(of_each(|of| &mut of.conflicts)), &never)?;
        let impossible = alone.targets(by_rule(of_each(|of| &mut of.impossible)), &never)?;
        let authorities = together.targets(by_name(of_each(|of| &mut of.authorities)), &never)?;
        let acts = together.targets(by_name(of_each(|of| &mut of.acts)), &always)?;
        let registering = together.targets(by_rule(of_each(|of| &mut of.registering)), &never)?;
        let displaced = together.targets(by_rule(of_each(|of| &mut of.displaced)), &never)?;
        let doubts = together.targets(by_rule(of_each(|of| &mut of.doubts)), &never)?;
        let wanted = by_rule(of_each(|of| &mut of.requirements));
        let wanted = together.targets(wanted, &always)?;
        let applying = together.targets(by_rule(of_each(|of| &mut of.applying)), &never)?;
        let applying = applying.into_iter().map(|target| target.decision);
        let mut requirements: Vec<(Target, Decision)> = wanted.into_iter().zip(applying).collect();
        requirements.sort_by_key(|(target, _)| {
            let rule = target.rules.first().and_then(|position| rules.get(*position));
            rule.and_then(|rule| rule.filing_order).unwrap_or(i32::MAX)
        });
        let registrable = together.decision(registrable, &never)?;
        let barred = together.covers(barred)?.into();
        let speaking =
            rules.iter().filter(|(_, rule)| kinds.iter().any(|kind| rule.span.includes(kind.era)));
        let speakers = Speakers::new(speaking);
        Ok(Self {
            supports,
            steps,
            events,
            requirements,
            deadlines,
            conflicts,
            impossible,
            barred,
            unbarred: OnceLock::new(),
            authorities,
            acts,
            registering,
            displaced,
            doubts,
            registrable,
            speakers,
            contradictions,
            kinds,
            layout,
        })
    }

    /// Decides whether the combination of facts is none that is not registered.
    pub fn unbarred(&self, rules: &Rules) -> Option<&Decision> {
        let compiled = || {
            let positions = self.impossible.iter().flat_map(|target| &target.rules);
            let met = Condition::any(positions.map(|position| rules.draft(*position).met));
            let draft = Draft { met: met.negated(), unsettled: Vec::new() };
            let none = vec![Vec::new(); self.contradictions.len()];
            self.decided(&draft, &none)
        };
        self.unbarred.get_or_init(compiled).as_ref()
    }

    /// A draft of some rule by itself, decided on as all others are.
    pub fn decide(&self, draft: &Draft) -> Option<Decision> {
        self.decided(draft, &self.contradictions)
    }

    fn decided(&self, draft: &Draft, contradictions: &[Vec<Condition>]) -> Option<Decision> {
        let here = |kind: &Kind| Some(draft.clone().settled(&mut Settling::new(kind.era)));
        let drafts = self.kinds.iter().map(here).collect();
        let mut joining = Joining::new(&self.layout, &self.kinds, contradictions);
        joining.decision(drafts, draft).ok()
    }
}

/// Compiles the decisions of several kinds of places.
struct Joining<'a> {
    layout: &'a Layout,
    kinds: &'a [Kind],
    compilations: Vec<Compilation<'a>>,
}

impl<'a> Joining<'a> {
    fn new(layout: &'a Layout, kinds: &'a [Kind], contradictions: &'a [Vec<Condition>]) -> Self {
        let compilations = contradictions.iter().map(|of| Compilation::new(of, layout)).collect();
        Self { layout, kinds, compilations }
    }

    /// Compiles targets; `absent` stands for a kind of place without a rule.
    fn targets(&mut self, joined: Vec<Joined>, absent: &Draft) -> Result<Vec<Target>, Error> {
        let compiled = joined.into_iter().map(|(id, rules, drafts)| {
            let decision = self
                .decision(drafts, absent)
                .map_err(|error| error.inside(&told_identifier(&id)))?;
            Ok(Target { id, rules, decision })
        });
        compiled.collect()
    }

    fn decision(&mut self, drafts: Vec<Option<Draft>>, absent: &Draft) -> Result<Decision, Error> {
        let mut distinct: Vec<(usize, Draft, Cells)> = Vec::new();
        for (kind, draft) in self.kinds.iter().zip(drafts) {
            let draft = draft.unwrap_or_else(|| absent.clone());
            let alike = distinct
                .iter_mut()
                .find(|(of, known, _)| *of == kind.contradictions && *known == draft);
            match alike {
                Some((.., cells)) => *cells = cells.union(&kind.cells),
                None => distinct.push((kind.contradictions, draft, kind.cells.clone())),
            }
        }
        let tested = distinct.iter().map(|(_, draft, _)| draft.facts());
        let tested = tested.fold(FactSet::default(), FactSet::union);
        let mut variants = Vec::new();
        for (contradictions, draft, cells) in distinct {
            if let Some(compilation) = self.compilations.get_mut(contradictions) {
                variants.push((cells, compilation.decided(draft, tested)?));
            }
        }
        Ok(Decision::in_places(variants))
    }

    /// The terms of a condition of each kind of place, not all of them prime.
    fn covers(
        &mut self,
        conditions: Vec<Condition>,
    ) -> Result<Vec<(Somewhere, Implicants)>, Error> {
        let mut distinct: Vec<(Condition, Cells)> = Vec::new();
        for (kind, condition) in self.kinds.iter().zip(conditions) {
            match distinct.iter_mut().find(|(known, _)| *known == condition) {
                Some((_, cells)) => *cells = cells.union(&kind.cells),
                None => distinct.push((condition, kind.cells.clone())),
            }
        }
        let mut compilation = Compilation::new(&[], self.layout);
        let one = distinct.len() == 1;
        let compiled = distinct.into_iter().map(|(condition, cells)| {
            Ok((Somewhere((!one).then_some(cells)), compilation.cover(&condition)?))
        });
        compiled.collect()
    }
}

/// Joins the drafts that several kinds of places have under one name.
fn by_name(kinds: Vec<Vec<Drafted>>) -> Vec<Joined> {
    joined(kinds, |(id, ..)| (id.clone(), None))
}

/// Joins the drafts of single rules.
fn by_rule(kinds: Vec<Vec<Drafted>>) -> Vec<Joined> {
    joined(kinds, |(id, rules, _)| (id.clone(), rules.first().copied()))
}

/// Joins drafts in the order of the files.
fn joined(
    kinds: Vec<Vec<Drafted>>,
    key: impl Fn(&Drafted) -> (String, Option<usize>),
) -> Vec<Joined> {
    let count = kinds.len();
    let mut all: Vec<Joined> = Vec::new();
    let mut known: HashMap<(String, Option<usize>), usize> = HashMap::new();
    for (kind, drafted) in kinds.into_iter().enumerate() {
        for one in drafted {
            let at = *known.entry(key(&one)).or_insert(all.len());
            let (id, rules, draft) = one;
            if at == all.len() {
                all.push((id, Vec::new(), vec![None; count]));
            }
            let Some((_, of_all, drafts)) = all.get_mut(at) else { continue };
            of_all.extend(rules);
            if let Some(own) = drafts.get_mut(kind) {
                *own = Some(draft);
            }
        }
    }
    for (_, rules, _) in &mut all {
        rules.sort_unstable();
        rules.dedup();
    }
    all.sort_by_key(|(_, rules, _)| rules.first().copied());
    all
}

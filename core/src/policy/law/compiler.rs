//! The law of one place, or of several whose files differ: what they decide alike is compiled once.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::facts::Fact;
use crate::logic::{
    Cells, Compilation, Condition, Decision, Draft, Era, FactSet, Implicants, Layout, STEPS_OF_ONE,
    Settling, Slot, Somewhere, TooLarge, Work,
};
use crate::policy::book::Target;
use crate::policy::law::Law;
use crate::policy::law::account::{Account, OverBudget};
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
    /// Position of their conflicts among those of the law.
    pub conflict_conditions: usize,
}

/// Name of a decision, the rules that it rests on, and the drafts of the kinds of places that have one, by their position.
type Joined = (String, Vec<usize>, Vec<(usize, Draft)>);

impl Law {
    /// Compiles the law of a known place.
    pub fn of_place(rules: &Rules, era: Era, work: &Work) -> Result<Self, OverBudget> {
        let compiler = Compiler::new(rules, era);
        work.spend(rules.len() + compiler.effort()).ok_or_else(|| OverBudget::of_all(rules))?;
        Self::compile(vec![(era, compiler.drafts())], &[], rules, work)
    }

    /// Compiles the law of every kind of place on a day.
    pub fn of_every_place(rules: &Rules, day: i64, work: &Work) -> Result<Self, OverBudget> {
        let over = || OverBudget::of_all(rules);
        let anywhere = Era { place: None, day: Some(day) };
        let in_force = rules.iter().filter(|(_, rule)| rule.span.includes(anywhere));
        let tests = in_force.flat_map(|(_, rule)| rule.tests_of_eras());
        let of_places = |test: &Condition| matches!(test, Condition::Test(Fact::Jurisdiction, _));
        let tests: Vec<Condition> = tests.filter(of_places).collect();
        let layout = Layout::within(&tests, work).ok_or_else(over)?;
        let slot = layout.slot(Fact::Jurisdiction);
        let first = |cell| slot.and_then(|slot| slot.cuts().find(|(_, of)| *of == cell));
        let places = slot.map_or(0..0, Slot::cells);
        work.spend_on(places.len(), rules.len() / 4 + places.len()).ok_or_else(over)?;
        let places = places.filter_map(first);
        let mut eras: Vec<Era> =
            places.map(|(place, _)| Era { place: Some(place), day: Some(day) }).collect();
        if eras.len() < 2 {
            eras = vec![anywhere];
        }
        let drafts = eras.into_iter().map(|era| {
            let compiler = Compiler::new(rules, era);
            work.spend(compiler.effort()).ok_or_else(over)?;
            Ok((era, compiler.drafts()))
        });
        Self::compile(drafts.collect::<Result<_, _>>()?, &tests, rules, work)
    }

    pub fn compile(
        all: Vec<(Era, Drafts)>,
        tests: &[Condition],
        rules: &Rules,
        work: &Work,
    ) -> Result<Self, OverBudget> {
        let over = || OverBudget::of_all(rules);
        let conditions = all.iter().flat_map(|(_, drafts)| drafts.conditions());
        let layout = Layout::within(conditions.chain(tests), work).ok_or_else(over)?;
        let mut conflict_conditions: Vec<Vec<Condition>> = Vec::new();
        let mut conflict_rules: Vec<usize> = Vec::new();
        let mut kinds = Vec::new();
        let mut drafts = Vec::new();
        for (era, mut of_kind) in all {
            let own = std::mem::take(&mut of_kind.conflict_conditions);
            conflict_rules.append(&mut of_kind.conflict_rules);
            work.spend_on(conflict_conditions.len(), own.len()).ok_or_else(over)?;
            let known = conflict_conditions.iter().position(|known| *known == own);
            let position = known.unwrap_or_else(|| {
                conflict_conditions.push(own);
                conflict_conditions.len() - 1
            });
            let mut cells = layout.nothing();
            if let (Some(slot), Some(place)) = (layout.slot(Fact::Jurisdiction), era.place) {
                cells.insert(slot.cell(place));
            }
            kinds.push(Kind { era, cells, conflict_conditions: position });
            drafts.push(of_kind);
        }
        let never = Draft { met: Condition::never(), unsettled: Vec::new() };
        let always = Draft { met: Condition::all([]), unsettled: Vec::new() };
        let registrable = drafts.iter().map(|of| of.registrable.clone()).enumerate().collect();
        let barred: Vec<Condition> = drafts.iter().map(|of| of.barred.clone()).collect();
        let mut of_each = |of: fn(&mut Drafts) -> &mut Vec<Drafted>| -> Vec<Vec<Drafted>> {
            drafts.iter_mut().map(|drafts| std::mem::take(of(drafts))).collect()
        };
        let no_conditions = vec![Vec::new(); conflict_conditions.len()];
        let account = Account::new(rules, &conflict_rules, work);
        let mut alone = Joining::new(&layout, &kinds, &no_conditions, &account);
        let mut together = Joining::new(&layout, &kinds, &conflict_conditions, &account);
        let supports = together.targets(by_name(of_each(|of| &mut of.supports)), &never)?;
        let steps = together.targets(by_name(of_each(|of| &mut of.steps)), &never)?;
        let events = together.targets(by_name(of_each(|of| &mut of.events)), &never)?;
        let deadlines = together.targets(by_rule(of_each(|of| &mut of.deadlines)), &never)?;
        let conflicts = alone.targets(by_rule(of_each(|of| &mut of.conflicts)), &never)?;
        let impossible = alone.targets(by_rule(of_each(|of| &mut of.impossible)), &never)?;
        let doubting = rules.iter().filter(|(_, rule)| rule.entry.then.of_registration());
        let doubting: Vec<usize> = doubting.map(|(position, _)| position).collect();
        let authorities = by_name(of_each(|of| &mut of.authorities));
        let authorities = together.targets_of(authorities, &never, &doubting)?;
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
        let rules_of = |targets: &[Target]| -> Vec<usize> {
            targets.iter().flat_map(|target| target.rules.iter().copied()).collect()
        };
        let registrable =
            together.charged(&doubting, |joining| joining.decision(registrable, &never))?;
        let barring = rules_of(&impossible);
        let barred = together.charged(&barring, |joining| joining.covers(barred))?.into();
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
            conflict_conditions,
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
            let none = vec![Vec::new(); self.conflict_conditions.len()];
            self.decided(&draft, &none, rules)
        };
        self.unbarred.get_or_init(compiled).as_ref()
    }

    /// A draft of some rule by itself, decided on as all others are.
    pub fn decide(&self, draft: &Draft, rules: &Rules) -> Option<Decision> {
        self.decided(draft, &self.conflict_conditions, rules)
    }

    fn decided(
        &self,
        draft: &Draft,
        conflict_conditions: &[Vec<Condition>],
        rules: &Rules,
    ) -> Option<Decision> {
        let here = |kind: &Kind| draft.clone().settled(&mut Settling::new(kind.era));
        let drafts = self.kinds.iter().map(here).enumerate().collect();
        let work = Work::new(STEPS_OF_ONE);
        let account = Account::new(rules, &[], &work);
        let mut joining = Joining::new(&self.layout, &self.kinds, conflict_conditions, &account);
        joining.decision(drafts, draft).ok()
    }
}

/// A draft of kinds of places: the first of them, the position of their conflicts, the draft, and their cells.
type OfKinds = (usize, usize, Draft, Cells);

/// Drafts that differ.
struct Distinct<'a> {
    work: &'a Work,
    all: Vec<OfKinds>,
}

impl Distinct<'_> {
    fn add(&mut self, (first, conflict_conditions, draft, cells): OfKinds) -> Result<(), TooLarge> {
        self.work.spend(self.all.len() + 8).ok_or(TooLarge::Itself)?;
        let mut all = self.all.iter_mut();
        match all.find(|(_, of, known, _)| *of == conflict_conditions && *known == draft) {
            Some((known, .., all)) => {
                *known = first.min(*known);
                *all = all.union(&cells);
            }
            None => self.all.push((first, conflict_conditions, draft, cells)),
        }
        Ok(())
    }
}

/// Compiles the decisions of several kinds of places.
struct Joining<'a> {
    layout: &'a Layout,
    kinds: &'a [Kind],
    compilations: Vec<Compilation<'a>>,
    /// By the position of their conflicts, kinds of places in order and their cells.
    groups: Vec<(Vec<usize>, Cells)>,
    account: &'a Account<'a>,
}

impl<'a> Joining<'a> {
    fn new(
        layout: &'a Layout,
        kinds: &'a [Kind],
        conflict_conditions: &'a [Vec<Condition>],
        account: &'a Account<'a>,
    ) -> Self {
        let of_place = |of| Compilation::new(of, layout, account.work);
        let compilations = conflict_conditions.iter().map(|of| of_place(of)).collect();
        let mut groups = vec![(Vec::new(), layout.nothing()); conflict_conditions.len()];
        for (position, kind) in kinds.iter().enumerate() {
            if let Some((of, cells)) = groups.get_mut(kind.conflict_conditions) {
                of.push(position);
                *cells = cells.union(&kind.cells);
            }
        }
        Self { layout, kinds, compilations, groups, account }
    }

    /// Charges rules with what is compiled from them.
    fn charged<T>(
        &mut self,
        rules: &[usize],
        compile: impl FnOnce(&mut Self) -> Result<T, TooLarge>,
    ) -> Result<T, OverBudget> {
        let account = self.account;
        let on_conflicts = |joining: &Self| -> u64 {
            joining.compilations.iter().map(|compilation| compilation.on_conflicts).sum()
        };
        let before = (account.work.spent(), on_conflicts(self));
        let compiled = compile(self);
        account.charge(rules, before, on_conflicts(self), compiled)
    }

    /// Compiles targets; `absent` stands for a kind of place without a rule.
    fn targets(&mut self, joined: Vec<Joined>, absent: &Draft) -> Result<Vec<Target>, OverBudget> {
        self.targets_of(joined, absent, &[])
    }

    /// As `targets`, of which other rules speak too.
    fn targets_of(
        &mut self,
        joined: Vec<Joined>,
        absent: &Draft,
        also: &[usize],
    ) -> Result<Vec<Target>, OverBudget> {
        let compiled = joined.into_iter().map(|(id, rules, drafts)| {
            let all = [rules.as_slice(), also].concat();
            let decision = self.charged(&all, |joining| joining.decision(drafts, absent))?;
            Ok(Target { id, rules, decision })
        });
        compiled.collect()
    }

    fn decision(
        &mut self,
        drafts: Vec<(usize, Draft)>,
        absent: &Draft,
    ) -> Result<Decision, TooLarge> {
        let taken: Vec<usize> = drafts.iter().map(|(position, _)| *position).collect();
        let mut distinct = Distinct { work: self.account.work, all: Vec::new() };
        let mut covered = vec![self.layout.nothing(); self.groups.len()];
        for (position, draft) in drafts {
            let Some(kind) = self.kinds.get(position) else { continue };
            if let Some(covered) = covered.get_mut(kind.conflict_conditions) {
                *covered = covered.union(&kind.cells);
            }
            distinct.add((position, kind.conflict_conditions, draft, kind.cells.clone()))?;
        }
        for (conflict_conditions, ((of, cells), covered)) in
            self.groups.iter().zip(covered).enumerate()
        {
            let first = of.iter().find(|position| taken.binary_search(position).is_err());
            if let Some(first) = first {
                let cells = cells.clone().without(&covered);
                distinct.add((*first, conflict_conditions, absent.clone(), cells))?;
            }
        }
        let mut distinct = distinct.all;
        distinct.sort_by_key(|(first, ..)| *first);
        let tested = distinct.iter().map(|(_, _, draft, _)| draft.facts());
        let tested = tested.fold(FactSet::default(), FactSet::union);
        let mut variants = Vec::new();
        for (_, conflict_conditions, draft, cells) in distinct {
            if let Some(compilation) = self.compilations.get_mut(conflict_conditions) {
                variants.push((cells, compilation.decided(draft, tested)?));
            }
        }
        Ok(Decision::in_places(variants))
    }

    /// The terms of a condition of each kind of place, not all of them prime.
    fn covers(
        &mut self,
        conditions: Vec<Condition>,
    ) -> Result<Vec<(Somewhere, Implicants)>, TooLarge> {
        let mut distinct: Vec<(Condition, Cells)> = Vec::new();
        for (kind, condition) in self.kinds.iter().zip(conditions) {
            match distinct.iter_mut().find(|(known, _)| *known == condition) {
                Some((_, cells)) => *cells = cells.union(&kind.cells),
                None => distinct.push((condition, kind.cells.clone())),
            }
        }
        let mut compilation = Compilation::new(&[], self.layout, self.account.work);
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
    let mut all: Vec<Joined> = Vec::new();
    let mut known: HashMap<(String, Option<usize>), usize> = HashMap::new();
    for (kind, drafted) in kinds.into_iter().enumerate() {
        for one in drafted {
            let at = *known.entry(key(&one)).or_insert(all.len());
            let (id, rules, draft) = one;
            if at == all.len() {
                all.push((id, Vec::new(), Vec::new()));
            }
            let Some((_, of_all, drafts)) = all.get_mut(at) else { continue };
            of_all.extend(rules);
            match drafts.last_mut() {
                Some((of, own)) if *of == kind => *own = draft,
                _ => drafts.push((kind, draft)),
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

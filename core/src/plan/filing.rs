//! 备案: the requirements of a filing as targets of a plan, decided as reviews are.

use chrono::NaiveDate;

use crate::answers::{Decided, Examination};
use crate::error::Error;
use crate::facts::Fact;
use crate::logic::{FactSet, Stated, Subject};
use crate::plan::of_filing::{Behind, OfFiling};
use crate::plan::program::Program;
use crate::policy::{Each, PolicyBook, Rule, Then};

/// Name of the group of all targets of a filing.
pub const REQUIREMENTS: &str = "requirements";

/// Name of the target that says whether the whole filing is complete and sound.
pub const REVIEW: &str = "review";

/// Number of the first part that is decided with the filing, beyond those of any program.
pub const FIRST: usize = 1 << (usize::BITS - 2);

/// The targets of a filing, each with its position among them.
#[derive(Debug)]
pub struct FilingTargets {
    book: PolicyBook,
    on: NaiveDate,
    count: usize,
    review: Option<usize>,
    /// The target of each rule.
    of_rules: Vec<Option<usize>>,
    /// For each fact of the vocabulary its bit in reasons, and the names of those that have one.
    bits: Vec<u64>,
    pub names: Vec<&'static str>,
    /// Tells which targets are asked of each class.
    of_class: Vec<bool>,
}

/// 备案: the codes that a filing and each of its classes state, ready for a plan.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    pub place: Option<i64>,
    pub whole: Stated,
    pub classes: Vec<Stated>,
}

impl FilingTargets {
    /// Names of all targets of a filing.
    pub fn names(book: &PolicyBook) -> impl Iterator<Item = &str> {
        [REVIEW].into_iter().chain(book.index.requirements.iter().map(|target| target.id.as_str()))
    }

    /// Adds a target; none where it is no target of a filing.
    pub fn add(
        targets: &mut Option<Self>,
        name: &str,
        book: &PolicyBook,
        on: NaiveDate,
    ) -> Option<usize> {
        let named = book.index.requirements.iter().find(|target| target.id == name);
        if name != REVIEW && named.is_none() {
            return None;
        }
        let targets = targets.get_or_insert_with(|| Self {
            book: book.held(),
            on,
            count: 0,
            review: None,
            of_rules: vec![None; book.rules.len()],
            bits: vec![0; Fact::ALL.len()],
            names: Vec::new(),
            of_class: Vec::new(),
        });
        let next = targets.count;
        let target = match named {
            None => *targets.review.get_or_insert(next),
            Some(named) => {
                let known = named.rules.first().and_then(|rule| *targets.of_rules.get(*rule)?);
                let target = known.unwrap_or(next);
                for rule in &named.rules {
                    if let Some(of_rule) = targets.of_rules.get_mut(*rule) {
                        *of_rule = Some(target);
                    }
                }
                target
            }
        };
        if targets.count <= target {
            let rules = named.iter().flat_map(|named| &named.rules);
            let mut rules = rules.filter_map(|rule| book.rules.get(*rule));
            targets.of_class.push(rules.any(|rule| rule.entry.for_each == Some(Each::Class)));
            targets.count = target + 1;
        }
        Some(FIRST + target)
    }

    /// Names the facts that outcomes can rest on, those of the other targets first; returns how many there are.
    pub fn name_facts(&mut self, program: &Program) -> usize {
        let named = self.book.index.requirements.iter().flat_map(|target| &target.rules);
        let named = named.filter(|rule| self.is_wanted(**rule));
        let rules = named.filter_map(|rule| self.book.rules.get(*rule));
        let conflicts = self.book.rules.iter().map(|(_, rule)| rule);
        let conflicts = conflicts.filter(|rule| matches!(rule.entry.then, Then::Conflict(_)));
        let conflicts = conflicts.filter(|_| self.review.is_some());
        let tested = rules.chain(conflicts).map(Rule::tested);
        let tested = tested.fold(FactSet::only(Fact::Jurisdiction), FactSet::union);
        let told = |fact: &Fact| *fact != Fact::Day && !fact.is_presumed();
        let first = program.inputs.iter().map(|input| input.fact).filter(told);
        let mut facts: Vec<Fact> = first.collect();
        let others = tested.facts().into_iter().filter(told);
        facts.extend(others.filter(|fact| !facts.contains(fact)).collect::<Vec<_>>());
        self.names = facts.iter().map(|fact| fact.name()).collect();
        for (bit, fact) in facts.iter().enumerate() {
            if let Some(bits) = self.bits.get_mut(*fact as usize) {
                // More than there is room for are refused.
                *bits = 1_u64.checked_shl(u32::try_from(bit).unwrap_or(u32::MAX)).unwrap_or(0);
            }
        }
        facts.len()
    }

    /// Number of targets.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Tells whether a target is asked of each class.
    pub fn is_of_class(&self, target: usize) -> bool {
        self.of_class.get(target).copied().unwrap_or_default()
    }

    /// Tells whether the outcome of a rule is asked for.
    fn is_wanted(&self, rule: usize) -> bool {
        self.review.is_some() || self.of_rules.get(rule).is_some_and(Option::is_some)
    }

    /// The codes that a filing states, which was checked.
    pub fn filed(&self, place: Option<i64>, subject: Subject<'_>) -> Result<Filed, Error> {
        let whole = Stated::new(subject, place)?;
        let classes = subject.dossier.and_then(|dossier| dossier.classes.as_ref());
        let classes = classes.into_iter().flatten().map(|class| whole.with(class)).collect();
        Ok(Filed { place, whole, classes })
    }

    fn examination(&self, filed: &Filed) -> Result<Examination<'_>, Error> {
        let whole = self.book.inquiry_of(filed.place, filed.whole, self.on)?;
        Ok(Examination::of(whole, filed.classes.clone()))
    }

    /// Decides every target, and says what is behind each where that is asked for.
    pub fn decide(
        &self,
        filed: &Filed,
        outcomes: &mut OfFiling,
        behind: Option<&mut Behind>,
    ) -> Result<(), Error> {
        let examination = self.examination(filed)?;
        let decided = examination.decided(|rule| self.is_wanted(rule));
        let of_targets = || {
            let target = |one: &Decided<'_, '_>| self.of_rules.get(one.rule).copied().flatten();
            decided.iter().filter_map(move |one| Some((target(one)?, one)))
        };
        outcomes.clear(self.count, filed.classes.len());
        of_targets().for_each(|(target, one)| outcomes.add(target, one));
        if let Some(review) = self.review {
            outcomes.put(review, examination.outcome(&decided));
        }
        let Some(behind) = behind else { return Ok(()) };
        behind.clear(self.count, filed.classes.len());
        for (target, one) in of_targets() {
            let facts = self.bits(one.facts_behind());
            // Of several classes those have a part in what is said of all that come to the same.
            if outcomes.of(target) == one.outcome {
                behind.add(target, None, facts);
            }
            if one.class.is_some() {
                behind.add(target, one.class, facts);
            }
        }
        if let Some(review) = self.review {
            let facts = examination.facts_behind(outcomes.of(review), &decided);
            behind.add(review, None, self.bits(facts));
        }
        Ok(())
    }

    fn bits(&self, facts: FactSet) -> u64 {
        let bits = facts.positions().filter_map(|fact| self.bits.get(fact));
        bits.fold(0, |bits, bit| bits | bit)
    }
}

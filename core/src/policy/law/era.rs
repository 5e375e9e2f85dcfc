//! The law of an era: what the files say that hold in a place on a day, compiled without those of other places and days.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::facts::Fact;
use crate::logic::{
    Condition, Decision, Era, FactSet, Implicants, Layout, PartialFacts, Somewhere, Work,
};
use crate::policy::book::Target;
use crate::policy::files::{Source, Then};
use crate::policy::law::account::{OverBudget, STEPS_OF_EVERY_PLACE, STEPS_OF_PLACE};
use crate::policy::law::compiler::Kind;
use crate::policy::law::speakers::Speakers;
use crate::policy::rules::Rule;
use crate::policy::rules::Rules;

/// Every decision of the files of one place, or of all files where the place is not known, on some days.
#[derive(Debug)]
pub struct Law {
    /// The places that it is the law of, by what rules tell apart.
    pub kinds: Vec<Kind>,
    pub layout: Layout,
    /// Combinations that facts cannot have, in some places each.
    pub conflict_conditions: Vec<Vec<Condition>>,
    pub supports: Vec<Target>,
    pub steps: Vec<Target>,
    /// Steps after an event.
    pub events: Vec<Target>,
    /// Requirements of a filing, each with the decision to what it applies.
    pub requirements: Vec<(Target, Decision)>,
    /// Periods, each with whether the thing was done.
    pub deadlines: Vec<Target>,
    pub conflicts: Vec<Target>,
    /// Each combination that is not registered, by itself.
    pub impossible: Vec<Target>,
    /// Terms of surely being one of them, in some places each.
    pub barred: Arc<[(Somewhere, Implicants)]>,
    /// Tells whether it is none of them: compiled when it is first asked for.
    pub unbarred: OnceLock<Option<Decision>>,
    pub authorities: Vec<Target>,
    /// Each act of the registry, by its word.
    pub acts: Vec<Target>,
    /// Each rule that narrows the authorities, by itself.
    pub registering: Vec<Target>,
    /// Each rule that another one displaces, as if it did not.
    pub displaced: Vec<Target>,
    /// Each rule that leaves the registration unsettled, by itself.
    pub doubts: Vec<Target>,
    /// Tells whether any authority is settled to remain.
    pub registrable: Decision,
    /// Whose notes are told.
    pub speakers: Speakers,
}

impl Law {
    /// The supports, then the steps.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.supports.iter().chain(&self.steps)
    }

    /// Tells whether the combination of facts is surely one that is not registered.
    pub fn is_barred(&self, known: &PartialFacts<'_>) -> bool {
        known.holds_everywhere(&self.barred)
    }
}

/// The law of each era: of a place, or of every place where none is known, between two days on which nothing begins or ends.
/// Each is compiled when it is first asked for.
#[derive(Debug)]
pub struct Eras {
    /// The places, and the days, that rules tell apart.
    layout: Layout,
    /// Day by day, of each place and of none.
    laws: Vec<OnceLock<Box<[Compiled]>>>,
}

/// A law once it was asked for, with the steps that it took, or the rule that took too many.
type Compiled = OnceLock<Box<Result<(Law, u64), OverBudget>>>;

impl Eras {
    pub fn new(rules: &Rules, work: &Work) -> Result<Self, OverBudget> {
        let of_eras = |(_, rule): (usize, &Rule)| rule.tests_of_eras();
        let tests: Vec<Condition> = rules.iter().flat_map(of_eras).collect();
        let layout = Layout::within(&tests, work).ok_or_else(|| OverBudget::of_all(rules))?;
        let days = cells(&layout, Fact::Day);
        Ok(Self { layout, laws: (0..days).map(|_| OnceLock::new()).collect() })
    }

    /// The law of a day, of a place or of every place, and the steps that it took.
    pub fn of<'a>(
        &'a self,
        place: Option<i64>,
        day: i64,
        rules: &Rules,
    ) -> Result<&'a (Law, u64), OverBudget> {
        let cell = |fact: Fact, code: i64| {
            self.layout.slot(fact).map_or(0, |slot| slot.cell(code) - slot.cells().start)
        };
        let places = cells(&self.layout, Fact::Jurisdiction);
        let of_place = place.map_or(places, |place| cell(Fact::Jurisdiction, place));
        let compiled = || {
            let work = Work::new(match place {
                Some(_) => STEPS_OF_PLACE,
                None => STEPS_OF_EVERY_PLACE,
            });
            let law = match place {
                Some(_) => Law::of_place(rules, Era { place, day: Some(day) }, &work),
                None => Law::of_every_place(rules, day, &work),
            };
            Box::new(law.map(|law| (law, work.spent())))
        };
        let of_day = self.laws.get(cell(Fact::Day, day));
        let of_day = of_day
            .map(|of_day| of_day.get_or_init(|| (0..=places).map(|_| OnceLock::new()).collect()));
        match of_day.and_then(|of_day| of_day.get(of_place)) {
            Some(law) => law.get_or_init(compiled).as_ref().as_ref().map_err(|over| *over),
            // Every place and every day has a cell.
            None => Err(OverBudget { rule: None }),
        }
    }
}

/// Number of kinds of values of a fact.
fn cells(layout: &Layout, fact: Fact) -> usize {
    layout.slot(fact).map_or(1, |slot| slot.cells().len())
}

/// Names of all decisions, with the rules that they rest on, whenever and wherever those are in force.
#[derive(Debug)]
pub struct Index {
    pub supports: Vec<NamedRules>,
    pub steps: Vec<NamedRules>,
    pub events: Vec<NamedRules>,
    pub requirements: Vec<NamedRules>,
    pub authorities: Vec<NamedRules>,
    /// Clauses that confirm a support, in the order of the files.
    confirming: HashMap<String, Vec<Position>>,
    /// Clauses by which a department administers a support.
    administering: HashMap<String, Vec<Position>>,
    /// Clauses by their instrument and number, of every edition.
    numbered: HashMap<String, HashMap<String, Vec<Position>>>,
    /// The facts that rules test.
    pub tested: Vec<Fact>,
}

/// Position of a file and of a clause in it.
pub type Position = (usize, usize);

/// The name of something that is decided, and its rules.
#[derive(Debug)]
pub struct NamedRules {
    pub(crate) id: String,
    pub(crate) rules: Vec<usize>,
}

/// Groups rules under the names that they speak of, in the order of the files.
pub fn named<'a>(
    rules: impl Iterator<Item = (usize, &'a Rule)>,
    names: impl Fn(&'a Then) -> &'a [String],
) -> Vec<NamedRules> {
    let mut all: Vec<NamedRules> = Vec::new();
    let mut known: HashMap<&String, usize> = HashMap::new();
    for (position, rule) in rules {
        for id in names(&rule.entry.then) {
            let at = *known.entry(id).or_insert(all.len());
            match all.get_mut(at) {
                Some(named) => named.rules.push(position),
                None => all.push(NamedRules { id: id.clone(), rules: vec![position] }),
            }
        }
    }
    all
}

/// Something that rests on rules.
pub trait Resting {
    fn rules(&self) -> &[usize];
}

impl Resting for NamedRules {
    fn rules(&self) -> &[usize] {
        &self.rules
    }
}

impl Resting for Target {
    fn rules(&self) -> &[usize] {
        &self.rules
    }
}

impl Index {
    pub fn new(rules: &Rules, sources: &[Source]) -> Self {
        let mut confirming: HashMap<String, Vec<Position>> = HashMap::new();
        let mut administering: HashMap<String, Vec<Position>> = HashMap::new();
        let mut numbered: HashMap<String, HashMap<String, Vec<Position>>> = HashMap::new();
        for (file, source) in sources.iter().enumerate() {
            for (at, clause) in source.instrument.clauses.iter().enumerate() {
                let add = |all: &mut HashMap<String, Vec<Position>>, targets: &[String]| {
                    for target in targets {
                        let of_target = all.entry(target.clone()).or_default();
                        if of_target.last() != Some(&(file, at)) {
                            of_target.push((file, at));
                        }
                    }
                };
                add(&mut confirming, &clause.confirms);
                add(&mut administering, &clause.administers);
                let of_instrument = numbered.entry(source.instrument.id.clone()).or_default();
                of_instrument.entry(clause.number().to_owned()).or_default().push((file, at));
            }
        }
        let one = |id: fn(&Then) -> Option<&String>| {
            named(rules.iter(), |then| id(then).map_or(&[], std::slice::from_ref))
        };
        let tested = rules.iter().map(|(_, rule)| rule.tested());
        Self {
            confirming,
            administering,
            numbered,
            tested: tested.fold(FactSet::default(), FactSet::union).facts(),
            supports: one(Then::support),
            steps: one(Then::step),
            events: one(Then::event),
            requirements: one(Then::requirement),
            authorities: named(rules.iter(), |then| match then {
                Then::Register(authorities) => authorities,
                _ => &[],
            }),
        }
    }

    /// Clauses that confirm a support.
    pub fn confirming(&self, target: &str) -> &[Position] {
        self.confirming.get(target).map_or(&[], Vec::as_slice)
    }

    /// Clauses by which a department administers a support.
    pub fn administering(&self, target: &str) -> &[Position] {
        self.administering.get(target).map_or(&[], Vec::as_slice)
    }

    /// Clauses of an instrument with a number.
    pub fn numbered(&self, instrument: &str, number: &str) -> &[Position] {
        let of_instrument = self.numbered.get(instrument);
        let clauses = of_instrument.and_then(|clauses| clauses.get(number));
        clauses.map_or(&[], Vec::as_slice)
    }

    /// The supports, then the steps.
    pub fn targets(&self) -> impl Iterator<Item = &NamedRules> {
        self.supports.iter().chain(&self.steps)
    }
}

//! The smallest changes of facts that turn answers into "met": found by changing what the first answer that is not
//! met turns on, fact by fact, with one fact more each time around.

use std::collections::{BTreeSet, HashSet};

use crate::facts::{Fact, Ranges};
use crate::logic::decision::Decision;
use crate::logic::outcome::Outcome;
use crate::logic::partial_facts::PartialFacts;

/// The most states of the facts that are tried.
const MOST_TRIED: usize = 5_000;

/// The most remedies of independent parts that are put together.
const MOST_REMEDIES: usize = 16;

/// An answer that is to be met, and the facts that it turns on and that may be changed.
#[derive(Clone, Debug)]
struct Goal<'a> {
    decision: &'a Decision,
    /// Of which facts.
    position: usize,
    fields: Vec<Field>,
    /// Tells whether it is enough that it may be met.
    escapes: bool,
}

impl Goal<'_> {
    fn is_reached(&self, outcome: Outcome) -> bool {
        let open = matches!(outcome, Outcome::OpenFacts | Outcome::OpenUnsettled);
        outcome == Outcome::Met || (self.escapes && open)
    }
}

/// A fact, and the class that it is of.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Field {
    pub class: Option<usize>,
    pub fact: Fact,
}

/// A fact and the values that it may be changed to, any of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    pub field: Field,
    pub codes: Ranges,
    /// The one nearest to what is stated.
    nearest: i64,
}

/// An answer after changes of facts.
#[derive(Clone, Debug)]
pub struct State<'a> {
    pub decision: &'a Decision,
    /// By which facts: those of the whole, or of a class.
    pub position: usize,
    pub choices: Vec<Choice>,
}

impl State<'_> {
    /// The facts after the changes.
    pub fn known<'k>(&self, knowns: &[&PartialFacts<'k>]) -> Option<PartialFacts<'k>> {
        stated(knowns, self.position, &self.choices)
    }
}

/// Result of a search. Where there is no remedy, one of the others says why.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The smallest sets of changes, in the order of the vocabulary.
    pub remedies: Vec<Vec<Choice>>,
    /// An answer that could be met, and depends on facts that are not known.
    pub facts: Option<State<'a>>,
    /// An answer that the text does not settle.
    pub unsettled: Option<State<'a>>,
    /// An answer that nothing more could be changed for.
    pub hopeless: Option<State<'a>>,
    /// More states than are tried.
    pub too_many: bool,
}

/// Facts that may be changed to make the goals met.
pub struct Search<'d, 'a, 'k> {
    /// The facts of the whole, then those of each class.
    knowns: &'a [&'a PartialFacts<'k>],
    goals: Vec<Goal<'d>>,
    /// The values that a fact may be changed to; none where it may not.
    allowed: &'a dyn Fn(Fact) -> Option<Ranges>,
}

impl<'d, 'a, 'k> Search<'d, 'a, 'k> {
    pub fn new(
        knowns: &'a [&'a PartialFacts<'k>],
        goals: &[(&'d Decision, usize)],
        allowed: &'a dyn Fn(Fact) -> Option<Ranges>,
    ) -> Self {
        let mut search = Self { knowns, goals: Vec::new(), allowed };
        for (decision, position) in goals {
            search.add(decision, *position, false);
        }
        search
    }

    /// The search with an answer about the whole that must not be unmet, whether or not it is met.
    pub fn escaping(mut self, decision: &'d Decision) -> Self {
        self.add(decision, 0, true);
        self
    }

    fn add(&mut self, decision: &'d Decision, position: usize, escapes: bool) {
        let fields = self.turning(decision, position);
        self.goals.push(Goal { decision, position, fields, escapes });
    }

    /// The smallest remedies of all goals together.
    pub fn run(self) -> Found<'d> {
        let mut whole = Found { remedies: vec![Vec::new()], ..Found::default() };
        for part in self.parts() {
            let found = Walk::new(&part).run();
            whole.facts = whole.facts.or(found.facts);
            whole.unsettled = whole.unsettled.or(found.unsettled);
            whole.hopeless = whole.hopeless.or(found.hopeless);
            whole.too_many |= found.too_many;
            let both = whole.remedies.iter().flat_map(|one| {
                found.remedies.iter().map(move |other| [one.as_slice(), other].concat())
            });
            whole.remedies = both.take(MOST_REMEDIES).collect();
        }
        for remedy in &mut whole.remedies {
            remedy.sort_by_key(|choice| choice.field);
        }
        whole
    }

    /// The goals that are not met, each with those that its facts bear on.
    fn parts(self) -> Vec<Self> {
        let mut parts: Vec<(BTreeSet<Field>, Vec<Goal<'d>>)> = Vec::new();
        for goal in self.goals {
            let mut fields: BTreeSet<Field> = goal.fields.iter().copied().collect();
            let (joined, apart): (Vec<_>, Vec<_>) =
                parts.into_iter().partition(|(other, _)| !other.is_disjoint(&fields));
            parts = apart;
            let mut goals = Vec::new();
            for (more, others) in joined {
                fields.extend(more);
                goals.extend(others);
            }
            goals.push(goal);
            parts.push((fields, goals));
        }
        let (knowns, allowed) = (self.knowns, self.allowed);
        let of = |(_, goals)| Self { knowns, goals, allowed };
        parts.into_iter().map(of).filter(|part| part.failing(&[]).is_some()).collect()
    }

    /// The facts that may be changed and that an answer turns on, whatever they are.
    fn turning(&self, decision: &Decision, position: usize) -> Vec<Field> {
        let Some(known) = self.knowns.get(position) else { return Vec::new() };
        let changeable: Vec<Fact> =
            Fact::ALL.iter().copied().filter(|fact| (self.allowed)(*fact).is_some()).collect();
        let mut turned_on = decision.turning_on(&known.without(&changeable));
        // A credit code says which legal forms there are.
        if turned_on.contains(&Fact::LegalForm) {
            turned_on.push(Fact::CreditCodeKind);
        }
        let sources = turned_on.iter().flat_map(|fact| [&[*fact], fact.sources()].concat());
        let fields = sources.filter(|fact| changeable.contains(fact)).map(|fact| Field {
            class: position.checked_sub(1).filter(|_| fact.record() == Some("CareClass")),
            fact,
        });
        fields.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The first goal that is not reached, how it comes out, and the facts that it does so by.
    fn failing(&self, choices: &[Choice]) -> Option<(&Goal<'d>, Outcome, PartialFacts<'k>)> {
        self.goals.iter().find_map(|goal| {
            let known = stated(self.knowns, goal.position, choices)?;
            let outcome = goal.decision.outcome(&known);
            (!goal.is_reached(outcome)).then_some((goal, outcome, known))
        })
    }

    /// Tells whether every goal is reached once the facts are changed to the codes.
    fn is_met(&self, choices: &[Choice]) -> bool {
        self.failing(choices).is_none()
    }

    /// The values that a fact may be changed to, in ranges that no answer tells apart while the other facts stay.
    fn values(&self, field: Field, known: &PartialFacts<'_>) -> Vec<Choice> {
        let present = known.code(field.fact);
        let allowed = (self.allowed)(field.fact).unwrap_or_default();
        let told = |code: i64| known.told_apart(field.fact, code);
        let mut values = Vec::new();
        for (low, high) in allowed.bounds() {
            for (low, high) in pieces(*low, *high, &told) {
                if present.is_some_and(|present| told(present) == told(low)) {
                    continue;
                }
                let nearest = present.map_or(low, |present| present.clamp(low, high));
                values.push(Choice { field, codes: Ranges::between(low, high), nearest });
            }
        }
        values
    }
}

/// The facts at a position, as if some were changed.
fn stated<'k>(
    knowns: &[&PartialFacts<'k>],
    position: usize,
    choices: &[Choice],
) -> Option<PartialFacts<'k>> {
    let codes = choices
        .iter()
        .filter(|choice| choice.field.class.is_none_or(|class| class + 1 == position))
        .map(|choice| (choice.field.fact, choice.nearest));
    Some(knowns.get(position)?.restated(&codes.collect::<Vec<_>>()))
}

/// The ranges of codes that are told to be alike. Each number told rises or falls with the code.
fn pieces(low: i64, high: i64, told: &impl Fn(i64) -> Vec<usize>) -> Vec<(i64, i64)> {
    if told(low) == told(high) {
        return vec![(low, high)];
    }
    let middle = low + (high - low) / 2;
    let mut all = pieces(low, middle, told);
    for (from, until) in pieces(middle + 1, high, told) {
        match all.last_mut() {
            Some(last) if told(last.1) == told(from) => last.1 = until,
            _ => all.push((from, until)),
        }
    }
    all
}

/// One search through the changes of facts that bear on each other.
struct Walk<'s, 'd, 'a, 'k> {
    search: &'s Search<'d, 'a, 'k>,
    seen: HashSet<Vec<(Field, i64)>>,
    found: Found<'d>,
    /// Tells whether some state was left because no change was left to make.
    cut: bool,
    tried: usize,
}

impl<'s, 'd, 'a, 'k> Walk<'s, 'd, 'a, 'k> {
    fn new(search: &'s Search<'d, 'a, 'k>) -> Self {
        let (seen, found) = (HashSet::new(), Found::default());
        Self { search, seen, found, cut: false, tried: 0 }
    }

    fn run(mut self) -> Found<'d> {
        for changes in 1.. {
            (self.cut, self.seen) = (false, HashSet::new());
            self.step(&mut Vec::new(), changes);
            let more = self.cut && self.tried < MOST_TRIED;
            if !self.found.remedies.is_empty() || !more {
                break;
            }
        }
        self.found.remedies = self.merged();
        let solved = !self.found.remedies.is_empty();
        self.found.too_many = !solved && self.tried >= MOST_TRIED;
        // What would do once more is known, or settled, is not hopeless.
        if solved || self.found.facts.is_some() {
            self.found.unsettled = None;
        }
        if solved || self.found.facts.is_some() || self.found.unsettled.is_some() {
            self.found.hopeless = None;
        }
        if solved {
            self.found.facts = None;
        }
        self.found
    }

    fn step(&mut self, chosen: &mut Vec<Choice>, left: usize) {
        self.tried += 1;
        let Some((goal, outcome, known)) = self.search.failing(chosen) else {
            let mut remedy = chosen.clone();
            remedy.sort_by_key(|choice| choice.field);
            self.found.remedies.push(remedy);
            return;
        };
        let state = |choices: &[Choice]| {
            let (decision, position) = (goal.decision, goal.position);
            Some(State { decision, position, choices: choices.to_vec() })
        };
        let note = match outcome {
            Outcome::OpenFacts if goal.decision.may_be_met(&known) => &mut self.found.facts,
            Outcome::OpenUnsettled => &mut self.found.unsettled,
            _ => &mut self.found.hopeless,
        };
        // The least that is done before nothing more can be.
        if note.as_ref().is_none_or(|before| before.choices.len() > chosen.len()) {
            *note = state(chosen);
        }
        for field in goal.fields.iter().copied() {
            if self.tried >= MOST_TRIED {
                return;
            }
            if chosen.iter().any(|choice| choice.field == field)
                || !self.open(field, &known, chosen)
            {
                continue;
            }
            if left == 0 {
                self.cut = true;
                return;
            }
            for choice in self.search.values(field, &known) {
                chosen.push(choice);
                let mut key: Vec<(Field, i64)> =
                    chosen.iter().map(|choice| (choice.field, choice.nearest)).collect();
                key.sort_unstable();
                if self.seen.insert(key) {
                    self.step(chosen, left - 1);
                }
                chosen.pop();
            }
        }
    }

    /// Tells whether a fact is known, or comes with one that is changed: a fact that is not known is a question.
    fn open(&self, field: Field, known: &PartialFacts<'_>, chosen: &[Choice]) -> bool {
        let with = |choice: &Choice| Some(choice.field.fact) == field.fact.comes_with();
        known.code(field.fact).is_some() || chosen.iter().any(with)
    }

    /// The remedies, with the values of those that differ in one fact alone put together.
    fn merged(&self) -> Vec<Vec<Choice>> {
        let mut remedies: Vec<Vec<Choice>> =
            self.found.remedies.iter().map(|remedy| self.narrowed(remedy)).collect();
        remedies.sort_by_key(|remedy| {
            remedy.iter().map(|choice| (choice.field, choice.nearest)).collect::<Vec<_>>()
        });
        let mut position = 0;
        while position < remedies.len() {
            let joined = (position + 1..remedies.len()).find_map(|other| {
                let both = joined(remedies.get(position)?, remedies.get(other)?)?;
                Some((other, both))
            });
            match (joined, remedies.get_mut(position)) {
                (Some((other, both)), Some(remedy)) => {
                    *remedy = both;
                    remedies.remove(other);
                    position = 0;
                }
                _ => position += 1,
            }
        }
        remedies
    }

    /// A remedy whose facts have only values that go together, whichever is taken.
    fn narrowed(&self, remedy: &[Choice]) -> Vec<Choice> {
        let mut remedy = remedy.to_vec();
        for narrow in 0..remedy.len() {
            if self.holds_at_ends(&remedy) {
                break;
            }
            if let Some(choice) = remedy.get_mut(narrow) {
                choice.codes = Ranges::only(choice.nearest);
            }
        }
        remedy
    }

    fn holds_at_ends(&self, remedy: &[Choice]) -> bool {
        let ends = remedy.iter().map(|choice| {
            let ends = choice.codes.bounds().iter().flat_map(|(low, high)| [*low, *high]);
            (choice.field, ends.collect::<BTreeSet<_>>())
        });
        let mut corners: Vec<Vec<Choice>> = vec![Vec::new()];
        for (field, ends) in ends {
            let with_end = |corner: &Vec<Choice>, code: i64| {
                let choice = Choice { field, codes: Ranges::only(code), nearest: code };
                [corner.as_slice(), &[choice]].concat()
            };
            corners = corners
                .iter()
                .flat_map(|corner| ends.iter().map(|code| with_end(corner, *code)))
                .take(64)
                .collect();
        }
        corners.iter().all(|corner| self.search.is_met(corner))
    }
}

/// Two remedies in one, where they differ in the values of one fact alone.
fn joined(left: &[Choice], right: &[Choice]) -> Option<Vec<Choice>> {
    let fields = |remedy: &[Choice]| remedy.iter().map(|choice| choice.field).collect::<Vec<_>>();
    if fields(left) != fields(right) {
        return None;
    }
    let differing = left.iter().zip(right).filter(|(left, right)| left.codes != right.codes);
    if differing.count() > 1 {
        return None;
    }
    let both = left.iter().zip(right).map(|(left, right)| {
        let bounds = [left.codes.bounds(), right.codes.bounds()].concat();
        Choice { codes: Ranges::of(bounds), ..left.clone() }
    });
    Some(both.collect())
}

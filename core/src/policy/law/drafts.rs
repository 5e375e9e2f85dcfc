//! Gathers the rules of an era into drafts of decisions.

use std::sync::Arc;

use crate::facts::Fact;
use crate::logic::{Condition, Draft, Era, Settling};
use crate::policy::files::{Question, Then};
use crate::policy::law::{NamedRules, named};
use crate::policy::rules::Rule;
use crate::policy::rules::Rules;
use crate::policy::terms::Act;
use crate::text::Text;

/// Name of a decision, the rules that it rests on, and their draft.
pub type Drafted = (String, Vec<usize>, Draft);

/// Steps for the draft of one rule, whose parts are put together anew for each place.
const STEPS_OF_DRAFT: usize = 128;

/// Gathers the rules of one place and day, or of every one where it is not known.
pub struct Compiler<'a> {
    rules: &'a Rules,
    era: Era,
    /// Positions of the rules of the place and the day.
    in_force: Vec<usize>,
}

/// Everything that the rules of one place decide, before it is compiled.
#[derive(Debug)]
pub struct Drafts {
    pub supports: Vec<Drafted>,
    pub steps: Vec<Drafted>,
    pub events: Vec<Drafted>,
    /// Requirements of a filing.
    pub requirements: Vec<Drafted>,
    /// To what each requirement applies.
    pub applying: Vec<Drafted>,
    pub deadlines: Vec<Drafted>,
    pub conflicts: Vec<Drafted>,
    pub impossible: Vec<Drafted>,
    /// Any combination that is not registered.
    pub barred: Condition,
    pub authorities: Vec<Drafted>,
    pub registrable: Draft,
    pub acts: Vec<Drafted>,
    pub registering: Vec<Drafted>,
    pub displaced: Vec<Drafted>,
    pub doubts: Vec<Drafted>,
    pub conflict_conditions: Vec<Condition>,
    /// The rules that they are of.
    pub conflict_rules: Vec<usize>,
    pub remarks: Vec<Condition>,
}

impl Drafts {
    pub fn conditions(&self) -> Vec<&Condition> {
        let drafted = [
            &self.supports,
            &self.steps,
            &self.events,
            &self.requirements,
            &self.applying,
            &self.deadlines,
            &self.conflicts,
            &self.impossible,
            &self.authorities,
            &self.acts,
            &self.registering,
            &self.displaced,
            &self.doubts,
        ];
        let drafted = drafted.into_iter().flatten().map(|(.., draft)| draft);
        let mut conditions: Vec<&Condition> = self.remarks.iter().chain([&self.barred]).collect();
        for draft in drafted.chain([&self.registrable]) {
            conditions.push(&draft.met);
            conditions.extend(draft.unsettled.iter().map(|(condition, _)| condition));
        }
        conditions
    }
}

impl<'a> Compiler<'a> {
    pub fn new(rules: &'a Rules, era: Era) -> Self {
        let in_force = rules.iter().filter(|(_, rule)| rule.span.includes(era));
        Self { rules, era, in_force: in_force.map(|(position, _)| position).collect() }
    }

    /// Compiles the law of the place and the day.
    #[cfg(test)]
    pub fn compile(
        &self,
    ) -> Result<crate::policy::law::Law, crate::policy::law::account::OverBudget> {
        let work = crate::logic::Work::new(u64::MAX);
        crate::policy::law::Law::compile(vec![(self.era, self.drafts())], &[], self.rules, &work)
    }

    /// Steps that the drafts take.
    pub fn effort(&self) -> usize {
        let (mut all, mut registering, mut named) = (0_usize, 0_usize, 0_usize);
        for (_, rule) in self.rules() {
            all = all.saturating_add(STEPS_OF_DRAFT + rule.parts);
            match &rule.entry.then {
                Then::Register(authorities) => {
                    registering += 1 + rule.parts;
                    named += authorities.len();
                }
                Then::Unsettled(Question::Register) => registering += 1,
                _ => {}
            }
        }
        // Each authority is asked of every rule that names any, and doubted by each of them.
        let registering = named.saturating_mul(named + registering);
        all.saturating_add(registering)
    }

    pub fn drafts(&self) -> Drafts {
        let mut settling = Settling::new(self.era);
        let mut requirements: Vec<Drafted> = Vec::new();
        let mut applying: Vec<Drafted> = Vec::new();
        for (position, rule) in self.rules() {
            let Then::Require(id) = &rule.entry.then else { continue };
            let (wanted, applies) = self.rules.requirement(position);
            requirements.push((id.clone(), vec![position], wanted));
            applying.push((id.clone(), vec![position], applies));
        }
        let (authorities, registrable) = self.authorities();
        let registrable = registrable.settled(&mut settling);
        let conflict_conditions = self.conflict_rules().into_iter();
        let (conflict_rules, conflict_conditions) =
            conflict_conditions.map(|(rule, met)| (rule, met.settled(&mut settling))).unzip();
        let remarks = self.rules().flat_map(|(_, rule)| &rule.remarks);
        let remarks = remarks.map(|(condition, _)| condition.settled(&mut settling)).collect();
        let mut here = |drafts: Vec<Drafted>| -> Vec<Drafted> {
            let settled = |(id, rules, draft): Drafted| (id, rules, draft.settled(&mut settling));
            drafts.into_iter().map(settled).collect()
        };
        let impossible = here(self.each(|then| matches!(then, Then::Impossible(_))));
        Drafts {
            supports: here(self.supports()),
            steps: here(self.steps()),
            events: here(self.grouped(Then::event)),
            requirements: here(requirements),
            applying: here(applying),
            deadlines: here(self.deadlines()),
            conflicts: here(self.each(|then| matches!(then, Then::Conflict(_)))),
            barred: Condition::any(impossible.iter().map(|(_, _, draft)| draft.met.clone())),
            impossible,
            authorities: here(authorities),
            registrable,
            acts: here(self.acts()),
            registering: here(self.each(|then| matches!(then, Then::Register(_)))),
            displaced: here(self.displaced()),
            doubts: here(self.each(|then| matches!(then, Then::Unsettled(Question::Register)))),
            conflict_conditions,
            conflict_rules,
            remarks,
        }
    }

    /// The rules of the place and the day.
    pub fn rules(&self) -> impl Iterator<Item = (usize, &Rule)> {
        let rule = |position: &usize| Some((*position, self.rules.get(*position)?));
        self.in_force.iter().filter_map(rule)
    }

    pub fn supports(&self) -> Vec<Drafted> {
        self.grouped(Then::support)
    }

    pub fn steps(&self) -> Vec<Drafted> {
        self.grouped(Then::step)
    }

    /// Combinations that the facts cannot have, each with its rule. Those that a credit code rules out are left to `PartialFacts`, which knows
    /// them as soon as the code is.
    pub fn conflict_rules(&self) -> Vec<(usize, Condition)> {
        let known_at_once = |fact: &Fact| *fact == Fact::CreditCodeKind;
        let conflicts =
            self.rules().filter(|(_, rule)| matches!(rule.entry.then, Then::Conflict(_)));
        conflicts
            .map(|(position, _)| (position, self.rules.draft(position).met))
            .filter(|(_, met)| !met.facts().iter().any(known_at_once))
            .collect()
    }

    /// As `conflict_rules`, without the rules.
    #[cfg(test)]
    pub fn conflict_conditions(&self) -> Vec<Condition> {
        self.conflict_rules().into_iter().map(|(_, met)| met).collect()
    }

    /// Each act of the registry: it remains unless a rule that holds leaves it out.
    pub fn acts(&self) -> Vec<Drafted> {
        let narrowing = self.rules().filter_map(|(position, rule)| match &rule.entry.then {
            Then::Act(acts) => Some((position, acts, self.rules.draft(position).met)),
            _ => None,
        });
        let narrowing: Vec<(usize, &Vec<Act>, Condition)> = narrowing.collect();
        let acts = Act::ALL.iter().filter(|_| !narrowing.is_empty());
        acts.map(|act| {
            let leaving_out = narrowing.iter().filter(|(_, acts, _)| !acts.contains(act));
            let left_out = Condition::any(leaving_out.map(|(.., met)| met.clone()));
            let rules = narrowing.iter().map(|(position, ..)| *position).collect();
            let draft = Draft { met: left_out.negated(), unsettled: Vec::new() };
            (act.name().to_owned(), rules, draft)
        })
        .collect()
    }

    /// Rules that each decide something of their own.
    pub fn each(&self, wanted: impl Fn(&Then) -> bool) -> Vec<Drafted> {
        self.rules()
            .filter(|(_, rule)| wanted(&rule.entry.then))
            .map(|(position, rule)| {
                (rule.entry.id.clone(), vec![position], self.rules.draft(position))
            })
            .collect()
    }

    /// Periods, each with whether the thing was done.
    pub fn deadlines(&self) -> Vec<Drafted> {
        let of_rule = |(position, rule): (usize, &Rule)| match &rule.entry.then {
            Then::Deadline(id) => {
                let draft = Draft { met: rule.answered.clone(), unsettled: Vec::new() };
                Some((id.clone(), vec![position], draft))
            }
            _ => None,
        };
        self.rules().filter_map(of_rule).collect()
    }

    pub fn displaced(&self) -> Vec<Drafted> {
        self.rules()
            .filter(|(_, rule)| !rule.displaced_by.is_empty())
            .map(|(position, rule)| {
                (rule.entry.id.clone(), vec![position], self.rules.undisplaced(position))
            })
            .collect()
    }

    /// Rules that speak of one thing, in the order of the files: any of them gives it.
    pub fn grouped(&self, id: fn(&Then) -> Option<&String>) -> Vec<Drafted> {
        named(self.rules(), |then| id(then).map_or(&[], std::slice::from_ref))
            .into_iter()
            .map(|NamedRules { id, rules }| {
                let drafts: Vec<Draft> = rules.iter().map(|rule| self.rules.draft(*rule)).collect();
                let draft = Draft {
                    met: Condition::any(drafts.iter().map(|draft| draft.met.clone())),
                    unsettled: drafts.into_iter().flat_map(|draft| draft.unsettled).collect(),
                };
                (id, rules, draft)
            })
            .collect()
    }

    /// Each authority that some rule names: it remains unless a rule that holds leaves it out.
    pub fn authorities(&self) -> (Vec<Drafted>, Draft) {
        let mut names: Vec<String> = Vec::new();
        let mut narrowing: Vec<(usize, &[String], Draft, Condition)> = Vec::new();
        let mut local: Vec<Condition> = Vec::new();
        let mut silent: Vec<(Condition, Arc<Text>)> = Vec::new();
        for (position, rule) in self.rules() {
            match &rule.entry.then {
                Then::Register(authorities) => {
                    let draft = self.rules.draft(position);
                    if rule.span.local {
                        local.push(rule.span.condition());
                    }
                    // Law of the place is in doubt as a whole, other law where it is what names the authorities.
                    let where_it_counts = match rule.span.local {
                        true => rule.span.condition(),
                        false => draft.met.clone(),
                    };
                    for (days, because) in rule.unverified().into_iter().chain(rule.unseen()) {
                        let doubt = (Condition::all([where_it_counts.clone(), days]), because);
                        if !silent.contains(&doubt) {
                            silent.push(doubt);
                        }
                    }
                    for authority in authorities {
                        if !names.contains(authority) {
                            names.push(authority.clone());
                        }
                    }
                    let doubtful = draft.unsettled.iter().map(|(condition, _)| condition.clone());
                    let holds = Condition::any(doubtful.chain([draft.met.clone()]));
                    narrowing.push((position, authorities, draft, holds));
                }
                Then::Unsettled(Question::Register) => {
                    silent.push((self.rules.draft(position).met, Arc::new(rule.because())));
                }
                _ => {}
            }
        }
        let local = Condition::any(local);
        let mut targets = Vec::new();
        let mut settled = Vec::new();
        for name in names {
            let naming = narrowing.iter().filter(|(_, names, ..)| names.contains(&name));
            let rules: Vec<usize> = naming.clone().map(|(position, ..)| *position).collect();
            let named = Condition::any(naming.map(|(.., holds)| holds.clone()));
            let leaving_out = narrowing.iter().filter(|(_, names, ..)| !names.contains(&name));
            let left_out = Condition::any(leaving_out.map(|(.., holds)| holds.clone()));
            let remains = Condition::all([local.clone(), named, left_out.negated()]);
            let doubtful = narrowing.iter().flat_map(|(_, _, draft, _)| &draft.unsettled);
            let reasons = silent.iter().chain(doubtful);
            let unsettled: Vec<(Condition, Arc<Text>)> = reasons
                .map(|(condition, because)| {
                    (Condition::all([condition.clone(), remains.clone()]), Arc::clone(because))
                })
                .collect();
            let doubt = Condition::any(unsettled.iter().map(|(condition, _)| condition.clone()));
            let met = Condition::all([remains, doubt.negated()]);
            settled.push(met.clone());
            targets.push((name, rules, Draft { met, unsettled }));
        }
        (targets, Draft { met: Condition::any(settled), unsettled: Vec::new() })
    }
}

//! The rules of every file, with the conditions that their dates, places and references add.

mod limits;
mod reading;
mod rule;
mod span;

pub use rule::{COMBINED, Rule};
pub use span::Span;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier, told_value};
use crate::facts::Jurisdictions;
use crate::logic::{Condition, Draft};
use crate::policy::files::Source;
use crate::policy::rules::limits::{MOST_REFERENCES, fewer_references};
use crate::policy::rules::reading::read;
use crate::policy::rules::rule::Undisplaced;
use crate::text::Text;

/// Every rule, with references resolved.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Takes the rules out of the files.
    pub fn new(sources: &mut [Source], places: &Jurisdictions) -> Result<Self, Error> {
        let mut rules = Vec::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for position in 0..sources.len() {
            let Some(source) = sources.get_mut(position) else { continue };
            let clauses = source.instrument.clauses.iter_mut();
            let entries: Vec<_> = clauses.map(|clause| std::mem::take(&mut clause.rules)).collect();
            let source = &*source;
            let whole = Span::of(source, places)?;
            let of_clauses = source.instrument.clauses.iter().zip(entries);
            for (clause, (of_clause, entries)) in of_clauses.enumerate() {
                let span = whole.of_clause(of_clause);
                let frame = span.condition();
                for (of_clause, rule) in entries.into_iter().enumerate() {
                    let (name, at) = (rule.id.clone(), (position, clause, of_clause));
                    let read = read(at, rule, source, (span, &frame), places)
                        .map_err(|error| error.inside(&told_identifier(&name)))
                        .map_err(|error| {
                            let word = error.path.rsplit('.').next().unwrap_or_default().to_owned();
                            source.at_table(clause, "[[rule]]", of_clause, &word, error)
                        })?;
                    by_name
                        .entry(format!("{}/{name}", source.instrument.id))
                        .or_default()
                        .push(rules.len());
                    rules.push(read);
                }
            }
        }
        let mut references = 0;
        for position in 0..rules.len() {
            let Some(rule) = rules.get(position) else { continue };
            let resolve = |names: &[String]| -> Result<Vec<usize>, Error> {
                let mut found = Vec::new();
                for name in names {
                    let unknown = || {
                        let known = by_name.keys().map(String::as_str);
                        let hint = nearest(name, known).map(did_you_mean);
                        unknown_rule(sources, rule, name).with_hint(hint)
                    };
                    let rules = by_name.get(name).ok_or_else(unknown)?;
                    found.extend(rules);
                }
                Ok(found)
            };
            let (requires, displaces) =
                (resolve(&rule.entry.requires)?, resolve(&rule.entry.displaces)?);
            references += requires.len() + displaces.len();
            if references > MOST_REFERENCES {
                let (zh, en) = ("规则之间的引用太多", "rules refer to each other too often");
                let error = Error::new(ErrorCode::TooComplex, "requires", zh, en);
                let error = error.with_hint(Some(fewer_references()));
                return Err(rule.located(sources, &rule.entry.id, error));
            }
            let displaced: HashSet<usize> = displaces.iter().copied().collect();
            for displaced in displaced {
                if let Some(rule) = rules.get_mut(displaced) {
                    rule.displaced_by.push(position);
                }
            }
            if let Some(rule) = rules.get_mut(position) {
                rule.requires = requires;
                rule.displaces = displaces;
            }
        }
        let mut rules = Self(rules);
        rules.check(sources)?;
        Ok(rules)
    }

    pub fn iter(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.0.iter().enumerate()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, position: usize) -> Option<&Rule> {
        self.0.get(position)
    }

    /// Drafts of a requirement, and of what it applies to: met where it does not apply or what is wanted holds.
    pub fn requirement(&self, position: usize) -> (Draft, Draft) {
        let Some(rule) = self.get(position) else {
            let never = Draft { met: Condition::never(), unsettled: Vec::new() };
            return (never.clone(), never);
        };
        let silent = Condition::any(rule.unsettled.iter().map(|(condition, _)| condition.clone()));
        let displacing = rule.displaced_by.iter();
        let yields = Condition::any(displacing.map(|other| self.undisplaced(*other).met));
        let applies = Condition::all([rule.frame.clone(), rule.applies.clone(), yields.negated()]);
        let told = silent.negated();
        let mut wanted = Condition::all([rule.when.clone(), told.clone()]);
        let mut doubts = rule.unsettled.clone();
        if let Some((unseen, because)) = rule.unseen() {
            wanted = Condition::all([wanted, unseen.clone().negated()]);
            doubts.push((Condition::all([unseen, told]), because));
        }
        // What is wanted and there is right, whether or not it still has to be, or another rule displaces this one.
        doubts.extend(rule.unverified());
        for other in &rule.displaced_by {
            doubts.extend(self.undisplaced(*other).unsettled);
        }
        let doubts = doubts.into_iter();
        let unsettled = doubts
            .map(|(condition, because)| (Condition::all([applies.clone(), condition]), because))
            .collect();
        let met = Condition::any([applies.clone().negated(), wanted]);
        let applies = Draft { met: applies, unsettled: Vec::new() };
        (Draft { met, unsettled }, applies)
    }

    /// Draft of a rule: when it holds, and where the text does not settle it.
    pub fn draft(&self, position: usize) -> Draft {
        let Some(rule) = self.get(position) else { return self.undisplaced(position) };
        rule.draft.get_or_init(|| self.displaced(rule, self.undisplaced(position))).clone()
    }

    fn displaced(&self, rule: &Rule, own: Draft) -> Draft {
        let displacing: Vec<Draft> =
            rule.displaced_by.iter().map(|other| self.undisplaced(*other)).collect();
        let yields = Condition::any(displacing.iter().map(|draft| draft.met.clone())).negated();
        let stands = |condition: Condition| Condition::all([condition, yields.clone()]);
        let mut unsettled: Vec<(Condition, Arc<Text>)> = own
            .unsettled
            .into_iter()
            .map(|(condition, because)| (stands(condition), because))
            .collect();
        // Where it is not settled that another rule displaces this one, nor is this one.
        let doubts: Vec<&(Condition, Arc<Text>)> =
            displacing.iter().flat_map(|draft| &draft.unsettled).collect();
        for (doubt, because) in &doubts {
            let parts = Condition::all([own.met.clone(), doubt.clone()]);
            unsettled.push((stands(parts), Arc::clone(because)));
        }
        let doubtful = Condition::any(doubts.iter().map(|(doubt, _)| doubt.clone()));
        let met = Condition::all([stands(own.met), doubtful.negated()]);
        Draft { met, unsettled }
    }

    /// As `draft`, as if no other rule displaced it.
    pub(super) fn undisplaced(&self, position: usize) -> Draft {
        match self.get(position) {
            Some(rule) => self.standing(rule).draft.clone(),
            None => Draft { met: Condition::never(), unsettled: Vec::new() },
        }
    }

    fn standing<'a>(&'a self, rule: &'a Rule) -> &'a Undisplaced {
        rule.undisplaced.get_or_init(|| {
            let required: Vec<&Undisplaced> = rule
                .requires
                .iter()
                .filter_map(|required| self.get(*required))
                .map(|required| self.standing(required))
                .collect();
            let draft = rule.standing(&required);
            let silent = draft.unsettled.iter().map(|(condition, _)| condition.clone());
            let possible = Condition::any(silent.chain([draft.met.clone()]));
            Undisplaced { draft, possible }
        })
    }
}

fn unknown_rule(sources: &[Source], rule: &Rule, name: &str) -> Error {
    let error = Error::new(
        ErrorCode::UnknownReference,
        told_identifier(&rule.entry.id),
        "没有这条规则",
        format!("there is no such rule: {}", told_value(name)),
    );
    rule.located(sources, name, error)
}

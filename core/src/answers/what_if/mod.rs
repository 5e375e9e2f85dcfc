//! 如何才能符合: what a sponsor can do to turn an answer into "met", and why there is nothing where there is.

mod asked;
mod purpose;
mod records;

pub use purpose::Purpose;
#[cfg(feature = "pyo3")]
pub(crate) use records::TERM_SETS;
pub use records::{Change, NoRemedy, Remedy, WhatIf};

use chrono::NaiveDate;

use crate::answers::text::together;
use crate::answers::what_if::asked::Asked;
use crate::error::Error;
use crate::facts::{Dossier, Fact, Institution};
use crate::logic::{OpenBecause, Outcome, Status};
use crate::policy::{
    Law, NamedRules, PolicyBook, Rule, ScopeState, Severity, Span, Target, check_day,
};
use crate::text::Text;

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 如何才能符合: the smallest changes by the sponsor that would turn a support, or a `register` in conflict, into
    /// "met"; or why there are none. A fact that is not known is a question, not a change.
    ///
    /// # Errors
    /// An unknown target, or facts that cannot be read.
    pub fn what_if(
        &self,
        target: &str,
        institution: &Institution,
        as_of: NaiveDate,
    ) -> Result<WhatIf, Error> {
        self.what_if_either(target, institution, &Dossier::default(), as_of)
    }

    /// 备案如何才能符合: as `what_if`, with a dossier: also of a requirement, of one for a class as `carers-infant@classes[1]`,
    /// or of the whole `review`.
    ///
    /// # Errors
    /// As `what_if` and `review`.
    pub fn what_if_filing(
        &self,
        target: &str,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
    ) -> Result<WhatIf, Error> {
        self.what_if_either(target, institution, dossier, as_of)
    }
}

impl PolicyBook {
    fn what_if_either(
        &self,
        name: &str,
        institution: &Institution,
        dossier: &Dossier,
        on: NaiveDate,
    ) -> Result<WhatIf, Error> {
        check_day(on)?;
        dossier.check().map_err(|error| error.inside("dossier"))?;
        dossier.check_by(on)?;
        let whole = self.filing_case(institution, dossier, None, on)?;
        let law = whole.law();
        let asked = Asked {
            target: name,
            on,
            status: Status::Open,
            cases: vec![whole],
            purpose: Purpose::Support,
            only: None,
            goals: Vec::new(),
            escaped: None,
            applies: true,
        };
        let targets = || self.index.targets();
        if name == "register" {
            return Ok(self.registered_if(asked));
        }
        if let Some(found) = targets().find(|found| found.id == name) {
            return Ok(self.given_if(found, law, asked));
        }
        let (id, subject) = name.split_once('@').map_or((name, None), |(id, of)| (id, Some(of)));
        if name != "review" && !self.index.requirements.iter().any(|target| target.id == id) {
            let names = targets().chain(&self.index.requirements).map(|found| found.id.as_str());
            return Err(Self::unknown_target(name, names.chain(["register", "review"])));
        }
        let mut asked = Asked { purpose: Purpose::Filing, ..asked };
        for class in dossier.classes.iter().flatten() {
            asked.cases.push(self.filing_case(institution, dossier, Some(class), on)?);
        }
        let review = self.review_of(institution, dossier, on)?;
        if name == "review" {
            asked.status = review.status;
            if !review.regime.is_filing() {
                return Ok(asked.none(NoRemedy::NotInForce, review.message.into_inner()));
            }
            let defect = |rule: &Rule| rule.entry.severity == Some(Severity::Defect);
            self.aim(&mut asked, law, &|_, rule, _| defect(rule));
        } else {
            let position = subject.map(|subject| asked.class(subject));
            self.aim(&mut asked, law, &|target, _, at| {
                target.id == id && position.is_none_or(|position| position == Some(at))
            });
            let named = self.index.requirements.iter().filter(|target| target.id == id);
            let rules = named.flat_map(|target| &target.rules);
            let spans =
                rules.filter_map(|position| self.rules.get(*position)).map(|rule| &rule.span);
            let spans: Vec<&Span> = spans.collect();
            let scope = self.scope(spans.into_iter(), asked.code(Fact::Jurisdiction), on);
            if scope.state != ScopeState::InForce {
                return Ok(asked.without_law(&scope));
            }
            if asked.goals.is_empty() && subject.is_some() {
                let named = self.index.requirements.iter().filter(|target| target.id == id);
                let mut rules = named.flat_map(|target| &target.rules);
                let of_classes =
                    rules.any(|rule| self.rules.get(*rule).is_some_and(Rule::is_of_classes));
                let classes = 0..if of_classes { asked.cases.len() - 1 } else { 0 };
                let names = classes.map(|class| format!("{id}@classes[{class}]"));
                let names: Vec<String> = names.chain([id.to_owned()]).collect();
                return Err(Self::unknown_target(name, names.iter().map(String::as_str)));
            }
            asked.status = asked.worst();
            if !asked.applies {
                let (zh, en) = ("对本机构不适用", "does not apply here");
                return Ok(asked.none(NoRemedy::NotApplicable, Text::new(zh, en)));
            }
        }
        if !review.conflicts.is_empty() {
            let all = review.conflicts.iter().map(|conflict| &*conflict.message);
            return Ok(asked.none(NoRemedy::Conflict, together(all)));
        }
        if name == "review" && !review.scope.is_here() {
            // What a place asks for besides may still be wanting.
            return Ok(match review.scope.jurisdiction {
                Some(_) => asked.without_law(&review.scope),
                None => asked.wanting(review.missing.values().cloned().collect()),
            });
        }
        Ok(asked.answer())
    }

    /// Takes as goals the requirements in force that are wanted, of each class where they are of classes, and what
    /// they want as what may be changed.
    fn aim<'a>(
        &'a self,
        asked: &mut Asked<'a, '_>,
        law: &'a Law,
        wanted: &dyn Fn(&Target, &Rule, usize) -> bool,
    ) {
        let mut only = Vec::new();
        asked.applies = false;
        for (target, applies) in &law.requirements {
            let Some(whole) = asked.cases.first() else { return };
            let Some(rule) = self.rules_in_force(&target.rules, whole, asked.on).first().copied()
            else {
                continue;
            };
            let of_classes = rule.is_of_classes() && whole.has(Fact::Classes);
            let positions = if of_classes { 1..asked.cases.len() } else { 0..1 };
            for position in positions.filter(|position| wanted(target, rule, *position)) {
                asked.goals.push((&target.decision, position));
                only.extend(rule.wanted_facts());
                let known = asked.cases.get(position);
                asked.applies |=
                    known.is_some_and(|known| applies.outcome(known) != Outcome::Unmet);
            }
        }
        only.sort_unstable();
        only.dedup();
        asked.only = Some(only);
    }

    /// A support, or a step, which nobody does anything to come under.
    fn given_if<'a>(
        &'a self,
        found: &NamedRules,
        law: &'a Law,
        mut asked: Asked<'a, '_>,
    ) -> WhatIf {
        let rules = found.rules.iter().filter_map(|position| self.rules.get(*position));
        let scope =
            self.scope(rules.map(|rule| &rule.span), asked.code(Fact::Jurisdiction), asked.on);
        let Some(found) = law.targets().find(|here| here.id == found.id) else {
            asked.status = Status::Unmet;
            return asked.without_law(&scope);
        };
        asked.goals.push((&found.decision, 0));
        asked.status = asked.worst();
        if scope.state != ScopeState::InForce {
            return asked.without_law(&scope);
        }
        if law.steps.iter().any(|step| step.id == found.id) {
            asked.only = Some(Vec::new());
            if asked.status == Status::Unmet {
                let (zh, en) = (
                    "对本机构不适用；这是要办的事，不是争取的",
                    "does not apply here; it is to be done, not to be had",
                );
                return asked.none(NoRemedy::NotApplicable, Text::new(zh, en));
            }
        }
        let known = asked.cases.first();
        let conflict = Outcome::OpenConflict;
        match known.filter(|known| found.decision.outcome(known) == conflict) {
            Some(known) => {
                let conflicts = self.conflicts(known, asked.on);
                let all = together(conflicts.iter().map(|conflict| &*conflict.message));
                asked.none(NoRemedy::Conflict, all)
            }
            None => asked.answer(),
        }
    }

    /// Corrections of facts that contradict each other; of what is merely open, another nature or form is none.
    fn registered_if<'a>(&self, mut asked: Asked<'a, 'a>) -> WhatIf {
        let Some(known) = asked.cases.first() else { return asked.answer() };
        let found = self.registration(known, asked.on);
        asked.status = found.status;
        match found.open_because {
            None if found.scope.state != ScopeState::InForce => asked.without_law(&found.scope),
            None => asked.answer(),
            Some(OpenBecause::Facts) => WhatIf {
                missing: found.missing.values().cloned().collect(),
                ..asked.none(NoRemedy::Facts, found.message.into_inner())
            },
            Some(OpenBecause::Unsettled) => WhatIf {
                unsettled: found.unsettled.values().cloned().collect(),
                ..asked.none(NoRemedy::Unsettled, found.message.into_inner())
            },
            Some(OpenBecause::Conflict) => {
                let given = known.as_given();
                let holds = |target: &&Target| {
                    [&given, known]
                        .iter()
                        .any(|known| target.decision.outcome(known) == Outcome::Met)
                };
                let clashes = known.law().conflicts.iter().chain(&known.law().impossible);
                let tested = clashes.filter(holds).flat_map(|one| one.decision.own().facts());
                let stated = |fact: &Fact| {
                    known.has(*fact) && !fact.is_presumed() && *fact != Fact::Jurisdiction
                };
                asked.only = Some(tested.filter(stated).collect());
                asked.purpose = Purpose::Correction;
                asked.goals.push((&known.law().registrable, 0));
                // A fact that is not known rules out no form.
                asked.escaped = known.law().unbarred(&self.rules);
                match asked.search() {
                    searched if searched.remedies.is_empty() => {
                        let all = found.conflicts.iter().map(|conflict| &*conflict.message);
                        asked.none(NoRemedy::Conflict, together(all))
                    }
                    searched => asked.remedied(&searched),
                }
            }
        }
    }
}

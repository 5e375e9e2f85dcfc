//! 注册登记: which department registers the institution.

use chrono::NaiveDate;

use crate::answers::finding::{Finding, FindingKind, push};
use crate::error::Error;
use crate::facts::{Fact, Institution};
use crate::logic::{Missing, OpenBecause, Outcome, Reason, Status};
use crate::policy::{
    Act, Case, Citation, Department, PolicyBook, Rule, Scope, ScopeState, Target, Then,
};
use crate::text::Text;

records! {
    /// A registering authority that is still open.
    Authority {
        /// The department.
        department: Department,
        /// Its rank, counted from 1.
        rank: i32,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: Vec<Reason>,
        /// The clauses behind it.
        citations: Vec<Citation>,
    }

    /// 登记事项: an act of the registry that is still open.
    RegistrationAct {
        /// The act.
        act: Act,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: Vec<Reason>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// In a sentence.
        message: Text,
    }

    /// 注册登记: where an institution is registered.
    Registration {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// Met where the authorities are settled, open otherwise.
        status: Status,
        /// Reason why it is open, if it is.
        open_because: Option<OpenBecause>,
        /// The authorities still open, in rank order.
        authorities: Vec<Authority>,
        /// Acts that are still asked of the registry: a first registration, a change of scope, or nothing; none where the facts
        /// contradict each other, or no rule in force speaks of them.
        acts: Vec<RegistrationAct>,
        /// Steps before and after the registration.
        steps: Vec<Finding>,
        /// The facts that contradict each other.
        conflicts: Vec<Finding>,
        /// The facts that could decide it, the most decisive first.
        missing: Vec<Missing>,
        /// Matters that the text leaves unsettled.
        unsettled: Vec<Text>,
        /// Readings taken, and why.
        notes: Vec<Text>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// The answer in a sentence.
        message: Text,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 到哪里登记: the authorities still open, in rank order, what has to be done before and after, and the
    /// facts that contradict each other.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn register(
        &self,
        institution: &Institution,
        as_of: NaiveDate,
    ) -> Result<Registration, Error> {
        let known = self.case(institution, as_of)?;
        Ok(self.registration(&known, as_of))
    }
}

impl PolicyBook {
    pub(crate) fn registration(&self, known: &Case<'_>, on: NaiveDate) -> Registration {
        let registering = self
            .rules
            .iter()
            .filter(|(_, rule)| matches!(rule.entry.then, Then::Register(_)))
            .filter(|(_, rule)| rule.span.local)
            .map(|(_, rule)| &rule.span);
        let spans: Vec<_> = registering.collect();
        let place = known.code(Fact::Jurisdiction);
        let scope = self.scope(spans.iter().copied(), place, on);
        let steps = self
            .in_order(&known.law().steps, place)
            .into_iter()
            .filter(|target| !self.rules_in_force(&target.rules, known, on).is_empty())
            .map(|target| self.finding(FindingKind::Step, target, known, on))
            .filter(|step| step.status != Status::Unmet)
            .collect();
        let mut registration = Registration {
            as_of: on,
            status: Status::Open,
            open_because: None,
            authorities: Vec::new(),
            acts: Vec::new(),
            steps,
            conflicts: self.all_clashes(known, on),
            missing: Vec::new(),
            unsettled: Vec::new(),
            notes: Vec::new(),
            citations: Vec::new(),
            message: scope.message.clone(),
            scope,
        };
        if registration.scope.state != ScopeState::InForce {
            registration.acts = self.open_acts(&registration, known, on);
            return registration;
        }
        let open: Vec<(&Target, Outcome)> = self
            .ranked(known, on)
            .into_iter()
            .map(|target| (target, target.decision.outcome(known)))
            .filter(|(_, outcome)| *outcome != Outcome::Unmet)
            .collect();
        let because = |wanted: OpenBecause| {
            open.iter().any(|(_, outcome)| outcome.open_because() == Some(wanted))
        };
        let order = [OpenBecause::Conflict, OpenBecause::Facts, OpenBecause::Unsettled];
        let doubts = self.doubts_about(known, on);
        let barred = known.law().is_barred(known);
        registration.open_because = if open.is_empty() || barred {
            Some(OpenBecause::Conflict)
        } else if !because(OpenBecause::Conflict) && !doubts.is_empty() {
            let rules = doubts.iter().filter_map(|position| self.rules.get(*position));
            registration.unsettled = rules.map(Rule::because).collect();
            Some(OpenBecause::Unsettled)
        } else {
            order.into_iter().find(|wanted| because(*wanted))
        };
        if registration.open_because.is_none() {
            registration.status = Status::Met;
        }
        for (position, (target, outcome)) in open.iter().enumerate() {
            registration.add(target, known);
            let holding = self.holding(target, known);
            for rule in &holding {
                self.notes_of(*rule, known, &mut registration.notes);
            }
            let citations = self.citations(&target.id, &holding, false, known, on);
            for citation in &citations {
                if !registration.citations.contains(citation) {
                    registration.citations.push(citation.clone());
                }
            }
            if registration.open_because == Some(OpenBecause::Conflict) {
                continue;
            }
            let department = self.departments.get(&target.id, place, on);
            registration.authorities.extend(department.map(|department| Authority {
                department,
                rank: i32::try_from(position + 1).unwrap_or(i32::MAX),
                status: outcome.status(),
                reasons: known.reasons(&target.decision),
                citations,
            }));
        }
        for rule in &doubts {
            for citation in self.citations("", &[*rule], true, known, on) {
                push(&mut registration.citations, citation);
            }
        }
        registration.acts = self.open_acts(&registration, known, on);
        registration.message = sentence(&registration);
        if registration.missing.iter().all(|missing| missing.fact != Fact::Jurisdiction.name()) {
            registration.message = registration.scope.beside(registration.message);
        }
        registration
    }

    /// The contradictions between the facts given.
    pub(crate) fn conflicts(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter(), known, on)
    }

    /// The contradictions, and the combinations that are not registered.
    pub(crate) fn all_clashes(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter().chain(&known.law().impossible), known, on)
    }

    fn clashes<'a>(
        &self,
        targets: impl Iterator<Item = &'a Target>,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Finding> {
        let given = known.as_given();
        targets
            .filter_map(|target| {
                let met = |known: &&Case<'_>| target.decision.outcome(known) == Outcome::Met;
                Some((target, [&given, known].into_iter().find(met)?))
            })
            .map(|(target, told)| {
                let mut finding = self.finding(FindingKind::Conflict, target, told, on);
                if let Some(rule) = self.rules_in_force(&target.rules, known, on).first()
                    && let Then::Conflict(message) | Then::Impossible(message) = &rule.entry.then
                {
                    let en = rule.entry.title_en.as_deref().unwrap_or(message);
                    finding.title = Text::new(message, en);
                    finding.message =
                        Text::new(format!("事实矛盾：{message}"), format!("contradiction: {en}"));
                }
                finding
            })
            .collect()
    }

    /// The rules by which the text does not settle the registration, whichever authority it is.
    fn doubts_about(&self, known: &Case<'_>, on: NaiveDate) -> Vec<usize> {
        known
            .law()
            .doubts
            .iter()
            .filter(|target| target.decision.outcome(known) == Outcome::Met)
            .flat_map(|target| self.positions_in_force(&target.rules, known, on))
            .collect()
    }

    /// The rules naming an authority that hold or may hold.
    fn holding(&self, target: &Target, known: &Case<'_>) -> Vec<usize> {
        target
            .rules
            .iter()
            .filter(|position| {
                known.law().registering.iter().any(|rule| {
                    rule.rules.contains(position) && rule.decision.outcome(known) != Outcome::Unmet
                })
            })
            .copied()
            .collect()
    }

    /// The authorities in the order in which the rules that hold, or may hold, name them.
    fn ranked<'a>(&self, known: &Case<'a>, on: NaiveDate) -> Vec<&'a Target> {
        let place = known.code(Fact::Jurisdiction);
        let mut names: Vec<&str> = Vec::new();
        for (_, rule) in self.rules.iter() {
            if let Then::Register(authorities) = &rule.entry.then
                && rule.span.includes_day(on)
                && rule.span.includes_place(place)
            {
                for authority in authorities {
                    if !names.contains(&authority.as_str()) {
                        names.push(authority);
                    }
                }
            }
        }
        names
            .iter()
            .filter_map(|name| known.law().authorities.iter().find(|target| target.id == *name))
            .collect()
    }
}

impl Registration {
    fn add(&mut self, target: &Target, known: &Case<'_>) {
        if self.open_because == Some(OpenBecause::Facts) {
            for missing in target.decision.missing(known) {
                merge(&mut self.missing, missing);
            }
        }
        if self.open_because == Some(OpenBecause::Unsettled) {
            for text in target.decision.unsettled(known) {
                if !self.unsettled.contains(&text) {
                    self.unsettled.push(text);
                }
            }
        }
    }
}

/// Adds up how many findings a fact could decide.
pub fn merge(all: &mut Vec<Missing>, missing: Missing) {
    match all.iter_mut().find(|other| other.fact == missing.fact) {
        Some(other) => other.decides += missing.decides,
        None => all.push(missing),
    }
}

fn sentence(registration: &Registration) -> Text {
    let names: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.shown()).collect();
    let ids: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.id.as_str()).collect();
    let missing: Vec<&str> = registration.missing.iter().map(|fact| fact.label.as_str()).collect();
    let facts: Vec<&str> = registration.missing.iter().map(|fact| fact.fact.as_str()).collect();
    let already = registration.already();
    let before = |text: &str, stop: &str| match text {
        "" => String::new(),
        text => format!("{text}{stop}"),
    };
    match registration.open_because {
        None => {
            match [Act::NewRegistration, Act::ChangeOfScope].map(|act| registration.may_be(act)) {
                [true, _] => Text::new(
                    format!("登记：到{}", names.join("，或")),
                    format!("register with {}", ids.join(" or ")),
                ),
                [false, true] => {
                    let (zh, en) = match registration.may_be(Act::Registered) {
                        true => ("；已经写明的不用办", ", unless it does"),
                        false => ("", ""),
                    };
                    let (names, ids) = (names.join("，或"), ids.join(" or "));
                    Text::new(
                        format!(
                            "登记：到{names}（原登记机关）变更业务（经营）范围，写明托育服务，不重新登记{zh}"
                        ),
                        format!(
                            "have {ids}, its own registry, change the scope so that it names childcare{en}; not registered anew"
                        ),
                    )
                }
                [false, false] => Text::new(
                    format!("登记：{}", already.zh),
                    format!("registration: {}", already.en),
                ),
            }
        }
        Some(OpenBecause::Facts) => Text::new(
            format!(
                "登记：{}待核实，可能是{}。还需知道：{}",
                before(&already.zh, "。"),
                names.join("、"),
                missing.join("、")
            ),
            format!(
                "{}registration open between {}; still to know: {}",
                before(&already.en, "; "),
                ids.join(", "),
                facts.join(", ")
            ),
        ),
        Some(OpenBecause::Unsettled) => {
            let zh: Vec<&str> =
                registration.unsettled.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> =
                registration.unsettled.iter().map(|text| text.en.as_str()).collect();
            Text::new(
                format!("登记：{}文件未明确。{}", before(&already.zh, "。"), zh.join("")),
                format!(
                    "{}registration is not settled by the text: {}",
                    before(&already.en, "; "),
                    en.join(" ")
                ),
            )
        }
        Some(OpenBecause::Conflict) => Text::new(
            "登记：所填事实相互矛盾，请先核对",
            "registration: the facts contradict each other",
        ),
    }
}

//! 注册登记: which department registers the institution.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::finding::{Finding, FindingKind, push};
use crate::answers::standing::AskedFor;
use crate::error::Error;
use crate::facts::{Fact, Institution};
use crate::logic::{Missing, OpenBecause, Outcome, Reason, Status, Subject};
use crate::policy::{
    Act, Case, Citation, Department, PolicyBook, Rule, Scope, ScopeState, Target, Then,
};
use crate::text::Text;

records! {
    /// A registering authority that is still open.
    Authority {
        /// The department.
        department: Shared<Department>,
        /// Its rank, counted from 1.
        rank: i32,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: List<Reason>,
        /// The clauses behind it.
        citations: List<Citation>,
    }

    /// 登记事项: an act of the registry that is still open.
    RegistrationAct {
        /// The act.
        act: Act,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: List<Reason>,
        /// The clauses behind it.
        citations: List<Citation>,
        /// In a sentence.
        message: Shared<Text>,
    }

    /// 注册登记: where an institution is registered.
    Registration {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Shared<Scope>,
        /// Met where the authorities are settled, open otherwise.
        status: Status,
        /// Reason why it is open, if it is.
        open_because: Option<OpenBecause>,
        /// The authorities still open, in rank order.
        authorities: List<Authority>,
        /// Acts that are still asked of the registry: a first registration, a change of scope, or nothing; none where the facts
        /// contradict each other, or no rule in force speaks of them.
        acts: List<RegistrationAct>,
        /// Steps before and after the registration.
        steps: List<Finding>,
        /// The facts that contradict each other.
        conflicts: List<Finding>,
        /// The facts that could decide it, the most decisive first.
        missing: List<Missing>,
        /// Matters that the text leaves unsettled.
        unsettled: List<Text>,
        /// Readings taken, and why.
        notes: List<Text>,
        /// The clauses behind it.
        citations: List<Citation>,
        /// The answer in a sentence.
        message: Shared<Text>,
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
        let inquiry = self.inquiry(Subject::of(institution), as_of)?;
        Ok(inquiry.registration(&mut AskedFor::default()))
    }
}

impl PolicyBook {
    pub(crate) fn registration(&self, known: &Case<'_>, on: NaiveDate) -> Registration {
        let place = known.code(Fact::Jurisdiction);
        let scope = Shared::new(self.scope_of_registration(place, on));
        let targets = self.in_order(&known.law().steps, place).into_iter();
        let steps = targets.filter_map(|target| self.step(target, known, on)).collect();
        let conflicts = self.all_clashes(known, on).into();
        Registration { steps, conflicts, ..self.authorities(known, &scope, on) }
    }

    /// Tells whether the files of a place say who registers there.
    pub(super) fn scope_of_registration(&self, place: Option<i64>, on: NaiveDate) -> Scope {
        let registering = self
            .rules
            .iter()
            .filter(|(_, rule)| matches!(rule.entry.then, Then::Register(_)))
            .filter(|(_, rule)| rule.span.local)
            .map(|(_, rule)| &rule.span);
        let spans: Vec<_> = registering.collect();
        self.scope(spans.iter().copied(), place, on)
    }

    /// A step, where it is in force and has to be done or may have to be.
    pub(super) fn step(&self, target: &Target, known: &Case<'_>, on: NaiveDate) -> Option<Finding> {
        if self.rules_in_force(&target.rules, known, on).is_empty() {
            return None;
        }
        let step = self.finding(FindingKind::Step, target, known, on);
        (step.status != Status::Unmet).then_some(step)
    }

    /// Where it is registered, without the steps and the contradictions.
    pub(super) fn authorities(
        &self,
        known: &Case<'_>,
        scope: &Shared<Scope>,
        on: NaiveDate,
    ) -> Registration {
        let mut registration = Registration {
            as_of: on,
            status: Status::Open,
            open_because: None,
            authorities: List::new(),
            acts: List::new(),
            steps: List::new(),
            conflicts: List::new(),
            missing: List::new(),
            unsettled: List::new(),
            notes: List::new(),
            citations: List::new(),
            message: Shared::new(scope.message.clone()),
            scope: scope.clone(),
        };
        if registration.scope.state != ScopeState::InForce {
            registration.acts = self.open_acts(&registration, known, on).into();
            return registration;
        }
        let open = self.open_authorities(known, on);
        let doubts = self.doubts_about(known, on);
        let mut unsettled = Vec::new();
        registration.open_because = self.open_because(known, &open, &doubts, &mut unsettled);
        if registration.open_because.is_none() {
            registration.status = Status::Met;
        }
        let targets = || open.iter().map(|(target, _)| target);
        match registration.open_because {
            Some(OpenBecause::Facts) => {
                let mut missing = Vec::new();
                for found in targets().flat_map(|target| target.decision.missing(known)) {
                    merge(&mut missing, found);
                }
                registration.missing = missing.into();
            }
            Some(OpenBecause::Unsettled) => {
                for text in targets().flat_map(|target| target.decision.unsettled(known)) {
                    if !unsettled.contains(&text) {
                        unsettled.push(text);
                    }
                }
            }
            _ => {}
        }
        registration.unsettled = unsettled.into();
        let place = known.code(Fact::Jurisdiction);
        let (mut authorities, mut notes) = (Vec::new(), Vec::new());
        let mut citations: Vec<Shared<Citation>> = Vec::new();
        for (position, (target, outcome)) in open.iter().enumerate() {
            let holding = self.holding(target, known);
            for rule in &holding {
                self.notes_of(*rule, known, &mut notes);
            }
            let of_target = self.citations(&target.id, &holding, false, known, on);
            for citation in &of_target {
                if !citations.contains(citation) {
                    citations.push(citation.clone());
                }
            }
            if registration.open_because == Some(OpenBecause::Conflict) {
                continue;
            }
            let department = self.departments.get(&target.id, place, on);
            authorities.extend(department.map(|department| Authority {
                department: Shared::new(department),
                rank: i32::try_from(position + 1).unwrap_or(i32::MAX),
                status: outcome.status(),
                reasons: known.reasons(&target.decision).into(),
                citations: of_target.into(),
            }));
        }
        for rule in &doubts {
            for citation in self.citations("", &[*rule], true, known, on) {
                push(&mut citations, citation);
            }
        }
        registration.authorities = authorities.into();
        registration.notes = notes.into();
        registration.citations = citations.into();
        registration.acts = self.open_acts(&registration, known, on).into();
        let mut message = sentence(&registration);
        if registration.missing.iter().all(|missing| missing.fact != Fact::Jurisdiction.name()) {
            message = registration.scope.beside(message);
        }
        registration.message = Shared::new(message);
        registration
    }

    /// The authorities that are not ruled out, in rank order.
    fn open_authorities<'a>(&self, known: &Case<'a>, on: NaiveDate) -> Vec<(&'a Target, Outcome)> {
        let ranked = self.ranked(known, on).into_iter();
        let outcomes = ranked.map(|target| (target, target.decision.outcome(known)));
        outcomes.filter(|(_, outcome)| *outcome != Outcome::Unmet).collect()
    }

    /// Departments where the institution is, or may be, registered.
    pub(super) fn registries(&self, known: &Case<'_>, on: NaiveDate) -> List<Department> {
        let place = known.code(Fact::Jurisdiction);
        if self.scope_of_registration(place, on).state != ScopeState::InForce {
            return List::new();
        }
        let open = self.open_authorities(known, on);
        let doubts = self.doubts_about(known, on);
        let because = self.open_because(known, &open, &doubts, &mut Vec::new());
        let open = open.iter().filter(|_| because != Some(OpenBecause::Conflict));
        open.filter_map(|(target, _)| self.departments.get(&target.id, place, on)).collect()
    }

    /// Reason why it is open where it registers, if it is; what the rules that leave it so say is added.
    fn open_because(
        &self,
        known: &Case<'_>,
        open: &[(&Target, Outcome)],
        doubts: &[usize],
        unsettled: &mut Vec<Text>,
    ) -> Option<OpenBecause> {
        let because = |wanted: OpenBecause| {
            open.iter().any(|(_, outcome)| outcome.open_because() == Some(wanted))
        };
        if open.is_empty() || known.law().is_barred(known) {
            Some(OpenBecause::Conflict)
        } else if !because(OpenBecause::Conflict) && !doubts.is_empty() {
            let rules = doubts.iter().filter_map(|position| self.rules.get(*position));
            unsettled.extend(rules.map(Rule::because));
            Some(OpenBecause::Unsettled)
        } else {
            let order = [OpenBecause::Conflict, OpenBecause::Facts, OpenBecause::Unsettled];
            order.into_iter().find(|wanted| because(*wanted))
        }
    }

    /// The contradictions between the facts given.
    pub(crate) fn conflicts(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter(), known, on)
    }

    /// The contradictions, and the combinations that are not registered.
    pub(crate) fn all_clashes(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter().chain(&known.law().impossible), known, on)
    }

    /// The contradictions between the facts given, or between them and what they imply.
    fn clashes<'a>(
        &self,
        targets: impl Iterator<Item = &'a Target>,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Finding> {
        let given = known.as_given();
        let clash = |target: &'a Target| {
            let met = |known: &&Case<'_>| target.decision.outcome(known) == Outcome::Met;
            let told = [&given, known].into_iter().find(met)?;
            Some(self.clash(target, told, on))
        };
        targets.filter_map(clash).collect()
    }

    /// A contradiction that there is.
    fn clash(&self, target: &Target, known: &Case<'_>, on: NaiveDate) -> Finding {
        let mut finding = self.finding(FindingKind::Conflict, target, known, on);
        if let Some(rule) = self.rules_in_force(&target.rules, known, on).first()
            && let Then::Conflict(message) | Then::Impossible(message) = &rule.entry.then
        {
            let en = rule.entry.title_en.as_deref().unwrap_or(message);
            finding.title = Shared::new(Text::new(message, en));
            let (zh, en) = (format!("事实矛盾：{message}"), format!("contradiction: {en}"));
            finding.message = Shared::new(Text::new(zh, en));
        }
        finding
    }

    /// The rules by which the text does not settle the registration, whichever authority it is.
    fn doubts_about(&self, known: &Case<'_>, on: NaiveDate) -> Vec<usize> {
        known
            .law()
            .doubts
            .iter()
            .filter(|target| target.decision.outcome(known) == Outcome::Met)
            .flat_map(|target| {
                self.positions_in_force(&target.rules, known.code(Fact::Jurisdiction), on)
            })
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

//! 注册登记: which department registers the institution.

mod acts;
mod remaining;
mod sentence;

pub use acts::NarrowedAct;
pub use remaining::Remaining;
pub(super) use sentence::tail;

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::finding::{Finding, FindingKind};
use crate::error::Error;
use crate::facts::{Fact, Institution};
use crate::logic::{Missing, OpenBecause, Outcome, Reason, Status, Subject};
use crate::policy::{Act, Case, Citation, Department, Law, PolicyBook, Rule, Scope, Target, Then};
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
        Ok(inquiry.registration().told)
    }
}

impl PolicyBook {
    pub(crate) fn registration(&self, known: &Case<'_>, on: NaiveDate) -> Registration {
        let place = known.code(Fact::Jurisdiction);
        let scope = Shared::new(self.scope_of_registration(place, on));
        let targets = self.in_order(&known.law().steps, place).into_iter();
        let steps = targets.filter_map(|target| self.step(target, known, on)).collect();
        let conflicts = self.all_clashes(known, on).into();
        let ranked = self.ranked(known.law(), place, on).into_iter();
        let remaining = ranked.filter_map(|target| self.remaining(target, known, on)).collect();
        let acts = self.narrowed_acts(known, on);
        let questions = self.kept_for_answers();
        let of_facts =
            self.registered(known, &scope, on, remaining, acts, &questions.questions).told;
        Registration { steps, conflicts, ..of_facts }
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

    /// Reason why it is open where it registers, if it is; what the rules that leave it so say is added.
    fn open_because(
        &self,
        known: &Case<'_>,
        open: &[Outcome],
        doubts: &[usize],
        unsettled: &mut Vec<Text>,
    ) -> Option<OpenBecause> {
        let because =
            |wanted: OpenBecause| open.iter().any(|outcome| outcome.open_because() == Some(wanted));
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

    /// The conflicts between the facts given.
    pub(crate) fn conflicts(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter(), known, on)
    }

    /// The conflicts, and the combinations that are not registered.
    pub(crate) fn all_clashes(&self, known: &Case<'_>, on: NaiveDate) -> Vec<Finding> {
        self.clashes(known.law().conflicts.iter().chain(&known.law().impossible), known, on)
    }

    /// The conflicts between the facts given, or between them and what they imply.
    fn clashes<'a>(
        &self,
        targets: impl Iterator<Item = &'a Target>,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Finding> {
        let given = known.as_given();
        let clash = |target: &'a Target| {
            let met = |known: &&Case<'_>| target.decision.is_met(known);
            let told = [&given, known].into_iter().find(met)?;
            Some(self.clash(target, told, on))
        };
        targets.filter_map(clash).collect()
    }

    /// A conflict that there is.
    pub(super) fn clash(&self, target: &Target, known: &Case<'_>, on: NaiveDate) -> Finding {
        let mut finding = self.finding(FindingKind::Conflict, target, known, on);
        if let Some(rule) = self.rules_in_force(&target.rules, known, on).first()
            && let Then::Conflict(message) | Then::Impossible(message) = &rule.entry.then
        {
            let en = rule.entry.title_en.as_deref().unwrap_or(message);
            finding.title = Shared::new(Text::new(message, en));
            let (zh, en) = (format!("事实矛盾：{message}"), format!("conflict: {en}"));
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
            .filter(|target| target.decision.is_met(known))
            .flat_map(|target| {
                self.positions_in_force(&target.rules, known.code(Fact::Jurisdiction), on)
            })
            .collect()
    }

    /// The authorities in the order in which the rules that hold, or may hold, name them.
    pub(super) fn ranked<'a>(
        &self,
        law: &'a Law,
        place: Option<i64>,
        on: NaiveDate,
    ) -> Vec<&'a Target> {
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
            .filter_map(|name| law.authorities.iter().find(|target| target.id == *name))
            .collect()
    }
}

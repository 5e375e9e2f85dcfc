//! 登记事项: what is asked of the registry: a first registration, a change of scope, or nothing more.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::finding::Finding;
use crate::answers::registration::{Registration, RegistrationAct};
use crate::facts::Fact;
use crate::logic::{OpenBecause, Outcome, Reason};
use crate::policy::{Act, Case, Citation, CitationRole, Law, PolicyBook, Then};
use crate::text::Text;

/// 已登记, in a sentence.
const ALREADY: (&str, &str) = (
    "已经登记，范围已经写明托育服务，不用再办登记",
    "registered, and its scope names childcare: nothing more is asked of the registry",
);

/// An act of the registry that is not left out, by itself.
#[derive(Clone, Debug)]
pub struct NarrowedAct {
    act: Act,
    outcome: Outcome,
    reasons: List<Reason>,
    citations: List<Citation>,
}

impl PolicyBook {
    /// The acts of the registry that are not left out, in the order of their list; none where no rule in force speaks of acts.
    pub(crate) fn narrowed_acts(&self, known: &Case<'_>, on: NaiveDate) -> Vec<NarrowedAct> {
        let acts = self.acts_spoken_of(known.law(), known.code(Fact::Jurisdiction), on).into_iter();
        acts.filter_map(|position| self.narrowed_act(position, known, on)).collect()
    }

    /// The acts of the law, by position; none where no rule in force speaks of acts.
    pub(crate) fn acts_spoken_of(
        &self,
        law: &Law,
        place: Option<i64>,
        on: NaiveDate,
    ) -> Vec<usize> {
        let mut acts = law.acts.iter();
        let spoken_of =
            acts.any(|target| !self.positions_in_force(&target.rules, place, on).is_empty());
        (0..law.acts.len()).filter(|_| spoken_of).collect()
    }

    /// An act of the registry by itself, by its position in the law; none where it is left out.
    pub(crate) fn narrowed_act(
        &self,
        position: usize,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Option<NarrowedAct> {
        let (target, act) = known.law().acts.get(position).zip(Act::ALL.get(position))?;
        let outcome = target.decision.outcome(known);
        let left = !matches!(outcome, Outcome::Unmet | Outcome::OpenConflict);
        left.then(|| NarrowedAct {
            act: *act,
            outcome,
            reasons: known.reasons(&target.decision).into(),
            citations: self.narrowing(*act, &target.rules, known, on).into(),
        })
    }

    /// The clauses of the rules that hold and leave others than an act out.
    fn narrowing(
        &self,
        act: Act,
        rules: &[usize],
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Shared<Citation>> {
        let mut citations = Vec::new();
        for position in self.positions_in_force(rules, known.code(Fact::Jurisdiction), on) {
            let Some(rule) = self.rules.get(position) else { continue };
            let names = matches!(&rule.entry.then, Then::Act(acts) if acts.contains(&act));
            if names && self.outcome_of_rule(position, known) == Some(Outcome::Met) {
                self.cite_rule(rule, CitationRole::Basis, on, &mut citations);
            }
        }
        citations
    }
}

impl Finding {
    /// Tells whether a step belongs to acts of the registry none of which is open.
    pub(crate) fn is_of_a_closed_act(&self, open: &[Shared<RegistrationAct>]) -> bool {
        let is_open = |act: &Act| open.iter().any(|open| open.act == *act);
        !open.is_empty() && !self.acts.is_empty() && !self.acts.iter().any(is_open)
    }
}

impl Registration {
    /// The acts that are told with it; none where the facts contradict each other.
    pub(super) fn open_acts(&self, acts: Vec<NarrowedAct>) -> List<RegistrationAct> {
        if self.open_because == Some(OpenBecause::Conflict) {
            return List::new();
        }
        let told = acts.into_iter().map(|one| RegistrationAct {
            act: one.act,
            status: one.outcome.status(),
            reasons: one.reasons,
            citations: one.citations,
            message: Shared::new(message(one.act, self)),
        });
        told.collect()
    }

    /// Tells whether an act of the registry is still open, or nothing is known of acts.
    pub(in crate::answers) fn may_be(&self, act: Act) -> bool {
        self.acts.is_empty() || self.acts.iter().any(|open| open.act == act)
    }

    /// Remaining acts where there is no first registration; empty where there may be one.
    pub(crate) fn already(&self) -> Text {
        match [Act::NewRegistration, Act::ChangeOfScope].map(|act| self.may_be(act)) {
            [true, _] => Text::new("", ""),
            [false, true] => Text::new(
                "不重新登记，范围没有写明托育服务的，到原登记机关变更",
                "not registered anew: where its scope does not name childcare, it is changed at its own registry",
            ),
            [false, false] => Text::new(ALREADY.0, ALREADY.1),
        }
    }
}

fn message(act: Act, registration: &Registration) -> Text {
    let names: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.shown()).collect();
    let here = |before: &str, after: &str| match names.as_slice() {
        [] => String::new(),
        names => format!("{before}{}{after}", names.join("，或")),
    };
    match act {
        Act::NewRegistration => Text::new(
            format!("设立登记：到登记机关申请登记{}", here("（", "）")),
            "a first registration at the registry",
        ),
        Act::ChangeOfScope => Text::new(
            format!(
                "不重新登记，到原登记机关变更业务（经营）范围，写明托育服务；已经写明的不用再办{}",
                here("（本地办理：", "）")
            ),
            "not registered anew: the scope is changed at its own registry so that it names childcare, unless it does",
        ),
        Act::Registered => Text::new(ALREADY.0, ALREADY.1),
    }
}

//! 登记事项: what is asked of the registry: a first registration, a change of scope, or nothing more.

use chrono::NaiveDate;
use tuoyu_shared::Shared;

use crate::answers::finding::Finding;
use crate::answers::registration::{Registration, RegistrationAct};
use crate::facts::Fact;
use crate::logic::{OpenBecause, Outcome};
use crate::policy::{Act, Case, Citation, CitationRole, PolicyBook, Then};
use crate::text::Text;

/// 已登记, in a sentence.
const ALREADY: (&str, &str) = (
    "已经登记，范围已经写明托育服务，不用再办登记",
    "registered, and its scope names childcare: nothing more is asked of the registry",
);

impl PolicyBook {
    /// The acts of the registry that are still open, in the order of their list; none where the facts contradict each other,
    /// nor where no rule in force speaks of acts.
    pub(super) fn open_acts(
        &self,
        registration: &Registration,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<RegistrationAct> {
        let spoken_of = known.law().acts.iter().any(|target| {
            !self.positions_in_force(&target.rules, known.code(Fact::Jurisdiction), on).is_empty()
        });
        if registration.open_because == Some(OpenBecause::Conflict) || !spoken_of {
            return Vec::new();
        }
        let left = known.law().acts.iter().zip(Act::ALL).filter_map(|(target, act)| {
            let outcome = target.decision.outcome(known);
            let left = !matches!(outcome, Outcome::Unmet | Outcome::OpenConflict);
            left.then_some((target, *act, outcome))
        });
        let left = left.map(|(target, act, outcome)| RegistrationAct {
            act,
            status: outcome.status(),
            reasons: known.reasons(&target.decision).into(),
            citations: self.narrowing(act, &target.rules, known, on).into(),
            message: Shared::new(message(act, registration)),
        });
        left.collect()
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
    /// Tells whether an act of the registry is still open, or nothing is known of acts.
    pub(super) fn may_be(&self, act: Act) -> bool {
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

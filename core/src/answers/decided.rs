//! 要求的结果: outcome of one requirement of a filing, asked of the whole or of a class, without its finding.

use std::cell::OnceCell;

use crate::answers::filing::is_told;
use crate::answers::standing::{Inquiry, Requirement};
use crate::logic::{Asked, FactSet, Outcome};
use crate::policy::{Case, Rule, Severity, Target};

/// Outcome of a requirement, as it was asked.
#[derive(Debug)]
pub struct Decided<'e, 'a> {
    /// The class that it was asked of, by its position.
    pub class: Option<usize>,
    pub rule: usize,
    pub outcome: Outcome,
    /// Tells whether a review has a finding of it.
    told: bool,
    wanted: FactSet,
    /// The facts behind the outcome, once they were asked for.
    behind: OnceCell<FactSet>,
    of: &'e Rule,
    target: &'e Target,
    case: &'e Case<'a>,
}

impl<'a> Inquiry<'a> {
    /// Outcome of a requirement of the whole, or of one class.
    pub fn decided(
        &self,
        requirement: &Requirement,
        class: Option<usize>,
    ) -> Option<Decided<'_, 'a>> {
        let (target, applies) = self.law.requirements.get(requirement.position)?;
        let (case, of) = (self.case(), self.book.rules.get(requirement.rule)?);
        let applying = applies.outcome(case);
        let outcome = match applying {
            Outcome::Unmet => Outcome::Met,
            _ => target.decision.outcome(case),
        };
        let told = is_told(of, applying);
        let Requirement { rule, wanted, .. } = *requirement;
        let behind = OnceCell::new();
        Some(Decided { class, rule, outcome, told, wanted, behind, of, target, case })
    }
}

impl<'e, 'a> Decided<'e, 'a> {
    pub fn is_defect(&self) -> bool {
        self.told && self.of.entry.severity == Some(Severity::Defect)
    }

    pub fn asked(&self) -> Asked<'e, 'a> {
        Asked { decision: &self.target.decision, known: self.case, class: self.class }
    }

    /// The facts behind the outcome: of what is wanted, where it is decided and told of, as in a finding.
    pub fn facts_behind(&self) -> FactSet {
        *self.behind.get_or_init(|| {
            let facts = self.target.decision.facts_behind(self.case, self.outcome);
            match self.outcome {
                Outcome::Met | Outcome::Unmet if self.told => facts.within(self.wanted),
                _ => facts,
            }
        })
    }
}

//! The facts that an answer can turn on, however it turns out: what is told again for equal ones.

use crate::facts::Fact;
use crate::logic::{Condition, FactSet};
use crate::policy::{Law, PolicyBook, Target};

impl PolicyBook {
    /// The facts that the finding of a target can turn on: its outcome, its reasons, its notes and its clauses.
    pub(super) fn rests_on(&self, target: &Target, law: &Law) -> FactSet {
        let of_rules = self.tested_by(&target.rules, law);
        law.turning_on(target.decision.tied().union(of_rules))
    }

    /// The facts that the answer to where it is registered can turn on, without those of steps and contradictions.
    pub(super) fn registration_rests_on(&self, law: &Law) -> FactSet {
        let targets = [&law.authorities, &law.registering, &law.doubts, &law.impossible, &law.acts];
        let of_targets = targets.into_iter().flatten().map(|target| self.rests_on(target, law));
        of_targets.fold(law.turning_on(law.registrable.tied()), FactSet::union)
    }

    /// The facts that periods can turn on.
    pub(super) fn due_rest_on(&self, law: &Law) -> FactSet {
        let rules = law.deadlines.iter().flat_map(|target| &target.rules);
        let answered = rules.filter_map(|position| self.rules.get(*position)?.answered_on);
        let days =
            answered.map(FactSet::only).fold(FactSet::only(Fact::ReceivedOn), FactSet::union);
        let targets = law.deadlines.iter().map(|target| self.rests_on(target, law));
        targets.fold(law.turning_on(days), FactSet::union)
    }

    /// The facts that rules test, with their remarks, their definitions and what they displace.
    fn tested_by(&self, rules: &[usize], law: &Law) -> FactSet {
        let mut facts = FactSet::default();
        for position in rules {
            let Some(rule) = self.rules.get(*position) else { continue };
            let remarks = rule.remarks.iter().map(|(condition, _)| condition);
            facts = remarks.map(Condition::fact_set).fold(facts, FactSet::union);
            facts = facts.union(self.rules.draft(*position).facts());
            let displaced = law.displaced.iter();
            let displaced = displaced
                .filter(|target| target.rules.iter().any(|other| rule.displaces.contains(other)));
            facts = displaced.map(|target| target.decision.tied()).fold(facts, FactSet::union);
        }
        facts
    }
}

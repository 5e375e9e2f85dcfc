//! Notes: each is told beside the answer of the rule that it is of, and only for the facts that it speaks of.

use chrono::NaiveDate;

use crate::facts::Fact;
use crate::logic::{Draft, Outcome};
use crate::policy::{Case, PolicyBook, Target};
use crate::text::Text;

impl PolicyBook {
    /// The notes beside the answer of a target, each once, in the order of the rules.
    pub(crate) fn notes(
        &self,
        target: &Target,
        outcome: Outcome,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<Text> {
        let mut notes = Vec::new();
        for position in self.speaking(target, outcome, known, on) {
            self.notes_of(position, known, &mut notes);
        }
        notes
    }

    /// Adds the notes of one rule that are not told yet.
    pub(super) fn notes_of(&self, position: usize, known: &Case<'_>, notes: &mut Vec<Text>) {
        let Some(rule) = self.rules.get(position) else { return };
        if rule.span.local && self.speaks_of_several(known) {
            return;
        }
        let remarks = rule.remarks.iter().enumerate().filter_map(|(remark, (condition, text))| {
            let decision = known.law().speakers.0.get(&position)?.remarks.get(remark)?;
            let draft = || Draft { met: condition.clone(), unsettled: Vec::new() };
            let decision = decision.get_or_init(|| known.law().decide(&draft(), &self.rules));
            let holds = decision.as_ref()?.outcome(known) == Outcome::Met;
            holds.then(|| text.clone())
        });
        for note in rule.note().into_iter().chain(remarks) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }

    /// The rules that give an answer, or still may; where none does, those that would.
    fn speaking(
        &self,
        target: &Target,
        outcome: Outcome,
        known: &Case<'_>,
        on: NaiveDate,
    ) -> Vec<usize> {
        let rules = self.positions_in_force(&target.rules, known.code(Fact::Jurisdiction), on);
        if rules.len() < 2 {
            return rules;
        }
        let of_rule = |position: &usize| self.outcome_of_rule(*position, known);
        let keep = |wanted: &dyn Fn(&usize) -> bool| -> Vec<usize> {
            rules.iter().copied().filter(wanted).collect()
        };
        let gives =
            |position: &usize| self.rules.get(*position).is_some_and(|rule| !rule.entry.never);
        match outcome {
            Outcome::Met => keep(&|position| of_rule(position) == Some(Outcome::Met)),
            Outcome::Unmet => keep(&gives),
            _ => keep(&|position| of_rule(position) != Some(Outcome::Unmet)),
        }
    }

    /// Outcome of a rule by itself.
    pub(super) fn outcome_of_rule(&self, position: usize, known: &Case<'_>) -> Option<Outcome> {
        let decision = &known.law().speakers.0.get(&position)?.rule;
        let compiled = || known.law().decide(&self.rules.draft(position), &self.rules);
        decision.get_or_init(compiled).as_ref().map(|decision| decision.outcome(known))
    }
}

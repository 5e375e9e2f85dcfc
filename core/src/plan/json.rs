//! A plan as JSON: facts in; outcomes, and the facts behind each of them, out.

use std::ops::Range;

use smallvec::SmallVec;

use crate::answers::Filing;
use crate::bitset::ones;
use crate::error::Error;
use crate::facts::{Choice, Institution};
use crate::logic::Outcome;
use crate::plan::Plan;
use crate::plan::filing::FIRST;
use crate::plan::outcomes::Outcomes;

/// Parts of each reply.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Text before the outcomes.
    head: String,
    /// The name of each target, and the colon behind it.
    targets: Vec<String>,
    /// The name of each fact, and the comma behind it.
    facts: Vec<String>,
    /// Bytes that most replies fit into.
    room: usize,
}

impl Plan {
    /// Answers a JSON object of facts with a JSON object: `as_of`, and in `outcomes` for each target its `outcome` and
    /// its `reasons`, the names of the facts that decided it or that it still turns on.
    ///
    /// ```
    /// # let book = tuoyu::PolicyBook::bundled()?;
    /// let plan = book.plan("2026-03-01".parse().unwrap(), &["price-water".to_owned()])?;
    /// let reply = plan.ask(r#"{"jurisdiction": "370303", "service": "institution", "filed": false}"#)?;
    /// assert_eq!(
    ///     reply,
    ///     r#"{"as_of":"2026-03-01","outcomes":{"price-water":{"outcome":"unmet","reasons":["filed"]}}}"#,
    /// );
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    ///
    /// A plan with targets of a filing takes the dossier beside the facts, as `dossier`. A requirement that is asked of each class
    /// is told of all of them together, then of each, as `class-size-infant@classes[0]`.
    ///
    /// # Errors
    /// JSON that cannot be parsed, or a fact that cannot be read.
    pub fn ask(&self, facts: &str) -> Result<String, Error> {
        let facts = match self.filing.is_some() {
            true => {
                let Filing { institution, dossier } = Filing::from_json(facts)?;
                self.facts_of_filing(&institution, &dossier)?
            }
            false => self.facts(&Institution::from_json(facts)?)?,
        };
        let mut outcomes = Outcomes::default();
        self.outcomes(&facts, &mut outcomes)?;
        let reasons = self.reasons_of_parts(&facts, &outcomes);
        let of_filing = self.reasons_of_filing(&facts);
        let phrases = self.phrases.get_or_init(|| self.phrases());
        let mut reply = String::with_capacity(phrases.room);
        reply.push_str(&phrases.head);
        // Targets that show the same part are answered in the same words.
        let mut said: SmallVec<[Range<usize>; 64]> = SmallVec::from_elem(0..0, reasons.len());
        for (target, part) in phrases.targets.iter().zip(&*self.shown) {
            if let Some(part) = part.checked_sub(FIRST) {
                let bits = |of: &Vec<u64>| of.get(part).copied().unwrap_or_default();
                reply.push_str(target);
                phrases.tell(&mut reply, outcomes.of(FIRST + part), bits(&of_filing.whole));
                let classes = outcomes.of_filing.classes.iter().zip(&of_filing.classes);
                for (class, (outcomes, behind)) in classes.enumerate() {
                    if let Some(outcome) = outcomes.get(part).copied().flatten() {
                        reply.push_str(target.trim_end_matches("\":"));
                        reply.push_str(&format!("@classes[{class}]\":"));
                        phrases.tell(&mut reply, outcome, bits(behind));
                    }
                }
                continue;
            }
            reply.push_str(target);
            let (Some(said), Some(bits)) = (said.get_mut(*part), reasons.get(*part)) else {
                continue;
            };
            if said.start == said.end {
                let start = reply.len();
                phrases.tell(&mut reply, outcomes.of(*part), *bits);
                *said = start..reply.len();
            } else {
                reply.extend_from_within(said.clone());
            }
        }
        close(&mut reply, "}}");
        Ok(reply)
    }

    fn phrases(&self) -> Phrases {
        let targets: Vec<String> = self
            .targets()
            .iter()
            .map(|name| format!("{}:", serde_json::Value::from(name.as_str())))
            .collect();
        Phrases {
            head: format!(r#"{{"as_of":"{}","outcomes":{{"#, self.as_of()),
            facts: self
                .reason_facts()
                .iter()
                .map(|name| format!("{},", serde_json::Value::from(*name)))
                .collect(),
            room: 128 * targets.len(),
            targets,
        }
    }
}

impl Phrases {
    /// Tells an outcome and the facts behind it.
    fn tell(&self, reply: &mut String, outcome: Outcome, bits: u64) {
        reply.push_str(r#"{"outcome":""#);
        reply.push_str(name(outcome));
        reply.push_str(r#"","reasons":["#);
        for fact in ones(bits).filter_map(|fact| self.facts.get(fact)) {
            reply.push_str(fact);
        }
        close(reply, "]},");
    }
}

/// Ends a list of things with commas behind them.
fn close(reply: &mut String, end: &str) {
    if reply.ends_with(',') {
        reply.pop();
    }
    reply.push_str(end);
}

fn name(outcome: Outcome) -> &'static str {
    let position = usize::try_from(outcome.position()).unwrap_or_default();
    Outcome::WORDS.get(position).map_or("", |word| word.name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::properties::{BOOK, any_day, any_institution};

    proptest! {
        #[test]
        fn a_reply_says_what_the_plan_does(
            institution in any_institution(),
            on in any_day(),
        ) {
            let plan = BOOK.plan(on, &[]).unwrap();
            let facts = plan.facts(&institution).unwrap();
            let mut outcomes = Outcomes::default();
            plan.outcomes(&facts, &mut outcomes).unwrap();
            let reply: serde_json::Value =
                serde_json::from_str(&plan.ask(&institution.to_json()).unwrap()).unwrap();
            prop_assert_eq!(&reply["as_of"], &on.to_string());
            prop_assert_eq!(reply["outcomes"].as_object().unwrap().len(), plan.targets().len());
            for (target, outcome) in outcomes.iter().enumerate() {
                let told = &reply["outcomes"][&plan.targets()[target]];
                let reasons: Vec<&str> = plan.reasons(&facts, &outcomes, target).names().collect();
                prop_assert_eq!(told, &serde_json::json!({ "outcome": outcome, "reasons": reasons }));
            }
        }
    }

    #[test]
    fn unreadable_facts_give_their_error() {
        let plan = BOOK.plan("2026-03-01".parse().unwrap(), &["register".to_owned()]).unwrap();
        for bad in
            ["", "[]", r#"{"natrue":"nonprofit"}"#, r#"{"filed":1}"#, r#"{"jurisdiction":"张店"}"#]
        {
            let error = plan.ask(bad).unwrap_err();
            let wanted =
                Institution::from_json(bad).and_then(|facts| plan.facts(&facts)).unwrap_err();
            assert_eq!(error, wanted, "{bad}");
        }
    }
}

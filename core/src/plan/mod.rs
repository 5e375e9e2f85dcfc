//! 方案: supports, steps and registration on one day, compiled for one institution or for columns of them.

#[cfg(feature = "arrow")]
mod arrow;
mod columns;
mod compiler;
mod filing;
#[cfg(feature = "json")]
mod json;
mod of_filing;
mod outcomes;
mod program;
mod registering;

#[cfg(feature = "arrow")]
pub use arrow::{Batches, PlanReader};
pub use columns::{
    Answers, Bits, Column, Extra, Integers, Lists, Request, RowError, Texts, Values,
};
pub use outcomes::{Facts, Outcomes, Reasons};
pub use registering::OutcomeBits;

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::error::{Error, ErrorCode, both};
use crate::facts::{Choice, Dossier, Fact, Institution, Jurisdictions, day_code};
use crate::logic::{Outcome, Stated, Subject};
use crate::plan::columns::BitslicedProgram;
use crate::plan::filing::{FIRST, Filed, FilingTargets};
use crate::plan::of_filing::{Behind, OfFiling};
use crate::plan::program::{LookupTables, Program, ReasonTables};
use crate::plan::registering::Registering;
use crate::policy::PolicyBook;

/// 方案: some targets on one day, compiled. Outcomes come without reasons and without text, at a small part of
/// the price of an assessment, and are the same.
#[derive(Debug)]
pub struct Plan {
    as_of: NaiveDate,
    /// Tells the facts of another plan from its own.
    stamp: u64,
    pub(crate) places: Jurisdictions,
    names: Vec<String>,
    /// The part that each target shows.
    shown: Arc<[usize]>,
    /// The parts that targets show, each once.
    parts: Vec<usize>,
    /// For each target, the position of its part among them.
    planes: Arc<[usize]>,
    program: Program,
    registration: Option<Registering>,
    filing: Option<FilingTargets>,
    lookup: LookupTables,
    reason_tables: OnceLock<ReasonTables>,
    #[cfg(feature = "json")]
    phrases: OnceLock<crate::plan::json::Phrases>,
    /// For columns: without details, and with them.
    bitsliced: [OnceLock<BitslicedProgram>; 2],
}

impl Plan {
    /// The day that it answers for.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The targets, in the order of the outcomes.
    pub fn targets(&self) -> &[String] {
        &self.names
    }

    /// The position of a target.
    ///
    /// # Errors
    /// A target that the plan does not have.
    pub fn position(&self, target: &str) -> Result<usize, Error> {
        let known = || self.names.iter().map(String::as_str);
        let found = known().position(|name| name == target);
        found.ok_or_else(|| PolicyBook::unknown_target(target, known()))
    }

    /// Tells whether some targets are of a filing.
    pub fn is_of_filings(&self) -> bool {
        self.filing.is_some()
    }

    /// Tells whether a target, by its position, is of a filing.
    pub fn is_of_filing(&self, target: usize) -> bool {
        self.shown.get(target).is_some_and(|part| *part >= FIRST)
    }

    /// Tells whether a target, by its position, is asked of each class of a filing.
    pub fn is_of_classes(&self, target: usize) -> bool {
        let part = self.shown.get(target).and_then(|part| part.checked_sub(FIRST));
        let filing = self.filing.as_ref().zip(part);
        filing.is_some_and(|(filing, part)| filing.is_of_class(part))
    }

    /// Names and positions of the targets that are asked of each class.
    #[cfg(feature = "arrow")]
    fn of_classes(&self) -> impl Iterator<Item = (&String, usize)> {
        let targets = self.names.iter().enumerate();
        let targets = targets.filter(|(target, _)| self.is_of_classes(*target));
        targets.map(|(target, name)| (name, target))
    }

    /// The position of a target, and of the class that is named beside it as in `class-size-infant@classes[0]`.
    ///
    /// # Errors
    /// As `position`.
    pub fn position_of(&self, name: &str) -> Result<(usize, Option<usize>), Error> {
        let class = |name: &str| -> Option<usize> {
            name.strip_prefix("classes[")?.strip_suffix(']')?.parse().ok()
        };
        match name.split_once('@').and_then(|(target, of)| Some((target, class(of)?))) {
            Some((target, class)) => Ok((self.position(target)?, Some(class))),
            None => Ok((self.position(name)?, None)),
        }
    }

    /// Reads the facts of an institution; they hold for this plan only.
    ///
    /// # Errors
    /// A fact out of range, or an unknown place.
    pub fn facts(&self, institution: &Institution) -> Result<Facts, Error> {
        self.facts_of(Subject::of(institution))
    }

    /// Reads the facts of an institution and of the dossier that it files, for targets of the filing too.
    ///
    /// # Errors
    /// A fact out of range, or an unknown place.
    pub fn facts_of_filing(
        &self,
        institution: &Institution,
        dossier: &Dossier,
    ) -> Result<Facts, Error> {
        if let Err(error) = dossier.check().map_err(|error| error.inside("dossier")) {
            return both(self.facts(institution), Err::<(), _>(error)).map(|(facts, ())| facts);
        }
        if let Err(late) = dossier.check_by(self.as_of) {
            return self.facts(institution).and(Err(late));
        }
        self.facts_of(Subject { institution, dossier: Some(dossier), class: None })
    }

    fn facts_of(&self, subject: Subject<'_>) -> Result<Facts, Error> {
        let institution = subject.institution;
        institution.check()?;
        let place = institution.jurisdiction.as_ref().map(|place| self.places.code(place));
        let place = place.transpose()?;
        let kind = institution.credit_code.as_ref().map(|code| crate::facts::kind_of(code));
        let kind = kind.transpose()?.map(Choice::position);
        let given = |fact: Fact| match fact {
            Fact::Jurisdiction => place,
            Fact::CreditCodeKind => kind,
            Fact::Day => Some(day_code(self.as_of)),
            fact => institution.code(fact),
        };
        let mut facts = self.settled(&given);
        let filed = self.filing.as_ref().map(|filing| filing.filed(place, subject));
        facts.filed = filed.transpose()?.map(Arc::new);
        Ok(facts)
    }

    fn bitsliced(&self, details: bool) -> &BitslicedProgram {
        let [without, with] = &self.bitsliced;
        let bitsliced = if details { with } else { without };
        bitsliced.get_or_init(|| BitslicedProgram::new(&self.program, details))
    }

    /// The facts of what is stated, of a filing with what is stated of each of its classes.
    pub(crate) fn stated(&self, whole: Stated, classes: Vec<Stated>) -> Facts {
        let mut facts = self.settled(&|fact| whole.get(fact));
        let place = whole.get(Fact::Jurisdiction);
        facts.filed = self.filing.as_ref().map(|_| Arc::new(Filed { place, whole, classes }));
        facts
    }

    /// The states of the facts, from the codes of those that are given.
    pub(crate) fn settled(&self, given: &impl Fn(Fact) -> Option<i64>) -> Facts {
        let mut facts = Facts {
            stamp: self.stamp,
            states: [0; Fact::ALL.len()],
            conflicting: false,
            filed: None,
        };
        for (input, state) in self.program.inputs.iter().zip(&mut facts.states) {
            let conflicting;
            (*state, conflicting) = input.settle(given);
            facts.conflicting |= conflicting;
        }
        facts
    }

    /// Decides every target. Nothing is allocated once `outcomes` has served a plan of the size.
    ///
    /// # Errors
    /// Facts that were read for another plan.
    pub fn outcomes(&self, facts: &Facts, outcomes: &mut Outcomes) -> Result<(), Error> {
        if facts.stamp != self.stamp {
            return Err(Error::new(
                ErrorCode::WrongPlan,
                "facts",
                "这些事实是为另一个方案读入的",
                "the facts were read for another plan",
            ));
        }
        if !Arc::ptr_eq(&outcomes.shown, &self.shown) {
            outcomes.shown = Arc::clone(&self.shown);
        }
        self.lookup.decide(facts, outcomes);
        match self.filing.as_ref().zip(facts.filed.as_ref()) {
            Some((filing, filed)) => filing.decide(filed, &mut outcomes.of_filing, None),
            None => Ok(()),
        }
    }

    /// Outcomes that were stored as words, in the order of the targets.
    ///
    /// # Errors
    /// A word that is no outcome, or outcomes that cannot be of this plan.
    pub fn restore(&self, words: &[String]) -> Result<Outcomes, Error> {
        let told = words.iter().map(|word| Outcome::from_word(word));
        let told = told.collect::<Result<Vec<_>, _>>()?;
        let mut outcomes = Outcomes { shown: Arc::clone(&self.shown), ..Outcomes::default() };
        if outcomes.put(&told) {
            return Ok(outcomes);
        }
        let (zh, en) = ("结果与方案不符", "the outcomes are not those of the plan");
        Err(Error::new(ErrorCode::WrongPlan, "outcomes", zh, en))
    }

    /// As `restore`, with the outcomes of each class that requirements were asked of, in the order of the targets; none of a target
    /// that is not asked of each class.
    ///
    /// # Errors
    /// As `restore`.
    pub fn restore_filing(
        &self,
        words: &[String],
        classes: &[Vec<Option<String>>],
    ) -> Result<Outcomes, Error> {
        let mut outcomes = self.restore(words)?;
        let outcome = |word: &Option<String>| word.as_deref().map(Outcome::from_word).transpose();
        for class in classes {
            let told = class.iter().map(outcome).collect::<Result<Vec<_>, _>>()?;
            outcomes.put_class(&told);
        }
        Ok(outcomes)
    }

    /// The facts that decided a target, or that it still turns on; none where no law is in force. `outcomes` are
    /// those of the same facts.
    pub fn reasons(&self, facts: &Facts, outcomes: &Outcomes, target: usize) -> Reasons<'_> {
        let tables = self.reason_tables();
        let part = self.shown.get(target).copied().unwrap_or(usize::MAX);
        let bits = match part.checked_sub(FIRST) {
            Some(part) => {
                let behind = self.reasons_of_filing(facts).whole;
                behind.get(part).copied().unwrap_or_default()
            }
            None => tables.bits(&tables.left(&self.program, facts), outcomes, part),
        };
        Reasons { bits, names: self.reason_facts() }
    }

    /// As `reasons`, for every target in turn.
    pub fn every_reason<'a>(
        &'a self,
        facts: &Facts,
        outcomes: &Outcomes,
        mut tell: impl FnMut(usize, Reasons<'a>),
    ) {
        let (bits, names) = (self.reasons_of_parts(facts, outcomes), self.reason_facts());
        let of_filing = self.reasons_of_filing(facts);
        for (target, part) in self.shown.iter().enumerate() {
            let bits = match part.checked_sub(FIRST) {
                Some(part) => of_filing.whole.get(part),
                None => bits.get(*part),
            };
            tell(target, Reasons { bits: bits.copied().unwrap_or_default(), names });
        }
    }

    /// The facts behind each target of the filing.
    fn reasons_of_filing(&self, facts: &Facts) -> Behind {
        let mut behind = Behind::default();
        if let Some((filing, filed)) = self.filing.as_ref().zip(facts.filed.as_ref()) {
            // An error would have been one of the outcomes.
            let _ = filing.decide(filed, &mut OfFiling::default(), Some(&mut behind));
        }
        behind
    }

    fn reasons_of_parts(&self, facts: &Facts, outcomes: &Outcomes) -> SmallVec<[u64; 64]> {
        let tables = self.reason_tables();
        tables.every(&tables.left(&self.program, facts), outcomes)
    }

    /// The facts that outcomes of the plan can rest on, in the order of the bits of reasons.
    pub fn reason_facts(&self) -> &[&'static str] {
        match &self.filing {
            Some(filing) => &filing.names,
            None => self.reason_tables().names(),
        }
    }

    fn reason_tables(&self) -> &ReasonTables {
        self.reason_tables
            .get_or_init(|| ReasonTables::new(&self.program, self.registration.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use crate::logic::Outcome;
    use proptest::prelude::*;

    use super::*;
    use crate::logic::OpenBecause;
    use crate::policy::ScopeState;
    use crate::properties::{BOOK, any_day, any_institution};

    /// Outcomes of each target by the answers with text.
    fn told(institution: &Institution, on: NaiveDate, plan: &Plan) -> Vec<Outcome> {
        let registration = BOOK.register(institution, on).unwrap();
        let supports = BOOK.supports(institution, on).unwrap();
        let known = BOOK.case(institution, on).unwrap();
        let of = |name: &String| {
            if name == "register" || name.starts_with("register/") {
                if registration.scope.state != ScopeState::InForce {
                    return Outcome::NotInForce;
                }
                if name == "register" || registration.open_because == Some(OpenBecause::Conflict) {
                    return Outcome::of(registration.status, registration.open_because);
                }
                let named = |id: &str| format!("register/{id}") == *name;
                if registration.authorities.iter().all(|found| !named(&found.department.id)) {
                    return Outcome::Unmet;
                }
                let target =
                    known.law().authorities.iter().find(|target| named(&target.id)).unwrap();
                let outcome = target.decision.outcome(&known);
                return outcome;
            }
            let findings = registration.steps.iter().chain(&supports.findings);
            if let Some(finding) = findings.into_iter().find(|finding| finding.id == *name) {
                return Outcome::of(finding.status, finding.open_because);
            }
            let step = known.law().steps.iter().find(|target| target.id == *name);
            match step {
                Some(step) if !BOOK.rules_in_force(&step.rules, &known, on).is_empty() => {
                    Outcome::Unmet
                }
                _ => Outcome::NotInForce,
            }
        };
        plan.targets().iter().map(of).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_plan_says_what_the_answers_with_text_say(
            institution in any_institution(),
            on in any_day(),
        ) {
            let plan = BOOK.plan(on, &[]).unwrap();
            let mut outcomes = Outcomes::default();
            plan.outcomes(&plan.facts(&institution).unwrap(), &mut outcomes).unwrap();
            let found: Vec<(&String, Outcome)> = plan.targets().iter().zip(outcomes.iter()).collect();
            let told = told(&institution, on, &plan);
            let wanted: Vec<(&String, Outcome)> = plan.targets().iter().zip(told).collect();
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn a_plan_of_one_target_is_that_of_all() {
        let on = "2026-03-01".parse().unwrap();
        let all = BOOK.plan(on, &[]).unwrap();
        let institution =
            Institution { jurisdiction: Some("370303".into()), ..Institution::default() };
        let decided = |plan: &Plan| -> Vec<(Outcome, Vec<&str>)> {
            let mut outcomes = Outcomes::default();
            let facts = plan.facts(&institution).unwrap();
            plan.outcomes(&facts, &mut outcomes).unwrap();
            let mut told = Vec::new();
            plan.every_reason(&facts, &outcomes, |target, reasons| {
                assert_eq!(plan.reasons(&facts, &outcomes, target), reasons);
                told.push((outcomes.get(target).unwrap(), reasons.names().collect()));
            });
            told
        };
        let every = decided(&all);
        assert_eq!(every[0].0, Outcome::OpenFacts);
        assert_eq!(all.targets()[0], "register");
        for (name, told) in all.targets().iter().zip(every) {
            let one = BOOK.plan(on, std::slice::from_ref(name)).unwrap();
            assert_eq!(decided(&one), [told], "{name}");
        }
    }

    #[test]
    fn unknown_targets_and_facts_of_another_plan_are_errors() {
        let on = "2026-03-01".parse().unwrap();
        let error = BOOK.plan(on, &["vat-exemptoin".to_owned()]).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnknownTarget);
        assert_eq!(error.hint.as_deref(), Some("did you mean `vat-exemption`?"));
        let (all, one) = (BOOK.plan(on, &[]), BOOK.plan(on, &["register".to_owned()]));
        let facts = one.unwrap().facts(&Institution::default()).unwrap();
        let error = all.unwrap().outcomes(&facts, &mut Outcomes::default()).unwrap_err();
        assert_eq!(error.code, ErrorCode::WrongPlan);
    }
}

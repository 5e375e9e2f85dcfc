//! 方案: supports, steps and registration on one day, compiled for one institution or for columns of them.

#[cfg(feature = "arrow")]
mod arrow;
mod columns;
#[cfg(feature = "json")]
mod json;
mod program;

#[cfg(feature = "arrow")]
pub use arrow::Batches;
#[cfg(feature = "arrow")]
pub use arrow::PlanReader;
pub use columns::{
    Answers, Bits, Column, Extra, Integers, Lists, Request, RowError, Texts, Values,
};

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::bitset::ones;
use crate::error::{Error, ErrorCode};
use crate::facts::{Choice, Fact, Institution, Jurisdictions, day_code};
use crate::logic::Outcome;
use crate::plan::columns::BitslicedProgram;
use crate::plan::program::LookupTables;
use crate::plan::program::{AtPlace, Program, ProgramBuilder};
use crate::plan::program::{MOST_FACTS, ReasonTables};
use crate::policy::{Law, NamedRules, PolicyBook, REGISTER, Then, check_day, of_department};

/// 方案: some targets on one day, compiled. Outcomes come without reasons and without text, at a small part of
/// the price of an assessment, and are the same.
#[derive(Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Plan {
    as_of: NaiveDate,
    /// Tells the facts of another plan from its own.
    stamp: u64,
    pub(crate) places: Jurisdictions,
    names: Vec<String>,
    /// The part that each target shows.
    pub(crate) shown: Arc<[usize]>,
    /// The parts that targets show, each once.
    pub(crate) parts: Vec<usize>,
    /// For each target, the position of its part among them.
    pub(crate) planes: Arc<[usize]>,
    pub(crate) slice: Program,
    pub(crate) registration: Option<Registering>,
    tables: LookupTables,
    because: OnceLock<ReasonTables>,
    #[cfg(feature = "json")]
    phrases: OnceLock<crate::plan::json::Phrases>,
    /// For columns: without details, and with them.
    circuits: [OnceLock<BitslicedProgram>; 2],
}

/// Which parts make up the answer to where the institution is registered.
#[derive(Clone, Debug)]
pub struct Registering {
    /// The part that is composed of the others.
    pub whole: usize,
    pub authorities: Vec<usize>,
    /// Whether the text leaves the registration unsettled.
    pub doubts: Vec<usize>,
    /// Whether an institution of the combination is not registered.
    pub barred: usize,
}

/// 事实: the facts of one institution, ready for a plan.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    stamp: u64,
    pub(crate) states: [u8; Fact::ALL.len()],
    /// Whether the credit code contradicts the legal form.
    pub(crate) contradicted: bool,
}

/// 结果: the outcome of each target of a plan.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Met, unmet, silent, lapsed, and in conflict with the others, one bit a part.
    pub(crate) words: SmallVec<[u64; 8]>,
    /// The terms that hold.
    pub(crate) terms: SmallVec<[u64; 4]>,
    /// How many words one kind of outcome has.
    pub(crate) width: usize,
    /// The part that each target shows.
    pub(crate) shown: Arc<[usize]>,
}

impl Outcomes {
    /// The outcome of a target, by its position in the plan.
    pub fn get(&self, target: usize) -> Option<Outcome> {
        self.shown.get(target).map(|part| self.of(*part))
    }

    /// The outcomes in the order of the plan's targets.
    pub fn iter(&self) -> impl Iterator<Item = Outcome> {
        self.shown.iter().map(|part| self.of(*part))
    }

    #[inline]
    pub(crate) fn of(&self, part: usize) -> Outcome {
        let [met, unmet, silent, lapsed, conflict] = self.bits(part);
        told(met | conflict, unmet | conflict, silent, lapsed)
    }

    /// The outcome of a part by its own terms, whatever others say.
    #[inline]
    pub(crate) fn alone(&self, part: usize) -> Outcome {
        let [met, unmet, silent, lapsed, _] = self.bits(part);
        told(met, unmet, silent, lapsed)
    }

    /// Sets what each target shows; false where that cannot be of these targets.
    #[cfg(feature = "pyo3")]
    fn put(&mut self, words: &[Outcome]) -> bool {
        self.width = self.shown.iter().max().map_or(0, |last| last / 64 + 1);
        self.words = SmallVec::from_elem(0, 5 * self.width);
        for (part, outcome) in self.shown.iter().zip(words) {
            let kinds: &[usize] = match outcome {
                Outcome::Met => &[0],
                Outcome::Unmet => &[1],
                Outcome::OpenConflict => &[0, 1],
                Outcome::OpenUnsettled => &[2],
                Outcome::NotInForce => &[3],
                Outcome::OpenFacts => &[],
            };
            for kind in kinds {
                crate::bitset::set(&mut self.words, part + 64 * kind * self.width);
            }
        }
        self.iter().eq(words.iter().copied())
    }

    /// Whether a part is met, is not met, is not settled, is without law, and is in conflict with others.
    #[inline]
    fn bits(&self, part: usize) -> [usize; 5] {
        let (words, first, bit) = (self.words.as_slice(), part / 64, part % 64);
        [0, 1, 2, 3, 4].map(|kind| {
            let word = words.get(first + kind * self.width).copied().unwrap_or_default();
            usize::from(word >> bit & 1 == 1)
        })
    }
}

#[inline]
fn told(met: usize, unmet: usize, silent: usize, lapsed: usize) -> Outcome {
    let found = OUTCOMES.get(met | unmet << 1 | silent << 2 | lapsed << 3);
    found.copied().unwrap_or(Outcome::OpenFacts)
}

/// 理由: the facts behind an outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reasons<'a> {
    bits: u64,
    names: &'a [&'static str],
}

impl<'a> Reasons<'a> {
    /// One bit for each of [`Plan::reason_facts`].
    pub fn bits(self) -> u64 {
        self.bits
    }

    /// The names of the facts.
    pub fn names(self) -> impl Iterator<Item = &'static str> + 'a {
        ones(self.bits).filter_map(move |bit| self.names.get(bit).copied())
    }
}

/// The outcome by four bits: met, unmet, silent, lapsed. A look-up, for what comes of a branch is hard to foresee.
const OUTCOMES: [Outcome; 16] = {
    use Outcome::{Met, NotInForce, OpenConflict, OpenFacts, OpenUnsettled, Unmet};
    [
        OpenFacts,
        Met,
        Unmet,
        OpenConflict,
        OpenUnsettled,
        Met,
        Unmet,
        OpenConflict,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
        NotInForce,
    ]
};

/// OutcomeBits of one decision for up to 64 institutions: whether it is met, is not met, and is not settled.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutcomeBits {
    pub(crate) met: u64,
    pub(crate) unmet: u64,
    pub(crate) silent: u64,
}

/// What the authorities and the doubts say together, for up to 64 institutions.
#[derive(Clone, Copy, Debug, Default)]
struct Remaining {
    /// Some authority is not ruled out.
    pub some: u64,
    /// Some authority is in conflict.
    pub conflict: u64,
    /// Some authority is open for want of facts.
    pub facts: u64,
    /// Some authority is open since the text does not settle it.
    pub unsettled: u64,
    /// Some doubt holds.
    pub doubtful: u64,
    /// An institution of the combination is not registered.
    pub barred: u64,
}

impl Remaining {
    #[inline(always)]
    fn add_authority(&mut self, of: OutcomeBits, which: u64) {
        self.some |= which & !(of.unmet & !of.met);
        self.conflict |= which & of.met & of.unmet;
        let open = which & !of.met & !of.unmet;
        self.facts |= open & !of.silent;
        self.unsettled |= open & of.silent;
    }

    #[inline(always)]
    fn add_doubt(&mut self, of: OutcomeBits, which: u64) {
        self.doubtful |= which & of.met & !of.unmet;
    }

    #[inline(always)]
    fn add_barred(&mut self, of: OutcomeBits, which: u64) {
        self.barred |= which & of.met;
    }

    /// Of one institution, whose bits lie anywhere.
    #[inline(always)]
    pub fn any(self) -> Self {
        let any = |bits: u64| u64::from(bits != 0);
        Self {
            some: any(self.some),
            conflict: any(self.conflict),
            facts: any(self.facts),
            unsettled: any(self.unsettled),
            doubtful: any(self.doubtful),
            barred: any(self.barred),
        }
    }

    /// Where the institution is registered.
    #[inline(always)]
    pub fn registration(self) -> OutcomeBits {
        let contradicted = !self.some | self.conflict | self.barred;
        let unsettled = !contradicted & (self.doubtful | self.unsettled & !self.facts);
        let met = !contradicted & !unsettled & !self.facts;
        OutcomeBits { met: met | contradicted, unmet: contradicted, silent: unsettled }
    }
}

impl PolicyBook {
    /// 方案: compiles targets for a day; all of them where none is named. A target is a support, a step, `register`
    /// for where the institution is registered, or `register/` and a department for whether that one registers it.
    ///
    /// # Errors
    /// An unknown target, or a day outside 1900 to 2199.
    pub fn plan(&self, as_of: NaiveDate, targets: &[String]) -> Result<Plan, Error> {
        check_day(as_of)?;
        let law = self.eras.of(None, day_code(as_of), &self.rules)?;
        let steps_and_supports = || self.index.steps.iter().chain(&self.index.supports);
        let every: Vec<String> = [REGISTER.to_owned()]
            .into_iter()
            .chain(self.index.authorities.iter().map(|target| of_department(&target.id)))
            .chain(steps_and_supports().map(|target| target.id.clone()))
            .collect();
        let names = if targets.is_empty() { every.clone() } else { targets.to_vec() };
        let mut slicer = ProgramBuilder::new(self, law, as_of);
        let mut registration = None;
        let mut shown = Vec::new();
        for name in &names {
            if let Some(named) = steps_and_supports().find(|target| target.id == *name) {
                let lapsed = slicer.lapsed(&named.rules);
                shown.push(match law.targets().find(|target| target.id == *name) {
                    Some(target) => slicer.add(target, lapsed)?,
                    None => slicer.add_unspoken(lapsed),
                });
                continue;
            }
            if !every.contains(name) {
                return Err(Self::unknown_target(name, every.iter().map(String::as_str)));
            }
            if registration.is_none() {
                registration = Some(self.registering(law, &mut slicer)?);
            }
            let Some(registering) = &registration else { continue };
            let authorities = self.index.authorities.iter().zip(&registering.authorities);
            let authority =
                authorities.into_iter().find(|(target, _)| of_department(&target.id) == *name);
            shown.push(authority.map_or(registering.whole, |(_, part)| *part));
        }
        let slice = slicer.finish()?;
        if slice.inputs.len() > MOST_FACTS {
            return Err(Error::new(
                ErrorCode::TooComplex,
                "",
                "事项过多，请分成几个方案",
                "too many tests for one plan; make several of fewer targets",
            ));
        }
        let tables = LookupTables::new(&slice, registration.as_ref());
        let mut parts = shown.clone();
        parts.sort_unstable();
        parts.dedup();
        let stamp = stamp(&self.sha256(), as_of, &names);
        Ok(Plan {
            as_of,
            stamp,
            places: self.places.clone(),
            names,
            planes: shown.iter().map(|part| parts.partition_point(|of| of < part)).collect(),
            shown: shown.into(),
            parts,
            slice,
            registration,
            tables,
            because: OnceLock::new(),
            #[cfg(feature = "json")]
            phrases: OnceLock::new(),
            circuits: Default::default(),
        })
    }

    fn registering(
        &self,
        law: &Law,
        slicer: &mut ProgramBuilder<'_>,
    ) -> Result<Registering, Error> {
        let rules = self
            .rules
            .iter()
            .filter(|(_, rule)| matches!(rule.entry.then, Then::Register(_)) && rule.span.local);
        let lapsed = slicer.lapsed(&rules.map(|(position, _)| position).collect::<Vec<_>>());
        let authority = |named: &NamedRules| {
            let target = law.authorities.iter().find(|target| target.id == named.id);
            match target {
                Some(target) => slicer.add_alone(target, lapsed),
                None => Ok(slicer.add_unspoken(lapsed)),
            }
        };
        let authorities = self.index.authorities.iter().map(authority).collect::<Result<_, _>>()?;
        let doubts = law.doubts.iter().map(|target| slicer.add(target, AtPlace::Never));
        let doubts = doubts.collect::<Result<_, _>>()?;
        let barred = slicer.add_cover(&law.barred);
        Ok(Registering { whole: slicer.add_composite(lapsed), authorities, doubts, barred })
    }
}

/// FNV-1a over what makes a plan.
fn stamp(sha256: &str, as_of: NaiveDate, names: &[String]) -> u64 {
    let day = as_of.to_string();
    let bytes = [sha256, &day].into_iter().chain(names.iter().map(String::as_str));
    bytes.flat_map(|text| text.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
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

    /// Reads the facts of an institution; they hold for this plan only.
    ///
    /// # Errors
    /// A fact out of range, or an unknown place.
    pub fn facts(&self, institution: &Institution) -> Result<Facts, Error> {
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
        Ok(self.settled(&given))
    }

    fn circuit(&self, details: bool) -> &BitslicedProgram {
        let [without, with] = &self.circuits;
        let circuit = if details { with } else { without };
        circuit.get_or_init(|| BitslicedProgram::new(&self.slice, details))
    }

    /// The states of the facts, from the codes of those that are given.
    pub(crate) fn settled(&self, given: &impl Fn(Fact) -> Option<i64>) -> Facts {
        let mut facts =
            Facts { stamp: self.stamp, states: [0; Fact::ALL.len()], contradicted: false };
        for (input, state) in self.slice.inputs.iter().zip(&mut facts.states) {
            let contradicted;
            (*state, contradicted) = input.settle(given);
            facts.contradicted |= contradicted;
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
        self.tables.decide(facts, outcomes);
        Ok(())
    }

    /// Outcomes that were told in words, in the order of the targets; none where they cannot be of this plan.
    #[cfg(feature = "pyo3")]
    pub(crate) fn told(&self, words: &[Outcome]) -> Option<Outcomes> {
        let mut outcomes = Outcomes { shown: Arc::clone(&self.shown), ..Outcomes::default() };
        outcomes.put(words).then_some(outcomes)
    }

    /// The facts that decided a target, or that it still turns on; none where no law is in force. `outcomes` are
    /// those of the same facts.
    pub fn reasons(&self, facts: &Facts, outcomes: &Outcomes, target: usize) -> Reasons<'_> {
        let because = self.because();
        let part = self.shown.get(target).copied().unwrap_or(usize::MAX);
        let bits = because.bits(&because.left(&self.slice, facts), outcomes, part);
        Reasons { bits, names: because.names() }
    }

    /// As `reasons`, for every target in turn.
    pub fn every_reason<'a>(
        &'a self,
        facts: &Facts,
        outcomes: &Outcomes,
        mut tell: impl FnMut(usize, Reasons<'a>),
    ) {
        let (bits, names) = (self.reasons_of_parts(facts, outcomes), self.because().names());
        for (target, part) in self.shown.iter().enumerate() {
            let bits = bits.get(*part).copied().unwrap_or_default();
            tell(target, Reasons { bits, names });
        }
    }

    fn reasons_of_parts(&self, facts: &Facts, outcomes: &Outcomes) -> SmallVec<[u64; 64]> {
        let because = self.because();
        because.every(&because.left(&self.slice, facts), outcomes)
    }

    /// The facts that outcomes of the plan can rest on, in the order of the bits of reasons.
    pub fn reason_facts(&self) -> &[&'static str] {
        self.because().names()
    }

    fn because(&self) -> &ReasonTables {
        self.because.get_or_init(|| ReasonTables::new(&self.slice, self.registration.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::logic::OpenBecause;
    use crate::policy::ScopeState;
    use crate::properties::{BOOK, any_day, any_institution};

    /// What the answers with text say of each target.
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
    fn what_no_plan_knows_is_an_error() {
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

//! 询问: one institution on one day, with what is told of the place on that day.

use std::cell::OnceCell;
use std::convert::Infallible;
use std::sync::Arc;

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::due_dates::DueDate;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::registration::Registration;
use crate::answers::standing::asked_for::facts_of;
use crate::answers::standing::told::Told;
use crate::answers::standing::{AskedFor, Asking, Kept, Standing};
use crate::answers::supports::Supports;
use crate::error::Error;
use crate::facts::Fact;
use crate::logic::{FactSet, Outcome, PartialFacts, Stated, Status, Subject};
use crate::policy::{Case, Law, PolicyBook, Target, check_day};

/// One institution, or one class of its filing, and what is told of the place on the day.
#[derive(Debug)]
pub struct Inquiry<'a> {
    pub book: &'a PolicyBook,
    pub law: &'a Law,
    pub kept: Arc<Kept>,
    pub standing: Arc<Standing>,
    pub place: Option<i64>,
    pub on: NaiveDate,
    pub stated: Stated,
    /// The facts under the law: worked out where something was not told before.
    case: OnceCell<Case<'a>>,
}

impl PolicyBook {
    pub(crate) fn inquiry(
        &self,
        subject: Subject<'_>,
        on: NaiveDate,
    ) -> Result<Inquiry<'_>, Error> {
        check_day(on)?;
        let (place, stated) = self.stated(subject)?;
        self.inquiry_of(place, stated, on)
    }

    /// As `inquiry`, of what is stated and a day that were checked.
    pub(crate) fn inquiry_of(
        &self,
        place: Option<i64>,
        stated: Stated,
        on: NaiveDate,
    ) -> Result<Inquiry<'_>, Error> {
        let law = self.law(place, on)?;
        let kept = self.kept_for_answers();
        let standing = self.standing(law, place, on, &kept);
        Ok(Inquiry { book: self, law, kept, standing, place, on, stated, case: OnceCell::new() })
    }
}

impl<'a> Inquiry<'a> {
    /// The same about one class of the dossier, by what is stated with it.
    pub fn of_class(&self, stated: Stated) -> Self {
        Self {
            kept: Arc::clone(&self.kept),
            standing: Arc::clone(&self.standing),
            stated,
            case: OnceCell::new(),
            ..*self
        }
    }

    /// The facts, under the law.
    pub fn case(&self) -> &Case<'a> {
        self.case.get_or_init(|| {
            let facts = PartialFacts::new(&self.stated, self.on, &self.law.layout);
            Case::new(self.law, &self.book.places, facts)
        })
    }

    /// The supports, and what they ask for.
    pub fn supports(&self) -> Asking<Supports> {
        let kept = &self.standing.supported;
        let Ok(told) =
            kept.or_tell([&self.stated].into_iter(), || Ok::<_, Infallible>(self.new_supports()));
        told
    }

    fn new_supports(&self) -> Asking<Supports> {
        let tell = |position: usize, case: &Case<'_>| {
            let target = self.law.supports.get(position)?;
            Some(asking(self.book.finding(FindingKind::Support, target, case, self.on)))
        };
        let mut asked = AskedFor::default();
        let told = Supports {
            as_of: self.on,
            scope: self.standing.scope.clone(),
            findings: self.findings(&self.standing.supports, tell, &mut asked),
            lapsed: self.standing.lapsed.clone(),
        };
        Asking { told, missing: asked.facts() }
    }

    /// The supports that are not met, as they would be once it was registered and filed.
    pub fn after_filing(&self, now: &Supports) -> List<Finding> {
        let mut stated = self.stated;
        stated.set(Fact::Registered, 1);
        stated.set(Fact::Filed, 1);
        let filed = Self {
            kept: Arc::clone(&self.kept),
            standing: Arc::clone(&self.standing),
            stated,
            case: OnceCell::new(),
            ..*self
        };
        let later = filed.supports().told.findings;
        let both = now.findings.iter().zip(later.iter());
        let gained = both
            .filter(|(now, later)| now.status == Status::Unmet && later.status != Status::Unmet);
        gained.map(|(_, later)| later.clone()).collect::<Vec<_>>().into()
    }

    /// Answers where it is registered, and what that asks for.
    pub fn registration(&self) -> Asking<Registration> {
        let kept = &self.standing.registrations;
        let Ok(told) = kept
            .or_tell([&self.stated].into_iter(), || Ok::<_, Infallible>(self.new_registration()));
        told
    }

    fn new_registration(&self) -> Asking<Registration> {
        let (mut remaining, mut acts) = (Vec::new(), Vec::new());
        let authority = |position: usize, case: &Case<'_>| {
            let target = self.law.authorities.get(position)?;
            self.book.remaining(target, case, self.on)
        };
        let act =
            |position: usize, case: &Case<'_>| self.book.narrowed_act(position, case, self.on);
        let case = self.case();
        self.standing.authorities.each(0, case, authority, |one| remaining.extend(one.clone()));
        self.standing.acts.each(0, case, act, |one| acts.extend(one.clone()));
        let (scope, questions) = (&self.standing.registering, &self.kept.questions);
        let of_facts = self.book.registered(case, scope, self.on, remaining, acts, questions);
        let step = |position: usize, case: &Case<'_>| {
            let target = self.law.steps.get(position)?;
            self.book.step(target, case, self.on).map(asking)
        };
        let mut asked = AskedFor::default();
        let steps = self.findings(&self.standing.steps, step, &mut asked);
        let mut conflicts = self.clashes(&self.standing.conflicts, &self.law.conflicts);
        conflicts.extend(self.clashes(&self.standing.impossible, &self.law.impossible));
        asked.add(&of_facts.missing);
        let told = Registration { steps, conflicts: conflicts.into(), ..of_facts.told };
        Asking { told, missing: asked.facts() }
    }

    /// Findings of things, where there is one; what they ask for is counted.
    fn findings(
        &self,
        told: &Told<Option<Asking<Shared<Finding>>>>,
        tell: impl FnMut(usize, &Case<'_>) -> Option<Asking<Shared<Finding>>>,
        asked: &mut AskedFor,
    ) -> List<Finding> {
        let mut findings = Vec::with_capacity(told.len());
        told.each(0, self.case(), tell, |one| {
            if let Some(one) = one {
                asked.add(&one.missing);
                findings.push(one.told.clone());
            }
        });
        findings.into()
    }

    /// The conflicts between the facts, without the combinations that are not registered.
    pub fn conflicts(&self) -> List<Finding> {
        self.clashes(&self.standing.conflicts, &self.law.conflicts).into()
    }

    /// Tells whether the facts contradict each other.
    pub fn is_conflicting(&self) -> bool {
        let mut is_conflicting = false;
        self.each_clash(&self.law.conflicts, |_, _, _| is_conflicting = true);
        is_conflicting
    }

    /// The facts that contradict each other.
    pub fn conflicting_facts(&self) -> FactSet {
        let mut facts = FactSet::default();
        self.each_clash(&self.law.conflicts, |_, target, known| {
            facts = facts.union(target.decision.facts_behind(known, Outcome::Met));
        });
        facts
    }

    /// Conflicts that there are.
    fn clashes(&self, told: &Told<Shared<Finding>>, targets: &[Target]) -> Vec<Shared<Finding>> {
        let mut clashes = Vec::new();
        self.each_clash(targets, |position, target, known| {
            let clash = |known: &Case<'_>| {
                Ok::<_, Infallible>(Shared::new(self.book.clash(target, known, self.on)))
            };
            let Ok(clash) = told.of(position, known, clash);
            clashes.push(clash);
        });
        clashes
    }

    /// Takes each conflict that there is, with the facts that it is between: as they are stated, or with what follows.
    fn each_clash<'t>(
        &self,
        targets: &'t [Target],
        mut take: impl FnMut(usize, &'t Target, &Case<'a>),
    ) {
        let case = self.case();
        let given = case.as_given();
        for (position, target) in targets.iter().enumerate() {
            if let Some(known) =
                [&given, case].into_iter().find(|known| target.decision.is_met(known))
            {
                take(position, target, known);
            }
        }
    }

    /// The periods that run from the receipt of the materials.
    pub fn due(&self) -> Result<List<DueDate>, Error> {
        self.standing.due.of(0, self.case(), |case| Ok(self.book.due(case, self.on)?.into()))
    }
}

/// A finding as it is kept, with what it asks for.
pub fn asking(finding: Finding) -> Asking<Shared<Finding>> {
    Asking { missing: facts_of(&finding.missing), told: Shared::new(finding) }
}

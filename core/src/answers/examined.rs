//! 逐项核对: each requirement of a filing, asked of the whole or of each class.

use tuoyu_shared::Shared;

use crate::answers::decided::Decided;
use crate::answers::filing::whole_outcome;
use crate::answers::finding::Finding;
use crate::answers::standing::{self, AskedFor, Asking, Inquiry, asking};
use crate::answers::unmet_either_way::{Open, unmet_either_way};
use crate::facts::{Dossier, Fact};
use crate::logic::{Asked, FactSet, OpenBecause, Outcome, Stated, clashes, escape};
use crate::policy::{Case, Severity};

type Told = Asking<Shared<Finding>>;

/// A filing: the whole, and each of its classes.
#[derive(Debug)]
pub struct Examination<'a> {
    pub whole: Inquiry<'a>,
    /// The classes, where they are known.
    classes: Option<Vec<Inquiry<'a>>>,
}

/// A requirement as it was asked, with what came of it.
#[derive(Debug)]
pub struct Examined {
    /// Position in the law; none of what stands for several.
    at: Option<usize>,
    /// The class that it was asked of, by its position.
    class: Option<usize>,
    pub finding: Shared<Finding>,
}

impl<'a> Examination<'a> {
    pub fn new(whole: Inquiry<'a>, dossier: &Dossier) -> Self {
        let classes = dossier.classes.iter().flatten();
        let classes = classes.map(|class| whole.stated.with(class)).collect();
        Self::of(whole, classes)
    }

    /// The whole, and what is stated with each class. A list without any class says nothing.
    pub fn of(whole: Inquiry<'a>, classes: Vec<Stated>) -> Self {
        let classes: Vec<_> = classes.into_iter().map(|class| whole.of_class(class)).collect();
        Self { classes: Some(classes).filter(|classes| !classes.is_empty()), whole }
    }

    /// The facts that are stated: of the whole, then of each class.
    pub fn stated(&self) -> impl Iterator<Item = &Stated> + Clone {
        let classes = self.classes.iter().flatten().map(|class| &class.stated);
        [&self.whole.stated].into_iter().chain(classes)
    }

    /// Every requirement that applies, or may apply, asked of the dossier, or of each class once the classes are known.
    pub fn examined(&self, asked: &mut AskedFor) -> Vec<Examined> {
        let requirements = &self.whole.standing.requirements;
        let mut whole = self.told(&requirements.of_whole, None, &self.whole).into_iter();
        let mut classes: Vec<_> = match &self.classes {
            None => vec![(None, self.told(&requirements.of_class, None, &self.whole).into_iter())],
            Some(classes) => {
                let classes = classes.iter().enumerate();
                let told = |(class, of)| {
                    (Some(class), self.told(&requirements.of_class, Some(class), of).into_iter())
                };
                classes.map(told).collect()
            }
        };
        let mut examined = Vec::with_capacity(requirements.asked.len());
        let mut add = |told: Option<Told>, class: Option<usize>, position: usize| {
            if let Some(told) = told {
                asked.add(&told.missing);
                examined.push(Examined { at: Some(position), class, finding: told.told });
            }
        };
        for requirement in &requirements.asked {
            if requirement.of_class {
                for (class, told) in &mut classes {
                    add(told.next().flatten(), *class, requirement.position);
                }
            } else {
                add(whole.next().flatten(), None, requirement.position);
            }
        }
        examined
    }

    /// Outcomes of the requirements that are wanted, by their rules, asked of the dossier, or of each class once the classes are
    /// known; met also where one does not apply, and none where filing is not what the law asks for.
    pub fn decided(&self, wanted: impl Fn(usize) -> bool) -> Vec<Decided<'_, 'a>> {
        let standing = &self.whole.standing;
        let asked = standing.requirements.asked.iter().filter(|one| wanted(one.rule));
        let mut all = Vec::with_capacity(standing.requirements.asked.len());
        for requirement in asked.filter(|_| standing.regime.is_filing()) {
            match self.classes.as_ref().filter(|_| requirement.of_class) {
                None => all.extend(self.whole.decided(requirement, None)),
                Some(classes) => {
                    let classes = classes.iter().enumerate();
                    all.extend(classes.filter_map(|(at, of)| of.decided(requirement, Some(at))));
                }
            }
        }
        all
    }

    /// Outcome of the whole filing, from those of all its requirements.
    pub fn outcome(&self, decided: &[Decided<'_, '_>]) -> Outcome {
        let standing = &self.whole.standing;
        let defects = || decided.iter().filter(|one| one.is_defect());
        let outcomes = defects().map(|one| one.outcome);
        let is_conflicting = self.whole.is_conflicting();
        let outcome = whole_outcome(standing.regime, &standing.scope, is_conflicting, outcomes);
        let open = || defects().filter(|one| one.outcome == Outcome::OpenFacts);
        if !matches!(outcome, Outcome::OpenFacts | Outcome::OpenUnsettled) || open().count() < 2 {
            return outcome;
        }
        let asked: Vec<Asked<'_, '_>> = open().map(Decided::asked).collect();
        if escape(&asked) { outcome } else { Outcome::Unmet }
    }

    /// The facts behind the outcome of the whole filing.
    pub fn facts_behind(&self, outcome: Outcome, decided: &[Decided<'_, '_>]) -> FactSet {
        let told = |facts: FactSet, one: &Decided<'_, '_>| facts.union(one.facts_behind());
        match outcome {
            Outcome::NotInForce => FactSet::default(),
            Outcome::OpenConflict if self.whole.is_conflicting() => self.whole.conflicting_facts(),
            _ => {
                let of = |wanted: Outcome| {
                    let defects = decided.iter().filter(|one| one.is_defect());
                    defects.filter(|one| one.outcome == wanted).collect::<Vec<_>>()
                };
                let (mut own, mut place) = (of(outcome), FactSet::default());
                if own.is_empty() && outcome == Outcome::Unmet {
                    // None is unmet by itself.
                    let open = of(Outcome::OpenFacts);
                    let asked: Vec<Asked<'_, '_>> = open.iter().map(|one| one.asked()).collect();
                    let part = clashes(&asked).into_iter().flat_map(|clash| clash.requirements);
                    own.extend(part.filter_map(|one| open.get(one)));
                }
                if outcome == Outcome::OpenFacts && self.whole.place.is_none() || own.is_empty() {
                    place = FactSet::only(Fact::Jurisdiction);
                }
                own.into_iter().fold(place, told)
            }
        }
    }

    /// Findings of requirements, of the whole or of one class.
    fn told(
        &self,
        told: &standing::Told<Option<Told>>,
        class: Option<usize>,
        of: &Inquiry<'a>,
    ) -> Vec<Option<Told>> {
        let tell = |position: usize, case: &Case<'_>| {
            let requirement = self.whole.standing.requirements.at(position)?;
            let rule = of.book.rules.get(requirement.rule)?;
            let (target, applies) = of.law.requirements.get(position)?;
            let subject = class.map(|position| format!("classes[{position}]"));
            of.book.requirement(target, applies, rule, case, subject, of.on).map(asking)
        };
        let mut all = Vec::with_capacity(told.len());
        let part = class.map_or(0, |class| class + 1);
        told.each(part, of.case(), tell, |one| all.push(one.clone()));
        all
    }

    /// Adds what cannot be met whichever way the unknown facts turn out.
    pub fn add_unmet_either_way(&self, examined: &mut Vec<Examined>) {
        let is_open = |one: &&Examined| {
            one.finding.severity == Some(Severity::Defect)
                && one.finding.open_because == Some(OpenBecause::Facts)
        };
        let open: Vec<&Examined> = examined.iter().filter(is_open).collect();
        if open.len() < 2 {
            return;
        }
        let open: Vec<Open<'_, '_>> = open.iter().filter_map(|one| self.open(one)).collect();
        let told = unmet_either_way(&open).into_iter().map(Shared::new);
        examined.extend(told.map(|finding| Examined { at: None, class: None, finding }));
    }

    fn open(&self, one: &Examined) -> Option<Open<'_, 'a>> {
        let of = match one.class {
            Some(class) => self.classes.as_ref()?.get(class)?,
            None => &self.whole,
        };
        let requirement = self.whole.standing.requirements.at(one.at?)?;
        let (target, _) = self.whole.law.requirements.get(requirement.position)?;
        let rule = self.whole.book.rules.get(requirement.rule)?;
        let asked = Asked { decision: &target.decision, known: of.case(), class: one.class };
        Some(Open { case: of.case(), asked, rule, finding: one.finding.clone() })
    }
}

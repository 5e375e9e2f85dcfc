//! 逐项核对: each requirement of a filing, asked of the whole or of each class.

use tuoyu_shared::Shared;

use crate::answers::finding::Finding;
use crate::answers::standing::{self, AskedFor, Asking, Inquiry, asking};
use crate::answers::unmet_either_way::{Open, unmet_either_way};
use crate::facts::Dossier;
use crate::logic::{Asked, OpenBecause, Stated};
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
        // A list without any class says nothing.
        let classes = dossier.classes.as_ref().filter(|classes| !classes.is_empty());
        let classes = classes.map(|all| all.iter().map(|class| whole.of_class(class)).collect());
        Self { whole, classes }
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

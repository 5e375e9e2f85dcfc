//! 逐项核对: each requirement of a filing, asked of the whole or of each class.

use std::convert::Infallible;

use tuoyu_shared::{List, Shared};

use crate::answers::finding::Finding;
use crate::answers::standing::{self, AskedFor, Asking, Inquiry, asking};
use crate::answers::unmet_either_way::{Open, unmet_either_way};
use crate::facts::Dossier;
use crate::logic::{Asked, FactSet, Key, OpenBecause};
use crate::policy::Severity;

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
        let tell = |position: usize| {
            let requirement = self.whole.standing.requirements.at(position)?;
            let rule = of.book.rules.get(requirement.rule)?;
            let (target, applies) = of.law.requirements.get(position)?;
            let subject = class.map(|position| format!("classes[{position}]"));
            of.book.requirement(target, applies, rule, of.case(), subject, of.on).map(asking)
        };
        let mut all = Vec::with_capacity(told.len());
        told.each(Some(position_code(class)), &of.stated, tell, |one| all.push(one.clone()));
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
        let either_way = &self.whole.standing.requirements.either_way;
        let Ok(told) = either_way.of(self.key_of(&open), || {
            let open: Vec<Open<'_, '_>> = open.iter().filter_map(|one| self.open(one)).collect();
            Ok::<List<Finding>, Infallible>(unmet_either_way(&open).into())
        });
        let told = told.iter().cloned();
        examined.extend(told.map(|finding| Examined { at: None, class: None, finding }));
    }

    /// Codes of everything that open requirements turn on: which they are, and the facts of the whole and of each class.
    fn key_of(&self, open: &[&Examined]) -> Key {
        // Their number comes first, so that a code of a fact is never taken for the position of one more.
        let mut key: Key = [position_code(Some(open.len()))].into_iter().collect();
        let mut facts = FactSet::default();
        for one in open {
            let at = one.at.unwrap_or(usize::MAX);
            key.extend([position_code(one.at), position_code(one.class)]);
            let requirement = self.whole.standing.requirements.at(at);
            facts = requirement.map_or(facts, |requirement| facts.union(requirement.facts));
        }
        let facts = facts.facts();
        self.whole.stated.add_to(&mut key, &facts);
        for class in self.classes.iter().flatten() {
            class.stated.add_to(&mut key, &facts);
        }
        key
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

/// Code of a position, such as that of the class of which something is asked; of the whole where there is none.
fn position_code(position: Option<usize>) -> i64 {
    position.map_or(-1, |position| i64::try_from(position).unwrap_or(i64::MAX))
}

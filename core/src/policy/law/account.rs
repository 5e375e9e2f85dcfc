//! 账: the steps that each decision of an era took, so that the rule is named that took the most where they run out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, told_identifier};
use crate::logic::{Condition, Expansions, Layout, MOST_TERMS, TooLarge, Work};
use crate::policy::files::Source;
use crate::policy::rules::{Rule, Rules};
use crate::text::Text;

/// Steps for the law of one place in an era.
pub const STEPS_OF_PLACE: u64 = 16_000_000;

/// Steps for the law of every place in an era.
pub const STEPS_OF_EVERY_PLACE: u64 = 64_000_000;

/// Steps for telling which rule took too many.
const STEPS_OF_BLAME: u64 = 2_000_000;

/// Steps for one of the rules then.
const STEPS_OF_BLAME_OF_ONE: u64 = 200_000;

/// A law that takes too many steps to compile, or too many terms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OverBudget {
    /// Position of the rule that took the most.
    pub rule: Option<usize>,
}

impl OverBudget {
    /// The rule of most terms in the file that brings the most of them, or the last of several.
    pub fn of(rules: &Rules, some: impl IntoIterator<Item = usize>) -> Self {
        let mut left = STEPS_OF_BLAME;
        let mut terms = |position: usize| {
            let work = Work::new(left.min(STEPS_OF_BLAME_OF_ONE));
            let rule = rules.get(position)?;
            let unsettled = rule.unsettled.iter().map(|(condition, _)| condition);
            let all: Vec<Condition> =
                unsettled.chain([&rule.when, &rule.applies]).cloned().collect();
            let layout = Layout::within(&all, &work);
            let terms = layout.map(|layout| {
                let mut expansions = Expansions::new(&layout, &work);
                let all = all.iter().map(|condition| expansions.of(condition, true));
                all.map(|terms| terms.map_or(MOST_TERMS, |terms| terms.len())).sum()
            });
            left = left.saturating_sub(work.spent());
            Some((rule.source, terms.unwrap_or(MOST_TERMS)))
        };
        let weighed = some.into_iter().filter_map(|position| Some((position, terms(position)?)));
        Self::heaviest(weighed.collect())
    }

    /// The largest of all rules, by the tests that it writes down.
    pub fn of_all(rules: &Rules) -> Self {
        let size = |rule: &Rule| {
            let unsettled = rule.unsettled.iter().map(|(condition, _)| condition);
            let all = unsettled.chain([&rule.when, &rule.applies, &rule.answered]);
            all.map(Condition::size).sum::<usize>() + rule.parts
        };
        let weighed = rules.iter().map(|(position, rule)| (position, (rule.source, size(rule))));
        Self::heaviest(weighed.collect())
    }

    /// The heaviest of rules, each with its file and its weight, in the file that weighs most.
    fn heaviest(weighed: Vec<(usize, (usize, usize))>) -> Self {
        let mut of_files: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, (file, weight)) in &weighed {
            *of_files.entry(*file).or_default() += weight;
        }
        let file = of_files.into_iter().max_by_key(|(_, weight)| *weight).map(|(file, _)| file);
        let of_file = weighed.into_iter().filter(|(_, (of, _))| Some(*of) == file);
        let heaviest = of_file.max_by_key(|(rule, (_, weight))| (*weight, *rule));
        Self { rule: heaviest.map(|(rule, _)| rule) }
    }

    /// The error at the rule.
    pub fn told(self, rules: &Rules, sources: &[Source]) -> Error {
        let hint = Text::new(
            "少列几种情形：合并互相重叠的范围，能用一项事实说清的不用几项，不相干的事分成几条规则",
            "list fewer alternatives: join ranges that overlap, test one fact where one will do, and give matters that have nothing to do with each other rules of their own",
        );
        let error = Error::new(
            ErrorCode::TooComplex,
            "",
            "规则的条件过于复杂，在限定的步数以内不能精确编译",
            "the conditions of this rule cannot be compiled exactly within the steps that there are",
        )
        .with_hint(Some(hint));
        match self.rule.and_then(|position| rules.get(position)) {
            Some(rule) => {
                let error = error.inside(&told_identifier(&rule.entry.id));
                rule.located(sources, &rule.entry.id, error)
            }
            None => error,
        }
    }
}

/// Rules that something is compiled from.
#[derive(Clone, Debug)]
enum Charged {
    Rules(Vec<usize>),
    Conflicts,
}

/// Steps of one compilation, and what took the most of them.
pub struct Account<'a> {
    pub rules: &'a Rules,
    /// The rules that say what cannot be.
    pub conflict_rules: &'a [usize],
    pub work: &'a Work,
    most: RefCell<(u64, Charged)>,
}

impl<'a> Account<'a> {
    pub fn new(rules: &'a Rules, conflict_rules: &'a [usize], work: &'a Work) -> Self {
        let most = RefCell::new((0, Charged::Conflicts));
        Self { rules, conflict_rules, work, most }
    }

    /// Charges rules with what their decision took since `before`, without the steps that went on conflicts.
    pub fn charge<T>(
        &self,
        rules: &[usize],
        (spent, conflicts): (u64, u64),
        on_conflicts: u64,
        compiled: Result<T, TooLarge>,
    ) -> Result<T, OverBudget> {
        let own = (self.work.spent() - spent).saturating_sub(on_conflicts - conflicts);
        let mut most = self.most.borrow_mut();
        if own > most.0 {
            *most = (own, Charged::Rules(rules.to_vec()));
        }
        if on_conflicts > most.0 {
            *most = (on_conflicts, Charged::Conflicts);
        }
        compiled.map_err(|error| match (self.work.left(), error) {
            (0, _) => self.told(&most.1),
            (_, TooLarge::Itself) => self.told(&Charged::Rules(rules.to_vec())),
            (_, TooLarge::Conflicts) => self.told(&Charged::Conflicts),
        })
    }

    fn told(&self, charged: &Charged) -> OverBudget {
        match charged {
            Charged::Rules(rules) => OverBudget::of(self.rules, rules.iter().copied()),
            Charged::Conflicts => OverBudget::of(self.rules, self.conflict_rules.iter().copied()),
        }
    }
}

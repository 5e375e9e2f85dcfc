//! 限度: references between rules that close no circle, and stay within a depth and a number of parts.

use std::collections::HashSet;

use crate::error::{Error, ErrorCode};
use crate::policy::files::Source;
use crate::policy::rules::Rules;
use crate::text::Text;

/// The most rules in a chain of which each requires the next.
pub const MOST_REQUIRED: usize = 16;

/// The most references between rules.
pub const MOST_REFERENCES: usize = 1 << 18;

/// The most parts that the drafts of all rules are put together from.
pub const MOST_PARTS: usize = 1 << 20;

/// The cure of rules that refer to too many others.
pub fn fewer_references() -> Text {
    Text::new(
        "少引用几条规则；几条规则都要的条件，写成一条规则再引用",
        "refer to fewer rules; put what several of them want into one rule, and refer to that",
    )
}

impl Rules {
    /// Checks that no rule requires or displaces itself, and that what is put together from others stays small.
    pub fn check(&mut self, sources: &[Source]) -> Result<(), Error> {
        for (start, rule) in self.iter() {
            let displacing: HashSet<usize> = rule.displaced_by.iter().copied().collect();
            let mutual = |other: &usize| *other == start || displacing.contains(other);
            if rule.displaces.iter().any(mutual) {
                let (zh, en) = (
                    "规则不能替代自身，也不能互相替代",
                    "a rule cannot displace itself, nor can two displace each other",
                );
                let error = Error::new(ErrorCode::UnknownReference, "displaces", zh, en);
                return Err(rule.located(sources, &rule.entry.id, error));
            }
        }
        let levels = self.levels();
        if let Some(rule) = self.in_circle(&levels).and_then(|rule| self.get(rule)) {
            let (zh, en) = ("规则不能要求自身", "a rule cannot require itself");
            let error = Error::new(ErrorCode::UnknownReference, "requires", zh, en);
            return Err(rule.located(sources, &rule.entry.id, error));
        }
        let too_deep = levels.iter().position(|level| level.is_none_or(|at| at > MOST_REQUIRED));
        if let Some(rule) = too_deep.and_then(|rule| self.get(rule)) {
            let (zh, en) = (
                format!("规则逐级要求超过{MOST_REQUIRED}级"),
                format!("a chain of rules that require one another has more than {MOST_REQUIRED}"),
            );
            let hint = Text::new(
                "把条件写进这条规则自己，少隔几级",
                "write the conditions into the rule itself, with fewer rules between",
            );
            let error = Error::new(ErrorCode::TooComplex, "requires", zh, en).with_hint(Some(hint));
            return Err(rule.located(sources, &rule.entry.id, error));
        }
        self.count_parts(&levels, sources)
    }

    /// The length of the longest chain of rules that each rule requires, itself counted; none of those that no end of a
    /// chain is behind.
    fn levels(&self) -> Vec<Option<usize>> {
        let mut levels: Vec<Option<usize>> = vec![None; self.len()];
        let mut requiring: Vec<Vec<usize>> = vec![Vec::new(); self.len()];
        let mut left: Vec<usize> = self.iter().map(|(_, rule)| rule.requires.len()).collect();
        for (position, rule) in self.iter() {
            for required in &rule.requires {
                if let Some(of) = requiring.get_mut(*required) {
                    of.push(position);
                }
            }
        }
        let none = |(position, left): (usize, &usize)| (*left == 0).then_some(position);
        let mut next: Vec<usize> = left.iter().enumerate().filter_map(none).collect();
        let mut level = 1;
        while !next.is_empty() {
            let mut later = Vec::new();
            for position in next {
                if let Some(of) = levels.get_mut(position) {
                    *of = Some(level);
                }
                for other in requiring.get(position).into_iter().flatten() {
                    let Some(left) = left.get_mut(*other) else { continue };
                    *left -= 1;
                    if *left == 0 {
                        later.push(*other);
                    }
                }
            }
            next = later;
            level += 1;
        }
        levels
    }

    /// The first rule of a circle, where there is one.
    fn in_circle(&self, levels: &[Option<usize>]) -> Option<usize> {
        let endless = |position: &usize| levels.get(*position) == Some(&None);
        let mut position = levels.iter().position(Option::is_none)?;
        let (mut walked, mut seen) = (Vec::new(), HashSet::new());
        while seen.insert(position) {
            walked.push(position);
            position = self.get(position)?.requires.iter().copied().find(endless)?;
        }
        walked.into_iter().skip_while(|of| *of != position).min()
    }

    /// Counts what the draft of each rule is put together from.
    fn count_parts(&mut self, levels: &[Option<usize>], sources: &[Source]) -> Result<(), Error> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|position| levels.get(*position).copied().flatten());
        // Doubts of each rule as if no other displaced it.
        let mut doubts: Vec<usize> = vec![0; self.len()];
        let mut parts: Vec<usize> = vec![0; self.len()];
        for position in order {
            let Some(rule) = self.get(position) else { continue };
            let of = |others: &[usize]| {
                let all = others.iter().filter_map(|other| doubts.get(*other));
                all.fold(0_usize, |sum, of| sum.saturating_add(*of))
            };
            let all = rule.unsettled.len() + 2 + of(&rule.requires);
            let put_together = all.saturating_mul(1 + rule.requires.len());
            if let (Some(doubts), Some(parts)) = (doubts.get_mut(position), parts.get_mut(position))
            {
                (*doubts, *parts) = (all, put_together);
            }
        }
        let mut sum = 0_usize;
        for (position, own) in parts.iter().enumerate() {
            let Some(rule) = self.0.get_mut(position) else { continue };
            let displacing = rule.displaced_by.iter().filter_map(|other| doubts.get(*other));
            let displacing = displacing.fold(0_usize, |sum, of| sum.saturating_add(1 + *of));
            rule.parts =
                own.saturating_add(displacing.saturating_mul(2)).saturating_add(rule.remarks.len());
            sum = sum.saturating_add(rule.parts);
            if sum > MOST_PARTS {
                let (zh, en) = (
                    "规则之间的引用带来的未明确之处太多",
                    "rules that refer to each other bring too many doubts together",
                );
                let error = Error::new(ErrorCode::TooComplex, "requires", zh, en);
                let error = error.with_hint(Some(fewer_references()));
                return Err(rule.clone().located(sources, &rule.entry.id, error));
            }
        }
        Ok(())
    }
}

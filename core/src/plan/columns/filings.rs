//! Filings in columns: reads a block of rows as filings, and writes what comes of the targets of a filing.

use crate::bitset::{has, set};
use crate::facts::Fact;
use crate::logic::{Outcome, Stated};
use crate::plan::columns::batch::{Batch, Share};
use crate::plan::columns::bitsliced::{Line, WORDS};
use crate::plan::columns::class_reader::Classes;
use crate::plan::columns::reading::fail;
use crate::plan::filing::{FIRST, Filed};
use crate::plan::of_filing::{Behind, OfFiling};

impl Batch<'_, '_> {
    /// The classes of each row of a block; those that cannot be read are errors.
    pub fn read_classes(
        &self,
        (row, count): (usize, usize),
        errors: &mut Line,
        share: &mut Share<'_>,
    ) -> Vec<Classes> {
        let Some(reader) = &self.classes else { return Vec::new() };
        let mut bad: Line = [0; WORDS];
        let mut codes = Vec::new();
        let read = (0..count).map(|position| {
            reader.classes(row + position, self).unwrap_or_else(|code| {
                set(&mut bad, position);
                codes.push((row + position, code));
                Vec::new()
            })
        });
        let classes = read.collect();
        let code = |row: usize| codes.iter().find(|(of, _)| *of == row).map(|(_, code)| *code);
        fail(&bad, errors, row, share, |row| (Fact::Classes.field(), code(row)));
        classes
    }

    /// Decides the targets of a filing, row by row.
    pub fn file(
        &self,
        (row, at, count): (usize, usize, usize),
        classes: &[Classes],
        errors: &Line,
        share: &mut Share<'_>,
    ) {
        let Some(filing) = &self.plan.filing else { return };
        let first = self.plan.parts.partition_point(|part| *part < FIRST);
        let targets = self.plan.parts.iter().enumerate().skip(first);
        let targets: Vec<(usize, usize)> =
            targets.map(|(plane, part)| (plane, part - FIRST)).collect();
        for planes in &mut share.planes {
            for words in planes.iter_mut().skip(first) {
                let words = words.iter_mut().skip(at / 64).take(count.div_ceil(64));
                words.for_each(|word| *word = 0);
            }
        }
        let (mut outcomes, mut behind) = (OfFiling::default(), Behind::default());
        let mut filed = Filed::default();
        for position in 0..count {
            let known = !has(errors, position) && {
                self.state(row + position, classes.get(position), &mut filed);
                let behind = self.request.reasons.then_some(&mut behind);
                filing.decide(&filed, &mut outcomes, behind).is_ok()
            };
            if self.request.classes {
                share.classes.push(if known { filed.classes.len() } else { 0 });
                let all = outcomes.classes.iter().filter(|_| known).flatten();
                share.of_classes.extend(all);
            }
            for (plane, target) in &targets {
                if known {
                    write(share, *plane, at + position, outcomes.of(*target));
                }
                let reasons = share.reasons.get_mut(*plane);
                if let Some(bits) = reasons.and_then(|plane| plane.get_mut(at + position)) {
                    let own = behind.whole.get(*target).filter(|_| known);
                    *bits = own.copied().unwrap_or_default();
                }
            }
        }
    }

    /// The codes that a row states.
    fn state(&self, row: usize, classes: Option<&Classes>, filed: &mut Filed) {
        let mut whole = Stated::default();
        for (reader, _) in &self.readers {
            let Some(code) = reader.code(row, &self.plan.places).ok().flatten() else { continue };
            match reader.fact {
                Fact::CreditCode => {
                    whole.set(Fact::CreditCodeKind, code);
                    whole.set(Fact::CreditCode, 1);
                }
                fact => whole.set(fact, code),
            }
        }
        let classes = classes.map_or(&[][..], Vec::as_slice);
        if let Ok(count @ 1..) = i64::try_from(classes.len()) {
            whole.set(Fact::Classes, count);
        }
        filed.place = whole.get(Fact::Jurisdiction);
        filed.whole = whole;
        filed.classes.clear();
        filed.classes.extend(classes.iter().map(|codes| {
            let mut class = whole;
            codes.iter().for_each(|(fact, code)| class.set(*fact, *code));
            class
        }));
    }
}

/// Sets the bits of an outcome.
fn write(share: &mut Share<'_>, plane: usize, at: usize, outcome: Outcome) {
    let kinds: &[usize] = match outcome {
        Outcome::Met => &[0, 1],
        Outcome::Unmet => &[1],
        Outcome::OpenUnsettled => &[2],
        Outcome::OpenConflict => &[3],
        Outcome::NotInForce => &[4],
        Outcome::OpenFacts => &[],
    };
    for kind in kinds {
        let planes = share.planes.get_mut(*kind);
        if let Some(words) = planes.and_then(|planes| planes.get_mut(plane)) {
            set(words, at);
        }
    }
}

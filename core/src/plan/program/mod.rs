//! The decisions of a plan on its day: literals of facts, terms of literals, covers of terms, each once.

mod lookup;
mod reasons;

pub use lookup::{LANE, Lane, LookupTables, Subsets};
pub use reasons::{MOST_FACTS, ReasonTables};

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, told_identifier};
use crate::facts::{Choice, CreditCodeKind, Fact, LegalForm, credit_code, derive};
use crate::logic::{Implicants, Slot, Somewhere};
use crate::policy::{Law, PolicyBook, Target};

/// A fact that some term tests.
#[derive(Clone, Debug)]
pub struct Input {
    pub fact: Fact,
    /// Whether more than its own code tells its state.
    pub joint: bool,
    /// The states of the first codes from 0 on, which most values are.
    first: Vec<u8>,
    /// First code of each interval, ascending.
    cuts: Vec<i64>,
    /// The state of each interval.
    states: Vec<u8>,
    /// For each state, whether each literal of the fact holds. State 0 is "not known".
    pub holds: Vec<Vec<bool>>,
    /// For each state, whether no value that is left would make the literal hold.
    pub dead: Vec<Vec<bool>>,
    /// For each state, row by row, whether one literal wants no more than another.
    weaker: Vec<Vec<bool>>,
    /// Its literals, numbered through the slice.
    pub literals: std::ops::Range<usize>,
    /// For the legal form: by the kind of the credit code and the interval of the form, the last of which
    /// stands for a form that is not known, the state and whether the two contradict each other.
    narrowed: Vec<Vec<(u8, bool)>>,
}

impl Input {
    #[inline]
    pub fn state(&self, code: i64) -> u8 {
        let first = usize::try_from(code).ok().and_then(|code| self.first.get(code));
        first.copied().unwrap_or_else(|| self.state_of(code))
    }

    fn state_of(&self, code: i64) -> u8 {
        self.states.get(self.interval(code)).copied().unwrap_or_default()
    }

    /// The state of the fact, and whether the credit code contradicts it, from the codes of facts that are given.
    #[inline]
    pub fn settle(&self, given: &impl Fn(Fact) -> Option<i64>) -> (u8, bool) {
        let known = given(self.fact);
        if self.joint {
            return self.settle_jointly(known, given);
        }
        (known.map_or(0, |code| self.state(code)), false)
    }

    fn settle_jointly(
        &self,
        known: Option<i64>,
        given: &impl Fn(Fact) -> Option<i64>,
    ) -> (u8, bool) {
        let known = known.or_else(|| derive(self.fact, given));
        match given(Fact::CreditCodeKind) {
            Some(kind) if self.fact == Fact::LegalForm => self.narrowed(kind, known),
            _ => (known.map_or(0, |code| self.state(code)), false),
        }
    }

    /// The state of a legal form as the credit code narrows it, and whether they contradict each other.
    pub fn narrowed(&self, kind: i64, form: Option<i64>) -> (u8, bool) {
        let row = usize::try_from(kind).ok().and_then(|kind| self.narrowed.get(kind));
        let interval = form.map_or(self.cuts.len(), |form| self.interval(form));
        row.and_then(|row| row.get(interval)).copied().unwrap_or_default()
    }

    /// Whether, among the values that a state leaves, a literal of the fact rules out no more than another one of it.
    pub fn weaker(&self, state: u8, left: usize, right: usize) -> bool {
        let own = |literal: usize| literal.checked_sub(self.literals.start);
        let row = own(left).and_then(|left| {
            let row = self.weaker.get(usize::from(state))?;
            row.chunks(self.literals.len()).nth(left)
        });
        let weaker = row.zip(own(right)).and_then(|(row, right)| row.get(right));
        weaker.copied().unwrap_or_default()
    }

    fn interval(&self, code: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= code).saturating_sub(1)
    }

    /// First code of each interval, and its state.
    pub fn intervals(&self) -> impl Iterator<Item = (i64, u8)> {
        self.cuts.iter().copied().zip(self.states.iter().copied())
    }
}

/// The known places at which something is so.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum AtPlace {
    Never,
    Always,
    /// Where the literal holds.
    Where(usize),
}

/// One decision: the terms of its covers. Targets that never differ are one decision.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Part {
    /// Where the law that it rests on gives nothing.
    pub lapsed: AtPlace,
    pub met: Vec<usize>,
    pub unmet: Vec<usize>,
    pub silent: Vec<usize>,
    /// Whether a credit code that contradicts the legal form concerns it.
    pub tied_to_form: bool,
    /// The facts that its own rules test, each with where they do not.
    pub own: Vec<(Fact, AtPlace)>,
}

impl Part {
    pub fn covers(&self) -> [&[usize]; 3] {
        [&self.met, &self.unmet, &self.silent]
    }
}

/// What a plan evaluates.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub inputs: Vec<Input>,
    /// The literals that a term needs, ascending.
    pub terms: Vec<Vec<usize>>,
    pub parts: Vec<Part>,
}

/// Codes whose states are looked up.
const FIRST_CODES: i64 = 64;

impl Program {
    /// The terms with a literal of an input of which something is true, by its position among those of the input.
    pub fn terms_with<'a>(
        &'a self,
        input: &'a Input,
        wanted: impl Fn(usize) -> bool + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let own = |literal: &usize| input.literals.contains(literal);
        let terms = self.terms.iter().enumerate().filter(move |(_, term)| {
            let mut literals = term.iter().filter(|literal| own(literal));
            literals.any(|literal| wanted(literal - input.literals.start))
        });
        terms.map(|(position, _)| position)
    }
}

/// The most states that a fact may have, so that a byte has room for them and for what cannot be read.
pub const MOST_STATES: usize = 249;

/// A pattern of cells of one slot, all of which have to be ruled out.
type Pattern = (usize, Vec<usize>);

/// Gathers the terms of decisions, before literals get their numbers.
pub struct ProgramBuilder<'a> {
    book: &'a PolicyBook,
    law: &'a Law,
    on: NaiveDate,
    patterns: HashMap<Pattern, usize>,
    ordered: Vec<Pattern>,
    terms: HashMap<Vec<usize>, usize>,
    listed: Vec<Vec<usize>>,
    parts: Vec<Part>,
    known: HashMap<Part, usize>,
}

impl<'a> ProgramBuilder<'a> {
    pub fn new(book: &'a PolicyBook, law: &'a Law, on: NaiveDate) -> Self {
        Self {
            book,
            law,
            on,
            patterns: HashMap::new(),
            ordered: Vec::new(),
            terms: HashMap::new(),
            listed: Vec::new(),
            parts: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// The part that decides a target.
    ///
    /// # Errors
    /// Rules of too many places that differ.
    pub fn add(&mut self, target: &Target, lapsed: AtPlace) -> Result<usize, Error> {
        let part = self.part(target, lapsed)?;
        Ok(match self.known.get(&part) {
            Some(position) => *position,
            None => {
                self.known.insert(part.clone(), self.parts.len());
                self.push(part)
            }
        })
    }

    /// The part that decides a target, and no other.
    ///
    /// # Errors
    /// As `add`.
    pub fn add_alone(&mut self, target: &Target, lapsed: AtPlace) -> Result<usize, Error> {
        let part = self.part(target, lapsed)?;
        Ok(self.push(part))
    }

    /// A part of which it only matters whether it is met, in some places each.
    pub fn add_cover(&mut self, covers: &[(Somewhere, Implicants)]) -> usize {
        let every = self.law.layout.every(Fact::Jurisdiction);
        let terms = covers.iter().flat_map(|(places, cover)| {
            let elsewhere = match &places.0 {
                Some(places) => every.clone().without(places),
                None => self.law.layout.nothing(),
            };
            cover.terms().iter().map(move |term| term.union(&elsewhere))
        });
        let cover = &Implicants::of_terms(terms.collect());
        let met = self.cover(cover);
        let slots = self.law.layout.slots().iter();
        let tested =
            |slot: &&Slot| cover.terms().iter().any(|term| self.law.layout.mentions(term, slot));
        let own = slots.filter(tested).map(|slot| (slot.fact, AtPlace::Never)).collect();
        let [unmet, silent] = [const { Vec::new() }; 2];
        self.push(Part { lapsed: AtPlace::Never, met, unmet, silent, tied_to_form: false, own })
    }

    /// A part of which no rule in force speaks: never met.
    pub fn add_unspoken(&mut self, lapsed: AtPlace) -> usize {
        let unmet = vec![self.term(Vec::new())];
        let [met, silent] = [const { Vec::new() }; 2];
        self.push(Part { lapsed, met, unmet, silent, tied_to_form: false, own: Vec::new() })
    }

    /// A part whose outcome follows from those of others.
    pub fn add_composite(&mut self, lapsed: AtPlace) -> usize {
        let [met, unmet, silent] = [const { Vec::new() }; 3];
        self.push(Part { lapsed, met, unmet, silent, tied_to_form: false, own: Vec::new() })
    }

    fn part(&mut self, target: &Target, lapsed: AtPlace) -> Result<Part, Error> {
        let whole = target.decision.whole(&self.law.layout).ok_or_else(|| {
            Error::new(
                ErrorCode::TooComplex,
                told_identifier(&target.id),
                "各地的规定相差太多，不能编成一个方案；请写明所在区县后逐个询问",
                "the rules of the places differ too much for one plan; ask about one institution at a time, with its place",
            )
        })?;
        let [met, unmet, silent] = whole.map(|cover| self.cover(&cover));
        let tied_to_form = target.decision.tied().contains(Fact::LegalForm);
        let own = self.own(target);
        Ok(Part { lapsed, met, unmet, silent, tied_to_form, own })
    }

    /// The facts that the rules of a target test, each with the places whose own rules do not.
    fn own(&mut self, target: &Target) -> Vec<(Fact, AtPlace)> {
        let layout = &self.law.layout;
        let position = layout.slots().iter().position(|slot| slot.fact == Fact::Jurisdiction);
        let elsewhere = |fact: &Fact| {
            let there = target.decision.tested_in(*fact, layout);
            let there = there.filter(|_| *fact != Fact::Jurisdiction);
            match position.zip(there) {
                Some((position, there)) => {
                    let slot = layout.slot(Fact::Jurisdiction);
                    let cells = slot.map_or(0..0, Slot::cells).filter(|cell| there.contains(*cell));
                    AtPlace::Where(self.literal((position, cells.collect())))
                }
                None => AtPlace::Never,
            }
        };
        let own = target.decision.own().facts();
        let elsewhere: Vec<AtPlace> = own.iter().map(elsewhere).collect();
        own.into_iter().zip(elsewhere).collect()
    }

    fn push(&mut self, part: Part) -> usize {
        self.parts.push(part);
        self.parts.len() - 1
    }

    /// Where rules that rest on the spans give nothing, as `PolicyBook::scope` has it.
    pub fn lapsed(&mut self, rules: &[usize]) -> AtPlace {
        let spans: Vec<_> = rules
            .iter()
            .filter_map(|position| self.book.rules.get(*position))
            .map(|rule| rule.span)
            .filter(|span| span.includes_day(self.on))
            .collect();
        if spans.is_empty() {
            return AtPlace::Always;
        }
        let slots = self.law.layout.slots().iter().enumerate();
        let Some((position, slot)) =
            slots.into_iter().find(|(_, slot)| slot.fact == Fact::Jurisdiction)
        else {
            return AtPlace::Never;
        };
        let covered = |code: i64| spans.iter().any(|span| span.includes_place(Some(code)));
        let mut cells: Vec<usize> =
            slot.cuts().filter(|(code, _)| covered(*code)).map(|(_, cell)| cell).collect();
        cells.sort_unstable();
        cells.dedup();
        if cells.len() == slot.cells().len() {
            return AtPlace::Never;
        }
        AtPlace::Where(self.literal((position, cells)))
    }

    fn literal(&mut self, pattern: Pattern) -> usize {
        let next = self.ordered.len();
        *self.patterns.entry(pattern).or_insert_with_key(|pattern| {
            self.ordered.push(pattern.clone());
            next
        })
    }

    /// The terms of a cover, without those that another one makes superfluous.
    fn cover(&mut self, cover: &Implicants) -> Vec<usize> {
        let layout = &self.law.layout;
        let mut terms: Vec<Vec<Pattern>> = Vec::new();
        for term in cover.terms() {
            let slots = layout.slots().iter().enumerate();
            let patterns =
                slots.filter(|(_, slot)| layout.mentions(term, slot)).map(|(position, slot)| {
                    (position, slot.cells().filter(|cell| term.contains(*cell)).collect())
                });
            terms.push(patterns.collect());
        }
        let weaker = |left: &[Pattern], right: &[Pattern]| {
            left.iter().all(|(slot, cells)| {
                right.iter().any(|(other, more)| {
                    slot == other && cells.iter().all(|cell| more.contains(cell))
                })
            })
        };
        let kept: Vec<Vec<Pattern>> = terms
            .iter()
            .enumerate()
            .filter(|(position, patterns)| {
                !terms.iter().enumerate().any(|(other, less)| {
                    other != *position
                        && weaker(less, patterns)
                        && (less != *patterns || other < *position)
                })
            })
            .map(|(_, patterns)| patterns.clone())
            .collect();
        kept.into_iter().map(|patterns| self.term(patterns)).collect()
    }

    fn term(&mut self, patterns: Vec<Pattern>) -> usize {
        let literals: Vec<usize> =
            patterns.into_iter().map(|pattern| self.literal(pattern)).collect();
        let next = self.listed.len();
        *self.terms.entry(literals).or_insert_with_key(|literals| {
            self.listed.push(literals.clone());
            next
        })
    }

    /// Numbers the literals fact by fact, and works out the states of each fact.
    pub fn finish(self) -> Result<Program, Error> {
        let mut numbers = vec![0; self.ordered.len()];
        let mut inputs = Vec::new();
        let mut next = 0;
        for (position, slot) in self.law.layout.slots().iter().enumerate() {
            let mut patterns: Vec<&[usize]> = Vec::new();
            let first = next;
            for (number, (_, cells)) in numbers
                .iter_mut()
                .zip(&self.ordered)
                .filter(|(_, (of_slot, _))| *of_slot == position)
            {
                *number = next;
                next += 1;
                patterns.push(cells);
            }
            if !patterns.is_empty() {
                inputs.push(input(slot, &patterns, first)?);
            }
        }
        let number = |literal: usize| numbers.get(literal).copied().unwrap_or_default();
        let mut terms = self.listed;
        for term in &mut terms {
            term.iter_mut().for_each(|literal| *literal = number(*literal));
            term.sort_unstable();
        }
        let mut parts = self.parts;
        for part in &mut parts {
            let elsewhere = part.own.iter_mut().map(|(_, elsewhere)| elsewhere);
            for at in elsewhere.chain([&mut part.lapsed]) {
                if let AtPlace::Where(literal) = at {
                    *literal = number(*literal);
                }
            }
        }
        Ok(Program { inputs, terms, parts })
    }
}

/// The states that sets of cells left leave a fact in.
#[derive(Default)]
struct States {
    holds: Vec<Vec<bool>>,
    dead: Vec<Vec<bool>>,
    weaker: Vec<Vec<bool>>,
}

impl States {
    fn of(&mut self, left: &[usize], patterns: &[&[usize]]) -> usize {
        let ruled_out = |cell: &usize, pattern: &[usize]| pattern.contains(cell);
        let holds: Vec<bool> = patterns
            .iter()
            .map(|pattern| !left.iter().any(|cell| ruled_out(cell, pattern)))
            .collect();
        let dead: Vec<bool> = patterns
            .iter()
            .map(|pattern| left.iter().all(|cell| ruled_out(cell, pattern)))
            .collect();
        let weaker: Vec<bool> = patterns
            .iter()
            .flat_map(|one| {
                patterns.iter().map(move |other| {
                    left.iter().all(|cell| !ruled_out(cell, one) || ruled_out(cell, other))
                })
            })
            .collect();
        let known = self.holds.iter().zip(&self.dead).zip(&self.weaker);
        let same = known
            .into_iter()
            .position(|((of, none), less)| *of == holds && *none == dead && *less == weaker);
        same.unwrap_or_else(|| {
            self.holds.push(holds);
            self.dead.push(dead);
            self.weaker.push(weaker);
            self.holds.len() - 1
        })
    }
}

fn input(slot: &Slot, patterns: &[&[usize]], first: usize) -> Result<Input, Error> {
    let every: Vec<usize> = slot.cells().collect();
    let mut known = States::default();
    known.of(&every, patterns);
    let mut state = |left: &[usize]| -> Result<u8, Error> {
        let found = known.of(left, patterns);
        u8::try_from(found).ok().filter(|_| found < MOST_STATES).ok_or_else(|| {
            Error::new(
                ErrorCode::TooComplex,
                slot.fact.name(),
                "条件把这个事实分得过细",
                "the conditions cut this fact into too many parts",
            )
        })
    };
    let mut cuts = Vec::new();
    let mut states = Vec::new();
    for (cut, cell) in slot.cuts() {
        cuts.push(cut);
        states.push(state(&[cell])?);
    }
    let mut narrowed = Vec::new();
    if slot.fact == Fact::LegalForm {
        for kind in CreditCodeKind::ALL {
            let forms = credit_code::forms(*kind);
            let left: Vec<usize> = cells_of(slot, forms);
            let mut row = Vec::new();
            for (_, cell) in slot.cuts() {
                let possible = left.contains(&cell);
                row.push((
                    state(if possible { std::slice::from_ref(&cell) } else { &[] })?,
                    !possible,
                ));
            }
            row.push((state(&left)?, false));
            narrowed.push(row);
        }
    }
    let literals = first..first + patterns.len();
    let States { holds, dead, weaker } = known;
    let fact = slot.fact;
    let joint = fact.record().is_none() || fact == Fact::LegalForm;
    let first = Vec::new();
    let mut input =
        Input { fact, joint, first, cuts, states, holds, dead, weaker, literals, narrowed };
    input.first = (0..FIRST_CODES).map(|code| input.state_of(code)).collect();
    Ok(input)
}

/// The cells that the forms fall into.
fn cells_of(slot: &Slot, forms: &[LegalForm]) -> Vec<usize> {
    let mut cells: Vec<usize> = forms.iter().map(|form| slot.cell(form.position())).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

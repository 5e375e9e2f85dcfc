//! Facts as a program reads them: the state of each, and the literals that it makes hold.

use std::collections::HashMap;

use crate::error::{Error, ErrorCode};
use crate::facts::{Choice, CreditCodeKind, Fact, LegalForm, credit_code, derive};
use crate::logic::{Slot, Work};
use crate::plan::program::{FIRST_CODES, MOST_STATES};

/// A fact that some term tests.
#[derive(Clone, Debug)]
pub struct Input {
    pub fact: Fact,
    /// Tells whether more than its own code tells its state.
    pub joint: bool,
    /// The states of the first codes from 0 on, which most values are.
    pub first: Vec<u8>,
    /// First code of each interval, ascending.
    pub cuts: Vec<i64>,
    /// The state of each interval.
    pub states: Vec<u8>,
    /// For each state, whether each literal of the fact holds. State 0 is "not known".
    pub holds: Vec<Vec<bool>>,
    /// For each state, whether no value that is left would make the literal hold.
    pub dead: Vec<Vec<bool>>,
    /// For each state, row by row, whether one literal wants no more than another.
    pub weaker: Vec<Vec<bool>>,
    /// Its literals, numbered through the program.
    pub literals: std::ops::Range<usize>,
    /// For the legal form: by the kind of the credit code and the interval of the form, the last of which
    /// stands for a form that is not known, the state and whether the two contradict each other.
    pub narrowed: Vec<Vec<(u8, bool)>>,
}

impl Input {
    #[inline]
    pub fn state(&self, code: i64) -> u8 {
        let first = usize::try_from(code).ok().and_then(|code| self.first.get(code));
        first.copied().unwrap_or_else(|| self.state_of(code))
    }

    pub fn state_of(&self, code: i64) -> u8 {
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

    pub fn settle_jointly(
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

    /// Tells whether, among the values that a state leaves, a literal of the fact rules out no more than another one of it.
    pub fn weaker(&self, state: u8, left: usize, right: usize) -> bool {
        let own = |literal: usize| literal.checked_sub(self.literals.start);
        let row = own(left).and_then(|left| {
            let row = self.weaker.get(usize::from(state))?;
            row.chunks(self.literals.len()).nth(left)
        });
        let weaker = row.zip(own(right)).and_then(|(row, right)| row.get(right));
        weaker.copied().unwrap_or_default()
    }

    pub fn interval(&self, code: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= code).saturating_sub(1)
    }

    /// First code of each interval, and its state.
    pub fn intervals(&self) -> impl Iterator<Item = (i64, u8)> {
        self.cuts.iter().copied().zip(self.states.iter().copied())
    }
}

/// The states that sets of cells left leave a fact in.
#[derive(Default)]
pub struct States {
    pub holds: Vec<Vec<bool>>,
    pub dead: Vec<Vec<bool>>,
    pub weaker: Vec<Vec<bool>>,
}

impl States {
    /// The state that some cells leave, of patterns that tell of each cell whether they rule it out.
    pub fn of(&mut self, left: &[&[bool]], patterns: usize, work: &Work) -> Option<usize> {
        work.spend_on(patterns, self.holds.len() + left.len())?;
        let own = |pattern: usize| {
            left.iter().map(move |cell| cell.get(pattern).copied().unwrap_or_default())
        };
        let holds: Vec<bool> = (0..patterns).map(|one| own(one).all(|out| !out)).collect();
        let dead: Vec<bool> = (0..patterns).map(|one| own(one).all(|out| out)).collect();
        work.spend_on(patterns.saturating_mul(patterns), left.len())?;
        let mut weaker = Vec::with_capacity(patterns * patterns);
        for one in 0..patterns {
            for other in 0..patterns {
                weaker.push(own(one).zip(own(other)).all(|(one, other)| !one || other));
            }
        }
        let known = self.holds.iter().zip(&self.dead).zip(&self.weaker);
        let same = known
            .into_iter()
            .position(|((of, none), less)| *of == holds && *none == dead && *less == weaker);
        Some(same.unwrap_or_else(|| {
            self.holds.push(holds);
            self.dead.push(dead);
            self.weaker.push(weaker);
            self.holds.len() - 1
        }))
    }
}

pub fn input(
    slot: &Slot,
    patterns: &[&[usize]],
    first: usize,
    work: &Work,
) -> Result<Input, Error> {
    let too_complex = || {
        let (zh, en) =
            ("条件把这个事实分得过细", "the conditions cut this fact into too many parts");
        Error::new(ErrorCode::TooComplex, slot.fact.name(), zh, en)
    };
    let count = patterns.len();
    work.spend_on(slot.width, count).ok_or_else(too_complex)?;
    let mut ruled_out = vec![vec![false; count]; slot.width];
    for (position, pattern) in patterns.iter().enumerate() {
        for cell in *pattern {
            let of_cell = cell.checked_sub(slot.first).and_then(|cell| ruled_out.get_mut(cell));
            if let Some(out) = of_cell.and_then(|of_cell| of_cell.get_mut(position)) {
                *out = true;
            }
        }
    }
    let of_cell = |cell: usize| -> &[bool] {
        let own = cell.checked_sub(slot.first).and_then(|cell| ruled_out.get(cell));
        own.map_or(&[], Vec::as_slice)
    };
    let every: Vec<&[bool]> = slot.cells().map(of_cell).collect();
    let mut known = States::default();
    known.of(&every, count, work).ok_or_else(too_complex)?;
    let mut of_one: HashMap<usize, u8> = HashMap::new();
    let mut state = |left: &[usize]| -> Result<u8, Error> {
        if let [one] = left
            && let Some(state) = of_one.get(one)
        {
            return Ok(*state);
        }
        let cells: Vec<&[bool]> = left.iter().map(|cell| of_cell(*cell)).collect();
        let found = known.of(&cells, count, work).filter(|found| *found < MOST_STATES);
        let state = found.and_then(|found| u8::try_from(found).ok()).ok_or_else(too_complex)?;
        if let [one] = left {
            of_one.insert(*one, state);
        }
        Ok(state)
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
    let literals = first..first + count;
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
pub fn cells_of(slot: &Slot, forms: &[LegalForm]) -> Vec<usize> {
    let mut cells: Vec<usize> = forms.iter().map(|form| slot.cell(form.position())).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

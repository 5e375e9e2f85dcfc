//! The decisions of a plan on its day: literals of facts, terms of literals, covers of terms, each once.

mod builder;
mod input;
mod lookup;
mod reason_terms;
mod reasons;

pub use builder::ProgramBuilder;
pub use input::Input;
pub use lookup::{LANE, Lane, LookupTables, Subsets};
pub use reasons::{MOST_FACTS, ReasonTables};

use crate::facts::Fact;

/// The known places at which something is so.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum AtPlace {
    Never,
    Always,
    /// Values under which the literal holds.
    Where(usize),
}

/// One decision: the terms of its covers. Targets that never differ are one decision.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Part {
    /// Places where the law that it rests on gives nothing.
    pub lapsed: AtPlace,
    pub met: Vec<usize>,
    pub unmet: Vec<usize>,
    pub silent: Vec<usize>,
    /// Tells whether a credit code that contradicts the legal form concerns it.
    pub tied_to_form: bool,
    /// The facts that its own rules test, each with where they do not.
    pub own: Vec<(Fact, AtPlace)>,
}

impl Part {
    pub fn covers(&self) -> [&[usize]; 3] {
        [&self.met, &self.unmet, &self.silent]
    }
}

/// Decisions that a plan evaluates.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub inputs: Vec<Input>,
    /// The literals that a term needs, ascending.
    pub terms: Vec<Vec<usize>>,
    pub parts: Vec<Part>,
}

/// Codes whose states are looked up.
pub const FIRST_CODES: i64 = 64;

impl Program {
    /// Words of its lookup tables.
    pub fn words(&self) -> usize {
        let states: usize = self.inputs.iter().map(|input| input.holds.len()).sum();
        let lanes = self.terms.len() / LANE + 1;
        let of_terms = self.parts.len() / 64 * 3 + 4;
        let subsets = self.terms.len().saturating_mul(of_terms).saturating_mul(5);
        states.saturating_mul(4 * lanes).saturating_add(subsets)
    }

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
pub type Pattern = (usize, Vec<usize>);

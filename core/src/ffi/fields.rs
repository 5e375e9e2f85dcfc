//! Named values of a language that has no records of facts, and the codes of those that are plain.

use crate::error::{Error, Faults, both};
use crate::facts::{Dossier, Fact, Institution, Kind, Scalar, Term, Value, day_code};
use crate::logic::Stated;
use crate::plan::{Facts, Plan};
use crate::policy::{PolicyBook, vocabulary};

/// Named values, each of them read or not.
pub type Fields = Vec<(String, Result<Value, Error>)>;

impl PolicyBook {
    /// Reads an institution from named values. Where anything is wrong, the place is looked up as well, so that
    /// everything is told at once.
    ///
    /// # Errors
    /// A field that cannot be read, and all of them in [`Error::errors`].
    pub fn read_institution(&self, fields: Fields) -> Result<Institution, Error> {
        let (institution, mut faults): (Institution, Faults) = Institution::gather(fields);
        if !faults.is_empty() {
            let place = institution.jurisdiction.as_ref();
            faults.take(place.map_or(Ok(0), |place| self.places.code(place)));
        }
        faults.or(institution)
    }

    /// Both parts of a filing. Where only the dossier cannot be read, the place is looked up as well.
    ///
    /// # Errors
    /// All that is wrong with either part.
    pub fn read_filing(
        &self,
        institution: Result<Institution, Error>,
        dossier: Result<Dossier, Error>,
    ) -> Result<(Institution, Dossier), Error> {
        let institution = institution.and_then(|read| {
            let place = read.jurisdiction.as_ref().filter(|_| dossier.is_err());
            place.map_or(Ok(0), |place| self.places.code(place)).map(|_| read)
        });
        both(institution, dossier)
    }
}

/// A field of an institution.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Field(Fact);

/// Shape of the values of a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// Yes or no.
    Flag,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// One term of a closed set, whose code is its position.
    Term(&'static [Term]),
    /// Terms of a closed set, whose code has the bit of each.
    Terms(&'static [Term]),
    /// The code or the name of a place.
    Place,
    /// Any other text.
    Text,
}

impl Field {
    /// The fields of an institution, in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        vocabulary("Institution").map(Self)
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        self.0.field()
    }

    /// The shape of its values.
    pub fn shape(self) -> Shape {
        match self.0.kind() {
            Kind::Bool => Shape::Flag,
            Kind::Choice(terms) => Shape::Term(terms),
            Kind::Set(terms) => Shape::Terms(terms),
            Kind::Int { .. } => Shape::Whole,
            Kind::Date => Shape::Day,
            Kind::Jurisdiction => Shape::Place,
            Kind::Text => Shape::Text,
        }
    }
}

/// Codes of the fields of one institution, as they are read; a field without a code is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Codes(Stated);

impl Codes {
    /// States a field.
    #[inline]
    pub fn set(&mut self, field: Field, code: i64) {
        self.0.set(field.0, code);
    }
}

impl Plan {
    /// The code of a plain value; none where it cannot be read, or is unknown.
    #[inline]
    pub fn code(&self, field: Field, value: &Scalar<'_>) -> Option<i64> {
        field.0.read_code(value, &self.places).ok().flatten()
    }

    /// Facts of codes; none where they cannot be together, which a record is refused for.
    pub fn facts_of_codes(&self, Codes(mut codes): Codes) -> Option<Facts> {
        if let Some(kind) = codes.get(Fact::CreditCode) {
            codes.set(Fact::CreditCodeKind, kind);
        }
        codes.set(Fact::Day, day_code(self.as_of()));
        let code = |fact| codes.get(fact);
        let broken = Institution::CONSTRAINTS.iter().any(|one| one.is_broken(code));
        (!broken).then(|| self.stated(codes, Vec::new()))
    }
}

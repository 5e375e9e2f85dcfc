//! The days and places for which something is law.

use chrono::NaiveDate;

use crate::error::Error;
use crate::facts::{Fact, Jurisdictions, LAST_DAY, Ranges, day_code};
use crate::logic::{Condition, Era};
use crate::policy::files::{Clause, Day, Source};

/// Days and places in which an instrument, or a rule of it, is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// The first day on which the wording was surely in force, where that is later.
    pub seen_from: Option<NaiveDate>,
    pub cover: (i64, i64),
    pub national: bool,
    /// Of the place itself: neither of the nation nor of a province.
    pub local: bool,
}

impl Span {
    pub fn of(source: &Source, places: &Jurisdictions) -> Result<Self, Error> {
        let instrument = &source.instrument;
        Ok(Self {
            from: instrument.from.0,
            until: instrument.until.map(|until| until.0),
            seen_from: instrument.seen_from.map(|seen_from| seen_from.0),
            cover: places.cover(&instrument.jurisdiction)?,
            national: instrument.jurisdiction == "000000",
            local: instrument.is_local(),
        })
    }

    /// The days that lie in some others too.
    pub fn narrowed(self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Self {
        Self {
            from: from.map_or(self.from, |from| from.max(self.from)),
            until: until.into_iter().chain(self.until).min(),
            ..self
        }
    }

    /// The days of a clause of the instrument.
    pub fn of_clause(self, clause: &Clause) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.0);
        let seen_from = day(clause.seen_from).into_iter().chain(self.seen_from).max();
        Self { seen_from, ..self.narrowed(day(clause.from), day(clause.until)) }
    }

    pub fn includes_day(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// Tells whether it is in force in a place on a day, as far as they are known.
    pub fn includes(&self, era: Era) -> bool {
        let day = |day| {
            day_code(self.from) <= day && self.until.is_none_or(|until| day <= day_code(until))
        };
        self.includes_place(era.place) && era.day.is_none_or(day)
    }

    /// Tells whether a clause of the instrument is in force in a place on a day.
    pub fn includes_clause(&self, clause: &Clause, place: Option<i64>, on: NaiveDate) -> bool {
        self.includes_place(place) && self.of_clause(clause).includes_day(on)
    }

    /// Tells whether it is not sure that the wording was in force on a day.
    pub fn is_unsure(&self, on: NaiveDate) -> bool {
        self.seen_from.is_some_and(|seen_from| on < seen_from)
    }

    pub fn includes_place(&self, place: Option<i64>) -> bool {
        place.is_none_or(|place| (self.cover.0..=self.cover.1).contains(&place))
    }

    /// Tells whether it is of this place itself, rather than of a larger one that the place lies in.
    pub fn is_of(&self, place: Option<i64>) -> bool {
        !self.national && place == Some(self.cover.0)
    }

    pub fn covers(&self, other: &Self) -> bool {
        self.cover.0 <= other.cover.0 && other.cover.1 <= self.cover.1
    }

    /// Number of codes that it covers.
    pub fn width(&self) -> i64 {
        self.cover.1 - self.cover.0
    }

    /// Tells whether both are in force on some day.
    pub fn meets(&self, other: &Self) -> bool {
        let ends_before =
            |one: &Self, other: &Self| one.until.is_some_and(|until| until < other.from);
        !ends_before(self, other) && !ends_before(other, self)
    }

    pub fn condition(&self) -> Condition {
        let mut parts = Vec::new();
        let high = self.until.map_or(LAST_DAY, day_code);
        parts.push(Condition::Test(Fact::Day, Ranges::between(day_code(self.from), high)));
        if !self.national {
            parts.push(self.places());
        }
        Condition::all(parts)
    }

    /// Condition that the place is one of those where it is in force.
    pub fn places(&self) -> Condition {
        match self.national {
            true => Condition::all([]),
            false => {
                let covered = Ranges::between(self.cover.0, self.cover.1);
                Condition::Test(Fact::Jurisdiction, covered)
            }
        }
    }
}

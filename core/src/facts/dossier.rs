//! 备案材料: the dossier and its classes, as they are read and checked.

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, Faults};
use crate::facts::canonical::{Canonical, list};
use crate::facts::kind::{FactValue, Kind, check_count};
use crate::facts::records::{CareClass, Dossier};
use crate::facts::scalar::Scalar;
use crate::facts::value::Value;

/// The most classes that a dossier lists; no list of facts is longer.
pub const MOST_CLASSES: usize = 1_000;

impl Dossier {
    /// Checks a record that came typed, as `from_fields` checks one that came as text.
    ///
    /// # Errors
    /// A value out of range, also in a class; an answer before the receipt of the materials.
    pub fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        self.check_ranges(&mut faults);
        for (name, day) in self.answers() {
            if self.received_on.is_some_and(|received_on| day < received_on) {
                faults.add(Error::new(
                    ErrorCode::Contradiction,
                    name,
                    "答复日早于收到材料日",
                    "it was answered before the materials were received",
                ));
            }
        }
        faults.or(())
    }

    /// The days on which the filing was answered, where they are known, and the fields that state them.
    fn answers(&self) -> impl Iterator<Item = (&'static str, NaiveDate)> {
        let days = [
            ("receipt_given_on", self.receipt_given_on),
            ("notice_given_on", self.notice_given_on),
        ];
        days.into_iter().filter_map(|(name, day)| day.map(|day| (name, day)))
    }

    /// Refuses what was received or answered after the day of the answer.
    pub(crate) fn check_by(&self, on: NaiveDate) -> Result<(), Error> {
        let late = |path: &str, zh: &str, en: &str| {
            Err(Error::new(ErrorCode::Contradiction, format!("dossier.{path}"), zh, en))
        };
        if self.received_on.is_some_and(|received_on| received_on > on) {
            let (zh, en) =
                ("收到材料日晚于作答日", "the materials were received after the day of the answer");
            return late("received_on", zh, en);
        }
        match self.answers().find(|(_, day)| *day > on) {
            Some((name, _)) => {
                late(name, "答复日晚于作答日", "it was answered after the day of the answer")
            }
            None => Ok(()),
        }
    }
}

impl CareClass {
    /// Checks a record that came typed, as `from_fields` checks one that came as text.
    ///
    /// # Errors
    /// A value out of range, or an oldest child that is younger than the youngest.
    pub fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        self.check_ranges(&mut faults);
        if let (Some(youngest), Some(oldest)) = (self.youngest_months, self.oldest_months)
            && oldest < youngest
        {
            faults.add(Error::new(
                ErrorCode::Contradiction,
                "oldest_months",
                "最大月龄小于最小月龄",
                "the oldest is younger than the youngest",
            ));
        }
        faults.or(())
    }
}

impl FactValue for Vec<CareClass> {
    fn shown(&self) -> String {
        format!("{self:?}")
    }

    /// Number of classes; a list without any says nothing.
    fn code(&self) -> Option<i64> {
        i64::try_from(self.len()).ok().filter(|count| *count > 0)
    }

    fn read(value: &Scalar<'_>, _: Kind) -> Result<Self, Error> {
        Err(unlike(value, "班级的列表", "a list of classes"))
    }

    fn read_value(value: &Value, kind: Kind) -> Result<Self, Error> {
        let Value::List(items) = value else { return Self::read(&value.scalar(), kind) };
        check_count(items.len(), MOST_CLASSES)?;
        let mut faults = Faults::default();
        let mut classes = Self::new();
        for (position, item) in items.iter().enumerate() {
            let class = match item {
                Value::Table(fields) => CareClass::from_fields(fields.iter().cloned()),
                other => Err(unlike(&other.scalar(), "一个班（对象）", "a class as an object")),
            };
            classes
                .extend(faults.take(class.map_err(|error| error.inside(&format!("[{position}]")))));
            if faults.is_full() {
                break;
            }
        }
        faults.or(classes)
    }

    fn check(&self, _: Kind) -> Result<(), Error> {
        check_count(self.len(), MOST_CLASSES)?;
        let mut faults = Faults::default();
        for (position, class) in self.iter().enumerate() {
            faults.take(class.check().map_err(|error| error.inside(&format!("[{position}]"))));
        }
        faults.or(())
    }
}

fn unlike(value: &Scalar<'_>, zh: &str, en: &str) -> Error {
    let (found_zh, found_en) = value.kind();
    Error::new(
        ErrorCode::WrongType,
        "",
        format!("应为{zh}，收到的是{found_zh}"),
        format!("expected {en}, found {found_en}"),
    )
}

impl Canonical for Vec<CareClass> {
    fn canonical(&self) -> String {
        list(self.iter().map(Canonical::canonical))
    }
}

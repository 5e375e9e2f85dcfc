//! 备案材料: the dossier and its classes, as they are read and checked.

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, Faults};
use crate::facts::canonical::{Canonical, list};
use crate::facts::kind::{FactValue, Kind, check_count};
use crate::facts::records::{CareClass, Dossier, Fact};
use crate::facts::scalar::Scalar;
use crate::facts::value::Value;

/// The most classes that a dossier lists; no list of facts is longer.
pub const MOST_CLASSES: usize = 1_000;

impl Dossier {
    /// Refuses what was received or answered after the day of the answer.
    pub(crate) fn check_by(&self, as_of: NaiveDate) -> Result<(), Error> {
        self.broken_by(as_of).map_or(Ok(()), |error| Err(error.inside("dossier")))
    }

    /// Error of all that was received or answered after the day of the answer.
    pub(crate) fn broken_by(&self, as_of: NaiveDate) -> Option<Error> {
        let code = |fact| if fact == Fact::Day { as_of.code() } else { self.code(fact) };
        let mut faults = Faults::default();
        let broken = Self::CONSTRAINTS.iter().filter(|one| one.is_broken(code));
        broken.for_each(|one| faults.add(one.error()));
        faults.joined()
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

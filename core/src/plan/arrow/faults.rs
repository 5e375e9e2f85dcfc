//! Every fault of a row, with its message and its cure, as a record of the same values has them.

use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field};
use chrono::{Days, NaiveDate, NaiveTime};

use crate::error::{Error, Fault, Faults};
use crate::facts::{Dossier, Fact, Institution, Kind, Scalar, Value, out_of_range, wrong_type};
use crate::plan::Plan;
use crate::plan::arrow::arrays::Held;
use crate::plan::arrow::classes::HeldClasses;
use crate::plan::arrow::layout::fault_fields;
use crate::plan::columns::RowError;

/// Rows that cannot be read, in their order, each with its faults.
pub type OfRows = Vec<(usize, Vec<Fault>)>;

/// A table as it was read.
pub struct Told<'a> {
    pub held: &'a [Held<'a>],
    pub classes: Option<&'a HeldClasses<'a>>,
    pub plan: &'a Plan,
}

/// The faults of the rows that have an error.
pub fn faults_of_rows(errors: &[RowError], told: &Told<'_>) -> OfRows {
    let mut rows: Vec<usize> = errors.iter().map(|error| error.row).collect();
    rows.dedup();
    rows.into_iter().map(|row| (row, faults(row, told))).collect()
}

fn faults(row: usize, told: &Told<'_>) -> Vec<Fault> {
    let fields = |record: &'static str| {
        let held = told.held.iter().filter(move |column| column.fact.record() == Some(record));
        held.map(move |column| {
            let value = value(column.cells.at(row), column.fact.kind());
            (column.fact.field().to_owned(), value)
        })
    };
    let (institution, mut faults): (Institution, Faults) =
        Institution::gather(fields("Institution"));
    let place = institution.jurisdiction.as_ref();
    faults.take(place.map_or(Ok(0), |place| told.plan.places.code(place)));
    if told.plan.is_of_filings() {
        let classes = told.classes.map(|of| (Fact::Classes.field().to_owned(), Ok(of.value(row))));
        let (dossier, of_dossier): (Dossier, Faults) =
            Dossier::gather(fields("Dossier").chain(classes));
        of_dossier.joined().into_iter().for_each(|error| faults.add(error));
        if faults.is_empty() {
            dossier.broken_by(told.plan.as_of()).into_iter().for_each(|error| faults.add(error));
        }
    }
    faults.joined().map(|error| error.errors()).unwrap_or_default()
}

/// A cell as a value of a record, or the error of one that no record can have.
pub fn value(of: Scalar<'_>, kind: Kind) -> Result<Value, Error> {
    let since = |day: i64| {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
        let days = Days::new(day.unsigned_abs());
        if day < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) }
    };
    Ok(match of {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(number) => Value::Int(number),
        Scalar::Real(number) => Value::Float(number),
        Scalar::Text(text) => Value::Text(text.to_owned()),
        Scalar::Day(day) => Value::Date(since(day).ok_or_else(|| match kind {
            Kind::Date => out_of_range(kind),
            _ => wrong_type(&Scalar::Day(day), kind),
        })?),
        Scalar::Moment => {
            // Any time of day that is not midnight.
            let late = NaiveTime::from_num_seconds_from_midnight_opt(1, 0);
            let moment = since(0).zip(late).map(|(day, late)| day.and_time(late));
            Value::DateTime(moment.ok_or_else(|| wrong_type(&Scalar::Moment, kind))?)
        }
        Scalar::List(items) => {
            let items = items.into_iter().map(|item| value(item, kind));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        other @ Scalar::Other(..) => return Err(wrong_type(&other, kind)),
    })
}

/// Lists of the faults of some rows; null where there is none.
pub fn listed(
    faults: &OfRows,
    rows: impl ExactSizeIterator<Item = usize>,
) -> Result<ListArray, ArrowError> {
    let known = |row: usize| {
        let at = faults.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        faults.get(at).map(|(_, faults)| faults)
    };
    let of_rows: Vec<Option<&Vec<Fault>>> = rows.map(known).collect();
    let all = || of_rows.iter().flatten().copied().flatten();
    let text = |of: &dyn Fn(&Fault) -> Option<String>| -> ArrayRef {
        Arc::new(all().map(of).collect::<StringArray>())
    };
    let parts = vec![
        text(&|fault| Some(fault.path.clone())),
        text(&|fault| Some(fault.code.name())),
        text(&|fault| Some(fault.message.zh.clone())),
        text(&|fault| Some(fault.message.en.clone())),
        text(&|fault| fault.hint.clone()),
        text(&|fault| fault.hint_zh.clone()),
    ];
    let fields = fault_fields();
    let item = Arc::new(Field::new_list_field(DataType::Struct(fields.clone()), false));
    let lengths = of_rows.iter().map(|faults| faults.map_or(0, Vec::len));
    let valid: NullBuffer =
        of_rows.iter().map(|faults| faults.is_some()).collect::<Vec<_>>().into();
    let parts = StructArray::try_new_with_length(fields, parts, None, all().count())?;
    ListArray::try_new(item, OffsetBuffer::from_lengths(lengths), Arc::new(parts), Some(valid))
}

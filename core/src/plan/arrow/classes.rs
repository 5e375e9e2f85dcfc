//! 班级: lists of classes in an Arrow array, a struct each.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, Fields};

use crate::error::{Error, Faults, told_name};
use crate::facts::{CareClass, Fact, Value};
use crate::plan::arrow::arrays::{Held, unread};
use crate::plan::arrow::cells::is_readable;
use crate::plan::arrow::faults::value;
use crate::plan::arrow::lists::{Ends, lists};
use crate::plan::columns::{Bits, Column, Integers, Values};

/// The fields of the structs of a column of classes; none where it is no list of structs.
fn fields(of: &DataType) -> Option<&Fields> {
    match of {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::FixedSizeList(item, _)
        | DataType::ListView(item)
        | DataType::LargeListView(item) => match item.data_type() {
            DataType::Struct(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// Checks the type of a column of classes.
///
/// # Errors
/// A column that is no list of structs, and every field that no class has or no fact can be read from.
pub fn check(column: &Field) -> Result<(), Error> {
    if *column.data_type() == DataType::Null || is_list_of_nothing(column.data_type()) {
        return Ok(());
    }
    let fields = fields(column.data_type()).ok_or_else(|| unread(Fact::Classes, column))?;
    let mut faults = Faults::default();
    for field in fields {
        let fact =
            CareClass::field(field.name()).map_err(|error| error.inside(told_name(field.name())));
        faults.take(fact.and_then(|fact| match is_readable(field) {
            true => Ok(fact),
            false => Err(unread(fact, field)),
        }));
    }
    faults.or(()).map_err(|error| error.inside(Fact::Classes.field()))
}

/// Tells whether no row can list a class, as where each list is empty.
fn is_list_of_nothing(of: &DataType) -> bool {
    match of {
        DataType::List(item) | DataType::LargeList(item) => *item.data_type() == DataType::Null,
        _ => false,
    }
}

/// A column of classes while it is read.
pub struct HeldClasses<'a> {
    name: &'a str,
    ends: Ends<'a>,
    valid: Option<NullBuffer>,
    known: Option<NullBuffer>,
    pub columns: Vec<Held<'a>>,
}

impl<'a> HeldClasses<'a> {
    /// Takes apart a column of a type that was checked; none where no row lists a class.
    pub fn new(field: &'a Field, array: &'a ArrayRef) -> Option<Self> {
        let fields = fields(field.data_type())?;
        let (ends, items) = lists(array.as_ref())?;
        let structs = items.as_struct();
        let columns = fields.iter().zip(structs.columns()).filter_map(|(field, array)| {
            let fact = CareClass::field(field.name()).ok()?;
            Some(Held::new(field, array, fact))
        });
        let (valid, known) = (array.nulls().cloned(), structs.nulls().cloned());
        Some(Self { name: field.name(), ends, valid, known, columns: columns.collect() })
    }

    /// As a column, whose own columns are `columns`.
    pub fn column<'b>(&'b self, columns: &'b [Column<'b>]) -> Column<'b> {
        let (starts, ends) = self.ends.integers();
        let values =
            Values::Classes { starts, ends, valid: self.known.as_ref().map(bits), columns };
        Column { name: self.name, values, valid: self.valid.as_ref().map(bits) }
    }

    /// The classes of a row as a record has them.
    pub fn value(&self, row: usize) -> Value {
        if self.valid.as_ref().is_some_and(|valid| valid.is_null(row)) {
            return Value::Null;
        }
        let (starts, ends) = self.ends.integers();
        let at = |of: Integers<'_>| of.get(row).and_then(|at| usize::try_from(at).ok());
        let class = |at: usize| {
            if self.known.as_ref().is_some_and(|known| known.is_null(at)) {
                return Value::Null;
            }
            let fields = self.columns.iter().map(|held| {
                // A list is of a wrong type as well.
                let value = value(held.cells.at(at), held.fact.kind());
                (held.fact.field().to_owned(), value.unwrap_or(Value::List(Vec::new())))
            });
            Value::Table(fields.collect())
        };
        let all = at(starts).unwrap_or_default()..at(ends).unwrap_or_default();
        Value::List(all.take(crate::facts::MOST_CLASSES + 1).map(class).collect())
    }
}

fn bits(nulls: &NullBuffer) -> Bits<'_> {
    Bits { bytes: nulls.validity(), offset: nulls.offset() }
}

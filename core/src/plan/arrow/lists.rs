//! Lists in an Arrow array of whichever layout: where that of each row starts and ends among the items.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, OffsetSizeTrait};
use arrow_schema::DataType;

use crate::plan::columns::Integers;

/// Ends of lists as they lie, or a copy.
pub enum Ends<'a> {
    Given(Integers<'a>, Integers<'a>),
    Copied(Vec<i64>, Vec<i64>),
}

impl Ends<'_> {
    /// For each row where its list starts, and where it ends.
    pub fn integers(&self) -> (Integers<'_>, Integers<'_>) {
        match self {
            Self::Given(starts, ends) => (*starts, *ends),
            Self::Copied(starts, ends) => (Integers::Int64(starts), Integers::Int64(ends)),
        }
    }
}

/// Ends of the lists of an array, and their items.
pub fn lists(array: &dyn Array) -> Option<(Ends<'_>, &ArrayRef)> {
    let rows = array.len();
    Some(match array.data_type() {
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let (starts, ends) =
                (lists.value_offsets().get(..rows)?, lists.value_offsets().get(1..)?);
            (Ends::Given(Integers::Int32(starts), Integers::Int32(ends)), lists.values())
        }
        DataType::LargeList(_) => {
            let lists = array.as_list::<i64>();
            let (starts, ends) =
                (lists.value_offsets().get(..rows)?, lists.value_offsets().get(1..)?);
            (Ends::Given(Integers::Int64(starts), Integers::Int64(ends)), lists.values())
        }
        DataType::ListView(_) => views::<i32>(array),
        DataType::LargeListView(_) => views::<i64>(array),
        DataType::FixedSizeList(_, length) => {
            let lists = array.as_fixed_size_list();
            let start = |row: usize| i64::try_from(lists.value_offset_at(row)).unwrap_or_default();
            let starts: Vec<i64> = (0..rows).map(start).collect();
            let ends = starts.iter().map(|start| start + i64::from(*length)).collect();
            (Ends::Copied(starts, ends), lists.values())
        }
        _ => return None,
    })
}

fn views<O: OffsetSizeTrait>(array: &dyn Array) -> (Ends<'_>, &ArrayRef) {
    let lists = array.as_list_view::<O>();
    let whole = |of: &O| i64::try_from(of.as_usize()).unwrap_or_default();
    let starts: Vec<i64> = lists.value_offsets().iter().map(whole).collect();
    let sizes = lists.value_sizes().iter().map(whole);
    let ends = starts.iter().zip(sizes).map(|(start, size)| start + size).collect();
    (Ends::Copied(starts, ends), lists.values())
}

//! Tables of every layout that a fact may lie in, to be handed over as C structures.

use std::sync::Arc;

use arrow_array::builder::{
    FixedSizeListBuilder, LargeListBuilder, LargeListViewBuilder, ListBuilder, ListViewBuilder,
    StringBuilder, StringDictionaryBuilder,
};
use arrow_array::types::{Int8Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
    Decimal256Array, DictionaryArray, DurationSecondArray, Float32Array, Float64Array, Int8Array,
    Int16Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray, RunArray,
    StringArray, StringViewArray, StructArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field};

const ROWS: usize = 8;

pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// A column of each type, under the name of a fact that reads it.
pub(crate) fn columns() -> Vec<(Field, ArrayRef)> {
    let words = [
        "full_day",
        "half_day",
        "hourly",
        "full_day",
        "half_day",
        "hourly",
        "full_day",
        "temporary",
    ];
    let places = [
        "370303",
        "张店区",
        "370303",
        "370303",
        "a text of more than twelve bytes",
        "370303",
        "",
        "370303",
    ];
    let some = |row: usize| row % 3 != 1;
    let mut lists = ListBuilder::new(StringBuilder::new());
    let mut large = LargeListBuilder::new(StringBuilder::new());
    let mut of_words = ListBuilder::new(StringDictionaryBuilder::<Int32Type>::new());
    let mut views = ListViewBuilder::new(StringBuilder::new());
    let mut large_views = LargeListViewBuilder::new(StringBuilder::new());
    let mut fixed = FixedSizeListBuilder::new(StringBuilder::new(), 2);
    let mut dictionary = StringDictionaryBuilder::<Int8Type>::new();
    for (row, word) in words.iter().enumerate() {
        for _ in 0..row % 3 {
            lists.values().append_value(word);
            large.values().append_value(word);
            of_words.values().append_value(word);
            views.values().append_value(word);
            large_views.values().append_value(word);
        }
        lists.append(some(row));
        large.append(some(row));
        of_words.append(some(row));
        views.append(some(row));
        large_views.append(some(row));
        fixed.values().append_value(word);
        fixed.values().append_null();
        fixed.append(some(row));
        dictionary.append_option(some(row).then_some(places[row]));
    }
    let ends = Int32Array::from(vec![2, 3, 8]);
    let runs = RunArray::<Int32Type>::try_new(
        &ends,
        &StringArray::from(vec![Some("370303"), None, Some("张店区")]),
    );
    let numbers: Vec<Option<i32>> = (0..8).map(|row| some(row as usize).then_some(row)).collect();
    let decimal = Decimal128Array::from(vec![
        Some(1),
        None,
        Some(3),
        Some(-1),
        Some(5),
        None,
        Some(7),
        Some(8),
    ]);
    let words_of = |values: ArrayRef| -> ArrayRef {
        let count = i8::try_from(values.len()).unwrap();
        let keys = (0..count).rev().map(|key| some(key as usize).then_some(key));
        Arc::new(DictionaryArray::<Int8Type>::new(keys.collect::<Int8Array>(), values))
    };
    let dictionary: ArrayRef = Arc::new(dictionary.finish());
    let lists: ArrayRef = Arc::new(lists.finish());
    let ends = Int64Array::from((1..=8).collect::<Vec<_>>());
    let long_runs: ArrayRef =
        Arc::new(RunArray::<Int64Type>::try_new(&ends, dictionary.as_ref()).unwrap());
    let ends = Int16Array::from(vec![1, 4, 6, 7, 9, 11, 12, 15]);
    let short_runs: ArrayRef =
        Arc::new(RunArray::<Int16Type>::try_new(&ends, lists.as_ref()).unwrap());
    let short_runs = short_runs.slice(5, ROWS);
    let times =
        (0..8).map(|day| some(day as usize).then_some(day * 86_400_000_000 - 28_800_000_000));
    let times: TimestampMicrosecondArray = times.collect();
    let wide = Decimal256Array::from_iter_values((0..8).map(arrow_buffer::i256::from));
    let plain =
        |name: &str, array: ArrayRef| (Field::new(name, array.data_type().clone(), true), array);
    let in_bytes: ArrayRef = Arc::new(Int8Array::from(vec![0, 1, 0, 1, -1, 0, 0, 1]));
    let named = |array: ArrayRef| {
        let field = Field::new("filed", array.data_type().clone(), true);
        (field.with_metadata([("ARROW:extension:name", "arrow.bool8")]), array)
    };
    vec![
        plain("jurisdiction", Arc::new(StringArray::from(places.to_vec()))),
        plain("jurisdiction", Arc::new(LargeStringArray::from(places.to_vec()))),
        plain("jurisdiction", Arc::new(StringViewArray::from(places.to_vec()))),
        plain("jurisdiction", Arc::clone(&dictionary)),
        plain("jurisdiction", words_of(dictionary)),
        plain("jurisdiction", long_runs),
        plain("jurisdiction", Arc::new(runs.unwrap())),
        plain(
            "filed",
            Arc::new(BooleanArray::from(
                (0..8).map(|row| some(row).then_some(row % 2 == 0)).collect::<Vec<_>>(),
            )),
        ),
        named(Arc::clone(&in_bytes)),
        named(words_of(in_bytes)),
        plain("storey", Arc::new(Int32Array::from(numbers))),
        plain("storey", Arc::new(UInt64Array::from((0..8).collect::<Vec<_>>()))),
        plain("storey", Arc::new(decimal.with_precision_and_scale(38, 0).unwrap())),
        plain("storey", Arc::new(wide.with_precision_and_scale(76, 1).unwrap())),
        plain("storey", Arc::new(Float64Array::from((0..8).map(f64::from).collect::<Vec<_>>()))),
        plain(
            "storey",
            words_of(Arc::new(Float32Array::from(vec![
                1.0,
                f32::NAN,
                0.5,
                4.0,
                5.0,
                6.0,
                7.0,
                8.0,
            ]))),
        ),
        plain(
            "lease_from",
            Arc::new(Date32Array::from((0..8).map(|day| 18_000 + day).collect::<Vec<_>>())),
        ),
        plain(
            "lease_from",
            Arc::new(Date64Array::from((0..8).map(|day| day * 86_400_000).collect::<Vec<_>>())),
        ),
        plain("lease_from", Arc::new(times.with_timezone("+08:00"))),
        plain("modes", Arc::clone(&lists)),
        plain("modes", words_of(lists)),
        plain("modes", short_runs),
        plain("modes", Arc::new(large.finish())),
        plain("modes", Arc::new(of_words.finish())),
        plain("modes", Arc::new(views.finish())),
        plain("modes", Arc::new(large_views.finish())),
        plain("modes", Arc::new(fixed.finish())),
        plain("nature", Arc::new(NullArray::new(ROWS))),
        plain("classes", classes()),
    ]
}

/// Classes of each row: none, one or two, some of them null.
fn classes() -> ArrayRef {
    let children = Int32Array::from(
        (0..12).map(|child| (child % 5 != 3).then_some(child)).collect::<Vec<_>>(),
    );
    let band = StringArray::from(
        (0..12).map(|class| (class % 4 != 1).then_some("nursery")).collect::<Vec<_>>(),
    );
    let fields = vec![
        Field::new("children", DataType::Int32, true),
        Field::new("band", DataType::Utf8, true),
    ];
    let known = (0..12).map(|class| class != 5).collect::<Vec<bool>>();
    let structs = StructArray::new(
        fields.into(),
        vec![Arc::new(children), Arc::new(band)],
        Some(known.into()),
    );
    let item = Arc::new(Field::new("item", structs.data_type().clone(), true));
    let ends = OffsetBuffer::from_lengths([2, 1, 0, 2, 2, 1, 2, 2]);
    let known = (0..ROWS).map(|row| row != 3).collect::<Vec<bool>>();
    Arc::new(ListArray::new(item, ends, Arc::new(structs), Some(known.into())))
}

/// Columns of types that no fact is read from.
pub(crate) fn strange() -> Vec<(Field, ArrayRef)> {
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(BinaryArray::from_vec(vec![b"x"; ROWS])),
        Arc::new(DurationSecondArray::from(vec![1; ROWS])),
        classes(),
    ];
    let named = arrays
        .into_iter()
        .map(|array| (Field::new("filed", array.data_type().clone(), true), array));
    named.collect()
}

/// A table of some columns, whole or a part, with rows that are null. Of a part either the columns are cut, or an offset
/// of the table says where it begins, as some producers write it.
pub(crate) fn table(random: &mut Random, columns: &[(Field, ArrayRef)]) -> (Field, ArrayData) {
    let mut chosen: Vec<(Field, ArrayRef)> = Vec::new();
    for _ in 0..1 + random.below(4) {
        let (field, array) = random.of(columns);
        if chosen.iter().all(|(other, _)| other.name() != field.name()) {
            chosen.push((field, array));
        }
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = chosen.into_iter().unzip();
    let nulls: Option<NullBuffer> = (random.below(2) == 0)
        .then(|| (0..ROWS).map(|row| row % 4 != 2).collect::<Vec<bool>>().into());
    let first = random.below(3);
    let rows = random.below(ROWS - first + 1);
    let of = DataType::Struct(fields.clone().into());
    let table = match random.below(2) {
        0 => StructArray::new(fields.into(), arrays, nulls).slice(first, rows).to_data(),
        _ => {
            let nulls = nulls.map(|nulls| nulls.slice(first, rows));
            let parts = arrays.iter().map(|array| array.to_data()).collect();
            let table = ArrayData::builder(of.clone()).len(rows).offset(first).nulls(nulls);
            table.child_data(parts).build().unwrap()
        }
    };
    (Field::new("", of, true), table)
}

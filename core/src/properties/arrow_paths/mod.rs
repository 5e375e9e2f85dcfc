//! A property: whatever a value lies in, it is read alike: a record of named values, JSON, and every type of column.

mod together;

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{
    FixedSizeListBuilder, LargeListBuilder, LargeListViewBuilder, ListBuilder, ListViewBuilder,
    StringBuilder, StringDictionaryBuilder, StringViewBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Schema};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::facts::{Fact, Institution, Kind, Value};
use crate::logic::Outcome;
use crate::plan::{Outcomes, Plan, Request};
use crate::policy::vocabulary;
use crate::properties::exactness::BOOK;

/// Rows of a column.
const ROWS: usize = 1_000;

/// Columns that `make test` draws; `TUOYU_DRAWS` draws as many values as it says.
const COLUMNS: u32 = 100;

static PLAN: LazyLock<Arc<Plan>> =
    LazyLock::new(|| Arc::new(BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap()));

fn texts() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = Fact::ALL
        .iter()
        .flat_map(|fact| fact.kind().words().iter().flat_map(|word| [word.name, word.label]))
        .collect();
    let odd = [
        "",
        " ",
        "是",
        "否",
        "true",
        "false",
        "0",
        "1",
        "30",
        "30.0",
        "已备案",
        "企业",
        "民办非企业单位",
        "370303",
        "370303\u{200e}",
        "张店区",
        "37030",
        "000000",
        "2026-03-01",
        "2026-02-30",
        "2026-3-1",
        "2026-03-01T00:00:00",
        "1899-12-31",
        "2200-01-01",
        "91350100M000100Y43",
        "91350100m000100y43",
        "\u{feff}91350100M000100Y43",
        "M000100Y-4",
        "nan",
        "NaN",
        "null",
        "None",
    ];
    prop_oneof![
        3 => prop::sample::select(words).prop_map(str::to_owned),
        3 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        1 => Just("x".repeat(201)),
    ]
}

fn wholes() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => -3..130_i64,
        2 => prop::sample::select(vec![370_303, 37_030, 100_000, 999_999, 1_000_000, 10_000, 10_001, 0]),
        1 => any::<i64>(),
        1 => any::<i32>().prop_map(i64::from),
    ]
}

fn reals() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => wholes().prop_map(|whole| whole as f64),
        1 => any::<f64>(),
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, -f64::INFINITY, -0.0, 0.5, 30.5, 1e30, -1e30, 370_303.5]),
    ]
}

fn days() -> impl Strategy<Value = i64> {
    prop_oneof![3 => -30_000..90_000_i64, 1 => -800_000..800_000_i64]
}

/// A column, and the same values by name.
type Drawn = (ArrayRef, Vec<Value>);

fn known<T: Clone>(values: &[Option<T>], value: impl Fn(T) -> Value) -> Vec<Value> {
    values.iter().map(|of| of.clone().map_or(Value::Null, &value)).collect()
}

fn rows<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<Option<T>>> {
    prop::collection::vec(prop::option::weighted(0.9, of), ROWS)
}

/// Runs of the same number of rows, of the values of an array.
fn in_runs(values: ArrayRef, of: &[Value]) -> Drawn {
    let ends: Vec<i32> = (1..=i32::try_from(values.len()).unwrap()).map(|run| 3 * run).collect();
    let runs = RunArray::<Int32Type>::try_new(&Int32Array::from(ends), &values).unwrap();
    let thrice = of.iter().flat_map(|value| [value.clone(), value.clone(), value.clone()]);
    (Arc::new(runs), thrice.collect())
}

/// A dictionary of the values of an array, from last to first.
fn in_words(values: ArrayRef, of: &[Value]) -> Drawn {
    let keys: Vec<i32> = (0..i32::try_from(values.len()).unwrap()).rev().collect();
    let words = DictionaryArray::<Int32Type>::try_new(Int32Array::from(keys), values).unwrap();
    (Arc::new(words), of.iter().rev().cloned().collect())
}

fn wrapped((array, of): Drawn, way: u8) -> Drawn {
    let again = |(array, of): Drawn, into: fn(ArrayRef, &[Value]) -> Drawn| into(array, &of);
    match way {
        0 => in_runs(array, &of),
        1 => in_words(array, &of),
        2 => again(in_words(array, &of), in_words),
        3 => again(in_words(array, &of), in_runs),
        4 => again(in_runs(array, &of), in_words),
        _ => (array, of),
    }
}

fn bools() -> impl Strategy<Value = Drawn> {
    (rows(any::<bool>()), 0..8_u8).prop_map(|(flags, way)| {
        let array = Arc::new(BooleanArray::from(flags.clone()));
        wrapped((array, known(&flags, Value::Bool)), way)
    })
}

fn integers() -> impl Strategy<Value = Drawn> {
    (rows(wholes()), 0..11_u8, 0..9_u8).prop_map(|(numbers, kind, way)| {
        macro_rules! of {
            ($array:ty, $from:ty) => {{
                let fitting: Vec<Option<$from>> =
                    numbers.iter().map(|n| n.and_then(|n| <$from>::try_from(n).ok())).collect();
                let values = known(&fitting, |number| Value::Int(i64::try_from(number).unwrap()));
                (Arc::new(<$array>::from(fitting)) as ArrayRef, values)
            }};
        }
        let drawn = match kind {
            0 => of!(Int8Array, i8),
            1 => of!(Int16Array, i16),
            2 => of!(Int32Array, i32),
            3 => of!(Int64Array, i64),
            4 => of!(UInt8Array, u8),
            5 => of!(UInt16Array, u16),
            6 => of!(UInt32Array, u32),
            7 => of!(UInt64Array, u64),
            8 => {
                let wide = numbers.iter().map(|n| n.map(i128::from));
                let array = Decimal128Array::from_iter(wide).with_precision_and_scale(38, 0);
                (Arc::new(array.unwrap()) as ArrayRef, known(&numbers, Value::Int))
            }
            9 => {
                // In hundredths, some of them with a rest.
                let wide: Vec<Option<i128>> = numbers
                    .iter()
                    .map(|n| n.map(|n| i128::from(n) * 100 + i128::from(n.rem_euclid(3)) / 2 * 50))
                    .collect();
                let values = known(&wide, |n| match n % 100 {
                    0 => Value::Int(i64::try_from(n / 100).unwrap()),
                    _ => Value::Float(0.5),
                });
                let array = Decimal128Array::from(wide).with_precision_and_scale(38, 2);
                (Arc::new(array.unwrap()) as ArrayRef, values)
            }
            _ => {
                let wide = numbers.iter().map(|n| n.map(arrow_buffer::i256::from));
                let array = Decimal256Array::from_iter(wide).with_precision_and_scale(76, 0);
                (Arc::new(array.unwrap()) as ArrayRef, known(&numbers, Value::Int))
            }
        };
        wrapped(drawn, way)
    })
}

fn floats() -> impl Strategy<Value = Drawn> {
    (rows(reals()), 0..3_u8, 0..9_u8).prop_map(|(numbers, kind, way)| {
        #[expect(clippy::cast_possible_truncation, reason = "what comes of it is what is drawn")]
        let narrow: Vec<Option<f32>> = numbers.iter().map(|n| n.map(|n| n as f32)).collect();
        let drawn: Drawn = match kind {
            0 => (Arc::new(Float64Array::from(numbers.clone())), known(&numbers, Value::Float)),
            1 => {
                let values = known(&narrow, |n| Value::Float(f64::from(n)));
                (Arc::new(Float32Array::from(narrow)), values)
            }
            _ => {
                type Half = <Float16Type as ArrowPrimitiveType>::Native;
                let half: Vec<Option<Half>> =
                    narrow.iter().map(|n| n.map(Half::from_f32)).collect();
                let values = known(&half, |n| Value::Float(f64::from(n)));
                (Arc::new(Float16Array::from(half)), values)
            }
        };
        wrapped(drawn, way)
    })
}

fn strings() -> impl Strategy<Value = Drawn> {
    (rows(texts()), 0..4_u8, 0..9_u8).prop_map(|(texts, kind, way)| {
        let values = known(&texts, Value::Text);
        let array: ArrayRef = match kind {
            0 => Arc::new(StringArray::from(texts)),
            1 => Arc::new(LargeStringArray::from(texts)),
            2 => Arc::new(StringViewArray::from(texts)),
            _ => {
                let few: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
                let few: Vec<Option<&str>> = few.iter().cycle().take(200).copied().collect();
                let words: DictionaryArray<UInt8Type> = few.into_iter().collect();
                return (Arc::new(words) as ArrayRef, values.into_iter().take(200).collect());
            }
        };
        wrapped((array, values), way)
    })
}

fn dates() -> impl Strategy<Value = Drawn> {
    (rows((days(), prop::bool::weighted(0.8))), 0..7_u8, 0..9_u8).prop_map(|(days, kind, way)| {
        let zone = if kind % 2 == 0 { 8 * 3600 } else { 0 };
        let times = |per_second: i64| -> Vec<Option<i64>> {
            let time = |(day, midnight): (i64, bool)| {
                (day * 86_400 - zone) * per_second + i64::from(!midnight) * (per_second / 2).max(1)
            };
            days.iter().map(|of| of.map(time)).collect()
        };
        let moment = |(day, midnight): (i64, bool)| {
            let day = NaiveDate::default() + chrono::Duration::days(day);
            let time =
                if midnight { NaiveTime::MIN } else { NaiveTime::from_hms_opt(0, 0, 1).unwrap() };
            Value::DateTime(NaiveDateTime::new(day, time))
        };
        let values = known(&days, moment);
        let name = (zone != 0).then_some("+08:00");
        macro_rules! of {
            ($array:ty, $per_second:literal) => {
                Arc::new(<$array>::from(times($per_second)).with_timezone_opt(name)) as ArrayRef
            };
        }
        let drawn: Drawn = match kind {
            0 | 1 => (of!(TimestampSecondArray, 1), values),
            2 | 3 => (of!(TimestampMillisecondArray, 1_000), values),
            4 => (of!(TimestampMicrosecondArray, 1_000_000), values),
            5 => {
                let values = known(&days, |(day, _)| {
                    Value::Date(NaiveDate::default() + chrono::Duration::days(day))
                });
                let days = days.iter().map(|of| of.map(|(day, _)| i32::try_from(day).unwrap()));
                (Arc::new(days.collect::<Date32Array>()), values)
            }
            _ => {
                let times = days
                    .iter()
                    .map(|of| of.map(|(day, midnight)| day * 86_400_000 + i64::from(!midnight)));
                (Arc::new(times.collect::<Date64Array>()), values)
            }
        };
        wrapped(drawn, way)
    })
}

fn lists() -> impl Strategy<Value = Drawn> {
    let words = prop_oneof![
        3 => prop::sample::select(vec!["full_day", "hourly", "全日托", "临时托", "half_day"]).prop_map(str::to_owned),
        1 => texts(),
    ];
    let item = prop::option::weighted(0.97, words);
    (rows(prop::collection::vec(item, 0..5)), 0..7_u8, 0..9_u8).prop_map(|(lists, kind, way)| {
        let value = |items: Vec<Option<String>>| Value::List(known(&items, Value::Text));
        macro_rules! of {
            ($builder:expr) => {{
                let mut builder = $builder;
                for list in &lists {
                    builder.append_option(list.clone());
                }
                Arc::new(builder.finish()) as ArrayRef
            }};
        }
        macro_rules! views {
            ($builder:expr) => {{
                let mut builder = $builder;
                for list in &lists {
                    list.iter()
                        .flatten()
                        .for_each(|item| builder.values().append_option(item.clone()));
                    builder.append(list.is_some());
                }
                (Arc::new(builder.finish()) as ArrayRef, known(&lists, value))
            }};
        }
        let drawn: Drawn = match kind {
            0 => (of!(ListBuilder::new(StringBuilder::new())), known(&lists, value)),
            1 => (of!(LargeListBuilder::new(StringBuilder::new())), known(&lists, value)),
            2 => views!(ListViewBuilder::new(StringBuilder::new())),
            4 => views!(LargeListViewBuilder::new(StringBuilder::new())),
            5 => {
                let words = StringDictionaryBuilder::<Int32Type>::new();
                (of!(ListBuilder::new(words)), known(&lists, value))
            }
            3 => {
                let mut builder = FixedSizeListBuilder::new(StringBuilder::new(), 2);
                let pairs: Vec<Option<Vec<Option<String>>>> = lists
                    .iter()
                    .map(|list| {
                        list.clone().map(|mut list| {
                            list.resize(2, Some("hourly".into()));
                            list
                        })
                    })
                    .collect();
                for pair in &pairs {
                    let items = pair.clone().unwrap_or_else(|| vec![None, None]);
                    items.into_iter().for_each(|item| builder.values().append_option(item));
                    builder.append(pair.is_some());
                }
                (Arc::new(builder.finish()) as ArrayRef, known(&pairs, value))
            }
            _ => (of!(ListBuilder::new(StringViewBuilder::new())), known(&lists, value)),
        };
        wrapped(drawn, way)
    })
}

fn columns() -> impl Strategy<Value = Drawn> {
    prop_oneof![
        1 => bools(), 2 => integers(), 2 => floats(), 4 => strings(), 2 => dates(), 1 => lists(),
    ]
}

/// Parts of each fault.
type Told = Vec<[Option<String>; 6]>;

/// Outcomes of one institution, or the faults of the fact.
fn single(read: Result<Institution, crate::Error>) -> Result<Vec<Outcome>, Told> {
    let told = |fault: crate::Fault| {
        let code = Some(fault.code.name());
        let (zh, en) = (Some(fault.message.zh), Some(fault.message.en));
        [Some(fault.path), code, zh, en, fault.hint, fault.hint_zh]
    };
    let facts = read.and_then(|read| PLAN.facts(&read));
    let facts = facts.map_err(|error| error.errors().into_iter().map(told).collect::<Told>())?;
    let mut outcomes = Outcomes::default();
    PLAN.outcomes(&facts, &mut outcomes).unwrap();
    Ok(outcomes.iter().collect())
}

fn json(value: &Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => serde_json::Number::from_f64(*number)?.into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Date(_) | Value::DateTime(_) | Value::Table(_) => return None,
    })
}

fn agrees(fact: Fact, drawn: &Drawn) {
    let field = Field::new(fact.field(), drawn.0.data_type().clone(), true);
    field_agrees(fact, field, drawn);
}

fn field_agrees(fact: Fact, field: Field, (array, values): &Drawn) {
    let schema = Arc::new(Schema::new(vec![field]));
    let table = RecordBatch::try_new(schema, vec![Arc::clone(array)]).unwrap();
    let request = Request { details: true, faults: true, ..Request::default() };
    // A slice too: offsets are where readers of columns go wrong.
    for first in [0, values.len() / 3 + 1] {
        let part = table.slice(first, values.len() - first);
        let answers = PLAN.run_batch(&part, &request).unwrap();
        let errors = answers.column_by_name("error").unwrap().as_string::<i32>();
        let faults = answers.column_by_name("faults").unwrap().as_list::<i32>();
        for (row, value) in values.iter().skip(first).enumerate() {
            let context = || format!("{} of {:?}: {value:?}", fact.field(), array.data_type());
            let named =
                single(Institution::from_fields([(fact.field().to_owned(), value.clone())]));
            if let Some(json) = json(value) {
                let json = serde_json::json!({ fact.field(): json }).to_string();
                assert_eq!(single(Institution::from_json(&json)), named, "{}", context());
            }
            match &named {
                Err(wanted) => {
                    let code = wanted[0][1].clone().unwrap();
                    let told = errors.is_valid(row).then(|| errors.value(row));
                    assert_eq!(told, Some(&*format!("{}: {code}", fact.field())), "{}", context());
                    let found = faults.value(row);
                    let found = found.as_struct();
                    let part = |at: usize, fault: usize| {
                        let texts = found.column(at).as_string::<i32>();
                        texts.is_valid(fault).then(|| texts.value(fault).to_owned())
                    };
                    let all =
                        (0..found.len()).map(|fault| [0, 1, 2, 3, 4, 5].map(|at| part(at, fault)));
                    assert_eq!(&all.collect::<Told>(), wanted, "{}", context());
                }
                Ok(outcomes) => {
                    assert!(errors.is_null(row), "{} {}", errors.value(row), context());
                    for (name, outcome) in PLAN.targets().iter().zip(outcomes) {
                        let decided = answers.column_by_name(name).unwrap().as_boolean();
                        let told = decided.is_valid(row).then(|| decided.value(row));
                        let wanted = match outcome {
                            Outcome::Met => Some(true),
                            Outcome::Unmet => Some(false),
                            _ => None,
                        };
                        assert_eq!(told, wanted, "{name} {}", context());
                    }
                }
            }
        }
    }
}

#[test]
fn value_is_read_alike_in_every_layout() {
    let draws = std::env::var("TUOYU_DRAWS").ok().and_then(|draws| draws.parse::<u32>().ok());
    let cases = draws.map_or(COLUMNS, |draws| draws / u32::try_from(ROWS).unwrap());
    let facts: Vec<Fact> = vocabulary("Institution").collect();
    let mut runner = TestRunner::new(Config { cases, ..Config::default() });
    let strategy = (prop::sample::select(facts), columns());
    let mut drawn = 0;
    for _ in 0..cases {
        let (fact, column) = strategy.new_tree(&mut runner).unwrap().current();
        drawn += column.1.len();
        agrees(fact, &column);
    }
    println!("{drawn} values drawn");
}

/// Truth values in bytes, named where they lie: within runs and lists, else on the column.
fn in_bytes(way: u8) -> (Field, Drawn) {
    let named = |name: &str, of: DataType| {
        Field::new(name, of, true).with_metadata([("ARROW:extension:name", "arrow.bool8")])
    };
    let bytes: Vec<Option<i8>> =
        (0..12).map(|row| [Some(0), Some(1), None, Some(-7)][row % 4]).collect();
    let values = known(&bytes, |byte| Value::Bool(byte != 0));
    let plain: ArrayRef = Arc::new(Int8Array::from(bytes));
    if way < 6 {
        let drawn = wrapped((plain, values), way);
        return (named("", drawn.0.data_type().clone()), drawn);
    }
    let item = Arc::new(named("item", DataType::Int8));
    if way == 6 {
        let (runs, values) = in_runs(plain, &values);
        let ends = Arc::new(Field::new("run_ends", DataType::Int32, false));
        let of = DataType::RunEndEncoded(ends, item);
        let runs = make_array(runs.to_data().into_builder().data_type(of.clone()).build().unwrap());
        return (Field::new("", of, true), (runs, values));
    }
    let lists = ListArray::new(item, OffsetBuffer::from_lengths([3; 4]), plain, None);
    let values: Vec<Value> = values.chunks(3).map(|items| Value::List(items.to_vec())).collect();
    let (lists, values) = if way == 7 {
        (Arc::new(lists) as ArrayRef, values)
    } else {
        in_words(Arc::new(lists), &values)
    };
    (Field::new("", lists.data_type().clone(), true), (lists, values))
}

#[test]
fn truth_in_bytes_is_a_truth_wherever_it_lies() {
    for fact in [Fact::Filed, Fact::Storey, Fact::Modes, Fact::LeaseFrom, Fact::Jurisdiction] {
        for way in 0..9 {
            let (field, drawn) = in_bytes(way);
            field_agrees(fact, field.with_name(fact.field()), &drawn);
        }
    }
}

#[test]
fn type_of_others_is_no_column_of_facts_wherever_it_is_named() {
    let periods: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    let words = in_words(Arc::clone(&periods), &[Value::Int(1), Value::Int(2), Value::Int(3)]).0;
    for name in ["pandas.period", "arrow.bool8"] {
        for array in [&periods, &words] {
            let field = Field::new("storey", array.data_type().clone(), true)
                .with_metadata([("ARROW:extension:name", name)]);
            let table =
                RecordBatch::try_new(Arc::new(Schema::new(vec![field])), vec![Arc::clone(array)]);
            let error = PLAN.run_batch(&table.unwrap(), &Request::default()).unwrap_err();
            assert_eq!((error.code.name().as_str(), &*error.path), ("wrong_type", "storey"));
        }
    }
    let (words, values) = in_words(
        Arc::new(StringArray::from(vec!["370303", "张店区"])),
        &["370303", "张店区"].map(|text| Value::Text(text.to_owned())),
    );
    let field = Field::new("jurisdiction", words.data_type().clone(), true)
        .with_metadata([("ARROW:extension:name", "arrow.json")]);
    field_agrees(Fact::Jurisdiction, field, &(words, values));
}

#[test]
fn each_kind_of_fact_meets_each_type_of_column() {
    let mut runner = TestRunner::deterministic();
    let facts = [
        Fact::Filed,
        Fact::Storey,
        Fact::Capacity,
        Fact::LeaseFrom,
        Fact::LegalForm,
        Fact::Modes,
        Fact::Jurisdiction,
        Fact::CreditCode,
    ];
    let kinds = facts.map(Fact::kind).map(Kind::name);
    assert!(
        ["bool", "int", "date", "choice", "set", "place", "text"]
            .iter()
            .all(|kind| kinds.contains(kind))
    );
    for fact in facts {
        for column in [
            bools().boxed(),
            integers().boxed(),
            floats().boxed(),
            strings().boxed(),
            dates().boxed(),
            lists().boxed(),
        ] {
            agrees(fact, &column.new_tree(&mut runner).unwrap().current());
        }
        let nothing: ArrayRef = Arc::new(NullArray::new(3));
        agrees(fact, &(nothing, vec![Value::Null; 3]));
        let unset: ArrayRef = new_null_array(&DataType::Int32, 3);
        agrees(fact, &(unset, vec![Value::Null; 3]));
    }
}

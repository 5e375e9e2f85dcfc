//! Arrow 表: facts from record batches, and outcomes to record batches.
//!
//! A batch of facts has a column for each fact that is known, named as the field of [`Institution`]; a column that is
//! left out is a fact that is not known, and so is a null. Columns are read as they lie in memory: truth values,
//! whole numbers, days and texts are not copied.
//!
//! Each kind of fact accepts what a record in JSON accepts (`docs/values.md`), in whichever type it lies: numbers
//! of any width, with a point where they are whole, and decimals; days, and timestamps at midnight of their zone; texts,
//! dictionaries, runs, and lists of any layout. NaN is not known. A value of another kind is a fault of its row.

mod answers;
mod arrays;
mod batches;
mod cells;
mod classes;
mod faults;
mod layout;
mod lists;
mod long;
mod plan_reader;

pub use batches::Batches;
pub use plan_reader::PlanReader;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{FieldRef, Schema, SchemaRef};

use crate::error::{Error, ErrorCode, Faults, told_name};
use crate::facts::{Fact, duplicate_field};
use crate::plan::Plan;
use crate::plan::arrow::answers::wide;
use crate::plan::arrow::arrays::{Held, unread};
use crate::plan::arrow::cells::is_readable;
use crate::plan::arrow::classes::HeldClasses;
use crate::plan::arrow::faults::{Told, faults_of_rows};
use crate::plan::arrow::long::Lines;
use crate::plan::columns::{Column, Extra, Request};
use crate::policy::vocabulary;
use crate::text::Text;

/// The number for a value that is none of its column, such as one with a fraction: out of every range.
pub const NONE: i64 = i64::MIN;

/// The most rows that a reader answers at a time, so that whoever waits can give up: a second has many of them.
pub const MOST_ROWS: usize = 1 << 18;

/// As above, where the facts behind each outcome are asked for, which takes longer.
pub const MOST_ROWS_WITH_REASONS: usize = 1 << 16;

/// As above, where each row may come to many lines or texts.
pub const MOST_ROWS_IN_LINES: usize = 1 << 12;

impl Plan {
    /// Answers a batch: a row of outcomes for each row of facts, laid out as [`Plan::answer_schema`] says, behind the
    /// columns that are kept. A column of pandas' index that is no fact is none of the facts.
    ///
    /// # Errors
    /// A column that no institution has, is given twice, or is of a type that no fact can be read from. A row that
    /// cannot be read is no error of the batch.
    pub fn run_batch(&self, facts: &RecordBatch, request: &Request) -> Result<RecordBatch, Error> {
        let columns = Columns::of(self, facts.schema_ref(), request)?;
        self.answer_as(facts, request, &columns, columns.schema(self, request)?, 0)
    }

    /// Answers a batch whose first row is the one of that number in its table.
    fn answer_as(
        &self,
        facts: &RecordBatch,
        request: &Request,
        columns: &Columns,
        schema: SchemaRef,
        first_row: u64,
    ) -> Result<RecordBatch, Error> {
        let arrays_at = |at: &usize| facts.columns().get(*at);
        let held = columns
            .facts
            .iter()
            .filter_map(|(at, fact)| Some((schema_field(facts, *at)?, arrays_at(at)?, *fact)));
        let held: Vec<Held<'_>> =
            held.map(|(field, array, fact)| Held::new(field, array, fact)).collect();
        let mut given: Vec<Column<'_>> = held.iter().map(Held::column).collect();
        let at = columns.classes.as_ref();
        let classes = at.and_then(|at| HeldClasses::new(schema_field(facts, *at)?, arrays_at(at)?));
        let of_classes: Vec<Column<'_>> =
            classes.iter().flat_map(|classes| &classes.columns).map(Held::column).collect();
        given.extend(classes.as_ref().map(|classes| classes.column(&of_classes)));
        let mut answers = self.run(facts.num_rows(), &given, &request.bits())?;
        for error in &mut answers.errors {
            let held = held.iter().find(|held| held.fact.field() == error.column);
            if let Some(code) = held.and_then(|held| held.fault(error.row, self)) {
                error.code = code;
            }
        }
        let mut kept: Vec<ArrayRef> = columns.kept.iter().filter_map(arrays_at).cloned().collect();
        let faults = request.faults.then(|| {
            let told = Told { held: &held, classes: classes.as_ref(), plan: self };
            faults_of_rows(&answers.errors, &told)
        });
        let (rows, arrays) = if request.long {
            let lines = Lines::of(&answers);
            let repeated = kept.iter().map(|array| lines.repeated(array));
            kept = repeated.collect::<Result<_, _>>()?;
            (lines.len(), lines.arrays(self, answers.errors, faults, first_row)?)
        } else {
            (facts.num_rows(), wide(self, answers, request, faults)?)
        };
        kept.extend(arrays);
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(schema, kept, &options)?)
    }
}

pub fn schema_field(facts: &RecordBatch, at: usize) -> Option<&FieldRef> {
    facts.schema_ref().fields().get(at)
}

/// Columns of a table, by their positions.
#[derive(Debug)]
pub struct Columns {
    pub facts: Vec<(usize, Fact)>,
    /// Classes of filings.
    pub classes: Option<usize>,
    pub kept: Vec<usize>,
    pub kept_fields: Vec<FieldRef>,
}

impl Columns {
    /// # Errors
    /// Every column that is no fact and is not kept, and every one of a type that no fact can be read from.
    pub fn of(plan: &Plan, schema: &Schema, request: &Request) -> Result<Self, Error> {
        let index = index_columns(schema);
        let mut columns =
            Self { facts: Vec::new(), classes: None, kept: Vec::new(), kept_fields: Vec::new() };
        let mut faults = Faults::default();
        for (at, field) in schema.fields().iter().enumerate() {
            let is_index = index.contains(field.name());
            match plan.field(field.name()) {
                Ok(Fact::Classes) => match classes::check(field) {
                    Ok(()) if columns.classes.is_some() => {
                        faults.add(duplicate_field(Fact::Classes.field()));
                    }
                    Ok(()) => columns.classes = Some(at),
                    Err(error) => faults.add(error),
                },
                Ok(fact) if is_readable(field) => columns.facts.push((at, fact)),
                Ok(fact) => faults.add(unread(fact, field)),
                Err(_) if request.extra == Extra::Keep => {
                    columns.kept.push(at);
                    columns.kept_fields.push(Arc::clone(field));
                }
                Err(_) if is_index => {}
                Err(error) => faults.add(no_fact(error, field.name(), plan)),
            }
        }
        faults.or(columns)
    }

    /// The columns of the answers, behind those that are kept.
    pub fn schema(&self, plan: &Plan, request: &Request) -> Result<SchemaRef, Error> {
        let answers = plan.answer_schema(request);
        if self.kept.is_empty() {
            return Ok(answers);
        }
        if let Some(twice) =
            self.kept_fields.iter().find(|field| answers.field_with_name(field.name()).is_ok())
        {
            let zh = "表里已有与结果同名的列，请改名或去掉";
            let en = "the answers have a column of that name; rename it, or leave it out";
            return Err(Error::new(ErrorCode::DuplicateField, told_name(twice.name()), zh, en));
        }
        let fields: Vec<FieldRef> =
            self.kept_fields.iter().chain(answers.fields().iter()).cloned().collect();
        Ok(Arc::new(Schema::new(fields)))
    }
}

/// The columns that pandas says are its index.
pub fn index_columns(schema: &Schema) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Pandas {
        #[serde(default)]
        index_columns: Vec<serde_json::Value>,
    }
    let pandas = schema.metadata().get("pandas");
    let pandas = pandas.and_then(|text| serde_json::from_str::<Pandas>(text).ok());
    let columns = pandas.map(|pandas| pandas.index_columns).unwrap_or_default();
    columns.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// The error for a column that no fact is named by, with those that are.
pub fn no_fact(error: Error, name: &str, plan: &Plan) -> Error {
    let of_dossier = plan.is_of_filings().then(|| vocabulary("Dossier"));
    let known = vocabulary("Institution").chain(of_dossier.into_iter().flatten());
    let known: Vec<&str> = known.map(Fact::field).collect();
    let found = error.hint.is_some();
    let mut error = error.inside(told_name(name));
    error.message = Text::new(
        format!("表里的这一列不是事实；可以有的列：{}", known.join("、")),
        format!("{}; the columns of facts are {}", error.message.en, known.join(", ")),
    );
    let keep = Text::new(
        "不是事实的列请去掉，或者用 extra=\"keep\" 原样带到结果里",
        "leave a column out that is no fact, or keep it beside the answers with extra=\"keep\"",
    );
    if found { error } else { error.with_hint(Some(keep)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Institution, Value};
    use crate::logic::Outcome;
    use crate::plan::arrow::arrays::Source;
    use crate::plan::arrow::cells::SECONDS_PER_DAY;
    use crate::plan::outcomes::Outcomes;
    use crate::properties::BOOK;
    use arrow_array::Array;
    use arrow_array::DictionaryArray;
    use arrow_array::Int8Array;
    use arrow_array::RecordBatchReader;
    use arrow_array::StringArray;
    use arrow_array::StringViewArray;
    use arrow_array::UInt64Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::*;
    use arrow_array::{
        BooleanArray, Date32Array, Date64Array, Float32Array, Float64Array, Int16Array, Int32Array,
        Int64Array, LargeListArray, LargeStringArray, ListArray, NullArray, RecordBatchIterator,
        StructArray, TimestampMicrosecondArray, TimestampMillisecondArray,
        TimestampNanosecondArray, TimestampSecondArray, UInt8Array, UInt16Array, UInt32Array,
    };
    use arrow_buffer::NullBuffer;
    use arrow_schema::{ArrowError, DataType, Field};
    use chrono::NaiveDate;
    use std::sync::LazyLock;

    static PLAN: LazyLock<Arc<Plan>> =
        LazyLock::new(|| Arc::new(BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap()));

    const DETAILS: Request = Request { details: true, reasons: true, threads: 1, ..PLAIN };

    const PLAIN: Request = Request {
        details: false,
        reasons: false,
        threads: 1,
        extra: Extra::Refuse,
        categories: false,
        faults: false,
        long: false,
        classes: false,
    };

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, array)| (name, array, true)),
        )
        .unwrap()
    }

    /// Outcomes of a row.
    fn told(answers: &RecordBatch, row: usize) -> Result<Vec<Outcome>, String> {
        let error = answers.column_by_name("error").unwrap().as_string::<i32>();
        let targets = PLAN.targets().iter().map(|name| {
            let decided = answers.column_by_name(name).unwrap().as_boolean();
            let open = answers.column_by_name(&format!("{name}:open")).unwrap();
            let open = open.as_dictionary::<Int8Type>();
            let reasons = answers.column_by_name(&format!("{name}:reasons")).unwrap();
            assert_eq!(reasons.is_valid(row), error.is_null(row));
            assert!(decided.is_null(row) || open.is_null(row));
            if decided.is_valid(row) {
                return if decided.value(row) { Outcome::Met } else { Outcome::Unmet };
            }
            assert_eq!(open.is_valid(row), error.is_null(row));
            match open.key(row).map(|key| open.values().as_string::<i32>().value(key)) {
                Some("unsettled") => Outcome::OpenUnsettled,
                Some("conflict") => Outcome::OpenConflict,
                Some("not_in_force") => Outcome::NotInForce,
                _ => Outcome::OpenFacts,
            }
        });
        let targets: Vec<Outcome> = targets.collect();
        if error.is_valid(row) { Err(error.value(row).to_owned()) } else { Ok(targets) }
    }

    /// Answers of a plan for one institution.
    fn single(fields: Vec<(&str, Value)>) -> Result<Vec<Outcome>, String> {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        let facts = Institution::from_fields(fields).and_then(|known| PLAN.facts(&known));
        let facts = facts.map_err(|error| {
            let column: String = error.path.chars().take_while(|c| *c != '[').collect();
            format!("{column}: {}", error.code.name())
        })?;
        let mut outcomes = Outcomes::default();
        PLAN.outcomes(&facts, &mut outcomes).unwrap();
        Ok(outcomes.iter().collect())
    }

    /// A column answers as its values one by one, and so does every slice of it.
    fn agrees(name: &str, array: ArrayRef, values: &[Value]) {
        let rows = array.len();
        assert_eq!(rows, values.len());
        let place: ArrayRef = Arc::new(StringArray::from(vec!["370303"; rows]));
        let filed: ArrayRef = Arc::new(BooleanArray::from(vec![true; rows]));
        let mut columns = vec![("jurisdiction", place), ("filed", filed)];
        columns.retain(|(other, _)| *other != name);
        columns.push((name, array));
        let whole = batch(columns);
        let wanted: Vec<_> = values
            .iter()
            .map(|value| {
                let mut fields =
                    vec![("jurisdiction", text("370303")), ("filed", Value::Bool(true))];
                fields.retain(|(other, _)| *other != name);
                fields.push((name, value.clone()));
                single(fields)
            })
            .collect();
        for (offset, length) in [(0, rows), (1, rows), (3, 70), (9, rows), (67, 5), (rows, 0)] {
            let offset = offset.min(rows);
            let length = length.min(rows - offset);
            let part = whole.slice(offset, length);
            let answers = PLAN.run_batch(&part, &DETAILS).unwrap();
            assert_eq!(answers.num_rows(), length);
            for row in 0..length {
                let wanted = &wanted[offset + row];
                assert_eq!(&told(&answers, row), wanted, "{name} {offset} {row}");
            }
            if offset == 3 {
                says_it_in_every_form(&part, &answers);
            }
        }
    }

    /// Categories, faults and reasons in long form say of a table what its answers with details do.
    fn says_it_in_every_form(facts: &RecordBatch, answers: &RecordBatch) {
        let request = Request { categories: true, faults: true, ..PLAIN };
        let found = PLAN.run_batch(facts, &request).unwrap();
        let faults = found.column_by_name("faults").unwrap().as_list::<i32>();
        let long = Request { long: true, faults: true, ..PLAIN };
        let long = PLAN.run_batch(facts, &long).unwrap();
        let rows = long.column(0).as_primitive::<UInt64Type>().values();
        let words = |at: usize, line: usize| -> Option<String> {
            let words = long.column(at);
            let words = words.as_any_dictionary();
            let key = words.keys().is_valid(line).then(|| words.normalized_keys()[line])?;
            Some(words.values().as_string::<i32>().value(key).to_owned())
        };
        let mut lines = Vec::new();
        for row in 0..facts.num_rows() {
            let wanted = told(answers, row);
            for (at, target) in PLAN.targets().iter().enumerate() {
                let outcome = found.column(at).as_dictionary::<Int8Type>();
                let key = outcome.key(row);
                let word = key.map(|key| outcome.values().as_string::<i32>().value(key));
                assert_eq!(word, wanted.as_ref().ok().map(|wanted| wanted[at].name()));
                let reasons = answers.column_by_name(&format!("{target}:reasons")).unwrap();
                let reasons = reasons.as_primitive::<UInt64Type>();
                for bit in crate::bitset::ones(reasons.value(row)).filter(|_| wanted.is_ok()) {
                    let fact = PLAN.reason_facts()[bit].to_owned();
                    lines.push((row as u64, Some(target.clone()), Some(fact)));
                }
            }
            let of_row = faults.is_valid(row).then(|| faults.value(row));
            let of_row = of_row.iter().flat_map(|of_row| {
                let part = |at: usize| of_row.as_struct().column(at).as_string::<i32>();
                assert!((0..4).all(|at| part(at).iter().all(|text| text.is_some())));
                let told = part(0).iter().zip(part(1)).map(|(path, code)| {
                    let path: String = path.unwrap().chars().take_while(|c| *c != '[').collect();
                    format!("{path}: {}", code.unwrap())
                });
                told.collect::<Vec<_>>()
            });
            let mut of_row: Vec<String> = of_row.collect();
            of_row.dedup();
            assert_eq!(of_row.join("; "), wanted.as_ref().err().cloned().unwrap_or_default());
            if wanted.is_err() {
                lines.push((row as u64, None, None));
            }
        }
        let found: Vec<_> =
            (0..long.num_rows()).map(|at| (rows[at], words(1, at), words(2, at))).collect();
        assert_eq!(found, lines);
    }

    #[test]
    fn outcomes_as_categories_are_ordered() {
        let facts = batch(vec![("storey", Arc::new(Int32Array::from(vec![1])))]);
        let answers = PLAN.run_batch(&facts, &Request { categories: true, ..PLAIN }).unwrap();
        let schema = answers.schema();
        let field = schema.field_with_name("register").unwrap();
        assert_eq!(field.dict_is_ordered(), Some(true));
        let words = answers.column(0).as_dictionary::<Int8Type>().values();
        let words: Vec<&str> = words.as_string::<i32>().iter().flatten().collect();
        assert_eq!(words[1..3], ["unmet", "open_facts"]);
        let every: std::collections::BTreeSet<&str> = words.into_iter().collect();
        assert_eq!(every, Outcome::ALL.iter().map(|outcome| outcome.name()).collect());
    }

    #[test]
    fn reasons_in_long_form_keep_what_is_kept_and_count_rows_on() {
        let batch = |ids: Vec<i64>, storeys: Vec<i32>| {
            batch(vec![
                ("id", Arc::new(Int64Array::from(ids))),
                ("storey", Arc::new(Int32Array::from(storeys))),
            ])
        };
        let (first, last) = (batch(vec![7, 8], vec![1, 0]), batch(vec![9], vec![0]));
        let schema = first.schema();
        let reader = RecordBatchIterator::new([Ok(first), Ok(last)], schema);
        let request = Request { long: true, faults: true, extra: Extra::Keep, ..PLAIN };
        let answers = PlanReader::new(Arc::clone(&PLAN), reader, request).unwrap();
        let answers: Vec<RecordBatch> = answers.collect::<Result<_, _>>().unwrap();
        let schema = answers[0].schema();
        let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        assert_eq!(names, ["id", "row", "target", "fact", "faults", "error"]);
        let [first, last] = &answers[..] else { unreachable!("two batches") };
        let rows = |of: &RecordBatch| -> Vec<(i64, u64)> {
            let ids = of.column(0).as_primitive::<Int64Type>().values().to_vec();
            ids.into_iter()
                .zip(of.column(1).as_primitive::<UInt64Type>().values().to_vec())
                .collect()
        };
        assert_eq!(rows(last), [(9, 2)]);
        assert_eq!(rows(first).last(), Some(&(8, 1)));
        assert!(rows(first).len() > 10);
        assert_eq!(last.column(5).as_string::<i32>().value(0), "storey: out_of_range");
        let fault = last.column(4).as_list::<i32>().value(0);
        assert!(fault.as_struct().column(3).as_string::<i32>().value(0).contains("storey 0"));
    }

    /// The same values again and again, for more than one word of rows.
    fn cycled<T: Clone>(values: &[T]) -> Vec<T> {
        values.iter().cycle().take(150).cloned().collect()
    }

    #[test]
    fn truth_values() {
        let values = cycled(&[Some(true), None, Some(false), Some(false), None]);
        let wanted: Vec<Value> =
            values.iter().map(|value| value.map_or(Value::Null, Value::Bool)).collect();
        agrees("registered", Arc::new(BooleanArray::from(values)), &wanted);
        agrees("filed", Arc::new(NullArray::new(150)), &cycled(&[Value::Null]));
    }

    #[test]
    fn whole_numbers_of_every_width() {
        let numbers = cycled(&[Some(3_i8), None, Some(0), Some(-1), Some(1), Some(100)]);
        let wanted: Vec<Value> = numbers
            .iter()
            .map(|number| number.map_or(Value::Null, |number| Value::Int(i64::from(number))))
            .collect();
        fn to<T: From<i8>>(numbers: &[Option<i8>]) -> Vec<Option<T>> {
            numbers.iter().map(|number| number.map(T::from)).collect()
        }
        agrees("storey", Arc::new(Int8Array::from(numbers.clone())), &wanted);
        agrees("storey", Arc::new(Int16Array::from(to::<i16>(&numbers))), &wanted);
        agrees("storey", Arc::new(Int32Array::from(to::<i32>(&numbers))), &wanted);
        agrees("storey", Arc::new(Int64Array::from(to::<i64>(&numbers))), &wanted);
        agrees("storey", Arc::new(Float32Array::from(to::<f32>(&numbers))), &wanted);
        agrees("storey", Arc::new(Float64Array::from(to::<f64>(&numbers))), &wanted);
        let numbers = cycled(&[Some(3_u8), None, Some(0), Some(200)]);
        let wanted: Vec<Value> = numbers
            .iter()
            .map(|number| number.map_or(Value::Null, |number| Value::Int(i64::from(number))))
            .collect();
        fn wide<T: From<u8>>(numbers: &[Option<u8>]) -> Vec<Option<T>> {
            numbers.iter().map(|number| number.map(T::from)).collect()
        }
        agrees("places", Arc::new(UInt8Array::from(numbers.clone())), &wanted);
        agrees("places", Arc::new(UInt16Array::from(wide::<u16>(&numbers))), &wanted);
        agrees("places", Arc::new(UInt32Array::from(wide::<u32>(&numbers))), &wanted);
        agrees("places", Arc::new(UInt64Array::from(wide::<u64>(&numbers))), &wanted);
        let huge = Arc::new(UInt64Array::from(vec![u64::MAX]));
        agrees("places", huge, &[Value::Int(i64::MAX)]);
    }

    #[test]
    fn nan_is_not_known_and_a_fraction_cannot_be_read() {
        let numbers = cycled(&[
            Some(20.0),
            Some(f64::NAN),
            None,
            Some(2.5),
            Some(f64::INFINITY),
            Some(1e300),
            Some(-1e300),
        ]);
        let wanted: Vec<Value> = numbers
            .iter()
            .map(|number| match number {
                Some(20.0) => Value::Int(20),
                Some(number) => Value::Float(*number),
                None => Value::Null,
            })
            .collect();
        agrees("places", Arc::new(Float64Array::from(numbers)), &wanted);
    }

    const FORMS: [Option<&str>; 7] = [
        Some("enterprise"),
        None,
        Some("社会服务机构（民办非企业单位）"),
        Some("enterprize"),
        Some(""),
        Some("individual_business"),
        Some("a word that is longer than twelve bytes"),
    ];

    fn texts_of(words: &[Option<&str>]) -> Vec<Value> {
        words.iter().map(|word| word.map_or(Value::Null, text)).collect()
    }

    #[test]
    fn words_in_every_layout() {
        let words = cycled(&FORMS);
        let wanted = texts_of(&words);
        agrees("legal_form", Arc::new(StringArray::from(words.clone())), &wanted);
        agrees("legal_form", Arc::new(LargeStringArray::from(words.clone())), &wanted);
        agrees("legal_form", Arc::new(StringViewArray::from(words.clone())), &wanted);
        fn dictionary<K: ArrowDictionaryKeyType>(words: &[Option<&str>]) -> ArrayRef {
            Arc::new(words.iter().copied().collect::<DictionaryArray<K>>())
        }
        agrees("legal_form", dictionary::<Int8Type>(&words), &wanted);
        agrees("legal_form", dictionary::<Int16Type>(&words), &wanted);
        agrees("legal_form", dictionary::<Int32Type>(&words), &wanted);
        agrees("legal_form", dictionary::<Int64Type>(&words), &wanted);
        agrees("legal_form", dictionary::<UInt8Type>(&words), &wanted);
        agrees("legal_form", dictionary::<UInt16Type>(&words), &wanted);
        agrees("legal_form", dictionary::<UInt32Type>(&words), &wanted);
        agrees("legal_form", dictionary::<UInt64Type>(&words), &wanted);
        let places = cycled(&[
            Some("370303"),
            Some("张店区"),
            None,
            Some("1"),
            Some("淄博高新区"),
            Some("110101"),
        ]);
        agrees("jurisdiction", Arc::new(StringArray::from(places.clone())), &texts_of(&places));
        agrees("jurisdiction", dictionary::<Int32Type>(&places), &texts_of(&places));
        let codes =
            cycled(&[Some("12370303MA0000001T"), Some("52370303MA0000002T"), None, Some("123")]);
        agrees("credit_code", Arc::new(StringArray::from(codes.clone())), &texts_of(&codes));
        agrees("credit_code", dictionary::<Int8Type>(&codes), &texts_of(&codes));
    }

    #[test]
    fn a_dictionary_may_hold_nulls_and_nothing() {
        let keys = cycled(&[Some(0_i8), Some(1), None, Some(2), Some(1)]);
        let words = [Some("enterprise"), None, Some("no such")];
        let wanted: Vec<Value> = keys
            .iter()
            .map(|key| {
                key.and_then(|key| words[usize::try_from(key).unwrap()]).map_or(Value::Null, text)
            })
            .collect();
        let dictionary = |values: ArrayRef| {
            DictionaryArray::try_new(Int8Array::from(keys.clone()), values).unwrap()
        };
        let small: ArrayRef = Arc::new(StringArray::from(words.to_vec()));
        agrees("legal_form", Arc::new(dictionary(small)), &wanted);
        let view: ArrayRef = Arc::new(StringViewArray::from(words.to_vec()));
        agrees("legal_form", Arc::new(dictionary(view)), &wanted);
        let nothing = dictionary(Arc::new(NullArray::new(3)));
        agrees("legal_form", Arc::new(nothing), &cycled(&[Value::Null]));
        let empty = DictionaryArray::try_new(
            Int32Array::from(vec![None; 150]),
            Arc::new(StringArray::from(Vec::<&str>::new())) as ArrayRef,
        );
        agrees("legal_form", Arc::new(empty.unwrap()), &cycled(&[Value::Null]));
    }

    #[test]
    fn a_dictionary_may_have_more_words_than_a_byte_counts() {
        let mut words: Vec<String> =
            (0..400).map(|number| format!("{:06}", 370_000 + number)).collect();
        words.extend(["张店区".to_owned(), "nowhere".to_owned()]);
        let keys: Vec<Option<u16>> =
            (0..402).rev().map(|key| if key % 5 == 0 { None } else { Some(key) }).collect();
        let wanted: Vec<Value> = keys
            .iter()
            .map(|key| key.map_or(Value::Null, |key| text(&words[usize::from(key)])))
            .collect();
        let words: ArrayRef = Arc::new(StringArray::from(words));
        let keys = UInt16Array::from(keys);
        agrees("jurisdiction", Arc::new(DictionaryArray::try_new(keys, words).unwrap()), &wanted);
    }

    #[test]
    fn days() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let epoch = day("1970-01-01");
        let days = ["2025-12-31", "1969-12-31", "2026-03-01", "1899-12-31", "2030-01-01"];
        let since = |text: &str| (day(text) - epoch).num_days();
        let numbers: Vec<Option<i64>> =
            cycled(&days).into_iter().map(|text| Some(since(text))).chain([None]).collect();
        let mut wanted: Vec<Value> =
            cycled(&days).into_iter().map(|text| Value::Date(day(text))).collect();
        wanted.push(Value::Null);
        let times = |per_day: i64, late: i64| -> Vec<Option<i64>> {
            numbers.iter().map(|day| day.map(|day| day * per_day + late)).collect()
        };
        let as_days: Date32Array =
            numbers.iter().map(|day| day.map(|day| i32::try_from(day).unwrap())).collect();
        agrees("lease_until", Arc::new(as_days), &wanted);
        let milli = SECONDS_PER_DAY * 1000;
        agrees("lease_until", Arc::new(Date64Array::from(times(milli, 0))), &wanted);
        let texts: StringArray = wanted
            .iter()
            .map(|day| if let Value::Date(day) = day { Some(day.to_string()) } else { None })
            .collect();
        agrees("lease_until", Arc::new(texts), &wanted);
        let with_time: Vec<Value> = wanted
            .iter()
            .map(|day| match day {
                Value::Date(day) => Value::DateTime(day.and_hms_opt(23, 59, 59).unwrap()),
                other => other.clone(),
            })
            .collect();
        for late in [0, SECONDS_PER_DAY - 1] {
            let wanted = if late == 0 { &wanted } else { &with_time };
            let seconds = TimestampSecondArray::from(times(SECONDS_PER_DAY, late));
            agrees("lease_until", Arc::new(seconds.clone()), wanted);
            agrees("lease_until", Arc::new(seconds.with_timezone("UTC")), wanted);
            let at = times(milli, late * 1000);
            agrees("lease_until", Arc::new(Date64Array::from(at.clone())), wanted);
            agrees("lease_until", Arc::new(TimestampMillisecondArray::from(at)), wanted);
            let at = times(milli * 1000, late * 1_000_000);
            agrees("lease_until", Arc::new(TimestampMicrosecondArray::from(at)), wanted);
            let at = times(milli * 1_000_000, late * 1_000_000_000);
            agrees("lease_until", Arc::new(TimestampNanosecondArray::from(at)), wanted);
            // Midnight in China is eight hours earlier in Greenwich.
            let at = times(SECONDS_PER_DAY, late - 8 * 3600);
            let seconds = TimestampSecondArray::from(at).with_timezone("+08:00");
            agrees("lease_until", Arc::new(seconds), wanted);
        }
        let nearly = TimestampNanosecondArray::from(vec![1]);
        agrees("lease_until", Arc::new(nearly), &with_time[..1]);
        // In the summer of 1987 it was nine.
        for (text, hours) in [("1987-07-01", 9), ("2026-03-01", 8)] {
            let midnight = since(text) * SECONDS_PER_DAY - hours * 3600;
            let times = TimestampSecondArray::from(vec![midnight, midnight - 86_400, midnight - 1]);
            let column: ArrayRef = Arc::new(times.with_timezone("Asia/Shanghai"));
            let field = Field::new("lease_from", column.data_type().clone(), true);
            let Source::Days(found) = Held::new(&field, &column, Fact::LeaseFrom).source else {
                unreachable!("a timestamp is a day")
            };
            let wanted = i32::try_from(since(text)).unwrap();
            assert_eq!(found, [wanted, wanted - 1, i32::MIN]);
        }
        let far = i64::MAX / SECONDS_PER_DAY * SECONDS_PER_DAY;
        let far = TimestampSecondArray::from(vec![far, -far]);
        let wanted = [Value::Date(NaiveDate::MAX), Value::Date(NaiveDate::MIN)];
        agrees("lease_until", Arc::new(far.clone()), &wanted);
        agrees("lease_until", Arc::new(far.with_timezone("Asia/Shanghai")), &wanted);
    }

    #[test]
    fn lists_of_words() {
        let rows = cycled(&[
            Some(vec![Some("full_day"), Some("hourly")]),
            None,
            Some(vec![]),
            Some(vec![Some("全日托")]),
            Some(vec![Some("full_day"), Some("nightly")]),
        ]);
        let wanted: Vec<Value> = rows
            .iter()
            .map(|row| match row {
                Some(words) => {
                    Value::List(words.iter().map(|word| text(word.unwrap_or_default())).collect())
                }
                None => Value::Null,
            })
            .collect();
        let words: Vec<&str> = rows.iter().flatten().flatten().map(|word| word.unwrap()).collect();
        let lengths = || rows.iter().map(|row| row.as_ref().map_or(0, Vec::len));
        let known: NullBuffer = rows.iter().map(Option::is_some).collect::<Vec<_>>().into();
        let list = |values: ArrayRef| {
            let field = Arc::new(Field::new_list_field(values.data_type().clone(), true));
            let offsets = arrow_buffer::OffsetBuffer::<i32>::from_lengths(lengths());
            ListArray::new(field, offsets, values, Some(known.clone()))
        };
        agrees("modes", Arc::new(list(Arc::new(StringArray::from(words.clone())))), &wanted);
        agrees("modes", Arc::new(list(Arc::new(LargeStringArray::from(words.clone())))), &wanted);
        agrees("modes", Arc::new(list(Arc::new(StringViewArray::from(words.clone())))), &wanted);
        let dictionary: DictionaryArray<UInt32Type> = words.iter().copied().collect();
        agrees("modes", Arc::new(list(Arc::new(dictionary))), &wanted);
        let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
        let offsets = arrow_buffer::OffsetBuffer::<i64>::from_lengths(lengths());
        let values: ArrayRef = Arc::new(StringArray::from(words));
        let large = LargeListArray::new(field, offsets, values, Some(known.clone()));
        agrees("modes", Arc::new(large), &wanted);
        let hole: ArrayRef = Arc::new(StringArray::from(vec![None::<&str>]));
        let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
        let offsets = arrow_buffer::OffsetBuffer::<i32>::from_lengths([1]);
        let hole = ListArray::new(field, offsets, hole, None);
        agrees("modes", Arc::new(hole), &[Value::List(vec![Value::Null])]);
    }

    #[test]
    fn impossible_column_is_an_error_of_the_batch() {
        let yes: ArrayRef = Arc::new(BooleanArray::from(vec![true]));
        let words: ArrayRef = Arc::new(StringArray::from(vec!["yes"]));
        let table: ArrayRef = Arc::new(StructArray::from(batch(vec![("a", Arc::clone(&yes))])));
        let code = |columns: Vec<(&str, ArrayRef)>| {
            let error = PLAN.run_batch(&batch(columns), &DETAILS).unwrap_err();
            (error.code, error.path, error.hint)
        };
        let hint = Some("did you mean `legal_form`?".to_owned());
        let unknown = |found| (ErrorCode::UnknownField, "legalform".to_owned(), found);
        assert_eq!(code(vec![("legalform", Arc::clone(&words))]), unknown(hint.clone()));
        assert_eq!(code(vec![("legalform", Arc::clone(&table))]), unknown(hint));
        let cast = Some("cast the column first".to_owned());
        let wrong = |path: &str| (ErrorCode::WrongType, path.to_owned(), cast.clone());
        assert_eq!(code(vec![("filed", Arc::clone(&table))]), wrong("filed"));
        let zoned = TimestampSecondArray::from(vec![0]).with_timezone("Mars/Olympus");
        assert_eq!(code(vec![("lease_from", Arc::new(zoned))]), wrong("lease_from"));
        let columns = vec![("filed", table), ("amount", words.clone()), ("storey", words)];
        let error = PLAN.run_batch(&batch(columns), &DETAILS).unwrap_err();
        let paths: Vec<String> = error.errors().into_iter().map(|fault| fault.path).collect();
        assert_eq!(paths, ["filed", "amount"]);
        let twice = (ErrorCode::DuplicateField, "filed".to_owned(), None);
        assert_eq!(code(vec![("filed", Arc::clone(&yes)), ("filed", yes)]), twice);
    }

    #[test]
    fn the_columns_are_those_of_the_request() {
        let facts = batch(vec![("storey", Arc::new(Int32Array::from(vec![1, 0, 2])))]);
        let plain = PLAN.run_batch(&facts, &Request::default()).unwrap();
        let names = |answers: &RecordBatch| -> Vec<String> {
            let fields = answers.schema();
            fields.fields().iter().map(|field| field.name().clone()).collect()
        };
        let targets = PLAN.targets().len();
        assert_eq!(names(&plain)[..targets], *PLAN.targets());
        assert_eq!(names(&plain)[targets..], ["error"]);
        let full = PLAN.run_batch(&facts, &DETAILS).unwrap();
        assert_eq!(full.num_columns(), 3 * targets + 1);
        let schema = full.schema();
        let reasons = schema.field_with_name("vat-exemption:reasons").unwrap();
        assert_eq!(reasons.metadata()["facts"], PLAN.reason_facts().join(","));
        let errors = full.column_by_name("error").unwrap().as_string::<i32>();
        assert_eq!(errors.iter().collect::<Vec<_>>(), [None, Some("storey: out_of_range"), None]);
        for column in full.columns().iter().take(3 * targets) {
            assert!(column.is_null(1));
        }
    }

    #[test]
    fn a_batch_without_columns_has_rows() {
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(70));
        let facts =
            RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &options).unwrap();
        let answers = PLAN.run_batch(&facts, &DETAILS).unwrap();
        assert_eq!(answers.num_rows(), 70);
        assert_eq!(told(&answers, 69), single(vec![]));
    }

    #[test]
    fn a_reader_answers_batch_by_batch() {
        let facts =
            |storeys: Vec<i32>| batch(vec![("storey", Arc::new(Int32Array::from(storeys)))]);
        let (first, last) = (facts(vec![1, 2, 0]), facts(vec![5]));
        let schema = first.schema();
        let batches =
            [Ok(first), Ok(facts(vec![])), Err(ArrowError::CDataInterface("torn".into()))];
        let batches = batches.into_iter().chain([Ok(last)]);
        let reader = RecordBatchIterator::new(batches, schema);
        let answers = PlanReader::new(Arc::clone(&PLAN), reader, DETAILS).unwrap();
        assert_eq!(answers.schema(), PLAN.answer_schema(&DETAILS));
        let rows: Vec<_> =
            answers.map(|answers| answers.map(|answers| answers.num_rows()).ok()).collect();
        assert_eq!(rows, [Some(3), Some(0), None, Some(1)]);
        let unknown = batch(vec![("storeys", Arc::new(Int32Array::from(vec![1])))]);
        let reader = RecordBatchIterator::new([Ok(unknown.clone())], unknown.schema());
        let error = PlanReader::new(Arc::clone(&PLAN), reader, DETAILS).err().unwrap();
        assert_eq!(error.hint.as_deref(), Some("did you mean `storey`?"));
    }
}

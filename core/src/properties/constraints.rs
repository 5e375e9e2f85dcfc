//! The constraints refuse alike in a record, in named values, in JSON, in codes and in columns.

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::answers::Review;
use crate::error::{Error, ErrorCode};
use crate::facts::{
    CareClass, Constraint, Dossier, EPOCH, Fact, Institution, Kind, Scalar, Scalars, Value,
    day_code,
};
use crate::ffi::{Codes, Field};
use crate::plan::{Column, Plan, Request, Values};
use crate::properties::exactness::{BOOK, written};

const AS_OF: &str = "2026-03-01";

fn as_of() -> NaiveDate {
    AS_OF.parse().unwrap()
}

/// Values near each other, so that either may be the greater, or nothing.
fn near(fact: Fact) -> BoxedStrategy<Option<i64>> {
    let middle = match fact.kind() {
        Kind::Date => day_code(as_of()),
        _ => 12,
    };
    prop_oneof![1 => Just(None), 6 => (middle - 2..=middle + 2).prop_map(Some)].boxed()
}

/// Every constraint of a record, and codes of the facts that they speak of.
fn stated(constraints: &'static [Constraint]) -> BoxedStrategy<Vec<(Fact, Option<i64>)>> {
    let mut facts: Vec<Fact> = constraints.iter().flat_map(|one| [one.least, one.most]).collect();
    facts.retain(|fact| *fact != Fact::Day);
    facts.sort_unstable();
    facts.dedup();
    let each: Vec<_> = facts.into_iter().map(|fact| (Just(fact), near(fact))).collect();
    each.boxed()
}

fn fields(stated: &[(Fact, Option<i64>)]) -> Vec<(String, Value)> {
    let known = stated.iter().filter_map(|(fact, code)| Some((*fact, (*code)?)));
    known.map(|(fact, code)| (fact.field().to_owned(), written(fact, code))).collect()
}

/// The fields that the constraints refuse.
fn refused(
    constraints: &[Constraint],
    stated: &[(Fact, Option<i64>)],
    day: Option<i64>,
) -> Vec<String> {
    let code = |fact: Fact| match fact {
        Fact::Day => day,
        fact => stated.iter().find(|(one, _)| *one == fact).and_then(|(_, code)| *code),
    };
    let greater =
        |one: &&Constraint| code(one.least).zip(code(one.most)).is_some_and(|(a, b)| a > b);
    let blamed = |one: &Constraint| if one.most == Fact::Day { one.least } else { one.most };
    constraints.iter().filter(greater).map(|one| blamed(one).field().to_owned()).collect()
}

/// The fields that an error names, all of which have to be conflicts.
fn named<T>(read: Result<T, Error>) -> Vec<String> {
    let errors = read.err().map(|error| error.errors()).unwrap_or_default();
    assert!(errors.iter().all(|one| one.code == ErrorCode::Conflict), "{errors:?}");
    errors.into_iter().map(|one| one.path).collect()
}

/// The fields that a column of one row is refused for.
fn in_columns(plan: &Plan, stated: &[(Fact, Option<i64>)]) -> Vec<String> {
    struct One(Fact, Option<i64>);
    impl Scalars for One {
        fn scalar(&self, _: usize) -> Scalar<'_> {
            match (self.0.kind(), self.1) {
                (_, None) => Scalar::Null,
                (Kind::Date, Some(code)) => Scalar::Day(code - EPOCH),
                (_, Some(code)) => Scalar::Int(code),
            }
        }
    }
    let ones: Vec<One> = stated.iter().map(|(fact, code)| One(*fact, *code)).collect();
    let columns: Vec<Column<'_>> = ones
        .iter()
        .map(|one| Column { name: one.0.field(), values: Values::Scalars(one), valid: None })
        .collect();
    let answers = plan.run(1, &columns, &Request::default()).unwrap();
    let errors = answers.errors.iter();
    errors
        .map(|error| {
            assert_eq!(error.code, ErrorCode::Conflict);
            error.column.to_owned()
        })
        .collect()
}

proptest! {
    #[test]
    fn an_institution_is_refused_alike_on_every_way(stated in stated(Institution::CONSTRAINTS)) {
        let wanted = refused(Institution::CONSTRAINTS, &stated, None);
        let fields = fields(&stated);
        let mut record = Institution::default();
        for (name, value) in &fields {
            record.set(Institution::field(name).unwrap(), value).unwrap();
        }
        prop_assert_eq!(&named(record.check()), &wanted);
        prop_assert_eq!(&named(Institution::from_fields(fields.clone())), &wanted);
        let fields = fields.into_iter().map(|(name, value)| (name, Ok(value))).collect();
        prop_assert_eq!(&named(BOOK.read_institution(fields)), &wanted);
        let plan = BOOK.plan(as_of(), &[]).unwrap();
        prop_assert_eq!(&named(plan.facts(&record)), &wanted);
        prop_assert_eq!(&named(BOOK.supports(&record, as_of())), &wanted);
        prop_assert_eq!(&in_columns(&plan, &stated), &wanted);
        let mut codes = Codes::default();
        for field in Field::all() {
            let code = stated.iter().find(|(fact, _)| fact.field() == field.name());
            code.and_then(|(_, code)| *code).into_iter().for_each(|code| codes.set(field, code));
        }
        prop_assert_eq!(plan.facts_of_codes(codes).is_none(), !wanted.is_empty());
    }

    #[test]
    fn a_dossier_is_refused_alike_on_every_way(stated in stated(Dossier::CONSTRAINTS)) {
        let wanted = refused(Dossier::CONSTRAINTS, &stated, None);
        let fields = fields(&stated);
        let mut record = Dossier::default();
        for (name, value) in &fields {
            record.set(Dossier::field(name).unwrap(), value).unwrap();
        }
        prop_assert_eq!(&named(record.check()), &wanted);
        prop_assert_eq!(&named(Dossier::from_fields(fields)), &wanted);
        if wanted.is_empty() {
            let late = refused(Dossier::CONSTRAINTS, &stated, Some(day_code(as_of())));
            let review: Result<Review, Error> = BOOK.review(&Institution::default(), &record, as_of());
            let late: Vec<String> = late.iter().map(|field| format!("dossier.{field}")).collect();
            prop_assert_eq!(named(review), late);
        }
    }

    #[test]
    fn a_class_is_refused_alike_on_every_way(stated in stated(CareClass::CONSTRAINTS)) {
        let wanted = refused(CareClass::CONSTRAINTS, &stated, None);
        let fields = fields(&stated);
        let mut record = CareClass::default();
        for (name, value) in &fields {
            record.set(CareClass::field(name).unwrap(), value).unwrap();
        }
        prop_assert_eq!(&named(record.check()), &wanted);
        prop_assert_eq!(&named(CareClass::from_fields(fields.clone())), &wanted);
        let of_class = |path: &String| format!("classes[0].{path}");
        let wanted: Vec<String> = wanted.iter().map(of_class).collect();
        let dossier = Dossier { classes: Some(vec![record]), ..Dossier::default() };
        prop_assert_eq!(&named(dossier.check()), &wanted);
        let classes = Value::List(vec![Value::Table(fields)]);
        prop_assert_eq!(&named(Dossier::from_fields([("classes".to_owned(), classes)])), &wanted);
    }
}

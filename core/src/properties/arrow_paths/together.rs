//! A property: a row with several faults tells them in the order in which a record of the same values does.

use std::sync::LazyLock;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_schema::{Field, Schema};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::error::Error;
use crate::facts::Dossier;

/// Tables of a test.
const TABLES: usize = 40;

static OF_FILINGS: LazyLock<Arc<Plan>> = LazyLock::new(|| {
    Arc::new(BOOK.plan("2026-03-01".parse().unwrap(), &["requirements".to_owned()]).unwrap())
});

/// Columns of several facts, in any order.
fn several(of_filings: bool) -> impl Strategy<Value = Vec<(Fact, Drawn)>> {
    let dossier = vocabulary("Dossier").filter(|fact| of_filings && *fact != Fact::Classes);
    let facts: Vec<Fact> = vocabulary("Institution").chain(dossier).collect();
    let days = [Fact::ReceivedOn, Fact::ReceiptGivenOn, Fact::NoticeGivenOn];
    let chosen = prop::sample::subsequence(facts, 2..6).prop_map(move |mut facts| {
        facts.extend(
            days.iter()
                .filter(|fact| of_filings && !facts.contains(fact))
                .copied()
                .collect::<Vec<_>>(),
        );
        facts
    });
    let column = |fact: Fact| match fact.kind() {
        Kind::Date => prop_oneof![dates(), strings()].boxed(),
        _ => columns().boxed(),
    };
    chosen.prop_shuffle().prop_flat_map(move |facts| {
        facts.into_iter().map(|fact| (Just(fact), column(fact))).collect::<Vec<_>>()
    })
}

/// The faults of a record, those of a dossier without the name of what they are within.
fn told(error: &Error) -> Told {
    let part = |fault: crate::Fault| {
        let path = fault.path.strip_prefix("dossier.").unwrap_or(&fault.path).to_owned();
        let (zh, en) = (Some(fault.message.zh), Some(fault.message.en));
        [Some(path), Some(fault.code.name()), zh, en, fault.hint, fault.hint_zh]
    };
    error.errors().into_iter().map(part).collect()
}

/// Each field with its first code, conflicts apart.
fn in_short<'a>(faults: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let mut short: Vec<(String, String)> = Vec::new();
    for (path, code) in faults {
        let field = path.split(['[', '.']).next().unwrap_or_default();
        let is_known = |(of, told): &(String, String)| {
            of == field && (told == "conflict") == (code == "conflict")
        };
        if !short.iter().any(is_known) {
            short.push((field.to_owned(), code.to_owned()));
        }
    }
    short
}

/// Compares every row; returns how many have several faults.
fn agree(plan: &Plan, columns: &[(Fact, Drawn)]) -> usize {
    let rows = columns.iter().map(|(_, (_, values))| values.len()).min().unwrap();
    let field = |(fact, (array, _)): &(Fact, Drawn)| {
        Field::new(fact.field(), array.data_type().clone(), true)
    };
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let arrays = columns.iter().map(|(_, (array, _))| array.slice(0, rows)).collect();
    let table = RecordBatch::try_new(schema, arrays).unwrap();
    let request = Request { faults: true, ..Request::default() };
    let answers = plan.run_batch(&table, &request).unwrap();
    let errors = answers.column_by_name("error").unwrap().as_string::<i32>();
    let faults = answers.column_by_name("faults").unwrap().as_list::<i32>();
    let mut with_several = 0;
    for row in 0..rows {
        let of = |record: &str| {
            let of = columns.iter().filter(move |(fact, _)| fact.record() == Some(record));
            let of = of.map(|(fact, (_, values))| (fact.field().to_owned(), values[row].clone()));
            of.collect::<Vec<_>>()
        };
        let institution = of("Institution").into_iter().map(|(name, value)| (name, Ok(value)));
        let institution = BOOK.read_institution(institution.collect());
        let read = BOOK.read_filing(institution, Dossier::from_fields(of("Dossier")));
        let facts = read.and_then(|(institution, dossier)| match plan.is_of_filings() {
            true => plan.facts_of_filing(&institution, &dossier),
            false => plan.facts(&institution),
        });
        let Err(error) = facts else {
            assert!(errors.is_null(row), "{columns:?} {row}");
            continue;
        };
        let wanted = told(&error);
        let found = faults.value(row);
        let found = found.as_struct();
        let part = |at: usize, fault: usize| {
            let texts = found.column(at).as_string::<i32>();
            texts.is_valid(fault).then(|| texts.value(fault).to_owned())
        };
        let all = (0..found.len()).map(|fault| [0, 1, 2, 3, 4, 5].map(|at| part(at, fault)));
        assert_eq!(all.collect::<Told>(), wanted, "row {row}");
        let wanted =
            wanted.iter().map(|fault| (fault[0].as_deref().unwrap(), fault[1].as_deref().unwrap()));
        let short = errors.value(row).split("; ").map(|one| one.split_once(": ").unwrap());
        assert_eq!(in_short(short), in_short(wanted), "row {row}: {error:?}");
        with_several += usize::from(error.errors().len() > 1);
    }
    with_several
}

#[test]
fn several_faults_stand_in_one_order_on_every_path() {
    let mut runner = TestRunner::deterministic();
    for (plan, of_filings) in [(&*PLAN, false), (&*OF_FILINGS, true)] {
        let mut with_several = 0;
        for _ in 0..TABLES {
            let columns = several(of_filings).new_tree(&mut runner).unwrap().current();
            with_several += agree(plan, &columns);
        }
        assert!(with_several > TABLES * 10, "{with_several}");
    }
}

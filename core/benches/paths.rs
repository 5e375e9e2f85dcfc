//! Every path of the library, alone and in columns, with its allocations: `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has failed"
)]

use std::hint::black_box;
use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use tuoyu::{
    Bits, Column, Facts, Institution, Integers, LegalForm, Nature, Operator, Outcomes, Plan,
    PolicyBook, Premises, Request, Service, Values,
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

static BOOK: LazyLock<PolicyBook> = LazyLock::new(|| PolicyBook::bundled().unwrap());
static PLAN: LazyLock<Plan> = LazyLock::new(|| BOOK.plan(day(), &[]).unwrap());

fn day() -> NaiveDate {
    "2026-03-01".parse().unwrap()
}

fn nursery() -> Institution {
    Institution {
        jurisdiction: Some("370303".into()),
        service: Some(Service::Institution),
        operator: Some(Operator::Social),
        legal_form: Some(LegalForm::Enterprise),
        nature: Some(Nature::ForProfit),
        registered: Some(true),
        filed: Some(true),
        serves_community: Some(true),
        separate_accounting: Some(true),
        premises: Some(Premises::Leased),
        ..Institution::default()
    }
}

fn facts() -> Facts {
    PLAN.facts(&nursery()).unwrap()
}

mod load {
    use super::*;

    #[divan::bench]
    fn bundled_book() -> PolicyBook {
        PolicyBook::bundled().unwrap()
    }

    #[divan::bench]
    fn plan_of_every_target(bencher: Bencher) {
        bencher.bench(|| BOOK.plan(black_box(day()), &[]).unwrap());
    }
}

mod one {
    use super::*;

    #[divan::bench]
    fn facts_to_outcomes(bencher: Bencher) {
        let (facts, mut outcomes) = (facts(), Outcomes::default());
        bencher.bench_local(|| PLAN.outcomes(black_box(&facts), black_box(&mut outcomes)));
    }

    #[divan::bench]
    fn institution_to_outcomes(bencher: Bencher) {
        let (nursery, mut outcomes) = (nursery(), Outcomes::default());
        bencher.bench_local(|| {
            let facts = PLAN.facts(black_box(&nursery)).unwrap();
            PLAN.outcomes(&facts, black_box(&mut outcomes))
        });
    }

    #[divan::bench]
    fn outcomes_and_every_reason(bencher: Bencher) {
        let (facts, mut outcomes) = (facts(), Outcomes::default());
        PLAN.reason_facts();
        bencher.bench_local(|| {
            PLAN.outcomes(black_box(&facts), &mut outcomes).unwrap();
            let mut all = 0;
            PLAN.every_reason(&facts, &outcomes, |_, reasons| all ^= reasons.bits());
            all
        });
    }

    #[divan::bench]
    fn register(bencher: Bencher) {
        let nursery = nursery();
        bencher.bench(|| BOOK.register(black_box(&nursery), day()).unwrap());
    }

    #[divan::bench]
    fn supports(bencher: Bencher) {
        let nursery = nursery();
        bencher.bench(|| BOOK.supports(black_box(&nursery), day()).unwrap());
    }

    #[divan::bench]
    fn assess(bencher: Bencher) {
        let nursery = nursery();
        bencher.bench(|| BOOK.assess(black_box(&nursery), day()).unwrap());
    }

    #[divan::bench]
    fn what_if(bencher: Bencher) {
        let nursery = nursery();
        bencher.bench(|| BOOK.what_if("vat-exemption", black_box(&nursery), day()).unwrap());
    }
}

/// Columns as Arrow has them: bits, words by key, numbers; each value missing one time in twenty, or never.
mod columns {
    use super::*;

    const ROWS: usize = 1_000_000;

    struct Held {
        name: String,
        bits: Vec<u8>,
        valid: Vec<u8>,
        keys: Vec<i32>,
        words: Vec<String>,
        numbers: Vec<i32>,
        kind: String,
    }

    static HELD: LazyLock<Vec<Held>> = LazyLock::new(|| {
        let mut state = 0x5eed_u64;
        let mut dice = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let wanted = ["bool", "choice", "int", "date", "place"];
        let facts = BOOK.vocabulary().into_iter();
        facts
            .filter(|fact| wanted.contains(&fact.kind.as_str()))
            .filter(|fact| !fact.name.starts_with("lease"))
            .map(|fact| {
                let words = match fact.kind.as_str() {
                    "place" => vec!["370303".to_owned(), "370321".to_owned()],
                    _ => fact.words.clone(),
                };
                let most = words.len().max(1) as u64;
                let mut byte =
                    || (0..8).fold(0_u8, |byte, at| byte | u8::from(dice() % 20 > 0) << at);
                Held {
                    valid: (0..ROWS / 8).map(|_| byte()).collect(),
                    bits: (0..ROWS / 8).map(|_| dice() as u8).collect(),
                    keys: (0..ROWS).map(|_| (dice() % most) as i32).collect(),
                    numbers: (0..ROWS).map(|_| (dice() % 5 + 1) as i32).collect(),
                    name: fact.name,
                    kind: fact.kind,
                    words,
                }
            })
            .collect()
    });

    fn answer(bencher: Bencher, missing: bool, request: Request) {
        let words: Vec<Vec<&str>> =
            HELD.iter().map(|held| held.words.iter().map(String::as_str).collect()).collect();
        let columns: Vec<Column<'_>> = HELD
            .iter()
            .zip(&words)
            .map(|(held, words)| {
                let keys = Integers::Int32(&held.keys);
                let values = match held.kind.as_str() {
                    "bool" => Values::Bits(Bits { bytes: &held.bits, offset: 0 }),
                    "int" => Values::Integers(Integers::Int32(&held.numbers)),
                    _ => Values::Words { keys, words },
                };
                let valid = missing.then_some(Bits { bytes: &held.valid, offset: 0 });
                Column { name: &held.name, values, valid }
            })
            .collect();
        bencher
            .counter(ItemsCount::new(ROWS))
            .bench_local(|| PLAN.answer(ROWS, black_box(&columns), &request).unwrap());
    }

    #[divan::bench(args = [false, true])]
    fn one_thread(bencher: Bencher, missing: bool) {
        answer(bencher, missing, Request::default());
    }

    #[divan::bench(args = [false, true])]
    fn two_threads(bencher: Bencher, missing: bool) {
        answer(bencher, missing, Request { threads: 2, ..Request::default() });
    }

    #[divan::bench]
    fn with_details(bencher: Bencher) {
        answer(bencher, true, Request { details: true, ..Request::default() });
    }

    #[divan::bench(sample_count = 3)]
    fn with_reasons(bencher: Bencher) {
        answer(bencher, true, Request { details: true, reasons: true, threads: 1 });
    }
}

#[cfg(feature = "json")]
mod json {
    use super::*;

    #[divan::bench]
    fn ask_assess(bencher: Bencher) {
        let question = serde_json::json!({
            "as_of": "2026-03-01",
            "ask": "assess",
            "institution": nursery(),
        });
        let question = question.to_string();
        bencher.bench(|| BOOK.ask(black_box(&question)));
    }
}

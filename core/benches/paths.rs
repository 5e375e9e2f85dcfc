//! Every path of the library, alone and in columns, with its allocations: `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has failed"
)]

mod held;

use std::hint::black_box;
use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use tuoyu::{
    Column, Facts, Institution, LegalForm, Nature, Operator, Outcomes, Plan, PolicyBook, Premises,
    Request, Service,
};

use crate::held::{Held, held};

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

mod columns {
    use super::*;

    const ROWS: usize = 1_000_000;

    static HELD: LazyLock<Vec<Held>> = LazyLock::new(|| held(&BOOK, ROWS));

    fn answer(bencher: Bencher, missing: bool, request: Request) {
        let words: Vec<Vec<&str>> = HELD.iter().map(Held::words).collect();
        let columns: Vec<Column<'_>> =
            HELD.iter().zip(&words).map(|(held, words)| held.column(words, missing)).collect();
        bencher
            .counter(ItemsCount::new(ROWS))
            .bench_local(|| PLAN.run(ROWS, black_box(&columns), &request).unwrap());
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
        answer(bencher, true, Request { details: true, reasons: true, ..Request::default() });
    }
}

#[cfg(feature = "json")]
mod json {
    use super::*;

    #[divan::bench]
    fn ask_assess(bencher: Bencher) {
        let question = serde_json::json!({
            "question": "assess",
            "as_of": "2026-03-01",
            "facts": nursery(),
        });
        let question = question.to_string();
        bencher.bench(|| BOOK.ask(black_box(&question)).unwrap());
    }

    #[divan::bench]
    fn ask_plan(bencher: Bencher) {
        let facts = nursery().to_json();
        bencher.bench(|| PLAN.ask(black_box(&facts)).unwrap());
    }
}

//! One path, run as often as the arguments say, for counting its instructions: `make bench-instructions`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;

use tuoyu::{Institution, LegalForm, Nature, Outcomes, PolicyBook, Request, Service};

fn main() {
    // Cargo adds arguments of its own behind these.
    let mut arguments = std::env::args().skip(1);
    let (path, times) = (arguments.next(), arguments.next());
    let times: usize = times.and_then(|times| times.parse().ok()).unwrap_or(0);
    let path = path.unwrap_or_default();
    if path == "load" {
        for _ in 0..times {
            black_box(PolicyBook::bundled().unwrap());
        }
        return;
    }
    let book = PolicyBook::bundled().unwrap();
    let on = "2026-03-01".parse().unwrap();
    let plan = book.plan(on, &[]).unwrap();
    let nursery = Institution {
        jurisdiction: Some("370303".into()),
        service: Some(Service::Institution),
        legal_form: Some(LegalForm::Enterprise),
        nature: Some(Nature::ForProfit),
        filed: Some(true),
        ..Institution::default()
    };
    let facts = plan.facts(&nursery).unwrap();
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).unwrap();
    plan.reason_facts();
    for _ in 0..times {
        match path.as_str() {
            "outcomes" => plan.outcomes(black_box(&facts), &mut outcomes).unwrap(),
            "facts" => drop(black_box(plan.facts(black_box(&nursery)).unwrap())),
            "reasons" => {
                plan.every_reason(&facts, &outcomes, |_, reasons| {
                    black_box(reasons);
                });
            }
            "assess" => drop(black_box(book.assess(&nursery, on).unwrap())),
            "plan" => drop(black_box(book.plan(on, &[]).unwrap())),
            "block" => drop(black_box(plan.answer(1_024, &[], &Request::default()).unwrap())),
            _ => {}
        }
    }
}

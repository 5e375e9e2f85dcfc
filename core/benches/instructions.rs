//! One path, run as often as the arguments say, for counting its instructions: `make bench-instructions`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

#[path = "../../benchmarks/src/told.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is part of a library there")]
mod told;

use std::hint::black_box;

use tuoyu::{Dossier, Institution, LegalForm, Nature, Outcomes, PolicyBook, Request, Service};

use crate::told::Told;

/// A full dossier with two classes.
const DOSSIER: &str = include_str!("../../benchmarks/dossier.json");

fn main() {
    // Cargo adds arguments of its own behind these.
    let mut arguments = std::env::args().skip(1);
    let (path, times) = (arguments.next(), arguments.next());
    let times: usize = times.and_then(|times| times.parse().ok()).unwrap_or(0);
    let path = path.unwrap_or_default();
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
    let dossier = Dossier::from_json(DOSSIER).unwrap();
    let facts = plan.facts(&nursery).unwrap();
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).unwrap();
    plan.reason_facts();
    let json = nursery.to_json();
    let (question, of_question) = path.split_once('-').unwrap_or((&path, ""));
    let dossier_asked = match of_question {
        "review" => format!(r#","dossier":{}"#, dossier.to_json()),
        _ => String::new(),
    };
    let request = format!(
        r#"{{"question":"{of_question}","as_of":"2026-03-01","facts":{json}{dossier_asked}}}"#
    );
    let mut run = || match (question, of_question) {
        ("load", _) => drop(black_box(PolicyBook::bundled().unwrap())),
        ("first", _) => {
            let book = PolicyBook::bundled().unwrap();
            drop(black_box(book.register(&nursery, on).unwrap()));
        }
        ("plan", "") => drop(black_box(book.plan(on, &[]).unwrap())),
        ("plan", "ask") => drop(black_box(plan.ask(black_box(&json)).unwrap())),
        ("facts", _) => drop(black_box(plan.facts(black_box(&nursery)).unwrap())),
        ("outcomes", _) => plan.outcomes(black_box(&facts), &mut outcomes).unwrap(),
        ("reasons", _) => {
            plan.every_reason(&facts, &outcomes, |_, reasons| {
                black_box(reasons);
            });
        }
        ("block", _) => drop(black_box(plan.run(1_024, &[], &Request::default()).unwrap())),
        ("register", "") => drop(black_box(book.register(&nursery, on).unwrap())),
        ("supports", "") => drop(black_box(book.supports(&nursery, on).unwrap())),
        ("review", "") => drop(black_box(book.review(&nursery, &dossier, on).unwrap())),
        ("assess", "") => drop(black_box(book.assess(&nursery, on).unwrap())),
        ("register", "read") => _ = black_box(book.register(&nursery, on).unwrap().told()),
        ("supports", "read") => _ = black_box(book.supports(&nursery, on).unwrap().told()),
        ("review", "read") => _ = black_box(book.review(&nursery, &dossier, on).unwrap().told()),
        ("assess", "read") => _ = black_box(book.assess(&nursery, on).unwrap().told()),
        ("assess", "receipt") => _ = black_box(told::receipt(&book.assess(&nursery, on).unwrap())),
        ("ask", _) => drop(black_box(book.ask(black_box(&request)).unwrap())),
        _ => {}
    };
    // What is made once is made before.
    run();
    for _ in 0..times {
        run();
    }
}

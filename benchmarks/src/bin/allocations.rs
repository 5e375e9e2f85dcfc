//! Allocations of each call, and memory of answers that are held. A program of its own, since counting takes time.

use std::error::Error;
use std::hint::black_box;

use allocation_counter::measure;
use serde_json::{Value, json};
use tuoyu::{Institution, Outcomes, PolicyBook};
use tuoyu_benchmarks::calls::Calls;
use tuoyu_benchmarks::rows::{self, Fill, SEED};
use tuoyu_benchmarks::rules::{AS_OF, Rules};
use tuoyu_benchmarks::told::{self, Told};

const ROWS: usize = 200;

/// Number of assessments held, unless that takes more than this.
const HELD: usize = 10_000;
const MOST_BYTES: i64 = 256 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let book = PolicyBook::bundled()?;
    let rules = Rules::of(&book, AS_OF.parse()?)?;
    let mut found = Vec::new();
    let rows = rows::draw(&book, &rules, Fill::WithUnknowns, ROWS, SEED)?;
    let calls = &Calls::new(&book, rules.as_of, &rows)?;
    let plan = book.plan(rules.as_of, &[])?;
    plan.reason_facts();
    let asked = |question: &str| {
        let requests = calls.requests(question);
        move |row: usize| drop(black_box(calls.book.ask(&requests[row])))
    };
    let facts: Vec<String> = rows.iter().map(|row| row.institution.to_json()).collect();
    let institutions: Vec<Institution> = rows.iter().map(|row| row.institution.clone()).collect();
    let mut outcomes = Outcomes::default();
    let paths: Vec<(&str, Box<dyn FnMut(usize) + '_>)> = vec![
        ("register", Box::new(|row| drop(black_box(calls.register(row))))),
        ("supports", Box::new(|row| drop(black_box(calls.supports(row))))),
        ("review", Box::new(|row| drop(black_box(calls.review(row))))),
        ("assess", Box::new(|row| drop(black_box(calls.assess(row))))),
        ("register, all read", Box::new(|row| _ = black_box(calls.register(row).told()))),
        ("supports, all read", Box::new(|row| _ = black_box(calls.supports(row).told()))),
        ("review, all read", Box::new(|row| _ = black_box(calls.review(row).told()))),
        ("assess, all read", Box::new(|row| _ = black_box(calls.assess(row).told()))),
        (
            "assess and its receipt",
            Box::new(|row| _ = black_box(told::receipt(&calls.assess(row)))),
        ),
        ("ask register", Box::new(asked("register"))),
        ("ask review", Box::new(asked("review"))),
        ("ask assess", Box::new(asked("assess"))),
        ("plan.ask", Box::new(|row| drop(black_box(plan.ask(&facts[row]))))),
        (
            "plan, from a record",
            Box::new(|row| {
                if let Ok(facts) = plan.facts(&institutions[row]) {
                    _ = plan.outcomes(&facts, &mut outcomes);
                }
            }),
        ),
    ];
    for (name, mut run) in paths {
        // What is made once is made before.
        (0..ROWS).for_each(&mut run);
        let mut counts: Vec<u64> = (0..ROWS).map(|row| measure(|| run(row)).count_total).collect();
        counts.sort_unstable();
        found.push(json!({
            "name": format!("allocations, {name}"), "value": counts[ROWS / 2], "unit": "allocations",
            "note": format!("at most {}", counts[ROWS - 1]),
        }));
    }
    found.push(held(calls));
    println!("{}", Value::from(found));
    Ok(())
}

/// Bytes of 10,000 assessments of which nothing was read, by those that fit.
fn held(calls: &Calls<'_>) -> Value {
    let mut answers = Vec::with_capacity(HELD);
    let mut bytes = 0;
    while answers.len() < HELD && bytes < MOST_BYTES {
        let row = answers.len() % calls.rows();
        bytes += measure(|| answers.push(calls.assess(row))).bytes_current;
    }
    let each = size_of_val(&answers[0]) as f64 + bytes as f64 / answers.len() as f64;
    json!({
        "name": "10,000 assessments held", "value": each * HELD as f64, "unit": "bytes",
        "note": format!("{} were held", answers.len()),
    })
}

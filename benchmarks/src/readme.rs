//! The calls that READMEs show, ours first, beside the peers' precompiled forms; everything through JSON; plans.

use std::cell::RefCell;
use std::error::Error;

use serde_json::{Value, json};
use tuoyu::{Outcomes, PolicyBook};
use tuoyu_benchmarks::calls::{Calls, Reply};
use tuoyu_benchmarks::rows::{Fill, Row};
use tuoyu_benchmarks::rules::Rules;
use tuoyu_benchmarks::timing::{Contender, race};
use tuoyu_benchmarks::told::{self, Told};

use crate::ours::Ours;
use crate::peer::Peer;

/// Peers are asked both conditions of each target.
pub fn time(
    book: &PolicyBook,
    rules: &Rules,
    peers: &[Box<dyn Peer>],
    rows: &[Row],
    fill: Fill,
    rounds: usize,
) -> Result<Vec<Value>, Box<dyn Error>> {
    let calls = &Calls::new(book, rules.as_of, rows)?;
    let ours = &Ours::new(rules, rows)?;
    let outcomes = RefCell::new(Outcomes::default());
    let mut contenders = vec![
        of("tuoyu, register", |row| calls.register(row)),
        of("tuoyu, supports", |row| calls.supports(row)),
        of("tuoyu, review", |row| calls.review(row)),
        of("tuoyu, assess", |row| calls.assess(row)),
        of("tuoyu, register, all read", |row| calls.register(row).told()),
        of("tuoyu, supports, all read", |row| calls.supports(row).told()),
        of("tuoyu, review, all read", |row| calls.review(row).told()),
        of("tuoyu, assess, all read", |row| calls.assess(row).told()),
        of("tuoyu, assess and its receipt", |row| told::receipt(&calls.assess(row))),
        of("tuoyu, plan", |row| ours.run(row, &mut outcomes.borrow_mut())),
        of("tuoyu, plan, every reason", |row| {
            ours.run_with_reasons(row, &mut outcomes.borrow_mut())
        }),
        of("tuoyu, plan, from a record", |row| ours.run_record(row, &mut outcomes.borrow_mut())),
        of("tuoyu, plan.ask", |row| ours.run_json(row)),
    ];
    for question in ["register", "supports", "review", "assess"] {
        let requests = calls.requests(question);
        let replies = replies(book, &requests)?;
        contenders.push(of(format!("tuoyu, ask {question}"), move |row| book.ask(&requests[row])));
        contenders.push(of(format!("serde_json writes {question}"), move |row| {
            serde_json::to_string(&replies[row])
        }));
    }
    for peer in peers {
        let name = peer.name();
        contenders.push(of(name, |row| peer.run(row)));
        contenders.push(of(format!("{name}, README"), |row| peer.run_as_in_its_readme(row)));
        if peer.run_json(0).is_some() {
            contenders.push(of(format!("{name}, JSON to JSON"), |row| peer.run_json(row)));
        }
    }
    race(&mut contenders, rounds, rows.len());
    let told = contenders.iter().map(|contender| {
        json!({
            "language": "rust", "facts": fill.name(), "engine": contender.name,
            "ns": contender.median(), "rounds": contender.rounds(),
        })
    });
    Ok(told.collect())
}

fn of<'a, T>(name: impl Into<String>, mut run: impl FnMut(usize) -> T + 'a) -> Contender<'a> {
    Contender::new(name, move |row| drop(std::hint::black_box(run(row))))
}

/// The replies in memory, which serde_json writes as the library does.
fn replies(book: &PolicyBook, requests: &[String]) -> Result<Vec<Reply>, Box<dyn Error>> {
    let reply = |request: &String| {
        let text = book.ask(request)?;
        let reply: Reply = serde_json::from_str(&text)?;
        match serde_json::to_string(&reply)? == text {
            true => Ok(reply),
            false => Err(format!("a reply that serde_json writes otherwise: {request}").into()),
        }
    };
    requests.iter().map(reply).collect()
}

//! Figures beside single calls: loading, eras, a ledger, a province, hostile files. Each load in a process of its own.

use std::error::Error;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use tuoyu::{Dossier, Institution, LegalForm, Nature, PolicyBook, Service};
use tuoyu_benchmarks::calls::DOSSIER;
use tuoyu_benchmarks::rows::{self, Fill, Row, SEED};
use tuoyu_benchmarks::rules::Rules;
use tuoyu_benchmarks::timing::median;
use tuoyu_benchmarks::told::{self, Told};
use tuoyu_benchmarks::{districts, hostile, number};

/// Patience with a hostile file.
const PATIENCE: Duration = Duration::from_secs(10);

/// One in twenty things that a dossier says is not known.
const UNKNOWN_ONE_IN: u32 = 20;

/// The days that are asked about: one, and two of other eras.
const DAYS: [&str; 3] = ["2026-03-01", "2022-09-01", "2024-06-01"];

fn nursery(place: Option<&str>) -> Institution {
    Institution {
        jurisdiction: place.map(str::to_owned),
        service: Some(Service::Institution),
        legal_form: Some(LegalForm::Enterprise),
        nature: Some(Nature::ForProfit),
        filed: Some(true),
        ..Institution::default()
    }
}

fn day(at: usize) -> NaiveDate {
    DAYS[at].parse().expect("a day")
}

/// Number of different institutions that file.
const INSTITUTIONS: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [once, what @ ..] = &arguments[..]
        && once == "once"
    {
        println!("{}", self::once(what)?);
        return Ok(());
    }
    let book = PolicyBook::bundled()?;
    let rules = Rules::of(&book, day(0))?;
    let rows = rows::draw(&book, &rules, Fill::WithUnknowns, INSTITUTIONS, SEED)?;
    let mut found = in_processes(number("PROCESSES", 5))?;
    found.extend(ledger(&book, &rows, number("FILINGS", 100_000))?);
    println!("{}", Value::from(found));
    Ok(())
}

/// Measurements in processes of their own, of which medians are given.
fn in_processes(processes: usize) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut found = Vec::new();
    for what in ["load", "districts"] {
        let mut each: Vec<Map<String, Value>> = Vec::new();
        for _ in 0..processes {
            let text = in_a_process(&[what])?.ok_or("it took too long")?;
            each.push(serde_json::from_str(&text)?);
        }
        for (name, first) in &each[0] {
            let values = each.iter().filter_map(|of| of[name]["value"].as_f64()).collect();
            found.push(json!({
                "name": name, "value": median(values), "unit": first["unit"],
            }));
        }
    }
    for kind in hostile::KINDS {
        let start = Instant::now();
        let told = in_a_process(&["hostile", kind])?;
        let of: Value = match told {
            Some(text) => serde_json::from_str(&text)?,
            None => json!({ "value": start.elapsed().as_secs_f64() * 1e9, "note": "given up" }),
        };
        found.push(json!({
            "name": format!("hostile, {kind}"), "value": of["value"], "unit": "ns", "note": of["note"],
        }));
    }
    Ok(found)
}

/// Output of a process of its own; nothing where patience ends.
fn in_a_process(what: &[&str]) -> Result<Option<String>, Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut child = command.arg("once").args(what).stdout(Stdio::piped()).spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output()?;
    match output.status.success() {
        true => Ok(Some(String::from_utf8(output.stdout)?)),
        false => Err(format!("{what:?} failed").into()),
    }
}

/// In the process of its own.
fn once(what: &[String]) -> Result<Value, Box<dyn Error>> {
    match what.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["load"] => load(),
        ["districts"] => province(),
        ["hostile", kind] => Ok(hard(kind)),
        _ => Err("once is load, districts or hostile with a kind".into()),
    }
}

/// Nanoseconds of one run.
fn took<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = black_box(run());
    (start.elapsed().as_secs_f64() * 1e9, done)
}

/// The median of runs that take turns, a nanosecond figure for each.
fn turns<const N: usize>(mut runs: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut rounds = [const { Vec::new() }; N];
    for _ in 0..200 {
        for (rounds, run) in rounds.iter_mut().zip(&mut runs) {
            rounds.push(took(run).0);
        }
    }
    rounds.map(median)
}

fn ns(value: f64) -> Value {
    json!({ "value": value, "unit": "ns" })
}

fn load() -> Result<Value, Box<dyn Error>> {
    let (loading, book) = took(PolicyBook::bundled);
    let book = book?;
    let nursery = nursery(Some("370303"));
    let (first, _) = took(|| book.register(&nursery, day(0)));
    let (assessed, _) = took(|| book.assess(&nursery, day(0)));
    let (era, _) = took(|| book.register(&nursery, day(1)));
    let (assessed_era, _) = took(|| book.assess(&nursery, day(2)));
    Ok(json!({
        "load of the bundled book": ns(loading),
        "first register of a process": ns(first),
        "first assess after it": ns(assessed),
        "a day in a new era, register": ns(era),
        "a day in a new era, assess": ns(assessed_era),
    }))
}

fn province() -> Result<Value, Box<dyn Error>> {
    let one = PolicyBook::bundled()?;
    let texts = districts::texts(districts::DISTRICTS);
    let (loading, book) = took(|| PolicyBook::parse(&texts));
    let book = book?;
    let there = nursery(Some(&districts::place(100)));
    let here = nursery(Some("370303"));
    let anywhere = nursery(None);
    let (first, answer) = took(|| book.register(&there, day(0)));
    answer?;
    let [register, register_of_one, assess, assess_of_one] = turns([
        &mut || drop(black_box(book.register(&there, day(0)))),
        &mut || drop(black_box(one.register(&here, day(0)))),
        &mut || drop(black_box(book.assess(&there, day(0)))),
        &mut || drop(black_box(one.assess(&here, day(0)))),
    ]);
    let memory = peak()?;
    let (first_anywhere, _) = took(|| book.register(&anywhere, day(0)));
    let (assess_anywhere, _) = took(|| book.assess(&anywhere, day(0)));
    // Few rounds where each takes long.
    let later = |run: &dyn Fn()| {
        let start = Instant::now();
        let mut rounds = Vec::new();
        while rounds.len() < 100 && start.elapsed() < Duration::from_millis(500) {
            rounds.push(took(run).0);
        }
        median(rounds)
    };
    let register_anywhere = later(&|| drop(black_box(book.register(&anywhere, day(0)))));
    let later_anywhere = later(&|| drop(black_box(book.assess(&anywhere, day(0)))));
    Ok(json!({
        "136 districts, load": ns(loading),
        "136 districts, first register": ns(first),
        "136 districts, register": ns(register),
        "136 districts, register in a book of one": ns(register_of_one),
        "136 districts, assess": ns(assess),
        "136 districts, assess in a book of one": ns(assess_of_one),
        "136 districts, memory": { "value": memory, "unit": "bytes" },
        "136 districts, place not known, first register": ns(first_anywhere),
        "136 districts, place not known, first assess": ns(assess_anywhere),
        "136 districts, place not known, register": ns(register_anywhere),
        "136 districts, place not known, assess": ns(later_anywhere),
        "136 districts, memory after that": { "value": peak()?, "unit": "bytes" },
    }))
}

/// Peak of the resident memory, in bytes.
fn peak() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
    Ok(kib * 1_024.0)
}

/// Until it is refused, or has answered.
fn hard(kind: &str) -> Value {
    let texts = hostile::texts(kind);
    let (value, note) = took(|| {
        let refused = |error: tuoyu::Error| format!("refused: {}", error.code.name());
        let book = match PolicyBook::parse(&texts) {
            Ok(book) => book,
            Err(error) => return refused(error),
        };
        if let Err(error) = book.assess(&nursery(Some("370303")), day(0)) {
            return refused(error);
        }
        match book.plan(day(0), &[]) {
            Ok(_) => "compiled".to_owned(),
            Err(error) => refused(error),
        }
    });
    // Without the bundled files beside it.
    let (bundled, _) = took(|| {
        let book = PolicyBook::bundled()?;
        book.assess(&nursery(Some("370303")), day(0))?;
        book.plan(day(0), &[])
    });
    json!({ "value": (value - bundled).max(0.0), "unit": "ns", "note": note })
}

/// Filings by chance, one after the other; times are for 100,000 of them.
fn ledger(book: &PolicyBook, rows: &[Row], filings: usize) -> Result<Vec<Value>, Box<dyn Error>> {
    let filed = filings_by_chance(rows, filings)?;
    let scale = 100_000.0 / filings as f64;
    let (bare, _) = took(|| review_all(book, &filed, |review| told::outcomes(review)));
    let (read, _) = took(|| review_all(book, &filed, Told::told));
    let of = |name: &str, value: f64| {
        json!({
            "name": name, "value": value * scale, "unit": "ns",
            "note": format!("{filings} were reviewed"),
        })
    };
    Ok(vec![
        of("100,000 filings, outcomes and reasons", bare),
        of("100,000 filings, with sentences", read),
    ])
}

/// A ledger reviewed on one core: what to change where a call takes all of it at once.
fn review_all(
    book: &PolicyBook,
    filings: &[(Institution, Dossier)],
    read: impl Fn(&tuoyu::Review) -> usize,
) -> usize {
    let review = |(institution, dossier): &(Institution, Dossier)| {
        book.review(institution, dossier, day(0)).map_or(0, |review| read(&review))
    };
    filings.iter().map(review).sum()
}

fn filings_by_chance(
    rows: &[Row],
    filings: usize,
) -> Result<Vec<(Institution, Dossier)>, Box<dyn Error>> {
    let mut dice = fastrand::Rng::with_seed(SEED);
    let full: Map<String, Value> = serde_json::from_str(DOSSIER)?;
    let filing = |at: usize| {
        let mut dossier = full.clone();
        dossier.retain(|_, _| dice.u32(0..UNKNOWN_ONE_IN) > 0);
        for value in dossier.values_mut() {
            if value.is_boolean() {
                *value = dice.bool().into();
            }
        }
        for class in dossier.get_mut("classes").and_then(Value::as_array_mut).into_iter().flatten()
        {
            class["children"] = dice.u32(3..30).into();
            class["carers"] = dice.u32(1..8).into();
        }
        let dossier = Dossier::from_json(&Value::Object(dossier).to_string())?;
        Ok((rows[at % rows.len()].institution.clone(), dossier))
    };
    (0..filings).map(filing).collect()
}

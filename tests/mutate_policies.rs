//! Mutation test of the policy files: makes every small change of the law and counts what notices it.
//!
//! `make mutate-policies` prints a table, then every change that nothing noticed though some outcome depends on it, with an institution
//! that shows the difference where one is found. Fails if there is one that `docs/policy-mutants.md` does not argue for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tuoyu::{PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::mutants::{Kind, Mutant, mutants};
use tuoyu_tests::samples::{Sample, answers, samples};
use tuoyu_tests::{Case, cases, differences, observe, own_book, sheet};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
const ARGUED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/policy-mutants.md");

/// How many institutions are tried for a difference.
const SAMPLES: usize = 4_000;

/// What noticed a mutant first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum By {
    Load,
    Check,
    Vectors,
    Sheet,
    Nothing,
}

struct Bench {
    texts: Vec<PolicyText>,
    sheet: String,
    cases: Vec<Case>,
    samples: Vec<Sample>,
    answers: Vec<Vec<String>>,
}

impl Bench {
    fn new() -> Self {
        let texts = bundled_texts();
        let book = PolicyBook::bundled().expect("the bundled book is sound");
        let samples = samples(&book, SAMPLES, 1);
        let answers = samples.iter().map(|sample| answers(&book, sample)).collect();
        let sheet = sheet(&texts).expect("the files can be laid out");
        Self { texts, sheet, cases: cases(Path::new(VECTORS)), samples, answers }
    }

    fn judge(&self, mutant: &Mutant) -> (By, Option<String>) {
        let texts = mutant.applied(&self.texts);
        let Ok(book) = PolicyBook::parse(&texts) else { return (By::Load, None) };
        if book.check().is_err() {
            return (By::Check, None);
        }
        let noticed = |case: &&Case| {
            let own = own_book(&texts, Path::new(VECTORS), &case.case);
            let found: Value = observe(own.as_ref().unwrap_or(&book), &case.case);
            !differences(&case.case["expect"], &found).is_empty()
        };
        if self.cases.iter().any(|case| noticed(&case)) {
            return (By::Vectors, None);
        }
        if !mutant.kind.decides() && sheet(&texts).is_ok_and(|changed| changed != self.sheet) {
            return (By::Sheet, None);
        }
        let differs = self.samples.iter().zip(&self.answers).find_map(|(sample, expected)| {
            let found = answers(&book, sample);
            let at = expected.iter().zip(&found).find(|(expected, found)| expected != found);
            let (expected, found) = at?;
            Some(format!("{expected} -> {found} for {sample:?}"))
        });
        (By::Nothing, differs)
    }
}

fn main() {
    let only = std::env::args().nth(1);
    let bench = Bench::new();
    let mutants: Vec<Mutant> = mutants(&bench.texts)
        .into_iter()
        .filter(|mutant| only.as_ref().is_none_or(|only| mutant.file.starts_with(only.as_str())))
        .collect();
    let argued = std::fs::read_to_string(ARGUED).unwrap_or_default();
    let next = AtomicUsize::new(0);
    let judged = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (by, witness) = bench.judge(mutant);
                    judged.lock().expect("no thread panics").push((mutant, by, witness));
                }
            });
        }
    });
    let mut judged = judged.into_inner().expect("no thread panics");
    judged.sort_by_key(|(mutant, ..)| (mutant.file.clone(), mutant.line, mutant.change.1.clone()));
    report(&judged);
    let unargued = judged
        .iter()
        .filter(|(mutant, by, _)| *by == By::Nothing && !argued.contains(&argument(mutant)))
        .inspect(|(mutant, _, witness)| {
            let Mutant { file, line, kind, change } = mutant;
            println!("{file}:{line} {kind:?}\n  - {}\n  + {}", change.0, change.1);
            println!("  {}", witness.as_deref().unwrap_or("no difference found"));
        })
        .count();
    println!("{} mutants, {unargued} unargued", judged.len());
    if unargued > 0 {
        std::process::exit(1);
    }
}

/// The line of `docs/policy-mutants.md` that speaks of a mutant.
fn argument(mutant: &Mutant) -> String {
    format!("`{}` → `{}`", mutant.change.0.trim(), mutant.change.1.trim())
}

fn report(judged: &[(&Mutant, By, Option<String>)]) {
    let mut table: BTreeMap<Kind, BTreeMap<By, usize>> = BTreeMap::new();
    for (mutant, by, _) in judged {
        *table.entry(mutant.kind).or_default().entry(*by).or_default() += 1;
    }
    println!(
        "{:12} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "load", "check", "vectors", "sheet", "nothing"
    );
    for (kind, counts) in &table {
        let count = |by: By| counts.get(&by).copied().unwrap_or_default();
        let row = [By::Load, By::Check, By::Vectors, By::Sheet, By::Nothing].map(count);
        println!(
            "{:12} {:>8} {:>8} {:>8} {:>8} {:>8}",
            format!("{kind:?}"),
            row[0],
            row[1],
            row[2],
            row[3],
            row[4]
        );
    }
}

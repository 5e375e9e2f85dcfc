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
use tuoyu_tests::samples::{Sample, answers, around, bases};
use tuoyu_tests::{
    Case, FACTS, cases, cells, differences, in_english, read_own_book, reply, sheet,
};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
const ARGUED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/policy-mutants.md");

/// How many institutions are tried for a difference.
const SAMPLES: usize = 150;

/// What noticed a mutant first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum By {
    Load,
    Cells,
    SameCells,
    Vectors,
    Check,
    Sheet,
    Nothing,
}

struct Bench {
    texts: Vec<PolicyText>,
    sheet: String,
    cells: String,
    cases: Vec<Case>,
    /// Each case as text.
    asked: Vec<String>,
    catches: Vec<AtomicUsize>,
    bundled: PolicyBook,
    bases: Vec<Sample>,
}

impl Bench {
    fn new() -> Self {
        let texts = bundled_texts();
        let bundled = PolicyBook::bundled().expect("the bundled book is sound");
        let sheet = sheet(&texts).expect("the files can be laid out");
        let cases = cases(Path::new(VECTORS));
        let catches = cases.iter().map(|_| AtomicUsize::new(0)).collect();
        let asked = cases.iter().map(|case| case.case.to_string()).collect();
        let bases = bases(&cases);
        let every_cell = cells(&bundled).expect("every cell can be asked");
        Self { texts, sheet, cells: every_cell, cases, asked, catches, bundled, bases }
    }

    /// Whether a vector has another answer; those are asked first that speak of what the changed line does, and noticed the most so far.
    fn noticed(&self, mutant: &Mutant, texts: &[PolicyText], book: &PolicyBook) -> Option<By> {
        let mut own: BTreeMap<String, Result<Option<PolicyBook>, tuoyu::Error>> = BTreeMap::new();
        let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let rule = self.rule(mutant);
        let line = in_english(&mutant.change.0);
        let words: Vec<&str> =
            line.split(word).filter(|word| word.len() > 3).chain([&*rule]).collect();
        let mut order: Vec<(usize, usize, usize)> = (0..self.cases.len())
            .map(|at| {
                let text = &self.asked[at];
                let shared = words.iter().filter(|word| text.contains(**word)).count();
                let of_rule = 3 * usize::from(!rule.is_empty() && text.contains(&rule));
                (shared + of_rule, self.catches[at].load(Ordering::Relaxed), at)
            })
            .collect();
        order.sort_unstable_by(|left, right| right.cmp(left));
        let mut order = order.into_iter().map(|(.., at)| at);
        let catcher = order.find(|at| {
            let case = &self.cases[*at].case;
            let files = format!("{} {}", case["policies"], case["calendar"]);
            let own =
                own.entry(files).or_insert_with(|| read_own_book(texts, Path::new(VECTORS), case));
            let Ok(own) = own else { return true };
            let found: Value = reply(own.as_ref().unwrap_or(book), case);
            !differences(&case["expect"], &found).is_empty()
        });
        let at = catcher?;
        self.catches[at].fetch_add(1, Ordering::Relaxed);
        // A worked example, as `PolicyBook::check` runs it.
        Some(if self.cases[at].name.starts_with("examples.json") { By::Check } else { By::Vectors })
    }

    /// The identifier of the rule that a mutant changes.
    fn rule(&self, mutant: &Mutant) -> String {
        let file = self.texts.iter().find(|file| file.name == mutant.file);
        let lines: Vec<&str> = file.map_or(Vec::new(), |file| file.text.lines().collect());
        let before = lines.iter().take(mutant.line).rev();
        let mut before = before.take_while(|line| !line.starts_with("## "));
        let id = before.find_map(|line| {
            let of_rule = || line.strip_prefix("id = \"")?.strip_suffix('"');
            of_rule().or_else(|| line.strip_prefix("[rule.")?.strip_suffix(']'))
        });
        id.unwrap_or_default().to_owned()
    }

    /// Tells whether a mutant changes nothing but which cells of the matrix a rule of it speaks of, or from when or until when.
    fn is_of_the_matrix(&self, mutant: &Mutant) -> bool {
        let file = self.texts.iter().find(|file| file.name == mutant.file);
        let lines: Vec<&str> = file.map_or(Vec::new(), |file| file.text.lines().collect());
        let mut after = lines.iter().skip(mutant.line).take_while(|line| !line.starts_with("[["));
        let decides = ["{ conflict", "{ impossible", "{ possible", "\"possible\"", "{ unsettled"];
        let of_matrix = after.any(|line| {
            line.strip_prefix("then = ")
                .is_some_and(|then| decides.iter().any(|decides| then.starts_with(decides)))
        });
        let (line, changed) = (&in_english(&mutant.change.0), &in_english(&mutant.change.1));
        let tests =
            [line, changed].into_iter().flat_map(|line| line.split(" = ").collect::<Vec<_>>());
        let mut facts = tests.filter_map(|before| before.rsplit(['{', ' ', ',']).next());
        let joins = ["when", "not", "any", "form_of_operator"];
        let only = facts.all(|fact| {
            joins.contains(&fact)
                || FACTS.contains(&fact)
                || !fact.starts_with(|c: char| c.is_ascii_lowercase())
        });
        of_matrix
            && (line.starts_with("when = ") && only
                || line.starts_with("from = ")
                || line.starts_with("until = ")
                || line == "requires = [\"credit-code/code-agrees\"]")
    }

    fn judge(&self, mutant: &Mutant) -> (By, Option<String>) {
        let texts = mutant.applied(&self.texts);
        if !mutant.kind.decides() && sheet(&texts).is_ok_and(|changed| changed != self.sheet) {
            return (By::Sheet, None);
        }
        let Ok(book) = PolicyBook::parse(&texts) else { return (By::Load, None) };
        let of_cells = |line: &str| {
            ["then", "from", "until"].iter().any(|key| line.starts_with(key))
                || FACTS.iter().any(|fact| line.contains(fact))
        };
        let of_cells = of_cells(&in_english(&mutant.change.0));
        if of_cells && cells(&book).map_or(true, |changed| changed != self.cells) {
            return (By::Cells, None);
        }
        if self.is_of_the_matrix(mutant) {
            return (By::SameCells, None);
        }
        if let Some(by) = self.noticed(mutant, &texts, &book) {
            return (by, None);
        }
        let lines = format!("{} {}", mutant.change.0, mutant.change.1);
        let samples = around(&self.bundled, &self.bases, &lines, SAMPLES);
        let differs = samples.iter().find_map(|sample| {
            let (expected, found) = (answers(&self.bundled, sample), answers(&book, sample));
            let both = || expected.iter().filter(|line| !found.contains(line));
            let new = found.iter().find(|line| !expected.contains(line));
            let old = both().next();
            if old.is_none() && new.is_none() {
                return None;
            }
            Some(format!("{} -> {} for {}", told(old), told(new), sample.told()))
        });
        (By::Nothing, differs)
    }
}

fn told(line: Option<&String>) -> &str {
    line.map_or("nothing", String::as_str)
}

fn main() {
    let only = std::env::args().nth(1);
    // Output of an earlier run, whose list is judged again.
    let listed = std::env::var("LISTED").ok();
    let listed = listed.map(|path| std::fs::read_to_string(path).expect("a file can be read"));
    let is_listed = |mutant: &Mutant| {
        let (old, new) = &mutant.change;
        listed.as_ref().is_none_or(|listed| {
            listed.contains(&mutant.file) && listed.contains(&format!("\n  - {old}\n  + {new}\n"))
        })
    };
    let bench = Bench::new();
    let mutants: Vec<Mutant> = mutants(&bench.texts)
        .into_iter()
        .filter(|mutant| only.as_ref().is_none_or(|only| mutant.file.starts_with(only.as_str())))
        .filter(|mutant| is_listed(mutant))
        .collect();
    // Spread, so that what is told so far speaks for all.
    let mut order: Vec<usize> = (0..mutants.len()).collect();
    order.sort_by_key(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let argued = std::fs::read_to_string(ARGUED).unwrap_or_default();
    let argued = argued.split_whitespace().collect::<Vec<_>>().join(" ");
    let next = AtomicUsize::new(0);
    let judged = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = order.get(at).and_then(|at| mutants.get(*at)) else {
                        return;
                    };
                    if at.is_multiple_of(100) {
                        eprintln!("{at} of {}", mutants.len());
                    }
                    let (by, witness) = bench.judge(mutant);
                    if by == By::Nothing {
                        eprintln!("{} {} {:?}", mutant.file, argument(mutant), witness);
                    }
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
        .filter(|(mutant, by, _)| *by == By::Nothing && !is_argued(mutant, &argued))
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

/// Whether `docs/policy-mutants.md` speaks of a mutant, or of every change of its line.
fn is_argued(mutant: &Mutant, argued: &str) -> bool {
    let every = format!("`{}` → …", mutant.change.0.trim());
    argued.contains(&argument(mutant)) || argued.contains(&every)
}

/// The words of `docs/policy-mutants.md` that speak of a mutant.
fn argument(mutant: &Mutant) -> String {
    format!("`{}` → `{}`", mutant.change.0.trim(), mutant.change.1.trim())
}

fn report(judged: &[(&Mutant, By, Option<String>)]) {
    let mut table: BTreeMap<Kind, BTreeMap<By, usize>> = BTreeMap::new();
    for (mutant, by, _) in judged {
        *table.entry(mutant.kind).or_default().entry(*by).or_default() += 1;
    }
    let heads = ["load", "cells", "vectors", "check", "sheet", "no cell", "nothing"];
    println!("{:12}{}", "", heads.map(|head| format!(" {head:>8}")).concat());
    for (kind, counts) in &table {
        let count = |by: By| counts.get(&by).copied().unwrap_or_default();
        let row =
            [By::Load, By::Cells, By::Vectors, By::Check, By::Sheet, By::SameCells, By::Nothing]
                .map(count);
        println!("{:12}{}", format!("{kind:?}"), row.map(|count| format!(" {count:>8}")).concat());
    }
}

//! A ledger of institutions and filings that all differ, each asked about once: part of `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use tuoyu::{Dossier, FactSummary, Institution, PolicyBook};

/// A sequence of numbers that is always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap()
    }

    /// A value of a fact in JSON; the first of each kind four times in five where `alike`.
    fn value(&mut self, fact: &FactSummary, alike: bool) -> Option<String> {
        let usual = alike && self.below(5) > 0;
        let number = if usual { 0 } else { self.below(6) };
        match fact.kind.as_str() {
            "bool" => Some((usual || number % 2 == 0).to_string()),
            "int" => Some((number + 1).to_string()),
            "date" => Some(format!("\"2026-{:02}-{:02}\"", number % 2 + 1, self.below(28) + 1)),
            "choice" => {
                let at = if usual { 0 } else { self.below(fact.words.len()) };
                Some(format!("\"{}\"", fact.words.get(at)?))
            }
            _ => None,
        }
    }

    /// Members of an object: one fact in twenty is unknown.
    fn members(&mut self, facts: &[FactSummary], alike: bool) -> String {
        let mut all = String::new();
        for fact in facts.iter().filter(|fact| !fact.name.ends_with("_until")) {
            if self.below(20) == 0 {
                continue;
            }
            if let Some(value) = self.value(fact, alike) {
                write!(all, "{}\"{}\":{value}", if all.is_empty() { "" } else { "," }, fact.name)
                    .unwrap();
            }
        }
        all
    }
}

fn main() {
    // A question may be named, and how many filings there are.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let named = arguments.next();
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(5_000);
    let on: NaiveDate = "2026-03-01".parse().unwrap();
    let book = PolicyBook::bundled().unwrap();
    let of_filing = book.filing_vocabulary();
    let first_of_class = of_filing.iter().position(|fact| fact.name == "band").unwrap();
    let (of_dossier, of_class) = of_filing.split_at(first_of_class);
    let of_institution = book.vocabulary();
    for alike in [true, false] {
        let mut dice = Dice(0x5eed);
        let mut ledger: Vec<(Institution, Dossier)> = Vec::new();
        while ledger.len() < count {
            let institution = dice.members(&of_institution, alike);
            let classes: Vec<String> = (0..dice.below(3))
                .map(|_| format!("{{{}}}", dice.members(of_class, alike)))
                .collect();
            let dossier = format!(
                "{{{},\"classes\":[{}]}}",
                dice.members(of_dossier, alike),
                classes.join(",")
            );
            let institution = format!("{{\"jurisdiction\":\"370303\",{institution}}}");
            let read = Institution::from_json(&institution)
                .and_then(|institution| Ok((institution, Dossier::from_json(&dossier)?)));
            ledger.extend(read.and_then(|read| book.register(&read.0, on).map(|_| read)));
        }
        let kind = if alike { "mostly alike" } else { "by chance" };
        type Ask<'a> = &'a dyn Fn(&PolicyBook, &(Institution, Dossier));
        let questions: [(&str, Ask<'_>); 4] = [
            ("register", &|book, of| drop(black_box(book.register(&of.0, on).unwrap()))),
            ("supports", &|book, of| drop(black_box(book.supports(&of.0, on).unwrap()))),
            ("review", &|book, of| drop(black_box(book.review(&of.0, &of.1, on).unwrap()))),
            ("assess", &|book, of| drop(black_box(book.assess(&of.0, on).unwrap()))),
        ];
        let asked = |name: &str| named.as_deref().is_none_or(|named| named == name);
        for (name, ask) in questions.into_iter().filter(|(name, _)| asked(name)) {
            let book = PolicyBook::bundled().unwrap();
            ask(&book, ledger.first().unwrap());
            let start = Instant::now();
            ledger.iter().for_each(|of| ask(&book, of));
            let first = start.elapsed();
            let each = |time: std::time::Duration| time.as_secs_f64() * 1e6 / ledger.len() as f64;
            println!("{kind:>12}: {name} {:.1} µs each", each(first));
        }
    }
}

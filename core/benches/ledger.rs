//! A ledger of institutions and filings that all differ, each asked about once: part of `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use tuoyu::{
    Bits, Column, Dossier, FactSummary, Institution, Integers, PolicyBook, Request, Values,
};

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

/// A fact of every row.
enum Cells<'a> {
    Bits(Vec<u8>),
    Numbers(Vec<i32>),
    Days(Vec<i32>),
    Words(Vec<i32>, Vec<&'a str>),
}

/// A column of a fact, and in which rows it is known.
struct Known<'a> {
    name: &'a str,
    cells: Cells<'a>,
    valid: Vec<u8>,
}

impl<'a> Known<'a> {
    fn of(fact: &'a FactSummary, rows: &[serde_json::Value]) -> Option<Self> {
        let cells = || rows.iter().map(|row| &row[fact.name.as_str()]);
        let bits = |bits: Vec<bool>| -> Vec<u8> {
            let byte = |bits: &[bool]| {
                bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at)
            };
            bits.chunks(8).map(byte).collect()
        };
        let day = |text: &str| {
            let day: NaiveDate = text.parse().unwrap();
            i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap()
        };
        let number =
            |cell: &serde_json::Value| cell.as_i64().map_or(0, |of| of.try_into().unwrap());
        let words: Vec<&str> = fact.words.iter().map(String::as_str).collect();
        let key = |cell: &serde_json::Value| {
            let at = words.iter().position(|word| cell.as_str() == Some(word));
            i32::try_from(at.unwrap_or_default()).unwrap()
        };
        let values = match fact.kind.as_str() {
            "bool" => Cells::Bits(bits(cells().map(|of| of.as_bool() == Some(true)).collect())),
            "int" => Cells::Numbers(cells().map(number).collect()),
            "date" => Cells::Days(cells().map(|of| of.as_str().map_or(0, day)).collect()),
            "choice" => Cells::Words(cells().map(key).collect(), words.clone()),
            _ => return None,
        };
        let valid = bits(cells().map(|of| !of.is_null()).collect());
        let name = fact.name.strip_prefix("class_").unwrap_or(&fact.name);
        Some(Self { name, cells: values, valid })
    }

    fn column(&self) -> Column<'_> {
        let values = match &self.cells {
            Cells::Bits(bytes) => Values::Bits(Bits { bytes, offset: 0 }),
            Cells::Numbers(numbers) => Values::Integers(Integers::Int32(numbers)),
            Cells::Days(days) => Values::Days(days),
            Cells::Words(keys, words) => Values::Words { keys: Integers::Int32(keys), words },
        };
        let valid = Some(Bits { bytes: &self.valid, offset: 0 });
        Column { name: self.name, values, valid }
    }
}

/// Filings as a table.
struct Table<'a> {
    rows: usize,
    facts: Vec<Known<'a>>,
    classes: Vec<Known<'a>>,
    ends: Vec<i64>,
}

impl<'a> Table<'a> {
    fn of(
        ledger: &[(Institution, Dossier)],
        [first, second, class]: [&'a [FactSummary]; 3],
    ) -> Self {
        let read = |json: String| -> serde_json::Value { serde_json::from_str(&json).unwrap() };
        let institutions: Vec<_> = ledger.iter().map(|of| read(of.0.to_json())).collect();
        let dossiers: Vec<_> = ledger.iter().map(|of| read(of.1.to_json())).collect();
        let (mut classes, mut ends) = (Vec::new(), vec![0]);
        for (_, dossier) in ledger {
            let own = dossier.classes.iter().flatten().map(|of| read(of.to_json()));
            // A class has facts named otherwise than its fields.
            classes.extend(own.map(|mut fields| {
                for name in ["children", "carers"] {
                    fields[format!("class_{name}")] = fields[name].clone();
                }
                fields
            }));
            ends.push(i64::try_from(classes.len()).unwrap());
        }
        let mut facts: Vec<Known<'a>> = Vec::new();
        facts.extend(first.iter().filter_map(|fact| Known::of(fact, &institutions)));
        facts.extend(second.iter().filter_map(|fact| Known::of(fact, &dossiers)));
        let keys = Cells::Words(vec![0; ledger.len()], vec!["370303"]);
        let valid = vec![u8::MAX; ledger.len().div_ceil(8)];
        facts.push(Known { name: "jurisdiction", cells: keys, valid });
        let classes = class.iter().filter_map(|fact| Known::of(fact, &classes)).collect();
        Self { rows: ledger.len(), facts, classes, ends }
    }

    /// Prints what a filing takes, without reasons and with them.
    fn time(&self, kind: &str, on: NaiveDate) {
        let book = PolicyBook::bundled().unwrap();
        let plan = book.plan(on, &["requirements".to_owned()]).unwrap();
        let of_classes: Vec<Column<'_>> = self.classes.iter().map(Known::column).collect();
        let mut columns: Vec<Column<'_>> = self.facts.iter().map(Known::column).collect();
        let (starts, ends) = (self.ends.get(..self.rows).unwrap(), self.ends.get(1..).unwrap());
        let (starts, ends) = (Integers::Int64(starts), Integers::Int64(ends));
        let values = Values::Classes { starts, ends, valid: None, columns: &of_classes };
        columns.push(Column { name: "classes", values, valid: None });
        for (name, reasons) in [("outcomes", false), ("outcomes and reasons", true)] {
            let request = Request { details: true, reasons, ..Request::default() };
            plan.run(64.min(self.rows), &columns, &request).unwrap();
            let start = Instant::now();
            let answers = black_box(plan.run(self.rows, &columns, &request).unwrap());
            let each = start.elapsed().as_secs_f64() * 1e6 / self.rows as f64;
            let bad = answers.errors.len();
            println!("{kind:>12}: columns, {name} {each:.1} µs each, {bad} that cannot be read");
        }
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
        if asked("columns") {
            let table = Table::of(&ledger, [&of_institution, of_dossier, of_class]);
            table.time(kind, on);
        }
    }
}

//! Hashes every answer about the vectors and about random institutions, to compare two versions of the policy files or of the library.
//!
//! `every-answer 1000000` prints a hash of every thousand answers; `every-answer outcomes 1000000` does so quickly, of plans alone. `diff` of two
//! such lists says where to look. The SHA-256 of the book is left
//! out: it is of the bytes of the files, which may change without an outcome.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};
use tuoyu::{Dossier, Event, FactSummary, Institution, PolicyBook, bundled_texts};
use tuoyu_tests::samples::{Chance, DAYS, by_chance};
use tuoyu_tests::{cases, own_book, request};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");

/// Number of institutions that share a hash.
const TOGETHER: usize = 1_000;

/// Hashes of replies, and the replies themselves where they are asked for.
struct Answers {
    hash: u64,
    count: usize,
    told: bool,
}

impl Answers {
    fn new() -> Self {
        Self { hash: 0, count: 0, told: std::env::var_os("TOLD").is_some() }
    }

    fn add(&mut self, reply: &str) {
        let reply = without_hashes(reply);
        if self.told {
            println!("{reply}");
        }
        for word in reply.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..word.len()].copy_from_slice(word);
            let mixed = (self.hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.hash = mixed ^ mixed >> 29;
        }
        self.hash = self.hash.wrapping_add(reply.len() as u64).rotate_left(17);
        self.count += 1;
    }

    fn end(&mut self, of: &str) {
        println!("{of}: {} answers {:016x}", self.count, std::mem::take(&mut self.hash));
        let _ = std::io::stdout().flush();
        self.count = 0;
    }

    fn ask(&mut self, book: &PolicyBook, request: &Value) {
        match book.ask(&request.to_string()) {
            Ok(reply) => self.add(&reply),
            Err(error) => self.add(&format!(
                "{} {} {} {} {:?} {:?}",
                error.code.name(),
                error.path,
                error.message.zh,
                error.message.en,
                error.hint,
                error.hint_zh()
            )),
        }
    }

    /// Every answer about one institution and its filing.
    fn about(&mut self, book: &PolicyBook, as_of: &str, facts: &Value, dossier: &Value, all: bool) {
        let with = |question: &str, more: Value| {
            let mut request = json!({ "question": question, "as_of": as_of, "facts": facts });
            for (name, value) in more.as_object().into_iter().flatten() {
                request[name] = value.clone();
            }
            request
        };
        self.ask(book, &with("assess", json!({ "dossier": dossier })));
        if !all {
            return;
        }
        for question in ["notice", "acknowledgement", "explain"] {
            self.ask(book, &with(question, json!({ "dossier": dossier })));
        }
        for question in ["notice", "acknowledgement", "explain"] {
            self.ask(book, &with(question, json!({ "dossier": dossier, "format": "markdown" })));
        }
        for question in ["register", "supports", "assess", "explain", "receipt"] {
            self.ask(book, &with(question, json!({})));
        }
        self.ask(book, &with("review", json!({ "dossier": dossier })));
        for event in Event::ALL {
            self.ask(book, &with("duties_after", json!({ "event": event.name() })));
        }
    }
}

/// A reply with the SHA-256 of the book, and of what it is part of, left out.
fn without_hashes(reply: &str) -> String {
    let mut left = String::with_capacity(reply.len());
    let mut rest = reply;
    while let Some(at) = rest.find("sha256\":\"") {
        let (before, behind) = rest.split_at(at + "sha256\":\"".len());
        left.push_str(before);
        let hash = behind.find('"').unwrap_or(0);
        // That of the facts and that of the calendar stay.
        if before.ends_with("input_sha256\":\"") || before.ends_with("calendar_sha256\":\"") {
            left.push_str(&behind[..hash]);
        }
        rest = &behind[hash..];
    }
    left.push_str(rest);
    left
}

/// Facts by chance, each with the same likelihood.
fn record(facts: &[FactSummary], likely: usize, chance: &mut Chance, as_of: &str) -> Value {
    let mut record = Map::new();
    for fact in facts {
        if chance.below(100) < likely
            && let Some(value) = by_chance(fact, chance, as_of)
        {
            record.insert(fact.name.clone(), value);
        }
    }
    Value::Object(record)
}

/// Takes facts out until the others can be read together.
fn repair(book: &PolicyBook, as_of: &str, facts: &mut Value, dossier: &mut Value) {
    let take = |record: &mut Value, path: &str| {
        let field = path.rsplit('.').next().unwrap_or_default();
        let classes = record.get_mut("classes").filter(|_| path.contains("classes["));
        let mut records: Vec<&mut Value> = match classes.and_then(Value::as_array_mut) {
            Some(classes) => classes.iter_mut().collect(),
            None => vec![record],
        };
        let fields = records.iter_mut().filter_map(|record| record.as_object_mut());
        fields.filter_map(|fields| fields.remove(field)).count() > 0
    };
    while let Err(error) = Institution::from_json(&facts.to_string()) {
        if !take(facts, &error.path) {
            return;
        }
    }
    while let Err(error) = Dossier::from_json(&dossier.to_string()) {
        if !take(dossier, &error.path) {
            return;
        }
    }
    let days = ["received_on", "notice_given_on", "receipt_given_on"];
    let question = |facts: &Value, dossier: &Value| json!({ "question": "notice", "as_of": as_of, "facts": facts, "dossier": dossier });
    for _ in days {
        let given: Map<String, Value> = days
            .iter()
            .filter_map(|day| Some(((*day).to_owned(), dossier.get(*day)?.clone())))
            .collect();
        if given.is_empty() {
            break;
        }
        match book.ask(&question(&json!({}), &Value::Object(given)).to_string()) {
            Err(error) if take(dossier, &error.path) => {}
            _ => break,
        }
    }
}

fn of_vectors(answers: &mut Answers, bundled: &PolicyBook) {
    let folder = Path::new(VECTORS);
    let cases = cases(folder);
    let texts = bundled_texts();
    let mut files: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for case in &cases {
        let file = case.name.split(':').next().unwrap_or_default();
        files.entry(file.to_owned()).or_default().push(&case.case);
    }
    for (file, cases) in files {
        for case in cases {
            let own = own_book(&texts, folder, case);
            let book = own.as_ref().unwrap_or(bundled);
            answers.ask(book, &request(case));
            if case.get("request").is_some() {
                continue;
            }
            let as_of = case["as_of"].as_str().unwrap_or_default();
            let record = |key: &str| match &case[key] {
                Value::Null => json!({}),
                record => record.clone(),
            };
            answers.about(book, as_of, &record("facts"), &record("dossier"), true);
        }
        answers.end(&file);
    }
}

fn of_places(answers: &mut Answers, book: &PolicyBook) {
    for place in ["370303", "370300-gaoxin", "370300-jingkai", "370000", "110101", ""] {
        for as_of in DAYS {
            for question in ["era", "goals", "seats", "clauses", "departments"] {
                answers.ask(
                    book,
                    &json!({ "question": question, "as_of": as_of, "jurisdiction": place }),
                );
            }
        }
    }
    answers.end("places and days");
}

/// Prints how long it takes to read the bundled book, and the same files as they are given by a caller: the median of many times.
fn load() {
    let texts = bundled_texts();
    let median = |what: &str, read: &dyn Fn() -> PolicyBook| {
        let mut times: Vec<std::time::Duration> = (0..201)
            .map(|_| {
                let start = std::time::Instant::now();
                let book = read();
                let time = start.elapsed();
                drop(book);
                time
            })
            .collect();
        times.sort_unstable();
        println!("{what}: {:?}, fastest {:?}", times[times.len() / 2], times[0]);
    };
    median("bundled", &|| PolicyBook::bundled().expect("the bundled book is sound"));
    median("parsed", &|| PolicyBook::parse(&texts).expect("the bundled files are sound"));
}

/// Outcomes and reasons of random institutions by a plan of every target: a million of them in a minute or two.
fn of_plans(answers: &mut Answers, book: &PolicyBook, count: usize) {
    let institution = book.vocabulary();
    let day = |as_of: &&str| as_of.parse().expect("a day");
    let plans: Vec<_> =
        DAYS.iter().map(|as_of| book.plan(day(as_of), &[]).expect("a plan")).collect();
    let mut chance = Chance::new(41);
    for chunk in 0..count / TOGETHER / 10 {
        for _ in 0..TOGETHER * 10 {
            let at = chance.below(DAYS.len());
            let likely = 15 + chance.below(84);
            let mut facts = record(&institution, likely, &mut chance, DAYS[at]);
            repair(book, DAYS[at], &mut facts, &mut json!({}));
            match plans[at].ask(&facts.to_string()) {
                Ok(reply) => answers.add(&reply),
                Err(error) => answers.add(&format!("{} {}", error.code.name(), error.path)),
            }
        }
        answers.end(&format!("plans {chunk}"));
    }
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("outcomes") {
        let count = std::env::args().nth(2).and_then(|count| count.parse().ok()).unwrap_or(0);
        let book = PolicyBook::bundled().expect("the bundled book is sound");
        of_plans(&mut Answers::new(), &book, count);
        return;
    }
    let count: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(0);
    let first: usize = std::env::args().nth(2).and_then(|first| first.parse().ok()).unwrap_or(0);
    if std::env::args().nth(1).as_deref() == Some("load") {
        load();
        return;
    }
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let mut answers = Answers::new();
    if first == 0 {
        println!("check: {:?}", book.check().map_err(|error| error.to_string()));
        let examples = book.examples().expect("the examples can be read");
        for example in &examples {
            answers.add(&format!(
                "{} {} {} {} {} {:?}",
                example.instrument,
                example.clause,
                example.as_of,
                example.facts.to_json(),
                example.dossier.as_ref().map_or_else(String::new, tuoyu::Dossier::to_json),
                example.expects,
            ));
        }
        answers.end("examples");
        of_places(&mut answers, &book);
        of_vectors(&mut answers, &book);
    }
    let institution = book.vocabulary();
    let filing = book.filing_vocabulary();
    let split = filing.iter().position(|fact| fact.name == "band").unwrap_or(filing.len());
    let (dossier_facts, class_facts) = filing.split_at(split);
    for chunk in first..first + count / TOGETHER {
        let mut chance = Chance::new(u64::try_from(chunk).unwrap_or_default() + 77);
        for at in 0..TOGETHER {
            let as_of = match chance.below(3) {
                0 => format!(
                    "20{}-{:02}-{:02}",
                    19 + chance.below(10),
                    1 + chance.below(12),
                    1 + chance.below(28)
                ),
                _ => DAYS[chance.below(DAYS.len())].to_owned(),
            };
            let likely = 15 + chance.below(84);
            let mut facts = record(&institution, likely, &mut chance, &as_of);
            let mut dossier = record(dossier_facts, likely, &mut chance, &as_of);
            let classes: Vec<Value> = (0..chance.below(3))
                .map(|_| record(class_facts, likely, &mut chance, &as_of))
                .collect();
            if !classes.is_empty() {
                dossier["classes"] = Value::Array(classes);
            }
            if at % 16 != 0 {
                repair(&book, &as_of, &mut facts, &mut dossier);
            }
            answers.about(&book, &as_of, &facts, &dossier, at % 50 == 0);
        }
        answers.end(&format!("random {chunk}"));
    }
}

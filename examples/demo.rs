//! Asks everything about every institution of a ledger and prints the answer in three lines each; then, of one filing,
//! the whole explanation and the letter that its office would write.
//!
//! `cargo run -p tuoyu-examples --bin demo -- [ledger.json] [--explain | --json]`

use std::io::Write;
use std::process::ExitCode;

use serde_json::Value;
use tuoyu::{Assessment, Dossier, Format, Institution, PolicyBook, Status};

const LEDGER: &str = include_str!("data/institutions.json");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// One institution of the ledger, as it was read, and the answer about it.
struct Row {
    title: String,
    institution: Institution,
    dossier: Option<Dossier>,
    assessment: Assessment,
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |option: &str| arguments.iter().any(|argument| argument == option);
    let ledger = match arguments.iter().find(|argument| !argument.starts_with("--")) {
        Some(path) => std::fs::read_to_string(path)?,
        None => LEDGER.to_owned(),
    };
    let entries: Vec<Value> = serde_json::from_str(&ledger)?;
    let book = PolicyBook::bundled()?;
    let rows: Vec<Row> = entries.iter().map(|entry| row(&book, entry)).collect::<Result<_, _>>()?;
    let mut out = std::io::stdout().lock();
    if asked("--json") {
        let answers = rows
            .iter()
            .map(|row| serde_json::json!({ "name": row.title, "assessment": row.assessment }));
        serde_json::to_writer_pretty(&mut out, &answers.collect::<Vec<_>>())?;
        writeln!(out)?;
        return Ok(());
    }
    for row in &rows {
        writeln!(out, "{}", row.title)?;
        match asked("--explain") {
            true => writeln!(out, "{}", row.assessment.explain(Format::Text))?,
            false => writeln!(out, "{}", lines(&row.assessment.message.zh))?,
        }
    }
    let wanting = rows.iter().find(|row| {
        row.assessment.review.as_ref().is_some_and(|review| review.status == Status::Unmet)
    });
    if let Some(Row { title, institution, dossier: Some(dossier), assessment }) = wanting {
        writeln!(out, "——{title}，全文——\n\n{}", assessment.explain(Format::Text))?;
        let letter = book.notice(institution, dossier, assessment.as_of, Format::Text)?;
        writeln!(out, "——{title}，告知书——\n\n{letter}")?;
    }
    writeln!(out, "{} 家机构；政策版本 {}。合成数据，不是行政决定。", rows.len(), book.edition())?;
    Ok(())
}

fn row(book: &PolicyBook, entry: &Value) -> Result<Row, Box<dyn std::error::Error>> {
    let name = entry["name"].as_str().unwrap_or("（未命名）");
    let told = |error: &dyn std::fmt::Display| format!("{name}: {error}");
    let as_of = entry["as_of"].as_str().unwrap_or_default();
    let as_of = as_of.parse().map_err(|error| told(&error))?;
    let institution = Institution::from_json(&entry["facts"].to_string());
    let institution = institution.map_err(|error| told(&error))?;
    let dossier = entry.get("dossier").map(|dossier| Dossier::from_json(&dossier.to_string()));
    let dossier = dossier.transpose().map_err(|error| told(&error))?;
    let assessment = match &dossier {
        Some(dossier) => book.assess_filing(&institution, dossier, as_of),
        None => book.assess(&institution, as_of),
    };
    let assessment = assessment.map_err(|error| told(&error))?;
    let title = format!("{name}（{}，{as_of}）", entry["note"].as_str().unwrap_or_default());
    Ok(Row { title, institution, dossier, assessment })
}

/// Lines of a message, each beside a mark and wrapped.
fn lines(message: &str) -> String {
    let options = textwrap::Options::new(78).initial_indent("  · ").subsequent_indent("    ");
    message.lines().map(|line| textwrap::fill(line, &options) + "\n").collect()
}

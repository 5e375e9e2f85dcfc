//! Where an institution registers, for every combination of form, nature, kind of credit code, service and operator.
//!
//! A line has the letters of all services × operators of a form, a nature and the codes that fare alike; the legend says what a letter is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;
use tuoyu::{CreditCode, Error, Institution, Outcomes, PolicyBook, logic_facts};

/// Days and places: both sides of every day on which a row begins or ends under the document of the district, and with every file.
const WHEN: &[(&str, &str)] = &[
    ("2022-02-28", "370303"),
    ("2022-03-01", "370303"),
    ("2023-10-15", "370303"),
    ("2023-10-16", "370303"),
    ("2025-05-31", "370303"),
    ("2025-06-01", "370303"),
    ("2026-11-26", "370303"),
];

/// Supports that depend on what an institution is: what contradicts itself leaves them open.
const SUPPORTS: [&str; 3] = ["vat-exemption", "income-tax-reduction", "price-electricity"];

/// Facts of a cell.
pub const FACTS: [&str; 5] = ["legal_form", "nature", "credit_code_kind", "service", "operator"];

fn letters() -> impl Iterator<Item = char> {
    ('A'..='Z').chain('a'..='z').chain('0'..='9')
}

fn institution(cell: [&str; 6]) -> Result<Institution, Error> {
    type Known = BTreeMap<[String; 6], Institution>;
    thread_local!(static KNOWN: RefCell<Known> = RefCell::default());
    let key = cell.map(str::to_owned);
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
        return Ok(known);
    }
    let [place, form, nature, code, service, operator] = cell;
    let mut facts = json!({
        "jurisdiction": place, "legal_form": form, "nature": nature, "service": service, "operator": operator,
        "filed": true, "serves_community": true, "separate_accounting": true, "vat_exemption_waived": false,
    });
    if !code.is_empty() {
        facts["credit_code"] = code.into();
    }
    let read = Institution::from_json(&facts.to_string())?;
    KNOWN.with_borrow_mut(|known| known.insert(key, read.clone()));
    Ok(read)
}

/// A made-up code of each kind.
fn codes() -> BTreeMap<&'static str, String> {
    let starts = ["11", "12", "51", "52", "53", "54", "59", "81", "91", "92", "93", "N2"];
    let lasts = ('0'..='9').chain('A'..='Z');
    let all = starts
        .into_iter()
        .flat_map(|start| lasts.clone().map(move |last| format!("{start}370303MA0000000{last}")));
    let read = |code: String| {
        let read = CreditCode::parse(&code).ok().filter(|read| read.code == code)?;
        Some((read.kind.name(), code))
    };
    all.filter_map(read).collect()
}

/// The sheet of every cell.
///
/// # Errors
/// A book that cannot be compiled.
pub fn cells(book: &PolicyBook) -> Result<String, Error> {
    let terms = logic_facts();
    let words = FACTS.map(|fact| -> Vec<&'static str> {
        let term = terms.iter().find(|term| term.name == fact);
        term.map_or(Vec::new(), |term| term.values.iter().map(|(name, _)| *name).collect())
    });
    let [forms, natures, kinds, services, operators] = &words;
    let mut codes = codes();
    assert!(kinds.iter().all(|kind| codes.contains_key(kind)), "a kind of code without a code");
    codes.insert("(none)", String::new());
    let mut legend: BTreeMap<String, char> = BTreeMap::new();
    let mut lines = String::new();
    for (day, place) in WHEN {
        let day = day.parse().expect("a day of the list");
        let all = book.plan(day, &[])?;
        let of_registry = |target: &&String| target.starts_with("register");
        let mut targets: Vec<String> = all.targets().iter().filter(of_registry).cloned().collect();
        targets.extend(SUPPORTS.map(str::to_owned));
        let plan = book.plan(day, &targets)?;
        let mut outcomes = Outcomes::default();
        for form in forms {
            for nature in natures {
                let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
                for (kind, code) in &codes {
                    let mut row = String::new();
                    for service in services {
                        for operator in operators {
                            let cell = [*place, *form, *nature, code.as_str(), *service, *operator];
                            let institution = institution(cell)?;
                            plan.outcomes(&plan.facts(&institution)?, &mut outcomes)?;
                            let told = targets.iter().zip(outcomes.iter());
                            let told = told
                                .filter(|(_, outcome)| outcome.name() != "unmet")
                                .map(|(target, outcome)| format!("{target} {}", outcome.name()));
                            let told = told.collect::<Vec<_>>().join(", ");
                            let next = letters().nth(legend.len()).unwrap_or('?');
                            row.push(*legend.entry(told).or_insert(next));
                        }
                        row.push(' ');
                    }
                    match rows.iter_mut().find(|(known, _)| *known == row) {
                        Some((_, codes)) => codes.push(kind),
                        None => rows.push((row, vec![kind])),
                    }
                }
                for (row, codes) in rows {
                    let codes = codes.join(" ");
                    let _ = writeln!(lines, "{day} {place} {form} {nature}: {row}{codes}");
                }
            }
        }
    }
    let mut letters: Vec<(char, String)> =
        legend.into_iter().map(|(told, letter)| (letter, told)).collect();
    letters.sort_unstable();
    let mut sheet =
        format!("services: {}\noperators: {}\n", services.join(" "), operators.join(" "));
    for (letter, told) in letters {
        let _ = writeln!(sheet, "{letter} = {}", if told.is_empty() { "unmet" } else { &told });
    }
    Ok(sheet + &lines)
}

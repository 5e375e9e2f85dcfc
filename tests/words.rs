//! Texts that people read: nothing of the machine stands in them, days and numbers have one form, and a filing is never
//! called an approval. The texts of thirteen cases lie in `tests/texts`, to be read aloud where they change.

use std::fmt::Write;

use chrono::NaiveDate;
use serde_json::Value;
use tuoyu::{Dossier, Format, Institution, PolicyBook};
use tuoyu_tests::cases;
use tuoyu_tests::samples::bases;

/// Phrases that no text has: of the machine, of an editor, or of an approval.
const BANNED: [&str; 14] = [
    "现为",
    "应为否",
    "应为是",
    "须为",
    "未知",
    "备案审查",
    "审批合格",
    "不是审批",
    "没有有效期",
    "待说明",
    "批准备案",
    "备案许可",
    "有关部门",
    "部分见到",
];

/// Marks that no line of a plain text begins with.
const CLOSING: &str = "，。、；：？！）》”’】·%";

struct Case {
    name: String,
    institution: Institution,
    dossier: Option<Dossier>,
    on: NaiveDate,
}

fn ledger() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/data/institutions.json");
    let rows = std::fs::read_to_string(path).expect("the ledger of the examples");
    let rows: Vec<Value> = serde_json::from_str(&rows).expect("a list");
    let case = |row: &Value| Case {
        name: row["name"].as_str().expect("a name").to_owned(),
        institution: Institution::from_json(&row["facts"].to_string()).expect("facts"),
        dossier: row
            .get("dossier")
            .map(|one| Dossier::from_json(&one.to_string()).expect("a dossier")),
        on: row["as_of"].as_str().expect("a day").parse().expect("a day"),
    };
    rows.iter().map(case).collect()
}

/// The texts about a case, by what they are.
fn texts(book: &PolicyBook, case: &Case, format: Format) -> Vec<(&'static str, String)> {
    let Case { institution, dossier, on, .. } = case;
    let assessment = match dossier {
        Some(dossier) => book.assess_filing(institution, dossier, *on),
        None => book.assess(institution, *on),
    };
    let Ok(assessment) = assessment else { return Vec::new() };
    let mut texts =
        vec![("三句话", assessment.message.zh.clone()), ("说明", assessment.explain(format))];
    if let Some(dossier) = dossier {
        let letter = |letter: Result<String, tuoyu::Error>| letter.expect("a letter");
        texts.push(("告知书", letter(book.notice(institution, dossier, *on, format))));
        texts.push(("回执", letter(book.acknowledgement(institution, dossier, *on, format))));
        let conditions = book.basic_conditions(institution, dossier, *on, format);
        texts.push(("基本条件告知书", letter(conditions)));
    }
    texts
}

/// A day as a machine writes it; the edition of the policies is one.
fn has_iso_day(text: &str) -> bool {
    let told = text.lines().filter(|line| !line.starts_with("政策版本"));
    told.collect::<String>().as_bytes().windows(10).any(|bytes| {
        let digits = [0, 1, 2, 3, 5, 6, 8, 9];
        digits.iter().all(|at| bytes[*at].is_ascii_digit()) && bytes[4] == b'-' && bytes[7] == b'-'
    })
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// Cases of the vectors, some of them, with and without their filing.
fn of_vectors() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
    let samples = bases(&cases(std::path::Path::new(folder)));
    let every = samples.into_iter().step_by(5).enumerate();
    let case = every.filter_map(|(position, sample)| {
        Some(Case {
            name: format!("vector {position}, {}", sample.as_of),
            institution: Institution::from_json(&sample.facts.to_string()).ok()?,
            dossier: Dossier::from_json(&sample.dossier.to_string()).ok(),
            on: sample.as_of.parse().ok()?,
        })
    });
    case.filter(|case| {
        case.dossier.iter().all(|one| one.received_on.is_none_or(|day| day <= case.on))
    })
    .collect()
}

#[test]
fn texts_have_no_words_of_the_machine() {
    let book = PolicyBook::bundled().expect("the bundled policy");
    let fields: Vec<String> = book
        .vocabulary()
        .into_iter()
        .chain(book.filing_vocabulary())
        .map(|fact| fact.name)
        .filter(|name| name.contains('_'))
        .collect();
    let mut faults = Vec::new();
    for case in ledger().into_iter().chain(of_vectors()) {
        for format in [Format::Text, Format::Markdown] {
            for (kind, text) in texts(&book, &case, format) {
                let mut fault = |what: &str| faults.push(format!("{}, {kind}: {what}", case.name));
                BANNED.iter().filter(|one| text.contains(*one)).for_each(|one| fault(one));
                fields.iter().filter(|one| text.contains(*one)).for_each(|one| fault(one));
                if has_iso_day(&text) {
                    fault("a day in another form");
                }
                if format == Format::Text {
                    let begins =
                        |line: &&str| line.trim_start().starts_with(|c| CLOSING.contains(c));
                    text.lines().filter(begins).for_each(&mut fault);
                }
                let told = text.replace("不是行政许可", "").replace("许可证", "");
                if kind != "说明" && told.contains("备案") && told.contains("行政许可") {
                    fault("a filing called an approval");
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn english_beside_it_has_no_chinese() {
    let book = PolicyBook::bundled().expect("the bundled policy");
    for Case { institution, on, name, .. } in ledger() {
        let assessment = book.assess(&institution, on).expect("an answer");
        let english = assessment.message.en.replace("托育服务", "").replace("家庭托育服务", "");
        let found: String = english.chars().filter(|letter| is_chinese(*letter)).collect();
        assert!(found.is_empty(), "{name}: {found}");
    }
}

/// Four known facts: what there is to say fits two screens, and what is first one.
#[test]
fn explanation_of_four_facts_is_short() {
    let book = PolicyBook::bundled().expect("the bundled policy");
    let facts = r#"{"jurisdiction":"370303","service":"institution","legal_form":"enterprise","nature":"for_profit"}"#;
    let institution = Institution::from_json(facts).expect("facts");
    let on = "2026-03-02".parse().expect("a day");
    let text = book.explain(&institution, on, Format::Text).expect("a text");
    let lines = text.lines().count();
    let first = text.lines().position(|line| line.starts_with("以下各项")).expect("a fold");
    assert!(lines <= 80 && first <= 25, "{first} of {lines}\n{text}");
}

#[test]
fn texts_of_thirteen_cases_are_as_they_were_read() {
    let book = PolicyBook::bundled().expect("the bundled policy");
    for (position, case) in ledger().iter().take(13).enumerate() {
        let mut all = String::new();
        for (kind, text) in texts(&book, case, Format::Text) {
            writeln!(all, "=== {kind} ===\n\n{}\n", text.trim_end()).expect("a text");
        }
        let path = format!("{}/texts/{:02}.txt", env!("CARGO_MANIFEST_DIR"), position + 1);
        tuoyu_tests::check_generated(&path, &format!("{}\n\n{all}", case.name));
    }
}

/// The first screen of the Chinese README is what the library says of the case that it tells.
#[test]
fn readme_in_chinese_quotes_the_library() {
    let book = PolicyBook::bundled().expect("the bundled policy");
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.zh.md");
    let readme = std::fs::read_to_string(readme).expect("a page");
    let ledger = ledger();
    let case = ledger.iter().find(|case| case.name.starts_with("示例04")).expect("a case");
    for (kind, text) in texts(&book, case, Format::Text).into_iter().take(1) {
        for line in text.lines() {
            assert!(readme.contains(line), "{kind}: {line}");
        }
    }
}

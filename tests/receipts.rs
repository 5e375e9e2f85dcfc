//! A receipt replays, and says what differs when something does.

use chrono::NaiveDate;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tuoyu::{
    CareClass, DecisionRecord, Dossier, ErrorCode, Institution, LegalForm, PolicyBook, PolicyText,
    Verdict, bundled_texts,
};

fn company() -> Institution {
    Institution {
        jurisdiction: Some("370303".into()),
        legal_form: Some(LegalForm::Enterprise),
        filed: Some(false),
        ..Institution::default()
    }
}

#[test]
fn a_receipt_is_confirmed_by_the_same_rules_and_input() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let receipt = book.receipt(&company(), on).expect("a receipt");
    assert_eq!(receipt.edition_sha256, book.sha256());
    assert_eq!((receipt.edition_sha256.len(), receipt.input_sha256.len()), (64, 64));
    assert!(receipt.outcome.contains("price-electricity=unmet"), "{}", receipt.outcome);
    let verification = book.verify(&receipt, &company()).expect("a verification");
    assert_eq!(verification.verdict, Verdict::Confirmed);
    assert_eq!(verification.replayed, receipt);
}

#[test]
fn the_canonical_input_does_not_depend_on_order_spelling_or_repetition() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let input = |json: &str| {
        let facts = Institution::from_json(json).expect("facts");
        book.canonical_input(&facts, None).expect("facts")
    };
    let one = r#"{"filed": true, "jurisdiction": "370303", "modes": ["hourly", "full_day"]}"#;
    let other = r#"{"modes": ["全日托", "hourly", "full_day"], "jurisdiction": "张店区", "nature": null, "filed": true}"#;
    let wanted =
        r#"{"facts":{"filed":true,"jurisdiction":"370303","modes":["full_day","hourly"]}}"#;
    assert_eq!((input(one).as_str(), input(other).as_str()), (wanted, wanted));
    assert_eq!(input(r#"{"modes": []}"#), r#"{"facts":{"modes":[]}}"#);
    assert_eq!(input("{}"), r#"{"facts":{}}"#);
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of a receipt as `docs/receipts.md` says, from nothing but its JSON.
fn sealed(receipt: &DecisionRecord) -> DecisionRecord {
    let mut fields: Map<String, Value> =
        serde_json::from_str(&receipt.to_json()).expect("a receipt is JSON");
    fields.remove("sha256");
    DecisionRecord { sha256: sha256(&Value::from(fields).to_string()), ..receipt.clone() }
}

#[test]
fn every_hash_can_be_recomputed_by_hand() {
    let texts: Vec<PolicyText> = bundled_texts();
    let newer = "[[year]]\nyear = 2027\nnumber = \"虚构\"\n";
    let book = PolicyBook::parse_with_calendar(&texts, newer).expect("a book");
    let on = "2022-09-01".parse().expect("a day");
    let dossier = Dossier { classes: Some(vec![CareClass::default()]), ..Dossier::default() };
    let receipt = book.assess_filing(&company(), &dossier, on).expect("an assessment").receipt;
    assert_eq!(sealed(&receipt), *receipt);
    let input = r#"{"dossier":{"classes":[{}]},"facts":{"filed":false,"jurisdiction":"370303","legal_form":"enterprise"}}"#;
    assert_eq!(receipt.input_sha256, sha256(input));
    let mut files: Vec<String> = texts.iter().map(|file| sha256(&file.text)).collect();
    files.sort();
    assert_eq!(receipt.edition_sha256, sha256(&files.join("\n")));
    let bundled = include_str!("../core/data/working-days.toml");
    let years = [bundled, newer].map(sha256);
    assert_eq!(receipt.calendar_sha256, sha256(&years.join("\n")));
    assert_eq!(receipt.calendar_sha256, book.calendar_sha256());
    let other = PolicyBook::bundled().expect("the bundled book is sound");
    assert_eq!(other.calendar_sha256(), sha256(&sha256(bundled)));
}

#[test]
fn difference_is_named() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let receipt = book.receipt(&company(), on).expect("a receipt");
    let verdict = |book: &PolicyBook, receipt: &DecisionRecord, institution: &Institution| {
        book.verify(receipt, institution).expect("a verification").verdict
    };

    let filed = Institution { filed: Some(true), ..company() };
    assert_eq!(verdict(&book, &receipt, &filed), Verdict::InputDiffers);

    let mut forged = receipt.clone();
    forged.outcome = forged.outcome.replace("price-electricity=unmet", "price-electricity=met");
    assert_eq!(verdict(&book, &forged, &company()), Verdict::Altered);
    assert_eq!(verdict(&book, &sealed(&forged), &company()), Verdict::OutcomeDiffers);

    let older = DecisionRecord { version: "0.0.1".into(), ..receipt.clone() };
    assert_eq!(verdict(&book, &older, &company()), Verdict::Altered);
    assert_eq!(verdict(&book, &sealed(&older), &company()), Verdict::VersionDiffers);

    let moved = DecisionRecord { edition: "1026-11-23".into(), ..receipt.clone() };
    assert_eq!(verdict(&book, &moved, &company()), Verdict::Altered);
    assert_eq!(verdict(&book, &sealed(&moved), &company()), Verdict::EditionDiffers);

    let mut texts: Vec<PolicyText> = bundled_texts();
    let file = texts.first_mut().expect("a file");
    file.text.push('\n');
    let edited = PolicyBook::parse(&texts).expect("a comment changes no rule");
    assert_eq!(verdict(&edited, &receipt, &company()), Verdict::EditionDiffers);

    let other = DecisionRecord { format: "tuoyu-receipt-2".into(), ..receipt.clone() };
    let error = book.verify(&sealed(&other), &company()).expect_err("another format");
    assert_eq!((error.code, error.path.as_str()), (ErrorCode::UnknownWord, "receipt.format"));
}

#[test]
fn a_day_that_was_moved_is_noticed() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on: NaiveDate = "2022-09-01".parse().expect("a day");
    let receipt = book.receipt(&company(), on).expect("a receipt");
    for days in (-400..=400).filter(|days| *days != 0) {
        let as_of = on + chrono::TimeDelta::days(days);
        let moved = DecisionRecord { as_of, ..receipt.clone() };
        let found = book.verify(&moved, &company()).expect("a verification");
        assert_eq!(found.verdict, Verdict::Altered, "{as_of}");
    }
}

#[test]
fn a_receipt_that_is_asked_about_has_each_field_once_and_as_text() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let receipt = book.receipt(&company(), on).expect("a receipt").to_json();
    let ask = |receipt: &str| {
        book.ask(&format!(
            r#"{{"question": "verify", "as_of": "2022-09-01", "facts": {}, "receipt": {receipt}}}"#,
            company().to_json()
        ))
    };
    assert!(ask(&receipt).expect("a reply").contains(r#""verdict":"confirmed""#));
    let fields: Map<String, Value> = serde_json::from_str(&receipt).expect("JSON");
    assert_eq!(fields.len(), 9);
    let refused = |receipt: &str| {
        let error = ask(receipt).expect_err(receipt);
        let alone = DecisionRecord::from_json(receipt).expect_err(receipt);
        assert_eq!(
            (error.code, error.path.clone()),
            (alone.code, format!("receipt.{}", alone.path))
        );
        (error.code, error.path)
    };
    let at = |name: &str| format!("receipt.{name}");
    for (name, value) in &fields {
        let mut without = fields.clone();
        without.remove(name);
        let without = Value::from(without).to_string();
        assert_eq!(refused(&without), (ErrorCode::MissingField, at(name)));
        for given in [format!("\"{name}\":{value},"), format!("\"{name}\":\"\",")] {
            let twice = receipt.replacen('{', &format!("{{{given}"), 1);
            assert_eq!(refused(&twice), (ErrorCode::DuplicateField, at(name)));
        }
        for other in ["null", "1", "true", "[]", "{}", "1.5"] {
            let other =
                receipt.replacen(&format!("\"{name}\":{value}"), &format!("\"{name}\":{other}"), 1);
            assert_eq!(refused(&other), (ErrorCode::WrongType, at(name)));
        }
    }
    for (name, shown) in
        [("note", "note"), ("备注", "备注"), ("x1", "(unknown field)"), ("outcomes", "outcomes")]
    {
        let more = receipt.replacen('{', &format!("{{\"{name}\":\"\","), 1);
        assert_eq!(refused(&more), (ErrorCode::UnknownField, at(shown)));
    }
    let day = receipt.replacen("2022-09-01", "2022-09-31", 1);
    assert_eq!(refused(&day), (ErrorCode::BadDate, at("as_of")));
}

#[test]
fn a_receipt_of_a_filing_holds_its_dossier() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let class = CareClass { children: Some(10), carers: Some(3), ..CareClass::default() };
    let dossier = Dossier { classes: Some(vec![class]), ..Dossier::default() };
    let assessment = book.assess_filing(&company(), &dossier, on).expect("an assessment");
    let verdict = |dossier: &Dossier| {
        let verification = book.verify_filing(&assessment.receipt, &company(), dossier);
        verification.expect("a verification").verdict
    };
    assert_eq!(verdict(&dossier), Verdict::Confirmed);
    let other = Dossier { licence: Some(true), ..dossier.clone() };
    assert_eq!(verdict(&other), Verdict::InputDiffers);
    let without = book.verify(&assessment.receipt, &company()).expect("a verification");
    assert_eq!(without.verdict, Verdict::InputDiffers);
}

//! A receipt replays, and says what differs when something does.

use tuoyu::{
    Class, Dossier, Institution, LegalForm, PolicyBook, PolicyText, Verdict, bundled_texts,
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
fn the_canonical_input_does_not_depend_on_the_order_of_the_facts() {
    let one = Institution::from_json(r#"{"filed": true, "modes": ["hourly", "full_day"]}"#);
    let other = Institution::from_json(r#"{"modes": ["full_day", "hourly"], "filed": true}"#);
    let (one, other) = (one.expect("facts"), other.expect("facts"));
    assert_eq!(one.canonical(), "filed=true\nmodes=full_day+hourly");
    assert_eq!(one.canonical(), other.canonical());
}

#[test]
fn what_differs_is_named() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let receipt = book.receipt(&company(), on).expect("a receipt");
    let verdict = |book: &PolicyBook, receipt, institution: &Institution| {
        book.verify(receipt, institution).expect("a verification").verdict
    };

    let filed = Institution { filed: Some(true), ..company() };
    assert_eq!(verdict(&book, &receipt, &filed), Verdict::InputDiffers);

    let mut forged = receipt.clone();
    forged.outcome = forged.outcome.replace("price-electricity=unmet", "price-electricity=met");
    assert_eq!(verdict(&book, &forged, &company()), Verdict::OutcomeDiffers);

    let mut older = receipt.clone();
    older.version = "0.0.1".into();
    assert_eq!(verdict(&book, &older, &company()), Verdict::VersionDiffers);

    let texts: Vec<PolicyText> = bundled_texts()
        .into_iter()
        .map(|file| PolicyText { text: format!("{}\n", file.text), ..file })
        .collect();
    let edited = PolicyBook::parse(&texts).expect("a comment changes no rule");
    assert_eq!(verdict(&edited, &receipt, &company()), Verdict::EditionDiffers);
}

#[test]
fn a_receipt_of_a_filing_holds_its_dossier() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2022-09-01".parse().expect("a day");
    let class = Class { children: Some(10), carers: Some(3), ..Class::default() };
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

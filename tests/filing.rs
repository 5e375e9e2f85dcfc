//! Laws of a filing that hold whatever the vectors say: one document, one gap; nothing is asked twice; the
//! letters promise nothing. The expectations are read from the law.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use tuoyu::{
    CareClass, CitationRole, Dossier, Event, Filing, Finding, Format, Institution, OpenBecause,
    PolicyBook, Review, Severity, Status,
};

/// Reading and compiling the book takes longest, so the tests share one.
static BOOK: LazyLock<PolicyBook> =
    LazyLock::new(|| PolicyBook::bundled().expect("the bundled book is sound"));

/// The days on which the law of filings changes, each with the day before.
const DAYS: [&str; 18] = [
    "2020-01-05",
    "2020-01-06",
    "2021-04-28",
    "2021-04-29",
    "2021-05-31",
    "2021-06-01",
    "2021-08-19",
    "2021-08-20",
    "2022-01-31",
    "2022-02-01",
    "2022-08-06",
    "2022-08-07",
    "2023-10-15",
    "2023-10-16",
    "2025-01-20",
    "2025-01-21",
    "2026-11-22",
    "2026-11-23",
];

/// 25号 Art. 8: each document and the requirement that it meets.
const DOCUMENTS: [(&str, &str); 9] = [
    ("filing_form", "filing-form"),
    ("commitment", "commitment"),
    ("licence", "licence-handed-in"),
    ("premises_proof", "premises-proof"),
    ("staff_qualifications", "staff-qualifications"),
    ("staff_health_certificates", "staff-health-certificates"),
    ("health_evaluation", "health-evaluation"),
    ("fire_proof", "fire-proof"),
    ("food_licence", "food-licence"),
];

/// Licences that other laws ask of a kitchen, a supplier or a security company, and the one thing that a filing
/// may be said to be in this word: not one.
const OTHER_LICENCES: [&str; 6] = [
    "食品经营许可",
    "食品生产经营许可",
    "供餐单位许可",
    "有许可的单位",
    "保安服务许可",
    "不是许可",
];

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(fields) = value else { panic!("an object") };
    fields
}

fn institution() -> Map<String, Value> {
    object(json!({
        "jurisdiction": "370303", "service": "institution", "operator": "social",
        "legal_form": "enterprise", "nature": "for_profit", "registered": true, "filed": false,
        "scope_names_childcare": true, "premises": "leased", "lease_from": "2020-01-01",
        "lease_until": "2039-12-31", "storey": 2, "meals": "cooked_on_site",
    }))
}

/// The same, without a kitchen before the wording of 食品安全法 第三十五条 is sure: with one an answer would be open.
fn institution_on(on: &str) -> Map<String, Value> {
    let mut institution = institution();
    if on < "2021-04-29" {
        institution.insert("meals".to_owned(), json!("none"));
    }
    institution
}

/// A dossier with which nothing is wrong on the day.
fn dossier(on: &str) -> Map<String, Value> {
    let kind = if on < "2022-08-07" { "evaluator_report" } else { "self_assessment" };
    object(json!({
        "received_on": on, "filing_form": true, "commitment": true, "licence": true,
        "licence_valid_until": "2040-12-31", "premises_proof": true, "staff_qualifications": true,
        "staff_health_certificates": true, "staff_health_valid_until": "2030-12-31",
        "health_evaluation": true, "health_evaluation_kind": kind, "health_evaluation_passed": true,
        "fire_proof": true, "fire_evidence": "safety_check", "food_licence": true,
        "food_licence_valid_until": "2030-12-31", "head_degree": "college",
        "head_experience_years": 3, "head_trained": true, "carers_qualified": true,
        "health_staff_trained": true, "guards": 1, "guards_certified": true,
        "background_checked": true,
        "classes": [
            { "band": "infant", "children": 10, "carers": 4, "youngest_months": 6 },
            { "band": "toddler", "children": 15, "carers": 3, "youngest_months": 12 },
            { "band": "older", "children": 20, "carers": 3, "youngest_months": 24 },
        ],
    }))
}

fn read(institution: &Map<String, Value>, dossier: &Map<String, Value>) -> (Institution, Dossier) {
    let institution = Institution::from_json(&Value::from(institution.clone()).to_string());
    let dossier = Dossier::from_json(&Value::from(dossier.clone()).to_string());
    (institution.expect("facts can be read"), dossier.expect("a dossier can be read"))
}

fn review(institution: &Map<String, Value>, dossier: &Map<String, Value>, on: &str) -> Review {
    let (institution, dossier) = read(institution, dossier);
    BOOK.review(&institution, &dossier, on.parse().expect("a day")).expect("a review")
}

/// What stands in the way of an answer "met".
fn gaps(review: &Review) -> Vec<(&str, Option<&str>, Status)> {
    let gap = |found: &&Finding| found.status != Status::Met;
    let name = |found| -> (&str, Option<&str>, Status) {
        (id(found), found.subject.as_deref(), found.status)
    };
    review.findings.values().filter(gap).map(name).collect()
}

fn id(found: &Finding) -> &str {
    &found.id
}

#[test]
fn a_full_dossier_has_no_gap() {
    for on in DAYS.into_iter().filter(|on| *on >= "2020-01-06") {
        let found = review(&institution_on(on), &dossier(on), on);
        assert_eq!(gaps(&found), [], "{on}");
        assert_eq!((found.status, found.missing.len()), (Status::Met, 0), "{on}");
        assert!(found.conflicts.is_empty(), "{on}");
    }
}

#[test]
fn a_document_dropped_is_exactly_one_gap_more() {
    for on in DAYS.into_iter().filter(|on| *on >= "2020-01-06") {
        let institution = institution_on(on);
        let cooks = institution["meals"] == "cooked_on_site";
        let asked_for = |(document, _): &(&str, &str)| cooks || *document != "food_licence";
        for (document, requirement) in DOCUMENTS.into_iter().filter(asked_for) {
            let mut without = dossier(on);
            without.insert(document.to_owned(), json!(false));
            let found = review(&institution, &without, on);
            assert_eq!(gaps(&found), [(requirement, None, Status::Unmet)], "{on} {document}");
            assert_eq!(found.status, Status::Unmet, "{on} {document}");
            assert!(found.missing.is_empty(), "{on} {document}");
            let gap = found.findings.iter().find(|found| found.id == requirement).expect("the gap");
            assert_eq!(gap.severity, Some(Severity::Defect), "{on} {document}");
            let reasons: Vec<&str> = gap.reasons.iter().map(|one| one.fact.as_str()).collect();
            assert_eq!(reasons, [document], "{on} {document}");
            assert!(gap.cure.is_some() && !gap.citations.is_empty(), "{on} {document}");

            let mut unknown = dossier(on);
            unknown.remove(document);
            let found = review(&institution, &unknown, on);
            assert_eq!(gaps(&found), [(requirement, None, Status::Open)], "{on} {document}");
            let asked: Vec<&str> = found.missing.iter().map(|one| one.fact.as_str()).collect();
            assert_eq!((found.status, asked), (Status::Open, vec![document]), "{on} {document}");
        }
    }
}

#[test]
fn two_documents_dropped_are_the_two_gaps() {
    let on = "2025-06-16";
    for (first, of_first) in DOCUMENTS {
        for (second, of_second) in DOCUMENTS.into_iter().filter(|(second, _)| *second != first) {
            let mut without = dossier(on);
            without.insert(first.to_owned(), json!(false));
            without.insert(second.to_owned(), json!(false));
            let found = review(&institution(), &without, on);
            let found: BTreeSet<&str> = gaps(&found).into_iter().map(|(id, ..)| id).collect();
            assert_eq!(found, BTreeSet::from([of_first, of_second]));
        }
    }
}

#[test]
fn an_empty_dossier_lists_each_requirement_at_most_once() {
    for on in DAYS {
        for service in ["institution", "kindergarten_class", "family_site"] {
            let facts = object(json!({ "jurisdiction": "370303", "service": service }));
            for dossier in [json!({}), json!({ "children": 5 }), json!({ "children": 6 })] {
                let found = review(&facts, &object(dossier), on);
                let mut seen = BTreeSet::new();
                for finding in &found.findings {
                    assert!(seen.insert(&finding.id), "{on} {service}: {} twice", finding.id);
                    assert_eq!(finding.subject, None, "{on} {service}: {}", finding.id);
                    assert_ne!(finding.open_because, Some(OpenBecause::Conflict), "{}", finding.id);
                }
                assert_eq!(found.findings.is_empty(), on < "2020-01-06", "{on} {service}");
                assert_ne!(found.status, Status::Met, "{on} {service}");
            }
        }
    }
}

#[test]
fn classes_that_are_empty_list_each_requirement_at_most_once_a_class() {
    for on in DAYS {
        let found =
            review(&institution(), &object(json!({ "classes": [{}, { "band": "infant" }] })), on);
        let mut seen = BTreeSet::new();
        for finding in &found.findings {
            let name = (&finding.id, &finding.subject);
            assert!(seen.insert(name), "{on}: {name:?} twice");
        }
        let subjects: BTreeSet<_> =
            found.findings.iter().filter_map(|one| one.subject.as_deref()).collect();
        if on >= "2020-01-06" {
            assert_eq!(subjects, BTreeSet::from(["classes[0]", "classes[1]"]), "{on}");
        }
    }
}

/// A text without the licences that it may name.
fn without_other_licences(text: &str) -> String {
    OTHER_LICENCES.iter().fold(text.to_owned(), |text, name| text.replace(name, ""))
}

fn is_plain(text: &str, of: &str) {
    let text = text.replace("不是行政许可", "");
    assert!(!without_other_licences(&text).contains("许可"), "{of}: {text}");
    assert!(!text.contains("批准"), "{of}: {text}");
    assert!(!text.chars().any(|letter| letter.is_ascii_alphabetic()), "{of}: {text}");
    assert!(text.contains("（印章）"), "{of}: no blank for the seal\n{text}");
    assert!(text.contains("经办人：＿") && text.contains("联系电话：＿"), "{of}: {text}");
    assert!(text.contains("＿＿＿＿年＿＿月＿＿日"), "{of}: no blank for the day\n{text}");
}

/// Dossiers with every kind of gap.
fn dossiers(on: &str) -> Vec<Map<String, Value>> {
    let wrong = json!({
        "received_on": on, "filing_form": false, "commitment": false, "licence": true,
        "licence_valid_until": "2019-12-31", "premises_proof": false,
        "staff_qualifications": false, "staff_health_certificates": true,
        "staff_health_valid_until": "2019-12-31", "health_evaluation": true,
        "health_evaluation_kind": "evaluator_report", "health_evaluation_passed": false,
        "fire_proof": true, "fire_evidence": "other_opinion", "food_licence": true,
        "food_licence_valid_until": "2019-12-31", "supplier_licence": false,
        "head_degree": "below_college", "head_experience_years": 0, "head_trained": false,
        "carers_qualified": false, "health_staff_trained": false, "guards": 1,
        "guards_certified": false, "background_checked": false, "children": 5, "carers": 1,
        "approved_classes": 3, "toddler_classes": 4, "other_classes": 4,
        "classes": [
            { "band": "infant", "children": 11, "carers": 1 },
            { "band": "toddler", "children": 16, "carers": 1 },
            { "band": "older", "children": 21, "carers": 1 },
            { "band": "mixed", "children": 19, "carers": 1, "youngest_months": 17 },
            {},
        ],
    });
    let mut crowded = object(wrong.clone());
    crowded.insert("children".to_owned(), json!(6));
    let mut missing = dossier(on);
    for (document, _) in DOCUMENTS {
        missing.insert(document.to_owned(), json!(false));
    }
    vec![Map::new(), dossier(on), missing, object(wrong), crowded]
}

/// On the days on which filing is asked for; whether a letter is to be written on others is left open here.
#[test]
fn letters_never_call_a_filing_a_licence() {
    for on in DAYS.into_iter().filter(|on| *on >= "2020-01-06") {
        for service in ["institution", "kindergarten_class", "family_site"] {
            for meals in ["none", "cooked_on_site", "delivered"] {
                for (registered, storey) in [(true, 3), (false, 4)] {
                    let mut facts = institution();
                    facts.insert("service".to_owned(), json!(service));
                    facts.insert("meals".to_owned(), json!(meals));
                    facts.insert("registered".to_owned(), json!(registered));
                    facts.insert("scope_names_childcare".to_owned(), json!(registered));
                    facts.insert("storey".to_owned(), json!(storey));
                    for dossier in dossiers(on) {
                        let (facts, dossier) = read(&facts, &dossier);
                        for format in [Format::Text, Format::Markdown] {
                            let of = format!("{on} {service} {meals}");
                            let notice =
                                BOOK.notice(&facts, &dossier, on.parse().expect("a day"), format);
                            let notice = notice.expect("a notice");
                            is_plain(&notice, &format!("notice, {of}"));
                            assert!(
                                notice.contains("备案不是行政许可；文件没有规定备案的有效期。"),
                                "{of}"
                            );
                            let receipt = BOOK.acknowledgement(
                                &facts,
                                &dossier,
                                on.parse().expect("a day"),
                                format,
                            );
                            let receipt = receipt.expect("a receipt");
                            if dossier.received_on.is_none() {
                                assert!(receipt.contains("不能出具备案回执"), "{of}: {receipt}");
                                continue;
                            }
                            is_plain(&receipt, &format!("receipt, {of}"));
                            assert!(receipt.contains("编号：＿"), "{of}: no blank for the number");
                            assert!(receipt.contains("不表示对机构条件的认可"), "{of}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_notice_names_every_gap_once() {
    let on = "2025-06-16";
    for dossier in dossiers(on) {
        let found = review(&institution(), &dossier, on);
        let text = found.notice(Format::Text);
        let told =
            |one: &&Finding| one.status != Status::Met && one.severity != Some(Severity::Note);
        // A hint of the library's own has no clause to name.
        let has_basis = |one: &Finding| {
            one.citations.iter().any(|citation| citation.role == CitationRole::Basis)
        };
        let listed = found.findings.values().filter(told);
        let (with_basis, hints): (Vec<&Finding>, Vec<&Finding>) =
            listed.partition(|one| has_basis(one));
        for gap in with_basis {
            assert!(text.contains(&gap.title.zh), "{}\n{text}", gap.id);
        }
        for hint in hints {
            assert_eq!(hint.severity, Some(Severity::Warning), "{}", hint.id);
            assert_eq!(text.matches(&hint.title.zh).count(), 1, "{}\n{text}", hint.id);
        }
        for finding in found.findings.iter().filter(|one| one.status == Status::Met) {
            let item = format!("．{}。", finding.title.zh);
            assert!(!text.contains(&item), "{item} is no gap\n{text}");
        }
    }
}

#[test]
fn a_duty_after_an_event_is_named_once_and_has_no_number_of_days() {
    for event in Event::ALL {
        for filed in [json!(null), json!(true), json!(false)] {
            let mut facts = institution();
            facts.insert("filed".to_owned(), filed.clone());
            let (facts, _) = read(&facts, &Map::new());
            let found = BOOK
                .duties_after(*event, &facts, "2025-06-16".parse().expect("a day"))
                .expect("duties");
            let ids: BTreeSet<&str> = found.findings.values().map(id).collect();
            assert_eq!(ids.len(), found.findings.len(), "{event:?}");
            for finding in &found.findings {
                assert!(!finding.message.zh.contains("工作日"), "{event:?}: {}", finding.id);
                assert_eq!(finding.last_day, None, "{event:?}: {}", finding.id);
            }
            let due = found.findings.iter().any(|one| one.status == Status::Met);
            // The registration of a company changes with its name and its address, filed or not.
            let registered =
                [Event::NameChanged, Event::AddressMovedWithin, Event::MovedToOtherDistrict];
            let of_registration = registered.contains(event);
            assert_eq!(due, of_registration || filed == json!(true), "{event:?} {filed}");
        }
    }
}

/// The findings stand in document order: the materials of 25号 第八条 first, then the set-up standard.
#[test]
fn findings_begin_with_the_materials_in_the_order_of_the_measure() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let on = "2025-03-03".parse().expect("a day");
    let review = book.review(&Institution::default(), &Dossier::default(), on).expect("a review");
    let order: Vec<&str> =
        review.findings.iter().map(|found| found.citations[0].instrument.as_str()).collect();
    let last_of = |instrument| order.iter().rposition(|other| *other == instrument);
    let first_of = |instrument| order.iter().position(|other| *other == instrument);
    assert_eq!(order[0], "nhc-2019-25");
    assert_eq!(last_of("nhc-2019-25").map(|last| last + 1), first_of("nhc-2019-58"));
    let place = |id| review.findings.iter().position(|found| found.id == id);
    assert!(
        place("filing-form") < place("commitment") && place("commitment") < place("fire-proof")
    );
}

/// A ledger of filings in one call is each of them by itself, and an error says of which it is.
#[test]
fn many_filings_are_each_reviewed_as_by_itself() {
    let day = "2026-03-01".parse().expect("a day");
    let filings = vec![
        Filing::default(),
        Filing {
            institution: Institution {
                jurisdiction: Some("370303".into()),
                ..Institution::default()
            },
            dossier: Dossier { classes: Some(vec![CareClass::default()]), ..Dossier::default() },
        },
    ];
    let by_itself =
        |filing: &Filing| BOOK.review(&filing.institution, &filing.dossier, day).expect("a review");
    let each: Vec<Review> = filings.iter().map(by_itself).collect();
    assert_eq!(BOOK.review_all(&filings, day).expect("reviews"), each);
    let wrong = CareClass { children: Some(-1), ..CareClass::default() };
    let wrong = Dossier { classes: Some(vec![wrong]), ..Dossier::default() };
    let wrong = Filing { dossier: wrong, ..Filing::default() };
    let error = BOOK.review_all(&[filings[0].clone(), wrong], day).expect_err("no such class");
    assert_eq!(error.path, "[1].dossier.classes[0].children");
}

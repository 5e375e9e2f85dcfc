//! One test for each trap in the district's document. The expectations are read from the law.

use std::path::PathBuf;
use std::sync::LazyLock;

use tuoyu::{
    Calendar, Citation, CitationRole, Department, Dossier, Finding, Force, Format, Institution,
    List, OpenBecause, PolicyBook, Registration, Responsibility, Review, ScopeState, Severity,
    SourceQuality, Status, Supports, bundled_texts,
};
use tuoyu_tests::normalised;

const DISTRICT: &str = "zhangdian-2021-8";
const PLACE: &str = "370303";
const DAY: &str = "2022-04-11";

/// The clauses of items 1 to 13 and of the measures, each with a 责任单位 list.
const ITEMS: [&str; 16] = [
    "二（一）1",
    "二（一）2",
    "二（二）3",
    "二（二）4",
    "二（二）5",
    "二（二）6",
    "二（三）7",
    "二（四）8",
    "二（四）9",
    "二（五）10",
    "二（六）11",
    "二（六）12",
    "二（六）13",
    "三（一）",
    "三（二）",
    "三（三）",
];

/// 责任单位 of 三（一）, in the order of the text.
const POLICY_SUPPORT: [&str; 9] = [
    "tax",
    "development_reform",
    "finance",
    "civil_affairs",
    "natural_resources",
    "housing_construction",
    "civil_air_defence",
    "power_supply",
    "towns",
];

/// Reading and compiling the book takes longest, so the tests share one.
static BOOK: LazyLock<PolicyBook> =
    LazyLock::new(|| PolicyBook::bundled().expect("the bundled book is sound"));

fn book() -> &'static PolicyBook {
    &BOOK
}

fn facts(json: &str) -> Institution {
    Institution::from_json(json).expect("facts can be read")
}

/// An institution of the district with the facts given as the inside of a JSON object.
fn institution(more: &str) -> Institution {
    let comma = if more.is_empty() { "" } else { ", " };
    facts(&format!(r#"{{ "jurisdiction": "{PLACE}"{comma}{more} }}"#))
}

fn register(more: &str, on: &str) -> Registration {
    book().register(&institution(more), on.parse().expect("a day")).expect("an answer")
}

fn supports(more: &str, on: &str) -> Supports {
    book().supports(&institution(more), on.parse().expect("a day")).expect("an answer")
}

fn review(dossier: &str, on: &str) -> Review {
    let dossier = Dossier::from_json(dossier).expect("a dossier can be read");
    book().review(&institution(""), &dossier, on.parse().expect("a day")).expect("a review")
}

fn responsible(query: &str) -> Responsibility {
    book().responsible(query, PLACE, DAY.parse().expect("a day")).expect("an answer")
}

fn finding<'a>(findings: &'a List<Finding>, id: &str) -> &'a Finding {
    findings.values().find(|found| found.id == id).unwrap_or_else(|| panic!("no finding {id}"))
}

fn support(more: &str, on: &str, id: &str) -> Finding {
    finding(&supports(more, on).findings, id).clone()
}

fn ids(departments: &[impl AsRef<Department>]) -> Vec<&str> {
    departments.iter().map(|one| one.as_ref().id.as_str()).collect()
}

fn authorities(found: &Registration) -> Vec<&str> {
    found.authorities.iter().map(|one| one.department.id.as_str()).collect()
}

fn duties(found: &Responsibility) -> Vec<&str> {
    found.duties.iter().map(|duty| duty.department.id.as_str()).collect()
}

fn clauses_named(found: &Responsibility) -> Vec<&str> {
    found.named.iter().map(|named| named.citation.clause.as_str()).collect()
}

fn listed<'a>(found: &'a Responsibility, clause: &str) -> Vec<&'a str> {
    let named = found.named.iter().find(|named| named.citation.clause == clause);
    ids(&named.unwrap_or_else(|| panic!("{clause} is not named")).departments)
}

fn mentioned<'a>(found: &'a Responsibility, clause: &str) -> Vec<&'a str> {
    let named = found.named.iter().find(|named| named.citation.clause == clause);
    ids(&named.unwrap_or_else(|| panic!("{clause} is not named")).mentioned)
}

fn units(found: &Responsibility) -> Vec<&str> {
    found.seats.iter().map(|seat| seat.unit.as_str()).collect()
}

fn cites(
    citations: &[impl AsRef<Citation>],
    instrument: &str,
    clause: &str,
    role: CitationRole,
) -> bool {
    citations
        .iter()
        .map(AsRef::as_ref)
        .any(|one| one.instrument == instrument && one.clause == clause && one.role == role)
}

fn says(citations: &[impl AsRef<Citation>], instrument: &str, clause: &str, words: &str) -> bool {
    let of_clause = citations
        .iter()
        .map(AsRef::as_ref)
        .filter(|one| one.instrument == instrument && one.clause == clause);
    of_clause.flat_map(|one| &one.quotations).any(|quotation| quotation.contains(words))
}

fn reasons(found: &Finding) -> Vec<(&str, Status)> {
    found.reasons.iter().map(|reason| (reason.fact.as_str(), reason.outcome)).collect()
}

fn missing(found: &Finding) -> Vec<&str> {
    found.missing.iter().map(|one| one.fact.as_str()).collect()
}

fn notes(found: &Finding) -> String {
    found.notes.iter().map(|note| note.zh.as_str()).collect()
}

const PRICES: [(&str, &str, &str); 4] = [
    ("price-electricity", "用电价格", "power_supply"),
    ("price-water", "用水价格", "public_utilities"),
    ("price-gas", "用气价格", "public_utilities"),
    ("price-heat", "用热价格", "public_utilities"),
];

#[test]
fn trap_01_water_gas_and_heat_are_in_annex_1_only() {
    for (id, topic, department) in PRICES {
        let found = responsible(topic);
        assert_eq!(clauses_named(&found), ["三（一）"], "{topic}");
        assert_eq!(listed(&found, "三（一）"), POLICY_SUPPORT, "{topic}");
        assert_eq!(duties(&found), [department], "{topic}");
        let alone = department == "public_utilities";
        assert_eq!(ids(&found.not_listed).is_empty(), !alone, "{topic}");
        assert!(!listed(&found, "三（一）").contains(&"public_utilities"));
        assert!(units(&found).contains(&"区供电中心"), "it is in the list of 三（一）");
        assert!(found.seats.iter().all(|seat| {
            seat.department.as_ref().is_none_or(|one| one.id != "public_utilities")
        }));

        let price = support(r#""filed": true"#, DAY, id);
        assert_eq!(ids(&price.departments), [department], "{id}");
        assert!(cites(&price.citations, DISTRICT, "三（一）", CitationRole::Basis));
        assert!(says(&price.citations, DISTRICT, "三（一）", "按居民生活类价格执行"));
    }
    let duty = responsible("公用事业服务部门");
    assert!(duty.named.is_empty(), "no 责任单位 list names it");
    assert!(duty.seats.is_empty(), "附件2 gives it no seat");
    assert_eq!(duty.duties[0].citation.clause, "附件1·公用事业服务部门");
    assert!(duty.duties[0].citation.quotations[0].contains("用水、用气、用热"));
    let power = responsible("供电中心");
    assert_eq!(power.duties[0].citation.clause, "附件1·供电中心");
    assert!(power.duties[0].citation.quotations[0].contains("用电价格"));
}

#[test]
fn trap_02_fire_rescue_is_in_the_text_of_item_11_and_not_in_its_list() {
    let found = responsible("消防安全");
    assert_eq!(clauses_named(&found), ["二（六）11"]);
    assert_eq!(
        listed(&found, "二（六）11"),
        [
            "public_security",
            "human_resources",
            "health",
            "emergency_management",
            "market_regulation",
            "towns"
        ]
    );
    assert_eq!(
        mentioned(&found, "二（六）11"),
        ["public_security", "emergency_management", "market_regulation", "fire_rescue"]
    );
    assert_eq!(duties(&found), ["fire_rescue"]);
    assert_eq!(ids(&found.not_listed), ["fire_rescue"]);
    assert_eq!(found.duties[0].citation.clause, "附件1·消防救援机构");
    assert!(units(&found).contains(&"区消防救援大队"), "附件2 seats it");
    assert!(says(
        &found.named.iter().map(|named| named.citation.clone()).collect::<Vec<_>>(),
        DISTRICT,
        "二（六）11",
        "消防救援等部门要加强日常监管"
    ));

    let department = responsible("区消防救援大队");
    assert_eq!(clauses_named(&department), ["二（六）11"]);
    assert!(!listed(&department, "二（六）11").contains(&"fire_rescue"), "nothing is merged");
    assert_eq!(duties(&department), ["fire_rescue"]);
    assert_eq!(units(&department), ["区消防救援大队"]);
}

#[test]
fn trap_03_civil_affairs_is_absent_from_item_10_and_enforces_all_the_same() {
    let item = responsible("二（五）10");
    assert_eq!(
        listed(&item, "二（五）10"),
        ["health", "establishment", "administrative_approval", "market_regulation", "towns"]
    );
    let supervision = responsible("二（六）13");
    assert_eq!(
        listed(&supervision, "二（六）13"),
        ["civil_affairs", "health", "administrative_approval", "market_regulation", "towns"]
    );
    let department = responsible("区民政局");
    assert!(!clauses_named(&department).contains(&"二（五）10"));
    assert!(clauses_named(&department).contains(&"二（六）13"));
    assert_eq!(department.duties[0].citation.clause, "附件1·民政部门");
    assert!(department.duties[0].citation.quotations[0].contains("进行查处"));

    let matter = responsible("民办非企业");
    assert!(duties(&matter).contains(&"civil_affairs"));
    assert!(ids(&matter.not_listed).contains(&"civil_affairs"));

    let form = r#""legal_form": "social_service_organization", "nature": "nonprofit""#;
    assert_eq!(authorities(&register(form, DAY)), ["administrative_approval"]);
}

#[test]
fn trap_04_duty_list_and_seat_are_three_things() {
    let seats = book().seats(PLACE, DAY.parse().expect("a day")).expect("an answer");
    let seated = |id: &str| {
        seats.seats.iter().any(|seat| seat.department.as_ref().is_some_and(|one| one.id == id))
    };
    for id in [
        "publicity",
        "trade_union",
        "youth_league",
        "civil_air_defence",
        "public_utilities",
        "family_planning_association",
        "womens_federation",
        "towns",
    ] {
        assert!(!seated(id), "附件2 has no {id}");
        let found = responsible(id);
        assert!(found.seats.is_empty(), "{id}");
        assert_eq!(duties(&found).is_empty(), id == "towns", "{id}");
    }
    let unlisted = ["public_utilities", "family_planning_association"];
    for id in unlisted {
        assert!(responsible(id).named.is_empty(), "no list names {id}");
    }
    assert_eq!(clauses_named(&responsible("towns")), ITEMS, "in every list, in no annex");

    // 牵头 is said of 卫生健康 only, of all of it, in 三（四）, which has no list.
    let clauses = book().clauses(PLACE, DAY.parse().expect("a day")).expect("an answer").clauses;
    let leading: Vec<&str> = clauses
        .iter()
        .filter(|one| one.citation.quotations.iter().any(|words| words.contains("牵头")))
        .map(|one| one.citation.clause.as_str())
        .collect();
    assert_eq!(leading, ["三（四）"]);
    let found = responsible("牵头部门");
    assert_eq!(clauses_named(&found), ["三（四）"]);
    assert!(listed(&found, "三（四）").is_empty());
    assert_eq!(mentioned(&found, "三（四）"), ["health"]);
    assert_eq!(ids(&found.not_listed), ["health"]);
}

#[test]
fn trap_05_or_is_a_set_narrowed_by_annex_1_and_for_profit_is_ranked() {
    let nonprofit = register(r#""nature": "nonprofit""#, DAY);
    assert_eq!(nonprofit.status, Status::Open);
    assert_eq!(nonprofit.open_because, Some(OpenBecause::Facts));
    assert_eq!(authorities(&nonprofit), ["establishment", "administrative_approval"]);
    assert_eq!(nonprofit.missing[0].fact, "legal_form");
    assert!(says(&nonprofit.citations, DISTRICT, "二（五）10", "机构编制或行政审批部门"));

    let public =
        register(r#""nature": "nonprofit", "legal_form": "public_institution""#, "2023-03-01");
    assert_eq!((public.status, authorities(&public)), (Status::Met, vec!["establishment"]));
    assert!(cites(&public.citations, DISTRICT, "附件1·机构编制部门", CitationRole::Basis));

    let service =
        register(r#""nature": "nonprofit", "legal_form": "social_service_organization""#, DAY);
    assert_eq!(
        (service.status, authorities(&service)),
        (Status::Met, vec!["administrative_approval"])
    );
    assert!(cites(&service.citations, DISTRICT, "附件1·行政审批部门", CitationRole::Basis));

    let forms = [
        r#""nature": "for_profit""#,
        r#""legal_form": "enterprise""#,
        r#""legal_form": "partnership""#,
        r#""legal_form": "sole_proprietorship""#,
        r#""legal_form": "individual_business", "nature": "for_profit""#,
    ];
    for form in forms {
        let found = register(form, DAY);
        assert_eq!(found.status, Status::Met, "{form}");
        assert_eq!(authorities(&found), ["administrative_approval", "market_regulation"], "{form}");
        assert_eq!(found.authorities.iter().map(|one| one.rank).collect::<Vec<_>>(), [1, 2]);
        assert!(found.missing.is_empty() && found.conflicts.is_empty(), "{form}");
        assert!(says(&found.citations, DISTRICT, "二（五）10", "行政审批或市场监管部门"), "{form}");
        let ranking = cites(&found.citations, DISTRICT, "附件1·行政审批部门", CitationRole::See);
        assert!(ranking, "the ranking is shown its ground: {form}");
        assert!(found.authorities.iter().all(|one| !one.reasons.is_empty()), "{form}");
    }

    let other = register(r#""nature": "nonprofit", "legal_form": "social_group""#, DAY);
    assert_eq!(other.open_because, Some(OpenBecause::Unsettled));
    assert_eq!(authorities(&other), ["establishment", "administrative_approval"]);
    assert!(!other.unsettled.is_empty() && other.missing.is_empty());
}

#[test]
fn trap_06_the_local_division_displaces_and_both_are_cited() {
    let service =
        register(r#""nature": "nonprofit", "legal_form": "social_service_organization""#, DAY);
    assert_eq!(authorities(&service), ["administrative_approval"]);
    let displaced = CitationRole::Displaced;
    assert!(cites(&service.citations, "nhc-2019-25", "第四条第二款", displaced));
    assert!(says(&service.citations, "nhc-2019-25", "第四条第二款", "民政部门申请注册登记"));
    assert!(says(&service.citations, DISTRICT, "附件1·行政审批部门", "法人注册登记"));

    let company = register(r#""nature": "for_profit", "legal_form": "enterprise""#, DAY);
    assert!(cites(&company.citations, "nhc-2019-25", "第四条第三款", displaced));
    assert!(says(&company.citations, "nhc-2019-25", "第四条第三款", "市场监督管理部门"));
    assert!(cites(&company.citations, DISTRICT, "二（五）10", CitationRole::Basis));

    let public = register(r#""nature": "nonprofit", "legal_form": "public_institution""#, DAY);
    assert!(cites(&public.citations, "nhc-2019-25", "第四条第一款", CitationRole::Basis));
    assert!(public.citations.iter().all(|one| one.role != displaced), "both say the same");

    let site = register(r#""service": "family_site", "nature": "for_profit""#, "2024-03-15");
    assert_eq!(authorities(&site), ["administrative_approval", "market_regulation"]);
    assert!(cites(&site.citations, "family-site", "第四条第二款", displaced));
    let before = register(r#""service": "family_site", "nature": "for_profit""#, "2023-06-01");
    assert!(before.citations.iter().all(|one| one.instrument != "family-site"));
}

#[test]
fn trap_07_the_price_is_for_every_filed_institution_and_the_tax_for_the_community() {
    let kinds = [
        r#""service": "institution", "legal_form": "enterprise", "nature": "for_profit""#,
        r#""service": "institution", "legal_form": "social_service_organization", "nature": "nonprofit""#,
    ];
    for kind in kinds {
        for (id, ..) in PRICES {
            let unknown = support(kind, DAY, id);
            assert_eq!(unknown.status, Status::Open, "{id}");
            assert_eq!(unknown.open_because, Some(OpenBecause::Facts), "{id}");
            assert_eq!(missing(&unknown), ["filed"], "{id}");

            let unfiled = support(&format!(r#"{kind}, "filed": false"#), DAY, id);
            assert_eq!(unfiled.status, Status::Unmet, "{id}");
            assert_eq!(reasons(&unfiled), [("filed", Status::Unmet)], "{id}");
            assert!(cites(&unfiled.citations, DISTRICT, "三（一）", CitationRole::Basis));
            let definition = ("nhc-2019-58", "定义（条号未见）");
            assert!(cites(
                &unfiled.citations,
                definition.0,
                definition.1,
                CitationRole::Definition
            ));
            assert_eq!(unfiled.evidence, SourceQuality::Partial, "58号 was seen in part");
            assert!(unfiled.message.zh.contains("备案"), "{}", unfiled.message.zh);
            let cure = book()
                .what_if(
                    id,
                    &institution(&format!(r#"{kind}, "registered": true, "filed": false"#)),
                    DAY.parse().expect("a day"),
                )
                .expect("an answer");
            assert_eq!(cure.remedies.len(), 1, "{id}");
            assert_eq!(cure.remedies[0].changes[0].fact, "filed", "file first");

            let filed = support(&format!(r#"{kind}, "filed": true"#), DAY, id);
            assert_eq!((filed.status, filed.force), (Status::Met, Force::Entitled), "{id}");
        }
        let community = format!(r#"{kind}, "serves_community": true, "filed": false"#);
        let tax = support(&community, DAY, "income-tax-reduction");
        assert_eq!(
            (tax.status, tax.force),
            (Status::Met, Force::Entitled),
            "no filing is asked for"
        );
        let staff = format!(r#"{kind}, "serves_community": false, "filed": true"#);
        let tax = support(&staff, DAY, "income-tax-reduction");
        assert_eq!(tax.status, Status::Unmet);
        assert_eq!(reasons(&tax), [("serves_community", Status::Unmet)]);
        assert!(says(&tax.citations, "mof-2019-76", "三", "为社区居民"));
    }
}

#[test]
fn trap_08_the_tax_notice_ended_and_was_carried_on_and_vat_is_open_from_2028() {
    let more = r#""legal_form": "enterprise", "nature": "for_profit", "filed": true, "serves_community": true,
        "separate_accounting": true, "vat_exemption_waived": false, "premises": "leased""#;
    let days = [
        ("2025-12-31", "mof-2019-76", "2025-12-31"),
        ("2026-01-01", "mof-2026-7", "2027-12-31"),
        ("2026-01-10", "mof-2026-7", "2027-12-31"),
        ("2027-12-31", "mof-2026-7", "2027-12-31"),
    ];
    for (day, instrument, last) in days {
        for (id, clause) in [
            ("vat-exemption", "一（一）"),
            ("income-tax-reduction", "一（二）"),
            ("property-tax-exemption", "二"),
        ] {
            let found = support(more, day, id);
            assert_eq!((found.status, found.force), (Status::Met, Force::Entitled), "{id} {day}");
            assert!(cites(&found.citations, instrument, clause, CitationRole::Basis), "{id} {day}");
            assert!(
                cites(&found.citations, instrument, "三", CitationRole::Definition),
                "{id} {day}"
            );
            assert!(
                cites(&found.citations, DISTRICT, "三（一）", CitationRole::Confirms),
                "{id} {day}"
            );
            assert_eq!(found.last_day, Some(last.parse().expect("a day")), "{id} {day}");
            let other = if instrument == "mof-2026-7" { "mof-2019-76" } else { "mof-2026-7" };
            assert!(found.citations.iter().all(|one| one.instrument != other), "{id} {day}");
        }
    }
    let later = supports(more, "2028-01-01");
    let vat = finding(&later.findings, "vat-exemption");
    assert_eq!((vat.status, vat.open_because), (Status::Open, Some(OpenBecause::Unsettled)));
    assert!(vat.missing.is_empty() && !vat.unsettled.is_empty());
    assert!(cites(&vat.citations, "vat-law", "第二十四条第（七）项", CitationRole::Basis));
    assert!(says(&vat.citations, "vat-law", "第二十四条第（七）项", "提供的育养服务"));
    assert_eq!(vat.last_day, None);
    assert!(vat.message.zh.contains("文件没有写明"), "{}", vat.message.zh);
    for id in [
        "income-tax-reduction",
        "deed-tax-exemption",
        "fee-real-estate-registration",
        "fee-farmland-reclamation",
        "fee-land-restoration",
        "fee-idle-land",
        "fee-urban-infrastructure",
        "fee-civil-air-defence",
        "property-tax-exemption",
        "land-use-tax-exemption",
    ] {
        let lapsed = later.lapsed.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(lapsed.scope.state, ScopeState::NoLongerInForce, "{id}");
        assert_eq!(lapsed.scope.last_day, Some("2027-12-31".parse().expect("a day")), "{id}");
    }
    // Without separate accounting, or after a waiver, there is no exemption by either way.
    for (more, facts) in [
        (
            r#""separate_accounting": false, "other_business": true"#,
            &["separate_accounting", "other_business"][..],
        ),
        (r#""vat_exemption_waived": true"#, &["vat_exemption_waived"]),
    ] {
        for day in ["2026-06-01", "2028-01-01"] {
            let vat = support(more, day, "vat-exemption");
            assert_eq!(vat.status, Status::Unmet, "{facts:?} {day}");
            let unmet: Vec<_> = facts.iter().map(|fact| (*fact, Status::Unmet)).collect();
            assert_eq!(reasons(&vat), unmet, "{day}");
        }
    }
}

#[test]
fn trap_09_filing_is_a_duty_since_august_2021_and_no_approval() {
    let book = book();
    let status = |target: &str, facts: &str, on: &str| {
        book.what_if(target, &institution(facts), on.parse().expect("a day"))
            .expect("an answer")
            .status
    };
    let unfiled = r#""registered": true, "filed": false"#;
    for target in ["filing-duty", "unfiled-consequence"] {
        assert_eq!(status(target, unfiled, "2021-08-19"), Status::Unmet, "{target}");
        assert_eq!(status(target, unfiled, "2021-08-20"), Status::Met, "{target}");
        assert_eq!(
            status(target, unfiled, "2021-12-30"),
            Status::Met,
            "before the document: {target}"
        );
    }
    assert_eq!(status("unfiled-consequence", r#""filed": true"#, DAY), Status::Unmet);

    let before =
        register(r#""legal_form": "enterprise", "registered": true, "filed": false"#, "2021-10-11");
    assert_eq!(before.scope.state, ScopeState::NotYetInForce);
    assert!(before.authorities.is_empty());
    assert_eq!(finding(&before.steps, "filing-duty").status, Status::Met, "the duty is national");
    assert!(before.steps.iter().all(|step| step.id != "file-with-health"));

    let found = register(r#""legal_form": "enterprise""#, DAY);
    let duty = finding(&found.steps, "filing-duty");
    assert_eq!((duty.status, duty.force), (Status::Met, Force::Required));
    assert!(cites(&duty.citations, "population-law", "第二十八条第三款", CitationRole::Basis));
    assert_eq!(ids(&duty.departments), ["health"]);
    let local = finding(&found.steps, "file-with-health");
    assert!(says(&local.citations, DISTRICT, "二（五）10", "及时向区县卫生健康部门备案"));
    for id in ["filing-duty", "file-with-health", "file-with-county-health"] {
        let step = finding(&found.steps, id);
        assert!(notes(step).contains("备案不是许可"), "{id}: {}", notes(step));
        assert_eq!(step.last_day, None, "{id}: nothing invents an expiry");
        assert!(!step.message.zh.contains("工作日"), "{id}: 及时 is no number of days");
    }
    // A filed institution has no step that renews anything; what is left is to report changes.
    let filed = register(r#""legal_form": "enterprise", "registered": true, "filed": true"#, DAY);
    let change = finding(&filed.steps, "change-filing");
    assert!(cites(&change.citations, "nhc-2019-25", "第十条", CitationRole::Basis));
    assert_eq!(change.last_day, None);
    assert!(filed.steps.iter().all(|step| step.id != "unfiled-consequence"));
}

#[test]
fn trap_10_the_health_evaluation_turned_into_a_self_assessment() {
    let id = "health-evaluation";
    let evaluation = |kind: &str, passed: bool, on: &str| {
        let dossier = format!(
            r#"{{ "health_evaluation": true, "health_evaluation_kind": "{kind}", "health_evaluation_passed": {passed} }}"#
        );
        let found = review(&dossier, on);
        let named = found.findings.iter().filter(|finding| finding.id == id).count();
        assert_eq!(named, 1, "{kind} {on}: one requirement, not two");
        finding(&found.findings, id).clone()
    };
    let (before, from) = ("2022-08-06", "2022-08-07");
    let (report, own) = ("evaluator_report", "self_assessment");

    let old = evaluation(report, true, before);
    assert_eq!((old.status, old.evidence), (Status::Met, SourceQuality::Verbatim));
    assert!(says(&old.citations, "nhc-2019-25", "第八条", "评价为“合格”"));
    assert_eq!(old.last_day, before.parse().ok(), "the requirement of a report has a last day");
    let refused = evaluation(own, true, before);
    assert_eq!((refused.status, refused.severity), (Status::Unmet, Some(Severity::Defect)));
    assert_eq!(reasons(&refused), [("health_evaluation_kind", Status::Unmet)]);

    let new = evaluation(own, true, from);
    assert_eq!((new.status, new.evidence), (Status::Met, SourceQuality::Partial));
    let clause = "自我评价（条号未见）";
    assert!(cites(&new.citations, "health-evaluation-2022", clause, CitationRole::Basis));
    assert!(new.citations.iter().all(|one| one.instrument != "nhc-2019-25"));
    assert_eq!(new.last_day, None);
    assert!(new.title.zh.contains("14项"), "{}", new.title.zh);
    // The receipt comes first, the visit after it, and the notice within fifteen working days of receipt.
    for words in ["现场核实", "回执以后", "15个工作日"] {
        assert!(notes(&new).contains(words), "{words}: {}", notes(&new));
    }
    // Art. 8(4) of the measure was not seen amended: a passed report is not refused.
    let late = evaluation(report, true, from);
    assert_eq!(late.status, Status::Open);
    assert_eq!(late.open_because, Some(OpenBecause::Unsettled));
    assert_eq!((late.unsettled.len(), late.missing.len()), (1, 0));

    for on in [before, from] {
        for kind in [report, own] {
            assert_eq!(evaluation(kind, false, on).status, Status::Unmet, "{kind} {on}");
        }
        let none = review(r#"{ "health_evaluation": false }"#, on);
        let none = finding(&none.findings, id);
        assert_eq!((none.status, ids(&none.cure_at)), (Status::Unmet, vec!["health"]), "{on}");
        let unknown = review("{}", on);
        assert_eq!(finding(&unknown.findings, id).status, Status::Open, "{on}");
    }
}

#[test]
fn trap_11_a_period_past_the_last_published_year_is_open() {
    let calendar = Calendar::bundled().expect("the bundled calendar is sound");
    let period = |start: &str, days: i32| {
        let start = start.parse().expect("a day");
        calendar.deadline(start, days, false).expect("a period")
    };
    let within = period("2026-12-24", 5);
    assert_eq!(within.due, "2026-12-31".parse().ok());
    for start in ["2026-12-11", "2026-12-17", "2026-12-24", "2026-12-31"] {
        let past = period(start, 15);
        assert_eq!(past.due, None, "{start}");
        let because = past.because.expect("a reason").zh;
        assert!(because.contains("2027年") && because.contains("待定"), "{because}");
        assert!(past.skipped.iter().all(|one| one.day.to_string().starts_with("2026")), "{start}");
    }
    // A period that starts in a year that is not published is not counted by weekdays either.
    assert_eq!(period("2027-01-04", 5).due, None);
    // Worked Saturdays and a holiday that was extended count as the notices say.
    assert_eq!(period("2022-03-14", 15).due, "2022-04-02".parse().ok());
    assert_eq!(period("2020-01-20", 5).due, "2020-02-04".parse().ok());

    let found = review(r#"{ "received_on": "2026-12-24" }"#, "2026-12-24");
    let due: Vec<(&str, Option<String>)> = found
        .due
        .iter()
        .map(|one| {
            let day = one.deadline.as_ref().and_then(|deadline| deadline.due);
            (one.id.as_str(), day.map(|day| day.to_string()))
        })
        .collect();
    let receipt = Some("2026-12-31".to_owned());
    assert_eq!(due, [("filing-receipt", receipt), ("nonconformity-notice", None)]);
    for one in &found.due {
        let clause =
            if one.id == "filing-receipt" { "第九条第一款" } else { "第九条第二款" };
        assert!(cites(&one.citations, "nhc-2019-25", clause, CitationRole::Basis), "{}", one.id);
        assert!(!one.message.zh.contains("2027-01"), "{}", one.message.zh);
    }
    assert!(found.due.iter().any(|one| one.message.zh.contains("无法计算，2027年放假安排")));
    let letter = found.notice(Format::Text);
    assert!(letter.contains("2026年12月31日") && !letter.contains("2027年1月"), "{letter}");
}

#[test]
fn trap_12_seats_are_units_and_posts_and_never_persons() {
    let book = book();
    let on = DAY.parse().expect("a day");
    let seats = book.seats(PLACE, on).expect("an answer");
    assert_eq!(seats.seats.len(), 20);
    assert!(seats.seats.iter().all(|seat| !seat.unit.is_empty() && !seat.post.is_empty()));
    assert_eq!(seats.citations[0].clause, "附件2");
    assert!(
        says(&seats.citations, DISTRICT, "附件2", "接任领导自然替补"),
        "the rule of succession"
    );

    let Some(folder) = std::env::var_os("TUOYU_SOURCES").map(PathBuf::from) else {
        println!("not run: TUOYU_SOURCES names no folder of official texts, so no name is known");
        return;
    };
    let official = std::fs::read_to_string(folder.join(format!("{DISTRICT}.txt")))
        .expect("the district's document is in the folder");
    let names = persons(&official);
    assert_eq!(names.len(), 20, "one person a seat");
    let institution = institution(r#""legal_form": "enterprise", "filed": true"#);
    let mut places: Vec<(String, String)> =
        bundled_texts().into_iter().map(|file| (file.name, file.text)).collect();
    places.extend([
        ("seats".to_owned(), format!("{seats:?}")),
        ("clauses".to_owned(), format!("{:?}", book.clauses(PLACE, on))),
        ("departments".to_owned(), format!("{:?}", book.departments(PLACE, on))),
        ("responsible".to_owned(), format!("{:?}", book.responsible("联席会议", PLACE, on))),
        ("assess".to_owned(), format!("{:?}", book.assess(&institution, on))),
        ("explain".to_owned(), format!("{:?}", book.explain(&institution, on, Format::Markdown))),
    ]);
    for department in book.departments(PLACE, on).expect("an answer").departments {
        let answer = format!("{:?}", book.responsible(&department.id, PLACE, on));
        places.push((department.id, answer));
    }
    for (place, text) in places {
        let text = normalised(&text);
        for (position, name) in names.iter().enumerate() {
            assert!(!text.contains(name), "{place} holds the name of person {}", position + 1);
        }
    }
}

/// The persons of 附件2: what stands in a line before the post, which begins with its 区 or 市 unit.
fn persons(official: &str) -> Vec<String> {
    let list = official.rsplit_once("组成人员名单").map_or("", |(_, list)| list);
    let list = list.split("联席会议办公室设在").next().unwrap_or_default();
    let mut names = Vec::new();
    for line in list.lines() {
        let line = line.rsplit_once('：').map_or(line, |(_, rest)| rest);
        let words: Vec<&str> = line.split_whitespace().collect();
        let post = words
            .iter()
            .position(|word| word.starts_with(['区', '市']) && word.chars().count() > 3);
        if let Some(post @ 1..) = post {
            names.push(words[..post].concat());
        }
    }
    names
}

#[test]
fn trap_13_the_noise_of_the_text_is_normalised_before_comparing() {
    let noisy = "2021 年建成１所\n具有示范引领作用的婴幼\n儿照护服务机构；\n\n— 9 —\n到 2023 年，有关单位:查处,推动";
    let plain = normalised(noisy);
    assert_eq!(
        plain,
        "2021年建成1所具有示范引领作用的婴幼儿照护服务机构；到2023年，有关单位：查处，推动"
    );
    let clauses = book().clauses(PLACE, DAY.parse().expect("a day")).expect("an answer").clauses;
    let goals = clauses.iter().find(|one| one.citation.clause == "一").expect("the goals");
    let quotation = goals
        .citation
        .quotations
        .iter()
        .find(|words| words.contains("示范引领"))
        .expect("the goal of 2021 is quoted");
    assert!(!noisy.contains(quotation.as_str()), "as printed it is broken into lines");
    assert!(plain.contains(&normalised(quotation)));
    assert!(plain.contains(&normalised("2021年建成１所")));
    assert!(!plain.contains(&normalised("2021年建成２所")), "another number is another text");

    // A quotation that a page mark cuts in two; years and dashes of the text itself stay.
    assert_eq!(normalised("构建管理体系和\n— 12 —\n服务体系"), "构建管理体系和服务体系");
    assert_eq!(normalised("２０２１—２０２５年 — 规划"), "2021—2025年—规划");
    assert_eq!(normalised("ＰＰＰ"), "PPP");
}

#[test]
fn trap_14_goals_are_dated() {
    let book = book();
    let goals = |on: &str| book.goals(PLACE, on.parse().expect("a day")).expect("an answer");
    let found = goals(DAY);
    let days: Vec<String> = found.goals.iter().map(|goal| goal.by.to_string()).collect();
    assert_eq!(days, ["2021-12-31", "2023-12-31", "2025-12-31"]);
    assert!(found.goals.iter().all(|goal| goal.citation.clause == "一"));
    assert!(found.goals.iter().all(|goal| goal.citation.instrument == DISTRICT));
    let past = |on: &str| goals(on).goals.iter().map(|goal| goal.past).collect::<Vec<_>>();
    assert_eq!(past("2021-12-31"), [false, false, false], "the day itself is not past");
    assert_eq!(past("2022-01-01"), [true, false, false]);
    assert_eq!(past("2024-01-01"), [true, true, false]);
    assert_eq!(past("2026-01-01"), [true, true, true]);
    let before = goals("2021-12-30");
    assert_eq!(before.scope.state, ScopeState::NotYetInForce);
    assert!(before.goals.is_empty());
}

//! Every bound, every first and last day, every word of a list: what an answer is on both sides of it, in `vectors/bounds.json`.
//!
//! Each case changes one fact or one day of a base. A fact becomes each of its words, or each number that the policy files name and the
//! numbers beside it. A day becomes each first or last day of a file, a clause or a rule, and the days beside it. A case states only the
//! answers that this fact or day changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use tuoyu::{Event, FactSummary, PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::{by_identity, check_generated, in_english, only, reply, vector_file};

const BOUNDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/bounds.json");

/// A day of the latest law that the files have.
const TODAY: &str = "2026-11-26";

/// Facts of a base that are changed; the rest is as of another base.
#[derive(Clone, Copy, PartialEq)]
enum Varied {
    All,
    OfItsClass,
    Only(&'static str),
}

struct Base {
    varied: Varied,
    name: &'static str,
    facts: Value,
    dossier: Value,
}

fn bases() -> Vec<Base> {
    let facts = json!({
        "jurisdiction": "370303", "service": "institution", "operator": "social", "legal_form": "enterprise",
        "nature": "for_profit", "registered": true, "filed": true, "inclusive": true, "serves_community": true,
        "separate_accounting": true, "vat_exemption_waived": false, "scope_names_childcare": true, "premises": "owned",
        "storey": 2, "meals": "cooked_on_site",
    });
    let dossier = json!({
        "filing_form": true, "commitment": true, "licence": true, "licence_valid_until": "2046-12-31",
        "premises_proof": true, "staff_qualifications": true, "staff_health_certificates": true,
        "staff_health_valid_until": "2027-05-20", "health_evaluation": true, "health_evaluation_kind": "self_assessment",
        "health_evaluation_passed": true, "fire_proof": true, "fire_evidence": "safety_check", "head_degree": "college",
        "head_experience_years": 3, "head_trained": true, "carers_qualified": true, "health_staff_trained": true,
        "guards": 1, "guards_certified": true, "background_checked": true, "food_licence": true,
        "food_licence_valid_until": "2028-01-01",
        "classes": [{ "band": "toddler", "children": 15, "carers": 3, "youngest_months": 12, "oldest_months": 20 }],
    });
    let with = |record: &Value, changes: Value| {
        let mut record = record.clone();
        for (name, value) in changes.as_object().into_iter().flatten() {
            record[name] = value.clone();
        }
        record
    };
    let family = json!({
        "service": "family_site", "dwelling": true, "owners_consent": true, "name_shows_childcare": true,
        "scope_names_family_childcare": true,
    });
    let class = json!({
        "service": "kindergarten_class", "operator": "kindergarten", "legal_form": "social_service_organization",
        "nature": "nonprofit",
    });
    let classes = json!({ "approved_classes": 6, "toddler_classes": 2, "other_classes": 4 });
    let of_site = json!({ "children": 5, "carers": 2, "classes": [{ "youngest_months": 12, "oldest_months": 20 }] });
    let site = with(&facts, family);
    let mut bases = vec![
        Base {
            varied: Varied::All,
            name: "institution",
            facts: facts.clone(),
            dossier: dossier.clone(),
        },
        Base {
            varied: Varied::All,
            name: "family site",
            facts: site.clone(),
            dossier: with(&dossier, of_site.clone()),
        },
        Base {
            varied: Varied::All,
            name: "kindergarten class",
            facts: with(&facts, class),
            dossier: with(&dossier, classes),
        },
    ];
    let classes = [
        (
            "infant class",
            json!({ "band": "infant", "children": 9, "carers": 3, "youngest_months": 6, "oldest_months": 11 }),
        ),
        (
            "older class",
            json!({ "band": "older", "children": 20, "carers": 3, "youngest_months": 24, "oldest_months": 30 }),
        ),
        (
            "mixed class",
            json!({ "band": "mixed", "children": 18, "carers": 4, "youngest_months": 18, "oldest_months": 30 }),
        ),
    ];
    // Whatever can be true of it, as the conditions of supports and reminders have it.
    let rich = [
        "converts_idle_premises",
        "constructs",
        "acquires_property",
        "geology_prevents_shelter",
        "low_efficiency_land",
        "village_collective_land",
        "other_business",
        "supplier_contract",
    ];
    let mut nonprofit = with(
        &facts,
        json!({
            "legal_form": "social_service_organization", "nature": "nonprofit", "operator": Value::Null, "meals": "delivered",
            "registered": true,
        }),
    );
    for fact in PolicyBook::bundled().expect("the bundled book is sound").vocabulary() {
        if rich.contains(&fact.name.as_str()) {
            nonprofit[&fact.name] = json!(true);
        }
    }
    bases.push(Base {
        varied: Varied::All,
        name: "nonprofit",
        facts: nonprofit,
        dossier: dossier.clone(),
    });
    bases.extend(classes.map(|(name, class)| {
        let dossier = with(&dossier, json!({ "classes": [class] }));
        Base { varied: Varied::OfItsClass, name, facts: facts.clone(), dossier }
    }));
    let grown = json!({ "band": "older", "children": 20, "carers": 3, "youngest_months": 30, "oldest_months": 40 });
    let with_three = json!([{ "youngest_months": 30, "oldest_months": 40 }]);
    let of_three = json!([{ "youngest_months": 37, "oldest_months": 40 }]);
    let of_site = with(&dossier, of_site);
    let grown_up = [
        (
            "class with a child of three",
            Varied::OfItsClass,
            &facts,
            with(&dossier, json!({ "classes": [grown] })),
        ),
        (
            "family site with a child of three",
            Varied::OfItsClass,
            &site,
            with(&of_site, json!({ "classes": with_three.clone() })),
        ),
        (
            "family site of some children, one of three",
            Varied::Only("children"),
            &site,
            with(&of_site, json!({ "classes": with_three })),
        ),
        (
            "family site of some children of three",
            Varied::Only("children"),
            &site,
            with(&of_site, json!({ "classes": of_three })),
        ),
    ];
    bases.extend(grown_up.map(|(name, varied, facts, dossier)| Base {
        varied,
        name,
        facts: facts.clone(),
        dossier,
    }));
    bases
}

/// Conditions of the files outside of worked examples, and the days that stand at `from`, `until` and the like.
fn conditions(texts: &[PolicyText]) -> (Vec<String>, BTreeSet<NaiveDate>) {
    let (mut conditions, mut days) = (Vec::new(), BTreeSet::new());
    for line in texts.iter().flat_map(|file| file.text.lines()) {
        let Some((key, value)) = line.split_once(" = ") else { continue };
        match key {
            "when" | "applies" | "answered" => conditions.push(in_english(value)),
            "from" | "until" | "seen_from" | "review_on" => days.extend(value.parse::<NaiveDate>()),
            _ => {}
        }
    }
    (conditions, days)
}

/// Numbers of conditions, and those beside them; of one fact, or of all where the fact is tested only in what is made from it.
fn numbers(conditions: &[String], fact: &str) -> BTreeSet<i64> {
    let of_fact = |condition: &&String| condition.contains(&format!("{fact} = "));
    let named = conditions.iter().any(|condition| of_fact(&condition));
    let digits = |condition: &String| {
        let words = condition.split(|c: char| !(c.is_ascii_digit() || c == '-'));
        words.filter_map(|word| word.parse::<i64>().ok()).collect::<Vec<_>>()
    };
    let chosen = conditions.iter().filter(|condition| !named || of_fact(condition));
    chosen
        .flat_map(digits)
        .flat_map(|number| [number - 1, number, number + 1])
        .filter(|n| *n <= 40)
        .collect()
}

/// What is asked of a base with one fact changed; the same answers are told once.
const ASKED: [(&str, &str, &[&str]); 3] = [
    ("review", "findings", &["status", "open_because"]),
    ("supports", "findings", &["status", "open_because"]),
    ("register", "steps", &["status", "open_because"]),
];

/// A record without what is not known.
fn known(record: &Value) -> Value {
    match record {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            fields.map(|(name, value)| (name.clone(), known(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(known).collect(),
        other => other.clone(),
    }
}

fn case(name: &str, question: &str, as_of: &str, facts: &Value, dossier: &Value) -> Value {
    let mut case =
        json!({ "name": name, "question": question, "as_of": as_of, "facts": known(facts) });
    if question == "review" {
        case["dossier"] = known(dossier);
    }
    case
}

/// Cases with what tells them apart: of each finding that is not the same in all of them, the keys named.
fn told_apart(book: &PolicyBook, cases: Vec<Value>, part: &str, keys: &[&str]) -> Vec<Value> {
    let observed: Vec<(Value, Map<String, Value>)> = cases
        .into_iter()
        .filter_map(|case| {
            let found = reply(book, &case);
            let findings = by_identity(found.get(part)?).into_iter();
            Some((case, findings.map(|(id, found)| (id, only(&found, keys))).collect()))
        })
        .collect();
    let ids: BTreeSet<&String> = observed.iter().flat_map(|(_, found)| found.keys()).collect();
    let differ = |id: &&&String| {
        observed.iter().any(|(_, found)| found.get(**id) != observed[0].1.get(**id))
    };
    let ids: Vec<&String> = ids.iter().filter(differ).copied().collect();
    let expecting = observed.iter().filter(|_| !ids.is_empty()).map(|(case, found)| {
        let expect = |id: &&String| ((*id).clone(), found.get(*id).cloned().unwrap_or_default());
        let mut case = case.clone();
        case["expect"] = json!({ part: ids.iter().map(expect).collect::<Map<_, _>>() });
        case
    });
    expecting.collect()
}

/// Of cases in the order of a number or a day, those on both sides of each change.
fn at_changes(cases: Vec<Value>) -> Vec<Value> {
    let changes = |at: usize| match (cases.get(at), cases.get(at + 1)) {
        (Some(one), Some(other)) => one["expect"] != other["expect"],
        _ => false,
    };
    let kept = |at: &usize| changes(*at) || at.checked_sub(1).is_some_and(changes);
    (0..cases.len()).filter(kept).map(|at| cases[at].clone()).collect()
}

fn of_facts(book: &PolicyBook, base: &Base, conditions: &[String]) -> Vec<Value> {
    let mut cases = Vec::new();
    let filing = book.filing_vocabulary();
    let of_class = filing.iter().position(|fact| fact.name == "band").unwrap_or(filing.len());
    let all = book.vocabulary().into_iter().map(|fact| (fact, 0));
    let all = all.chain(
        filing.into_iter().enumerate().map(|(at, fact)| (fact, 1 + usize::from(at >= of_class))),
    );
    let varied = |(fact, record): &(FactSummary, usize)| match base.varied {
        Varied::All => true,
        Varied::OfItsClass => *record == 2,
        Varied::Only(name) => fact.name == name,
    };
    for (fact, record) in all.filter(varied) {
        let mut values: Vec<Value> = match fact.kind.as_str() {
            "bool" => vec![json!(true), json!(false)],
            "choice" => fact.words.iter().map(|word| json!(word)).collect(),
            "int" => {
                numbers(conditions, &fact.name).into_iter().map(|number| json!(number)).collect()
            }
            "date" => ["2026-11-25", "2026-11-26", "2026-11-27"].map(|day| json!(day)).to_vec(),
            _ => continue,
        };
        values.push(Value::Null);
        for (question, part, keys) in ASKED {
            if record > 0 && question != "review" {
                continue;
            }
            let with = values.iter().map(|value| {
                let (mut facts, mut dossier) = (base.facts.clone(), base.dossier.clone());
                match record {
                    0 => facts[&fact.name] = value.clone(),
                    1 => dossier[&fact.name] = value.clone(),
                    _ => dossier["classes"][0][&fact.name] = value.clone(),
                }
                let name = format!("{}, {} = {value}, {question}", base.name, fact.name);
                case(&name, question, TODAY, &facts, &dossier)
            });
            let with_citations = ["status", "open_because", "citations"];
            let keys = if record == 2 { &with_citations[..] } else { keys };
            let told = told_apart(book, with.collect(), part, keys);
            cases.extend(if fact.kind == "int" { at_changes(told) } else { told });
        }
    }
    cases
}

fn of_days(book: &PolicyBook, base: &Base, days: &BTreeSet<NaiveDate>) -> Vec<Value> {
    let beside = |day: &NaiveDate| [day.pred_opt(), Some(*day), day.succ_opt()];
    let days: BTreeSet<NaiveDate> = days.iter().flat_map(beside).flatten().collect();
    let mut cases = Vec::new();
    for (question, part, _) in ASKED {
        let on = days.iter().map(|day| {
            let name = format!("{}, {day}, {question}", base.name);
            case(&name, question, &day.to_string(), &base.facts, &base.dossier)
        });
        cases.extend(at_changes(told_apart(
            book,
            on.collect(),
            part,
            &["status", "open_because", "last_day", "evidence"],
        )));
    }
    cases
}

/// What a base answers when every finding is told, with its force, weight and departments.
fn whole(book: &PolicyBook, base: &Base) -> Vec<Value> {
    let keys = ["status", "force", "severity", "departments", "cure_at", "citations"];
    let empty = json!({});
    let unknown = json!({ "jurisdiction": "370303", "service": base.facts["service"] });
    let asked =
        [(&base.facts, &base.dossier, "complete"), (&unknown, &empty, "nothing else known")];
    let cases = ASKED.iter().flat_map(|(question, part, _)| {
        asked.map(|(facts, dossier, name)| {
            let name = format!("{}, {name}, {question}", base.name);
            (case(&name, question, TODAY, facts, dossier), *part)
        })
    });
    let mut told = Vec::new();
    for (mut case, part) in cases {
        let findings = by_identity(&reply(book, &case)[part]).into_iter();
        let findings: Map<String, Value> =
            findings.map(|(id, found)| (id, only(&found, &keys))).collect();
        case["expect"] = json!({ part: findings });
        told.push(case);
    }
    // To which act of the registry a step belongs.
    let mut case = case(&format!("{}, acts", base.name), "register", TODAY, &unknown, &Value::Null);
    let steps = reply(book, &case)["steps"].as_array().cloned().unwrap_or_default();
    let steps = steps.iter().filter_map(|step| {
        Some((step["id"].as_str()?.to_owned(), json!({ "acts": step["acts"] })))
    });
    case["expect"] = json!({ "steps": steps.collect::<Map<_, _>>() });
    told.push(case);
    told
}

fn of_events(book: &PolicyBook, base: &Base) -> Vec<Value> {
    if base.name == "nonprofit" {
        return Vec::new();
    }
    let forms = [
        ("", ""),
        ("enterprise", "for_profit"),
        ("individual_business", "for_profit"),
        ("social_service_organization", "nonprofit"),
        ("public_institution", "nonprofit"),
        ("rural_collective", "for_profit"),
        ("social_group", "nonprofit"),
        // Facts that contradict each other: the departments of the rule itself are told.
        ("public_institution", "for_profit"),
        ("social_service_organization", "for_profit"),
    ];
    let keys = ["status", "open_because", "force", "departments", "citations"];
    let mut cases = Vec::new();
    for (form, nature) in forms {
        for registered in [json!(true), json!(false), Value::Null] {
            // The other services differ for one form as for all.
            if form != "enterprise" && base.name != "institution" {
                continue;
            }
            let mut facts = base.facts.clone();
            let known = |word: &str| if word.is_empty() { Value::Null } else { json!(word) };
            facts["legal_form"] = known(form);
            facts["nature"] = known(nature);
            facts["operator"] = Value::Null;
            facts["registered"] = registered.clone();
            if base.name == "family site" && registered == Value::Null {
                // Registered, but it is not known whether it was filed.
                facts["registered"] = json!(true);
                facts["filed"] = Value::Null;
            }
            if registered != json!(true) && !facts["filed"].is_null() {
                facts["filed"] = json!(false);
            }
            let on = Event::ALL.iter().map(|event| {
                let name = format!(
                    "{}, {form} {nature}, registered {registered}, {}",
                    base.name,
                    event.name()
                );
                let mut case = case(&name, "duties_after", TODAY, &facts, &Value::Null);
                case["event"] = json!(event.name());
                case
            });
            cases.extend(told_apart(book, on.collect(), "findings", &keys));
        }
    }
    cases
}

/// On both sides of each day, the clauses that are in force on one of them only, or of which not the same was seen.
fn of_clauses(book: &PolicyBook, days: &BTreeSet<NaiveDate>) -> Vec<Value> {
    let on = |day: NaiveDate| {
        let name = format!("clauses, {day}");
        let case =
            json!({ "name": name, "question": "clauses", "as_of": day, "jurisdiction": "370303" });
        let found = reply(book, &case);
        let clauses = found["clauses"].as_array().into_iter().flatten().map(|clause| {
            let cited = &clause["citation"];
            let named = format!("{} {}", cited["instrument"].as_str()?, cited["clause"].as_str()?);
            Some((named, json!({ "citation": { "evidence": cited["evidence"] } })))
        });
        let scope = json!({ "state": found["scope"]["state"] });
        (case, scope, clauses.flatten().collect::<Map<_, _>>())
    };
    let mut cases = Vec::new();
    for day in days.iter().flat_map(|day| [Some(*day), day.succ_opt()]).flatten() {
        let Some(eve) = day.pred_opt() else { continue };
        let sides = [on(eve), on(day)];
        let ids: BTreeSet<&String> = sides.iter().flat_map(|(.., found)| found.keys()).collect();
        let differ = |id: &&&String| sides[0].2.get(**id) != sides[1].2.get(**id);
        let ids: Vec<&String> = ids.iter().filter(differ).copied().collect();
        if ids.is_empty() {
            continue;
        }
        for (case, scope, found) in &sides {
            let expect =
                |id: &&String| ((*id).clone(), found.get(*id).cloned().unwrap_or_default());
            let mut case = case.clone();
            case["expect"] =
                json!({ "scope": scope, "clauses": ids.iter().map(expect).collect::<Map<_, _>>() });
            cases.push(case);
        }
    }
    cases
}

/// What is said of each matter that a document does not speak of, by its name.
fn not_covered(book: &PolicyBook, texts: &[PolicyText]) -> Vec<Value> {
    let mut names = Vec::new();
    for file in texts {
        let mut inside = false;
        for line in file.text.lines() {
            inside = line == "[[look_up.not_covered]]" || inside && !line.starts_with('[');
            if let Some(name) = line.strip_prefix("name = \"").filter(|_| inside) {
                names.push(name.trim_end_matches('"'));
            }
        }
    }
    let ask = |name: &str| {
        let mut case = json!({
            "name": format!("not covered: {name}"), "question": "responsible", "as_of": TODAY, "query": name, "jurisdiction": "370303",
        });
        let found = reply(book, &case);
        case["expect"] = json!({ "state": found["state"], "not_covered": found["not_covered"] });
        case
    };
    names.into_iter().map(ask).collect()
}

#[test]
fn both_sides_of_every_bound_are_vectors() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let (conditions, days) = conditions(&bundled_texts());
    let mut cases = Vec::new();
    for base in &bases() {
        cases.extend(of_facts(&book, base, &conditions));
        if base.varied != Varied::All {
            continue;
        }
        cases.extend(whole(&book, base));
        cases.extend(of_days(&book, base, &days));
        cases.extend(of_events(&book, base));
    }
    cases.extend(of_clauses(&book, &days));
    cases.extend(not_covered(&book, &bundled_texts()));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    cases.retain(|case| {
        let mut unnamed = case.clone();
        unnamed["name"] = Value::Null;
        *seen.entry(unnamed.to_string()).and_modify(|count| *count += 1).or_insert(1) == 1
    });
    let title = "both sides of every bound and day, generated from the policy files; see README.md";
    check_generated(BOUNDS, &vector_file(title, &cases));
}

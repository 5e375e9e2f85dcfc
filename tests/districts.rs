//! Several districts in one book: none of them changes an answer for another, and names that clash are refused.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};
use tuoyu::{Error, ErrorCode, PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::{cases, differences};

/// Two fictitious districts, one before the bundled files in the alphabet and one after them.
const DISTRICTS: [&str; 2] = ["district-before.md", "district-after.md"];

fn vectors() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors"))
}

fn district(name: &str) -> PolicyText {
    let text = std::fs::read_to_string(vectors().join("policies").join(name));
    PolicyText {
        name: name.to_owned(),
        text: text.unwrap_or_else(|error| panic!("{name}: {error}")),
    }
}

fn book(more: impl IntoIterator<Item = PolicyText>) -> Result<PolicyBook, Error> {
    let mut texts = bundled_texts();
    texts.extend(more);
    PolicyBook::parse(&texts)
}

/// What a reply says of the files themselves, which do differ.
fn without_hashes(reply: &mut Value) {
    match reply {
        Value::Object(fields) => {
            fields.retain(|name, _| !name.ends_with("sha256"));
            fields.values_mut().for_each(without_hashes);
        }
        Value::Array(items) => items.iter_mut().for_each(without_hashes),
        _ => {}
    }
}

fn ask(book: &PolicyBook, request: &str) -> Value {
    match book.ask(request) {
        Ok(reply) => {
            let mut reply = serde_json::from_str(&reply).expect("a reply is JSON");
            without_hashes(&mut reply);
            reply
        }
        Err(error) => json!({ "code": error.code.name(), "path": error.path, "hint": error.hint }),
    }
}

/// The questions of every vector, asked for a place.
fn requests(place: &str) -> BTreeSet<String> {
    let mut requests = BTreeSet::new();
    for case in cases(&vectors()) {
        let Value::Object(case) = case.case else { continue };
        if case.contains_key("policies") || case.contains_key("calendar") {
            continue;
        }
        let mut request = match case.get("request") {
            Some(Value::Object(request)) => request.clone(),
            _ => case.clone(),
        };
        for name in ["name", "note", "expect", "request"] {
            request.remove(name);
        }
        let takes_a_place = request.contains_key("jurisdiction");
        if takes_a_place {
            request.insert("jurisdiction".to_owned(), place.into());
        } else if let Some(Value::Object(facts)) = request.get_mut("facts") {
            facts.insert("jurisdiction".to_owned(), place.into());
        }
        let question = request["question"].as_str().unwrap_or_default().to_owned();
        if question == "review" {
            request.entry("dossier").or_insert_with(|| Map::new().into());
        }
        let also: &[&str] = match question.as_str() {
            "review" => &["notice", "acknowledgement"],
            "supports" => &["explain"],
            _ => &[],
        };
        for question in also.iter().copied().chain([question.as_str()]) {
            request.insert("question".to_owned(), question.into());
            requests.insert(Value::from(request.clone()).to_string());
        }
    }
    requests
}

/// What differs between the answers of two books.
fn differing(one: &PolicyBook, other: &PolicyBook, requests: &BTreeSet<String>) -> Vec<String> {
    let requests: Vec<&String> = requests.iter().collect();
    let differing = |part: &[&String]| -> Vec<String> {
        let differences = part.iter().flat_map(|request| {
            let (one, other) = (ask(one, request), ask(other, request));
            let mut found = differences(&one, &other);
            found.extend(differences(&other, &one));
            found.into_iter().map(move |difference| {
                let shown: String = difference.chars().take(400).collect();
                format!("{request}\n    {shown}")
            })
        });
        differences.collect()
    };
    std::thread::scope(|scope| {
        let parts = requests.chunks(requests.len().div_ceil(2));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || differing(part))).collect();
        let found = running.into_iter().flat_map(|part| part.join().expect("a part is compared"));
        found.collect()
    })
}

#[test]
fn other_districts_change_no_answer_for_a_place() {
    let bundled = PolicyBook::bundled().expect("the bundled book is sound");
    let both = book(DISTRICTS.map(district)).expect("the districts are sound");
    both.check().expect("every example comes out beside others");
    let requests = requests("370303");
    assert!(requests.len() > 1_000, "{}", requests.len());
    let found = differing(&bundled, &both, &requests);
    assert!(found.is_empty(), "{} differences\n{}", found.len(), found.join("\n"));
}

/// The same of a district that other files are added to, and of a place that has none.
#[test]
fn other_districts_change_no_answer_for_any_place() {
    let [before, after] = DISTRICTS;
    let with = |name| book([district(name)]).expect("the district is sound");
    let both = book(DISTRICTS.map(district)).expect("the districts are sound");
    for (place, alone) in
        [("370301", with(before)), ("370309", with(after)), ("110101", with(after))]
    {
        let mut requests = requests(place);
        let mut position = 0;
        requests.retain(|_| {
            position += 1;
            position % 12 == 0
        });
        // Where no file is of the place, supports of others are told to be such.
        let told = |request: &String| place == "110101" && request.contains("explain");
        requests.retain(|request| !told(request));
        let mut found = differing(&alone, &both, &requests);
        let told = |line: &String| line.contains("lapsed") || line.contains("outcome: expected");
        found.retain(|line| place != "110101" || !told(line));
        assert!(found.is_empty(), "{place}: {} differences\n{}", found.len(), found.join("\n"));
    }
}

/// Every text of a reply, and where it stands.
fn texts<'a>(reply: &'a Value, path: &str, found: &mut Vec<(String, &'a str)>) {
    match reply {
        Value::Object(fields) => {
            for (name, value) in fields {
                texts(value, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, path, found)),
        Value::String(text) => found.push((path.to_owned(), text)),
        _ => {}
    }
}

#[test]
fn no_office_is_named_where_no_file_is_of_the_place_or_it_is_not_known() {
    let book = book(DISTRICTS.map(district)).expect("the districts are sound");
    let mut offices = BTreeSet::new();
    for place in ["370303", "370301", "370309"] {
        let found = book.departments(place, "2026-06-01".parse().expect("a day"));
        let found = found.expect("a district").departments;
        offices.extend(found.into_iter().filter_map(|department| department.office));
    }
    assert!(offices.len() > 15, "{offices:?}");
    for (place, part) in [("", 0), ("370301-park", 1), ("370300-gaoxin", 2), ("110101", 3)] {
        let mut requests = requests(place);
        let mut position = 0;
        requests.retain(|_| {
            position += 1;
            position % 8 == part
        });
        let mut asked = 0;
        for request in &requests {
            let mut request: Value = serde_json::from_str(request).expect("a request");
            if place.is_empty() {
                if request.get("jurisdiction").is_some() {
                    continue;
                }
                request["facts"].as_object_mut().map(|facts| facts.remove("jurisdiction"));
            }
            let reply = ask(&book, &request.to_string());
            let mut told = Vec::new();
            texts(&reply, "", &mut told);
            let named = told.iter().find(|(path, text)| {
                path.ends_with("/office") || offices.iter().any(|office| text.contains(office))
            });
            assert_eq!(named, None, "{place}: {request}");
            asked += 1;
        }
        assert!(asked > 50, "{place}: {asked}");
    }
}

/// As a platform may well begin: with the file of a neighbour.
#[test]
fn a_copy_of_the_file_for_another_district_changes_no_answer() {
    let bundled = PolicyBook::bundled().expect("the bundled book is sound");
    let texts = bundled_texts();
    for id in ["a-copy", "z-copy"] {
        let copies = texts.iter().filter(|file| file.text.contains("\"zhangdian-2021-8\"\n"));
        let copies = copies.map(|file| {
            let text = file.text.replace("zhangdian-2021-8", id).replace("370303", "370308");
            let text = text.replace("张店", "示例").replace("office = \"区", "office = \"示例区");
            let text = text.replace("2021〕8号", "2021〕9号");
            PolicyText { name: format!("copy/{}", file.name), text }
        });
        let both = book(copies.collect::<Vec<_>>()).expect("a copy is sound");
        both.check().expect("every example comes out in both");
        let mut position = 0;
        let mut requests = requests("370303");
        requests.retain(|_| {
            position += 1;
            position % 20 == 0
        });
        let found = differing(&bundled, &both, &requests);
        assert!(found.is_empty(), "{id}: {} differences\n{}", found.len(), found.join("\n"));
        let facts = json!({ "jurisdiction": "370308", "legal_form": "enterprise" });
        let request = json!({ "question": "register", "as_of": "2026-06-01", "facts": facts });
        let reply = ask(&both, &request.to_string());
        assert_eq!(reply["authorities"][0]["department"]["office"], "示例区行政审批服务局", "{id}");
    }
}

/// The error of a book with a district of which a passage is changed, and the line of the changed passage.
fn clashing(name: &str, from: &str, to: &str, wrong: &str) -> (Error, Option<i32>) {
    let mut file = district(name);
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    let line = file.text.lines().position(|line| line.contains(wrong)).expect(wrong) + 1;
    (book([file]).expect_err(to), i32::try_from(line).ok())
}

#[test]
fn names_that_clash_within_a_district_are_refused_at_their_line() {
    let cases = [
        // One office of two departments, an alias that is another one's name everywhere, two equal aliases.
        ("office = \"示例甲民政局\"", "office = \"示例甲市监局\"", "示例甲市监局"),
        (
            "office = \"示例甲供电所\"",
            "office = \"示例甲供电所\"\naliases = [\"民政部门\"]",
            "民政部门",
        ),
        (
            "office = \"示例甲供电所\"",
            "office = \"示例甲供电所\"\naliases = [\"卫健委\"]",
            "aliases = [\"卫健委\"]",
        ),
        ("name = \"托育服务中心\"", "name = \"市场监督部门\"", "name = \"市场监督部门\""),
        ("name = \"示例甲园区\"", "name = \"甲区\"", "name = \"甲区\""),
        ("name = \"示例甲园区\"", "name = \"张店区\"", "name = \"张店区\""),
        ("id = \"370301\"", "id = \"370303\"", "name = \"示例区甲\""),
    ];
    for (from, to, wrong) in cases {
        let (error, line) = clashing("district-before.md", from, to, wrong);
        assert_eq!(error.code, ErrorCode::DuplicateId, "{to}: {error}");
        if !to.contains("370303") && !to.contains("张店区") {
            assert!(error.path.starts_with("district-before.md"), "{to}: {error}");
            assert!(error.line >= Some(1) && error.line <= line, "{to}: {error}, wanted {line:?}");
        }
    }
}

#[test]
fn a_department_has_one_office_a_day_in_a_district() {
    let again = |days: &str, names: &str| PolicyText {
        name: "again.md".to_owned(),
        text: format!(
            "# A\n\n```toml\nid = \"again\"\nnumber = \"\"\ntitle = \"\"\nissuer = \"\"\njurisdiction = \"370309\"\n{days}\nverified_on = 2025-01-01\nevidence = \"partial\"\n\n[departments.health]\n{names}\n```\n"
        ),
    };
    let with = |days: &str, names: &str| book([district("district-after.md"), again(days, names)]);
    let error = with("from = 2026-12-31", "office = \"另一局\"").expect_err("two offices");
    assert_eq!(
        (error.code, error.path.as_str(), error.line),
        (ErrorCode::DuplicateId, "again.md.departments.health", Some(14))
    );
    let error = with("from = 2024-01-01", "name = \"卫生部门\"\n")
        .and_then(|_| with("from = 2024-01-01", "name = \"卫生部门\"\noffice = \"另一局\""))
        .expect_err("two offices");
    assert_eq!(error.line, Some(15));
    with("from = 2026-12-31", "office = \"示例乙卫健局\"\naliases = [\"卫健处\"]")
        .expect("the same office");
    let book = with("from = 2027-01-01", "office = \"另一局\"").expect("one after the other");
    let office = |day: &str| {
        let request = json!({
            "question": "register", "as_of": day,
            "facts": { "jurisdiction": "370309", "filed": false },
        });
        let step = &ask(&book, &request.to_string())["steps"];
        let step = step.as_array().into_iter().flatten().find(|step| step["id"] == "filing-duty");
        step.expect("the duty")["departments"][0]["office"].clone()
    };
    assert_eq!(office("2023-12-31"), Value::Null);
    assert_eq!(office("2024-01-01"), "示例乙卫健局");
    assert_eq!(office("2026-12-31"), "示例乙卫健局");
    assert_eq!(office("2027-01-01"), "另一局");
}

#[test]
fn a_national_file_names_no_office_and_no_department_of_a_district() {
    let changed = |from: &str, to: &str| {
        let mut texts = bundled_texts();
        texts.push(district("district-before.md"));
        let file = texts.iter_mut().find(|file| file.name == "vat-law.md").expect("a file");
        assert!(file.text.contains(from), "{from}");
        file.text = file.text.replacen(from, to, 1);
        PolicyBook::parse(&texts).map(|_| ())
    };
    let with = |more: &str| changed("\n```\n", &format!("\n{more}\n```\n"));
    let error = with("[departments.tax]\noffice = \"区税务局\"").expect_err("an office");
    assert_eq!(
        (error.code, error.path.as_str()),
        (ErrorCode::BadPolicy, "vat-law.md.departments.tax.office")
    );
    let error = changed("departments = [\"tax\"]", "departments = [\"example_centre\"]")
        .expect_err("of a district");
    assert_eq!(error.code, ErrorCode::UnknownDepartment);
    let error = with("[departments.levy]\naliases = []").expect_err("no name");
    assert_eq!(
        (error.code, error.path.as_str()),
        (ErrorCode::BadPolicy, "vat-law.md.departments.levy.name")
    );
    with("[departments.levy]\nname = \"征收部门\"").expect("a department of its own");
}

//! Nothing that a caller typed comes out again: not in an error, not in an answer, not in a `Debug`. Only the names of
//! fields do, where they are short text without digits.

use std::fmt::Debug;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use tuoyu::{
    Bits, Calendar, CareClass, Column, CreditCode, DecisionRecord, Dossier, Error, ErrorCode,
    Institution, Integers, PolicyBook, PolicyText, Request, Value, Values,
};

/// Names of nobody.
const NAMES: [&str; 4] = ["欧阳测试", "zhangsan", "Zhang San", "ouyang-ceshi"];

/// Numbers of nobody: there is no place 379999, and no such telephone.
fn numbers() -> Vec<String> {
    let parts: [&[&str]; 6] = [
        &["379999", "19900101", "0002"],
        &["379999", "900101", "001"],
        &["138", "0013", "8000"],
        &["0533-", "234", "5678"],
        &["lisi", "@example", ".com"],
        &["鲁", "C12", "345"],
    ];
    parts.iter().map(|parts| parts.concat()).collect()
}

fn secrets() -> Vec<String> {
    NAMES.into_iter().map(str::to_owned).chain(numbers()).collect()
}

/// Whether a secret may be shown where it was typed as the name of a field.
fn is_name(secret: &str) -> bool {
    NAMES.contains(&secret)
}

fn told(error: &Error) -> String {
    format!("{error} {error:?} {}", serde_json::to_string(error).expect("an error is JSON"))
}

fn check(shown: &str, secret: &str, place: &str) {
    assert!(!shown.contains(secret), "{place}: {shown}");
}

fn check_result<T: Debug>(result: Result<T, Error>, secret: &str, place: &str) {
    match result {
        Ok(answer) => check(&format!("{answer:?}"), secret, place),
        Err(error) => check(&told(&error), secret, place),
    }
}

/// Every object that has a secret in one place, and whether that place is a name.
fn poisoned(whole: &Json, secret: &str) -> Vec<(String, Json, bool)> {
    let mut found = Vec::new();
    for other in [json!(secret), json!([secret]), json!({ secret: secret }), json!([[secret]])] {
        found.push((
            "value".to_owned(),
            other.clone(),
            other.get(secret).is_some() || other[0].get(secret).is_some(),
        ));
    }
    match whole {
        Json::Object(fields) => {
            let rest = |name: &str| -> Map<String, Json> {
                let others = fields.iter().filter(|(other, _)| *other != name);
                others.map(|(name, value)| (name.clone(), value.clone())).collect()
            };
            for (name, value) in fields {
                for (place, value, named) in poisoned(value, secret) {
                    let mut changed = rest(name);
                    changed.insert(name.clone(), value);
                    found.push((format!("{name}.{place}"), changed.into(), named));
                }
                let mut renamed = rest(name);
                renamed.insert(secret.to_owned(), value.clone());
                found.push((format!("{name} renamed"), renamed.into(), true));
            }
            let mut more = fields.clone();
            more.insert(secret.to_owned(), json!(secret));
            found.push(("a key more".to_owned(), more.into(), true));
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                for (place, item, named) in poisoned(item, secret) {
                    let mut changed = items.clone();
                    if let Some(old) = changed.get_mut(at) {
                        *old = item;
                    }
                    found.push((format!("[{at}].{place}"), changed.into(), named));
                }
            }
        }
        _ => {}
    }
    found
}

fn book() -> PolicyBook {
    PolicyBook::bundled().expect("the bundled book is sound")
}

fn day() -> NaiveDate {
    "2022-09-01".parse().expect("a day")
}

/// An institution with a value of each kind.
fn facts() -> Json {
    json!({
        "jurisdiction": "370303", "legal_form": "enterprise", "credit_code": "91370303MA0000000J", "filed": false,
        "modes": ["hourly"], "places": 30, "lease_from": "2020-01-01",
    })
}

fn dossier() -> Json {
    json!({ "received_on": "2022-08-30", "licence": true, "classes": [{ "band": "older", "children": 12 }] })
}

#[test]
fn no_question_in_json_gives_back_what_was_typed() {
    let book = book();
    let receipt =
        book.receipt(&Institution::from_json(&facts().to_string()).expect("facts"), day());
    let receipt: Json = serde_json::from_str(&receipt.expect("a receipt").to_json()).expect("JSON");
    let (facts, dossier) = (facts(), dossier());
    let requests = [
        json!({ "question": "register", "facts": facts }),
        json!({ "question": "supports", "facts": facts }),
        json!({ "question": "review", "facts": {}, "dossier": dossier }),
        json!({ "question": "notice", "facts": facts, "dossier": dossier, "format": "text" }),
        json!({ "question": "acknowledgement", "facts": facts, "dossier": {}, "format": "text" }),
        json!({ "question": "assess", "facts": facts, "dossier": {} }),
        json!({ "question": "explain", "facts": facts, "format": "markdown" }),
        json!({ "question": "duties_after", "facts": facts, "event": "name_changed" }),
        json!({ "question": "what_if", "facts": facts, "target": "price-water" }),
        json!({ "question": "receipt", "facts": facts }),
        json!({ "question": "verify", "facts": facts, "receipt": receipt }),
        json!({ "question": "deadline", "working_days": 5 }),
        json!({ "question": "credit_code", "query": "91370303MA0000000J" }),
        json!({ "question": "responsible", "query": "消防", "jurisdiction": "370303" }),
        json!({ "question": "goals", "jurisdiction": "370303" }),
        json!({ "question": "seats", "jurisdiction": "370303" }),
        json!({ "question": "clauses", "jurisdiction": "370303" }),
        json!({ "question": "departments", "jurisdiction": "370303" }),
    ];
    let mut asked = 0;
    for request in requests {
        let mut request = request;
        request["as_of"] = json!("2022-09-01");
        assert!(book.ask(&request.to_string()).is_ok(), "{request}");
        for secret in secrets() {
            for (place, changed, named) in poisoned(&request, &secret) {
                if named && is_name(&secret) {
                    continue;
                }
                asked += 1;
                let shown = match book.ask(&changed.to_string()) {
                    Ok(reply) => reply,
                    Err(error) => told(&error),
                };
                check(&shown, &secret, &format!("{} {place}", request["question"]));
            }
            // What is no JSON at all.
            for broken in
                [secret.clone(), format!("{{\"question\": {secret}"), format!("\"{secret}")]
            {
                let error = book.ask(&broken).expect_err("no request");
                check(&told(&error), &secret, "no JSON");
            }
        }
    }
    assert!(asked > 5_000, "{asked}");
}

#[test]
fn a_name_of_a_field_is_given_back_where_it_is_short_text_without_digits() {
    for (name, path) in [
        ("natrue", "natrue"),
        ("是否备案", "是否备案"),
        ("zhangsan", "zhangsan"),
        ("13800138000", "(unknown field)"),
        ("lisi@example.com", "(unknown field)"),
        ("电话1", "(unknown field)"),
    ] {
        let error = Institution::from_json(&json!({ name: true }).to_string()).expect_err(name);
        assert_eq!(error.path, path);
        assert_eq!(error.message.en, format!("no such field: {path}"));
    }
}

#[test]
fn no_record_gives_back_what_was_typed() {
    let facts = facts();
    let dossier = dossier();
    let class = json!({ "band": "older", "children": 12, "carers": 3, "youngest_months": 25 });
    for secret in secrets() {
        for (place, changed, named) in poisoned(&facts, &secret) {
            if !(named && is_name(&secret)) {
                let json = changed.to_string();
                check_result(Institution::from_json(&json), &secret, &place);
                let read = serde_json::from_str::<Institution>(&json);
                check(&format!("{read:?}"), &secret, &place);
            }
        }
        for (place, changed, named) in poisoned(&dossier, &secret) {
            if !(named && is_name(&secret)) {
                check_result(Dossier::from_json(&changed.to_string()), &secret, &place);
            }
        }
        for (place, changed, named) in poisoned(&class, &secret) {
            if !(named && is_name(&secret)) {
                check_result(CareClass::from_json(&changed.to_string()), &secret, &place);
            }
        }
        check_result(
            DecisionRecord::from_json(&json!({ "format": secret }).to_string()),
            &secret,
            "receipt",
        );
        check_result(CreditCode::parse(&secret), &secret, "credit code");
        check_result(CreditCode::parse(&format!(" {secret}\t")), &secret, "credit code");
        let value = Value::Table(vec![
            ("text".to_owned(), Value::Text(secret.clone())),
            ("list".to_owned(), Value::List(vec![Value::Text(secret.clone())])),
            ("number".to_owned(), Value::Int(secret.parse().unwrap_or(13_800_138_000))),
        ]);
        check(&format!("{value:?}"), &secret, "value");
        let fields = [("nature".to_owned(), value)];
        check_result(Institution::from_fields(fields), &secret, "fields");
    }
}

#[test]
fn a_debug_of_a_record_has_no_text_that_may_be_personal() {
    let code = "92370303MA0000000F";
    let facts = Institution::from_json(
        &json!({ "credit_code": code, "jurisdiction": "370303", "filed": true }).to_string(),
    );
    let facts = facts.expect("facts");
    assert_eq!(
        format!("{facts:?}"),
        "Institution { jurisdiction: 370303, credit_code: (a text of 18 characters), filed: true }"
    );
    assert!(facts.to_json().contains(code));
    let read = CreditCode::parse(code).expect("a code");
    assert!(!format!("{read:?} {read:#?}").contains("MA0000000"));
    assert!(serde_json::to_string(&read).expect("JSON").contains(code));
}

#[test]
fn no_typed_question_gives_back_what_was_typed() {
    let book = book();
    let known = Institution::from_json(&facts().to_string()).expect("facts");
    for secret in secrets() {
        let placed = Institution { jurisdiction: Some(secret.clone()), ..known.clone() };
        let coded = Institution { credit_code: Some(secret.clone()), ..known.clone() };
        check(&format!("{placed:?} {coded:#?}"), &secret, "Debug");
        for facts in [&placed, &coded] {
            let dossier = Dossier::default();
            check_result(book.register(facts, day()), &secret, "register");
            check_result(book.supports(facts, day()), &secret, "supports");
            check_result(book.review(facts, &dossier, day()), &secret, "review");
            check_result(book.assess(facts, day()), &secret, "assess");
            check_result(
                book.assess_all(std::slice::from_ref(facts), day()),
                &secret,
                "assess_all",
            );
            check_result(book.what_if("price-water", facts, day()), &secret, "what_if");
            check_result(book.canonical_input(facts, None), &secret, "canonical_input");
            let plan = book.plan(day(), &[]).expect("a plan");
            check_result(plan.facts(facts), &secret, "facts of a plan");
            check_result(plan.ask(&facts.to_json()), &secret, "plan");
        }
        check_result(book.what_if(&secret, &known, day()), &secret, "target");
        check_result(book.plan(day(), std::slice::from_ref(&secret)), &secret, "plan");
        check_result(book.plan(day(), &[format!("register/{secret}")]), &secret, "plan");
        check_result(book.responsible("消防", &secret, day()), &secret, "place");
        check_result(book.responsible(&secret, "370303", day()), &secret, "query");
        check_result(book.goals(&secret, day()), &secret, "goals");
        check_result(book.seats(&secret, day()), &secret, "seats");
        check_result(book.clauses(&secret, day()), &secret, "clauses");
        check_result(book.departments(&secret, day()), &secret, "departments");
        check_result(Calendar::parse(&secret), &secret, "calendar");
    }
}

#[test]
fn no_column_gives_back_what_was_typed() {
    let book = book();
    let plan =
        book.plan(day(), &["price-water".to_owned(), "register".to_owned()]).expect("targets");
    let request = Request { details: true, reasons: true, ..Request::default() };
    for secret in secrets() {
        let texts = vec![secret.clone()];
        let lists = vec![texts.clone()];
        let words = [secret.as_str()];
        let values = [
            Values::Text(&texts),
            Values::Lists(&lists),
            Values::Words { keys: Integers::Int32(&[0]), words: &words },
            Values::Bits(Bits { bytes: &[1], offset: 0 }),
            Values::Integers(Integers::Int64(&[379_999_199_001_010_002])),
        ];
        let names = book.vocabulary().into_iter().map(|fact| fact.name).chain([secret.clone()]);
        for name in names.filter(|name| !(*name == secret && is_name(&secret))) {
            for values in values {
                let column = Column { name: &name, values, valid: None };
                let answers = plan.run(1, &[column], &request);
                check_result(answers, &secret, &format!("column {name}"));
            }
        }
    }
}

/// A file with a part of each kind; fictitious.
const FILE: &str = r#"# 虚构

```toml
id = "made-up"
number = "虚构〔2020〕1号"
title = "虚构"
issuer = "虚构"
jurisdiction = "370399"
from = 2020-01-01
verified_on = 2026-11-26
evidence = "verbatim"
filing_order = 9

[departments.health]
name = "虚构部门"
office = "虚构办公室"
aliases = ["虚构局"]

[[place]]
id = "370399"
name = "虚构区"
aliases = ["虚构"]
```

## 一（1） 登记

登记。

> 向登记机关登记

```toml
responsible = ["health"]
mentions = ["health"]
topics = ["登记"]

[[rule]]
id = "register-somewhere"
when = { nature = "nonprofit", any = [{ legal_form = ["enterprise"] }, { not = { filed = true } }], places = { min = 1, max = 9 } }
then.register = ["health"]

[[rule]]
id = "some-support"
requires = ["made-up/defined"]
displaces = ["made-up/other-support"]
from = 2021-01-01
when = { filed = true }
then.support = "some-support"
force = "entitled"
title = "虚构"
departments = ["health"]
beneficiary = "institution"
kind = "price"
[[rule.unsettled]]
when = { service = "institution" }
because = "虚构"

[[rule]]
id = "other-support"
when = { inclusive = true }
then.support = "other-support"
force = "permitted"
title = "虚构"

[[rule]]
id = "defined"
when = { operator = "social" }
then.define = true

[[example]]
given = { nature = "nonprofit", places = 5, filed = true, dossier = { licence = true, classes = [{ children = 3 }] } }
expect = { register = ["health"], some-support = "unmet" }

[[example]]
on = 2022-01-01
given = { jurisdiction = "370399", service = "family_site", operator = "social", filed = true }
expect = { some-support = "met" }

[[example]]
given = { jurisdiction = "370399", inclusive = true, filed = false, service = "family_site" }
expect = { other-support = "met" }
```

## 二 目标

目标。

> 到2025年

```toml
[[goal]]
by = 2025
text = "虚构"

[[seat]]
role = "member"
unit = "虚构"
post = "虚构"
department = "health"
```
"#;

/// A file of working days; fictitious.
const YEARS: &str = r#"[[year]]
year = 2027
number = "虚构"
issued = 2026-11-01
off = [2027-01-01, 2027-02-05]
made_up = [2027-01-02]
[[year.amendment]]
number = "虚构"
cancelled = [2027-01-01]
"#;

/// Where a file has a text, a number, a key, or a line of prose.
fn parts(file: &str) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut line_start = 0;
    for line in file.split_inclusive('\n') {
        let content = line.trim_end();
        let of_line = |part: &str| {
            let start = part.as_ptr().addr() - file.as_ptr().addr();
            start..start + part.len()
        };
        if !content.is_empty() {
            parts.push(line_start..line_start + content.len());
        }
        for text in content.split('"').skip(1).step_by(2) {
            let inner = of_line(text);
            parts.push(inner.start - 1..inner.end + 1);
            parts.push(inner);
        }
        let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
        parts.extend(content.split(word).filter(|word| !word.is_empty()).map(of_line));
        parts.extend(content.split(' ').filter(|word| !word.is_empty()).map(of_line));
        line_start += line.len();
    }
    parts
}

#[test]
fn no_policy_file_and_no_calendar_gives_back_what_it_says() {
    let parsed = |text: &str, calendar: &str| {
        let file = PolicyText { name: "made-up.md".to_owned(), text: text.to_owned() };
        PolicyBook::parse_with_calendar(&[file], calendar).and_then(|book| book.check())
    };
    let sound = parsed(FILE, YEARS);
    assert!(sound.is_ok(), "{sound:?}");
    let (mut refused, mut position) = (0, 0);
    for (file, is_policy) in [(FILE, true), (YEARS, false)] {
        for part in parts(file) {
            // Each part has some of the secrets, each of them once as text and once bare.
            position += 1;
            let every = secrets();
            for secret in every.iter().skip(position % 3).step_by(3) {
                for written in [secret.clone(), format!("\"{secret}\""), format!("\"{secret}")] {
                    let mut changed = file.to_owned();
                    changed.replace_range(part.clone(), &written);
                    let result = match is_policy {
                        true => parsed(&changed, YEARS),
                        false => parsed(FILE, &changed),
                    };
                    let Err(error) = result else { continue };
                    refused += 1;
                    // A clause, a rule or a key may have any name that is short text without digits.
                    let mut shown = told(&error);
                    if is_name(secret) {
                        let of_key =
                            matches!(error.code, ErrorCode::UnknownFact | ErrorCode::UnknownField)
                                || error.message.zh.ends_with(&format!("没有这个键：{secret}"));
                        let message =
                            format!("{} {} {:?}", error.message.zh, error.message.en, error.hint);
                        shown = if of_key { String::new() } else { message };
                    }
                    let line = changed.split_at(part.start).0.lines().count();
                    check(&shown, secret, &format!("line {line}"));
                }
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn the_name_of_a_file_is_given_back_without_the_number_of_a_person() {
    for secret in numbers() {
        let file = PolicyText { name: format!("{secret}.md"), text: "# x\n".to_owned() };
        let error = PolicyBook::parse(&[file]).expect_err("no head");
        check(&told(&error), &secret, "file");
    }
}

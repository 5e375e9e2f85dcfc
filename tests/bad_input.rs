//! What cannot be read is a typed error with code, path, line and hint; never a panic.

use tuoyu::{
    Column, Dossier, Error, ErrorCode, Filing, Institution, Mode, PolicyBook, PolicyText, Request,
    Values, bundled_texts,
};
use tuoyu_tests::is_instrument;

fn facts(json: &str) -> Error {
    Institution::from_json(json).expect_err(json)
}

fn book() -> PolicyBook {
    PolicyBook::bundled().expect("the bundled book is sound")
}

/// The district's file with one passage changed.
fn changed(from: &str, to: &str) -> Error {
    let mut texts = bundled_texts();
    let file =
        texts.iter_mut().find(|file| file.name.ends_with("zhangdian-2021-8.md")).expect("a file");
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    PolicyBook::parse(&texts).and_then(|book| book.check()).expect_err(to)
}

/// The line of the district's file that first holds a passage.
fn line_of(passage: &str) -> Option<i32> {
    let texts = bundled_texts();
    let file =
        texts.iter().find(|file| file.name.ends_with("zhangdian-2021-8.md")).expect("a file");
    let before = file.text.lines().position(|line| line.contains(passage)).expect(passage);
    i32::try_from(before + 1).ok()
}

#[test]
fn facts_that_cannot_be_read() {
    let cases = [
        (r#"{"natrue": "nonprofit"}"#, ErrorCode::UnknownField, "natrue", Some("nature")),
        (r#"{"nature": "non-profit"}"#, ErrorCode::UnknownWord, "nature", Some("nonprofit")),
        (r#"{"nature": true}"#, ErrorCode::WrongType, "nature", None),
        (r#"{"nature": ["nonprofit"]}"#, ErrorCode::WrongType, "nature", None),
        (r#"{"filed": "true"}"#, ErrorCode::WrongType, "filed", None),
        (r#"{"filed": 1}"#, ErrorCode::WrongType, "filed", None),
        (r#"{"places": 1.5}"#, ErrorCode::WrongType, "places", None),
        (r#"{"places": "30"}"#, ErrorCode::WrongType, "places", None),
        (r#"{"places": -1}"#, ErrorCode::OutOfRange, "places", None),
        (r#"{"places": 9999999999}"#, ErrorCode::OutOfRange, "places", None),
        (r#"{"places": 99999999999999999999}"#, ErrorCode::OutOfRange, "places", None),
        (r#"{"storey": 0}"#, ErrorCode::OutOfRange, "storey", None),
        (r#"{"modes": ["full_day", "overnight"]}"#, ErrorCode::UnknownWord, "modes[1]", None),
        (r#"{"modes": "full_day"}"#, ErrorCode::WrongType, "modes", None),
        (r#"{"lease_from": "0000-01-01"}"#, ErrorCode::OutOfRange, "lease_from", None),
        (r#"{"lease_from": "2021-02-30"}"#, ErrorCode::BadDate, "lease_from", None),
        (r#"{"lease_from": "2021/09/01"}"#, ErrorCode::BadDate, "lease_from", None),
        (r#"{"lease_from": "2021-9-1"}"#, ErrorCode::BadDate, "lease_from", None),
        (
            r#"{"lease_from": "2024-01-01", "lease_until": "2023-12-31"}"#,
            ErrorCode::Conflict,
            "lease_until",
            None,
        ),
        (r#"{"credit_code": "123"}"#, ErrorCode::BadCreditCode, "credit_code", None),
        (r#"{"filed": true, "filed": false}"#, ErrorCode::DuplicateField, "filed", None),
        (r#"{"filed": null, "filed": false}"#, ErrorCode::DuplicateField, "filed", None),
        (r#"{"natrue": null}"#, ErrorCode::UnknownField, "natrue", Some("nature")),
        (r#"["nature"]"#, ErrorCode::WrongType, "", None),
        ("", ErrorCode::BadJson, "", None),
        (r#"{"filed": NaN}"#, ErrorCode::BadJson, "", None),
        (r#"{"filed": tru"#, ErrorCode::BadJson, "", None),
    ];
    for (json, code, path, hint) in cases {
        let error = facts(json);
        assert_eq!((error.code, error.path.as_str()), (code, path), "{json}");
        let found = error.hint.as_deref().unwrap_or_default();
        assert!(found.contains(hint.unwrap_or_default()), "{json}: {found}");
        assert!(!error.message.zh.is_empty() && !error.message.en.is_empty(), "{json}");
    }
}

#[test]
fn a_null_is_an_unknown_fact() {
    let known = Institution::from_json(r#"{"filed": null, "nature": "nonprofit"}"#);
    assert_eq!(known, Institution::from_json(r#"{"nature": "nonprofit"}"#));
}

#[test]
fn a_value_that_may_be_personal_stays_out_of_the_message() {
    for json in [
        r#"{"nature": "370303199001011234"}"#,
        r#"{"filed": "13800138000"}"#,
        r#"{"lease_from": "张三"}"#,
        r#"{"13800138000": true}"#,
        r#"{"张三370303199001011234": true}"#,
    ] {
        let shown = facts(json).to_string();
        for secret in ["370303199001011234", "13800138000", "张三"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn ten_megabytes_of_text_are_refused_in_a_short_message() {
    let long = "x".repeat(10 << 20);
    let book = book();
    let on = "2022-04-11".parse().expect("a day");
    let institution = Institution { jurisdiction: Some(long.clone()), ..Institution::default() };
    let code = Institution { credit_code: Some(long.clone()), ..Institution::default() };
    let errors = [
        Institution::from_json(&long).expect_err("too long"),
        Institution::from_json(&format!(r#"{{"nature": "{}"}}"#, &long[..1 << 19]))
            .expect_err("no word"),
        Institution::from_json(&format!(r#"{{"{}": 1}}"#, &long[..1 << 19])).expect_err("no field"),
        book.register(&institution, on).expect_err("no place"),
        book.assess(&code, on).expect_err("no code"),
        book.responsible(&long, "370303", on).expect_err("too long"),
        book.responsible("消防", &long, on).expect_err("no place"),
        book.what_if(&long, &Institution::default(), on).expect_err("no target"),
        book.ask(&long).expect_err("too long"),
        PolicyBook::parse(&[PolicyText { name: "long.md".into(), text: long.clone() }])
            .expect_err("too long"),
    ];
    for error in errors {
        assert!(error.to_string().len() < 600, "{error}");
    }
}

#[test]
fn lists_have_a_limit_on_every_path() {
    let (book, on) = (book(), "2022-04-11".parse().expect("a day"));
    let modes = |count: usize| vec![Mode::Hourly; count];
    let typed = |count| {
        let modes = Some(modes(count));
        book.register(&Institution { modes, ..Institution::default() }, on).err()
    };
    let read = |count| {
        Institution::from_json(&format!(r#"{{"modes": {:?}}}"#, vec!["hourly"; count])).err()
    };
    let plan = book.plan(on, &["price-water".to_owned()]).expect("a target");
    let column = |count: usize| {
        let rows = vec![vec!["hourly"; count]];
        let column = Column { name: "modes", values: Values::Lists(&rows), valid: None };
        let answers = plan.run(1, &[column], &Request::default()).expect("a column");
        answers.errors.first().map(|error| (error.code, error.column))
    };
    assert_eq!((typed(64), read(64), column(64)), (None, None, None));
    for count in [65, 1_000, 1_000_000] {
        let error = typed(count).expect("too long");
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::TooLong, "modes"));
        assert_eq!(column(count), Some((ErrorCode::TooLong, "modes")));
        if count < 100_000 {
            assert_eq!(read(count), Some(error));
        }
    }
    let classes = |count: usize| {
        let json = format!(r#"{{"classes": [{}]}}"#, vec!["{}"; count].join(","));
        Dossier::from_json(&json).err().map(|error| (error.code, error.path))
    };
    assert_eq!(classes(1_000), None);
    assert_eq!(classes(1_001), Some((ErrorCode::TooLong, "classes".to_owned())));
}

#[test]
fn empty_text_is_refused_or_finds_nothing() {
    let book = book();
    let on = "2022-04-11".parse().expect("a day");
    assert_eq!(
        book.responsible("", "", on).expect_err("no place").code,
        ErrorCode::UnknownJurisdiction
    );
    let nothing = book.responsible("", "370303", on).expect("an answer");
    assert!(nothing.named.is_empty() && nothing.duties.is_empty() && nothing.nearest.is_empty());
    assert_eq!(book.ask("").expect_err("no JSON").code, ErrorCode::BadJson);
    let empty = PolicyText { name: "empty.md".into(), text: String::new() };
    assert_eq!(PolicyBook::parse(&[empty]).expect_err("no head").code, ErrorCode::BadPolicy);
    let none = PolicyBook::parse(&[]).expect("a book without files answers nothing");
    let scope = none.register(&Institution::default(), on).expect("an answer").scope;
    assert_eq!(scope.state.name(), "out_of_scope");
}

#[test]
fn days_outside_the_years_known_are_refused() {
    let book = book();
    for year in ["0000-01-01", "1899-12-31", "2200-01-01"] {
        let on = year.parse().expect("a day");
        let error = book.assess(&Institution::default(), on).expect_err(year);
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::OutOfRange, "as_of"), "{year}");
        assert_eq!(book.goals("370303", on).expect_err(year).code, ErrorCode::OutOfRange);
    }
}

#[test]
fn questions_that_cannot_be_read() {
    let book = book();
    let cases = [
        (
            r#"{"question": "regster", "as_of": "2022-01-01"}"#,
            ErrorCode::UnknownQuestion,
            "question",
        ),
        (r#"{"question": "register"}"#, ErrorCode::MissingField, "as_of"),
        (r#"{"as_of": "2022-01-01"}"#, ErrorCode::MissingField, "question"),
        (r#"{"question": "register", "as_of": "2022"}"#, ErrorCode::BadDate, "as_of"),
        (r#"{"question": "register", "as_of": 2022}"#, ErrorCode::WrongType, "as_of"),
        (
            r#"{"question": "register", "as_of": "2022-01-01", "facts": {"filed": 1}}"#,
            ErrorCode::WrongType,
            "facts.filed",
        ),
        (
            r#"{"question": "goals", "as_of": "2022-01-01", "place": "370303"}"#,
            ErrorCode::UnknownField,
            "",
        ),
        (r#"{"question": "what_if", "as_of": "2022-01-01"}"#, ErrorCode::MissingField, "target"),
        (
            r#"{"question": "what_if", "as_of": "2022-01-01", "target": "price-electicity"}"#,
            ErrorCode::UnknownTarget,
            "target",
        ),
        (
            r#"{"question": "verify", "as_of": "2022-01-01", "receipt": {}}"#,
            ErrorCode::WrongType,
            "receipt",
        ),
        (
            r#"{"question": "goals", "question": "seats", "as_of": "2022-01-01"}"#,
            ErrorCode::DuplicateField,
            "question",
        ),
    ];
    for (request, code, path) in cases {
        let error = book.ask(request).expect_err(request);
        assert_eq!((error.code, error.path.as_str()), (code, path), "{request}");
    }
}

#[test]
fn a_policy_file_that_cannot_be_read_names_its_line() {
    let cases = [
        (
            "when = { \"机构性质\" = \"非营利性\" }",
            "when = { \"机构性质\" = }",
            ErrorCode::BadPolicy,
        ),
        (
            "when = { \"机构性质\" = \"非营利性\" }",
            "when = { natrue = \"nonprofit\" }",
            ErrorCode::UnknownFact,
        ),
        (
            "when = { \"机构性质\" = \"非营利性\" }",
            "when = { nature = \"charity\" }",
            ErrorCode::UnknownWord,
        ),
        (
            "when = { \"机构性质\" = \"非营利性\" }",
            "when = { nature = true }",
            ErrorCode::WrongType,
        ),
        (
            "departments = [\"power_supply\"]",
            "departments = [\"power_suply\"]",
            ErrorCode::UnknownDepartment,
        ),
        ("duty_of = \"publicity\"", "duty_of = \"publicty\"", ErrorCode::UnknownDepartment),
        (
            "requires = [\"nhc-2019-58/childcare-institution\"]",
            "requires = [\"nhc-2019-58/nursery\"]",
            ErrorCode::UnknownReference,
        ),
        ("id = \"register-for-profit\"", "id = \"register-nonprofit\"", ErrorCode::DuplicateId),
        ("force = \"entitled\"", "force = \"certain\"", ErrorCode::BadPolicy),
        ("responsible = [\"tax\"", "respnsible = [\"tax\"", ErrorCode::BadPolicy),
        ("undecidable = ", "# undecidable = ", ErrorCode::Uncovered),
        (
            "| | 370303 | 托育机构 | | 是 | 符合 |",
            "| | 370303 | 托育机构 | | 是 | 不符合 |",
            ErrorCode::ExampleFails,
        ),
    ];
    for (from, to, code) in cases {
        let error = changed(from, to);
        assert_eq!(error.code, code, "{to}: {error}");
        assert!(error.path.starts_with("370303/zhangdian-2021-8.md"), "{error}");
        let line = error.line.unwrap_or_default();
        let wanted = line_of(from).unwrap_or_default();
        let near = if code == ErrorCode::Uncovered { 16 } else { 0 };
        assert!((wanted - near..=wanted).contains(&line), "{to}: line {line}, wanted {wanted}");
    }
}

#[test]
fn a_misspelt_department_fact_or_word_is_hinted_at() {
    let hint = |from: &str, to: &str| changed(from, to).hint.unwrap_or_default();
    assert_eq!(
        hint("departments = [\"power_supply\"]", "departments = [\"power_suply\"]"),
        "did you mean `power_supply`?"
    );
    assert_eq!(
        hint("when = { \"机构性质\" = \"非营利性\" }", "when = { natrue = \"nonprofit\" }"),
        "did you mean `nature`?"
    );
    assert_eq!(
        hint("when = { \"机构性质\" = \"非营利性\" }", "when = { nature = \"non_profit\" }"),
        "did you mean `nonprofit`?"
    );
    assert_eq!(
        hint("when = { \"机构性质\" = \"非营利性\" }", "when = { \"机构姓质\" = \"非营利性\" }"),
        "did you mean `机构性质`?"
    );
    assert_eq!(
        hint("when = { \"机构性质\" = \"非营利性\" }", "when = { \"机构性质\" = \"非赢利性\" }"),
        "did you mean `非营利性`?"
    );
}

#[test]
fn a_quotation_longer_than_operative_words_is_refused() {
    let error = changed("> 享受税费等优惠政策", &format!("> {}", "享受税费等优惠政策".repeat(12)));
    assert_eq!(error.code, ErrorCode::QuotationTooLong);
    assert_eq!(error.line, line_of("> 享受税费等优惠政策"));
}

/// The clauses of a file: where each begins and how it reads.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let starts: Vec<usize> =
        text.match_indices("\n## ").map(|(position, _)| position + 1).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| (*start, &text[*start..end])).collect()
}

#[test]
fn a_clause_that_decides_without_a_word_of_its_text_is_refused() {
    let (mut quoted, mut seen) = (0, 0);
    for file in bundled_texts().into_iter().filter(is_instrument) {
        for (start, clause) in parts(&file.text) {
            let decides = ["[[rule]]", "[[goal]]", "[[seat]]", "duty_of = "];
            if !decides.iter().any(|word| clause.contains(word)) {
                continue;
            }
            let line = i32::try_from(file.text[..start].matches('\n').count() + 1).ok();
            let refused = |changed: &str, what: &str| {
                let text = file.text.replacen(clause, changed, 1);
                let changed = PolicyText { name: file.name.clone(), text };
                let error = PolicyBook::parse(&[changed]).expect_err(what);
                assert_eq!(
                    (error.code, error.line),
                    (ErrorCode::Uncovered, line),
                    "{what}: {error}"
                );
                assert!(error.path.starts_with(&file.name), "{error}");
            };
            let without = |prefix: &str, instead: &str| -> String {
                let lines = clause.lines().filter(|line| !line.starts_with(prefix));
                lines
                    .map(|line| format!("{line}\n{}", if line == "```toml" { instead } else { "" }))
                    .collect()
            };
            if clause.contains("\n> ") {
                quoted += 1;
                if !clause.contains("\nseen = ") {
                    refused(&without(">", ""), "no quotation");
                    refused(&without(">", "quotations = [\"……\"]\n"), "no words");
                }
            } else {
                seen += 1;
                refused(&without("seen = ", ""), "nothing seen");
                refused(&without("seen = ", "seen = \"。\"\n"), "nothing said");
                refused(&without("evidence = ", "evidence = \"verbatim\"\n"), "verbatim");
            }
        }
    }
    assert!(quoted > 60 && seen > 8, "{quoted} {seen}");
}

#[test]
fn a_file_without_a_first_day_is_refused() {
    for file in bundled_texts().into_iter().filter(is_instrument) {
        let from = file.text.lines().find(|line| line.starts_with("from = ")).expect("a first day");
        let text = file.text.replacen(&format!("{from}\n"), "", 1);
        let without = PolicyText { name: file.name.clone(), text };
        let error = PolicyBook::parse(&[without]).expect_err(&file.name);
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::BadPolicy, file.name.as_str()));
        assert!(error.line.is_some() && error.message.en.contains("`from`"), "{error}");
    }
}

#[test]
fn days_that_do_not_fit_are_refused_at_their_line() {
    let cases = [
        ("from = 2021-12-31", "from = 1899-12-31", ErrorCode::BadPolicy),
        ("from = 2021-12-31", "from = \"2021-12-31\"", ErrorCode::BadPolicy),
        ("from = 2021-12-31", "from = 2021-12-31T08:00:00", ErrorCode::BadPolicy),
        ("review_on = 2026-12-31", "until = 2021-12-30", ErrorCode::OutOfRange),
        ("review_on = 2026-12-31", "seen_from = 2021-12-30", ErrorCode::OutOfRange),
        ("review_on = 2026-12-31", "review_on = 2026-13-01", ErrorCode::BadPolicy),
        ("duty_of = \"tax\"", "from = 2021-12-30\nduty_of = \"tax\"", ErrorCode::OutOfRange),
        ("duty_of = \"tax\"", "seen_from = 2021-12-30\nduty_of = \"tax\"", ErrorCode::OutOfRange),
        ("duty_of = \"tax\"", "until = 2021-12-30\nduty_of = \"tax\"", ErrorCode::OutOfRange),
        (
            "id = \"register-nonprofit\"",
            "until = 2021-12-30\nid = \"register-nonprofit\"",
            ErrorCode::OutOfRange,
        ),
        (
            "cites = [\"附件1·行政审批部门\"]",
            "cites = [\"附件1·审批部门\"]",
            ErrorCode::UnknownReference,
        ),
    ];
    for (from, to, code) in cases {
        let error = changed(from, to);
        assert_eq!((error.code, error.line), (code, line_of(from)), "{to}: {error}");
        assert!(error.path.starts_with("370303/zhangdian-2021-8.md"), "{error}");
    }
}

#[test]
fn editions_that_overlap_are_refused_and_neighbours_are_not() {
    let mut texts = bundled_texts();
    let district =
        texts.iter().find(|file| file.name.ends_with("zhangdian-2021-8.md")).expect("a file");
    let next = |from: &str| PolicyText {
        name: "next.md".into(),
        text: district.text.replacen("from = 2021-12-31", from, 1),
    };
    let mut overlapping = texts.clone();
    overlapping.push(next("from = 2026-01-01"));
    let error = PolicyBook::parse(&overlapping).expect_err("both in force");
    assert_eq!(error.code, ErrorCode::OverlappingEditions);
    let later = next("from = 2027-01-01");
    for file in texts.iter_mut().filter(|file| file.name.ends_with("zhangdian-2021-8.md")) {
        file.text =
            file.text.replacen("from = 2021-12-31", "from = 2021-12-31\nuntil = 2026-12-30", 1);
    }
    texts.push(later);
    let book = PolicyBook::parse(&texts).expect("they follow each other");
    let state = |day: &str| {
        let on = day.parse().expect("a day");
        book.goals("370303", on).expect("an answer").scope.state.name()
    };
    assert_eq!(state("2021-12-30"), "not_yet_in_force");
    assert_eq!(state("2026-12-30"), "in_force");
    assert_eq!(state("2026-12-31"), "no_longer_in_force");
    assert_eq!(state("2027-01-01"), "in_force");
}

#[test]
fn a_rule_that_requires_itself_is_refused() {
    let error = changed(
        "requires = [\"nhc-2019-58/childcare-institution\"]",
        "requires = [\"zhangdian-2021-8/price-electricity\"]",
    );
    assert_eq!(error.code, ErrorCode::UnknownReference);
}

#[test]
fn a_field_that_a_question_does_not_use_is_refused() {
    let book = book();
    let cases = [
        (
            r#"{"question": "register", "as_of": "2022-01-01", "jurisdiction": "370303"}"#,
            "jurisdiction",
        ),
        (r#"{"question": "supports", "as_of": "2022-01-01", "dossier": {}}"#, "dossier"),
        (
            r#"{"question": "goals", "as_of": "2022-01-01", "jurisdiction": "370303", "facts": {}}"#,
            "facts",
        ),
    ];
    for (request, path) in cases {
        let error = book.ask(request).expect_err(request);
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::UnknownField, path), "{request}");
    }
}

#[test]
fn rules_that_displace_each_other_are_refused() {
    let error = changed(
        "displaces = [\"nhc-2019-25/register-social-service\"]",
        "displaces = [\"zhangdian-2021-8/register-social-service\"]",
    );
    assert_eq!(error.code, ErrorCode::UnknownReference);
}

#[test]
fn more_than_a_hundred_thousand_at_once_are_refused() {
    let day = "2026-03-01".parse().expect("a day");
    let error = book().assess_all(&vec![Institution::default(); 100_001], day);
    let error = error.expect_err("too many institutions");
    assert_eq!((error.code, error.path.as_str()), (ErrorCode::TooLong, "institutions"));
    let error = book().review_all(&vec![Filing::default(); 100_001], day);
    let error = error.expect_err("too many filings");
    assert_eq!((error.code, error.path.as_str()), (ErrorCode::TooLong, "filings"));
}

/// A file whose rules require one another in a chain.
fn chain(length: usize) -> PolicyText {
    let mut text = "# 虚构\n\n```toml\nid = \"chain\"\nnumber = \"虚构〔2020〕1号\"\ntitle = \"虚构\"\nissuer = \"虚构\"\njurisdiction = \"000000\"\n\
        from = 2020-01-01\nverified_on = 2026-11-26\nevidence = \"verbatim\"\n```\n\n## 一 定义\n\n定义。\n\n> 定义\n\n```toml\n"
        .to_owned();
    for position in 0..length {
        let next = position + 1;
        text += &format!(
            "[[rule]]\nid = \"link-{position}\"\nwhen = {{ filed = true }}\nthen.define = true\n"
        );
        if next < length {
            text += &format!("requires = [\"chain/link-{next}\"]\n");
        }
    }
    PolicyText { name: "chain.md".to_owned(), text: text + "```\n" }
}

#[test]
fn a_chain_of_rules_has_a_limit_that_no_stack_reaches() {
    let parsed = |length| {
        let thread = std::thread::Builder::new().stack_size(512 << 10);
        let parse = move || PolicyBook::parse(&[chain(length)]).map(|_| ());
        thread.spawn(parse).expect("a thread").join().expect("no panic")
    };
    assert_eq!(parsed(16), Ok(()));
    for length in [17, 2_000] {
        let error = parsed(length).expect_err("too long");
        assert_eq!((error.code, error.line.is_some()), (ErrorCode::TooComplex, true), "{error}");
    }
}

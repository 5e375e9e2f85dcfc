//! The format of policy files: what stands beside an instrument, tables of worked examples, Chinese conditions, what may be left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tuoyu::{Error, ErrorCode, PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::{Case, cases, reply};

#[expect(dead_code, reason = "it is run when the core is built")]
#[path = "../core/build.rs"]
mod build;

const HEAD: &str = "# 虚构〔2030〕1号\n\n```toml\nid = \"fictitious\"\nnumber = \"虚构〔2030〕1号\"\ntitle = \"虚构\"\nissuer = \"虚构\"\njurisdiction = \"990101\"\n\
    from = 2030-01-01\nverified_on = 2026-11-23\nevidence = \"verbatim\"\n\n[[place]]\nid = \"990101\"\nname = \"虚构区\"\n```\n\n\
    ## 一 补助\n\n给补助。\n\n> 虚构的第一条\n\n";

const RULE: &str = "```toml\n[[rule]]\nid = \"grant\"\nwhen = { \"机构性质\" = \"非营利性\", \"已备案\" = \"是\" }\nthen = \"support\"\n\
    force = \"entitled\"\ntitle = \"虚构的补助\"\ndepartments = [\"health\"]\n```\n\n";

const TABLE: &str = "| 所在地 | 机构性质 | 已备案 | → 虚构的补助 |\n|---|---|---|---|\n| 990101 | 非营利性 | 是 | 符合 |\n| 990101 | 营利性 | 是 | 不符合 |\n";

fn file(name: &str, text: impl Into<String>) -> PolicyText {
    PolicyText { name: name.to_owned(), text: text.into() }
}

fn book(files: &[PolicyText]) -> Result<PolicyBook, Error> {
    let book = PolicyBook::parse(&[bundled_texts(), files.to_vec()].concat())?;
    book.check().map(|()| book)
}

fn law(body: &str) -> PolicyText {
    file("fictitious.md", format!("{HEAD}{body}"))
}

fn ask(book: &PolicyBook, request: &str) -> serde_json::Value {
    serde_json::from_str(&book.ask(request).expect(request)).expect("JSON")
}

const SUPPORTS: &str = r#"{"question": "supports", "as_of": "2030-02-01", "facts": {"jurisdiction": "990101", "nature": "nonprofit", "filed": true}}"#;

#[test]
fn both_ways_to_write_a_rule_give_the_same_answer() {
    let short = book(&[law(&format!("{RULE}{TABLE}"))]).expect("the short form");
    let long = RULE
        .replace(
            "\"机构性质\" = \"非营利性\", \"已备案\" = \"是\"",
            "filed = true, nature = \"nonprofit\"",
        )
        .replace("then = \"support\"", "then = { support = \"grant\" }");
    let example = "[[example]]\ngiven = { jurisdiction = \"990101\", nature = \"nonprofit\", filed = true }\nexpect = { grant = \"met\" }\n```\n";
    let long = long.replace(
        "departments = [\"health\"]\n```\n\n",
        &format!("departments = [\"health\"]\n\n{example}"),
    );
    let long = book(&[law(&long)]).expect("the long form");
    assert_eq!(ask(&short, SUPPORTS)["findings"], ask(&long, SUPPORTS)["findings"]);
    assert_ne!(short.sha256(), long.sha256());
}

#[test]
fn a_row_that_does_not_come_out_or_cannot_be_read_names_its_line() {
    let cases = [
        (
            "| 990101 | 营利性 | 是 | 不符合 |",
            "| 990101 | 营利性 | 是 | 符合 |",
            ErrorCode::ExampleFails,
        ),
        (
            "| 990101 | 营利性 | 是 | 不符合 |",
            "| 990101 | 营利 | 是 | 不符合 |",
            ErrorCode::UnknownWord,
        ),
        (
            "| 990101 | 营利性 | 是 | 不符合 |",
            "| 990101 | 营利性 | 1 | 不符合 |",
            ErrorCode::WrongType,
        ),
        (
            "| 990101 | 营利性 | 是 | 不符合 |",
            "| 990101 | 营利性 | 是 | 可以 |",
            ErrorCode::UnknownWord,
        ),
        ("| 990101 | 营利性 | 是 | 不符合 |", "| 990101 | 营利性 | 是 |", ErrorCode::BadPolicy),
        ("| 机构性质 |", "| 机构姓质 |", ErrorCode::UnknownFact),
        ("→ 虚构的补助", "→ 虚构的补贴", ErrorCode::UnknownTarget),
        ("|---|---|---|---|\n", "", ErrorCode::BadPolicy),
    ];
    for (from, to, code) in cases {
        assert!(TABLE.contains(from), "{from}");
        let changed = law(&format!("{RULE}{}", TABLE.replace(from, to)));
        let error = book(std::slice::from_ref(&changed)).map(|_| ()).expect_err(to);
        assert_eq!(error.code, code, "{to}: {error}");
        assert!(error.path.starts_with("fictitious.md 一"), "{error}");
        let table = changed.text.lines().position(|line| line.starts_with('|')).expect("a table");
        let last = changed.text.lines().count();
        let line = usize::try_from(error.line.unwrap_or_default()).expect("a line");
        assert!(table < line && line <= last, "{to}: {error}");
    }
}

#[test]
fn a_table_without_answers_is_commentary() {
    let other = "\n| 读法 | 理由 |\n|---|---|\n| 甲 |\n";
    book(&[law(&format!("{RULE}{TABLE}{other}"))]).expect("a comment");
    let error = book(&[law(&format!("{RULE}{other}"))]).map(|_| ()).expect_err("no example");
    assert_eq!(error.code, ErrorCode::ExampleFails);
}

#[test]
fn a_fact_is_tested_once_in_either_language() {
    let twice = RULE.replace("when = { ", "when = { filed = true, ");
    let error = book(&[law(&format!("{twice}{TABLE}"))]).map(|_| ()).expect_err("twice");
    assert_eq!(error.code, ErrorCode::DuplicateField, "{error}");
    assert!(error.line.is_some() && error.path.starts_with("fictitious.md"), "{error}");
}

#[test]
fn an_outcome_is_of_one_kind_and_says_what_it_cannot_have_from_the_rule() {
    let cases = [
        "then = \"register\"",
        "then = \"grant\"",
        "then = {}",
        "then = { support = \"grant\", step = \"grant\" }",
        "then = { suport = \"grant\" }",
        "then = true",
    ];
    for to in cases {
        let changed = law(&format!("{}{TABLE}", RULE.replace("then = \"support\"", to)));
        let line = changed.text.lines().position(|line| line.starts_with("then")).expect("a line");
        let error = book(&[changed]).map(|_| ()).expect_err(to);
        assert_eq!(error.code, ErrorCode::BadPolicy, "{to}: {error}");
        assert_eq!(error.line, i32::try_from(line + 1).ok(), "{to}: {error}");
    }
}

#[test]
fn departments_beside_a_file_are_those_of_its_place() {
    let law = law(&format!("{RULE}{TABLE}"));
    let beside = |text: &str| {
        file("departments/990101.toml", format!("instrument = \"fictitious\"\n\n{text}"))
    };
    let found = book(&[law.clone(), beside("[departments.health]\noffice = \"虚构区卫健局\"\n")]);
    let found = found.expect("departments");
    let answer = ask(&found, SUPPORTS);
    let of_grant =
        answer["findings"].as_array().expect("findings").iter().find(|one| one["id"] == "grant");
    assert_eq!(of_grant.expect("the grant")["departments"][0]["office"], "虚构区卫健局");
    let without = book(std::slice::from_ref(&law)).expect("none");
    assert_ne!(found.sha256(), without.sha256());
    // The order of the files does not matter, and clashes are told where they stand.
    book(&[beside("[departments.health]\noffice = \"虚构区卫健局\"\n"), law.clone()])
        .expect("before it");
    let cases = [
        (
            "[departments.health]\noffice = \"甲局\"\n[departments.tax]\noffice = \"甲局\"\n",
            ErrorCode::DuplicateId,
            Some(6),
        ),
        ("[departments.health]\nofice = \"虚构区卫健局\"\n", ErrorCode::BadPolicy, Some(4)),
        ("[departments.health]\n\u{200b}\n", ErrorCode::BadPolicy, Some(4)),
        ("[departments.another]\noffice = \"虚构区另一局\"\n", ErrorCode::BadPolicy, Some(3)),
    ];
    for (text, code, line) in cases {
        let error = book(&[law.clone(), beside(text)]).map(|_| ()).expect_err(text);
        assert_eq!((error.code, error.line), (code, line), "{text}: {error}");
        assert!(error.path.starts_with("departments/990101.toml"), "{text}: {error}");
    }
    let nowhere = file("departments/990101.toml", "instrument = \"fictitous\"\n");
    let error = book(&[law, nowhere]).map(|_| ()).expect_err("no such instrument");
    assert_eq!(
        (error.code, error.hint.as_deref()),
        (ErrorCode::UnknownReference, Some("did you mean `fictitious`?"))
    );
}

#[test]
fn entry_beside_a_file_is_not_in_it_too() {
    let both = HEAD
        .replace("\n[[place]]", "\n[departments.health]\noffice = \"虚构区卫健局\"\n\n[[place]]");
    let law = file("fictitious.md", format!("{both}{RULE}{TABLE}"));
    book(std::slice::from_ref(&law)).expect("in the file");
    let beside = file(
        "d.toml",
        "instrument = \"fictitious\"\n\n[departments.health]\noffice = \"虚构区卫健局\"\n",
    );
    let error = book(&[law, beside]).map(|_| ()).expect_err("twice");
    assert_eq!(error.code, ErrorCode::DuplicateId, "{error}");
    assert!(error.path.starts_with("d.toml"), "{error}");
}

#[test]
fn a_catalogue_translates_every_text_or_says_which_not() {
    let law = law(&format!("{RULE}{TABLE}")
        .replace("title = \"虚构的补助\"\n", "title = \"虚构的补助\"\nnote = \"说明\"\n"));
    let catalogue = |text: &str| {
        file(
            "en/fictitious.toml",
            format!("instrument = \"fictitious\"\nlanguage = \"en\"\n{text}"),
        )
    };
    let with = |text: &str| book(&[law.clone(), catalogue(text)]);
    let whole = with("[rule.grant]\ntitle = \"A grant\"\nnote = \"A note\"\n").expect("whole");
    let answer = ask(&whole, SUPPORTS);
    let of_grant =
        answer["findings"].as_array().expect("findings").iter().find(|one| one["id"] == "grant");
    assert_eq!(of_grant.expect("the grant")["title"]["en"], "A grant");
    with("untranslated = [\"grant.note\"]\n[rule.grant]\ntitle = \"A grant\"\n")
        .expect("one in Chinese");
    let cases = [
        ("[rule.grant]\ntitle = \"A grant\"\n", ErrorCode::BadPolicy, "fictitious.md.grant.note"),
        (
            "[rule.grant]\ntitle = \"A\"\nnote = \"B\"\ncure = \"C\"\n",
            ErrorCode::UnknownReference,
            "en/fictitious.toml.grant.cure",
        ),
        (
            "[rule.grants]\ntitle = \"A\"\n[rule.grant]\ntitle = \"A\"\nnote = \"B\"\n",
            ErrorCode::UnknownReference,
            "en/fictitious.toml.grants.title",
        ),
        (
            "untranslated = [\"grant.note\"]\n[rule.grant]\ntitle = \"A\"\nnote = \"B\"\n",
            ErrorCode::DuplicateId,
            "en/fictitious.toml.grant.note",
        ),
    ];
    for (text, code, path) in cases {
        let error = with(text).map(|_| ()).expect_err(text);
        assert_eq!((error.code, error.path.as_str()), (code, path), "{text}: {error}");
    }
    let silent =
        file("en/fictitious.toml", "instrument = \"fictitious\"\n[rule.grant]\ntitle = \"A\"\n");
    assert_eq!(
        book(&[law.clone(), silent]).map(|_| ()).expect_err("no language").code,
        ErrorCode::BadPolicy
    );
}

#[test]
fn a_bundled_text_without_its_translation_is_told() {
    for (name, line) in [
        ("370303/en.toml", "fines = "),
        ("en/nhc-2019-58.toml", "cure = "),
        ("en/nhc-2019-25.toml", "title = "),
    ] {
        let mut texts = bundled_texts();
        let file = texts.iter_mut().find(|file| file.name == name).expect(name);
        let all = file.text.lines().count();
        let at = file.text.lines().position(|one| one.starts_with(line)).expect(line);
        let left = file.text.lines().enumerate().filter(|(position, _)| *position != at);
        file.text = left.map(|(_, line)| format!("{line}\n")).collect();
        assert_eq!(file.text.lines().count() + 1, all);
        PolicyBook::parse(&texts).and_then(|book| book.check()).map(|_| ()).expect_err(name);
    }
}

#[test]
fn a_comment_in_a_table_is_no_heading() {
    let wrong = |comment: &str| {
        let first = RULE.replacen("```toml\n", &format!("```toml\n{comment}\n"), 1);
        let second = RULE.replace("grant", "other").replace("health", "nobody");
        let text =
            law(&format!("{first}{TABLE}\n## 二 又一笔\n\n再给。\n\n> 虚构的第二条\n\n{second}"));
        let last =
            text.text.lines().position(|line| line.contains("nobody")).expect("the line") + 1;
        let error = PolicyBook::parse(&[bundled_texts(), vec![text]].concat()).expect_err(comment);
        assert_eq!(error.line, i32::try_from(last).ok(), "{comment}: {error}");
        error
    };
    assert_eq!(wrong("# 甲"), wrong("## 甲"));
}

#[test]
fn files_among_the_policies_are_all_bundled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/policies");
    let mut bundled: Vec<String> = bundled_texts().into_iter().map(|file| file.name).collect();
    let mut found = build::find(&folder).expect("a folder");
    bundled.sort();
    found.sort();
    assert_eq!(found, bundled);
}

#[test]
fn district_in_a_folder_of_its_own_is_found() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("policies");
    let _ = fs::remove_dir_all(&folder);
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write("letters/notice.md", "");
    write("990101/fictitious.md", &law(&format!("{RULE}{TABLE}")).text);
    write("990101/departments.toml", "instrument = \"fictitious\"\n");
    let names = build::find(&folder).expect("a folder");
    assert_eq!(names, ["990101/departments.toml", "990101/fictitious.md"]);
    let read = |name: &String| file(name, fs::read_to_string(folder.join(name)).expect(name));
    let files: Vec<PolicyText> = names.iter().map(read).collect();
    book(&files).expect("the folder is read beside the bundled files");
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// English texts of a reply that hold more Chinese than the name of a document or the word that a name has to show.
fn in_chinese(reply: &Value, found: &mut BTreeSet<String>) {
    match reply {
        Value::Object(fields) => {
            if let (2, Some(Value::String(zh)), Some(Value::String(en))) =
                (fields.len(), fields.get("zh"), fields.get("en"))
            {
                let count = |of: fn(char) -> bool| en.chars().filter(|letter| of(*letter)).count();
                let told = count(|letter| letter.is_ascii_alphabetic()) > 2 * count(is_chinese);
                let mut quoted = en.split('`').skip(1).step_by(2);
                let told = told && !quoted.any(|value| value.chars().any(is_chinese));
                if zh.chars().any(is_chinese) && !told {
                    found.insert(en.clone());
                }
            }
            fields.values().for_each(|field| in_chinese(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| in_chinese(item, found)),
        _ => {}
    }
}

#[test]
fn every_text_of_an_answer_has_its_english() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let vectors = cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"));
    let mut found = BTreeSet::new();
    // Look-ups tell offices by their names and clauses by their numbers, which have no English.
    let told = |case: &&Case| {
        case.case.get("policies").is_none() && case.case["question"] != "responsible"
    };
    for case in vectors.iter().filter(told) {
        in_chinese(&reply(&book, &case.case), &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_bundled_text_is_left_without_english() {
    for file in bundled_texts() {
        assert!(!file.text.contains("\nuntranslated = "), "{}", file.name);
    }
}

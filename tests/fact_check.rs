//! The sheet of every rule, `docs/fact-check.md`, is what the policy files say.

use tuoyu::bundled_texts;
use tuoyu_tests::{check_generated, sheet};

const SHEET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/fact-check.md");

#[test]
fn the_sheet_of_every_rule_is_up_to_date() {
    let sheet = sheet(&bundled_texts()).expect("every policy file can be laid out");
    check_generated(SHEET, &sheet);
}

#[test]
fn a_change_of_any_part_of_a_rule_changes_its_lines() {
    let original = sheet(&bundled_texts()).expect("the bundled files can be laid out");
    let changes = [
        ("370303/zhangdian-2021-8.md", "kind = \"price\"", "kind = \"fee\""),
        ("370303/zhangdian-2021-8.md", "\"暖气费\"", "\"暖气\""),
        ("370303/departments.toml", "office = \"区卫健局\"", "office = \"区卫生局\""),
        (
            "370303/zhangdian-2021-8.md",
            "> 并及时向区县卫生健康部门备案",
            "> 并向区县卫生健康部门备案",
        ),
        ("nhc-2019-58.md", "min = 36", "min = 35"),
        ("nhc-2019-25.md", "working_days = 5", "working_days = 6"),
        (
            "nhc-2019-25.md",
            "answered = { \"已备案\" = \"是\" }",
            "answered = { \"已备案\" = \"否\" }",
        ),
        ("nhc-2019-25.md", "answered_on = \"备案回执日期\"", "answered_on = \"不符合告知日期\""),
        ("family-site.md", "acts = [\"new_registration\", ", "acts = ["),
        (
            "family-site.md",
            "then = { act = [\"registered\"] }",
            "then = { act = [\"new_registration\"] }",
        ),
        ("nhc-2019-58.md", "正好3年的，符合", "正好3年的，不符合"),
        ("nhc-2019-58.md", "reminder = true", "reminder = false"),
        ("370303/look-up.toml", "\"个体户\"", "\"个体\""),
        ("370303/zhangdian-2021-8.md", "\"区人民政府\", ", ""),
        ("mof-2026-7.md", "beneficiary = \"institution\"", "beneficiary = \"operator\""),
    ];
    for (name, from, to) in changes {
        let mut texts = bundled_texts();
        let file = texts.iter_mut().find(|file| file.name == name).expect("a file");
        assert!(file.text.contains(from), "{name}: {from}");
        file.text = file.text.replacen(from, to, 1);
        let changed = sheet(&texts).expect("the changed files can be laid out");
        let lines = original.lines().zip(changed.lines()).filter(|(old, new)| old != new).count();
        assert!((1..=2).contains(&lines), "{name}: {from}: {lines} lines differ");
    }
}

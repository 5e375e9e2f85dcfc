//! Quotations and 责任单位 lists against the official texts.
//!
//! The texts are not part of the project: `TUOYU_SOURCES` names a folder that holds `<instrument>.txt`.

use std::path::PathBuf;

use tuoyu::{ClauseSummary, Department, PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::normalised;

const DISTRICT: &str = "zhangdian-2021-8";

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TUOYU_SOURCES").map(PathBuf::from);
    if folder.is_none() {
        println!("not run: TUOYU_SOURCES names no folder of official texts");
    }
    folder
}

fn clauses(texts: &[PolicyText]) -> (Vec<ClauseSummary>, Vec<Department>) {
    let book = PolicyBook::parse(texts).expect("the policy files can be read");
    let on = "2022-04-11".parse().expect("a day");
    let clauses = book.clauses("370303", on).expect("the district is known").clauses;
    let departments = book.departments("370303", on).expect("the district is known").departments;
    (clauses, departments)
}

/// Everything in the policy files that the official text does not say.
fn mismatches(texts: &[PolicyText], instrument: &str, official: &str) -> Vec<String> {
    let (clauses, departments) = clauses(texts);
    let text = normalised(official);
    let of_instrument = || clauses.iter().filter(|clause| clause.citation.instrument == instrument);
    let mut mismatches = Vec::new();
    for clause in of_instrument() {
        for quotation in &clause.citation.quotations {
            if !text.contains(&normalised(quotation)) {
                mismatches.push(format!("{}: “{quotation}”", clause.citation.clause));
            }
        }
    }
    let mut lists = text.split("（责任单位：").skip(1).filter_map(|rest| rest.split('）').next());
    for clause in of_instrument().filter(|clause| !clause.citation.clause.starts_with("附件")) {
        if clause.responsible.is_empty() {
            continue;
        }
        let official = lists.next().unwrap_or_default().replace("各镇政府、街道办事处", "towns");
        let official: Vec<&str> = official.split(['、', '，']).collect();
        let ours: Vec<&str> = clause
            .responsible
            .iter()
            .map(|department| match department.id.as_str() {
                "towns" => "towns",
                _ => department.office.as_deref().unwrap_or(&department.name),
            })
            .collect();
        if ours != official {
            mismatches.push(format!(
                "{}: 责任单位 {} instead of {}",
                clause.citation.clause,
                ours.join("、"),
                official.join("、")
            ));
        }
    }
    if let Some(list) = lists.next() {
        mismatches.push(format!("no clause for the list {list}"));
    }
    let duties = text.split_once("部门职责分工").map_or("", |(_, annex)| annex);
    let named = departments.iter().filter(|department| department.id != "towns");
    for department in named.filter(|department| !duties.contains(&normalised(&department.name))) {
        mismatches.push(format!("附件1 has no {}", department.name));
    }
    mismatches
}

#[test]
fn every_quotation_and_every_list_is_in_the_official_text() {
    let Some(folder) = folder() else { return };
    let mut compared = 0;
    for entry in folder.read_dir().expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        let Some(instrument) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let official = std::fs::read_to_string(&path).expect("an official text can be read");
        assert_eq!(mismatches(&bundled_texts(), instrument, &official), Vec::<String>::new());
        compared += 1;
    }
    assert!(compared > 0, "no official text in {}", folder.display());
}

#[test]
fn one_character_or_one_department_more_or_less_is_seen() {
    let Some(folder) = folder() else { return };
    let official = std::fs::read_to_string(folder.join(format!("{DISTRICT}.txt")))
        .expect("the district's document is in the folder");
    let changed = |from: &str, to: &str| {
        let mut texts = bundled_texts();
        let file = texts
            .iter_mut()
            .find(|file| file.name.ends_with(&format!("{DISTRICT}.md")))
            .expect("a file");
        assert_eq!(file.text.matches(from).count(), 1, "{from}");
        file.text = file.text.replace(from, to);
        mismatches(&texts, DISTRICT, &official)
    };
    let quotation = changed("> 并及时向区县卫生健康部门备案", "> 并即时向区县卫生健康部门备案");
    assert_eq!(quotation, ["二（五）10: “并即时向区县卫生健康部门备案”"]);
    let list = changed(
        "responsible = [\"health\", \"establishment\", \"administrative_approval\", \"market_regulation\", \"towns\"]",
        "responsible = [\"health\", \"establishment\", \"administrative_approval\", \"towns\"]",
    );
    assert_eq!(list.len(), 1);
    assert!(list[0].starts_with("二（五）10: 责任单位"), "{}", list[0]);
}

//! Every sentence of the district's document has words of it quoted, where `TUOYU_SOURCES` names the folder of official texts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use tuoyu::{ClauseSummary, PolicyBook, PolicyText, bundled_texts};
use tuoyu_tests::normalised;

const DISTRICT: &str = "zhangdian-2021-8";

/// Parts that say nothing of an institution, a department or a date, by how they begin, and why.
const WITHOUT: [(&str, &str); 8] = [
    ("现就促进我区", "opens the document"),
    ("发挥政府引导作用", "an aim, given to nobody"),
    ("充分调动社会力量", "an aim, given to nobody"),
    ("为婴幼儿家庭照护创造便利条件", "what the measures quoted before it are for"),
    ("建立健全组织领导体系", "an aim, given to nobody"),
    ("完善政策规定", "an aim, given to nobody"),
    ("积极构建管理体系", "an aim, given to nobody"),
    ("推动各项政策措施真正落地", "what the joint conference quoted before it is for"),
];

/// The parts between commas and full stops of the preamble, of 一 to 三 and of 附件1, by where they stand in the normalised
/// text. Lists of 责任单位 are compared by another test.
fn parts(text: &str) -> Vec<Range<usize>> {
    const LIST: &str = "（责任单位：";
    let behind = |mark: &str| text.rfind(mark).unwrap_or_else(|| panic!("no {mark}")) + mark.len();
    let before = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("no {mark}"));
    let body = behind("有关单位：")..before("附件：1.");
    let annex = behind("部门职责分工")..before("附件2促进");
    let mut parts = Vec::new();
    for range in [body, annex] {
        let mut start = range.start;
        for (at, letter) in text[range.clone()].char_indices() {
            let at = range.start + at;
            if text[at..].starts_with(LIST) {
                start = at + text[at..].find('）').expect("a list ends") + '）'.len_utf8();
            } else if at >= start && matches!(letter, '。' | '；' | '，') {
                parts.push(start..at);
                start = at + letter.len_utf8();
            }
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The parts of which no letter is quoted or in the heading of a clause.
fn unquoted(texts: &[PolicyText], official: &str) -> Vec<String> {
    let book = PolicyBook::parse(texts).expect("the policy files can be read");
    let clauses = book.clauses("370303", "2022-04-11".parse().expect("a day")).expect("clauses");
    let citations = clauses.clauses.into_iter().map(|one| one.citation);
    let words = citations.filter(|citation| citation.instrument == DISTRICT).flat_map(|citation| {
        citation.quotations.iter().chain([&citation.heading]).cloned().collect::<Vec<_>>()
    });
    let text = normalised(official);
    let mut quoted = vec![false; text.len()];
    for words in words.map(|words| normalised(&words)) {
        for (start, found) in text.match_indices(words.as_str()) {
            quoted[start..start + found.len()].fill(true);
        }
    }
    let unquoted = parts(&text).into_iter().filter(|part| !quoted[part.clone()].contains(&true));
    unquoted.map(|part| text[part].to_owned()).collect()
}

fn official() -> Option<String> {
    let Some(folder) = std::env::var_os("TUOYU_SOURCES").map(PathBuf::from) else {
        println!("not run: TUOYU_SOURCES names no folder of official texts");
        return None;
    };
    let text = std::fs::read_to_string(folder.join(format!("{DISTRICT}.txt")));
    Some(text.expect("the district's document is in the folder"))
}

#[test]
fn every_sentence_is_quoted_or_there_is_a_reason() {
    let Some(official) = official() else { return };
    assert!(parts(&normalised(&official)).len() > 150);
    let unquoted = unquoted(&bundled_texts(), &official);
    let reason = |part: &&String| WITHOUT.iter().any(|(begins, _)| part.starts_with(begins));
    let left: Vec<&String> = unquoted.iter().filter(|part| !reason(part)).collect();
    assert!(left.is_empty(), "{left:#?}");
    for (begins, _) in WITHOUT {
        assert!(unquoted.iter().any(|part| part.starts_with(begins)), "{begins} is quoted");
    }
}

#[test]
fn a_sentence_without_its_quotation_is_seen() {
    let Some(official) = official() else { return };
    let without = |line: &str| {
        let mut texts = bundled_texts();
        let file = texts
            .iter_mut()
            .find(|file| file.name.ends_with(&format!("{DISTRICT}.md")))
            .expect("a file");
        assert_eq!(file.text.matches(line).count(), 1, "{line}");
        file.text = file.text.replace(line, "");
        unquoted(&texts, &official)
    };
    let part = "推动部门落实管理责任";
    assert!(without(&format!("> {part}\n>\n")).iter().any(|one| one == part));
    let part = "发展托育服务行业协会";
    assert!(without(&format!(">\n> {part}，推动行业发展和自律\n")).iter().any(|one| one == part));
    let more = official.replacen("（一）加强政策保障。", "（一）加强政策保障。新增一句。", 1);
    assert!(unquoted(&bundled_texts(), &more).iter().any(|one| one == "新增一句"));
}

/// Words of matters that are told as not covered and stand in the document all the same, as part of something else.
const PART_OF: [(&str, &str); 10] = [
    ("入园", "the demand for kindergarten places, not admission"),
    ("计划生育", "the association's name"),
    ("业务主管单位", "it acts together with civil affairs; which body it is is not said"),
    ("家政", "the title of the tax notice"),
    ("人大", "copies are sent to its office"),
    ("人大常委会", "copies are sent to its office"),
    ("政协", "copies are sent to its office"),
    ("监委", "copies are sent to it"),
    ("法院", "copies are sent to it"),
    ("检察院", "copies are sent to it"),
];

#[test]
fn matter_not_covered_is_not_in_the_document() {
    let Some(official) = official() else { return };
    let text = normalised(&official);
    let texts = bundled_texts();
    let file = texts.iter().find(|file| file.name == "370303/look-up.toml").expect("a file");
    let table: toml::Table = file.text.parse().expect("TOML");
    let matters = table["look_up"]["not_covered"].as_array().expect("matters");
    assert!(matters.len() > 20);
    for matter in matters {
        let aliases = matter.get("aliases").and_then(toml::Value::as_array);
        for name in aliases.into_iter().flatten().chain([&matter["name"]]) {
            let name = name.as_str().expect("a name");
            let part = PART_OF.iter().any(|(word, _)| *word == name);
            assert_eq!(text.contains(name), part, "{name}");
        }
        let stems = matter.get("stems").and_then(toml::Value::as_array);
        for stem in stems.into_iter().flatten().map(|stem| stem.as_str().expect("a stem")) {
            for suffix in ["局", "委", "办", "部", "部门", "中心", "大队"] {
                assert!(!text.contains(&format!("{stem}{suffix}")), "{stem}{suffix}");
            }
        }
        let zh = matter["text"].as_str().expect("a text");
        assert!(zh.starts_with("文件没有写") || zh.starts_with("文件只写"), "{zh}");
        let partial = matter["evidence"].as_str() == Some("partial");
        assert_eq!(partial, zh.contains("部分见到"), "{zh}");
    }
}

/// Topics that stand in the words of a clause which is not found by them, each with its reason; `*` is any clause.
const BESIDE: [(&str, &str, &str); 31] = [
    ("托育", "*", "the whole document is on it; who leads is told"),
    ("托育机构", "*", "as 托育"),
    ("托育服务", "*", "as 托育"),
    ("照护服务", "*", "as 托育"),
    ("婴幼儿照护", "*", "as 托育"),
    ("婴幼儿照护服务", "*", "as 托育"),
    (
        "安全",
        "*",
        "three clauses are on safety itself; elsewhere it is an aim, or that of food, fire or works",
    ),
    ("建设", "*", "one duty is on building; elsewhere it is of land, of plans or of a name"),
    ("主体责任", "二（一）2", "that of families"),
    ("事业单位", "二（二）4", "a part of 企事业单位"),
    ("办公室", "前言", "a part of the issuer's name"),
    ("培训", "二（一）1", "of families; 照护培训 finds it"),
    ("培训", "二（一）2", "of parents; 职业技能培训 finds it"),
    ("培训", "二（二）6", "a base for it; 培训基地 finds it"),
    ("备案", "二（六）13", "a system of it among others; 备案登记 finds it"),
    ("安全监管", "附件1·住房城乡建设部门", "of works; 工程安全 finds it"),
    ("开办托育", "二（二）3", "by kindergartens"),
    ("普惠", "三（二）", "an aim of a form of cooperation"),
    ("普惠托育", "三（二）", "as 普惠"),
    ("登记", "二（六）13", "a part of 备案登记"),
    ("登记", "附件1·民政部门", "of breaches of its rules; 查处 finds it"),
    ("监管", "二（五）10", "a part of 市场监管部门"),
    ("监管", "附件1·住房城乡建设部门", "of works"),
    ("目标", "三（四）", "a part of 目标责任考核"),
    ("管理规范", "一", "an aim"),
    ("管理责任", "二（六）13", "that of towns; 属地管理 finds it"),
    ("查处", "二（六）13", "a part of 违法查处"),
    ("职工", "二（一）2", "a part of 女职工"),
    ("营利性", "二（二）5", "a part of 非营利性"),
    ("补贴", "三（三）", "a part of 补贴性培训"),
    ("规划", "三（四）", "the general plan; the duty of 发展改革 finds it"),
];

#[test]
fn a_clause_is_found_by_the_topics_that_stand_in_it() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let found = book.clauses("370303", "2026-06-01".parse().expect("a day")).expect("clauses");
    let of_district = |one: &&ClauseSummary| one.citation.instrument == DISTRICT;
    let clauses: Vec<&ClauseSummary> = found.clauses.iter().filter(of_district).collect();
    let topics: BTreeSet<&String> = clauses.iter().flat_map(|clause| &clause.topics).collect();
    let mut used = BTreeSet::new();
    for clause in &clauses {
        let said = |topic: &&&String| {
            clause.citation.quotations.iter().any(|words| words.contains(topic.as_str()))
        };
        for topic in topics.iter().filter(|topic| !clause.topics.contains(topic)).filter(said) {
            let number = clause.citation.clause.as_str();
            let reason = BESIDE
                .iter()
                .position(|(word, at, _)| word == topic && (*at == "*" || *at == number));
            used.insert(reason.unwrap_or_else(|| panic!("{number} speaks of {topic}")));
        }
    }
    let idle = BESIDE.iter().enumerate().filter(|(position, _)| !used.contains(position));
    assert_eq!(idle.map(|(_, one)| one).collect::<Vec<_>>(), [] as [&(&str, &str, &str); 0]);
}

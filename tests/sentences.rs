//! Every sentence of the district's document has words of it quoted, where `TUOYU_SOURCES` names the folder of official texts.

use std::ops::Range;
use std::path::PathBuf;

use tuoyu::{PolicyBook, PolicyText, bundled_texts};
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
    let words = citations
        .filter(|citation| citation.instrument == DISTRICT)
        .flat_map(|citation| citation.quotations.into_iter().chain([citation.heading]));
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
        let file = texts.iter_mut().find(|file| file.name.starts_with(DISTRICT)).expect("a file");
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
const PART_OF: [(&str, &str); 4] = [
    ("入园", "the demand for kindergarten places, not admission"),
    ("计划生育", "the association's name"),
    ("业务主管单位", "it acts together with civil affairs; which body it is is not said"),
    ("家政", "the title of the tax notice"),
];

#[test]
fn what_is_told_as_not_covered_is_not_in_the_document() {
    let Some(official) = official() else { return };
    let text = normalised(&official);
    let texts = bundled_texts();
    let file = texts.iter().find(|file| file.name.starts_with(DISTRICT)).expect("a file");
    let block = file.text.split("```toml\n").find(|block| block.starts_with("[look_up]"));
    let block = block.and_then(|block| block.split_once("```")).expect("words for look-ups").0;
    let table: toml::Table = block.parse().expect("TOML");
    let matters = table["look_up"]["not_covered"].as_array().expect("matters");
    assert!(matters.len() > 20);
    for matter in matters {
        let aliases = matter.get("aliases").and_then(toml::Value::as_array);
        for name in aliases.into_iter().flatten().chain([&matter["name"]]) {
            let name = name.as_str().expect("a name");
            let part = PART_OF.iter().any(|(word, _)| *word == name);
            assert_eq!(text.contains(name), part, "{name}");
        }
        let zh = matter["text"].as_str().expect("a text");
        assert!(zh.starts_with("文件没有写") || zh.starts_with("文件只写"), "{zh}");
        let partial = matter["evidence"].as_str() == Some("partial");
        assert_eq!(partial, zh.contains("部分见到"), "{zh}");
    }
}

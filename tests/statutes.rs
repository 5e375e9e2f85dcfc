//! Quotations and days of effect against the texts of national law.
//!
//! The texts are not part of the project: `TUOYU_STATUTES` names a folder that holds `<instrument>.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use tuoyu::{PolicyText, bundled_texts};
use tuoyu_tests::{Clause, Policy, is_instrument, normalised, policy};

/// A statute as its text has it.
struct Statute {
    /// Days on which it was adopted, issued or amended: the lines above its first article.
    days: Vec<NaiveDate>,
    /// Whether it was amended or revised.
    amended: bool,
    /// The paragraphs of each article, by its number.
    articles: BTreeMap<String, Vec<String>>,
    /// The first day in force.
    from: Option<NaiveDate>,
}

impl Statute {
    fn read(text: &str) -> Self {
        let mut statute =
            Self { days: Vec::new(), amended: false, articles: BTreeMap::new(), from: None };
        let (mut issued, mut in_force) = (None, None);
        let mut number: Option<String> = None;
        for line in text.lines().map(str::trim) {
            if let Some((article, first)) = heading(line) {
                statute.articles.insert(article.clone(), vec![first.to_owned()]);
                number = Some(article);
            } else if line.starts_with('#') || line.starts_with("<!--") {
                number = None;
            } else if let Some(number) = number.as_ref().filter(|_| !line.is_empty()) {
                statute.articles.entry(number.clone()).or_default().push(line.to_owned());
            } else if let (Some(day), true) = (day_in(line), statute.articles.is_empty()) {
                statute.days.push(day);
                statute.amended |= line.contains("修正") || line.contains("修订");
                if line.contains("公布") || line.contains("发布") {
                    issued.get_or_insert(day);
                }
                if line.ends_with("施行") {
                    in_force.get_or_insert(day);
                }
            }
        }
        let says = |words: &str| {
            let paragraphs = || statute.articles.values().flatten();
            paragraphs().rfind(|paragraph| paragraph.contains(words))
        };
        let on_issue = says("自发布之日起施行").or(says("自公布之日起施行"));
        statute.from = match (says("日起施行"), on_issue) {
            (_, Some(_)) => issued,
            (Some(paragraph), None) => {
                day_in(paragraph.rsplit_once("日起施行").map_or("", |(day, _)| day))
            }
            // A part of a code: the day stands above it.
            (None, None) => in_force,
        };
        statute
    }

    /// The text of a clause such as 第二十八条第三款 or 第二十四条第（七）项; of an item with the words that lead to it.
    fn clause(&self, number: &str) -> Option<String> {
        let (article, part) = number.split_at(number.find('条')? + '条'.len_utf8());
        let mut paragraphs: Vec<&str> =
            self.articles.get(article)?.iter().map(String::as_str).collect();
        let mut part = part;
        if let Some((paragraph, rest)) =
            part.strip_prefix('第').and_then(|part| part.split_once('款'))
        {
            let starts: Vec<usize> =
                (0..paragraphs.len()).filter(|at| item_of(paragraphs[*at]).is_none()).collect();
            let position = numeral(paragraph)?.checked_sub(1)?;
            let end = starts.get(position + 1).copied().unwrap_or(paragraphs.len());
            paragraphs = paragraphs.get(*starts.get(position)?..end)?.to_vec();
            part = rest;
        }
        if let Some(item) = part.strip_prefix('第').and_then(|part| part.strip_suffix('项')) {
            let item = item.trim_matches(['（', '）']);
            let of_item = |paragraph: &&str| item_of(paragraph).is_none_or(|other| other == item);
            if !paragraphs.iter().any(|paragraph| item_of(paragraph) == Some(item)) {
                return None;
            }
            paragraphs.retain(of_item);
        } else if !part.is_empty() {
            return None;
        }
        Some(paragraphs.concat())
    }
}

/// The number of the article that a line begins, and the rest of the line.
fn heading(line: &str) -> Option<(String, &str)> {
    let (number, rest) = line.split_at(line.find('条')? + '条'.len_utf8());
    let of_number = |letter: char| "第一二三四五六七八九十百零条".contains(letter);
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (number.starts_with('第') && number.chars().all(of_number) && spaced)
        .then(|| (number.to_owned(), rest.trim()))
}

/// The number of the item that a paragraph is, such as 七 of （七）.
fn item_of(paragraph: &str) -> Option<&str> {
    let rest = paragraph.strip_prefix(['（', '('])?;
    let (number, _) = rest.split_once(['）', ')'])?;
    let number = number.trim();
    (!number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c)))
        .then_some(number)
}

/// A Chinese numeral up to ten.
fn numeral(text: &str) -> Option<usize> {
    let mut letters = "一二三四五六七八九十".chars();
    let mut of_text = text.chars();
    let position = letters.position(|letter| Some(letter) == of_text.clone().next())?;
    of_text.nth(1).is_none().then_some(position + 1)
}

/// The last day that a text names, such as 2021年6月1日 or 2021年6月1.
fn day_in(text: &str) -> Option<NaiveDate> {
    let (before, after) = text.rsplit_once('年')?;
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    let year = before.get(before.len() - digits..)?.parse().ok()?;
    let (month, rest) = after.split_once('月')?;
    let day: String = rest.chars().take_while(char::is_ascii_digit).collect();
    NaiveDate::from_ymd_opt(year, month.trim().parse().ok()?, day.parse().ok()?)
}

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TUOYU_STATUTES").map(PathBuf::from);
    if folder.is_none() {
        println!("not run: TUOYU_STATUTES names no folder of texts of national law");
    }
    folder
}

fn days<'a>(
    keys: &'a [(String, String)],
    key: &'a str,
) -> impl Iterator<Item = Option<NaiveDate>> + 'a {
    keys.iter().filter(move |(known, _)| known == key).map(|(_, day)| day.parse().ok())
}

/// Days of a policy file that the statute does not have: its first day, and those of wordings that came later.
fn other_days(policy: &Policy, statute: &Statute) -> Vec<String> {
    let mut mismatches = Vec::new();
    let from: Vec<_> = days(&policy.head, "from").collect();
    if from != [statute.from] {
        mismatches.push(format!("from: {from:?} instead of {:?}", statute.from));
    }
    let clauses = policy.clauses.iter();
    let of_clauses = clauses.flat_map(|clause| days(&clause.keys, "from"));
    let keys = policy.clauses.iter().map(|clause| &clause.keys).chain([&policy.head]);
    let seen = keys.flat_map(|keys| days(keys, "seen_from"));
    // A text without its amendments above it does not tell the day of its wording.
    let amended = statute.amended;
    for day in of_clauses.chain(seen).filter(|_| amended) {
        if !day.is_some_and(|day| statute.days.contains(&day)) {
            mismatches.push(format!("{day:?} is no day of this wording"));
        }
    }
    mismatches
}

/// Everything in a policy file that the statute does not say.
fn mismatches(policy: &Policy, statute: &Statute) -> Vec<String> {
    let mut mismatches = other_days(policy, statute);
    for Clause { number, quotations, .. } in &policy.clauses {
        let Some(text) = statute.clause(number) else {
            mismatches.push(format!("{number}: there is no such article"));
            continue;
        };
        if quotations.is_empty() {
            mismatches.push(format!("{number}: nothing is quoted"));
        }
        let text = normalised(&text);
        for quotation in quotations.iter().filter(|one| !text.contains(&normalised(one))) {
            mismatches.push(format!("{number}: “{quotation}”"));
        }
    }
    mismatches
}

#[test]
fn every_quotation_is_in_the_article_that_it_is_said_to_be_of() {
    let Some(folder) = folder() else { return };
    let mut without_policy = Vec::new();
    let mut compared = 0;
    let policies: Vec<Policy> = bundled_texts()
        .iter()
        .filter(|file| is_instrument(file))
        .map(|file| policy(&file.text))
        .collect();
    let entries = folder.read_dir().expect("the folder can be read");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    for path in paths {
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = fs::read_to_string(&path).expect("a statute can be read");
        let mut editions = policies.iter().filter(|policy| policy.id == id).peekable();
        if editions.peek().is_none() {
            without_policy.push(id.to_owned());
        }
        let statute = Statute::read(&text);
        for policy in editions {
            assert_eq!(mismatches(policy, &statute), Vec::<String>::new(), "{id}");
            compared += 1;
        }
    }
    println!("{compared} policy files compared; no policy file for {}", without_policy.join(", "));
    assert!(compared > 0, "no text of national law in {}", folder.display());
}

/// What a policy file says that the statute does not, once a passage is changed.
fn changed(id: &str, from: &str, to: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder()?.join(format!("{id}.txt"))).expect("a statute");
    let files = bundled_texts();
    let file: &PolicyText =
        files.iter().find(|file| file.name == format!("{id}.md")).expect("a policy file");
    assert_eq!(file.text.matches(from).count(), 1, "{from}");
    Some(mismatches(&policy(&file.text.replace(from, to)), &Statute::read(&text)))
}

#[test]
fn one_character_or_another_article_is_seen() {
    let cases = [
        (
            "minors-law",
            "> 应当每年定期对工作人员",
            "> 应当每月定期对工作人员",
            "第六十二条: “应当每月定期对工作人员是否具有上述违法犯罪记录进行查询”",
        ),
        (
            "food-safety",
            "## 第三十五条 ",
            "## 第三十六条 ",
            "第三十六条: “从事食品生产、食品销售、餐饮服务，应当依法取得许可”",
        ),
        (
            "population-law",
            "## 第二十八条第三款 ",
            "## 第二十八条第二款 ",
            "第二十八条第二款: “托育机构的设置和服务应当符合托育服务相关标准和规范”",
        ),
        (
            "vat-law",
            "## 第二十四条第（七）项 ",
            "## 第二十四条第（六）项 ",
            "第二十四条第（六）项: “托儿所、幼儿园、养老机构、残疾人服务机构提供的育养服务”",
        ),
        ("fire-law", "## 第十五条 ", "## 第一百条 ", "第一百条: there is no such article"),
    ];
    for (id, from, to, mismatch) in cases {
        let Some(found) = changed(id, from, to) else { return };
        assert_eq!(found.first().map(String::as_str), Some(mismatch), "{id}: {found:?}");
    }
}

#[test]
fn another_character_anywhere_in_a_quotation_is_seen() {
    let Some(folder) = folder() else { return };
    let mut changes = 0;
    for file in bundled_texts().into_iter().filter(is_instrument) {
        let mut policy = policy(&file.text);
        let path = folder.join(format!("{}.txt", policy.id));
        let Ok(text) = fs::read_to_string(path) else { continue };
        let statute = Statute::read(&text);
        // One clause at a time is compared; the others are as they were.
        let clauses = std::mem::take(&mut policy.clauses);
        for clause in clauses {
            policy.clauses = vec![clause];
            for at in 0..policy.clauses[0].quotations.len() {
                let quotation = policy.clauses[0].quotations[at].clone();
                for position in 0..quotation.chars().count() {
                    let other = |(at, letter): (usize, char)| match at == position {
                        true if letter == '不' => '可',
                        true => '不',
                        false => letter,
                    };
                    let changed: String = quotation.chars().enumerate().map(other).collect();
                    let wanted = format!("“{changed}”");
                    policy.clauses[0].quotations[at] = changed;
                    let found = mismatches(&policy, &statute);
                    assert!(
                        found.iter().any(|one| one.ends_with(&wanted)),
                        "{}: {wanted}",
                        policy.id
                    );
                    changes += 1;
                }
                policy.clauses[0].quotations[at] = quotation;
            }
        }
    }
    assert!(changes > 1_000, "{changes}");
}

#[test]
fn another_day_of_effect_is_seen() {
    let texts = bundled_texts();
    let Some(folder) = folder() else { return };
    let mut changes = 0;
    for file in texts.iter().filter(|file| is_instrument(file)) {
        let id = policy(&file.text).id;
        let Ok(text) = fs::read_to_string(folder.join(format!("{id}.txt"))) else { continue };
        let statute = Statute::read(&text);
        let mut rules = false;
        for (at, line) in file.text.lines().enumerate() {
            rules = !line.starts_with("## ") && (rules || line.starts_with("[["));
            let day = ["from = ", "seen_from = "].iter().find_map(|key| line.strip_prefix(key));
            let Some(day) = day.and_then(|day| day.parse::<NaiveDate>().ok()) else { continue };
            // That of a rule is our own, and that of a wording stands above the text only where its amendments do.
            if rules || line.starts_with("seen_from") && !statute.amended {
                continue;
            }
            for other in [day.pred_opt(), day.succ_opt()].into_iter().flatten() {
                let moved = |(position, text): (usize, &str)| match position == at {
                    true => text.replace(&day.to_string(), &other.to_string()),
                    false => text.to_owned(),
                };
                let moved: Vec<String> = file.text.lines().enumerate().map(moved).collect();
                let found = other_days(&policy(&moved.join("\n")), &statute);
                assert_eq!(found.len(), 1, "{id}: {line}, moved to {other}");
                changes += 1;
            }
        }
    }
    assert!(changes >= 2 * 12, "{changes}");
}

#[test]
fn articles_paragraphs_and_items_are_told_apart() {
    let statute = Statute::read(
        "# 虚构法\n\n2001年2月3日 某会议通过\n\n2005年6月7日 某会议《关于修改〈虚构法〉的决定》修正\n\n<!-- INFO END -->\n\n\
         ## 第一章 总则\n\n第一条 甲。\n\n乙：\n\n（一）丙；\n\n（二）丁。\n\n戊，依照第二条的规定。\n\n\
         ## 第二章 附则\n\n第二条 本法自2006年1月2日起施行。2001年2月3日公布的办法同时废止。\n",
    );
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    assert_eq!(statute.from, day("2006-01-02"));
    assert!(statute.amended && statute.days.last().copied() == day("2005-06-07"));
    let clause = |number: &str| statute.clause(number);
    assert_eq!(clause("第一条第一款").as_deref(), Some("甲。"));
    assert_eq!(clause("第一条第二款").as_deref(), Some("乙：（一）丙；（二）丁。"));
    assert_eq!(clause("第一条第二款第（二）项").as_deref(), Some("乙：（二）丁。"));
    assert_eq!(clause("第一条第三款").as_deref(), Some("戊，依照第二条的规定。"));
    assert_eq!(
        clause("第一条第（一）项").as_deref(),
        Some("甲。乙：（一）丙；戊，依照第二条的规定。")
    );
    for none in ["第三条", "第一条第四款", "第一条第（三）项", "第一条附注", "一"]
    {
        assert_eq!(clause(none), None, "{none}");
    }
    let on_issue = "1998年9月25日 通过\n\n1998年10月25日 发布\n\n第一条 本条例自发布之日起施行。\n";
    assert_eq!(Statute::read(on_issue).from, day("1998-10-25"));
}

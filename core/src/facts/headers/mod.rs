//! 表头: what people mostly mean by the names that their tables and forms have, for the hint at a name that no fact has.

mod customary;

use crate::error::{did_you_mean, nearest};
use crate::facts::headers::customary::CUSTOMARY;
use crate::facts::kind::Kind;
use crate::facts::records::Fact;
use crate::text::Text;

/// Words around the thing that a name is of.
const AROUND: [&str; 12] = [
    "是否已经",
    "是否已",
    "是否",
    "有无",
    "与否",
    "情况",
    "状态",
    "已经",
    "已",
    "的",
    "日期",
    "时间",
];

/// A hint at the facts that a name probably stands for, of one record or, where none of it is meant, of another.
pub fn meant_by(name: &str, known: &[Fact]) -> Option<Text> {
    let name = bare(name);
    let stated = |fact: &&Fact| fact.record().is_some() || **fact == Fact::Day;
    let all: Vec<Fact> = Fact::ALL.iter().filter(stated).copied().collect();
    let own = |name: &str| known.iter().find(|fact| fact.is_named(name)).map(|fact| vec![*fact]);
    let other = |name: &str| all.iter().find(|fact| fact.is_named(name)).map(|fact| vec![*fact]);
    if let Some(found) = own(&name) {
        return hint(&found, known);
    }
    if let Some(near) = nearest(&name, known.iter().map(|fact| fact.field())) {
        return Some(did_you_mean(near));
    }
    if name.chars().count() > MOST_LETTERS {
        return None;
    }
    let found = by_custom(&name).or_else(|| other(&name)).or_else(|| {
        let like = |facts: &[Fact]| Some(alike(&name, facts)).filter(|found| !found.is_empty());
        like(known).or_else(|| like(&all))
    });
    hint(&found?, known)
}

/// The name without marks of what has to be filled in, without units in brackets, and with ASCII letters in small.
fn bare(name: &str) -> String {
    let seen = |letter: &char| {
        !letter.is_whitespace()
            && !letter.is_control()
            && !"*＊:：\u{feff}\u{200b}".contains(*letter)
    };
    let whole: String = name.chars().filter(seen).collect();
    let before = whole.split(['(', '（', '[', '【']).next().unwrap_or_default();
    let kept = if before.is_empty() || is_listed(&whole) { &whole } else { before };
    kept.to_ascii_lowercase()
}

fn is_listed(name: &str) -> bool {
    CUSTOMARY.iter().any(|(_, names)| names.split_ascii_whitespace().any(|listed| listed == name))
}

/// The thing that a name is of.
fn core(name: &str) -> String {
    AROUND.iter().fold(name.to_owned(), |text, around| text.replace(around, ""))
}

/// The facts that a name stands for by custom: as it is, or with 日 for 日期 and without 是否.
fn by_custom(name: &str) -> Option<Vec<Fact>> {
    let days = name.replace("日期", "日").replace("时间", "日");
    let stripped =
        days.trim_start_matches("是否").trim_start_matches("有无").trim_start_matches('已');
    let listed = |name: &str| {
        let found = CUSTOMARY
            .iter()
            .find(|(_, names)| names.split_ascii_whitespace().any(|one| one == name));
        found.map(|(facts, _)| facts.to_vec())
    };
    [name, &days, stripped].into_iter().find_map(listed)
}

/// The facts, at most three, of the kind that a name is of, whose Chinese term shares at least half with it.
fn alike(name: &str, facts: &[Fact]) -> Vec<Fact> {
    let wanted = core(name);
    let letters = wanted.chars().count();
    if letters < 2 || wanted.is_ascii() {
        return Vec::new();
    }
    let share = |fact: &Fact| {
        let label = core(fact.label().split('（').next().unwrap_or_default());
        let own = label.chars().count();
        let (most, least) = (letters.max(own), letters.min(own));
        let is_part = label.contains(&wanted) || wanted.contains(&label);
        (is_part && least >= 2 && least * 2 >= most).then_some(most - least)
    };
    let fits = |fact: &&Fact| kinds_of(name).is_none_or(|kinds| kinds(fact.kind()));
    let mut found: Vec<(usize, Fact)> =
        facts.iter().filter(fits).filter_map(|fact| Some((share(fact)?, *fact))).collect();
    found.sort_by_key(|(apart, _)| *apart);
    found.into_iter().map(|(_, fact)| fact).take(3).collect()
}

/// The kinds of facts that a name can be of by how it begins or ends; none where it tells nothing.
fn kinds_of(name: &str) -> Option<fn(Kind) -> bool> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["日期", "时间", "日", "有效期", "到期", "截止", "起始", "年月"]) {
        return Some(|kind| matches!(kind, Kind::Date));
    }
    if ends(&["数", "数量", "总数", "人数", "年限", "托位", "规模"]) {
        return Some(|kind| matches!(kind, Kind::Int { .. }));
    }
    if ends(&["号", "编号", "号码", "代码", "编码"]) {
        return Some(|kind| matches!(kind, Kind::Text | Kind::Jurisdiction));
    }
    if ends(&["性质", "类型", "类别", "种类", "方式", "形式", "模式", "主体", "用途"])
    {
        return Some(|kind| matches!(kind, Kind::Choice(_) | Kind::Set(_)));
    }
    if ends(&[
        "姓名",
        "名称",
        "电话",
        "地址",
        "联系人",
        "面积",
        "金额",
        "费",
        "费用",
        "原因",
        "备注",
        "说明",
        "机关",
        "部门",
        "单位",
    ]) {
        return Some(|_| false);
    }
    let begins = ["是否", "有无", "已"].iter().any(|start| name.starts_with(start));
    if begins || ends(&["与否", "状态", "情况", "合格"]) {
        return Some(|kind| matches!(kind, Kind::Bool));
    }
    None
}

/// The question whether these facts are meant, and of which record they are where it is another.
fn hint(facts: &[Fact], known: &[Fact]) -> Option<Text> {
    let own: Vec<Fact> = facts.iter().filter(|fact| known.contains(fact)).copied().collect();
    let (facts, is_own) = if own.is_empty() { (facts, false) } else { (own.as_slice(), true) };
    let joined =
        |of: fn(&Fact) -> String, or: &str| facts.iter().map(of).collect::<Vec<_>>().join(or);
    let zh = joined(|fact| format!("“{}”（{}）", fact.label(), fact.field()), "，还是");
    let en = joined(|fact| format!("`{}` ({})", fact.field(), fact.label()), " or ");
    let first = facts.first()?;
    Some(match first.record() {
        _ if is_own => Text::new(format!("是不是{zh}？"), format!("did you mean {en}?")),
        None => Text::new(
            "作答日另外给（as_of），不是机构的事实",
            "the day of the answer is given by itself, as `as_of`",
        ),
        Some(record) => {
            let of = match record {
                "Dossier" => "备案材料",
                "CareClass" => "备案材料中各班",
                _ => "机构",
            };
            Text::new(
                format!("是不是{zh}？那是{of}（{record}）的，不填在这里"),
                format!("did you mean {en}? it belongs to {record}"),
            )
        }
    })
}

/// The most letters of a name that is compared.
const MOST_LETTERS: usize = 20;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::facts::records::{CareClass, Dossier, Institution};

    #[test]
    fn each_customary_name_is_listed_once_and_is_no_name_of_a_fact() {
        let mut seen = HashSet::new();
        for (facts, names) in CUSTOMARY {
            for name in names.split_ascii_whitespace() {
                assert!(seen.insert(name), "{name} is listed twice");
                assert_eq!(bare(name), name, "{name} is never looked up");
                let own =
                    Fact::ALL.iter().filter(|fact| fact.record().is_some() && fact.is_named(name));
                assert_eq!(own.count(), 0, "{name} is read, a hint at it is never given");
                assert_eq!(by_custom(name).as_deref(), Some(*facts), "{name}");
            }
        }
    }

    #[test]
    fn term_with_words_around_it_gets_a_hint_at_its_fact() {
        let known =
            |record| Fact::ALL.iter().filter(move |fact| fact.record() == Some(record)).copied();
        for (record, read) in [
            ("Institution", Institution::field as fn(&str) -> Result<Fact, crate::Error>),
            ("Dossier", Dossier::field),
            ("CareClass", CareClass::field),
        ] {
            let facts: Vec<Fact> = known(record).collect();
            for fact in &facts {
                let label = fact.label().split('（').next().unwrap();
                for name in
                    [format!("*{label}"), format!("{label}（必填）"), format!("{label} (个)")]
                {
                    let hint = read(&name).err().map(|error| error.hint);
                    let hint = hint.map(|hint| hint.unwrap_or_default());
                    assert!(hint.is_none_or(|hint| hint.contains(fact.field())), "{name}");
                }
            }
        }
    }
}

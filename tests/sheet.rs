//! 核对表: every rule of the policy files in Chinese, a line a part, for a jurist to sign and for diffs to be read.
//!
//! The sheet is laid out from the text of the files, by a reader of its own: worked examples and commentary are left out.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::{Table, Value};
use tuoyu::{PolicyText, terms};

/// Chinese terms of the keys of a policy file, in the order in which they are told; other keys follow under their own name.
const KEYS: &[(&str, &str)] = &[
    ("number", "文号"),
    ("title", "标题"),
    ("title_en", "英文"),
    ("issuer", "发文机关"),
    ("jurisdiction", "适用地"),
    ("from", "起始日"),
    ("until", "止日"),
    ("review_on", "复核日"),
    ("verified_on", "核对日"),
    ("evidence", "原文"),
    ("name", "名称"),
    ("office", "本地机关"),
    ("aliases", "别名"),
    ("responsible", "责任单位"),
    ("mentions", "正文点名"),
    ("duty_of", "职责部门"),
    ("administers", "落实"),
    ("topics", "查询词"),
    ("confirms", "呼应"),
    ("undecidable", "不能判断的原因"),
    ("applies", "适用于"),
    ("for_each", "逐个"),
    ("when", "条件"),
    ("never", "本身不给结论"),
    ("requires", "以此为前提"),
    ("displaces", "替代"),
    ("cites", "参见"),
    ("then", "结果"),
    ("force", "力度"),
    ("severity", "轻重"),
    ("consequence", "是后果"),
    ("kind", "类别"),
    ("beneficiary", "受益者"),
    ("departments", "部门"),
    ("working_days", "工作日"),
    ("cure", "补正"),
    ("cure_en", "补正（英文）"),
    ("cure_at_registry", "在登记机关补正"),
    ("at_registry", "在登记机关办理"),
    ("at_new_place", "在迁入地办理"),
    ("because", "原因"),
    ("because_en", "原因（英文）"),
    ("note", "说明"),
    ("note_en", "说明（英文）"),
    ("unsettled", "文件未明确"),
    ("remark", "另有说明"),
    ("look_up", "查找用的词"),
    ("neighbours", "相邻的地方"),
    ("synonyms", "同义词"),
    ("not_covered", "没有写的事项"),
    ("text", "文字"),
    ("text_en", "文字（英文）"),
    ("see", "最接近的查询词"),
];

/// The sheet of policy files.
///
/// # Errors
/// A file that is not laid out as a policy file.
pub fn sheet(texts: &[PolicyText]) -> Result<String, String> {
    let mut sheet = String::from(
        "# 核对表\n\n由 `make fact-check` 从 `core/policies` 生成，测试与之比较；不要手改。每条规则一段，逐行核对原文。\n",
    );
    for file in texts {
        for (heading, summary, quotations, table) in parts(file)? {
            let _ = writeln!(sheet, "\n#{heading}\n");
            if !summary.is_empty() {
                let _ = writeln!(sheet, "- 大意：{summary}");
            }
            for quotation in quotations {
                let _ = writeln!(sheet, "- 原文：“{quotation}”");
            }
            entries(&table, &mut sheet, "");
        }
    }
    Ok(sheet)
}

/// Heading, summary, quotations and TOML of the head and of each clause.
type Part = (String, String, Vec<String>, Table);

fn parts(file: &PolicyText) -> Result<Vec<Part>, String> {
    let mut parts: Vec<(String, String, Vec<String>, String)> = Vec::new();
    let mut fenced = false;
    for line in file.text.lines() {
        if !fenced && (line.starts_with("# ") || line.starts_with("## ")) {
            parts.push((line.to_owned(), String::new(), Vec::new(), String::new()));
            continue;
        }
        let Some((heading, summary, quotations, toml)) = parts.last_mut() else { continue };
        match line {
            "```toml" => fenced = true,
            "```" => fenced = false,
            _ if fenced => {
                toml.push_str(line);
                toml.push('\n');
            }
            _ => match line.strip_prefix('>').map(str::trim) {
                Some("") => {}
                Some(quotation) => quotations.push(quotation.to_owned()),
                None if summary.is_empty() && heading.starts_with("## ") => {
                    summary.push_str(line.trim());
                }
                None => {}
            },
        }
    }
    let read = |(heading, summary, quotations, toml): (String, String, Vec<String>, String)| {
        let mut table: Table =
            toml.parse().map_err(|error| format!("{}: {heading}: {error}", file.name))?;
        table.remove("example");
        Ok((heading, summary, quotations, table))
    };
    parts.into_iter().map(read).collect()
}

fn entries(table: &Table, sheet: &mut String, indent: &str) {
    let known =
        KEYS.iter().filter_map(|(key, label)| table.get_key_value(*key).map(|at| (*label, at)));
    let others = table.iter().filter(|(key, _)| KEYS.iter().all(|(known, _)| known != key));
    let all: Vec<(&str, (&String, &Value))> =
        known.chain(others.map(|(key, value)| (key.as_str(), (key, value)))).collect();
    let nested = |value: &Value| match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_table),
        Value::Table(table) => table.values().all(Value::is_table) && !table.is_empty(),
        _ => false,
    };
    let conditional = |key: &str| ["when", "applies", "then"].contains(&key);
    for (label, (key, value)) in
        all.iter().filter(|(_, (key, value))| conditional(key) || !nested(value))
    {
        if *key != "id" {
            let _ = writeln!(sheet, "{indent}- {label}：{}", said(key, value));
        }
    }
    for (label, (key, value)) in
        all.iter().filter(|(_, (key, value))| !conditional(key) && nested(value))
    {
        let items: Vec<(String, &Table)> = match value {
            Value::Array(items) => items
                .iter()
                .filter_map(Value::as_table)
                .map(|item| {
                    (item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(), item)
                })
                .collect(),
            Value::Table(table) => table
                .iter()
                .filter_map(|(name, item)| Some((name.clone(), item.as_table()?)))
                .collect(),
            _ => Vec::new(),
        };
        for (name, item) in items {
            let label = if *key == "rule" { "规则" } else { label };
            let _ = writeln!(sheet, "{indent}- {label} {name}");
            entries(item, sheet, &format!("{indent}  "));
        }
    }
}

/// A value as the sheet says it.
fn said(key: &str, value: &Value) -> String {
    match (key, value) {
        ("when" | "applies", Value::Table(table)) if table.is_empty() => "一律".to_owned(),
        ("when" | "applies", Value::Table(table)) => condition(table),
        (_, Value::Table(table)) => {
            let entries = table.iter().map(|(key, value)| format!("{key} {}", said(key, value)));
            entries.collect::<Vec<_>>().join("，")
        }
        (_, Value::Array(items)) if items.is_empty() => "（空）".to_owned(),
        (_, Value::Array(items)) => {
            items.iter().map(|item| said(key, item)).collect::<Vec<_>>().join("、")
        }
        (_, Value::Boolean(value)) => if *value { "是" } else { "否" }.to_owned(),
        (_, Value::String(text)) => closed(key, text).unwrap_or(text).to_owned(),
        (_, other) => other.to_string(),
    }
}

fn condition(table: &Table) -> String {
    let labels: BTreeMap<&str, (&str, BTreeMap<&str, &str>)> = terms()
        .into_iter()
        .map(|term| (term.name, (term.label, term.values.into_iter().collect())))
        .collect();
    let parts = table.iter().map(|(name, value)| match (name.as_str(), value) {
        ("any", Value::Array(choices)) => {
            let choices = choices.iter().filter_map(Value::as_table).map(condition);
            format!("（{}）", choices.collect::<Vec<_>>().join("；或者"))
        }
        ("not", Value::Table(part)) => format!("不是（{}）", condition(part)),
        (name, Value::Table(bounds)) => {
            let label = labels.get(name).map_or(name, |(label, _)| label);
            let bound = |key: &str, word: &str| {
                bounds.get(key).map(|value| format!("{word}{value}")).unwrap_or_default()
            };
            format!("{label}{}{}", bound("min", "不小于"), bound("max", "不大于"))
        }
        (name, value) => {
            let empty = BTreeMap::new();
            let (label, words) =
                labels.get(name).map_or((name, &empty), |(label, words)| (label, words));
            let word = |value: &Value| match value {
                Value::String(text) => words.get(text.as_str()).copied().unwrap_or(text).to_owned(),
                other => said(name, other),
            };
            let words = match value {
                Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join("或"),
                other => word(other),
            };
            format!("{label}为{words}")
        }
    });
    parts.collect::<Vec<_>>().join("，并且")
}

/// The Chinese term of a value of a closed set of the policy format.
fn closed(key: &str, name: &str) -> Option<&'static str> {
    macro_rules! label {
        ($($set:ty)*) => { $(
            if let Some(value) = <$set>::ALL.iter().find(|value| value.name() == name) {
                return Some(value.label());
            }
        )* };
    }
    match key {
        "force" => label! { tuoyu::Force },
        "severity" => label! { tuoyu::Severity },
        "kind" => label! { tuoyu::Category },
        "beneficiary" => label! { tuoyu::Beneficiary },
        "evidence" => label! { tuoyu::Evidence },
        "role" => label! { tuoyu::SeatRole },
        _ => {}
    }
    None
}

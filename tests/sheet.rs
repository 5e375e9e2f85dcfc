//! 核对表: every rule of the policy files in Chinese, a line a part, for a jurist to sign and for diffs to be read.
//!
//! The sheet is laid out from the text of the files, by a reader of its own: worked examples and commentary are left out.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use toml::{Table, Value};
use tuoyu::{LogicFact, PolicyText, logic_facts};

use crate::annexes;

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
    ("seen_from", "确知施行的首日"),
    ("verified_on", "核对日"),
    ("evidence", "见到的程度"),
    ("seen", "见于"),
    ("publisher", "登载者"),
    ("address", "网址"),
    ("on", "日期"),
    ("filing_order", "核对备案时的次序"),
    ("place", "地方"),
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
    ("acts", "登记业务"),
    ("working_days", "工作日"),
    ("answered", "视为已办"),
    ("answered_on", "办理日取自"),
    ("reminder", "只是本库的提醒"),
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
    ("goal", "目标"),
    ("by", "年份"),
    ("seat", "席位"),
    ("role", "席位身份"),
    ("unit", "单位"),
    ("post", "职务"),
    ("department", "对应部门"),
    ("look_up", "查找用的词"),
    ("neighbours", "相邻的地方"),
    ("synonyms", "同义词"),
    ("not_covered", "文件没有写的事项"),
    ("stems", "部门名称的词干"),
    ("text", "文字"),
    ("text_en", "文字（英文）"),
    ("see", "最接近的查询词"),
];

/// Chinese terms of what a rule settles, in the order of the format.
const OUTCOMES: &[(&str, &str)] = &[
    ("support", "支持政策"),
    ("register", "登记机关依次为"),
    ("act", "登记业务只剩"),
    ("step", "登记时的步骤"),
    ("conflict", "事实互相矛盾，"),
    ("impossible", "不能这样登记，"),
    ("possible", "能这样登记"),
    ("define", "符合定义"),
    ("unsettled", "没有写明"),
    ("require", "备案要求"),
    ("event", "事后要办"),
    ("deadline", "期限"),
    ("regime", "备案方式"),
];

/// Labels of facts, and of their words.
type Labels = BTreeMap<&'static str, (&'static str, BTreeMap<&'static str, &'static str>)>;

/// The sheet of policy files.
///
/// # Errors
/// A file that is not laid out as a policy file.
pub fn sheet(texts: &[PolicyText]) -> Result<String, String> {
    let mut sheet = String::from(
        "# 核对表\n\n由 `make fact-check` 从 `core/policies` 生成，测试与之比较；不要手改。每条规则一段，逐行核对原文。\n",
    );
    let names = names(texts);
    for file in texts.iter().filter(|file| annexes::is_instrument(file)) {
        for (heading, summary, quotations, table) in parts(file, texts)? {
            let _ = writeln!(sheet, "\n#{heading}\n");
            if !summary.is_empty() {
                let _ = writeln!(sheet, "- 大意：{summary}");
            }
            for quotation in quotations {
                let _ = writeln!(sheet, "- 原文：“{quotation}”");
            }
            entries(&table, &names, &mut sheet, "");
        }
    }
    Ok(sheet)
}

/// Heading, summary, quotations and TOML of the head and of each clause.
type Part = (String, String, Vec<String>, Table);

fn parts(file: &PolicyText, texts: &[PolicyText]) -> Result<Vec<Part>, String> {
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
    let mut parts = parts.into_iter().map(read).collect::<Result<Vec<Part>, String>>()?;
    let mut tables: Vec<Table> =
        parts.iter_mut().map(|(.., table)| std::mem::take(table)).collect();
    annexes::merge(texts, &mut tables)?;
    tables.iter_mut().for_each(annexes::complete);
    parts.iter_mut().zip(tables).for_each(|(part, table)| part.3 = table);
    Ok(parts)
}

/// The name of each department, of the first file that gives one.
fn names(texts: &[PolicyText]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for file in texts {
        let mut id = None;
        for line in file.text.lines() {
            let header = line.strip_prefix("[departments.").and_then(|id| id.strip_suffix(']'));
            id = header.or(id.filter(|_| !line.starts_with(['[', '#'])));
            let name = line.strip_prefix("name = \"").and_then(|name| name.strip_suffix('"'));
            if let (Some(id), Some(name)) = (id, name) {
                names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
            }
        }
    }
    names
}

fn entries(table: &Table, names: &BTreeMap<String, String>, sheet: &mut String, indent: &str) {
    let known =
        KEYS.iter().filter_map(|(key, label)| table.get_key_value(*key).map(|at| (*label, at)));
    let others = table.iter().filter(|(key, _)| KEYS.iter().all(|(known, _)| known != key));
    let all: Vec<(&str, (&String, &Value))> =
        known.chain(others.map(|(key, value)| (key.as_str(), (key, value)))).collect();
    let nested = |value: &Value| match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_table),
        Value::Table(table) => !table.is_empty(),
        _ => false,
    };
    let conditional = |key: &str| ["when", "applies", "answered", "then"].contains(&key);
    for (label, (key, value)) in
        all.iter().filter(|(_, (key, value))| conditional(key) || !nested(value))
    {
        if *key != "id" {
            let _ = writeln!(sheet, "{indent}- {label}：{}", said(key, value, names));
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
            Value::Table(table) if !table.values().all(Value::is_table) => {
                vec![(String::new(), table)]
            }
            Value::Table(table) => table
                .iter()
                .filter_map(|(name, item)| Some((name.clone(), item.as_table()?)))
                .collect(),
            _ => Vec::new(),
        };
        for (name, item) in items {
            let label = if *key == "rule" { "规则" } else { label };
            let _ = writeln!(sheet, "{}", format!("{indent}- {label} {name}").trim_end());
            entries(item, names, sheet, &format!("{indent}  "));
        }
    }
}

/// A value as the sheet says it.
fn said(key: &str, value: &Value, names: &BTreeMap<String, String>) -> String {
    match (key, value) {
        ("when" | "applies" | "answered", Value::Table(table)) if table.is_empty() => {
            "一律".to_owned()
        }
        ("when" | "applies" | "answered", Value::Table(table)) => condition(table),
        ("answered_on", Value::String(fact)) => {
            labels().get(fact.as_str()).map_or(fact.as_str(), |(label, _)| label).to_owned()
        }
        ("then", Value::Table(table)) => {
            let outcome = |(key, value): (&String, &Value)| {
                let label = OUTCOMES.iter().find(|(known, _)| known == key);
                let label = label.map_or(key.as_str(), |(_, label)| label);
                format!("{label} {}", said(key, value, names))
            };
            table.iter().map(outcome).collect::<Vec<_>>().join("，")
        }
        (_, Value::Table(table)) => {
            let entries =
                table.iter().map(|(key, value)| format!("{key} {}", said(key, value, names)));
            entries.collect::<Vec<_>>().join("，")
        }
        (_, Value::Array(items)) if items.is_empty() => "（空）".to_owned(),
        (_, Value::Array(items)) => {
            items.iter().map(|item| said(key, item, names)).collect::<Vec<_>>().join("、")
        }
        (_, Value::Boolean(value)) => if *value { "是" } else { "否" }.to_owned(),
        (
            "departments" | "responsible" | "mentions" | "duty_of" | "department" | "register",
            Value::String(id),
        ) => match names.get(id) {
            Some(name) => format!("{name} {id}"),
            None => id.clone(),
        },
        (_, Value::String(text)) => closed(key, text).unwrap_or(text).to_owned(),
        (_, other) => other.to_string(),
    }
}

/// What facts and their words are called.
fn labels() -> &'static Labels {
    static LABELS: OnceLock<Labels> = OnceLock::new();
    LABELS.get_or_init(|| {
        let term = |term: LogicFact| (term.name, (term.label, term.values.into_iter().collect()));
        logic_facts().into_iter().map(term).collect()
    })
}

fn condition(table: &Table) -> String {
    let labels = labels();
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
                other => said(name, other, &BTreeMap::new()),
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
        "evidence" => label! { tuoyu::SourceQuality },
        "role" => label! { tuoyu::SeatRole },
        "act" | "acts" => label! { tuoyu::Act },
        "regime" => label! { tuoyu::Regime },
        _ => {}
    }
    None
}

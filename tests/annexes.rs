//! Policy files as they read with what stands beside them: departments, look-up words and translations.

use std::collections::BTreeMap;

use toml::{Table, Value};
use tuoyu::{PolicyText, logic_facts};

/// Tells whether a file is an instrument's, not one beside it.
pub fn is_instrument(file: &PolicyText) -> bool {
    file.name.ends_with(".md")
}

/// Puts what stands beside an instrument into the TOML of its head and of its clauses, under the keys that it has there.
///
/// # Errors
/// A file that is no TOML.
pub fn merge(texts: &[PolicyText], parts: &mut [Table]) -> Result<(), String> {
    let id = parts.first().and_then(|head| head.get("id")).cloned();
    for file in texts.iter().filter(|file| !is_instrument(file)) {
        let annex: Table = file.text.parse().map_err(|error| format!("{}: {error}", file.name))?;
        if annex.get("instrument") != id.as_ref() {
            continue;
        }
        let Some(head) = parts.first_mut() else { continue };
        for key in ["departments", "look_up"] {
            if let Some(value) = annex.get(key) {
                head.insert(key.to_owned(), value.clone());
            }
        }
    }
    for file in texts.iter().filter(|file| !is_instrument(file)) {
        let annex: Table = file.text.parse().map_err(|error| format!("{}: {error}", file.name))?;
        if annex.get("instrument") == id.as_ref() && annex.contains_key("language") {
            parts.iter_mut().for_each(|part| translate(part, &annex));
        }
    }
    Ok(())
}

fn tables<'a>(table: &'a mut Table, key: &str) -> impl Iterator<Item = &'a mut Table> {
    let items = table.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
    items.filter_map(Value::as_table_mut)
}

fn translate(part: &mut Table, annex: &Table) {
    let empty = Table::new();
    let of = |key: &str| annex.get(key).and_then(Value::as_table).unwrap_or(&empty);
    for rule in tables(part, "rule") {
        let id = rule.get("id").and_then(Value::as_str).unwrap_or_default();
        let Some(texts) = of("rule").get(id).and_then(Value::as_table) else { continue };
        for key in ["title", "note", "because", "cure"] {
            if let Some(text) = texts.get(key) {
                rule.insert(format!("{key}_en"), text.clone());
            }
        }
        for (key, own) in [("unsettled", "because_en"), ("remark", "note_en")] {
            let of_list = texts.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            for (item, text) in tables(rule, key).zip(of_list) {
                if text.as_str() != Some("") {
                    item.insert(own.to_owned(), text);
                }
            }
        }
    }
    let look_up = part.get_mut("look_up").and_then(Value::as_table_mut);
    for matter in look_up.into_iter().flat_map(|look_up| tables(look_up, "not_covered")) {
        let id = matter.get("id").and_then(Value::as_str).unwrap_or_default();
        if let Some(text) = of("not_covered").get(id) {
            matter.insert("text_en".to_owned(), text.clone());
        }
    }
}

/// A condition with the stable names of facts and of their values.
fn english(condition: &mut Table) {
    let facts = logic_facts();
    for (key, mut value) in std::mem::take(condition) {
        let term = facts.iter().find(|term| term.label == key);
        let name = |text: &mut Value| {
            let of_term = || term?.values.iter().find(|(_, label)| text.as_str() == Some(*label));
            match (text.as_str(), of_term()) {
                (_, Some((name, _))) => *text = Value::from(*name),
                (Some("是"), _) => *text = Value::from(true),
                (Some("否"), _) => *text = Value::from(false),
                _ => {}
            }
        };
        match &mut value {
            Value::Array(items) if key == "any" => {
                items.iter_mut().filter_map(Value::as_table_mut).for_each(english);
            }
            Value::Array(items) => items.iter_mut().for_each(name),
            Value::Table(part) if key == "not" => english(part),
            text => name(text),
        }
        condition.insert(term.map_or(key, |term| term.name.to_owned()), value);
    }
}

/// Writes out what rules leave out, the identifier that `then` has from the rule and a condition that always holds, and puts
/// conditions in the stable names.
pub fn complete(part: &mut Table) {
    for rule in tables(part, "rule") {
        let id = rule.get("id").cloned().unwrap_or_else(|| Value::from(""));
        if let Some(Value::String(kind)) = rule.get("then") {
            let own = ["possible", "define"].contains(&kind.as_str());
            let value = if own { Value::from(true) } else { id };
            let then = Table::from_iter([(kind.clone(), value)]);
            rule.insert("then".to_owned(), Value::Table(then));
        }
        for doubt in tables(rule, "unsettled") {
            doubt.entry("when").or_insert_with(|| Value::Table(Table::new()));
        }
        for key in ["when", "applies", "answered"] {
            rule.get_mut(key).and_then(Value::as_table_mut).into_iter().for_each(english);
        }
        for key in ["unsettled", "remark"] {
            let items = tables(rule, key).filter_map(|item| item.get_mut("when"));
            items.filter_map(Value::as_table_mut).for_each(english);
        }
    }
}

/// A line of a condition with the stable names of facts and of their values in the place of the Chinese terms.
pub fn in_english(line: &str) -> String {
    let facts: BTreeMap<&str, (&str, BTreeMap<&str, &str>)> = logic_facts()
        .into_iter()
        .map(|term| {
            let values = term.values.iter().map(|(name, label)| (*label, *name)).collect();
            (term.label, (term.name, values))
        })
        .collect();
    let none = BTreeMap::new();
    let mut values = &none;
    let mut told = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, quoted, after)) = rest.split_once('"').and_then(|(before, rest)| {
        rest.split_once('"').map(|(quoted, after)| (before, quoted, after))
    }) {
        told.push_str(before);
        match (facts.get(quoted), after.starts_with(" = ")) {
            (Some((name, of_fact)), true) => {
                told.push_str(name);
                values = of_fact;
            }
            _ => match (quoted, values.get(quoted)) {
                ("是", _) => told.push_str("true"),
                ("否", _) => told.push_str("false"),
                (_, Some(name)) => told.push_str(&format!("\"{name}\"")),
                _ => told.push_str(&format!("\"{quoted}\"")),
            },
        }
        rest = after;
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use super::in_english;

    #[test]
    fn a_condition_reads_alike_in_both_languages() {
        let chinese = "when = { \"机构性质\" = \"非营利性\", \"已备案\" = \"是\", \"服务类型\" = [\"托育机构\", \"家庭托育点\"], any = [{ \"所在楼层\" = { max = 3 } }] }";
        let english = "when = { nature = \"nonprofit\", filed = true, service = [\"institution\", \"family_site\"], any = [{ storey = { max = 3 } }] }";
        assert_eq!(in_english(chinese), english);
        assert_eq!(in_english(english), english);
    }
}

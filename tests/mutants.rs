//! Mutants of the policy files: small changes of the law as it is written, each of which something has to notice.

use tuoyu::{Act, PolicyText, Regime, logic_facts};

use crate::annexes::is_instrument;

/// One small change of one line of a policy file.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Name of the file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// The kind of change.
    pub kind: Kind,
    /// The line as it was and as it is.
    pub change: (String, String),
}

/// What a change is of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A number moved by one.
    Bound,
    /// A day moved by one.
    Day,
    /// A condition dropped, or one that is told apart no more.
    Dropped,
    /// A truth value turned.
    Turned,
    /// A word of a closed set swapped for another, or dropped from a list.
    Term,
    /// A department swapped, dropped or put elsewhere.
    Department,
    /// How strongly the text puts it, or how much a gap weighs.
    Force,
    /// A reference to another rule dropped.
    Reference,
    /// Something that no outcome depends on: a text, a topic, an alias, a category, a beneficiary, an evidence.
    Described,
}

impl Kind {
    /// Whether a vector or a worked example has to notice it, not only the sheet of every rule.
    pub fn decides(self) -> bool {
        self != Self::Described
    }
}

impl Mutant {
    /// The policy files with the change made.
    pub fn applied(&self, texts: &[PolicyText]) -> Vec<PolicyText> {
        let change = |text: &PolicyText| {
            if text.name != self.file {
                return text.clone();
            }
            let lines =
                text.text.lines().enumerate().map(|(at, line)| {
                    if at + 1 == self.line { self.change.1.as_str() } else { line }
                });
            let text = lines.collect::<Vec<_>>().join("\n");
            PolicyText { name: self.file.clone(), text: text + "\n" }
        };
        texts.iter().map(change).collect()
    }
}

/// Every mutant of the files; worked examples and commentary are left as they are.
pub fn mutants(texts: &[PolicyText]) -> Vec<Mutant> {
    let lines = texts.iter().flat_map(|file| file.text.lines());
    let mut departments: Vec<&str> =
        lines.filter_map(|line| line.strip_prefix("[departments.")?.strip_suffix(']')).collect();
    departments.sort_unstable();
    departments.dedup();
    texts.iter().flat_map(|file| of_file(file, &departments)).collect()
}

fn of_file(file: &PolicyText, departments: &[&str]) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut not_covered = false;
    // A file beside an instrument's is TOML as a whole.
    let (mut fenced, mut example, mut remark) = (!is_instrument(file), false, false);
    for (at, line) in file.text.lines().enumerate() {
        match line {
            "```toml" => (fenced, example, remark) = (true, false, false),
            "```" => fenced = false,
            _ if line.starts_with('[') => {
                (example, remark) = (line == "[[example]]", line == "[[rule.remark]]");
            }
            _ => {}
        }
        if !fenced || example {
            continue;
        }
        let mut changes: Vec<(Kind, String)> = Vec::new();
        not_covered = if line.starts_with('[') { line == "[not_covered]" } else { not_covered };
        if let Some(shorter) = without_a_letter(line).filter(|_| not_covered) {
            changes.push((Kind::Described, shorter));
        }
        of_line(line, departments, &mut changes);
        changes.retain(|(_, changed)| changed != line);
        // What a remark tests decides which note is told, and nothing else.
        changes.iter_mut().filter(|_| remark).for_each(|change| change.0 = Kind::Described);
        changes.dedup_by(|left, right| left.1 == right.1);
        mutants.extend(changes.into_iter().map(|(kind, changed)| Mutant {
            file: file.name.clone(),
            line: at + 1,
            kind,
            change: (line.to_owned(), changed),
        }));
    }
    mutants
}

fn of_line(line: &str, departments: &[&str], changes: &mut Vec<(Kind, String)>) {
    let Some((key, value)) = line.split_once(" = ") else {
        of_translations(line, changes);
        let rule = line.trim().trim_end_matches(',').trim_matches('"');
        if rule.contains('/') && line.starts_with(' ') {
            changes.push((Kind::Reference, String::new()));
        }
        return;
    };
    let key = key.trim();
    match key {
        "when" | "applies" | "any" | "answered" => of_condition(line, changes),
        "from" | "until" | "review_on" | "seen_from" => of_days(line, changes),
        "then" => {
            let kind = if line.contains("{ register") { Kind::Department } else { Kind::Term };
            of_lists(line, kind, changes);
            of_departments(line, departments, changes);
            of_acts(line, changes);
            for regime in Regime::ALL.iter().filter(|_| line.contains("{ regime = ")) {
                changes.push((Kind::Term, format!("then = {{ regime = \"{}\" }}", regime.name())));
            }
            for (at, _) in line.match_indices("true") {
                changes.push((Kind::Turned, replaced(line, at, "true".len(), "false")));
            }
            for told in ["{ conflict = \"", "{ impossible = \""] {
                if let Some((before, text)) = line.split_once(told) {
                    let shorter: String = text.chars().skip(1).collect();
                    changes.push((Kind::Described, format!("{before}{told}{shorter}")));
                }
            }
        }
        "acts" => {
            of_lists(line, Kind::Term, changes);
            of_acts(line, changes);
        }
        "duty_of" | "department" => of_departments(line, departments, changes),
        "departments" | "responsible" | "mentions" => {
            let kind = if key == "departments" { Kind::Department } else { Kind::Described };
            of_lists(line, kind, changes);
            let before = changes.len();
            of_departments(line, departments, changes);
            changes.iter_mut().skip(before).for_each(|change| change.0 = kind);
        }
        "unsettled" | "remark" => of_translations(line, changes),
        "requires" | "displaces" | "cites" => of_lists(line, Kind::Reference, changes),
        "administers" | "confirms" | "topics" | "aliases" | "neighbours" | "synonyms" => {
            of_lists(line, Kind::Described, changes)
        }
        "never" | "cure_at_registry" | "consequence" | "for_each" | "reminder" | "at_registry"
        | "at_new_place" | "answered_on" => {
            changes.push((Kind::Turned, String::new()));
        }
        "working_days" | "filing_order" | "by" => of_numbers(line, Kind::Bound, changes),
        "force" | "severity" => {
            let sets: [&[&str]; 2] = [
                &["required", "entitled", "permitted", "encouraged", "assigned"],
                &["defect", "warning", "note"],
            ];
            for other in
                sets.into_iter().filter(|set| set.contains(&value.trim_matches('"'))).flatten()
            {
                changes.push((Kind::Force, format!("{key} = \"{other}\"")));
            }
        }
        "kind" => changes.push((Kind::Described, other_word(key, value, &["tax", "fee"]))),
        "beneficiary" => {
            changes.push((Kind::Described, other_word(key, value, &["institution", "family"])));
        }
        "evidence" => {
            changes.push((Kind::Described, other_word(key, value, &["verbatim", "partial"])));
        }
        "title" | "title_en" | "note" | "note_en" | "cure" | "cure_en" | "because"
        | "because_en" | "text" | "unit" | "post" | "name" | "office" | "undecidable" | "seen" => {
            if let Some(shorter) = without_a_letter(line) {
                changes.push((Kind::Described, shorter));
            }
        }
        _ => {}
    }
}

/// A list of translations without the first letter of one.
fn of_translations(line: &str, changes: &mut Vec<(Kind, String)>) {
    for open in ["[\"", "    \""] {
        let Some((before, text)) = line.split_once(open) else { continue };
        let mut letters = text.chars();
        // A reference is one word.
        if text.contains(' ') && letters.next().is_some_and(|letter| letter != '"') {
            changes.push((Kind::Described, format!("{before}{open}{}", letters.as_str())));
        }
    }
}

/// Another word in the place of the one that stands there.
fn other_word(key: &str, value: &str, words: &[&str]) -> String {
    let other = words.iter().find(|word| **word != value.trim_matches('"'));
    format!("{key} = \"{}\"", other.unwrap_or(&""))
}

/// The line without the first letter of its text.
fn without_a_letter(line: &str) -> Option<String> {
    let (key, text) = line.split_once(" = \"")?;
    let mut letters = text.chars();
    letters.next().filter(|letter| *letter != '"')?;
    Some(format!("{key} = \"{}", letters.as_str()))
}

/// Bounds, truth values, words, days and parts of a condition.
fn of_condition(line: &str, changes: &mut Vec<(Kind, String)>) {
    of_numbers(line, Kind::Bound, changes);
    of_days(line, changes);
    let words = [("true", "false"), ("false", "true"), ("\"是\"", "\"否\""), ("\"否\"", "\"是\"")];
    for (from, to) in words {
        for (at, _) in line.match_indices(from) {
            changes.push((Kind::Turned, replaced(line, at, from.len(), to)));
        }
    }
    of_lists(line, Kind::Term, changes);
    for term in logic_facts() {
        let chinese = line.contains(&format!("\"{}\" = ", term.label));
        let word =
            |(name, label): &(&'static str, &'static str)| if chinese { *label } else { *name };
        for name in term.values.iter().map(word) {
            let quoted = format!("\"{name}\"");
            for (at, _) in line.match_indices(&quoted) {
                if !fact_before(line, at)
                    .is_some_and(|fact| [term.name, term.label].contains(&fact))
                {
                    continue;
                }
                let listed = list_around(line, at);
                let others = term.values.iter().map(word).map(|other| format!("\"{other}\""));
                for other in others.filter(|other| !listed.unwrap_or(&quoted).contains(other)) {
                    // A list is widened once, by its first word; the other words of it are dropped one by one.
                    let widened = match listed {
                        Some(list) if list.starts_with(&quoted) => format!("{other}, {quoted}"),
                        Some(_) => continue,
                        None => other,
                    };
                    changes.push((Kind::Term, replaced(line, at, quoted.len(), &widened)));
                }
            }
        }
    }
    for (from, to) in parts(line) {
        changes.push((Kind::Dropped, replaced(line, from, to - from, "")));
    }
    for (at, _) in line.match_indices("not = {") {
        let open = at + "not = ".len();
        let mut depth = 0_usize;
        let end = line[open..].find(|letter| {
            depth += usize::from(letter == '{');
            depth -= usize::from(letter == '}');
            depth == 0
        });
        if let Some(end) = end {
            let part = format!("any = [{}]", &line[open..=open + end]);
            changes.push((Kind::Turned, replaced(line, at, open + end + 1 - at, &part)));
        }
    }
}

/// The items of the list that stands around a place of a line.
fn list_around(line: &str, at: usize) -> Option<&str> {
    let (before, after) = (line.get(..at)?, line.get(at..)?);
    let start = before.rfind('[').filter(|start| !before[*start..].contains([']', '{']))? + 1;
    Some(&line[start..at + after.find(']')?])
}

/// The fact whose test a word stands in: the last name before it that is set.
fn fact_before(line: &str, at: usize) -> Option<&str> {
    let before =
        line.get(..at)?.trim_end_matches(|c: char| c != '=').trim_end_matches('=').trim_end();
    match before.strip_suffix('"') {
        Some(before) => before.rsplit('"').next(),
        None => before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next(),
    }
}

/// Where each part of each table of a condition stands, with the comma beside it.
fn parts(line: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut brackets, mut quoted) = (0_usize, false);
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '{' => {
                open.push(brackets);
                parts.push((at + 1, at, brackets, open.len()));
            }
            ',' | '}' => {
                let level = open.len();
                if open.last() == Some(&brackets) {
                    let last =
                        parts.iter_mut().rev().find(|part| part.3 == level && part.1 < part.0);
                    if let Some(part) = last {
                        part.1 = at + usize::from(letter == ',');
                    }
                    if letter == ',' {
                        parts.push((at + 1, at, brackets, level));
                    }
                }
                if letter == '}' {
                    open.pop();
                }
            }
            _ => {}
        }
    }
    parts.into_iter().filter(|part| part.1 > part.0).map(|part| (part.0, part.1)).collect()
}

fn of_numbers(line: &str, kind: Kind, changes: &mut Vec<(Kind, String)>) {
    for (at, digits) in numbers(line) {
        let Ok(number) = digits.parse::<i64>() else { continue };
        for moved in [number - 1, number + 1] {
            changes.push((kind, replaced(line, at, digits.len(), &moved.to_string())));
        }
    }
}

/// Whole numbers outside of texts that are not part of a day.
fn numbers(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut quoted = false;
    while at < bytes.len() {
        quoted ^= bytes[at] == b'"';
        if quoted || !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end =
            (at..bytes.len()).find(|end| !bytes[*end].is_ascii_digit()).unwrap_or(bytes.len());
        let named =
            at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || b"_-".contains(&bytes[at - 1]));
        if !named && bytes.get(end) != Some(&b'-') {
            found.push((at, &line[at..end]));
        }
        at = end;
    }
    found
}

fn of_days(line: &str, changes: &mut Vec<(Kind, String)>) {
    let is_day = |text: &str| text.parse::<chrono::NaiveDate>().ok();
    for at in 0..line.len().saturating_sub(9) {
        let Some(day) = line.get(at..at + 10).and_then(is_day) else { continue };
        for moved in [day.pred_opt(), day.succ_opt()].into_iter().flatten() {
            changes.push((Kind::Day, replaced(line, at, 10, &moved.to_string())));
        }
    }
}

/// Lists of texts with one item dropped, and with two neighbours in each other's place.
fn of_lists(line: &str, kind: Kind, changes: &mut Vec<(Kind, String)>) {
    let mut from = 0;
    while let Some(start) = line[from..].find("[\"").map(|at| from + at) {
        let Some(end) = line[start..].find(']').map(|at| start + at) else { return };
        let items: Vec<&str> = line[start + 1..end].split(", ").collect();
        for dropped in 0..items.len() {
            let left: Vec<&str> = items
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != dropped)
                .map(|(_, item)| *item)
                .collect();
            let list = format!("[{}", left.join(", "));
            changes.push((kind, replaced(line, start, end - start, &list)));
        }
        if matches!(kind, Kind::Department) {
            for at in 1..items.len() {
                let mut items = items.clone();
                items.swap(at - 1, at);
                let list = format!("[{}", items.join(", "));
                changes.push((kind, replaced(line, start, end - start, &list)));
            }
        }
        from = end;
    }
}

fn of_departments(line: &str, departments: &[&str], changes: &mut Vec<(Kind, String)>) {
    for (position, department) in departments.iter().enumerate() {
        let quoted = format!("\"{department}\"");
        let other = departments[(position + 1) % departments.len()];
        for (at, _) in line.match_indices(&quoted) {
            let changed = replaced(line, at, quoted.len(), &format!("\"{other}\""));
            changes.push((Kind::Department, changed));
        }
    }
}

fn of_acts(line: &str, changes: &mut Vec<(Kind, String)>) {
    for act in Act::ALL {
        let quoted = format!("\"{}\"", act.name());
        for (at, _) in line.match_indices(&quoted) {
            for other in Act::ALL {
                let other = format!("\"{}\"", other.name());
                // A list that has it already only loses one, which is tried too.
                if line.contains(&other) {
                    continue;
                }
                changes.push((Kind::Term, replaced(line, at, quoted.len(), &other)));
            }
        }
    }
}

fn replaced(line: &str, at: usize, length: usize, with: &str) -> String {
    format!("{}{with}{}", &line[..at], &line[at + length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(line: &str, kind: Kind) -> Vec<String> {
        let mut changes = Vec::new();
        of_line(line, &["health", "tax"], &mut changes);
        changes.into_iter().filter(|(of, _)| *of == kind).map(|(_, line)| line).collect()
    }

    #[test]
    fn each_part_of_a_condition_is_changed() {
        let line = "when = { filed = true, children = { max = 5 } }";
        assert_eq!(
            changed(line, Kind::Bound),
            [
                "when = { filed = true, children = { max = 4 } }",
                "when = { filed = true, children = { max = 6 } }"
            ]
        );
        assert_eq!(
            changed(line, Kind::Turned),
            ["when = { filed = false, children = { max = 5 } }"]
        );
        let dropped = changed(line, Kind::Dropped);
        assert!(dropped.contains(&"when = { children = { max = 5 } }".to_owned()), "{dropped:?}");
        assert!(
            dropped.iter().any(|line| line.starts_with("when = { filed = true,}")),
            "{dropped:?}"
        );
        assert_eq!(
            changed("when = { \"已备案\" = \"是\" }", Kind::Turned),
            ["when = { \"已备案\" = \"否\" }"]
        );
        let words = changed("when = { \"机构性质\" = \"非营利性\" }", Kind::Term);
        assert_eq!(words, ["when = { \"机构性质\" = \"营利性\" }"]);
        let words = changed("when = { nature = \"nonprofit\" }", Kind::Term);
        assert_eq!(words, ["when = { nature = \"for_profit\" }"]);
        let lists =
            changed("when = { legal_form = [\"enterprise\", \"partnership\"] }", Kind::Term);
        let widened =
            "when = { legal_form = [\"sole_proprietorship\", \"enterprise\", \"partnership\"] }";
        for list in ["when = { legal_form = [\"partnership\"] }", widened] {
            assert!(lists.contains(&list.to_owned()), "{lists:?}");
        }
        assert_eq!(
            changed("from = 2022-03-01", Kind::Day),
            ["from = 2022-02-28", "from = 2022-03-02"]
        );
        assert_eq!(
            changed("departments = [\"health\"]", Kind::Department),
            ["departments = []", "departments = [\"tax\"]"]
        );
    }
}

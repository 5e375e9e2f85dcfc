//! 版面: an explanation on the page, plain or as Markdown.

use crate::answers::finding::Finding;
use crate::answers::text::explanation::Format;
use crate::answers::text::merged::{by_key, merged};
use crate::answers::text::templates::{PHRASES, filled};
use crate::policy::Citation;

/// Columns of a line, where a Chinese character takes two.
const COLUMNS: usize = 76;

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！）》”’】…·%";

/// Marks that no line ends with.
const OPENING: &str = "（《【“‘〔";

/// A phrase, the name of its reason in it, and the reason.
type Because<'p> = (&'p str, &'static str, String);

/// A page that is being written.
pub struct Page {
    format: Format,
    text: String,
    /// Tells whether what follows is folded.
    folded: bool,
}

impl Page {
    pub fn new(format: Format) -> Self {
        Self { format, text: String::new(), folded: false }
    }

    pub fn written(self) -> String {
        self.text
    }

    pub fn title(&mut self, text: &str) {
        self.text.push_str(&match self.format {
            Format::Markdown => format!("# {text}\n\n"),
            Format::Text => format!("{text}\n"),
        });
    }

    /// Folds the sections that follow.
    pub fn fold(&mut self, text: &str) {
        self.folded = true;
        self.closing(text);
    }

    pub fn closing(&mut self, text: &str) {
        self.text.push_str(&format!("\n{text}\n"));
    }

    /// A section under its heading; nothing where nothing stands in it.
    pub fn section(&mut self, heading: Option<&str>, write: impl FnOnce(&mut Self)) {
        let mut inner = Self { format: self.format, text: String::new(), folded: self.folded };
        write(&mut inner);
        if inner.text.is_empty() {
            return;
        }
        let (text, heading) = (inner.text, heading.unwrap_or_default());
        self.text.push_str(&match (self.format, heading) {
            (_, "") => text,
            (Format::Text, heading) => format!("\n【{heading}】\n{text}"),
            (Format::Markdown, heading) if self.folded => {
                format!("\n<details><summary>{heading}</summary>\n\n{text}\n</details>\n")
            }
            (Format::Markdown, heading) => format!("\n## {heading}\n\n{text}"),
        });
    }

    pub fn item(&mut self, text: &str) {
        let text = text.trim_end_matches('。');
        self.text.push_str(&match self.format {
            Format::Markdown => format!("- {text}\n"),
            Format::Text => wrapped(text),
        });
    }

    /// Several items: in plain text one after the other, in Markdown each on its line.
    pub fn items(&mut self, texts: Vec<String>) {
        match self.format {
            Format::Markdown => texts.iter().for_each(|text| self.item(text)),
            Format::Text if texts.is_empty() => {}
            Format::Text => self.item(&texts.join("；")),
        }
    }

    pub fn phrase(&mut self, phrase: &str, values: &[(&str, String)]) {
        self.item(&filled(phrase, values));
    }

    /// Findings that have the same reason, as one.
    pub fn grouped<'f, 'p>(
        &mut self,
        findings: impl Iterator<Item = &'f Finding>,
        reason: impl Fn(&Finding) -> (&'p String, &'static str, String),
    ) {
        self.by_reason(findings.map(|found| {
            let (phrase, name, because) = reason(found);
            ((phrase.as_str(), name, because), found.title.zh.as_str())
        }));
    }

    /// Titles that have the same reason, as one.
    pub fn by_reason<'t, 'p>(&mut self, titles: impl Iterator<Item = (Because<'p>, &'t str)>) {
        for ((phrase, name, because), titles) in by_key(titles) {
            let titles = merged(titles).join("；");
            self.phrase(phrase, &[(name, because), ("titles", titles)]);
        }
    }

    /// Clauses by their instruments, in Markdown with their words.
    pub fn cited<'c>(&mut self, citations: impl Iterator<Item = &'c Citation>) {
        let phrases = &PHRASES.explanation;
        for (number, cited) in by_key(citations.map(|one| (&*one.number, one))) {
            let clauses = by_key(cited.iter().map(|one| (&*one.clause, *one)));
            let first = clauses.iter().filter_map(|(_, same)| same.first());
            let clauses: Vec<String> = first.map(|one| self.clause(one)).collect();
            let clauses = clauses.join(&phrases.between_clauses);
            self.phrase(&phrases.cited, &[("number", number.to_owned()), ("clauses", clauses)]);
        }
    }

    fn clause(&self, citation: &Citation) -> String {
        let phrases = &PHRASES.explanation;
        let clause = numbered(citation).to_owned();
        if self.format == Format::Text || citation.quotations.is_empty() {
            return clause;
        }
        let quoted: Vec<String> = citation.quotations.iter().map(|one| nested(one)).collect();
        let quotation = quoted.join(&phrases.between_quotations);
        clause + &filled(&phrases.quotation, &[("quotation", &quotation)])
    }
}

/// The number of the clause, without the mark of one that was not seen.
pub fn numbered(citation: &Citation) -> &str {
    citation.clause.trim_end_matches(&PHRASES.unseen_number)
}

/// The class that a finding is of, in front of its title; nothing where it is of the whole filing.
pub fn class_of(finding: &Finding) -> String {
    let number = || {
        let subject = finding.subject.as_deref()?;
        let position = subject.strip_prefix("classes[")?.strip_suffix(']')?;
        position.parse::<usize>().ok()
    };
    number().map_or_else(String::new, |position| {
        filled(&PHRASES.class, &[("number", (position + 1).to_string())])
    })
}

/// A text that stands in quotation marks: those within it are single.
fn nested(text: &str) -> String {
    text.replace('“', "‘").replace('”', "’")
}

/// A list item in lines of `COLUMNS`, none of which begins with a closing mark.
fn wrapped(text: &str) -> String {
    const INDENT: &str = "  ";
    let wide = |letter: char| if letter.is_ascii() { 1 } else { 2 };
    let mut lines: Vec<Vec<char>> = vec![Vec::new()];
    let mut width = INDENT.len() + 2;
    for letter in text.chars() {
        let Some(line) = lines.last_mut() else { break };
        if width + wide(letter) <= COLUMNS {
            line.push(letter);
            width += wide(letter);
            continue;
        }
        let mut next = vec![letter];
        let keeps = |next: &[char], last: char| {
            let Some(first) = next.first() else { return false };
            let in_number = last.is_ascii_digit() && first.is_ascii_digit();
            CLOSING.contains(*first) || OPENING.contains(last) || in_number
        };
        while let Some(last) = line.last().copied().filter(|last| keeps(&next, *last)) {
            line.pop();
            next.insert(0, last);
        }
        width = INDENT.len() + 2 + next.iter().map(|letter| wide(*letter)).sum::<usize>();
        lines.push(next);
    }
    let lines = lines.iter().enumerate().map(|(position, line)| {
        let mark = if position == 0 { "- " } else { "  " };
        format!("{INDENT}{mark}{}\n", line.iter().collect::<String>())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_in_its_columns_and_keeps_marks_with_what_they_mark() {
        for text in [
            "托育".repeat(60),
            "托，育）；".repeat(50),
            "a托（）".repeat(70),
            "托按90%计".repeat(40),
        ] {
            let page = wrapped(&text);
            assert!(page.lines().count() > 1);
            for line in page.lines() {
                let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
                assert!(columns <= COLUMNS, "{line}");
                let first = line.trim_start().chars().next().unwrap();
                assert!(!CLOSING.contains(first), "{line}");
                assert!(!OPENING.contains(line.chars().last().unwrap()), "{line}");
            }
            let read: String = page.lines().map(|line| &line[4..]).collect();
            assert_eq!(read, text);
        }
    }
}

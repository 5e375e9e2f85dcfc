//! An assessment as a text that a clerk can read out, plain or as Markdown.

use chrono::NaiveDate;
use tuoyu_shared::List;

use crate::answers::assessment::Assessment;
use crate::answers::finding::Finding;
use crate::answers::supports::NotInForce;
use crate::answers::text::templates::{EXPLANATION, Line, PHRASES, filled, lines};
use crate::error::Error;
use crate::facts::Institution;
use crate::logic::{OpenBecause, Status};
use crate::policy::{
    Beneficiary, Citation, CitationRole, Department, Force, PolicyBook, ScopeState, Severity,
    SourceQuality,
};

choices! {
    /// Form of a written explanation.
    Format {
        /// Plain text, at most 76 columns where a Chinese character takes two.
        Text = "text" "纯文本",
        /// Markdown, with the operative words of every clause.
        Markdown = "markdown" "Markdown",
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 说明: an assessment in plain Chinese.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn explain(
        &self,
        institution: &Institution,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        Ok(self.assess(institution, as_of)?.explain(format))
    }
}

impl Assessment {
    /// The assessment in plain Chinese.
    pub fn explain(&self, format: Format) -> String {
        let mut page = Page { format, text: String::new() };
        let as_of = self.as_of.to_string();
        let values = [
            ("作答日", as_of.as_str()),
            ("政策版本", &self.receipt.edition),
            ("程序版本", &self.receipt.version),
        ];
        // A heading stands where something stands below it.
        let mut heading = None;
        for line in lines(EXPLANATION, |_| true) {
            match line {
                Line::Title(title) => page.heading(1, &filled(title, &values)),
                Line::Heading(title) => heading = Some(title),
                Line::Block(block) => {
                    let before = page.text.len();
                    if let Some(title) = heading.take() {
                        page.heading(2, title);
                    }
                    let start = page.text.len();
                    self.part(block, &mut page);
                    if page.text.len() == start {
                        page.text.truncate(before);
                    }
                }
                Line::Text(text) => page.paragraph(&filled(text, &values)),
            }
        }
        page.text
    }

    /// A part of the explanation, by its name in the template.
    fn part(&self, block: &str, page: &mut Page) {
        let supports = || self.supports.findings.values();
        let group = |wanted: Group| supports().filter(move |found| wanted.has(found));
        let open = |because: OpenBecause| {
            supports().filter(move |found| found.open_because == Some(because))
        };
        let review = self.review.as_ref();
        let of = |status: Status, severity: Severity| {
            let wanted =
                move |found: &&Finding| found.status == status && found.severity == Some(severity);
            review.into_iter().flat_map(|review| review.findings.values()).filter(wanted)
        };
        let elsewhere = |lapsed: &&NotInForce| lapsed.scope.state == ScopeState::OutOfScope;
        let lapsed = self.supports.lapsed.values();
        match block {
            "登记" => {
                page.item(&self.registration.message.zh);
                for conflict in &self.registration.conflicts {
                    page.item(&conflict.message.zh);
                }
                page.citations(&self.registration.citations);
            }
            "登记事项" => {
                let acts = &self.registration.acts;
                let steps = self.registration.steps.values();
                page.findings(steps.filter(|step| !step.is_of_a_closed_act(acts)));
            }
            "备案审查" => {
                if let Some(review) = review {
                    page.item(&review.message.zh);
                    for due in review.due_to_tell() {
                        page.item(&due.message.zh);
                    }
                }
            }
            "备案缺项" => page.findings(of(Status::Unmet, Severity::Defect)),
            "备案待核实" => page.findings(of(Status::Open, Severity::Defect)),
            "备案提示" => {
                let warnings = of(Status::Unmet, Severity::Warning);
                let notes =
                    of(Status::Unmet, Severity::Note).chain(of(Status::Open, Severity::Note));
                page.findings(warnings.chain(notes));
            }
            "享受" => page.findings(group(Group::Entitled)),
            "允许或鼓励" => page.findings(group(Group::Soft)),
            "部署" => page.findings(group(Group::Assigned)),
            "家庭和从业人员" => page.findings(group(Group::FamilyAndStaff)),
            "不符合" => page.findings(self.with_status(Status::Unmet)),
            "待核实" => page.findings(open(OpenBecause::Facts)),
            "文件未明确" => page.findings(open(OpenBecause::Unsettled)),
            "事实矛盾" => page.findings(open(OpenBecause::Conflict)),
            "当日没有依据" => {
                for lapsed in lapsed.filter(|lapsed| !elsewhere(lapsed)) {
                    let values =
                        [("title", &*lapsed.title.zh), ("scope", &lapsed.scope.message.zh)];
                    page.item(&filled(&PHRASES.explanation.lapsed, &values));
                }
            }
            "没有收录" => {
                lapsed.filter(elsewhere).for_each(|lapsed| page.item(&lapsed.title.zh));
            }
            "还需回答" => {
                self.missing.iter().for_each(|missing| page.item(&missing.question.zh));
            }
            _ => {}
        }
    }

    fn with_status(&self, status: Status) -> impl Iterator<Item = &Finding> {
        self.supports.findings.values().filter(move |found| found.status == status)
    }
}

/// Supports that are met, by whether they give a right.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Entitled,
    Soft,
    Assigned,
    FamilyAndStaff,
}

impl Group {
    fn has(self, finding: &Finding) -> bool {
        let right = matches!(finding.force, Force::Required | Force::Entitled);
        let theirs = matches!(finding.beneficiary, Some(Beneficiary::Family | Beneficiary::Staff));
        let group = match (theirs, right) {
            _ if finding.force == Force::Assigned => Self::Assigned,
            (true, _) => Self::FamilyAndStaff,
            (false, true) => Self::Entitled,
            (false, false) => Self::Soft,
        };
        finding.status == Status::Met && self == group
    }
}

struct Page {
    format: Format,
    text: String,
}

impl Page {
    fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        match self.format {
            Format::Markdown => self.text.push_str(&format!("{} {text}\n\n", "#".repeat(level))),
            Format::Text if level == 1 => self.text.push_str(&format!("{text}\n")),
            Format::Text => self.text.push_str(&format!("【{text}】\n")),
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn item(&mut self, text: &str) {
        let text = text.trim_end_matches('。');
        match self.format {
            Format::Markdown => self.text.push_str(&format!("- {text}\n")),
            Format::Text => self.text.push_str(&wrapped(text, "  ")),
        }
    }

    fn note(&mut self, text: &str) {
        match self.format {
            Format::Markdown => self.text.push_str(&format!("  - {text}\n")),
            Format::Text => self.text.push_str(&wrapped(text, "      ")),
        }
    }

    fn findings<'a>(&mut self, findings: impl Iterator<Item = &'a Finding>) {
        let phrases = &PHRASES.explanation;
        for finding in findings {
            self.item(&finding.message.zh);
            if let Some(day) = finding.last_day {
                self.note(&filled(&phrases.last_day, &[("day", &day.to_string())]));
            }
            let offices: Vec<&str> = finding.departments.values().map(Department::shown).collect();
            if !offices.is_empty() {
                self.note(&filled(&phrases.offices, &[("offices", &offices.join("、"))]));
            }
            for note in &finding.notes {
                self.note(&note.zh);
            }
            self.citations(&finding.citations);
        }
    }

    fn citations(&mut self, citations: &List<Citation>) {
        let phrases = &PHRASES.explanation;
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for citation in citations.values() {
            if seen.contains(&(&citation.number, &citation.clause)) {
                continue;
            }
            seen.push((&citation.number, &citation.clause));
            let (word, role) = match citation.role {
                CitationRole::Basis => (&*phrases.basis, String::new()),
                CitationRole::See => (citation.role.label(), String::new()),
                role => (&*phrases.basis, filled(&phrases.role, &[("role", role.label())])),
            };
            let partial = match citation.evidence {
                SourceQuality::Partial => &*phrases.partial,
                SourceQuality::Verbatim => "",
            };
            let values = [
                ("word", word),
                ("number", &citation.number),
                ("clause", &citation.clause),
                ("role", &role),
                ("partial", partial),
            ];
            let mut line = filled(&phrases.cited, &values);
            if self.format == Format::Markdown && !citation.quotations.is_empty() {
                let quotations = citation.quotations.join(&phrases.between_quotations);
                line.push_str(&filled(&phrases.quotation, &[("quotation", &quotations)]));
            }
            self.note(&line);
        }
    }
}

/// A list item in 76 columns, counting a Chinese character as two.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = format!("{indent}- ");
    let mut width = indent.len() + 2;
    for letter in text.chars() {
        let columns = if letter.is_ascii() { 1 } else { 2 };
        if width + columns > 76 {
            lines.push('\n');
            lines.push_str(indent);
            lines.push_str("  ");
            width = indent.len() + 2;
        }
        lines.push(letter);
        width += columns;
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_leaves_the_terminal() {
        let page = wrapped(&"托育".repeat(60), "  ");
        assert!(page.lines().count() > 1);
        for line in page.lines() {
            let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(columns <= 76, "{line}");
        }
    }
}

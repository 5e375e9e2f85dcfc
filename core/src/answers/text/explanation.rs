//! An assessment as a text that a clerk can read out, plain or as Markdown.

use chrono::NaiveDate;

use crate::answers::assessment::Assessment;
use crate::answers::finding::Finding;
use crate::answers::supports::NotInForce;
use crate::error::Error;
use crate::facts::Institution;
use crate::logic::{OpenBecause, Status};
use crate::policy::{
    Beneficiary, Citation, CitationRole, Department, Force, PolicyBook, ScopeState, Severity,
};

choices! {
    /// How an explanation is written.
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
        page.heading(1, &format!("托育政策评估（{}）", self.as_of));
        self.registration_part(&mut page);
        self.review_part(&mut page);
        let groups = [
            ("可以享受", Group::Entitled),
            ("允许或鼓励（不产生领取权利）", Group::Soft),
            ("文件布置给部门的工作（不产生权利）", Group::Assigned),
            ("给家庭、从业人员的措施", Group::FamilyAndStaff),
        ];
        for (title, wanted) in groups {
            page.findings(title, self.supports.findings.iter().filter(|found| wanted.has(found)));
        }
        page.findings("不符合", self.with_status(Status::Unmet));
        let open = |because: OpenBecause| {
            self.supports.findings.iter().filter(move |found| found.open_because == Some(because))
        };
        page.findings("待核实", open(OpenBecause::Facts));
        page.findings("文件未明确", open(OpenBecause::Unsettled));
        page.findings("事实矛盾，无法判断", open(OpenBecause::Conflict));
        let elsewhere = |lapsed: &&NotInForce| lapsed.scope.state == ScopeState::OutOfScope;
        let (elsewhere, lapsed): (Vec<&NotInForce>, Vec<&NotInForce>) =
            self.supports.lapsed.iter().partition(elsewhere);
        if !lapsed.is_empty() {
            page.heading(2, "当日没有依据");
            for lapsed in lapsed {
                page.item(&format!("{}：{}", lapsed.title.zh, lapsed.scope.message.zh));
            }
        }
        if !elsewhere.is_empty() {
            page.heading(2, "没有收录当地的规定");
            for lapsed in elsewhere {
                page.item(&lapsed.title.zh);
            }
        }
        if !self.missing.is_empty() {
            page.heading(2, "还需回答");
            for missing in &self.missing {
                page.item(&missing.question.zh);
            }
        }
        page.paragraph(&format!(
            "政策版本 {}，程序版本 {}。本说明不是行政决定，以主管部门答复为准。",
            self.receipt.edition, self.receipt.version
        ));
        page.text
    }

    fn registration_part(&self, page: &mut Page) {
        page.heading(2, "登记");
        page.item(&self.registration.message.zh);
        for conflict in &self.registration.conflicts {
            page.item(&conflict.message.zh);
        }
        page.citations(&self.registration.citations);
        let acts = &self.registration.acts;
        let steps = self.registration.steps.iter();
        page.findings("登记前后要办的事", steps.filter(|step| !step.is_of_a_closed_act(acts)));
    }

    fn review_part(&self, page: &mut Page) {
        let Some(review) = &self.review else { return };
        page.heading(2, "备案审查");
        page.item(&review.message.zh);
        for due in review.due_to_tell() {
            page.item(&due.message.zh);
        }
        let of = |status: Status, severity: Severity| {
            let wanted =
                move |found: &&Finding| found.status == status && found.severity == Some(severity);
            review.findings.iter().filter(wanted)
        };
        page.findings("备案应补正", of(Status::Unmet, Severity::Defect));
        page.findings("备案待核实", of(Status::Open, Severity::Defect));
        let notes = of(Status::Unmet, Severity::Note).chain(of(Status::Open, Severity::Note));
        page.findings("备案提示", of(Status::Unmet, Severity::Warning).chain(notes));
    }

    fn with_status(&self, status: Status) -> impl Iterator<Item = &Finding> {
        self.supports.findings.iter().filter(move |found| found.status == status)
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

    fn findings<'a>(&mut self, title: &str, findings: impl Iterator<Item = &'a Finding>) {
        let mut findings = findings.peekable();
        if findings.peek().is_none() {
            return;
        }
        self.heading(2, title);
        for finding in findings {
            self.item(&finding.message.zh);
            if let Some(day) = finding.last_day {
                self.note(&format!("截至{day}"));
            }
            let offices: Vec<&str> = finding.departments.iter().map(Department::shown).collect();
            if !offices.is_empty() {
                self.note(&format!("办理：{}", offices.join("、")));
            }
            for note in &finding.notes {
                self.note(&note.zh);
            }
            self.citations(&finding.citations);
        }
    }

    fn citations(&mut self, citations: &[Citation]) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for citation in citations {
            if seen.contains(&(&citation.number, &citation.clause)) {
                continue;
            }
            seen.push((&citation.number, &citation.clause));
            let (word, role) = match citation.role {
                CitationRole::Basis => ("依据", String::new()),
                CitationRole::See => (citation.role.label(), String::new()),
                role => ("依据", format!("（{}）", role.label())),
            };
            let partial = match citation.evidence {
                crate::policy::SourceQuality::Partial => "（原文部分见到）",
                crate::policy::SourceQuality::Verbatim => "",
            };
            let mut line =
                format!("{word}：{} {}{role}{partial}", citation.number, citation.clause);
            if self.format == Format::Markdown && !citation.quotations.is_empty() {
                line.push_str(&format!("“{}”", citation.quotations.join("”“")));
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

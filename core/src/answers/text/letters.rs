//! 文书: the one-time notice and the receipt of a filing, with blanks for number, seal and contact.

use chrono::{Datelike, NaiveDate};

use crate::answers::due_dates::DueDate;
use crate::answers::filing::Review;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::explanation::Format;
use crate::answers::text::gaps;
use crate::answers::text::templates::{
    FILING_RECEIPT, Line, NO_FILING_RECEIPT, NO_NOTICE, NOTICE, PHRASES, filled, lines,
};
use crate::calendar::DeadlineState;
use crate::error::Error;
use crate::facts::{Dossier, Institution};
use crate::logic::{OpenBecause, Status};
use crate::policy::{CitationRole, Department, PolicyBook, ScopeState, Severity};

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 一次性告知书: every gap of a filing at once, with its cure and its clause. A filing is never called a licence.
    ///
    /// # Errors
    /// As `review`.
    pub fn notice(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        Ok(self.review(institution, dossier, as_of)?.notice(format))
    }

    /// 备案回执: that the materials were received. It is not an approval, and has no expiry.
    ///
    /// # Errors
    /// As `review`.
    pub fn acknowledgement(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        let review = self.review(institution, dossier, as_of)?;
        Ok(review.acknowledgement(dossier.received_on, format))
    }
}

impl Review {
    /// The one-time notice.
    pub fn notice(&self, format: Format) -> String {
        let template = if self.is_written() { NOTICE } else { NO_NOTICE };
        self.written(template, format, None, |_| true)
    }

    /// The receipt.
    pub fn acknowledgement(&self, received_on: Option<NaiveDate>, format: Format) -> String {
        let template = if self.is_written() { FILING_RECEIPT } else { NO_FILING_RECEIPT };
        // The receipt does not announce itself.
        self.written(template, format, received_on, |due| due.id != RECEIPT)
    }

    /// A template with what holds of this filing in it.
    fn written(
        &self,
        template: &str,
        format: Format,
        received_on: Option<NaiveDate>,
        told: impl Fn(&DueDate) -> bool,
    ) -> String {
        let holds = |mark: &str| match mark {
            "没有缺项" => self.clean(),
            "有缺项" => !self.clean(),
            "只有上级规定" => self.scope.state != ScopeState::InForce,
            "属于备案" => self.regime.is_filing(),
            "知道收到日" => self.regime.is_filing() && received_on.is_some(),
            _ => false,
        };
        let received = received_on.map_or_else(|| PHRASES.letter.no_day.clone(), chinese_day);
        let values = [
            ("收到材料日", received.as_str()),
            ("当地文件", &self.scope.message.zh),
            ("原因", &self.message.zh),
        ];
        let mut letter = Letter { format, text: String::new() };
        for line in lines(template, holds) {
            match line {
                Line::Title(title) => letter.title(&filled(title, &values)),
                Line::Heading(text) | Line::Text(text) => letter.line(&filled(text, &values)),
                Line::Block("缺项") => self.list(&mut letter),
                Line::Block("期限") => letter.due(self, &told),
                Line::Block(_) => {}
            }
        }
        letter.text
    }

    /// Tells whether an office of the place writes letters about filings on the day; otherwise what holds is told in the name of nobody.
    fn is_written(&self) -> bool {
        self.scope.is_here() && self.regime.is_filing()
    }

    fn gaps(&self, status: Status, severity: Severity) -> Vec<&Finding> {
        let of = |found: &&Finding| found.status == status && found.severity == Some(severity);
        self.findings.values().filter(of).collect()
    }

    /// Tells whether there is nothing to cure or to explain.
    fn clean(&self) -> bool {
        let gaps = |status| !self.gaps(status, Severity::Defect).is_empty();
        !gaps(Status::Unmet) && !gaps(Status::Open) && self.conflicts.is_empty()
    }

    /// Every gap, by what has to be done about it.
    fn list(&self, letter: &mut Letter) {
        let hints = [Severity::Warning, Severity::Note].map(|severity| {
            [self.gaps(Status::Unmet, severity), self.gaps(Status::Open, severity)].concat()
        });
        let phrases = &PHRASES.letter;
        let sections = [
            (&phrases.conflicts, self.conflicts.values().collect()),
            (&phrases.unmet, self.gaps(Status::Unmet, Severity::Defect)),
            (&phrases.open, self.gaps(Status::Open, Severity::Defect)),
            (&phrases.hints, hints.concat()),
        ];
        let filled_ones = sections.iter().filter(|(_, findings)| !findings.is_empty());
        for (numeral, (title, findings)) in phrases.numerals.iter().zip(filled_ones) {
            let title = filled(&phrases.section, &[("numeral", numeral), ("title", title)]);
            letter.section(&title, findings);
        }
    }
}

/// The period within which the receipt itself is given.
const RECEIPT: &str = "filing-receipt";

struct Letter {
    format: Format,
    text: String,
}

impl Letter {
    fn title(&mut self, title: &str) {
        self.text.push_str(&match self.format {
            Format::Markdown => format!("# {title}\n\n"),
            Format::Text => format!("{title}\n\n"),
        });
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str(match self.format {
            Format::Markdown => "\n\n",
            Format::Text => "\n",
        });
    }

    fn section(&mut self, title: &str, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        match self.format {
            Format::Markdown => self.line(&format!("## {title}")),
            Format::Text => self.line(title),
        }
        for (position, finding) in findings.iter().enumerate() {
            let item = described(finding);
            self.text.push_str(&match self.format {
                Format::Markdown => format!("{}. {item}\n", position + 1),
                Format::Text => format!("  {}．{item}\n", position + 1),
            });
        }
        if self.format == Format::Markdown {
            self.text.push('\n');
        }
    }

    fn due(&mut self, review: &Review, told: impl Fn(&DueDate) -> bool) {
        for due in review.due_to_tell().filter(|due| told(due)) {
            self.line(&format!("{}。", announced(due)));
        }
    }
}

/// A period in a letter that is read on later days: by its last day, without the days left or over.
fn announced(due: &DueDate) -> String {
    let last = due.deadline.as_ref().and_then(|period| Some((period.due?, period.working_days)));
    let phrase = match due.state {
        DeadlineState::Pending | DeadlineState::DueToday => &PHRASES.letter.pending,
        DeadlineState::Past => &PHRASES.letter.past,
        _ => return due.message.zh.clone(),
    };
    let Some((last, days)) = last else { return due.message.zh.clone() };
    let (last, days) = (last.to_string(), days.to_string());
    filled(phrase, &[("title", &due.title.zh), ("day", &last), ("days", &days)])
}

/// One gap: of what, what was found and wanted, how it is cured and where, and the clause.
fn described(finding: &Finding) -> String {
    let phrases = &PHRASES.letter;
    let mut item = String::new();
    if let Some(class) = finding.subject.as_deref().and_then(class_number) {
        item.push_str(&filled(&phrases.class, &[("number", &class.to_string())]));
    }
    item.push_str(finding.title.zh.trim_end_matches('。'));
    let reasons: Vec<String> = finding
        .reasons
        .iter()
        .filter(|reason| reason.outcome != Status::Met && finding.unsettled.is_empty())
        .map(|reason| gaps::told(reason, &phrases.should))
        .collect();
    let unsettled = finding.unsettled.iter().map(|text| text.zh.clone());
    let why: Vec<String> = reasons.into_iter().chain(unsettled).collect();
    if !why.is_empty() && finding.kind != FindingKind::Conflict {
        let why = why.join("；");
        item.push_str(&filled(&phrases.gap, &[("why", why.trim_end_matches('。'))]));
    }
    item.push('。');
    let to_be_told = finding.open_because == Some(OpenBecause::Facts);
    if let (Some(cure), false) = (&finding.cure, to_be_told) {
        let places: Vec<&str> = finding.cure_at.values().map(Department::shown).collect();
        let cure = cure.zh.trim_end_matches('。');
        let places = places.join("或");
        let phrase = if places.is_empty() { &phrases.cure } else { &phrases.cure_at };
        item.push_str(&filled(phrase, &[("cure", cure), ("places", &places)]));
    }
    let mut basis = finding.citations.iter().filter(|one| one.role == CitationRole::Basis);
    if let Some(citation) = basis.next() {
        let clause = citation.clause.trim_end_matches(&phrases.unseen_number);
        let values = [("number", &*citation.number), ("clause", clause)];
        item.push_str(&filled(&phrases.basis, &values));
    }
    item
}

fn class_number(subject: &str) -> Option<usize> {
    let inner = subject.strip_prefix("classes[")?.strip_suffix(']')?;
    inner.parse::<usize>().ok().map(|position| position + 1)
}

fn chinese_day(day: NaiveDate) -> String {
    let [year, month, day] =
        [day.year().to_string(), day.month().to_string(), day.day().to_string()];
    filled(&PHRASES.letter.day, &[("year", &year), ("month", &month), ("day", &day)])
}

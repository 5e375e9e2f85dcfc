//! 文书: the one-time notice and the receipt of a filing, with blanks for number, seal and contact.

use chrono::{Datelike, NaiveDate};

use crate::answers::due_dates::DueDate;
use crate::answers::filing::Review;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::explanation::Format;
use crate::answers::text::gaps;
use crate::calendar::DeadlineState;
use crate::error::Error;
use crate::facts::{Dossier, Institution};
use crate::logic::{OpenBecause, Status};
use crate::policy::{CitationRole, Department, PolicyBook, Scope, ScopeState, Severity};

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
        if !self.is_written() {
            return self.elsewhere(format, "一次性告知书", |letter| {
                self.list(letter);
                letter.due(self, |_| true);
            });
        }
        let mut letter = Letter::new(format, "托育机构备案一次性告知书");
        letter.line("编号：＿＿＿＿＿＿＿＿");
        letter.line("＿＿＿＿＿＿＿＿（机构名称）：");
        if self.clean() {
            letter.line("你单位报送的备案材料已收到，没有需要补正的事项。");
        } else {
            letter.line("你单位报送的备案材料已收到，经核对，现将需要补正和说明的事项一次告知：");
        }
        self.list(&mut letter);
        letter.due(self, |_| true);
        letter.line("备案是告知，不是审批，也没有有效期。");
        letter.without_local_files(&self.scope);
        letter.signature();
        letter.text
    }

    /// The receipt.
    pub fn acknowledgement(&self, received_on: Option<NaiveDate>, format: Format) -> String {
        if !self.is_written() {
            return self.elsewhere(format, "备案回执", |letter| {
                if let Some(day) = received_on {
                    letter.line(&format!("所填的收到材料日：{}。", chinese_day(day)));
                }
                letter.due(self, |due| due.id != RECEIPT);
            });
        }
        let mut letter = Letter::new(format, "托育机构备案回执");
        letter.line("编号：＿＿＿＿＿＿＿＿");
        letter.line("＿＿＿＿＿＿＿＿（机构名称）：");
        let day = received_on.map_or_else(|| "＿＿＿＿年＿＿月＿＿日".to_owned(), chinese_day);
        letter.line(&format!("你单位报送的备案材料已于{day}收到。"));
        letter.line("本回执只说明已经收到备案材料，不表示对机构条件的认可。机构应当符合设置标准和管理规范，并接受监督。");
        // The receipt does not announce itself.
        letter.due(self, |due| due.id != RECEIPT);
        letter.without_local_files(&self.scope);
        letter.signature();
        letter.text
    }
}

impl Review {
    /// Whether an office of the place writes letters about filings on the day.
    fn is_written(&self) -> bool {
        self.scope.is_here() && self.regime.is_filing()
    }

    /// In place of a letter where no office of the place is known, or nothing is filed: what holds, in the name of nobody.
    fn elsewhere(&self, format: Format, of: &str, tell: impl Fn(&mut Letter)) -> String {
        let mut letter = Letter::new(format, &format!("不能出具{of}"));
        letter.line(&format!("{}。", self.message.zh));
        if self.regime.is_filing() {
            tell(&mut letter);
        }
        letter.line("以上供参考，不是文书；以当地主管部门的答复为准。");
        letter.text
    }

    fn gaps(&self, status: Status, severity: Severity) -> Vec<&Finding> {
        let of = |found: &&Finding| found.status == status && found.severity == Some(severity);
        self.findings.iter().filter(of).collect()
    }

    /// Whether there is nothing to cure or to explain.
    fn clean(&self) -> bool {
        let gaps = |status| !self.gaps(status, Severity::Defect).is_empty();
        !gaps(Status::Unmet) && !gaps(Status::Open) && self.conflicts.is_empty()
    }

    /// Every gap, by what has to be done about it.
    fn list(&self, letter: &mut Letter) {
        let hints = [Severity::Warning, Severity::Note].map(|severity| {
            [self.gaps(Status::Unmet, severity), self.gaps(Status::Open, severity)].concat()
        });
        let sections = [
            ("所填事实相互矛盾，请先核对", self.conflicts.iter().collect()),
            ("需要补正", self.gaps(Status::Unmet, Severity::Defect)),
            ("需要说明或者核实", self.gaps(Status::Open, Severity::Defect)),
            ("提示（不影响备案）", hints.concat()),
        ];
        let filled = sections.iter().filter(|(_, findings)| !findings.is_empty());
        for (number, (title, findings)) in ["一", "二", "三", "四"].into_iter().zip(filled) {
            letter.section(&format!("{number}、{title}"), findings);
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
    fn new(format: Format, title: &str) -> Self {
        let text = match format {
            Format::Markdown => format!("# {title}\n\n"),
            Format::Text => format!("{title}\n\n"),
        };
        Self { format, text }
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

    /// That only law of the nation and the province stands behind the letter, where it does.
    fn without_local_files(&mut self, scope: &Scope) {
        if scope.state != ScopeState::InForce {
            self.line(&format!("当地的文件{}，以上只按上级规定。", scope.message.zh));
        }
    }

    fn signature(&mut self) {
        self.line("联系人：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿＿＿");
        self.line("（印章）");
        self.line("＿＿＿＿年＿＿月＿＿日");
    }
}

/// A period in a letter that is read on later days: by its last day, without the days left or over.
fn announced(due: &DueDate) -> String {
    let last = due.deadline.as_ref().and_then(|period| Some((period.due?, period.working_days)));
    let title = &due.title.zh;
    match (due.state, last) {
        (DeadlineState::Pending | DeadlineState::DueToday, Some((last, days))) => {
            format!("{title}：最迟{last}（{days}个工作日）")
        }
        (DeadlineState::Past, Some((last, days))) => {
            format!("{title}：已于{last}到期（{days}个工作日）")
        }
        _ => due.message.zh.clone(),
    }
}

/// One gap: of what, what was found and wanted, how it is cured and where, and the clause.
fn described(finding: &Finding) -> String {
    let mut item = String::new();
    if let Some(class) = finding.subject.as_deref().and_then(class_number) {
        item.push_str(&format!("第{class}个班："));
    }
    item.push_str(finding.title.zh.trim_end_matches('。'));
    let reasons: Vec<String> = finding
        .reasons
        .iter()
        .filter(|reason| reason.outcome != Status::Met && finding.unsettled.is_empty())
        .map(|reason| gaps::told(reason, "应为"))
        .collect();
    let unsettled = finding.unsettled.iter().map(|text| text.zh.clone());
    let why: Vec<String> = reasons.into_iter().chain(unsettled).collect();
    if !why.is_empty() && finding.kind != FindingKind::Conflict {
        item.push_str(&format!("（{}）", why.join("；").trim_end_matches('。')));
    }
    item.push('。');
    let to_be_told = finding.open_because == Some(OpenBecause::Facts);
    if let (Some(cure), false) = (&finding.cure, to_be_told) {
        let places: Vec<&str> = finding.cure_at.iter().map(Department::shown).collect();
        let cure = cure.zh.trim_end_matches('。');
        item.push_str(&match places.as_slice() {
            [] => format!("补正方式：{cure}。"),
            places => format!("补正方式：{cure}（{}）。", places.join("或")),
        });
    }
    let mut basis = finding.citations.iter().filter(|one| one.role == CitationRole::Basis);
    if let Some(citation) = basis.next() {
        let clause = citation.clause.trim_end_matches("（条号未见）");
        item.push_str(&format!("依据：{} {clause}。", citation.number));
    }
    item
}

fn class_number(subject: &str) -> Option<usize> {
    let inner = subject.strip_prefix("classes[")?.strip_suffix(']')?;
    inner.parse::<usize>().ok().map(|position| position + 1)
}

fn chinese_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

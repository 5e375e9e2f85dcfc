//! 文书: the one-time notice, the receipt of a filing and the basic conditions, with blanks for what an office fills in.

use chrono::NaiveDate;

use crate::answers::due_dates::DueDate;
use crate::answers::filing::Review;
use crate::answers::finding::Finding;
use crate::answers::text::described::{bases, items};
use crate::answers::text::explanation::Format;
use crate::answers::text::gaps;
use crate::answers::text::templates::{
    BASIC_CONDITIONS, FILING_RECEIPT, Line, NO_BASIC_CONDITIONS, NO_FILING_RECEIPT, NO_NOTICE,
    NOTICE, PHRASES, filled, lines,
};
use crate::answers::unmet_either_way::EITHER_WAY;
use crate::calendar::DeadlineState;
use crate::error::Error;
use crate::facts::{Dossier, Fact, Institution, Service};
use crate::logic::Status;
use crate::policy::{CitationRole, Department, PolicyBook, ScopeState, Severity};
use crate::text::chinese_day;

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
        self.letter(Kind::Notice, institution, dossier, as_of, format)
    }

    /// 备案回执: that the materials were received, which of them, and how much is still to be put right. It is not an approval.
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
        self.letter(Kind::Receipt, institution, dossier, as_of, format)
    }

    /// 基本条件告知书: the conditions that such an institution has to meet, which goes out with the receipt.
    ///
    /// # Errors
    /// As `review`.
    pub fn basic_conditions(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        self.letter(Kind::BasicConditions, institution, dossier, as_of, format)
    }
}

impl PolicyBook {
    fn letter(
        &self,
        kind: Kind,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        let review = self.review(institution, dossier, as_of)?;
        Ok(review.letter(kind, &Given::of(institution, dossier), format))
    }
}

/// Letter of an office about a filing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Notice,
    Receipt,
    BasicConditions,
}

impl Kind {
    /// The template, or that for where no office can write it.
    fn template(self, is_written: bool) -> &'static str {
        match (self, is_written) {
            (Self::Notice, true) => NOTICE,
            (Self::Notice, false) => NO_NOTICE,
            (Self::Receipt, true) => FILING_RECEIPT,
            (Self::Receipt, false) => NO_FILING_RECEIPT,
            (Self::BasicConditions, true) => BASIC_CONDITIONS,
            (Self::BasicConditions, false) => NO_BASIC_CONDITIONS,
        }
    }
}

/// Parts of a letter that the filing itself gives.
#[derive(Debug, Default)]
struct Given {
    code: Option<String>,
    /// The materials that were handed in.
    materials: Vec<&'static str>,
}

impl Given {
    fn of(institution: &Institution, dossier: &Dossier) -> Self {
        let handed_in = Fact::ALL.iter().filter(|fact| {
            gaps::is_document(**fact) && dossier.code(**fact).is_some_and(|code| code == 1)
        });
        Self {
            code: institution.credit_code.clone(),
            materials: handed_in.map(|fact| fact.label()).collect(),
        }
    }
}

impl Review {
    /// The one-time notice, without the credit code, which a review does not know.
    pub fn notice(&self, format: Format) -> String {
        self.letter(Kind::Notice, &Given::default(), format)
    }

    /// A letter with what holds of this filing in it.
    fn letter(&self, kind: Kind, given: &Given, format: Format) -> String {
        let received = kind != Kind::Receipt || self.received_on.is_some();
        let template = kind.template(self.is_written() && received);
        let unmet = self.gaps(Status::Unmet, Severity::Defect).count();
        let open = self.gaps(Status::Open, Severity::Defect).count();
        let holds = |mark: &str| match mark {
            "没有缺项" => self.clean(),
            "有缺项" => !self.clean(),
            "只有上级规定" => self.scope.state != ScopeState::InForce,
            "属于备案" => self.regime.is_filing(),
            "知道收到日" => self.regime.is_filing() && self.received_on.is_some(),
            "有材料" => !given.materials.is_empty(),
            "附告知书" => self.service != Some(Service::FamilySite),
            _ => false,
        };
        let phrases = &PHRASES.letter;
        let counts = [("defects", unmet.to_string()), ("open", open.to_string())];
        let count = match (unmet, open) {
            (0, 0) => phrases.conflicts.clone(),
            (_, 0) => filled(&phrases.defects, &counts),
            (0, _) => filled(&phrases.to_check, &counts),
            _ => filled(&phrases.defects_and_to_check, &counts),
        };
        let received_on = self.received_on.map_or_else(|| phrases.no_day.clone(), chinese_day);
        let code = given.code.as_ref().map(|code| filled(&phrases.code, &[("code", code)]));
        let reason = match self.is_written() {
            true => &phrases.not_received,
            false => &self.message.zh,
        };
        let position = self.service.map_or(0, |service| service as usize);
        let of_kind = |all: &[String]| all.get(position).cloned().unwrap_or_default();
        let basis = match kind {
            Kind::BasicConditions => bases(self.conditions().into_iter()),
            _ => bases(self.wanting().into_iter()),
        };
        let values = [
            ("机关", self.name_of_office()),
            ("机构类", of_kind(&phrases.kinds)),
            ("应当符合", of_kind(&phrases.standards)),
            ("代码", code.unwrap_or_default()),
            ("项数", count),
            ("依据", basis),
            ("材料", given.materials.join("、")),
            ("收到材料日", received_on),
            ("当地文件", self.scope.message.zh.clone()),
            ("原因", reason.clone()),
        ];
        let mut letter = Letter { format, text: String::new() };
        for line in lines(template, holds) {
            match line {
                Line::Title(title) => letter.title(&filled(title, &values)),
                Line::Block("缺项") => self.list(&mut letter),
                Line::Block("条件") => letter.items(
                    self.conditions()
                        .iter()
                        .map(|found| found.title.zh.trim_end_matches('。').to_owned() + "。"),
                ),
                // The receipt does not announce itself.
                Line::Block("期限") => {
                    letter.due(self, |due| kind == Kind::Notice || due.id != RECEIPT);
                }
                Line::Block("另纸") => self.reminders(&mut letter),
                Line::Block(name) => letter.line(&filled(&format!("{{{name}}}"), &values)),
                Line::Heading(text) | Line::Text(text) => letter.line(&filled(text, &values)),
            }
        }
        letter.text
    }

    /// Tells whether an office of the place writes letters about filings on the day; otherwise what holds is told in the name of nobody.
    fn is_written(&self) -> bool {
        self.scope.is_here() && self.regime.is_filing()
    }

    /// The office that the filing is made with.
    fn office(&self) -> Option<&Department> {
        self.findings.values().find_map(|found| found.departments.values().next())
    }

    fn office_id(&self) -> Option<&str> {
        self.office().map(|office| office.id.as_str())
    }

    /// The office that writes, by its name in full: that of the place before the longest of its names.
    fn name_of_office(&self) -> String {
        let place = self.scope.jurisdiction.as_deref().unwrap_or_default();
        let Some(office) = self.office() else { return PHRASES.letter.office.clone() };
        let names = office.aliases.iter().chain(office.office.as_ref());
        let level = place.chars().last().filter(|level| LEVELS.contains(level));
        let of_level = names.filter(|name| level.is_some_and(|level| name.starts_with(level)));
        let longest = of_level.max_by_key(|name| name.chars().count());
        match (longest, level) {
            (Some(name), Some(level)) => format!("{}{name}", place.trim_end_matches(level)),
            _ => office.shown().to_owned(),
        }
    }

    /// Requirements that a filing of its kind has to meet, met or not, each once.
    fn conditions(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = Vec::new();
        let defects = self.findings.values().filter(|found| {
            found.severity == Some(Severity::Defect)
                && !found.id.starts_with(EITHER_WAY)
                && !gaps::is_of_documents(found)
        });
        for found in defects {
            if all.iter().all(|other| other.title != found.title) {
                all.push(found);
            }
        }
        all
    }

    fn wanting(&self) -> Vec<&Finding> {
        let of = |status: Status| self.gaps(status, Severity::Defect);
        of(Status::Unmet).chain(of(Status::Open)).collect()
    }

    /// Tells whether there is nothing to cure or to explain.
    fn clean(&self) -> bool {
        self.wanting().is_empty() && self.conflicts.is_empty()
    }

    /// Every gap, by what has to be done about it.
    fn list(&self, letter: &mut Letter) {
        let of = |wanted: gaps::Sort| {
            let unmet = self.gaps(Status::Unmet, Severity::Defect);
            unmet.filter(|found| gaps::sort(found) == wanted).collect::<Vec<_>>()
        };
        let phrases = &PHRASES.letter;
        let sections = [
            (&phrases.conflicts, self.conflicts.values().collect()),
            (&phrases.lacking, of(gaps::Sort::Lacking)),
            (&phrases.expired, of(gaps::Sort::Expired)),
            (&phrases.unmet, of(gaps::Sort::Other)),
            (&phrases.open, self.gaps(Status::Open, Severity::Defect).collect()),
            (&phrases.hints, self.hints(true)),
        ];
        let filled_ones = sections.iter().filter(|(_, findings)| !findings.is_empty());
        for (numeral, (title, findings)) in phrases.numerals.iter().zip(filled_ones) {
            let title = filled(&phrases.section, &[("numeral", numeral), ("title", title)]);
            letter.section(&title, items(findings, self.office_id()));
        }
    }

    /// Hints with a clause behind them, or those of the library's own.
    fn hints(&self, of_law: bool) -> Vec<&Finding> {
        let hints = [Severity::Warning, Severity::Note].into_iter().flat_map(|severity| {
            self.gaps(Status::Unmet, severity).chain(self.gaps(Status::Open, severity))
        });
        let has_basis =
            |found: &&Finding| found.citations.iter().any(|one| one.role == CitationRole::Basis);
        hints.filter(|found| has_basis(found) == of_law).collect()
    }

    /// Hints of the library's own, apart from the letter.
    fn reminders(&self, letter: &mut Letter) {
        let reminders = self.hints(false);
        if !reminders.is_empty() {
            letter.section(&PHRASES.letter.reminders, items(&reminders, self.office_id()));
        }
    }
}

/// Last characters of the names of places, with which the names of their offices begin.
const LEVELS: [char; 3] = ['区', '县', '市'];

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

    fn section(&mut self, title: &str, items: Vec<String>) {
        match self.format {
            Format::Markdown => self.line(&format!("## {title}")),
            Format::Text => self.line(title),
        }
        self.items(items.into_iter());
    }

    fn items(&mut self, items: impl Iterator<Item = String>) {
        for (position, item) in items.enumerate() {
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
        _ => {
            // That the day of receipt was not given is no matter of the letter.
            let because =
                due.because.as_ref().map_or_else(String::new, |one| format!("，{}", one.zh));
            let message = &due.message.zh;
            let told = match due.state {
                DeadlineState::NotStarted => message.strip_suffix(&because),
                _ => None,
            };
            return told.unwrap_or(message).to_owned();
        }
    };
    let Some((last, days)) = last else { return due.message.zh.clone() };
    let (last, days) = (chinese_day(last), days.to_string());
    filled(phrase, &[("title", &due.title.zh), ("day", &last), ("days", &days)])
}

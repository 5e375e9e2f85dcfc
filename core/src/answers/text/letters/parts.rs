//! Parts of a letter: what holds of a filing, in the places that a template names.

use crate::answers::due_dates::DueDate;
use crate::answers::filing::Review;
use crate::answers::finding::Finding;
use crate::answers::text::described::{bases, items};
use crate::answers::text::gaps;
use crate::answers::text::letters::details::LetterDetails;
use crate::answers::text::letters::template::{BLANK, blank_day, of_kind};
use crate::answers::text::letters::written::{Letter, LetterKind, Paragraph, ParagraphRole};
use crate::answers::text::templates::{Line, PHRASES, filled, lines};
use crate::answers::unmet_either_way::EITHER_WAY;
use crate::calendar::DeadlineState;
use crate::facts::{Dossier, Fact, Institution, Service};
use crate::logic::Status;
use crate::policy::{CitationRole, Department, ScopeState, Severity};
use crate::text::chinese_day;

/// Parts that a letter is made of.
pub struct Parts<'r> {
    kind: LetterKind,
    review: &'r Review,
    details: &'r LetterDetails,
    code: Option<&'r str>,
    /// The materials that were handed in.
    materials: Vec<&'static str>,
}

impl<'r> Parts<'r> {
    pub fn new(
        kind: LetterKind,
        review: &'r Review,
        filing: Option<(&'r Institution, &Dossier)>,
        details: &'r LetterDetails,
    ) -> Self {
        let handed_in = Fact::ALL.iter().filter(|fact| {
            let code = filing.and_then(|(_, dossier)| dossier.code(**fact));
            gaps::is_document(**fact) && code == Some(1)
        });
        let materials = handed_in.map(|fact| fact.label()).collect();
        let code = filing.and_then(|(institution, _)| institution.credit_code.as_deref());
        Self { kind, review, details, code, materials }
    }

    /// The letter, by the template of the caller, or by that of the library.
    pub fn letter(&self) -> Letter {
        let received =
            self.kind != LetterKind::Acknowledgement || self.review.received_on.is_some();
        let is_written = self.review.is_written() && received;
        let own = self.details.template.as_deref().filter(|_| is_written);
        let template = own.unwrap_or_else(|| of_kind(self.kind, is_written));
        let values = self.values();
        let one =
            |role, text: &str| vec![Paragraph { role, number: None, text: filled(text, &values) }];
        let written = lines(template, |mark| self.holds(mark)).flat_map(|line| match line {
            Line::Title(title) => one(ParagraphRole::Title, title),
            Line::Heading(text) => one(ParagraphRole::Heading, text),
            Line::Text(text, mark) => one(ParagraphRole::of_mark(mark), text),
            Line::Block("缺项") => self.gaps(),
            Line::Block("条件") => {
                let titles = self.review.conditions().into_iter().map(|found| &found.title.zh);
                let items = titles.map(|title| title.trim_end_matches('。').to_owned() + "。");
                numbered(items).collect()
            }
            Line::Block("期限") => self.due(),
            Line::Block("另纸") => self.reminders(),
            Line::Block(name) => one(ParagraphRole::Body, &format!("{{{name}}}")),
        });
        let mut paragraphs: Vec<Paragraph> = written.collect();
        paragraphs.retain(|one| !one.text.is_empty());
        Letter::new(self.kind, paragraphs)
    }

    /// Tells whether a mark of a template holds; none for one of layout.
    fn holds(&self, mark: &str) -> Option<bool> {
        let review = self.review;
        Some(match mark {
            "没有缺项" => review.clean(),
            "有缺项" => !review.clean(),
            "只有上级规定" => review.scope.state != ScopeState::InForce,
            "属于备案" => review.regime.is_filing(),
            "知道收到日" => review.regime.is_filing() && review.received_on.is_some(),
            "有材料" => !self.materials.is_empty(),
            "有地址" => self.details.address.is_some(),
            "附告知书" => review.service != Some(Service::FamilySite),
            _ => return None,
        })
    }

    /// Values in the places that a template names.
    fn values(&self) -> Vec<(&'static str, String)> {
        let (review, details, phrases) = (self.review, self.details, &PHRASES.letter);
        let unmet = review.gaps(Status::Unmet, Severity::Defect).count();
        let open: Vec<&Finding> = review.gaps(Status::Open, Severity::Defect).collect();
        // As many as are numbered in the list.
        let open = items(&open, review.office_id()).len();
        let counts = [("defects", unmet.to_string()), ("open", open.to_string())];
        let count = match (unmet, open) {
            (0, 0) => phrases.conflicts.clone(),
            (_, 0) => filled(&phrases.defects, &counts),
            (0, _) => filled(&phrases.to_check, &counts),
            _ => filled(&phrases.defects_and_to_check, &counts),
        };
        let code = filled(&phrases.code, &[("code", self.code.unwrap_or(BLANK))]);
        let reason = match review.is_written() {
            true => &phrases.not_received,
            false => &review.message.zh,
        };
        let position = review.service.map_or(0, |service| service as usize);
        let of_service = |all: &[String]| all.get(position).cloned().unwrap_or_default();
        let basis = match self.kind {
            LetterKind::BasicConditions => bases(review.conditions().into_iter()),
            _ => bases(review.wanting().into_iter()),
        };
        let given = |detail: &Option<String>| detail.clone().unwrap_or_else(|| BLANK.to_owned());
        let day = |day: Option<_>| day.map_or_else(blank_day, chinese_day);
        let cure_by = details.cure_by.map(chinese_day);
        vec![
            ("机关", review.name_of_office()),
            ("机构类", of_service(&phrases.kinds)),
            ("应当符合", of_service(&phrases.standards)),
            ("名称", given(&details.name)),
            ("地址", given(&details.address)),
            ("编号", given(&details.number)),
            ("代码", code),
            ("称呼", of_service(&phrases.addressed)),
            ("补正期限", cure_by.map_or_else(|| phrases.no_cure_by.clone(), |day| day + "前")),
            ("成文日期", day(details.signed_on)),
            ("项数", count),
            ("依据", basis),
            ("材料", self.materials.join("、")),
            ("收到材料日", day(review.received_on)),
            ("当地文件", review.scope.message.zh.clone()),
            ("原因", reason.clone()),
        ]
    }

    /// Every gap, by what has to be done about it.
    fn gaps(&self) -> Vec<Paragraph> {
        let review = self.review;
        let of = |wanted: gaps::Sort| {
            let unmet = review.gaps(Status::Unmet, Severity::Defect);
            unmet.filter(|found| gaps::sort(found) == wanted).collect::<Vec<_>>()
        };
        let phrases = &PHRASES.letter;
        let sections = [
            (&phrases.conflicts, review.conflicts.values().collect()),
            (&phrases.lacking, of(gaps::Sort::Lacking)),
            (&phrases.expired, of(gaps::Sort::Expired)),
            (&phrases.unmet, of(gaps::Sort::Other)),
            (&phrases.open, review.gaps(Status::Open, Severity::Defect).collect()),
            (&phrases.hints, review.hints(true)),
        ];
        let filled_ones = sections.iter().filter(|(_, findings)| !findings.is_empty());
        let told = phrases.numerals.iter().zip(filled_ones).flat_map(|(numeral, (title, all))| {
            let title = filled(&phrases.section, &[("numeral", numeral), ("title", title)]);
            section(ParagraphRole::Heading, title, items(all, review.office_id()))
        });
        told.collect()
    }

    /// Hints of the library's own, apart from the letter.
    fn reminders(&self) -> Vec<Paragraph> {
        let reminders = self.review.hints(false);
        if reminders.is_empty() {
            return Vec::new();
        }
        let items = items(&reminders, self.review.office_id());
        section(ParagraphRole::Apart, PHRASES.letter.reminders.clone(), items)
    }

    /// Periods; the receipt does not announce itself.
    fn due(&self) -> Vec<Paragraph> {
        let told = |due: &&DueDate| self.kind == LetterKind::Notice || due.id != RECEIPT;
        let is_written = self.review.is_written();
        let text = |due| format!("{}。", announced(due, is_written));
        let body = |text| Paragraph { role: ParagraphRole::Body, number: None, text };
        self.review.due_to_tell().filter(told).map(text).map(body).collect()
    }
}

fn section(role: ParagraphRole, title: String, items: Vec<String>) -> Vec<Paragraph> {
    let title = Paragraph { role, number: None, text: title };
    std::iter::once(title).chain(numbered(items.into_iter())).collect()
}

fn numbered(items: impl Iterator<Item = String>) -> impl Iterator<Item = Paragraph> {
    let item = |(number, text)| Paragraph { role: ParagraphRole::Item, number: Some(number), text };
    (1..).zip(items).map(item)
}

impl Review {
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
        let Some(office) = self.office() else { return BLANK.to_owned() };
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

    /// Hints with a clause behind them, or those of the library's own.
    fn hints(&self, of_law: bool) -> Vec<&Finding> {
        let hints = [Severity::Warning, Severity::Note].into_iter().flat_map(|severity| {
            self.gaps(Status::Unmet, severity).chain(self.gaps(Status::Open, severity))
        });
        let has_basis =
            |found: &&Finding| found.citations.iter().any(|one| one.role == CitationRole::Basis);
        hints.filter(|found| has_basis(found) == of_law).collect()
    }
}

/// Last characters of the names of places, with which the names of their offices begin.
const LEVELS: [char; 3] = ['区', '县', '市'];

/// The period within which the receipt itself is given.
const RECEIPT: &str = "filing-receipt";

/// A period in a letter that is read on later days: by its last day, without the days left or over. That the day of receipt was not
/// given, or that the days off of a year are not published, is no matter of the letter. Where no office writes, none is named.
fn announced(due: &DueDate, is_written: bool) -> String {
    let phrases = &PHRASES.letter;
    let Some(period) = &due.deadline else {
        let because = due.because.as_ref().map_or_else(String::new, |one| format!("，{}", one.zh));
        let told = due.message.zh.strip_suffix(&because);
        return told.unwrap_or(&due.message.zh).to_owned();
    };
    let phrase = match (due.state, is_written) {
        (DeadlineState::Pending | DeadlineState::DueToday, true) => &phrases.announced,
        (DeadlineState::Pending | DeadlineState::DueToday, false) => &phrases.pending,
        (DeadlineState::Past, true) => &phrases.announced_past,
        (DeadlineState::Past, false) => &phrases.past,
        (DeadlineState::NotComputable, true) => &phrases.announced_without_day,
        _ => return due.message.zh.clone(),
    };
    let day = period.due.map(chinese_day).unwrap_or_default();
    let days = period.working_days.to_string();
    filled(phrase, &[("title", &due.title.zh), ("day", &day), ("days", &days)])
}

//! An assessment as a text that a clerk can read out, plain or as Markdown.

use chrono::NaiveDate;

use crate::answers::assessment::Assessment;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::answers::text::merged::{counted, merged};
use crate::answers::text::page::{Page, class_of, numbered};
use crate::answers::text::sentences::{asked_first, questions};
use crate::answers::text::summary::is_right;
use crate::answers::text::templates::{EXPLANATION, Line, PHRASES, filled, lines};
use crate::error::Error;
use crate::facts::Institution;
use crate::logic::{OpenBecause, Status};
use crate::policy::{
    Beneficiary, Citation, CitationRole, Department, PolicyBook, ScopeState, Severity,
};
use crate::text::chinese_day;

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
        let mut page = Page::new(format);
        let as_of = chinese_day(self.as_of);
        let values = [
            ("作答日", as_of.as_str()),
            ("政策版本", &self.receipt.edition),
            ("程序版本", &self.receipt.version),
        ];
        // A heading stands where something stands below it.
        let mut heading = None;
        for line in lines(EXPLANATION, |_| Some(true)) {
            match line {
                Line::Title(title) => page.title(&filled(title, &values)),
                Line::Heading(title) => heading = Some(title),
                Line::Block("折叠") => page.fold(&PHRASES.explanation.fold),
                Line::Block(block) => page.section(heading.take(), |page| self.part(block, page)),
                Line::Text(text, _) => page.closing(&filled(text, &values)),
            }
        }
        page.written()
    }

    /// A part of the explanation, by its name in the template.
    fn part(&self, block: &str, page: &mut Page) {
        let supports = || self.supports.findings.values();
        let open = |because: OpenBecause| {
            supports().filter(move |found| found.open_because == Some(because))
        };
        let elsewhere = |scope: ScopeState| scope == ScopeState::OutOfScope;
        match block {
            "结论" => self.message.zh.lines().for_each(|line| page.item(line)),
            "要办的事" => self.to_do(page),
            "备案材料核对" => self.filing(page),
            "已经可以" => {
                let met = || supports().filter(|found| found.status == Status::Met);
                entitled(page, met().filter(|found| is_right(found)));
            }
            "备案后可以" => {
                let later = self.after_filing.values();
                let later = later.filter(|found| found.status == Status::Met && is_right(found));
                entitled(page, later);
            }
            "要先回答" => page.grouped(open(OpenBecause::Facts), |found| {
                let asked = questions(asked_first(&found.missing)).zh;
                (&PHRASES.explanation.asked, "questions", asked)
            }),
            "文件没有写明" => {
                for unsettled in self.registration.unsettled.values() {
                    page.item(&unsettled.zh);
                }
                page.grouped(open(OpenBecause::Unsettled), |found| {
                    let because = found.unsettled.iter().map(|text| text.zh.trim_end_matches('。'));
                    let because = named(found, &because.collect::<Vec<_>>().join("；"));
                    (&PHRASES.explanation.because, "because", because)
                });
            }
            "文件只是鼓励" => {
                let soft = |found: &&Finding| {
                    found.status == Status::Met && !is_right(found) && !is_of_people(found)
                };
                page.items(merged(titles(supports().filter(soft))));
                let later = merged(titles(self.after_filing.values().filter(soft)));
                if !later.is_empty() {
                    let values = [("titles", later.join("；"))];
                    page.phrase(&PHRASES.explanation.after_filing, &values);
                }
            }
            "家庭和从业人员" => {
                let theirs =
                    supports().filter(|found| found.status == Status::Met && is_of_people(found));
                page.items(merged(titles(theirs)));
            }
            "事实矛盾" => page.items(merged(titles(open(OpenBecause::Conflict)))),
            "当日没有依据" => {
                let lapsed = self.supports.lapsed.values();
                let lapsed = lapsed.filter(|lapsed| !elsewhere(lapsed.scope.state));
                page.by_reason(lapsed.map(|lapsed| {
                    let because = lapsed.scope.message.zh.clone();
                    ((&*PHRASES.explanation.because, "because", because), &*lapsed.title.zh)
                }));
            }
            "没有收录" => {
                let lapsed = self.supports.lapsed.values();
                let lapsed = lapsed.filter(|lapsed| elsewhere(lapsed.scope.state));
                page.items(merged(lapsed.map(|lapsed| &*lapsed.title.zh)));
            }
            "可能的后果" => {
                for step in self.consequences() {
                    let title = step.title.zh.clone();
                    page.phrase(&PHRASES.explanation.consequence, &[("title", title)]);
                }
            }
            "依据" => page.cited(self.cited()),
            _ => {}
        }
    }

    /// Conflicts, and the steps that are still to be done, those at one office as one.
    fn to_do(&self, page: &mut Page) {
        for conflict in self.registration.conflicts.values() {
            page.item(&conflict.message.zh);
        }
        for step in self.steps() {
            let offices: Vec<&str> = step.departments.values().map(Department::shown).collect();
            match offices.as_slice() {
                [] => page.item(&step.message.zh),
                offices => {
                    let values =
                        [("title", step.message.zh.clone()), ("offices", offices.join("、"))];
                    page.phrase(&PHRASES.explanation.at, &values);
                }
            }
        }
    }

    /// The steps that are still to be done: of several that one office asks for in the same words of several files, the first.
    fn steps(&self) -> impl Iterator<Item = &Finding> {
        let acts = &self.registration.acts;
        let open = self.registration.steps.values().filter(move |step| {
            step.kind == FindingKind::Step
                && step.done != Some(true)
                && !(step.acts.is_empty() && step.departments.is_empty())
                && !step.is_of_a_closed_act(acts)
        });
        let mut offices: Vec<Vec<&str>> = Vec::new();
        open.filter(move |step| {
            let at: Vec<&str> = step.departments.iter().map(|office| office.id.as_str()).collect();
            let again = offices.contains(&at);
            if !at.is_empty() && step.acts.is_empty() && !again {
                offices.push(at);
            }
            !again
        })
    }

    /// The gaps of the filing, what is still to be checked, and the periods.
    fn filing(&self, page: &mut Page) {
        let Some(review) = &self.review else { return };
        let phrases = &PHRASES.explanation;
        page.item(&review.message.zh);
        let of = |status: Status, severity: Severity| review.gaps(status, severity);
        let hints = of(Status::Unmet, Severity::Warning);
        for found in of(Status::Unmet, Severity::Defect).chain(hints) {
            let title = format!("{}{}", class_of(found), found.title.zh);
            let why = gaps::beside(&found.title.zh, found);
            page.phrase(&phrases.gap, &[("title", title), ("why", why.join("；"))]);
        }
        let open = merged(titles(of(Status::Open, Severity::Defect)));
        if !open.is_empty() {
            page.phrase(&phrases.to_check, &[("titles", open.join("；"))]);
        }
        for note in of(Status::Unmet, Severity::Note).chain(of(Status::Open, Severity::Note)) {
            page.phrase(&phrases.note, &[("title", note.title.zh.clone())]);
        }
        review.due_to_tell().for_each(|due| page.item(&due.message.zh));
    }

    /// Consequences of what is not done.
    fn consequences(&self) -> impl Iterator<Item = &Finding> {
        let steps = self.registration.steps.values();
        let steps = steps.filter(|step| step.kind == FindingKind::Consequence);
        steps.filter(|step| step.status == Status::Met)
    }

    /// The clauses behind all that is told.
    fn cited(&self) -> impl Iterator<Item = &Citation> {
        let gaps = self.review.iter().flat_map(|review| review.findings.values());
        let gaps = gaps.filter(|found| found.status != Status::Met);
        let told = |found: &&Finding| found.status != Status::Unmet;
        let all = self.steps().chain(gaps).chain(self.supports.findings.values().filter(told));
        let all = all.chain(self.after_filing.values()).chain(self.consequences());
        let of_registration = self.registration.citations.values();
        of_registration
            .chain(all.flat_map(|found| found.citations.values()))
            .filter(|one| matches!(one.role, CitationRole::Basis | CitationRole::Definition))
    }
}

/// Rights that are met, those of the owner of the premises as such.
fn entitled<'f>(page: &mut Page, findings: impl Iterator<Item = &'f Finding> + Clone) {
    let is_owners = |found: &&Finding| found.beneficiary == Some(Beneficiary::OwnerOfPremises);
    let own: Vec<&Finding> = findings.clone().filter(|found| !is_owners(found)).collect();
    page.items(at_offices(&own));
    let owners = at_offices(&findings.filter(is_owners).collect::<Vec<_>>());
    if !owners.is_empty() {
        page.phrase(&PHRASES.explanation.owners, &[("titles", owners.join("；"))]);
    }
}

/// Titles, those alike as one, each with the offices that handle it.
fn at_offices(findings: &[&Finding]) -> Vec<String> {
    let mut rest = findings.iter();
    let told = counted(titles(findings.iter().copied())).into_iter().map(|(title, count)| {
        let mut offices: Vec<&str> = Vec::new();
        for office in rest.by_ref().take(count).flat_map(|found| found.departments.values()) {
            if !offices.contains(&office.shown()) {
                offices.push(office.shown());
            }
        }
        match offices.as_slice() {
            [] => title,
            offices => {
                let values = [("title", title.as_str()), ("offices", &offices.join("、"))];
                filled(&PHRASES.explanation.at, &values)
            }
        }
    });
    told.collect()
}

/// A reason with the clause by its name, where it speaks of "this clause".
fn named(found: &Finding, because: &str) -> String {
    let basis = found.citations.values().find(|one| one.role == CitationRole::Basis);
    match (basis, because.strip_prefix(THIS_CLAUSE)) {
        (Some(basis), Some(rest)) => format!("《{}》{}{rest}", basis.title, numbered(basis)),
        _ => because.to_owned(),
    }
}

/// 本条: as an annotation of a clause begins.
const THIS_CLAUSE: &str = "本条";

fn titles<'f>(findings: impl Iterator<Item = &'f Finding>) -> impl Iterator<Item = &'f str> {
    findings.map(|found| found.title.zh.as_str())
}

/// Tells whether it is for families or for staff.
fn is_of_people(found: &Finding) -> bool {
    matches!(found.beneficiary, Some(Beneficiary::Family | Beneficiary::Staff))
}

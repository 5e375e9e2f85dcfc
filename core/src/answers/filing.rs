//! 备案材料核对: whether a dossier is complete and sound.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::due_dates::DueDate;
use crate::answers::examined::Examination;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::standing::{AskedFor, Asking};
use crate::answers::text::sentence as sentence_of;
use crate::error::Error;
use crate::facts::{
    CareClass, Choice, Dossier, Event, Fact, Institution, Service, check_at_once, day_of,
};
use crate::logic::{Decision, Missing, Outcome, Status, Subject};
use crate::policy::{
    Case, PolicyBook, Regime, Rule, Scope, ScopeState, Severity, Target, Then, check_day,
};
use crate::text::Text;

records! {
    /// 备案材料核对: is this dossier complete and sound, and when is each answer due?
    Review with methods {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law of the place itself; the requirements of the nation hold everywhere.
        scope: Shared<Scope>,
        /// The kind of service that files, where it is stated.
        service: Option<Service>,
        /// The day on which the materials were received, where it is stated.
        received_on: Option<NaiveDate>,
        /// Legal nature of a filing on that day.
        regime: Regime,
        /// Met where no defect is left, unmet where one is certain. Never met while the place is not known, nor where
        /// its own files are not here.
        status: Status,
        /// Every requirement that applies, or may apply, in document order. Last, as `unmet-either-way`, those that are open
        /// each by itself but cannot all be met, whatever the unknown facts are.
        findings: List<Finding>,
        /// Receipt and notice.
        due: List<DueDate>,
        /// The facts that contradict each other.
        conflicts: List<Finding>,
        /// The questions still to ask, the most decisive first.
        missing: List<Missing>,
        /// The answer in a sentence.
        message: Shared<Text>,
    }

    /// Steps after an event.
    FollowUps {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// The event.
        event: Event,
        /// Tells whether there is law of the place itself; the duties of national law hold everywhere.
        scope: Shared<Scope>,
        /// Everything that has to be, or may have to be, done.
        findings: List<Finding>,
    }
}

/// 备案: an institution and the dossier that it files, to be reviewed with others.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Filing {
    /// The institution.
    pub institution: Institution,
    /// The dossier that it files.
    pub dossier: Dossier,
}

impl PolicyBook {
    pub(crate) fn filing_case<'a>(
        &'a self,
        institution: &Institution,
        dossier: &Dossier,
        class: Option<&CareClass>,
        on: NaiveDate,
    ) -> Result<Case<'a>, Error> {
        let subject = Subject { institution, dossier: Some(dossier), class };
        self.case_of(subject, on)
    }

    pub(crate) fn review_of(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        on: NaiveDate,
    ) -> Result<Review, Error> {
        let filing = self.examination(institution, dossier, on)?;
        Ok(self.reviewed(&filing, on)?.told)
    }

    /// The review of a filing, and what it asks for.
    pub(super) fn reviewed(
        &self,
        filing: &Examination<'_>,
        on: NaiveDate,
    ) -> Result<Asking<Review>, Error> {
        let kept = &filing.whole.standing.reviews;
        kept.or_tell(filing.stated(), || self.new_review(filing, on))
    }

    /// A filing, checked and ready to be examined.
    pub(super) fn examination(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        on: NaiveDate,
    ) -> Result<Examination<'_>, Error> {
        dossier.check().map_err(|error| error.inside("dossier"))?;
        dossier.check_by(on)?;
        let subject = Subject { institution, dossier: Some(dossier), class: None };
        Ok(Examination::new(self.inquiry(subject, on)?, dossier))
    }

    fn new_review(&self, filing: &Examination<'_>, on: NaiveDate) -> Result<Asking<Review>, Error> {
        let regime = filing.whole.standing.regime;
        let mut own = AskedFor::default();
        let mut examined = match regime.is_filing() {
            true => filing.examined(&mut own),
            false => Vec::new(),
        };
        let conflicts = filing.whole.conflicts();
        if conflicts.is_empty() {
            filing.add_unmet_either_way(&mut examined);
        }
        let findings: List<Finding> = examined.into_iter().map(|one| one.finding).collect();
        let defects = findings.iter().filter(|finding| finding.severity == Some(Severity::Defect));
        let defects = defects.map(|finding| Outcome::of(finding.status, finding.open_because));
        if filing.whole.place.is_none() {
            own.add(&[(Fact::Jurisdiction, 1)]);
        }
        let scope = filing.whole.standing.scope.clone();
        let status = match whole_outcome(regime, &scope, !conflicts.is_empty(), defects) {
            // Where nothing is asked for, nothing was examined.
            Outcome::NotInForce => Status::Open,
            outcome => outcome.status(),
        };
        let message = match &*conflicts {
            [] => sentence(&scope, regime, status, &findings),
            _ => scope.beside(Text::new(
                "所填事实相互矛盾，请先核对",
                "the facts contradict each other; settle that first",
            )),
        };
        let told = Review {
            as_of: on,
            scope,
            service: filing.whole.stated.get(Fact::Service).and_then(service_at),
            received_on: filing.whole.stated.get(Fact::ReceivedOn).and_then(day_of),
            regime,
            status,
            message: Shared::new(message),
            due: if regime.is_filing() { filing.whole.due()? } else { List::new() },
            conflicts,
            findings,
            missing: own.ranked(&filing.whole.kept.questions),
        };
        Ok(Asking { told, missing: own.facts() })
    }

    /// One requirement, asked of the whole or of a class; none where it does not apply.
    pub(super) fn requirement(
        &self,
        target: &Target,
        applies: &Decision,
        rule: &Rule,
        known: &Case<'_>,
        subject: Option<String>,
        on: NaiveDate,
    ) -> Option<Finding> {
        if !is_told(rule, applies.outcome(known)) {
            return None;
        }
        let mut finding = self.finding(FindingKind::Requirement, target, known, on);
        finding.subject = subject;
        if finding.status != Status::Open {
            // To what a requirement applies is not something to be cured.
            let reasons = finding.reasons.iter().filter(|reason| rule.wants(&reason.fact));
            finding.reasons = reasons.cloned().collect();
            finding.message = Shared::new(sentence_of(&finding));
        }
        if finding.status != Status::Met {
            // How a place has it cured is told once the place is known.
            let cure = rule
                .entry
                .cure
                .as_ref()
                .filter(|_| self.surely_in_force(rule, known.code(Fact::Jurisdiction), on));
            let text = |zh| Text::new(zh, rule.entry.cure_en.as_ref().unwrap_or(zh));
            finding.cure = cure.map(|zh| Shared::new(text(zh)));
            finding.cure_at = if rule.entry.cure_at_registry {
                self.registries(known, on)
            } else {
                finding.departments.clone()
            };
        }
        Some(finding)
    }

    /// Legal nature of a filing on the day, by the rule that no other rule in force displaces.
    pub(super) fn regime(&self, place: Option<i64>, on: NaiveDate) -> Regime {
        let in_force = |rule: &Rule| self.surely_in_force(rule, place, on);
        let regimes: Vec<(usize, &Rule, Regime)> = self
            .rules
            .iter()
            .filter(|(_, rule)| in_force(rule))
            .filter_map(|(position, rule)| match rule.entry.then {
                Then::Regime(regime) => Some((position, rule, regime)),
                _ => None,
            })
            .collect();
        regimes
            .iter()
            .find(|(position, ..)| {
                !regimes.iter().any(|(_, other, _)| other.displaces.contains(position))
            })
            .filter(|(_, rule, _)| !rule.span.is_unsure(on))
            .map_or(Regime::Unknown, |(_, _, regime)| *regime)
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 备案材料核对: every requirement that applies on the day, all gaps at once, and when each answer is due.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn review(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
    ) -> Result<Review, Error> {
        check_day(as_of)?;
        self.review_of(institution, dossier, as_of)
    }

    /// 批量审查: the review of each filing, in the order given; for nightly jobs.
    ///
    /// # Errors
    /// Those of `review`; the path begins with the position of the filing, as in `[3].dossier.received_on`. More filings than
    /// institutions may be assessed at once, before any is reviewed.
    pub fn review_all(&self, filings: &[Filing], as_of: NaiveDate) -> Result<Vec<Review>, Error> {
        check_day(as_of)?;
        check_at_once(filings.len(), "filings")?;
        let review = |(position, filing): (usize, &Filing)| {
            self.review_of(&filing.institution, &filing.dossier, as_of)
                .map_err(|error| error.inside(&format!("[{position}]")))
        };
        filings.iter().enumerate().map(review).collect()
    }

    /// 变更、注销、迁址: what has to be done after an event, the registration first. The facts are those before it: the
    /// place is the one that the institution moves from, and no office of the new one is told.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn duties_after(
        &self,
        event: Event,
        institution: &Institution,
        as_of: NaiveDate,
    ) -> Result<FollowUps, Error> {
        check_day(as_of)?;
        let dossier = Dossier { event: Some(event), ..Dossier::default() };
        let known = self.filing_case(institution, &dossier, None, as_of)?;
        let mut findings = Vec::new();
        for target in self.in_order(&known.law().events, known.code(Fact::Jurisdiction)) {
            let rules = self.rules_in_force(&target.rules, &known, as_of);
            let Some(rule) = rules.first().map(|rule| &rule.entry) else { continue };
            let mut finding = self.finding(FindingKind::Step, target, &known, as_of);
            if rule.at_registry && !rule.at_new_place {
                let registries = self.registries(&known, as_of);
                if !registries.is_empty() {
                    finding.departments = registries;
                }
            }
            if finding.status != Status::Unmet {
                findings.push((!rule.at_registry, finding));
            }
        }
        // The registration is changed before what rests on it.
        findings.sort_by_key(|(later, _)| *later);
        let findings = findings.into_iter().map(|(_, finding)| finding).collect();
        let scope = Shared::new(self.local_scope(known.code(Fact::Jurisdiction), as_of));
        Ok(FollowUps { as_of, event, scope, findings })
    }
}

impl Review {
    /// Findings of a status and a weight.
    pub(super) fn gaps(
        &self,
        status: Status,
        severity: Severity,
    ) -> impl Iterator<Item = &Finding> {
        let of = move |found: &&Finding| found.status == status && found.severity == Some(severity);
        self.findings.values().filter(of)
    }
}

impl Regime {
    /// Tells whether filing is what the day's law asks for.
    pub(crate) fn is_filing(self) -> bool {
        matches!(self, Self::FilingDuty | Self::FilingMeasure)
    }
}

fn service_at(code: i64) -> Option<Service> {
    Service::at(usize::try_from(code).ok()?)
}

/// Tells whether a requirement is told of, by whether it applies: where it does or may, and what is only told where it does.
pub fn is_told(rule: &Rule, applying: Outcome) -> bool {
    match rule.entry.severity {
        Some(Severity::Note) => applying == Outcome::Met,
        _ => applying != Outcome::Unmet,
    }
}

/// Outcome of a whole filing: of its defects, unless its facts contradict each other, which is neither sound nor unsound;
/// not in force where filing is not what the law asks for, or asks for nothing.
pub fn whole_outcome(
    regime: Regime,
    scope: &Scope,
    is_conflicting: bool,
    defects: impl Iterator<Item = Outcome>,
) -> Outcome {
    if is_conflicting {
        return Outcome::OpenConflict;
    }
    let defects = defects.filter(|_| regime.is_filing());
    match Outcome::all_of(defects).unwrap_or(Outcome::NotInForce) {
        // What the nation asks for is not all that a place may ask for.
        Outcome::Met if scope.jurisdiction.is_none() => Outcome::OpenFacts,
        Outcome::Met if !scope.is_here() => Outcome::OpenUnsettled,
        outcome => outcome,
    }
}

impl Scope {
    /// Tells whether the place is known and the files of the book are its own.
    pub(crate) fn is_here(&self) -> bool {
        self.jurisdiction.is_some() && self.state != ScopeState::OutOfScope
    }

    /// A Chinese text without the message of the scope that stands before it.
    pub(crate) fn apart<'t>(&self, text: &'t str) -> &'t str {
        let rest = text.strip_prefix(&self.message.zh).and_then(|rest| rest.strip_prefix('。'));
        rest.unwrap_or(text)
    }

    /// The text after the message of the scope, unless the place is known and its own files are here.
    pub(crate) fn beside(&self, text: Text) -> Text {
        match self.is_here() {
            true => text,
            false => Text::new(
                format!("{}。{}", self.message.zh, text.zh),
                format!("{}; {}", self.message.en, text.en),
            ),
        }
    }
}

fn sentence(scope: &Scope, regime: Regime, status: Status, findings: &[Shared<Finding>]) -> Text {
    let count = |status: Status, severity: Severity| {
        findings
            .iter()
            .filter(|found| found.status == status && found.severity == Some(severity))
            .count()
    };
    let (defects, open) =
        (count(Status::Unmet, Severity::Defect), count(Status::Open, Severity::Defect));
    let text = match (regime, status) {
        (Regime::FilingDuty | Regime::FilingMeasure, _) if !scope.is_here() => Text::new(
            format!(
                "备案材料核对：{defects}项需要补正，{open}项要核实；当地的要求没有都核对，这不是完整的结论"
            ),
            format!(
                "{defects} to be put right, {open} still to be checked; not all that the place asks for was looked at, so this is no full answer"
            ),
        ),
        (Regime::Licence, _) => Text::new(
            "备案已由准入许可代替，不再核对备案材料",
            "a licence has taken the place of filing",
        ),
        (Regime::Unknown, _) => {
            Text::new("作答日没有关于备案的规定", "no rule on filing is in force on the day")
        }
        (_, Status::Met) => Text::new(
            "备案材料核对：没有发现需要补正的事项",
            "the materials were checked: nothing to be put right",
        ),
        (_, Status::Unmet) => {
            let (zh, en) = match open {
                0 => Default::default(),
                open => (format!("，还有{open}项要核实"), format!(", {open} still to be checked")),
            };
            Text::new(
                format!("备案材料核对：有{defects}项需要补正{zh}"),
                format!("the materials were checked: {defects} to be put right{en}"),
            )
        }
        (_, Status::Open) if open == 0 => {
            Text::new("备案材料核对：没有可以核对的要求", "there is no requirement to check")
        }
        (_, Status::Open) => Text::new(
            format!("备案材料核对：没有发现需要补正的事项，还有{open}项要核实"),
            format!(
                "the materials were checked: nothing to be put right so far, {open} still to be checked"
            ),
        ),
    };
    scope.beside(text)
}

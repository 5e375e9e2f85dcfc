//! 三句话: where an institution stands and where it goes, what matters now, and what is to be answered first.

use tuoyu_shared::List;

use crate::answers::filing::Review;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::registration::{Registration, tail};
use crate::answers::supports::Supports;
use crate::answers::text::gaps;
use crate::answers::text::merged::merged;
use crate::answers::text::sentences::questions;
use crate::facts::{Answerer, Fact};
use crate::logic::{Missing, Stated, Status};
use crate::policy::{Act, Beneficiary, Department, Force, Severity};
use crate::text::Text;

/// The most questions that are asked at once, and the most titles that are told in a sentence.
const MOST_QUESTIONS: usize = 3;
const MOST_TITLES: usize = 3;

/// Everything that the three sentences are made of.
pub struct Summary<'a> {
    pub registration: &'a Registration,
    pub supports: &'a Supports,
    pub after_filing: &'a List<Finding>,
    pub review: Option<&'a Review>,
    pub missing: &'a List<Missing>,
    /// The facts that are stated.
    pub stated: &'a Stated,
}

impl Summary<'_> {
    /// The three sentences, each on a line of its own.
    pub fn told(&self) -> Text {
        let lines: Vec<Text> =
            [Some(self.standing()), self.matter(), self.asked()].into_iter().flatten().collect();
        let all = |of: fn(&Text) -> &str| lines.iter().map(of).collect::<Vec<_>>().join("\n");
        Text::new(all(|text| &text.zh), all(|text| &text.en))
    }

    /// The standing of the institution, and the office that it goes to next.
    fn standing(&self) -> Text {
        let message = &self.registration.message;
        let zh = message.zh.trim_start_matches("登记：");
        // Questions have a line of their own; why the text leaves it open stands below.
        let zh = zh.strip_suffix(&tail(self.registration)).unwrap_or(zh);
        let mut zh = vec![zh.trim_end_matches('。').to_owned()];
        let mut en = vec![message.en.clone()];
        if let Some(conflict) = self.registration.conflicts.first() {
            zh.push(conflict.message.zh.trim_end_matches('。').to_owned());
            en.push(conflict.message.en.clone());
        } else if let Some(office) = self.office() {
            let registered = !self.registration.may_be(Act::NewRegistration);
            let (sentence, english) = match self.stated.get(Fact::Filed) {
                Some(1) => ("已备案".to_owned(), "filed".to_owned()),
                Some(_) if registered => (
                    format!("还没有备案，请到{}备案", office.shown()),
                    "to be filed with the health department".to_owned(),
                ),
                Some(_) => (
                    format!("登记以后到{}备案", office.shown()),
                    "to be filed with the health department after the registration".to_owned(),
                ),
                None => (
                    format!("还没有备案的，登记以后到{}备案", office.shown()),
                    "to be filed with the health department, unless it was".to_owned(),
                ),
            };
            zh.push(sentence);
            en.push(english);
        }
        Text::new(format!("{}。", zh.join("；")), format!("{}.", en.join("; ")))
    }

    /// The office that it is filed with.
    fn office(&self) -> Option<&Department> {
        let steps = self.registration.steps.values();
        let mut filing =
            steps.filter(|step| step.kind == FindingKind::Step && step.acts.is_empty());
        filing.find_map(|step| step.departments.values().next())
    }

    /// The matter that counts now: the gaps of the filing, or else the supports that there are.
    fn matter(&self) -> Option<Text> {
        if let Some(review) = self.review {
            let told: Vec<String> = review.gaps(Status::Unmet, Severity::Defect).map(gap).collect();
            let mut zh = review.scope.apart(review.message.zh.trim_end_matches('。')).to_owned();
            let titles = first(&told, told.len());
            if !titles.is_empty() {
                zh.push_str(&format!("，要补正的有：{titles}"));
            }
            return Some(Text::new(format!("{zh}。"), format!("{}.", review.message.en)));
        }
        let is_own = |found: &&Finding| found.beneficiary != Some(Beneficiary::OwnerOfPremises);
        let has =
            |found: &&Finding| is_right(found) && is_own(found) && found.status == Status::Met;
        let now: Vec<&Finding> = self.supports.findings.values().filter(has).collect();
        let later = self.after_filing.values().filter(has).collect::<Vec<_>>();
        let (word, word_en, findings) = match (now.is_empty(), later.is_empty()) {
            (false, _) => ("已经可以", "to be had now", now),
            (true, false) => ("备案后可以", "to be had after the filing", later),
            (true, true) => return None,
        };
        let english: Vec<&str> =
            findings.iter().take(MOST_TITLES).map(|found| found.title.en.as_str()).collect();
        let more = if findings.len() > MOST_TITLES { ", and more" } else { "" };
        Some(Text::new(
            format!("{word}：{}。", listed(findings.into_iter())),
            format!("{word_en}: {}{more}.", english.join("; ")),
        ))
    }

    /// The questions to ask first: the most decisive, of those that a sponsor can answer, and none before the one that it
    /// hangs on, or where the answer to that makes it unlikely to matter.
    fn chosen(&self) -> Vec<&Missing> {
        let asked = |fact: Fact| self.missing.iter().any(|one| one.fact == fact.name());
        let rank = |one: &&Missing| {
            let Some(fact) = Fact::of_name(&one.fact) else { return 0 };
            let matters = fact.asked_if().is_none_or(|earlier| {
                let said = self.stated.get(earlier.fact);
                said.map_or(!asked(earlier.fact), |said| earlier.is_answered_by(said))
            });
            match (matters, fact.answerer() == Answerer::Sponsor) {
                (true, true) => 0,
                (true, false) => 1,
                (false, _) => 2,
            }
        };
        let mut chosen: Vec<&Missing> = self.missing.values().collect();
        chosen.sort_by_key(rank);
        let first = chosen.iter().filter(|one| rank(one) < 2).count();
        // Questions that hardly matter are asked where no others are.
        let count = if first > 0 { first } else { chosen.len() };
        chosen.into_iter().take(count.min(MOST_QUESTIONS)).collect()
    }

    /// The sentence that asks.
    fn asked(&self) -> Option<Text> {
        let asked = questions(self.chosen());
        (!asked.zh.is_empty()).then(|| {
            Text::new(
                format!("先回答：{}", asked.zh),
                format!("To be answered first: {}", asked.en),
            )
        })
    }
}

/// Tells whether a support of the institution, or of the owner of its premises, gives a right.
pub fn is_right(found: &Finding) -> bool {
    let theirs = matches!(found.beneficiary, Some(Beneficiary::Family | Beneficiary::Staff));
    matches!(found.force, Force::Required | Force::Entitled) && !theirs
}

/// The first titles, those alike as one, and how many there are where more are left.
fn listed<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let titles: Vec<&str> = findings.map(|found| found.title.zh.as_str()).collect();
    first(&merged(titles.iter().copied()), titles.len())
}

/// The first of several items, and how many there are where more are left.
fn first(items: &[String], count: usize) -> String {
    let shown = items.iter().take(MOST_TITLES).cloned().collect::<Vec<_>>().join("；");
    match items.len() > MOST_TITLES {
        true => format!("{shown}等{count}项"),
        false => shown,
    }
}

/// A gap in a few words: a document by its name, anything else by what was found.
fn gap(found: &Finding) -> String {
    let title = found.title.zh.trim_end_matches('。');
    match gaps::sort(found) {
        gaps::Sort::Lacking => title.to_owned(),
        _ => gaps::beside(title, found).first().cloned().unwrap_or_else(|| title.to_owned()),
    }
}

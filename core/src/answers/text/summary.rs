//! 三句话: where an institution stands and where it goes, what matters now, and what is to be answered first.

use crate::answers::filing::Review;
use crate::answers::finding::{Finding, FindingKind};
use crate::answers::registration::Registration;
use crate::answers::supports::Supports;
use crate::answers::text::gaps;
use crate::answers::text::merged::merged;
use crate::facts::{Answerer, Fact};
use crate::logic::{Missing, OpenBecause, Stated, Status};
use crate::policy::{Act, Beneficiary, Department, Force, Severity};
use crate::text::Text;

/// The most questions that are asked at once, and the most titles that are told in a sentence.
const MOST_QUESTIONS: usize = 3;
const MOST_TITLES: usize = 3;

/// Everything that the three sentences are made of.
pub struct Summary<'a> {
    pub registration: &'a Registration,
    pub supports: &'a Supports,
    pub after_filing: &'a [&'a Finding],
    pub review: Option<&'a Review>,
    pub missing: Vec<&'a Missing>,
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
        let zh = message.zh.trim_start_matches("登记：").trim_end_matches('。');
        // What is to be answered first has a line of its own; why the text leaves it open stands below.
        let end = match self.registration.open_because {
            Some(OpenBecause::Unsettled) => "文件没有写明。",
            _ => "。先回答：",
        };
        let zh = zh.split_once(end).map_or(zh.to_owned(), |(before, _)| match end {
            "。先回答：" => before.to_owned(),
            end => format!("{before}{}", end.trim_end_matches('。')),
        });
        let mut zh = vec![zh];
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
            let defects = review.findings.values().filter(|found| {
                found.status == Status::Unmet && found.severity == Some(Severity::Defect)
            });
            let told: Vec<String> = defects.map(gap).collect();
            let scope = format!("{}。", self.registration.scope.message.zh);
            let message = review.message.zh.trim_end_matches('。');
            let mut zh = message.strip_prefix(&scope).unwrap_or(message).to_owned();
            let titles = first(&told, told.len());
            if !titles.is_empty() {
                zh.push_str(&format!("，要补正的有：{titles}"));
            }
            return Some(Text::new(format!("{zh}。"), format!("{}.", review.message.en)));
        }
        let has = |found: &&Finding| is_right(found) && found.status == Status::Met;
        let now: Vec<&Finding> = self.supports.findings.values().filter(has).collect();
        let later = self.after_filing.iter().copied().filter(has).collect::<Vec<_>>();
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
        let fact = |one: &Missing| Fact::ALL.iter().copied().find(|fact| fact.name() == one.fact);
        let rank = |one: &&&Missing| {
            let Some(fact) = fact(one) else { return 0 };
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
        let mut chosen: Vec<&&Missing> = self.missing.iter().collect();
        chosen.sort_by_key(rank);
        let first = chosen.iter().filter(|one| rank(one) < 2).count();
        // What hardly matters is asked where nothing else is.
        let count = if first > 0 { first } else { chosen.len() };
        chosen.into_iter().take(count.min(MOST_QUESTIONS)).copied().collect()
    }

    /// The sentence that asks.
    fn asked(&self) -> Option<Text> {
        let chosen = self.chosen();
        if chosen.is_empty() {
            return None;
        }
        let all = |of: fn(&Text) -> &str, and: &str| {
            chosen.iter().map(|one| of(&one.question)).collect::<Vec<_>>().join(and)
        };
        Some(Text::new(
            format!("先回答：{}", all(|text| &text.zh, "")),
            format!("To be answered first: {}", all(|text| &text.en, " ")),
        ))
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
        true => format!("{shown}；等{count}项"),
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

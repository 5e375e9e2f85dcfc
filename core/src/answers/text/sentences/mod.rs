//! Sentences of findings: each answer as a clerk would say it, with every gap at once.

mod deadlines;
mod look_ups;

pub use deadlines::deadline_sentence;
pub use look_ups::look_up_sentence;

use tuoyu_shared::List;

use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::facts::{Changeable, Fact};
use crate::logic::{Missing, OpenBecause, Reason, Status};
use crate::policy::{Category, Force};
use crate::text::Text;

/// The answer as a clerk would say it.
pub fn sentence(finding: &Finding) -> Text {
    let Text { zh: title, en: title_en } = &*finding.title;
    let (zh, en) = match (finding.status, finding.open_because) {
        (Status::Met, _) if finding.kind == FindingKind::Consequence => {
            (format!("可能的后果：{title}"), format!("possible consequence: {title_en}"))
        }
        (Status::Met, _) if finding.kind == FindingKind::Requirement => {
            (format!("符合：{title}"), format!("met: {title_en}"))
        }
        (Status::Met, _) => match finding.force {
            Force::Required => (format!("应当：{title}"), format!("required: {title_en}")),
            Force::Entitled if finding.category == Some(Category::Price) => {
                (format!("按规定执行：{title}"), format!("applies: {title_en}"))
            }
            Force::Entitled => (format!("可以享受：{title}"), format!("entitled: {title_en}")),
            Force::Permitted => (format!("允许：{title}"), format!("permitted: {title_en}")),
            Force::Encouraged => (
                format!("文件只是鼓励，不能凭此申请：{title}"),
                format!("encouraged only, nothing to apply for: {title_en}"),
            ),
            Force::Assigned => (
                format!("由部门落实的部署，不能凭此申请：{title}"),
                format!("work assigned to departments, nothing to apply for: {title_en}"),
            ),
        },
        (Status::Unmet, _) => {
            let (word, word_en) = unmet(finding);
            let (zh, en) = every_gap(finding);
            (format!("{word}：{title}。{zh}"), format!("{word_en}: {title_en}{en}"))
        }
        (Status::Open, Some(OpenBecause::Unsettled)) => {
            let zh: Vec<&str> = finding.unsettled.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> = finding.unsettled.iter().map(|text| text.en.as_str()).collect();
            (
                format!("文件没有写明：{title}。{}", zh.join("")),
                format!("not settled by the text: {title_en}; {}", en.join(" ")),
            )
        }
        (Status::Open, Some(OpenBecause::Conflict)) => (
            format!("所填事实相互矛盾，无法判断：{title}"),
            format!("the facts contradict each other: {title_en}"),
        ),
        (Status::Open, _) => {
            let asked = questions(finding.missing.iter());
            (
                format!("要先回答：{title}。{}", asked.zh),
                format!("open: {title_en}; to be answered first: {}", asked.en),
            )
        }
    };
    Text::new(zh, en)
}

/// Words for what is not met: nothing is wanting where it turns on what nobody does, and nobody fails what is only encouraged.
fn unmet(finding: &Finding) -> (&'static str, &'static str) {
    let fixed = |reason: &Reason| {
        Fact::of_name(&reason.fact).is_some_and(|fact| fact.changeable() != Changeable::Act)
    };
    let right = matches!(finding.force, Force::Required | Force::Entitled);
    match finding.kind {
        FindingKind::Support if finding.reasons.values().any(fixed) => ("不适用", "does not apply"),
        FindingKind::Support if !right => ("还谈不上", "does not apply yet"),
        _ => ("还不符合", "not met"),
    }
}

/// Every gap at once.
fn every_gap(finding: &Finding) -> (String, String) {
    let zh: Vec<String> = finding.reasons.iter().map(|reason| gaps::told(reason)).collect();
    let en = finding.reasons.iter().map(|reason| gaps::told_in_english(reason));
    let mut en: Vec<String> = en.filter(|question| !question.is_empty()).collect();
    en.dedup();
    let en = match en.as_slice() {
        [] => String::new(),
        some => format!("; by the answer to: {}", some.join(" ")),
    };
    (zh.join("；"), en)
}

/// The questions still to answer, one after the other.
pub fn questions<'m, M: AsRef<Missing> + 'm>(missing: impl IntoIterator<Item = &'m M>) -> Text {
    let all: Vec<&Text> = missing.into_iter().map(|one| &one.as_ref().question).collect();
    let joined = |of: fn(&Text) -> &str, and: &str| {
        all.iter().map(|text| of(text)).collect::<Vec<_>>().join(and)
    };
    Text::new(joined(|text| &text.zh, ""), joined(|text| &text.en, " "))
}

/// The facts that are asked first: one that hangs on another, which is to be asked as well, comes after that.
pub fn asked_first(missing: &List<Missing>) -> Vec<&Missing> {
    let asked = |fact: Fact| missing.values().any(|one| one.fact == fact.name());
    let hangs = |one: &&Missing| {
        let earlier = Fact::of_name(&one.fact).and_then(Fact::asked_if);
        earlier.is_some_and(|earlier| asked(earlier.fact))
    };
    missing.values().filter(|one| !hangs(one)).collect()
}

/// The facts still to know, by their Chinese terms.
pub fn labels<'m, M: AsRef<Missing> + 'm>(missing: impl IntoIterator<Item = &'m M>) -> String {
    let labels = missing.into_iter().map(|one| one.as_ref().label.as_str());
    labels.collect::<Vec<_>>().join("、")
}

/// The facts still to know, by their names.
pub fn names<'m, M: AsRef<Missing> + 'm>(missing: impl IntoIterator<Item = &'m M>) -> String {
    let names = missing.into_iter().map(|one| one.as_ref().fact.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// Several texts in one.
pub fn together<'t>(texts: impl Iterator<Item = &'t Text>) -> Text {
    let texts: Vec<&Text> = texts.collect();
    let all = |of: fn(&Text) -> &str, and: &str| {
        texts.iter().map(|text| of(text).trim_end_matches('。')).collect::<Vec<_>>().join(and)
    };
    Text::new(all(|text| &text.zh, "，"), all(|text| &text.en, "; "))
}

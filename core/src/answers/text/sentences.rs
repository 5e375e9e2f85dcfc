//! Sentences of findings: each answer as a clerk would say it, with every gap at once.

use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::logic::{Missing, OpenBecause, Status};
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
                format!("属于鼓励范围，不产生领取权利：{title}"),
                format!("encouraged, which creates no right: {title_en}"),
            ),
            Force::Assigned => (
                format!("由部门落实的部署，不产生权利：{title}"),
                format!("work assigned to departments, which creates no right: {title_en}"),
            ),
        },
        (Status::Unmet, _) => {
            let (zh, en) = every_gap(finding);
            (format!("不符合：{title}。{zh}"), format!("not met: {title_en}; {en}"))
        }
        (Status::Open, Some(OpenBecause::Unsettled)) => {
            let zh: Vec<&str> = finding.unsettled.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> = finding.unsettled.iter().map(|text| text.en.as_str()).collect();
            (
                format!("文件未明确：{title}。{}", zh.join("")),
                format!("not settled by the text: {title_en}; {}", en.join(" ")),
            )
        }
        (Status::Open, Some(OpenBecause::Conflict)) => (
            format!("所填事实相互矛盾，无法判断：{title}"),
            format!("the facts contradict each other: {title_en}"),
        ),
        (Status::Open, _) => {
            let (zh, en) = (labels(finding.missing.iter()), names(finding.missing.iter()));
            (
                format!("待核实：{title}。还需知道：{zh}"),
                format!("open: {title_en}; still to know: {en}"),
            )
        }
    };
    Text::new(zh, en)
}

/// Every gap at once.
fn every_gap(finding: &Finding) -> (String, String) {
    let zh: Vec<String> = finding.reasons.iter().map(|reason| gaps::told(reason, "须为")).collect();
    let en: Vec<&str> = finding.reasons.iter().map(|reason| reason.fact.as_str()).collect();
    (zh.join("；"), format!("because of {}", en.join(", ")))
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

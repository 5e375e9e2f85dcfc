//! 补正事项: one gap in a letter, and the clauses behind several.

use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::answers::text::merged::merged;
use crate::answers::text::page::class_number;
use crate::answers::text::templates::{PHRASES, filled};
use crate::logic::{OpenBecause, Status};
use crate::policy::{Citation, CitationRole, Department};

/// Items of gaps, those that hang on the same questions as one.
pub fn items(findings: &[&Finding], office: Option<&str>) -> Vec<String> {
    let mut groups: Vec<(Option<String>, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let asked = asked(finding);
        match groups.iter_mut().find(|(other, _)| asked.is_some() && *other == asked) {
            Some((_, group)) => group.push(finding),
            None => groups.push((asked, vec![finding])),
        }
    }
    let told = groups.into_iter().map(|(asked, group)| match (asked, group.as_slice()) {
        (_, [finding]) => described(finding, office),
        (asked, group) => {
            let titles = merged(group.iter().map(|found| found.title.zh.as_str())).join("；");
            let values = [("questions", asked.unwrap_or_default()), ("titles", titles)];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            filled(&PHRASES.explanation.asked, &values) + "。"
        }
    });
    told.collect()
}

/// The questions that a gap hangs on, where it is open for want of their answers.
fn asked(finding: &Finding) -> Option<String> {
    let open = finding.open_because == Some(OpenBecause::Facts);
    open.then(|| finding.missing.iter().map(|one| one.question.zh.as_str()).collect())
}

/// One gap: of what, what was found and wanted, and how it is cured; where, unless that is the office that writes.
fn described(finding: &Finding, office: Option<&str>) -> String {
    let phrases = &PHRASES.letter;
    let mut item = String::new();
    if let Some(class) = finding.subject.as_deref().and_then(class_number) {
        item.push_str(&filled(&phrases.class, &[("number", &class.to_string())]));
    }
    let title = finding.title.zh.trim_end_matches('。');
    match why(title, finding).as_str() {
        "" => item.push_str(&format!("{title}。")),
        why => {
            let values = [("title", title), ("why", why.trim_end_matches(['。', '？']))];
            let asked = why.ends_with('？');
            let told = filled(&phrases.gap, &values);
            item.push_str(&if asked {
                told.trim_end_matches('。').to_owned() + "？"
            } else {
                told
            });
        }
    }
    let to_be_told = finding.open_because == Some(OpenBecause::Facts);
    if let (Some(cure), false) = (&finding.cure, to_be_told) {
        let elsewhere = finding.cure_at.values().filter(|at| Some(at.id.as_str()) != office);
        let places: Vec<&str> = elsewhere.map(Department::shown).collect();
        let phrase = if places.is_empty() { &phrases.cure } else { &phrases.cure_at };
        let values = [("cure", cure.zh.trim_end_matches('。')), ("places", &places.join("、"))];
        item.push_str(&filled(phrase, &values));
    }
    item
}

/// The values found and wanted, or the questions to answer.
fn why(title: &str, finding: &Finding) -> String {
    match finding.status {
        _ if finding.kind == FindingKind::Conflict => String::new(),
        _ if !finding.unsettled.is_empty() => {
            finding.unsettled.iter().map(|text| text.zh.as_str()).collect()
        }
        Status::Open => finding.missing.iter().map(|one| one.question.zh.as_str()).collect(),
        _ => gaps::beside(title, finding).join("；"),
    }
}

/// The clauses behind several findings, by the names of their instruments.
pub fn bases<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let phrases = &PHRASES.letter;
    let mut instruments: Vec<(&Citation, Vec<&str>)> = Vec::new();
    let cited = findings.flat_map(|found| found.citations.values());
    for citation in cited.filter(|one| one.role == CitationRole::Basis) {
        let clause = citation.clause.trim_end_matches(&phrases.unseen_number);
        match instruments.iter_mut().find(|(first, _)| first.instrument == citation.instrument) {
            Some((_, clauses)) if clauses.contains(&clause) => {}
            Some((_, clauses)) => clauses.push(clause),
            None => instruments.push((citation, vec![clause])),
        }
    }
    let told = instruments.iter().map(|(citation, clauses)| {
        let clauses = clauses.join("、");
        // An instrument that brings out several has the names of all.
        let title = citation.title.replace('、', "》《");
        let values =
            [("title", title.as_str()), ("number", &citation.number), ("clauses", &clauses)];
        let numbered = citation.number.contains('号');
        filled(if numbered { &phrases.basis } else { &phrases.basis_unnumbered }, &values)
    });
    let told: Vec<String> = told.collect();
    match told.as_slice() {
        [] => phrases.not_cited.clone(),
        told => told.join(&phrases.between_bases),
    }
}

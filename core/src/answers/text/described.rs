//! 补正事项: one gap in a letter, and the clauses behind several.

use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::answers::text::merged::{by_key, merged};
use crate::answers::text::page::{class_of, numbered};
use crate::answers::text::sentences::questions;
use crate::answers::text::templates::{PHRASES, filled};
use crate::logic::{OpenBecause, Status};
use crate::policy::{CitationRole, Department};

/// Items of gaps, those that hang on the same questions as one.
pub fn items(findings: &[&Finding], office: Option<&str>) -> Vec<String> {
    let key = |(position, finding): (usize, &&Finding)| match finding.open_because {
        Some(OpenBecause::Facts) => (0, questions(finding.missing.iter()).zh),
        // By itself.
        _ => (position + 1, String::new()),
    };
    let keyed = findings.iter().enumerate().map(|one| (key(one), *one.1));
    let told = by_key(keyed).into_iter().map(|((_, asked), group)| match group.as_slice() {
        [finding] => described(finding, office),
        group => {
            let titles = merged(group.iter().map(|found| found.title.zh.as_str())).join("；");
            filled(&PHRASES.explanation.asked, &[("questions", asked), ("titles", titles)]) + "。"
        }
    });
    told.collect()
}

/// One gap: of what, what was found and wanted, and how it is cured; where, unless that is the office that writes.
fn described(finding: &Finding, office: Option<&str>) -> String {
    let phrases = &PHRASES.letter;
    let mut item = class_of(finding);
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
        Status::Open => questions(finding.missing.iter()).zh,
        _ => gaps::beside(title, finding).join("；"),
    }
}

/// The clauses behind several findings, by the names of their instruments.
pub fn bases<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let phrases = &PHRASES.letter;
    let cited = findings.flat_map(|found| found.citations.values());
    let cited = cited.filter(|one| one.role == CitationRole::Basis);
    let instruments = by_key(cited.map(|one| (&*one.instrument, one)));
    let told = instruments.iter().filter_map(|(_, cited)| Some((cited.first()?, cited)));
    let told = told.map(|(citation, cited)| {
        let clauses = by_key(cited.iter().map(|one| (numbered(one), ())));
        let clauses = clauses.iter().map(|(clause, _)| *clause).collect::<Vec<_>>().join("、");
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

//! 补正事项: one gap in a letter, and the clauses behind several.

use crate::answers::finding::{Finding, FindingKind};
use crate::answers::text::gaps;
use crate::answers::text::merged::{by_key, merged};
use crate::answers::text::page::{class_of, numbered};
use crate::answers::text::sentences::{asked_first, questions};
use crate::answers::text::templates::{PHRASES, filled};
use crate::facts::Fact;
use crate::logic::{Missing, OpenBecause, Status};
use crate::policy::{Citation, CitationRole, Department};

/// Items of gaps, those that hang on the same questions as one.
pub fn items(findings: &[&Finding], office: Option<&str>) -> Vec<String> {
    let key = |(position, finding): (usize, &&Finding)| match finding.open_because {
        Some(OpenBecause::Facts) => (0, wanted(finding)),
        // By itself.
        _ => (position + 1, String::new()),
    };
    let keyed = findings.iter().enumerate().map(|one| (key(one), *one.1));
    let told = by_key(keyed).into_iter().map(|((_, wanted), group)| {
        if let [finding] = group.as_slice() {
            return described(finding, office);
        }
        let titles = merged(group.iter().map(|found| found.title.zh.as_str())).join("；");
        let phrases = &PHRASES.letter;
        match *wanted == phrases.no_record {
            true => filled(&phrases.gap, &[("title", &titles), ("why", &wanted)]),
            false => {
                let values = [("questions", &wanted), ("titles", &titles)];
                filled(&PHRASES.explanation.asked, &values) + "。"
            }
        }
    });
    told.collect()
}

/// The questions to answer first; of materials, that nothing says that they were received.
fn wanted(finding: &Finding) -> String {
    let asked = asked_first(&finding.missing);
    let is_document = |one: &&Missing| Fact::of_name(&one.fact).is_some_and(gaps::is_document);
    match asked.iter().all(is_document) {
        true => PHRASES.letter.no_record.clone(),
        false => questions(asked).zh,
    }
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
        // An office that the cure names is not named again.
        let places = elsewhere.map(Department::shown).filter(|place| !cure.zh.contains(place));
        let places: Vec<&str> = places.collect();
        let says_where = ["办理", "先到"].iter().any(|word| cure.zh.contains(word));
        let phrase = match (places.is_empty(), says_where) {
            (true, _) => &phrases.cure,
            (false, true) => &phrases.cure_by,
            (false, false) => &phrases.cure_at,
        };
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
        Status::Open => wanted(finding),
        _ => gaps::beside(title, finding).join("；"),
    }
}

/// The clauses behind several findings, by the names of their instruments.
pub fn bases<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let phrases = &PHRASES.letter;
    let cited = findings.flat_map(|found| found.citations.values());
    let cited = cited.filter(|one| one.role == CitationRole::Basis);
    let instruments = by_key(cited.map(|one| (&*one.instrument, one)));
    let told =
        instruments.iter().flat_map(|(_, cited)| by_key(cited.iter().map(|one| (part(one), *one))));
    let told = told.filter_map(|(part, cited)| {
        let citation = *cited.first()?;
        let clauses = ordered(cited.iter().map(|one| within(one, part)));
        // An instrument that brings out several has the names of all.
        let title = part.map_or_else(|| citation.title.replace('、', "》《"), str::to_owned);
        let clauses = clauses.join("、");
        let values =
            [("title", title.as_str()), ("number", &citation.number), ("clauses", &clauses)];
        let numbered = citation.number.contains('号');
        Some(filled(if numbered { &phrases.basis } else { &phrases.basis_unnumbered }, &values))
    });
    let told: Vec<String> = told.collect();
    match told.as_slice() {
        [] => phrases.not_cited.clone(),
        told => told.join(&phrases.between_bases),
    }
}

/// Mark between the name of a part of an instrument and its clause.
const PART: char = '·';

/// The title of the part of an instrument that a clause is of, where it brings out several: of 设置标准·第十一条 that of 设置标准.
fn part(citation: &Citation) -> Option<&str> {
    let (name, _) = citation.clause.split_once(PART)?;
    let mut titles = citation.title.split('、');
    titles.find(|title| title.contains(name) && *title != &*citation.title)
}

/// The number of a clause within its part.
fn within<'c>(citation: &'c Citation, part: Option<&str>) -> &'c str {
    let clause = numbered(citation);
    let inner = part.and_then(|_| clause.split_once(PART));
    inner.map_or(clause, |(_, inner)| inner)
}

/// Clauses, each once, in their order.
fn ordered<'c>(clauses: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
    let once = by_key(clauses.map(|clause| (clause, ())));
    let mut clauses: Vec<&str> = once.into_iter().map(|(clause, _)| clause).collect();
    clauses.sort_by_key(|clause| order(clause));
    clauses
}

/// The number by which clauses are in order; those without one stand last.
fn order(clause: &str) -> u32 {
    let number = clause.strip_prefix('第').and_then(|rest| rest.split_once('条'));
    number.and_then(|(number, _)| whole(number)).unwrap_or(u32::MAX)
}

/// A whole number below a thousand in Chinese.
fn whole(number: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九";
    let (mut sum, mut digit) = (0, None);
    for letter in number.chars() {
        match (letter, DIGITS.chars().zip(0..).find(|(known, _)| *known == letter)) {
            ('十', _) => sum += digit.take().unwrap_or(1) * 10,
            ('百', _) => sum += digit.take()? * 100,
            (_, Some((_, value))) => digit = Some(value),
            _ => return None,
        }
    }
    Some(sum + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_clauses_are_in_order() {
        let numbers = ["第二条", "第九条", "第十条", "第十一条第二款", "第二十条", "第一百零五条"];
        assert!(numbers.is_sorted_by_key(|clause| order(clause)));
        let orders: Vec<u32> = numbers.iter().map(|clause| order(clause)).collect();
        assert_eq!(orders, [2, 9, 10, 11, 20, 105]);
        assert_eq!(order("附件1"), u32::MAX);
    }

    #[test]
    fn a_clause_is_told_once_wherever_it_comes_again() {
        let cited = ["楼层", "第十条", "第二条", "自我评价", "第二条第一款", "楼层", "第二条"];
        let told = ordered(cited.into_iter());
        assert_eq!(told, ["第二条", "第二条第一款", "第十条", "楼层", "自我评价"]);
    }
}

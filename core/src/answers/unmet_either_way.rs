//! Findings of what cannot be met whichever way the unknown facts turn out, told as a finding of its own.

use crate::answers::finding::Finding;
use crate::answers::text::sentence;
use crate::logic::{Asked, Clash, PartialFacts, Reason, Status, Tested, clashes, escape, of_class};
use tuoyu_shared::{List, Shared};

use crate::policy::{Case, Citation, Department, Rule, weakest};
use crate::text::Text;

/// The finding that stands for requirements of which one is not met either way.
pub const EITHER_WAY: &str = "unmet-either-way";

/// A requirement that is open for want of facts, as it was asked.
#[derive(Debug)]
pub struct Open<'a, 'k> {
    pub case: &'a Case<'k>,
    pub asked: Asked<'a, 'k>,
    pub rule: &'a Rule,
    pub finding: Shared<Finding>,
}

/// One finding for each thing, the dossier or a class, that is unmet whichever way though no single requirement is.
pub fn unmet_either_way(open: &[Open<'_, '_>]) -> Vec<Finding> {
    let asked: Vec<Asked<'_, '_>> = open.iter().map(|one| one.asked).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for clash in clashes(&asked) {
        let Some(finding) = told(&clash, open) else { continue };
        match findings.iter_mut().find(|other| other.subject == finding.subject) {
            Some(other) => add(other, finding),
            None => findings.push(finding),
        }
    }
    for finding in &mut findings {
        finding.message = Shared::new(sentence(finding));
    }
    findings
}

fn told(clash: &Clash, open: &[Open<'_, '_>]) -> Option<Finding> {
    let part: Vec<&Open<'_, '_>> =
        clash.requirements.iter().filter_map(|one| open.get(*one)).collect();
    let first = part.first()?;
    let mut classes: Vec<usize> = part.iter().filter_map(|one| one.asked.class).collect();
    classes.dedup();
    let subject = match classes.as_slice() {
        [class] => Some(format!("classes[{class}]")),
        _ => None,
    };
    let named = |one: &&Open<'_, '_>| {
        let title = &one.finding.title;
        match one.asked.class.filter(|_| subject.is_none()) {
            Some(class) => (
                format!("第{}个班{}", class + 1, title.zh),
                format!("class {}: {}", class + 1, title.en),
            ),
            None => (title.zh.clone(), title.en.clone()),
        }
    };
    let (titles, titles_en): (Vec<String>, Vec<String>) = part.iter().map(named).unzip();
    let labels: Vec<&str> = clash.unknown.iter().map(|fact| fact.label()).collect();
    let names: Vec<&str> = clash.unknown.iter().map(|fact| fact.name()).collect();
    let (labels, names) = (labels.join("、"), names.join(", "));
    let findings = || part.iter().map(|one| &one.finding);
    let mut citations: Vec<Shared<Citation>> = Vec::new();
    let (mut departments, mut cure_at) = (Vec::new(), Vec::new());
    let mut cures: Vec<&Text> = Vec::new();
    for finding in findings() {
        for citation in &finding.citations {
            if !citations.contains(citation) {
                citations.push(citation.clone());
            }
        }
        join(&mut departments, &finding.departments);
        join(&mut cure_at, &finding.cure_at);
        if let Some(cure) = finding.cure.as_deref().filter(|cure| !cures.contains(cure)) {
            cures.push(cure);
        }
    }
    let zh: Vec<&str> = cures.iter().map(|cure| cure.zh.trim_end_matches('。')).collect();
    let en: Vec<&str> = cures.iter().map(|cure| cure.en.as_str()).collect();
    Some(Finding {
        id: EITHER_WAY.to_owned(),
        title: Shared::new(Text::new(
            format!("不论{labels}怎样，以下各项总有一项不符合：{}", titles.join("；")),
            format!("whatever {names} is, one of these is not met: {}", titles_en.join("; ")),
        )),
        status: Status::Unmet,
        open_because: None,
        unsettled: List::new(),
        reasons: reasons(&part, &classes).into(),
        missing: List::new(),
        evidence: weakest(&citations),
        citations: citations.into(),
        departments: departments.into(),
        last_day: findings().filter_map(|finding| finding.last_day).min(),
        subject,
        cure: Some(Shared::new(Text::new(
            format!("说明{labels}，并按对应的一项补正：{}。", zh.join("；")),
            format!("state {names}, and as it turns out: {}", en.join("; ")),
        ))),
        cure_at: cure_at.into(),
        notes: List::new(),
        ..Finding::clone(&first.finding)
    })
}

/// The known facts by which there is no way out, each with the values that would leave one.
fn reasons(part: &[&Open<'_, '_>], classes: &[usize]) -> Vec<Reason> {
    let Some(first) = part.first() else { return Vec::new() };
    let layout = first.asked.known.layout();
    let mut reasons = Vec::new();
    for slot in layout.slots() {
        // Of several classes a fact of one of them would not say of which.
        let one_sided = of_class(slot.fact) && classes.len() > 1;
        let of = part.iter().find(|one| !of_class(slot.fact) || one.asked.class.is_some());
        let known = of.unwrap_or(first).case;
        let turned_on = || {
            let terms = part.iter().flat_map(|one| {
                let [_, unmet, _] = one.asked.decision.covers(layout);
                unmet.terms()
            });
            let mut open = terms.filter(|term| layout.attainable(term, known.excluded()));
            open.any(|term| layout.mentions(term, slot))
        };
        // To what a requirement applies is not something to be cured.
        let wanted = part.iter().any(|one| one.rule.wants(slot.fact.name()));
        if one_sided || !wanted || !known.has(slot.fact) || !known.tells(slot.fact) || !turned_on()
        {
            continue;
        }
        let mut unwanted = layout.nothing();
        for cell in slot.cells() {
            let knowns: Vec<PartialFacts<'_>> = part
                .iter()
                .map(|one| one.asked.known.changed(&[slot], &layout.nothing()))
                .map(|known| known.with_only(slot, cell))
                .collect();
            let changed: Vec<Asked<'_, '_>> =
                part.iter().zip(&knowns).map(|(one, known)| Asked { known, ..one.asked }).collect();
            if !escape(&changed) {
                unwanted.insert(cell);
            }
        }
        if slot.cells().any(|cell| !unwanted.contains(cell)) {
            let wanted = slot.codes(&unwanted);
            reasons.push(known.reason(Tested { fact: slot.fact, wanted, outcome: Status::Unmet }));
        }
    }
    reasons
}

fn join(all: &mut Vec<Shared<Department>>, more: &[Shared<Department>]) {
    for department in more {
        if !all.contains(department) {
            all.push(department.clone());
        }
    }
}

/// A further clash about the same.
fn add(finding: &mut Finding, other: Finding) {
    let (title, more) = (&finding.title, &other.title);
    finding.title = Shared::new(Text::new(
        format!("{}；{}", title.zh, more.zh),
        format!("{}; {}", title.en, more.en),
    ));
    if let (Some(cure), Some(more)) = (&mut finding.cure, other.cure) {
        let (zh, en) = (format!("{}{}", cure.zh, more.zh), format!("{}; {}", cure.en, more.en));
        *cure = Shared::new(Text::new(zh, en));
    }
    finding.reasons = both(&finding.reasons, &other.reasons);
    finding.citations = both(&finding.citations, &other.citations);
    finding.departments = both(&finding.departments, &other.departments);
    finding.cure_at = both(&finding.cure_at, &other.cure_at);
    finding.evidence = weakest(&finding.citations);
}

/// The parts of two lists, each once.
fn both<T: PartialEq>(list: &List<T>, more: &List<T>) -> List<T> {
    let others = more.iter().filter(|one| !list.contains(one));
    list.iter().chain(others).cloned().collect()
}

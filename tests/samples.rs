//! Institutions and dossiers near those of the vectors, and every answer about one in a list: where two books differ.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tuoyu::{Dossier, Event, FactSummary, Finding, Institution, PolicyBook};

use crate::{Case, in_english};

/// Facts of one institution and its filing on one day.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The day.
    pub as_of: String,
    /// Facts of the institution.
    pub facts: Value,
    /// Facts of the filing.
    pub dossier: Value,
}

/// Numbers by chance, the same for the same seed.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A row of numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or_default() % bound.max(1)
    }
}

/// Days at and between which something begins or ends.
pub const DAYS: &[&str] = &[
    "1950-01-01",
    "1998-10-25",
    "2019-10-08",
    "2020-01-06",
    "2021-05-06",
    "2021-08-19",
    "2021-08-20",
    "2021-12-30",
    "2021-12-31",
    "2022-01-31",
    "2022-02-01",
    "2022-02-28",
    "2022-03-01",
    "2022-04-11",
    "2022-08-06",
    "2022-08-07",
    "2023-10-15",
    "2023-10-16",
    "2024-03-01",
    "2024-03-15",
    "2025-01-20",
    "2025-01-21",
    "2025-05-31",
    "2025-06-01",
    "2025-12-31",
    "2026-01-01",
    "2026-03-01",
    "2026-11-26",
    "2026-12-30",
    "2026-12-31",
    "2027-12-31",
    "2028-01-01",
];

impl Sample {
    /// The sample in one line, as a vector states it.
    pub fn told(&self) -> String {
        json!({ "as_of": self.as_of, "facts": self.facts, "dossier": self.dossier }).to_string()
    }
}

/// The institutions and dossiers of vectors that are asked of the bundled book.
pub fn bases(cases: &[Case]) -> Vec<Sample> {
    let record = |value: &Value| if value.is_object() { value.clone() } else { json!({}) };
    let bundled = |case: &&Value| case["policies"].is_null() && case["calendar"].is_null();
    let with_facts = |case: &&Value| case["facts"].is_object() || case["dossier"].is_object();
    let cases = cases.iter().map(|case| &case.case).filter(bundled).filter(with_facts);
    let mut bases = BTreeMap::new();
    for case in cases {
        let as_of = case["as_of"].as_str().unwrap_or_default().to_owned();
        let sample =
            Sample { as_of, facts: record(&case["facts"]), dossier: record(&case["dossier"]) };
        let read = Institution::from_json(&sample.facts.to_string()).is_ok();
        if read && Dossier::from_json(&sample.dossier.to_string()).is_ok() {
            bases.insert(sample.told(), sample);
        }
    }
    bases.into_values().collect()
}

/// Bases with the facts that some lines of a policy file name set by chance, near the numbers and days that stand there.
pub fn around(book: &PolicyBook, bases: &[Sample], lines: &str, count: usize) -> Vec<Sample> {
    let lines = &in_english(lines);
    let words: Vec<&str> =
        lines.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    let filing = book.filing_vocabulary();
    let split = filing.iter().position(|fact| fact.name == "band").unwrap_or(filing.len());
    let institution = book.vocabulary();
    let (dossier, class) = filing.split_at(split);
    let named = |facts: &[FactSummary]| -> Vec<FactSummary> {
        let derived = |fact: &&FactSummary| {
            words.iter().any(|word| {
                *word == fact.name
                    || DERIVED.iter().any(|(from, to)| from == word && to.contains(&&*fact.name))
            })
        };
        facts.iter().filter(derived).cloned().collect()
    };
    let numbers: Vec<i64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let days: Vec<chrono::NaiveDate> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let mentions = |base: &Sample| {
        let text = base.told();
        words.iter().filter(|word| word.len() > 3 && text.contains(**word)).count()
    };
    let seed = lines.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    let mut chance = Chance::new(seed);
    let mut ranked: Vec<(usize, usize, &Sample)> =
        bases.iter().map(|base| (mentions(base), chance.below(1 << 20), base)).collect();
    ranked.sort_by_key(|(mentions, tie, _)| (std::cmp::Reverse(*mentions), *tie));
    let mut samples = Vec::new();
    for round in 0..8 * count {
        if samples.len() == count {
            break;
        }
        // Half of them are such as mention the most of what the lines do.
        let among = if round % 2 == 0 { ranked.len() / 20 } else { ranked.len() };
        let Some((.., base)) = ranked.get(chance.below(among.max(1))) else { break };
        let mut sample = (*base).clone();
        match chance.below(5) {
            0 => sample.as_of = DAYS[chance.below(DAYS.len())].to_owned(),
            1 | 2 if !days.is_empty() => {
                let moved = chrono::TimeDelta::days([-1, 0, 1][chance.below(3)]);
                sample.as_of = (days[chance.below(days.len())] + moved).to_string();
            }
            _ => {}
        }
        if chance.below(3) == 0 {
            sample.facts["jurisdiction"] = json!("370303");
        }
        let mut set = |record: &mut Value, facts: &[FactSummary]| {
            for fact in facts {
                if chance.below(5) > 0
                    && let Some(value) = near(fact, &numbers, &mut chance, &sample.as_of)
                {
                    record[&fact.name] = value;
                }
            }
        };
        set(&mut sample.facts, &named(&institution));
        set(&mut sample.dossier, &named(dossier));
        let of_class = named(class);
        if !of_class.is_empty() && !sample.dossier["classes"].is_array() {
            sample.dossier["classes"] = json!([{}]);
        }
        for class in sample.dossier["classes"].as_array_mut().into_iter().flatten() {
            set(class, &of_class);
        }
        let read = Institution::from_json(&sample.facts.to_string()).is_ok();
        if read && Dossier::from_json(&sample.dossier.to_string()).is_ok() {
            samples.push(sample);
        }
    }
    samples
}

/// What a derived fact is made from.
const DERIVED: &[(&str, &[&str])] = &[
    ("lease_months", &["premises", "lease_from", "lease_until"]),
    ("lease_months_left", &["premises", "lease_from", "lease_until"]),
    ("lease_running", &["premises", "lease_from", "lease_until"]),
    ("class_children", &["children"]),
    ("family_children_per_carer", &["children", "carers"]),
    ("children_per_carer", &["children", "carers"]),
    ("staff_health_expired", &["staff_health_valid_until", "staff_health_certificates"]),
];

/// A value of a fact by chance; a number mostly one of those given, or beside it.
fn near(fact: &FactSummary, numbers: &[i64], chance: &mut Chance, as_of: &str) -> Option<Value> {
    if fact.kind == "int" && !numbers.is_empty() && chance.below(4) > 0 {
        let number = numbers[chance.below(numbers.len())] + [-1, 0, 1][chance.below(3)];
        return Some(json!(number));
    }
    by_chance(fact, chance, as_of)
}

/// A value of a fact by chance.
pub fn by_chance(fact: &FactSummary, chance: &mut Chance, as_of: &str) -> Option<Value> {
    Some(match fact.kind.as_str() {
        "bool" => json!(chance.below(4) > 0),
        "choice" => json!(fact.words[chance.below(fact.words.len())]),
        "set" => json!([fact.words[chance.below(fact.words.len())]]),
        "int" => {
            let numbers =
                [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 15, 16, 18, 20, 21, 24, 30, 36];
            json!(numbers[chance.below(numbers.len())])
        }
        "date" => {
            let day: chrono::NaiveDate = as_of.parse().expect("a day");
            let moved = [-1200, -400, -30, -1, 0, 1, 30, 400, 1200][chance.below(9)];
            json!((day + chrono::TimeDelta::days(moved)).to_string())
        }
        "place" => {
            json!(["370303", "370303", "370303", "370300-gaoxin", "110101"][chance.below(5)])
        }
        _ => return None,
    })
}

/// Every answer about a sample, a line a target; an error is its code and path.
pub fn answers(book: &PolicyBook, sample: &Sample) -> Vec<String> {
    let read = || -> Result<Vec<String>, tuoyu::Error> {
        let as_of = sample.as_of.parse().expect("a sample has a day");
        let facts = Institution::from_json(&sample.facts.to_string())?;
        let dossier = Dossier::from_json(&sample.dossier.to_string())?;
        let found = book.assess_filing(&facts, &dossier, as_of)?;
        let registration = &found.registration;
        let authorities: Vec<String> = registration
            .authorities
            .iter()
            .map(|one| format!("{}={}", one.department.id, one.status.name()))
            .collect();
        let because = registration.open_because.map(tuoyu::OpenBecause::name);
        let mut lines = vec![format!(
            "register={} {because:?} {} {}",
            registration.status.name(),
            registration.scope.state.name(),
            authorities.join(",")
        )];
        lines.extend(registration.conflicts.iter().map(|one| format!("conflict {}", one.id)));
        lines.extend(registration.steps.values().map(line));
        lines.extend(found.supports.findings.values().map(line));
        lines.extend(
            found
                .supports
                .lapsed
                .iter()
                .map(|one| format!("{} {}", one.id, one.scope.state.name())),
        );
        if let Some(review) = &found.review {
            lines.push(format!("review={} {}", review.status.name(), review.regime.name()));
            lines.extend(review.findings.values().map(line));
            lines.extend(review.due.iter().map(|one| format!("due {} {}", one.id, one.message.zh)));
        }
        for event in Event::ALL {
            lines.extend(
                book.duties_after(*event, &facts, as_of)?
                    .findings
                    .iter()
                    .map(|one| format!("{} {}", event.name(), line(one))),
            );
        }
        Ok(lines)
    };
    read().unwrap_or_else(|error| vec![format!("{} {}", error.code.name(), error.path)])
}

fn line(found: &Finding) -> String {
    let because = found.open_because.map_or("-", tuoyu::OpenBecause::name);
    let of = |departments: &tuoyu::List<tuoyu::Department>| {
        departments.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(",")
    };
    let cited: Vec<String> = found
        .citations
        .iter()
        .map(|one| format!("{} {} {}", one.instrument, one.clause, one.role.name()))
        .collect();
    format!(
        "{}{}={} {because} {} {} [{}] [{}] [{}] {:?} {:?}",
        found.id,
        found.subject.as_deref().map_or_else(String::new, |of| format!("@{of}")),
        found.status.name(),
        found.force.name(),
        found.severity.map_or("-", tuoyu::Severity::name),
        of(&found.departments),
        of(&found.cure_at),
        cited.join(", "),
        found.last_day,
        found.evidence,
    )
}

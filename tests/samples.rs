//! Institutions and dossiers by chance, and every answer about one in a list: where two books differ, or two inputs.

use serde_json::{Map, Value, json};
use tuoyu::{Dossier, Event, FactSummary, Finding, Institution, PolicyBook};

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

const DAYS: &[&str] = &[
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

/// Samples of which more and less is known.
pub fn samples(book: &PolicyBook, count: usize, seed: u64) -> Vec<Sample> {
    let (institution, filing) = (book.vocabulary(), book.filing_vocabulary());
    let class = ["band", "children", "carers", "youngest_months", "oldest_months"];
    let mut chance = Chance::new(seed);
    let mut samples = Vec::new();
    while samples.len() < count {
        let as_of = DAYS[chance.below(DAYS.len())].to_owned();
        let unknown = [0, 1, 3, 6, 8][chance.below(5)];
        let facts = record(&institution, &|_| true, &mut chance, &as_of, unknown);
        let split = filing.iter().position(|fact| fact.name == "band").unwrap_or(filing.len());
        let (dossier, of_class) = filing.split_at(split);
        let mut dossier = record(dossier, &|_| true, &mut chance, &as_of, unknown);
        if chance.below(10) >= unknown {
            let classes = (0..chance.below(4)).map(|_| {
                record(of_class, &|name| class.contains(&name), &mut chance, &as_of, unknown)
            });
            dossier["classes"] = classes.collect();
        }
        let read = Institution::from_json(&facts.to_string()).is_ok();
        if read && Dossier::from_json(&dossier.to_string()).is_ok() {
            samples.push(Sample { as_of, facts, dossier });
        }
    }
    samples
}

fn record(
    vocabulary: &[FactSummary],
    wanted: &dyn Fn(&str) -> bool,
    chance: &mut Chance,
    as_of: &str,
    unknown: usize,
) -> Value {
    let mut fields = Map::new();
    for fact in vocabulary.iter().filter(|fact| wanted(&fact.name)) {
        if chance.below(10) < unknown {
            continue;
        }
        let value = match fact.kind.as_str() {
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
            _ => continue,
        };
        fields.insert(fact.name.clone(), value);
    }
    Value::Object(fields)
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
        lines.extend(registration.steps.iter().map(line));
        lines.extend(found.supports.findings.iter().map(line));
        lines.extend(
            found
                .supports
                .lapsed
                .iter()
                .map(|one| format!("{} {}", one.id, one.scope.state.name())),
        );
        if let Some(review) = &found.review {
            lines.push(format!("review={} {}", review.status.name(), review.regime.name()));
            lines.extend(review.findings.iter().map(line));
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
    let of = |departments: &[tuoyu::Department]| {
        departments.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(",")
    };
    format!(
        "{}{}={} {because} {} {} [{}] [{}]",
        found.id,
        found.subject.as_deref().map_or_else(String::new, |of| format!("@{of}")),
        found.status.name(),
        found.force.name(),
        found.severity.map_or("-", tuoyu::Severity::name),
        of(&found.departments),
        of(&found.cure_at),
    )
}

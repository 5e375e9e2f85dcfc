//! The same rules in Rust peers: agreement, then time. Leaves rules and rows for the other languages.

mod agreement;
mod cedar;
mod cel;
mod datalogic;
mod ours;
mod peer;
mod readme;
mod zen;

use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use tuoyu::{Outcome, Outcomes, PolicyBook};

use tuoyu_benchmarks::calls::DOSSIER;
use tuoyu_benchmarks::number;
use tuoyu_benchmarks::rows::{self, Fill, Row, SEED};
use tuoyu_benchmarks::rules::{AS_OF, Asked, Rules};
use tuoyu_benchmarks::timing::{Contender, race};

use crate::agreement::compare;
use crate::ours::Ours;
use crate::peer::Peer;

/// Rows that are timed: few enough to stay in the cache.
const TIMED: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder for the results")?;
    let folder = Path::new(&folder);
    let (checked, rounds) = (number("CHECKED", 20_000), number("ROUNDS", 31));
    let save = |name: &str, value: &Value| std::fs::write(folder.join(name), value.to_string());
    let book = PolicyBook::bundled()?;
    let rules = Rules::of(&book, AS_OF.parse()?)?;
    save("rules.json", &serde_json::to_value(&rules)?)?;
    save("dossier.json", &serde_json::from_str(DOSSIER)?)?;
    let (mut agreements, mut times) = (Vec::new(), Vec::new());
    let mut readme = Vec::new();
    for fill in [Fill::Complete, Fill::WithUnknowns] {
        let rows = rows::draw(&book, &rules, fill, checked, SEED)?;
        let decided = decided(&rules, &rows)?;
        save(&format!("rows-{}.json", fill.name()), &rows_with(&decided, &rows))?;
        for asked in [Asked::Met, Asked::Outcome] {
            let graph = zen::graph(&rules, asked, fill);
            save(&format!("zen-{}-{}.json", fill.name(), asked.name()), &graph)?;
            let rule = datalogic::rule(&rules, asked, fill);
            save(&format!("datalogic-{}-{}.json", fill.name(), asked.name()), &rule)?;
            for peer in peers(&rules, asked, &rows, fill) {
                agreements.push(compare(peer.as_ref(), &decided, (&rules, asked), &rows, fill));
            }
            let timed = &rows[..TIMED.min(rows.len())];
            times.extend(time(&rules, asked, timed, fill, rounds)?);
        }
        let timed = &rows[..TIMED.min(rows.len())];
        let peers = peers(&rules, Asked::Outcome, timed, fill);
        readme.extend(readme::time(&book, &rules, &peers, timed, fill, rounds)?);
    }
    let differ = agreements.iter().any(|agreement| agreement.differ > 0);
    let results = json!({
        "language": "rust", "versions": versions(), "agreements": agreements, "times": times,
        "readme": readme,
    });
    save("rust.json", &results)?;
    if differ { Err("a peer differs from tuoyu: see rust.json".into()) } else { Ok(()) }
}

fn peers(rules: &Rules, asked: Asked, rows: &[Row], fill: Fill) -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(datalogic::Datalogic::new(rules, asked, rows, fill)),
        Box::new(cel::Cel::new(rules, asked, rows)),
        Box::new(cedar::Cedar::new(rules, asked, rows)),
        Box::new(zen::ZenExpressions::new(rules, asked, rows, fill)),
        Box::new(zen::Zen::new(rules, asked, rows, fill)),
    ]
}

/// By the plan, which has to say what the answers with text say.
fn decided(rules: &Rules, rows: &[Row]) -> Result<Vec<Vec<Outcome>>, Box<dyn Error>> {
    let ours = Ours::new(rules, rows)?;
    let decided = (0..rows.len()).map(|row| ours.decide(row)).collect::<Result<Vec<_>, _>>()?;
    for (row, outcomes) in decided.iter().enumerate() {
        let met: Vec<bool> = outcomes.iter().map(|outcome| *outcome == Outcome::Met).collect();
        if met != ours.told(rules, row)? {
            return Err(format!("plan and text differ: {}", rows[row].institution.to_json()).into());
        }
    }
    Ok(decided)
}

/// The rows and their outcomes, for the other languages.
fn rows_with(decided: &[Vec<Outcome>], rows: &[Row]) -> Value {
    let row = |(row, outcomes): (&Row, &Vec<Outcome>)| {
        let outcomes: Vec<String> = outcomes.iter().map(|outcome| format!("{outcome:?}")).collect();
        json!({ "institution": row.institution, "codes": row.codes, "outcomes": outcomes })
    };
    rows.iter().zip(decided).map(row).collect()
}

fn time(
    rules: &Rules,
    asked: Asked,
    rows: &[Row],
    fill: Fill,
    rounds: usize,
) -> Result<Vec<Value>, Box<dyn Error>> {
    let ours = Ours::new(rules, rows)?;
    let peers = peers(rules, asked, rows, fill);
    let [mut ready, mut record] = [Outcomes::default(), Outcomes::default()];
    let mut contenders = vec![
        Contender::new("tuoyu", |row| ours.run(row, &mut ready)),
        Contender::new("tuoyu, from a record", |row| ours.run_record(row, &mut record)),
        Contender::new("tuoyu, JSON to JSON with reasons", |row| ours.run_json(row)),
    ];
    for peer in &peers {
        contenders.push(Contender::new(peer.name(), |row| peer.run(row)));
    }
    race(&mut contenders, rounds, rows.len());
    let told = contenders.iter().map(|contender| {
        json!({
            "language": "rust", "facts": fill.name(), "asked": asked.name(), "engine": contender.name,
            "ns": contender.median(), "ratio": contender.ratio(&contenders[0]),
            "to_json": contender.ratio(&contenders[2]),
        })
    });
    Ok(told.collect())
}

/// The versions that this folder's manifest pins.
fn versions() -> Value {
    let pinned = include_str!("../Cargo.toml").lines().filter_map(|line| {
        let (name, version) = line.split_once(" = \"=")?;
        let peer = ["cel", "cedar", "datalogic", "zen"].iter().any(|peer| name.starts_with(peer));
        peer.then(|| (name.to_owned(), json!(version.trim_end_matches('"'))))
    });
    Value::Object(pinned.collect())
}

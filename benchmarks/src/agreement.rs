//! Cell by cell: what a peer decides, tuoyu decides the same way.

use serde::Serialize;
use tuoyu::Outcome;

use crate::peer::{Decided, Peer};
use tuoyu_benchmarks::rows::{Fill, Row};
use tuoyu_benchmarks::rules::{Asked, Rules, constant};

/// The cells of one engine over some rows.
#[derive(Default, Serialize)]
pub struct Agreement {
    pub language: &'static str,
    pub engine: &'static str,
    pub facts: &'static str,
    pub asked: &'static str,
    pub rows: usize,
    pub cells: usize,
    /// Both decide, and the same.
    pub agree: usize,
    /// tuoyu decides, and the peer does not.
    pub only_ours: usize,
    pub neither: usize,
    pub differ: usize,
    /// The first that differ, with the row.
    pub examples: Vec<serde_json::Value>,
}

/// The outcomes that a peer can tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    Met,
    Unmet,
    Unsettled,
    /// Not met, whether the text settles it or not.
    NotMet,
    Undecided,
}

impl Told {
    fn by_peer(met: Decided, unsettled: Decided, asked: Asked) -> Self {
        match (met, unsettled) {
            (Some(true), _) => Self::Met,
            (Some(false), _) if asked == Asked::Met => Self::NotMet,
            (Some(false), Some(true)) => Self::Unsettled,
            (Some(false), Some(false)) => Self::Unmet,
            _ => Self::Undecided,
        }
    }

    fn by_us(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Met => Self::Met,
            Outcome::Unmet | Outcome::NotInForce => Self::Unmet,
            Outcome::OpenUnsettled => Self::Unsettled,
            _ => Self::Undecided,
        }
    }

    fn same(self, ours: Self) -> bool {
        self == ours || self == Self::NotMet && ours != Self::Met
    }
}

pub fn compare(
    peer: &dyn Peer,
    ours: &[Vec<Outcome>],
    (rules, asked): (&Rules, Asked),
    rows: &[Row],
    fill: Fill,
) -> Agreement {
    let mut found = Agreement {
        language: "rust",
        engine: peer.name(),
        facts: fill.name(),
        asked: asked.name(),
        rows: rows.len(),
        ..Agreement::default()
    };
    let conditions = rules.conditions(asked);
    let by_the_day =
        || rules.targets.iter().map(|target| (constant(&target.met), constant(&target.unsettled)));
    for (at, row) in rows.iter().enumerate() {
        let mut both: Vec<(Decided, Decided)> = by_the_day().collect();
        for (condition, decided) in conditions.iter().zip(peer.decide(at)) {
            let of = &mut both[condition.target];
            *(if condition.met { &mut of.0 } else { &mut of.1 }) = decided;
        }
        for (target, (met, unsettled)) in both.into_iter().enumerate() {
            let theirs = Told::by_peer(met, unsettled, asked);
            let outcome = ours[at][target];
            let told = Told::by_us(outcome);
            found.cells += 1;
            match theirs {
                // On complete rows an engine has to decide everything.
                Told::Undecided if fill == Fill::WithUnknowns && told != theirs => {
                    found.only_ours += 1
                }
                Told::Undecided if fill == Fill::WithUnknowns => found.neither += 1,
                _ if theirs.same(told) => found.agree += 1,
                _ => {
                    found.differ += 1;
                    if found.examples.len() < 3 {
                        found.examples.push(serde_json::json!({
                            "institution": row.institution, "target": rules.targets[target].target,
                            "theirs": format!("{theirs:?}"), "ours": format!("{outcome:?}"),
                        }));
                    }
                }
            }
        }
    }
    found
}

//! Every call of tuoyu that is compared.

use std::hint::black_box;

use tuoyu::{Error, Facts, Institution, Outcome, Outcomes, Plan, PolicyBook, Status};

use tuoyu_benchmarks::rows::Row;
use tuoyu_benchmarks::rules::Rules;

/// A compiled plan, and what is ready of every row.
pub struct Ours {
    book: PolicyBook,
    plan: Plan,
    /// Where the plan has the targets of the rules.
    positions: Vec<usize>,
    facts: Vec<Facts>,
    institutions: Vec<Institution>,
    requests: Vec<String>,
}

impl Ours {
    pub fn new(rules: &Rules, rows: &[Row]) -> Result<Self, Error> {
        let book = PolicyBook::bundled()?;
        let targets: Vec<String> =
            rules.targets.iter().map(|target| target.target.clone()).collect();
        let plan = book.plan(rules.as_of, &targets)?;
        let place = |target: &String| plan.targets().iter().position(|known| known == target);
        let positions =
            targets.iter().map(|target| place(target).expect("a target of the plan")).collect();
        let facts =
            rows.iter().map(|row| plan.facts(&row.institution)).collect::<Result<_, _>>()?;
        Ok(Self {
            book,
            positions,
            facts,
            institutions: rows.iter().map(|row| row.institution.clone()).collect(),
            requests: rows.iter().map(|row| row.institution.to_json()).collect(),
            plan,
        })
    }

    /// Every target of a row.
    pub fn decide(&self, row: usize) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = Outcomes::default();
        self.plan.outcomes(&self.facts[row], &mut outcomes)?;
        Ok(self.positions.iter().map(|at| outcomes.get(*at).expect("an outcome")).collect())
    }

    /// The same from the answers with text: whether each target is met.
    pub fn told(&self, rules: &Rules, row: usize) -> Result<Vec<bool>, Error> {
        let institution = &self.institutions[row];
        let registration = self.book.register(institution, rules.as_of)?;
        let supports = self.book.supports(institution, rules.as_of)?;
        let findings = || registration.steps.iter().chain(&supports.findings);
        let met = |target: &str| match target.strip_prefix("register/") {
            Some(id) => registration
                .authorities
                .iter()
                .any(|found| found.department.id == id && found.status == Status::Met),
            None => findings().any(|found| found.id == target && found.status == Status::Met),
        };
        Ok(rules.targets.iter().map(|target| met(&target.target)).collect())
    }

    /// From ready values to bare outcomes.
    pub fn run(&self, row: usize, outcomes: &mut Outcomes) {
        let _ = self.plan.outcomes(black_box(&self.facts[row]), outcomes);
        black_box(outcomes);
    }

    /// The same, and the reasons of every target.
    pub fn run_with_reasons(&self, row: usize, outcomes: &mut Outcomes) {
        let facts = black_box(&self.facts[row]);
        let _ = self.plan.outcomes(facts, outcomes);
        self.plan.every_reason(facts, outcomes, |_, reasons| {
            black_box(reasons);
        });
    }

    /// From a record to bare outcomes.
    pub fn run_record(&self, row: usize, outcomes: &mut Outcomes) {
        if let Ok(facts) = self.plan.facts(black_box(&self.institutions[row])) {
            let _ = self.plan.outcomes(&facts, outcomes);
        }
        black_box(outcomes);
    }

    /// From JSON to JSON, with every reason.
    pub fn run_json(&self, row: usize) {
        let _ = black_box(self.plan.ask(black_box(&self.requests[row])));
    }
}

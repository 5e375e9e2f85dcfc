//! Every policy file proves itself: its worked examples are run.

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, told_identifier, told_value};
use crate::facts::{Choice, Dossier, Institution, Value, day_of_toml};
use crate::logic::{Outcome, Status};
use crate::policy::book::PolicyBook;
use crate::policy::files::{Clause, Example, Source, Then};
use crate::policy::terms::{Act, Regime, Severity};

/// 例: a worked example of a policy file.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedExample {
    /// Identifier of the instrument.
    pub instrument: String,
    /// Number of the clause.
    pub clause: String,
    /// The day of the example.
    pub as_of: NaiveDate,
    /// The facts.
    pub facts: Institution,
    /// The dossier, where it has one.
    pub dossier: Option<Dossier>,
    /// The supports and steps that it speaks of, `register`, `act` or `conflicts`.
    pub expects: Vec<String>,
}

impl PolicyBook {
    /// Every worked example of every file.
    ///
    /// # Errors
    /// An example whose facts or day cannot be read.
    pub fn examples(&self) -> Result<Vec<WorkedExample>, Error> {
        let mut examples = Vec::new();
        for (file, source) in self.sources.iter().enumerate() {
            for (position, clause) in source.instrument.clauses.iter().enumerate() {
                for example in self.examples_of(file, position)? {
                    let Given { as_of, facts, dossier } = given(source, clause, &example)?;
                    examples.push(WorkedExample {
                        instrument: source.instrument.id.clone(),
                        clause: clause.number().to_owned(),
                        as_of,
                        facts,
                        dossier,
                        expects: example.expect.keys().cloned().collect(),
                    });
                }
            }
        }
        Ok(examples)
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// Runs the worked examples of every file.
    ///
    /// # Errors
    /// The first example that cannot be read or does not come out as it says, the first rule that no example covers, the
    /// first text that a catalogue of translations lacks, or the first combination that one rule calls possible and another
    /// one does not.
    pub fn check(&self) -> Result<(), Error> {
        self.check_matrix()?;
        self.check_translated()?;
        let mut examples = Vec::new();
        for (file, source) in self.sources.iter().enumerate() {
            for (position, clause) in source.instrument.clauses.iter().enumerate() {
                let of_clause = self.examples_of(file, position)?;
                for (of_clause, example) in of_clause.iter().enumerate() {
                    self.run(source, clause, example).map_err(|error| match example.line {
                        Some(line) => source.in_clause(position, line, error),
                        None => {
                            source.at_table(position, "[[example]]", of_clause, "expect", error)
                        }
                    })?;
                }
                examples.extend(of_clause);
            }
        }
        self.check_exampled(&examples)
    }
}

impl PolicyBook {
    fn run(&self, source: &Source, clause: &Clause, example: &Example) -> Result<(), Error> {
        let Given { as_of, facts, dossier } = given(source, clause, example)?;
        let dossier = dossier.unwrap_or_default();
        let assessment = self.assess_filing(&facts, &dossier, as_of)?;
        for (name, expected) in &example.expect {
            let found = match name.as_str() {
                "register" => list(
                    assessment.registration.authorities.iter().map(|found| &found.department.id),
                ),
                "act" => list_of(assessment.registration.acts.iter().map(|open| open.act.name())),
                "conflicts" => {
                    let of_filing = assessment.review.iter().flat_map(|review| &review.conflicts);
                    let mut told: Vec<&String> = Vec::new();
                    for found in assessment.registration.conflicts.iter().chain(of_filing) {
                        if !told.contains(&&found.id) {
                            told.push(&found.id);
                        }
                    }
                    list(told.into_iter())
                }
                "regime" => {
                    let regime = assessment.review.as_ref().map(|review| review.regime);
                    toml::Value::from(regime.map_or("none", Regime::name))
                }
                name if self.index.requirements.iter().any(|target| target.id == name) => {
                    let findings = assessment.review.iter().flat_map(|review| &review.findings);
                    let worst = findings.filter(|found| found.id == name).map(|found| found.status);
                    toml::Value::from(worst.min().map_or("none", Status::name))
                }
                name => {
                    let all = || self.index.targets().chain(&self.index.events);
                    if all().all(|target| target.id != name) {
                        let names = all().map(|target| target.id.as_str());
                        return Err(Self::unknown_target(name, names));
                    }
                    let known = self.filing_case(&facts, &dossier, None, as_of)?;
                    let mut here = known.law().targets().chain(&known.law().events);
                    let target = here.find(|target| target.id == name);
                    let outcome = target.map(|target| target.decision.outcome(&known));
                    toml::Value::from(outcome.map_or(Status::Unmet, Outcome::status).name())
                }
            };
            if found != *expected {
                let expected = self.told(expected);
                return Err(failure(
                    name,
                    &format!("例子应为 {expected}，实为 {found}"),
                    &format!("the example expects {expected}, found {found}"),
                ));
            }
        }
        Ok(())
    }

    /// Reads what an example expects, where each of its words is one that can come out.
    fn told(&self, expected: &toml::Value) -> String {
        let of_rules = |id: &str| self.rules.iter().any(|(_, rule)| rule.entry.id == id);
        let known = |word: &toml::Value| {
            word.as_str().is_some_and(|word| {
                let words = [Status::WORDS, Regime::WORDS, Act::WORDS].concat();
                word == "none"
                    || words.iter().any(|known| known.name == word)
                    || self.index.authorities.iter().any(|target| target.id == word)
                    || of_rules(word)
            })
        };
        let whole = match expected {
            toml::Value::Array(words) => words.iter().all(known),
            word => known(word),
        };
        if whole { expected.to_string() } else { told_value(&expected.to_string()) }
    }

    /// A text of a file that has a catalogue is translated there, or said to have no translation.
    fn check_translated(&self) -> Result<(), Error> {
        for source in Source::read_all(self.files().into_iter(), true)? {
            let Some(key) = source.untranslated.first() else { continue };
            let (zh, en) = ("没有英文译文", "there is no translation");
            let error = Error::new(ErrorCode::BadPolicy, told_identifier(key), zh, en);
            return Err(error.inside(&source.path()));
        }
        Ok(())
    }

    /// Every support and step is met in some example, and every register rule is named in one.
    fn check_exampled(&self, examples: &[Example]) -> Result<(), Error> {
        let expects = |name: &str, value: Option<&str>| {
            let mut expected = examples.iter().filter_map(|example| example.expect.get(name));
            expected.any(|expected| value.is_none_or(|value| expected.as_str() == Some(value)))
        };
        for (_, rule) in self.rules.iter() {
            let met = Some(Status::Met.name());
            let open = Some(Status::Open.name());
            let exampled = match &rule.entry.then {
                Then::Support(id) | Then::Step(id) | Then::Event(id) if rule.entry.never => {
                    expects(id, open)
                }
                Then::Support(id) | Then::Step(id) | Then::Event(id) => expects(id, met),
                Then::Require(id) => {
                    let unmet = Some(Status::Unmet.name());
                    let only_told = rule.entry.severity == Some(Severity::Note);
                    let told = expects(id, met) || expects(id, unmet);
                    expects(id, open) || only_told && told || expects(id, met) && expects(id, unmet)
                }
                Then::Act(_) => expects("act", None),
                Then::Conflict(_) | Then::Impossible(_) => expects("conflicts", None),
                Then::Register(_) | Then::Unsettled(_) => expects("register", None),
                Then::Regime(_) => expects("regime", None),
                Then::Define(_) | Then::Deadline(_) | Then::Possible(_) => true,
            };
            if !exampled {
                let error = failure(
                    &rule.entry.id,
                    "没有例子说明这条规则何时成立",
                    "no example shows the rule at work",
                );
                return Err(rule.located(&self.sources, &rule.entry.id, error));
            }
        }
        Ok(())
    }
}

/// The day and the facts of an example.
struct Given {
    as_of: NaiveDate,
    facts: Institution,
    dossier: Option<Dossier>,
}

fn given(source: &Source, clause: &Clause, example: &Example) -> Result<Given, Error> {
    let as_of = match &example.on {
        Some(on) => day_of_toml(on)?,
        None => source.sure_from(clause),
    };
    let mut table = example.given.clone();
    let dossier = match table.remove("dossier").map(Value::from) {
        Some(Value::Table(fields)) => {
            Some(Dossier::from_fields(fields).map_err(|error| error.inside("dossier"))?)
        }
        Some(_) => return Err(failure("dossier", "dossier 应是一张表", "`dossier` is a table")),
        None => None,
    };
    let facts = match Value::from(toml::Value::Table(table)) {
        Value::Table(fields) => Institution::from_fields(fields)?,
        _ => Institution::default(),
    };
    Ok(Given { as_of, facts, dossier })
}

fn failure(path: &str, zh: &str, en: &str) -> Error {
    Error::new(ErrorCode::ExampleFails, told_identifier(path), zh, en)
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> toml::Value {
    list_of(names.map(String::as_str))
}

fn list_of<'a>(names: impl Iterator<Item = &'a str>) -> toml::Value {
    toml::Value::Array(names.map(toml::Value::from).collect())
}

//! The combinations of legal form, nature, kind of credit code, service and operator, cell by cell: possible, impossible,
//! or not settled.

use crate::error::{Error, ErrorCode};
use crate::facts::{Fact, Kind, Ranges};
use crate::logic::{Condition, Expansions, Layout, Work};
use crate::policy::book::PolicyBook;
use crate::policy::files::{Question, Then};
use crate::policy::law::account::{OverBudget, STEPS_OF_PLACE};
use crate::policy::rules::{COMBINED, Rule};

/// Verdict of a rule on the cells that it speaks of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// It is registered, and the text says where.
    Possible,
    /// The text does not settle it.
    Unsettled,
    /// It is not registered.
    Impossible,
}

/// A rule that speaks of cells.
#[derive(Debug)]
pub struct Row<'a> {
    pub verdict: Verdict,
    pub rule: &'a Rule,
    pub position: usize,
    /// Of the five facts, the day and the place.
    pub when: Condition,
}

impl PolicyBook {
    /// Every rule that speaks of combinations, in the order of the files.
    fn matrix(&self) -> Vec<Row<'_>> {
        let combined = |fact: &Fact| {
            COMBINED.contains(fact)
                || fact.is_presumed()
                || [Fact::Day, Fact::Jurisdiction].contains(fact)
        };
        let row = |(position, rule): (usize, &'_ Rule)| {
            let verdict = match rule.entry.then {
                Then::Possible(_) => Verdict::Possible,
                Then::Impossible(_) | Then::Conflict(_) => Verdict::Impossible,
                Then::Unsettled(Question::Register) => Verdict::Unsettled,
                _ => return None,
            };
            let when = self.rules.draft(position).met;
            when.facts().iter().all(combined).then(|| (verdict, settled(&when)))
        };
        let rules = self.rules.iter();
        rules
            .filter_map(|(position, rule)| {
                let (verdict, when) = row((position, rule))?;
                Some(Row { verdict, rule, position, when })
            })
            .collect()
    }

    /// No rule calls a combination possible that another one calls impossible, or leaves unsettled.
    pub(in crate::policy) fn check_matrix(&self) -> Result<(), Error> {
        let rows = self.matrix();
        let work = Work::new(STEPS_OF_PLACE);
        let (possible, others): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
            rows.iter().partition(|row| row.verdict == Verdict::Possible);
        for row in possible {
            let mut clashing = None;
            for other in &others {
                let overlap = overlap(&row.when, &other.when, &work);
                let over = OverBudget { rule: Some(row.position) };
                if overlap.ok_or_else(|| over.told(&self.rules, &self.sources))? {
                    clashing = Some(other);
                    break;
                }
            }
            let Some(other) = clashing else { continue };
            let id = &other.rule.entry.id;
            let error = Error::new(
                ErrorCode::BadPolicy,
                row.rule.entry.id.clone(),
                format!("这条说可能的组合，{id} 说不可能或者未明确"),
                format!(
                    "what this rule calls possible, `{id}` calls impossible or leaves unsettled"
                ),
            );
            return Err(row.rule.located(&self.sources, &row.rule.entry.id, error));
        }
        Ok(())
    }
}

/// Tells whether some combination meets both; none where that takes too much.
fn overlap(left: &Condition, right: &Condition, work: &Work) -> Option<bool> {
    let both = Condition::all([left.clone(), right.clone()]);
    let layout = Layout::within([&both], work)?;
    let terms = Expansions::new(&layout, work).of(&both, true)?;
    Some(!terms.is_empty())
}

/// With what is presumed told by its sources, all of which a cell has.
fn settled(condition: &Condition) -> Condition {
    match condition {
        Condition::All(parts) => Condition::all(parts.iter().map(settled)),
        Condition::Any(parts) => Condition::any(parts.iter().map(settled)),
        Condition::Not(part) => settled(part).negated(),
        Condition::Test(fact, allowed) if fact.is_presumed() => {
            let rebutted = Condition::any(fact.sources().iter().map(|source| rebutting(*source)));
            let either = [(1, rebutted.clone()), (0, rebutted.negated())];
            let either = either.into_iter().filter(|(code, _)| allowed.contains(*code));
            Condition::any(either.map(|(_, condition)| condition))
        }
        test => test.clone(),
    }
}

/// The values of a fact that make a presumed one "yes".
fn rebutting(fact: Fact) -> Condition {
    let codes = match fact.kind() {
        Kind::Choice(words) => 0..i64::try_from(words.len()).unwrap_or_default(),
        _ => 0..0,
    };
    let codes = codes.filter(|code| fact.rebuts(*code)).map(|code| (code, code));
    Condition::Test(fact, Ranges::of(codes.collect()))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};
    use std::fmt::Write;

    use chrono::NaiveDate;

    use super::*;
    use crate::facts::{
        Choice, CreditCodeKind, Institution, LegalForm, Nature, Operator, Service, day_code, derive,
    };
    use crate::logic::{OpenBecause, Outcome, Status};
    use crate::plan::Outcomes;
    use crate::plan::Plan;
    use crate::properties::BOOK;

    /// A credit code of each kind.
    const CODES: [(&str, CreditCodeKind); 12] = [
        ("11370303MA0000000T", CreditCodeKind::StateOrgan),
        ("12370303MA0000000P", CreditCodeKind::PublicInstitution),
        ("51370303MA0000000N", CreditCodeKind::SocialGroup),
        ("52370303MA0000000K", CreditCodeKind::SocialServiceOrganization),
        ("53370303MA0000000G", CreditCodeKind::Foundation),
        ("54370303MA0000000D", CreditCodeKind::SelfGoverningBody),
        ("81370303MA0000000K", CreditCodeKind::TradeUnionBody),
        ("91370303MA0000000J", CreditCodeKind::Enterprise),
        ("92370303MA0000000F", CreditCodeKind::IndividualBusiness),
        ("93370303MA0000000C", CreditCodeKind::Cooperative),
        ("N2370303MA00000002", CreditCodeKind::RuralCollective),
        ("59370303MA3TEQT014", CreditCodeKind::Other),
    ];

    /// On both sides of every day on which a row begins or ends while the district's document is in force.
    const DAYS: [&str; 8] = [
        "2021-12-31",
        "2022-02-28",
        "2022-03-01",
        "2023-10-15",
        "2023-10-16",
        "2025-05-31",
        "2025-06-01",
        "2026-11-26",
    ];

    /// Codes of the five facts.
    type Cell = [i64; 5];

    fn widths() -> [i64; 5] {
        COMBINED.map(|fact| fact.kind().words().len() as i64)
    }

    fn cells() -> Vec<Cell> {
        let mut cells = vec![[0; 5]];
        for (at, width) in widths().into_iter().enumerate() {
            let with = |cell: Cell| {
                (0..width).map(move |code| {
                    let mut cell = cell;
                    cell[at] = code;
                    cell
                })
            };
            cells = cells.into_iter().flat_map(with).collect();
        }
        assert_eq!(cells.len(), 14 * 2 * 12 * 3 * 10);
        cells
    }

    fn of(cell: &Cell, fact: Fact) -> Option<i64> {
        COMBINED.iter().position(|known| *known == fact).map(|at| cell[at])
    }

    fn place() -> i64 {
        BOOK.places.code("370303").unwrap()
    }

    /// The code of any fact of a cell on a day in the district.
    fn code(cell: &Cell, on: i64, fact: Fact) -> i64 {
        match fact {
            Fact::Day => on,
            Fact::Jurisdiction => place(),
            fact => of(cell, fact).unwrap(),
        }
    }

    fn day(day: &str) -> i64 {
        day_code(day.parse().unwrap())
    }

    /// Statements of the rows about a cell, the strongest first.
    fn verdicts<'a>(rows: &'a [Row<'a>], cell: &Cell, on: i64) -> Vec<&'a Row<'a>> {
        let holding = rows.iter().filter(|row| row.when.holds(&|fact| code(cell, on, fact)));
        let mut holding: Vec<&Row<'_>> = holding.collect();
        holding.sort_by_key(|row| std::cmp::Reverse(row.verdict));
        holding
    }

    fn shown(cell: &Cell) -> String {
        let word = |(at, code): (usize, &i64)| COMBINED[at].kind().words()[*code as usize].name;
        cell.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    }

    fn kept<'a>(rows: &'a [Row<'a>], on: i64) -> Vec<(Cell, Verdict)> {
        let verdict = |cell: Cell| {
            let holding = verdicts(rows, &cell, on);
            assert!(!holding.is_empty(), "no row speaks of {}", shown(&cell));
            let first = holding[0];
            let last = holding.last().map(|row| row.verdict).unwrap();
            assert!(
                last == first.verdict || last == Verdict::Unsettled,
                "{} is {:?} by {} and {last:?} by {}",
                shown(&cell),
                first.verdict,
                first.rule.entry.id,
                holding.last().unwrap().rule.entry.id
            );
            (cell, first.verdict)
        };
        cells().into_iter().map(verdict).collect()
    }

    #[test]
    fn every_cell_is_decided_on_purpose() {
        let rows = BOOK.matrix();
        for on in DAYS {
            let kept = kept(&rows, day(on));
            for wanted in [Verdict::Possible, Verdict::Unsettled, Verdict::Impossible] {
                let count = kept.iter().filter(|(_, verdict)| *verdict == wanted).count();
                assert!(count > 100, "{on} {wanted:?}: {count}");
            }
        }
    }

    #[test]
    fn the_days_on_which_a_row_begins_or_ends_are_all_tried() {
        let first = day(DAYS[0]);
        let turns = BOOK.matrix();
        let turns =
            turns.iter().map(|row| row.rule.span).filter(|span| span.includes_place(Some(place())));
        let turns =
            turns.flat_map(|span| [Some(span.from), span.until.and_then(|day| day.succ_opt())]);
        for turn in turns.flatten().filter(|turn| day_code(*turn) > first) {
            assert!(DAYS.contains(&turn.to_string().as_str()), "{turn}");
            assert!(DAYS.contains(&turn.pred_opt().unwrap().to_string().as_str()), "before {turn}");
        }
    }

    /// Answers where a plan says that an institution is registered, by what is known of its cell.
    fn registered(plan: &Plan, known: &[Option<i64>; 5]) -> Outcome {
        let facts = plan.settled(&|fact| match fact {
            Fact::Jurisdiction => Some(place()),
            Fact::Day => Some(day_code(plan.as_of())),
            fact => COMBINED.iter().position(|other| *other == fact).and_then(|at| known[at]),
        });
        let mut outcomes = Outcomes::default();
        plan.outcomes(&facts, &mut outcomes).unwrap();
        outcomes.get(0).unwrap()
    }

    fn plan(on: &str) -> Plan {
        BOOK.plan(on.parse().unwrap(), &["register".to_owned()]).unwrap()
    }

    #[test]
    fn registration_agrees_with_every_cell() {
        let rows = BOOK.matrix();
        for on in DAYS {
            let plan = plan(on);
            for (cell, verdict) in kept(&rows, day(on)) {
                let wanted = match verdict {
                    Verdict::Possible => Outcome::Met,
                    Verdict::Unsettled => Outcome::OpenUnsettled,
                    Verdict::Impossible => Outcome::OpenConflict,
                };
                assert_eq!(registered(&plan, &cell.map(Some)), wanted, "{on} {}", shown(&cell));
            }
        }
    }

    fn institution(cell: &Cell) -> Institution {
        let at = |position: usize| cell[position] as usize;
        let kind = CreditCodeKind::at(at(2)).unwrap();
        let (code, _) = CODES.iter().find(|(_, of)| *of == kind).unwrap();
        Institution {
            jurisdiction: Some("370303".to_owned()),
            legal_form: LegalForm::at(at(0)),
            nature: Nature::at(at(1)),
            credit_code: Some((*code).to_owned()),
            service: Service::at(at(3)),
            operator: Operator::at(at(4)),
            ..Institution::default()
        }
    }

    #[test]
    fn an_impossible_combination_is_told_and_the_answers_with_text_agree() {
        let on: NaiveDate = "2026-11-26".parse().unwrap();
        let rows = BOOK.matrix();
        for (position, (cell, verdict)) in kept(&rows, day_code(on)).into_iter().enumerate() {
            let institution = institution(&cell);
            if verdict == Verdict::Impossible {
                let known = BOOK.case(&institution, on).unwrap();
                let wanted: Vec<&str> = verdicts(&rows, &cell, day_code(on))
                    .iter()
                    .filter(|row| row.verdict == verdict)
                    .map(|row| row.rule.entry.id.as_str())
                    .collect();
                let told = BOOK.all_clashes(&known, on);
                let told: Vec<&str> = told.iter().map(|finding| finding.id.as_str()).collect();
                let mut sorted = (wanted.clone(), told.clone());
                sorted.0.sort_unstable();
                sorted.1.sort_unstable();
                assert_eq!(sorted.0, sorted.1, "{}", shown(&cell));
            }
            if position % 17 == 0 {
                let found = BOOK.register(&institution, on).unwrap();
                let wanted = match verdict {
                    Verdict::Possible => (Status::Met, None),
                    Verdict::Unsettled => (Status::Open, Some(OpenBecause::Unsettled)),
                    Verdict::Impossible => (Status::Open, Some(OpenBecause::Conflict)),
                };
                assert_eq!((found.status, found.open_because), wanted, "{}", shown(&cell));
                assert_eq!(found.conflicts.is_empty(), verdict != Verdict::Impossible);
                assert_eq!(found.authorities.is_empty(), verdict == Verdict::Impossible);
                assert_eq!(found.unsettled.is_empty(), verdict != Verdict::Unsettled);
            }
        }
    }

    #[test]
    fn partial_facts_never_say_more_than_every_completion() {
        let mut state = 0x5eed_u64;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let rows = BOOK.matrix();
        for on in ["2022-04-11", "2026-11-26"] {
            let plan = plan(on);
            let verdict_of: HashMap<Cell, Verdict> = kept(&rows, day(on)).into_iter().collect();
            for _ in 0..3_000 {
                let known: [Option<i64>; 5] = widths().map(|width| {
                    let code = (next() >> 8) as i64 % width;
                    (next() % 2 == 0).then_some(code)
                });
                let given = |fact: Fact| {
                    COMBINED.iter().position(|other| *other == fact).and_then(|at| known[at])
                };
                let presumed = derive(Fact::FormOfOperator, &given);
                // A form is presumed to be the institution's own until it is said who runs it.
                let completes = |cell: &&Cell| {
                    let same = known
                        .iter()
                        .zip(*cell)
                        .all(|(known, of)| known.is_none_or(|known| known == *of));
                    same && derive(Fact::FormOfOperator, &|fact| of(cell, fact)) == presumed
                };
                let possible = |cell: &Cell| verdict_of[cell] != Verdict::Impossible;
                let completions: Vec<&Cell> = verdict_of.keys().filter(completes).collect();
                let left: Vec<Verdict> = completions
                    .iter()
                    .filter(|cell| possible(cell))
                    .map(|cell| verdict_of[*cell])
                    .collect();
                let outcome = registered(&plan, &known);
                let all = |wanted: Verdict| left.iter().all(|verdict| *verdict == wanted);
                let agrees = match outcome {
                    Outcome::Met => all(Verdict::Possible) && !left.is_empty(),
                    Outcome::OpenUnsettled => all(Verdict::Unsettled) && !left.is_empty(),
                    Outcome::OpenConflict => left.is_empty(),
                    Outcome::OpenFacts => true,
                    _ => false,
                };
                assert!(agrees, "{on} {known:?} is {outcome:?}, left {left:?}");
            }
        }
    }

    const SHEET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/legal-forms.md");

    /// The matrix for a jurist: what each form can be, service by service.
    fn sheet() -> String {
        let on: NaiveDate = "2026-11-26".parse().unwrap();
        let rows = BOOK.matrix();
        let mut notes: Vec<String> = Vec::new();
        let mut table = String::new();
        for form in LegalForm::ALL {
            for nature in Nature::ALL {
                let _ = write!(table, "| {} | {} |", form.label(), nature.label());
                for service in Service::ALL {
                    let mut told: BTreeMap<String, Vec<&str>> = BTreeMap::new();
                    for operator in Operator::ALL {
                        let cell = [
                            form.position(),
                            nature.position(),
                            CreditCodeKind::Other.position(),
                            service.position(),
                            operator.position(),
                        ];
                        let holding = verdicts(&rows, &cell, day_code(on));
                        let first = holding.first().unwrap();
                        let marks =
                            holding.iter().filter(|row| row.verdict == first.verdict).map(|row| {
                                let note = note(row.rule);
                                let at = notes.iter().position(|known| *known == note);
                                let at = at.unwrap_or_else(|| {
                                    notes.push(note);
                                    notes.len() - 1
                                });
                                format!("〔{}〕", at + 1)
                            });
                        let marks: String = marks.collect();
                        let word = match first.verdict {
                            Verdict::Possible => "可以",
                            Verdict::Unsettled => "未明确",
                            Verdict::Impossible => "不可能",
                        };
                        told.entry(format!("{word}{marks}")).or_default().push(operator.label());
                    }
                    let most =
                        told.iter().max_by_key(|(_, of)| of.len()).map(|(said, _)| said.clone());
                    let most = most.unwrap();
                    let mut said = vec![most.clone()];
                    for (other, operators) in told.iter().filter(|(other, _)| **other != most) {
                        said.push(format!("{}：{other}", operators.join("、")));
                    }
                    let _ = write!(table, " {} |", said.join("；"));
                }
                table.push('\n');
            }
        }
        let mut sheet = String::from(
            "# 登记类型、机构性质、服务类型、举办主体\n\n由测试从 `core/policies` 生成（`TUOYU_BLESS=1 cargo test -p tuoyu matrix`），不要手改。\
             张店区，2026年11月26日；信用代码与登记类型相符的。每格先写多数举办主体，再写例外。\n\n\
             | 登记类型 | 性质 | 托育机构 | 幼儿园托班 | 家庭托育点 |\n|---|---|---|---|---|\n",
        );
        sheet.push_str(&table);
        sheet.push('\n');
        for (at, note) in notes.iter().enumerate() {
            let _ = writeln!(sheet, "- 〔{}〕 {note}", at + 1);
        }
        sheet
    }

    fn note(rule: &Rule) -> String {
        let (source, clause) = BOOK.clause(rule).unwrap();
        let said = match &rule.entry.then {
            Then::Impossible(message) | Then::Conflict(message) => message.clone(),
            Then::Unsettled(_) => rule.because().zh,
            _ => rule.title().zh,
        };
        let quoted = clause.quotations.iter().map(|words| format!("“{words}”")).collect::<String>();
        format!("{} {}：{said}{quoted}", source.instrument.number, clause.number())
    }

    #[test]
    fn the_sheet_is_that_of_the_files() {
        let sheet = sheet();
        if std::env::var_os("TUOYU_BLESS").is_some() {
            std::fs::write(SHEET, &sheet).unwrap();
        }
        let kept = std::fs::read_to_string(SHEET).unwrap_or_default();
        assert!(kept == sheet, "the matrix changed: TUOYU_BLESS=1 writes docs/legal-forms.md anew");
    }

    #[test]
    fn a_possible_combination_that_another_rule_rules_out_is_an_error() {
        let mut texts = crate::policy::files::bundled_texts();
        let file = texts.iter_mut().find(|file| file.name == "foundation-regulation.md").unwrap();
        let row = "\n[[rule]]\nid = \"foundation-possible\"\nwhen = { legal_form = \"foundation\", service = \"institution\" }\nthen = { possible = true }\n```\n\n|";
        file.text = file.text.replacen("```\n\n|", row, 1);
        let line =
            1 + file.text.lines().position(|line| line.contains("foundation-possible")).unwrap();
        let error = PolicyBook::parse(&texts).unwrap().check().unwrap_err();
        assert_eq!(error.code, ErrorCode::BadPolicy);
        assert_eq!(error.line, Some(line as i32), "{error}");
        for (right, wrong) in [
            ("possible = true", "possible = false"),
            ("service = \"institution\"", "registered = true"),
        ] {
            let mut texts = texts.clone();
            let file =
                texts.iter_mut().find(|file| file.name == "foundation-regulation.md").unwrap();
            file.text = file.text.replacen(row, &row.replace(right, wrong), 1);
            let error = PolicyBook::parse(&texts).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadPolicy, "{error}");
        }
    }
}

//! Columns answer what single institutions do, and both what the answers with text say.

use chrono::NaiveDate;

use crate::answers::{Authority, Finding};
use crate::error::{Error, ErrorCode};
use crate::facts::{Choice, EPOCH, Fact, Institution, Kind, Value};
use crate::logic::{Outcome, Status};
use crate::plan::{Answers, Bits, Column, Integers, Outcomes, Plan, Request, RowError, Values};
use crate::policy::{PolicyBook, PolicyText, Target, bundled_texts, of_department};
use crate::properties::exactness::{BOOK, CREDIT_CODES, choices, written};

/// Numbers by chance, the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// What is drawn for a fact: a code, for a credit code its position; or nothing.
type Drawn = Vec<Option<i64>>;

fn facts() -> Vec<Fact> {
    let of = |fact: &Fact| fact.record() == Some("Institution");
    Fact::ALL.iter().copied().filter(of).collect()
}

/// Values on both sides of what the book tells apart.
fn values(fact: Fact) -> Vec<i64> {
    match fact {
        Fact::CreditCode => (0..CREDIT_CODES.len() as i64).collect(),
        Fact::Storey => vec![-9, -1, 1, 3, 4, 200],
        Fact::LeaseFrom => vec![EPOCH + 18_000, EPOCH + 19_000],
        Fact::LeaseUntil => vec![EPOCH + 19_000, EPOCH + 21_000],
        Fact::Modes => vec![0, 1, 5, 8],
        Fact::Capacity | Fact::NewPlaces => vec![0, 60, 100_000],
        fact => choices(fact),
    }
}

fn drawn(dice: &mut Dice, fact: Fact, rows: usize, unknown_in: usize) -> Drawn {
    let values = values(fact);
    (0..rows)
        .map(|_| (dice.below(unknown_in) != 0).then(|| values[dice.below(values.len())]))
        .collect()
}

/// Bits behind an offset, with others before them.
fn bits(of: impl Iterator<Item = bool>, offset: usize) -> Vec<u8> {
    let all: Vec<bool> = (0..offset).map(|at| at % 3 == 0).chain(of).collect();
    let byte = |eight: &[bool]| {
        eight.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at)
    };
    all.chunks(8).map(byte).collect()
}

fn text(fact: Fact, code: i64) -> String {
    match written(fact, code) {
        Value::Text(text) => text,
        Value::Date(day) => day.to_string(),
        other => format!("{other:?}"),
    }
}

fn institution(drawn: &[(Fact, Drawn)], row: usize) -> Institution {
    let mut institution = Institution::default();
    for (fact, codes) in drawn {
        match codes[row] {
            None => {}
            Some(code) if *fact == Fact::CreditCode => {
                institution.credit_code = Some(CREDIT_CODES[code as usize].to_owned());
            }
            Some(code) => institution.set(*fact, &written(*fact, code)).unwrap(),
        }
    }
    institution
}

/// The same values as every type of column has them.
struct Held {
    valid: Vec<u8>,
    bits: Vec<u8>,
    ints: Vec<i32>,
    narrow: Vec<i16>,
    wide: Vec<i64>,
    keys: Vec<u8>,
    texts: Vec<String>,
    lists: Vec<Vec<&'static str>>,
}

/// The columns of what was drawn, each of a type that `way` picks, handed to a function.
fn with_columns<R>(
    drawn: &[(Fact, Drawn)],
    way: usize,
    then: impl FnOnce(&[Column<'_>]) -> R,
) -> R {
    let offset = way % 11;
    let held: Vec<Held> = drawn
        .iter()
        .map(|(fact, codes)| {
            let any = values(*fact)[0];
            let or_any = || codes.iter().map(|code| code.unwrap_or(any));
            let days = fact.kind() == Kind::Date;
            let shift = if days { EPOCH } else { 0 };
            let number =
                |code: i64| if days || fact.kind().words().is_empty() { code - shift } else { 0 };
            let spell = |code: i64| match fact.kind() {
                Kind::Text => CREDIT_CODES[code as usize].to_owned(),
                Kind::Choice(_) | Kind::Jurisdiction | Kind::Date => text(*fact, code),
                _ => String::new(),
            };
            let all = values(*fact);
            let position = |code: i64| all.iter().position(|known| *known == code).unwrap() as u8;
            let list = |code: i64| match fact.kind() {
                Kind::Set(words) => {
                    let chosen = words.iter().enumerate().filter(|(bit, _)| code >> bit & 1 == 1);
                    chosen.map(|(_, word)| word.name).collect()
                }
                _ => Vec::new(),
            };
            Held {
                valid: bits(codes.iter().map(Option::is_some), offset),
                bits: bits(or_any().map(|code| code == 1), offset),
                ints: or_any().map(|code| number(code).try_into().unwrap_or(0)).collect(),
                narrow: or_any().map(|code| number(code).try_into().unwrap_or(0)).collect(),
                wide: or_any().map(number).collect(),
                keys: or_any().map(position).collect(),
                texts: or_any().map(spell).collect(),
                lists: or_any().map(list).collect(),
            }
        })
        .collect();
    let words: Vec<Vec<String>> = drawn
        .iter()
        .map(|(fact, _)| match fact.kind() {
            Kind::Choice(_) | Kind::Jurisdiction | Kind::Date => {
                values(*fact).into_iter().map(|code| text(*fact, code)).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let words: Vec<Vec<&str>> =
        words.iter().map(|words| words.iter().map(String::as_str).collect()).collect();
    let columns: Vec<Column<'_>> = drawn
        .iter()
        .enumerate()
        .map(|(at, (fact, _))| {
            let of = &held[at];
            let by_word = Values::Words { keys: Integers::UInt8(&of.keys), words: &words[at] };
            let values = match (fact.kind(), way % 3) {
                (Kind::Bool, _) => Values::Bits(Bits { bytes: &of.bits, offset }),
                (Kind::Int { .. }, 0) => Values::Integers(Integers::Int32(&of.ints)),
                (Kind::Int { max, .. }, 1) if max < 1_000 => {
                    Values::Integers(Integers::Int16(&of.narrow))
                }
                (Kind::Int { .. }, _) => Values::Integers(Integers::Int64(&of.wide)),
                (Kind::Date, 0) => Values::Days(&of.ints),
                (Kind::Date | Kind::Choice(_) | Kind::Jurisdiction, 1) => by_word,
                (Kind::Set(_), _) => Values::Lists(&of.lists),
                _ => Values::Text(&of.texts),
            };
            let valid = Some(Bits { bytes: &of.valid, offset });
            Column { name: fact.field(), values, valid }
        })
        .collect();
    then(&columns)
}

/// The outcome of a row by itself, from codes, or the whole institution.
fn single(plan: &Plan, drawn: &[(Fact, Drawn)], row: usize, outcomes: &mut Outcomes) {
    let of = |fact: Fact| {
        drawn.iter().find(|(other, _)| *other == fact).and_then(|(_, codes)| codes[row])
    };
    let facts = plan.settled(&|fact| match fact {
        Fact::CreditCodeKind => of(Fact::CreditCode)
            .map(|code| crate::facts::kind_of(CREDIT_CODES[code as usize]).unwrap().position()),
        fact => of(fact),
    });
    plan.outcomes(&facts, outcomes).unwrap();
}

fn answers(
    plan: &Plan,
    rows: usize,
    drawn: &[(Fact, Drawn)],
    way: usize,
    request: Request,
) -> Answers {
    with_columns(drawn, way, |columns| plan.run(rows, columns, &request).unwrap())
}

#[test]
fn a_million_rows_in_columns_are_a_million_institutions() {
    let days = ["2026-03-01", "2022-04-11", "2024-07-01", "2020-02-01", "2027-01-15", "2019-06-30"];
    let rows = 1_000_000 / days.len() + 1;
    let mut dice = Dice(0x5eed);
    let mut outcomes = Outcomes::default();
    let mut kinds = [0_usize; 6];
    for (way, day) in days.into_iter().enumerate() {
        let on: NaiveDate = day.parse().unwrap();
        let plan = BOOK.plan(on, &[]).unwrap();
        // Some facts in most rows, so that every outcome comes about; without a credit code in half the cases.
        let unknown_in = [2, 4, 20][way % 3];
        let drawn: Vec<(Fact, Drawn)> = facts()
            .into_iter()
            .filter(|fact| *fact != Fact::CreditCode || way % 2 == 0)
            .map(|fact| (fact, drawn(&mut dice, fact, rows, unknown_in)))
            .collect();
        let request = Request { details: true, threads: 1 + way % 2, ..Request::default() };
        let found = answers(&plan, rows, &drawn, way, request);
        assert_eq!(found.errors, [], "{day}");
        for row in 0..rows {
            single(&plan, &drawn, row, &mut outcomes);
            for (target, wanted) in outcomes.iter().enumerate() {
                kinds[wanted as usize] += 1;
                let found = found.outcome(row, target);
                assert_eq!(found, Some(wanted), "{day} {row} {}", plan.targets()[target]);
            }
            if row % 101 == 0 {
                let mut whole = Outcomes::default();
                let facts = plan.facts(&institution(&drawn, row)).unwrap();
                plan.outcomes(&facts, &mut whole).unwrap();
                assert!(whole.iter().eq(outcomes.iter()), "{day} {row}");
            }
        }
    }
    assert!(kinds.iter().all(|count| *count > 1_000), "{kinds:?}");
}

#[test]
fn columns_without_details_say_what_is_decided() {
    let plan = BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
    let mut dice = Dice(0xfeed);
    let rows = 5_001;
    let drawn: Vec<(Fact, Drawn)> =
        facts().into_iter().map(|fact| (fact, drawn(&mut dice, fact, rows, 6))).collect();
    let full = answers(&plan, rows, &drawn, 1, Request { details: true, ..Request::default() });
    let short = answers(&plan, rows, &drawn, 1, Request { threads: 3, ..Request::default() });
    let mut open = 0;
    for target in 0..plan.targets().len() {
        assert_eq!(full.met(target), short.met(target));
        assert_eq!(full.decided(target), short.decided(target));
        assert!(short.unsettled(target).is_empty() && short.reasons(target).is_empty());
        open += full.decided(target).iter().map(|word| word.count_zeros() as usize).sum::<usize>();
    }
    assert!(open > rows);
}

#[test]
fn reasons_of_a_row_are_those_of_the_answer_with_text() {
    let (compared, doubtful) = compare_with_text(&BOOK, 0xace);
    assert!(compared > 100_000 && doubtful > 50, "{compared} {doubtful}");
}

/// A district that makes supports turn on facts that they turn on nowhere else.
const DISTRICT: &str = r#"# 示例

```toml
id = "example"
number = "示例1号"
title = "示例"
issuer = "示例"
jurisdiction = "370309"
from = 2020-01-01
verified_on = 2025-01-01
evidence = "verbatim"

[[place]]
id = "370309"
name = "示例区"

[departments.health]
office = "示例卫健局"
```

## 一 示例

示例。

> 虚构的条文

```toml
[[rule]]
id = "water"
when = { legal_form = "enterprise", registered = true }
then = { support = "price-water" }
force = "entitled"
title = "示例"
departments = ["health"]

[[rule]]
id = "land"
when = { nature = "nonprofit", storey = { max = 2 } }
then = { support = "land-use-tax-exemption" }
force = "entitled"
title = "示例"
departments = ["health"]
```
"#;

#[test]
fn test_of_another_district_is_no_reason_in_a_plan() {
    let mut texts = bundled_texts();
    texts.push(PolicyText { name: "example.md".to_owned(), text: DISTRICT.to_owned() });
    let book = PolicyBook::parse(&texts).unwrap();
    let (compared, _) = compare_with_text(&book, 0xb0b);
    assert!(compared > 90_000, "{compared}");
}

/// Compares rows by chance with the answers that have text: how many reasons, and how many of doubts.
fn compare_with_text(book: &PolicyBook, seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let (mut compared, mut doubtful) = (0, 0);
    let several = !std::ptr::eq(book, &*BOOK);
    let rows = 1_200;
    for (way, day) in ["2026-03-01", "2022-04-11", "2024-07-01"].into_iter().enumerate() {
        let on: NaiveDate = day.parse().unwrap();
        let plan = book.plan(on, &[]).unwrap();
        let drawn: Vec<(Fact, Drawn)> =
            facts().into_iter().map(|fact| (fact, drawn(&mut dice, fact, rows, 3))).collect();
        let request = Request { details: true, reasons: true, ..Request::default() };
        let found = answers(&plan, rows, &drawn, way, request);
        for row in 0..rows {
            let institution = institution(&drawn, row);
            let known = book.case(&institution, on).unwrap();
            let registration = book.register(&institution, on).unwrap();
            let authority =
                |of: &Authority| (of_department(&of.department.id), None, of.reasons.clone());
            let finding = |of: &Finding| {
                (of.id.clone(), Some(Outcome::of(of.status, of.open_because)), of.reasons.clone())
            };
            let supports = book.supports(&institution, on).unwrap();
            let told = registration.authorities.values().map(authority);
            let told = told.chain(registration.steps.values().map(finding));
            for (id, outcome, reasons) in told.chain(supports.findings.values().map(finding)) {
                let target = plan.targets().iter().position(|name| *name == id).unwrap();
                let bits = found.reasons(target)[row];
                let names: Vec<&str> = plan
                    .reason_facts()
                    .iter()
                    .enumerate()
                    .filter(|(bit, _)| bits >> bit & 1 == 1)
                    .map(|(_, name)| *name)
                    .collect();
                let of_plan = found.outcome(row, target);
                if outcome.is_some() && outcome != of_plan {
                    // A conflict that only the rules of another place tie to a target leaves a plan open.
                    assert!(several && of_plan == Some(Outcome::OpenConflict), "{day} {row} {id}");
                    assert!(!registration.conflicts.is_empty(), "{day} {row} {id}");
                    continue;
                }
                let told = if found.outcome(row, target) == Some(Outcome::OpenFacts) {
                    let all = known.law().targets().chain(&known.law().authorities);
                    let own = id.strip_prefix("register/").unwrap_or(&id);
                    let of = all.into_iter().find(|of| of.id == own).unwrap();
                    of.decision.open_facts(&known)
                } else {
                    reasons.iter().map(|reason| reason.fact.clone()).collect()
                };
                if several && of_plan == Some(Outcome::OpenConflict) {
                    assert!(told.iter().all(|told| names.contains(&told.as_str())), "{id}");
                    continue;
                }
                assert_eq!(names, told, "{day} {row} {id}");
                compared += 1;
            }
            if found.outcome(row, 0) != Some(Outcome::OpenUnsettled) {
                continue;
            }
            let holds = |of: &&Target| of.decision.outcome(&known).status() == Status::Met;
            for doubt in known.law().doubts.iter().filter(holds) {
                for reason in doubt.decision.reasons(&known) {
                    let bit = plan
                        .reason_facts()
                        .iter()
                        .position(|name| *name == reason.fact.name())
                        .unwrap();
                    assert_eq!(
                        found.reasons(0)[row] >> bit & 1,
                        1,
                        "{day} {row} {:?}",
                        reason.fact
                    );
                    doubtful += 1;
                }
            }
        }
    }
    (compared, doubtful)
}

#[test]
fn a_row_that_cannot_be_read_has_an_error_and_the_others_their_outcomes() {
    let plan = BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
    let natures = vec!["nonprofit", "non_profit", "for_profit", "营利性", ""];
    let storeys = [1_i32, 1, 0, 201, 3];
    let from = [20_000_i32, 20_000, 20_000, 20_000, 21_000];
    let until = [20_500_i32, 20_500, 20_500, 20_500, 20_500];
    let codes = vec![
        "91370303MA0000000J",
        "x",
        "91370303MA0000000J",
        "91370303MA0000000J",
        "52370303MA0000000K",
    ];
    let all = [b"\xff".as_slice(), b"\xff"].concat();
    let valid = Some(Bits { bytes: &all, offset: 3 });
    let column = |name, values| Column { name, values, valid };
    let columns = [
        column("nature", Values::Text(&natures)),
        column("storey", Values::Integers(Integers::Int32(&storeys))),
        column("lease_from", Values::Days(&from)),
        column("lease_until", Values::Days(&until)),
        column("credit_code", Values::Text(&codes)),
    ];
    let request = Request { details: true, ..Request::default() };
    let found = plan.run(5, &columns, &request).unwrap();
    let errors: Vec<(usize, &str, ErrorCode)> =
        found.errors.iter().map(|error| (error.row, error.column, error.code)).collect();
    assert_eq!(
        errors,
        [
            (1, "nature", ErrorCode::UnknownWord),
            (1, "credit_code", ErrorCode::BadCreditCode),
            (2, "storey", ErrorCode::OutOfRange),
            (3, "storey", ErrorCode::OutOfRange),
            (4, "nature", ErrorCode::UnknownWord),
            (4, "lease_until", ErrorCode::Conflict),
        ]
    );
    assert_eq!(found.outcome(1, 0), None);
    assert!(found.outcome(0, 0).is_some());
    let [.., credit_code] = columns;
    let alone = plan.run(5, &[credit_code], &request).unwrap().errors;
    assert_eq!(alone.len(), 1);
    assert_eq!((alone[0].row, alone[0].code), (1, ErrorCode::BadCreditCode));
    let [_, _, from, until, _] = columns;
    let lease = plan.run(5, &[from, until], &request).unwrap().errors;
    assert_eq!((lease[0].row, lease[0].code), (4, ErrorCode::Conflict));
}

#[test]
fn numbers_of_every_width_are_out_of_range_at_their_ends() {
    let plan = BOOK.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
    let wrong = |name, values, count| {
        let column = Column { name, values, valid: None };
        let errors = plan.run(count, &[column], &Request::default()).unwrap().errors;
        let out = |error: &RowError| error.code == ErrorCode::OutOfRange;
        assert!(errors.iter().all(out), "{errors:?}");
        errors.into_iter().map(|error| error.row).collect::<Vec<_>>()
    };
    let wide = [i64::MIN, 1, i64::from(i32::MIN) - 1, 1 << 32, (1 << 32) + 1, 1, i64::MAX];
    let found = wrong("storey", Values::Integers(Integers::Int64(&wide)), 7);
    assert_eq!(found, [0, 2, 3, 4, 6]);
    let plain = [u32::MAX, 1, 1 << 31];
    assert_eq!(wrong("places", Values::Integers(Integers::UInt32(&plain)), 3), [0, 2]);
    let narrow = [i8::MIN, 1, i8::MAX];
    assert_eq!(wrong("new_places", Values::Integers(Integers::Int8(&narrow)), 3), [0]);
    let days = [i32::MIN, 20_000, i32::MAX];
    assert_eq!(wrong("lease_from", Values::Days(&days), 3), [0, 2]);
}

#[test]
fn a_column_that_cannot_be_read_is_an_error_of_the_table() {
    let plan = BOOK.plan("2026-03-01".parse().unwrap(), &["register".to_owned()]).unwrap();
    fn ask<'a>(plan: &Plan, name: &'a str, values: Values<'a>, twice: bool) -> Error {
        let column = Column { name, values, valid: None };
        let columns = if twice { vec![column, column] } else { vec![column] };
        plan.run(9, &columns, &Request::default()).unwrap_err()
    }
    let bytes = [0_u8; 2];
    let bits = || Values::Bits(Bits { bytes: &bytes, offset: 0 });
    let error = ask(&plan, "natrue", bits(), false);
    assert_eq!(error.code, ErrorCode::UnknownField);
    assert_eq!(error.hint.as_deref(), Some("did you mean `nature`?"));
    let mistyped = Column { name: "nature", values: bits(), valid: None };
    let errors = plan.run(9, &[mistyped], &Request::default()).unwrap().errors;
    assert!(errors.iter().all(|error| error.code == ErrorCode::WrongType));
    assert_eq!(errors.len(), 9);
    assert_eq!(ask(&plan, "filed", bits(), true).code, ErrorCode::DuplicateField);
    let short = Values::Bits(Bits { bytes: &bytes, offset: 8 });
    assert_eq!(ask(&plan, "filed", short, false).code, ErrorCode::BadTable);
    assert_eq!(
        ask(&plan, "places", Values::Integers(Integers::Int32(&[1; 8])), false).code,
        ErrorCode::BadTable
    );
    let none = plan.run(0, &[], &Request::default()).unwrap();
    assert_eq!((none.rows, none.met(0), none.planes[0].len()), (0, &[][..], 1));
}

//! Laws of the answers, as properties: each is compared with every completion of the unknown facts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::error::ErrorCode;
use crate::facts::{
    CareClass, Choice, Dossier, FIRST_DAY, Fact, Institution, Kind, LegalForm, ORDERED, Value,
    day_code, derive, forms, kind_of,
};
use crate::logic::{
    Condition, Decision, Draft, Era, Missing, Outcome, PartialFacts, Reason, Slot, Stated, Status,
    Subject, connected,
};
use crate::policy::{
    Case, Clause, Compiler, Instrument, Law, PolicyBook, Source, Target, bundled_sources,
    bundled_texts,
};

pub static BOOK: LazyLock<PolicyBook> = LazyLock::new(|| PolicyBook::bundled().unwrap());

/// The district, places of which no file is here, and one of which a test has a file.
const PLACES: [&str; 5] = ["370303", "370300-gaoxin", "370321", "110101", "370309"];

/// A code of each kind that names legal forms.
pub const CREDIT_CODES: [&str; 5] = [
    "12370303MA0000000P",
    "52370303MA0000000K",
    "91370303MA0000000J",
    "92370303MA0000000F",
    "N2370303MA00000002",
];

/// The law of every place and day in one, as the reference: what each era says is compared with it.
pub static LAW: LazyLock<Law> = LazyLock::new(|| law(&BOOK));

fn law(book: &PolicyBook) -> Law {
    Compiler::new(&book.rules, Era::default()).compile().unwrap()
}

/// Days on both sides of every date in the book.
static DAYS: LazyLock<Vec<NaiveDate>> = LazyLock::new(|| {
    let slot = LAW.layout.slot(Fact::Day).unwrap();
    let mut days: Vec<i64> =
        slot.representatives().iter().flat_map(|code| [*code, code - 1]).collect();
    days.retain(|code| *code >= FIRST_DAY);
    days.iter()
        .map(|code| NaiveDate::from_num_days_from_ce_opt(i32::try_from(*code).unwrap()).unwrap())
        .collect()
});

/// A draft, its compiled form, and the conflicts that touch it.
struct Sample {
    name: String,
    draft: Draft,
    conflict_conditions: Vec<Condition>,
    facts: Vec<Fact>,
}

static CASES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let compiler = Compiler::new(&BOOK.rules, Era::default());
    let conflict_conditions = compiler.conflict_conditions();
    let requirements = LAW.requirements.iter().flat_map(|(target, _)| {
        let of_target = |position: &usize| (target.id.clone(), vec![*position]);
        target.rules.iter().map(of_target).map(|(name, rules)| {
            let draft = BOOK.rules.requirement(rules[0]).0;
            (format!("{name}#{}", rules[0]), rules, draft)
        })
    });
    let drafts = [compiler.supports(), compiler.steps(), compiler.authorities().0].concat();
    drafts
        .into_iter()
        .chain(requirements)
        .map(|(name, _, draft)| {
            let mut facts = Condition::any([draft.met.clone(), draft.silent()]).facts();
            let conflict_conditions = connected(&facts, &conflict_conditions);
            facts.extend(conflict_conditions.iter().flat_map(Condition::facts));
            let presumed = facts.iter().filter(|fact| fact.is_presumed());
            let sources: Vec<Fact> = presumed.flat_map(|fact| fact.sources()).copied().collect();
            facts.extend(sources);
            facts.sort_unstable();
            facts.dedup();
            Sample { name, draft, conflict_conditions, facts }
        })
        // A number derived from several fields is not free of them; its formulas have tests of their own.
        .filter(|case| {
            let drawn = |fact: &Fact| {
                fact.record().is_some() || fact.in_force().is_some() || fact.is_presumed()
            };
            case.facts.iter().all(|fact| *fact == Fact::Day || drawn(fact))
        })
        .collect()
});

fn decision(case: &Sample) -> &'static Decision {
    let requirements = LAW.requirements.iter().map(|(target, _)| target);
    let mut all = LAW.targets().chain(&LAW.authorities).chain(requirements);
    let named = |target: &&Target| {
        target.id == case.name || format!("{}#{}", target.id, target.rules[0]) == case.name
    };
    &all.find(named).unwrap().decision
}

/// What is known, with the facts in the records that they belong to.
fn known(
    facts: &[(Fact, Option<i64>)],
    credit_code: Option<String>,
    day: NaiveDate,
) -> PartialFacts<'static> {
    let sources: Vec<(Fact, Option<i64>)> = facts
        .iter()
        .flat_map(|(fact, code)| match (fact.in_force(), code) {
            (Some(yes), Some(code)) => ends(*fact, *code == yes, day_code(day)),
            _ => vec![(*fact, *code)],
        })
        .collect();
    let of = |record: &str| {
        let chosen: Vec<_> =
            sources.iter().filter(|(fact, _)| fact.record() == Some(record)).copied().collect();
        fields(&chosen)
    };
    let mut institution = Institution::from_fields(of("Institution")).unwrap();
    institution.credit_code = credit_code;
    let mut dossier = Dossier::from_fields(of("Dossier")).unwrap();
    let class_fields = of("CareClass").into_iter().map(|(name, value)| {
        (name.strip_prefix("class_").map(str::to_owned).unwrap_or(name), value)
    });
    let class = CareClass::from_fields(class_fields).unwrap();
    dossier.classes = Some(vec![class.clone()]);
    let subject =
        Subject { institution: &institution, dossier: Some(&dossier), class: Some(&class) };
    in_whole_law(subject, day)
}

/// The facts of a subject, for the law of every place and day.
fn in_whole_law(subject: Subject<'_>, day: NaiveDate) -> PartialFacts<'static> {
    subject.institution.check().unwrap();
    let place = subject.institution.jurisdiction.as_ref();
    let place = place.map(|place| BOOK.places.code(place).unwrap());
    PartialFacts::new(&Stated::new(subject, place).unwrap(), day, &LAW.layout)
}

/// Fields by which something is in force on a day, or is not.
fn ends(fact: Fact, in_force: bool, day: i64) -> Vec<(Fact, Option<i64>)> {
    match (fact.sources(), in_force) {
        ([first, last], true) => vec![(*first, Some(day)), (*last, Some(day))],
        ([first, _], false) => vec![(*first, Some(day + 1))],
        ([last], true) => vec![(*last, Some(day))],
        ([last], false) => vec![(*last, Some(day - 1))],
        _ => unreachable!("an interval has one end or two"),
    }
}

/// A value of a fact as a caller would write it.
pub fn written(fact: Fact, code: i64) -> Value {
    match fact.kind() {
        Kind::Bool => Value::Bool(code == 1),
        Kind::Choice(words) => Value::Text(words[usize::try_from(code).unwrap()].name.to_owned()),
        Kind::Set(words) => Value::List(
            words
                .iter()
                .enumerate()
                .filter(|(bit, _)| code >> bit & 1 == 1)
                .map(|(_, word)| Value::Text(word.name.to_owned()))
                .collect(),
        ),
        Kind::Int { .. } => Value::Int(code),
        Kind::Date => {
            Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::try_from(code).unwrap()).unwrap())
        }
        Kind::Jurisdiction => Value::Text(
            PLACES
                .into_iter()
                .find(|place| BOOK.places.code(place) == Ok(code))
                .map_or_else(|| "110101".to_owned(), str::to_owned),
        ),
        Kind::Text => unreachable!("text is not tested"),
    }
}

/// The codes that stand for every cell of a fact.
pub fn choices(fact: Fact) -> Vec<i64> {
    if fact == Fact::Jurisdiction {
        return PLACES.map(|place| BOOK.places.code(place).unwrap()).to_vec();
    }
    // What is in order with one fact depends on where the other is told apart.
    let together = ORDERED.into_iter().map(|(less, more)| [less, more]);
    let together = together.into_iter().find(|pair| pair.contains(&fact));
    let slots = together.map_or(vec![fact], Vec::from).into_iter();
    let mut codes: Vec<i64> = slots
        .filter_map(|fact| LAW.layout.slot(fact))
        .flat_map(Slot::representatives)
        .filter(|code| fact.kind().has(*code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() { vec![0] } else { codes }
}

/// Tells whether the facts are in order, as far as they are known.
fn in_order(code: &impl Fn(Fact) -> Option<i64>) -> bool {
    ORDERED
        .into_iter()
        .filter_map(|(less, more)| code(less).zip(code(more)))
        .all(|(less, more)| less <= more)
}

/// What all completions agree on.
fn by_completion(
    case: &Sample,
    day: i64,
    known: &[(Fact, Option<i64>)],
    forms: Option<&[LegalForm]>,
) -> Outcome {
    let mut seen = [false; 3];
    let options: Vec<Vec<i64>> = known
        .iter()
        .map(|(fact, code)| code.map_or_else(|| choices(*fact), |code| vec![code]))
        .collect();
    let mut position = vec![0; known.len()];
    let silent = case.draft.silent();
    let given = |fact: Fact| known.iter().find(|(other, _)| *other == fact)?.1;
    let presumed = |fact: Fact| derive(fact, &given).unwrap();
    loop {
        let code = |fact: Fact| {
            if fact == Fact::Day {
                return day;
            }
            if fact.is_presumed() {
                return presumed(fact);
            }
            let at = known.iter().position(|(other, _)| *other == fact).unwrap();
            options[at][position[at]]
        };
        let of_the_code = forms.is_none_or(|forms| {
            !case.facts.contains(&Fact::LegalForm)
                || forms.iter().any(|form| form.position() == code(Fact::LegalForm))
        });
        let listed = |fact| known.iter().any(|(other, _)| *other == fact).then(|| code(fact));
        if of_the_code
            && in_order(&listed)
            && !case.conflict_conditions.iter().any(|one| one.holds(&code))
        {
            let outcome = match (case.draft.met.holds(&code), silent.holds(&code)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            seen[outcome] = true;
        }
        let Some(at) = (0..known.len()).find(|at| position[*at] + 1 < options[*at].len()) else {
            break;
        };
        position[at] += 1;
        position[..at].fill(0);
    }
    match seen {
        [false, false, false] => Outcome::OpenConflict,
        [true, false, false] => Outcome::Met,
        [false, true, false] => Outcome::OpenUnsettled,
        [false, false, true] => Outcome::Unmet,
        _ => Outcome::OpenFacts,
    }
}

/// Facts by chance: each unknown one time in three, and few enough unknown that every completion can be tried.
fn drawn(facts: &[Fact], dice: &[u16]) -> Vec<(Fact, Option<i64>)> {
    let mut completions = 1;
    let mut known: Vec<(Fact, Option<i64>)> = facts
        .iter()
        .filter(|fact| **fact != Fact::Day && !fact.is_presumed())
        .zip(dice)
        .map(|(fact, die)| {
            let choices = choices(*fact);
            let unknown = die % 3 == 0 && completions * choices.len() <= 20_000;
            if unknown {
                completions *= choices.len();
            }
            let code = choices[usize::from(die / 3) % choices.len()];
            (*fact, (!unknown).then_some(code))
        })
        .collect();
    // What is out of order cannot be read.
    let given = |fact| known.iter().find(|(other, _)| *other == fact).and_then(|(_, code)| *code);
    if !in_order(&given) {
        let of_order = ORDERED.map(|(_, more)| more);
        let late = known.iter_mut().filter(|(fact, _)| of_order.contains(fact));
        late.for_each(|(_, code)| *code = None);
    }
    known
}

fn fields(known: &[(Fact, Option<i64>)]) -> Vec<(String, Value)> {
    known
        .iter()
        .filter_map(|(fact, code)| code.map(|code| (fact.name().to_owned(), written(*fact, code))))
        .collect()
}

/// An institution, some of them with a credit code.
pub fn any_institution() -> impl Strategy<Value = Institution> {
    let code = proptest::option::of(0..CREDIT_CODES.len());
    (any_fields(), code).prop_map(|(fields, code)| Institution {
        credit_code: code.map(|code| CREDIT_CODES[code].to_owned()),
        ..Institution::from_fields(fields).unwrap()
    })
}

/// Every fact of an institution by chance.
pub fn any_fields() -> impl Strategy<Value = Vec<(String, Value)>> {
    let facts: Vec<Fact> = Fact::ALL
        .iter()
        .copied()
        .filter(|fact| fact.record() == Some("Institution") && fact.kind() != Kind::Text)
        .collect();
    proptest::collection::vec(any::<u16>(), facts.len()).prop_map(move |dice| {
        facts
            .iter()
            .zip(dice)
            .filter(|(_, die)| die % 2 == 0)
            .filter(|(fact, _)| !matches!(fact, Fact::LeaseFrom | Fact::LeaseUntil | Fact::Storey))
            .map(|(fact, die)| {
                let choices = choices(*fact);
                let code = choices[usize::from(die / 2) % choices.len()];
                (fact.name().to_owned(), written(*fact, code))
            })
            .collect()
    })
}

pub fn any_day() -> impl Strategy<Value = NaiveDate> {
    any::<prop::sample::Index>().prop_map(|index| DAYS[index.index(DAYS.len())])
}

fn statuses(book: &PolicyBook, institution: &Institution, on: NaiveDate) -> Vec<(String, Status)> {
    let known = book.case(institution, on).unwrap();
    let all = known.law().targets().chain(&known.law().authorities);
    let mut statuses: Vec<(String, Status)> =
        all.map(|target| (target.id.clone(), target.decision.outcome(&known).status())).collect();
    statuses.sort();
    statuses
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_is_what_all_completions_agree_on(
        pick in any::<prop::sample::Index>(),
        day in any_day(),
        dice in proptest::collection::vec(any::<u16>(), 40),
        code in proptest::option::weighted(0.3, 0..CREDIT_CODES.len()),
    ) {
        prop_assume!(day_code(day) > FIRST_DAY);
        let case = &CASES[pick.index(CASES.len())];
        let known = drawn(&case.facts, &dice);
        let code = code.map(|code| CREDIT_CODES[code].to_owned());
        let forms = code.as_deref().map(|code| forms(kind_of(code).unwrap()));
        let facts = self::known(&known, code, day);
        let decision = decision(case);
        let outcome = decision.outcome(&facts);
        prop_assert_eq!(outcome, by_completion(case, day_code(day), &known, forms), "{}", case.name);
        let missing = decision.missing(&facts);
        prop_assert_eq!(missing.is_empty(), outcome != Outcome::OpenFacts, "{}", case.name);
        let unknown = |name: &str| known.iter().any(|(fact, code)| {
            code.is_none() && fact.sources().iter().any(|source| source.name() == name)
        });
        prop_assert!(missing.iter().all(|missing| unknown(&missing.fact)), "{}", case.name);
        if matches!(outcome, Outcome::Met | Outcome::Unmet) {
            let reasons = decision.reasons(&facts);
            prop_assert!(reasons.iter().all(|reason| reason.outcome == outcome.status()), "{}", case.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn learning_or_dropping_a_fact_never_flips(fields in any_fields(), day in any_day()) {
        let whole = Institution::from_fields(fields.clone()).unwrap();
        let with_all = statuses(&BOOK, &whole, day);
        for dropped in 0..fields.len() {
            let mut rest = fields.clone();
            rest.remove(dropped);
            let without = statuses(&BOOK, &Institution::from_fields(rest).unwrap(), day);
            for (name, before) in &without {
                // Elsewhere there may be no rule that gives it.
                let Some((_, after)) = with_all.iter().find(|(other, _)| other == name) else {
                    continue;
                };
                prop_assert!(
                    before == after || *before == Status::Open || *after == Status::Open,
                    "{name} flips from {before:?} to {after:?} with {}", fields[dropped].0
                );
            }
        }
    }

    #[test]
    fn a_misspelt_field_is_an_error(fields in any_fields(), at in any::<prop::sample::Index>(), slip in 0..3_usize, place in any::<prop::sample::Index>()) {
        prop_assume!(!fields.is_empty());
        let mut fields = fields;
        let which = at.index(fields.len());
        let mut name: Vec<char> = fields[which].0.chars().collect();
        let position = place.index(name.len());
        match slip {
            0 => { name.remove(position); }
            1 => name.insert(position, 'x'),
            _ => name[position] = if name[position] == 'e' { 'a' } else { 'e' },
        }
        fields[which].0 = name.into_iter().collect();
        let error = Institution::from_fields(fields).unwrap_err();
        prop_assert_eq!(error.code, ErrorCode::UnknownField);
        prop_assert!(error.hint.is_some());
    }

    #[test]
    fn a_mistyped_value_is_an_error(fields in any_fields(), at in any::<prop::sample::Index>(), other in 0..6_usize) {
        prop_assume!(!fields.is_empty());
        let mut fields = fields;
        let which = at.index(fields.len());
        let wrong = [
            Value::Int(7_000_000_000),
            Value::Float(1.5),
            Value::Text("Nonprofit".to_owned()),
            Value::List(vec![Value::Bool(true)]),
            Value::Table(Vec::new()),
            Value::Float(f64::INFINITY),
        ];
        fields[which].1 = wrong[other].clone();
        // A place is checked against the book when a question is asked.
        prop_assume!(fields[which].0 != "jurisdiction" || other != 2 && other != 0);
        let error = Institution::from_fields(fields.clone()).unwrap_err();
        prop_assert!(error.path.starts_with(&fields[which].0), "{error}");
    }

    #[test]
    fn the_order_of_rules_and_files_changes_nothing(fields in any_fields(), day in any_day()) {
        let institution = Institution::from_fields(fields).unwrap();
        prop_assert_eq!(
            statuses(&SHUFFLED, &institution, day),
            statuses(&BOOK, &institution, day)
        );
    }
}

static SHUFFLED: LazyLock<PolicyBook> = LazyLock::new(|| {
    let texts = bundled_texts();
    let texts = texts.iter().map(|file| (&*file.name, &*file.text));
    let mut sources = Source::read_all(texts, true).unwrap();
    sources.reverse();
    for source in &mut sources {
        source.instrument.clauses.reverse();
        for clause in &mut source.instrument.clauses {
            clause.rules.reverse();
            for rule in &mut clause.rules {
                rule.unsettled.reverse();
                rule.requires.reverse();
                rule.displaces.reverse();
            }
        }
    }
    PolicyBook::of(sources).unwrap()
});

#[test]
fn a_condition_that_every_completion_decides_is_decided() {
    let table: toml::Table =
        "any = [{ nature = 'nonprofit' }, { not = { nature = 'nonprofit' } }]".parse().unwrap();
    let condition = Condition::read(&Value::from(toml::Value::Table(table)), &BOOK.places).unwrap();
    let draft = Draft { met: condition, unsettled: Vec::new() };
    let decision = draft.compile(&[], &LAW.layout).unwrap();
    let known = BOOK.case(&Institution::default(), DAYS[0]).unwrap();
    assert_eq!(decision.outcome(&known), Outcome::Met);
}

#[test]
fn every_worked_example_comes_out() {
    BOOK.check().unwrap();
}

#[test]
fn a_bundled_file_is_read_as_any_other() {
    let texts = bundled_texts();
    let texts = texts.iter().map(|file| (&*file.name, &*file.text));
    let (read, bundled) = (Source::read_all(texts, true).unwrap(), bundled_sources().unwrap());
    assert_eq!(read.len(), bundled.len());
    for (whole, bundled) in read.iter().zip(&bundled) {
        assert_eq!(whole.untranslated, Vec::<String>::new());
        let beside = |source: &Source| {
            let Instrument { departments, look_up, .. } = &source.instrument;
            format!("{departments:?} {look_up:?}")
        };
        assert_eq!(beside(whole), beside(bundled));
        let (left, right) = (&whole.instrument.clauses, &bundled.instrument.clauses);
        assert_eq!(left.len(), right.len());
        for (position, (left, right)) in left.iter().zip(right).enumerate() {
            let told = |clause: &Clause, source: &Source| {
                let examples = source.examples(position).unwrap();
                let rest = (&clause.gist, &clause.quotations, &clause.goals, &clause.seats);
                format!("{:?} {rest:?} {examples:?}", clause.rules)
            };
            assert_eq!(told(left, whole), told(right, bundled), "{}", whole.name);
        }
    }
}

#[test]
fn every_policy_file_is_bundled() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/policies"));
    let mut folders = vec![folder.to_owned()];
    let mut files: Vec<String> = Vec::new();
    while let Some(inside) = folders.pop() {
        for path in std::fs::read_dir(inside).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            // The wording of letters is no law.
            if name == "letters" {
                continue;
            }
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(name),
            }
        }
    }
    files.sort();
    let mut bundled: Vec<String> = bundled_texts().into_iter().map(|file| file.name).collect();
    bundled.sort();
    assert_eq!(files, bundled);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// The law compiled for a place and a day alone, or for every place by itself, says what all files together say.
    #[test]
    fn the_law_of_an_era_is_that_of_all_files_then_and_there(
        institution in any_institution(),
        place in proptest::option::weighted(0.7, proptest::sample::select(PLACES.to_vec())),
        day in any_day(),
    ) {
        let jurisdiction = place.map(str::to_owned);
        let institution = Institution { jurisdiction, ..institution };
        let here = BOOK.case(&institution, day).unwrap();
        let all = in_whole_law(Subject::of(&institution), day);
        let all = Case::new(&LAW, &BOOK.places, all);
        let named = |law: &'static Law| law.targets().chain(&law.authorities);
        let of_rules = |law: &'static Law| law.conflicts.iter().chain(&law.doubts);
        let named = named(here.law()).map(|target| {
            (target, named(&LAW).find(|other| other.id == target.id).unwrap())
        });
        let of_rules = of_rules(here.law()).map(|target| {
            (target, of_rules(&LAW).find(|other| other.rules == target.rules).unwrap())
        });
        for (target, whole) in named.chain(of_rules) {
            let (outcome, of_all) = (target.decision.outcome(&here), whole.decision.outcome(&all));
            if of_all == Outcome::OpenConflict {
                // It may be facts that only the rules of another place tie to the target.
                continue;
            }
            prop_assert_eq!(outcome, of_all, "{}", target.id);
            // A fact that only rules of other places and days test is asked by none of those in force.
            let own = |fact: &String| target.decision.own().facts().iter().any(|own| own.name() == fact);
            let told = |missing: Vec<Missing>, reasons: Vec<Reason>| {
                let names = missing.into_iter().map(|missing| missing.fact).filter(own);
                let asked = |reason: &Reason| reason.found.is_some() || own(&reason.fact);
                // Over all days there are more kinds of places, which rank a fact by how many of its values decide.
                let names: BTreeSet<String> = names.collect();
                (names, reasons.into_iter().filter(asked).collect::<Vec<_>>())
            };
            let of_era = (target.decision.missing(&here), here.reasons(&target.decision));
            let of_whole = (whole.decision.missing(&all), all.reasons(&whole.decision));
            prop_assert_eq!(
                told(of_era.0, of_era.1), told(of_whole.0, of_whole.1), "{}", target.id
            );
        }
    }
}

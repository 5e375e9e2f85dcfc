//! Laws of reviews: status, requirements and counts, compared with every completion of the unknown facts of a dossier
//! and its classes. What is derived is derived from each completion anew.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tuoyu_shared::List;

use crate::answers::{EITHER_WAY, Finding};
use crate::facts::{CareClass, Dossier, Fact, Institution, Kind, ORDERED, Value, day_code, derive};
use crate::logic::{Condition, Draft, Era, Outcome, Status};
use crate::policy::{Compiler, Each, Severity, Span, vocabulary};
use crate::properties::exactness::{BOOK, LAW, choices, written};

/// A defect as the files put it.
struct Defect {
    id: String,
    span: Span,
    of_class: bool,
    draft: Draft,
    silent: Condition,
}

static DEFECTS: LazyLock<Vec<Defect>> = LazyLock::new(|| {
    let defects = LAW.requirements.iter().filter_map(|(target, _)| {
        let position = target.rules[0];
        let rule = BOOK.rules.get(position).unwrap();
        let draft = BOOK.rules.requirement(position).0;
        (rule.entry.severity == Some(Severity::Defect)).then(|| Defect {
            id: target.id.clone(),
            span: rule.span,
            of_class: rule.entry.for_each == Some(Each::Class),
            silent: draft.silent(),
            draft,
        })
    });
    defects.collect()
});

static CONFLICTS: LazyLock<Vec<Condition>> =
    LazyLock::new(|| Compiler::new(&BOOK.rules, Era::default()).conflict_conditions());

const DAYS: [&str; 6] =
    ["2020-02-03", "2021-12-31", "2022-08-07", "2023-11-01", "2025-03-03", "2026-06-01"];

type Codes = BTreeMap<Fact, i64>;

/// Dice that are thrown one after another.
struct Dice<'a>(std::slice::Iter<'a, u16>);

impl Dice<'_> {
    fn throw(&mut self, sides: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or_default()) % sides
    }

    fn pick(&mut self, from: &[i64]) -> i64 {
        from[self.throw(from.len())]
    }
}

/// A filing: the codes of what is known, and what is not.
struct Filing {
    whole: Codes,
    /// None where they are not listed.
    classes: Option<Vec<Codes>>,
    unknown: Vec<(Fact, Option<usize>)>,
}

fn sound(service: usize, on: &str) -> Codes {
    let service = ["institution", "kindergarten_class", "family_site"][service];
    let kind = if on < "2022-08-07" { "evaluator_report" } else { "self_assessment" };
    let text = |text: &str| Value::Text(text.to_owned());
    let facts = [
        ("jurisdiction", text("370303")),
        ("service", text(service)),
        ("registered", Value::Bool(true)),
        ("scope_names_childcare", Value::Bool(true)),
        ("scope_names_family_childcare", Value::Bool(true)),
        ("name_shows_childcare", Value::Bool(true)),
        ("dwelling", Value::Bool(service == "family_site")),
        ("owners_consent", Value::Bool(true)),
        ("premises", text("owned")),
        ("lease_from", text("2019-01-01")),
        ("lease_until", text("2040-12-31")),
        ("storey", Value::Int(2)),
        ("meals", text("none")),
    ];
    let documents = vocabulary("Dossier").filter(|fact| fact.kind() == Kind::Bool);
    let dossier = [
        ("received_on", text(on)),
        ("staff_health_valid_until", text("2030-01-01")),
        ("licence_valid_until", text("2030-01-01")),
        ("food_licence_valid_until", text("2030-01-01")),
        ("health_evaluation_kind", text(kind)),
        ("health_evaluation_on", text(on)),
        ("fire_evidence", text("acceptance")),
        ("head_degree", text("college")),
        ("head_experience_years", Value::Int(3)),
        ("guards", Value::Int(0)),
        ("children", Value::Int(5)),
        ("carers", Value::Int(2)),
        ("approved_classes", Value::Int(10)),
        ("toddler_classes", Value::Int(1)),
        ("other_classes", Value::Int(7)),
    ];
    let owned = |(name, value): (&str, Value)| (name.to_owned(), value);
    let institution = Institution::from_fields(facts.map(owned)).unwrap();
    let documents = documents.map(|fact| (fact.field().to_owned(), Value::Bool(true)));
    let dossier = Dossier::from_fields(documents.into_iter().chain(dossier.map(owned))).unwrap();
    let place = institution.jurisdiction.as_ref().map(|place| BOOK.places.code(place).unwrap());
    let mut codes: Codes = vocabulary("Institution")
        .filter_map(|fact| institution.code(fact).map(|code| (fact, code)))
        .chain(vocabulary("Dossier").filter_map(|fact| dossier.code(fact).map(|code| (fact, code))))
        .collect();
    codes.extend(place.map(|place| (Fact::Jurisdiction, place)));
    codes
}

const AGES: [i64; 16] = [0, 5, 6, 11, 12, 13, 17, 18, 23, 24, 25, 30, 35, 36, 37, 48];

/// The codes that an unknown fact is completed with, so that every cell, also of what is derived, comes about.
fn completions(fact: Fact) -> Vec<i64> {
    match fact {
        Fact::ClassChildren => (0..=56).chain([1_000]).collect(),
        Fact::ClassCarers => (0..=31).chain([1_000]).collect(),
        Fact::Children | Fact::Carers => (0..=12).chain([10_000]).collect(),
        Fact::ToddlerClasses | Fact::OtherClasses | Fact::ApprovedClasses => {
            (0..=12).chain([33, 1_000]).collect()
        }
        Fact::YoungestMonths => AGES.to_vec(),
        Fact::OldestMonths => AGES.into_iter().chain([84]).collect(),
        Fact::Storey => choices(fact).into_iter().filter(|code| *code != 0).collect(),
        fact => choices(fact),
    }
}

fn drawn(dice: &mut Dice<'_>, on: &str) -> Filing {
    let mut whole = sound(dice.throw(3), on);
    let listed: Vec<Fact> =
        whole.keys().copied().filter(|fact| fact.kind() != Kind::Date).collect();
    for _ in 0..[0, 0, 1, 2][dice.throw(4)] {
        let fact = listed[dice.throw(listed.len())];
        let codes = completions(fact);
        let code = dice.pick(&codes);
        whole.insert(fact, code);
    }
    let of_class = |dice: &mut Dice<'_>| {
        let sound = [[0, 10, 4, 6], [1, 15, 3, 12], [2, 20, 3, 24], [3, 18, 6, 18]];
        let [band, children, carers, youngest] = sound[dice.throw(4)];
        let mut class = Codes::from([
            (Fact::Band, band),
            (Fact::ClassChildren, children),
            (Fact::ClassCarers, carers),
            (Fact::YoungestMonths, youngest),
        ]);
        if dice.throw(2) == 0 {
            let children = [0, 1, 3, 9, 10, 11, 15, 16, 18, 19, 20, 21, 30];
            class.insert(Fact::ClassChildren, dice.pick(&children));
        }
        if dice.throw(4) == 0 {
            class.insert(Fact::ClassCarers, dice.pick(&[0, 1, 2, 3, 4, 5, 6, 7, 10]));
        }
        if dice.throw(3) == 0 {
            class.insert(Fact::YoungestMonths, dice.pick(&AGES));
        }
        if dice.throw(4) == 0 {
            let older = AGES.into_iter().filter(|age| *age >= class[&Fact::YoungestMonths]);
            let oldest = dice.pick(&older.collect::<Vec<_>>());
            class.insert(Fact::OldestMonths, oldest);
        }
        class
    };
    let classes = match dice.throw(8) {
        0 => None,
        count => Some((0..1 + count % 3).map(|_| of_class(dice)).collect::<Vec<_>>()),
    };
    let mut unknown: Vec<(Fact, Option<usize>)> = Vec::new();
    // What a class could be is tried in few ways where even the list of them is not known.
    let mut count = if classes.is_none() { 960 } else { 1 };
    for _ in 0..1 + dice.throw(5) {
        let class = classes.as_ref().filter(|_| dice.throw(3) > 0);
        let one = match class {
            Some(classes) => {
                let of_class = vocabulary("CareClass").collect::<Vec<_>>();
                // The band more often than the others: most requirements of a class turn on it.
                let fact = [Fact::Band, of_class[dice.throw(of_class.len())]][dice.throw(2)];
                (fact, Some(dice.throw(classes.len())))
            }
            None => {
                let often = [Fact::Service, Fact::Dwelling, Fact::Children, Fact::Registered];
                let any = listed[dice.throw(listed.len())];
                ([any, often[dice.throw(often.len())]][dice.throw(2)], None)
            }
        };
        let ways = completions(one.0).len();
        if !unknown.contains(&one) && count * ways <= 1_500 {
            count *= ways;
            unknown.push(one);
        }
    }
    Filing { whole, classes, unknown }
}

/// The records that say what is known.
fn records(filing: &Filing) -> (Institution, Dossier) {
    let (mut institution, mut dossier) = (Institution::default(), Dossier::default());
    let known = |fact: Fact, class| !filing.unknown.contains(&(fact, class));
    for (fact, code) in filing.whole.iter().filter(|(fact, _)| known(**fact, None)) {
        let value = written(*fact, *code);
        institution.set(*fact, &value).unwrap();
        dossier.set(*fact, &value).unwrap();
    }
    let class = |(position, codes): (usize, &Codes)| {
        let mut class = CareClass::default();
        for (fact, code) in codes.iter().filter(|(fact, _)| known(**fact, Some(position))) {
            class.set(*fact, &written(*fact, *code)).unwrap();
        }
        class
    };
    dossier.classes =
        filing.classes.as_ref().map(|classes| classes.iter().enumerate().map(class).collect());
    (institution, dossier)
}

/// What all completions agree on: the status, and of each requirement and class the outcome.
struct Agreed {
    status: Status,
    requirements: BTreeMap<(String, Option<usize>), Outcome>,
}

fn agreed(filing: &Filing, day: NaiveDate) -> Agreed {
    let mut unknown = filing.unknown.clone();
    let mut classes = filing.classes.clone().unwrap_or_else(|| vec![Codes::new()]);
    for (position, class) in classes.iter().enumerate() {
        let missing = vocabulary("CareClass").filter(|fact| !class.contains_key(fact));
        unknown.extend(missing.map(|fact| (fact, Some(position))));
    }
    unknown.sort_unstable();
    unknown.dedup();
    let options: Vec<Vec<i64>> = unknown
        .iter()
        .map(|(fact, _)| match (fact, &filing.classes) {
            // No defect turns on the oldest child, but for what it says of the youngest.
            (Fact::OldestMonths, None) => vec![84],
            (Fact::ClassChildren, None) => vec![0, 1, 11, 16, 19, 21],
            (Fact::ClassCarers, None) => vec![0, 1, 2, 3, 1_000],
            (Fact::YoungestMonths, None) => vec![0, 6, 12, 18, 24, 25, 36, 37],
            _ => completions(*fact),
        })
        .collect();
    let mut whole = filing.whole.clone();
    whole.insert(Fact::Day, day_code(day));
    let count = i64::try_from(classes.len()).unwrap();
    if filing.classes.is_some() {
        whole.insert(Fact::Classes, count);
    }
    let mut seen: BTreeMap<(String, Option<usize>), [bool; 3]> = BTreeMap::new();
    let mut statuses = [false; 3];
    let mut position = vec![0; unknown.len()];
    loop {
        for (at, (fact, class)) in unknown.iter().enumerate() {
            let code = options[at][position[at]];
            match class {
                Some(class) => classes[*class].insert(*fact, code),
                None => whole.insert(*fact, code),
            };
        }
        complete(&whole, &classes, day, &mut statuses, &mut seen);
        let Some(at) = (0..unknown.len()).find(|at| position[*at] + 1 < options[*at].len()) else {
            break;
        };
        position[at] += 1;
        position[..at].fill(0);
    }
    let outcome = |seen: [bool; 3]| match seen {
        [true, false, false] => Outcome::Met,
        [false, true, false] => Outcome::OpenUnsettled,
        [false, false, true] => Outcome::Unmet,
        [false, false, false] => Outcome::OpenConflict,
        _ => Outcome::OpenFacts,
    };
    Agreed {
        status: outcome(statuses).status(),
        requirements: seen.into_iter().map(|(name, seen)| (name, outcome(seen))).collect(),
    }
}

/// One completion: whether each requirement is met, silent or unmet, and with them the whole.
fn complete(
    whole: &Codes,
    classes: &[Codes],
    day: NaiveDate,
    statuses: &mut [bool; 3],
    seen: &mut BTreeMap<(String, Option<usize>), [bool; 3]>,
) {
    let with = |class: Option<&Codes>, fact: Fact| -> i64 {
        let given = |fact: Fact| {
            class.and_then(|class| class.get(&fact)).or_else(|| whole.get(&fact)).copied()
        };
        given(fact).or_else(|| derive(fact, &given)).unwrap_or_default()
    };
    let subjects = || classes.iter().map(Some).enumerate();
    let feasible = subjects().all(|(_, class)| {
        let code = |fact: Fact| with(class, fact);
        ORDERED.iter().all(|(less, more)| code(*less) <= code(*more))
            && !CONFLICTS.iter().any(|one| one.holds(&code))
    });
    if !feasible {
        return;
    }
    let mut worst = 0;
    for defect in DEFECTS.iter().filter(|defect| defect.span.includes_day(day)) {
        let of: Vec<(Option<usize>, Option<&Codes>)> = match defect.of_class {
            true => subjects().map(|(position, class)| (Some(position), class)).collect(),
            false => vec![(None, None)],
        };
        for (position, class) in of {
            let code = |fact: Fact| with(class, fact);
            let outcome = match (defect.draft.met.holds(&code), defect.silent.holds(&code)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            worst = worst.max(outcome);
            seen.entry((defect.id.clone(), position)).or_default()[outcome] = true;
        }
    }
    statuses[worst] = true;
}

/// The outcome of a requirement that is listed, of the class or, where they are not listed, of the whole.
fn told(findings: &List<Finding>, id: &str, class: Option<usize>) -> Option<Outcome> {
    let subject = class.map(|class| format!("classes[{class}]"));
    let finding = findings.values().find(|one| one.id == id && one.subject == subject)?;
    Some(match (finding.status, finding.open_because) {
        (Status::Met, _) => Outcome::Met,
        (Status::Unmet, _) => Outcome::Unmet,
        (status, because) => Outcome::of(status, because),
    })
}

/// A fact neither given nor unknown would be taken for "no".
#[test]
fn every_fact_that_a_defect_tests_is_given() {
    let given = sound(0, DAYS[0]);
    let conditions = DEFECTS.iter().flat_map(|defect| [&defect.draft.met, &defect.silent]);
    let tested = conditions.flat_map(|condition| condition.fact_set().facts());
    let sources = tested.flat_map(|fact| match fact.is_derived() {
        true => fact.sources().to_vec(),
        false => vec![fact],
    });
    let missing = sources.filter(|fact| {
        let drawn = given.contains_key(fact) || crate::logic::of_class(*fact);
        !drawn && ![Fact::Day, Fact::Classes].contains(fact)
    });
    assert_eq!(missing.collect::<std::collections::BTreeSet<_>>(), [].into());
}

proptest! {
    // Each case has up to a thousand completions: few of them in each run, always the same.
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(15), ..ProptestConfig::default() })]

    #[test]
    fn a_review_is_what_all_completions_agree_on(
        dice in proptest::collection::vec(any::<u16>(), 90),
        day in proptest::sample::select(&DAYS[..]),
    ) {
        let filing = drawn(&mut Dice(dice.iter()), day);
        let on: NaiveDate = day.parse().unwrap();
        let (institution, dossier) = records(&filing);
        let review = BOOK.review(&institution, &dossier, on).unwrap();
        let mut agreed = agreed(&filing, on);
        // What the nation asks for is not all that a place may ask for.
        if agreed.status == Status::Met && !review.scope.is_here() {
            agreed.status = Status::Open;
        }
        prop_assert_eq!(review.status, agreed.status, "{:?} {:?}", institution, dossier);
        for ((id, class), outcome) in &agreed.requirements {
            let class = class.filter(|_| filing.classes.is_some());
            let found = told(&review.findings, id, class).unwrap_or(Outcome::Met);
            // How many classes there are is not among what is tried where they are not listed.
            if id == "toddler-classes-listed" && filing.classes.is_none() {
                continue;
            }
            // A ratio and the number that it is made of are seen apart; with both in one requirement, it stays open.
            if id == "family-carers" && found == Outcome::OpenFacts {
                continue;
            }
            prop_assert_eq!(found, *outcome, "{} {:?} {:?} {:?}", id, class, institution, dossier);
        }
        let defects = |status: Status| {
            let of = |one: &&Finding| one.severity == Some(Severity::Defect) && one.status == status;
            review.findings.values().filter(of).count()
        };
        let (unmet, open) = (defects(Status::Unmet), defects(Status::Open));
        let told = match review.status {
            Status::Met => "没有发现需要补正的事项".to_owned(),
            Status::Unmet if open == 0 => format!("有{unmet}项需要补正"),
            Status::Unmet => format!("有{unmet}项需要补正，还有{open}项要核实"),
            Status::Open => format!("没有发现需要补正的事项，还有{open}项要核实"),
        };
        let is_told = review.message.zh == format!("备案材料核对：{told}");
        prop_assert!(is_told || !review.conflicts.is_empty() || !review.scope.is_here());
        for finding in review.findings.iter().filter(|one| one.id == EITHER_WAY) {
            prop_assert_eq!(finding.status, Status::Unmet);
            prop_assert!(!finding.citations.is_empty() && finding.cure.is_some());
        }
    }
}

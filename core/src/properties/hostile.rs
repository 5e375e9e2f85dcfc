//! Hostile policy files: each loads and answers, or is refused at a line, within the steps that there are, on a small stack.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode};
use crate::facts::{Dossier, Fact, Institution, Kind, day_code};
use crate::policy::{PolicyBook, PolicyText, STEPS_OF_EVERY_PLACE, STEPS_OF_PLACE, bundled_texts};

/// Bytes of the stack that every file is read and asked about with.
const STACK: usize = 512 * 1024;

/// The most steps of an era of the bundled files, so that other files have twenty times as many.
const MOST_OF_BUNDLED: u64 = STEPS_OF_PLACE / 20;

/// Kinds that are read together with the bundled files too.
const BESIDE_BUNDLED: [&str; 7] = [
    "28 boxes of 3",
    "400 conflicts chained",
    "1000 conflicts of choices",
    "1000 doubts of registration",
    "17 rules that require ten each",
    "2000 that displace one",
    "chain of 2000",
];

/// A file that says for itself what it is in one head and one clause.
fn file(id: &str, rules: &str) -> String {
    format!(
        "# A\n\n```toml\nid = \"{id}\"\nnumber = \"\"\ntitle = \"\"\nissuer = \"\"\njurisdiction = \"000000\"\n\
         from = 2020-01-01\nverified_on = 2026-11-23\nevidence = \"partial\"\n```\n\n## 一 A\n\nGist.\n\n\
         ```toml\nseen = \"A\"\nevidence = \"partial\"\n\n{rules}```\n"
    )
}

fn support(id: &str, of: &str, when: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nwhen = {when}\nthen = {{ support = \"{of}\" }}\nforce = \"entitled\"\n\
         beneficiary = \"institution\"\nkind = \"subsidy\"\n"
    )
}

fn conflict(id: &str, when: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\nwhen = {when}\nthen = {{ conflict = \"A\" }}\n")
}

/// Facts of an institution that are whole numbers, then those that are yes or no.
fn facts(wanted: impl Fn(Kind) -> bool) -> Vec<&'static str> {
    let of = |fact: &&Fact| wanted(fact.kind()) && fact.record() == Some("Institution");
    Fact::ALL.iter().filter(of).map(|fact| fact.name()).collect()
}

fn numbers() -> Vec<&'static str> {
    facts(|kind| matches!(kind, Kind::Int { max: 100.., .. }))
}

/// A number that follows from a seed.
fn random(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

/// Ranges of some facts.
fn a_box(facts: &[&str], seed: &mut u64) -> String {
    let ranges = facts.iter().map(|fact| {
        let low = random(seed) % 40 + 1;
        let high = low + random(seed) % 40;
        format!("{fact} = {{ min = {low}, max = {high} }}")
    });
    format!("{{ {} }}", ranges.collect::<Vec<_>>().join(", "))
}

fn boxes(count: usize, of: usize) -> String {
    let (numbers, mut seed) = (numbers(), 7);
    let boxes = (0..count).map(|_| a_box(&numbers[..of], &mut seed));
    format!("{{ any = [{}] }}", boxes.collect::<Vec<_>>().join(", "))
}

fn many(count: usize, rule: impl Fn(usize) -> String) -> String {
    (0..count).map(rule).collect()
}

/// A file of each kind that its author never meant well with, under the name of the kind.
fn hostile() -> Vec<(String, Vec<String>)> {
    let mut files: Vec<(String, Vec<String>)> = Vec::new();
    let mut put = |kind: &str, rules: String| {
        files.push((kind.to_owned(), vec![file("hostile", &rules)]));
    };
    for of in 1..=4.min(numbers().len()) {
        for count in [4, 28, 400] {
            let rules = support("r", "r", &boxes(count, of));
            put(&format!("{count} boxes of {of}"), rules);
            put(
                &format!("none of {count} boxes of {of}"),
                support("r", "r", &format!("{{ not = {} }}", boxes(count, of))),
            );
            put(
                &format!("requirement of {count} boxes of {of}"),
                format!(
                    "[[rule]]\nid = \"r\"\nwhen = {}\nthen = \"require\"\nseverity = \"defect\"\n",
                    boxes(count, of)
                ),
            );
            put(
                &format!("remark of {count} boxes of {of}"),
                support("r", "r", "{ filed = true }")
                    + &format!("[[rule.remark]]\nwhen = {}\nnote = \"A\"\n", boxes(count, of)),
            );
            put(
                &format!("doubt of {count} boxes of {of}"),
                support("r", "r", "{ filed = true }")
                    + &format!(
                        "[[rule.unsettled]]\nwhen = {}\nbecause = \"A\"\n",
                        boxes(count, of)
                    ),
            );
        }
    }
    let answers = facts(|kind| kind == Kind::Bool);
    let choices = facts(|kind| matches!(kind, Kind::Choice(_)));
    for count in [5, 21, 400] {
        let all = [numbers(), answers.clone()].concat();
        let chain = |at: usize| {
            let test = |fact: &str| match numbers().contains(&fact) {
                true => format!("{fact} = {{ min = {}, max = {} }}", at % 30 + 1, at % 30 + 20),
                false => format!("{fact} = {}", at.is_multiple_of(2)),
            };
            let three = (0..3).map(|next| test(all[(at + next) % all.len()]));
            conflict(&format!("c{at}"), &format!("{{ {} }}", three.collect::<Vec<_>>().join(", ")))
        };
        put(
            &format!("{count} conflicts chained"),
            many(count, chain) + &support("r", "r", "{ filed = true }"),
        );
    }
    for count in [10, 17, 2_000] {
        let link = |at: usize| {
            let requires = if at == 0 {
                String::new()
            } else {
                format!("requires = [\"hostile/r{}\"]\n", at - 1)
            };
            support(&format!("r{at}"), &format!("r{at}"), "{ filed = true }") + &requires
        };
        put(&format!("chain of {count}"), many(count, link));
        let circle = |at: usize| {
            support(&format!("r{at}"), "r", "{ filed = true }")
                + &format!("requires = [\"hostile/r{}\"]\n", (at + 1) % count)
        };
        put(&format!("circle of {count}"), many(count, circle));
        let wide = |at: usize| {
            let level = at / 10;
            let below: Vec<String> = (0..10)
                .map(|one| format!("\"hostile/r{}\"", (level - level.min(1)) * 10 + one))
                .collect();
            let requires = if level == 0 || level > 15 {
                String::new()
            } else {
                format!("requires = [{}]\n", below.join(", "))
            };
            support(&format!("r{at}"), &format!("r{at}"), "{ filed = true }")
                + &requires
                + "[[rule.unsettled]]\nwhen = { filed = false }\nbecause = \"A\"\n"
        };
        put(&format!("{count} rules that require ten each"), many(count.min(300), wide));
        let yields = |at: usize| {
            let displaces =
                if at == 0 { String::new() } else { "displaces = [\"hostile/r0\"]\n".to_owned() };
            support(&format!("r{at}"), "r", "{ filed = true }") + &displaces
        };
        put(&format!("{count} that displace one"), many(count, yields));
    }
    for depth in [20, 70, 200, 5_000] {
        let any = format!("{}{{ filed = true }}{}", "{ any = [".repeat(depth), "] }".repeat(depth));
        put(&format!("any of any, {depth} deep"), support("r", "r", &any));
        let not = format!("{}{{ filed = true }}{}", "{ not = ".repeat(depth), " }".repeat(depth));
        put(&format!("not of not, {depth} deep"), support("r", "r", &not));
        let dotted = format!(
            "[[rule]]\nid = \"r\"\nwhen{}.filed = true\nthen = \"support\"\nforce = \"entitled\"\nbeneficiary = \"institution\"\nkind = \"subsidy\"\n",
            ".not".repeat(depth)
        );
        put(&format!("dotted, {depth} deep"), dotted);
        let list = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        put(
            &format!("list of list, {depth} deep"),
            support("r", "r", &format!("{{ storey = {list} }}")),
        );
    }
    for count in [10, 1_000, 20_000] {
        let codes: Vec<String> = (0..count).map(|at| (at * 2 + 1).to_string()).collect();
        put(
            &format!("list of {count} numbers"),
            support("r", "r", &format!("{{ {} = [{}] }}", numbers()[0], codes.join(", "))),
        );
        let places: Vec<String> = (0..count).map(|at| format!("\"{}\"", 110_000 + at)).collect();
        put(
            &format!("list of {count} places"),
            support("r", "r", &format!("{{ jurisdiction = [{}] }}", places.join(", "))),
        );
        let modes: Vec<&str> = vec!["\"full_day\""; count];
        put(
            &format!("list of {count} modes"),
            support("r", "r", &format!("{{ modes = [{}] }}", modes.join(", "))),
        );
        let any: Vec<String> =
            (0..count).map(|at| format!("{{ {} = {} }}", numbers()[0], at * 2 + 1)).collect();
        put(
            &format!("any of {count} numbers"),
            support("r", "r", &format!("{{ any = [{}] }}", any.join(", "))),
        );
        let count = count.min(1_000);
        let spans = |at: usize| {
            let day = NaiveDate::from_num_days_from_ce_opt(737_500 + at as i32).unwrap();
            support(&format!("r{at}"), "r", &format!("{{ {} = {} }}", numbers()[0], at + 1))
                + &format!("from = {day}\n")
        };
        put(&format!("{count} rules of one support"), many(count, spans));
        let here = |at: usize| {
            support(
                &format!("r{at}"),
                &format!("r{at}"),
                &format!("{{ jurisdiction = \"{}\", filed = true }}", 110_000 + at),
            )
        };
        put(&format!("{count} places"), many(count.min(300), here));
        let all = facts(|kind| matches!(kind, Kind::Int { .. }));
        let derived: Vec<&str> = Fact::ALL
            .iter()
            .filter(|fact| !fact.sources().is_empty() && matches!(fact.kind(), Kind::Int { .. }))
            .map(|fact| fact.name())
            .collect();
        let facts = if derived.is_empty() { &all } else { &derived };
        let of_derived = |at: usize| {
            support(
                &format!("r{at}"),
                &format!("r{at}"),
                &format!(
                    "{{ {} = {{ min = {} }}, {} = {{ max = {} }} }}",
                    facts[at % facts.len()],
                    at % 97 + 1,
                    numbers().iter().find(|fact| **fact != facts[at % facts.len()]).unwrap(),
                    at % 91 + 1
                ),
            )
        };
        put(&format!("{count} rules over derived facts"), many(count, of_derived));
        let register = |at: usize| {
            format!(
                "[[rule]]\nid = \"r{at}\"\nwhen = {{ {} = {} }}\nthen = {{ register = [\"administrative_approval\", \"market_regulation\", \"civil_affairs\"] }}\n",
                numbers()[0],
                at + 1
            )
        };
        put(&format!("{count} rules that register"), many(count, register));
        let doubt = |at: usize| {
            format!(
                "[[rule]]\nid = \"r{at}\"\nwhen = {{ {} = {} }}\nthen = {{ unsettled = \"register\" }}\nbecause = \"A\"\n",
                numbers()[0],
                at + 1
            )
        };
        put(&format!("{count} doubts of registration"), many(count, doubt));
        let alike = |at: usize| {
            let (a, b) = (choices[at % choices.len()], answers[at % answers.len()]);
            let word =
                Fact::ALL.iter().find(|fact| fact.name() == a).unwrap().kind().words()[0].name;
            conflict(&format!("c{at}"), &format!("{{ {a} = \"{word}\", {b} = true }}"))
        };
        put(&format!("{count} conflicts of choices"), many(count, alike));
        let possible = |at: usize| {
            format!(
                "[[rule]]\nid = \"p{at}\"\nwhen = {{ nature = \"nonprofit\" }}\nthen = {}\n",
                if at.is_multiple_of(2) { "\"possible\"" } else { "{ impossible = \"A\" }" }
            )
        };
        put(&format!("{count} combinations"), many(count, possible));
        put(
            &format!("a note of {count} characters"),
            support("r", "r", "{ filed = true }") + &format!("note = \"{}\"\n", "长".repeat(count)),
        );
        put(
            &format!("a key of {count} letters"),
            support("r", "r", &format!("{{ {} = true }}", "a".repeat(count))),
        );
        let doubts = many(count, |at| {
            let (number, of) = (numbers()[0], at % 100 + 1);
            format!("[[rule.unsettled]]\nwhen = {{ {number} = {of} }}\nbecause = \"A{at}\"\n")
        });
        let rules = support("r", "r", "{ filed = true }") + &doubts;
        put(&format!("{count} doubts of one rule"), rules);
        let mut typo = many(count, |at| {
            support(&format!("r{at}-{}", "a".repeat(40)), "r", "{ filed = true }")
        });
        writeln!(typo, "requires = [\"hostile/r-{}\"]", "a".repeat(38)).unwrap();
        put(&format!("a slip among {count} names"), typo);
    }
    let mut table = file("hostile", &support("r", "r", "{ filed = true }"));
    table += "\n| 作答日 | 已备案 | → r |\n|---|---|---|\n";
    for _ in 0..20_000 {
        table += "| 2026-01-01 | 是 | 符合 |\n";
    }
    files.push(("a table of 20000 rows".to_owned(), vec![table]));
    let editions = (0..40).map(|at| {
        let rules = many(40, |rule| {
            let requires: Vec<String> =
                (0..rule).map(|other| format!("\"hostile/r{other}\"")).collect();
            support(&format!("r{rule}"), "r", "{ filed = true }")
                + &format!("requires = [{}]\n", requires.join(", "))
        });
        let day = |year: i32| format!("{year}-01-01");
        file("hostile", &rules).replace(
            "from = 2020-01-01",
            &format!("from = {}\nuntil = {}-12-31", day(1980 + at), 1980 + at),
        )
    });
    files.push(("editions that require each other".to_owned(), editions.collect()));
    files
}

fn day() -> NaiveDate {
    "2026-11-26".parse().unwrap()
}

/// End that a file came to.
#[derive(Debug)]
enum Came {
    /// Steps of the era of a place and of every place.
    Answers([u64; 2]),
    Refused(Error),
}

impl Came {
    fn answers(self) -> Result<[u64; 2], Error> {
        match self {
            Self::Answers(steps) => Ok(steps),
            Self::Refused(error) => Err(error),
        }
    }

    fn refused(self) -> Option<Error> {
        self.answers().err()
    }
}

fn asked(texts: &[PolicyText]) -> Came {
    let answers = || -> Result<[u64; 2], Error> {
        let book = PolicyBook::parse(texts)?;
        let somewhere = book.places.code("370303").ok().or_else(|| book.places.code("110000").ok());
        let steps = |place: Option<i64>| -> Result<u64, Error> {
            book.law(place, day())?;
            Ok(book.eras.of(place, day_code(day()), &book.rules).map_or(0, |(_, steps)| *steps))
        };
        let steps = [steps(somewhere)?, steps(None)?];
        let institution =
            Institution { jurisdiction: Some("370303".to_owned()), ..Institution::default() };
        for institution in [&institution, &Institution::default()] {
            book.assess_filing(institution, &Dossier::default(), day())?;
        }
        match book.plan(day(), &[]) {
            Err(error) if error.code == ErrorCode::TooComplex => {}
            plan => drop(plan?),
        }
        Ok(steps)
    };
    answers().map_or_else(Came::Refused, Came::Answers)
}

fn in_small_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

fn text(name: &str, text: String) -> PolicyText {
    PolicyText { name: name.to_owned(), text }
}

#[test]
fn a_hostile_file_answers_or_is_refused() {
    for (kind, files) in hostile() {
        let named = files.into_iter().enumerate();
        let texts: Vec<PolicyText> =
            named.map(|(at, file)| text(&format!("hostile-{at}.md"), file)).collect();
        let beside = [bundled_texts(), texts.clone()].concat();
        let with_bundled = BESIDE_BUNDLED.contains(&kind.as_str());
        for texts in [Some(&texts), with_bundled.then_some(&beside)].into_iter().flatten() {
            match in_small_stack(|| asked(texts)) {
                Came::Answers([here, anywhere]) => {
                    assert!(here <= STEPS_OF_PLACE, "{kind}: {here}");
                    assert!(anywhere <= STEPS_OF_EVERY_PLACE, "{kind}: {anywhere}");
                }
                Came::Refused(error) => {
                    assert!(error.line.is_some(), "{kind}: {error:?}");
                    assert!(error.path.starts_with("hostile-"), "{kind}: {error:?}");
                }
            }
        }
    }
}

/// The kinds of which it is known that they are refused, and by which error.
#[test]
fn too_complex_file_gets_a_cure() {
    let refused = [
        "28 boxes of 3",
        "none of 28 boxes of 3",
        "doubt of 400 boxes of 3",
        "400 conflicts chained",
        "chain of 17",
        "chain of 2000",
        "2000 rules that require ten each",
        "any of any, 5000 deep",
        "dotted, 200 deep",
        "editions that require each other",
    ];
    let files = hostile();
    for kind in refused {
        let (_, files) = files.iter().find(|(of, _)| of == kind).unwrap();
        let named = files.iter().enumerate();
        let texts: Vec<PolicyText> =
            named.map(|(at, file)| text(&format!("hostile-{at}.md"), file.clone())).collect();
        let came = in_small_stack(|| asked(&texts));
        let error = came.refused().unwrap();
        assert_eq!(error.code, ErrorCode::TooComplex, "{kind}: {error:?}");
        assert!(error.hint.is_some() && error.hint_zh().is_some(), "{kind}: {error:?}");
    }
}

#[test]
fn every_doubt_of_the_bundled_files_is_compiled() {
    let book = PolicyBook::parse(&bundled_texts()).unwrap();
    for place in [book.places.code("370303").ok(), None] {
        let law = book.law(place, day()).unwrap();
        let targets = law.targets().chain(&law.events).chain(&law.authorities);
        let requirements = law.requirements.iter().map(|(target, _)| target);
        for target in targets.chain(requirements) {
            for variant in &target.decision.variants {
                let doubts = variant.decided.compiled_doubts(&law.layout);
                assert!(doubts.iter().all(|(cover, _)| cover.is_some()), "{}", target.id);
            }
        }
    }
}

/// A province of copies of the bundled district's file.
fn province(districts: usize) -> Vec<PolicyText> {
    let mut texts = bundled_texts();
    let file = texts.iter().find(|file| file.name.contains("zhangdian")).unwrap().text.clone();
    for number in 1..districts {
        let city = (number - 1) / 8 + 1;
        let city = if city < 3 { city } else { city + 1 };
        let place = format!("37{city:02}{:02}", (number - 1) % 8 + 2);
        let copy = file
            .replace("zhangdian-2021-8", &format!("district-{number}"))
            .replace("370303", &place)
            .replace("370300-", &format!("{place}-"))
            .replace("张店", &format!("示例{number}"))
            .replace("淄博", &format!("示例市{number}"))
            .replace("高新", &format!("高{number}新"))
            .replace("经开", &format!("经{number}开"))
            .replace("经济开发区", &format!("经济{number}开发区"))
            .replace("2021〕8号", &format!("2021〕{}号", number + 1_000));
        texts.push(text(&format!("district-{number}.md"), copy));
    }
    texts
}

#[test]
fn the_bundled_files_and_a_province_of_them_take_a_small_part_of_the_steps() {
    for districts in [1, 136] {
        let came = asked(&province(districts));
        let [here, anywhere] = came.answers().unwrap();
        assert!(here < MOST_OF_BUNDLED, "{districts}: {here}");
        assert!(anywhere < STEPS_OF_EVERY_PLACE / 4, "{districts}: {anywhere}");
    }
}

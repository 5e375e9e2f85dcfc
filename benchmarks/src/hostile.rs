//! Policy files that are made to be hard to compile.

use tuoyu::{PolicyText, bundled_texts};

/// Truth values of an institution.
const FACTS: [&str; 24] = [
    "supervisor_consent",
    "registered",
    "filed",
    "scope_names_childcare",
    "scope_names_family_childcare",
    "name_shows_childcare",
    "serves_community",
    "inclusive",
    "open_to_public",
    "meets_local_kindergarten_demand",
    "separate_accounting",
    "other_business",
    "vat_exemption_waived",
    "acquires_property",
    "constructs",
    "geology_prevents_shelter",
    "dwelling",
    "owners_consent",
    "low_efficiency_land",
    "village_collective_land",
    "state_owned_premises",
    "converts_idle_premises",
    "dwelling",
    "filed",
];

pub const KINDS: [&str; 6] = ["pairs", "parity", "majority", "conflicts", "chain", "nested"];

/// The bundled files and a hostile one.
pub fn texts(kind: &str) -> Vec<PolicyText> {
    let mut texts = bundled_texts();
    texts.push(PolicyText { name: "hostile.md".to_owned(), text: file(&rules(kind)) });
    texts
}

fn rules(kind: &str) -> String {
    match kind {
        // A product of sums without a common fact: every choice is a prime term.
        "pairs" => support("pairs", &all(FACTS.chunks(2).map(|pair| any(pair.iter().map(yes))))),
        // Half of all rows, no two of them beside each other.
        "parity" => support("parity", &parity(&FACTS[..16])),
        // Every choice of half of the facts.
        "majority" => support("majority", &majority(&FACTS[..16])),
        // Conflicts that make one another's terms longer.
        "conflicts" => {
            let conflict = |(at, facts): (usize, &[&str])| {
                format!(
                    "[[rule]]\nid = \"conflict-{at}\"\nwhen = {}\nthen = {{ conflict = \"虚构\" }}\n\n",
                    all([yes(&facts[0]), no(&facts[1]), any([yes(&facts[2]), no(&facts[3])])])
                )
            };
            FACTS.windows(4).enumerate().map(conflict).collect()
        }
        // Definitions that require one another.
        "chain" => (0..5_000)
            .map(|at| {
                format!(
                    "[[rule]]\nid = \"link-{at}\"\nwhen = {{ filed = true }}\nthen.define = true\nrequires = [\"hostile/link-{}\"]\n\n",
                    at + 1
                )
            })
            .chain(["[[rule]]\nid = \"link-5000\"\nwhen = { filed = true }\nthen.define = true\n".to_owned()])
            .collect(),
        // A condition in a condition in a condition.
        "nested" => {
            let open = "{ not = ".repeat(20_000);
            let closed = " }".repeat(20_000);
            support("nested", &format!("{open}{}{closed}", yes(&FACTS[0])))
        }
        other => panic!("{other} is no kind of hostile file"),
    }
}

fn yes(fact: &&str) -> String {
    format!("{{ {fact} = true }}")
}

fn no(fact: &&str) -> String {
    format!("{{ {fact} = false }}")
}

/// There is no list of things that all have to hold: none of them fails.
fn all(parts: impl IntoIterator<Item = String>) -> String {
    format!("{{ not = {} }}", any(parts.into_iter().map(|part| format!("{{ not = {part} }}"))))
}

fn any(parts: impl IntoIterator<Item = String>) -> String {
    format!("{{ any = [{}] }}", parts.into_iter().collect::<Vec<_>>().join(", "))
}

/// An odd number of them, by halves.
fn parity(facts: &[&str]) -> String {
    let [fact] = facts else {
        let (some, others) = facts.split_at(facts.len() / 2);
        let (one, other) = (parity(some), parity(others));
        let not = |part: &str| format!("{{ not = {part} }}");
        return any([all([one.clone(), not(&other)]), all([not(&one), other])]);
    };
    yes(fact)
}

/// At least every second of them, by a sum of products over all ways to leave one out.
fn majority(facts: &[&str]) -> String {
    all(facts.windows(facts.len() / 2).map(|window| any(window.iter().map(yes))))
}

fn support(id: &str, when: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nwhen = {when}\nthen = {{ support = \"{id}\" }}\nforce = \"entitled\"\n\
         title = \"虚构\"\ntitle_en = \"Invented\"\ndepartments = [\"tax\"]\nbeneficiary = \"institution\"\nkind = \"price\"\n"
    )
}

fn file(rules: &str) -> String {
    format!(
        "# 虚构\n\n```toml\nid = \"hostile\"\nnumber = \"虚构〔2020〕1号\"\ntitle = \"虚构\"\nissuer = \"虚构\"\n\
         jurisdiction = \"000000\"\nfrom = 2020-01-01\nverified_on = 2026-11-26\nevidence = \"verbatim\"\n```\n\n\
         ## 一 定义\n\n定义。\n\n> 定义\n\n```toml\n{rules}```\n"
    )
}

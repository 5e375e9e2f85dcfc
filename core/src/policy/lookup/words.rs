//! Words that a question may hold: those of a place, and of the names of its departments.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::departments::Department;
use crate::policy::lookup::department_names::{Body, DepartmentNames, PlaceNames, forms};
use crate::policy::lookup::query::{Meaning, QueryWord, plain};

/// Stems of the departments' names, by identifier.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stems {
    pub current: BTreeMap<String, Vec<String>>,
    pub former: BTreeMap<String, Vec<String>>,
    pub former_short: BTreeMap<String, Vec<String>>,
}

pub static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/department-stems.toml")).unwrap_or_default()
});

/// Words of a place: its own names, and those of the places that are not it.
pub fn place_words(
    own: &PlaceNames,
    others: impl IntoIterator<Item = PlaceNames>,
) -> Vec<QueryWord> {
    let mut words: Vec<QueryWord> = Vec::new();
    let mut put =
        |text: String, meaning| words.push(QueryWord { shown: text.clone(), text, meaning });
    for name in &own.names {
        put(name.clone(), Meaning::Here);
        put(format!("{name}委"), Meaning::Here);
    }
    if let Some(level) = own.level {
        for before in ["本", "我", "咱", "全", "我们", "咱们"] {
            put(format!("{before}{level}"), Meaning::Here);
        }
        for after in ["级", "里", "内", "委"] {
            put(format!("{level}{after}"), Meaning::Here);
        }
    }
    for other in others {
        for name in other.names.into_iter().filter(|name| !own.names.contains(name)) {
            put(name, Meaning::Elsewhere);
        }
    }
    words
}

/// The forms of a department's names that a text holds; where there is no text, every form.
pub fn department_words(
    department: &Department,
    place: &PlaceNames,
    text: Option<&str>,
) -> Vec<QueryWord> {
    let stems = |listed: &'static BTreeMap<String, Vec<String>>| -> Vec<&str> {
        listed.get(&department.id).into_iter().flatten().map(String::as_str).collect()
    };
    let names = DepartmentNames {
        names: std::iter::once(department.name.as_str())
            .chain(department.office.as_deref())
            .collect(),
        aliases: department.aliases.iter().map(String::as_str).collect(),
        stems: stems(&STEMS.current),
        former: stems(&STEMS.former),
        former_short: stems(&STEMS.former_short),
    };
    let shown = department.shown();
    let word = |text: String, body| QueryWord {
        text,
        shown: shown.to_owned(),
        meaning: Meaning::Department(department.id.clone(), body),
    };
    let mut words: Vec<QueryWord> =
        forms(&names, place, text).into_iter().map(|form| word(form.text, form.body)).collect();
    words.push(word(plain(&department.id), Body::Placed));
    words
}

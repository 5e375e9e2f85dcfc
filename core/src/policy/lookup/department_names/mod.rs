//! Names of departments by rule: a stem with a suffix of its kind, in short and in full, under any name of the place.

mod places;
mod suffixes;

use std::collections::BTreeSet;

use crate::policy::lookup::query::plain;
pub(super) use places::LEVELS;
pub use places::PlaceNames;
use suffixes::{ANY, BodyKind, FORMER, FORMER_ABOVE, kind_of, stem_of};
pub(super) use suffixes::{is_office, office_names, office_stem};

/// Names of a department, as its files have them.
#[derive(Debug, Default)]
pub(super) struct DepartmentNames<'a> {
    /// Its name of any place, and its office in this one.
    pub names: Vec<&'a str>,
    /// Names that no rule makes.
    pub aliases: Vec<&'a str>,
    /// Stems in full and in short.
    pub(super) stems: Vec<&'a str>,
    /// Stems of bodies that it has taken over.
    pub(super) former: Vec<&'a str>,
    /// Those of them that are known without a suffix.
    pub(super) former_short: Vec<&'a str>,
}

/// One form of a department's name, without the place before it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Form {
    pub text: String,
    pub body: Body,
}

/// Whose a form is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Body {
    /// Of the place whose name stands before it; where none does, of the place that is asked of.
    Local,
    /// As `Local`, where no department of the place has the name today.
    Former,
    /// Of this place, whatever stands before it: the place is named in the form.
    Placed,
    /// Of a province or of the nation.
    Above,
}

/// The forms of a department's names that a plain text holds; where there is no text, every form.
pub fn forms(
    department: &DepartmentNames<'_>,
    place: &PlaceNames,
    query: Option<&str>,
) -> BTreeSet<Form> {
    let held = |text: &str| query.is_none_or(|query| query.contains(text));
    let mut forms = BTreeSet::new();
    let mut put = |text: String, body| {
        if text.chars().nth(1).is_some() && held(&text) {
            forms.insert(Form { text, body });
        }
    };
    let stripped = |name: &&str| place.strip(&plain(name)).to_owned();
    let names: Vec<String> = department.names.iter().map(stripped).collect();
    let aliases: Vec<String> = department.aliases.iter().map(stripped).collect();
    let mut kinds: Vec<&BodyKind> = Vec::new();
    for name in names.iter().chain(&aliases) {
        let body = if place.within(name) { Body::Placed } else { Body::Local };
        put(name.clone(), body);
        if let Some(kind) =
            kind_of(name).filter(|kind| !kinds.iter().any(|one| one.own == kind.own))
        {
            kinds.push(kind);
        }
    }
    let mut stems: Vec<String> = department.stems.iter().map(|stem| plain(stem)).collect();
    stems.extend(names.iter().filter_map(|name| stem_of(name, place)));
    let both = stems.iter().flat_map(|stem| [stem.clone(), stem.replace('和', "")]);
    for stem in both.filter(|stem| held(stem)) {
        put(stem.clone(), Body::Local);
        for suffix in ANY {
            put(format!("{stem}{suffix}"), Body::Local);
        }
        for kind in &kinds {
            for suffix in kind.own {
                put(format!("{stem}{suffix}"), Body::Local);
            }
            for suffix in kind.above {
                put(format!("{stem}{suffix}"), Body::Above);
            }
            if kind.own.contains(&"分局") {
                for name in &place.names {
                    put(format!("{stem}局{name}分局"), Body::Placed);
                }
            }
        }
    }
    for stem in department.former_short.iter().filter(|stem| held(stem)) {
        put((*stem).to_owned(), Body::Former);
    }
    for stem in department.former.iter().chain(&department.former_short).filter(|stem| held(stem)) {
        for suffix in FORMER {
            put(format!("{stem}{suffix}"), Body::Former);
        }
        for suffix in FORMER_ABOVE {
            put(format!("{stem}{suffix}"), Body::Above);
        }
    }
    // A name that is no longer used has no short form, but people put 部门 for its suffix.
    for stem in aliases.iter().filter_map(|alias| stem_of(alias, place)) {
        put(format!("{stem}部门"), Body::Local);
    }
    forms
}

//! 地名: the names of a place, before and within the names of departments.

use crate::facts::Jurisdictions;
use crate::policy::lookup::query::plain;

/// The names of a place: `names` with the character of its level, and without where a word is left.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    pub names: Vec<String>,
    /// 区, 县 or 市, where the place is declared.
    pub level: Option<char>,
}

/// The levels of government below the nation, as the last character of a place's name.
pub const LEVELS: [char; 5] = ['省', '市', '区', '县', '旗'];

impl PlaceNames {
    /// The names of a place, and those of every other place that is declared.
    pub fn of(places: &Jurisdictions, code: Option<i64>) -> (Self, Vec<Self>) {
        let (own, others) = places.names(code);
        (Self::new(own), others.into_iter().map(Self::new).collect())
    }

    pub fn new<'a>(declared: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = declared.into_iter().map(plain).collect();
        let level =
            names.first().and_then(|name| name.chars().last()).filter(|last| LEVELS.contains(last));
        let short: Vec<String> = names
            .iter()
            .filter_map(|name| name.strip_suffix(LEVELS))
            .filter(|name| name.chars().count() >= 2)
            .map(str::to_owned)
            .collect();
        names.extend(short);
        names.sort();
        names.dedup();
        Self { names, level }
    }

    /// Tells whether a text begins with the level of this place; where that is not known, with one of a district.
    pub fn has_level(&self, text: &str) -> bool {
        match self.level {
            Some(level) => text.starts_with(level),
            None => text.starts_with(['区', '县']),
        }
    }

    /// A name without the place before it.
    pub fn strip<'a>(&self, name: &'a str) -> &'a str {
        let mut rest = name;
        let longest = self.names.iter().filter_map(|place| name.strip_prefix(place.as_str()));
        if let Some(shorter) = longest.min_by_key(|rest| rest.len()) {
            rest = shorter;
        } else if let Some(shorter) = self.level.and_then(|level| name.strip_prefix(level)) {
            rest = shorter;
        }
        let of_party = (rest.len() < name.len()).then(|| rest.strip_prefix('委')).flatten();
        // 区委员会 is no 区委.
        let rest = of_party.filter(|rest| !rest.starts_with("员会")).unwrap_or(rest);
        if rest.is_empty() { name } else { rest }
    }

    /// Tells whether the place is named in the middle of a name, as in 自然资源局张店分局.
    pub fn within(&self, name: &str) -> bool {
        name.strip_suffix("分局").is_some_and(|rest| {
            self.names.iter().any(|place| {
                rest.strip_suffix(place.as_str()).is_some_and(|rest| rest.ends_with('局'))
            })
        })
    }
}

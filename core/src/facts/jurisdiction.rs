//! Jurisdictions: six-digit codes (GB/T 2260) and the zones without a code that policy files declare.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::characters::visible;
use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_value};
use crate::text::Text;

/// A place that a policy file declares.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// A six-digit code, or one with a suffix for a zone that has no code of its own.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// Other names in use.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Jurisdiction {
    fn names(&self) -> Vec<&str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str).collect()
    }
}

/// Every declared place.
#[derive(Clone, Debug, Default)]
pub struct Jurisdictions(Vec<Jurisdiction>);

impl Jurisdictions {
    /// Gathers the places that files declare, each with what tells where in its file an error stands.
    ///
    /// # Errors
    /// An identifier with two names, a name of two places, or an identifier that is no code.
    pub fn new<'a, E: Fn(&str, Error) -> Error>(
        declared: impl IntoIterator<Item = (&'a Jurisdiction, E)>,
    ) -> Result<Self, Error> {
        let mut places = Self::default();
        let mut names: HashMap<String, String> = HashMap::new();
        for (place, located) in declared {
            let wrong = |code, word: &str, zh: &str, en: &str| {
                Err(located(word, Error::new(code, "", zh, en)))
            };
            if !place.id.get(..6).is_some_and(is_code) {
                let zh = "所在地的编号应为六位行政区划代码，或者在后面加一段的区域编号";
                let en = "the identifier of a place is a six-digit code, or one with a suffix";
                return wrong(ErrorCode::BadPolicy, &place.id, zh, en);
            }
            if let Some(other) = places.0.iter_mut().find(|other| other.id == place.id) {
                if other.name != place.name {
                    let zh = "同一所在地在另一处用了别的名称";
                    let en = "the place has another name elsewhere";
                    return wrong(ErrorCode::DuplicateId, &place.name, zh, en);
                }
                let fresh = place.aliases.iter().filter(|name| !other.aliases.contains(name));
                let fresh: Vec<String> = fresh.cloned().collect();
                other.aliases.extend(fresh);
            } else {
                places.0.push(place.clone());
            }
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                let of = names.entry(name.clone()).or_insert_with(|| place.id.clone());
                if *of != place.id || is_code(name) || name.trim().is_empty() {
                    let zh = "所在地的名称为空、是代码，或者已是另一所在地的名称";
                    let en = "the name of a place is empty, a code, or that of another place";
                    return wrong(ErrorCode::DuplicateId, name, zh, en);
                }
            }
        }
        places.0.sort_by(|left, right| left.id.cmp(&right.id));
        Ok(places)
    }

    /// The number that stands for a place: a code with three digits behind it for zones.
    pub fn code(&self, text: &str) -> Result<i64, Error> {
        self.find_code(text).ok_or_else(|| self.unknown(text))
    }

    /// As `code`; none for a text that is no place.
    pub(super) fn find_code(&self, text: &str) -> Option<i64> {
        match self.find(text) {
            Some(place) => self.number(&place.id),
            None => {
                let code = visible(text);
                is_code(&code).then(|| self.number(&code)).flatten()
            }
        }
    }

    /// The number that stands for a place given by the number of its code.
    pub(super) fn code_of_number(&self, number: i64) -> Result<i64, Error> {
        match number {
            100_000..=999_999 => Ok(number * 1000),
            other => self.code(&other.to_string()),
        }
    }

    /// The one identifier of a place, under whichever of its names it is given.
    pub fn id(&self, text: &str) -> Result<String, Error> {
        self.code(text)?;
        let found = self.find(text).map(|place| place.id.clone());
        Ok(found.unwrap_or_else(|| visible(text).into_owned()))
    }

    /// The declared place of a name.
    fn find(&self, text: &str) -> Option<&Jurisdiction> {
        let text: &str = &visible(text);
        self.0.iter().find(|place| {
            place.id == text || place.name == text || place.aliases.iter().any(|name| name == text)
        })
    }

    /// The codes that an instrument of that jurisdiction covers.
    pub fn cover(&self, jurisdiction: &str) -> Result<(i64, i64), Error> {
        if jurisdiction == "000000" {
            return Ok((0, 999_999_999));
        }
        let low = self.code(jurisdiction)?;
        let zone = low % 1000 != 0;
        let width = match low / 1000 {
            _ if zone => 1,
            code if code % 10_000 == 0 => 10_000_000,
            code if code % 100 == 0 => 100_000,
            _ => 1,
        };
        Ok((low, low + width - 1))
    }

    /// The Chinese name of a place, or its code where no file names it.
    pub fn name(&self, code: i64) -> String {
        self.declared(code).unwrap_or_else(|| format!("{:06}", code / 1000))
    }

    /// The Chinese name of a place, or words with its code where no file names it.
    pub fn described(&self, code: i64) -> Text {
        match self.declared(code) {
            Some(name) => Text::new(name.clone(), name),
            None => {
                let code = code / 1000;
                let zh = format!("行政区划代码{code:06}所指的地方");
                Text::new(zh, format!("the place with the code {code:06}"))
            }
        }
    }

    fn declared(&self, code: i64) -> Option<String> {
        let place = self.0.iter().find(|place| self.number(&place.id) == Some(code));
        place.map(|place| place.name.clone())
    }

    /// The names of a place, and those of every other place that is declared.
    pub fn names(&self, code: Option<i64>) -> (Vec<&str>, Vec<Vec<&str>>) {
        let is_own = |place: &&Jurisdiction| code.is_some() && self.number(&place.id) == code;
        let own = self.0.iter().find(is_own).map(Jurisdiction::names).unwrap_or_default();
        let others =
            self.0.iter().filter(|place| !is_own(place)).map(Jurisdiction::names).collect();
        (own, others)
    }

    fn number(&self, id: &str) -> Option<i64> {
        let base: i64 = id.get(..6)?.parse().ok()?;
        if id.len() == 6 {
            return Some(base * 1000);
        }
        let beside = |place: &&Jurisdiction| place.id.len() > 6 && place.id.get(..6) == id.get(..6);
        let zone = self.0.iter().filter(beside).position(|place| place.id == id)?;
        (zone < 999).then_some(base * 1000 + i64::try_from(zone).ok()? + 1)
    }

    fn unknown(&self, text: &str) -> Error {
        let known = || self.0.iter().flat_map(|place| [place.id.as_str(), place.name.as_str()]);
        Error::new(
            ErrorCode::UnknownJurisdiction,
            "jurisdiction",
            "不认识这个所在地：应为六位行政区划代码，或政策文件列出的名称",
            format!("expected a six-digit code or a declared place, found {}", told_value(text)),
        )
        .with_hint(self.meant(text).or_else(|| nearest(text, known())).map(did_you_mean))
    }

    /// The place that is plainly meant: its code in full-width figures or with those of a street behind it, its name with those of
    /// the province and the city before it.
    fn meant(&self, text: &str) -> Option<&str> {
        let text = visible(text);
        let ascii = |c: char| match c {
            '０'..='９' => {
                char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
            }
            other => other,
        };
        let figures: String = text.trim().chars().map(ascii).collect();
        let is_number = figures.bytes().all(|digit| digit.is_ascii_digit());
        match figures.get(..6).filter(|_| is_number && matches!(figures.len(), 6 | 9 | 12)) {
            Some(code) => self.find(code).map(|place| place.id.as_str()),
            None => self.0.iter().map(|place| place.name.as_str()).find(|name| {
                text.strip_suffix(name).is_some_and(|before| before.ends_with(['省', '市', '区']))
            }),
        }
    }
}

/// Tells whether it is written as a six-digit code.
fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0')
}

/// 1970-01-01, counted from the common era.
pub const EPOCH: i64 = 719_163;

/// The number that stands for a day.
pub fn day_code(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// The day that a code stands for.
pub fn day_of(code: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(code).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Source;

    fn source(name: &str, places: &[(&str, &str, &str)]) -> Source {
        let head = "id = \"a\"\nnumber = \"\"\ntitle = \"\"\nissuer = \"\"\njurisdiction = \"000000\"\nfrom = 2020-01-01\nverified_on = 2026-11-23\nevidence = \"partial\"\n";
        let mut text = format!("# A\n\n```toml\n{head}");
        for (id, name, alias) in places {
            text.push_str(&format!(
                "\n[[place]]\nid = \"{id}\"\nname = \"{name}\"\naliases = [\"{alias}\"]\n"
            ));
        }
        Source::read(name, &format!("{text}```\n")).unwrap()
    }

    fn places() -> Jurisdictions {
        let places = [("370303", "张店区", "张店"), ("370300-gaoxin", "淄博高新区", "高新区")];
        Jurisdictions::new(source("a.md", &places).places()).unwrap()
    }

    #[test]
    fn places_that_clash_are_refused_at_their_line() {
        let first = || source("a.md", &[("370303", "张店区", "淄博市张店区")]);
        let cases = [
            (("370303", "张店", "甲"), ErrorCode::DuplicateId, 20),
            (("370305", "张店区", "甲"), ErrorCode::DuplicateId, 20),
            (("370305", "乙区", "淄博市张店区"), ErrorCode::DuplicateId, 21),
            (("370305", "乙区", "370304"), ErrorCode::DuplicateId, 21),
            (("370305", "乙区", ""), ErrorCode::DuplicateId, 18),
            (("区", "乙区", "甲"), ErrorCode::BadPolicy, 19),
        ];
        for (place, code, line) in cases {
            let second = source("b.md", &[("370399", "丙区", "丁区"), place]);
            let error =
                Jurisdictions::new([first(), second].iter().flat_map(Source::places)).unwrap_err();
            assert_eq!((error.code, error.line), (code, Some(line)), "{place:?}");
            assert_eq!(error.path, "b.md.place[1]", "{place:?}");
        }
    }

    #[test]
    fn names_of_a_place_in_two_files_are_all_known() {
        let files =
            ["张店", "淄博市张店区"].map(|alias| source("a.md", &[("370303", "张店区", alias)]));
        let places = Jurisdictions::new(files.iter().flat_map(Source::places)).unwrap();
        assert_eq!(places.code("张店"), places.code("370303"));
        assert_eq!(places.code("淄博市张店区"), places.code("370303"));
    }

    #[test]
    fn zones_of_one_place_do_not_move_those_of_another() {
        let places = [("370300-b", "乙", "二"), ("110100-a", "甲", "一")];
        let both = Jurisdictions::new(source("a.md", &places).places()).unwrap();
        let one = Jurisdictions::new(source("a.md", &places[..1]).places()).unwrap();
        assert_eq!(both.code("乙"), one.code("乙"));
    }

    #[test]
    fn a_zone_is_in_the_city_and_not_in_the_district() {
        let places = places();
        let zone = places.code("淄博高新区").unwrap();
        let within = |(low, high): (i64, i64)| (low..=high).contains(&zone);
        assert!(within(places.cover("370300").unwrap()));
        assert!(within(places.cover("370000").unwrap()));
        assert!(within(places.cover("000000").unwrap()));
        assert!(!within(places.cover("370303").unwrap()));
    }

    #[test]
    fn unknown_place_is_an_error_with_the_nearest_one() {
        let places = places();
        assert_eq!(places.code("370303"), Ok(370_303_000));
        for bad in ["37030", "3703030", "张区", "", "000000"] {
            let error = places.code(bad).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnknownJurisdiction, "{bad}");
        }
        assert_eq!(
            places.code("张区").unwrap_err().hint.as_deref(),
            Some("did you mean `张店区`?")
        );
    }
}

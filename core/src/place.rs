//! Places: six-digit codes (GB/T 2260) and the zones without a code that policy files declare.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::error::{Error, ErrorCode, nearest, safe_echo};

/// A place that a policy file declares.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// A six-digit code, or one with a suffix for a zone that has no code of its own.
    pub(crate) id: String,
    /// Chinese name.
    pub(crate) name: String,
    /// Other names in use.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// Every declared place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Vec<Place>);

impl Places {
    pub(crate) fn new(declared: impl IntoIterator<Item = Place>) -> Self {
        let mut places: Vec<Place> = declared.into_iter().collect();
        places.sort_by(|left, right| left.id.cmp(&right.id));
        places.dedup_by(|left, right| left.id == right.id);
        Self(places)
    }

    /// The number that stands for a place: a code with three digits behind it for zones.
    pub(crate) fn code(&self, text: &str) -> Result<i64, Error> {
        let declared = |place: &&Place| {
            place.id == text || place.name == text || place.aliases.iter().any(|name| name == text)
        };
        if let Some(place) = self.0.iter().find(declared) {
            return self.number(&place.id).ok_or_else(|| self.unknown(text));
        }
        match text.len() == 6 && text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0')
        {
            true => self.number(text).ok_or_else(|| self.unknown(text)),
            false => Err(self.unknown(text)),
        }
    }

    /// The codes that an instrument of that jurisdiction covers.
    pub(crate) fn cover(&self, jurisdiction: &str) -> Result<(i64, i64), Error> {
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
    pub(crate) fn name(&self, code: i64) -> String {
        self.0
            .iter()
            .find(|place| self.number(&place.id) == Some(code))
            .map_or_else(|| format!("{:06}", code / 1000), |place| place.name.clone())
    }

    fn number(&self, id: &str) -> Option<i64> {
        let base: i64 = id.get(..6)?.parse().ok()?;
        if id.len() == 6 {
            return Some(base * 1000);
        }
        let zone =
            self.0.iter().filter(|place| place.id.len() > 6).position(|place| place.id == id)?;
        Some(base * 1000 + i64::try_from(zone).ok()? + 1)
    }

    fn unknown(&self, text: &str) -> Error {
        let known = || self.0.iter().flat_map(|place| [place.id.as_str(), place.name.as_str()]);
        Error::new(
            ErrorCode::UnknownJurisdiction,
            "jurisdiction",
            "不认识这个所在地：应为六位行政区划代码，或政策文件列出的名称",
            format!("expected a six-digit code or a declared place, found {}", safe_echo(text)),
        )
        .with_hint(nearest(text, known()).map(|word| format!("did you mean `{word}`?")))
    }
}

/// 1970-01-01, counted from the common era.
pub(crate) const EPOCH: i64 = 719_163;

/// The number that stands for a day.
pub(crate) fn day_code(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let place = |id: &str, name: &str| Place {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
        };
        Places::new([place("370303", "张店区"), place("370300-gaoxin", "淄博高新区")])
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
    fn what_is_no_place_is_an_error_with_the_nearest_one() {
        let places = places();
        assert_eq!(places.code("370303"), Ok(370_303_000));
        for bad in ["37030", "3703030", "张店", "", "000000"] {
            let error = places.code(bad).unwrap_err();
            assert_eq!(error.code, ErrorCode::UnknownJurisdiction, "{bad}");
        }
        assert_eq!(
            places.code("张店").unwrap_err().hint.as_deref(),
            Some("did you mean `张店区`?")
        );
    }
}

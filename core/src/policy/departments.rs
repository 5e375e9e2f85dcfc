//! 部门: the name that a department has everywhere, and its names and office in each jurisdiction.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_identifier, told_value};
use crate::policy::files::{DepartmentEntry, Source};
use crate::policy::rules::Span;

records! {
    /// A department, by its stable identifier and its names.
    Department {
        /// Stable identifier.
        id: String,
        /// 附件1 name.
        name: String,
        /// Name of the district's office, where the text has one.
        office: Option<String>,
        /// Other names; look-ups know those that a rule makes too.
        aliases: Vec<String>,
    }
}

/// The departments of every file, to be asked for by identifier, place and day.
#[derive(Debug)]
pub struct Departments {
    /// Names without a place, by identifier.
    generic: BTreeMap<String, String>,
    listings: HashMap<String, Vec<Listing>>,
}

/// A department as one file declares or only uses it.
#[derive(Clone, Debug)]
struct Listing {
    entry: DepartmentEntry,
    span: Span,
    /// Position of its first 附件1 duty among those of every file.
    duty: usize,
    source: usize,
}

impl Department {
    /// The name that a text shows: the office of the place, or the department where none is known.
    pub(crate) fn shown(&self) -> &str {
        self.office.as_deref().unwrap_or(&self.name)
    }

    /// The name in an English text.
    pub(crate) fn in_english(&self) -> String {
        format!("the {} department", self.id.replace(['-', '_'], " "))
    }
}

impl Departments {
    /// Reads the departments of every file.
    ///
    /// # Errors
    /// An identifier that no file of the jurisdiction declares; one name for two departments of a jurisdiction, or
    /// two names for one; an office in a national file.
    pub(crate) fn new(sources: &[Source], spans: &[Span]) -> Result<Self, Error> {
        let generic =
            toml::from_str(include_str!("../../data/departments.toml")).map_err(|error| {
                let message = error.message().to_owned();
                Error::new(ErrorCode::BadPolicy, "departments.toml", message.clone(), message)
            })?;
        let mut departments = Self { generic, listings: HashMap::new() };
        let mut duties: HashMap<&str, usize> = HashMap::new();
        for clause in sources.iter().flat_map(|source| &source.instrument.clauses) {
            if let Some(duty_of) = &clause.duty_of {
                let next = duties.len();
                duties.entry(duty_of).or_insert(next);
            }
        }
        for (position, (source, span)) in sources.iter().zip(spans).enumerate() {
            let mut entries: BTreeMap<&String, DepartmentEntry> = BTreeMap::new();
            for (id, entry) in &source.instrument.departments {
                departments.check_entry(source, span, id, entry)?;
                entries.insert(id, entry.clone());
            }
            for id in source.instrument.clauses.iter().flat_map(|clause| clause.departments()) {
                entries.entry(id).or_default();
            }
            for (id, entry) in entries {
                let duty = duties.get(id.as_str()).copied().unwrap_or(usize::MAX);
                let listing = Listing { entry, span: *span, duty, source: position };
                departments.listings.entry(id.clone()).or_default().push(listing);
            }
        }
        departments.check_uses(sources, spans)?;
        departments.check_clashes(sources)?;
        Ok(departments)
    }

    /// A department under the names that it has in a place on a day. Where no file in force there names its office,
    /// it has none; nor where the place is not known.
    pub(crate) fn get(&self, id: &str, place: Option<i64>, on: NaiveDate) -> Option<Department> {
        let listings = self.listings.get(id).map_or(&[][..], Vec::as_slice);
        let in_force = || listings.iter().filter(move |listing| listing.holds(place, on));
        let named = in_force().filter(|listing| listing.entry.name.is_some());
        let narrowest = named.min_by_key(|listing| listing.span.width());
        let name = narrowest.and_then(|listing| listing.entry.name.clone());
        let own = || in_force().filter(move |listing| listing.span.is_of(place));
        let mut aliases: Vec<String> = Vec::new();
        for alias in own().flat_map(|listing| &listing.entry.aliases) {
            if !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        Some(Department {
            id: id.to_owned(),
            name: name.or_else(|| self.generic.get(id).cloned()).or_else(|| joined(listings))?,
            office: own().find_map(|listing| listing.entry.office.clone()),
            aliases,
        })
    }

    /// The identifier of a department by a name that it has everywhere or in some file; the name where no one has it.
    pub(crate) fn called(&self, name: &str) -> String {
        let everywhere = self.generic.iter().find(|(_, generic)| *generic == name);
        let declared = || {
            let of = |listing: &Listing| listing.entry.name.as_deref() == Some(name);
            let mut ids: Vec<&String> = self.listings.keys().collect();
            ids.sort();
            ids.into_iter().find(|id| self.listings.get(*id).is_some_and(|all| all.iter().any(of)))
        };
        everywhere.map(|(id, _)| id).or_else(declared).map_or(name, String::as_str).to_owned()
    }

    /// The departments that the files of a place declare or use, in the order of 附件1.
    pub(crate) fn of_place(&self, place: Option<i64>, on: NaiveDate) -> Vec<Department> {
        let mut found: Vec<(usize, &String)> = Vec::new();
        for (id, listings) in &self.listings {
            let local = listings.iter().filter(|one| one.span.local && one.holds(place, on));
            found.extend(local.map(|listing| listing.duty).min().map(|duty| (duty, id)));
        }
        found.sort();
        found.into_iter().filter_map(|(_, id)| self.get(id, place, on)).collect()
    }

    /// Tells whether what a file says of a department can be said in it.
    fn check_entry(
        &self,
        source: &Source,
        span: &Span,
        id: &str,
        entry: &DepartmentEntry,
    ) -> Result<(), Error> {
        let wrong = |word: &str, zh: &str, en: &str| {
            let error = Error::new(ErrorCode::BadPolicy, word, zh, en);
            Err(source.in_department(id, word, error))
        };
        if entry.name.is_none() && !self.generic.contains_key(id) {
            return wrong("name", "部门应写明名称", "a department of its own has a `name`");
        }
        if span.national && entry.office.is_some() {
            return wrong(
                "office",
                "全国的文件不写哪一处的办公室",
                "a national file names no office",
            );
        }
        if span.national && !entry.aliases.is_empty() {
            return wrong(
                "aliases",
                "全国的文件不写当地的叫法",
                "a national file has no local names",
            );
        }
        if entry.names().any(|name| name.trim().is_empty()) {
            return wrong("\"\"", "部门的名称不能为空", "a name of a department is not empty");
        }
        Ok(())
    }

    /// Every identifier is known everywhere, or declared for the jurisdiction of the file that uses it.
    fn check_uses(&self, sources: &[Source], spans: &[Span]) -> Result<(), Error> {
        for (source, span) in sources.iter().zip(spans) {
            let declared = |id: &str| {
                let listings = self.listings.get(id).into_iter().flatten();
                let mut named = listings.filter(|listing| listing.entry.name.is_some());
                self.generic.contains_key(id) || named.any(|listing| listing.span.covers(span))
            };
            for (position, clause) in source.instrument.clauses.iter().enumerate() {
                let Some(id) = clause.departments().find(|id| !declared(id)) else { continue };
                let known = self.generic.keys().chain(self.listings.keys());
                let known = known.map(String::as_str).filter(|id| declared(id));
                let error = Error::new(
                    ErrorCode::UnknownDepartment,
                    "",
                    "部门不在部门表中",
                    format!("expected a department of the file, found {}", told_value(id)),
                )
                .with_hint(nearest(id, known).map(did_you_mean));
                return Err(source.at(position, id, error));
            }
        }
        Ok(())
    }

    /// Within a jurisdiction a name is of one department, and a department has one name and one office.
    fn check_clashes(&self, sources: &[Source]) -> Result<(), Error> {
        let given = |of: &Listing| sources.get(of.source).map_or(0, |source| source.given);
        let mut ids: Vec<&String> = self.listings.keys().collect();
        ids.sort();
        let mut taken: HashMap<_, Vec<(&String, &Listing)>> = HashMap::new();
        for id in ids {
            let listings = self.listings.get(id).map_or(&[][..], Vec::as_slice);
            for (position, listing) in listings.iter().enumerate() {
                let beside = |other: &&Listing| {
                    other.span.cover == listing.span.cover && other.span.meets(&listing.span)
                };
                let before = listings.iter().take(position).filter(beside);
                for other in before {
                    let later = if given(listing) > given(other) { listing } else { other };
                    let earlier = if given(listing) > given(other) { other } else { listing };
                    if let Some(name) = other_name(earlier, later) {
                        return Err(clash(sources, (id, later), (id, earlier), name));
                    }
                }
                let generic = listing.entry.name.is_none().then(|| self.generic.get(id)).flatten();
                for name in listing.entry.names().chain(generic.map(String::as_str)) {
                    let others = taken.entry((name, listing.span.cover)).or_default();
                    let other = others.iter().find(|(other, of)| *other != id && beside(of));
                    if let Some((other, of)) = other {
                        let (one, other) = ((id.as_str(), listing), (other.as_str(), *of));
                        // What only uses an identifier has no line to point to.
                        let rank = |of: &Listing| (!of.entry.is_empty(), given(of));
                        return Err(match rank(listing) < rank(of) {
                            true => clash(sources, other, one, name),
                            false => clash(sources, one, other, name),
                        });
                    }
                    others.push((id, listing));
                }
            }
        }
        Ok(())
    }
}

impl Listing {
    fn holds(&self, place: Option<i64>, on: NaiveDate) -> bool {
        let there = match place {
            Some(_) => self.span.includes_place(place),
            None => self.span.national,
        };
        there && self.span.includes_day(on)
    }
}

/// Every name that a department has where the place is not known and none is in use everywhere.
fn joined(listings: &[Listing]) -> Option<String> {
    let mut names: Vec<&str> =
        listings.iter().filter_map(|listing| listing.entry.name.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join("或"))
}

/// The name or office of the second listing that differs from that of the first.
fn other_name<'a>(one: &Listing, other: &'a Listing) -> Option<&'a str> {
    differs(&one.entry.name, &other.entry.name)
        .or_else(|| differs(&one.entry.office, &other.entry.office))
}

/// The second of two names that differ.
fn differs<'a>(one: &Option<String>, other: &'a Option<String>) -> Option<&'a str> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some(other),
        _ => None,
    }
}

fn clash(
    sources: &[Source],
    (id, listing): (&str, &Listing),
    (other_id, other): (&str, &Listing),
    name: &str,
) -> Error {
    let of = sources.get(other.source).map_or_else(String::new, Source::path);
    let error = match id == other_id {
        true => Error::new(
            ErrorCode::DuplicateId,
            "",
            format!("同一地方的一个部门有两种名称，另一种在 {of}"),
            format!("the department has another name or office in {of}"),
        ),
        false => Error::new(
            ErrorCode::DuplicateId,
            "",
            format!("同一地方的两个部门用同一名称，另一个部门在 {of}"),
            format!("the name is also one of {} in {of}", told_identifier(other_id)),
        ),
    };
    match sources.get(listing.source) {
        Some(source) => source.in_department(id, name, error),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_departments_share_a_generic_name() {
        let departments = Departments::new(&[], &[]).unwrap();
        let names: std::collections::BTreeSet<_> = departments.generic.values().collect();
        assert_eq!((names.len(), departments.generic.len()), (24, 24));
    }
}

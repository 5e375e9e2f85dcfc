//! 职责: plain look-ups of who answers for what, with the three sources of the text kept apart.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::answer::{
    CitationRole, ClauseSummary, Clauses, Department, Departments, Duty, Goal, Goals, Named,
    Responsibility, Scope, ScopeState, Seat, Seats,
};
use crate::book::{PolicyBook, check_day};
use crate::error::{Error, ErrorCode};
use crate::instrument::{Clause, Source};

/// The longest query, in bytes.
const LONGEST_QUERY: usize = 200;

/// A clause and the instrument that it is of.
type Cited<'a> = (&'a Source, &'a Clause);

/// The most topics that are offered where nothing matched.
const MOST_NEAREST: usize = 5;

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 谁负责: by topic (用水价格, 消防, 备案登记 …), by the number of a clause, or by a department under any of
    /// its names. Where nothing matches, the nearest topics.
    ///
    /// # Errors
    /// An unknown place, a day outside 1900 to 2199, or a query longer than 200 bytes.
    pub fn responsible(
        &self,
        query: &str,
        jurisdiction: &str,
        as_of: NaiveDate,
    ) -> Result<Responsibility, Error> {
        if query.len() > LONGEST_QUERY {
            return Err(Error::new(
                ErrorCode::TooLong,
                "query",
                format!("查询过长，最多 {LONGEST_QUERY} 字节"),
                format!("a query has at most {LONGEST_QUERY} bytes"),
            ));
        }
        let (place, scope, clauses) = self.local_clauses(jurisdiction, as_of)?;
        let departments = self.departments.of_place(place, as_of);
        let query: String = query.chars().filter(|c| !c.is_whitespace()).collect();
        let topical = |clause: &Clause| clause.number() == query || clause.topics.contains(&query);
        // A word that is both, such as 消防, is meant as the matter.
        let asked = match clauses.iter().any(|(_, clause)| topical(clause)) {
            true => None,
            false => departments.iter().find(|department| named(department, &query)),
        };
        let concerns = |clause: &Clause| match asked {
            Some(department) => {
                clause.responsible.contains(&department.id)
                    || clause.mentions.contains(&department.id)
                    || clause.duty_of.as_ref() == Some(&department.id)
            }
            None => topical(clause),
        };
        let mut named = Vec::new();
        let mut duties = Vec::new();
        for (source, clause) in clauses.iter().filter(|(_, clause)| concerns(clause)) {
            let citation = self.cite(source, clause, None, CitationRole::Basis, as_of);
            let duty_of = clause.duty_of.as_ref();
            let duty_of = duty_of.and_then(|id| self.departments.get(id, place, as_of));
            if let Some(department) = duty_of {
                duties.push(Duty { department, citation, gist: clause.gist.clone() });
            } else {
                named.push(Named {
                    citation,
                    departments: self.listed(&clause.responsible, place, as_of),
                    mentioned: self.listed(&clause.mentions, place, as_of),
                });
            }
        }
        let mut concerned: Vec<&Department> =
            named.iter().flat_map(|named: &Named| &named.departments).collect();
        let unlisted: Vec<Department> = named
            .iter()
            .flat_map(|named| &named.mentioned)
            .chain(duties.iter().map(|duty: &Duty| &duty.department))
            .filter(|department| !concerned.contains(department))
            .cloned()
            .collect();
        concerned.extend(&unlisted);
        if let Some(department) = asked {
            concerned = vec![department];
        }
        let seats = self
            .seats_of(&clauses, place, as_of)
            .into_iter()
            .filter(|seat| seat.department.as_ref().is_some_and(|seat| concerned.contains(&seat)))
            .collect();
        let nearest = if named.is_empty() && duties.is_empty() && scope.state == ScopeState::InForce
        {
            nearest_topics(&query, &clauses)
        } else {
            Vec::new()
        };
        let mut not_listed: Vec<Department> = Vec::new();
        if asked.is_none() {
            for department in unlisted {
                if !not_listed.contains(&department) {
                    not_listed.push(department);
                }
            }
        }
        Ok(Responsibility { query, as_of, scope, named, duties, seats, not_listed, nearest })
    }

    /// 工作目标: the dated goals.
    ///
    /// # Errors
    /// An unknown place, or a day outside 1900 to 2199.
    pub fn goals(&self, jurisdiction: &str, as_of: NaiveDate) -> Result<Goals, Error> {
        let (_, scope, clauses) = self.local_clauses(jurisdiction, as_of)?;
        let mut goals = Vec::new();
        for (source, clause) in &clauses {
            for goal in &clause.goals {
                let Some(by) = NaiveDate::from_ymd_opt(goal.by, 12, 31) else { continue };
                goals.push(Goal {
                    by,
                    past: by < as_of,
                    text: goal.text.clone(),
                    citation: self.cite(source, clause, None, CitationRole::Basis, as_of),
                });
            }
        }
        goals.sort_by_key(|goal| goal.by.num_days_from_ce());
        Ok(Goals { as_of, scope, goals })
    }

    /// 联席会议: the seats by unit and post, and the clauses on convening, office and succession. Never persons.
    ///
    /// # Errors
    /// An unknown place, or a day outside 1900 to 2199.
    pub fn seats(&self, jurisdiction: &str, as_of: NaiveDate) -> Result<Seats, Error> {
        let (place, scope, clauses) = self.local_clauses(jurisdiction, as_of)?;
        let seats = self.seats_of(&clauses, place, as_of);
        let citations = clauses
            .iter()
            .filter(|(_, clause)| !clause.seats.is_empty())
            .map(|(source, clause)| self.cite(source, clause, None, CitationRole::Basis, as_of))
            .collect();
        Ok(Seats { as_of, scope, seats, citations })
    }

    /// 条款: every clause in force, with its gist, its words and its 责任单位.
    ///
    /// # Errors
    /// An unknown place, or a day outside 1900 to 2199.
    pub fn clauses(&self, jurisdiction: &str, as_of: NaiveDate) -> Result<Clauses, Error> {
        check_day(as_of)?;
        let place = Some(self.places.code(jurisdiction)?);
        let mut clauses = Vec::new();
        for (source, clause) in self.clauses_in_force(place, as_of) {
            let named = clause.responsible.iter().chain(&clause.duty_of);
            let named = named.filter_map(|id| self.departments.get(id, place, as_of));
            let responsible = named.collect();
            clauses.push(ClauseSummary {
                citation: self.cite(source, clause, None, CitationRole::Basis, as_of),
                gist: clause.gist.clone(),
                responsible,
                topics: clause.topics.clone(),
                undecidable: clause.undecidable.clone(),
            });
        }
        Ok(Clauses { as_of, scope: self.local_scope(place, as_of), clauses })
    }

    /// 部门: every department of the place under all of its names there.
    ///
    /// # Errors
    /// An unknown place, or a day outside 1900 to 2199.
    pub fn departments(&self, jurisdiction: &str, as_of: NaiveDate) -> Result<Departments, Error> {
        let (place, scope, _) = self.local_clauses(jurisdiction, as_of)?;
        Ok(Departments { as_of, scope, departments: self.departments.of_place(place, as_of) })
    }
}

impl PolicyBook {
    /// The place, and the clauses of its own instruments in force.
    fn local_clauses(
        &self,
        jurisdiction: &str,
        on: NaiveDate,
    ) -> Result<(Option<i64>, Scope, Vec<Cited<'_>>), Error> {
        check_day(on)?;
        let place = Some(self.places.code(jurisdiction)?);
        let clauses = self.clauses_in_force(place, on);
        let clauses = clauses.filter(|(source, _)| source.instrument.is_local()).collect();
        Ok((place, self.local_scope(place, on), clauses))
    }

    fn seats_of(&self, clauses: &[Cited<'_>], place: Option<i64>, on: NaiveDate) -> Vec<Seat> {
        clauses
            .iter()
            .flat_map(|(_, clause)| &clause.seats)
            .map(|seat| Seat {
                role: seat.role,
                unit: seat.unit.clone(),
                post: seat.post.clone(),
                department: seat
                    .department
                    .as_ref()
                    .and_then(|id| self.departments.get(id, place, on)),
            })
            .collect()
    }
}

fn named(department: &Department, query: &str) -> bool {
    department.id == query
        || department.name == query
        || department.office.as_deref() == Some(query)
        || department.aliases.iter().any(|alias| alias == query)
}

/// The topics that share most characters with the query.
fn nearest_topics(query: &str, clauses: &[Cited<'_>]) -> Vec<String> {
    let wanted: BTreeSet<char> = query.chars().collect();
    let topics: BTreeSet<&String> = clauses.iter().flat_map(|(_, clause)| &clause.topics).collect();
    let mut ranked: Vec<(usize, usize, &String)> = topics
        .into_iter()
        .filter_map(|topic| {
            let letters: BTreeSet<char> = topic.chars().collect();
            let shared = letters.intersection(&wanted).count();
            (shared > 0).then(|| (shared * 1000 / (letters.len() + wanted.len()), shared, topic))
        })
        .collect();
    ranked.sort_by(|left, right| {
        right.0.cmp(&left.0).then(right.1.cmp(&left.1)).then(left.2.cmp(right.2))
    });
    ranked.into_iter().take(MOST_NEAREST).map(|(_, _, topic)| topic.clone()).collect()
}

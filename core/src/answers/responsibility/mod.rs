//! 职责: plain look-ups of who answers for what, with the three sources of the text kept apart.

mod records;

#[cfg(feature = "pyo3")]
pub(crate) use records::TERM_SETS;
pub use records::{
    ClauseSummary, Clauses, Departments, Duty, Goal, Goals, LookUpState, NotCovered,
    Responsibility, ResponsibleUnits, Seat, Seats,
};

use chrono::{Datelike, NaiveDate};
use tuoyu_shared::List;

use crate::answers::text::look_up_sentence;
use crate::error::{Error, ErrorCode};
use crate::policy::{
    Asked, Citation, CitationRole, Clause, PlaceNames, PolicyBook, Query, QueryWord, Scope,
    ScopeState, SeatEntry, Source, check_day, department_words, nearest, numbered, place_words,
    read,
};
use crate::text::Text;

/// The longest query, in bytes.
const LONGEST_QUERY: usize = 200;

/// A clause and the instrument that it is of.
type Cited<'a> = (&'a Source, &'a Clause);

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 谁负责: by topic (用水价格, 消防, 备案登记 …), by the number of a clause, by a department under any of its names,
    /// or by a unit of 附件2, also asked as a question (谁管消防). Names of departments are made by rule; those of another
    /// place are never answered as this one's. Where nothing matched, the nearest words.
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
                format!("expected a query of at most {LONGEST_QUERY} bytes, found more"),
            ));
        }
        let query = Query::new(query);
        let (place, scope, clauses) = self.local_clauses(jurisdiction, as_of)?;
        let mut answer = Responsibility {
            matters: Vec::new(),
            state: LookUpState::NotFound,
            as_of,
            message: scope.message.clone(),
            scope,
            named: Vec::new(),
            duties: Vec::new(),
            seats: Vec::new(),
            not_listed: Vec::new(),
            not_covered: Vec::new(),
            nearest: Vec::new(),
        };
        if answer.scope.state != ScopeState::InForce {
            return Ok(answer);
        }
        let mut asked = self.asked(&query, place, as_of, &clauses);
        asked.of_seats = clauses.iter().any(|(_, clause)| {
            !clause.seats.is_empty() && asked.clauses.iter().any(|one| one == clause.number())
        });
        answer.state = asked.state();
        match answer.state {
            LookUpState::Found | LookUpState::NotCovered => {
                answer.matters = asked.matters.clone();
                self.fill(&mut answer, &asked, place, &clauses);
            }
            LookUpState::NotFound if asked.no_clause => answer.nearest = asked.near.clone(),
            LookUpState::NotFound => {
                answer.nearest = self.nearest(&asked, place, as_of);
            }
            LookUpState::Elsewhere | LookUpState::Unclear => {}
        }
        let departments = self.listed(&asked.departments, place, as_of);
        let place = self.places.name(place.unwrap_or_default());
        answer.message = look_up_sentence(&answer, &departments, &asked, &place);
        Ok(answer)
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
    /// Reads what a plain text asks of the files of a place.
    fn asked(
        &self,
        query: &Query,
        place: Option<i64>,
        on: NaiveDate,
        clauses: &[Cited<'_>],
    ) -> Asked {
        let text = query.text.as_str();
        let (own, mut others) = PlaceNames::of(&self.places, place);
        let mut words = Vec::new();
        for (position, source) in self.local_sources(place, on) {
            words.extend(source.words.in_text(source, position, text));
            let neighbours = source.instrument.look_up.neighbours.iter();
            others.extend(neighbours.map(|name| PlaceNames::new([name.as_str()])));
        }
        words.extend(place_words(&own, others));
        let bare: Vec<&Clause> = clauses.iter().map(|(_, clause)| *clause).collect();
        if let Some(asked) = numbered(query, &words, &bare) {
            return asked;
        }
        for department in &self.departments.of_place(place, on) {
            words.extend(department_words(department, &own, Some(text)));
        }
        read(query, &words, &own)
    }

    /// The clauses, seats and matters not covered that were asked for.
    fn fill(
        &self,
        answer: &mut Responsibility,
        asked: &Asked,
        place: Option<i64>,
        clauses: &[Cited<'_>],
    ) {
        let on = answer.as_of;
        let topics: Vec<&String> = asked.topics.iter().chain(&asked.see).collect();
        let by_matter = !topics.is_empty() || !asked.clauses.is_empty();
        let seats = asked.seats.iter().filter_map(|(source, seat)| {
            let source = self.sources.get(*source)?;
            source.instrument.clauses.iter().flat_map(|clause| &clause.seats).nth(*seat)
        });
        let seats: Vec<&SeatEntry> = seats.collect();
        let mut departments: Vec<&String> = asked.departments.iter().collect();
        departments.extend(seats.iter().filter_map(|seat| seat.department.as_ref()));
        let concerns = |clause: &Clause| match by_matter {
            true => {
                asked.clauses.iter().any(|number| clause.number() == number)
                    || topics.iter().any(|topic| clause.topics.contains(topic))
            }
            false => {
                let named =
                    clause.responsible.iter().chain(&clause.mentions).chain(&clause.duty_of);
                named.into_iter().any(|id| departments.contains(&id))
            }
        };
        for (source, clause) in clauses.iter().filter(|(_, clause)| concerns(clause)) {
            let citation = self.cite(source, clause, None, CitationRole::Basis, on);
            let duty_of = clause.duty_of.as_ref();
            let duty_of = duty_of.and_then(|id| self.departments.get(id, place, on));
            if let Some(department) = duty_of {
                answer.duties.push(Duty { department, citation, gist: clause.gist.clone() });
            } else {
                answer.named.push(ResponsibleUnits {
                    citation,
                    departments: self.listed(&clause.responsible, place, on),
                    mentioned: self.listed(&clause.mentions, place, on),
                });
            }
        }
        let mut concerned: Vec<String> = Vec::new();
        if by_matter {
            let listed = answer.named.iter().flat_map(|named| &named.departments);
            concerned.extend(listed.map(|department| department.id.clone()));
            let mentioned = answer.named.iter().flat_map(|named| &named.mentioned);
            let unlisted = mentioned.chain(answer.duties.iter().map(|duty| &duty.department));
            for department in unlisted {
                if !concerned.contains(&department.id) {
                    answer.not_listed.push(department.clone());
                    concerned.push(department.id.clone());
                }
            }
        }
        concerned.extend(asked.departments.iter().cloned());
        let by_number =
            |clause: &Clause| asked.clauses.iter().any(|number| clause.number() == number);
        let chosen = clauses
            .iter()
            .flat_map(|(_, clause)| clause.seats.iter().map(move |seat| (by_number(clause), seat)));
        let chosen = chosen.filter(|(by_number, entry)| {
            let of_role = asked.roles.iter().any(|role| role.is_none_or(|role| role == entry.role));
            let of_department = entry.department.as_ref().is_some_and(|id| concerned.contains(id));
            *by_number
                || of_role
                || (asked.roles.is_empty() && of_department)
                || seats.iter().any(|seat| std::ptr::eq(*seat, *entry))
        });
        answer.seats = self.seated(chosen.map(|(_, seat)| seat), place, on);
        for (source, matter) in &asked.not_covered {
            let entry = self
                .sources
                .get(*source)
                .and_then(|source| source.instrument.look_up.not_covered.get(*matter));
            let Some(entry) = entry else { continue };
            if answer.not_covered.iter().any(|other| other.id == entry.id) {
                continue;
            }
            answer.not_covered.push(NotCovered {
                id: entry.id.clone(),
                name: entry.name.clone(),
                message: Text::new(entry.text.clone(), entry.text_en.clone()),
                evidence: entry.evidence,
                citations: self.cited(&entry.cites, place, on),
            });
        }
    }

    /// Clauses by `instrument/number`, of those in force in a place on a day.
    fn cited(&self, references: &[String], place: Option<i64>, on: NaiveDate) -> List<Citation> {
        let find = |reference: &String| {
            let (id, number) = reference.split_once('/')?;
            let mut clauses = self.clauses_in_force(place, on);
            let (source, clause) = clauses
                .find(|(source, clause)| source.instrument.id == id && clause.number() == number)?;
            Some(self.cite(source, clause, None, CitationRole::See, on))
        };
        references.iter().filter_map(find).collect()
    }

    /// Words that were perhaps meant, where nothing was found.
    fn nearest(&self, asked: &Asked, place: Option<i64>, on: NaiveDate) -> Vec<String> {
        let (own, _) = PlaceNames::of(&self.places, place);
        let departments = self.departments.of_place(place, on);
        let names: Vec<QueryWord> = departments
            .iter()
            .flat_map(|department| department_words(department, &own, None))
            .collect();
        let sources = self.local_sources(place, on);
        let words = sources.flat_map(|(_, source)| source.words.all(source));
        nearest(asked, &words.chain(&names).collect::<Vec<_>>())
    }

    /// The place's own instruments in force.
    fn local_sources(
        &self,
        place: Option<i64>,
        on: NaiveDate,
    ) -> impl Iterator<Item = (usize, &Source)> {
        self.sources.iter().zip(&self.spans).enumerate().filter_map(
            move |(position, (source, span))| {
                let of_place = span.local && span.includes_day(on) && span.includes_place(place);
                of_place.then_some((position, source))
            },
        )
    }

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
        self.seated(clauses.iter().flat_map(|(_, clause)| &clause.seats), place, on)
    }

    fn seated<'a>(
        &self,
        entries: impl Iterator<Item = &'a SeatEntry>,
        place: Option<i64>,
        on: NaiveDate,
    ) -> Vec<Seat> {
        entries
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

impl Asked {
    fn state(&self) -> LookUpState {
        let nothing = self.clauses.is_empty()
            && self.topics.is_empty()
            && self.departments.is_empty()
            && self.seats.is_empty()
            && self.roles.is_empty();
        match nothing {
            _ if self.elsewhere && (!self.unknown || !self.departments.is_empty()) => {
                LookUpState::Elsewhere
            }
            _ if self.unknown => LookUpState::NotFound,
            false => LookUpState::Found,
            true if self.not_covered.is_empty() => LookUpState::Unclear,
            true => LookUpState::NotCovered,
        }
    }
}

//! 职责: plain look-ups of who answers for what, with the three sources of the text kept apart.

mod records;

pub use records::{
    ClauseSummary, Clauses, Departments, Duty, Goal, Goals, LookUpState, NotCovered,
    Responsibility, ResponsibleUnits, Seat, Seats,
};

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, ErrorCode};
use crate::policy::{
    Asked, Citation, CitationRole, Clause, Department, PlaceNames, PolicyBook, Query, QueryWord,
    Scope, ScopeState, SeatEntry, Source, check_day, department_words, nearest, numbered,
    place_words, read,
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
                format!("a query has at most {LONGEST_QUERY} bytes"),
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
        answer.message = said(&answer, &departments, &asked, &place);
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
    /// What a plain text asks of the files of a place.
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
    fn cited(&self, references: &[String], place: Option<i64>, on: NaiveDate) -> Vec<Citation> {
        let find = |reference: &String| {
            let (id, number) = reference.split_once('/')?;
            let mut clauses = self.clauses_in_force(place, on);
            let (source, clause) = clauses
                .find(|(source, clause)| source.instrument.id == id && clause.number() == number)?;
            Some(self.cite(source, clause, None, CitationRole::See, on))
        };
        references.iter().filter_map(find).collect()
    }

    /// What was perhaps meant, where nothing was found.
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

/// The answer in a sentence.
fn said(answer: &Responsibility, departments: &[Department], asked: &Asked, place: &str) -> Text {
    match answer.state {
        LookUpState::Elsewhere => {
            let here = names(departments);
            let (zh, en) = match here.is_empty() {
                true => (String::new(), String::new()),
                false => (
                    format!("；{place}的同类部门是{here}"),
                    format!("; in {place} the department of that kind is {here}"),
                ),
            };
            Text::new(
                format!("问的是别处或者上级的部门、事项，这里只按{place}的文件作答{zh}"),
                format!(
                    "another place or level of government was asked of; the answers here are from the files of {place}{en}"
                ),
            )
        }
        LookUpState::Unclear if asked.title => Text::new(
            "只写了职务，没有写是哪个单位的，请写单位名称",
            "a post without its unit; name the unit",
        ),
        LookUpState::Unclear => Text::new(
            "没有看出要问什么，可以写事项（如消防）、部门或者条款号",
            "nothing to look up; give a matter, a department or the number of a clause",
        ),
        LookUpState::NotFound if asked.no_clause => {
            let nearest = answer.nearest.join("、");
            let (near_zh, near_en) = match nearest.is_empty() {
                true => (String::new(), String::new()),
                false => (format!("，相近的有：{nearest}"), format!("; near it are: {nearest}")),
            };
            Text::new(
                format!("文件里没有这个编号的条款{near_zh}"),
                format!("the files have no clause of that number{near_en}"),
            )
        }
        LookUpState::NotFound if answer.nearest.is_empty() => Text::new(
            "文件里没有查到所问的事项或者部门",
            "the files have no such matter or department",
        ),
        LookUpState::NotFound => {
            let nearest = answer.nearest.join("、");
            Text::new(
                format!("文件里没有完全对得上的事项或者部门，相近的有：{nearest}"),
                format!("the files have no such matter or department; near it are: {nearest}"),
            )
        }
        LookUpState::Found | LookUpState::NotCovered => found(answer, departments, asked),
    }
}

fn found(answer: &Responsibility, departments: &[Department], asked: &Asked) -> Text {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for matter in &answer.not_covered {
        zh.push(matter.message.zh.clone());
        en.push(matter.message.en.clone());
    }
    let see = asked.topics.is_empty() && asked.clauses.is_empty();
    let by_matter = !see || !asked.see.is_empty();
    if !asked.roles.is_empty() {
        let seats = answer.seats.iter().map(seated).collect::<Vec<_>>().join("、");
        zh.push(format!("“{}”：{seats}", answer.matters.join("、")));
        en.push(format!("{}: {seats}", answer.matters.join("、")));
    } else if by_matter {
        let (near_zh, near_en) = if see { ("最接近的是", "nearest is ") } else { ("", "") };
        let shown = if see { asked.see.join("、") } else { answer.matters.join("、") };
        let Text { zh: sources_zh, en: sources_en } = by_sources(answer, &asked.topics);
        zh.push(format!("{near_zh}“{shown}”：{sources_zh}"));
        en.push(format!("{near_en}{shown}: {sources_en}"));
        for department in departments {
            let name = department.shown();
            let listed = answer.named.iter().any(|named| {
                named.departments.contains(department) || named.mentioned.contains(department)
            }) || answer.duties.iter().any(|duty| duty.department == *department)
                || (asked.of_seats
                    && answer
                        .seats
                        .iter()
                        .any(|seat| seat.department.as_ref() == Some(department)));
            let (is_zh, is_en) =
                if listed { ("在其中", "is") } else { ("不在其中", "is not") };
            zh.push(format!("{name}{is_zh}"));
            en.push(format!("{name} {is_en} among them"));
        }
    } else {
        for department in departments {
            let Text { zh: of_zh, en: of_en } = of_department(answer, department);
            zh.push(of_zh);
            en.push(of_en);
        }
    }
    let of_unit = |seat: &&Seat| {
        !by_matter
            && asked.roles.is_empty()
            && departments.iter().all(|one| seat.department.as_ref() != Some(one))
    };
    for seat in answer.seats.iter().filter(of_unit) {
        let (unit, role, post) = (&seat.unit, seat.role.label(), &seat.post);
        let (more_zh, more_en) = match &seat.department {
            Some(department) => (
                format!("归入{}，职责见该部门", department.name),
                format!("counted with {}, whose duties are told", department.name),
            ),
            None => (
                "文件没有另写它的职责".to_owned(),
                "the document gives it no duty of its own".to_owned(),
            ),
        };
        zh.push(format!("{unit}：联席会议{role}，职务为{post}；{more_zh}"));
        en.push(format!(
            "{unit}: {} of the joint conference, post {post}; {more_en}",
            seat.role.name()
        ));
    }
    Text::new(zh.join("。"), en.join(". "))
}

/// The three sources on a matter, the department with the duty first; none of them leads for standing first.
fn by_sources(answer: &Responsibility, topics: &[String]) -> Text {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    let of_duty = distinct(answer.duties.iter().map(|duty| &duty.department));
    let annex = answer
        .duties
        .first()
        .map_or("", |duty| duty.citation.clause.split('·').next().unwrap_or_default());
    let duties = answer.duties.iter().map(|duty| {
        let gist = duty.gist.trim_end_matches('。');
        (
            format!("{}{gist}", duty.department.shown()),
            format!("{}: {gist}", duty.department.shown()),
        )
    });
    let (duties_zh, duties_en): (Vec<String>, Vec<String>) = duties.unzip();
    if !of_duty.is_empty() {
        zh.push(format!("按{annex}，{}", duties_zh.join("；")));
        en.push(format!("by {annex}, {}", duties_en.join("; ")));
    }
    let listed = distinct(answer.named.iter().flat_map(|named| &named.departments));
    let others: Vec<Department> =
        listed.iter().filter(|department| !of_duty.contains(department)).cloned().collect();
    let lists = answer.named.iter().filter(|named| !named.departments.is_empty());
    let lists: Vec<&str> = lists.map(|named| named.citation.clause.as_str()).collect();
    if !lists.is_empty() {
        let lists = lists.join("、");
        let more = if of_duty.is_empty() { "" } else { "另" };
        let (others_zh, others_en) = match others.is_empty() {
            true => ("没有别的".to_owned(), "nobody else".to_owned()),
            false => (format!("有{}，排列先后不表示谁牵头", names(&others)), names(&others)),
        };
        zh.push(format!("{lists}的责任单位{more}{others_zh}"));
        en.push(format!(
            "responsible under {lists}: {others_en}, in the order of the text, which names no lead"
        ));
    }
    for named in &answer.named {
        let beside = |department: &&Department| {
            !listed.contains(department) && !of_duty.contains(department)
        };
        let mentioned: Vec<Department> = named.mentioned.iter().filter(beside).cloned().collect();
        let clause = &named.citation.clause;
        if !mentioned.is_empty() {
            zh.push(format!("{clause}正文点名{}", names(&mentioned)));
            en.push(format!("the text of {clause} names {}", names(&mentioned)));
        } else if named.departments.is_empty() {
            let quotations = named.citation.quotations.iter();
            let mut said =
                quotations.filter(|words| topics.iter().any(|topic| words.contains(topic)));
            let words = said.next().map(|words| format!("写的是“{words}”")).unwrap_or_default();
            zh.push(format!("{clause}{words}，这一条没有责任单位"));
            en.push(format!("{clause} names nobody as responsible"));
        }
    }
    Text::new(zh.join("；"), en.join("; "))
}

/// What the three sources say of a department.
fn of_department(answer: &Responsibility, department: &Department) -> Text {
    let shown = department.shown();
    let duties = answer.duties.iter().filter(|duty| duty.department == *department);
    let duties: Vec<&str> = duties.map(|duty| duty.gist.trim_end_matches('。')).collect();
    let lists = answer.named.iter().filter(|named| named.departments.contains(department));
    let lists: Vec<&str> = lists.map(|named| named.citation.clause.as_str()).collect();
    let seats = answer.seats.iter().filter(|seat| seat.department.as_ref() == Some(department));
    let seats: Vec<String> = seats.map(seated).collect();
    let or_none = |list: String| if list.is_empty() { "无".to_owned() } else { list };
    let or_none_en = |list: String| if list.is_empty() { "none".to_owned() } else { list };
    Text::new(
        format!(
            "{shown}：职责分工：{}；列为责任单位的条款：{}；联席会议席位：{}",
            or_none(duties.join("，")),
            or_none(lists.join("、")),
            or_none(seats.join("、")),
        ),
        format!(
            "{shown}: duty: {}; responsible under: {}; seat: {}",
            or_none_en(duties.join(", ")),
            or_none_en(lists.join(", ")),
            or_none_en(seats.join(", ")),
        ),
    )
}

fn seated(seat: &Seat) -> String {
    format!("{}{}（{}）", seat.unit, seat.post, seat.role.label())
}

fn names(departments: &[Department]) -> String {
    departments.iter().map(Department::shown).collect::<Vec<_>>().join("、")
}

fn distinct<'a>(departments: impl Iterator<Item = &'a Department>) -> Vec<Department> {
    let mut found: Vec<Department> = Vec::new();
    for department in departments {
        if !found.contains(department) {
            found.push(department.clone());
        }
    }
    found
}

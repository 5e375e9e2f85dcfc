//! 问句: what was typed is taken apart into words of the policy files, names of departments and places, and words that only ask.

use std::cmp::Reverse;

use crate::policy::lookup::department_names::{Body, LEVELS, PlaceNames};
use crate::policy::lookup::language::{BEFORE, COMPLAINTS, LANGUAGE};
use crate::policy::terms::SeatRole;

/// The letters of a text as they are looked up: white space, marks and invisible letters left out, full-width forms
/// made half-width but for parentheses, capitals made small.
pub fn plain(text: &str) -> String {
    Query::new(text).text
}

/// The typed text, plain.
#[derive(Debug, Default)]
pub struct Query {
    pub text: String,
    /// Positions in the plain text where white space or marks were left out.
    breaks: Vec<usize>,
    /// Positions where one of them was the mark of a list.
    listed: Vec<usize>,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let half = |c: char| match c {
            '(' | '（' => '（',
            ')' | '）' => '）',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            other => other,
        };
        let mut query = Self::default();
        for c in typed.chars().map(half) {
            if c.is_alphanumeric() || matches!(c, '（' | '）') {
                query.text.extend(c.to_lowercase());
            } else {
                query.breaks.push(query.text.len());
                if "、,;/|".contains(c) {
                    query.listed.push(query.text.len());
                }
            }
        }
        query
    }
}

/// A word that a query may hold, and what it means there.
#[derive(Clone, Debug)]
pub struct QueryWord {
    /// As `plain` has it.
    pub(crate) text: String,
    /// As it is shown.
    pub(crate) shown: String,
    pub(crate) meaning: Meaning,
}

/// Meaning of a word of a query.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// It asks, or joins others.
    Asking,
    /// Of whom or where: a matter only where no other is named.
    Subject,
    /// The post of a person, without the unit.
    Title,
    /// The place that is asked of.
    Here,
    /// A level of government: the end of a place's name, or a place by itself.
    Level,
    /// Another place, or a level above.
    Elsewhere,
    /// Nothing that is looked up here.
    Other,
    /// A clause, by its number.
    Clause(String),
    /// A topic of the clauses.
    Topic(String),
    /// The topic that comes nearest to a matter that is not covered.
    See(String),
    /// A department of the place, by identifier.
    Department(String, Body),
    /// A seat, by its position among those of the source.
    Seat { source: usize, seat: usize },
    /// The seats of a role, or all.
    Role(Option<SeatRole>),
    /// A matter that the document does not speak of, by its position in the source.
    NotCovered { source: usize, matter: usize },
}

impl Meaning {
    fn is_matter(&self) -> bool {
        matches!(
            self,
            Self::Clause(_)
                | Self::Topic(_)
                | Self::See(_)
                | Self::Department(..)
                | Self::Seat { .. }
                | Self::Role(_)
                | Self::NotCovered { .. }
        )
    }
}

/// Matters that a query was recognised to ask.
#[derive(Debug, Default)]
pub struct Asked {
    /// Matters asked for, as the words are shown, in the order of the query.
    pub matters: Vec<String>,
    pub clauses: Vec<String>,
    pub topics: Vec<String>,
    pub see: Vec<String>,
    pub departments: Vec<String>,
    pub seats: Vec<(usize, usize)>,
    pub roles: Vec<Option<SeatRole>>,
    pub not_covered: Vec<(usize, usize)>,
    /// It names another place, or a level of government above.
    pub elsewhere: bool,
    /// It holds words that nothing is known of.
    pub unknown: bool,
    /// It asks for a clause by a number that none has.
    pub no_clause: bool,
    /// The clauses that come near such a number.
    pub near: Vec<String>,
    /// It asks for the clause that lists the seats.
    pub of_seats: bool,
    /// It names a post without its unit.
    pub title: bool,
    /// Rest of the text without words that ask and names of places.
    pub core: String,
    /// The same with words of one letter that ask, which may be letters of a name that was mistyped: 证 of 民证局.
    pub letters: String,
}

/// A part of a query: a word with its meanings, or letters of which nothing is known.
#[derive(Debug)]
struct Part<'a> {
    text: &'a str,
    /// Position in the query.
    at: usize,
    words: Vec<&'a QueryWord>,
}

impl Part<'_> {
    fn means(&self, meaning: &Meaning) -> bool {
        self.words.iter().any(|word| word.meaning == *meaning)
    }

    fn is_unknown(&self) -> bool {
        self.words.is_empty()
    }

    /// Tells whether it is part of a question that is looked up here.
    fn is_foreign(&self) -> bool {
        self.is_unknown() || self.words.iter().all(|word| word.meaning == Meaning::Other)
    }

    fn is_matter(&self) -> bool {
        self.words.iter().any(|word| word.meaning.is_matter())
    }

    fn is_not_covered(&self) -> bool {
        self.words.iter().any(|word| matches!(word.meaning, Meaning::NotCovered { .. }))
    }

    /// The departments that have this form of a name.
    fn departments(&self, body: Body) -> Vec<String> {
        let of_body = |word: &&QueryWord| match &word.meaning {
            Meaning::Department(id, found) if *found == body => Some(id.clone()),
            _ => None,
        };
        self.words.iter().filter_map(of_body).collect()
    }

    /// Tells whether it is an office that no file has as a department, with the name of this place inside.
    fn is_placed(&self, own: &PlaceNames) -> bool {
        self.is_not_covered()
            && self
                .text
                .strip_suffix("分局")
                .is_some_and(|rest| own.names.iter().any(|name| rest.ends_with(name.as_str())))
    }

    fn is_one_letter(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// Words that only ask and are part of a number all the same.
const OF_NUMBERS: [&str; 11] =
    ["附件", "附件1", "附件2", "附件一", "附件二", "第", "条", "项", "款", "点", "个"];

/// The numbers that a text consists of, words that only ask and names of the place left out; of several, each apart. A space
/// stands for white space and marks, 、 for the mark of a list.
pub fn numbers(query: &Query, words: &[QueryWord]) -> Vec<String> {
    let idle: Vec<&QueryWord> = LANGUAGE
        .iter()
        .chain(words)
        .filter(|word| matches!(word.meaning, Meaning::Asking | Meaning::Here))
        .filter(|word| !OF_NUMBERS.contains(&word.text.as_str()))
        .filter(|word| query.text.contains(&word.text))
        .collect();
    let mut numbers = vec![String::new()];
    let mut put = |text: &str, apart: bool| {
        if apart {
            numbers.push(String::new());
        }
        if let Some(last) = numbers.last_mut() {
            last.push_str(text);
        }
    };
    for part in parts_with(query, &idle, true) {
        if !part.is_unknown() {
            put("", true);
            continue;
        }
        if query.listed.contains(&part.at) {
            put("、", false);
        } else if query.breaks.contains(&part.at) {
            put(" ", false);
        }
        put(part.text, false);
    }
    numbers.retain(|number| !number.trim().is_empty());
    numbers
}

/// Takes a plain text apart, and tells what it asks.
pub fn read(query: &Query, words: &[QueryWord], own: &PlaceNames) -> Asked {
    let text = query.text.as_str();
    let words: Vec<&QueryWord> = LANGUAGE
        .iter()
        .chain(words)
        .filter(|word| !word.text.is_empty() && text.contains(&word.text))
        .collect();
    let parts = parts(query, &words);
    let mut asked = Asked::default();
    let of_place = places(&parts, own, &mut asked);
    let rest = || parts.iter().zip(&of_place).filter(|(_, of_place)| !**of_place);
    asked.unknown = rest().any(|(part, _)| part.is_foreign());
    asked.core = rest()
        .filter(|(part, _)| part.is_foreign() || part.is_matter() || part.means(&Meaning::Subject))
        .map(|(part, _)| part.text)
        .collect();
    asked.letters = rest()
        .filter(|(part, _)| part.is_one_letter() || !part.means(&Meaning::Asking))
        .map(|(part, _)| part.text)
        .collect();
    // One letter before a word is a surname more often than not: 王建设.
    let mut unknown = rest().filter(|(part, _)| part.is_unknown()).map(|(part, _)| part.text);
    let first = unknown.next().filter(|_| unknown.next().is_none());
    if first.is_some_and(|first| asked.core.starts_with(first)) && asked.core.chars().count() < 4 {
        asked.core.clear();
    }
    asked.title = parts.iter().any(|part| part.means(&Meaning::Title));
    let other = rest().any(|(part, _)| part.is_matter() && !part.means(&Meaning::Subject));
    let mut before: Option<&Part<'_>> = None;
    for (part, of_place) in parts.iter().zip(&of_place) {
        let before = before.replace(part);
        if *of_place || !part.is_matter() {
            continue;
        }
        if other && part.means(&Meaning::Subject) {
            continue;
        }
        // One letter is a word where nothing but a question stands beside it: 水 of 谁管水, not of 水管.
        let alone = |(beside, _): (&Part<'_>, _)| {
            std::ptr::eq(beside, part) || (!beside.is_one_letter() && !beside.is_matter())
        };
        if part.is_one_letter() && !rest().all(alone) {
            asked.unknown = true;
            continue;
        }
        // 登记 of 户口登记 is not the matter that the document speaks of; it is in 户口、登记.
        let of_other = !query.breaks.contains(&part.at)
            && before
                .is_some_and(|before| before.is_not_covered() && !before.means(&Meaning::Subject))
            && !part.is_not_covered()
            && !COMPLAINTS.contains(&part.text);
        if !of_other {
            take(part, &mut asked);
        }
    }
    if asked.roles.iter().any(Option::is_some) {
        asked.roles.retain(Option::is_some);
    }
    asked
}

/// Adds what a part means to what is asked.
fn take(part: &Part<'_>, asked: &mut Asked) {
    let topical = part
        .words
        .iter()
        .any(|word| matches!(word.meaning, Meaning::Topic(_) | Meaning::NotCovered { .. }));
    let departmental =
        part.words.iter().any(|word| matches!(word.meaning, Meaning::Department(..)));
    let of_today = |word: &&QueryWord| {
        matches!(word.meaning, Meaning::Department(_, Body::Local | Body::Placed))
    };
    let of_today = part.words.iter().any(of_today);
    for word in &part.words {
        match &word.meaning {
            Meaning::Clause(number) => asked.clauses.push(number.clone()),
            Meaning::Topic(topic) => asked.topics.push(topic.clone()),
            Meaning::See(topic) => {
                asked.see.push(topic.clone());
                continue;
            }
            Meaning::NotCovered { source, matter } => {
                asked.not_covered.push((*source, *matter));
            }
            // A word that is both, such as 消防, is meant as the matter.
            Meaning::Department(id, body)
                if !topical && *body != Body::Above && !(of_today && *body == Body::Former) =>
            {
                if !asked.departments.contains(id) {
                    asked.departments.push(id.clone());
                }
            }
            // The seat of a department is told with the department.
            Meaning::Seat { source, seat } if !departmental => asked.seats.push((*source, *seat)),
            Meaning::Role(role) => asked.roles.push(*role),
            _ => continue,
        }
        if !asked.matters.contains(&word.shown) {
            asked.matters.push(word.shown.clone());
        }
    }
}

/// Parts that only name a place; whether the place is another one is told in `asked`.
fn places(parts: &[Part<'_>], own: &PlaceNames, asked: &mut Asked) -> Vec<bool> {
    let mut of_place = vec![false; parts.len()];
    // Where the letters or names begin that stand right before a part, and whether they name another place.
    let mut before: Option<usize> = None;
    let mut elsewhere = false;
    let mut above: Vec<String> = Vec::new();
    // 新, 开 and the like are letters of a name where a level follows: 新区, 开发区.
    let mut odd = false;
    for (position, part) in parts.iter().enumerate() {
        // 区 and 区委 end the name of another place where unknown letters stand before them; but for counties no
        // place has a name of one letter: 超市, 郊区.
        let letters = parts.iter().take(position).skip(before.unwrap_or(position));
        let letters: usize = letters.map(|part| part.text.chars().count()).sum();
        let is_named = odd || letters > 1 || (letters == 1 && part.text.starts_with('县'));
        let ends_a_name = part.text.starts_with(LEVELS) && is_named;
        let here = part.means(&Meaning::Here) && !ends_a_name;
        let level = part.means(&Meaning::Level) || part.means(&Meaning::Here);
        let of_above = part.departments(Body::Above);
        let mark = |of_place: &mut Vec<bool>, first: Option<usize>| {
            let first = first.unwrap_or(position);
            of_place.iter_mut().take(position + 1).skip(first).for_each(|part| *part = true);
        };
        if here {
            // What stands right before the name of this place belongs to it: 山东省淄博市张店区.
            mark(&mut of_place, before);
            (before, elsewhere) = (None, false);
            above.clear();
        } else if level && ends_a_name {
            elsewhere = true;
            before = before.or(position.checked_sub(1));
            mark(&mut of_place, before);
        } else if level && own.has_level(part.text) {
            mark(&mut of_place, None);
        } else if level
            && part.text != "省"
            && (parts.get(position + 1).is_some_and(Part::is_unknown)
                || (before.is_some() && !elsewhere))
        {
            // 市 of 市政 and 超市 is no level.
            before = before.or(Some(position));
        } else if level || part.means(&Meaning::Elsewhere) || !of_above.is_empty() {
            elsewhere = true;
            above.extend(of_above);
            before = before.or(Some(position));
            mark(&mut of_place, before);
        } else if part.is_unknown() {
            before = before.or(Some(position));
        } else {
            let placed = !part.departments(Body::Placed).is_empty() || part.is_placed(own);
            if let (Some(first), true) = (before, elsewhere || placed) {
                of_place.iter_mut().take(position).skip(first).for_each(|part| *part = true);
            }
            if elsewhere && !placed {
                asked.elsewhere = true;
                asked.departments.append(&mut above);
            }
            (before, elsewhere) = (None, false);
        }
        odd = part.means(&Meaning::Asking) && part.is_one_letter() && !BEFORE.contains(part.text);
    }
    if elsewhere {
        asked.elsewhere = true;
        asked.departments.append(&mut above);
        of_place.iter_mut().skip(before.unwrap_or_default()).for_each(|part| *part = true);
    }
    of_place
}

/// The parts of a text: as many letters as can be are in words, and the words are as few and as long as can be.
/// No word goes over the mark of a list.
fn parts<'a>(query: &'a Query, words: &[&'a QueryWord]) -> Vec<Part<'a>> {
    parts_with(query, words, false)
}

fn parts_with<'a>(query: &'a Query, words: &[&'a QueryWord], parentheses: bool) -> Vec<Part<'a>> {
    let text = query.text.as_str();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    // From each start to the end: letters in words, parts, letters in matters, and how long the first part is.
    type Way = (usize, Reverse<usize>, usize, usize);
    let mut best: Vec<Way> = vec![(0, Reverse(0), 0, 0); starts.len()];
    for position in (0..starts.len().saturating_sub(1)).rev() {
        let from = starts.get(position).copied().unwrap_or_default();
        let mark = query.listed.iter().copied().find(|mark| *mark > from);
        let rest = text.get(from..mark.unwrap_or(text.len())).unwrap_or_default();
        let with = |length: usize, covered: usize, matter: usize| -> Way {
            let (beyond, Reverse(parts), matters, _) =
                best.get(position + length).copied().unwrap_or_default();
            (beyond + covered, Reverse(parts + 1), matters + matter, length)
        };
        let here = words.iter().filter(|word| rest.starts_with(word.text.as_str()));
        let ways = here.map(|word| {
            let length = word.text.chars().count();
            with(length, length, if word.meaning.is_matter() { length } else { 0 })
        });
        let chosen = ways.chain([with(1, 0, 0)]).max();
        if let (Some(best), Some(chosen)) = (best.get_mut(position), chosen) {
            *best = chosen;
        }
    }
    let mut found: Vec<Part<'a>> = Vec::new();
    let mut position = 0;
    while let Some((.., length)) = best.get(position).filter(|(.., length)| *length > 0) {
        let (Some(from), Some(to)) = (starts.get(position), starts.get(position + length)) else {
            break;
        };
        let part = text.get(*from..*to).unwrap_or_default();
        position += length;
        if !parentheses && matches!(part, "（" | "）") {
            continue;
        }
        let words: Vec<&QueryWord> =
            words.iter().copied().filter(|word| word.text == part).collect();
        found.push(Part { text: part, at: *from, words });
    }
    found
}

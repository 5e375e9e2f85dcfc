//! 查找: the words under which the files of a place are looked up, and what was meant where nothing was found.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::error::{Error, ErrorCode, distance};
use crate::policy::citation::SourceQuality;
use crate::policy::files::{Clause, Source};
use crate::policy::lookup::clause_numbers::ClauseNumber;
use crate::policy::lookup::department_names::{
    Body, PlaceNames, is_office, office_names, office_stem,
};
use crate::policy::lookup::query::{Asked, Meaning, Query, QueryWord, numbers, plain};

/// The most words that are offered where nothing matched.
const MOST_NEAREST: usize = 5;

/// The words that a file brings for look-ups.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookUpEntry {
    /// Places beside this one, so that nobody takes their offices for those of this place.
    #[serde(default)]
    pub neighbours: Vec<String>,
    /// Topics, each with the other words that people type for it.
    #[serde(default)]
    synonyms: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub not_covered: Vec<NotCoveredEntry>,
}

impl LookUpEntry {
    /// Adds other words; the first topic whose synonyms were there already, where there is one.
    pub fn extend(&mut self, other: Self) -> Option<String> {
        self.neighbours.extend(other.neighbours);
        self.not_covered.extend(other.not_covered);
        other
            .synonyms
            .into_iter()
            .find_map(|(topic, words)| self.synonyms.insert(topic.clone(), words).map(|_| topic))
    }
}

/// A matter that the document does not speak of, and what was seen of it elsewhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCoveredEntry {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Words of an office that stand before 局, 委, 部门 … in its names, which are made by rule.
    #[serde(default)]
    pub(super) stems: Vec<String>,
    pub text: String,
    #[serde(default)]
    pub text_en: String,
    /// Quality of the source of what the text says of other instruments.
    pub evidence: SourceQuality,
    /// Topics of this file that come nearest.
    #[serde(default)]
    pub see: Vec<String>,
    /// Clauses of other files, `instrument/number`.
    #[serde(default)]
    pub cites: Vec<String>,
}

/// The words of a file, each made when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct FileWords(OnceLock<Vec<QueryWord>>);

impl FileWords {
    /// The words of the file at `position` among the sources that a text holds.
    pub fn in_text(&self, source: &Source, position: usize, text: &str) -> Vec<QueryWord> {
        let mut words: Vec<QueryWord> =
            self.all(source).iter().filter(|word| text.contains(&word.text)).cloned().collect();
        for word in &mut words {
            match &mut word.meaning {
                Meaning::Seat { source, .. } | Meaning::NotCovered { source, .. } => {
                    *source = position;
                }
                _ => {}
            }
        }
        words
    }

    pub fn all(&self, source: &Source) -> &[QueryWord] {
        self.0.get_or_init(|| words_of(source))
    }
}

fn words_of(source: &Source) -> Vec<QueryWord> {
    let mut words: Vec<QueryWord> = Vec::new();
    let mut put = |typed: &str, shown: &str, meaning: Meaning| {
        let text = plain(typed);
        if !text.is_empty() {
            words.push(QueryWord { text, shown: shown.to_owned(), meaning });
        }
    };
    let instrument = &source.instrument;
    let places: Vec<PlaceNames> = instrument
        .places
        .iter()
        .map(|place| {
            PlaceNames::new(std::iter::once(&place.name).chain(&place.aliases).map(String::as_str))
        })
        .collect();
    let mut topics: Vec<&String> =
        instrument.clauses.iter().flat_map(|clause| &clause.topics).collect();
    topics.sort();
    topics.dedup();
    for number in instrument.clauses.iter().map(Clause::number) {
        // Without parentheses 三（一） is no number.
        let bare = number.replace(['（', '）'], "");
        let forms = [number, bare.as_str()].into_iter();
        let distinct =
            |form: &&str| form.contains('（') || form.contains(|c: char| c.is_ascii_digit());
        for form in forms.filter(distinct) {
            put(form, form, Meaning::Clause(number.to_owned()));
        }
    }
    let numbers = instrument.clauses.iter().map(Clause::number);
    let items: Vec<(ClauseNumber, &str)> =
        numbers.filter_map(|number| Some((ClauseNumber::of_heading(number)?, number))).collect();
    for (item, number) in items.iter().filter(|(item, _)| item.is_alone(&items)) {
        for form in item.item_forms() {
            put(&form, number, Meaning::Clause((*number).to_owned()));
        }
    }
    for own in [&instrument.number, &instrument.title] {
        put(own, own, Meaning::Asking);
    }
    for topic in topics {
        put(topic, topic, Meaning::Topic(topic.clone()));
    }
    for (topic, synonyms) in &instrument.look_up.synonyms {
        for synonym in synonyms {
            put(synonym, synonym, Meaning::Topic(topic.clone()));
        }
    }
    for (matter, entry) in instrument.look_up.not_covered.iter().enumerate() {
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            put(name, name, Meaning::NotCovered { source: 0, matter });
            for topic in &entry.see {
                put(name, name, Meaning::See(topic.clone()));
            }
        }
        for name in entry.stems.iter().flat_map(|stem| office_names(stem, &places)) {
            put(&name, &entry.name, Meaning::NotCovered { source: 0, matter });
            for topic in &entry.see {
                put(&name, &entry.name, Meaning::See(topic.clone()));
            }
        }
    }
    let seats = instrument.clauses.iter().flat_map(|clause| &clause.seats);
    for (seat, entry) in seats.enumerate() {
        let inside = entry
            .post
            .split('、')
            .filter_map(unit_in)
            .flat_map(|unit| unit_forms(unit).into_iter().map(move |form| (form, unit)));
        let mut unit = unit_forms(&entry.unit);
        // Short names, such as 财政局, are those of departments.
        if unit.is_empty() && entry.department.is_none() {
            unit.push(&entry.unit);
        }
        let unit = unit.into_iter().chain(entry.aliases.iter().map(String::as_str));
        if let Some(stem) = service_stem(&entry.unit).filter(|_| entry.department.is_none()) {
            for name in std::iter::once(stem.to_owned()).chain(office_names(stem, &places)) {
                let meaning = Meaning::Seat { source: 0, seat };
                words.push(QueryWord { text: plain(&name), shown: entry.unit.clone(), meaning });
            }
        }
        for (form, shown) in unit.map(|form| (form, entry.unit.as_str())).chain(inside) {
            let (text, shown) = (plain(form), shown.to_owned());
            words.push(QueryWord { text, shown, meaning: Meaning::Seat { source: 0, seat } });
        }
    }
    words
}

/// The unit that a post names, as 治安大队 in 治安大队大队长.
fn unit_in(post: &str) -> Option<&str> {
    const POSTS: [&str; 6] = ["大队长", "主任", "局长", "科长", "所长", "队长"];
    let unit = POSTS.iter().find_map(|title| post.strip_suffix(title))?;
    (unit.chars().count() > 2).then_some(unit)
}

/// A unit's name without the level before it, and in short.
fn unit_forms(unit: &str) -> Vec<&str> {
    const SUFFIXES: [&str; 5] = ["事业服务中心", "服务中心", "中心", "大队", "办公室"];
    let core = unit.strip_prefix(['区', '县', '市']).unwrap_or(unit);
    let stems = SUFFIXES.iter().filter_map(|suffix| core.strip_suffix(suffix));
    // Short words, such as 政府, are said of more than the unit.
    let long = |form: &&str| form.chars().count() >= 4;
    std::iter::once(core).chain(stems).filter(long).collect()
}

/// Matter that a centre without a department serves, as 老龄 of 区老龄事业服务中心, under which its office was known.
fn service_stem(unit: &str) -> Option<&str> {
    let core = unit.strip_prefix(['区', '县', '市']).unwrap_or(unit);
    core.strip_suffix("事业服务中心").filter(|stem| stem.chars().count() >= 2)
}

/// Tells whether the words that a file brings point to what there is.
///
/// # Errors
/// A synonym or a `see` of what is no topic; a synonym that is a topic; an identifier that is used twice; a matter
/// without words.
pub fn check(source: &Source) -> Result<(), Error> {
    let look_up = &source.instrument.look_up;
    let topics: HashSet<&String> =
        source.instrument.clauses.iter().flat_map(|clause| &clause.topics).collect();
    let wrong = |word: &str, code, zh: &str, en: &str| {
        let error = Error::new(code, "look_up", zh, en);
        let found = source.files().find_map(|(name, text)| {
            let line = text.lines().position(|line| line.contains(word))?;
            Some((name, line + 1))
        });
        let (name, line) = found.unwrap_or((&source.name, 1));
        Err(error.inside(name).at_line(line))
    };
    let pointed =
        look_up.synonyms.keys().chain(look_up.not_covered.iter().flat_map(|one| &one.see));
    for topic in pointed {
        if !topics.contains(topic) {
            let (zh, en) = ("没有这个主题词", "there is no such topic");
            return wrong(topic, ErrorCode::UnknownReference, zh, en);
        }
    }
    if let Some(word) = look_up.synonyms.values().flatten().find(|word| topics.contains(word)) {
        let (zh, en) = ("同义词已经是主题词", "a synonym is a topic already");
        return wrong(&format!("\"{word}\""), ErrorCode::DuplicateId, zh, en);
    }
    for (position, entry) in look_up.not_covered.iter().enumerate() {
        let id = format!("\"{}\"", entry.id);
        if look_up.not_covered.iter().take(position).any(|other| other.id == entry.id) {
            let (zh, en) = ("编号重复", "the identifier is used twice");
            return wrong(&id, ErrorCode::DuplicateId, zh, en);
        }
        let said = [&entry.id, &entry.text, &entry.text_en];
        if plain(&entry.name).is_empty() || said.iter().any(|text| text.trim().is_empty()) {
            let (zh, en) = ("缺少编号、名称或说明", "an identifier, a name or a text is empty");
            return wrong(&id, ErrorCode::BadPolicy, zh, en);
        }
    }
    Ok(())
}

/// The clauses that a text asks for by their numbers and nothing else: whole, by what numbers begin with, or by that of an
/// item.
pub fn numbered(query: &Query, words: &[QueryWord], clauses: &[&Clause]) -> Option<Asked> {
    let own: Vec<(ClauseNumber, &str)> = clauses
        .iter()
        .filter_map(|clause| Some((ClauseNumber::of_heading(clause.number())?, clause.number())))
        .collect();
    let whole = clauses.iter().map(|clause| clause.number()).find(|number| {
        let number = plain(number);
        number == query.text || number == query.text.replacen("附件一", "附件1", 1)
    });
    if let Some(whole) = whole {
        let clauses = vec![whole.to_owned()];
        return Some(Asked { matters: clauses.clone(), clauses, ..Asked::default() });
    }
    let typed = numbers(query, words);
    if typed.is_empty() {
        return None;
    }
    let mut asked = Asked::default();
    for number in &typed {
        let together = ClauseNumber::read(&number.replace('、', " "));
        if together.is_some_and(|number| add_clauses(number, &own, &mut asked)) {
            continue;
        }
        for number in number.split('、').filter(|number| !number.trim().is_empty()) {
            let number = ClauseNumber::read(number)?;
            if !add_clauses(number, &own, &mut asked) {
                asked.no_clause = true;
                let near = own.iter().filter(|(clause, _)| number.is_near(clause));
                let mut near: Vec<String> = near
                    .map(|(clause, number)| match clause.annex() {
                        Some(_) => clause.shown(),
                        None => (*number).to_owned(),
                    })
                    .collect();
                near.dedup();
                near.truncate(MOST_NEAREST);
                asked.near.extend(near);
            }
        }
    }
    if asked.no_clause {
        return Some(Asked {
            unknown: true,
            no_clause: true,
            near: asked.near,
            ..Asked::default()
        });
    }
    Some(asked)
}

/// Adds the clauses that a number asks for, if there are any.
fn add_clauses(number: ClauseNumber, own: &[(ClauseNumber, &str)], asked: &mut Asked) -> bool {
    let held = |number: ClauseNumber| -> Vec<String> {
        let held = own.iter().filter(|(clause, _)| number.holds(clause));
        held.map(|(_, number)| (*number).to_owned()).collect()
    };
    let mut number = number;
    let mut found = held(number);
    if found.is_empty() {
        let known: Vec<ClauseNumber> = own.iter().map(|(clause, _)| *clause).collect();
        let Some(other) = number.otherwise(&known) else { return false };
        (number, found) = (other, held(other));
    }
    let mut matters = found.clone();
    if found.len() > 1 && !number.shown().is_empty() {
        matters = vec![number.shown()];
    }
    for (list, more) in [(&mut asked.clauses, &found), (&mut asked.matters, &matters)] {
        for one in more.iter().filter(|one| !list.contains(one)).cloned().collect::<Vec<_>>() {
            list.push(one);
        }
    }
    !found.is_empty()
}

/// The words of the files that are near enough to be meant: those that the text holds, those that are one slip away, and
/// those that share a whole word at their beginning or end. Where an office is asked for, what only looks like its name is
/// another office.
pub fn nearest(asked: &Asked, words: &[&QueryWord]) -> Vec<String> {
    let found = near(&asked.core, words);
    if !found.is_empty() || office_stem(&asked.letters).is_none() {
        return found;
    }
    let slips = words.iter().filter(|word| {
        matches!(word.meaning, Meaning::Department(_, Body::Local | Body::Placed))
            && distance(&asked.letters, &word.text) == 1
            && is_slip_of_office(&asked.letters, &word.text)
    });
    let mut shown: Vec<String> = Vec::new();
    for word in slips {
        if !shown.contains(&word.shown) && shown.len() < MOST_NEAREST {
            shown.push(word.shown.clone());
        }
    }
    shown
}

fn near(text: &str, words: &[&QueryWord]) -> Vec<String> {
    // A figure is like no word.
    if text.bytes().all(|letter| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let length = text.chars().count();
    let office = office_stem(text);
    let offered = words.iter().filter_map(|word| match &word.meaning {
        Meaning::Topic(_) | Meaning::NotCovered { .. } | Meaning::Seat { .. } => {
            Some((&word.text, &word.shown, true))
        }
        // The beginnings and ends of offices are much alike.
        Meaning::Department(_, Body::Local | Body::Placed) => {
            Some((&word.text, &word.shown, false))
        }
        _ => None,
    });
    let mut ranked: Vec<(usize, std::cmp::Reverse<usize>, &String)> = Vec::new();
    // One letter makes another office, unless it was a slip; then all that are one letter away may be meant.
    let mut slipped = false;
    let mut unlikely: Vec<&String> = Vec::new();
    for (word, shown, by_part) in offered {
        let letters = word.chars().count();
        if letters < 2 || length < 2 {
            continue;
        }
        // A short name of a department, such as 民政, is said of more than the office.
        let named = by_part || is_office(word);
        let held = match office {
            Some(stem) if by_part => text.starts_with(word.as_str()) && word.len() >= stem.len(),
            Some(_) => text.starts_with(word.as_str()) || text.ends_with(word.as_str()),
            None => text.contains(word.as_str()),
        };
        let is_slip =
            letters > 2 && length > 2 && letters.abs_diff(length) < 2 && distance(text, word) == 1;
        let of_office = office.is_some() || office_stem(word).is_some();
        let rank = if held && named {
            Some((0, letters))
        } else if is_slip {
            let likely = !of_office || is_slip_of_office(text, word);
            slipped |= likely && of_office;
            unlikely.extend((!likely).then_some(shown));
            (likely || !by_part).then_some((1, letters))
        } else {
            let shared = shared(text, word);
            (by_part && !is_office(word) && office.is_none() && shared > 1).then_some((2, shared))
        };
        if let Some((rank, shared)) = rank {
            ranked.push((rank, std::cmp::Reverse(shared), shown));
        }
    }
    ranked.sort();
    if !slipped {
        ranked.retain(|(rank, _, shown)| *rank != 1 || !unlikely.contains(shown));
    }
    // What only begins or ends alike is offered where there is nothing better.
    if let Some((best, ..)) = ranked.first().copied() {
        ranked.retain(|(rank, ..)| *rank < 2 || best == 2);
    }
    let mut nearest: Vec<String> = Vec::new();
    for (_, _, shown) in ranked {
        if !nearest.contains(shown) && nearest.len() < MOST_NEAREST {
            nearest.push(shown.clone());
        }
    }
    nearest
}

/// Letters of departments' names that sound alike, and so are typed for one another.
const SOUNDS: [&str; 34] = [
    "健建见件监检减间",
    "卫为委位未",
    "生声升省",
    "教较交叫",
    "体提题",
    "公工宫",
    "安按案",
    "民明名",
    "政正证郑整",
    "财才材",
    "人仁任",
    "社设射",
    "自字",
    "规归贵",
    "划化画",
    "住主注助",
    "应英影",
    "急级及",
    "消销小肖",
    "防房方仿放",
    "税说睡",
    "务物误",
    "市是事式",
    "场厂常",
    "管关馆",
    "审申身",
    "批皮披",
    "编变边",
    "供共工",
    "电店典",
    "妇副负富",
    "宣轩",
    "街接界",
    "局居句",
];

/// Tells whether one slip makes an office's name of the text: two letters are exchanged, one sounds like another, or the name is so
/// long that one letter does not tell it from another's.
fn is_slip_of_office(text: &str, word: &str) -> bool {
    /// The letters from which on one of them does not tell an office.
    const LONG: usize = 6;
    let (typed, meant): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    if typed.len().min(meant.len()) >= LONG {
        return true;
    }
    let differ: Vec<(char, char)> = typed
        .iter()
        .copied()
        .zip(meant.iter().copied())
        .filter(|(one, other)| one != other)
        .collect();
    match (typed.len() == meant.len(), differ.as_slice()) {
        (true, [(one, other)]) => {
            SOUNDS.iter().any(|sound| sound.contains(*one) && sound.contains(*other))
        }
        (true, [(one, other), (next, before)]) => one == before && other == next,
        _ => false,
    }
}

/// Number of letters that two texts share at the beginning or at the end of both.
fn shared(left: &str, right: &str) -> usize {
    let beginning = left.chars().zip(right.chars()).take_while(|(left, right)| left == right);
    let end = left.chars().rev().zip(right.chars().rev()).take_while(|(left, right)| left == right);
    beginning.count().max(end.count())
}

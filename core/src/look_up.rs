//! 查找: the words under which the files of a place are looked up, and what was meant where nothing was found.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::answer::Evidence;
use crate::department_names::Body;
use crate::error::{Error, ErrorCode, distance};
use crate::instrument::{Clause, Source};
use crate::query::{Asked, Meaning, Word, plain};

/// The most words that are offered where nothing matched.
const MOST_NEAREST: usize = 5;

/// The words that a file brings for look-ups.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookUpEntry {
    /// Places beside this one, so that nobody takes their offices for those of this place.
    #[serde(default)]
    pub(crate) neighbours: Vec<String>,
    /// Topics, each with the other words that people type for it.
    #[serde(default)]
    pub(crate) synonyms: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) not_covered: Vec<NotCoveredEntry>,
}

/// A matter that the document does not speak of, and what was seen of it elsewhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotCoveredEntry {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) text: String,
    pub(crate) text_en: String,
    /// How well that was seen which the text says of other instruments.
    pub(crate) evidence: Evidence,
    /// Topics of this file that come nearest.
    #[serde(default)]
    pub(crate) see: Vec<String>,
    /// Clauses of other files, `instrument/number`.
    #[serde(default)]
    pub(crate) cites: Vec<String>,
}

/// The words of a file, each made when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileWords(OnceLock<Vec<Word>>);

impl FileWords {
    /// The words of the file at `position` among the sources that a text holds.
    pub(crate) fn in_text(&self, source: &Source, position: usize, text: &str) -> Vec<Word> {
        let mut words: Vec<Word> =
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

    pub(crate) fn all(&self, source: &Source) -> &[Word] {
        self.0.get_or_init(|| words_of(source))
    }
}

fn words_of(source: &Source) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut put = |shown: &str, meaning: Meaning| {
        let text = plain(shown);
        if !text.is_empty() {
            words.push(Word { text, shown: shown.to_owned(), meaning });
        }
    };
    let instrument = &source.instrument;
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
            put(form, Meaning::Clause(number.to_owned()));
        }
    }
    for topic in topics {
        put(topic, Meaning::Topic(topic.clone()));
    }
    for (topic, synonyms) in &instrument.look_up.synonyms {
        for synonym in synonyms {
            put(synonym, Meaning::Topic(topic.clone()));
        }
    }
    for (matter, entry) in instrument.look_up.not_covered.iter().enumerate() {
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            put(name, Meaning::NotCovered { source: 0, matter });
        }
        for topic in &entry.see {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                put(name, Meaning::See(topic.clone()));
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
        for (form, shown) in unit.map(|form| (form, entry.unit.as_str())).chain(inside) {
            let (text, shown) = (plain(form), shown.to_owned());
            words.push(Word { text, shown, meaning: Meaning::Seat { source: 0, seat } });
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

/// Whether the words that a file brings point to what there is.
///
/// # Errors
/// A synonym or a `see` of what is no topic; a synonym that is a topic; an identifier that is used twice; a matter
/// without words.
pub(crate) fn check(source: &Source) -> Result<(), Error> {
    let look_up = &source.instrument.look_up;
    let topics: HashSet<&String> =
        source.instrument.clauses.iter().flat_map(|clause| &clause.topics).collect();
    let wrong = |word: &str, code, zh: &str, en: &str| {
        let error = Error::new(code, "look_up", zh, en).inside(&source.name);
        let line = source.text.lines().position(|line| line.contains(word)).unwrap_or(0);
        Err(error.at_line(line + 1))
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

/// The numbers of the clauses that a text asks for by nothing else: a number whole, one that others begin with, or that
/// of an item.
pub(crate) fn numbered(text: &str, clauses: &[&Clause]) -> Vec<String> {
    let item = text.strip_prefix('第').unwrap_or(text);
    let item = item.strip_suffix(['条', '项', '款', '点']).unwrap_or(item);
    let item = Some(item).filter(|item| item.bytes().all(|c| c.is_ascii_digit()));
    let begins = text.contains('（') || matches!(text, "附件1" | "附件2");
    let numbers = || clauses.iter().map(|clause| clause.number().to_owned());
    let whole: Vec<String> = numbers().filter(|number| plain(number) == text).collect();
    if !whole.is_empty() {
        return whole;
    }
    numbers()
        .filter(|number| {
            let of_item = number
                .rsplit_once('）')
                .is_some_and(|(_, tail)| !tail.is_empty() && Some(tail) == item);
            of_item || (begins && plain(number).starts_with(text))
        })
        .collect()
}

/// The words of the files that are near enough to be meant: those that the text holds, those that are one slip away, and
/// those that share a whole word at their beginning or end.
pub(crate) fn nearest(asked: &Asked, words: &[&Word]) -> Vec<String> {
    let text = asked.core.as_str();
    let length = text.chars().count();
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
    for (word, shown, by_part) in offered {
        let letters = word.chars().count();
        if letters < 2 || length < 2 {
            continue;
        }
        let rank = if text.contains(word.as_str()) {
            Some((0, letters))
        } else if letters > 2
            && length > 2
            && letters.abs_diff(length) < 2
            && distance(text, word) == 1
        {
            Some((1, letters))
        } else {
            let shared = shared(text, word);
            (by_part && shared > 1).then_some((2, shared))
        };
        if let Some((rank, shared)) = rank {
            ranked.push((rank, std::cmp::Reverse(shared), shown));
        }
    }
    ranked.sort();
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

/// How many letters two texts share at the beginning or at the end of both.
fn shared(left: &str, right: &str) -> usize {
    let beginning = left.chars().zip(right.chars()).take_while(|(left, right)| left == right);
    let end = left.chars().rev().zip(right.chars().rev()).take_while(|(left, right)| left == right);
    beginning.count().max(end.count())
}

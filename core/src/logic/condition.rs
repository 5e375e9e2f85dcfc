//! A condition: a partly filled-in institution, as a policy file writes it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_name};
use crate::facts::{Fact, Jurisdictions, Kind, NO, Ranges, Value, YES, position, read_date};

/// A condition as a tree whose branches are shared; what it means under unknown facts is settled by `Implicants`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every part holds; an empty one always does.
    All(Parts),
    /// At least one part holds; an empty one never does.
    Any(Parts),
    /// The part does not hold.
    Not(Arc<Condition>),
    /// A fact has one of the allowed codes.
    Test(Fact, Ranges),
}

/// The parts of a condition.
#[derive(Clone, Debug)]
pub struct Parts {
    parts: Arc<[Condition]>,
    /// The facts that they test, so that shared parts are not walked again.
    facts: FactSet,
}

impl Parts {
    /// Address at which they are kept: parts at one address are the same ones.
    pub fn address(&self) -> usize {
        self.parts.as_ptr().addr()
    }
}

impl Deref for Parts {
    type Target = [Condition];

    fn deref(&self) -> &[Condition] {
        &self.parts
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.parts, &other.parts) || self.parts == other.parts
    }
}

impl FromIterator<Condition> for Parts {
    fn from_iter<T: IntoIterator<Item = Condition>>(parts: T) -> Self {
        let parts: Arc<[Condition]> = parts.into_iter().collect();
        let facts =
            parts.iter().fold(FactSet::default(), |facts, part| facts.union(part.fact_set()));
        Self { parts, facts }
    }
}

impl<'a> IntoIterator for &'a Parts {
    type Item = &'a Condition;
    type IntoIter = std::slice::Iter<'a, Condition>;

    fn into_iter(self) -> Self::IntoIter {
        self.parts.iter()
    }
}

/// A hash of addresses, which nobody chooses.
pub(super) type ByAddress = BuildHasherDefault<Address>;

#[derive(Clone, Copy, Debug, Default)]
pub struct Address(u64);

impl Hasher for Address {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The golden ratio spreads the bits upwards; the table looks at both ends.
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(32)
    }
}

/// Some of the facts, one bit each.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct FactSet(u128);

const _: () = assert!(Fact::ALL.len() <= 128);

impl FactSet {
    pub fn only(fact: Fact) -> Self {
        Self(1 << (fact as u32))
    }

    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn contains(self, fact: Fact) -> bool {
        self.meets(Self::only(fact))
    }

    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Positions in the vocabulary.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let found = (rest != 0).then(|| rest.trailing_zeros() as usize);
            rest &= rest.wrapping_sub(1);
            found
        })
    }

    /// In the order of the vocabulary.
    pub fn facts(self) -> Vec<Fact> {
        Fact::ALL.iter().copied().filter(|fact| self.meets(Self::only(*fact))).collect()
    }
}

/// Puts the place and the day, as far as they are known, into conditions, whose shared parts stay shared.
#[derive(Debug)]
pub struct Settling {
    era: Era,
    /// Those of the two that are known.
    known: FactSet,
    /// By the address of the parts; they are kept, so that no others come to stand there.
    done: HashMap<usize, (Condition, Condition), ByAddress>,
}

/// A place and a day, as far as they are known.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Era {
    pub place: Option<i64>,
    pub day: Option<i64>,
}

impl Era {
    fn code(self, fact: Fact) -> Option<i64> {
        match fact {
            Fact::Jurisdiction => self.place,
            Fact::Day => self.day,
            _ => None,
        }
    }
}

impl Settling {
    pub fn new(era: Era) -> Self {
        let known = [Fact::Jurisdiction, Fact::Day].into_iter();
        let known = known.filter(|fact| era.code(*fact).is_some()).map(FactSet::only);
        let known = known.fold(FactSet::default(), FactSet::union);
        Self { era, known, done: HashMap::default() }
    }
}

impl Condition {
    pub fn never() -> Self {
        Self::any([])
    }

    pub(super) fn is_never(&self) -> bool {
        matches!(self, Self::Any(parts) if parts.is_empty())
    }

    fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// The condition with the place and the day put in, where they are known, and what that settles left out.
    pub fn settled(&self, settling: &mut Settling) -> Self {
        if !self.fact_set().meets(settling.known) {
            return self.clone();
        }
        let (parts, all) = match self {
            Self::Test(fact, codes) => {
                return match settling.era.code(*fact) {
                    Some(code) if codes.contains(code) => Self::all([]),
                    Some(_) => Self::never(),
                    None => self.clone(),
                };
            }
            Self::Not(part) => {
                return match part.settled(settling) {
                    part if part.is_never() => Self::all([]),
                    part if part.is_always() => Self::never(),
                    part => part.negated(),
                };
            }
            Self::All(parts) => (parts, true),
            Self::Any(parts) => (parts, false),
        };
        match settling.done.get(&parts.address()) {
            Some((known, settled)) if known == self => return settled.clone(),
            _ => {}
        }
        let mut rest = Vec::new();
        let mut decided = false;
        for part in parts {
            let part = part.settled(settling);
            decided |= if all { part.is_never() } else { part.is_always() };
            if !part.is_never() && !part.is_always() {
                rest.push(part);
            }
        }
        let settled = match (all, decided) {
            (true, true) => Self::never(),
            (false, true) => Self::all([]),
            (true, false) => Self::all(rest),
            (false, false) => Self::any(rest),
        };
        settling.done.insert(parts.address(), (self.clone(), settled.clone()));
        settled
    }

    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::All(parts.into_iter().collect())
    }

    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(parts.into_iter().collect())
    }

    pub fn negated(self) -> Self {
        Self::Not(Arc::new(self))
    }

    /// Reads the table of a policy file.
    pub fn read(table: &Value, places: &Jurisdictions) -> Result<Self, Error> {
        let Value::Table(entries) = table else {
            return Err(shape("条件应是一张表", "a condition is a table of facts"));
        };
        let mut parts: Vec<(&'static str, Self)> = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            let (name, part) = match name.as_str() {
                "any" => (
                    "any",
                    match value {
                        Value::List(choices) if !choices.is_empty() => Self::Any(
                            choices
                                .iter()
                                .map(|choice| Self::read(choice, places))
                                .collect::<Result<_, _>>()?,
                        ),
                        _ => Err(shape("any 应是条件的列表", "`any` is a list of conditions"))?,
                    },
                ),
                "not" => ("not", Self::read(value, places)?.negated()),
                name => {
                    let fact = testable(name)?;
                    let allowed =
                        allowed(fact, value, places).map_err(|error| error.inside(name))?;
                    (fact.name(), Self::Test(fact, allowed))
                }
            };
            if parts.iter().any(|(other, _)| *other == name) {
                let (zh, en) = ("同一项事实写了两次", "a fact is tested twice");
                return Err(Error::new(ErrorCode::DuplicateField, name, zh, en));
            }
            parts.push((name, part));
        }
        // In whatever language and order they were written.
        parts.sort_by_key(|(name, _)| *name);
        Ok(Self::all(parts.into_iter().map(|(_, part)| part)))
    }

    pub fn fact_set(&self) -> FactSet {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.facts,
            Self::Not(part) => part.fact_set(),
            Self::Test(fact, _) => FactSet::only(*fact),
        }
    }

    /// Every fact that is tested, in the order of the vocabulary.
    pub fn facts(&self) -> Vec<Fact> {
        self.fact_set().facts()
    }

    /// Number of tests and of ranges in them, shared parts once.
    pub fn size(&self) -> usize {
        let (mut seen, mut size) = (HashSet::default(), 0);
        self.visit(&mut seen, &mut |_, allowed| size += 1 + allowed.bounds().len());
        size
    }

    /// Every test; what `seen` holds the address of is passed over.
    pub fn visit<'a>(
        &'a self,
        seen: &mut HashSet<usize, ByAddress>,
        visitor: &mut impl FnMut(Fact, &'a Ranges),
    ) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                if seen.insert(parts.address()) {
                    parts.iter().for_each(|part| part.visit(seen, visitor));
                }
            }
            Self::Not(part) => part.visit(seen, visitor),
            Self::Test(fact, allowed) => visitor(*fact, allowed),
        }
    }

    /// Two-valued truth where every fact is known.
    pub fn holds(&self, code: &impl Fn(Fact) -> i64) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(code)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(code)),
            Self::Not(part) => !part.holds(code),
            Self::Test(fact, allowed) => allowed.contains(code(*fact)),
        }
    }
}

fn shape(zh: &str, en: &str) -> Error {
    Error::new(ErrorCode::BadPolicy, "", zh, en)
}

/// The fact of a name or of a Chinese term.
fn testable(name: &str) -> Result<Fact, Error> {
    let is_testable = |fact: &Fact| *fact != Fact::Day && fact.kind() != Kind::Text;
    let mut all = Fact::ALL.iter();
    let found = match name.is_ascii() {
        true => all.find(|fact| fact.name() == name),
        false => all.find(|fact| fact.is_termed(name)),
    };
    found.copied().filter(is_testable).ok_or_else(|| {
        let known = || Fact::ALL.iter().filter(|fact| is_testable(fact));
        let near = match name.is_ascii() {
            true => nearest(name, known().map(|fact| fact.name())),
            false => nearest(name, known().map(|fact| fact.term())),
        };
        Error::new(
            ErrorCode::UnknownFact,
            "",
            "条件中有词汇表没有的事实",
            format!("no such fact: {}", told_name(name)),
        )
        .with_hint(near.map(did_you_mean))
    })
}

fn allowed(fact: Fact, value: &Value, places: &Jurisdictions) -> Result<Ranges, Error> {
    let single = |value: &Value| -> Result<Vec<(i64, i64)>, Error> {
        match (fact.kind(), value) {
            (Kind::Bool, Value::Bool(value)) => Ok(vec![(i64::from(*value), i64::from(*value))]),
            (Kind::Bool, Value::Text(text)) if text == YES => Ok(vec![(1, 1)]),
            (Kind::Bool, Value::Text(text)) if text == NO => Ok(vec![(0, 0)]),
            (Kind::Choice(words), Value::Text(text)) => {
                position(words, text).map(|code| vec![(code, code)])
            }
            (Kind::Set(words), Value::Text(text)) => {
                let bit = position(words, text)?;
                let all = 1_i64 << words.len();
                Ok((0..all).filter(|set| set & (1 << bit) != 0).map(|set| (set, set)).collect())
            }
            (Kind::Int { .. }, Value::Int(value)) => Ok(vec![(*value, *value)]),
            (Kind::Jurisdiction, Value::Text(text)) => Ok(vec![places.cover(text)?]),
            (kind, other) => Err(Error::new(
                ErrorCode::WrongType,
                "",
                "条件的取值类型不对",
                format!("a {} fact is not tested with {}", kind.name(), other.kind().1),
            )),
        }
    };
    match value {
        Value::List(values) if !values.is_empty() => {
            let mut parts = Vec::new();
            for value in values {
                parts.extend(single(value)?);
            }
            Ok(Ranges::of(parts))
        }
        Value::Table(bounds) => interval(fact, bounds),
        value => single(value).map(Ranges::of),
    }
}

fn interval(fact: Fact, bounds: &[(String, Value)]) -> Result<Ranges, Error> {
    let kind = fact.kind();
    if !matches!(kind, Kind::Int { .. } | Kind::Date) || bounds.is_empty() {
        return Err(shape(
            "只有数和日期可以写 min、max",
            "only numbers and days have `min` and `max`",
        ));
    }
    let domain = kind.domain();
    let (mut low, mut high) = domain.bounds().first().copied().unwrap_or((0, 0));
    for (name, value) in bounds {
        let code = match (kind, value) {
            (Kind::Int { .. }, Value::Int(code)) => *code,
            (Kind::Date, Value::Date(day)) => crate::facts::day_code(*day),
            (Kind::Date, Value::Text(text)) => crate::facts::day_code(read_date(text)?),
            _ => return Err(shape("min、max 的类型不对", "`min` and `max` have the fact's type")),
        };
        match name.as_str() {
            "min" => low = low.max(code),
            "max" => high = high.min(code),
            _ => return Err(shape("只能写 min 和 max", "only `min` and `max` bound a fact")),
        }
    }
    let range = Ranges::between(low, high);
    if range.is_empty() {
        return Err(shape("min 大于 max", "`min` is above `max`"));
    }
    Ok(range)
}

//! What is known of one institution on one day, as the cells that are ruled out.

use chrono::NaiveDate;

use crate::error::Error;
use crate::facts::code_ranges::Ranges;
use crate::facts::credit_code;
use crate::facts::derived::{NO_CARER, NO_CLASS, ORDERED, attainable, derive};
use crate::facts::jurisdiction::{Places, day_code};
use crate::facts::kind::Kind;
use crate::facts::records::{Class, Dossier, Fact, Institution};
use crate::facts::terms::{Choice, CreditCodeKind};
use crate::logic::outcome::{Reason, Status};
use crate::logic::prime_implicants::{Cells, Layout, Slot};
use crate::policy::era::Law;

/// The known facts, ready to be decided on.
#[derive(Clone, Debug)]
pub(crate) struct Known<'a> {
    law: &'a Law,
    places: &'a Places,
    codes: Vec<(Fact, i64)>,
    /// Text facts that are known though no condition tests them.
    texts: Vec<Fact>,
    excluded: Cells,
    /// The facts that are left without a possible value.
    contradicted: Vec<Fact>,
}

/// Whose facts are asked about: an institution, and for a filing its dossier and one of its classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) institution: &'a Institution,
    pub(crate) dossier: Option<&'a Dossier>,
    pub(crate) class: Option<&'a Class>,
}

impl<'a> Subject<'a> {
    pub(crate) fn of(institution: &'a Institution) -> Self {
        Self { institution, dossier: None, class: None }
    }

    fn code(&self, fact: Fact) -> Option<i64> {
        self.institution
            .code(fact)
            .or_else(|| self.dossier.and_then(|dossier| dossier.code(fact)))
            .or_else(|| self.class.and_then(|class| class.code(fact)))
    }
}

impl<'a> Known<'a> {
    pub(crate) fn new(
        subject: Subject<'_>,
        on: NaiveDate,
        law: &'a Law,
        places: &'a Places,
    ) -> Result<Self, Error> {
        subject.institution.check()?;
        let mut codes = vec![(Fact::Day, day_code(on))];
        let mut texts = Vec::new();
        codes.extend(
            Fact::ALL.iter().filter_map(|fact| subject.code(*fact).map(|code| (*fact, code))),
        );
        if let Some(place) = &subject.institution.jurisdiction {
            codes.push((Fact::Jurisdiction, places.code(place)?));
        }
        if let Some(code) = &subject.institution.credit_code {
            texts.push(Fact::CreditCode);
            codes.push((Fact::CreditCodeKind, credit_code::kind_of(code)?.position()));
        }
        let given = |fact: Fact| code_of(&codes, fact);
        let derived: Vec<(Fact, i64)> = Fact::ALL
            .iter()
            .filter(|fact| fact.record().is_none())
            .filter_map(|fact| derive(*fact, &given).map(|code| (*fact, code)))
            .collect();
        codes.extend(derived);
        let excluded = law.layout.nothing();
        let mut known = Self { law, places, codes, texts, excluded, contradicted: Vec::new() };
        known.exclude();
        Ok(known)
    }

    /// Rules out what the known facts leave no room for.
    fn exclude(&mut self) {
        self.excluded = self.law.layout.nothing();
        for (fact, code) in &self.codes {
            self.law.layout.settle(&mut self.excluded, *fact, *code);
        }
        if let Some(forms) = self.forms_of_credit_code() {
            self.law.layout.exclude(&mut self.excluded, Fact::LegalForm, &forms);
        }
        for (less, more) in ORDERED {
            match (self.code(less), self.code(more)) {
                (Some(least), None) => {
                    self.law.layout.narrow(&mut self.excluded, more, |_, high| least <= high);
                }
                (None, Some(most)) => {
                    self.law.layout.narrow(&mut self.excluded, less, |low, _| low <= most);
                }
                _ => {}
            }
        }
        let layout = &self.law.layout;
        for slot in layout.slots() {
            let partly = || slot.fact.sources().iter().any(|source| self.code(*source).is_some());
            if slot.fact.is_derived() && self.code(slot.fact).is_none() && partly() {
                let codes = &self.codes;
                let given = |fact: Fact| code_of(codes, fact);
                let possible = |low, high| attainable(slot.fact, &given, low, high);
                layout.narrow(&mut self.excluded, slot.fact, possible);
            }
        }
        self.contradicted = layout.impossible_facts(&self.excluded);
    }

    /// As stated, without what one fact implies for another: where contradictions are looked for.
    pub(crate) fn as_given(&self) -> Self {
        let mut given = self.clone();
        given.excluded = self.law.layout.nothing();
        for (fact, code) in &self.codes {
            self.law.layout.settle(&mut given.excluded, *fact, *code);
        }
        given.contradicted = Vec::new();
        given
    }

    /// The legal forms that the credit code leaves, where it is known.
    fn forms_of_credit_code(&self) -> Option<Ranges> {
        let forms = credit_code::forms(CreditCodeKind::coded(self.code(Fact::CreditCodeKind)?)?);
        Some(Ranges::of(forms.iter().map(|form| (form.position(), form.position())).collect()))
    }

    /// The law that decides on the facts.
    pub(crate) fn law(&self) -> &'a Law {
        self.law
    }

    pub(crate) fn layout(&self) -> &'a Layout {
        &self.law.layout
    }

    pub(crate) fn excluded(&self) -> &Cells {
        &self.excluded
    }

    pub(crate) fn contradicted(&self) -> &[Fact] {
        &self.contradicted
    }

    pub(crate) fn code(&self, fact: Fact) -> Option<i64> {
        code_of(&self.codes, fact)
    }

    /// The day that a fact states, where it is known.
    pub(crate) fn day(&self, fact: Fact) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(self.code(fact)?).ok()?)
    }

    pub(crate) fn has(&self, fact: Fact) -> bool {
        self.texts.contains(&fact) || self.code(fact).is_some()
    }

    /// Whether a test of the fact is worth telling: never the day or what is presumed, and the place only when it is
    /// not known.
    pub(crate) fn tells(&self, fact: Fact) -> bool {
        fact != Fact::Day && !fact.is_presumed() && (fact != Fact::Jurisdiction || !self.has(fact))
    }

    /// As if one more fact were known to fall into a cell.
    pub(crate) fn with_only(&self, slot: &Slot, cell: usize) -> Self {
        let mut learnt = self.clone();
        slot.cells().filter(|other| *other != cell).for_each(|other| learnt.excluded.insert(other));
        learnt.contradicted = self.law.layout.impossible_facts(&learnt.excluded);
        learnt
    }

    /// As if the facts were changed to what the term wants.
    pub(crate) fn changed(&self, slots: &[&Slot], term: &Cells) -> Self {
        let mut changed = self.clone();
        changed.codes.retain(|(fact, _)| slots.iter().all(|slot| slot.fact != *fact));
        changed.exclude();
        for slot in slots {
            let unwanted = slot.cells().filter(|cell| term.contains(*cell));
            unwanted.for_each(|cell| changed.excluded.insert(cell));
        }
        changed.contradicted = self.law.layout.impossible_facts(&changed.excluded);
        changed
    }

    /// As if some facts were not known, nor what is derived from them.
    pub(crate) fn without(&self, facts: &[Fact]) -> Self {
        self.with_fields(facts, &[])
    }

    /// As if some facts were stated otherwise, with what is derived from them.
    pub(crate) fn restated(&self, codes: &[(Fact, i64)]) -> Self {
        let facts: Vec<Fact> = codes.iter().map(|(fact, _)| *fact).collect();
        self.with_fields(&facts, codes)
    }

    fn with_fields(&self, facts: &[Fact], codes: &[(Fact, i64)]) -> Self {
        let mut restated = self.clone();
        let stands = |fact: Fact| {
            let sources = fact.sources();
            !facts.contains(&fact) && !sources.iter().any(|source| facts.contains(source))
        };
        restated.codes.retain(|(fact, _)| stands(*fact));
        restated.codes.extend(codes);
        let known = |fact: Fact| {
            restated.codes.iter().find(|(known, _)| *known == fact).map(|(_, code)| *code)
        };
        let derived: Vec<(Fact, i64)> = Fact::ALL
            .iter()
            .filter(|fact| fact.record().is_none() && known(**fact).is_none())
            .filter_map(|fact| derive(*fact, &known).map(|code| (*fact, code)))
            .collect();
        restated.codes.extend(derived);
        restated.exclude();
        restated
    }

    /// Where a code of a fact falls among the values that the book tells apart, and what is derived from it. Each
    /// number rises or falls with the code while the other facts stay.
    pub(crate) fn told_apart(&self, fact: Fact, code: i64) -> Vec<usize> {
        let with = |other: Fact| if other == fact { Some(code) } else { self.code(other) };
        let own = self.law.layout.slot(fact).map(|slot| slot.interval(code));
        let derived = Fact::ALL
            .iter()
            .filter(|derived| derived.record().is_none() && derived.sources().contains(&fact))
            .filter_map(|derived| {
                let slot = self.law.layout.slot(*derived)?;
                Some(derive(*derived, &with).map_or(usize::MAX, |code| slot.interval(code)))
            });
        own.into_iter().chain(derived).collect()
    }

    pub(crate) fn reason(&self, slot: &Slot, unwanted: &Cells, outcome: Status) -> Reason {
        Reason {
            fact: slot.fact.name().to_owned(),
            label: slot.fact.label().to_owned(),
            wanted: self.describe(slot.fact, &slot.codes(unwanted)),
            found: self.found(slot.fact),
            outcome,
        }
    }

    pub(crate) fn found(&self, fact: Fact) -> Option<String> {
        if let (Fact::LegalForm, None, Some(forms)) =
            (fact, self.code(fact), self.forms_of_credit_code())
        {
            return Some(format!("{}（据统一社会信用代码）", self.describe(fact, &forms)));
        }
        self.code(fact).map(|code| match fact.kind() {
            _ if fact.in_force().is_some() => self.interval(fact),
            _ if fact == Fact::LeaseMonthsLeft => {
                format!("{code}（{}）", self.interval(Fact::LeaseRunning))
            }
            _ if fact.is_ratio() && code == NO_CARER => "没有照护人员".to_owned(),
            _ if fact == Fact::ToddlerShare && code == NO_CLASS => "核定班数为0".to_owned(),
            Kind::Set(words) => {
                let chosen = words.iter().enumerate().filter(|(bit, _)| code >> bit & 1 == 1);
                chosen.map(|(_, word)| word.label).collect::<Vec<_>>().join("、")
            }
            _ => self.describe(fact, &Ranges::only(code)),
        })
    }

    /// From when or until when something is in force, as seen from the day of the answer.
    fn interval(&self, fact: Fact) -> String {
        let day = |source: Fact| self.code(source).map(|code| (code, shown_day(code)));
        let today = self.code(Fact::Day).unwrap_or_default();
        match (fact, fact.sources()) {
            (Fact::LeaseRunning, [from, until]) => match (day(*from), day(*until)) {
                (_, Some((code, until))) if code < today => format!("已于{until}届满"),
                (Some((code, from)), _) if today < code => format!("{from}才开始"),
                (from, until) => {
                    let shown =
                        |end: Option<(i64, String)>| end.map_or_else(String::new, |(_, day)| day);
                    format!("自{}至{}", shown(from), shown(until))
                }
            },
            (Fact::HealthEvaluationMade, [made, received]) => match (day(*made), day(*received)) {
                (Some((code, made)), _) if today < code => format!("{made}才作出"),
                (Some((code, made)), Some((other, received))) if other < code => {
                    format!("于{made}作出，在{received}收到材料以后")
                }
                (made, _) => made.map_or_else(String::new, |(_, made)| format!("于{made}作出")),
            },
            (_, [until]) => match day(*until) {
                Some((code, until)) if code < today => format!("已于{until}到期"),
                Some((_, until)) => format!("有效至{until}"),
                None => String::new(),
            },
            _ => String::new(),
        }
    }

    /// A set of codes in the words of an application form.
    pub(crate) fn describe(&self, fact: Fact, codes: &Ranges) -> String {
        let kind = fact.kind();
        if let Some(in_force) = fact.in_force() {
            return match (codes.contains(in_force), codes.contains(1 - in_force)) {
                (true, false) => "在作答日有效".to_owned(),
                (false, true) => "在作答日无效".to_owned(),
                _ => "任一取值".to_owned(),
            };
        }
        match kind {
            Kind::Bool | Kind::Choice(_) => self.describe_words(kind, codes),
            Kind::Set(words) => {
                let all = 1_i64 << words.len();
                let decides = |bit: usize, inside: bool| {
                    (0..all)
                        .filter(|set| set >> bit & 1 == 1)
                        .all(|set| codes.contains(set) == inside)
                };
                let list = |inside| {
                    let chosen = words.iter().enumerate().filter(|(bit, _)| decides(*bit, inside));
                    chosen.map(|(_, word)| word.label).collect::<Vec<_>>().join("、")
                };
                match list(true) {
                    with if !with.is_empty() => format!("含{with}"),
                    _ => format!("不含{}", list(false)),
                }
            }
            Kind::Int { min, max } => describe_bounds(codes, (min, max), |code| code.to_string()),
            Kind::Date => {
                let domain = kind.domain().bounds().first().copied().unwrap_or_default();
                describe_bounds(codes, domain, shown_day)
            }
            Kind::Place => codes
                .bounds()
                .iter()
                .map(|(low, _)| self.places.name(*low))
                .collect::<Vec<_>>()
                .join("、"),
            Kind::Text => String::new(),
        }
    }

    fn describe_words(&self, kind: Kind, codes: &Ranges) -> String {
        let labels: Vec<&str> = match kind {
            Kind::Bool => vec!["否", "是"],
            _ => kind.words().iter().map(|word| word.label).collect(),
        };
        let pick = |inside: bool| {
            let chosen = labels.iter().zip(0..).filter(|(_, code)| codes.contains(*code) == inside);
            chosen.map(|(label, _)| *label).collect::<Vec<_>>()
        };
        let (inside, outside) = (pick(true), pick(false));
        match (inside.len(), outside.len()) {
            (_, 0) => "任一取值".to_owned(),
            (yes, no) if yes > no && yes > 4 => format!("{}以外", outside.join("、")),
            _ => inside.join("或"),
        }
    }
}

fn shown_day(code: i64) -> String {
    let day = i32::try_from(code).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    day.map_or_else(String::new, |day| day.to_string())
}

fn code_of(codes: &[(Fact, i64)], fact: Fact) -> Option<i64> {
    codes.iter().find(|(known, _)| *known == fact).map(|(_, code)| *code)
}

fn describe_bounds(codes: &Ranges, (min, max): (i64, i64), show: impl Fn(i64) -> String) -> String {
    let parts: Vec<String> = codes
        .bounds()
        .iter()
        .map(|(low, high)| match (*low <= min, *high >= max) {
            _ if low == high => show(*low),
            (true, true) => "任一取值".to_owned(),
            (true, false) => format!("不大于{}", show(*high)),
            (false, true) => format!("不小于{}", show(*low)),
            (false, false) => format!("{}至{}", show(*low), show(*high)),
        })
        .collect();
    parts.join("或")
}

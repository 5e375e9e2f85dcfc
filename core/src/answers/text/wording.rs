//! Values of facts, and tests of them, in the words of an application form.

use chrono::NaiveDate;

use crate::facts::{Fact, Kind, NO_CARER, NO_CLASS, Ranges};
use crate::logic::{Decision, Reason, Tested};
use crate::policy::Case;

impl Case<'_> {
    /// The tests that decided, or for an open answer those that would.
    pub fn reasons(&self, decision: &Decision) -> Vec<Reason> {
        decision.reasons(self).into_iter().map(|test| self.reason(test)).collect()
    }

    pub fn reason(&self, Tested { fact, wanted, outcome }: Tested) -> Reason {
        Reason {
            fact: fact.name().to_owned(),
            label: fact.label().to_owned(),
            wanted: self.describe(fact, &wanted),
            found: self.found(fact),
            outcome,
        }
    }

    /// The stated value of a fact in the words of an application form.
    pub fn found(&self, fact: Fact) -> Option<String> {
        let code = self.code(fact);
        if let (Fact::LegalForm, None) = (fact, code)
            && let Some(forms) = self.forms_of_credit_code()
        {
            return Some(format!("{}（据统一社会信用代码）", self.describe(fact, &forms)));
        }
        code.map(|code| match fact.kind() {
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
    pub fn describe(&self, fact: Fact, codes: &Ranges) -> String {
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
            Kind::Jurisdiction => codes
                .bounds()
                .iter()
                .map(|(low, _)| self.places().name(*low))
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

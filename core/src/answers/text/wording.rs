//! Values of facts, and tests of them, in the words of an application form.

use crate::facts::{Fact, Kind, LAST_DAY, NO_CARER, NO_CLASS, Ranges, day_of};
use crate::logic::{Decision, Reason, Tested};
use crate::policy::Case;
use crate::text::chinese_day;

impl Case<'_> {
    /// The tests that decided, or for an open answer those that would.
    pub fn reasons(&self, decision: &Decision) -> Vec<Reason> {
        decision.reasons(self).into_iter().map(|test| self.reason(test)).collect()
    }

    pub fn reason(&self, Tested { fact, wanted, outcome }: Tested) -> Reason {
        Reason {
            fact: fact.name().to_owned(),
            label: fact.label().to_owned(),
            wanted: self.counted(fact, &wanted).unwrap_or_else(|| self.describe(fact, &wanted)),
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
            _ if fact.is_ratio() || fact == Fact::ClassesOverApproved => self.counts(fact),
            _ if fact == Fact::ToddlerShare && code == NO_CLASS => "核定班数为0".to_owned(),
            Kind::Set(words) => {
                let chosen = words.iter().enumerate().filter(|(bit, _)| code >> bit & 1 == 1);
                chosen.map(|(_, word)| word.label).collect::<Vec<_>>().join("、")
            }
            _ => self.describe(fact, &Ranges::only(code)),
        })
    }

    /// The numbers that a fact is counted from.
    fn counts(&self, fact: Fact) -> String {
        let code = |source: &Fact| self.code(*source).unwrap_or_default();
        match (fact, fact.sources()) {
            (Fact::ClassesOverApproved, [toddler, other, approved]) => {
                let (toddler, other) = (code(toddler), code(other));
                let all = toddler.saturating_add(other);
                format!("核定{}个班，现报{all}个班（托班{toddler}、其他班{other}）", code(approved))
            }
            (_, [children, carers]) => {
                let who = carers_of(fact);
                format!("现有婴幼儿{}名、{who}{}名", code(children), code(carers))
            }
            _ => String::new(),
        }
    }

    /// The values wanted of a fact that is counted from others, in their words; none of other facts.
    fn counted(&self, fact: Fact, wanted: &Ranges) -> Option<String> {
        let most = wanted.bounds().last().map(|(_, high)| *high)?;
        match (fact, fact.sources()) {
            (Fact::ClassesOverApproved, _) if most == 0 => Some("不得超过核定的班数".to_owned()),
            (_, [children, _]) if fact.is_ratio() && most > 0 && most < NO_CARER => {
                let who = carers_of(fact);
                let each = format!("每名{who}最多照护{most}名");
                let children = self.code(*children).filter(|children| *children > 0);
                Some(children.map_or(each.clone(), |children| {
                    let least = children.saturating_add(most - 1) / most;
                    format!("{each}，至少要有{who}{least}名")
                }))
            }
            _ => None,
        }
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
                Some((LAST_DAY, _)) => "长期有效".to_owned(),
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
            Kind::Int { min, max } => describe_bounds(codes, (min, max)),
            Kind::Date => {
                let domain = kind.domain().bounds().first().copied().unwrap_or_default();
                describe_days(codes, domain)
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

fn carers_of(ratio: Fact) -> &'static str {
    if ratio == Fact::ChildrenPerCarer { "保育人员" } else { "照护人员" }
}

fn shown_day(code: i64) -> String {
    day_of(code).map_or_else(String::new, chinese_day)
}

fn describe_days(codes: &Ranges, (min, max): (i64, i64)) -> String {
    let parts = codes.bounds().iter().map(|(low, high)| match (*low <= min, *high >= max) {
        _ if low == high => shown_day(*low),
        (true, true) => "任一取值".to_owned(),
        (true, false) => format!("{}或者更早", shown_day(*high)),
        (false, true) => format!("{}或者更晚", shown_day(*low)),
        (false, false) => format!("{}至{}", shown_day(*low), shown_day(*high)),
    });
    parts.collect::<Vec<_>>().join("或")
}

fn describe_bounds(codes: &Ranges, (min, max): (i64, i64)) -> String {
    let parts: Vec<String> = codes
        .bounds()
        .iter()
        .map(|(low, high)| match (*low <= min, *high >= max) {
            _ if low == high => low.to_string(),
            (true, true) => "任一取值".to_owned(),
            (true, false) => format!("最多{high}"),
            (false, true) => format!("至少{low}"),
            (false, false) => format!("{low}至{high}"),
        })
        .collect();
    parts.join("或")
}

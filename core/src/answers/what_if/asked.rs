//! One question about changes, and its answer.

use chrono::NaiveDate;

use crate::answers::standing::{AskedFor, facts_of};
use crate::answers::text::{gaps, labels, names, target, together};
use crate::answers::what_if::{Change, NoRemedy, Purpose, Remedy, WhatIf};
use crate::facts::{Fact, day_code};
use crate::logic::{
    Choice, Decision, Found, Missing, Outcome, PartialFacts, Reason, Search, State, Status,
};
use crate::policy::{Case, Scope, ScopeState};
use crate::text::Text;

/// One question about changes, and the facts that may be changed for it.
pub(super) struct Asked<'a, 'k> {
    pub(super) target: &'a str,
    pub(super) on: NaiveDate,
    pub(super) status: Status,
    /// The facts of the whole, then those of each class.
    pub(super) cases: Vec<Case<'k>>,
    pub(super) purpose: Purpose,
    /// The only facts that may be changed, where not every one may.
    pub(super) only: Option<Vec<Fact>>,
    /// Decisions to be met, each by the facts at a position.
    pub(super) goals: Vec<(&'a Decision, usize)>,
    /// A decision that must not be unmet.
    pub(super) escaped: Option<&'a Decision>,
    /// Tells whether some requirement applies, or may apply.
    pub(super) applies: bool,
}

impl<'a, 'k> Asked<'a, 'k> {
    /// The position of the facts of a class.
    pub(super) fn class(&self, subject: &str) -> Option<usize> {
        let class: usize = subject.strip_prefix("classes[")?.strip_suffix(']')?.parse().ok()?;
        (class + 1 < self.cases.len() && format!("classes[{class}]") == subject)
            .then_some(class + 1)
    }

    pub(super) fn code(&self, fact: Fact) -> Option<i64> {
        self.cases.first().and_then(|known| known.code(fact))
    }

    /// The worst answer of all goals.
    pub(super) fn worst(&self) -> Status {
        let status = |(decision, position): &(&Decision, usize)| {
            self.cases.get(*position).map(|known| decision.outcome(known).status())
        };
        self.goals.iter().filter_map(status).min().unwrap_or(Status::Met)
    }

    pub(super) fn facts(&self) -> Vec<&PartialFacts<'k>> {
        self.cases.iter().map(|case| &**case).collect()
    }

    pub(super) fn search(&self) -> Found<'a> {
        let on = day_code(self.on);
        let allowed = |fact: Fact| match &self.only {
            Some(only) if !only.contains(&fact) => None,
            _ => self.purpose.allowed(fact, on),
        };
        let facts = self.facts();
        let search = Search::new(&facts, &self.goals, &allowed);
        match self.escaped {
            Some(decision) => search.escaping(decision).run(),
            None => search.run(),
        }
    }

    pub(super) fn answer(&self) -> WhatIf {
        if self.status == Status::Met {
            return self.none(NoRemedy::AlreadyMet, Text::new("已经符合", "met already"));
        }
        let found = self.search();
        if !found.remedies.is_empty() {
            return self.remedied(&found);
        }
        if found.too_many {
            let (zh, en) = ("情形过于复杂，没有算出怎样才能符合", "too many ways to be tried");
            return self.none(NoRemedy::TooComplex, Text::new(zh, en));
        }
        if let Some(state) = &found.hopeless {
            let known = self.cases.get(state.position);
            let unmet = known.is_some_and(|known| state.decision.outcome(known) == Outcome::Unmet);
            return if unmet { self.hopeless(state) } else { self.undecided(state) };
        }
        if let Some(state) = &found.unsettled {
            let known = state.known(&self.facts());
            let unsettled = known.map(|known| state.decision.unsettled(&known)).unwrap_or_default();
            return self.not_settled(unsettled);
        }
        self.facts_missing(&found)
    }

    /// The facts that have to be told first: as things stand, and after what can be done.
    pub(super) fn facts_missing(&self, found: &Found<'_>) -> WhatIf {
        let mut asked = self.asked_for();
        for state in found.facts.iter().filter(|state| !state.choices.is_empty()) {
            let known = state.known(&self.facts());
            let of_state = known.map(|known| state.decision.missing(&known)).unwrap_or_default();
            asked.add(&facts_of(&of_state));
        }
        self.wanting(asked.missing())
    }

    pub(super) fn wanting(&self, missing: Vec<Missing>) -> WhatIf {
        let message = Text::new(
            format!("要先知道才能回答：{}", labels(&missing)),
            format!("to be known first: {}", names(&missing)),
        );
        WhatIf { missing, ..self.none(NoRemedy::Facts, message) }
    }

    /// The facts that the answers depend on as things stand.
    pub(super) fn missing(&self) -> Vec<Missing> {
        self.asked_for().missing()
    }

    fn asked_for(&self) -> AskedFor {
        let mut asked = AskedFor::default();
        for (decision, position) in &self.goals {
            let of_goal = self.cases.get(*position).map(|known| decision.missing(known));
            asked.add(&facts_of(&of_goal.unwrap_or_default()));
        }
        asked
    }

    pub(super) fn not_settled(&self, unsettled: Vec<Text>) -> WhatIf {
        let all = together(unsettled.iter());
        let message = Text::new(
            format!("文件未明确，做什么都不能确定符合：{}", all.zh),
            format!("not settled by the text, whatever is done: {}", all.en),
        );
        WhatIf { unsettled, ..self.none(NoRemedy::Unsettled, message) }
    }

    /// Answer where it is never met, but not known to be unmet either: the facts that tell the two apart, or what the text leaves open.
    pub(super) fn undecided(&self, state: &State<'_>) -> WhatIf {
        let known = self.cases.get(state.position);
        let unsettled = known.map(|known| state.decision.unsettled(known)).unwrap_or_default();
        let missing = self.missing();
        if !missing.is_empty() {
            return WhatIf { unsettled, ..self.wanting(missing) };
        }
        self.not_settled(unsettled)
    }

    /// Answer where it turns on facts that nobody changes to this end.
    pub(super) fn hopeless(&self, state: &State<'_>) -> WhatIf {
        let known = self.cases.get(state.position);
        let reasons = known.map(|known| known.reasons(state.decision)).unwrap_or_default();
        // To what a requirement applies is nothing that stands in its way.
        let asked_for = |reason: &&Reason| match &self.only {
            Some(only) => only.iter().any(|fact| fact.name() == reason.fact),
            None => true,
        };
        let unmet = |reason: &&Reason| reason.outcome == Status::Unmet && reason.found.is_some();
        let mut reasons: Vec<&Reason> = reasons.iter().filter(unmet).filter(asked_for).collect();
        let fixed = |reason: &&Reason| {
            let fact = Fact::of_name(&reason.fact);
            fact.is_none_or(|fact| self.purpose.allowed(fact, day_code(self.on)).is_none())
        };
        if reasons.iter().any(fixed) {
            reasons.retain(fixed);
        }
        let zh: Vec<String> = reasons.iter().map(|reason| gaps::told(reason)).collect();
        let en: Vec<&str> = reasons.iter().map(|reason| reason.fact.as_str()).collect();
        let message = match reasons.as_slice() {
            [] => {
                Text::new("举办者做什么都不能使它符合", "nothing that a sponsor does makes it met")
            }
            _ => Text::new(
                format!("取决于举办者不会为此改变的情况：{}", zh.join("；")),
                format!("turns on what no sponsor changes to this end: {}", en.join(", ")),
            ),
        };
        let subject = self.subject(state.position.checked_sub(1));
        let obstacles = reasons.into_iter().map(|reason| Change {
            fact: reason.fact.clone(),
            label: reason.label.clone(),
            found: reason.found.clone(),
            to: reason.wanted.clone(),
            subject: subject.clone(),
        });
        WhatIf { obstacles: obstacles.collect(), ..self.none(NoRemedy::BeyondSponsor, message) }
    }

    pub(super) fn without_law(&self, scope: &Scope) -> WhatIf {
        let why = match scope.state {
            ScopeState::OutOfScope => NoRemedy::OutOfScope,
            _ => NoRemedy::NotInForce,
        };
        self.none(why, scope.message.clone())
    }

    pub(super) fn none(&self, why: NoRemedy, message: Text) -> WhatIf {
        WhatIf {
            target: self.target.to_owned(),
            status: self.status,
            remedies: Vec::new(),
            no_remedy: Some(why),
            missing: Vec::new(),
            unsettled: Vec::new(),
            obstacles: Vec::new(),
            message,
        }
    }

    pub(super) fn remedied(&self, found: &Found<'_>) -> WhatIf {
        let remedies: Vec<Remedy> =
            found.remedies.iter().map(|remedy| self.remedy(remedy)).collect();
        let (zh, en) = match self.purpose {
            Purpose::Correction => {
                ("所填事实相互矛盾，请核对：", "the facts contradict each other; check: ")
            }
            _ => ("要符合，", "to be met: "),
        };
        let all = |of: fn(&Remedy) -> &str, or: &str| {
            remedies.iter().map(of).collect::<Vec<_>>().join(or)
        };
        let mut message = Text::new(
            format!("{zh}{}", all(|remedy| &remedy.message.zh, "；或者")),
            format!("{en}{}", all(|remedy| &remedy.message.en, "; or ")),
        );
        let missing = self.missing();
        if !missing.is_empty() {
            message.zh.push_str(&format!("。先说明{}，也许不必改这些", labels(&missing)));
            message.en.push_str(&format!("; less may do once {} is known", names(&missing)));
        }
        let none = self.none(NoRemedy::AlreadyMet, message);
        WhatIf { remedies, no_remedy: None, missing, ..none }
    }

    pub(super) fn remedy(&self, choices: &[Choice]) -> Remedy {
        let changes: Vec<Change> =
            choices.iter().filter_map(|choice| self.change(choice)).collect();
        let texts: Vec<Text> = choices
            .iter()
            .zip(&changes)
            .map(|(choice, change)| self.words(choice, change))
            .collect();
        let message = together(texts.iter());
        Remedy { changes, message }
    }

    pub(super) fn change(&self, Choice { field, codes, .. }: &Choice) -> Option<Change> {
        let known = self.cases.get(field.class.map_or(0, |class| class + 1))?;
        let fact = field.fact;
        Some(Change {
            fact: fact.stated_as().name().to_owned(),
            label: fact.label().to_owned(),
            found: known.found(fact),
            to: known.describe(fact, codes),
            subject: self.subject(field.class),
        })
    }

    /// A change as a clerk would say it.
    pub(super) fn words(&self, choice: &Choice, change: &Change) -> Text {
        let Change { fact, label, found, to, .. } = change;
        let act = choice.field.fact.act().filter(|_| self.purpose != Purpose::Correction);
        let (mut zh, mut en) = match (act, found) {
            (Some((zh, en)), _) => (zh.to_owned(), en.to_owned()),
            (None, found) => {
                let (to, to_en) = target(choice, to);
                let zh = match found {
                    Some(found) => format!("{label}由{found}改为{to}"),
                    None => format!("{}为{to}", label.trim_end_matches('至')),
                };
                (zh, format!("{fact} to {to_en}"))
            }
        };
        if let Some(class) = choice.field.class {
            zh = format!(
                "第{}个班{}",
                class + 1,
                zh.trim_start_matches("本班的").trim_start_matches("本班")
            );
            en = format!("class {}: {en}", class + 1);
        }
        Text::new(zh, en)
    }

    pub(super) fn subject(&self, class: Option<usize>) -> Option<String> {
        class.map(|class| format!("classes[{class}]"))
    }
}

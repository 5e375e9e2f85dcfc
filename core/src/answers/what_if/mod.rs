//! 如何才能符合: what a sponsor can do to turn an answer into "met", and why there is nothing where there is.

mod purpose;
mod records;

pub use purpose::Purpose;
pub use records::{Change, NoRemedy, Remedy, WhatIf};

use chrono::NaiveDate;

use crate::answers::assessment::rank;
use crate::answers::registration::merge;
use crate::answers::text::gaps;
use crate::error::Error;
use crate::facts::{Dossier, Fact, Institution, Kind, day_code};
use crate::logic::{
    Choice, Decision, Found, Missing, OpenBecause, Outcome, PartialFacts, Reason, Search, State,
    Status,
};
use crate::policy::{
    Case, Law, NamedRules, PolicyBook, Rule, Scope, ScopeState, Severity, Span, Target, check_day,
};
use crate::text::Text;

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 如何才能符合: the smallest changes by the sponsor that would turn a support, or a contradictory `register`, into
    /// "met"; or why there are none. A fact that is not known is a question, not a change.
    ///
    /// # Errors
    /// An unknown target, or facts that cannot be read.
    pub fn what_if(
        &self,
        target: &str,
        institution: &Institution,
        as_of: NaiveDate,
    ) -> Result<WhatIf, Error> {
        self.what_if_either(target, institution, &Dossier::default(), as_of)
    }

    /// 备案如何才能符合: as `what_if`, with a dossier: also of a requirement, of one for a class as `carers-infant@classes[1]`,
    /// or of the whole `review`.
    ///
    /// # Errors
    /// As `what_if` and `review`.
    pub fn what_if_filing(
        &self,
        target: &str,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
    ) -> Result<WhatIf, Error> {
        self.what_if_either(target, institution, dossier, as_of)
    }
}

/// What is asked, and what may be changed for it.
struct Asked<'a, 'k> {
    target: &'a str,
    on: NaiveDate,
    status: Status,
    /// The facts of the whole, then those of each class.
    cases: Vec<Case<'k>>,
    purpose: Purpose,
    /// The only facts that may be changed, where not every one may.
    only: Option<Vec<Fact>>,
    /// What is to be met, by the facts at a position.
    goals: Vec<(&'a Decision, usize)>,
    /// Whether some requirement applies, or may apply.
    applies: bool,
}

impl PolicyBook {
    fn what_if_either(
        &self,
        name: &str,
        institution: &Institution,
        dossier: &Dossier,
        on: NaiveDate,
    ) -> Result<WhatIf, Error> {
        check_day(on)?;
        dossier.check().map_err(|error| error.inside("dossier"))?;
        dossier.check_by(on)?;
        let whole = self.filing_case(institution, dossier, None, on)?;
        let law = whole.law();
        let asked = Asked {
            target: name,
            on,
            status: Status::Open,
            cases: vec![whole],
            purpose: Purpose::Support,
            only: None,
            goals: Vec::new(),
            applies: true,
        };
        let targets = || self.index.targets();
        if name == "register" {
            return Ok(self.registered_if(asked));
        }
        if let Some(found) = targets().find(|found| found.id == name) {
            return Ok(self.given_if(found, law, asked));
        }
        let (id, subject) = name.split_once('@').map_or((name, None), |(id, of)| (id, Some(of)));
        if name != "review" && !self.index.requirements.iter().any(|target| target.id == id) {
            let names = targets().chain(&self.index.requirements).map(|found| found.id.as_str());
            return Err(Self::unknown_target(name, names.chain(["register", "review"])));
        }
        let mut asked = Asked { purpose: Purpose::Filing, ..asked };
        for class in dossier.classes.iter().flatten() {
            asked.cases.push(self.filing_case(institution, dossier, Some(class), on)?);
        }
        let review = self.review_of(institution, dossier, on)?;
        if name == "review" {
            asked.status = review.status;
            if !review.regime.is_filing() {
                return Ok(asked.none(NoRemedy::NotInForce, review.message));
            }
            let defect = |rule: &Rule| rule.entry.severity == Some(Severity::Defect);
            self.aim(&mut asked, law, &|_, rule, _| defect(rule));
        } else {
            let position = subject.map(|subject| asked.class(subject));
            self.aim(&mut asked, law, &|target, _, at| {
                target.id == id && position.is_none_or(|position| position == Some(at))
            });
            let named = self.index.requirements.iter().filter(|target| target.id == id);
            let rules = named.flat_map(|target| &target.rules);
            let spans =
                rules.filter_map(|position| self.rules.get(*position)).map(|rule| &rule.span);
            let spans: Vec<&Span> = spans.collect();
            let scope = self.scope(spans.into_iter(), asked.code(Fact::Jurisdiction), on);
            if scope.state != ScopeState::InForce {
                return Ok(asked.without_law(&scope));
            }
            if asked.goals.is_empty() && subject.is_some() {
                let named = self.index.requirements.iter().filter(|target| target.id == id);
                let mut rules = named.flat_map(|target| &target.rules);
                let of_classes =
                    rules.any(|rule| self.rules.get(*rule).is_some_and(Rule::is_of_classes));
                let classes = 0..if of_classes { asked.cases.len() - 1 } else { 0 };
                let names = classes.map(|class| format!("{id}@classes[{class}]"));
                let names: Vec<String> = names.chain([id.to_owned()]).collect();
                return Err(Self::unknown_target(name, names.iter().map(String::as_str)));
            }
            asked.status = asked.worst();
            if !asked.applies {
                let (zh, en) = ("对本机构不适用", "does not apply here");
                return Ok(asked.none(NoRemedy::NotApplicable, Text::new(zh, en)));
            }
        }
        if !review.conflicts.is_empty() {
            let all = review.conflicts.iter().map(|conflict| &conflict.message);
            return Ok(asked.none(NoRemedy::Conflict, together(all)));
        }
        if name == "review" && !review.scope.is_here() {
            // What a place asks for besides may still be wanting.
            return Ok(match review.scope.jurisdiction {
                Some(_) => asked.without_law(&review.scope),
                None => asked.wanting(review.missing),
            });
        }
        Ok(asked.answer())
    }

    /// Takes as goals the requirements in force that are wanted, of each class where they are of classes, and what
    /// they want as what may be changed.
    fn aim<'a>(
        &'a self,
        asked: &mut Asked<'a, '_>,
        law: &'a Law,
        wanted: &dyn Fn(&Target, &Rule, usize) -> bool,
    ) {
        let mut only = Vec::new();
        asked.applies = false;
        for (target, applies) in &law.requirements {
            let Some(whole) = asked.cases.first() else { return };
            let Some(rule) = self.rules_in_force(&target.rules, whole, asked.on).first().copied()
            else {
                continue;
            };
            let of_classes = rule.is_of_classes() && whole.has(Fact::Classes);
            let positions = if of_classes { 1..asked.cases.len() } else { 0..1 };
            for position in positions.filter(|position| wanted(target, rule, *position)) {
                asked.goals.push((&target.decision, position));
                only.extend(rule.wanted_facts());
                let known = asked.cases.get(position);
                asked.applies |=
                    known.is_some_and(|known| applies.outcome(known) != Outcome::Unmet);
            }
        }
        only.sort_unstable();
        only.dedup();
        asked.only = Some(only);
    }

    /// A support, or a step, which nobody does anything to come under.
    fn given_if<'a>(
        &'a self,
        found: &NamedRules,
        law: &'a Law,
        mut asked: Asked<'a, '_>,
    ) -> WhatIf {
        let rules = found.rules.iter().filter_map(|position| self.rules.get(*position));
        let scope =
            self.scope(rules.map(|rule| &rule.span), asked.code(Fact::Jurisdiction), asked.on);
        let Some(found) = law.targets().find(|here| here.id == found.id) else {
            asked.status = Status::Unmet;
            return asked.without_law(&scope);
        };
        asked.goals.push((&found.decision, 0));
        asked.status = asked.worst();
        if scope.state != ScopeState::InForce {
            return asked.without_law(&scope);
        }
        if law.steps.iter().any(|step| step.id == found.id) {
            asked.only = Some(Vec::new());
            if asked.status == Status::Unmet {
                let (zh, en) = (
                    "对本机构不适用；这是要办的事，不是争取的",
                    "does not apply here; it is to be done, not to be had",
                );
                return asked.none(NoRemedy::NotApplicable, Text::new(zh, en));
            }
        }
        let known = asked.cases.first();
        let conflict = Outcome::OpenConflict;
        match known.filter(|known| found.decision.outcome(known) == conflict) {
            Some(known) => {
                let conflicts = self.conflicts(known, asked.on);
                let all = together(conflicts.iter().map(|conflict| &conflict.message));
                asked.none(NoRemedy::Conflict, all)
            }
            None => asked.answer(),
        }
    }

    /// Corrections of facts that contradict each other; of what is merely open, another nature or form is none.
    fn registered_if<'a>(&self, mut asked: Asked<'a, 'a>) -> WhatIf {
        let Some(known) = asked.cases.first() else { return asked.answer() };
        let found = self.registration(known, asked.on);
        asked.status = found.status;
        match found.open_because {
            None if found.scope.state != ScopeState::InForce => asked.without_law(&found.scope),
            None => asked.answer(),
            Some(OpenBecause::Facts) => {
                WhatIf { missing: found.missing, ..asked.none(NoRemedy::Facts, found.message) }
            }
            Some(OpenBecause::Unsettled) => WhatIf {
                unsettled: found.unsettled,
                ..asked.none(NoRemedy::Unsettled, found.message)
            },
            Some(OpenBecause::Conflict) => {
                let given = known.as_given();
                let holds = |target: &&Target| {
                    [&given, known]
                        .iter()
                        .any(|known| target.decision.outcome(known) == Outcome::Met)
                };
                let clashes = known.law().conflicts.iter().chain(&known.law().impossible);
                let tested = clashes.filter(holds).flat_map(|one| one.decision.own().facts());
                let stated = |fact: &Fact| {
                    known.has(*fact) && !fact.is_presumed() && *fact != Fact::Jurisdiction
                };
                asked.only = Some(tested.filter(stated).collect());
                asked.purpose = Purpose::Correction;
                asked.goals.push((&known.law().registrable, 0));
                // Until it is known who runs it, no form is ruled out by that.
                let operator = asked.code(Fact::Operator);
                asked
                    .goals
                    .extend(operator.and(known.law().unbarred(&self.rules)).map(|goal| (goal, 0)));
                match asked.search() {
                    searched if searched.remedies.is_empty() => {
                        let all = found.conflicts.iter().map(|conflict| &conflict.message);
                        asked.none(NoRemedy::Conflict, together(all))
                    }
                    searched => asked.remedied(&searched),
                }
            }
        }
    }
}

impl<'a, 'k> Asked<'a, 'k> {
    /// The position of the facts of a class.
    fn class(&self, subject: &str) -> Option<usize> {
        let class: usize = subject.strip_prefix("classes[")?.strip_suffix(']')?.parse().ok()?;
        (class + 1 < self.cases.len() && format!("classes[{class}]") == subject)
            .then_some(class + 1)
    }

    fn code(&self, fact: Fact) -> Option<i64> {
        self.cases.first().and_then(|known| known.code(fact))
    }

    /// The worst answer of all goals.
    fn worst(&self) -> Status {
        let status = |(decision, position): &(&Decision, usize)| {
            self.cases.get(*position).map(|known| decision.outcome(known).status())
        };
        self.goals.iter().filter_map(status).min().unwrap_or(Status::Met)
    }

    fn facts(&self) -> Vec<&PartialFacts<'k>> {
        self.cases.iter().map(|case| &**case).collect()
    }

    fn search(&self) -> Found<'a> {
        let on = day_code(self.on);
        let allowed = |fact: Fact| match &self.only {
            Some(only) if !only.contains(&fact) => None,
            _ => self.purpose.allowed(fact, on),
        };
        Search::new(&self.facts(), &self.goals, &allowed).run()
    }

    fn answer(&self) -> WhatIf {
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
    fn facts_missing(&self, found: &Found<'_>) -> WhatIf {
        let mut missing = self.missing();
        for state in found.facts.iter().filter(|state| !state.choices.is_empty()) {
            let known = state.known(&self.facts());
            let of_state = known.map(|known| state.decision.missing(&known)).unwrap_or_default();
            of_state.into_iter().for_each(|one| merge(&mut missing, one));
        }
        rank(&mut missing);
        self.wanting(missing)
    }

    fn wanting(&self, missing: Vec<Missing>) -> WhatIf {
        let message = Text::new(
            format!("要先知道才能回答：{}", labels(&missing)),
            format!("to be known first: {}", names(&missing)),
        );
        WhatIf { missing, ..self.none(NoRemedy::Facts, message) }
    }

    /// The facts that the answers depend on as things stand.
    fn missing(&self) -> Vec<Missing> {
        let mut missing: Vec<Missing> = Vec::new();
        for (decision, position) in &self.goals {
            let of_goal = self.cases.get(*position).map(|known| decision.missing(known));
            of_goal.into_iter().flatten().for_each(|one| merge(&mut missing, one));
        }
        rank(&mut missing);
        missing
    }

    fn not_settled(&self, unsettled: Vec<Text>) -> WhatIf {
        let all = together(unsettled.iter());
        let message = Text::new(
            format!("文件未明确，做什么都不能确定符合：{}", all.zh),
            format!("not settled by the text, whatever is done: {}", all.en),
        );
        WhatIf { unsettled, ..self.none(NoRemedy::Unsettled, message) }
    }

    /// What is never met, but not known to be unmet either: the facts that tell the two apart, or what the text leaves open.
    fn undecided(&self, state: &State<'_>) -> WhatIf {
        let known = self.cases.get(state.position);
        let unsettled = known.map(|known| state.decision.unsettled(known)).unwrap_or_default();
        let missing = self.missing();
        if !missing.is_empty() {
            return WhatIf { unsettled, ..self.wanting(missing) };
        }
        self.not_settled(unsettled)
    }

    /// What nobody changes to this end.
    fn hopeless(&self, state: &State<'_>) -> WhatIf {
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
            let fact = Fact::ALL.iter().find(|fact| fact.name() == reason.fact);
            fact.is_none_or(|fact| self.purpose.allowed(*fact, day_code(self.on)).is_none())
        };
        if reasons.iter().any(fixed) {
            reasons.retain(fixed);
        }
        let zh: Vec<String> = reasons.iter().map(|reason| gaps::told(reason, "须为")).collect();
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

    fn without_law(&self, scope: &Scope) -> WhatIf {
        let why = match scope.state {
            ScopeState::OutOfScope => NoRemedy::OutOfScope,
            _ => NoRemedy::NotInForce,
        };
        self.none(why, scope.message.clone())
    }

    fn none(&self, why: NoRemedy, message: Text) -> WhatIf {
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

    fn remedied(&self, found: &Found<'_>) -> WhatIf {
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

    fn remedy(&self, choices: &[Choice]) -> Remedy {
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

    fn change(&self, Choice { field, codes, .. }: &Choice) -> Option<Change> {
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
    fn words(&self, choice: &Choice, change: &Change) -> Text {
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

    fn subject(&self, class: Option<usize>) -> Option<String> {
        class.map(|class| format!("classes[{class}]"))
    }
}

fn labels(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.label.as_str()).collect::<Vec<_>>().join("、")
}

fn names(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.fact.as_str()).collect::<Vec<_>>().join(", ")
}

/// What a fact is changed to, in words.
fn target(Choice { field, codes, .. }: &Choice, to: &str) -> (String, String) {
    let (least, most) = field.fact.kind().bounds();
    let bounds = match codes.bounds() {
        [(low, high)] if low < high => Some((*low <= least, *high >= most)),
        _ => None,
    };
    let shown = to.trim_start_matches("不小于").trim_start_matches("不大于");
    match (field.fact.kind(), bounds) {
        (Kind::Int { .. }, Some((true, false))) => {
            (format!("至多{shown}"), format!("at most {shown}"))
        }
        (Kind::Int { .. }, Some((false, true))) => {
            (format!("至少{shown}"), format!("at least {shown}"))
        }
        (Kind::Date, Some((false, true))) => {
            (format!("{shown}或者以后"), format!("{shown} or later"))
        }
        _ => (to.to_owned(), format!("`{to}`")),
    }
}

/// Several texts in one.
fn together<'t>(texts: impl Iterator<Item = &'t Text>) -> Text {
    let texts: Vec<&Text> = texts.collect();
    let all = |of: fn(&Text) -> &str, and: &str| {
        texts.iter().map(|text| of(text).trim_end_matches('。')).collect::<Vec<_>>().join(and)
    };
    Text::new(all(|text| &text.zh, "，"), all(|text| &text.en, "; "))
}

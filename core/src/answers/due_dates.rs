//! 期限: when receipt and notice of a filing are due, and where each period stands on the day of the answer.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::filing::Review;
use crate::answers::text::deadline_sentence;
use crate::calendar::{Calendar, Deadline, DeadlineState};
use crate::error::Error;
use crate::facts::Fact;
use crate::logic::Outcome;
use crate::policy::{Case, Citation, CitationRole, PolicyBook, Rule, Then};
use crate::text::{Text, chinese_day};

records! {
    /// A period that runs from the receipt of the materials.
    DueDate {
        /// Stable identifier.
        id: String,
        /// Title of the period.
        title: Shared<Text>,
        /// State of the period on the day of the answer.
        state: DeadlineState,
        /// Last day; none where the day of receipt is not known.
        deadline: Option<Deadline>,
        /// Working days left; none where the last day has gone by, is not known, or the thing is done.
        working_days_left: Option<i32>,
        /// Working days over the last day, of the day of the answer or of the day on which it was done late.
        working_days_over: Option<i32>,
        /// The day on which it was done, where that is known.
        answered_on: Option<NaiveDate>,
        /// Reason why the last day or the number of working days cannot be computed, if one cannot.
        because: Option<Shared<Text>>,
        /// The clauses behind it.
        citations: List<Citation>,
        /// In a sentence.
        message: Shared<Text>,
    }
}

impl PolicyBook {
    /// Every period that runs from the receipt of the materials.
    pub(crate) fn due(&self, known: &Case<'_>, on: NaiveDate) -> Result<Vec<DueDate>, Error> {
        let mut due = Vec::new();
        for target in &known.law().deadlines {
            let rules = target.rules.iter().filter_map(|position| self.rules.get(*position));
            for rule in
                rules.filter(|rule| self.surely_in_force(rule, known.code(Fact::Jurisdiction), on))
            {
                let answered = target.decision.outcome(known) == Outcome::Met;
                due.extend(self.due_date(rule, known, answered, on)?);
            }
        }
        Ok(due)
    }

    fn due_date(
        &self,
        rule: &Rule,
        known: &Case<'_>,
        answered: bool,
        on: NaiveDate,
    ) -> Result<Option<DueDate>, Error> {
        let (Then::Deadline(id), Some(days)) = (&rule.entry.then, rule.entry.working_days) else {
            return Ok(None);
        };
        let answered_on = rule.answered_on.and_then(|fact| known.day(fact));
        let (mut deadline, mut because) = (None, None);
        let from = rule.span.from;
        match known.day(Fact::ReceivedOn) {
            None => {
                because =
                    Some(Text::new("没有填收到材料的日子", "the day of receipt is not known"));
            }
            Some(start) if start < from => {
                because = Some(Text::new(
                    format!("{}起施行，收到材料时尚未施行", chinese_day(from)),
                    format!("not in force before {from}, when the materials were received"),
                ));
            }
            Some(start) if rule.span.is_unsure(start) => {
                because = rule.unseen().map(|(_, because)| Text::clone(&because));
            }
            Some(start) => deadline = Some(self.calendar.deadline(start, days, false)?),
        }
        let mut citations = Vec::new();
        self.cite_rule(rule, CitationRole::Basis, on, &mut citations);
        let mut due = DueDate {
            id: id.clone(),
            title: Shared::new(rule.title()),
            state: DeadlineState::NotStarted,
            because: deadline
                .as_ref()
                .map_or(because, |deadline| deadline.because.clone())
                .map(Shared::new),
            deadline,
            working_days_left: None,
            working_days_over: None,
            answered_on,
            citations: citations.into(),
            message: Shared::default(),
        };
        due.stand(&self.calendar, known.day(Fact::ReceivedOn).is_some(), answered, on);
        due.message = Shared::new(deadline_sentence(&due, days));
        Ok(Some(due))
    }
}

impl DueDate {
    /// Works out where the period stands.
    fn stand(&mut self, calendar: &Calendar, started: bool, answered: bool, on: NaiveDate) {
        let last = self.deadline.as_ref().and_then(|deadline| deadline.due);
        // The day that counts: that on which it was done, or else that of the answer.
        let (day, done) = (self.answered_on.unwrap_or(on), self.answered_on.is_some());
        self.state = match last {
            _ if answered && !done => DeadlineState::Answered,
            None if done => DeadlineState::Answered,
            None if started => DeadlineState::NotComputable,
            None => DeadlineState::NotStarted,
            Some(last) if day <= last && done => DeadlineState::AnsweredInTime,
            Some(_) if done => DeadlineState::AnsweredLate,
            Some(last) if day < last => DeadlineState::Pending,
            Some(last) if day == last => DeadlineState::DueToday,
            Some(_) => DeadlineState::Past,
        };
        let (counted, over) = match (self.state, last) {
            (DeadlineState::Pending | DeadlineState::DueToday, Some(last)) => {
                (Some(calendar.working_days(day, last)), false)
            }
            (DeadlineState::Past | DeadlineState::AnsweredLate, Some(last)) => {
                (Some(calendar.working_days(last, day)), true)
            }
            _ => (None, false),
        };
        match counted {
            Some(Ok(days)) if over => self.working_days_over = Some(days),
            Some(Ok(days)) => self.working_days_left = Some(days),
            Some(Err(because)) => self.because = Some(Shared::new(because)),
            None if self.state == DeadlineState::Answered && !done => self.because = None,
            None => {}
        }
    }

    /// Tells whether it is done.
    fn is_answered(&self) -> bool {
        matches!(
            self.state,
            DeadlineState::Answered | DeadlineState::AnsweredInTime | DeadlineState::AnsweredLate
        )
    }
}

impl Review {
    /// Periods that are told: nothing of what is done, and once an answer was given, nothing of
    /// periods that are over or whose beginning nobody knows any more.
    pub(crate) fn due_to_tell(&self) -> impl Iterator<Item = &DueDate> {
        let answered = self.due.values().any(DueDate::is_answered);
        let over =
            |due: &DueDate| matches!(due.state, DeadlineState::NotStarted | DeadlineState::Past);
        let due = self.due.values();
        due.filter(move |due| !due.is_answered() && (!answered || !over(due)))
    }
}

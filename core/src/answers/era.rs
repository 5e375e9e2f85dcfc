//! 时期: the days around the day of an answer on which the law of a place stays the same.

use chrono::NaiveDate;
use tuoyu_shared::List;

use crate::error::Error;
use crate::facts::{FIRST_DAY, Fact, LAST_DAY, day_code};
use crate::logic::Condition;
use crate::policy::{Citation, CitationRole, Clause, PolicyBook, Scope, check_day};
use crate::text::{Text, chinese_day};

records! {
    /// 时期: the days between which nothing in the law of a place begins, ends or becomes doubtful.
    LawEra {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// Its first day; none where nothing began before.
        first_day: Option<NaiveDate>,
        /// Its last day; none where no later change is known.
        last_day: Option<NaiveDate>,
        /// The clauses that end with its last day.
        ends: List<Citation>,
        /// The clauses that begin on the day after its last.
        begins: List<Citation>,
        /// The days in a sentence.
        message: Text,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 时期: until when an answer can hold, and what changes then. Days of the institution itself, such as the end of a lease, are
    /// not among these.
    ///
    /// # Errors
    /// An unknown place, or a day outside 1900 to 2199.
    pub fn era(&self, jurisdiction: &str, as_of: NaiveDate) -> Result<LawEra, Error> {
        check_day(as_of)?;
        let place = self.places.code(jurisdiction)?;
        let (first, last) = self.same_law(place, day_code(as_of));
        let day = |code: i64| NaiveDate::from_num_days_from_ce_opt(i32::try_from(code).ok()?);
        let first_day = (first > FIRST_DAY).then(|| day(first)).flatten();
        let last_day = (last < LAST_DAY).then(|| day(last)).flatten();
        let next = last_day.and_then(|last| last.succ_opt());
        let changed = |of: Option<NaiveDate>, but: Option<NaiveDate>| match (of, but) {
            (Some(of), Some(but)) => self.cited_without(place, of, but),
            _ => List::default(),
        };
        let (ends, begins) = (changed(last_day, next), changed(next, last_day));
        let message = told(first_day, next, ends.len(), begins.len());
        let scope = self.local_scope(Some(place), as_of);
        Ok(LawEra { as_of, scope, first_day, last_day, ends, begins, message })
    }
}

impl PolicyBook {
    /// The first and the last day around a day between which no rule and no clause of a place begins, ends or becomes doubtful.
    fn same_law(&self, place: i64, day: i64) -> (i64, i64) {
        let mut starts = Vec::new();
        let mut between = |low: i64, high: i64| starts.extend([low, high + 1]);
        for (source, span) in self.sources.iter().zip(&self.spans) {
            if !span.includes_place(Some(place)) {
                continue;
            }
            for clause in &source.instrument.clauses {
                let span = span.of_clause(clause);
                let high = span.until.map_or(LAST_DAY, day_code);
                between(day_code(span.from), high);
            }
        }
        let rules = self.rules.iter().map(|(_, rule)| rule);
        for rule in rules.filter(|rule| rule.span.includes_place(Some(place))) {
            for test in rule.tests_of_eras() {
                if let Condition::Test(Fact::Day, days) = test {
                    days.bounds().iter().for_each(|(low, high)| between(*low, *high));
                }
            }
        }
        let first = starts.iter().copied().filter(|start| *start <= day).max();
        let next = starts.into_iter().filter(|start| *start > day).min();
        (first.unwrap_or(FIRST_DAY), next.map_or(LAST_DAY, |next| next - 1))
    }

    /// The clauses in force in a place on one day and not on another.
    fn cited_without(&self, place: i64, of: NaiveDate, but: NaiveDate) -> List<Citation> {
        let place = Some(place);
        let others: Vec<*const Clause> = self
            .clauses_in_force(place, but)
            .map(|(_, clause)| std::ptr::from_ref(clause))
            .collect();
        let alone = self.clauses_in_force(place, of);
        let alone = alone.filter(|(_, clause)| !others.contains(&std::ptr::from_ref(*clause)));
        let cited =
            alone.map(|(source, clause)| self.cite(source, clause, None, CitationRole::Basis, of));
        cited.collect()
    }
}

/// The days in a sentence, with how many clauses end and begin after them.
fn told(first: Option<NaiveDate>, next: Option<NaiveDate>, ends: usize, begins: usize) -> Text {
    let (mut zh, mut en) = match first {
        Some(first) => (
            format!("{}起规定没有变动", chinese_day(first)),
            format!("the law is the same since {first}"),
        ),
        None => ("此前规定没有变动".to_owned(), "the law was the same before".to_owned()),
    };
    match next {
        None => {
            zh.push_str("；没有见到以后变动的日子");
            en.push_str("; no later change is known");
        }
        Some(next) if ends + begins == 0 => {
            zh.push_str(&format!("；{}起有的条款内容有变，或者效力待核实", chinese_day(next)));
            en.push_str(&format!(
                "; on {next} the content of a clause changes, or its force becomes doubtful"
            ));
        }
        Some(next) => {
            let told = |count: usize, zh: &str, en: &str| {
                (count > 0).then(|| (format!("{count}条{zh}"), format!("{en}: {count}")))
            };
            let parts = [
                told(ends, "不再适用", "clauses that end"),
                told(begins, "开始适用", "clauses that begin"),
            ];
            let (chinese, english): (Vec<_>, Vec<_>) = parts.into_iter().flatten().unzip();
            zh.push_str(&format!("；{}起{}", chinese_day(next), chinese.join("，")));
            en.push_str(&format!("; from {next}, {}", english.join(", ")));
        }
    }
    Text::new(zh, en)
}

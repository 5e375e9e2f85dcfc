//! 期限: the day on which a period of working days ends.

use chrono::{Datelike, NaiveDate};

use crate::calendar::notices::{Calendar, Reading, is_weekend};
use crate::error::Error;
use crate::facts::{FactValue, Kind};
use crate::text::Text;

/// The lengths that a period can have.
pub const WORKING_DAYS: Kind = Kind::int(1, 10_000);

choices! {
    /// Reason why a day within a period is not worked.
    DayOff {
        /// A Saturday or Sunday, also one within a holiday.
        Weekend = "weekend" "周末",
        /// A weekday that a notice makes a day off.
        Holiday = "holiday" "放假",
    }

    /// The stand of a period on the day of the answer.
    DeadlineState {
        /// The day that it runs from is not known.
        NotStarted = "not_started" "起算日没有填",
        /// The last day cannot be computed.
        NotComputable = "not_computable" "无法计算",
        /// The last day lies ahead.
        Pending = "pending" "未到期",
        /// The last day is the day of the answer.
        DueToday = "due_today" "今天到期",
        /// The last day has gone by.
        Past = "past" "已过期",
        /// Done; in time or not is not known.
        Answered = "answered" "已经办理",
        /// Done by the last day.
        AnsweredInTime = "answered_in_time" "按期办理",
        /// Done after the last day.
        AnsweredLate = "answered_late" "逾期办理",
    }
}

records! {
    /// A day within a period that does not count.
    SkippedDay {
        /// The day.
        day: NaiveDate,
        /// Reason why it is not worked.
        why: DayOff,
    }

    /// 期限: the last day of a period of working days, and how it was counted.
    Deadline {
        /// The day that the period runs from, such as the day of receipt.
        start: NaiveDate,
        /// Number of its working days.
        working_days: i32,
        /// The last day; none where the period runs into a year without a notice.
        due: Option<NaiveDate>,
        /// The days that did not count, in their order.
        skipped: Vec<SkippedDay>,
        /// 调休: the Saturdays and Sundays that counted, in their order.
        made_up: Vec<NaiveDate>,
        /// Numbers of the notices relied on.
        notices: Vec<String>,
        /// Reason why the last day cannot be computed, if it cannot.
        because: Option<Text>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Calendar {
    /// 截止日: the last day of a period of working days. The day that it runs from does not count unless
    /// `start_counts`: the day after is the first (民法典第二百零一条, by analogy).
    ///
    /// ```
    /// use tuoyu::Calendar;
    ///
    /// let received = "2022-03-14".parse().unwrap();
    /// let notice = Calendar::bundled()?.deadline(received, 15, false)?;
    /// assert_eq!(notice.due, "2022-04-02".parse().ok()); // a Saturday that is worked
    /// assert_eq!(notice.notices, ["国办发明电〔2021〕11号"]);
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    ///
    /// # Errors
    /// Fewer than one working day, or more than 10,000; a day outside 1900 to 2199.
    pub fn deadline(
        &self,
        start: NaiveDate,
        working_days: i32,
        start_counts: bool,
    ) -> Result<Deadline, Error> {
        start.check(Kind::Date).map_err(|error| error.inside("start"))?;
        working_days.check(WORKING_DAYS).map_err(|error| error.inside("working_days"))?;
        let mut deadline = Deadline {
            start,
            working_days,
            due: None,
            skipped: Vec::new(),
            made_up: Vec::new(),
            notices: Vec::new(),
            because: None,
        };
        let mut left = working_days;
        for day in start.iter_days().skip(usize::from(!start_counts)) {
            let Some(reading) = self.reading(day) else {
                let (zh, en) = ("截止日待定", "the last day is not known");
                deadline.because = Some(self.not_known(day.year(), zh, en));
                break;
            };
            deadline.take(day, reading);
            left -= i32::from(reading.working);
            if left == 0 {
                deadline.due = Some(day);
                break;
            }
        }
        Ok(deadline)
    }
}

impl Calendar {
    /// Working days after the one day up to the other, that day included: as a period counts them.
    pub(crate) fn working_days(&self, after: NaiveDate, until: NaiveDate) -> Result<i32, Text> {
        let mut working = 0;
        for day in after.iter_days().skip(1).take_while(|day| *day <= until) {
            let Some(reading) = self.reading(day) else {
                let (zh, en) = ("工作日数待定", "the number of working days is not known");
                return Err(self.not_known(day.year(), zh, en));
            };
            working += i32::from(reading.working);
        }
        Ok(working)
    }

    fn not_known(&self, year: i32, zh: &str, en: &str) -> Text {
        if year > self.last_year() {
            return Text::new(
                format!("{year}年放假安排尚未公布或尚未载入，{zh}"),
                format!("the days off of {year} are not published, or not loaded; {en}"),
            );
        }
        Text::new(
            format!("未载入{year}年放假安排，{zh}"),
            format!("the days off of {year} are not loaded; {en}"),
        )
    }
}

impl Deadline {
    /// Takes note of a day of the period.
    fn take(&mut self, day: NaiveDate, reading: Reading<'_>) {
        match (reading.working, is_weekend(day)) {
            (true, false) => {}
            (true, true) => self.made_up.push(day),
            (false, true) => self.skipped.push(SkippedDay { day, why: DayOff::Weekend }),
            (false, false) => self.skipped.push(SkippedDay { day, why: DayOff::Holiday }),
        }
        for number in [Some(reading.notice), reading.listed_by].into_iter().flatten() {
            if !self.notices.iter().any(|known| known == number) {
                self.notices.push(number.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::error::ErrorCode;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(start: &str, working_days: i32) -> Deadline {
        Calendar::bundled().unwrap().deadline(date(start), working_days, false).unwrap()
    }

    #[test]
    fn receipt_and_notice_of_a_filing_of_march_2022_have_their_days() {
        assert_eq!(due("2022-03-14", 5).due, Some(date("2022-03-21")));
        let notice = due("2022-03-14", 15);
        assert_eq!(notice.due, Some(date("2022-04-02")));
        assert_eq!(notice.made_up, [date("2022-04-02")]);
        let weekends = ["2022-03-19", "2022-03-20", "2022-03-26", "2022-03-27"];
        let weekends = weekends.map(|day| SkippedDay { day: date(day), why: DayOff::Weekend });
        assert_eq!(notice.skipped, weekends);
        assert_eq!(notice.notices, ["国办发明电〔2021〕11号"]);
        assert_eq!(notice.because, None);
    }

    #[test]
    fn period_into_an_unpublished_year_is_open() {
        assert_eq!(due("2026-12-24", 5).due, Some(date("2026-12-31")));
        for start in ["2026-12-24", "2026-12-17"] {
            let notice = due(start, 15);
            assert_eq!(notice.due, None);
            let because = notice.because.unwrap();
            assert!(because.zh.starts_with("2027年放假安排尚未公布"), "{}", because.zh);
        }
    }

    #[test]
    fn the_period_is_a_date_once_the_year_is_loaded() {
        // Fictitious, for this test only: no notice for 2027 is published, and this is not one.
        let fictitious = "[[year]]\nyear = 2027\nnumber = \"虚构〔2026〕0号\"\n\
                          off = [2027-01-01]\nmade_up = [2027-01-03]\n";
        let calendar = Calendar::bundled().unwrap().with(fictitious).unwrap();
        let notice = calendar.deadline(date("2026-12-17"), 15, false).unwrap();
        assert_eq!(notice.due, Some(date("2027-01-07")));
        assert_eq!(notice.made_up, [date("2027-01-03")]);
        let holiday = SkippedDay { day: date("2027-01-01"), why: DayOff::Holiday };
        assert!(notice.skipped.contains(&holiday));
        assert_eq!(notice.notices, ["国办发明电〔2025〕7号", "虚构〔2026〕0号"]);
    }

    #[test]
    fn a_period_before_the_first_year_is_open() {
        let early = due("2018-12-28", 5);
        assert_eq!(early.due, None);
        assert!(early.because.unwrap().zh.contains("未载入2018年"));
        // Every day that counts is known.
        assert_eq!(due("2018-12-31", 1).due, Some(date("2019-01-02")));
    }

    #[test]
    fn working_days_between_two_days_are_those_of_the_row() {
        let calendar = Calendar::bundled().unwrap();
        let row = working_days();
        for (from, until) in [(0, 0), (0, 1), (3, 400), (1_000, 1_001), (2_000, 2_900)] {
            let [from, until] =
                [from, until].map(|days| date("2019-01-01") + chrono::TimeDelta::days(days));
            let naive = row.iter().filter(|day| **day > from && **day <= until).count();
            assert_eq!(calendar.working_days(from, until), Ok(i32::try_from(naive).unwrap()));
        }
        assert_eq!(calendar.working_days(date("2026-12-31"), date("2026-12-31")), Ok(0));
        let because = calendar.working_days(date("2026-12-31"), date("2027-01-01")).unwrap_err();
        assert_eq!(because.zh, "2027年放假安排尚未公布或尚未载入，工作日数待定");
        assert!(calendar.working_days(date("2018-12-30"), date("2019-01-03")).is_err());
    }

    #[test]
    fn an_amendment_is_relied_on_where_it_lists_a_day() {
        let notice = due("2020-01-23", 1);
        assert_eq!(notice.due, Some(date("2020-02-03")));
        assert_eq!(notice.notices, ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]);
        assert_eq!(due("2020-03-02", 5).notices, ["国办发明电〔2019〕16号"]);
    }

    #[test]
    fn the_first_day_counts_where_that_is_asked_for() {
        let calendar = Calendar::bundled().unwrap();
        let due = |start| calendar.deadline(date(start), 5, true).unwrap().due;
        assert_eq!(due("2022-03-14"), Some(date("2022-03-18")));
        assert_eq!(due("2022-03-12"), Some(date("2022-03-18")));
    }

    #[test]
    fn a_period_has_a_day_and_a_start_that_is_known() {
        let calendar = Calendar::bundled().unwrap();
        for days in [0, -1, i32::MIN, 10_001, i32::MAX] {
            let error = calendar.deadline(date("2022-03-14"), days, false).unwrap_err();
            assert_eq!((error.code, error.path.as_str()), (ErrorCode::OutOfRange, "working_days"));
        }
        for start in [NaiveDate::MIN, NaiveDate::MAX] {
            let error = calendar.deadline(start, 5, false).unwrap_err();
            assert_eq!((error.code, error.path.as_str()), (ErrorCode::OutOfRange, "start"));
        }
        let all = calendar.deadline(date("2022-03-14"), 10_000, false).unwrap();
        assert_eq!(all.due, None);
    }

    /// 1 January 2019 was a Tuesday.
    fn on_weekday(day: &NaiveDate) -> bool {
        ![4, 5].contains(&(*day - date("2019-01-01")).num_days().rem_euclid(7))
    }

    /// The working days of the bundled file in a row, read without the calendar: whole years of weekdays,
    /// then the days of each table taken away or added, in the order of the file.
    fn working_days() -> Vec<NaiveDate> {
        let file: toml::Table = include_str!("../../data/working-days.toml").parse().unwrap();
        let mut worked: BTreeSet<NaiveDate> = (0..8 * 365 + 2)
            .map(|days| date("2019-01-01") + chrono::TimeDelta::days(days))
            .filter(on_weekday)
            .collect();
        let days = |table: &toml::Table, name: &str| -> Vec<NaiveDate> {
            let days = table.get(name).and_then(|days| days.as_array()).into_iter().flatten();
            days.map(|day| date(&day.to_string())).filter(|day| day.year() >= 2019).collect()
        };
        for year in file["year"].as_array().unwrap() {
            let year = year.as_table().unwrap();
            let amendments = year.get("amendment").and_then(|tables| tables.as_array());
            let amendments =
                amendments.into_iter().flatten().map(|table| table.as_table().unwrap());
            for table in std::iter::once(year).chain(amendments) {
                for day in days(table, "cancelled") {
                    if on_weekday(&day) {
                        worked.insert(day)
                    } else {
                        worked.remove(&day)
                    };
                }
                for day in days(table, "off") {
                    worked.remove(&day);
                }
                worked.extend(days(table, "made_up"));
            }
        }
        worked.into_iter().collect()
    }

    #[test]
    fn every_deadline_is_that_of_counting_along_the_row_of_working_days() {
        let calendar = Calendar::bundled().unwrap();
        let row = working_days();
        let days = date("2019-01-01").iter_days().take_while(|day| day.year() < 2027);
        let mut open = 0;
        for start in days {
            let after = row.partition_point(|day| *day <= start);
            assert_eq!(calendar.is_working_day(start), Some(row.binary_search(&start).is_ok()));
            for count in [1_usize, 5, 15] {
                let naive = row.get(after + count - 1).copied();
                let deadline =
                    calendar.deadline(start, i32::try_from(count).unwrap(), false).unwrap();
                assert_eq!(deadline.due, naive, "{start} + {count}");
                assert_eq!(deadline.because.is_some(), naive.is_none(), "{start} + {count}");
                assert!(deadline.due.is_none_or(|due| due > start), "{start} + {count}");
                open += usize::from(naive.is_none());
                let Some(due) = deadline.due else { continue };
                assert_eq!(calendar.working_days(start, due), Ok(deadline.working_days));
                // Every day from the next to the last one is either worked or skipped.
                let length = usize::try_from((due - start).num_days()).unwrap();
                assert_eq!(length, count + deadline.skipped.len(), "{start} + {count}");
                let within = |day: &&NaiveDate| **day > start && **day <= due;
                let made_up = row.iter().filter(within).filter(|day| !on_weekday(day));
                assert!(deadline.made_up.iter().eq(made_up), "{start} + {count}");
            }
        }
        assert!(open > 20);
    }
}

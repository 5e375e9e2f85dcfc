//! 工作日历: which days are worked, by the yearly notices of the General Office of the State Council.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::characters;
use crate::error::{Error, ErrorCode, told_toml};
use crate::facts::day_of_toml;

/// The longest file of working days, in bytes.
const LONGEST_FILE: usize = 1 << 20;

/// 工作日历: which days are worked. It knows the years that a notice was read for and no other; a newer
/// calendar is another one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Calendar {
    years: BTreeMap<i32, Arrangement>,
    /// The files that it was read from, the newest last.
    pub(crate) texts: Vec<String>,
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Calendar {
    /// The calendar of the file that comes with the library.
    ///
    /// # Errors
    /// None in a released version; the tests read the file.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn bundled() -> Result<Self, Error> {
        Self::parse(include_str!("../../data/working-days.toml"))
    }

    /// Reads a file laid out as the bundled `working-days.toml`.
    ///
    /// # Errors
    /// A file that cannot be read, with its line; a year or a day listed twice; a day off that is a Saturday
    /// or Sunday anyway; a make-up working day that is none; a day of another year.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn parse(text: &str) -> Result<Self, Error> {
        let years = read(text)?;
        check_overlap(&years, &years)?;
        Ok(Self { years, texts: vec![text.to_owned()] })
    }

    /// This calendar with the years of another file, each in the place of the same year here.
    ///
    /// # Errors
    /// The same as for [`Calendar::parse`], and a day that the neighbouring year lists as well.
    pub fn with(&self, text: &str) -> Result<Self, Error> {
        let newer = read(text)?;
        let mut years = self.years.clone();
        years.extend(newer.clone());
        check_overlap(&newer, &years)?;
        let texts = self.texts.iter().cloned().chain([text.to_owned()]).collect();
        Ok(Self { years, texts })
    }

    /// Tells whether a day is worked; none for a day of a year without a notice.
    ///
    /// ```
    /// use tuoyu::Calendar;
    ///
    /// let calendar = Calendar::bundled()?;
    /// let day = |text: &str| text.parse().unwrap();
    /// assert_eq!(calendar.is_working_day(day("2022-04-02")), Some(true)); // a Saturday that is worked
    /// assert_eq!(calendar.is_working_day(day("2022-04-05")), Some(false)); // 清明节
    /// assert_eq!(calendar.is_working_day(day("2027-01-04")), None); // not published
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    pub fn is_working_day(&self, day: NaiveDate) -> Option<bool> {
        self.reading(day).map(|reading| reading.working)
    }

    /// The first year that there is a notice for.
    pub fn first_year(&self) -> i32 {
        self.years.keys().next().copied().unwrap_or_default()
    }

    /// The last year that there is a notice for.
    pub fn last_year(&self) -> i32 {
        self.years.keys().next_back().copied().unwrap_or_default()
    }
}

impl Calendar {
    /// The files that the calendar was read from, the newest last.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// State of a day as it is known; none for a day of a year without a notice.
    pub(crate) fn reading(&self, day: NaiveDate) -> Option<Reading<'_>> {
        let arrangement = self.years.get(&day.year())?;
        // The notice of the next year may list days of this December.
        let listed = arrangement
            .listed
            .get(&day)
            .or_else(|| self.years.get(&(day.year() + 1)).and_then(|next| next.listed.get(&day)));
        let working = match listed.map(|listed| listed.kind) {
            Some(ListedAs::Off) => false,
            Some(ListedAs::MadeUp) => true,
            Some(ListedAs::Cancelled) | None => !is_weekend(day),
        };
        let listed_by = listed.map(|listed| listed.notice.as_str());
        Some(Reading { working, notice: &arrangement.number, listed_by })
    }
}

/// State of one day by the notices.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    pub working: bool,
    /// Number of the notice of the year.
    pub notice: &'a str,
    /// Number of the notice that lists the day, where one does.
    pub(super) listed_by: Option<&'a str>,
}

pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// 放假安排 of one year, its amendments worked in.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Arrangement {
    number: String,
    listed: BTreeMap<NaiveDate, Listed>,
}

/// A day that a notice lists.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Listed {
    kind: ListedAs,
    notice: String,
    line: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum ListedAs {
    /// 放假: a weekday.
    Off,
    /// 调休上班: a Saturday or Sunday.
    MadeUp,
    /// An amendment gives it back to the ordinary week.
    Cancelled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "year")]
    years: Vec<YearEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearEntry {
    year: Spanned<i32>,
    number: Spanned<String>,
    issued: Option<Spanned<Datetime>>,
    #[serde(default)]
    off: Vec<Spanned<Datetime>>,
    #[serde(default)]
    made_up: Vec<Spanned<Datetime>>,
    #[serde(default, rename = "amendment")]
    amendments: Vec<AmendmentEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmendmentEntry {
    number: Spanned<String>,
    issued: Option<Spanned<Datetime>>,
    #[serde(default)]
    off: Vec<Spanned<Datetime>>,
    #[serde(default)]
    made_up: Vec<Spanned<Datetime>>,
    #[serde(default)]
    cancelled: Vec<Spanned<Datetime>>,
}

fn read(text: &str) -> Result<BTreeMap<i32, Arrangement>, Error> {
    if text.len() > LONGEST_FILE {
        let (zh, en) =
            ("放假安排文件过长，最多 1 MiB", "expected a file of at most 1 MiB, found more");
        return Err(Error::new(ErrorCode::TooLong, PATH, zh, en));
    }
    characters::check(text, text, ErrorCode::BadCalendar, PATH)?;
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| Lines::new(text).at(span.start));
        let (zh, en, hint) = told_toml(text, &error);
        bad(line, format!("放假安排文件格式有误：{zh}"), en).with_hint(hint)
    })?;
    if file.years.is_empty() {
        return Err(bad(1, "文件没有任何年份的放假安排", "the file has no year"));
    }
    let mut years = BTreeMap::new();
    let lines = Lines::new(text);
    for entry in file.years {
        let (line, year) = (lines.at(entry.year.span().start), *entry.year.get_ref());
        if !(1950..=2199).contains(&year) {
            return Err(bad(
                line,
                "年份应在 1950 到 2199 之间",
                "expected a year from 1950 to 2199",
            ));
        }
        if years.insert(year, Draft { lines: &lines, year }.arrangement(entry)?).is_some() {
            return Err(bad(
                line,
                format!("{year}年的放假安排重复"),
                format!("the year {year} is given twice"),
            ));
        }
    }
    Ok(years)
}

/// The arrangement of a year while it is read.
struct Draft<'a> {
    lines: &'a Lines,
    year: i32,
}

impl Draft<'_> {
    fn arrangement(&self, entry: YearEntry) -> Result<Arrangement, Error> {
        let mut listed = BTreeMap::new();
        let number = self.number(&entry.number, entry.issued.as_ref())?;
        self.list(&mut listed, &number, ListedAs::Off, &entry.off)?;
        self.list(&mut listed, &number, ListedAs::MadeUp, &entry.made_up)?;
        for amendment in entry.amendments {
            let number = self.number(&amendment.number, amendment.issued.as_ref())?;
            self.list(&mut listed, &number, ListedAs::Cancelled, &amendment.cancelled)?;
            self.list(&mut listed, &number, ListedAs::Off, &amendment.off)?;
            self.list(&mut listed, &number, ListedAs::MadeUp, &amendment.made_up)?;
        }
        Ok(Arrangement { number, listed })
    }

    /// The number of a notice, whose day of issue has to be a day.
    fn number(
        &self,
        number: &Spanned<String>,
        issued: Option<&Spanned<Datetime>>,
    ) -> Result<String, Error> {
        issued.map(|issued| self.day(issued)).transpose()?;
        if number.get_ref().trim().is_empty() {
            let line = self.lines.at(number.span().start);
            return Err(bad(line, "缺少通知的发文字号", "the notice has no number"));
        }
        Ok(number.get_ref().trim().to_owned())
    }

    fn list(
        &self,
        listed: &mut BTreeMap<NaiveDate, Listed>,
        notice: &str,
        kind: ListedAs,
        days: &[Spanned<Datetime>],
    ) -> Result<(), Error> {
        for written in days {
            let (line, day) = (self.lines.at(written.span().start), self.day(written)?);
            let december_before = day.year() + 1 == self.year && day.month() == 12;
            let before = listed.get(&day).map(|listed| listed.kind);
            let is_listed = matches!(before, Some(ListedAs::Off | ListedAs::MadeUp));
            let wrong = match kind {
                _ if day.year() != self.year && !december_before => Some((
                    "不属于当年的放假安排",
                    "is no day of the year or of the December before",
                )),
                ListedAs::Cancelled if !is_listed => {
                    Some(("没有列为放假或上班，无从取消", "is not listed and cannot be cancelled"))
                }
                ListedAs::Off | ListedAs::MadeUp if is_listed => {
                    Some(("重复列出", "is listed twice"))
                }
                ListedAs::Off if is_weekend(day) => {
                    Some(("是周末，不必列为放假", "is a Saturday or Sunday, off anyway"))
                }
                ListedAs::MadeUp if !is_weekend(day) => {
                    Some(("不是周末，不能列为调休上班", "is no Saturday or Sunday to be made up"))
                }
                _ => None,
            };
            if let Some((zh, en)) = wrong {
                return Err(bad(line, format!("{day} {zh}"), format!("{day} {en}")));
            }
            listed.insert(day, Listed { kind, notice: notice.to_owned(), line });
        }
        Ok(())
    }

    fn day(&self, written: &Spanned<Datetime>) -> Result<NaiveDate, Error> {
        day_of_toml(written.get_ref())
            .map_err(|error| error.inside(PATH).at_line(self.lines.at(written.span().start)))
    }
}

/// A day of December can be listed by the notice of its own year and by the next; only one may.
fn check_overlap(
    newer: &BTreeMap<i32, Arrangement>,
    years: &BTreeMap<i32, Arrangement>,
) -> Result<(), Error> {
    for (year, arrangement) in newer {
        for (day, listed) in &arrangement.listed {
            let neighbour = if day.year() == *year { year + 1 } else { year - 1 };
            let other = years.get(&neighbour);
            if other.is_some_and(|other| other.listed.contains_key(day)) {
                return Err(bad(
                    listed.line,
                    format!("{day} 已在{neighbour}年的放假安排中列出"),
                    format!("{day} is listed for {neighbour} as well"),
                ));
            }
        }
    }
    Ok(())
}

/// Places of errors in a file.
const PATH: &str = "calendar";

fn bad(line: usize, zh: impl Into<String>, en: impl Into<String>) -> Error {
    Error::new(ErrorCode::BadCalendar, PATH, zh, en).at_line(line)
}

/// Ends of the lines of a text.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(end, _)| end).collect())
    }

    fn at(&self, position: usize) -> usize {
        self.0.partition_point(|end| *end < position) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn worked(calendar: &Calendar, day: &str) -> Option<bool> {
        calendar.is_working_day(date(day))
    }

    #[test]
    fn the_bundled_file_has_the_years_from_2019_to_2026() {
        let calendar = Calendar::bundled().unwrap();
        assert_eq!((calendar.first_year(), calendar.last_year()), (2019, 2026));
        assert_eq!(worked(&calendar, "2018-12-31"), None);
        assert_eq!(worked(&calendar, "2019-01-01"), Some(false));
        assert_eq!(worked(&calendar, "2026-12-31"), Some(true));
        assert_eq!(worked(&calendar, "2027-01-01"), None);
    }

    #[test]
    fn amendments_are_worked_in() {
        let calendar = Calendar::bundled().unwrap();
        assert_eq!(worked(&calendar, "2019-04-28"), Some(true));
        assert_eq!(worked(&calendar, "2019-05-03"), Some(false));
        assert_eq!(worked(&calendar, "2020-01-31"), Some(false));
        assert_eq!(worked(&calendar, "2020-02-01"), Some(false));
        let reading = calendar.reading(date("2020-02-01")).unwrap();
        assert_eq!(reading.notice, "国办发明电〔2019〕16号");
        assert_eq!(reading.listed_by, Some("国办发明电〔2020〕1号"));
    }

    #[test]
    fn a_bad_file_is_an_error_with_its_line() {
        let year = "[[year]]\nyear = 2024\nnumber = \"x\"\n";
        let bad = |rest: &str, line: i32, zh: &str| {
            let error = Calendar::parse(&format!("{year}{rest}")).unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            assert!(error.message.zh.contains(zh), "{error}");
            assert_eq!(error.code, ErrorCode::BadCalendar, "{error}");
        };
        bad("off = [", 4, "格式有误");
        bad("made-up = []", 4, "格式有误");
        bad("off = [2024-01-01,\n2024-01-01]", 5, "重复");
        bad("off = [2024-01-01]\nmade_up = [2024-01-01]", 5, "重复");
        bad("off = [2024-01-06]", 4, "是周末");
        bad("made_up = [2024-01-08]", 4, "不是周末");
        bad("off = [2025-01-01]", 4, "不属于当年");
        bad("off = [2023-11-01]", 4, "不属于当年");
        bad("[[year]]\nyear = 2024\nnumber = \"y\"", 5, "重复");
        bad("[[year]]\nyear = 24\nnumber = \"y\"", 5, "年份");
        bad("[[year]]\nyear = 2025\nnumber = \"\"", 6, "发文字号");
        bad("[[year.amendment]]\nnumber = \"y\"\ncancelled = [2024-01-01]", 6, "无从取消");
        bad(
            "off = [2024-01-01]\n[[year.amendment]]\nnumber = \"y\"\noff = [2024-01-01]",
            7,
            "重复",
        );
        bad(
            "off = [2024-12-31]\n[[year]]\nyear = 2025\nnumber = \"y\"\noff = [2024-12-31]",
            4,
            "已在2025年",
        );
        assert_eq!(Calendar::parse("").unwrap_err().code, ErrorCode::BadCalendar);
        let error = Calendar::parse(&format!("{year}off = [2024-01-01T00:00:00]")).unwrap_err();
        assert_eq!((error.code, error.line), (ErrorCode::BadDate, Some(4)));
        let long = "#".repeat(LONGEST_FILE + 1);
        assert_eq!(Calendar::parse(&long).unwrap_err().code, ErrorCode::TooLong);
    }

    #[test]
    fn a_file_written_on_windows_is_read() {
        let text = include_str!("../../data/working-days.toml").replace('\n', "\r\n");
        let calendar = Calendar::parse(&format!("\u{feff}{text}")).unwrap();
        assert_eq!((calendar.first_year(), calendar.last_year()), (2019, 2026));
        let error = Calendar::parse("[[year]]\r\nyear = 2024\r\nnumber = 1\r\n").unwrap_err();
        assert_eq!(error.line, Some(3));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_a_panic(text in "(\\[\\[year\\]\\]\n)?(year = [0-9-]{0,12}\n)?.*") {
            let _ = Calendar::parse(&text);
        }
    }

    #[test]
    fn a_newer_file_takes_the_place_of_its_years() {
        let calendar = Calendar::bundled().unwrap();
        // Fictitious: no such notice exists.
        let newer = "[[year]]\nyear = 2026\nnumber = \"虚构\"\noff = [2026-01-01]\n";
        let newer = calendar.with(newer).unwrap();
        assert_eq!((newer.first_year(), newer.last_year()), (2019, 2026));
        assert_eq!(worked(&newer, "2026-01-02"), Some(true));
        assert_eq!(worked(&calendar, "2026-01-02"), Some(false));
        assert_eq!(worked(&newer, "2025-10-08"), Some(false));
    }

    #[test]
    fn the_next_notice_may_list_days_of_december() {
        let calendar = Calendar::bundled().unwrap();
        // Fictitious: no such notice exists.
        let year = "[[year]]\nyear = 2027\nnumber = \"虚构\"\n";
        let newer = format!("{year}off = [2026-12-31]\nmade_up = [2026-12-26]\n");
        let newer = calendar.with(&newer).unwrap();
        assert_eq!(worked(&newer, "2026-12-31"), Some(false));
        assert_eq!(worked(&newer, "2026-12-26"), Some(true));
        let again = "[[year]]\nyear = 2026\nnumber = \"虚构\"\noff = [\n2026-12-31]\n";
        let error = newer.with(again).unwrap_err();
        assert_eq!((error.code, error.line), (ErrorCode::BadCalendar, Some(5)));
    }

    #[test]
    fn a_year_between_two_notices_is_not_known() {
        let calendar = Calendar::bundled().unwrap();
        // Fictitious: no such notice exists.
        let newer = calendar.with("[[year]]\nyear = 2028\nnumber = \"虚构\"\n").unwrap();
        assert_eq!(newer.last_year(), 2028);
        assert_eq!(worked(&newer, "2027-06-01"), None);
        assert_eq!(worked(&newer, "2028-06-01"), Some(true));
    }
}

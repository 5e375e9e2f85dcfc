//! One policy file as it was read, and where in it an error stands.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::characters;
use crate::error::{Error, ErrorCode, told_identifier, told_toml};
use crate::facts::Jurisdiction;
use crate::policy::citation::SourceQuality;
use crate::policy::files::annex::Annex;
use crate::policy::files::rounded::check_rounded;
use crate::policy::files::schema::{Clause, Day, Example, Instrument};
use crate::policy::files::{to_toml, to_toml_without_examples};
use crate::policy::lookup::FileWords;
use crate::text::Text;

/// A file and the lines that its parts stand on.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    pub instrument: Instrument,
    /// Its place among the files as they were given.
    pub given: usize,
    /// The examples of each clause, where they were left to be read when they are asked for.
    pub later: Option<OnceLock<Vec<Vec<Example>>>>,
    pub words: FileWords,
    /// Beginning of each clause: the lines and the bytes before its heading; worked out when it is first asked for.
    pub beginnings: OnceLock<Vec<(usize, usize)>>,
    /// The files beside it.
    pub annexes: Vec<Annex>,
    /// Texts that a catalogue beside it does not translate.
    pub untranslated: Vec<String>,
}

impl Source {
    /// Reads one policy file.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        check_length(name, text)?;
        let toml = to_toml(text);
        characters::check(text, &toml, ErrorCode::BadPolicy, &told_identifier(name))?;
        check_rounded(name, &toml)?;
        Self::of(name, text, &toml, None)
    }

    /// As `read`, of a file that is known to be right: its worked examples are read when they are asked for.
    pub fn read_bundled(name: &str, text: &str) -> Result<Self, Error> {
        Self::of(name, text, &to_toml_without_examples(text), Some(OnceLock::new()))
    }

    pub fn of(
        name: &str,
        text: &str,
        toml_text: &str,
        later: Option<OnceLock<Vec<Vec<Example>>>>,
    ) -> Result<Self, Error> {
        let mut instrument: Instrument =
            toml::from_str(toml_text).map_err(|error| toml_error(name, toml_text, &error))?;
        for rule in instrument.clauses.iter_mut().flat_map(|clause| &mut clause.rules) {
            rule.then.complete(&rule.id);
        }
        let (name, text) = (name.to_owned(), text.to_owned());
        let words = FileWords::default();
        let (annexes, untranslated) = (Vec::new(), Vec::new());
        let beginnings = OnceLock::new();
        let source = Self {
            name,
            text,
            instrument,
            given: 0,
            later,
            words,
            beginnings,
            annexes,
            untranslated,
        };
        source.check_days()?;
        source.check_clauses()?;
        Ok(source)
    }

    /// Reads policy files and the files beside them; where `compared`, translations are compared with what they translate.
    pub fn read_all<'a>(
        texts: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        compared: bool,
    ) -> Result<Vec<Self>, Error> {
        let annexed = |(name, text): &(&str, &str)| Annex::is_one(name, text);
        let own = texts.clone().filter(|file| !annexed(file));
        let mut sources =
            own.map(|(name, text)| Self::read(name, text)).collect::<Result<Vec<_>, _>>()?;
        let annexes: Vec<(&str, &str)> = texts.filter(annexed).collect();
        crate::policy::files::annex::attach(&mut sources, &annexes, compared)?;
        sources.iter().try_for_each(crate::policy::lookup::check)?;
        Ok(sources)
    }

    /// The name of the file, as errors show it.
    pub fn path(&self) -> String {
        told_identifier(&self.name)
    }

    /// Name and text of the file, and of those beside it.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let annexes = self.annexes.iter().map(|annex| (&*annex.name, &*annex.text));
        std::iter::once((&*self.name, &*self.text)).chain(annexes)
    }

    /// The worked examples in the TOML of a clause.
    pub fn examples(&self, clause: usize) -> Result<&[Example], Error> {
        let Some(later) = &self.later else {
            let clause = self.instrument.clauses.get(clause);
            return Ok(clause.map_or(&[], |clause| &clause.examples));
        };
        let examples = match later.get() {
            Some(examples) => examples,
            None => {
                let clauses = Self::read(&self.name, &self.text)?.instrument.clauses;
                later.get_or_init(|| clauses.into_iter().map(|clause| clause.examples).collect())
            }
        };
        Ok(examples.get(clause).map_or(&[], Vec::as_slice))
    }

    /// The text of a clause from its heading on, and the number of lines before it.
    pub fn of_clause(&self, clause: usize) -> (usize, &str) {
        let beginnings = self.beginnings.get_or_init(|| beginnings(&self.text));
        let Some((lines, first)) = beginnings.get(clause) else { return (0, "") };
        let end = beginnings.get(clause + 1).map_or(self.text.len(), |(_, end)| *end);
        (*lines, self.text.get(*first..end).unwrap_or_default())
    }

    /// An error in a clause, at the first line that holds `word`, or at its heading.
    pub fn at(&self, clause: usize, word: &str, error: Error) -> Error {
        self.at_table(clause, "## ", 0, word, error)
    }

    /// An error in one of the tables of a clause, at the first line from its header on that holds `word`, or
    /// at the header.
    pub fn at_table(
        &self,
        clause: usize,
        header: &str,
        position: usize,
        word: &str,
        error: Error,
    ) -> Error {
        let lines = || lines_of(&self.text, clause).map(|(line, text, _)| (line, text));
        let mut tables = lines().filter(|(_, text)| text.starts_with(header));
        let start = tables.nth(position).or_else(|| lines().next()).map_or(1, |(line, _)| line);
        let line = line_with(lines(), start, word);
        self.in_clause(clause, line, error)
    }

    /// An error in a clause, at a line of the file.
    pub fn in_clause(&self, clause: usize, line: usize, error: Error) -> Error {
        let number = self.instrument.clauses.get(clause).map_or("", Clause::number);
        error.inside(&format!("{} {}", self.path(), told_identifier(number))).at_line(line)
    }

    /// An error in what the head says of a department, at the first line from there on that holds `word`.
    pub fn in_department(&self, id: &str, word: &str, error: Error) -> Error {
        let begins = |line: &str| {
            let plain = line.replace(['[', ']', '"', ' '], "");
            let plain = plain.strip_prefix("departments.").unwrap_or(&plain);
            plain
                .strip_prefix(id)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', '.']))
        };
        let mut error = error.inside(&format!("departments.{}", told_identifier(id)));
        for annex in &self.annexes {
            error = match annex.at(&mut { begins }, word, error) {
                Ok(error) => return error,
                Err(error) => error,
            };
        }
        self.in_head(begins, word, error)
    }

    /// The places that the file declares, each with what tells the line of an error about it.
    pub fn places(&self) -> impl Iterator<Item = (&Jurisdiction, impl Fn(&str, Error) -> Error)> {
        let located = move |position: usize| {
            move |word: &str, error: Error| self.in_place(position, word, error)
        };
        let places = self.instrument.places.iter().enumerate();
        places.map(move |(position, place)| (place, located(position)))
    }

    /// An error in a place that the head declares, at the first line from there on that holds `word`.
    pub fn in_place(&self, position: usize, word: &str, error: Error) -> Error {
        let mut seen = 0;
        let begins = |line: &str| {
            let table = line.starts_with("[[place]]");
            seen += usize::from(table);
            table && seen > position
        };
        self.in_head(begins, word, error.inside(&format!("place[{position}]")))
    }

    /// An error in the head, at the first line from where it `begins` on that holds `word`.
    pub fn in_head(&self, mut begins: impl FnMut(&str) -> bool, word: &str, error: Error) -> Error {
        let head = || numbered(&self.text).take_while(|(_, text)| !text.starts_with("## "));
        let from = head().find(|(_, text)| begins(text.trim())).map_or(1, |(line, _)| line);
        let line = line_with(head(), from, word);
        error.inside(&self.path()).at_line(line)
    }

    /// An error in the head, at the line of a key, or where the head begins.
    pub fn at_head(&self, key: &str, error: Error) -> Error {
        let of_key = |line: &str| {
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        self.in_head(of_key, "", error)
    }

    /// The instrument and the clause that a rule of it cites: `number` for one of its own, or `instrument/number`.
    pub fn referred<'a>(&'a self, reference: &'a str) -> (&'a str, &'a str) {
        reference.split_once('/').unwrap_or((&self.instrument.id, reference))
    }

    /// The first day on which the wording of a clause was surely in force.
    pub fn sure_from(&self, clause: &Clause) -> NaiveDate {
        let Instrument { from, seen_from, .. } = &self.instrument;
        let later = [*seen_from, clause.from, clause.seen_from];
        later.into_iter().flatten().fold(*from, Day::max).0
    }

    pub fn check_days(&self) -> Result<(), Error> {
        let Instrument { from, until, seen_from, .. } = &self.instrument;
        for (key, day) in [("until", until), ("seen_from", seen_from)] {
            if !within(*day, *from, *until) {
                return Err(self.at_head(key, outside(key)));
            }
        }
        for (position, clause) in self.instrument.clauses.iter().enumerate() {
            let (first, last) = (clause.from.unwrap_or(*from), clause.until.or(*until));
            let days = [
                ("from", clause.from, *from, *until),
                ("until", clause.until, first, *until),
                ("seen_from", clause.seen_from, first, last),
            ];
            for (key, day, from, until) in days {
                if !within(day, from, until) {
                    let word = format!("{key} =");
                    return Err(self.at_table(position, "```toml", 0, &word, outside(key)));
                }
            }
        }
        Ok(())
    }

    pub fn check_clauses(&self) -> Result<(), Error> {
        for (position, clause) in self.instrument.clauses.iter().enumerate() {
            for quotation in &clause.quotations {
                let length = quotation.chars().filter(|c| !c.is_whitespace()).count();
                if length > LONGEST_QUOTATION {
                    let error = Error::new(
                        ErrorCode::QuotationTooLong,
                        "",
                        format!("引文过长：{length} 字，最多 {LONGEST_QUOTATION} 字"),
                        format!(
                            "expected a quotation of at most {LONGEST_QUOTATION} characters, found {length}"
                        ),
                    );
                    return Err(self.at(position, quotation, error));
                }
            }
            let decided = !clause.rules.is_empty()
                || !clause.goals.is_empty()
                || !clause.seats.is_empty()
                || clause.duty_of.is_some();
            if decided == clause.undecidable.is_some() {
                let error = Error::new(
                    ErrorCode::Uncovered,
                    "",
                    "条款应当有规则，或说明为何无可判断，二者只取其一",
                    "a clause has either rules or the reason why it has none",
                );
                return Err(self.at(position, "", error));
            }
            let partial =
                clause.evidence.unwrap_or(self.instrument.evidence) == SourceQuality::Partial;
            if decided && !clause.quotes() && !(partial && clause.says_what_was_seen()) {
                let error = Error::new(
                    ErrorCode::Uncovered,
                    "",
                    "有规则的条款应当引用原文；部分见到的，用 seen 写明见到了什么",
                    "a clause with rules quotes the text, or is partial and says in `seen` what was seen",
                );
                return Err(self.at(position, "", error));
            }
        }
        Ok(())
    }
}

/// The lines of a text, counted from 1.
pub fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(line, text)| (line + 1, text))
}

/// The lines and the bytes before the heading of each clause.
fn beginnings(text: &str) -> Vec<(usize, usize)> {
    let (mut fenced, mut bytes) = (false, 0);
    let mut beginnings = Vec::new();
    for (line, whole) in text.split_inclusive('\n').enumerate() {
        match whole.trim_end() {
            "```toml" => fenced = true,
            "```" => fenced = false,
            heading if !fenced && heading.starts_with("## ") => beginnings.push((line, bytes)),
            _ => {}
        }
        bytes += whole.len();
    }
    beginnings
}

/// The lines of a clause from its heading on, and whether each stands in TOML, where no line is a heading.
pub fn lines_of(text: &str, clause: usize) -> impl Iterator<Item = (usize, &str, bool)> {
    let (mut fenced, mut headings) = (false, 0);
    numbered(text)
        .map(move |(line, text)| {
            let text = text.trim_end();
            match text {
                "```toml" => fenced = true,
                "```" => fenced = false,
                _ => {}
            }
            headings += usize::from(!fenced && text.starts_with("## "));
            (headings, (line, text, fenced))
        })
        .skip_while(move |(headings, _)| *headings <= clause)
        .take_while(move |(headings, _)| *headings == clause + 1)
        .map(|(_, line)| line)
}

/// The first line from one on that holds a word, or that one.
pub fn line_with<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    from: usize,
    word: &str,
) -> usize {
    let mut left = lines.skip_while(|(line, _)| *line < from);
    let found = left.find(|(_, text)| !word.is_empty() && text.contains(word));
    found.map_or(from, |(line, _)| line)
}

/// Checks how long a file is.
pub fn check_length(name: &str, text: &str) -> Result<(), Error> {
    if text.len() <= LONGEST_FILE {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        told_identifier(name),
        "政策文件过长，最多 1 MiB",
        "expected a policy file of at most 1 MiB, found more",
    ))
}

/// Tells whether a day that is given lies between two others.
pub fn within(day: Option<Day>, from: Day, until: Option<Day>) -> bool {
    day.is_none_or(|day| from <= day && until.is_none_or(|until| day <= until))
}

pub fn outside(key: &str) -> Error {
    Error::new(
        ErrorCode::OutOfRange,
        key,
        "日子不在施行期以内",
        "the day is not within the days in force",
    )
}

pub fn toml_error(name: &str, text: &str, error: &toml::de::Error) -> Error {
    if error.message().contains("recur") {
        let deepest = |(_, line): &(usize, &str)| line.matches(['.', '[', '{']).count();
        let line = numbered(text).max_by_key(deepest).map_or(1, |(line, _)| line);
        let (zh, en) = ("表、列表或者键嵌套得过深", "tables, lists or keys are nested too deep");
        let hint = Text::new(
            "条件少套几层；嵌套最多约五十层",
            "nest conditions less deep; some fifty levels are read",
        );
        let error = Error::new(ErrorCode::TooComplex, told_identifier(name), zh, en);
        return error.with_hint(Some(hint)).at_line(line);
    }
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map(|before| before.matches('\n').count() + 1);
    let (zh, en, hint) = told_toml(text, error);
    let path = told_identifier(name);
    let mut read = Error::new(ErrorCode::BadPolicy, path, format!("政策文件格式有误：{zh}"), en)
        .with_hint(hint);
    if let Some(line) = line {
        read = read.at_line(line);
    }
    read
}

/// The longest policy file, in bytes.
pub const LONGEST_FILE: usize = 1 << 20;

/// The most characters that a quotation has, white space not counted.
pub const LONGEST_QUOTATION: usize = 100;

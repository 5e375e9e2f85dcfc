//! 例表: worked examples as a Markdown table under their clause, a row a case, as a decision table has its rules.

use toml::{Table, Value, value::Datetime};

use crate::error::{Error, ErrorCode, did_you_mean, nearest, told_name, told_value};
use crate::facts::{
    CareClass, Choice, Dossier, Fact, Institution, Kind, NO, Scalar, Term, YES, position, read_date,
};
use crate::logic::Status;
use crate::policy::book::PolicyBook;
use crate::policy::files::source::lines_of;
use crate::policy::files::{Example, Then};
use crate::policy::rules::Rule;
use crate::policy::terms::{Act, Regime};

/// Mark that begins the heading of a column of answers.
const ANSWER: &str = "→";

/// A list without items, and a record without facts.
const NOTHING: &str = "无";

/// Marks between the items of a list; `AMONG` between those of several classes, and between conflicts.
const BETWEEN: char = '、';
const AMONG: char = '；';

/// Of a requirement that does not apply.
const NOT_APPLICABLE: Term = Term { name: "none", label: "不适用" };

/// Answers that are no support, step, requirement or event.
const OWN: [Term; 4] = [
    Term { name: "register", label: "登记机关" },
    Term { name: "act", label: "登记业务" },
    Term { name: "conflicts", label: "相互矛盾" },
    Term { name: "regime", label: "备案方式" },
];

/// The tables of a clause, row by row.
#[derive(Clone, Debug, Default)]
struct Rows(Vec<(usize, Vec<(String, String)>)>);

/// Contents of a column.
enum Column {
    Day,
    Institution(Fact),
    Dossier(Fact),
    Class(Fact),
    /// Tells whether there is a filing at all, where nothing is known of it.
    Filing,
    Answer(String),
}

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => {
                letters.next();
                cells.last_mut().into_iter().for_each(|cell| cell.push('|'));
            }
            '|' => cells.push(String::new()),
            letter => cells.last_mut().into_iter().for_each(|cell| cell.push(letter)),
        }
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Every row of the tables of examples of a clause; other tables are commentary.
fn rows(text: &str, clause: usize) -> Result<Rows, Error> {
    let lines = lines_of(text, clause).filter(|(.., fenced)| !fenced);
    let mut lines = lines.map(|(at, line, _)| (at, line)).peekable();
    let mut rows = Rows::default();
    while let Some((at, line)) = lines.next() {
        if !line.starts_with('|') {
            continue;
        }
        let heads = cells(line);
        let ours = heads.iter().any(|head| head.starts_with(ANSWER));
        let is_rule = |line: &str| {
            line.starts_with('|') && line.chars().all(|letter| "|-: ".contains(letter))
        };
        let ruled = lines.next_if(|(_, line)| is_rule(line)).is_some();
        if ours && !ruled {
            let (zh, en) = (
                "例表的表头下面应有一行 |---|",
                "the heads of a table have a line |---| below them",
            );
            return Err(Error::new(ErrorCode::BadPolicy, "", zh, en).at_line(at));
        }
        while let Some((at, line)) = lines.next_if(|(_, line)| line.starts_with('|')) {
            if !ours {
                continue;
            }
            let of_row = cells(line);
            if of_row.len() != heads.len() {
                let (wanted, found) = (heads.len(), of_row.len());
                let zh = format!("这一行应有 {wanted} 格，实有 {found} 格");
                let en = format!("expected {wanted} cells, found {found}");
                return Err(Error::new(ErrorCode::BadPolicy, "", zh, en).at_line(at));
            }
            rows.0.push((at, heads.iter().cloned().zip(of_row).collect()));
        }
    }
    Ok(rows)
}

impl Column {
    fn read(head: &str) -> Result<Self, Error> {
        if let Some(answer) = head.strip_prefix(ANSWER) {
            return Ok(Self::Answer(answer.trim().to_owned()));
        }
        Ok(match head {
            "备案材料" => Self::Filing,
            head if head == Fact::Day.label() || head == "on" => Self::Day,
            head => {
                let of_institution = Institution::field(head).map(Self::Institution);
                let of_dossier = || Dossier::field(head).map(Self::Dossier);
                let of_class = |_| CareClass::field(head).map(Self::Class);
                of_institution.or_else(|_| of_dossier()).or_else(of_class).map_err(|_| {
                    let labels = Fact::ALL.iter().map(|fact| fact.label());
                    let (zh, en) = ("没有这项事实", "there is no such fact");
                    let hint = nearest(head, labels).map(did_you_mean);
                    Error::new(ErrorCode::UnknownFact, told_name(head), zh, en).with_hint(hint)
                })?
            }
        })
    }
}

/// The value that a cell gives a fact, as TOML has it.
fn value(fact: Fact, cell: &str) -> Result<Value, Error> {
    let name = |words: &'static [Term], text: &str| -> Result<Value, Error> {
        let at = usize::try_from(position(words, text)?).unwrap_or_default();
        Ok(Value::from(words.get(at).map_or("", |word| word.name)))
    };
    Ok(match fact.kind() {
        Kind::Bool => Value::Boolean(match cell {
            "true" | YES => true,
            "false" | NO => false,
            other => Scalar::Text(other).truth()?,
        }),
        Kind::Choice(words) => name(words, cell)?,
        Kind::Set(words) => {
            let items = cell.split(BETWEEN).filter(|item| *item != NOTHING);
            let items = items.map(|item| name(words, item.trim()));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        kind @ Kind::Int { .. } => {
            let number = cell.parse().map_or(Scalar::Text(cell), Scalar::Int);
            Value::Integer(number.whole(kind)?)
        }
        Kind::Date => Value::Datetime(date(cell)?),
        Kind::Text if fact == Fact::Classes && cell == NOTHING => Value::Array(Vec::new()),
        Kind::Jurisdiction | Kind::Text => Value::from(cell),
    })
}

fn date(cell: &str) -> Result<Datetime, Error> {
    read_date(cell)?.to_string().parse().map_err(|_| {
        let (zh, en) = ("不是日期", "expected a date");
        Error::new(ErrorCode::BadDate, "", zh, en)
    })
}

/// The stable name of one of some words.
fn named(words: &[Term], text: &str) -> Option<Value> {
    let found = words.iter().find(|word| word.label == text || word.name == text);
    found.map(|word| Value::from(word.name))
}

impl PolicyBook {
    /// The worked examples of a clause: those in its TOML, then those in its tables.
    ///
    /// # Errors
    /// A table that cannot be read, with its line.
    pub fn examples_of(&self, file: usize, clause: usize) -> Result<Vec<Example>, Error> {
        let Some(source) = self.sources.get(file) else { return Ok(Vec::new()) };
        let mut examples = source.examples(clause)?.to_vec();
        let (before, text) = source.of_clause(clause);
        let rows = rows(text, 0);
        let rows = rows.map_err(|error| {
            let line = error.line.and_then(|line| usize::try_from(line).ok());
            source.in_clause(clause, before + line.unwrap_or(1), error)
        })?;
        for (line, cells) in rows.0 {
            let line = before + line;
            let example = self.example((file, clause), line, &cells);
            examples.push(example.map_err(|error| source.in_clause(clause, line, error))?);
        }
        Ok(examples)
    }

    fn example(
        &self,
        at: (usize, usize),
        line: usize,
        cells: &[(String, String)],
    ) -> Result<Example, Error> {
        let (mut on, mut given, mut expect) = (None, Table::new(), Table::new());
        let mut dossier: Option<Table> = None;
        let mut classes: Vec<Table> = Vec::new();
        for (head, cell) in cells.iter().filter(|(_, cell)| !cell.is_empty()) {
            let inside = |error: Error| error.inside(told_name(head));
            match Column::read(head)? {
                Column::Day => on = Some(date(cell).map_err(inside)?),
                Column::Institution(fact) => {
                    let value = value(fact, cell).map_err(inside)?;
                    given.insert(fact.field().to_owned(), value);
                }
                Column::Dossier(fact) => {
                    let value = value(fact, cell).map_err(inside)?;
                    let dossier = dossier.get_or_insert_default();
                    dossier.insert(fact.field().to_owned(), value);
                }
                Column::Class(fact) => {
                    for (position, cell) in cell.split(AMONG).map(str::trim).enumerate() {
                        if classes.len() == position {
                            classes.push(Table::new());
                        }
                        if let (Some(class), false) = (classes.get_mut(position), cell.is_empty()) {
                            let value = value(fact, cell).map_err(inside)?;
                            class.insert(fact.field().to_owned(), value);
                        }
                    }
                }
                Column::Filing => {
                    dossier.get_or_insert_default();
                }
                Column::Answer(name) => {
                    let name = self.answer_called(&name, at).map_err(inside)?;
                    let value = self.expected(&name, cell, at).map_err(inside)?;
                    expect.insert(name, value);
                }
            }
        }
        if !classes.is_empty() {
            let classes = classes.into_iter().map(Value::Table).collect();
            dossier.get_or_insert_default().insert("classes".to_owned(), Value::Array(classes));
        }
        if let Some(dossier) = dossier {
            given.insert("dossier".to_owned(), Value::Table(dossier));
        }
        Ok(Example { on, given, expect, line: Some(line) })
    }

    /// The answer of an identifier, or of the title of a rule that gives it: one of the clause, else of the file, else of any.
    fn answer_called(&self, name: &str, at: (usize, usize)) -> Result<String, Error> {
        if let Some(Value::String(own)) = named(&OWN, name) {
            return Ok(own);
        }
        let of = |then: &Then| match then {
            Then::Support(id) | Then::Step(id) | Then::Require(id) | Then::Event(id) => {
                Some(id.clone())
            }
            _ => None,
        };
        let is_known = |id: &str| {
            self.rules.iter().any(|(_, rule)| of(&rule.entry.then).is_some_and(|of| of == id))
        };
        if is_known(name) {
            return Ok(name.to_owned());
        }
        let (zh, en) = ("没有这个事项", "there is no such answer");
        self.titled(name, at, |rule| of(&rule.entry.then))
            .ok_or_else(|| Error::new(ErrorCode::UnknownTarget, told_name(name), zh, en))
    }

    /// The one answer of the rules of a title: those of the clause, else of the file, else all; none where they do not agree.
    fn titled(
        &self,
        title: &str,
        (file, clause): (usize, usize),
        of: impl Fn(&Rule) -> Option<String>,
    ) -> Option<String> {
        let near: [&dyn Fn(&Rule) -> bool; 3] = [
            &|rule| rule.source == file && rule.clause == clause,
            &|rule| rule.source == file,
            &|_| true,
        ];
        near.into_iter().find_map(|near| {
            let rules = self.rules.iter().map(|(_, rule)| rule).filter(|rule| near(rule));
            let rules = rules.filter(|rule| rule.entry.title.as_deref() == Some(title));
            let mut found: Vec<String> = rules.filter_map(&of).collect();
            found.sort();
            found.dedup();
            match found.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            }
        })
    }

    fn expected(&self, name: &str, cell: &str, at: (usize, usize)) -> Result<Value, Error> {
        let items =
            |between: char| cell.split(between).map(str::trim).filter(|item| *item != NOTHING);
        let list = |items: Vec<Option<Value>>| items.into_iter().collect::<Option<_>>();
        let found = match name {
            "register" => {
                let called = |name: &str| Value::from(self.departments.called(name));
                Some(Value::Array(items(BETWEEN).map(called).collect()))
            }
            "act" => {
                list(items(BETWEEN).map(|item| named(Act::WORDS, item)).collect()).map(Value::Array)
            }
            "conflicts" => {
                let is_conflict = |rule: &Rule| match rule.entry.then {
                    Then::Conflict(_) | Then::Impossible(_) => Some(rule.entry.id.clone()),
                    _ => None,
                };
                let called = |title: &str| {
                    let id = self.titled(title, at, is_conflict);
                    Value::from(id.unwrap_or_else(|| title.to_owned()))
                };
                Some(Value::Array(items(AMONG).map(called).collect()))
            }
            "regime" => named(Regime::WORDS, cell).or_else(|| named(&[NOT_APPLICABLE], cell)),
            _ => named(Status::WORDS, cell).or_else(|| named(&[NOT_APPLICABLE], cell)),
        };
        found.ok_or_else(|| {
            let en = format!("{} is no such answer", told_value(cell));
            Error::new(ErrorCode::UnknownWord, "", "不认识这个取值", en)
        })
    }
}

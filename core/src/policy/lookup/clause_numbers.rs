//! 条款号: numbers of clauses as people type them, in Chinese or Arabic figures, with or without 第, 条 and parentheses.

/// A number taken apart; of what was typed, the levels that it names.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct ClauseNumber {
    annex: Option<u16>,
    /// 一、二、三.
    section: Option<u16>,
    /// （一）（二）（三）.
    part: Option<u16>,
    /// 1, 2, 3 or 第一条.
    item: Option<u16>,
    /// 款 of 条.
    paragraph: Option<u16>,
    /// The figure is Chinese and says nothing of its level, so that an item may be meant.
    bare: bool,
}

/// Characters that a number is written with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Figure(u16, Script),
    Open,
    Close,
    Ordinal,
    Annex,
    Level(Level),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Script {
    Chinese,
    Arabic,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Level {
    Section,
    Part,
    Item,
    Paragraph,
    /// 项 and 点: an item, or a part of one.
    Point,
}

const WORDS: [(&str, Token); 12] = [
    ("附件", Token::Annex),
    ("第", Token::Ordinal),
    ("（", Token::Open),
    ("）", Token::Close),
    ("部分", Token::Level(Level::Section)),
    ("章", Token::Level(Level::Section)),
    ("节", Token::Level(Level::Part)),
    ("小项", Token::Level(Level::Item)),
    ("条", Token::Level(Level::Item)),
    ("项", Token::Level(Level::Point)),
    ("点", Token::Level(Level::Point)),
    ("款", Token::Level(Level::Paragraph)),
];

/// Chinese figures up to ten.
const FIGURES: &str = "一二三四五六七八九十";

/// The most digits that a number of a clause has, so that a telephone number is none.
const MOST_DIGITS: usize = 3;

impl ClauseNumber {
    /// The number of a clause as its heading has it: 二（五）10, 附件1·宣传部门.
    pub(super) fn of_heading(number: &str) -> Option<Self> {
        Self::read(number.split('·').next().unwrap_or_default())
    }

    /// A number as it was typed, plain, with a space where white space or marks stood.
    pub fn read(text: &str) -> Option<Self> {
        let tokens = tokens(text)?;
        let mut number = Self::default();
        let mut rest = tokens.as_slice();
        let figures = tokens.iter().filter(|token| matches!(token, Token::Figure(..))).count();
        let mut left = figures;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            let mut ordinal = false;
            let (value, script, inside) = match (first, rest) {
                (Token::Annex, [Token::Figure(value, _), after @ ..])
                    if number == Self::default() =>
                {
                    number.annex = Some(*value);
                    rest = after;
                    left -= 1;
                    continue;
                }
                (Token::Open, [Token::Figure(value, script), Token::Close, after @ ..])
                | (
                    Token::Ordinal,
                    [Token::Open, Token::Figure(value, script), Token::Close, after @ ..],
                ) => {
                    rest = after;
                    (*value, *script, true)
                }
                (Token::Ordinal, [Token::Figure(value, script), after @ ..]) => {
                    rest = after;
                    ordinal = true;
                    (*value, *script, false)
                }
                (Token::Figure(value, script), _) => (*value, *script, false),
                _ => return None,
            };
            left -= 1;
            let mut level = None;
            if let Some((Token::Level(found), after)) = rest.split_first() {
                level = Some(*found);
                rest = after;
            }
            let place = match level {
                Some(_) if inside && number.item.is_none() => &mut number.part,
                Some(Level::Section) => &mut number.section,
                Some(Level::Part) => &mut number.part,
                Some(Level::Paragraph) if number.item.is_some() => &mut number.paragraph,
                Some(Level::Point) if number.item.is_some() => &mut number.paragraph,
                Some(_) => &mut number.item,
                None if inside && number.item.is_some() => &mut number.paragraph,
                None if inside => &mut number.part,
                None if ordinal || (script == Script::Arabic && left == 0) => &mut number.item,
                None if number.section.is_none() && number.part.is_none() => &mut number.section,
                None if number.part.is_none() => &mut number.part,
                None => &mut number.item,
            };
            if place.replace(value).is_some() {
                return None;
            }
            number.bare = figures == 1 && level.is_none() && !inside && script == Script::Chinese;
        }
        // 119 is no item.
        let is_short = figures > 1 || tokens.len() > 1 || number.item.is_none_or(|item| item < 100);
        (figures > 0 && is_short).then_some(number)
    }

    /// Tells whether a clause is asked for by this number, by its own or by one that it begins with.
    pub fn holds(&self, clause: &Self) -> bool {
        let named = [
            (self.section, clause.section),
            (self.part, clause.part),
            (self.item, clause.item),
            (self.paragraph, clause.paragraph),
        ];
        self.annex == clause.annex
            && named.iter().all(|(asked, of_clause)| asked.is_none() || asked == of_clause)
    }

    /// Other readings, for where no clause has the number: 十一 as an item, since nothing has so many sections, and 第一条
    /// where only sections are numbered.
    pub fn otherwise(self, clauses: &[Self]) -> Option<Self> {
        let only = |number: Self| Self { bare: self.bare, ..number };
        if self.bare && self.section.is_some_and(|section| section > 10) {
            return Some(Self { item: self.section, ..Self::default() });
        }
        let alone = self == only(Self { item: self.item, ..Self::default() });
        let numbered = clauses.iter().any(|clause| clause.item.is_some());
        (self.item.is_some() && alone && !numbered)
            .then(|| Self { section: self.item, ..Self::default() })
    }

    /// Tells whether a clause comes near this number: it has the same item, is of the same part, or is an annex too.
    pub(super) fn is_near(&self, clause: &Self) -> bool {
        let same =
            |asked: Option<u16>, of_clause: Option<u16>| asked.is_some() && asked == of_clause;
        match self.annex {
            Some(_) => clause.annex.is_some(),
            None => {
                clause.annex.is_none()
                    && (same(self.item, clause.item)
                        || (self.bare && same(self.section, clause.item))
                        || (same(self.section, clause.section) && same(self.part, clause.part)))
            }
        }
    }

    /// Common name of the clauses of one annex or part.
    pub fn shown(&self) -> String {
        match (self.annex, self.section, self.part) {
            (Some(annex), ..) => format!("附件{annex}"),
            (None, section, Some(part)) => {
                format!("{}（{}）", section.map(figures).unwrap_or_default(), figures(part))
            }
            (None, Some(section), None) => figures(section),
            _ => String::new(),
        }
    }

    pub fn annex(&self) -> Option<u16> {
        self.annex
    }

    /// Tells whether no other clause has the same item, so that the item names the clause.
    pub(super) fn is_alone(&self, all: &[(Self, &str)]) -> bool {
        let same = all.iter().filter(|(other, _)| other.item == self.item && other.annex.is_none());
        self.annex.is_none() && self.item.is_some() && same.count() == 1
    }

    /// The item as an article or a point: 第11条, 第十一项.
    pub(super) fn item_forms(&self) -> Vec<String> {
        let Some(item) = self.item else { return Vec::new() };
        let figures = [item.to_string(), figures(item)];
        let levels = ["条", "项", "点", "款"];
        let forms =
            figures.iter().flat_map(|figure| levels.map(|level| format!("第{figure}{level}")));
        forms.collect()
    }
}

/// The parts of a number, or nothing where there is anything else.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        if first == ' ' {
            rest = rest.trim_start();
            continue;
        }
        if let Some((word, token)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
            tokens.push(*token);
            rest = rest.get(word.len()..)?;
            continue;
        }
        let end = |is_of: fn(char) -> bool| rest.find(|c| !is_of(c)).unwrap_or(rest.len());
        let digits = end(|c| c.is_ascii_digit());
        if digits > 0 {
            let value: u16 = rest.get(..digits)?.parse().ok()?;
            if digits > MOST_DIGITS || first == '0' {
                return None;
            }
            tokens.push(Token::Figure(value, Script::Arabic));
            rest = rest.get(digits..)?;
            continue;
        }
        let letters = end(|c| FIGURES.contains(c));
        for value in chinese(rest.get(..letters).filter(|run| !run.is_empty())?)? {
            tokens.push(Token::Figure(value, Script::Chinese));
        }
        rest = rest.get(letters..)?;
    }
    Some(tokens)
}

/// 十一 is one figure, 二五 are two.
fn chinese(run: &str) -> Option<Vec<u16>> {
    let value = |c: char| {
        let position = FIGURES.chars().position(|figure| figure == c)?;
        u16::try_from(position + 1).ok()
    };
    let Some((tens, ones)) = run.split_once('十') else {
        return run.chars().map(value).collect();
    };
    let one = |text: &str, none: u16| {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (None, _) => Some(none),
            (Some(letter), None) => value(letter).filter(|value| *value < 10),
            _ => None,
        }
    };
    Some(vec![one(tens, 1)? * 10 + one(ones, 0)?])
}

/// A figure below a hundred in Chinese.
fn figures(value: u16) -> String {
    let letter = |value: u16| FIGURES.chars().nth(usize::from(value).wrapping_sub(1));
    let (tens, ones) = (value / 10, value % 10);
    match tens {
        0 => letter(ones).map(String::from).unwrap_or_default(),
        1 => std::iter::once('十').chain(letter(ones).filter(|_| ones > 0)).collect(),
        _ => letter(tens)
            .into_iter()
            .chain(['十'])
            .chain(letter(ones).filter(|_| ones > 0))
            .collect(),
    }
}

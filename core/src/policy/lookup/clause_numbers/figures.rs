//! 数字: the figures and marks that numbers of clauses are written with, in Chinese and Arabic.

/// Characters that a number is written with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token {
    Figure(u16, Script),
    Open,
    Close,
    Ordinal,
    Annex,
    Level(Level),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Script {
    Chinese,
    Arabic,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
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

/// The parts of a number, or nothing where there is anything else.
pub fn tokens(text: &str) -> Option<Vec<Token>> {
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
pub fn figures(value: u16) -> String {
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

//! Reads the number of a clause, from its heading or as it was typed.

use crate::policy::lookup::clause_numbers::ClauseNumber;
use crate::policy::lookup::clause_numbers::figures::{Level, Script, Token, tokens};

impl ClauseNumber {
    /// The number of a clause as its heading has it: 二（五）10, 附件1·宣传部门.
    pub fn of_heading(number: &str) -> Option<Self> {
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
}

//! Turns a column into classes that a plan knows the state of, or an error of the row.

use crate::error::ErrorCode;
use crate::facts::{EPOCH, FIRST_DAY, Fact, Jurisdictions, Kind, LAST_DAY, Scalar};
use crate::plan::columns::{Bits, Column, Integers, ROWS, Values};
use crate::plan::program::{Input, MOST_STATES};

/// The errors that a row can have, by their class from above: beyond those of states.
const ERRORS: [ErrorCode; 7] = [
    ErrorCode::BadCreditCode,
    ErrorCode::UnknownWord,
    ErrorCode::BadDate,
    ErrorCode::OutOfRange,
    ErrorCode::UnknownJurisdiction,
    ErrorCode::TooLong,
    ErrorCode::WrongType,
];

/// Meaning of a class of values.
pub type ColumnClass = Result<u8, ErrorCode>;

/// Way in which rows get their classes.
pub enum Way {
    /// Unknown throughout.
    Nothing,
    /// Two bits are all there is to know.
    Bits,
    /// By the interval that the number falls into: the greatest number below each, but for the first.
    Intervals(Vec<i32>),
    /// By the position of its text.
    Keys,
    /// Row by row.
    Slow,
}

/// A column, and what each class of its values stands for.
pub struct Reader<'a> {
    pub column: Column<'a>,
    pub fact: Fact,
    pub way: Way,
    pub classes: Vec<ColumnClass>,
    /// By position of the text, the classes whose value makes a presumed fact "yes".
    pub rebutting: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub fn new(
        column: Column<'a>,
        fact: Fact,
        input: Option<&Input>,
        places: &Jurisdictions,
    ) -> Self {
        let state = |code: i64| input.map_or(0, |input| input.state(code));
        let (way, classes) = match (column.values, fact.kind()) {
            (Values::Unknown, _) => (Way::Nothing, Vec::new()),
            (Values::Bits(_), Kind::Bool) => (Way::Bits, vec![Ok(state(0)), Ok(state(1))]),
            (Values::Integers(_), Kind::Int { min, max }) => intervals(fact, input, min, max, 0),
            (Values::Days(_), Kind::Date) => intervals(fact, input, FIRST_DAY, LAST_DAY, EPOCH),
            (Values::Words { words, .. }, _) if words.len() <= MOST_STATES => {
                let class = |word: &&str| {
                    let code = fact.read_code(&Scalar::Text(word), places)?;
                    Ok(code.map_or(0, state))
                };
                (Way::Keys, words.iter().map(class).collect())
            }
            _ => (Way::Slow, Vec::new()),
        };
        let rebuts = |word: &&str| {
            let code = fact.read_code(&Scalar::Text(word), places);
            code.is_ok_and(|code| code.is_some_and(|code| fact.rebuts(code)))
        };
        let rebutting = match (&way, column.values) {
            (Way::Keys, Values::Words { words, .. }) => {
                let words = (0..=u8::MAX).zip(words).filter(|(_, word)| rebuts(word));
                words.map(|(class, _)| class).collect()
            }
            _ => Vec::new(),
        };
        let mut reader = Self { column, fact, way, classes, rebutting };
        if matches!(reader.way, Way::Slow) {
            // Every state stands for itself.
            reader.classes = (0..=u8::MAX).map(Ok).collect();
            let errors = reader.classes.iter_mut().rev().zip(ERRORS);
            errors.for_each(|(class, error)| *class = Err(error));
        }
        reader
    }

    /// The code of a row; none where it is not known.
    pub fn code(&self, row: usize, places: &Jurisdictions) -> Result<Option<i64>, ErrorCode> {
        self.fact.read_code(&self.scalar(row), places)
    }

    /// The value of a row.
    fn scalar(&self, row: usize) -> Scalar<'a> {
        if self.column.valid.is_some_and(|valid| !valid.get(row)) {
            return Scalar::Null;
        }
        match self.column.values {
            Values::Unknown => Scalar::Null,
            Values::Bits(bits) => Scalar::Bool(bits.get(row)),
            Values::Integers(integers) => integers.get(row).map_or(Scalar::Null, Scalar::Int),
            Values::Days(days) => {
                days.get(row).map_or(Scalar::Null, |day| Scalar::Day(i64::from(*day)))
            }
            Values::Text(texts) => Scalar::Text(texts.text(row)),
            Values::Words { keys, words } => {
                let word = keys.get(row).and_then(|key| usize::try_from(key).ok());
                Scalar::Text(word.and_then(|key| words.get(key)).copied().unwrap_or_default())
            }
            Values::Lists(lists) => {
                Scalar::List(lists.words(row).into_iter().map(Scalar::Text).collect())
            }
            Values::Scalars(scalars) => scalars.scalar(row),
            Values::Classes { .. } => Scalar::Other("班级的列表", "a list of classes"),
        }
    }

    /// The class of a row that is read by itself, from the state of its code.
    pub fn slow_class(&self, row: usize, places: &Jurisdictions, input: Option<&Input>) -> u8 {
        match self.code(row, places) {
            Ok(None) => 0,
            Ok(Some(code)) => input.map_or(0, |input| input.state(code)),
            Err(error) => {
                let at = ERRORS.iter().position(|known| *known == error).unwrap_or_default();
                u8::MAX - u8::try_from(at).unwrap_or_default()
            }
        }
    }
}

/// The states of the intervals between the cuts, with the values out of range on both sides.
fn intervals(
    fact: Fact,
    input: Option<&Input>,
    min: i64,
    max: i64,
    shift: i64,
) -> (Way, Vec<ColumnClass>) {
    let mut cuts = vec![min];
    cuts.extend(input.into_iter().flat_map(Input::intervals).map(|(cut, _)| cut));
    if fact == Fact::Storey {
        cuts.extend([0, 1]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    if cuts.len() + 2 > MOST_STATES {
        return (Way::Slow, Vec::new());
    }
    let class = |cut: &i64| match cut {
        0 if fact == Fact::Storey => Err(ErrorCode::OutOfRange),
        cut => Ok(input.map_or(0, |input| input.state(*cut))),
    };
    let mut classes = vec![Err(ErrorCode::OutOfRange)];
    classes.extend(cuts.iter().map(class));
    classes.push(Err(ErrorCode::OutOfRange));
    cuts.push(max + 1);
    // The greatest number there is has to be beyond the last cut, since it stands for every greater one.
    let bounds = cuts.iter().map(|cut| i32::try_from(cut - shift).ok()?.checked_sub(1));
    match bounds.collect() {
        Some(bounds) => (Way::Intervals(bounds), classes),
        None => (Way::Slow, Vec::new()),
    }
}

impl Bits<'_> {
    pub(crate) fn get(&self, row: usize) -> bool {
        let bit = self.offset + row;
        self.bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    pub(crate) fn reach(&self, rows: usize) -> bool {
        self.bytes.len() * 8 >= self.offset + rows
    }
}

/// Runs an expression for the program of whichever width.
macro_rules! of_any_width {
    ($integers:expr, $values:ident => $result:expr) => {
        match $integers {
            Integers::Int8($values) => $result,
            Integers::Int16($values) => $result,
            Integers::Int32($values) => $result,
            Integers::Int64($values) => $result,
            Integers::UInt8($values) => $result,
            Integers::UInt16($values) => $result,
            Integers::UInt32($values) => $result,
        }
    };
}

impl Integers<'_> {
    #[allow(clippy::useless_conversion, reason = "one of the widths is that of the result")]
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        of_any_width!(self, values => values.get(row).map(|value| i64::from(*value)))
    }

    pub(crate) fn len(&self) -> usize {
        of_any_width!(self, values => values.len())
    }

    /// For each row of a block, its value where that is a class, or the last class there is.
    #[inline(always)]
    #[allow(clippy::useless_conversion, reason = "one of the widths is that of the result")]
    pub(crate) fn keys(&self, row: usize, classes: &mut [u8]) {
        of_any_width!(self, values => {
            let rows = values.get(row..).unwrap_or_default();
            for (class, value) in classes.iter_mut().zip(rows) {
                *class = u8::try_from(*value).unwrap_or(u8::MAX);
            }
        });
    }
}

impl<'a> Integers<'a> {
    /// The numbers of a block; one that is too great or too small becomes the greatest or the least there is.
    #[inline(always)]
    #[allow(clippy::useless_conversion, reason = "one of the widths is that of the result")]
    pub(crate) fn numbers<'b>(self, row: usize, room: &'b mut [i32; ROWS]) -> &'b [i32; ROWS]
    where
        'a: 'b,
    {
        if let Integers::Int32(values) = self
            && let Some(block) = values.get(row..).and_then(<[i32]>::first_chunk)
        {
            return block;
        }
        of_any_width!(self, values => {
            let rows = values.get(row..).unwrap_or_default();
            for (number, value) in room.iter_mut().zip(rows) {
                let bounded = i64::from(*value).clamp(i32::MIN.into(), i32::MAX.into());
                *number = i32::try_from(bounded).unwrap_or_default();
            }
        });
        room
    }
}

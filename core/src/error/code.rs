//! 错误代码: the kinds of input that cannot be read.

use serde::{Deserialize, Serialize};

/// The kinds of unreadable input; the names are stable.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ErrorCode {
    /// A field that no institution has.
    UnknownField,
    /// A field that is needed and not given.
    MissingField,
    /// A field given twice.
    DuplicateField,
    /// A value of the wrong kind, such as text for a number.
    WrongType,
    /// A word outside the closed list of a field.
    UnknownWord,
    /// A number or a day outside the range of its field.
    OutOfRange,
    /// A day that is not written `YYYY-MM-DD`.
    BadDate,
    /// A unified social credit code that cannot be one.
    BadCreditCode,
    /// A place that is neither a six-digit code nor a name that a policy file declares.
    UnknownJurisdiction,
    /// Two facts that exclude each other by arithmetic, such as a lease that ends before it starts.
    Conflict,
    /// Text longer than any field may be.
    TooLong,
    /// JSON that cannot be parsed.
    BadJson,
    /// A question that does not exist.
    UnknownQuestion,
    /// A support, step or finding that no policy file knows.
    UnknownTarget,
    /// A policy file that is not laid out as one.
    BadPolicy,
    /// A file of working days that is not laid out as one, or says of a day what cannot be.
    BadCalendar,
    /// A department that the policy files do not list.
    UnknownDepartment,
    /// A fact in a condition that the vocabulary does not have.
    UnknownFact,
    /// A rule that refers to another rule or clause that is not there.
    UnknownReference,
    /// A quotation longer than operative words can be.
    QuotationTooLong,
    /// Two editions of one instrument that are in force on the same day.
    OverlappingEditions,
    /// An identifier used twice.
    DuplicateId,
    /// A clause with neither rules nor the reason why there are none, or with both.
    Uncovered,
    /// A worked example of a policy file that does not come out as it says.
    ExampleFails,
    /// A condition too large to be compiled exactly.
    TooComplex,
    /// A file that the caller named and that cannot be read.
    UnreadableFile,
    /// Facts that were read for another plan.
    WrongPlan,
    /// A template of a letter that names what there is not.
    BadTemplate,
    /// Columns that differ in length, or a table that cannot be read.
    BadTable,
}

impl ErrorCode {
    /// The stable name, as in JSON.
    pub fn name(self) -> String {
        let name = format!("{self:?}");
        let mut snake = String::with_capacity(name.len() + 4);
        for (position, letter) in name.char_indices() {
            if letter.is_uppercase() && position > 0 {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    }
}

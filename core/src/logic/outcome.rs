//! Outcomes of decisions, the tests behind them, and the facts that they still want.

use crate::facts::{Fact, Ranges};
use crate::text::Text;

choices! {
    /// 结论: there are three, and no way to make two of them.
    Status is answer {
        /// It does not hold, however the unknown facts turn out.
        Unmet = "unmet" "不符合",
        /// It depends on facts that are not known, or the text does not settle it.
        Open = "open" "待核实",
        /// It holds, however the unknown facts turn out.
        Met = "met" "符合",
    }

    /// Reason why an answer is open.
    OpenBecause {
        /// Facts are missing.
        Facts = "facts" "缺少事实",
        /// The text itself does not settle it.
        Unsettled = "unsettled" "文件未明确",
        /// The facts given contradict each other.
        Conflict = "conflict" "事实相互矛盾",
    }

    /// 结果: status, and why it is open, in one word; what a plan answers.
    Outcome is answer {
        /// It holds, however the unknown facts turn out.
        Met = "met" "符合",
        /// It does not hold, however the unknown facts turn out.
        Unmet = "unmet" "不符合",
        /// Open: facts are missing.
        OpenFacts = "open_facts" "待核实：缺少事实",
        /// Open: the text itself does not settle it.
        OpenUnsettled = "open_unsettled" "待核实：文件未明确",
        /// Open: the facts given contradict each other.
        OpenConflict = "open_conflict" "待核实：事实相互矛盾",
        /// No law of the book for it on the day, in the place.
        NotInForce = "not_in_force" "当日当地无此规定",
    }
}

impl Outcome {
    /// One word for a status, and why it is open.
    pub(crate) fn of(status: Status, because: Option<OpenBecause>) -> Self {
        match (status, because) {
            (Status::Met, _) => Self::Met,
            (Status::Unmet, _) => Self::Unmet,
            (_, Some(OpenBecause::Conflict)) => Self::OpenConflict,
            (_, Some(OpenBecause::Unsettled)) => Self::OpenUnsettled,
            _ => Self::OpenFacts,
        }
    }

    /// Of several outcomes the one that all of them come to: unmet where any is, then open by a conflict, for want of facts, or
    /// by silence of the text.
    pub(crate) fn all_of(outcomes: impl IntoIterator<Item = Self>) -> Option<Self> {
        outcomes.into_iter().min_by_key(|outcome| match outcome {
            Self::Unmet => 0,
            Self::OpenConflict => 1,
            Self::OpenFacts => 2,
            Self::OpenUnsettled => 3,
            Self::Met => 4,
            Self::NotInForce => 5,
        })
    }

    /// The three-valued answer; without law nothing is met.
    pub(crate) fn status(self) -> Status {
        match self {
            Self::Met => Status::Met,
            Self::Unmet | Self::NotInForce => Status::Unmet,
            Self::OpenFacts | Self::OpenUnsettled | Self::OpenConflict => Status::Open,
        }
    }

    /// Reason why it is open, if it is.
    pub(crate) fn open_because(self) -> Option<OpenBecause> {
        match self {
            Self::OpenFacts => Some(OpenBecause::Facts),
            Self::OpenUnsettled => Some(OpenBecause::Unsettled),
            Self::OpenConflict => Some(OpenBecause::Conflict),
            Self::Met | Self::Unmet | Self::NotInForce => None,
        }
    }
}

/// A test of one fact that decided, or would decide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tested {
    pub fact: Fact,
    /// The codes that were wanted.
    pub wanted: Ranges,
    /// Outcome of the test.
    pub outcome: Status,
}

records! {
    /// One test that decided, or would decide.
    Reason {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// The value that was wanted.
        wanted: String,
        /// The value found; none where the fact is not known.
        found: Option<String>,
        /// Outcome of the test.
        outcome: Status,
    }

    /// A fact that is not known and could decide.
    Missing {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// The question that learns it.
        question: Text,
        /// Number of open findings that it could decide by itself.
        decides: i32,
    }
}

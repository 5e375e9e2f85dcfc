//! Records of what would turn an answer.

use crate::logic::{Missing, Status};
use crate::text::Text;

choices! {
    /// Reason why nothing that a sponsor does turns an answer into "met".
    NoRemedy {
        /// It is met.
        AlreadyMet = "already_met" "已经符合",
        /// It depends on facts that have to be known first.
        Facts = "facts" "先要知道其他事实",
        /// The text does not settle it, whatever is done.
        Unsettled = "unsettled" "文件未明确",
        /// The facts given contradict each other.
        Conflict = "conflict" "事实相互矛盾",
        /// It turns on what no sponsor changes to this end.
        BeyondSponsor = "beyond_sponsor" "举办者不会为此改变",
        /// It does not apply here, and is nothing to be had.
        NotApplicable = "not_applicable" "不适用",
        /// There is no law for it on the day.
        NotInForce = "not_in_force" "当日没有依据",
        /// There is no law for it in the place.
        OutOfScope = "out_of_scope" "不属本区范围",
        /// There are more ways than are tried.
        TooComplex = "too_complex" "情形过于复杂",
    }
}

records! {
    /// One change of a fact.
    Change {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// The value found; none where the fact is not known.
        found: Option<String>,
        /// The value that it would have to have.
        to: String,
        /// Of which class it is, such as `classes[1]`; nothing where it is of the institution or of the whole filing.
        subject: Option<String>,
    }

    /// Changes that together turn an answer.
    Remedy {
        /// The changes.
        changes: Vec<Change>,
        /// In a sentence.
        message: Text,
    }

    /// 如何才能符合: the smallest changes, all by the sponsor, that would turn an answer into "met".
    WhatIf {
        /// The support, step or requirement, `register` or `review`.
        target: String,
        /// The answer as it is.
        status: Status,
        /// The remedies, each as small as any, at most sixteen; of a conflict, the corrections.
        remedies: Vec<Remedy>,
        /// Reason why there is none.
        no_remedy: Option<NoRemedy>,
        /// The facts that have to be known first, the most decisive first.
        missing: Vec<Missing>,
        /// Matters that the text leaves unsettled, whatever is done.
        unsettled: Vec<Text>,
        /// Facts that stand in the way, and that no sponsor changes to this end.
        obstacles: Vec<Change>,
        /// In a sentence.
        message: Text,
    }
}

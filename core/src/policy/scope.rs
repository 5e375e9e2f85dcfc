//! 适用范围: whether there is law for a place on a day.

use chrono::NaiveDate;

use crate::text::Text;

choices! {
    /// Tells whether there is law to answer from.
    ScopeState is answer {
        /// There is.
        InForce = "in_force" "适用",
        /// The first edition begins later.
        NotYetInForce = "not_yet_in_force" "尚未施行",
        /// The last edition ended earlier.
        NoLongerInForce = "no_longer_in_force" "已经失效",
        /// The place is governed by files that are not here.
        OutOfScope = "out_of_scope" "不属本区范围",
    }
}

records! {
    /// Tells whether there is law to answer from, and if not, since or from when.
    Scope {
        /// Tells whether there is.
        state: ScopeState,
        /// The place; none where it is not known.
        jurisdiction: Option<String>,
        /// The first day of the edition that is still to come.
        first_day: Option<NaiveDate>,
        /// The last day of the edition that ended.
        last_day: Option<NaiveDate>,
        /// In a sentence.
        message: Text,
    }
}

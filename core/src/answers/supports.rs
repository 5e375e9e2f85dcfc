//! 扶持: which taxes, prices, subsidies, land and staff measures apply, and how strongly.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::finding::Finding;
use crate::error::Error;
use crate::facts::Institution;
use crate::logic::Subject;
use crate::policy::{PolicyBook, Scope};
use crate::text::Text;

records! {
    /// A support that no edition in force on that day, or no file for that place, gives.
    NotInForce {
        /// Stable identifier.
        id: String,
        /// Title.
        title: Shared<Text>,
        /// Reason why there is none.
        scope: Shared<Scope>,
    }

    /// 扶持: every support, with its status.
    Supports {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law of the place to answer from.
        scope: Shared<Scope>,
        /// Every support in force.
        findings: List<Finding>,
        /// Every support that is not in force here on that day.
        lapsed: List<NotInForce>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 能享受什么: every support with its status, its force and the clauses behind it.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn supports(&self, institution: &Institution, as_of: NaiveDate) -> Result<Supports, Error> {
        let inquiry = self.inquiry(Subject::of(institution), as_of)?;
        Ok(inquiry.supports().told)
    }
}

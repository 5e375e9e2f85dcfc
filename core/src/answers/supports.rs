//! 扶持: which taxes, prices, subsidies, land and staff measures apply, and how strongly.

use chrono::NaiveDate;

use crate::answers::finding::{Finding, FindingKind};
use crate::error::Error;
use crate::facts::{Fact, Institution};
use crate::policy::{Case, PolicyBook, Rule, Scope, ScopeState};
use crate::text::Text;

records! {
    /// A support that no edition in force on that day, or no file for that place, gives.
    NotInForce {
        /// Stable identifier.
        id: String,
        /// Title.
        title: Text,
        /// Reason why there is none.
        scope: Scope,
    }

    /// 扶持: every support, with its status.
    Supports {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law of the place to answer from.
        scope: Scope,
        /// Every support in force.
        findings: Vec<Finding>,
        /// Every support that is not in force here on that day.
        lapsed: Vec<NotInForce>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 能享受什么: every support with its status, its force and the clauses behind it.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn supports(&self, institution: &Institution, as_of: NaiveDate) -> Result<Supports, Error> {
        let known = self.case(institution, as_of)?;
        Ok(self.support_findings(&known, as_of))
    }
}

impl PolicyBook {
    pub(super) fn support_findings(&self, known: &Case<'_>, on: NaiveDate) -> Supports {
        let place = known.code(Fact::Jurisdiction);
        let mut findings = Vec::new();
        let mut lapsed = Vec::new();
        let local = self.local_scope(place, on);
        for target in self.in_order(&self.index.supports, place) {
            let rules = target.rules.iter().filter_map(|position| self.rules.get(*position));
            let scope = self.scope(rules.clone().map(|rule| &rule.span), place, on);
            if scope.state == ScopeState::InForce {
                let here = known.law().supports.iter().find(|here| here.id == target.id);
                let finding = |here| self.finding(FindingKind::Support, here, known, on);
                findings.extend(here.map(finding));
            } else if scope.state != ScopeState::OutOfScope || local.state == ScopeState::OutOfScope
            {
                // Elsewhere it may be given; of a place with files of its own that is not told.
                let here = rules.clone().find(|rule| rule.span.includes_place(place));
                let first = here.or_else(|| rules.clone().next());
                let title = first.map_or_else(|| Text::new("", ""), Rule::title);
                lapsed.push(NotInForce { id: target.id.clone(), title, scope });
            }
        }
        Supports { as_of: on, scope: local, findings, lapsed }
    }
}

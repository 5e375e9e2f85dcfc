//! 扶持: which taxes, prices, subsidies, land and staff measures apply, and how strongly.

use chrono::NaiveDate;

use crate::answer::{FindingKind, Lapsed, ScopeState, Supports, Text};
use crate::book::PolicyBook;
use crate::error::Error;
use crate::institution::{Fact, Institution};
use crate::known::Known;

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 能享受什么: every support with its status, its force and the clauses behind it.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn supports(&self, institution: &Institution, as_of: NaiveDate) -> Result<Supports, Error> {
        let known = self.known(institution, as_of)?;
        Ok(self.support_findings(&known, as_of))
    }
}

impl PolicyBook {
    pub(crate) fn support_findings(&self, known: &Known<'_>, on: NaiveDate) -> Supports {
        let place = known.code(Fact::Jurisdiction);
        let mut findings = Vec::new();
        let mut lapsed = Vec::new();
        let local = self.local_scope(place, on);
        for target in self.in_order(&self.supports, place) {
            let rules = target.rules.iter().filter_map(|position| self.rules.get(*position));
            let scope = self.scope(rules.clone().map(|rule| &rule.span), place, on);
            if scope.state == ScopeState::InForce {
                findings.push(self.finding(FindingKind::Support, target, known, on));
            } else if scope.state != ScopeState::OutOfScope || local.state == ScopeState::OutOfScope
            {
                // Elsewhere it may be given; of a place with files of its own that is not told.
                let title =
                    rules.clone().next().map_or_else(|| Text::new("", ""), |rule| rule.title());
                lapsed.push(Lapsed { id: target.id.clone(), title, scope });
            }
        }
        Supports { as_of: on, scope: local, findings, lapsed }
    }
}

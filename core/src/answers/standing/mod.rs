//! 当日当地: what is told of a place on a day, written down once: what is the same for every institution, and of what
//! differs, each answer by what was looked at when it was made.

mod again;
mod asked_for;
mod inquiry;
mod requirements;
mod told;

pub use again::Again;
pub use asked_for::{AskedFor, Questions, facts_of};
pub use inquiry::{Inquiry, asking};
pub use requirements::Requirement;
pub use told::Told;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::answers::assessment::Assessed;
use crate::answers::decision_record::Provenance;
use crate::answers::due_dates::DueDate;
use crate::answers::filing::Review;
use crate::answers::finding::Finding;
use crate::answers::registration::{NarrowedAct, Registration, Remaining};
use crate::answers::standing::requirements::Requirements;
use crate::answers::supports::{NotInForce, Supports};
use crate::facts::Fact;
use crate::policy::{Law, PolicyBook, Regime, Scope, ScopeState};

/// The most places and days that are kept, and the most answers of all of them together; then all go, and are made anew when
/// they are asked for.
const MOST: (usize, usize) = (256, 16_384);

type ByPlaceAndDay = HashMap<(Option<i64>, NaiveDate), Arc<Standing>>;

/// Findings, questions and origin that a book keeps for its answers.
#[derive(Debug, Default)]
pub struct Kept {
    standings: RwLock<ByPlaceAndDay>,
    /// Number of answers that the standings keep.
    count: Arc<AtomicUsize>,
    pub questions: Questions,
    pub provenance: OnceLock<Arc<Provenance>>,
}

#[cfg(test)]
impl Kept {
    /// Forgets all that was told.
    pub(crate) fn forget(&self) {
        self.standings.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Number of answers that were made.
    pub(crate) fn made(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

/// Something told, with the facts that it still asks for and the number of answers that each could decide.
#[derive(Clone, Debug)]
pub struct Asking<T> {
    pub told: T,
    pub missing: Arc<[(Fact, i32)]>,
}

/// Everything that is told of a place on a day.
#[derive(Debug)]
pub struct Standing {
    /// Tells whether there is law of the place itself, and whether it says who registers.
    pub scope: Shared<Scope>,
    pub registering: Shared<Scope>,
    pub regime: Regime,
    pub supports: Told<Option<Asking<Shared<Finding>>>>,
    /// Supports without law in force.
    pub lapsed: List<NotInForce>,
    /// Steps; none where one has not to be done.
    pub steps: Told<Option<Asking<Shared<Finding>>>>,
    /// Conflicts, and combinations that are not registered.
    pub conflicts: Told<Shared<Finding>>,
    pub impossible: Told<Shared<Finding>>,
    /// Authorities in rank order, and acts of the registry; none where one is ruled out.
    pub authorities: Told<Option<Remaining>>,
    pub acts: Told<Option<NarrowedAct>>,
    pub requirements: Requirements,
    /// One thing: the periods.
    pub due: Told<List<DueDate>>,
    /// Whole answers about an institution: where it is registered, and its supports.
    pub registrations: Again<Asking<Registration>>,
    pub supported: Again<Asking<Supports>>,
    /// Whole reviews of filings, and whole assessments.
    pub reviews: Again<Asking<Review>>,
    pub assessments: Again<Assessed>,
}

impl PolicyBook {
    /// The findings, periods and questions that are kept for answers.
    pub(crate) fn kept_for_answers(&self) -> Arc<Kept> {
        self.kept.of::<Arc<Kept>>().cloned().unwrap_or_default()
    }

    /// The standing of a place on a day: made when it is first asked for.
    fn standing(&self, law: &Law, place: Option<i64>, on: NaiveDate, kept: &Kept) -> Arc<Standing> {
        let (places, answers) = MOST;
        let full = kept.count.load(Ordering::Relaxed) >= answers;
        let known = kept.standings.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(standing) = known.get(&(place, on)).filter(|_| !full) {
            return Arc::clone(standing);
        }
        drop(known);
        let standing = Arc::new(self.new_standing(law, place, on, &kept.count));
        let mut known = kept.standings.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= places || full {
            known.clear();
            kept.count.store(0, Ordering::Relaxed);
        }
        Arc::clone(known.entry((place, on)).or_insert(standing))
    }

    fn new_standing(
        &self,
        law: &Law,
        place: Option<i64>,
        on: NaiveDate,
        count: &Arc<AtomicUsize>,
    ) -> Standing {
        let (supports, lapsed) = self.supports_in_force(law, place, on);
        let steps = self.in_order(&law.steps, place).into_iter();
        let steps = steps.filter_map(|step| law.steps.iter().position(|other| other.id == step.id));
        let authorities = self.ranked(law, place, on).into_iter().filter_map(|ranked| {
            law.authorities.iter().position(|authority| authority.id == ranked.id)
        });
        Standing {
            scope: Shared::new(self.local_scope(place, on)),
            registering: Shared::new(self.scope_of_registration(place, on)),
            regime: self.regime(place, on),
            supports: Told::new(supports, count),
            lapsed,
            steps: Told::new(steps.collect(), count),
            conflicts: Told::new((0..law.conflicts.len()).collect(), count),
            impossible: Told::new((0..law.impossible.len()).collect(), count),
            authorities: Told::new(authorities.collect(), count),
            acts: Told::new(self.acts_spoken_of(law, place, on), count),
            requirements: Requirements::new(self, law, place, on, count),
            due: Told::new(vec![0], count),
            registrations: Again::new(count),
            supported: Again::new(count),
            reviews: Again::new(count),
            assessments: Again::new(count),
        }
    }

    /// The supports in force, by their position in the law, in the order in which they are told; and those that are not.
    fn supports_in_force(
        &self,
        law: &Law,
        place: Option<i64>,
        on: NaiveDate,
    ) -> (Vec<usize>, List<NotInForce>) {
        let (mut in_force, mut lapsed) = (Vec::new(), Vec::new());
        let local = self.local_scope(place, on);
        for target in self.in_order(&self.index.supports, place) {
            let rules = target.rules.iter().filter_map(|position| self.rules.get(*position));
            let scope = self.scope(rules.clone().map(|rule| &rule.span), place, on);
            if scope.state == ScopeState::InForce {
                in_force.extend(law.supports.iter().position(|here| here.id == target.id));
            } else if scope.state != ScopeState::OutOfScope || local.state == ScopeState::OutOfScope
            {
                // Elsewhere it may be given; of a place with files of its own that is not told.
                let here = rules.clone().find(|rule| rule.span.includes_place(place));
                let first = here.or_else(|| rules.clone().next());
                let title = Shared::new(first.map(|rule| rule.title()).unwrap_or_default());
                lapsed.push(NotInForce { id: target.id.clone(), title, scope: Shared::new(scope) });
            }
        }
        (in_force, lapsed.into())
    }
}

//! 依据: the clause behind an answer.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxBuildHasher;
use tuoyu_shared::Shared;

use crate::policy::files::Clause;

choices! {
    /// Quality of the source of a clause's wording.
    SourceQuality {
        /// The wording was seen.
        Verbatim = "verbatim" "已见原文",
        /// Seen in part, or restated elsewhere.
        Partial = "partial" "部分见到",
    }

    /// Role of a citation in an answer.
    CitationRole {
        /// The clause that the answer rests on.
        Basis = "basis" "依据",
        /// A definition that the basis relies on.
        Definition = "definition" "定义",
        /// A clause that another one displaces here.
        Displaced = "displaced" "被本地分工替代",
        /// A clause that repeats the basis or points to it.
        Confirms = "confirms" "呼应",
        /// A clause that supports the reading taken.
        See = "see" "参见",
    }
}

records! {
    /// The clause behind an answer.
    Citation {
        /// Identifier of the instrument.
        instrument: String,
        /// Its name.
        title: String,
        /// Its document number; the name where it has none.
        number: String,
        /// Number of the clause.
        clause: String,
        /// Heading of the clause.
        heading: String,
        /// The rule that encodes it, where one does.
        rule: Option<String>,
        /// The operative words.
        quotations: Vec<String>,
        /// Quality of the source of the wording.
        evidence: SourceQuality,
        /// Role of the clause in the answer.
        role: CitationRole,
    }
}

/// Place of a clause and of the name of its rule in the memory of the book, where neither moves; the role, and whether the
/// wording was seen for the day.
type Key = (usize, usize, CitationRole, bool);

/// Citations as they were written for answers, each once.
#[derive(Debug, Default)]
pub struct Citations(RwLock<HashMap<Key, Shared<Citation>, FxBuildHasher>>);

impl Citations {
    /// The citation of a clause of the book, in a role: `write` makes it when it is first asked for.
    pub fn get(
        &self,
        (clause, rule, role, seen): (&Clause, Option<&str>, CitationRole, bool),
        write: impl FnOnce() -> Citation,
    ) -> Shared<Citation> {
        let rule = rule.map_or(0, |rule| rule.as_ptr().addr());
        let key = (std::ptr::from_ref(clause).addr(), rule, role, seen);
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(key).or_insert_with(|| Shared::new(write())).clone()
        })
    }
}

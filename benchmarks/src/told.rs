//! Answers read as a caller reads them: every sentence in both languages, every reason, every citation.
//!
//! All that this folder knows of the shape of an answer stands here.

use tuoyu::{
    Assessment, Authority, Citation, DecisionRecord, Department, DueDate, Finding, Missing,
    NotInForce, Reason, Registration, RegistrationAct, Review, Scope, Shared, Supports, Text,
};

/// Bytes read of an answer, so that nothing of it can be left out.
pub trait Told {
    fn told(&self) -> usize;
}

fn all<'a, T: Told + 'a>(items: impl IntoIterator<Item = &'a T>) -> usize {
    items.into_iter().map(Told::told).sum()
}

impl<T: Told> Told for Shared<T> {
    fn told(&self) -> usize {
        T::told(self)
    }
}

impl Told for String {
    fn told(&self) -> usize {
        // The last byte, too: a text is read, not measured.
        self.len() + usize::from(self.as_bytes().last().copied().unwrap_or_default() & 1)
    }
}

impl Told for Text {
    fn told(&self) -> usize {
        self.zh.told() + self.en.told()
    }
}

impl Told for Reason {
    fn told(&self) -> usize {
        all([&self.fact, &self.label, &self.wanted]) + all(&self.found)
    }
}

impl Told for Missing {
    fn told(&self) -> usize {
        all([&self.fact, &self.label]) + self.question.told()
    }
}

impl Told for Citation {
    fn told(&self) -> usize {
        let words = [&self.instrument, &self.number, &self.clause, &self.heading];
        all(words) + all(&self.rule) + all(&self.quotations)
    }
}

impl Told for Department {
    fn told(&self) -> usize {
        all([&self.id, &self.name]) + all(&self.office)
    }
}

impl Told for Scope {
    fn told(&self) -> usize {
        self.message.told()
    }
}

impl Told for Finding {
    fn told(&self) -> usize {
        self.id.told()
            + self.title.told()
            + self.message.told()
            + all(&self.unsettled)
            + all(&self.reasons)
            + all(&self.missing)
            + all(&self.citations)
            + all(&self.departments)
            + all(&self.cure)
            + all(&self.notes)
    }
}

impl Told for Authority {
    fn told(&self) -> usize {
        self.department.told() + all(&self.reasons) + all(&self.citations)
    }
}

impl Told for RegistrationAct {
    fn told(&self) -> usize {
        self.message.told() + all(&self.reasons) + all(&self.citations)
    }
}

impl Told for Registration {
    fn told(&self) -> usize {
        self.scope.told()
            + self.message.told()
            + all(&self.authorities)
            + all(&self.acts)
            + all(&self.steps)
            + all(&self.conflicts)
            + all(&self.missing)
            + all(&self.unsettled)
            + all(&self.notes)
            + all(&self.citations)
    }
}

impl Told for NotInForce {
    fn told(&self) -> usize {
        self.id.told() + self.title.told() + self.scope.told()
    }
}

impl Told for Supports {
    fn told(&self) -> usize {
        self.scope.told() + all(&self.findings) + all(&self.lapsed)
    }
}

impl Told for DueDate {
    fn told(&self) -> usize {
        self.message.told()
    }
}

impl Told for Review {
    fn told(&self) -> usize {
        self.scope.told()
            + self.message.told()
            + all(&self.findings)
            + all(&self.due)
            + all(&self.conflicts)
            + all(&self.missing)
    }
}

impl Told for Assessment {
    fn told(&self) -> usize {
        self.registration.told() + self.supports.told() + all(&self.review) + all(&self.missing)
    }
}

/// The receipt of an assessment, where it is not asked for by itself.
pub fn receipt(assessment: &Assessment) -> usize {
    let DecisionRecord { outcome, sha256, .. } = &*assessment.receipt;
    outcome.told() + sha256.told()
}

/// Every finding of a review and what it comes to, without a sentence: the outcomes and reasons of a ledger.
pub fn outcomes(review: &Review) -> usize {
    let of = |finding: &Finding| finding.status as usize + finding.reasons.len();
    review.status as usize + review.findings.values().map(of).sum::<usize>()
}

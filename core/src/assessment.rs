//! Everything about one institution in one call, and the receipt that lets it be replayed.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::answer::{
    Assessment, FactSummary, Missing, Receipt, Registration, Review, Supports, Text, Verdict,
    Verification,
};
use crate::book::{PolicyBook, check_day, hex, vocabulary};
use crate::error::Error;
use crate::institution::{Dossier, Fact, Institution};
use crate::registration::merge;

/// Version of the library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 综合评估: registration, every support, the questions still to ask, and the receipt.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn assess(&self, institution: &Institution, as_of: NaiveDate) -> Result<Assessment, Error> {
        self.assess_either(institution, None, as_of)
    }

    /// 综合评估，含备案审查: as `assess`, with the review of a filing.
    ///
    /// # Errors
    /// As `assess` and `review`.
    pub fn assess_filing(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
    ) -> Result<Assessment, Error> {
        self.assess_either(institution, Some(dossier), as_of)
    }

    /// 批量评估: an assessment for each institution, in the order given; for nightly jobs. Each has some 80 kB of text,
    /// so a job over thousands hands over some hundred at a time.
    ///
    /// # Errors
    /// Those of `assess`; the path begins with the position of the institution, as in `[3].places`.
    pub fn assess_all(
        &self,
        institutions: &[Institution],
        as_of: NaiveDate,
    ) -> Result<Vec<Assessment>, Error> {
        check_day(as_of)?;
        let assess = |(position, institution): (usize, &Institution)| {
            self.assess(institution, as_of).map_err(|error| error.inside(&format!("[{position}]")))
        };
        institutions.iter().enumerate().map(assess).collect()
    }

    /// 回执: what an assessment was made from.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn receipt(&self, institution: &Institution, as_of: NaiveDate) -> Result<Receipt, Error> {
        Ok(self.assess(institution, as_of)?.receipt)
    }

    /// 核验回执: replays a receipt and says whether rules, input and outcome are the same.
    ///
    /// # Errors
    /// Facts that cannot be read.
    pub fn verify(
        &self,
        receipt: &Receipt,
        institution: &Institution,
    ) -> Result<Verification, Error> {
        Ok(compared(receipt, self.receipt(institution, receipt.as_of)?))
    }

    /// 核验回执: as `verify`, for a receipt of `assess_filing`.
    ///
    /// # Errors
    /// Facts that cannot be read.
    pub fn verify_filing(
        &self,
        receipt: &Receipt,
        institution: &Institution,
        dossier: &Dossier,
    ) -> Result<Verification, Error> {
        let assessment = self.assess_filing(institution, dossier, receipt.as_of)?;
        Ok(compared(receipt, assessment.receipt))
    }

    /// 词汇表: every fact that an institution can be described by, for forms.
    pub fn vocabulary(&self) -> Vec<FactSummary> {
        vocabulary("Institution").map(|fact| self.summary(fact)).collect()
    }

    /// 词汇表: every fact of a dossier, then of a class, for forms.
    pub fn filing_vocabulary(&self) -> Vec<FactSummary> {
        let facts = vocabulary("Dossier").chain(vocabulary("Class"));
        facts.map(|fact| self.summary(fact)).collect()
    }
}

impl PolicyBook {
    fn assess_either(
        &self,
        institution: &Institution,
        dossier: Option<&Dossier>,
        as_of: NaiveDate,
    ) -> Result<Assessment, Error> {
        let known = self.known(institution, as_of)?;
        let registration = self.registration(&known, as_of);
        let supports = self.support_findings(&known, as_of);
        let review = match dossier {
            Some(dossier) => Some(self.review_of(institution, dossier, as_of)?),
            None => None,
        };
        let findings = supports.findings.iter().chain(&registration.steps);
        let of_findings = findings.flat_map(|finding| &finding.missing);
        let of_review = review.iter().flat_map(|review| &review.missing);
        let mut missing: Vec<Missing> = Vec::new();
        for found in registration.missing.iter().chain(of_findings).chain(of_review) {
            merge(&mut missing, found.clone());
        }
        rank(&mut missing);
        let mut input = institution.canonical();
        if let Some(dossier) = dossier {
            input.push_str("\n--\n");
            input.push_str(&dossier.canonical());
        }
        let receipt = self.receipt_of(&input, as_of, &registration, &supports, review.as_ref());
        Ok(Assessment { as_of, registration, supports, review, missing, receipt })
    }

    fn summary(&self, fact: Fact) -> FactSummary {
        let (zh, en) = fact.question();
        let words = fact.kind().words();
        let informative = fact.informative().filter(|_| !self.tests(fact));
        FactSummary {
            name: fact.field().to_owned(),
            label: fact.label().to_owned(),
            kind: if fact == Fact::Classes { "classes" } else { fact.kind().name() }.to_owned(),
            words: words.iter().map(|word| word.name.to_owned()).collect(),
            word_labels: words.iter().map(|word| word.label.to_owned()).collect(),
            question: Text::new(zh, en),
            informative: informative.map(|(zh, en)| Text::new(zh, en)),
        }
    }

    fn receipt_of(
        &self,
        input: &str,
        as_of: NaiveDate,
        registration: &Registration,
        supports: &Supports,
        review: Option<&Review>,
    ) -> Receipt {
        let authorities: Vec<&str> = registration
            .authorities
            .iter()
            .map(|authority| authority.department.id.as_str())
            .collect();
        let mut outcome = vec![format!(
            "register={}({})[{}]",
            registration.status.name(),
            authorities.join(","),
            registration.scope.state.name()
        )];
        outcome.extend(
            supports.findings.iter().map(|found| format!("{}={}", found.id, found.status.name())),
        );
        outcome.extend(
            supports
                .lapsed
                .iter()
                .map(|found| format!("{}={}", found.id, found.scope.state.name())),
        );
        if let Some(review) = review {
            outcome.push(format!("review={}[{}]", review.status.name(), review.regime.name()));
            outcome.extend(review.findings.iter().map(|found| {
                let subject =
                    found.subject.as_ref().map_or_else(String::new, |of| format!("@{of}"));
                format!("{}{subject}={}", found.id, found.status.name())
            }));
        }
        let outcome = outcome.join(" ");
        Receipt {
            version: VERSION.to_owned(),
            edition: self.edition(),
            edition_sha256: self.sha256(),
            as_of,
            input_sha256: hex(&Sha256::digest(input.as_bytes())),
            outcome_sha256: hex(&Sha256::digest(outcome.as_bytes())),
            outcome,
        }
    }
}

/// What a replay says of a receipt: the first thing that differs.
fn compared(receipt: &Receipt, replayed: Receipt) -> Verification {
    let verdict = if receipt.edition_sha256 != replayed.edition_sha256 {
        Verdict::EditionDiffers
    } else if receipt.input_sha256 != replayed.input_sha256 {
        Verdict::InputDiffers
    } else if receipt.outcome_sha256 != replayed.outcome_sha256
        || receipt.outcome != replayed.outcome
    {
        Verdict::OutcomeDiffers
    } else if receipt.version != replayed.version {
        Verdict::VersionDiffers
    } else {
        Verdict::Confirmed
    };
    let message = Text::new(
        format!("核验结果：{}", verdict.label()),
        format!("verification: {}", verdict.name()),
    );
    Verification { verdict, message, replayed }
}

/// The questions still to ask: the one that can decide most first, then the order of the vocabulary.
pub(crate) fn rank(missing: &mut [Missing]) {
    let order = |missing: &Missing| Fact::ALL.iter().position(|fact| fact.name() == missing.fact);
    missing.sort_by(|left, right| {
        right.decides.cmp(&left.decides).then_with(|| order(left).cmp(&order(right)))
    });
}

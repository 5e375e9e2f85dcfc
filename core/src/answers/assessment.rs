//! Everything about one institution in one call, and the receipt that lets it be replayed.

use chrono::NaiveDate;
use tuoyu_shared::{Lazy, List, Shared};

use crate::answers::decision_record::{Decided, DecisionRecord, Verification};
use crate::answers::examined::Examination;
use crate::answers::filing::Review;
use crate::answers::finding::Finding;
use crate::answers::registration::Registration;
use crate::answers::standing::AskedFor;
use crate::answers::supports::Supports;
use crate::answers::text::Summary;
use crate::error::Error;
use crate::facts::{Answerer, Dossier, Fact, Institution, check_at_once};
use crate::logic::{Missing, Subject};
use crate::policy::{PolicyBook, check_day, vocabulary};
use crate::text::Text;

records! {
    /// Every answer about one institution.
    Assessment with methods {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Answer to where it registers.
        registration: Shared<Registration>,
        /// Answer to which support there is.
        supports: Shared<Supports>,
        /// The review of the filing, where a dossier was given.
        review: Option<Shared<Review>>,
        /// Supports that are not met before the filing, as they would be after it.
        after_filing: List<Finding>,
        /// The questions still to ask, the most decisive first.
        missing: List<Missing>,
        /// The answer in three lines: where it stands and where it goes, what matters now, and what is to be answered first.
        message: Shared<Text>,
        /// Record of what the assessment was made from.
        receipt: Lazy<DecisionRecord>,
    }

    /// One fact of the vocabulary, for forms and builders.
    FactSummary {
        /// Stable name of the field.
        name: String,
        /// Chinese term.
        label: String,
        /// Kind of value: bool, choice, set, int, date, place, text or classes.
        kind: String,
        /// Words that it takes, if it takes words.
        words: Vec<String>,
        /// Their Chinese terms.
        word_labels: Vec<String>,
        /// The question that learns it.
        question: Text,
        /// A line that helps to answer.
        hint: Option<Text>,
        /// The party that knows the answer.
        answered_by: Answerer,
        /// The earlier question after which this one may matter; none where it always may. Where the earlier one is not
        /// asked, this one may still be.
        asked_if: Option<AskedIf>,
        /// Reason why it is only kept as a record, where no rule of the book tests it.
        informative: Option<Text>,
    }

    /// An earlier question, and the answers to it after which another one matters.
    AskedIf {
        /// Stable name of the earlier fact.
        fact: String,
        /// Answers by their stable names: terms, or `true`.
        answers: Vec<String>,
    }
}

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

    /// 综合评估，含备案材料核对: as `assess`, with the review of a filing.
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

    /// 批量评估: an assessment for each institution, in the order given; for nightly jobs. At most 100,000 are
    /// made at a time, by the JVM 1,000, which is given a copy of every text; a plan answers any number without texts.
    ///
    /// # Errors
    /// Those of `assess`; the path begins with the position of the institution, as in `[3].places`. Too many
    /// institutions, before any is assessed.
    pub fn assess_all(
        &self,
        institutions: &[Institution],
        as_of: NaiveDate,
    ) -> Result<Vec<Assessment>, Error> {
        check_day(as_of)?;
        check_at_once(institutions.len(), "institutions")?;
        let assess = |(position, institution): (usize, &Institution)| {
            self.assess(institution, as_of).map_err(|error| error.inside(&format!("[{position}]")))
        };
        institutions.iter().enumerate().map(assess).collect()
    }

    /// 回执: what an assessment was made from.
    ///
    /// # Errors
    /// A fact out of range, an unknown place, or a day outside 1900 to 2199.
    pub fn receipt(
        &self,
        institution: &Institution,
        as_of: NaiveDate,
    ) -> Result<DecisionRecord, Error> {
        Ok(DecisionRecord::clone(&self.assess(institution, as_of)?.receipt))
    }

    /// 核验回执: replays a receipt and says whether every field of it is as it was written, and rules, calendar, input and
    /// outcome are the same. Whoever alters a receipt can also write its hash anew: then what it says is compared with
    /// the replay, and only the receipt of another day, with what is true of that day, is another valid one.
    ///
    /// # Errors
    /// Facts that cannot be read, or a receipt of another format.
    pub fn verify(
        &self,
        receipt: &DecisionRecord,
        institution: &Institution,
    ) -> Result<Verification, Error> {
        receipt.check_format()?;
        Ok(receipt.compared(self.receipt(institution, receipt.as_of)?))
    }

    /// 核验回执: as `verify`, for a receipt of `assess_filing`.
    ///
    /// # Errors
    /// As `verify`.
    pub fn verify_filing(
        &self,
        receipt: &DecisionRecord,
        institution: &Institution,
        dossier: &Dossier,
    ) -> Result<Verification, Error> {
        receipt.check_format()?;
        let assessment = self.assess_filing(institution, dossier, receipt.as_of)?;
        Ok(receipt.compared(DecisionRecord::clone(&assessment.receipt)))
    }

    /// 词汇表: every fact that an institution can be described by, for forms.
    pub fn vocabulary(&self) -> Vec<FactSummary> {
        vocabulary("Institution").map(|fact| self.summary(fact)).collect()
    }

    /// 词汇表: every fact of a dossier, then of a class, for forms.
    pub fn filing_vocabulary(&self) -> Vec<FactSummary> {
        let facts = vocabulary("Dossier").chain(vocabulary("CareClass"));
        facts.map(|fact| self.summary(fact)).collect()
    }
}

/// An assessment as it is kept, without its receipt.
#[derive(Clone, Debug)]
pub struct Assessed {
    registration: Shared<Registration>,
    supports: Shared<Supports>,
    review: Option<Shared<Review>>,
    after_filing: List<Finding>,
    missing: List<Missing>,
    message: Shared<Text>,
}

impl PolicyBook {
    fn assess_either(
        &self,
        institution: &Institution,
        dossier: Option<&Dossier>,
        as_of: NaiveDate,
    ) -> Result<Assessment, Error> {
        let inquiry = self.inquiry(Subject::of(institution), as_of)?;
        let filing = dossier.map(|dossier| self.examination(institution, dossier, as_of));
        let filing = filing.transpose()?;
        let of_filing = filing.iter().flat_map(Examination::stated);
        let stated = [&inquiry.stated].into_iter().chain(of_filing);
        let Assessed { registration, supports, review, after_filing, missing, message } =
            inquiry.standing.assessments.or_tell(stated, || {
                let mut asked = AskedFor::default();
                let (registration, supports) = (inquiry.registration(), inquiry.supports());
                asked.add(&registration.missing);
                asked.add(&supports.missing);
                let review = filing.as_ref().map(|filing| self.reviewed(filing, as_of));
                let review = review.transpose()?;
                review.iter().for_each(|review| asked.add(&review.missing));
                let missing = asked.ranked(&inquiry.kept.questions);
                let (registration, supports) = (registration.told, supports.told);
                let review = review.map(|review| review.told);
                let after_filing = match inquiry.stated.get(Fact::Filed) {
                    Some(0) => inquiry.after_filing(&supports),
                    _ => List::new(),
                };
                let summary = Summary {
                    registration: &registration,
                    supports: &supports,
                    after_filing: &after_filing,
                    review: review.as_ref(),
                    missing: &missing,
                    stated: &inquiry.stated,
                };
                let message = Shared::new(summary.told());
                Ok::<_, Error>(Assessed {
                    registration: Shared::new(registration),
                    supports: Shared::new(supports),
                    review: review.map(Shared::new),
                    after_filing,
                    missing,
                    message,
                })
            })?;
        let decided = Decided {
            institution: institution.clone(),
            dossier: dossier.cloned(),
            registration: registration.clone(),
            supports: supports.clone(),
            review: review.clone(),
        };
        let provenance = self.provenance(&inquiry.kept);
        let receipt = Lazy::new(move || provenance.record(&decided));
        Ok(Assessment {
            as_of,
            registration,
            supports,
            review,
            after_filing,
            missing,
            message,
            receipt,
        })
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
            hint: fact.hint().map(|(zh, en)| Text::new(zh, en)),
            answered_by: fact.answerer(),
            asked_if: fact.asked_if().map(|earlier| AskedIf {
                fact: earlier.fact.field().to_owned(),
                answers: earlier.answers(),
            }),
            informative: informative.map(|(zh, en)| Text::new(zh, en)),
        }
    }
}

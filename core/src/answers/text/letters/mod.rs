//! 文书: the one-time notice, the receipt of a filing and the basic conditions, with blanks for what an office fills in.

mod details;
mod parts;
mod template;
mod written;

use chrono::NaiveDate;

use crate::answers::filing::Review;
use crate::answers::text::explanation::Format;
use crate::answers::text::letters::parts::Parts;
use crate::error::Error;
use crate::facts::{Dossier, Institution};
use crate::policy::PolicyBook;

pub use details::LetterDetails;
#[cfg(feature = "pyo3")]
pub(crate) use written::TERM_SETS;
pub use written::{Letter, LetterKind, Paragraph, ParagraphRole};

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl PolicyBook {
    /// 文书: a letter about a filing, by its paragraphs, with what the caller knows in the place of blanks.
    ///
    /// # Errors
    /// As `review`; a detail that no letter can hold; a template with a blank that there is not.
    pub fn letter(
        &self,
        kind: LetterKind,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        details: &LetterDetails,
    ) -> Result<Letter, Error> {
        details.check(kind).map_err(|error| error.inside("details"))?;
        let review = self.review(institution, dossier, as_of)?;
        Ok(Parts::new(kind, &review, Some((institution, dossier)), details).letter())
    }

    /// 一次性告知书: every gap of a filing at once, with its cure and its clause. A filing is never called a licence.
    ///
    /// # Errors
    /// As `review`.
    pub fn notice(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        self.written(LetterKind::Notice, institution, dossier, as_of, format)
    }

    /// 备案回执: that the materials were received, which of them, and how much is still to be put right. It is not an approval.
    ///
    /// # Errors
    /// As `review`.
    pub fn acknowledgement(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        self.written(LetterKind::Acknowledgement, institution, dossier, as_of, format)
    }

    /// 基本条件告知书: the conditions that such an institution has to meet, which goes out with the receipt.
    ///
    /// # Errors
    /// As `review`.
    pub fn basic_conditions(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        self.written(LetterKind::BasicConditions, institution, dossier, as_of, format)
    }
}

impl PolicyBook {
    fn written(
        &self,
        kind: LetterKind,
        institution: &Institution,
        dossier: &Dossier,
        as_of: NaiveDate,
        format: Format,
    ) -> Result<String, Error> {
        let letter = self.letter(kind, institution, dossier, as_of, &LetterDetails::default())?;
        Ok(letter.written(format))
    }
}

impl Review {
    /// The one-time notice, without the credit code, which a review does not know.
    pub fn notice(&self, format: Format) -> String {
        let details = LetterDetails::default();
        Parts::new(LetterKind::Notice, self, None, &details).letter().written(format)
    }
}

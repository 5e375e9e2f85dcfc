//! 回执: what a decision was made from, and whether that is still so (`docs/receipts.md`).

use crate::answer::{Receipt, Registration, Review, Supports, Text, Verdict, Verification};
use crate::assessment::VERSION;
use crate::book::PolicyBook;
use crate::canonical::{Canonical, object, sha256, text};
use crate::credit_code::CreditCode;
use crate::error::{Error, ErrorCode};
use crate::institution::{Dossier, Institution};

/// The layout of receipts that this library writes and reads.
pub(crate) const FORMAT: &str = "tuoyu-receipt-1";

impl PolicyBook {
    /// The input of a receipt in its canonical form, whose SHA-256 the receipt has as `input_sha256`: the known facts as
    /// JSON (RFC 8785), with the place by its code, words by their stable names, and sets in order.
    ///
    /// ```
    /// use tuoyu::{Institution, Mode};
    ///
    /// # let book = tuoyu::PolicyBook::bundled()?;
    /// let known = Institution {
    ///     jurisdiction: Some("张店区".into()),
    ///     modes: Some(vec![Mode::Hourly, Mode::FullDay, Mode::Hourly]),
    ///     ..Institution::default()
    /// };
    /// assert_eq!(
    ///     book.canonical_input(&known, None)?,
    ///     r#"{"facts":{"jurisdiction":"370303","modes":["full_day","hourly"]}}"#,
    /// );
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    ///
    /// # Errors
    /// A fact out of range, or an unknown place.
    pub fn canonical_input(
        &self,
        institution: &Institution,
        dossier: Option<&Dossier>,
    ) -> Result<String, Error> {
        institution.check()?;
        let mut institution = institution.clone();
        if let Some(place) = &mut institution.jurisdiction {
            *place = self.places.id(place)?;
        }
        if let Some(code) = &mut institution.credit_code {
            *code = CreditCode::parse(code).map_err(|error| error.inside("credit_code"))?.code;
        }
        let mut input = vec![("facts", institution.canonical())];
        if let Some(dossier) = dossier {
            dossier.check().map_err(|error| error.inside("dossier"))?;
            input.push(("dossier", dossier.canonical()));
        }
        Ok(object(input))
    }
}

impl Receipt {
    /// SHA-256 of every other field, as a canonical JSON object.
    pub(crate) fn seal(&self) -> String {
        let Self {
            format,
            version,
            edition,
            edition_sha256,
            calendar_sha256,
            as_of,
            input_sha256,
            outcome,
            sha256: _,
        } = self;
        sha256(&object([
            ("format", format.canonical()),
            ("version", version.canonical()),
            ("edition", edition.canonical()),
            ("edition_sha256", edition_sha256.canonical()),
            ("calendar_sha256", calendar_sha256.canonical()),
            ("as_of", as_of.canonical()),
            ("input_sha256", input_sha256.canonical()),
            ("outcome", outcome.canonical()),
        ]))
    }

    /// Refuses a receipt of a layout that this library does not know.
    pub(crate) fn check_format(&self) -> Result<(), Error> {
        if self.format == FORMAT {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::UnknownWord,
            "receipt.format",
            format!("不认识这种回执，本程序只核验 {FORMAT}"),
            format!("a receipt of another format; this library verifies {FORMAT}"),
        ))
    }

    /// What a replay says of the receipt: the first thing that differs.
    pub(crate) fn compared(&self, replayed: Self) -> Verification {
        let verdict = if self.sha256 != self.seal() {
            Verdict::Altered
        } else if (&self.edition_sha256, &self.edition)
            != (&replayed.edition_sha256, &replayed.edition)
        {
            Verdict::EditionDiffers
        } else if self.calendar_sha256 != replayed.calendar_sha256 {
            Verdict::CalendarDiffers
        } else if self.input_sha256 != replayed.input_sha256 {
            Verdict::InputDiffers
        } else if self.outcome != replayed.outcome {
            Verdict::OutcomeDiffers
        } else if self.version != replayed.version {
            Verdict::VersionDiffers
        } else if *self != replayed {
            Verdict::Altered
        } else {
            Verdict::Confirmed
        };
        let message = Text::new(
            format!("核验结果：{}", verdict.label()),
            format!("verification: {}", verdict.name()),
        );
        Verification { verdict, message, replayed }
    }
}

impl PolicyBook {
    pub(crate) fn receipt_of(
        &self,
        input: &str,
        registration: &Registration,
        supports: &Supports,
        review: Option<&Review>,
    ) -> Receipt {
        let mut receipt = Receipt {
            format: FORMAT.to_owned(),
            version: VERSION.to_owned(),
            edition: self.edition(),
            edition_sha256: self.sha256(),
            calendar_sha256: self.calendar_sha256(),
            as_of: registration.as_of,
            input_sha256: sha256(input),
            outcome: outcome(registration, supports, review),
            sha256: String::new(),
        };
        receipt.sha256 = receipt.seal();
        receipt
    }
}

/// Every answer, `name=answer` separated by spaces.
fn outcome(registration: &Registration, supports: &Supports, review: Option<&Review>) -> String {
    let authorities: Vec<String> =
        registration.authorities.iter().map(|authority| plain(&authority.department.id)).collect();
    let mut outcome = vec![format!(
        "register={}({})[{}]",
        registration.status.name(),
        authorities.join(","),
        registration.scope.state.name()
    )];
    let found = |id: &str, answer: &str| format!("{}={answer}", plain(id));
    outcome.extend(supports.findings.iter().map(|one| found(&one.id, one.status.name())));
    outcome.extend(supports.lapsed.iter().map(|one| found(&one.id, one.scope.state.name())));
    outcome.extend(registration.steps.iter().map(|one| found(&one.id, one.status.name())));
    outcome
        .extend(registration.conflicts.iter().map(|one| format!("conflict/{}", plain(&one.id))));
    if let Some(review) = review {
        outcome.push(format!("review={}[{}]", review.status.name(), review.regime.name()));
        outcome.extend(review.findings.iter().map(|one| {
            let subject =
                one.subject.as_ref().map_or_else(String::new, |of| format!("@{}", plain(of)));
            format!("{}{subject}={}", plain(&one.id), one.status.name())
        }));
        outcome.extend(review.conflicts.iter().map(|one| format!("conflict/{}", plain(&one.id))));
        outcome.extend(review.due.iter().map(|due| {
            let day = due.deadline.as_ref().and_then(|deadline| deadline.due);
            format!(
                "due/{}={}",
                plain(&due.id),
                day.map_or_else(|| "open".to_owned(), |day| day.to_string())
            )
        }));
    }
    outcome.join(" ")
}

/// An identifier as it is, or quoted where it could be taken for something else.
fn plain(id: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.[]".contains(letter);
    if !id.is_empty() && id.chars().all(is_plain) { id.to_owned() } else { text(id) }
}

//! Names and forms that only the JVM sees.

use std::sync::Arc;

use chrono::NaiveDate as LocalDate;

use crate::answers::{Filing, Format, VERSION};
use crate::error::{Error as TuoyuException, ErrorCode, Fault};
use crate::facts::{CreditCode, Dossier, Institution};
use crate::ffi::PlanHandle;
use crate::plan::Plan;
use crate::policy::{PolicyBook, PolicyText};
use crate::text::Text;

uniffi::custom_type!(LocalDate, String, {
    remote,
    lower: |day| day.to_string(),
    try_lift: |text| Ok(any_day(&text)),
});

uniffi::custom_type!(TuoyuException, Failure, {
    lower: |error| error.into(),
    try_lift: |failure| Ok(failure.into()),
});

uniffi::custom_type!(Plan, Arc<PlanHandle>, {
    lower: |plan| Arc::new(PlanHandle::new(plan)),
    try_lift: |_handle| Err(uniffi::deps::anyhow::anyhow!("no function takes a plan")),
});

/// Form in which an error crosses the border; `TuoyuException` is what is thrown.
#[derive(uniffi::Enum)]
pub enum Failure {
    /// The fields of the exception.
    Input {
        /// Code of the fault.
        code: ErrorCode,
        /// Place of the fault.
        path: String,
        /// The line of the policy file.
        line: Option<i32>,
        /// Message: what was expected, and what was found.
        message: Text,
        /// Hint in English.
        hint: Option<String>,
        /// Hint in Chinese.
        hint_zh: Option<String>,
        /// Every fault, the first one too.
        errors: Vec<Fault>,
    },
}

impl From<TuoyuException> for Failure {
    fn from(error: TuoyuException) -> Self {
        let errors = error.errors();
        let hint_zh = error.hint_zh().map(str::to_owned);
        let TuoyuException { code, path, line, message, hint, .. } = error;
        Self::Input { code, path, line, message, hint, hint_zh, errors }
    }
}

impl From<Failure> for TuoyuException {
    fn from(failure: Failure) -> Self {
        let Failure::Input { code, path, line, message, hint, hint_zh, errors } = failure;
        let first = Fault { code, path, line, message, hint, hint_zh };
        let others = errors.into_iter().skip(1);
        Self::of_faults(first, others)
    }
}

/// A day as `java.time` writes it. One beyond the calendar of this crate becomes its end: out of range all the same,
/// and reported with the path of its field, which is not known here.
fn any_day(text: &str) -> LocalDate {
    let end = if text.starts_with('-') { LocalDate::MIN } else { LocalDate::MAX };
    text.parse().unwrap_or(end)
}

#[uniffi::export]
impl PolicyBook {
    /// Version of the library.
    #[uniffi::method(name = "version")]
    fn foreign_version(&self) -> String {
        VERSION.to_owned()
    }

    /// The policy files that the book was made from, to be parsed together with files of one's own.
    #[uniffi::method(name = "texts")]
    fn foreign_texts(&self) -> Vec<PolicyText> {
        self.texts()
    }

    /// Reads an institution from a JSON object of facts.
    ///
    /// # Errors
    /// JSON that cannot be parsed, or a field that cannot be read.
    #[uniffi::method(name = "institution")]
    fn foreign_institution(&self, json: &str) -> Result<Institution, TuoyuException> {
        Institution::from_json(json)
    }

    /// Reads a dossier from a JSON object of facts.
    ///
    /// # Errors
    /// JSON that cannot be parsed, or a field that cannot be read.
    #[uniffi::method(name = "dossier")]
    fn foreign_dossier(&self, json: &str) -> Result<Dossier, TuoyuException> {
        Dossier::from_json(json)
    }

    /// 方案: compiles targets for a day. A target is a support, a step, `register` for where the institution is registered, or
    /// `register/` and a department for whether that one registers it; all of these where none is named. The targets of a
    /// filing are named, each or together as `requirements`: `review` for whether the filing is complete and sound, and the
    /// requirements, met also where one does not apply.
    /// To be kept for as long as the day is asked about, and used by any thread.
    ///
    /// # Errors
    /// An unknown target, or a day outside 1900 to 2199.
    #[uniffi::method(name = "plan")]
    fn foreign_plan(&self, as_of: LocalDate, targets: Vec<String>) -> Result<Plan, TuoyuException> {
        self.plan(as_of, &targets)
    }

    /// 说明: an assessment with the review of the filing, in plain Chinese.
    ///
    /// # Errors
    /// As `assess_filing`.
    #[uniffi::method(name = "explain_filing")]
    fn foreign_explain_filing(
        &self,
        institution: &Institution,
        dossier: &Dossier,
        as_of: LocalDate,
        format: Format,
    ) -> Result<String, TuoyuException> {
        Ok(self.assess_filing(institution, dossier, as_of)?.explain(format))
    }

    /// 统一社会信用代码: reads a code as people write it, and says what was put right.
    ///
    /// # Errors
    /// A code of another length, with a character outside the alphabet, or whose last character does not check.
    #[uniffi::method(name = "credit_code")]
    fn foreign_credit_code(&self, text: &str) -> Result<CreditCode, TuoyuException> {
        CreditCode::parse(text)
    }
}

macro_rules! to_json {
    ($($record:ident)*) => { $(
        #[uniffi::export]
        impl $record {
            /// The known facts as a JSON object.
            #[uniffi::method(name = "to_json")]
            fn foreign_to_json(&self) -> String {
                self.to_json()
            }
        }
    )* };
}

to_json! { Dossier Institution }

#[uniffi::export]
impl PlanHandle {
    #[uniffi::method(name = "as_of")]
    fn foreign_as_of(&self) -> LocalDate {
        self.as_of()
    }

    #[uniffi::method(name = "targets")]
    fn foreign_targets(&self) -> Vec<String> {
        self.targets().to_vec()
    }

    #[uniffi::method(name = "ask")]
    fn foreign_ask(&self, facts: &str) -> Result<String, TuoyuException> {
        self.ask(facts)
    }

    /// Says why an institution cannot be read, which its outcomes do not.
    #[uniffi::method(name = "check")]
    fn foreign_check(&self, institution: &Institution) -> Result<(), TuoyuException> {
        self.facts(institution).map(drop)
    }

    /// As `check`, of a filing.
    #[uniffi::method(name = "check_filing")]
    fn foreign_check_filing(&self, filing: &Filing) -> Result<(), TuoyuException> {
        self.facts_of_filing(&filing.institution, &filing.dossier).map(drop)
    }
}

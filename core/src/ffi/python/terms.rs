//! Closed sets of terms in Python: members of the classes in `tuoyu._words`, which are generated from these sets.

use pyo3::Borrowed;
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::answers::{FindingKind, Format, LookUpState, NoRemedy, Verdict};
use crate::calendar::{DayOff, DeadlineState};
use crate::facts::{
    Band, Choice, CreditCodeKind, Degree, Event, FireEvidence, HealthEvaluationKind, LandSupply,
    LandUse, LegalForm, Meals, Mode, Nature, Operator, Premises, RepairReason, Service, Term,
};
use crate::ffi::python::arguments::text;
use crate::logic::{OpenBecause, Outcome, Status};
use crate::policy::{
    Act, Beneficiary, Category, CitationRole, Force, Regime, ScopeState, SeatRole, Severity,
    SourceQuality,
};

/// A closed set of terms, as Python's class of it is generated.
#[derive(Clone, Copy, Debug)]
pub struct TermSet {
    /// Name of the class.
    pub name: &'static str,
    /// Its doc comment.
    pub summary: &'static str,
    /// Tells whether its terms answer with more than yes or no: no bool is made of one.
    pub is_answer: bool,
    /// The terms, in their order.
    pub terms: &'static [Term],
}

macro_rules! is_answer {
    () => {
        false
    };
    (answer) => {
        true
    };
}

/// Makes words the members of the classes in `tuoyu._words`, each looked up once.
macro_rules! python_words {
    ($($name:ident $($answer:ident)?,)+) => {
        $(
            impl<'py> IntoPyObject<'py> for $name {
                type Target = PyAny;
                type Output = Bound<'py, PyAny>;
                type Error = PyErr;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr =
                    pyo3::type_hint_identifier!("tuoyu._words", stringify!($name));

                fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    static MEMBERS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();
                    let members = MEMBERS.get_or_try_init(py, || {
                        let class = py.import("tuoyu._words")?.getattr(stringify!($name))?;
                        let member = |word: &Term| Ok(class.call1((word.name,))?.unbind());
                        $name::WORDS.iter().map(member).collect::<PyResult<_>>()
                    })?;
                    let member = members.get(self as usize);
                    let member = member.ok_or_else(|| PyLookupError::new_err(self.name()))?;
                    Ok(member.bind(py).clone())
                }
            }
        )+

        /// Every closed set that has a class in `tuoyu._words`.
        pub const TERM_SETS: &[TermSet] = &[$(TermSet {
            name: stringify!($name),
            summary: $name::SUMMARY,
            is_answer: is_answer!($($answer)?),
            terms: $name::WORDS,
        }),+];
    };
}

python_words! {
    Act,
    Band,
    Beneficiary,
    Category,
    CitationRole,
    CreditCodeKind,
    DayOff,
    DeadlineState,
    Degree,
    Event,
    FindingKind,
    FireEvidence,
    Force,
    Format,
    HealthEvaluationKind,
    LandSupply,
    LandUse,
    LegalForm,
    LookUpState,
    Meals,
    Mode,
    Nature,
    NoRemedy,
    OpenBecause,
    Operator,
    Outcome answer,
    Premises,
    Regime answer,
    RepairReason,
    ScopeState answer,
    SeatRole,
    Service,
    Severity,
    SourceQuality,
    Status answer,
    Verdict answer,
}

/// Makes a word an argument, under the name that errors give it.
macro_rules! word_arguments {
    ($($name:ident $argument:literal)+) => { $(
        impl<'a, 'py> FromPyObject<'a, 'py> for $name {
            type Error = PyErr;

            fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                let word = text(&object, $argument)?;
                Ok(Self::from_word(&word).map_err(|error| error.inside($argument))?)
            }
        }
    )+ };
}

word_arguments! { Event "event" Format "format" }

//! Closed sets of terms in Python: members of the classes in `tuoyu._words`, which are generated from these sets.

use pyo3::Borrowed;
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::answers::{Format, LetterKind};
use crate::facts::{Choice, Event, Term, TermSet};
use crate::ffi::python::arguments::text;
use crate::{answers, calendar, facts, logic, policy};

/// Every closed set that has a class in `tuoyu._words`.
pub fn term_sets() -> impl Iterator<Item = &'static TermSet> {
    let rooms = [
        answers::TERM_SETS,
        calendar::TERM_SETS,
        facts::TERM_SETS,
        logic::TERM_SETS,
        policy::TERM_SETS,
    ];
    rooms.into_iter().flatten().copied().flatten()
}

/// The member of a class in `tuoyu._words`; each is looked up once.
pub(crate) fn member<'py, T: Choice>(
    members: &'static PyOnceLock<Vec<Py<PyAny>>>,
    py: Python<'py>,
    class: &str,
    term: T,
) -> PyResult<Bound<'py, PyAny>> {
    let members = members.get_or_try_init(py, || {
        let class = py.import("tuoyu._words")?.getattr(class)?;
        let member = |term: &Term| Ok(class.call1((term.name,))?.unbind());
        T::WORDS.iter().map(member).collect::<PyResult<_>>()
    })?;
    let member = usize::try_from(term.position()).ok().and_then(|at| members.get(at));
    let member = member.ok_or_else(|| PyLookupError::new_err(term.word_name()))?;
    Ok(member.bind(py).clone())
}

/// Makes the terms of a closed set members of its class in `tuoyu._words`.
macro_rules! python_terms {
    ($name:ident) => {
        impl<'py> pyo3::IntoPyObject<'py> for $name {
            type Target = pyo3::PyAny;
            type Output = pyo3::Bound<'py, pyo3::PyAny>;
            type Error = pyo3::PyErr;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr =
                pyo3::type_hint_identifier!("tuoyu._words", stringify!($name));

            fn into_pyobject(self, py: pyo3::Python<'py>) -> Result<Self::Output, Self::Error> {
                static MEMBERS: pyo3::sync::PyOnceLock<Vec<pyo3::Py<pyo3::PyAny>>> =
                    pyo3::sync::PyOnceLock::new();
                $crate::ffi::python::member(&MEMBERS, py, stringify!($name), self)
            }
        }
    };
}

pub(crate) use python_terms;

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

word_arguments! { Event "event" Format "format" LetterKind "kind" }

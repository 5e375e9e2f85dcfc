//! The fields of an institution, by name, and the codes of their terms.

use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};
use tuoyu::Term;
use tuoyu::ffi::python::{TermSet, term_sets};
use tuoyu::ffi::{Field, Shape};

/// Number of names of fields that are remembered.
const NAMES: usize = 128;

/// Names that were seen, by the object that they are: programs give the same few again and again.
#[derive(Debug)]
pub(crate) struct Names(Vec<Option<Name>>);

impl Default for Names {
    fn default() -> Self {
        Self((0..NAMES).map(|_| None).collect())
    }
}

/// A name, and the position of its field.
#[derive(Debug)]
struct Name {
    text: Py<PyString>,
    field: usize,
}

/// The fields of an institution.
pub(crate) struct Vocabulary {
    /// The position of each field.
    names: Py<PyDict>,
    fields: Vec<NamedField>,
}

pub(crate) struct NamedField {
    pub(crate) field: Field,
    /// The code of each term under both its names, and the class that it may be of.
    terms: Option<(Py<PyDict>, Py<PyType>)>,
}

impl Vocabulary {
    pub(crate) fn of(py: Python<'_>) -> PyResult<&'static Self> {
        static VOCABULARY: PyOnceLock<Vocabulary> = PyOnceLock::new();
        VOCABULARY.get_or_try_init(py, || {
            let names = PyDict::new(py);
            let mut fields = Vec::new();
            for field in Field::all() {
                names.set_item(field.name(), fields.len())?;
                let terms = match field.shape() {
                    Shape::Term(terms) | Shape::Terms(terms) => Some(coded(py, terms)?),
                    _ => None,
                };
                fields.push(NamedField { field, terms });
            }
            Ok(Self { names: names.unbind(), fields })
        })
    }

    /// The field of a name.
    #[inline]
    pub(crate) fn field(
        &self,
        seen: &mut Names,
        name: &Bound<'_, PyString>,
    ) -> Option<&NamedField> {
        // Objects lie 16 bytes apart.
        let found = seen.0.get_mut((name.as_ptr().addr() >> 4) % NAMES)?;
        let field = match found {
            Some(seen) if seen.text.is(name) => seen.field,
            _ => {
                let field = self.names.bind(name.py()).get_item(name).ok()??.extract().ok()?;
                *found = Some(Name { text: name.clone().unbind(), field });
                field
            }
        };
        self.fields.get(field)
    }
}

/// The codes of a closed set under both names of each term, and its class.
fn coded(py: Python<'_>, terms: &'static [Term]) -> PyResult<(Py<PyDict>, Py<PyType>)> {
    let codes = PyDict::new(py);
    for (code, term) in terms.iter().enumerate() {
        codes.set_item(term.name, code)?;
        codes.set_item(term.label, code)?;
    }
    let set = term_sets().find(|set| set.terms == terms);
    let set = set.ok_or_else(|| PyLookupError::new_err("no class has these terms"))?;
    let class = py.import("tuoyu._words")?.getattr(set.name)?;
    Ok((codes.unbind(), class.cast_into::<PyType>()?.unbind()))
}

impl NamedField {
    /// The code of a text, or of a member of the class of its terms.
    pub(crate) fn term(&self, value: &Bound<'_, PyAny>) -> Option<i64> {
        let (codes, class) = self.terms.as_ref()?;
        if !value.is_exact_instance_of::<PyString>() && !value.get_type().is(class) {
            return None;
        }
        codes.bind(value.py()).get_item(value).ok()??.extract().ok()
    }
}

/// Each class of words, with the stable name and the Chinese term of every word.
#[pyfunction]
pub(crate) fn _terms() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let pairs = |set: &TermSet| set.terms.iter().map(|term| (term.name, term.label)).collect();
    term_sets().map(|set| (set.name, pairs(set))).collect()
}

/// The doc comment of each class of words, and whether its words answer with more than yes or no.
#[pyfunction]
pub(crate) fn _term_sets() -> Vec<(&'static str, &'static str, bool)> {
    term_sets().map(|set| (set.name, set.summary, set.is_answer)).collect()
}

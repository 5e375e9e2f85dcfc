//! Arguments that are no facts, read so that another type is an error of the library.

use chrono::NaiveDate;
use pyo3::Borrowed;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyDictMethods, PyString};
use tuoyu::ffi::python::{text, unreadable};
use tuoyu::ffi::{read_day, read_flag, read_whole, told_identifier};
use tuoyu::{Error, ErrorCode, Extra, PolicyText};

use crate::values::{DEPTH, list, value};

/// A yes or no that is an argument, so that another type is an error of the library.
pub(crate) struct Flag(pub(crate) Result<bool, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Flag {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(value(&object, DEPTH).and_then(|value| read_flag(&value))))
    }
}

impl Flag {
    pub(crate) fn named(self, argument: &str) -> Result<bool, Error> {
        self.0.map_err(|error| error.inside(argument))
    }
}

/// Number of threads.
pub(crate) struct Count(pub(crate) Result<usize, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Count {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(
            value(&object, DEPTH)
                .and_then(|value| read_whole(&value, 1, 1024))
                .map(|count| usize::try_from(count).unwrap_or(1)),
        ))
    }
}

impl Count {
    pub(crate) fn named(self, argument: &str) -> Result<usize, Error> {
        self.0.map_err(|error| error.inside(argument))
    }
}

/// One of a few words that are an argument: its position among them.
fn choice(object: &Borrowed<'_, '_, PyAny>, path: &str, words: &[&str]) -> Result<usize, Error> {
    let word = text(object, path)?;
    words.iter().position(|known| *known == word).ok_or_else(|| {
        let zh = format!("不认识这个取值，可用：{}", words.join("、"));
        let en = format!("expected {}", words.join(" or "));
        Error::of_argument(ErrorCode::UnknownWord, path, zh, en)
    })
}

/// Treatment of columns that are no facts.
pub(crate) struct Extras(pub(crate) Result<Extra, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Extras {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let word = choice(&object, "extra", &["refuse", "keep"]);
        Ok(Self(word.map(|at| if at == 0 { Extra::Refuse } else { Extra::Keep })))
    }
}

/// Form of the outcomes of a table: whether as categories.
pub(crate) struct OutcomeForm(pub(crate) Result<bool, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for OutcomeForm {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(choice(&object, "outcomes", &["boolean", "category"]).map(|at| at == 1)))
    }
}

/// Form of the reasons of a table: whether they are told, and whether in long form.
pub(crate) struct ReasonForm(pub(crate) Result<(bool, bool), Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for ReasonForm {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Self(choice(&object, "reasons", &["long"]).map(|_| (false, true))));
        }
        let flag = Flag::extract(object)?.named("reasons");
        Ok(Self(flag.map(|asked| (asked, false))))
    }
}

/// Kind of a frame, by the name of its library.
pub(crate) struct FrameKind(pub(crate) Result<&'static str, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for FrameKind {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        const KINDS: [&str; 5] = ["same", "duckdb", "pandas", "polars", "pyarrow"];
        let at = choice(&object, "kind", &KINDS);
        Ok(Self(at.map(|at| KINDS.get(at).copied().unwrap_or("same"))))
    }
}

/// A day, as a date or as text.
pub(crate) fn day(object: &Bound<'_, PyAny>, path: &str) -> Result<NaiveDate, Error> {
    value(object, DEPTH).and_then(|value| read_day(&value)).map_err(|error| error.inside(path))
}

/// The targets of a plan.
pub(crate) fn names(targets: &Bound<'_, PyAny>) -> Result<Vec<String>, Error> {
    list(targets)
        .ok_or_else(|| unreadable(targets, "列表", "a list"))?
        .iter()
        .enumerate()
        .map(|(position, target)| text(target, &format!("[{position}]")))
        .collect::<Result<_, _>>()
        .map_err(|error| error.inside("targets"))
}

/// Policy files, as a dict or as pairs.
pub(crate) fn policy_texts(texts: &Bound<'_, PyAny>) -> Result<Vec<PolicyText>, Error> {
    let file = |name: &Bound<'_, PyAny>, content: &Bound<'_, PyAny>| {
        let name = text(name, "name")?;
        let text = text(content, &told_identifier(&name))?;
        Ok(PolicyText { name, text })
    };
    if let Ok(texts) = texts.cast::<PyDict>() {
        let files: Vec<_> = texts.iter().collect();
        return files.iter().map(|(name, content)| file(name, content)).collect();
    }
    list(texts)
        .ok_or_else(|| {
            unreadable(texts, "字典或（名称，文字）列表", "a dict or a list of (name, text)")
                .inside("texts")
        })?
        .iter()
        .map(|pair| match list(pair).as_deref() {
            Some([name, content]) => file(name, content),
            _ => Err(unreadable(pair, "（名称，文字）", "a pair (name, text)")),
        })
        .enumerate()
        .map(|(position, file)| file.map_err(|error| error.inside(&format!("[{position}]"))))
        .collect::<Result<_, _>>()
        .map_err(|error| error.inside("texts"))
}

/// Name and text of each bundled policy file, to be parsed together with files of one's own.
#[pyfunction]
#[pyo3(signature = () -> "dict[str, str]")]
pub(crate) fn bundled_texts(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    tuoyu::bundled_texts().into_iter().map(|file| (file.name, file.text)).into_py_dict(py)
}

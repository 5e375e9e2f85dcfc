//! Methods of the records, which only the crate of a type can give it.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use serde::de::DeserializeOwned;

use crate::answers::*;
use crate::error::{Error, ErrorCode, told_text};
use crate::facts::{CareClass, CreditCode, Dossier, Institution, Repair, RepairReason};
use crate::ffi::json::to_json;
use crate::ffi::python::arguments::{keywords, text as argument};
use crate::text::Text;

/// Gives a record of answers the methods of every record, unless it has methods of its own here.
macro_rules! python_record {
    ($name:ident) => {
        const _: () = {
            use $crate::ffi::python::imports::*;

            $crate::ffi::python::python_methods! { $name(read_json) {} }
        };
    };
    ($name:ident methods) => {};
}

/// Gives a record, read from JSON as the brackets say, the methods of every record; its own follow.
macro_rules! python_methods {
    ($name:ident($read:path) { $($methods:tt)* }) => {
        #[pymethods]
        impl $name {
            /// Reads what `to_json` wrote.
            #[classmethod]
            #[pyo3(name = "from_json", signature = (text: "str"))]
            fn py_from_json(_class: &Bound<'_, PyType>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok($read(&argument(text, "text")?)?)
            }

            /// The record as JSON text.
            #[pyo3(name = "to_json")]
            fn py_to_json(&self) -> String {
                to_json(self)
            }

            /// The record as plain dicts, lists, texts and numbers; days are written `YYYY-MM-DD`.
            #[pyo3(signature = () -> "dict[str, Any]")]
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                Ok(py.import("json")?.call_method1("loads", (to_json(self),))?.cast_into()?)
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                shown(stringify!($name), slf, slf.get().to_dict(slf.py())?)
            }

            fn __copy__(slf: Py<Self>) -> Py<Self> {
                slf
            }

            fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
                slf
            }

            #[pyo3(signature = () -> "tuple[Any, tuple[str]]")]
            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((py.get_type::<Self>().getattr("from_json")?, (to_json(self),)))
            }

            $($methods)*
        }
    };
}

pub(crate) use {python_methods, python_record};

/// Names that the methods of a record are written with.
pub(crate) mod imports {
    pub(crate) use pyo3::prelude::*;
    pub(crate) use pyo3::types::{PyDict, PyType};

    pub(crate) use super::{read_json, shown};
    pub(crate) use crate::ffi::json::to_json;
    pub(crate) use crate::ffi::python::arguments::text as argument;
}

/// A record as its class would be called, each field shortened.
pub(crate) fn shown(
    name: &str,
    record: &Bound<'_, PyAny>,
    fields: Bound<'_, PyDict>,
) -> PyResult<String> {
    let mut shown = Vec::new();
    for field in fields.keys() {
        let mut field: String = field.extract()?;
        if field == "from" {
            // A keyword of Python, which no attribute can be.
            field.push('_');
        }
        let value = record.getattr(field.as_str())?;
        let value = match value.cast::<PyString>() {
            Ok(text) if PRIVATE.contains(&field.as_str()) => told_text(&text.to_string_lossy()),
            _ => value.repr()?.to_string(),
        };
        shown.push(format!("{field}={}", shortened(value)));
    }
    Ok(format!("{name}({})", shown.join(", ")))
}

python_methods! {
    Assessment(read_json) {
        /// The assessment in plain Chinese, as `text` or as `markdown`.
        #[pyo3(
            name = "explain",
            signature = (format: "Format | str" = Format::Text),
            text_signature = "($self, format='text')"
        )]
        fn py_explain(&self, format: Format) -> String {
            self.explain(format)
        }

        #[pyo3(signature = () -> "str")]
        fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
            slf.py().import("tuoyu._html")?.call_method1("assessment", (slf,))
        }
    }
}

python_methods! {
    CareClass(CareClass::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[CareClassFacts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            let (record, faults) = Self::gather(keywords(facts)?);
            Ok(faults.or(record)?)
        }
    }
}

python_methods! {
    CreditCode(read_json) {
        /// Reads a code as people write it: full-width and small letters, spaces and hyphens are put right, and so are
        /// O, I, Z and S where the check character then fits. Each repair is reported.
        #[staticmethod]
        #[pyo3(name = "parse", signature = (text: "str"))]
        fn py_parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
            Ok(Self::parse(&argument(text, "text")?)?)
        }
    }
}

python_methods! { DecisionRecord(DecisionRecord::from_json) {} }

python_methods! {
    Dossier(Dossier::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[DossierFacts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            let (record, faults) = Self::gather(keywords(facts)?);
            Ok(faults.or(record)?)
        }
    }
}

python_methods! {
    Institution(Institution::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[Facts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            let (record, faults) = Self::gather(keywords(facts)?);
            Ok(faults.or(record)?)
        }
    }
}

python_methods! {
    Repair(read_json) {
        /// The position in the text as written, counted from 1.
        #[getter]
        fn at(&self) -> i32 {
            self.at
        }

        /// The character.
        #[getter]
        fn from_(&self) -> &str {
            &self.from
        }

        /// The character that it was taken for; empty where it was dropped.
        #[getter]
        fn to(&self) -> &str {
            &self.to
        }

        /// Reason.
        #[getter]
        fn why(&self) -> RepairReason {
            self.why
        }
    }
}

python_methods! {
    Review(read_json) {
        /// 一次性告知书: every gap at once, with its cure and its clause, as `text` or as `markdown`.
        #[pyo3(
            name = "notice",
            signature = (format: "Format | str" = Format::Text),
            text_signature = "($self, format='text')"
        )]
        fn py_notice(&self, format: Format) -> String {
            self.notice(format)
        }
    }
}

python_methods! {
    Text(read_json) {
        /// The Chinese words.
        fn __str__(&self) -> &str {
            &self.zh
        }
    }
}

/// Fields whose text may be personal data; `to_json` has it whole.
const PRIVATE: [&str; 4] = ["jurisdiction", "credit_code", "code", "organization_code"];

/// Number of characters of a field that a `repr` shows.
const LONGEST_REPR: usize = 400;

/// The start of what stands in a `repr`: an assessment in full has 80 000 characters.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_REPR) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Reads a record; what it says is not shown where it cannot be read.
pub(crate) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    serde_json::from_str(json).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let error_at = if error.is_data() {
            let en = format!("not such a record at {place}");
            Error::new(ErrorCode::WrongType, "", "JSON 不是这种记录", en)
        } else {
            let en = format!("cannot be parsed at {place}");
            Error::new(ErrorCode::BadJson, "", "JSON 无法解析", en)
        };
        if error.line() > 0 { error_at.at_line(error.line()) } else { error_at }
    })
}

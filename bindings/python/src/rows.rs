//! Institutions and dossiers, as records or as any row that has names.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple, PyType};
use tuoyu::ffi::python::{text, type_name, unreadable};
use tuoyu::ffi::{Fields, check_at_once};
use tuoyu::{DecisionRecord, Dossier, Error, Filing, Institution, PolicyBook, Text};

use crate::arguments::day;
use crate::values::{DEPTH, items, list};

/// Errors of a field have its name alone as their path. Where anything is wrong, the place is looked up as well, so that
/// everything is told at once.
pub(crate) fn institution(
    facts: &Bound<'_, PyAny>,
    path: &str,
    book: &PolicyBook,
) -> Result<Institution, Error> {
    if let Ok(known) = facts.cast::<Institution>() {
        return Ok(known.get().clone());
    }
    let fields = row(facts).ok_or_else(|| {
        unreadable(facts, "Institution 或字典", "an Institution or a dict").inside(path)
    })??;
    book.read_institution(fields)
}

/// Institutions in a list. Errors have the position in their path.
pub(crate) fn institutions(
    rows: &Bound<'_, PyAny>,
    book: &PolicyBook,
) -> Result<Vec<Institution>, Error> {
    let rows =
        list(rows).ok_or_else(|| unreadable(rows, "列表", "a list").inside("institutions"))?;
    check_at_once(rows.len(), "institutions")?;
    let read = |(position, facts): (usize, &Bound<'_, PyAny>)| {
        institution(facts, "", book).map_err(|error| error.inside(&format!("[{position}]")))
    };
    rows.iter().enumerate().map(read).collect()
}

/// Filings in a list, each as a pair. Errors have the position in their path.
pub(crate) fn filings(rows: &Bound<'_, PyAny>, book: &PolicyBook) -> Result<Vec<Filing>, Error> {
    let rows = list(rows).ok_or_else(|| unreadable(rows, "列表", "a list").inside("filings"))?;
    check_at_once(rows.len(), "filings")?;
    let read = |row: &Bound<'_, PyAny>| {
        let pair = list(row);
        let Some([facts, dossier]) = pair.as_deref() else {
            return Err(unreadable(row, "（事实，材料）一对", "a pair of facts and dossier"));
        };
        Ok(Filing { institution: institution(facts, "", book)?, dossier: filing(dossier)? })
    };
    let read = |(position, row): (usize, &Bound<'_, PyAny>)| {
        read(row).map_err(|error| error.inside(&format!("[{position}]")))
    };
    rows.iter().enumerate().map(read).collect()
}

/// Errors of a field have a path that tells the dossier from the institution.
pub(crate) fn filing(dossier: &Bound<'_, PyAny>) -> Result<Dossier, Error> {
    if let Ok(known) = dossier.cast::<Dossier>() {
        return Ok(known.get().clone());
    }
    row(dossier)
        .unwrap_or_else(|| Err(unreadable(dossier, "Dossier 或字典", "a Dossier or a dict")))
        .and_then(|fields| {
            let (record, faults) = Dossier::gather(fields);
            faults.or(record)
        })
        .map_err(|error| error.inside("dossier"))
}

/// The keywords of the constructor of a record.
pub(crate) fn keywords(facts: &Bound<'_, PyDict>) -> Result<Fields, Error> {
    items(facts, DEPTH)
}

/// The named values of a row: of a dict or another mapping, a named tuple, a dataclass, a row of Spark or of pandas; none
/// where it is something else.
fn row(object: &Bound<'_, PyAny>) -> Option<Result<Fields, Error>> {
    if let Ok(table) = object.cast::<PyDict>() {
        return Some(items(table, DEPTH));
    }
    let py = object.py();
    let as_dict = |method: &str| -> Option<Bound<'_, PyDict>> {
        object.call_method0(method).ok()?.cast_into().ok()
    };
    let table = if object.cast::<PyMapping>().is_ok() {
        let dict = py.get_type::<PyDict>().call1((object,));
        dict.ok().and_then(|dict| dict.cast_into().ok())
    } else if object.is_instance_of::<PyType>() {
        None
    } else if object.is_instance_of::<PyTuple>() {
        as_dict("_asdict").or_else(|| as_dict("asDict"))
    } else if object.hasattr("__dataclass_fields__").unwrap_or(false) {
        fields_of(object).ok()
    } else if type_name(object) == "Series" {
        as_dict("to_dict")
    } else {
        None
    };
    table.map(|table| items(&table, DEPTH))
}

/// The fields of a dataclass, as they are.
fn fields_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let fields = PyDict::new(object.py());
    for name in object.getattr("__dataclass_fields__")?.try_iter()? {
        let name = name?.cast_into::<PyString>()?;
        fields.set_item(&name, object.getattr(&name)?)?;
    }
    Ok(fields)
}

/// Answers a question about an institution.
pub(crate) fn about<T>(
    book: &PolicyBook,
    facts: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    answer: impl FnOnce(&PolicyBook, &Institution, NaiveDate) -> Result<T, Error>,
) -> PyResult<T> {
    let as_of = day(as_of, "as_of")?;
    Ok(answer(book, &institution(facts, "facts", book)?, as_of)?)
}

/// Answers a question about a place.
pub(crate) fn there<T>(
    book: &PolicyBook,
    jurisdiction: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    answer: impl FnOnce(&PolicyBook, &str, NaiveDate) -> Result<T, Error>,
) -> PyResult<T> {
    let place = text(jurisdiction, "jurisdiction")?;
    Ok(answer(book, &place, day(as_of, "as_of")?)?)
}

/// The record of a decision, which is no text.
pub(crate) fn decision_record<'a, 'py>(
    receipt: &'a Bound<'py, PyAny>,
) -> Result<&'a Bound<'py, DecisionRecord>, Error> {
    receipt.cast::<DecisionRecord>().map_err(|_| {
        let hint = Text::new(
            "存成文字的回执用 DecisionRecord.from_json 读入",
            "DecisionRecord.from_json reads a receipt that was stored as text",
        );
        unreadable(receipt, "回执", "a DecisionRecord").with_hint(Some(hint)).inside("receipt")
    })
}

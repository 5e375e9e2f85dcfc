//! Institutions and dossiers, as records or as any row that has names.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple, PyType};
use tuoyu::ffi::python::{text, type_name, unreadable};
use tuoyu::ffi::{Fields, check_at_once};
use tuoyu::{DecisionRecord, Dossier, Error, Filing, Institution, LetterDetails, PolicyBook, Text};

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
        let error = unreadable(facts, "Institution 或字典", "an Institution or a dict");
        error.with_hint(table_hint(facts)).inside(path)
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
        let (institution, dossier) =
            book.read_filing(institution(facts, "", book), filing(dossier))?;
        Ok(Filing { institution, dossier })
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

/// The details of a letter.
pub(crate) fn letter_details(details: &Bound<'_, PyAny>) -> Result<LetterDetails, Error> {
    row(details)
        .unwrap_or_else(|| Err(unreadable(details, "字典", "a dict")))
        .and_then(LetterDetails::from_fields)
        .map_err(|error| error.inside("details"))
}

/// The keywords of the constructor of a record.
pub(crate) fn keywords(facts: &Bound<'_, PyDict>) -> Result<Fields, Error> {
    items(facts, DEPTH)
}

/// The named values of a row: of a dict or another mapping, a named tuple, a record of a class that lists its fields, a
/// row of Spark, of pandas or of a database; none where it is something else.
fn row(object: &Bound<'_, PyAny>) -> Option<Result<Fields, Error>> {
    if let Ok(table) = object.cast::<PyDict>() {
        return Some(items(table, DEPTH));
    }
    let as_dict = |method: &str| -> Option<Bound<'_, PyDict>> {
        object.call_method0(method).ok()?.cast_into().ok()
    };
    let name = type_name(object);
    let table = if object.cast::<PyMapping>().is_ok() {
        dict_of(object).ok()
    } else if object.is_instance_of::<PyType>() || name.ends_with("Frame") {
        None
    } else if name == "Series" {
        as_dict("to_dict")
    } else if name == "SimpleNamespace" {
        object.getattr("__dict__").ok().and_then(|fields| fields.cast_into().ok())
    } else if let Some(table) = as_dict("_asdict").or_else(|| as_dict("asDict")) {
        if name == "Pandas" {
            // The index of a row of `itertuples` is no fact, as that of a frame is none.
            let _ = table.del_item("Index");
        }
        Some(table)
    } else if object.hasattr("keys").unwrap_or(false) {
        dict_of(object).ok()
    } else {
        fields_of(object).unwrap_or_default()
    };
    table.map(|table| items(&table, DEPTH))
}

/// A hint at the way for tables.
pub(crate) fn table_hint(object: &Bound<'_, PyAny>) -> Option<Text> {
    let has = |name: &str| object.hasattr(name).unwrap_or(false);
    let is_table = has("__arrow_c_stream__") || has("__arrow_c_array__") || has("__dataframe__");
    is_table.then(|| Text::new("表请用 run()", "give a table to run()"))
}

/// A dict of what has keys and values.
fn dict_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    Ok(object.py().get_type::<PyDict>().call1((object,))?.cast_into()?)
}

/// The fields of a record of a class that lists them, as they are: of a dataclass, of attrs, pydantic and msgspec, and of
/// an array of numpy with named columns. None where there is no such list.
fn fields_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
    let fields = PyDict::new(object.py());
    let class = object.get_type();
    for list in
        ["__dataclass_fields__", "__pydantic_fields__", "__struct_fields__", "__attrs_attrs__"]
    {
        let Some(names) = class.getattr_opt(list)? else { continue };
        for name in names.try_iter()? {
            let name = name?;
            let name = if list == "__attrs_attrs__" { name.getattr("name")? } else { name };
            let name = name.cast_into::<PyString>()?;
            fields.set_item(&name, object.getattr(&name)?)?;
        }
        if let Some(more) = object.getattr_opt("__pydantic_extra__")?
            && let Ok(more) = more.cast::<PyDict>()
        {
            fields.update(more.as_mapping())?;
        }
        return Ok(Some(fields));
    }
    let names = object.getattr_opt("dtype")?.map(|of| of.getattr("names")).transpose()?;
    let Some(names) = names.filter(|names| names.is_instance_of::<PyTuple>()) else {
        return Ok(None);
    };
    for name in names.try_iter()? {
        let name = name?;
        fields.set_item(&name, object.get_item(&name)?)?;
    }
    Ok(Some(fields))
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

/// Answers a question about an institution and the dossier that it files.
pub(crate) fn about_filing<T>(
    book: &PolicyBook,
    facts: &Bound<'_, PyAny>,
    dossier: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    answer: impl FnOnce(&PolicyBook, &Institution, &Dossier, NaiveDate) -> Result<T, Error>,
) -> PyResult<T> {
    let as_of = day(as_of, "as_of")?;
    let (facts, dossier) = book.read_filing(institution(facts, "facts", book), filing(dossier))?;
    Ok(answer(book, &facts, &dossier, as_of)?)
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

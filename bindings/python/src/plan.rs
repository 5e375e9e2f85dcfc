//! 方案: a plan in Python.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use tuoyu::ffi::PlanHandle;
use tuoyu::ffi::python::{text, unreadable};
use tuoyu::{Error, Extra, Facts, Outcomes, Request, Text};

use crate::arguments::{Count, Extras, Flag, OutcomeForm, ReasonForm, day, names};
use crate::book::PyPolicyBook;
use crate::outcomes::PyOutcomes;
use crate::plain::PlainReader;
use crate::rows::{filing, institution, table_hint};
use crate::table::Answers;

/// 方案: supports, steps and registration on one day, compiled for many institutions; made by `PolicyBook.plan`.
#[pyclass(frozen, module = "tuoyu", name = "Plan")]
#[derive(Debug)]
pub(crate) struct PyPlan {
    handle: PlanHandle,
    book: Py<PyPolicyBook>,
    /// The position of each target.
    positions: Py<PyDict>,
    reader: PlainReader,
}

impl PyPlan {
    pub(crate) fn new(
        book: &Bound<'_, PyPolicyBook>,
        as_of: &Bound<'_, PyAny>,
        targets: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = book.py();
        let as_of = day(as_of, "as_of")?;
        let targets = targets.map_or_else(|| Ok(Vec::new()), names)?;
        let rules = &book.get().0;
        let plan = py.detach(|| rules.plan(as_of, &targets))?;
        let positions = PyDict::new(py);
        for (position, name) in plan.targets().iter().enumerate() {
            positions.set_item(name, position)?;
        }
        Ok(Self {
            handle: PlanHandle::new(plan),
            book: book.clone().unbind(),
            positions: positions.unbind(),
            reader: PlainReader::new(py),
        })
    }

    /// The plan itself.
    pub(crate) fn handle(&self) -> &PlanHandle {
        &self.handle
    }

    /// The position of each target.
    pub(crate) fn positions(&self) -> &Py<PyDict> {
        &self.positions
    }

    /// A target of the plan.
    pub(crate) fn target(&self, target: &Bound<'_, PyAny>) -> Result<String, Error> {
        let target = text(target, "target")?;
        self.handle.position(&target).map(|_| target)
    }

    fn facts(
        &self,
        facts: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> Result<Facts, Error> {
        if let Some(dossier) = dossier {
            let book = &self.book.get().0;
            let facts = institution(facts, "facts", book);
            let (facts, dossier) = book.read_filing(facts, filing(dossier))?;
            return self.handle.facts_of_filing(&facts, &dossier);
        }
        let plain = facts.cast_exact::<PyDict>().ok();
        match plain.and_then(|facts| self.reader.facts(&self.handle, facts)) {
            Some(facts) => Ok(facts),
            None => self.handle.facts(&institution(facts, "facts", &self.book.get().0)?),
        }
    }

    fn decide(
        slf: &Bound<'_, Self>,
        facts: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> Result<PyOutcomes, Error> {
        let plan = slf.get();
        let mut outcomes = Outcomes::default();
        plan.handle.outcomes(&plan.facts(facts, dossier)?, &mut outcomes)?;
        Ok(PyOutcomes { plan: slf.clone().unbind(), outcomes })
    }
}

#[pymethods]
impl PyPlan {
    /// The targets, in the order of the outcomes.
    #[getter]
    pub(crate) fn targets(&self) -> Vec<&str> {
        self.handle.targets().iter().map(String::as_str).collect()
    }

    /// The day that it answers for.
    #[getter]
    fn as_of(&self) -> NaiveDate {
        self.handle.as_of()
    }

    /// The facts that outcomes can rest on: bit `n` of reasons stands for the fact at position `n`.
    fn reason_facts(&self) -> Vec<&'static str> {
        self.handle.reason_facts().to_vec()
    }

    /// The outcome of every target for one institution, and for the targets of a filing the dossier that it files.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    fn outcomes(
        slf: &Bound<'_, Self>,
        facts: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyOutcomes> {
        Ok(Self::decide(slf, facts, dossier)?)
    }

    /// Answers a JSON object of facts with a JSON object: `as_of`, and in `outcomes` for each target its `outcome` and
    /// its `reasons`, the names of the facts that decided it or that it still turns on. A plan with targets of a filing takes the
    /// dossier beside the facts, as `dossier`.
    #[pyo3(signature = (facts: "str"))]
    fn ask(&self, facts: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(self.handle.ask(&text(facts, "facts")?)?)
    }

    /// The outcomes of each row, or the error of a row that cannot be read, in the order given. A row of a plan with targets of
    /// a filing may be a pair of facts and dossier.
    #[pyo3(signature = (rows: "Iterable[Institution | Facts | dict[str, Any] | tuple[Institution | Facts | dict[str, Any], Dossier | DossierFacts | dict[str, Any]]]") -> "list[Outcomes | TuoyuError]")]
    fn run_rows<'py>(
        slf: &Bound<'py, Self>,
        rows: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = slf.py();
        check_rows(rows)?;
        let answers = PyList::empty(py);
        for (position, row) in rows.try_iter()?.enumerate() {
            if position % 1_024 == 0 {
                py.check_signals()?;
            }
            let row = row?;
            let pair = row.cast_exact::<PyTuple>().ok().filter(|pair| pair.len() == 2);
            let pair = pair.filter(|_| slf.get().handle.is_of_filings());
            let decided = match pair {
                Some(pair) => Self::decide(slf, &pair.get_item(0)?, Some(&pair.get_item(1)?)),
                None => Self::decide(slf, &row, None),
            };
            match decided {
                Ok(outcomes) => answers.append(outcomes)?,
                Err(error) => answers.append(PyErr::from(error).into_value(py))?,
            }
        }
        Ok(answers)
    }

    /// The outcomes of each row of an Arrow table (pyarrow, polars, pandas, DuckDB …), as a stream of Arrow tables:
    /// a truth value for each target, null where it is open, and the column `error`. `outcomes="category"` gives each
    /// outcome as an ordered category instead, `not_in_force` < `unmet` < `open_facts` < `open_unsettled` <
    /// `open_conflict` < `met`. `details` adds why a target is open, `reasons` the facts behind it, as bits;
    /// `reasons="long"` gives a line for each row, target and fact, and no outcomes. `faults` adds a list of every fault
    /// of a row, with its message and its cure. A plan with targets of a filing takes the facts of the dossier as columns too, and
    /// `classes` as a list of structs; `classes=True` adds the outcome of each class. Columns that are no facts are refused, or with `extra="keep"` stand before
    /// the answers; an index of pandas is left out. Nothing is read before the answers are; `frame()` of them is a frame of
    /// the same kind as `data`.
    #[pyo3(signature = (data: "Any", *, threads: "int" = Count(Ok(1)), details: "bool" = Flag(Ok(false)), reasons: "bool | str" = ReasonForm(Ok((false, false))), extra: "str" = Extras(Ok(Extra::Refuse)), outcomes: "str" = OutcomeForm(Ok(false)), faults: "bool" = Flag(Ok(false)), classes: "bool" = Flag(Ok(false))) -> "Answers")]
    #[pyo3(
        text_signature = "($self, data, *, threads=1, details=False, reasons=False, extra='refuse', outcomes='boolean', faults=False, classes=False)"
    )]
    #[allow(clippy::too_many_arguments, reason = "keywords, each with a default")]
    fn run(
        slf: &Bound<'_, Self>,
        data: &Bound<'_, PyAny>,
        threads: Count,
        details: Flag,
        reasons: ReasonForm,
        extra: Extras,
        outcomes: OutcomeForm,
        faults: Flag,
        classes: Flag,
    ) -> PyResult<Answers> {
        let threads = threads.named("threads")?;
        let details = details.named("details")?;
        let (reasons, long) = reasons.0?;
        let (categories, faults) = (outcomes.0?, faults.named("faults")?);
        let (extra, classes) = (extra.0?, classes.named("classes")?);
        let request =
            Request { details, reasons, threads, extra, categories, faults, long, classes };
        Answers::new(slf, data, request)
    }

    /// The finding behind an outcome: reasons, clauses and what is missing. For a support that is not in force what is
    /// known of when it was; for `register`, a department, and a step that does not arise, the registration; for `review`, and a
    /// requirement of which there is no finding, the review. A class is named as in `class-size-infant@classes[0]`; of all of them
    /// the worst is told.
    #[pyo3(signature = (target: "str", facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None) -> "Finding | NotInForce | Registration | Review")]
    fn why<'py>(
        &self,
        py: Python<'py>,
        target: &Bound<'_, PyAny>,
        facts: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let name = text(target, "target")?;
        let (position, class) = self.handle.position_of(&name)?;
        let target = self.handle.targets().get(position).cloned().unwrap_or_default();
        let dossier = dossier.map(filing).transpose()?;
        if self.handle.is_of_filing(position) {
            let facts = institution(facts, "facts", &self.book.get().0)?;
            let book = &self.book.get().0;
            let review = book.review(&facts, &dossier.unwrap_or_default(), self.handle.as_of())?;
            let subject = class.map(|class| format!("classes[{class}]"));
            let named = review.findings.iter().filter(|one| one.id == target);
            let named = named.filter(|one| subject.is_none() || one.subject == subject);
            return match named.min_by_key(|one| one.status) {
                Some(finding) => finding.into_pyobject(py),
                None => Ok(Bound::new(py, review)?.into_any()),
            };
        }
        let facts = institution(facts, "facts", &self.book.get().0)?;
        let (book, on) = (&self.book.get().0, self.handle.as_of());
        let supports = book.supports(&facts, on)?;
        if let Some(finding) = supports.findings.iter().find(|one| one.id == target) {
            return finding.into_pyobject(py);
        }
        if let Some(lapsed) = supports.lapsed.iter().find(|one| one.id == target) {
            return lapsed.into_pyobject(py);
        }
        let registration = book.register(&facts, on)?;
        match registration.steps.iter().find(|one| one.id == target) {
            Some(step) => step.into_pyobject(py),
            None => Ok(Bound::new(py, registration)?.into_any()),
        }
    }

    fn __repr__(&self) -> String {
        format!("<Plan of {} targets on {}>", self.handle.targets().len(), self.handle.as_of())
    }

    /// Plans are equal where their books, their days and their targets are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let (one, two) = (&self.handle, &other.get().handle);
        let same = one.as_of() == two.as_of() && one.targets() == two.targets();
        Ok(same && self.book.bind(other.py()).eq(&other.get().book)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyTuple::new(py, self.targets())?.hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[date, list[str]]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, PlanParts<'_>)> {
        Ok((self.book.bind(py).getattr("plan")?, (self.handle.as_of(), self.targets())))
    }
}

/// Refuses a table, and what gives its rows otherwise than one by one.
fn check_rows(rows: &Bound<'_, PyAny>) -> Result<(), Error> {
    let hint = if let Some(hint) = table_hint(rows) {
        hint
    } else if rows.is_instance_of::<PyDict>() || rows.is_instance_of::<PyString>() {
        Text::new(
            "单个机构请用 outcomes()，或者放进列表",
            "give one institution to outcomes(), or in a list",
        )
    } else {
        return Ok(());
    };
    Err(unreadable(rows, "一行一行的事实", "rows of facts").with_hint(Some(hint)).inside("rows"))
}

/// The day and the targets.
type PlanParts<'a> = (NaiveDate, Vec<&'a str>);

//! 结果: the outcomes of a plan for one institution in Python.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};
use tuoyu::{Outcome, Outcomes};

use crate::plan::PyPlan;

/// 结果: the outcome of each target of a plan, for one institution.
#[pyclass(frozen, module = "tuoyu", name = "Outcomes", mapping)]
#[derive(Debug)]
pub(crate) struct PyOutcomes {
    pub(crate) plan: Py<PyPlan>,
    pub(crate) outcomes: Outcomes,
}

#[pymethods]
impl PyOutcomes {
    fn __getitem__(&self, target: &Bound<'_, PyAny>) -> PyResult<Outcome> {
        let positions = self.plan.get().positions().bind(target.py());
        let position = positions.get_item(target)?.map(|position| position.extract());
        let outcome = position.transpose()?.and_then(|position| self.outcomes.get(position));
        outcome.ok_or_else(|| match self.plan.get().target(target) {
            Err(error) => PyKeyError::new_err(error.to_string()),
            Ok(_) => PyKeyError::new_err("no outcome"),
        })
    }

    fn __len__(&self) -> usize {
        self.outcomes.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.plan.get().positions().bind(py).try_iter()
    }

    fn __contains__(&self, target: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.plan.get().positions().bind(target.py()).contains(target)
    }

    /// The targets, in the order of the plan.
    fn keys(&self) -> Vec<&str> {
        self.plan.get().targets()
    }

    /// The outcomes, in the order of the plan.
    fn values(&self) -> Vec<Outcome> {
        self.outcomes.iter().collect()
    }

    /// Targets and outcomes, in the order of the plan.
    fn items(&self) -> Vec<(&str, Outcome)> {
        self.keys().into_iter().zip(self.outcomes.iter()).collect()
    }

    fn __repr__(&self) -> String {
        let met = self.outcomes.iter().filter(|outcome| *outcome == Outcome::Met).count();
        let open = self.outcomes.iter().filter(|outcome| {
            use Outcome::{OpenConflict, OpenFacts, OpenUnsettled};
            matches!(outcome, OpenConflict | OpenFacts | OpenUnsettled)
        });
        format!("<Outcomes: {met} met, {} open of {}>", open.count(), self.outcomes.len())
    }

    /// Outcomes are equal where the plans ask about the same targets and all have the same outcome.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let other = other.get();
        let same = self.outcomes.iter().eq(other.outcomes.iter());
        Ok(same && self.plan.get().handle().targets() == other.plan.get().handle().targets())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let codes: Vec<u8> = self.outcomes.iter().map(|outcome| outcome as u8).collect();
        PyTuple::new(py, codes)?.hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Reduces to a call, for pickles.
    #[staticmethod]
    #[pyo3(signature = (plan: "Plan", outcomes: "list[str]"))]
    fn _of(plan: &Bound<'_, PyPlan>, outcomes: Vec<String>) -> PyResult<Self> {
        let outcomes = plan.get().handle().restore(&outcomes)?;
        Ok(Self { plan: plan.clone().unbind(), outcomes })
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[Plan, list[str]]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, OutcomesParts)> {
        let words = self.outcomes.iter().map(Outcome::name);
        Ok((py.get_type::<Self>().getattr("_of")?, (self.plan.clone_ref(py), words.collect())))
    }
}

/// The plan and the words of its outcomes.
type OutcomesParts = (Py<PyPlan>, Vec<&'static str>);

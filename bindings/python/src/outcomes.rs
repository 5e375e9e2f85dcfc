//! 结果: the outcomes of a plan for one institution in Python.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString, PyTuple};
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
        outcome.or_else(|| self.of_class(target)).ok_or_else(|| {
            match self.plan.get().target(target) {
                Err(error) => PyKeyError::new_err(error.to_string()),
                Ok(_) => PyKeyError::new_err("no outcome"),
            }
        })
    }

    /// Number of classes that requirements were asked of; each has outcomes of its own, as `outcomes["class-size-infant@classes[0]"]`.
    #[getter]
    fn classes(&self) -> usize {
        self.outcomes.classes()
    }

    fn __len__(&self) -> usize {
        self.outcomes.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.plan.get().positions().bind(py).try_iter()
    }

    fn __contains__(&self, target: &Bound<'_, PyAny>) -> PyResult<bool> {
        let named = self.plan.get().positions().bind(target.py()).contains(target)?;
        Ok(named || self.of_class(target).is_some())
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
        let same = same && self.words_of_classes() == other.words_of_classes();
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
    #[pyo3(signature = (plan: "Plan", outcomes: "list[str]", classes: "list[list[str | None]]" = Vec::new()))]
    #[pyo3(text_signature = "(plan, outcomes, classes=[])")]
    fn _of(
        plan: &Bound<'_, PyPlan>,
        outcomes: Vec<String>,
        classes: Vec<Vec<Option<String>>>,
    ) -> PyResult<Self> {
        let outcomes = plan.get().handle().restore_filing(&outcomes, &classes)?;
        Ok(Self { plan: plan.clone().unbind(), outcomes })
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[Plan, list[str], list[list[str | None]]]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, OutcomesParts)> {
        let words = self.outcomes.iter().map(Outcome::name).collect();
        let parts = (self.plan.clone_ref(py), words, self.words_of_classes());
        Ok((py.get_type::<Self>().getattr("_of")?, parts))
    }
}

impl PyOutcomes {
    /// The outcome of a target for the class that is named beside it.
    fn of_class(&self, target: &Bound<'_, PyAny>) -> Option<Outcome> {
        let name: String = target.cast::<PyString>().ok()?.extract().ok()?;
        let (target, class) = self.plan.get().handle().position_of(&name).ok()?;
        self.outcomes.of_class(target, class?)
    }

    /// The words of the outcomes of each class.
    fn words_of_classes(&self) -> Vec<Vec<Option<&'static str>>> {
        let of_class = |class: usize| {
            let targets = 0..self.outcomes.len();
            targets.map(|target| self.outcomes.of_class(target, class).map(Outcome::name)).collect()
        };
        (0..self.outcomes.classes()).map(of_class).collect()
    }
}

/// The plan, the words of its outcomes, and those of each class.
type OutcomesParts = (Py<PyPlan>, Vec<&'static str>, Vec<Vec<Option<&'static str>>>);

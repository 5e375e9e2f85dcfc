//! 工作日历: the calendar in Python.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tuoyu::ffi::{python, read_whole};
use tuoyu::{Calendar, Deadline};

use crate::arguments::{self, Flag};
use crate::values::{DEPTH, value};

/// 工作日历: which days are worked. It knows the years that a notice was read for and no other; a newer
/// calendar is another one.
#[pyclass(frozen, module = "tuoyu", name = "Calendar")]
#[derive(Debug)]
pub(crate) struct PyCalendar(Calendar);

#[pymethods]
impl PyCalendar {
    /// The calendar of the file that comes with the library.
    #[staticmethod]
    fn bundled() -> PyResult<Self> {
        Ok(Self(Calendar::bundled()?))
    }

    /// Reads a file laid out as the bundled `working-days.toml`.
    #[staticmethod]
    #[pyo3(signature = (text: "str"))]
    fn parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Calendar::parse(&python::text(text, "text")?)?))
    }

    /// This calendar with the years of another file, each in the place of the same year here.
    #[pyo3(signature = (text: "str"))]
    fn extended(&self, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(self.0.with(&python::text(text, "text")?)?))
    }

    /// Tells whether a day is worked; none for a day of a year without a notice.
    #[pyo3(signature = (day: "date | str"))]
    fn is_working_day(&self, day: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
        Ok(self.0.is_working_day(arguments::day(day, "day")?))
    }

    /// The first year that there is a notice for.
    #[getter]
    fn first_year(&self) -> i32 {
        self.0.first_year()
    }

    /// The last year that there is a notice for.
    #[getter]
    fn last_year(&self) -> i32 {
        self.0.last_year()
    }

    /// 截止日: the last day of a period of working days. The day that it runs from does not count unless
    /// `start_counts`: the day after is the first (民法典第二百零一条, by analogy).
    #[pyo3(signature = (start: "date | str", working_days: "int", start_counts: "bool" = Flag(Ok(false))))]
    #[pyo3(text_signature = "($self, start, working_days, start_counts=False)")]
    fn deadline(
        &self,
        start: &Bound<'_, PyAny>,
        working_days: &Bound<'_, PyAny>,
        start_counts: Flag,
    ) -> PyResult<Deadline> {
        let start = arguments::day(start, "start")?;
        let working_days = value(working_days, DEPTH)
            .and_then(|value| read_whole(&value, i32::MIN, i32::MAX))
            .map_err(|error| error.inside("working_days"))?;
        Ok(self.0.deadline(start, working_days, start_counts.named("start_counts")?)?)
    }

    fn __repr__(&self) -> String {
        format!("<Calendar of {} to {}>", self.0.first_year(), self.0.last_year())
    }

    /// Calendars are equal where their files are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0 == other.get().0)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyTuple::new(py, self.0.texts())?.hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Reduces to a call, for pickles.
    #[staticmethod]
    #[pyo3(signature = (texts: "list[str]"))]
    fn _of(texts: Vec<String>) -> PyResult<Self> {
        let mut texts = texts.iter();
        let oldest = Calendar::parse(texts.next().map_or("", String::as_str))?;
        Ok(Self(texts.try_fold(oldest, |older, text| older.with(text))?))
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[list[str]]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<String>,))> {
        Ok((py.get_type::<Self>().getattr("_of")?, (self.0.texts().to_vec(),)))
    }
}

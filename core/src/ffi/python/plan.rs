//! 方案: a plan and its outcomes in Python.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use pyo3::Borrowed;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDict, PyInt, PyIterator, PyList, PyString, PyTuple, PyType};

use super::{Count, Flag, day, institution, list, text, unreadable, words};
use crate::error::{Error, ErrorCode};
use crate::facts::{Choice, FIRST_DAY, Fact, Kind, LAST_DAY, MOST_WORDS, day_code, read_date};
use crate::logic::Outcome;
use crate::plan::{Extra, Facts, Outcomes, Plan};
use crate::policy::{PolicyBook, vocabulary};
use crate::text::Text;

/// How many names of fields a plan remembers.
const NAMES: usize = 128;

/// How many days and how many places it remembers.
const TEXTS: usize = 4_096;

/// 方案: supports, steps and registration on one day, compiled for many institutions; made by `PolicyBook.plan`.
#[pyclass(frozen, module = "tuoyu", name = "Plan")]
#[derive(Debug)]
pub struct PyPlan {
    plan: Arc<Plan>,
    book: Py<PolicyBook>,
    /// The position of each target.
    positions: Py<PyDict>,
    /// What names of fields meant, by the object that they are: programs give the same few again and again.
    names: Mutex<Vec<Option<Name>>>,
    /// The codes of days and of places as they are written.
    days: Py<PyDict>,
    places: Py<PyDict>,
}

/// A name, and the position of its field.
#[derive(Debug)]
struct Name {
    text: Py<PyString>,
    field: usize,
}

/// 结果: the outcome of each target of a plan, for one institution.
#[pyclass(frozen, module = "tuoyu", name = "Outcomes", mapping)]
#[derive(Debug)]
pub struct PyOutcomes {
    plan: Py<PyPlan>,
    outcomes: Outcomes,
}

impl PyPlan {
    pub(super) fn new(
        book: &Bound<'_, PolicyBook>,
        as_of: &Bound<'_, PyAny>,
        targets: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = book.py();
        let as_of = day(as_of, "as_of")?;
        let targets = targets.map_or_else(|| Ok(Vec::new()), names)?;
        let rules = book.get();
        let plan = py.detach(|| rules.plan(as_of, &targets))?;
        let positions = PyDict::new(py);
        for (position, name) in plan.targets().iter().enumerate() {
            positions.set_item(name, position)?;
        }
        Ok(Self {
            plan: Arc::new(plan),
            book: book.clone().unbind(),
            positions: positions.unbind(),
            names: Mutex::new((0..NAMES).map(|_| None).collect()),
            days: PyDict::new(py).unbind(),
            places: PyDict::new(py).unbind(),
        })
    }

    /// The plan itself.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    fn decide(slf: &Bound<'_, Self>, facts: &Bound<'_, PyAny>) -> Result<PyOutcomes, Error> {
        let this = slf.get();
        let quick = facts.cast_exact::<PyDict>().ok().and_then(|facts| this.quick(facts));
        let facts = match quick {
            Some(facts) => facts,
            None => this.plan.facts(&institution(facts, "facts", &this.plan.places)?)?,
        };
        let mut outcomes = Outcomes::default();
        this.plan.outcomes(&facts, &mut outcomes)?;
        Ok(PyOutcomes { plan: slf.clone().unbind(), outcomes })
    }

    /// Facts of a dict of plain values; none where anything is unusual, which is then read, or refused, with care.
    fn quick(&self, fields: &Bound<'_, PyDict>) -> Option<Facts> {
        let vocabulary = Vocabulary::of(fields.py()).ok()?;
        // Waiting for another thread, which may wait for the interpreter, would never end.
        let mut names = self.names.try_lock().ok()?;
        let mut codes = [UNKNOWN; Fact::ALL.len()];
        for (name, value) in fields {
            let field = vocabulary.field(&mut names, name.cast_exact::<PyString>().ok()?)?;
            if value.is_none() {
                continue;
            }
            *codes.get_mut(field.fact as usize)? = self.value(field, &value)?;
        }
        let [kind, day] = [Fact::CreditCodeKind, Fact::Day].map(|fact| fact as usize);
        *codes.get_mut(kind)? = *codes.get(Fact::CreditCode as usize)?;
        *codes.get_mut(day)? = day_code(self.plan.as_of());
        let given = |fact: Fact| codes.get(fact as usize).copied().filter(|code| *code != UNKNOWN);
        if let (Some(from), Some(until)) = (given(Fact::LeaseFrom), given(Fact::LeaseUntil))
            && until < from
        {
            return None;
        }
        Some(self.plan.settled(&given))
    }

    /// The code of a value; none where it is unusual.
    #[inline]
    fn value(&self, field: &Field, value: &Bound<'_, PyAny>) -> Option<i64> {
        match field.kind {
            Kind::Bool => value.cast_exact::<PyBool>().ok().map(|flag| i64::from(flag.is_true())),
            Kind::Choice(_) => field.word(value),
            Kind::Set(_) => {
                let words =
                    value.cast_exact::<PyList>().ok().filter(|of| of.len() <= MOST_WORDS)?;
                words.iter().try_fold(0, |set, word| Some(set | 1 << field.word(&word)?))
            }
            Kind::Int { min, max } => {
                let number: i64 = value.cast_exact::<PyInt>().ok()?.extract().ok()?;
                let possible = number != 0 || field.fact != Fact::Storey;
                (possible && (min..=max).contains(&number)).then_some(number)
            }
            Kind::Date if value.is_exact_instance_of::<PyDate>() => {
                let day = value.call_method0(pyo3::intern!(value.py(), "toordinal")).ok()?;
                day.extract().ok().filter(|day| (FIRST_DAY..=LAST_DAY).contains(day))
            }
            Kind::Date => remembered(&self.days, value, |text| read_date(text).ok().map(day_code)),
            Kind::Jurisdiction => {
                remembered(&self.places, value, |text| self.plan.places.code(text).ok())
            }
            Kind::Text => {
                let code = value.cast_exact::<PyString>().ok().and_then(exact)?;
                crate::facts::kind_of(&code).ok().map(Choice::position)
            }
        }
    }
}

/// What is done with columns that are no facts.
struct Extras(Result<Extra, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Extras {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(text(&object, "extra").and_then(|word| match word.as_str() {
            "refuse" => Ok(Extra::Refuse),
            "keep" => Ok(Extra::Keep),
            _ => Err(Error::new(
                ErrorCode::UnknownWord,
                "extra",
                "不认识这个取值，可用：refuse、keep",
                "expected refuse or keep",
            )),
        })))
    }
}

/// Refuses a table, and what gives its rows otherwise than one by one.
fn check_rows(rows: &Bound<'_, PyAny>) -> Result<(), Error> {
    let has = |name: &str| rows.hasattr(name).unwrap_or(false);
    let hint = if has("__arrow_c_stream__") || has("__arrow_c_array__") || has("__dataframe__") {
        Text::new("表请用 run()", "give a table to run()")
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

/// No value has it.
const UNKNOWN: i64 = i64::MIN;

/// What a text means, read where it was not seen before.
fn remembered(
    seen: &Py<PyDict>,
    text: &Bound<'_, PyAny>,
    read: impl FnOnce(&str) -> Option<i64>,
) -> Option<i64> {
    let (text, seen) = (text.cast_exact::<PyString>().ok()?, seen.bind(text.py()));
    if let Some(code) = seen.get_item(text).ok()? {
        return code.extract().ok();
    }
    let code = read(&exact(text)?)?;
    if seen.len() >= TEXTS {
        seen.clear();
    }
    seen.set_item(text, code).ok()?;
    Some(code)
}

fn exact(text: &Bound<'_, PyString>) -> Option<String> {
    text.extract().ok()
}

fn names(targets: &Bound<'_, PyAny>) -> Result<Vec<String>, Error> {
    list(targets)
        .ok_or_else(|| unreadable(targets, "列表", "a list"))?
        .iter()
        .enumerate()
        .map(|(position, target)| text(target, &format!("[{position}]")))
        .collect::<Result<_, _>>()
        .map_err(|error| error.inside("targets"))
}

/// The day and the targets.
type PlanParts<'a> = (NaiveDate, Vec<&'a str>);

/// What each field may be given as.
struct Vocabulary {
    /// The position of each field.
    names: Py<PyDict>,
    fields: Vec<Field>,
}

struct Field {
    fact: Fact,
    kind: Kind,
    /// The code of each word under both its names, and the class that it may be of.
    words: Option<(Py<PyDict>, Py<PyType>)>,
}

impl Vocabulary {
    fn of(py: Python<'_>) -> PyResult<&'static Self> {
        static VOCABULARY: PyOnceLock<Vocabulary> = PyOnceLock::new();
        VOCABULARY.get_or_try_init(py, || {
            let classes = words();
            let names = PyDict::new(py);
            let mut fields = Vec::new();
            for fact in vocabulary("Institution") {
                names.set_item(fact.field(), fields.len())?;
                let list = fact.kind().words();
                let same = |of: &[(&str, &str)]| {
                    of.iter().map(|(name, _)| *name).eq(list.iter().map(|word| word.name))
                };
                let class = classes.iter().find(|(_, of)| same(of));
                let words = class.map(|(class, _)| {
                    let codes = PyDict::new(py);
                    for (code, word) in list.iter().enumerate() {
                        codes.set_item(word.name, code)?;
                        codes.set_item(word.label, code)?;
                    }
                    let class = py.import("tuoyu._words")?.getattr(*class)?;
                    PyResult::Ok((codes.unbind(), class.cast_into::<PyType>()?.unbind()))
                });
                fields.push(Field { fact, kind: fact.kind(), words: words.transpose()? });
            }
            Ok(Self { names: names.unbind(), fields })
        })
    }

    /// The field of a name.
    #[inline]
    fn field(&self, seen: &mut [Option<Name>], name: &Bound<'_, PyString>) -> Option<&Field> {
        // Objects lie 16 bytes apart.
        let found = seen.get_mut((name.as_ptr().addr() >> 4) % NAMES)?;
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

impl Field {
    /// The code of a text, or of a member of the class of words.
    fn word(&self, value: &Bound<'_, PyAny>) -> Option<i64> {
        let (codes, class) = self.words.as_ref()?;
        if !value.is_exact_instance_of::<PyString>() && !value.get_type().is(class) {
            return None;
        }
        codes.bind(value.py()).get_item(value).ok()??.extract().ok()
    }
}

#[pymethods]
impl PyPlan {
    /// The targets, in the order of the outcomes.
    #[getter]
    fn targets(&self) -> Vec<&str> {
        self.plan.targets().iter().map(String::as_str).collect()
    }

    /// The day that it answers for.
    #[getter]
    fn as_of(&self) -> NaiveDate {
        self.plan.as_of()
    }

    /// The facts that outcomes can rest on: bit `n` of reasons stands for the fact at position `n`.
    fn reason_facts(&self) -> Vec<&'static str> {
        self.plan.reason_facts().to_vec()
    }

    /// The outcome of every target for one institution.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]"))]
    fn outcomes(slf: &Bound<'_, Self>, facts: &Bound<'_, PyAny>) -> PyResult<PyOutcomes> {
        Ok(Self::decide(slf, facts)?)
    }

    /// Answers a JSON object of facts with a JSON object: `as_of`, and in `outcomes` for each target its `outcome` and
    /// its `reasons`, the names of the facts that decided it or that it still turns on.
    #[pyo3(signature = (facts: "str"))]
    fn ask(&self, facts: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(self.plan.ask(&text(facts, "facts")?)?)
    }

    /// The outcomes of each row, or the error of a row that cannot be read, in the order given.
    #[pyo3(signature = (rows: "Iterable[Institution | Facts | dict[str, Any]]") -> "list[Outcomes | TuoyuError]")]
    fn run_rows<'py>(
        slf: &Bound<'py, Self>,
        rows: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = slf.py();
        check_rows(rows)?;
        let answers = PyList::empty(py);
        for row in rows.try_iter()? {
            match Self::decide(slf, &row?) {
                Ok(outcomes) => answers.append(outcomes)?,
                Err(error) => answers.append(PyErr::from(error).into_value(py))?,
            }
        }
        Ok(answers)
    }

    /// The outcomes of each row of an Arrow table (pyarrow, polars, pandas, DuckDB …), as a stream of Arrow tables:
    /// a truth value for each target, null where it is open, and the column `error`. `details` adds why a target is
    /// open, `reasons` the facts behind it, as bits. Columns that are no facts are refused, or with `extra="keep"` stand
    /// before the answers; an index of pandas is left out. Nothing is read before the answers are.
    #[pyo3(
        signature = (data: "Any", *, threads: "int" = Count(Ok(1)), details: "bool" = Flag(Ok(false)), reasons: "bool" = Flag(Ok(false)), extra: "str" = Extras(Ok(Extra::Refuse))) -> "Answers",
        text_signature = "($self, data, *, threads=1, details=False, reasons=False, extra='refuse')"
    )]
    fn run<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        threads: Count,
        details: Flag,
        reasons: Flag,
        extra: Extras,
    ) -> PyResult<Bound<'py, PyAny>> {
        let threads = threads.named("threads")?;
        let (details, reasons) = (details.named("details")?, reasons.named("reasons")?);
        // The memory of other libraries is none of this crate's business.
        let stream = slf.py().import("tuoyu._tuoyu")?.getattr("_run")?;
        stream.call1((slf, data, threads, details, reasons, extra.0? == Extra::Keep))
    }

    /// The finding behind an outcome: reasons, clauses and what is missing. For a support that is not in force what is
    /// known of when it was; for `register`, a department, and a step that does not arise, the registration.
    #[pyo3(signature = (target: "str", facts: "Institution | Facts | dict[str, Any]") -> "Finding | NotInForce | Registration")]
    fn why<'py>(
        &self,
        py: Python<'py>,
        target: &Bound<'_, PyAny>,
        facts: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let target = self.target(target)?;
        let facts = institution(facts, "facts", &self.plan.places)?;
        let (book, on) = (self.book.get(), self.plan.as_of());
        let supports = book.supports(&facts, on)?;
        if let Some(finding) = supports.findings.into_iter().find(|one| one.id == target) {
            return Ok(Bound::new(py, finding)?.into_any());
        }
        if let Some(lapsed) = supports.lapsed.into_iter().find(|one| one.id == target) {
            return Ok(Bound::new(py, lapsed)?.into_any());
        }
        let registration = book.register(&facts, on)?;
        match registration.steps.iter().find(|one| one.id == target) {
            Some(step) => Ok(Bound::new(py, step.clone())?.into_any()),
            None => Ok(Bound::new(py, registration)?.into_any()),
        }
    }

    fn __repr__(&self) -> String {
        format!("<Plan of {} targets on {}>", self.plan.targets().len(), self.plan.as_of())
    }

    /// Plans are equal where their books, their days and their targets are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let (one, two) = (&self.plan, &other.get().plan);
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
        Ok((self.book.bind(py).getattr("plan")?, (self.plan.as_of(), self.targets())))
    }
}

impl PyPlan {
    /// A target of the plan.
    fn target(&self, target: &Bound<'_, PyAny>) -> Result<String, Error> {
        let (target, names) = (text(target, "target")?, self.plan.targets());
        if !names.contains(&target) {
            return Err(PolicyBook::unknown_target(&target, names.iter().map(String::as_str)));
        }
        Ok(target)
    }
}

#[pymethods]
impl PyOutcomes {
    fn __getitem__(&self, target: &Bound<'_, PyAny>) -> PyResult<Outcome> {
        let positions = self.plan.get().positions.bind(target.py());
        let position = positions.get_item(target)?.map(|position| position.extract());
        let outcome = position.transpose()?.and_then(|position| self.outcomes.get(position));
        outcome.ok_or_else(|| match self.plan.get().target(target) {
            Err(error) => PyKeyError::new_err(error.to_string()),
            Ok(_) => PyKeyError::new_err("no outcome"),
        })
    }

    fn __len__(&self) -> usize {
        self.outcomes.shown.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.plan.get().positions.bind(py).try_iter()
    }

    fn __contains__(&self, target: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.plan.get().positions.bind(target.py()).contains(target)
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
        format!("<Outcomes: {met} met, {} open of {}>", open.count(), self.outcomes.shown.len())
    }

    /// Outcomes are equal where the plans ask about the same targets and all have the same outcome.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let other = other.get();
        let same = self.outcomes.iter().eq(other.outcomes.iter());
        Ok(same && self.plan.get().plan.targets() == other.plan.get().plan.targets())
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

    /// What a pickle calls.
    #[staticmethod]
    #[pyo3(signature = (plan: "Plan", outcomes: "list[str]"))]
    fn _of(plan: &Bound<'_, PyPlan>, outcomes: Vec<String>) -> PyResult<Self> {
        let words = outcomes.iter().map(|word| Outcome::from_word(word));
        let words = words.collect::<Result<Vec<_>, _>>()?;
        let outcomes = plan.get().plan.told(&words).ok_or_else(|| {
            let (zh, en) = ("结果与方案不符", "the outcomes are not those of the plan");
            Error::new(ErrorCode::WrongPlan, "outcomes", zh, en)
        })?;
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

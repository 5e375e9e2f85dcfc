//! What the types of the library are in Python: conversions and one-line methods, no rule and no type.

mod plan;

pub use plan::{PyOutcomes, PyPlan};

use chrono::NaiveDate;
use pyo3::exceptions::{PyLookupError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    IntoPyDict, PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple, PyType,
};
use pyo3::{Borrowed, import_exception};
use serde::de::DeserializeOwned;

use crate::answers::{Format, check_at_once};
use crate::calendar::{Calendar, DayOff, Deadline, DeadlineState, SkippedDay};
use crate::error::{Error, ErrorCode, Faults, told_identifier, told_name, told_text};
use crate::facts::{
    Band, CareClass, Choice, CreditCode, CreditCodeKind, Degree, Dossier, Event, FactValue,
    FireEvidence, HealthEvaluationKind, Institution, Jurisdictions, Kind, LandSupply, LandUse,
    LegalForm, MOST_CLASSES, Meals, Mode, Nature, Operator, Premises, Repair, RepairReason,
    Service, Value, check_count,
};
use crate::ffi::json::to_json;
use crate::policy::{PolicyBook, PolicyText};
use crate::*;

import_exception!(tuoyu._error, TuoyuError);

/// The parts of an exception, and those of each fault where there are several.
type Parts = (String, String, String, Option<i32>, String, String, Option<String>, Option<String>);

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let parts = |error: &Error, text: String| -> Parts {
            let Error { code, path, line, message, hint, .. } = error.clone();
            let hint_zh = error.hint_zh().map(str::to_owned);
            (text, code.name(), path, line, message.zh, message.en, hint, hint_zh)
        };
        let each: Vec<Parts> = error.each().map(|one| parts(one, one.told())).collect();
        let several = if each.len() > 1 { each } else { Vec::new() };
        let (text, code, path, line, zh, en, hint, hint_zh) = parts(&error, error.to_string());
        TuoyuError::new_err((text, code, path, line, zh, en, hint, hint_zh, several))
    }
}

/// Name and text of each bundled policy file, to be parsed together with files of one's own.
#[pyfunction]
#[pyo3(name = "bundled_texts", signature = () -> "dict[str, str]")]
pub fn py_bundled_texts(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    crate::bundled_texts().into_iter().map(|file| (file.name, file.text)).into_py_dict(py)
}

#[pymethods]
impl PolicyBook {
    /// The book of the policy files that come with the library.
    #[staticmethod]
    #[pyo3(name = "bundled")]
    fn py_bundled(py: Python<'_>) -> PyResult<Self> {
        Ok(py.detach(Self::bundled)?)
    }

    /// Reads and compiles policy files: `{name: text}`, or a list of `(name, text)`. The book is all of
    /// them or an error that names the file and its line. `calendar` is the text of a newer file of the notices on
    /// days off, whose years replace the bundled ones.
    #[staticmethod]
    #[pyo3(
        name = "parse",
        signature = (texts: "dict[str, str] | list[tuple[str, str]]", calendar: "str | None" = None)
    )]
    fn py_parse(texts: &Bound<'_, PyAny>, calendar: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let files = policy_texts(texts)?;
        let calendar = calendar.map(|file| text(file, "calendar")).transpose()?;
        let book = texts.py().detach(|| match &calendar {
            Some(calendar) => Self::parse_with_calendar(&files, calendar),
            None => Self::parse(&files),
        });
        Ok(book?)
    }

    /// Runs the worked examples of every policy file.
    #[pyo3(name = "check")]
    fn py_check(&self, py: Python<'_>) -> PyResult<()> {
        Ok(py.detach(|| self.check())?)
    }

    /// The policy edition: the latest day on which a file was compared with the official text.
    #[getter(edition)]
    fn py_edition(&self) -> String {
        self.edition()
    }

    /// SHA-256 of the policy files, in hexadecimal.
    #[getter(sha256)]
    fn py_sha256(&self) -> String {
        self.sha256()
    }

    /// SHA-256 of the files of working days, in hexadecimal.
    #[getter(calendar_sha256)]
    fn py_calendar_sha256(&self) -> String {
        self.calendar_sha256()
    }

    /// 到哪里登记: the authorities still open, in rank order, what has to be done before and after, and the
    /// facts that contradict each other.
    #[pyo3(name = "register", signature = (facts: "Institution | Facts | dict[str, Any]", *, on: "date | str"))]
    fn py_register(
        &self,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Registration> {
        about(self, facts, on, |facts, on| self.register(facts, on))
    }

    /// 有什么扶持: every support with its status, and those that are not in force here on that day.
    #[pyo3(name = "supports", signature = (facts: "Institution | Facts | dict[str, Any]", *, on: "date | str"))]
    fn py_supports(&self, facts: &Bound<'_, PyAny>, on: &Bound<'_, PyAny>) -> PyResult<Supports> {
        about(self, facts, on, |facts, on| self.supports(facts, on))
    }

    /// 备案审查: every requirement that applies on the day, all gaps at once, and when each answer is due.
    #[pyo3(
        name = "review",
        signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, on: "date | str")
    )]
    fn py_review(
        &self,
        facts: &Bound<'_, PyAny>,
        dossier: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Review> {
        let dossier = filing(dossier)?;
        about(self, facts, on, |facts, on| self.review(facts, &dossier, on))
    }

    /// 一次性告知书: every gap of a filing at once, with its cure and its clause, as `text` or as `markdown`.
    #[pyo3(
        name = "notice",
        signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, on: "date | str", format: "Format | str" = Format::Text),
        text_signature = "($self, facts, dossier, *, on, format='text')"
    )]
    fn py_notice(
        &self,
        facts: &Bound<'_, PyAny>,
        dossier: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
        format: Format,
    ) -> PyResult<String> {
        let dossier = filing(dossier)?;
        about(self, facts, on, |facts, on| self.notice(facts, &dossier, on, format))
    }

    /// 备案回执: that the materials were received, as `text` or as `markdown`. It is not an approval, and has no expiry.
    #[pyo3(
        name = "acknowledgement",
        signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, on: "date | str", format: "Format | str" = Format::Text),
        text_signature = "($self, facts, dossier, *, on, format='text')"
    )]
    fn py_acknowledgement(
        &self,
        facts: &Bound<'_, PyAny>,
        dossier: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
        format: Format,
    ) -> PyResult<String> {
        let dossier = filing(dossier)?;
        about(self, facts, on, |facts, on| self.acknowledgement(facts, &dossier, on, format))
    }

    /// 变更、注销、迁址: what has to be done after an event.
    #[pyo3(name = "duties_after", signature = (event: "Event | str", facts: "Institution | Facts | dict[str, Any]", *, on: "date | str"))]
    fn py_duties_after(
        &self,
        event: Event,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<FollowUps> {
        about(self, facts, on, |facts, on| self.duties_after(event, facts, on))
    }

    /// 综合评估: registration, every support, the questions still to ask, and the receipt; with a dossier, the
    /// review of the filing as well.
    #[pyo3(
        name = "assess",
        signature = (facts: "Institution | Facts | dict[str, Any]", *, on: "date | str", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None)
    )]
    fn py_assess(
        &self,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Assessment> {
        let dossier = dossier.map(filing).transpose()?;
        about(self, facts, on, |facts, on| match &dossier {
            Some(dossier) => self.assess_filing(facts, dossier, on),
            None => self.assess(facts, on),
        })
    }

    /// 批量评估: an assessment for each institution, in the order given.
    #[pyo3(
        name = "assess_all",
        signature = (institutions: "Sequence[Institution | Facts | dict[str, Any]]", *, on: "date | str")
    )]
    fn py_assess_all(
        &self,
        py: Python<'_>,
        institutions: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<Assessment>> {
        let on = day(on, "as_of")?;
        let institutions = list(institutions)
            .ok_or_else(|| unreadable(institutions, "列表", "a list").inside("institutions"))?;
        check_at_once(institutions.len())?;
        let institutions = institutions
            .iter()
            .enumerate()
            .map(|(position, facts)| {
                institution(facts, "", &self.places)
                    .map_err(|error| error.inside(&format!("[{position}]")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(py.detach(|| self.assess_all(&institutions, on))?)
    }

    /// 方案: compiles targets for a day; all of them where none is named. A target is a support, a step, `register` for
    /// where an institution is registered, or `register/` and a department for whether that one registers it.
    #[pyo3(name = "plan", signature = (as_of: "date | str", targets: "Sequence[str] | None" = None))]
    fn py_plan(
        slf: &Bound<'_, Self>,
        as_of: &Bound<'_, PyAny>,
        targets: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyPlan> {
        PyPlan::new(slf, as_of, targets)
    }

    /// 如何才能符合: the smallest changes by the sponsor that would turn a support, a contradictory `register`, and with a
    /// dossier a requirement, one of a class as in `carers-infant@classes[1]`, or the `review` into "met"; or why there are none.
    #[pyo3(
        name = "what_if",
        signature = (target: "str", facts: "Institution | Facts | dict[str, Any]", *, on: "date | str", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None)
    )]
    fn py_what_if(
        &self,
        target: &Bound<'_, PyAny>,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<WhatIf> {
        let target = text(target, "target")?;
        let dossier = dossier.map(filing).transpose()?;
        about(self, facts, on, |facts, on| match &dossier {
            Some(dossier) => self.what_if_filing(&target, facts, dossier, on),
            None => self.what_if(&target, facts, on),
        })
    }

    /// 回执: what an assessment was made from.
    #[pyo3(name = "receipt", signature = (facts: "Institution | Facts | dict[str, Any]", *, on: "date | str"))]
    fn py_receipt(
        &self,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<DecisionRecord> {
        about(self, facts, on, |facts, on| self.receipt(facts, on))
    }

    /// 核验回执: replays a receipt and says whether every field of it is as it was written, and rules, calendar, input and
    /// outcome are the same. One of an assessment with a dossier needs that dossier.
    #[pyo3(
        name = "verify",
        signature = (receipt: "DecisionRecord", facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None)
    )]
    fn py_verify(
        &self,
        receipt: &Bound<'_, PyAny>,
        facts: &Bound<'_, PyAny>,
        dossier: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Verification> {
        let receipt = receipt.cast::<DecisionRecord>().map_err(|_| {
            let hint = Text::new(
                "存成文字的回执用 DecisionRecord.from_json 读入",
                "DecisionRecord.from_json reads a receipt that was stored as text",
            );
            unreadable(receipt, "回执", "a DecisionRecord").with_hint(Some(hint)).inside("receipt")
        })?;
        let facts = institution(facts, "facts", &self.places)?;
        let verification = match dossier.map(filing).transpose()? {
            Some(dossier) => self.verify_filing(receipt.get(), &facts, &dossier),
            None => self.verify(receipt.get(), &facts),
        };
        Ok(verification?)
    }

    /// 说明: an assessment in plain Chinese, as `text` or as `markdown`.
    #[pyo3(
        name = "explain",
        signature = (facts: "Institution | Facts | dict[str, Any]", *, on: "date | str", format: "Format | str" = Format::Text),
        text_signature = "($self, facts, *, on, format='text')"
    )]
    fn py_explain(
        &self,
        facts: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
        format: Format,
    ) -> PyResult<String> {
        about(self, facts, on, |facts, on| self.explain(facts, on, format))
    }

    /// 谁负责: by topic (用水价格, 消防, 备案登记 …), by the number of a clause, by a department under any of its names,
    /// or by a unit of 附件2, also asked as a question (谁管消防). Names of departments are made by rule; those of another
    /// place are never answered as this one's. Where nothing matched, the nearest words.
    #[pyo3(name = "responsible", signature = (query: "str", *, jurisdiction: "str", on: "date | str"))]
    fn py_responsible(
        &self,
        query: &Bound<'_, PyAny>,
        jurisdiction: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Responsibility> {
        let query = text(query, "query")?;
        there(jurisdiction, on, |place, on| self.responsible(&query, place, on))
    }

    /// 工作目标: the dated goals.
    #[pyo3(name = "goals", signature = (*, jurisdiction: "str", on: "date | str"))]
    fn py_goals(&self, jurisdiction: &Bound<'_, PyAny>, on: &Bound<'_, PyAny>) -> PyResult<Goals> {
        there(jurisdiction, on, |place, on| self.goals(place, on))
    }

    /// 联席会议: the seats by unit and post, and the clauses on convening, office and succession. Never
    /// persons.
    #[pyo3(name = "seats", signature = (*, jurisdiction: "str", on: "date | str"))]
    fn py_seats(&self, jurisdiction: &Bound<'_, PyAny>, on: &Bound<'_, PyAny>) -> PyResult<Seats> {
        there(jurisdiction, on, |place, on| self.seats(place, on))
    }

    /// 条款: every clause in force, with its gist, its words and its 责任单位.
    #[pyo3(name = "clauses", signature = (*, jurisdiction: "str", on: "date | str"))]
    fn py_clauses(
        &self,
        jurisdiction: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Clauses> {
        there(jurisdiction, on, |place, on| self.clauses(place, on))
    }

    /// 部门: every department of the place, under all its names.
    #[pyo3(name = "departments", signature = (*, jurisdiction: "str", on: "date | str"))]
    fn py_departments(
        &self,
        jurisdiction: &Bound<'_, PyAny>,
        on: &Bound<'_, PyAny>,
    ) -> PyResult<Departments> {
        there(jurisdiction, on, |place, on| self.departments(place, on))
    }

    /// 词汇表: every fact that an institution can be described by, for forms.
    #[pyo3(name = "vocabulary")]
    fn py_vocabulary(&self) -> Vec<FactSummary> {
        self.vocabulary()
    }

    /// 词汇表: every fact of a dossier, then of a class, for forms.
    #[pyo3(name = "filing_vocabulary")]
    fn py_filing_vocabulary(&self) -> Vec<FactSummary> {
        self.filing_vocabulary()
    }

    /// Answers a question that is one JSON object, with JSON.
    #[pyo3(name = "ask", signature = (request: "str"))]
    fn py_ask(&self, request: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(self.ask(&text(request, "request")?)?)
    }

    fn __repr__(&self) -> String {
        let hash = self.sha256();
        let start = hash.get(..12).unwrap_or(&hash);
        format!("<PolicyBook edition {} sha256 {start}…>", self.edition())
    }

    /// Books are equal where their policy files and calendars are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = other.get();
            self.sha256() == other.sha256() && self.calendar == other.calendar
        })
    }

    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        PyString::new(slf.py(), &slf.get().sha256()).hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[list[tuple[str, str]], str | None]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, BookParts)> {
        let files = self.files().into_iter();
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        // The first file of the calendar is the bundled one.
        let calendar = self.calendar.texts.get(1).cloned();
        Ok((py.get_type::<Self>().getattr("parse")?, (files.collect(), calendar)))
    }
}

/// Name and text of each policy file, and the text of a newer calendar.
type BookParts = (Vec<(String, String)>, Option<String>);

#[pymethods]
impl Calendar {
    /// The calendar of the file that comes with the library.
    #[staticmethod]
    #[pyo3(name = "bundled")]
    fn py_bundled() -> PyResult<Self> {
        Ok(Self::bundled()?)
    }

    /// Reads a file laid out as the bundled `working-days.toml`.
    #[staticmethod]
    #[pyo3(name = "parse", signature = (text: "str"))]
    fn py_parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self::parse(&self::text(text, "text")?)?)
    }

    /// This calendar with the years of another file, each in the place of the same year here.
    #[pyo3(signature = (text: "str"))]
    fn extended(&self, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(self.with(&self::text(text, "text")?)?)
    }

    /// Whether a day is worked; none for a day of a year without a notice.
    #[pyo3(name = "is_working_day", signature = (day: "date | str"))]
    fn py_is_working_day(&self, day: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
        Ok(self.is_working_day(self::day(day, "day")?))
    }

    /// The first year that there is a notice for.
    #[getter(first_year)]
    fn py_first_year(&self) -> i32 {
        self.first_year()
    }

    /// The last year that there is a notice for.
    #[getter(last_year)]
    fn py_last_year(&self) -> i32 {
        self.last_year()
    }

    /// 截止日: the last day of a period of working days. The day that it runs from does not count unless
    /// `start_counts`: the day after is the first (民法典第二百零一条, by analogy).
    #[pyo3(
        name = "deadline",
        signature = (start: "date | str", working_days: "int", start_counts: "bool" = Flag(Ok(false))),
        text_signature = "($self, start, working_days, start_counts=False)"
    )]
    fn py_deadline(
        &self,
        start: &Bound<'_, PyAny>,
        working_days: &Bound<'_, PyAny>,
        start_counts: Flag,
    ) -> PyResult<Deadline> {
        let start = day(start, "start")?;
        let any = Kind::int(i64::from(i32::MIN), i64::from(i32::MAX));
        let working_days = value(working_days, DEPTH)
            .and_then(|value| i32::read_value(&value, any))
            .map_err(|error| error.inside("working_days"))?;
        Ok(self.deadline(start, working_days, start_counts.named("start_counts")?)?)
    }

    fn __repr__(&self) -> String {
        format!("<Calendar of {} to {}>", self.first_year(), self.last_year())
    }

    /// Calendars are equal where their files are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self == other.get())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyTuple::new(py, &self.texts)?.hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// What a pickle calls.
    #[staticmethod]
    #[pyo3(signature = (texts: "list[str]"))]
    fn _of(texts: Vec<String>) -> PyResult<Self> {
        let mut texts = texts.iter();
        let oldest = Self::parse(texts.next().map_or("", String::as_str))?;
        Ok(texts.try_fold(oldest, |older, text| older.with(text))?)
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[list[str]]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<String>,))> {
        Ok((py.get_type::<Self>().getattr("_of")?, (self.texts.clone(),)))
    }
}

/// Gives each record, read from JSON as the brackets say, the methods of every record; its own follow.
macro_rules! records {
    ($($name:ident($read:path) { $($methods:tt)* })+) => { $(
        #[pymethods]
        impl $name {
            /// Reads what `to_json` wrote.
            #[classmethod]
            #[pyo3(name = "from_json", signature = (text: "str"))]
            fn py_from_json(_class: &Bound<'_, PyType>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok($read(&self::text(text, "text")?)?)
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
                let mut fields = Vec::new();
                for name in slf.get().to_dict(slf.py())?.keys() {
                    let mut name: String = name.extract()?;
                    if name == "from" {
                        // A keyword of Python, which no attribute can be.
                        name.push('_');
                    }
                    let value = slf.getattr(name.as_str())?;
                    let shown = match value.cast::<PyString>() {
                        Ok(text) if PRIVATE.contains(&name.as_str()) => {
                            told_text(&text.to_string_lossy())
                        }
                        _ => value.repr()?.to_string(),
                    };
                    fields.push(format!("{name}={}", shortened(shown)));
                }
                Ok(format!("{}({})", stringify!($name), fields.join(", ")))
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
    )+ };
}

records! {
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
    Authority(read_json) {}
    Change(read_json) {}
    Citation(read_json) {}
    CareClass(CareClass::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[ClassFacts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            Ok(read_fields(keywords(facts)?, Self::gather, None)?)
        }
    }
    ClauseSummary(read_json) {}
    Clauses(read_json) {}
    CreditCode(read_json) {
        /// Reads a code as people write it: full-width and small letters, spaces and hyphens are put right, and so are
        /// O, I, Z and S where the check character then fits. Each repair is reported.
        #[staticmethod]
        #[pyo3(name = "parse", signature = (text: "str"))]
        fn py_parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
            Ok(Self::parse(&self::text(text, "text")?)?)
        }
    }
    Deadline(read_json) {}
    Department(read_json) {}
    Departments(read_json) {}
    Dossier(Dossier::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[DossierFacts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            Ok(read_fields(keywords(facts)?, Self::gather, None)?)
        }
    }
    DueDate(read_json) {}
    FollowUps(read_json) {}
    Duty(read_json) {}
    FactSummary(read_json) {}
    Finding(read_json) {}
    Goal(read_json) {}
    Goals(read_json) {}
    Institution(Institution::from_json) {
        #[new]
        #[pyo3(signature = (**facts: "Unpack[Facts]"))]
        fn py_new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
            Ok(read_fields(keywords(facts)?, Self::gather, None)?)
        }
    }
    NotInForce(read_json) {}
    Missing(read_json) {}
    ResponsibleUnits(read_json) {}
    NotCovered(read_json) {}
    Reason(read_json) {}
    DecisionRecord(DecisionRecord::from_json) {}
    Registration(read_json) {}
    RegistrationAct(read_json) {}
    Remedy(read_json) {}
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

        /// What it was taken for; empty where it was dropped.
        #[getter]
        fn to(&self) -> &str {
            &self.to
        }

        /// Why.
        #[getter]
        fn why(&self) -> RepairReason {
            self.why
        }
    }
    Responsibility(read_json) {}
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
    Scope(read_json) {}
    Seat(read_json) {}
    Seats(read_json) {}
    SkippedDay(read_json) {}
    Supports(read_json) {}
    Text(read_json) {
        /// The Chinese words.
        fn __str__(&self) -> &str {
            &self.zh
        }
    }
    Verification(read_json) {}
    WhatIf(read_json) {}
}

/// Makes words the members of the classes in `tuoyu._words`, each looked up once.
macro_rules! python_words {
    ($($name:ident)+) => {
        $(
            impl<'py> IntoPyObject<'py> for $name {
                type Target = PyAny;
                type Output = Bound<'py, PyAny>;
                type Error = PyErr;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr =
                    pyo3::type_hint_identifier!("tuoyu._words", stringify!($name));

                fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    static MEMBERS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();
                    let members = MEMBERS.get_or_try_init(py, || {
                        let class = py.import("tuoyu._words")?.getattr(stringify!($name))?;
                        let member = |word: &crate::Term| Ok(class.call1((word.name,))?.unbind());
                        $name::WORDS.iter().map(member).collect::<PyResult<_>>()
                    })?;
                    let member = members.get(self as usize);
                    let member = member.ok_or_else(|| PyLookupError::new_err(self.name()))?;
                    Ok(member.bind(py).clone())
                }
            }
        )+

        /// Each class of words, with the stable name and the Chinese term of every word.
        #[pyfunction]
        pub fn words() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
            let list = |words: &'static [crate::Term]| {
                words.iter().map(|word| (word.name, word.label)).collect()
            };
            vec![$((stringify!($name), list($name::WORDS))),+]
        }
    };
}

python_words! {
    Act
    Band
    Beneficiary
    Category
    CitationRole
    CreditCodeKind
    DayOff
    DeadlineState
    Degree
    Event
    SourceQuality
    FindingKind
    FireEvidence
    Force
    Format
    HealthEvaluationKind
    LandSupply
    LandUse
    LegalForm
    LookUpState
    Meals
    Mode
    Nature
    NoRemedy
    OpenBecause
    Operator
    Outcome
    Premises
    Regime
    RepairReason
    ScopeState
    SeatRole
    Service
    Severity
    Status
    Verdict
}

/// Makes a word an argument, under the name that errors give it.
macro_rules! word_arguments {
    ($($name:ident $argument:literal)+) => { $(
        impl<'a, 'py> FromPyObject<'a, 'py> for $name {
            type Error = PyErr;

            fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                let word = text(&object, $argument)?;
                Ok(Self::from_word(&word).map_err(|error| error.inside($argument))?)
            }
        }
    )+ };
}

word_arguments! { Event "event" Format "format" }

/// A yes or no that is an argument, so that another type is an error of the library.
struct Flag(Result<bool, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Flag {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(value(&object, DEPTH).and_then(|value| bool::read_value(&value, Kind::Bool))))
    }
}

impl Flag {
    fn named(self, argument: &str) -> Result<bool, Error> {
        self.0.map_err(|error| error.inside(argument))
    }
}

/// How many threads.
struct Count(Result<i32, Error>);

impl<'a, 'py> FromPyObject<'a, 'py> for Count {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let any = Kind::int(1, 1024);
        Ok(Self(value(&object, DEPTH).and_then(|value| i32::read_value(&value, any))))
    }
}

impl Count {
    fn named(self, argument: &str) -> Result<i32, Error> {
        self.0.map_err(|error| error.inside(argument))
    }
}

/// How many lists and dicts may lie in each other: one that contains itself would overflow the stack.
const DEPTH: u8 = 8;

/// Fields whose text may be personal data; `to_json` has it whole.
const PRIVATE: [&str; 4] = ["jurisdiction", "credit_code", "code", "organization_code"];

/// How many characters of a field a `repr` shows.
const LONGEST_REPR: usize = 400;

fn about<T>(
    book: &PolicyBook,
    facts: &Bound<'_, PyAny>,
    on: &Bound<'_, PyAny>,
    answer: impl FnOnce(&Institution, NaiveDate) -> Result<T, Error>,
) -> PyResult<T> {
    let on = day(on, "as_of")?;
    Ok(answer(&institution(facts, "facts", &book.places)?, on)?)
}

fn there<T>(
    jurisdiction: &Bound<'_, PyAny>,
    on: &Bound<'_, PyAny>,
    answer: impl FnOnce(&str, NaiveDate) -> Result<T, Error>,
) -> PyResult<T> {
    let place = text(jurisdiction, "jurisdiction")?;
    Ok(answer(&place, day(on, "as_of")?)?)
}

/// Errors of a field have its name alone as their path. Where anything is wrong, the place is looked up as well, so that
/// everything is told at once.
fn institution(
    facts: &Bound<'_, PyAny>,
    path: &str,
    places: &Jurisdictions,
) -> Result<Institution, Error> {
    if let Ok(known) = facts.cast::<Institution>() {
        return Ok(known.get().clone());
    }
    let fields = row(facts).ok_or_else(|| {
        unreadable(facts, "Institution 或字典", "an Institution or a dict").inside(path)
    })??;
    let check = |record: &Institution, faults: &mut Faults| {
        let place = record.jurisdiction.as_ref();
        faults.take(place.map_or(Ok(0), |place| places.code(place)));
    };
    read_fields(fields, Institution::gather, Some(&check))
}

/// Errors of a field have a path that tells the dossier from the institution.
fn filing(dossier: &Bound<'_, PyAny>) -> Result<Dossier, Error> {
    if let Ok(known) = dossier.cast::<Dossier>() {
        return Ok(known.get().clone());
    }
    row(dossier)
        .unwrap_or_else(|| Err(unreadable(dossier, "Dossier 或字典", "a Dossier or a dict")))
        .and_then(|fields| read_fields(fields, Dossier::gather, None))
        .map_err(|error| error.inside("dossier"))
}

/// Named values, each of them read or not.
type Fields = Vec<(String, Result<Value, Error>)>;

/// Reads a record; where anything is wrong with it, what else is checked.
fn read_fields<T>(
    fields: Fields,
    gather: impl FnOnce(Fields) -> (T, Faults),
    check: Option<&dyn Fn(&T, &mut Faults)>,
) -> Result<T, Error> {
    let (record, mut faults) = gather(fields);
    if let Some(check) = check.filter(|_| !faults.is_empty()) {
        check(&record, &mut faults);
    }
    faults.or(record)
}

fn keywords(facts: Option<&Bound<'_, PyDict>>) -> Result<Fields, Error> {
    facts.map_or_else(|| Ok(Vec::new()), |facts| items(facts, DEPTH))
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

fn day(object: &Bound<'_, PyAny>, path: &str) -> Result<NaiveDate, Error> {
    value(object, DEPTH)
        .and_then(|value| NaiveDate::read_value(&value, Kind::Date))
        .map_err(|error| error.inside(path))
}

fn text(object: &Bound<'_, PyAny>, path: &str) -> Result<String, Error> {
    object
        .cast::<PyString>()
        .ok()
        .and_then(|text| text.extract().ok())
        .ok_or_else(|| unreadable(object, "文字", "text").inside(path))
}

fn policy_texts(texts: &Bound<'_, PyAny>) -> Result<Vec<PolicyText>, Error> {
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

/// The items of a list or a tuple, taken before any Python code can change it.
fn list<'py>(object: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyAny>>> {
    match object.cast::<PyList>() {
        Ok(list) => Some(list.iter().collect()),
        Err(_) => object.cast::<PyTuple>().ok().map(|tuple| tuple.iter().collect()),
    }
}

/// How many items a list or a tuple has.
fn count(object: &Bound<'_, PyAny>) -> Option<usize> {
    let list = object.cast::<PyList>().ok().map(PyListMethods::len);
    list.or_else(|| object.cast::<PyTuple>().ok().map(PyTupleMethods::len))
}

/// The items of a dict, taken before any Python code can change it.
fn items(table: &Bound<'_, PyDict>, depth: u8) -> Result<Fields, Error> {
    check_count(table.len(), MOST_CLASSES)?;
    let items: Vec<_> = table.iter().collect();
    items
        .iter()
        .map(|(name, object)| {
            let name = text(name, "").map_err(|_| unreadable(name, "文字键", "a text key"))?;
            Ok((name, value(object, depth)))
        })
        .collect()
}

/// One Python object, as every language gives it to the library. Tests that cannot raise come first: an
/// exception raised and dropped costs more than the rest.
fn value(object: &Bound<'_, PyAny>, depth: u8) -> Result<Value, Error> {
    let Some(inner) = depth.checked_sub(1) else {
        return Err(unreadable(object, "嵌套更少的值", "less nesting"));
    };
    if object.is_none() {
        Ok(Value::Null)
    } else if object.is_instance_of::<PyString>() {
        text(object, "").map(Value::Text)
    } else if let Ok(flag) = object.cast::<PyBool>() {
        // Before numbers: a Python bool is one.
        Ok(Value::Bool(flag.is_true()))
    } else if let Ok(number) = object.cast::<PyInt>() {
        Ok(Value::Int(number.extract().unwrap_or_else(|_| saturated(number))))
    } else if let Ok(number) = object.cast::<PyFloat>() {
        Ok(Value::Float(number.value()))
    } else if object.is_instance_of::<PyDate>() {
        // Before a datetime: not-a-time of pandas is one.
        date(object)
    } else if let Some(count) = count(object) {
        check_count(count, MOST_CLASSES)?;
        let objects = list(object).unwrap_or_default();
        let item = |(position, object): (usize, &Bound<'_, PyAny>)| {
            value(object, inner).map_err(|error| error.inside(&format!("[{position}]")))
        };
        objects.iter().enumerate().map(item).collect::<Result<_, _>>().map(Value::List)
    } else if let Ok(table) = object.cast::<PyDict>() {
        let fields = items(table, inner)?.into_iter();
        let field = |(name, value): (String, Result<Value, Error>)| match value {
            Ok(value) => Ok((name, value)),
            Err(error) => Err(error.inside(told_name(&name))),
        };
        fields.map(field).collect::<Result<_, _>>().map(Value::Table)
    } else if let Ok(class) = object.cast::<CareClass>() {
        // As the dict that it could have been, so that both are read alike.
        read_json(&to_json(class.get()))
    } else {
        foreign(object, inner)
    }
}

/// A date, or a datetime; whether that has a time, the reader of days says.
fn date(object: &Bound<'_, PyAny>) -> Result<Value, Error> {
    if !object.is_instance_of::<PyDateTime>() {
        return object.extract().map(Value::Date).map_err(|_| unreadable(object, "日期", "a date"));
    }
    if type_name(object) == "NaTType" {
        return Ok(Value::Null);
    }
    let part = |name: &str| -> u32 {
        let part = object.getattr(name).and_then(|part| part.extract());
        part.unwrap_or_default()
    };
    let day: Option<NaiveDate> = object.call_method0("date").and_then(|day| day.extract()).ok();
    // Of what pandas has beyond microseconds, any is a time.
    let micros = part("microsecond").max(part("nanosecond").min(1));
    let moment = day.and_then(|day| {
        day.and_hms_micro_opt(part("hour"), part("minute"), part("second"), micros)
    });
    moment.map(Value::DateTime).ok_or_else(|| unreadable(object, "日期", "a date"))
}

/// A value of numpy, pandas, decimal, fractions or pyarrow.
fn foreign(object: &Bound<'_, PyAny>, depth: u8) -> Result<Value, Error> {
    let wanted = || {
        unreadable(
            object,
            "文字、整数、是/否、日期、列表或字典",
            "text, a whole number, a boolean, a date, a list or a dict",
        )
    };
    let name = type_name(object);
    if object.is_instance_of::<PyType>() {
        return Err(wanted());
    }
    match name.as_str() {
        "NAType" => return Ok(Value::Null),
        "datetime64" => return datetime64(object).ok_or_else(wanted),
        "Decimal" | "Fraction" => return Ok(ratio(object)),
        "bool" | "bool_" => {
            // numpy.bool
            return object.extract().map(Value::Bool).map_err(|_| wanted());
        }
        _ => {}
    }
    // Values and arrays of numpy, pandas and polars; and of pyarrow.
    for method in ["tolist", "to_list", "as_py"] {
        let Ok(found) = object.getattr(method) else { continue };
        if let Ok(length) = object.len() {
            check_count(length, MOST_CLASSES)?;
        }
        let plain = found.call0().map_err(|_| wanted())?;
        return value(&plain, depth);
    }
    // Anything with `__index__`.
    object.extract().map(Value::Int).map_err(|_| wanted())
}

/// A day of numpy; not-a-time is not known.
fn datetime64(object: &Bound<'_, PyAny>) -> Option<Value> {
    let day = object.call_method1("astype", ("datetime64[D]",)).ok()?;
    let date = day.call_method0("item").ok()?;
    if date.is_none() {
        return Some(Value::Null);
    }
    let date: NaiveDate = date.extract().ok()?;
    if object.eq(&day).ok()? {
        return Some(Value::Date(date));
    }
    date.and_hms_opt(23, 59, 59).map(Value::DateTime)
}

/// A number that is kept as a fraction: a whole one, or any that is none.
fn ratio(object: &Bound<'_, PyAny>) -> Value {
    let py = object.py();
    let parts = match object.call_method0("as_integer_ratio") {
        Ok(parts) => parts.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>().ok(),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
            return Value::Float(f64::INFINITY);
        }
        Err(error) if error.is_instance_of::<PyValueError>(py) => return Value::Null,
        Err(_) => object
            .getattr("numerator")
            .and_then(|top| Ok((top, object.getattr("denominator")?)))
            .ok(),
    };
    match parts {
        Some((whole, one)) if one.eq(1).unwrap_or(false) => match whole.cast::<PyInt>() {
            Ok(number) => Value::Int(number.extract().unwrap_or_else(|_| saturated(number))),
            Err(_) => Value::Float(0.5),
        },
        _ => Value::Float(0.5),
    }
}

/// The name of the class of an object.
fn type_name(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string())
}

/// A number of more than 64 bits is out of every range.
fn saturated(number: &Bound<'_, PyInt>) -> i64 {
    if number.lt(0).unwrap_or(false) { i64::MIN } else { i64::MAX }
}

/// The error for an object that is none of the library's values; the object itself is never shown.
fn unreadable(object: &Bound<'_, PyAny>, zh: &str, en: &str) -> Error {
    let found = type_name(object);
    Error::new(
        ErrorCode::WrongType,
        "",
        format!("应为{zh}，收到的是 {found}"),
        format!("expected {en}, found {found}"),
    )
}

/// The start of what stands in a `repr`: an assessment in full has 80 000 characters.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_REPR) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Reads a record; what it says is not shown where it cannot be read.
fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
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

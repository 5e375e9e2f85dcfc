//! 政策库: the policy book and its questions in Python.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tuoyu::ffi::python::text;
use tuoyu::{
    Assessment, Clauses, DecisionRecord, Departments, Event, FactSummary, FollowUps, Format, Goals,
    LawEra, Letter, LetterKind, PolicyBook, Registration, Responsibility, Review, Seats, Supports,
    Verification, WhatIf,
};

use crate::arguments::{day, policy_texts};
use crate::plan::PyPlan;
use crate::rows::{
    about, about_filing, decision_record, filing, filings, institution, institutions,
    letter_details, there,
};

/// Any object.
type Object<'a, 'py> = &'a Bound<'py, PyAny>;

/// 政策库: the policy files of one edition, read, checked and compiled. It never changes; a newer edition
/// is another book.
#[pyclass(frozen, module = "tuoyu", name = "PolicyBook")]
#[derive(Debug)]
pub(crate) struct PyPolicyBook(pub(crate) PolicyBook);

#[pymethods]
impl PyPolicyBook {
    /// The book of the policy files that come with the library.
    #[staticmethod]
    fn bundled(py: Python<'_>) -> PyResult<Self> {
        Ok(Self(py.detach(PolicyBook::bundled)?))
    }

    /// Reads and compiles policy files: `{name: text}`, or a list of `(name, text)`. The book is all of
    /// them or an error that names the file and its line. `calendar` is the text of a newer file of the notices on
    /// days off, whose years replace the bundled ones.
    #[staticmethod]
    #[pyo3(signature = (texts: "dict[str, str] | list[tuple[str, str]]", calendar: "str | None" = None))]
    fn parse(texts: Object, calendar: Option<Object>) -> PyResult<Self> {
        let files = policy_texts(texts)?;
        let calendar = calendar.map(|file| text(file, "calendar")).transpose()?;
        let book = texts.py().detach(|| match &calendar {
            Some(calendar) => PolicyBook::parse_with_calendar(&files, calendar),
            None => PolicyBook::parse(&files),
        });
        Ok(Self(book?))
    }

    /// Runs the worked examples of every policy file.
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        Ok(py.detach(|| self.0.check())?)
    }

    /// The policy edition: the latest day on which a file was compared with the official text.
    #[getter]
    fn edition(&self) -> String {
        self.0.edition()
    }

    /// SHA-256 of the policy files, in hexadecimal.
    #[getter]
    fn sha256(&self) -> String {
        self.0.sha256()
    }

    /// SHA-256 of the files of working days, in hexadecimal.
    #[getter]
    fn calendar_sha256(&self) -> String {
        self.0.calendar_sha256()
    }

    /// 到哪里登记: the authorities still open, in rank order, what has to be done before and after, and the
    /// facts that contradict each other.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str"))]
    fn register(&self, facts: Object, as_of: Object) -> PyResult<Registration> {
        about(&self.0, facts, as_of, |book, facts, as_of| book.register(facts, as_of))
    }

    /// 有什么扶持: every support with its status, and those that are not in force here on that day.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str"))]
    fn supports(&self, facts: Object, as_of: Object) -> PyResult<Supports> {
        about(&self.0, facts, as_of, |book, facts, as_of| book.supports(facts, as_of))
    }

    /// 备案材料核对: every requirement that applies on the day, all gaps at once, and when each answer is due.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, as_of: "date | str"))]
    fn review(&self, facts: Object, dossier: Object, as_of: Object) -> PyResult<Review> {
        about_filing(&self.0, facts, dossier, as_of, |book, facts, dossier, as_of| {
            book.review(facts, dossier, as_of)
        })
    }

    /// 文书: a letter about a filing by its paragraphs. `details` has what the caller knows in the place of blanks: `name`, `address` and
    /// `number`, the days `cure_by` and `signed_on`, and a `template` of the office's own.
    #[pyo3(signature = (kind: "LetterKind | str", facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, as_of: "date | str", details: "dict[str, Any] | None" = None))]
    fn letter(
        &self,
        kind: LetterKind,
        facts: Object,
        dossier: Object,
        as_of: Object,
        details: Option<Object>,
    ) -> PyResult<Letter> {
        let details = details.map(letter_details).transpose()?.unwrap_or_default();
        about_filing(&self.0, facts, dossier, as_of, |book, facts, dossier, as_of| {
            book.letter(kind, facts, dossier, as_of, &details)
        })
    }

    /// 一次性告知书: every gap of a filing at once, with its cure and its clause, as `text` or as `markdown`.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, as_of: "date | str", format: "Format | str" = Format::Text))]
    #[pyo3(text_signature = "($self, facts, dossier, *, as_of, format='text')")]
    fn notice(
        &self,
        facts: Object,
        dossier: Object,
        as_of: Object,
        format: Format,
    ) -> PyResult<String> {
        about_filing(&self.0, facts, dossier, as_of, |book, facts, dossier, as_of| {
            book.notice(facts, dossier, as_of, format)
        })
    }

    /// 备案回执: that the materials were received, which, and how much is still to be put right, as `text` or as `markdown`. It is no approval.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, as_of: "date | str", format: "Format | str" = Format::Text))]
    #[pyo3(text_signature = "($self, facts, dossier, *, as_of, format='text')")]
    fn acknowledgement(
        &self,
        facts: Object,
        dossier: Object,
        as_of: Object,
        format: Format,
    ) -> PyResult<String> {
        about_filing(&self.0, facts, dossier, as_of, |book, facts, dossier, as_of| {
            book.acknowledgement(facts, dossier, as_of, format)
        })
    }

    /// 基本条件告知书: the conditions that such an institution has to meet, as `text` or as `markdown`; it goes out with the receipt.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any]", *, as_of: "date | str", format: "Format | str" = Format::Text))]
    #[pyo3(text_signature = "($self, facts, dossier, *, as_of, format='text')")]
    fn basic_conditions(
        &self,
        facts: Object,
        dossier: Object,
        as_of: Object,
        format: Format,
    ) -> PyResult<String> {
        about_filing(&self.0, facts, dossier, as_of, |book, facts, dossier, as_of| {
            book.basic_conditions(facts, dossier, as_of, format)
        })
    }

    /// 变更、注销、迁址: what has to be done after an event.
    #[pyo3(signature = (event: "Event | str", facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str"))]
    fn duties_after(&self, event: Event, facts: Object, as_of: Object) -> PyResult<FollowUps> {
        about(&self.0, facts, as_of, |book, facts, as_of| book.duties_after(event, facts, as_of))
    }

    /// 综合评估: registration, every support, the questions still to ask, and the receipt; with a dossier, the
    /// review of the filing as well.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    fn assess(
        &self,
        facts: Object,
        as_of: Object,
        dossier: Option<Object>,
    ) -> PyResult<Assessment> {
        let dossier = dossier.map(filing).transpose()?;
        about(&self.0, facts, as_of, |book, facts, as_of| match &dossier {
            Some(dossier) => book.assess_filing(facts, dossier, as_of),
            None => book.assess(facts, as_of),
        })
    }

    /// 批量评估: an assessment for each institution, in the order given.
    #[pyo3(signature = (institutions: "Sequence[Institution | Facts | dict[str, Any]]", *, as_of: "date | str"))]
    fn assess_all(
        &self,
        py: Python<'_>,
        institutions: Object,
        as_of: Object,
    ) -> PyResult<Vec<Assessment>> {
        let as_of = day(as_of, "as_of")?;
        let institutions = self::institutions(institutions, &self.0)?;
        Ok(py.detach(|| self.0.assess_all(&institutions, as_of))?)
    }

    /// 批量审查: the review of each filing, in the order given; a filing is a pair of facts and dossier.
    #[pyo3(signature = (filings: "Sequence[tuple[Institution | Facts | dict[str, Any], Dossier | DossierFacts | dict[str, Any]]]", *, as_of: "date | str"))]
    fn review_all(&self, py: Python<'_>, filings: Object, as_of: Object) -> PyResult<Vec<Review>> {
        let as_of = day(as_of, "as_of")?;
        let filings = self::filings(filings, &self.0)?;
        Ok(py.detach(|| self.0.review_all(&filings, as_of))?)
    }

    /// 方案: compiles targets for a day; all of them where none is named. A target is a support, a step, `register` for
    /// where an institution is registered, or `register/` and a department for whether that one registers it.
    #[pyo3(signature = (as_of: "date | str", targets: "Sequence[str] | None" = None))]
    fn plan(slf: &Bound<'_, Self>, as_of: Object, targets: Option<Object>) -> PyResult<PyPlan> {
        PyPlan::new(slf, as_of, targets)
    }

    /// 如何才能符合: the smallest changes by the sponsor that would turn a support, a `register` in conflict, and with a
    /// dossier a requirement, one of a class as in `carers-infant@classes[1]`, or the `review` into "met"; or why there are none.
    #[pyo3(signature = (target: "str", facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    fn what_if(
        &self,
        target: Object,
        facts: Object,
        as_of: Object,
        dossier: Option<Object>,
    ) -> PyResult<WhatIf> {
        let target = text(target, "target")?;
        let dossier = dossier.map(filing).transpose()?;
        about(&self.0, facts, as_of, |book, facts, as_of| match &dossier {
            Some(dossier) => book.what_if_filing(&target, facts, dossier, as_of),
            None => book.what_if(&target, facts, as_of),
        })
    }

    /// 回执: what an assessment was made from; with a dossier, that of the filing as well.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    fn receipt(
        &self,
        facts: Object,
        as_of: Object,
        dossier: Option<Object>,
    ) -> PyResult<DecisionRecord> {
        let dossier = dossier.map(filing).transpose()?;
        about(&self.0, facts, as_of, |book, facts, as_of| match &dossier {
            Some(dossier) => {
                let assessment = book.assess_filing(facts, dossier, as_of)?;
                Ok(DecisionRecord::clone(&assessment.receipt))
            }
            None => book.receipt(facts, as_of),
        })
    }

    /// 核验回执: replays a receipt and says whether every field of it is as it was written, and rules, calendar, input and
    /// outcome are the same. One of an assessment with a dossier needs that dossier.
    #[pyo3(signature = (receipt: "DecisionRecord", facts: "Institution | Facts | dict[str, Any]", dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    fn verify(
        &self,
        receipt: Object,
        facts: Object,
        dossier: Option<Object>,
    ) -> PyResult<Verification> {
        let receipt = decision_record(receipt)?;
        let facts = institution(facts, "facts", &self.0)?;
        let verification = match dossier.map(filing).transpose()? {
            Some(dossier) => self.0.verify_filing(receipt.get(), &facts, &dossier),
            None => self.0.verify(receipt.get(), &facts),
        };
        Ok(verification?)
    }

    /// 说明: an assessment in plain Chinese, as `text` or as `markdown`; with a dossier, the review of the filing as well.
    #[pyo3(signature = (facts: "Institution | Facts | dict[str, Any]", *, as_of: "date | str", format: "Format | str" = Format::Text, dossier: "Dossier | DossierFacts | dict[str, Any] | None" = None))]
    #[pyo3(text_signature = "($self, facts, *, as_of, format='text', dossier=None)")]
    fn explain(
        &self,
        facts: Object,
        as_of: Object,
        format: Format,
        dossier: Option<Object>,
    ) -> PyResult<String> {
        let dossier = dossier.map(filing).transpose()?;
        about(&self.0, facts, as_of, |book, facts, as_of| match &dossier {
            Some(dossier) => Ok(book.assess_filing(facts, dossier, as_of)?.explain(format)),
            None => book.explain(facts, as_of, format),
        })
    }

    /// 谁负责: by topic (用水价格, 消防, 备案登记 …), by the number of a clause, by a department under any of its names,
    /// or by a unit of 附件2, also asked as a question (谁管消防). Names of departments are made by rule; those of another
    /// place are never answered as this one's. Where nothing matched, the nearest words.
    #[pyo3(signature = (query: "str", *, jurisdiction: "str", as_of: "date | str"))]
    fn responsible(
        &self,
        query: Object,
        jurisdiction: Object,
        as_of: Object,
    ) -> PyResult<Responsibility> {
        let query = text(query, "query")?;
        there(&self.0, jurisdiction, as_of, |book, place, as_of| {
            book.responsible(&query, place, as_of)
        })
    }

    /// 工作目标: the dated goals.
    #[pyo3(signature = (*, jurisdiction: "str", as_of: "date | str"))]
    fn goals(&self, jurisdiction: Object, as_of: Object) -> PyResult<Goals> {
        there(&self.0, jurisdiction, as_of, |book, place, as_of| book.goals(place, as_of))
    }

    /// 联席会议: the seats by unit and post, and the clauses on convening, office and succession. Never
    /// persons.
    #[pyo3(signature = (*, jurisdiction: "str", as_of: "date | str"))]
    fn seats(&self, jurisdiction: Object, as_of: Object) -> PyResult<Seats> {
        there(&self.0, jurisdiction, as_of, |book, place, as_of| book.seats(place, as_of))
    }

    /// 时期: until when the law of a place stays the same, and what changes then.
    #[pyo3(signature = (*, jurisdiction: "str", as_of: "date | str"))]
    fn era(&self, jurisdiction: Object, as_of: Object) -> PyResult<LawEra> {
        there(&self.0, jurisdiction, as_of, |book, place, as_of| book.era(place, as_of))
    }

    /// 条款: every clause in force, with its gist, its words and its 责任单位.
    #[pyo3(signature = (*, jurisdiction: "str", as_of: "date | str"))]
    fn clauses(&self, jurisdiction: Object, as_of: Object) -> PyResult<Clauses> {
        there(&self.0, jurisdiction, as_of, |book, place, as_of| book.clauses(place, as_of))
    }

    /// 部门: every department of the place, under all its names.
    #[pyo3(signature = (*, jurisdiction: "str", as_of: "date | str"))]
    fn departments(&self, jurisdiction: Object, as_of: Object) -> PyResult<Departments> {
        there(&self.0, jurisdiction, as_of, |book, place, as_of| book.departments(place, as_of))
    }

    /// 词汇表: every fact that an institution can be described by, for forms.
    fn vocabulary(&self) -> Vec<FactSummary> {
        self.0.vocabulary()
    }

    /// 词汇表: every fact of a dossier, then of a class, for forms.
    fn filing_vocabulary(&self) -> Vec<FactSummary> {
        self.0.filing_vocabulary()
    }

    /// Answers a question that is one JSON object, with JSON.
    #[pyo3(signature = (request: "str"))]
    fn ask(&self, request: Object) -> PyResult<String> {
        Ok(self.0.ask(&text(request, "request")?)?)
    }

    fn __repr__(&self) -> String {
        let hash = self.0.sha256();
        let start = hash.get(..12).unwrap_or(&hash);
        format!("<PolicyBook edition {} sha256 {start}…>", self.0.edition())
    }

    /// Books are equal where their policy files and calendars are.
    fn __eq__(&self, other: Object) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = &other.get().0;
            self.0.sha256() == other.sha256() && self.0.calendar() == other.calendar()
        })
    }

    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        PyString::new(slf.py(), &slf.get().0.sha256()).hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: Object) -> Py<Self> {
        slf
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[list[tuple[str, str]], str | None]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, BookParts)> {
        let files = self.0.texts().into_iter().map(|file| (file.name, file.text));
        // The first file of the calendar is the bundled one.
        let calendar = self.0.calendar().texts().get(1).cloned();
        Ok((py.get_type::<Self>().getattr("parse")?, (files.collect(), calendar)))
    }
}

/// Name and text of each policy file, and the text of a newer calendar.
type BookParts = (Vec<(String, String)>, Option<String>);

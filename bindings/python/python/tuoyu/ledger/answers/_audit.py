"""核对: one row decided on a day, in the words of an annotated copy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tuoyu import DeadlineState, ScopeState, Severity, Status, TuoyuError
from tuoyu.ledger._data import bundled
from tuoyu.ledger._rows import take_back
from tuoyu.ledger.answers._told import clauses

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from tuoyu import Assessment, DueDate, Finding, PolicyBook
    from tuoyu.ledger import Ledger, Row

CONFLICT, DEFECT, OVERDUE, OPEN, FINE = "事实矛盾", "需要补正", "逾期", "待核实", "符合"
ELSEWHERE, CLOSED = "不在政策库范围", "已注销"
FINDINGS = {CONFLICT, DEFECT, OVERDUE}
LATE = {DeadlineState.PAST, DeadlineState.ANSWERED_LATE}
RUNNING = {DeadlineState.PENDING, DeadlineState.DUE_TODAY, DeadlineState.PAST}


@dataclass
class Audited:
    """A row and what is answered of it: the verdict, and what it rests on.

    `row` is a copy: facts that the day does not allow are taken back from it, each as a problem.
    """

    row: Row
    verdict: str
    assessment: Assessment | None
    gaps: list[Finding] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)
    due: list[DueDate] = field(default_factory=list)

    @property
    def is_finding(self) -> bool:
        """Yes where something is wrong, and not only open."""
        return self.verdict in FINDINGS or bool(self.row.problems)

    @property
    def is_open(self) -> bool:
        """Yes where something is still to be asked."""
        return self.verdict in {OPEN, ELSEWHERE}

    @property
    def problems(self) -> list[str]:
        """Sentences on all that is wrong: of the row as it is written, then of the filing."""
        told = [str(one).partition(" ")[2] for one in self.row.problems]
        told += [one.message.zh for one in [*self.conflicts, *self.defects]]
        return told + [one.message.zh for one in self.due if one.state in LATE]

    @property
    def defects(self) -> list[Finding]:
        """Gaps that stand in the way of the filing."""
        return [one for one in self.gaps if one.severity == Severity.DEFECT]

    @property
    def warnings(self) -> list[str]:
        """Sentences on what does not stand in its way."""
        return [one.message.zh for one in self.gaps if one.severity != Severity.DEFECT]

    @property
    def basis(self) -> list[str]:
        """The clauses behind what is wrong, each once."""
        found = [one for finding in [*self.conflicts, *self.defects] for one in finding.citations]
        found += [one for due in self.due if due.state in LATE for one in due.citations]
        return clauses(found)

    @property
    def to_ask(self) -> list[str]:
        """The questions that decide, the weightiest first."""
        review = self.assessment.review if self.assessment and not self.row.closed else None
        return [one.question.zh for one in review.missing] if review else []

    @property
    def message(self) -> str:
        """The verdict of the filing in one sentence."""
        if self.row.closed:
            return "台账写明已注销，没有核对备案"
        review = self.assessment.review if self.assessment else None
        return review.message.zh if review else ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict of plain values."""
        return {
            "row": self.row.number,
            "name": self.row.name,
            "verdict": self.verdict,
            "message": self.message,
            "problems": self.problems,
            "warnings": self.warnings,
            "basis": self.basis,
            "to_ask": self.to_ask,
            "repairs": [one.to_dict() for one in self.row.repairs],
            "unread": [one.to_dict() for one in self.row.problems],
            "facts": self.row.to_dict()["facts"],
            "dossier": self.row.to_dict()["dossier"],
        }


def audit(
    ledger: Ledger,
    *,
    as_of: datetime.date | str,
    book: PolicyBook | None = None,
    progress: Callable[[int], object] | None = None,
) -> list[Audited]:
    """Return what is answered of each row of a ledger on a day."""
    found = []
    for row in ledger.rows:
        found.append(audited(row, as_of=as_of, book=book))
        if progress:
            progress(row.number)
    return found


def audited(row: Row, *, as_of: datetime.date | str, book: PolicyBook | None = None) -> Audited:
    """Return what is answered of one row; facts that the day does not allow are taken back."""
    book = book or bundled()
    row = replace(
        row,
        facts=dict(row.facts),
        dossier=dict(row.dossier),
        repairs=list(row.repairs),
        problems=list(row.problems),
        told=dict(row.told),
        stated=dict(row.stated),
    )
    found = asked(book, row, as_of)
    while isinstance(found, TuoyuError):
        if found.path == "as_of" or not (row.facts or row.dossier):
            raise found
        take_back(row, found)
        found = asked(book, row, as_of)
    return judged(row, found)


def asked(book: PolicyBook, row: Row, as_of: datetime.date | str) -> Assessment | TuoyuError:
    """Return the assessment of a row, or what stands against it."""
    try:
        return book.assess(row.facts, dossier=row.dossier, as_of=as_of)
    except TuoyuError as error:
        return error


def judged(row: Row, assessment: Assessment) -> Audited:
    """Return the verdict of an assessment."""
    review = assessment.review
    if row.closed or review is None:
        # Nothing is asked of an institution that is struck off, and no answer is owed to it.
        return Audited(row, CLOSED if row.closed else OPEN, assessment)
    gaps = [one for one in review.findings if one.status == Status.UNMET]
    both = [*assessment.registration.conflicts, *review.conflicts]
    conflicts = list({one.id: one for one in both}.values())
    due = [one for one in review.due if is_told(one, row)]
    if conflicts:
        verdict = CONFLICT
    elif review.scope.state == ScopeState.OUT_OF_SCOPE:
        # The rules of the place itself were not looked at: no gap is held against a row of it.
        verdict = ELSEWHERE
    elif any(one.severity == Severity.DEFECT for one in gaps):
        verdict = DEFECT
    elif any(one.state in LATE for one in due):
        verdict = OVERDUE
    else:
        verdict = FINE if review.status == Status.MET else OPEN
    if verdict == ELSEWHERE:
        gaps = []
    return Audited(row, verdict, assessment, gaps, conflicts, due)


def is_told(due: DueDate, row: Row) -> bool:
    """Tell whether a deadline concerns a row: once the receipt was given, no other one runs."""
    return due.deadline is not None and (
        "receipt_given_on" not in row.dossier or due.state not in RUNNING
    )

"""比对: a ledger with a public list, and the answers of two days with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tuoyu.ledger._data import bundled, facts
from tuoyu.ledger.answers._audit import audited
from tuoyu.ledger.answers._told import clauses, office

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from tuoyu import Finding, PolicyBook, Registration
    from tuoyu.ledger import Ledger, Row

ONLY_HERE, ONLY_THERE, DIFFERS = "只在台账", "只在名单", "不一致"
UNCLEAR = "认不准"
COMPARED = ("jurisdiction", "nature", "legal_form", "credit_code")


@dataclass(frozen=True)
class Difference:
    """不同: what is not the same of one institution, or of one answer about it."""

    kind: str
    row: int | None
    other_row: int | None
    name: str
    what: str
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        return dict(self.__dict__)


def reconcile(
    ledger: Ledger, public: Ledger, *, book: PolicyBook | None = None
) -> list[Difference]:
    """Compare a ledger with a public list, by code and where there is none by name.

    Only filed institutions belong on the list; of one whose filing is not known nothing is missed.
    """
    book = book or bundled()
    found: list[Difference] = []
    matched: set[int] = set()
    for row in ledger.rows:
        same = matches(row, public.rows)
        if len(same) > 1:
            numbers = "、".join(f"第{one.number}行" for one in same)
            found.append(Difference(UNCLEAR, row.number, None, row.name or "", "名单", "", numbers))
            matched.update(one.number for one in same)
            continue
        if not same:
            if row.facts.get("filed"):
                found.append(
                    Difference(ONLY_HERE, row.number, None, row.name or "", "备案", "是", "")
                )
            continue
        other = same[0]
        matched.add(other.number)
        found += compared(row, other, book)
    for other in public.rows:
        if other.number not in matched:
            code = str(other.facts.get("credit_code", ""))
            name = other.name or ""
            found.append(Difference(ONLY_THERE, None, other.number, name, "信用代码", "", code))
    return found


def matches(row: Row, others: Sequence[Row]) -> list[Row]:
    """Return the rows of the same institution: of the same code, else of the same name."""
    code = row.facts.get("credit_code")
    same = [other for other in others if code and other.facts.get("credit_code") == code]
    return same or [other for other in others if row.name and other.name == row.name]


def compared(row: Row, other: Row, book: PolicyBook) -> list[Difference]:
    """Return what two rows of one institution state otherwise."""
    found = []

    def add(kind: str, what: str, before: object, after: object) -> None:
        name = row.name or other.name or ""
        parts = what, str(before), str(after)
        found.append(Difference(kind, row.number, other.number, name, *parts))

    if row.name and other.name and row.name != other.name:
        add(DIFFERS, "机构名称", row.name, other.name)
    if row.facts.get("filed") is False:
        add(DIFFERS, "已备案", "否", "在名单上")
    elif "filed" not in row.facts:
        add(UNCLEAR, "已备案", "没有读出", "在名单上")
    for fact in COMPARED:
        before, after = row.facts.get(fact), other.facts.get(fact)
        if before is None or after is None:
            continue
        if fact == "jurisdiction" and place(book, before) == place(book, after):
            continue
        if before != after:
            terms = {word: label for label, word in facts()[fact].words.items()}
            label = facts()[fact].label
            add(DIFFERS, label, terms.get(before, before), terms.get(after, after))
    return found


def place(book: PolicyBook, text: str) -> str | None:
    """Return a place by the code, or the name, that the book has for it."""
    return book.era(jurisdiction=text, as_of="2026-01-01").scope.jurisdiction


def differences(
    row: Row,
    before: datetime.date | str,
    after: datetime.date | str,
    *,
    books: tuple[PolicyBook, PolicyBook] | None = None,
) -> list[Difference]:
    """Return which answers about a row differ on two days, or in two editions: outcome or basis."""
    first, second = books or (bundled(), bundled())
    told = [answers(row, day, book) for day, book in ((before, first), (after, second))]
    found = []
    for key in dict.fromkeys([*told[0], *told[1]]):
        was, now = told[0].get(key), told[1].get(key)
        if was == now:
            continue
        outcomes = [one[0] if one else "无此规定" for one in (was, now)]
        bases = ["；".join(one[1]) if one else "" for one in (was, now)]
        title = (now or was or ("", (), key))[2]
        if outcomes[0] != outcomes[1]:
            found.append(Difference("结论", row.number, None, row.name or "", title, *outcomes))
        if bases[0] != bases[1]:
            found.append(Difference("依据", row.number, None, row.name or "", title, *bases))
    return found


def answers(row: Row, day: datetime.date | str, book: PolicyBook) -> dict[str, Any]:
    """Return outcome, basis and title of every answer about a row on a day."""
    assessment = audited(row, as_of=day, book=book).assessment
    if assessment is None:
        return {}
    registration = assessment.registration
    offices = "、".join(office(one.department) for one in registration.authorities)
    found: dict[str, Any] = {
        "register": (
            f"{registration.status.label} {offices}".strip(),
            basis(registration),
            "登记机关",
        )
    }
    findings = [*assessment.supports.findings]
    if assessment.review:
        findings += assessment.review.findings
    for one in findings:
        found[f"{one.id}@{one.subject or ''}"] = (one.status.label, basis(one), one.title.zh)
    return found


def basis(of: Finding | Registration) -> tuple[str, ...]:
    """Return the clauses of an answer."""
    return tuple(clauses(of.citations))

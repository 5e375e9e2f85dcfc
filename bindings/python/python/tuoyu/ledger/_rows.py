"""行: what one row of a ledger states, what was put right in it, and every problem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tuoyu import Dossier, Institution, TuoyuError
from tuoyu.ledger import _words
from tuoyu.ledger._cells import is_blank, shown, solid
from tuoyu.ledger._data import DATA
from tuoyu.ledger._data import facts as known_facts
from tuoyu.ledger._days import day
from tuoyu.ledger._numbers import count, lease, places, storey
from tuoyu.ledger._places import UNSAID
from tuoyu.ledger._said import Problem, Reading, Repair, Unreadable
from tuoyu.ledger._source import Formula

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from tuoyu.ledger._headers import Column
    from tuoyu.ledger._places import Places


YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Row:
    """A row of a ledger: name, facts of the institution, dossier, repairs, and all problems."""

    number: int
    name: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    dossier: dict[str, Any] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    closed: bool = False
    """Yes where the row says that the institution is struck off (已注销)."""
    noted_year: int | None = field(default=None, repr=False)
    """The year that stands in brackets behind the state of the filing."""
    told: dict[int, str] = field(default_factory=dict, repr=False)
    """The words that may be shown of each cell that was read, by its column."""
    stated: dict[str, tuple[Any, Column]] = field(default_factory=dict, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict of plain values."""
        return {
            "row": self.number,
            "name": self.name,
            "closed": self.closed,
            "facts": plain(self.facts),
            "dossier": plain(self.dossier),
            "repairs": [repair.to_dict() for repair in self.repairs],
            "problems": [problem.to_dict() for problem in self.problems],
        }

    def problem(self, column: str, fault: Unreadable) -> None:
        """Add what could not be read."""
        parts = fault.code, fault.zh, fault.en, fault.hint_zh, fault.hint
        self.problems.append(Problem(self.number, column, *parts))

    def drop(self, fact: str) -> None:
        """Take back a fact that does not stand."""
        self.facts.pop(fact, None)
        self.dossier.pop(fact, None)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with days as text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in facts.items()
    }


class Reader:
    """Reads rows under the columns of a ledger."""

    def __init__(self, columns: Sequence[Column], places: Places, epoch: datetime.date) -> None:
        """Keep what every row is read by."""
        # Children are those of a family site, or not, once the service is known.
        self._columns = sorted(
            (column for column in columns if column.state in {"read", "name"}),
            key=lambda column: bool(column.layout and column.layout.only),
        )
        self._places = places
        self._epoch = epoch

    def row(self, number: int, cells: Sequence[object]) -> Row:
        """Return what a row states."""
        row = Row(number)
        for column in self._columns:
            cell = cells[column.at] if column.at < len(cells) else None
            if is_blank(cell):
                continue
            try:
                self._read(row, column, cell)
            except Unreadable as fault:
                row.problem(column.told, fault)
        self._place(row)
        settle(row)
        compare_years(row)
        return row

    def _place(self, row: Row) -> None:
        """Give a row that names no place that of the ledger: if told, or if it has no column."""
        columns = [one for one in self._columns if one.layout and one.layout.reads == "place"]
        own = self._places.own
        if own is None or (columns and not self._places.is_given) or "jurisdiction" in row.stated:
            return
        if any(problem.column == one.told for one in columns for problem in row.problems):
            return
        row.facts["jurisdiction"] = own
        row.repairs.append(Repair(row.number, "所在地", "没有写", own, *UNSAID))

    def _read(self, row: Row, column: Column, cell: object) -> None:
        layout = column.layout
        if layout is None:
            return
        if isinstance(cell, Formula):
            raise Unreadable(
                "formula",
                "是公式，文件里没有算好的值",
                "a formula, of which the file keeps no value",
                "在表格软件里打开、保存，或者粘贴为数值",
                "open and save it in a spreadsheet, or paste values",
            )
        if column.state == "name":
            name, why = _words.name(cell)
            row.name, row.told[column.at] = name, name
            if why:
                row.repairs.append(Repair(row.number, column.told, "另一种写法", name, *why))
            if "托育" in name:
                state(row, column, {"name_shows_childcare": True})
            return
        if layout.only and layout.only != row.facts.get("service"):
            # Of another service no rule asks for it; an unreadable cell is then no problem.
            compare(row, column, cell)
            is_known = "service" in row.facts
            row.told[column.at] = "（规则不问）" if is_known else "（先要知道服务类型）"
            return
        reading = _words.placeholder(cell, layout) or self._reading(column, cell)
        facts = state(row, column, dict(reading.facts))
        found = reading.found or safe(cell)
        row.told[column.at] = found if reading.found is None else reading.read_as or found
        compare(row, column, cell)
        if layout.key == "filed" and (year := YEAR.search(str(cell))):
            row.noted_year = int(year[0])
        if isinstance(cell, str) and solid(cell) in DATA["closed"].get(layout.key, ()):
            row.closed = True
        if reading.why:
            row.repairs.append(
                Repair(row.number, column.told, found, reading.read_as or said(facts), *reading.why)
            )

    def _reading(self, column: Column, cell: object) -> Reading:
        layout = column.layout
        assert layout is not None  # noqa: S101, of mypy
        fact = layout.facts[0]
        if layout.reads == "day":
            found, why = day(cell, self._epoch)
            return Reading({fact: found}, found.isoformat(), why)
        if layout.reads == "lease":
            return lease(cell, self._epoch)
        if layout.reads == "place":
            return _words.place(cell, self._places)
        if layout.reads in {"count", "places"}:
            return (places if layout.reads == "places" else count)(cell, fact)
        if layout.reads in {"storey", "scope", "credit_code"}:
            one = {"storey": storey, "scope": _words.scope, "credit_code": _words.credit_code}
            return one[layout.reads](cell)
        several = {"terms": _words.terms, "whether": _words.whether, "document": _words.document}
        return several[layout.reads](cell, layout)


def compare(row: Row, column: Column, cell: object) -> None:
    """Tell where more children are cared for than there are places."""
    if column.layout is None or column.layout.key != "children" or "places" not in row.facts:
        return
    try:
        children = count(cell, "children").facts["children"]
    except Unreadable:
        return
    if isinstance(children, int) and children > row.facts["places"]:
        over = Unreadable(
            "conflict",
            "实际收托数比托位数多",
            "more children than places",
            "核对托位数和实际收托数",
            "compare the number of places with that of children",
        )
        row.problem(column.told, over)


def compare_years(row: Row) -> None:
    """Tell where a filing is noted for a year before the materials came."""
    noted, received = row.noted_year, row.dossier.get("received_on")
    if noted is None or received is None or received.year <= noted:
        return
    later = Unreadable(
        "conflict",
        f"写的是{noted}年备案，收到材料日却在{received.year}年",
        f"filed in {noted}, but the materials came in {received.year}",
        "核对备案情况和收到材料日；重新备案的，另写一栏",
        "compare the filing with the day of its materials",
    )
    row.problem(row.stated["received_on"][1].told, later)


def safe(cell: object) -> str:
    """Return a cell that was read exactly, and so holds nothing else than its value."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return shown(cell) if isinstance(cell, str) else str(cell)


def said(facts: dict[str, Any]) -> str:
    """Return values as text."""
    return "、".join(str(value) for value in facts.values())


def state(row: Row, column: Column, facts: dict[str, Any]) -> dict[str, Any]:
    """Add facts to a row; where another column states otherwise, neither stands."""
    for fact, value in facts.items():
        before = row.stated.get(fact)
        if before is not None and before[0] != value:
            row.drop(fact)
            both = Unreadable(
                "conflict",
                f"和“{before[1].told}”一列说的不一样",
                f"not what the column {before[1].told} says",
                "核对两列，改成一致",
                "make both columns say the same",
            )
            row.problem(column.told, both)
            continue
        row.stated[fact] = value, column
        target = row.dossier if known_facts()[fact].record == "dossier" else row.facts
        target[fact] = value
    return facts


def settle(row: Row) -> None:
    """Let the library read the facts, and take back those that it refuses, each with its fault."""
    for record, stated in ((Institution, row.facts), (Dossier, row.dossier)):
        while stated and (error := refusal(record, stated)) is not None:
            take_back(row, error)


def refusal(record: type[Institution | Dossier], stated: dict[str, Any]) -> TuoyuError | None:
    """Return the error of a record, if there is one."""
    try:
        record(**stated)
    except TuoyuError as error:
        return error
    return None


def take_back(row: Row, error: TuoyuError) -> bool:
    """Take back the facts that an error names, and tell each fault; tell whether any was one."""
    known = False
    for fault in error.errors:
        fact = fault.path.rpartition(".")[2].partition("[")[0]
        if fact not in row.facts and fact not in row.dossier:
            continue
        known = True
        told = row.stated[fact][1].told if fact in row.stated else ""
        row.problem(
            told,
            Unreadable(
                fault.code, fault.message, fault.message_en, fault.hint_zh or "", fault.hint or ""
            ),
        )
        row.drop(fact)
        if fact in row.stated:
            # A value that was refused is not told either.
            column = row.stated.pop(fact)[1]
            row.told.pop(column.at, None)
            row.repairs[:] = [one for one in row.repairs if one.column != column.told]
    if not known:
        row.facts.clear()
        row.dossier.clear()
        row.problem("", Unreadable(error.code, error.message, error.message_en))
    return known

"""A whole ledger: its header, its rows, and what stands between them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from tuoyu.ledger import _headers
from tuoyu.ledger._cells import is_blank, solid, tidy
from tuoyu.ledger._data import bundled
from tuoyu.ledger._places import Places
from tuoyu.ledger._rows import Reader, Row
from tuoyu.ledger._said import Problem, Repair, Unreadable
from tuoyu.ledger._source import CannotRead, Sheet, sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tuoyu import PolicyBook
    from tuoyu.ledger._headers import Column

TOTAL = re.compile(r"(?:合计|总计|小计|共计|汇总|本页)")
FEW, SHOWN = 2, 100


@dataclass
class Ledger:
    """台账: its columns, its rows, and in `skipped` what the other rows are, by number."""

    sheet: str
    columns: list[Column]
    rows: list[Row]
    header: tuple[int, int]
    skipped: dict[int, str] = field(default_factory=dict)
    other_sheets: int = 0
    place: str | None = None

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every row."""
        return [problem for row in self.rows for problem in row.problems]

    @property
    def repairs(self) -> list[Repair]:
        """Every repair of every row."""
        return [repair for row in self.rows for repair in row.repairs]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __repr__(self) -> str:
        """Return counts only."""
        return f"<台账：{len(self.rows)}行，更正{len(self.repairs)}处，问题{len(self.problems)}处>"

    def _repr_html_(self) -> str:
        """Return a table of the rows, for a notebook."""
        head = "".join(f"<th>{name}</th>" for name in ("行号", "机构名称", "更正", "问题"))
        lines = []
        for row in self.rows[:SHOWN]:
            told = "<br>".join(escape(str(one).partition(" ")[2]) for one in row.problems)
            cells = (str(row.number), escape(row.name or ""), str(len(row.repairs)), told)
            lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        more = f"<p>另有{len(self.rows) - SHOWN}行</p>" if len(self.rows) > SHOWN else ""
        body = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
        return f"<p>{escape(repr(self)[1:-1])}</p>{body}{more}"

    def filings(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Return facts and dossier of each row, as `review_all` takes them."""
        return [(row.facts, row.dossier) for row in self.rows]


def read(
    source: Any,  # noqa: ANN401, a path, a frame or dicts
    *,
    sheet: str | None = None,
    jurisdiction: str | None = None,
    book: PolicyBook | None = None,
    progress: Callable[[int], object] | None = None,
) -> Ledger:
    """Read a ledger: an xlsx or csv file, a frame of any library, or dicts.

    `jurisdiction` is the place of rows that name a town only, or nothing. Without it that is the
    one place in the title above the header; it is then not of rows whose place was left empty.
    `progress` is told the number of each row.
    """
    places = Places(book or bundled(), jurisdiction)
    if jurisdiction is not None and not places.knows(jurisdiction):
        raise CannotRead("不认识这个所在地", "no such place")
    for found in sheets(source, sheet):
        if (ledger := of_sheet(found, places, progress)) is not None:
            return ledger
    raise CannotRead(
        "没有找到表头：至少要有两个认得的列名（tuoyu catalogue --of columns 列出认得的）",
        "no header: at least two names of columns have to be known",
    )


def of_sheet(
    sheet: Sheet, places: Places, progress: Callable[[int], object] | None
) -> Ledger | None:
    """Return the ledger of a sheet, or none where it has no header."""
    rows = iter(sheet.rows)
    top = list(islice(rows, _headers.MOST_ROWS))
    header = _headers.find(top)
    if header is None:
        return None
    if places.own is None:
        places.own = place_of(places, [row for number, row in top if number < header.first])
    ledger = Ledger(sheet.title, header.columns, [], (header.first, header.last))
    ledger.other_sheets, ledger.place = len(sheet.others), places.own
    reader = Reader(header.columns, places, sheet.epoch)
    after = [pair for pair in top if pair[0] > header.last]
    for part in (after, rows):
        for number, cells in part:
            if why := no_row(cells, header.columns):
                ledger.skipped[number] = why
            else:
                ledger.rows.append(reader.row(number, cells))
            if progress:
                progress(number)
    tell_duplicates(ledger.rows)
    return ledger


def place_of(places: Places, above: Sequence[Sequence[object]]) -> str | None:
    """Return the one place that the title names; a second one leaves it open."""
    text = " ".join(solid(cell) for row in above for cell in row if isinstance(cell, str))
    parts = re.findall(r"[\u4e00-\u9fff]+", text)
    district = re.compile(r"(?:(?<=[省市])|^)([\u4e00-\u9fff]{2,5}?[区县市])")
    named = {name for part in parts for name in district.findall(part)}
    known = {name for name in named if places.knows(name)}
    return known.pop() if len(known) == 1 else None


def no_row(cells: Sequence[object], columns: Sequence[Column]) -> str | None:
    """Return why a row states nothing of an institution: blank, a total, a heading or a note."""
    filled = [(at, cell) for at, cell in enumerate(cells) if not is_blank(cell)]
    if not filled:
        return "空行"
    first = tidy(str(filled[0][1]))
    if TOTAL.match(solid(first)):
        return "合计"
    by_place = {column.at: column for column in columns}
    read = [at for at, _ in filled if by_place.get(at) and by_place[at].state in {"read", "name"}]
    if not read or (len(filled) < FEW and not names_it(filled[0], by_place)):
        return "小标题或说明"
    repeated = sum(
        isinstance(cell, str) and at in by_place and solid(cell) == by_place[at].header
        for at, cell in filled
    )
    if repeated > FEW and repeated * 2 > len(filled):
        return "重复的表头"
    return None


def names_it(filled: tuple[int, object], columns: dict[int, Column]) -> bool:
    """Tell whether the only cell of a row is the name, or the code, of an institution."""
    column = columns.get(filled[0])
    reads = column.layout.reads if column and column.layout else ""
    text = str(filled[1])
    return reads in {"name", "credit_code"} and not re.match(
        r"(?:注|备注|说明|以[下上])", solid(text)
    )


def tell_duplicates(rows: Sequence[Row]) -> None:
    """Tell rows of one code, or of one name; a code of two names stands for neither."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if code := row.facts.get("credit_code"):
            by_code[code].append(row)
        if row.name:
            by_name[row.name].append(row)
    for same in by_code.values():
        if len(same) > 1:
            several = len({row.name for row in same}) > 1
            for row in same:
                column = row.stated["credit_code"][1].told
                row.problem(column, duplicate("统一社会信用代码", same, row))
                if several:
                    row.drop("credit_code")
    for same in by_name.values():
        for row in same if len(same) > 1 else ():
            row.problem("机构名称", duplicate("机构名称", same, row))


def duplicate(what: str, same: Sequence[Row], row: Row) -> Unreadable:
    """Return what is told of a row whose code or name others have too."""
    others = [other.number for other in same if other is not row]
    lines = "、".join(f"第{number}行" for number in others[:5])
    english = ", ".join(str(number) for number in others[:5])
    return Unreadable(
        "duplicate",
        f"{what}和{lines}相同",
        f"the same as in row {english}",
        "核对哪一行是对的",
        "find out which row is right",
    )

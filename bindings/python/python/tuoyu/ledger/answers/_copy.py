"""核对副本: a ledger with what was found beside each row; the original is only read.

The copy is made anew from what was read, so that nothing else of the original can be in it: columns
of persons, columns that are not known, and cells that were not read stay empty.
"""

from __future__ import annotations

import csv
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuoyu import Calendar
from tuoyu.ledger._data import bundled
from tuoyu.ledger._source import CannotRead
from tuoyu.ledger.answers._audit import CLOSED, CONFLICT, DEFECT, ELSEWHERE, FINE, OPEN, OVERDUE

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from tuoyu import PolicyBook
    from tuoyu.ledger import Column, Ledger
    from tuoyu.ledger.answers import Audited

ADDED = ("结论", "问题", "依据", "还要问", "更正")
WIDTHS = (12, 60, 40, 40, 40)
COLOURS = {
    CONFLICT: "F8CBAD",
    DEFECT: "F8CBAD",
    OVERDUE: "F4B084",
    OPEN: "FFE699",
    ELSEWHERE: "D9D9D9",
    FINE: "C6E0B4",
    CLOSED: "D9D9D9",
}
UNREAD, REPAIRED, HEAD = "F8CBAD", "DDEBF7", "D9E1F2"
MOST_LETTERS = 32_000


def annotate(
    ledger: Ledger,
    audited: Sequence[Audited],
    target: str | Path,
    *,
    as_of: datetime.date | str,
    book: PolicyBook | None = None,
) -> Path:
    """Write an annotated copy, as xlsx or csv by the name of the target."""
    path = Path(target)
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines(ledger, audited))
        return path
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        raise CannotRead(
            "写 xlsx 要装 openpyxl：pip install 'tuoyu[ledger]'",
            "xlsx needs openpyxl: pip install 'tuoyu[ledger]'",
        ) from None
    made = openpyxl.Workbook(write_only=True)
    sheet_of_rows(made, ledger, audited)
    sheet_of(made, "汇总", summary(ledger, audited), (28, 16, 60))
    sheet_of(made, "问题", problems(audited), (8, 28, 24, 16, 60, 60))
    sheet_of(made, "更正", repairs(audited), (8, 28, 24, 32, 32, 40))
    sheet_of(made, "列", columns(ledger), (8, 24, 16, 40))
    sheet_of(made, "版本", edition(as_of, book or bundled()), (28, 72))
    made.save(path)
    return path


def kept(ledger: Ledger) -> list[Column]:
    """Return the columns that may be shown: those that were read, and the name."""
    return [one for one in ledger.columns if one.state in {"read", "name"}]


def lines(ledger: Ledger, audited: Sequence[Audited]) -> Iterator[list[str]]:
    """Return every row of the copy as texts."""
    shown = kept(ledger)
    yield ["原表行号", *ADDED, *(one.told for one in shown)]
    for one in audited:
        told = [one.row.told.get(column.at, "") for column in shown]
        yield [str(one.row.number), *(plain(cell) for cell in [*said(one), *told])]


def said(one: Audited) -> list[str]:
    """Return the annotations of a row."""
    repaired = [f"{repair.column}：{repair.found} → {repair.read_as}" for repair in one.row.repairs]
    noted = [f"提示，不影响备案：{warning}" for warning in one.warnings]
    parts = ([*one.problems, *noted], one.basis, one.to_ask, repaired)
    return [one.verdict, *("\n".join(numbered(part)) for part in parts)]


def numbered(parts: Sequence[str]) -> list[str]:
    """Return sentences with a number each, where there are several."""
    return [f"{at}. {part}" for at, part in enumerate(parts, 1)] if len(parts) > 1 else list(parts)


def plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, or cannot hold."""
    text = text[:MOST_LETTERS]
    return f"'{text}" if text[:1] in {"=", "+", "@"} else text


class Pen:
    """Cells of a sheet in a few styles: a style is made once, for making one is slow."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401, a sheet of openpyxl
        """Write on a sheet."""
        self._sheet = sheet
        self._cell: Any = import_module("openpyxl.cell").WriteOnlyCell
        self._styles: dict[tuple[str | None, bool], Any] = {}

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of the first columns."""
        letter: Any = import_module("openpyxl.utils").get_column_letter
        for at, width in enumerate(widths, 1):
            self._sheet.column_dimensions[letter(at)].width = width

    def cell(self, value: object, colour: str | None = None, *, bold: bool = False) -> Any:  # noqa: ANN401
        """Return a cell."""
        one = self._cell(self._sheet, value=plain(value) if isinstance(value, str) else value)
        if (colour, bold) not in self._styles:
            styles: Any = import_module("openpyxl.styles")
            one.alignment = styles.Alignment(vertical="top", wrap_text=True)
            if colour:
                one.fill = styles.PatternFill("solid", start_color=colour)
            if bold:
                one.font = styles.Font(bold=True)
            self._styles[colour, bold] = one._style  # noqa: SLF001
        one._style = self._styles[colour, bold]  # noqa: SLF001
        return one


def sheet_of_rows(made: Any, ledger: Ledger, audited: Sequence[Audited]) -> None:  # noqa: ANN401
    """Write the rows under the numbers that they have in the original."""
    letter: Any = import_module("openpyxl.utils").get_column_letter
    sheet = made.create_sheet("核对")
    shown = kept(ledger)
    first = max(ledger.header[1], 1)
    sheet.freeze_panes = f"{letter(len(ADDED) + 2)}{first + 1}"
    pen = Pen(sheet)
    pen.widths((10, *WIDTHS))
    for _ in range(1, first):
        sheet.append([])
    head = ["原表行号", *ADDED, *(one.told for one in shown)]
    sheet.append([pen.cell(text, HEAD, bold=True) for text in head])
    at = first + 1
    for one in audited:
        while at < one.row.number:
            sheet.append([ledger.skipped.get(at, "")])
            at += 1
        sheet.append(cells_of(pen, one, shown))
        at += 1


def cells_of(pen: Pen, one: Audited, shown: Sequence[Column]) -> list[Any]:
    """Return the cells of a row: what was found, then what was read."""
    wrong = {problem.column for problem in one.row.problems}
    right = {repair.column for repair in one.row.repairs}
    cells = [pen.cell(str(one.row.number)), pen.cell(one.verdict, COLOURS[one.verdict], bold=True)]
    cells += [pen.cell(text) for text in said(one)[1:]]
    for column in shown:
        colour = UNREAD if column.told in wrong else REPAIRED if column.told in right else None
        unread = "（没有读出）" if column.told in wrong else ""
        cells.append(pen.cell(one.row.told.get(column.at, unread), colour))
    return cells


def sheet_of(
    made: Any,  # noqa: ANN401, a workbook
    title: str,
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
) -> None:
    """Write a sheet with a head of its own."""
    sheet = made.create_sheet(title)
    sheet.freeze_panes = "A2"
    pen = Pen(sheet)
    pen.widths(widths)
    for number, row in enumerate(rows):
        head = number == 0
        sheet.append([pen.cell(value, HEAD if head else None, bold=head) for value in row])


def summary(ledger: Ledger, audited: Sequence[Audited]) -> list[list[object]]:
    """Return how often each verdict, gap and unread column is."""
    verdicts = Counter(one.verdict for one in audited)
    gaps = Counter(
        (gap.title.zh) for one in audited for gap in {g.id: g for g in one.defects}.values()
    )
    unread = Counter(problem.column or "整行" for one in audited for problem in one.row.problems)
    rows: list[list[object]] = [["事项", "行数", "说明"]]
    rows += [["共", len(audited), f"另有{len(ledger.skipped)}行是空行、小标题、合计或说明"]]
    rows += [[name, verdicts[name], "结论"] for name in COLOURS if verdicts[name]]
    rows += [[title, count, "需要补正的事项"] for title, count in gaps.most_common()]
    return rows + [[name, count, "没有读出或有出入的列"] for name, count in unread.most_common()]


def problems(audited: Sequence[Audited]) -> list[list[object]]:
    """Return every problem of every row."""
    rows: list[list[object]] = [["行号", "机构名称", "列", "代码", "问题", "怎样改"]]
    for one in audited:
        name = one.row.name or ""
        for problem in one.row.problems:
            parts = problem.column, problem.code, problem.message, problem.hint_zh
            rows.append([one.row.number, name, *parts])
    return rows


def repairs(audited: Sequence[Audited]) -> list[list[object]]:
    """Return every repair of every row."""
    rows: list[list[object]] = [["行号", "机构名称", "列", "原来写的", "读作", "原因"]]
    for one in audited:
        for repair in one.row.repairs:
            parts = repair.column, repair.found, repair.read_as, repair.why
            rows.append([one.row.number, one.row.name or "", *parts])
    return rows


STATES = {
    "read": "读作事实",
    "name": "机构名称",
    "personal": "个人信息，已略去",
    "unused": "规则用不到，没有读",
    "unknown": "不认识，没有读",
    "empty": "没有列名，没有读",
}


def columns(ledger: Ledger) -> list[list[object]]:
    """Return what became of each column."""
    rows: list[list[object]] = [["列", "列名", "怎样处理", "事实"]]
    return rows + [
        [one.letters, one.header, STATES[one.state], "、".join(one.facts)] for one in ledger.columns
    ]


def edition(as_of: datetime.date | str, book: PolicyBook) -> list[list[object]]:
    """Return what the answers were made from, and how far its calendar goes."""
    calendar = Calendar.bundled()
    version = import_module("tuoyu").__version__
    return [
        ["项目", "内容"],
        ["作答日", str(as_of)],
        ["程序版本", version],
        ["政策版本", book.edition],
        ["政策文件 SHA-256", book.sha256],
        ["工作日历", f"{calendar.first_year}年至{calendar.last_year}年；以后的期限算不出"],
        ["工作日历 SHA-256", book.calendar_sha256],
        ["说明", "本表由程序按政策文件核对，不是行政决定，也不是法律意见。"],
    ]

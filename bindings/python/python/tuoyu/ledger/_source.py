"""来源: rows of a workbook, of CSV, of a frame or of records, each with its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuoyu.ledger._days import EPOCH

if TYPE_CHECKING:
    import datetime

Numbered = tuple[int, Sequence[object]]


@dataclass
class Sheet:
    """Rows with their numbers; `formulas` are the cells, by row and column, that are computed."""

    title: str
    rows: Iterable[tuple[int, Sequence[object]]]
    epoch: datetime.date = EPOCH
    others: Sequence[str] = ()


class CannotRead(ValueError):  # noqa: N818, a source and not a fault of the program
    """A source that is no ledger: another kind of file, or one without a header."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep both messages."""
        super().__init__(f"{zh} ({en})")
        self.message = zh
        self.message_en = en


class Formula:
    """A cell that is computed, of which no value is kept."""

    def __repr__(self) -> str:
        """Return the kind, and nothing of the formula."""
        return "Formula()"


def sheets(source: Any, name: str | None = None) -> Iterator[Sheet]:  # noqa: ANN401, any source
    """Return each sheet of a source."""
    if isinstance(source, (str, Path)):
        path = Path(source)
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            return of_workbook(path, name)
        if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
            return iter([of_csv(path)])
        raise CannotRead(
            "只读 xlsx 和 csv；xls 请先另存为 xlsx", "xlsx and csv only; save xls as xlsx"
        )
    return iter([of_records(source)])


def of_workbook(path: Path, name: str | None) -> Iterator[Sheet]:
    """Return the visible sheets of a workbook, values and formulas side by side."""
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise CannotRead(
            "读 xlsx 要装 openpyxl：pip install 'tuoyu[ledger]'",
            "xlsx needs openpyxl: pip install 'tuoyu[ledger]'",
        ) from None
    try:
        # Opened by us, so that the file is closed whatever the workbook does.
        with path.open("rb") as file:
            content = io.BytesIO(file.read())
        values = openpyxl.load_workbook(content, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(content, read_only=True)
    except FileNotFoundError:
        raise CannotRead("没有这个文件", "no such file") from None
    except Exception:  # noqa: BLE001, whatever the zip, the XML and the reader raise
        raise CannotRead("不是能读的 xlsx 文件", "no xlsx file that can be read") from None
    epoch = values.epoch.date()
    names = [one.title for one in values.worksheets if one.sheet_state == "visible"]
    if name is not None and name not in names:
        raise CannotRead("没有这个工作表", "no such sheet")
    for title in [name] if name is not None else names:
        others = [other for other in names if other != title]
        yield Sheet(title, computed(values[title], formulas[title]), epoch, others)


def computed(values: Any, formulas: Any) -> Iterator[Numbered]:  # noqa: ANN401, sheets of openpyxl
    """Return rows of values; where a formula has no value, a mark of it."""
    # A sheet that was cut may say that it has fewer rows.
    values.reset_dimensions()
    formulas.reset_dimensions()
    pairs = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True))
    for number, (row, written) in enumerate(pairs, 1):
        found = list(row)
        for at, text in enumerate(written):
            if found[at] is None and isinstance(text, str) and text.startswith("="):
                found[at] = Formula()
        yield number, found


def of_csv(path: Path) -> Sheet:
    """Return the rows of CSV in UTF-8, with or without a mark, or in GB18030."""
    try:
        content = path.read_bytes()
    except OSError:
        raise CannotRead(
            "没有这个文件，或者打不开", "no such file, or it cannot be opened"
        ) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise CannotRead("编码不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030")
    if "\0" in text or "\ufffd" in text:
        raise CannotRead("文件已经乱码", "the text is damaged")
    first = text.partition("\n")[0]
    separator = max((",", "\t", ";"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return Sheet("", numbered(reader))


def numbered(reader: Any) -> Iterator[Numbered]:  # noqa: ANN401, a reader of csv
    """Return rows with the number of the line on which each begins."""
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CannotRead("不是能读的 CSV", "no CSV that can be read") from None
        yield before + 1, row
        before = reader.line_num


def of_records(source: Any) -> Sheet:  # noqa: ANN401, any frame
    """Return the rows of a frame, or of dicts, under the names of its columns."""
    rows = as_dicts(source)
    records = list(rows)
    names: dict[str, None] = {}
    for record in records:
        if not isinstance(record, Mapping):
            raise CannotRead("每一行应为字典", "each row has to be a mapping")
        names.update(dict.fromkeys(map(str, record)))
    cells = ([record.get(name) for name in names] for record in records)
    header: list[Numbered] = [(0, list(names))]
    return Sheet("", [*header, *enumerate(cells, 1)])


def as_dicts(source: Any) -> Any:  # noqa: ANN401, any frame
    """Return the rows of a frame as dicts, by what it offers."""
    if hasattr(source, "collect") and hasattr(source, "lazy"):
        source = source.collect()
    if hasattr(source, "iter_rows"):
        return source.iter_rows(named=True)
    if hasattr(source, "to_pylist"):
        return source.to_pylist()
    if hasattr(source, "fetchall") and hasattr(source, "columns"):
        columns = list(source.columns)
        return [dict(zip(columns, row)) for row in source.fetchall()]
    if hasattr(source, "to_dict") and hasattr(source, "iloc"):
        return source.to_dict("records")
    if isinstance(source, Iterable):
        return source
    raise CannotRead("不是台账：应为文件、表或者字典的列表", "no ledger: a file, a frame or dicts")

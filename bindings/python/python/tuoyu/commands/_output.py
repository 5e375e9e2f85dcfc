"""Data on stdout: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

from tuoyu.commands._app import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = {
    "符合": "green",
    "待核实": "yellow",
    "不在政策库范围": "bright_black",
    "已注销": "bright_black",
    "需要补正": "red",
    "事实矛盾": "red",
    "逾期": "red",
    "不符合": "red",
}
WIDE = 400


def write(
    records: Sequence[dict[str, Any]],
    columns: dict[str, str],
    format_: Format,
    *,
    whole: Any = None,  # noqa: ANN401, whatever JSON holds
) -> None:
    """Write records: all of them as JSON, the columns that are named as a table or CSV."""
    if format_ == Format.JSON:
        put(
            json.dumps(records if whole is None else whole, ensure_ascii=not in_unicode(), indent=2)
        )
    elif format_ == Format.CSV:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns.values())
        writer.writerows([text(record.get(key)) for key in columns] for record in records)
        put(out.getvalue().rstrip("\n"))
    else:
        table(records, columns)


def table(records: Sequence[dict[str, Any]], columns: dict[str, str]) -> None:
    """Write a table: as wide as the terminal, or as its words where nobody looks."""
    from rich import box  # noqa: PLC0415, only where a table is written
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if shown else WIDE, emoji=False, highlight=False)
    made = Table(box=box.SIMPLE)
    for title in columns.values():
        made.add_column(title, overflow="fold")
    for record in records:
        cells = [text(record.get(key)) for key in columns]
        made.add_row(*(Text(cell, style=COLOURS.get(cell, "")) for cell in cells))
    console.print(made)


def put(words: str) -> None:
    """Write a text to stdout."""
    sys.stdout.write(words + "\n")


def text(value: object) -> str:
    """Return a value as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "；".join(map(str, value))
    return str(value)


def in_unicode() -> bool:
    """Tell whether stdout can hold every character."""
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")

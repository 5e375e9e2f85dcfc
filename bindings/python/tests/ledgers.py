"""Workbooks that tests make."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def workbook(
    path: Path,
    rows: Iterable[Sequence[Any]],
    merged: Sequence[str] = (),
    *,
    since_1904: bool = False,
) -> Path:
    """Write rows as the only sheet of a workbook."""
    made: Any = openpyxl.Workbook()
    if since_1904:
        made.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001, as openpyxl has it
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(path)
    return path

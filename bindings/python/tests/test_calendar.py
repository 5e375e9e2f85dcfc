"""The bundled working days are those that an independent package has."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import pytest

tomllib = pytest.importorskip("tomllib", reason="came with Python 3.11")

FILE = Path(__file__).parents[3] / "core" / "data" / "working-days.toml"


def listed() -> dict[date, bool]:
    """Return whether each day that a notice lists is worked."""
    days: dict[date, bool] = {}
    for year in tomllib.loads(FILE.read_text("utf-8"))["year"]:
        for notice in (year, *year.get("amendment", [])):
            for day in notice.get("cancelled", []):
                del days[day]
            days |= dict.fromkeys(notice.get("off", []), False)
            days |= dict.fromkeys(notice.get("made_up", []), True)
    return days


def test_every_day_is_worked_or_not_as_elsewhere() -> None:
    days = listed()
    first, end = date(2019, 1, 1), date(2027, 1, 1)
    for day in (first + timedelta(n) for n in range((end - first).days)):
        ours = days.get(day, day.isoweekday() <= 5)
        assert ours == chinese_calendar.is_workday(day), day


def test_only_exceptions_are_listed() -> None:
    assert all(worked == (day.isoweekday() > 5) for day, worked in listed().items())

"""Working days, deadlines and newer notices."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from typing import Any

import pytest
import tuoyu
from tuoyu import Calendar, DayOff, Deadline, PolicyBook, TuoyuError

CALENDAR = Calendar.bundled()
DAY = datetime.date(2022, 3, 14)

# Fictitious, for these tests only: no notice for 2027 is published, and this is not one.
NEWER = """
[[year]]
year = 2027
number = "虚构〔2026〕0号"
off = [2027-01-01]
made_up = [2027-01-03]
"""


def test_working_days() -> None:
    assert (CALENDAR.first_year, CALENDAR.last_year) == (2019, 2026)
    assert CALENDAR.is_working_day("2022-04-02") is True
    assert CALENDAR.is_working_day(datetime.date(2022, 4, 5)) is False
    assert CALENDAR.is_working_day("2027-01-04") is None
    assert CALENDAR.is_working_day("1900-01-01") is None
    with pytest.raises(TypeError):
        Calendar()


def test_receipt_and_notice_of_a_filing() -> None:
    assert CALENDAR.deadline(DAY, 5).due == datetime.date(2022, 3, 21)
    notice = CALENDAR.deadline("2022-03-14", 15)
    assert notice.because is None
    assert notice.due == datetime.date(2022, 4, 2)
    assert notice.made_up == [notice.due]
    assert [one.day.day for one in notice.skipped] == [19, 20, 26, 27]
    assert {one.why for one in notice.skipped} == {DayOff.WEEKEND}
    assert notice.notices == ["国办发明电〔2021〕11号"]
    assert notice.because is None
    assert (notice.start, notice.working_days) == (DAY, 15)


def test_the_first_day_counts_where_that_is_asked_for() -> None:
    assert CALENDAR.deadline(DAY, 5, True).due == datetime.date(2022, 3, 18)  # noqa: FBT003
    assert CALENDAR.deadline(DAY, 5, start_counts=True).due == datetime.date(2022, 3, 18)
    assert CALENDAR.deadline(DAY, working_days=5, start_counts=False) == CALENDAR.deadline(DAY, 5)


def test_a_period_into_a_year_without_a_notice_is_open() -> None:
    found = CALENDAR.deadline("2026-12-24", 15)
    assert found.due is None
    assert found.because
    assert found.because.zh.startswith("2027年放假安排尚未公布")


def test_a_newer_file_makes_it_a_day() -> None:
    calendar = CALENDAR.extended(NEWER)
    found = calendar.deadline("2026-12-17", 15)
    assert found.due == datetime.date(2027, 1, 7)
    assert calendar.last_year == 2027
    assert CALENDAR.last_year == 2026
    assert Calendar.parse(NEWER).first_year == 2027


def test_a_book_takes_a_newer_file(book: PolicyBook) -> None:
    texts = tuoyu.bundled_texts()
    newer = PolicyBook.parse(texts, NEWER)
    dossier = {"received_on": "2026-12-17"}

    def due(one: PolicyBook) -> list[datetime.date | None]:
        return [
            found.deadline and found.deadline.due
            for found in one.review({}, dossier, as_of="2026-12-17").due
        ]

    assert due(book) == [datetime.date(2026, 12, 24), None]
    assert due(newer) == [datetime.date(2026, 12, 24), datetime.date(2027, 1, 7)]
    assert newer.sha256 == book.sha256
    assert newer != book
    assert newer == PolicyBook.parse(texts, calendar=NEWER)
    assert PolicyBook.parse(texts, None) == book
    again = pickle.loads(pickle.dumps(newer))
    assert again == newer
    assert due(again) == due(newer)
    request = {"question": "deadline", "as_of": "2026-12-17", "working_days": 15}
    assert Deadline.from_json(newer.ask(json.dumps(request))).due == datetime.date(2027, 1, 7)


def test_a_calendar_is_a_value() -> None:
    newer = CALENDAR.extended(NEWER)
    for calendar in (CALENDAR, newer, Calendar.parse(NEWER)):
        again = pickle.loads(pickle.dumps(calendar))
        assert again == calendar
        assert hash(again) == hash(calendar)
        assert copy.copy(calendar) is copy.deepcopy(calendar) is calendar
    assert newer not in {CALENDAR, "calendar"}
    assert repr(newer) == "<Calendar of 2019 to 2027>"


@pytest.mark.parametrize(
    ("arguments", "code", "path"),
    [
        ((DAY, 0), "out_of_range", "working_days"),
        ((DAY, -1), "out_of_range", "working_days"),
        ((DAY, 2**40), "out_of_range", "working_days"),
        ((DAY, True), "wrong_type", "working_days"),
        ((DAY, "5"), "wrong_type", "working_days"),
        ((DAY, 5.5), "wrong_type", "working_days"),
        ((DAY, 5, 1), "wrong_type", "start_counts"),
        ((DAY, 5, None), "wrong_type", "start_counts"),
        (("2022-3-14", 5), "bad_date", "start"),
        ((datetime.date.max, 5), "out_of_range", "start"),
        ((None, 5), "wrong_type", "start"),
    ],
)
def test_errors(arguments: tuple[Any, ...], code: str, path: str) -> None:
    with pytest.raises(TuoyuError) as caught:
        CALENDAR.deadline(*arguments)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_errors_of_a_day() -> None:
    wrong: Any = 3
    with pytest.raises(TuoyuError) as caught:
        CALENDAR.is_working_day(wrong)
    assert (caught.value.code, caught.value.path) == ("wrong_type", "day")


def test_a_file_that_cannot_be_read_is_an_error_with_its_line() -> None:
    for text, code, line in (
        ("", "bad_calendar", 1),
        (NEWER.replace("2027-01-03", "2027-01-04"), "bad_calendar", 6),
        (NEWER.replace("2027-01-03", "2026-02-29"), "bad_calendar", None),
        ("#" * 2_000_000, "too_long", None),
    ):
        for read in (Calendar.parse, CALENDAR.extended, lambda file: PolicyBook.parse({}, file)):
            with pytest.raises(TuoyuError) as caught:
                read(text)
            assert (caught.value.code, caught.value.path) == (code, "calendar")
            assert line in {None, caught.value.line}
    wrong: Any = 3
    for read, path in (
        (Calendar.parse, "text"),
        (CALENDAR.extended, "text"),
        (lambda file: PolicyBook.parse({}, file), "calendar"),
    ):
        with pytest.raises(TuoyuError) as caught:
            read(wrong)
        assert (caught.value.code, caught.value.path) == ("wrong_type", path)

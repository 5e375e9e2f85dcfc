"""A day in any notation is that day; what could be another day, or none, is refused."""

from __future__ import annotations

import datetime
import random

import pytest
from tuoyu.ledger._days import EPOCH, day
from tuoyu.ledger._said import Unreadable

DRAWN = random.Random(20261127)  # noqa: S311, a draw that repeats
DAYS = [
    datetime.date(2020, 2, 29),
    datetime.date(2000, 1, 1),
    datetime.date(1999, 12, 31),
    *(datetime.date(1990, 1, 1) + datetime.timedelta(DRAWN.randrange(25_000)) for _ in range(200)),
]
DIGITS = dict(zip("0123456789", "〇一二三四五六七八九"))
FULL = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else DIGITS[str(tens)] + "十"
    return ten + (DIGITS[str(ones)] if ones else "")


def notations(of: datetime.date) -> list[object]:
    """Every usual way to write a day."""
    year, month, date = of.year, of.month, of.day
    plain = f"{year}-{month}-{date}"
    words = "".join(DIGITS[digit] for digit in str(year))
    serial = (of - EPOCH).days
    counted: list[object] = [serial, float(serial), str(serial)]
    return [
        *(counted if year in range(2000, 2100) else []),
        of,
        datetime.datetime(year, month, date),  # noqa: DTZ001, as of a spreadsheet
        datetime.datetime(year, month, date, 15, 30),  # noqa: DTZ001
        of.isoformat(),
        f" {of.isoformat()} ",
        f"\u200e{of.isoformat()}\u200b",
        f"{of.isoformat()} 09:30",
        f"{of.isoformat()}T00:00:00",
        plain,
        plain.replace("-", "."),
        plain.replace("-", "/"),
        plain.replace("-", "、"),
        plain.translate(FULL),
        f"{of:%Y%m%d}",
        int(f"{of:%Y%m%d}"),
        float(f"{of:%Y%m%d}"),
        f"{year}年{month}月{date}日",
        f"{year} 年 {month} 月 {date} 号",
        f"{words}年{numeral(month)}月{numeral(date)}日",
    ]


@pytest.mark.parametrize("of", DAYS, ids=str)
def test_every_notation(of: datetime.date) -> None:
    for cell in notations(of):
        assert day(cell)[0] == of, type(cell)


@pytest.mark.parametrize("of", DAYS[:20], ids=str)
def test_what_is_no_day(of: datetime.date) -> None:
    year, month, date = of.year, of.month, of.day
    for cell in (
        f"{year}年{month}月",
        f"{year}.{month}",
        f"{year}-{month}",
        f"{year}年",
        str(year),
        year,
        float(f"{year}.{month}"),
        f"{year % 100:02}.{month}.{date}",
        f"{year % 100:02}-{month:02}-{date:02}",
        f"{year % 100:02}年{month}月{date}日",
        f"{of:%y%m%d}",
        f"{of:%Y%m}",
        f"{date}/{month}/{year}",
        f"{month}-{date}-{year}",
        f"{month}月{date}日",
        f"{year}-{month}/{date}",
        f"{of.isoformat()}前",
        f"约{of.isoformat()}",
        f"{of.isoformat()}至{of.isoformat()}",
        f"{of.isoformat()}T00:00:00Z",
        f"{of.isoformat()} 09:30:00+08:00",
        f"{of.isoformat()} 24:30",
        (of - EPOCH).days + 0.5,
        -(of - EPOCH).days,
        datetime.datetime(year, month, date, tzinfo=datetime.timezone.utc),
    ):
        with pytest.raises(Unreadable):
            day(cell)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026-02-30", "没有这一天"),
        (20261301, "没有这一天"),
        ("2025年2月29日", "没有这一天"),
        ("0026-11-09", "年份不在1900到2199之间"),
        ("26.11.18", "年份只有两位"),
        ("3/4/2025", "日和月哪个在前没有写明"),
        ("2026年11月", "只写到年或月，没有写哪一天"),
        ("去年底", "不是年、月、日齐全的日期"),
        (True, "不是日期"),
        (12.5, "带小数的数不是日期"),
        ("13800138000", "不是年、月、日齐全的日期"),
    ],
)
def test_why(cell: object, why: str) -> None:
    with pytest.raises(Unreadable) as found:
        day(cell)
    assert found.value.zh == why
    assert found.value.hint_zh


def test_other_epoch() -> None:
    of_1904 = datetime.date(1904, 1, 1)
    assert day(45_000 - 1_462, of_1904)[0] == day(45_000)[0]

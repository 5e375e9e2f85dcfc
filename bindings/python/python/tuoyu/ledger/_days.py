"""日期: the usual notations of a day; one that could be two days, or none, is refused."""

from __future__ import annotations

import datetime
import re

from tuoyu.ledger._cells import NUMERALS, numeral, solid, tidy
from tuoyu.ledger._said import Unreadable

SHAPE = re.compile(r"(\d{4})(?:([-./、])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# A clock that a form adds; with an offset the day may be another one.
CLOCK = re.compile(r"(.*?)[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.0+)?)?")
CHINESE = re.compile(
    rf"([{''.join(NUMERALS)}]{{4}})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]"
)
MONTH = re.compile(r"\d{4}(?:[-./、]\d{1,2}|年\d{1,2}月?(?:底|初|中旬|上旬|下旬|末)?)|\d{4}年?")
SHORT_YEAR = re.compile(r"\d{2}([-./])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]?")
FOREIGN = re.compile(r"\d{1,2}([-./])\d{1,2}\1\d{4}")
# From 2000 to 2099: smaller numbers of five digits may be a year and a month, as 20263.
SERIALS = range(36_526, 73_051)
YEARS = range(1900, 2200)
WANTED = ("写成年、月、日齐全的日期，如 2026-11-09", "write year, month and day, as in 2026-11-09")
# A spreadsheet's first day, but for the 29 February 1900 that it counts too.
EPOCH = datetime.date(1899, 12, 30)

NOTATION = ("日期写法", "a notation of a day")
SERIAL = ("表格的日期序数", "the number of a day in a spreadsheet")
NO_CLOCK = ("去掉时刻", "without the time of day")


def day(cell: object, epoch: datetime.date = EPOCH) -> tuple[datetime.date, tuple[str, str] | None]:
    """Return the day that a cell states, and how it was put right."""
    if isinstance(cell, datetime.datetime):
        if cell.tzinfo is not None:
            raise refused("写了时区，可能是另一天", "it has a time zone, and may be another day")
        at_midnight = cell.time() == datetime.time()
        return checked(cell.date()), None if at_midnight else NO_CLOCK
    if isinstance(cell, datetime.date):
        return checked(cell), None
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise refused("不是日期", "no date")
    if isinstance(cell, float):
        if not cell.is_integer():
            raise refused("带小数的数不是日期", "a number with a fraction is no day")
        cell = int(cell)
    text = tidy(str(cell))
    if re.fullmatch(r"\d+", text) and int(text) in SERIALS and len(text) == len(str(int(text))):
        return epoch + datetime.timedelta(days=int(text)), SERIAL
    found, why = of_text(text)
    is_plain = isinstance(cell, str) and found.isoformat() == cell
    return found, None if is_plain else why


def of_text(text: str) -> tuple[datetime.date, tuple[str, str]]:
    """Return the day that a tidy text states."""
    why = NOTATION
    if clock := CLOCK.fullmatch(text):
        text, why = clock[1], NO_CLOCK
    text = solid(text) if re.search(r"[年月日号]", text) else text
    if shape := SHAPE.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, date = (int(part) for part in shape.groups() if part and part.isdigit())
        return made(year, month, date), why
    if words := CHINESE.fullmatch(text):
        year = int("".join(str(NUMERALS[digit]) for digit in words[1]))
        month, date = numeral(words[2]) or 0, numeral(words[3]) or 0
        return made(year, month, date), why
    raise why_not(text)


def made(year: int, month: int, date: int) -> datetime.date:
    """Return a day that exists."""
    try:
        return checked(datetime.date(year, month, date))
    except ValueError:
        raise refused("没有这一天", "there is no such day") from None


def checked(found: datetime.date) -> datetime.date:
    """Refuse years that are slips of the hand."""
    if found.year not in YEARS:
        raise refused("年份不在1900到2199之间", "the year is not between 1900 and 2199")
    return found


def why_not(text: str) -> Unreadable:
    """Return why a text is no day, by its shape."""
    if MONTH.fullmatch(text):
        return refused("只写到年或月，没有写哪一天", "year or month only, no day")
    if SHORT_YEAR.fullmatch(text):
        return refused("年份只有两位", "a year of two digits")
    if FOREIGN.fullmatch(text):
        return refused("日和月哪个在前没有写明", "which is the day and which the month is not said")
    return refused("不是年、月、日齐全的日期", "no date of year, month and day")


def refused(zh: str, en: str) -> Unreadable:
    """Return the refusal of a date."""
    return Unreadable("bad_date", zh, en, *WANTED)

"""数、楼层、租期: counts, storeys and terms of leases, each as written or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tuoyu.ledger._cells import numeral, refuse_rounded, solid, tidy, written
from tuoyu.ledger._days import EPOCH, NOTATION, day
from tuoyu.ledger._said import LAYOUT, Reading, Unreadable

if TYPE_CHECKING:
    import datetime

NUMBER = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.0+)?")
# A unit of another thing would be a number of another thing: 3间 are rooms, 30人 are no classes.
UNITS = {
    "places": ("个托位", "个", "人", "名"),
    "new_places": ("个托位", "个", "人", "名"),
    "head_experience_years": ("年",),
    "approved_classes": ("个班", "个", "班"),
    "toddler_classes": ("个班", "个", "班"),
    "other_classes": ("个班", "个", "班"),
}
OF_PERSONS = ("人", "个", "名", "位")
PART = re.compile(r"(?:托位)?(\d+)(?:人|个|名)?\((?:其中|含)普惠(?:托位)?(\d+)(?:人|个|名)?\)")
UNIT = ("去掉单位", "without its unit")
WORDS = ("中文数字", "a Chinese numeral")
INCLUSIVE_PART = ("括号里的普惠托位不算在外", "the part in brackets is of the whole")

# Two digits: three are mostly those of a room.
LEVEL = r"(?:[Bb]\d|(?:地下|负)[一二三四五六七八九\d]|-?\d{1,2}|[一二三四五六七八九十]{1,3})"
ONE = re.compile(rf"第?({LEVEL})(?:层|楼|[Ff])?(?:[东西南北]侧|[东西南北]区)?")
SPAN = re.compile(rf"({LEVEL}(?:层|楼|[Ff])?)(?:-|~|—|–|至|到)({LEVEL}(?:层|楼|[Ff])?)")
SEPARATORS = re.compile(r"[、,和及]")
STOREY = ("楼层写法", "a notation of a storey")
HIGHEST = ("几层都用，取最高的一层", "the highest of several storeys")
BETWEEN = re.compile(r"\s*(?:至|到|~|——|—|–)\s*|\s+-\s+")
A_DAY = r"(\d{8}|\d{4}[./年]\d{1,2}[./月]\d{1,2}日?)"
DASH = re.compile(f"{A_DAY}-{A_DAY}")


def count(cell: object, fact: str) -> Reading:
    """Return a whole number: with a unit, in full width, or as a numeral."""
    refuse_rounded(cell)
    if isinstance(cell, bool):
        raise not_whole()
    if isinstance(cell, (int, float)):
        if cell != int(cell):
            raise not_whole()
        return Reading({fact: int(cell)}, str(int(cell)))
    if not isinstance(cell, str):
        raise not_whole()
    text = solid(cell)
    units = UNITS.get(fact, OF_PERSONS)
    unit = next((unit for unit in units if text.endswith(unit)), "")
    bare = text[: len(text) - len(unit)]
    if number := NUMBER.fullmatch(bare):
        value = int(number[1].replace(",", ""))
        why = UNIT if unit else LAYOUT if str(value) != cell else None
        return Reading({fact: value}, str(value), why)
    if bare and (value_of := numeral(bare)) is not None:
        return Reading({fact: value_of}, str(value_of), WORDS)
    raise not_whole()


def places(cell: object, fact: str) -> Reading:
    """Return a number of places, also `47（其中普惠20）`."""
    part = PART.fullmatch(solid(cell)) if isinstance(cell, str) else None
    if part is None:
        if isinstance(cell, str) and solid(cell).startswith("托位"):
            cell = solid(cell)[2:].lstrip(":")
        return count(cell, fact)
    whole, inclusive = int(part[1]), int(part[2])
    if inclusive > whole:
        raise Unreadable(
            "conflict",
            "括号里的普惠托位比总数多",
            "the inclusive places in brackets are more than all of them",
            "核对托位总数和其中的普惠托位",
            "compare the number of places with that of inclusive ones",
        )
    return Reading({fact: whole}, str(whole), INCLUSIVE_PART)


def storey(cell: object) -> Reading:
    """Return the highest storey of those that are named; 0 and half-basements are none."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise no_storey()
    text = solid(written(cell))
    span = SPAN.fullmatch(text)
    items = list(span.groups()) if span else SEPARATORS.split(text)
    if len(items) > 1:
        # 1-3层, 1、2层: all of them are used.
        levels = [one_storey(item) for item in items]
        if span and levels[0] >= levels[1]:
            raise no_storey()
        if min(levels) < 0 < max(levels) and not all(item[-1] in "层楼Ff" for item in items):
            # 负一、二层: the second may be below ground as well.
            raise no_storey()
        return Reading({"storey": max(levels)}, str(max(levels)), HIGHEST)
    found = one_storey(text)
    return Reading({"storey": found}, str(found), None if str(found) == str(cell) else STOREY)


def one_storey(text: str) -> int:
    """Return the storey that a text names by itself."""
    if one := ONE.fullmatch(text):
        return level(one[1])
    raise no_storey()


def level(text: str) -> int:
    """Return the number of one storey, basements negative."""
    below = re.fullmatch(r"(?:[Bb]|地下|负)(.)", text)
    bare = below[1] if below else text
    number = int(bare) if re.fullmatch(r"-?\d+", bare) else numeral(bare)
    if not number:
        raise no_storey()
    return -number if below else number


def lease(cell: object, epoch: datetime.date = EPOCH) -> Reading:
    """Return both days of a lease."""
    if isinstance(cell, str):
        text = tidy(cell)
        dash = DASH.fullmatch(solid(text))
        ends = list(dash.groups()) if dash else BETWEEN.split(text)
        if len(ends) == 2:  # noqa: PLR2004, both ends
            (first, _), (last, _) = day(ends[0], epoch), day(ends[1], epoch)
            if last < first:
                raise Unreadable(
                    "conflict",
                    "租期止日早于起日",
                    "the lease ends before it starts",
                    "照租赁合同核对起止日",
                    "compare both days with the contract",
                )
            return Reading(
                {"lease_from": first, "lease_until": last}, f"{first} 至 {last}", NOTATION
            )
    raise Unreadable(
        "bad_date",
        "没有写明从哪天起、到哪天止",
        "from what day and until what day is not said",
        "照租赁合同写起止日，如 2023-09-01至2026-08-31",
        "write both days of the contract, as in 2023-09-01至2026-08-31",
    )


def not_whole() -> Unreadable:
    """Return the refusal of a count."""
    return Unreadable(
        "wrong_type",
        "不是一个整数",
        "no whole number",
        "写一个整数，不写约数、算式",
        "write one whole number",
    )


def no_storey() -> Unreadable:
    """Return the refusal of a storey."""
    return Unreadable(
        "wrong_type",
        "看不出是第几层",
        "no storey",
        "写最高用到第几层，如 2；地下一层写 -1，没有0层",
        "write the highest storey in use, as in 2; a basement is -1, and there is no storey 0",
    )

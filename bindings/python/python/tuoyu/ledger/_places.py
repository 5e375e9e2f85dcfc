"""所在地: the place that a cell names; a town by itself does not say who administers it."""

from __future__ import annotations

import re

from tuoyu import PolicyBook, TuoyuError
from tuoyu.ledger._said import Unreadable

# Some towns of a district are administered by a zone, so that only the ledger itself can tell.
TOWN = re.compile(
    r"([\u4e00-\u9fff]{1,8}(?:街道|街道办事处|镇|乡))(?:\(([\u4e00-\u9fff]{2,12})\))?"
)
TOWN_CODE = re.compile(r"(\d{6})\d{3}")
WANTED = (
    "写区（县）的名称或六位代码，开发区写开发区的名称",
    "write the district's name or code of six digits, or the zone's name",
)
IN_BRACKETS = ("按括号里的地方", "by the place in brackets")
IN_PATH = ("取最后一级", "the last part of a path")
OF_LEDGER = ("镇街没有写区，按台账的区", "a town, in the district of the ledger")
UNSAID = ("没有写地方，按台账的区", "no place, in the district of the ledger")
OF_CODE = ("按镇街代码的前六位", "by the first six digits of a code of nine")
DAY = "2026-01-01"
# GB/T 2260: provinces; of any other six digits a month or a number may be meant.
PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82")


class Places:
    """The places that a book knows, and that of the ledger."""

    def __init__(self, book: PolicyBook, own: str | None = None) -> None:
        """Take the book, and the place of rows that name a town only, or nothing."""
        self._book = book
        self._known: dict[str, bool] = {}
        self.own, self.is_given = own, own is not None

    def knows(self, text: str) -> bool:
        """Tell whether a book declares a place, or it is a code of six digits."""
        if text.isascii() and not PROVINCE.match(text):
            return False
        if text not in self._known:
            try:
                self._book.era(jurisdiction=text, as_of=DAY)
            except TuoyuError:
                self._known[text] = False
            else:
                self._known[text] = True
        return self._known[text]

    def find(self, text: str) -> tuple[str, tuple[str, str] | None]:
        """Return the place that a text names, and how it was found."""
        if self.knows(text):
            return text, None
        last = re.split(r"[/\\>]", text)[-1]
        if last != text and self.knows(last):
            return last, IN_PATH
        if (code := TOWN_CODE.fullmatch(text)) and self.knows(code[1]):
            return code[1], OF_CODE
        if town := TOWN.fullmatch(text):
            if town[2]:
                if self.knows(town[2]):
                    return town[2], IN_BRACKETS
            elif self.own:
                return self.own, OF_LEDGER
            else:
                raise Unreadable(
                    "unknown_jurisdiction",
                    "只写了镇街，没有写由哪个区（开发区）管",
                    "a town only; which district or zone administers it is not said",
                    "写明区或开发区，或者用 jurisdiction（--jurisdiction）说明整本台账的区",
                    "write the district or zone, or tell that of the ledger (jurisdiction)",
                )
        raise Unreadable("unknown_jurisdiction", "不认识这个地方", "no such place", *WANTED)

    def told_source(self, text: str) -> str | None:
        """Return how the source is told: a town by its kind, for it may be anything."""
        if self.knows(text):
            return None
        return (
            "镇街代码"
            if TOWN_CODE.fullmatch(text)
            else "镇街"
            if TOWN.fullmatch(text)
            else "一级一级的地名"
        )

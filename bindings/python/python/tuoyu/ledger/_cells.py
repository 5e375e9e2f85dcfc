"""Text of cells as it is compared: without what layout adds."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tuoyu.ledger._said import Unreadable

# Half of a full-width character, and the space of the same width.
HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "○": 0,
}


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Return a text in half width, without characters that nobody sees and with single spaces."""
    seen = (letter for letter in text.translate(HALF) if unicodedata.category(letter) != "Cf")
    return " ".join("".join(seen).split())


def shown(text: str) -> str:
    """Return a text as it was written, but without characters that nobody sees."""
    return " ".join("".join(one for one in text if unicodedata.category(one) != "Cf").split())


@lru_cache(maxsize=4096)
def solid(text: str) -> str:
    """Return a text without spaces, but for those that keep numbers or letters apart."""
    return re.sub(r"(?<![!-~]) | (?![!-~])|(?<=[^\w]) | (?=[^\w])", "", tidy(text))


def written(cell: object) -> str:
    """Return a cell as text: whole numbers without a fraction."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell)


def is_blank(cell: object) -> bool:
    """Tell whether nothing stands in a cell: `None`, NaN, or text that nobody sees."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return all(one.isspace() or unicodedata.category(one) == "Cf" for one in cell)
    return bool(cell != cell)  # noqa: PLR0124, NaN and its like


def kind(cell: object) -> tuple[str, str]:
    """Return the kind of what stands in a cell, never the thing itself, in Chinese and English."""
    if isinstance(cell, bool):
        return "是或否", "yes or no"
    if isinstance(cell, (int, float)):
        return "数", "a number"
    if isinstance(cell, str):
        letters = len(tidy(cell))
        return f"{letters}个字的文字", f"a text of {letters} characters"
    if hasattr(cell, "isoformat"):
        return "日期或时间", "a date or a time"
    return "别的东西", "something else"


def numeral(text: str) -> int | None:
    """Return the number below 100 that a Chinese numeral says: 六十, 十二, 二."""
    if text in NUMERALS:
        return NUMERALS[text]
    tens, ten, ones = text.partition("十")
    if not ten or tens in {"〇", "零", "○", "两"} or ones in {"〇", "零", "○", "两"}:
        return None
    if any(part and part not in NUMERALS for part in (tens, ones)):
        return None
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)


def refuse_rounded(cell: object) -> None:
    """Refuse a number of which a spreadsheet keeps 15 digits only."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= EXACT:
        raise Unreadable(
            "rounded",
            "超过15位的数，表格已经改掉了后面的几位",
            "a number of more than 15 digits, of which a spreadsheet has changed the last ones",
            "把这一列设成文本，照证照重新填写",
            "make the column text, and enter it again from the certificate",
        )


EXACT = 10**15

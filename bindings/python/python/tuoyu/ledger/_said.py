"""读法: what a cell was read as, and why one was not; neither repeats what was not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unreadable(Exception):  # noqa: N818, told as a problem of its row
    """A cell that cannot be read exactly."""

    def __init__(self, code: str, zh: str, en: str, hint_zh: str = "", hint: str = "") -> None:
        """Keep each part; none of them has words of the cell."""
        super().__init__(code)
        self.code = code
        self.zh = zh
        self.en = en
        self.hint_zh = hint_zh
        self.hint = hint


@dataclass(frozen=True)
class Reading:
    """Facts that a cell states; `why` where it was put right first, with what it was read as."""

    facts: Mapping[str, object] = field(default_factory=dict)
    read_as: str = ""
    why: tuple[str, str] | None = None
    found: str | None = None
    """The words of the cell where they are not what is to be told."""


@dataclass(frozen=True)
class Problem:
    """问题: what in a row could not be read, or does not fit, what was expected, and the cure."""

    row: int
    column: str
    code: str
    message: str
    message_en: str
    hint_zh: str = ""
    hint: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        return dict(self.__dict__)

    def __str__(self) -> str:
        """Return it in one line of Chinese."""
        cure = f"；{self.hint_zh}" if self.hint_zh else ""
        where = f"{self.column}：" if self.column else ""
        return f"第{self.row}行 {where}{self.message}{cure}"


@dataclass(frozen=True)
class Repair:
    """更正: what was found in a cell, what it was read as, and why."""

    row: int
    column: str
    found: str
    read_as: str
    why: str
    why_en: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        return dict(self.__dict__)

    def __str__(self) -> str:
        """Return it in one line of Chinese."""
        return f"第{self.row}行 {self.column}：{self.found} → {self.read_as}（{self.why}）"


LAYOUT = ("去掉空格、全角和看不见的字符", "without spaces, full width and unseen characters")
WORD = ("习惯写法", "a customary word")
UNKNOWN = ("没有写明，按未知", "not stated: unknown")

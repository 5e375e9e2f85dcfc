"""表头: the row, or rows, of names above the facts, and what each column is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tuoyu.ledger._cells import is_blank, solid, written
from tuoyu.ledger._data import DATA, Layout, facts, layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS, LEAST_NAMES, MOST_LETTERS = 40, 2, 20


@dataclass(frozen=True)
class Column:
    """列: where a column stands, what it is called, and what becomes of it.

    `state` is `read` (it states facts), `name` (of the institution), `personal` (dropped at the
    door), `unused` (known, but no rule asks about it) or `unknown`. The header is told only where
    it is one that is known, or short text without digits.
    """

    at: int
    header: str
    state: str
    layout: Layout | None = None

    @property
    def letters(self) -> str:
        """The column as a spreadsheet names it."""
        letters, rest = "", self.at + 1
        while rest:
            rest, last = divmod(rest - 1, 26)
            letters = chr(65 + last) + letters
        return letters

    @property
    def told(self) -> str:
        """The column as it is told: its header, or where it stands."""
        return self.header or f"{self.letters}列"

    @property
    def facts(self) -> list[str]:
        """The facts that it states."""
        return list(self.layout.facts) if self.layout else []

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        return {
            "column": self.letters,
            "header": self.header,
            "state": self.state,
            "facts": self.facts,
            "label": self.layout.label if self.layout else "",
        }


@dataclass(frozen=True)
class Header:
    """A header: the rows that it takes, the first one first, and its columns."""

    first: int
    last: int
    columns: list[Column]


def bare(header: str) -> str:
    """Return a header without spaces, marks of what has to be filled in, and a last colon."""
    return solid(header).replace(" ", "").replace("*", "").rstrip(":").lower()


@cache
def by_name() -> dict[str, Layout | str]:
    """Return what each known name of a column is."""
    names: dict[str, Layout | str] = {}
    for state, listed in (("personal", DATA["personal"]["names"]), ("unused", DATA["unused"])):
        names.update((bare(name), state) for name in listed)
    names.update((bare(name), "unused") for name in DATA["free_text"])
    for layout in layouts().values():
        own = [layout.key, layout.label, layout.label.partition("（")[0], *layout.names]
        names.update((bare(name), layout) for name in own if name)
    for fact in facts().values():
        if fact.name in layouts():
            names.update((bare(name), layouts()[fact.name]) for name in (fact.name, fact.label))
    return names


def meaning(header: str) -> Layout | str | None:
    """Return what a header means: a kind of column, `personal`, `unused`, or nothing known."""
    name = bare(header)
    if ":" in name:
        # A name and what it is of, as above a form.
        return None
    if name in by_name():
        return by_name()[name]
    before, _, rest = name.replace("[", "(").partition("(")
    # A name in brackets may be that of a person, as in 法定代表人(负责人).
    if of_person(rest):
        return "personal"
    return by_name().get(before, "personal" if of_person(before) else None)


def of_person(name: str) -> bool:
    """Tell whether a name has a word for persons, or for how they are reached."""
    return any(word.lower() in name for word in DATA["personal"]["contains"])


def column(at: int, texts: Sequence[str]) -> Column:
    """Return what a column is: by its own name, or by those above it and its own."""
    own = texts[-1] if texts else ""
    found = meaning(own)
    if found is None and len(texts) > 1:
        found = meaning("".join(texts))
    told = solid(own)
    if found is None:
        shown = told if len(told) <= MOST_LETTERS and not re.search(r"\d", told) else ""
        return Column(at, shown, "unknown" if told else "empty")
    if isinstance(found, str):
        # Of a column of persons even the header may name one.
        known = bare(own) in by_name() or found == "unused"
        return Column(at, told if known else "（个人信息）", found)
    return Column(at, told, "name" if found.reads == "name" else "read", found)


def find(rows: Sequence[tuple[int, Sequence[object]]]) -> Header | None:
    """Return the header among the first rows: of one row, or of groups above names."""
    texts = [[written(cell) if isinstance(cell, str) else "" for cell in row] for _, row in rows]
    for at, row in enumerate(texts[:MOST_ROWS]):
        filled = [text for text in row if text.strip()]
        known = [text for text in filled if meaning(text) is not None]
        if len(known) < LEAST_NAMES or len(known) * 5 < len(filled) * 2:
            continue
        levels = [row]
        below = at + 1
        while below < len(texts) and is_below(levels[-1], texts[below], rows[below][1]):
            levels.append(texts[below])
            below += 1
        if at and is_above(texts[at - 1], row):
            levels.insert(0, texts[at - 1])
        return Header(rows[at][0], rows[below - 1][0], named(levels))
    return None


def is_below(above: Sequence[str], below: Sequence[str], cells: Sequence[object]) -> bool:
    """Tell whether a row has the names of groups in the row above, and nothing else."""
    filled = [at for at, cell in enumerate(cells) if not is_blank(cell)]
    if len(filled) < LEAST_NAMES or any(not below[at].strip() for at in filled):
        return False
    known = [at for at in filled if meaning(below[at]) is not None]
    if len(known) < LEAST_NAMES or len(known) * 5 < len(filled) * 2:
        return False

    def free(at: int) -> bool:
        # Within a group: nothing of its own above it, or the group begins here.
        own = above[at].strip() if at < len(above) else ""
        after = above[at + 1].strip() if at + 1 < len(above) else ""
        return not own or (not after and at + 1 in filled) or meaning(own) is None

    return all(free(at) for at in filled)


def is_above(above: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row has groups of the names below it: several, and not one title."""
    filled = [at for at, text in enumerate(above) if text.strip()]
    short = all(len(solid(above[at])) <= MOST_LETTERS for at in filled)
    return (
        len(filled) >= LEAST_NAMES
        and short
        and len(filled) < len(names)
        and not any(":" in solid(above[at]) for at in filled)
    )


def named(levels: Sequence[Sequence[str]]) -> list[Column]:
    """Return the columns under all levels of names; a group goes on until the next one."""
    width = max(len(level) for level in levels)
    columns = []
    group = [""] * len(levels)
    for at in range(width):
        own = [level[at].strip() if at < len(level) else "" for level in levels]
        lowest = max((depth for depth, text in enumerate(own) if text), default=-1)
        for depth, text in enumerate(own):
            if text:
                group[depth:] = [text, *[""] * (len(levels) - depth - 1)]
        if lowest < 0:
            columns.append(column(at, []))
            continue
        columns.append(column(at, [text for text in group[: lowest + 1] if text]))
    return columns

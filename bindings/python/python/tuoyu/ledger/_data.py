"""Names of columns and terms: data that stands beside the vocabulary, and the library's own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tuoyu import Institution, PolicyBook, TuoyuError

FILE = Path(__file__).with_name("data") / "columns.json"
DATA: dict[str, Any] = json.loads(FILE.read_text("utf-8"))


@dataclass(frozen=True)
class Layout:
    """A kind of column: what it is called, how it is read, and which facts it states."""

    key: str
    label: str
    reads: str
    facts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    only: str | None = None


@dataclass(frozen=True)
class Known:
    """A fact of the library: of an institution or of a dossier."""

    name: str
    label: str
    kind: str
    record: str
    words: dict[str, str]


@cache
def bundled() -> PolicyBook:
    """Return the book of the library, read once."""
    return PolicyBook.bundled()


@cache
def facts() -> dict[str, Known]:
    """Return every fact that a row can state, by name."""
    book = bundled()
    own = [("facts", fact) for fact in book.vocabulary()]
    filing = [("dossier", fact) for fact in book.filing_vocabulary()]
    known: dict[str, Known] = {}
    for record, fact in own + filing:
        # Those of a class come last, and need a row of their own.
        if fact.name == "band":
            break
        words = dict(zip(fact.word_labels, map(str, fact.words)))
        known[fact.name] = Known(fact.name, fact.label, fact.kind, record, words)
    return known


@cache
def readable_terms(fact: str) -> dict[str, str]:
    """Return the terms that the library reads of a fact, each with its stable name."""
    known = dict(facts()[fact].words)
    for label, word in facts()[fact].words.items():
        parts = label.partition("（")
        for name in (label, parts[0], parts[2].rstrip("）"), word):
            if name:
                known.setdefault(name.replace("（", "(").replace("）", ")"), word)
    if fact == "legal_form":
        for name in ("企业", "民办非企业单位"):
            try:
                found = Institution(legal_form=name).legal_form
            except TuoyuError:
                continue
            known.setdefault(name, str(found))
    return known


def labels(fact: str) -> list[str]:
    """Return the Chinese terms of a fact, of a yes or no its own."""
    known = facts()[fact]
    return list(known.words) or [known.label]


@cache
def labels_of(fact: str) -> dict[str, str]:
    """Return the Chinese term of each stable name of a fact."""
    return {word: label for label, word in facts()[fact].words.items()}


READERS = {"date": "day", "int": "count", "bool": "whether", "choice": "terms", "set": "terms"}


@cache
def layouts() -> dict[str, Layout]:
    """Return every kind of column by its key: those of the data, and one for each other fact."""
    found = {column["key"]: Layout(**column) for column in DATA["columns"]}
    stated = {fact for layout in found.values() for fact in layout.facts}
    for fact in facts().values():
        if fact.name in found or (fact.name in stated and fact.name not in SCOPES):
            continue
        if reads := READERS.get(fact.kind):
            found[fact.name] = Layout(fact.name, fact.label, reads, [fact.name])
    return found


SCOPES = {"scope_names_childcare", "scope_names_family_childcare"}

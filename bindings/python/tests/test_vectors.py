"""Replays the shared vectors; the format is described in `tests/README.md` of the repository."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from tuoyu import Calendar, CreditCode, DecisionRecord, PolicyBook, TuoyuError, bundled_texts

FOLDERS = [Path(__file__).parents[3] / "tests" / "vectors"]
if "TUOYU_VECTORS" in os.environ:
    FOLDERS.append(Path(os.environ["TUOYU_VECTORS"]))

CASES = [
    pytest.param(case, folder, id=f"{path.name}: {case.get('name', '(no name)')}")
    for folder in FOLDERS
    for path in sorted(folder.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))["cases"]
]
BESIDE = {"name", "note", "expect", "policies", "calendar"}


def test_there_are_vectors() -> None:
    assert CASES


@pytest.mark.parametrize(("case", "folder"), CASES)
def test_vector(book: PolicyBook, case: dict[str, Any], folder: Path) -> None:
    expected = case["expect"]
    assert isinstance(expected, dict)
    book = own_book(folder, case) or book
    request = case.get("request") or {k: v for k, v in case.items() if k not in BESIDE}
    reply = replied(lambda: json.loads(book.ask(json.dumps(request, ensure_ascii=False))))
    assert expected == part_of(reply, expected)
    if "request" in case or (request["question"] == "deadline" and "calendar" in case):
        return
    typed = replied(lambda: answer(book, **request))
    # A call has no field around its facts.
    around = re.compile(r'"(facts|dossier|receipt)(\.|(?="))')
    assert around.sub('"', json.dumps(typed)) == around.sub('"', json.dumps(reply))


def own_book(folder: Path, case: dict[str, Any]) -> PolicyBook | None:
    """Return the book that a case is asked of, where it names files of its own."""
    if "policies" not in case and "calendar" not in case:
        return None
    texts = dict(bundled_texts())
    for name in case.get("policies", []):
        texts[name] = (folder / "policies" / name).read_text("utf-8")
    calendar = case.get("calendar")
    return PolicyBook.parse(
        texts,
        calendar=calendar and (folder / "policies" / calendar).read_text("utf-8"),
    )


def answer(book: PolicyBook, question: str, as_of: str, **fields: Any) -> Any:
    """Ask by the method of the question, and return what its record says of itself."""
    if question == "credit_code":
        return CreditCode.parse(fields["query"]).to_dict()
    if question == "deadline":
        return Calendar.bundled().deadline(as_of, fields["working_days"]).to_dict()
    if question == "verify":
        fields["receipt"] = DecisionRecord.from_json(json.dumps(fields["receipt"]))
    else:
        fields["as_of"] = as_of
    of_place = question in {"responsible", "era", "goals", "seats", "clauses", "departments"}
    fields.setdefault(*("jurisdiction", "") if of_place else ("facts", {}))
    found = getattr(book, question)(**fields)
    return found if isinstance(found, str) else found.to_dict()


def replied(ask: Any) -> Any:
    """Return the reply, or the error as an object."""
    try:
        return ask()
    except TuoyuError as error:
        names = ["code", "path", "hint", "hint_zh", "message", "message_en"]
        faults = [{"path": one.path, "code": one.code} for one in error.errors]
        return {"error": {name: getattr(error, name) for name in names} | {"errors": faults}}


def part_of(found: Any, expected: Any) -> Any:
    """Return what was found under the keys that are expected, at every depth."""
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [part_of(item, wanted) for item, wanted in zip(found, expected)]
    if isinstance(expected, dict) and isinstance(found, list):
        found = {identity(item): item for item in reversed(found)}
    if isinstance(expected, dict) and isinstance(found, str) and expected.keys() <= TEXT_KEYS:
        right = all(part in found for part in expected.get("contains", []))
        return (
            expected if right and not any(p in found for p in expected.get("lacks", [])) else found
        )
    if isinstance(found, dict) and isinstance(expected, dict):
        return {name: part_of(found.get(name), value) for name, value in expected.items()}
    return found


TEXT_KEYS = {"contains", "lacks"}


def identity(item: dict[str, Any]) -> str:
    """Name an item of a list: its identifier and subject, fact, department, or clause."""
    name = item.get("id") or item.get("fact") or item.get("department", {}).get("id")
    if name is None:
        return f"{item['citation']['instrument']} {item['citation']['clause']}"
    return f"{name}@{item['subject']}" if item.get("subject") else name


def test_a_difference_is_seen() -> None:
    expected = {"status": "met", "findings": {"a": {"missing": []}}}
    found = {"status": "met", "findings": {"a": {"missing": []}, "b": {}}, "more": 1}
    assert part_of(found, expected) == expected
    assert part_of({**found, "status": "open"}, expected) != expected
    assert part_of({"status": "met"}, expected) != expected
    reply = {
        "findings": [{"id": "a", "subject": "classes[0]"}, {"fact": "filed"}],
        "text": "到区卫健局",
    }
    wanted = {
        "findings": {"a@classes[0]": {}, "b": None},
        "text": {"contains": ["区"], "lacks": ["市"]},
    }
    assert part_of(reply, wanted) == wanted
    wrongs: list[dict[str, Any]] = [
        {"text": {"contains": ["市"]}},
        {"text": {"lacks": ["区"]}},
        {"findings": {"a": {}}},
    ]
    assert all(part_of(reply, wrong) != wrong for wrong in wrongs)

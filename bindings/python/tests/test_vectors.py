"""Replays the shared vectors; the format is described in `tests/README.md` of the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tuoyu import (
    Calendar,
    Change,
    Citation,
    CreditCode,
    Dossier,
    Finding,
    Missing,
    PolicyBook,
    Reason,
    Seat,
    TuoyuError,
    bundled_texts,
)

FOLDERS = [Path(__file__).parents[3] / "tests" / "vectors"]
if "TUOYU_VECTORS" in os.environ:
    FOLDERS.append(Path(os.environ["TUOYU_VECTORS"]))

CASES = [
    pytest.param(case, folder, id=f"{path.name}: {case.get('name', '(no name)')}")
    for folder in FOLDERS
    for path in sorted(folder.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))["cases"]
]


def test_there_are_vectors() -> None:
    assert CASES


@pytest.mark.parametrize(("case", "folder"), CASES)
def test_vector(book: PolicyBook, case: dict[str, Any], folder: Path) -> None:
    expected = case["expect"]
    assert isinstance(expected, dict)
    found = json.loads(json.dumps(observed(own_book(folder, case) or book, case)))
    assert expected == part_of(found, expected)


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


def observed(book: PolicyBook, case: dict[str, Any]) -> dict[str, Any]:
    """Ask a case and write the answer in the words of the vectors."""
    try:
        return answer(book, case)
    except TuoyuError as error:
        return {
            "error": {
                "code": error.code,
                "path": error.path,
                "hint": error.hint,
                "hint_zh": error.hint_zh,
                "message": error.message,
                "message_en": error.message_en,
                "errors": [f"{one.path} {one.code}" for one in error.errors],
            }
        }


def answer(  # noqa: C901, PLR0911, PLR0912, a question each
    book: PolicyBook, case: dict[str, Any]
) -> dict[str, Any]:
    question, on = case["question"], case["as_of"]
    facts = case.get("facts") or {}
    place = case.get("jurisdiction", "")
    if question == "register":
        registration = book.register(facts, as_of=on)
        return {
            "scope": registration.scope.state,
            "status": registration.status,
            "because": registration.open_because,
            "authorities": [one.department.id for one in registration.authorities],
            "missing": missing(registration.missing),
            "conflicts": [one.id for one in registration.conflicts],
            "citations": citations(registration.citations),
            "reasons": [
                reason for one in registration.authorities[:1] for reason in reasons(one.reasons)
            ],
            "steps": findings(registration.steps),
        }
    if question == "supports":
        supports = book.supports(facts, as_of=on)
        lapsed = {
            one.id: f"{one.scope.state} {one.scope.first_day or '-'} {one.scope.last_day or '-'}"
            for one in supports.lapsed
        }
        return {
            "scope": supports.scope.state,
            "findings": findings(supports.findings),
            "lapsed": lapsed,
        }
    if question == "what_if":
        filing = dossier(case) if "dossier" in case else None
        what_if = book.what_if(case["target"], facts, as_of=on, dossier=filing)
        return {
            "status": what_if.status,
            "remedies": [changes(remedy.changes) for remedy in what_if.remedies],
            "no_remedy": what_if.no_remedy,
            "missing": missing(what_if.missing),
            "unsettled": len(what_if.unsettled),
            "obstacles": changes(what_if.obstacles),
            "message": what_if.message.zh,
        }
    if question == "assess":
        assessment = book.assess(
            facts, as_of=on, dossier=dossier(case) if "dossier" in case else None
        )
        return {
            "missing": missing(assessment.missing),
            "outcome": assessment.receipt.outcome,
        }
    if question == "review":
        review = book.review(facts, dossier(case), as_of=on)
        return {
            "regime": review.regime,
            "status": review.status,
            "findings": findings(review.findings),
            "due": {
                one.id: str(one.deadline.due) if one.deadline and one.deadline.due else "open"
                for one in review.due
            },
            "missing": missing(review.missing),
            "conflicts": [one.id for one in review.conflicts],
        }
    if question == "duties_after":
        return {"findings": findings(book.duties_after(case["event"], facts, as_of=on).findings)}
    if question == "deadline":
        deadline = Calendar.bundled().deadline(on, case["working_days"])
        return {
            "because": deadline.because and deadline.because.zh,
            "due": deadline.due and str(deadline.due),
            "skipped": [f"{one.day} {one.why}" for one in deadline.skipped],
            "made_up": [str(day) for day in deadline.made_up],
            "notices": deadline.notices,
        }
    if question == "credit_code":
        code = CreditCode.parse(case["query"])
        return {
            "code": code.code,
            "kind": code.kind,
            "repairs": [f"{one.at} {one.from_} {one.to} {one.why}" for one in code.repairs],
            "warnings": len(code.warnings),
        }
    if question == "responsible":
        found = book.responsible(case["query"], jurisdiction=place, as_of=on)
        return {
            "scope": found.scope.state,
            "named": {
                f"{one.citation.instrument} {one.citation.clause}": [
                    department.id for department in one.departments
                ]
                for one in found.named
            },
            "mentioned": {
                f"{one.citation.instrument} {one.citation.clause}": [
                    department.id for department in one.mentioned
                ]
                for one in found.named
            },
            "duties": [one.department.id for one in found.duties],
            "seats": [seat(one) for one in found.seats],
            "not_listed": [one.id for one in found.not_listed],
            "nearest": found.nearest,
        }
    if question == "goals":
        goals = book.goals(jurisdiction=place, as_of=on)
        days = [f"{one.by} {'past' if one.past else 'ahead'}" for one in goals.goals]
        return {"scope": goals.scope.state, "goals": days}
    if question == "seats":
        seats = book.seats(jurisdiction=place, as_of=on)
        return {"scope": seats.scope.state, "seats": [seat(one) for one in seats.seats]}
    if question == "clauses":
        clauses = book.clauses(jurisdiction=place, as_of=on)
        numbers = [f"{one.citation.instrument} {one.citation.clause}" for one in clauses.clauses]
        return {"scope": clauses.scope.state, "clauses": numbers}
    if question == "departments":
        departments = book.departments(jurisdiction=place, as_of=on)
        return {
            "scope": departments.scope.state,
            "departments": [one.id for one in departments.departments],
        }
    if question == "ask":
        reply: dict[str, Any] = json.loads(
            book.ask(json.dumps(case["request"], ensure_ascii=False))
        )
        return reply
    return pytest.fail(f"no such question: {question}")


def dossier(case: dict[str, Any]) -> Dossier:
    return Dossier(**(case.get("dossier") or {}))


def missing(facts: list[Missing]) -> list[str]:
    return [one.fact for one in facts]


def changes(changes: list[Change]) -> list[str]:
    return [
        f"{one.fact}@{one.subject}: {one.to}" if one.subject else f"{one.fact}: {one.to}"
        for one in changes
    ]


def citations(clauses: list[Citation]) -> list[str]:
    return [f"{one.instrument} {one.clause} {one.role}" for one in clauses]


def reasons(tests: list[Reason]) -> list[str]:
    return [f"{one.fact} {one.outcome}" for one in tests]


def seat(one: Seat) -> str:
    return f"{one.role} {one.unit} {one.post}"


def findings(found: list[Finding]) -> dict[str, Any]:
    return {
        f"{one.id}@{one.subject}" if one.subject else one.id: {
            "status": one.status,
            "because": one.open_because,
            "force": one.force,
            "missing": missing(one.missing),
            "reasons": reasons(one.reasons),
            "citations": citations(one.citations),
            "departments": [department.id for department in one.departments],
            "last_day": one.last_day and str(one.last_day),
            "evidence": one.evidence,
            "unsettled": len(one.unsettled),
            "severity": one.severity,
            "cure_at": [department.id for department in one.cure_at],
        }
        for one in found
    }

"""政策用例: facts and what is expected of them, in CSV, JSON or YAML, run without a test runner."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuoyu import Dossier, TuoyuError
from tuoyu.ledger import _headers
from tuoyu.ledger._data import bundled
from tuoyu.ledger._days import EPOCH
from tuoyu.ledger._places import Places
from tuoyu.ledger._rows import Reader
from tuoyu.ledger._source import CannotRead, of_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tuoyu import PolicyBook
    from tuoyu.ledger import Row

EXPECTED, AS_OF, TARGET = ("预期", "expect"), ("作答日", "as_of"), ("事项", "target")


@dataclass(frozen=True)
class Case:
    """用例: facts, a day, and the outcome that is expected of each target."""

    name: str
    as_of: str
    facts: Mapping[str, Any]
    expect: Mapping[str, str]
    dossier: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """结果: what was expected of a target, and what came out; `error` where nothing could."""

    case: str
    target: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        """Yes where both are the same."""
        return self.expected == self.found

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        return {**self.__dict__, "passed": self.passed}


def run_cases(source: str | Path | Sequence[Case], book: PolicyBook | None = None) -> list[Outcome]:
    """Run cases, of a file or as they are, and return the outcome of each expectation."""
    cases = load(Path(source)) if isinstance(source, (str, Path)) else source
    return [one for case in cases for one in run(case, book or bundled())]


def run(case: Case, book: PolicyBook) -> list[Outcome]:
    """Return the outcomes of one case: met, unmet, open_facts, open_unsettled and so on."""
    targets = list(case.expect)
    try:
        plan = book.plan(case.as_of, targets)
        filing = Dossier(**case.dossier) if case.dossier else None
        outcomes = (
            plan.outcomes(dict(case.facts), filing) if filing else plan.outcomes(dict(case.facts))
        )
        found = {target: str(outcomes[target]) for target in targets}
    except TuoyuError as error:
        found = dict.fromkeys(targets, f"error:{error.code}")
    return [
        Outcome(case.name, target, expected, matched(expected, found[target]))
        for target, expected in case.expect.items()
    ]


def matched(expected: str, found: str) -> str:
    """Return what was found, as `open` where only that was expected."""
    return "open" if expected == "open" and found.startswith("open_") else found


def load(path: Path) -> list[Case]:
    """Return the cases of a file."""
    if path.suffix.lower() == ".csv":
        return of_table(path)
    try:
        text = path.read_text("utf-8-sig")
    except OSError:
        raise CannotRead(
            "没有这个文件，或者打不开", "no such file, or it cannot be opened"
        ) from None
    except UnicodeDecodeError:
        raise CannotRead("编码不是 UTF-8", "not in UTF-8") from None
    found = of_yaml(text) if path.suffix.lower() in {".yaml", ".yml"} else of_json(text)
    cases = found.get("cases") if isinstance(found, dict) else found
    if not isinstance(cases, list):
        raise CannotRead("应为用例的列表", "a list of cases is expected")
    return [of_record(number, case) for number, case in enumerate(cases, 1)]


def of_json(text: str) -> Any:  # noqa: ANN401, whatever stands there
    """Return JSON."""
    try:
        return json.loads(text)
    except ValueError:
        raise CannotRead("不是能读的 JSON", "no JSON that can be read") from None


def of_yaml(text: str) -> Any:  # noqa: ANN401, whatever stands there
    """Return YAML; its days stay text."""
    try:
        yaml: Any = import_module("yaml")
    except ImportError:
        raise CannotRead(
            "读 YAML 要装 PyYAML：pip install 'tuoyu[yaml]'",
            "YAML needs PyYAML: pip install 'tuoyu[yaml]'",
        ) from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise CannotRead("不是能读的 YAML", "no YAML that can be read") from None


def of_record(number: int, case: Any) -> Case:  # noqa: ANN401, whatever stands there
    """Return one case of JSON or YAML."""
    try:
        expect = {str(name): str(value) for name, value in case["expect"].items()}
        dossier = dict(case.get("dossier") or {})
        return Case(
            str(case.get("name", number)), str(case["as_of"]), dict(case["facts"]), expect, dossier
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise CannotRead(
            f"第{number}个用例应有 as_of、facts、expect",
            f"case {number} needs as_of, facts and expect",
        ) from None


def of_table(path: Path) -> list[Case]:
    """Return the cases of CSV: a row each, with 作答日, 事项 and 预期 beside the facts."""
    rows = iter(of_csv(path).rows)
    header = [str(name).strip() for name in next(rows, (0, []))[1]]
    cases = []
    for number, cells in rows:
        record = {name: str(cell).strip() for name, cell in zip(header, cells) if str(cell).strip()}
        if not record:
            continue
        expected, as_of, target = (taken(record, names) for names in (EXPECTED, AS_OF, TARGET))
        if not (expected and as_of and target):
            raise CannotRead(
                f"第{number}行缺少作答日、事项或预期",
                f"row {number} needs 作答日 (as_of), 事项 (target) and 预期 (expect)",
            )
        name = record.pop("name", None) or record.pop("用例", None) or str(number)
        row = stated(number, record)
        cases.append(Case(name, as_of, row.facts, {target: expected}, row.dossier))
    return cases


def taken(record: dict[str, str], names: Sequence[str]) -> str | None:
    """Return a cell under one of its names, and take it out."""
    return next((record.pop(name) for name in names if name in record), None)


def stated(number: int, record: Mapping[str, str]) -> Row:
    """Return the facts of a row; a column that is not known, or a cell, is an error."""
    columns = [_headers.column(at, [name]) for at, name in enumerate(record)]
    if wrong := next((one for one in columns if one.layout is None), None):
        raise CannotRead(
            f"第{number}行：不认识列“{wrong.header}”",
            f"row {number}: no such column: {wrong.header}",
        )
    row = Reader(columns, Places(bundled()), EPOCH).row(number, list(record.values()))
    for problem in row.problems:
        raise CannotRead(str(problem), f"row {number}: {problem.message_en}")
    return row

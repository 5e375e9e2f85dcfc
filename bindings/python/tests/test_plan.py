"""Plans: the same outcomes as the answers with text, at a small part of the price."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import tuoyu
from tuoyu import (
    Finding,
    Institution,
    LegalForm,
    Mode,
    NotInForce,
    OpenBecause,
    Outcome,
    Outcomes,
    Plan,
    PolicyBook,
    Registration,
    ScopeState,
    Status,
    TuoyuError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = datetime.date(2026, 3, 2)
COMPANY = {"jurisdiction": "370303", "legal_form": "enterprise", "filed": False}
ROOT = Path(__file__).parents[3]
INSTITUTIONS = [
    one["facts"]
    for one in json.loads((ROOT / "examples" / "data" / "institutions.json").read_text("utf-8"))
]
CASES = [
    pytest.param(case, id=f"{path.name}: {case.get('name', '(no name)')}")
    for path in sorted((ROOT / "tests" / "vectors").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))["cases"]
    if case.get("question") in {"register", "supports", "what_if", "assess", "review"}
]


@pytest.fixture(scope="module")
def plan(book: PolicyBook) -> Plan:
    return book.plan(DAY)


def in_one_word(found: Finding | Registration) -> str:
    if found.open_because is None:
        return str(found.status)
    return {
        OpenBecause.FACTS: "open_facts",
        OpenBecause.UNSETTLED: "open_unsettled",
        OpenBecause.CONFLICT: "open_conflict",
    }[found.open_because]


@pytest.mark.parametrize("case", CASES)
def test_outcomes_are_those_of_the_answers(book: PolicyBook, case: dict[str, Any]) -> None:
    facts, on = case.get("facts") or {}, case["as_of"]
    try:
        plan = book.plan(on)
        supports, registration = book.supports(facts, as_of=on), book.register(facts, as_of=on)
    except TuoyuError as error:
        with pytest.raises(TuoyuError) as caught:
            book.plan(on).outcomes(facts)
        assert caught.value.args == error.args
        return
    outcomes = plan.outcomes(facts)
    assert outcomes == plan.outcomes(Institution(**facts))
    lapsed = registration.scope.state != ScopeState.IN_FORCE
    expected = {one.id: in_one_word(one) for one in [*supports.findings, *registration.steps]}
    expected |= {one.id: "not_in_force" for one in supports.lapsed}
    expected["register"] = "not_in_force" if lapsed else in_one_word(registration)
    assert {target: outcomes[target] for target in expected} == expected


@pytest.mark.parametrize("facts", INSTITUTIONS)
def test_why_is_the_finding(plan: Plan, facts: dict[str, Any]) -> None:
    for target, outcome in plan.outcomes(facts).items():
        why = plan.why(target, facts)
        if isinstance(why, Finding):
            assert (why.id, in_one_word(why)) == (target, outcome)
        elif isinstance(why, NotInForce):
            assert (why.id, outcome) == (target, Outcome.NOT_IN_FORCE)
        else:
            assert isinstance(why, Registration)


REVIEWS = [case for case in CASES if cast("dict[str, Any]", case.values[0])["question"] == "review"]


@pytest.mark.parametrize("case", REVIEWS)
def test_a_filing_is_decided_as_reviewed(book: PolicyBook, case: dict[str, Any]) -> None:
    facts, dossier, on = case.get("facts") or {}, case["dossier"], case["as_of"]
    try:
        review = book.review(facts, dossier, as_of=on)
    except TuoyuError as error:
        with pytest.raises(TuoyuError) as caught:
            book.plan(on, ["requirements"]).outcomes(facts, dossier)
        assert caught.value.args == error.args
        return
    plan = book.plan(on, ["requirements"])
    outcomes = plan.outcomes(facts, dossier)
    findings = [one for one in review.findings if one.id != "unmet-either-way"]
    for finding in findings:
        name = f"{finding.id}@{finding.subject}" if finding.subject else finding.id
        assert name in outcomes
        assert outcomes[name] == in_one_word(finding), name
        assert plan.why(name, facts, dossier) == finding
    decided = {Outcome.MET: Status.MET, Outcome.UNMET: Status.UNMET}
    assert decided.get(outcomes["review"], Status.OPEN) is review.status
    assert plan.why("review", facts, dossier) == review
    row = {**facts, "dossier": dossier}
    told = json.loads(plan.ask(json.dumps(row)))["outcomes"]
    assert {name: one["outcome"] for name, one in told.items() if "@" not in name} == dict(outcomes)
    assert all(outcomes[name] == one["outcome"] for name, one in told.items())
    assert plan.run_rows([(facts, dossier), facts]) == [outcomes, plan.outcomes(facts)]
    assert pickle.loads(pickle.dumps(outcomes)) == outcomes == copy.deepcopy(outcomes)


def test_the_targets_of_a_filing_are_asked_for(book: PolicyBook, plan: Plan) -> None:
    named = book.plan(DAY, ["register", "requirements"])
    assert named.targets[:2] == ["register", "review"]
    assert not {*named.targets[1:]} & {*plan.targets}
    classes = [{"band": "infant", "children": 12, "carers": 4}, {"band": "infant", "children": 9}]
    facts = {**COMPANY, "service": "institution"}
    outcomes = named.outcomes(facts, {"classes": classes})
    assert outcomes.classes == 2
    assert outcomes["class-size-infant"] == outcomes["class-size-infant@classes[0]"] == "unmet"
    assert outcomes["class-size-infant@classes[1]"] == "met"
    assert "class-size-infant@classes[2]" not in outcomes
    assert "review@classes[0]" not in outcomes
    with pytest.raises(KeyError):
        outcomes["class-size-infant@classes[2]"]
    alone = book.plan(DAY, ["class-size-infant"])
    assert dict(alone.outcomes(facts, {"classes": classes[1:]})) == {"class-size-infant": "met"}
    with pytest.raises(TuoyuError) as caught:
        alone.outcomes(COMPANY, {"classes": [{"children": -1}]})
    assert caught.value.path == "dossier.classes[0].children"
    [row] = alone.run_rows([(COMPANY, {"filing_form": 7})])
    assert isinstance(row, TuoyuError)
    assert row.path == "dossier.filing_form"


def test_outcomes_are_a_mapping(plan: Plan) -> None:
    outcomes = plan.outcomes(COMPANY)
    assert outcomes["vat-exemption"] is Outcome.OPEN_FACTS
    assert list(outcomes) == outcomes.keys() == plan.targets
    assert len(outcomes) == len(plan.targets)
    assert dict(outcomes) == dict(outcomes.items())
    assert outcomes.values() == [outcome for _, outcome in outcomes.items()]
    assert "register" in outcomes
    assert "registre" not in outcomes
    with pytest.raises(KeyError):
        outcomes["registre"]
    with pytest.raises(TypeError):
        bool(outcomes["register"])
    assert repr(outcomes).startswith("<Outcomes: ")
    assert outcomes != plan.outcomes({})


def test_a_plan_of_some_targets(book: PolicyBook, plan: Plan) -> None:
    some = book.plan(DAY, ["vat-exemption", "register"])
    assert some.targets == ["vat-exemption", "register"]
    assert (some.as_of, book.plan("2026-03-02")) == (DAY, plan)
    for facts in INSTITUTIONS:
        whole = plan.outcomes(facts)
        assert dict(some.outcomes(facts).items()) == {name: whole[name] for name in some.targets}
    assert set(some.reason_facts()) < set(plan.reason_facts()) <= set(tuoyu.Facts.__annotations__)
    for bad, hint in (["vat-exemptoin"], "did you mean `vat-exemption`?"), ("register", None):
        with pytest.raises(TuoyuError) as caught:
            book.plan(DAY, bad)
        assert caught.value.hint == hint
    with pytest.raises(TuoyuError) as caught:
        plan.why("vat-exemptoin", COMPANY)
    assert caught.value.code == "unknown_target"


def test_json_says_what_a_dict_does(plan: Plan) -> None:
    for facts in INSTITUTIONS:
        told = json.loads(plan.ask(json.dumps(facts, ensure_ascii=False)))
        assert told["as_of"] == str(plan.as_of)
        outcomes = plan.outcomes(facts)
        assert {name: of["outcome"] for name, of in told["outcomes"].items()} == {
            name: str(outcome) for name, outcome in outcomes.items()
        }
        reasons = {name for of in told["outcomes"].values() for name in of["reasons"]}
        assert reasons <= set(plan.reason_facts())
    with pytest.raises(TuoyuError) as caught:
        plan.ask('{"filed": 1}')
    assert (caught.value.code, caught.value.path) == ("wrong_type", "filed")


@pytest.mark.parametrize(
    "facts",
    [
        {"legal_form": LegalForm.ENTERPRISE},
        {"legal_form": "企业法人"},
        {"legal_form": "enterprize"},
        {"legal_form": Mode.HOURLY},
        {"legal_form": 3},
        {"modes": ["full_day", Mode.HOURLY]},
        {"modes": ("full_day",)},
        {"modes": "full_day"},
        {"modes": ["nightly"]},
        {"filed": 1},
        {"filed": "yes"},
        {"filed": None, "modes": None},
        {"storey": 0},
        {"storey": 2},
        {"storey": True},
        {"storey": 2.0},
        {"storey": 10**30},
        {"places": -1},
        {"lease_from": DAY, "lease_until": "2027-03-01"},
        {"lease_from": datetime.datetime(2026, 3, 2, 1)},  # noqa: DTZ001
        {"lease_from": "2027-03-01", "lease_until": DAY},
        {"lease_until": datetime.date(1899, 12, 31)},
        {"lease_until": "1 March"},
        {"jurisdiction": "张店区"},
        {"jurisdiction": "nowhere"},
        {"jurisdiction": "370303", "credit_code": "12370303MA0000001T"},
        {"credit_code": "12370303MA0000001T", "legal_form": "enterprise"},
        {"credit_code": "123"},
        {"credit_code": "\ud800"},
        {"natrue": "nonprofit"},
        {"legal_form": [[]]},
    ],
    ids=repr,
)
def test_a_dict_is_read_as_by_every_other_question(book: PolicyBook, facts: dict[str, Any]) -> None:
    plan = book.plan(DAY)
    for _ in range(2):  # what was seen once is remembered
        expected = asked(lambda: plan.outcomes(Institution(**facts)))
        assert asked(lambda: plan.outcomes(facts)) == expected


def asked(question: Callable[[], Outcomes]) -> object:
    """Return the answer, or what the error says."""
    try:
        return question()
    except TuoyuError as error:
        return error.args


def test_text_that_is_no_plain_text(plan: Plan) -> None:
    class Odd(str):
        __slots__ = ()

        def __hash__(self) -> int:
            return 1

    expected = plan.outcomes(COMPANY)
    assert plan.outcomes({Odd(name): value for name, value in COMPANY.items()}) == expected
    assert plan.outcomes({**COMPANY, "legal_form": Odd("enterprise")}) == expected
    bad: Any
    for bad in [], {3: True}:
        with pytest.raises(TuoyuError):
            plan.outcomes(bad)


def test_rows_may_be_wrong_each_by_itself(plan: Plan) -> None:
    rows = ({"storey": storey} for storey in (1, 0, None))
    first, second, third = plan.run_rows(rows)
    assert isinstance(first, Outcomes)
    assert isinstance(second, TuoyuError)
    assert (second.code, second.path) == ("out_of_range", "storey")
    assert third == plan.outcomes({})
    assert isinstance(plan.run_rows([3])[0], TuoyuError)  # type: ignore[list-item]
    with pytest.raises(ZeroDivisionError):
        plan.run_rows({"storey": 1 // number} for number in (1, 0))


def test_a_plan_can_go_to_another_process(book: PolicyBook) -> None:
    plan = book.plan(DAY, ["vat-exemption"])
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan
    assert hash(again) == hash(plan)
    assert again != book.plan(DAY)
    assert again != "plan"
    assert copy.copy(plan) is copy.deepcopy(plan) is plan
    assert repr(plan) == "<Plan of 1 targets on 2026-03-02>"
    assert again.outcomes(COMPANY) == plan.outcomes(COMPANY)


def test_threads_share_a_plan(plan: Plan) -> None:
    expected = [plan.outcomes(facts) for facts in INSTITUTIONS] * 20
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(plan.outcomes, INSTITUTIONS * 20)) == expected

"""Nothing that a caller typed comes out again, except short names of fields without digits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
import tuoyu
from tuoyu import Calendar, CreditCode, Dossier, Institution, PolicyBook, TuoyuError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ON = "2022-09-01"
# Names of nobody.
NAMES = ["欧阳测试", "zhangsan", "Zhang San", "ouyang-ceshi"]
# Numbers of nobody: there is no place 379999, and no such telephone.
NUMBERS = [
    "".join(parts)
    for parts in (
        ("379999", "19900101", "0002"),
        ("379999", "900101", "001"),
        ("138", "0013", "8000"),
        ("0533-", "234", "5678"),
        ("lisi", "@example", ".com"),
        ("鲁", "C12", "345"),
    )
]
SECRETS = NAMES + NUMBERS
FACTS: dict[str, Any] = {
    "jurisdiction": "370303",
    "legal_form": "enterprise",
    "credit_code": "91370303MA0000000J",
    "filed": False,
    "modes": ["hourly"],
    "places": 30,
    "lease_from": "2020-01-01",
}
DOSSIER: dict[str, Any] = {
    "received_on": "2022-08-30",
    "licence": True,
    "classes": [{"band": "older", "children": 12}],
}


def said(call: Callable[..., object], *given: Any, **named: Any) -> str:
    """Return the answer or the error of a call, in every form in which a program may log it."""
    try:
        answer = call(*given, **named)
    except Exception as error:  # noqa: BLE001
        return f"{error} {error!r} {error.args!r} {getattr(error, '__dict__', '')}"
    return f"{answer} {answer!r}"


def poisoned(whole: Any, secret: str) -> Iterator[tuple[Any, bool]]:
    """Every value with a secret in one place, and whether that place is a name."""
    yield from (
        (secret, False),
        ([secret], False),
        ({secret: secret}, True),
        (secret.encode(), False),
    )
    if isinstance(whole, dict):
        for name, value in whole.items():
            rest = {other: of for other, of in whole.items() if other != name}
            for changed, named in poisoned(value, secret):
                yield {**rest, name: changed}, named
            yield {**rest, secret: value}, True
        yield {**whole, secret: secret}, True
    elif isinstance(whole, list):
        for at, item in enumerate(whole):
            for changed, named in poisoned(item, secret):
                yield [*whole[:at], changed, *whole[at + 1 :]], named


@pytest.mark.parametrize("secret", SECRETS)
def test_facts(book: Any, secret: str) -> None:
    plan = book.plan(ON)
    build: Any = Institution
    for changed, named in poisoned(FACTS, secret):
        if named and secret in NAMES:
            continue
        built = said(Institution, **changed) if isinstance(changed, dict) else said(build, changed)
        assert secret not in built, changed
        assert secret not in said(book.register, changed, as_of=ON), changed
        assert secret not in said(book.assess_all, [changed], as_of=ON), changed
        assert secret not in said(plan.outcomes, changed), changed
        assert secret not in said(plan.run_rows, [changed]), changed
    for changed, named in poisoned(DOSSIER, secret):
        if not (named and secret in NAMES):
            assert secret not in said(book.review, {}, changed, as_of=ON), changed


@pytest.mark.parametrize("secret", SECRETS)
def test_every_other_argument(book: Any, secret: str) -> None:
    plan = book.plan(ON)
    calendar: Any = Calendar.bundled()
    outcomes = plan.outcomes(FACTS)
    receipt = json.loads(book.receipt(FACTS, as_of=ON).to_json())
    calls: list[Callable[[], object]] = [
        lambda: book.register(FACTS, as_of=secret),
        lambda: book.what_if(secret, FACTS, as_of=ON),
        lambda: book.duties_after(secret, FACTS, as_of=ON),
        lambda: book.explain(FACTS, as_of=ON, format=secret),
        lambda: book.notice(FACTS, {}, as_of=ON, format=secret),
        lambda: book.plan(ON, [secret]),
        lambda: book.plan(secret),
        lambda: outcomes[secret],
        lambda: plan.why(secret, FACTS),
        lambda: plan.ask(secret),
        lambda: plan.run(secret),
        lambda: book.ask(secret),
        lambda: book.responsible(secret, jurisdiction="370303", as_of=ON),
        lambda: book.responsible("消防", jurisdiction=secret, as_of=ON),
        lambda: book.goals(jurisdiction=secret, as_of=ON),
        lambda: book.verify(secret, FACTS),
        lambda: tuoyu.Nature(secret),
        lambda: tuoyu.Event(secret),
        lambda: CreditCode.parse(secret),
        lambda: Calendar.parse(secret),
        lambda: Calendar.bundled().is_working_day(secret),
        lambda: calendar.deadline(ON, secret),
        lambda: Institution.from_json(json.dumps({"nature": secret})),
        lambda: Dossier.from_json(json.dumps({"classes": [{"band": secret}]})),
        lambda: tuoyu.DecisionRecord.from_json(json.dumps({**receipt, "note1": secret})),
        lambda: tuoyu.Registration.from_json(json.dumps({"as_of": secret})),
    ]
    for position, call in enumerate(calls):
        assert secret not in said(call), position


@pytest.mark.parametrize("secret", NUMBERS)
def test_policy_files(secret: str) -> None:
    parse: Any = PolicyBook.parse
    for call in (
        lambda: PolicyBook.parse({f"{secret}.md": "# x\n"}),
        lambda: parse({secret: 5}),
        lambda: PolicyBook.parse({"a.md": f'```toml\n"{secret}" = 1\n```\n'}),
        lambda: PolicyBook.parse({"a.md": f'```toml\nid = ["{secret}"]\n```\n'}),
        lambda: PolicyBook.parse(tuoyu.bundled_texts(), f'"{secret}" = 1\n'),
        lambda: PolicyBook.parse(tuoyu.bundled_texts(), f'[[year]]\nyear = "{secret}"\n'),
    ):
        assert secret not in said(call)


def answers(plan: Any, facts: pa.Table) -> pa.Table:
    return pa.table(plan.run(facts, details=True))


@pytest.mark.parametrize("secret", SECRETS)
def test_columns(book: Any, secret: str) -> None:
    plan = book.plan(ON)
    struct = pa.array([{secret: secret}])
    arrays = [
        pa.array([secret]),
        pa.array([secret]).dictionary_encode(),
        pa.array([[secret]]),
        pa.array([secret.encode()]),
        struct,
        pa.array([[{secret: secret}]]),
        pa.array([1_600_000_000], pa.timestamp("s", "UTC")),
    ]
    names = [fact.name for fact in book.vocabulary()] + ([secret] if secret in NUMBERS else [])
    for name in names:
        for array in arrays:
            shown = said(answers, plan, pa.table({name: array}))
            # A table that answers shows the name of its columns, which are the targets.
            assert secret not in shown, name
    assert secret not in said(lambda: plan.run(struct.field(0)))


def test_a_repr_has_no_text_that_may_be_personal() -> None:
    code = "92370303MA0000000F"
    known = Institution(credit_code=code, jurisdiction="370303", filed=True)
    assert "MA0000000" not in repr(known)
    assert "370303" in repr(known)
    assert "filed=True" in repr(known)
    assert known.credit_code == code
    assert code in known.to_json()
    read = CreditCode.parse(code)
    assert "MA0000000" not in repr(read)
    assert read.code == code
    assert code in read.to_json()


def test_a_name_of_a_field_is_given_back_where_it_is_short_text_without_digits() -> None:
    build: Any = Institution
    for name, path in {
        "natrue": "natrue",
        "是否备案": "是否备案",
        "13800138000": "(unknown field)",
        "lisi@example.com": "(unknown field)",
        "电话1": "(unknown field)",
    }.items():
        with pytest.raises(TuoyuError) as error:
            build(**{name: True})
        assert error.value.path == path

"""What cannot be read is one exception with code, path and hint, and never a panic."""

from __future__ import annotations

import datetime
import decimal
import fractions
import json
import pickle
from typing import Any, Callable, NoReturn

import pytest
import tuoyu
from tuoyu import (
    Calendar,
    CareClass,
    CreditCode,
    Dossier,
    Institution,
    PolicyBook,
    Status,
    TuoyuError,
    bundled_texts,
)

DAY = datetime.date(2026, 2, 3)
NOON = datetime.datetime(2026, 2, 3, 12, tzinfo=datetime.timezone.utc)
HUGE = "x" * 10_000_000
CALENDAR = Calendar.bundled()


def caught(call: Callable[[], object]) -> TuoyuError:
    with pytest.raises(TuoyuError) as error:
        call()
    return error.value


@pytest.mark.parametrize(
    ("facts", "code", "path", "hint"),
    [
        ({"natrue": "nonprofit"}, "unknown_field", "natrue", "did you mean `nature`?"),
        ({"natrue": None}, "unknown_field", "natrue", "did you mean `nature`?"),
        ({"nature": "nonprofitt"}, "unknown_word", "nature", "did you mean `nonprofit`?"),
        ({"nature": Status.MET}, "unknown_word", "nature", None),
        ({"nature": ""}, "unknown_word", "nature", "leave an unknown fact out, or give null"),
        ({"places": "30"}, "wrong_type", "places", "give the number itself, not text"),
        ({"places": True}, "wrong_type", "places", None),
        ({"places": 30.5}, "wrong_type", "places", None),
        (
            {"places": float("inf")},
            "wrong_type",
            "places",
            "leave an unknown fact out, or give null",
        ),
        ({"places": -1}, "out_of_range", "places", None),
        ({"places": 2**40}, "out_of_range", "places", None),
        ({"places": 2**70}, "out_of_range", "places", None),
        ({"places": -(2**70)}, "out_of_range", "places", None),
        ({"places": decimal.Decimal("3.5")}, "wrong_type", "places", None),
        ({"places": decimal.Decimal(100001)}, "out_of_range", "places", None),
        ({"places": fractions.Fraction(1, 3)}, "wrong_type", "places", None),
        ({"places": b"3"}, "wrong_type", "places", None),
        (
            {"inclusive": 1},
            "wrong_type",
            "inclusive",
            "give true or false, or 是 or 否: what 0 and 1 mean differs from table to table",
        ),
        ({"inclusive": "true"}, "wrong_type", "inclusive", "give true or false, or 是 or 否"),
        ({"modes": ["full_day", 3]}, "wrong_type", "modes[1]", None),
        (
            {"modes": ["full_day", "halfday"]},
            "unknown_word",
            "modes[1]",
            "did you mean `half_day`?",
        ),
        ({"modes": "full_day"}, "wrong_type", "modes", 'give a list, such as ["full_day"]'),
        ({"modes": {"full_day"}}, "wrong_type", "modes", None),
        ({"jurisdiction": 12}, "unknown_jurisdiction", "jurisdiction", None),
        (
            {"jurisdiction": "张店"},
            "unknown_jurisdiction",
            "jurisdiction",
            "did you mean `张店区`?",
        ),
        ({"jurisdiction": "\ud800"}, "wrong_type", "jurisdiction", None),
        ({"jurisdiction": {"a": object()}}, "wrong_type", "jurisdiction.a", None),
        ({"jurisdiction": HUGE}, "too_long", "jurisdiction", None),
        ({"nature": HUGE}, "unknown_word", "nature", None),
        ({"lease_from": HUGE}, "bad_date", "lease_from", None),
        ({"credit_code": HUGE}, "too_long", "credit_code", None),
        ({HUGE: 1}, "unknown_field", "(unknown field)", None),
        ({HUGE: object()}, "wrong_type", "(unknown field)", None),
        ({3: "nonprofit"}, "wrong_type", "", None),
        ({"credit_code": "91370303"}, "bad_credit_code", "credit_code", None),
        ({"storey": 0}, "out_of_range", "storey", None),
        ({"lease_from": "0000-01-01"}, "out_of_range", "lease_from", None),
        ({"lease_from": datetime.date.min}, "out_of_range", "lease_from", None),
        ({"lease_from": datetime.date.max}, "out_of_range", "lease_from", None),
        ({"lease_from": "2026-2-3"}, "bad_date", "lease_from", None),
        ({"lease_from": "2026-02-30"}, "bad_date", "lease_from", None),
        ({"lease_from": "2026-02-03T12:00"}, "bad_date", "lease_from", None),
        (
            {"lease_from": NOON},
            "wrong_type",
            "lease_from",
            "a datetime has a time; call .date() on it",
        ),
        (
            {"lease_from": "2026-02-03", "lease_until": "2026-02-02"},
            "conflict",
            "lease_until",
            None,
        ),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_facts(
    book: PolicyBook, facts: dict[Any, Any], code: str, path: str, hint: str | None
) -> None:
    error = caught(lambda: book.assess(facts, as_of=DAY))
    assert (error.code, error.path, error.hint, error.line) == (code, path, hint, None)
    assert error.message
    assert error.message_en
    assert len(str(error)) < 1000


def test_an_error_is_a_value_error_that_can_be_pickled() -> None:
    error = caught(lambda: Institution(natrue="nonprofit"))  # type: ignore[call-arg]
    assert isinstance(error, ValueError)
    assert str(error) == ("natrue: 没有这个字段 (no such field: natrue) [did you mean `nature`?]")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.path) == (str(error), error.code, error.path)


def test_every_fault_is_told_at_once(book: PolicyBook) -> None:
    wrong = {"natrue": 1, "places": -1, "filed": "maybe", "jurisdiction": "1", "storey": object()}
    found = [
        ("natrue", "unknown_field"),
        ("places", "out_of_range"),
        ("filed", "wrong_type"),
        ("storey", "wrong_type"),
        ("jurisdiction", "unknown_jurisdiction"),
    ]
    plan = book.plan(DAY)
    for call in (
        lambda: book.assess(wrong, as_of=DAY),
        lambda: plan.outcomes(wrong),
        lambda: book.register(wrong, as_of=DAY),
    ):
        error = caught(call)
        assert [(one.path, one.code) for one in error.errors] == found
        assert (error.path, error.code) == found[0]
        assert error.hint_zh == "是不是“nature”？"
        assert all(one.message and one.message_en for one in error.errors)
        again = pickle.loads(pickle.dumps(error))
        assert [one.args for one in again.errors] == [one.args for one in error.errors]
        assert str(error).count("; ") == len(found) - 1
    alone = caught(lambda: book.assess({"places": -1}, as_of=DAY))
    assert alone.errors == [alone]


def test_an_error_shows_no_personal_data(book: PolicyBook) -> None:
    number = "370303199001011234"
    for facts in (
        {"nature": number},
        {"credit_code": number},
        {"lease_from": number},
        {number: 1},
        {number: object()},
        {"places": object()},
    ):
        assert number not in str(caught(lambda facts=facts: book.assess(facts, as_of=DAY)))  # type: ignore[misc]
    text = json.dumps({**book.receipt({}, as_of=DAY).to_dict(), number: number})
    assert number not in str(caught(lambda: tuoyu.DecisionRecord.from_json(text)))


@pytest.mark.parametrize(
    ("on", "code", "hint"),
    [
        (NOON, "wrong_type", "a datetime has a time; call .date() on it"),
        (None, "wrong_type", "leave an unknown fact out, or give null"),
        (20260203, "wrong_type", "write it as YYYY-MM-DD, such as 2026-03-01"),
        ("today", "bad_date", None),
        ("0000-01-01", "out_of_range", None),
        (datetime.date.min, "out_of_range", None),
        (datetime.date.max, "out_of_range", None),
        (HUGE, "bad_date", None),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_days(book: PolicyBook, on: Any, code: str, hint: str | None) -> None:
    for call in (
        lambda: book.register({}, as_of=on),
        lambda: book.goals(jurisdiction="370303", as_of=on),
    ):
        error = caught(call)
        assert (error.code, error.path, error.hint) == (code, "as_of", hint)


def test_there_is_no_clock(book: PolicyBook) -> None:
    with pytest.raises(TypeError, match="as_of"):
        book.assess({})  # type: ignore[call-arg]


def test_arguments_of_the_wrong_type_are_named(book: PolicyBook) -> None:
    wrong: Any = 3
    calls: dict[str, Callable[[], object]] = {
        "facts": lambda: book.assess(wrong, as_of=DAY),
        "target": lambda: book.what_if(wrong, {}, as_of=DAY),
        "receipt": lambda: book.verify(wrong, {}),
        "format": lambda: book.explain({}, as_of=DAY, format=wrong),
        "query": lambda: book.responsible(wrong, jurisdiction="370303", as_of=DAY),
        "jurisdiction": lambda: book.seats(jurisdiction=wrong, as_of=DAY),
        "request": lambda: book.ask(wrong),
        "text": lambda: Institution.from_json(wrong),
        "texts": lambda: PolicyBook.parse(wrong),
        "texts[0]": lambda: PolicyBook.parse([wrong]),
        "calendar": lambda: PolicyBook.parse({}, wrong),
        "dossier": lambda: book.review({}, wrong, as_of=DAY),
        "event": lambda: book.duties_after(wrong, {}, as_of=DAY),
        "institutions": lambda: book.assess_all(wrong, as_of=DAY),
    }
    for path, call in calls.items():
        error = caught(call)
        assert (error.code, error.path) == ("wrong_type", path)
    assert caught(lambda: book.seats(jurisdiction="", as_of=DAY)).code == "unknown_jurisdiction"
    assert caught(lambda: book.seats(jurisdiction=HUGE, as_of=DAY)).code == "unknown_jurisdiction"
    error = caught(lambda: book.responsible(HUGE, jurisdiction="370303", as_of=DAY))
    assert error.code == "too_long"


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('{"nature": "nonprofit", "nature": "for_profit"}', "duplicate_field", "nature"),
        ('{"places": NaN}', "bad_json", ""),
        ('{"places": 1e999}', "out_of_range", "places"),
        ('{"places": 3.5}', "wrong_type", "places"),
        ('{"places": 99999999999999999999999999}', "out_of_range", "places"),
        ("{", "bad_json", ""),
        ("", "bad_json", ""),
        ("[]", "wrong_type", ""),
        ("[" * 100_000, "bad_json", ""),
        ('"' + HUGE + '"', "too_long", ""),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_json(text: str, code: str, path: str) -> None:
    error = caught(lambda: Institution.from_json(text))
    assert (error.code, error.path) == (code, path)
    if code == "bad_json":
        assert error.line is not None


def test_questions_in_json(book: PolicyBook) -> None:
    ask = {"question": "register", "as_of": "2026-02-03"}
    for change, code, path in (
        ({"question": "registr"}, "unknown_question", "question"),
        ({"as_of": "today"}, "bad_date", "as_of"),
        ({"facts": {"natrue": 1}}, "unknown_field", "facts.natrue"),
    ):
        request = json.dumps({**ask, **change})
        error = caught(lambda request=request: book.ask(request))  # type: ignore[misc]
        assert (error.code, error.path) == (code, path)
    twice = '{"question": "goals", "question": "seats"}'
    assert caught(lambda: book.ask(twice)).code == "duplicate_field"


def test_a_broken_policy_file_is_an_error_with_its_line() -> None:
    name = "370303/zhangdian-2021-8.md"
    lines = bundled_texts()[name].splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("evidence"))
    lines[line - 1] = "evidence = verbatim"
    error = caught(lambda: PolicyBook.parse({name: "\n".join(lines)}))
    assert (error.code, error.path, error.line) == ("bad_policy", name, line)
    assert f"{name}:{line}: " in str(error)


def test_a_wrong_example_is_an_error_with_its_line() -> None:
    name = "370303/zhangdian-2021-8.md"
    lines = bundled_texts()[name].splitlines()
    expected = "| | 370303 | 托育机构 | | 是 | 符合 |"
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(expected))
    lines[line - 1] = lines[line - 1].replace("符合", "不符合", 1)
    error = caught(PolicyBook.parse({**bundled_texts(), name: "\n".join(lines)}).check)
    assert (error.code, error.line) == ("example_fails", line)


def test_a_policy_file_that_is_none() -> None:
    for text in ("", "x", HUGE, "```toml\n[[[[\n```", "## \n## \n"):
        error = caught(lambda text=text: PolicyBook.parse({"x.md": text}))  # type: ignore[misc]
        assert error.path.startswith("x.md")
    twice = [("a.md", text := bundled_texts()["370303/zhangdian-2021-8.md"]), ("b.md", text)]
    assert caught(lambda: PolicyBook.parse(twice)).code == "overlapping_editions"


def test_endless_nesting() -> None:
    endless: list[Any] = []
    endless.append(endless)
    knot: dict[str, Any] = {}
    knot["modes"] = knot
    for value in (endless, knot):
        error = caught(lambda value=value: Institution(modes=value))  # type: ignore[misc]
        assert error.code == "wrong_type"


class Hostile:
    """Raises, or empties the dict that it lies in, whenever it is looked at."""

    def __init__(self, table: dict[str, Any] | None = None) -> None:
        self.table = table

    def __index__(self) -> int:
        if self.table is None:
            raise ZeroDivisionError
        self.table.clear()
        return 3

    def __bool__(self) -> NoReturn:
        raise ZeroDivisionError

    def __eq__(self, other: object) -> NoReturn:
        raise ZeroDivisionError

    def __hash__(self) -> int:
        return 0


def test_a_dict_that_changes_while_it_is_read(book: PolicyBook) -> None:
    facts: dict[str, Any] = {}
    facts.update(places=Hostile(facts), storey=1, nature="nonprofit")
    assert book.receipt(facts, as_of=DAY)
    assert facts == {}


ODD: list[Any] = [
    *(None, True, 0, -1, 2**63, -(2**63), 2**200, 1.5, float("nan"), float("inf"), 1j),
    *("", "x", "\0", "\ud800", "是", "370303", "2026-02-30", "9999-99-99", b"", bytearray(3)),
    *(datetime.date.min, datetime.date.max, NOON, datetime.time(), datetime.timedelta()),
    *(decimal.Decimal("NaN"), fractions.Fraction(1, 3), [], [None], [[]], (), {}, {"a": 1}),
    *({1: 2}, set(), frozenset("x"), object(), Hostile(), Status.MET, Status, range(3), iter(())),
    *(
        lambda: None,
        Institution(),
        CareClass(carers=3),
        Dossier(),
        NotImplemented,
        ...,
        memoryview(b""),
    ),
]


def only_a_tuoyu_error(call: Callable[[], object]) -> None:
    try:
        call()
    except TuoyuError as error:
        assert error.code
        assert str(error)


@pytest.mark.parametrize("value", ODD, ids=lambda value: f"{value!r:.30}")
def test_no_value_of_any_argument_panics(book: PolicyBook, value: Any) -> None:
    for name in tuoyu.Facts.__annotations__:
        only_a_tuoyu_error(lambda name=name: book.register({name: value}, as_of=DAY))  # type: ignore[misc]
    for name in tuoyu.DossierFacts.__annotations__:
        only_a_tuoyu_error(lambda name=name: Dossier(**{name: value}))  # type: ignore[misc]
    for name in tuoyu.CareClassFacts.__annotations__:
        only_a_tuoyu_error(lambda name=name: Dossier(classes=[{name: value}]))  # type: ignore[misc]
    place = "370303"
    for call in (
        lambda: book.register(value, as_of=DAY),
        lambda: book.supports({}, as_of=value),
        lambda: book.what_if(value, {}, as_of=DAY),
        lambda: book.verify(value, {}),
        lambda: book.explain({}, as_of=DAY, format=value),
        lambda: book.responsible(value, jurisdiction=place, as_of=DAY),
        lambda: book.responsible("", jurisdiction=value, as_of=DAY),
        lambda: book.clauses(jurisdiction=value, as_of=DAY),
        lambda: book.departments(jurisdiction=place, as_of=value),
        lambda: book.ask(value),
        lambda: PolicyBook.parse(value),
        lambda: PolicyBook.parse({"x.md": value}),
        lambda: PolicyBook.parse([("x.md", value)]),
        lambda: Institution.from_json(value),
        lambda: book.review({}, value, as_of=DAY),
        lambda: book.review(value, {}, as_of=DAY),
        lambda: book.assess({}, as_of=DAY, dossier=value),
        lambda: book.assess_all(value, as_of=DAY),
        lambda: book.assess_all([value], as_of=DAY),
        lambda: book.notice({}, {}, as_of=DAY, format=value),
        lambda: book.duties_after(value, {}, as_of=DAY),
        lambda: Dossier(classes=[value]),
        lambda: PolicyBook.parse({}, value),
        lambda: Calendar.parse(value),
        lambda: CALENDAR.extended(value),
        lambda: CALENDAR.is_working_day(value),
        lambda: CALENDAR.deadline(value, 5),
        lambda: CALENDAR.deadline(DAY, value),
        lambda: CALENDAR.deadline(DAY, 5, value),
        lambda: CreditCode.parse(value),
    ):
        only_a_tuoyu_error(call)

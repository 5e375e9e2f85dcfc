"""What every record can do."""

from __future__ import annotations

import copy
import datetime
import inspect
import json
import pickle
import sys

import pytest
import tuoyu
from tuoyu import Assessment, Institution, Nature, PolicyBook, TuoyuError, _tuoyu

DAY = datetime.date(2026, 2, 3)
COMPANY = {"jurisdiction": "370303", "legal_form": "enterprise", "filed": False}
RECORDS = [
    found
    for name, found in vars(_tuoyu).items()
    if isinstance(found, type)
    and name not in {"Answers", "Calendar", "Outcomes", "Plan", "PolicyBook"}
]


@pytest.fixture(scope="module")
def one(book: PolicyBook) -> Assessment:
    return book.assess(COMPANY, as_of=DAY)


def test_records_are_values(book: PolicyBook, one: Assessment) -> None:
    two, other = book.assess(COMPANY, as_of=DAY), book.assess({}, as_of=DAY)
    assert one == two
    assert one != other
    assert one != "one"
    assert hash(one) == hash(two)
    assert len({one, two, other}) == 2
    assert one.supports.findings == two.supports.findings
    assert copy.copy(one) is copy.deepcopy(one) is one
    assert copy.deepcopy({"a": one})["a"] is one
    with pytest.raises(AttributeError):
        one.as_of = DAY  # type: ignore[misc]


def test_records_go_to_json_and_back(one: Assessment) -> None:
    assert pickle.loads(pickle.dumps(one)) == one
    assert Assessment.from_json(one.to_json()) == one
    assert one.to_dict() == json.loads(one.to_json())
    assert one.to_dict()["as_of"] == "2026-02-03"


def test_a_repr_is_what_one_would_type() -> None:
    given = Institution(nature="nonprofit", lease_from=DAY, modes=["full_day"])
    assert repr(given) == (
        "Institution(nature=Nature.NONPROFIT, modes=[Mode.FULL_DAY], "
        "lease_from=datetime.date(2026, 2, 3))"
    )
    names = {"datetime": datetime, **vars(tuoyu)}
    assert eval(repr(given), names) == given  # noqa: S307
    assert pickle.loads(pickle.dumps(given)) == given


def test_a_long_repr_is_cut(one: Assessment) -> None:
    assert repr(one).startswith("Assessment(as_of=datetime.date(2026, 2, 3), ")
    assert len(repr(one)) < 3000


def test_a_notebook_shows_a_table(one: Assessment) -> None:
    page = one._repr_html_()
    assert page.count("<tr>") == len(one.supports.findings) + 1
    assert "登记" in page


def test_a_table_is_safe(book: PolicyBook) -> None:
    name = "370303/departments.toml"
    text = tuoyu.bundled_texts()[name]
    hostile = text.replace('office = "区行政审批服务局"', 'office = "<script>"')
    found = PolicyBook.parse({**tuoyu.bundled_texts(), name: hostile}).assess(COMPANY, as_of=DAY)
    assert "<script>" in found.registration.message.zh
    assert "<script>" not in found._repr_html_()
    assert "&lt;script&gt;" in found._repr_html_()
    assert book.sha256 != found.receipt.edition_sha256


def test_facts_by_keyword() -> None:
    given = Institution(
        nature=Nature.NONPROFIT,
        lease_from=DAY,
        lease_until="2027-01-01",
        places=None,
    )
    assert given.nature is Nature.NONPROFIT
    assert type(given.lease_from) is datetime.date
    assert given.lease_until == datetime.date(2027, 1, 1)
    assert given.places is None
    assert given == Institution(
        nature="非营利性", lease_from="2026-02-03", lease_until="2027-01-01"
    )
    assert Institution(modes=("full_day", "hourly")).modes == ["full_day", "hourly"]
    with pytest.raises(TypeError):
        Institution({})  # type: ignore[arg-type, call-arg]
    with pytest.raises(AttributeError):
        given.places = 3  # type: ignore[misc]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_has_every_method(record: type) -> None:
    assert record.__module__ == "tuoyu"
    assert record.__doc__
    assert getattr(tuoyu, record.__name__) is record
    for name in ("from_json", "to_json", "to_dict", "__copy__", "__deepcopy__", "__reduce__"):
        assert hasattr(record, name)
    assert record.__repr__ is not object.__repr__
    assert record.__hash__ is not object.__hash__
    for bad in ("", "{", "[]", '{"a": 1}', "null"):
        with pytest.raises(TuoyuError):
            record.from_json(bad)


def test_the_package_exports_everything() -> None:
    exported = {name for name in vars(_tuoyu) if not name.startswith("_")} - {"words"}
    assert exported <= set(tuoyu.__all__)
    assert all(hasattr(tuoyu, name) for name in tuoyu.__all__)
    assert tuoyu.__version__ == tuoyu.PolicyBook.bundled().receipt({}, as_of=DAY).version


def test_signatures_can_be_read() -> None:
    assert str(inspect.signature(PolicyBook.explain)) == (
        "(self, /, facts, *, as_of, format='text', dossier=None)"
    )
    if sys.version_info >= (3, 10):  # before, a built-in class has no signature
        assert str(inspect.signature(Institution)) == "(**facts)"

"""统一社会信用代码 as people write it."""

from __future__ import annotations

from typing import Any

import pytest
from tuoyu import CreditCode, CreditCodeKind, Repair, RepairReason, TuoyuError

CODE = "91350100M000100Y43"


def test_a_code_is_taken_apart() -> None:
    found = CreditCode.parse(CODE)
    assert found.code == CODE
    assert found.kind is CreditCodeKind.ENTERPRISE
    assert (found.registrar, found.category) == ("市场监管（工商）", "企业")
    assert (found.district, found.organization_code) == ("350100", "M000100Y4")
    assert found.repairs == found.warnings == []


@pytest.mark.parametrize(
    ("written", "repairs"),
    [
        (
            "91350100 M0001OOY43",
            [(9, " ", "", "separator"), (15, "O", "0", "look_alike"), (16, "O", "0", "look_alike")],
        ),
        ("91350100m000100y43", [(9, "m", "M", "lower_case"), (16, "y", "Y", "lower_case")]),
        ("９1350100-M000100Y43", [(1, "９", "9", "full_width"), (9, "-", "", "separator")]),
        ("9l350100M000100Y43", None),
        ("9I350100M000100Y43", [(2, "I", "1", "look_alike")]),
    ],
)
def test_repairs(written: str, repairs: list[tuple[int, str, str, str]] | None) -> None:
    if repairs is None:
        with pytest.raises(TuoyuError) as caught:
            CreditCode.parse(written)
        assert caught.value.code == "bad_credit_code"
        return
    found = CreditCode.parse(written)
    assert found.code == CODE
    assert [(one.at, one.from_, one.to, one.why) for one in found.repairs] == repairs
    assert found != CreditCode.parse(CODE)


def test_a_repair_is_a_record() -> None:
    repair = CreditCode.parse("9I350100M000100Y43").repairs[0]
    assert repr(repair) == "Repair(at=2, from_='I', to='1', why=RepairReason.LOOK_ALIKE)"
    # `from` in JSON, as in every language; a keyword in Python.
    assert repair.to_dict() == {"at": 2, "from": "I", "to": "1", "why": "look_alike"}
    assert Repair.from_json(repair.to_json()) == repair
    assert repair.why is RepairReason.LOOK_ALIKE


def test_a_code_that_is_none_is_never_shown() -> None:
    wrong: Any = 91
    for text in ("", "91350100M000100Y44", "370303199001011234", "9" * 300):
        with pytest.raises(TuoyuError) as caught:
            CreditCode.parse(text)
        assert caught.value.code == "bad_credit_code"
        assert not text or text not in str(caught.value)
    with pytest.raises(TuoyuError) as caught:
        CreditCode.parse(wrong)
    assert (caught.value.code, caught.value.path) == ("wrong_type", "text")

"""The trial ledger: sixty dirty rows, and what is documented of them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from tuoyu import ledger

CASES = os.environ.get("TUOYU_CASES")
TRIAL = Path(CASES or ".") / "ledger" / "ledger.xlsx"
WITHOUT = "TUOYU_CASES names no folder of cases: the trial ledger is not read"


@pytest.fixture(scope="module")
def read() -> ledger.Ledger:
    if not CASES:
        pytest.skip(WITHOUT)
    return ledger.read(TRIAL)


def test_shape(read: ledger.Ledger) -> None:
    assert (read.sheet, len(read), read.header, read.place) == ("备案台账", 60, (3, 4), "张店区")
    assert read.skipped == {35: "空行", 51: "小标题或说明", 67: "合计", 68: "小标题或说明"}
    assert Counter(one.state for one in read.columns) == {
        "read": 27,
        "unused": 8,
        "personal": 3,
        "name": 1,
    }


def test_codes(read: ledger.Ledger) -> None:
    wrong = {
        row.number: one.code
        for row in read.rows
        for one in row.problems
        if one.column == "统一社会信用代码"
    }
    assert wrong == {
        9: "rounded",
        10: "bad_credit_code",
        11: "bad_credit_code",
        16: "bad_credit_code",
        17: "duplicate",
        18: "duplicate",
    }


def test_days(read: ledger.Ledger) -> None:
    wrong = {
        row.number: one.message
        for row in read.rows
        for one in row.problems
        if one.column in {"收到备案材料日", "备案日期"}
    }
    assert wrong == {
        26: "只写到年或月，没有写哪一天",
        27: "不是年、月、日齐全的日期",
        29: "没有这一天",
        30: "年份只有两位",
        45: "写的是2024年备案，收到材料日却在2026年",
    }
    # As the ledger was made: each receipt is seven days after the materials.
    for row in read.rows:
        if "receipt_given_on" in row.dossier:
            assert (row.dossier["receipt_given_on"] - row.dossier["received_on"]).days == 7

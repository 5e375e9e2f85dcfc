"""The trial ledger: sixty dirty rows, and what is documented of them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from tuoyu import ledger
from tuoyu.ledger import answers

CASES = os.environ.get("TUOYU_CASES")
TRIAL = Path(CASES or ".") / "ledger" / "ledger.xlsx"
WITHOUT = "TUOYU_CASES names no folder of cases: the trial ledger is not read"


@pytest.fixture(scope="module")
def read() -> ledger.Ledger:
    if not CASES:
        pytest.skip(WITHOUT)
    return ledger.read(TRIAL)


PAGE = Path(__file__).parents[3] / "docs" / "ledger.md"
BEGINS = "<!-- written by test_ledger_trial.py -->\n"


def page_of(read: ledger.Ledger) -> str:
    """Findings in the trial ledger, as it stands on the page."""
    audited = answers.audit(read, as_of="2026-11-27")
    verdicts = Counter(one.verdict for one in audited)
    problems = Counter((one.column, one.code, one.message) for one in read.problems)
    repairs = Counter((one.column, one.why) for one in read.repairs)
    lines = ["| 结论 verdict | 行 rows |", "|---|---|"]
    lines += [f"| {name} | {count} |" for name, count in sorted(verdicts.items())]
    lines += ["", "| 列 column | 代码 code | 问题 problem | 行 rows |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(key)} | {count} |" for key, count in sorted(problems.items())]
    lines += ["", "| 列 column | 更正 repair | 行 rows |", "|---|---|---|"]
    lines += [f"| {' | '.join(key)} | {count} |" for key, count in sorted(repairs.items())]
    return "\n".join(lines) + "\n"


def test_page(read: ledger.Ledger) -> None:
    before, _, written = PAGE.read_text("utf-8").partition(BEGINS)
    wanted = page_of(read)
    if os.environ.get("TUOYU_BLESS"):
        PAGE.write_text(before + BEGINS + wanted, "utf-8")
        return
    assert written == wanted, "TUOYU_BLESS=1 writes the page anew; look at its diff"


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

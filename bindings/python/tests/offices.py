"""An invented ledger, and the command run over it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from ledgers import workbook
from tuoyu import commands

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ON = "2026-11-27"
HEADER = ["序号", "机构名称", "统一社会信用代码", "所属镇办", "机构性质", "机构分类", "备案情况"]
HEADER += [
    "收到备案材料日",
    "备案日期",
    "营业执照",
    "备案承诺书",
    "所在楼层",
    "负责人",
    "联系电话",
    "备注",
]
# Names and numbers of nobody.
PERSON = "欧阳测试"
PHONE, NUMBER = ("".join(parts) for parts in (("138", "0013", "8000"), ("379999", "19900101")))
CODES = ["91370303MA00000153", "91370303MA0000031Q", "91370303MA0000218P"]
COMPANY = ["公司", "独立托育机构"]
WHO = [PERSON, PHONE]
ROWS: list[list[Any]] = [
    [
        1,
        "示例一托育有限公司",
        CODES[0],
        "示例镇",
        *COMPANY,
        "备案中",
        "2026.11.20",
        None,
        "√",
        "有",
    ],
    [2, "示例二托育有限公司", CODES[1], "示例街道(高新区)", *COMPANY, "已备案"],
    [
        3,
        "示例三托育有限公司",
        CODES[2],
        "示例镇",
        "事业单位",
        "独立托育机构",
        "已备案",
        "2026年11月",
    ],
    [
        4,
        "示例四托育有限公司",
        None,
        "示例镇",
        *COMPANY,
        "已注销",
        "2025-11-02",
        None,
        "有",
        "有",
        1,
    ],
]
ROWS[0] += ["二楼", *WHO, f"{PERSON}{PHONE}"]
ROWS[1] += ["2026-11-02", 20261120, "过期", "无", "0", *WHO, NUMBER]
ROWS[2] += [None, "无", "有", "3F", *WHO]
ROWS[3] += WHO


def trial(folder: Path, rows: list[list[Any]] | None = None) -> Path:
    """Write the ledger."""
    title: list[list[Any]] = [["张店区托育机构台账", None, f"填报人：{PERSON}"], HEADER]
    return workbook(folder / "台账.xlsx", [*title, *(ROWS if rows is None else rows)])


class Office:
    """Runs the command, and keeps what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, patch
        self.out = self.err = ""

    def run(self, *words: object) -> int:
        """Run a command and return how it ends."""
        self._patch.setattr(sys, "argv", ["tuoyu", *map(str, words)])
        code = commands.main()
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: object) -> Any:
        """Run a command and return its data."""
        self.run(*words, "--format", "json")
        return json.loads(self.out)

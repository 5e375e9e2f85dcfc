"""columns, audit, route and due, over an invented ledger."""

from __future__ import annotations

import csv
import hashlib
import inspect
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from offices import NUMBER, ON, PERSON, PHONE, ROWS, Office, trial
from tuoyu import commands

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(capsys, monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return trial(tmp_path)


def test_order_of_commands(office: Office) -> None:
    names = (
        "columns audit route due notice reconcile who explain what-if diff test catalogue doctor"
    )
    assert [one.name for one in commands.app.registered_commands] == names.split()
    assert office.run("--help") == 0
    assert office.out.index("columns") < office.out.index("audit") < office.out.index("doctor")


def test_options_are_read_by_every_generation_of_typer() -> None:
    # Of annotations that are text, Python 3.9 and 3.10 lose what typer is told.
    for one in commands.app.registered_commands:
        assert one.callback is not None
        parameters = inspect.signature(one.callback).parameters.values()
        assert not [each.name for each in parameters if isinstance(each.annotation, str)]


def test_columns(office: Office, path: Path) -> None:
    assert office.run("columns", path) == 0
    found = {one["header"]: one["state"] for one in office.json("columns", path)}
    assert found["营业执照"] == "read"
    assert found["负责人"] == found["联系电话"] == "personal"
    assert found["备注"] == "unused"


def test_audit(office: Office, path: Path) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert office.run("audit", path, "--as-of", ON, "--format", "json") == 1
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    copy: Any = openpyxl.load_workbook(path.with_name("台账-核对.xlsx"))
    assert copy.sheetnames == ["核对", "汇总", "问题", "更正", "列", "版本"]
    sheet = copy["核对"]
    head = [cell.value for cell in sheet[2]]
    assert head[:6] == ["原表行号", "结论", "问题", "依据", "还要问", "更正"]
    assert "负责人" not in head
    # Each row stands where it stands in the original.
    for at, row in enumerate(ROWS, 3):
        assert sheet.cell(at, 1).value == str(at)
        assert sheet.cell(at, head.index("机构名称") + 1).value == row[1]
    verdicts = [sheet.cell(at, 2).value for at in range(3, 7)]
    assert verdicts == ["待核实", "不在政策库范围", "事实矛盾", "已注销"]
    colours = {sheet.cell(at, 2).fill.start_color.rgb for at in range(3, 6)}
    assert len(colours) == 3
    unread = sheet.cell(4, head.index("所在楼层") + 1)
    assert unread.value == "（没有读出）"
    assert unread.fill.start_color.rgb == "00F8CBAD"
    edition = dict(copy["版本"].iter_rows(values_only=True))
    assert edition["作答日"] == ON
    assert edition["工作日历"].startswith("2019年至")


def test_copy_as_csv(office: Office, path: Path, tmp_path: Path) -> None:
    office.run("audit", path, "--as-of", ON, "-o", tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["原表行号", "结论"]
    assert [row[0] for row in rows[1:]] == ["3", "4", "5", "6"]


def test_copy_is_never_the_original(office: Office, path: Path) -> None:
    before = path.read_bytes()
    for force in ((), ("--force",)):
        assert office.run("audit", path, "--as-of", ON, "-o", path, *force) == 2
    assert path.read_bytes() == before
    assert office.run("audit", path, "--as-of", ON) == 1
    assert office.run("audit", path, "--as-of", ON) == 2
    assert office.run("audit", path, "--as-of", ON, "--force") == 1


def test_copy_that_cannot_be_written(office: Office, path: Path, tmp_path: Path) -> None:
    assert office.run("audit", path, "--as-of", ON, "-o", tmp_path / "a.pdf") == 2
    assert office.run("audit", path, "--as-of", ON, "-o", tmp_path / "没有" / "a.xlsx") == 3
    assert office.run("notice", path, "--as-of", ON, "-o", tmp_path / "没有") == 3
    assert "写不了" in office.err


@pytest.mark.parametrize(
    ("fail_on", "rows", "code"),
    [
        ("open", ROWS, 1),
        ("findings", ROWS, 1),
        ("never", ROWS, 0),
        ("open", ROWS[:1], 4),
        ("findings", ROWS[:1], 0),
        ("open", ROWS[3:], 0),
    ],
)
def test_how_it_ends(
    office: Office, tmp_path: Path, fail_on: str, rows: list[list[Any]], code: int
) -> None:
    path = trial(tmp_path, rows)
    assert office.run("audit", path, "--as-of", ON, "--fail-on", fail_on) == code


def test_wrong_use_and_what_cannot_be_read(office: Office, path: Path, tmp_path: Path) -> None:
    assert office.run("audit") == 2
    assert office.run("nothing") == 2
    assert office.run("audit", path, "--as-of", "2026-02-30") == 2
    assert office.run("audit", path, "--as-of", ON, "--jurisdiction", "没有区") == 3
    assert office.run("audit", tmp_path / "没有.xlsx", "--as-of", ON) == 3
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    assert office.run("columns", tmp_path / "b.xlsx") == 3
    assert office.out == ""
    assert "读不了" in office.err


def test_data_and_words_are_apart(office: Office, path: Path) -> None:
    for format_ in ("json", "csv", "table"):
        office.run("columns", path, "--format", format_)
        assert "4行" in office.err
        assert "4行" not in office.out
    # Without a day it is today, which is told.
    office.run("due", path, "--format", "csv")
    assert "作答日" in office.err


def test_route(office: Office, path: Path) -> None:
    found = office.json("route", path, "--as-of", ON)
    assert [one["status"] for one in found][2] == "待核实"
    one = office.json(
        "route", "--fact", "登记类型=企业法人", "--jurisdiction", "张店区", "--as-of", "2022-04-11"
    )
    assert one[0]["offices"] == ["区行政审批服务局", "区市场监管局"]
    assert office.run("route", "--fact", "登记类型=不知什么", "--as-of", ON) == 3
    assert office.run("route", "--fact", "没有这个=1", "--as-of", ON) == 2
    assert office.run("route", "--as-of", ON) == 2


def test_due(office: Office, path: Path) -> None:
    found = office.json("due", path, "--as-of", ON)
    assert [(one["row"], one["due"], one["left"]) for one in found] == [
        (3, "2026-11-27", 0),
        (3, "2026-12-11", 10),
    ]
    assert len(office.json("due", path, "--as-of", ON, "--within", "5")) == 1
    late = office.json("due", path, "--as-of", ON, "--all")
    assert [one["state"] for one in late if one["row"] == 4] == ["逾期办理"]
    assert office.run("due", path, "--as-of", "2026-11-30") == 1


def test_nothing_of_a_person_in_any_output(office: Office, path: Path, tmp_path: Path) -> None:
    told = ""
    for words in (
        ["columns", path],
        ["audit", path],
        ["route", path],
        ["due", path, "--all"],
        ["notice", path, "-o", tmp_path],
        ["explain", path, "--row", 3],
        ["what-if", "price-water", path],
        ["diff", "2025-12-31", "2026-01-01", path],
        ["reconcile", path, path],
    ):
        day = [] if words[0] in {"columns", "diff", "reconcile"} else ["--as-of", ON]
        formats = ["json", "csv", "table"] if words[0] not in {"notice", "explain"} else [None]
        for format_ in formats:
            force = ["--force"] if words[0] == "audit" else []
            asked = ["--format", format_] if format_ else []
            assert office.run(*words, *day, *asked, *force) in {0, 1, 4}
            told += office.out + office.err
    for written in tmp_path.iterdir():
        if written != path and written.suffix in {".xlsx", ".docx"}:
            with zipfile.ZipFile(written) as parts:
                told += "".join(
                    parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
                )
    for secret in (PERSON, PHONE, NUMBER):
        assert secret not in told

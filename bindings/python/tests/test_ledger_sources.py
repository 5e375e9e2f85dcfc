"""One ledger is read alike from a workbook, from CSV in any coding, and from any frame."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from ledgers import workbook
from tuoyu import ledger

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["机构名称", "信用代码", "区划", "托位数", "备案情况", "收到备案材料日", "所在楼层"]
ROWS: list[list[Any]] = [
    ["示例一托育园", "91370303MA00000153", "张店区", 30, "已备案", "2025-08-07", 1],
    ["示例二托育园", "91370303 MA0000031Q", "370303", "六十", "待核实", "2025.8.7", "二楼"],
    ["示例三托育园", None, "张店区", "约20", None, "2025年8月", "0"],
]


def records() -> list[dict[str, Any]]:
    return [dict(zip(HEADER, row)) for row in ROWS]


def read_as(read: ledger.Ledger) -> str:
    rows = [{**row.to_dict(), "row": at} for at, row in enumerate(read.rows)]
    for row in rows:
        for one in [*row["repairs"], *row["problems"]]:
            one["row"] = 0
    return json.dumps(rows, ensure_ascii=False)


@pytest.fixture
def wanted() -> str:
    return read_as(ledger.read(records()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv(tmp_path: Path, wanted: str, encoding: str, separator: str) -> None:
    path = tmp_path / "台账.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([HEADER, *ROWS])
    path.write_bytes(out.getvalue().encode(encoding))
    assert read_as(ledger.read(path)) == wanted
    assert [row.number for row in ledger.read(str(path)).rows] == [2, 3, 4]


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('机构名称,备注\n示例一托育园,"一\n二"\n示例二托育园,x\n', "utf-8")
    read = ledger.read(path)
    assert [(row.number, row.name) for row in read.rows] == [
        (2, "示例一托育园"),
        (4, "示例二托育园"),
    ]


def test_workbook(tmp_path: Path, wanted: str) -> None:
    rows: list[list[Any]] = [["2026年台账"], [], HEADER, *ROWS]
    workbook(tmp_path / "a.xlsx", rows)
    before = (tmp_path / "a.xlsx").read_bytes()
    assert read_as(ledger.read(tmp_path / "a.xlsx")) == wanted
    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_frames(wanted: str) -> None:
    columns = {
        name: [None if row[at] is None else str(row[at]) for row in ROWS]
        for at, name in enumerate(HEADER)
    }
    frame = pl.DataFrame(columns)
    wanted = read_as(ledger.read([dict(zip(columns, row)) for row in zip(*columns.values())]))
    assert read_as(ledger.read(frame)) == wanted
    assert read_as(ledger.read(frame.lazy())) == wanted
    assert read_as(ledger.read(pa.table(columns))) == wanted
    assert read_as(ledger.read(iter(records()))) == read_as(ledger.read(records()))


def test_title_names_the_place_of_towns(tmp_path: Path) -> None:
    for title, place in (
        ("张店区3岁以下婴幼儿托育机构备案管理台账", "张店区"),
        ("山东省淄博市张店区台账", "张店区"),
        ("托育机构台账", None),
        ("张店区、高新区台账", None),
    ):
        rows: list[list[Any]] = [[title], ["机构名称", "所属镇办"], ["示例托育园", "示例镇"]]
        workbook(tmp_path / "a.xlsx", rows)
        read = ledger.read(tmp_path / "a.xlsx")
        assert read.place == place
        assert read.rows[0].facts.get("jurisdiction") == place
        # The library's caller knows better than a title.
        own = ledger.read(tmp_path / "a.xlsx", jurisdiction="370306")
        assert own.rows[0].facts["jurisdiction"] == "370306"


def test_formulas_and_serials_of_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["机构名称", "托位数", "收到备案材料日"],
        ["示例托育园", "=1+2", 44_000],
    ]
    workbook(tmp_path / "a.xlsx", rows, since_1904=True)
    read = ledger.read(tmp_path / "a.xlsx").rows[0]
    assert [one.code for one in read.problems] == ["formula"]
    assert read.dossier["received_on"] == datetime.date(2024, 6, 19)


def test_sheet_by_name_and_the_first_with_a_header(tmp_path: Path) -> None:
    made: Any = openpyxl.Workbook()
    made.active.append(["说明"])
    for name, place in (("台账", 3), ("另一本", 4)):
        sheet = made.create_sheet(name)
        sheet.append(["机构名称", "托位数"])
        sheet.append(["示例托育园", place])
    hidden = made.create_sheet("隐藏", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["机构名称", "托位数"])
    made.save(tmp_path / "a.xlsx")
    read = ledger.read(tmp_path / "a.xlsx")
    assert (read.sheet, read.rows[0].facts["places"], read.other_sheets) == ("台账", 3, 2)
    assert ledger.read(tmp_path / "a.xlsx", sheet="另一本").rows[0].facts["places"] == 4
    with pytest.raises(ledger.CannotRead):
        ledger.read(tmp_path / "a.xlsx", sheet="没有")


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff", b"a,b\n\0,1\n", b"PK\x03\x04"])
def test_damaged_files(tmp_path: Path, content: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ledger.CannotRead):
            ledger.read(tmp_path / name)


@pytest.mark.parametrize(
    ("header", "cell", "told", "title"),
    [
        # Cell under a header; the place where it is told, and where only the title names one.
        ("托位数", 3, "370306", "张店区"),
        ("所属镇办", None, "370306", None),
        ("所属镇办", "示例镇", "370306", "张店区"),
        ("所属镇办", "高新区", "高新区", "高新区"),
        ("所属镇办", "没有这个区", None, None),
    ],
)
def test_place_of_the_ledger(
    tmp_path: Path, header: str, cell: Any, told: str | None, title: str | None
) -> None:
    rows: list[list[Any]] = [["张店区台账"], ["机构名称", "序号", header], ["示例托育园", 1, cell]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert ledger.read(path).rows[0].facts.get("jurisdiction") == title
    assert ledger.read(path, jurisdiction="370306").rows[0].facts.get("jurisdiction") == told


def test_notebook() -> None:
    html = ledger.read(records() * 40)._repr_html_()
    assert html.startswith("<p>台账：120行")
    assert html.count("<tr>") == 101
    assert "另有20行" in html
    assert "约20" not in html


def test_duplicates() -> None:
    code = "91370303MA00000153"
    table = [
        {"机构名称": "示例一托育园", "信用代码": code},
        {"机构名称": "示例二托育园", "信用代码": code.lower()},
        {"机构名称": " 示例三托育园", "信用代码": None},
        {"机构名称": "示例三托育园", "信用代码": None},
    ]
    rows = ledger.read(table).rows
    assert [[one.code for one in row.problems] for row in rows] == [["duplicate"]] * 4
    # A code of two names stands for neither of them.
    assert [row.facts.get("credit_code") for row in rows] == [None] * 4
    twice = ledger.read([table[0], table[0]]).rows
    assert [row.facts.get("credit_code") for row in twice] == [code] * 2
    assert [len(row.problems) for row in twice] == [2, 2]

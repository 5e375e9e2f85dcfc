"""Columns are found by name and alias, under titles and in headers of several rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ledgers import workbook
from tuoyu import ledger
from tuoyu.ledger import _headers
from tuoyu.ledger._data import DATA, facts, layouts

if TYPE_CHECKING:
    from pathlib import Path

BOOK: list[list[Any]] = [
    ["示例区台账（2026年）", None, None, None, None, None, None],
    ["填报人：示例人", None, "电话：0533-0000000", None, None, None, None],
    [None] * 7,
    ["序号", "机构\n名称", "场地情况", None, None, "备案材料（有/无）", None],
    [None, None, "场所性质", "面积(㎡)", "所在楼层", "营业执照", "消防"],
    [1, "示例一托育园", "租赁", 300, "二楼", "有", "无"],
    ["以下为新增", None, None, None, None, None, None],
    [None] * 7,
    [2, "示例二托育园", "自有", "约", "1", "√", None],
    ["序号", "机构名称", "场所性质", "面积", "所在楼层", "营业执照", "消防"],
    [3, "示例三托育园", "自有", 1, 2, "×", "有"],
    ["合  计", None, None, 300, None, None, None],
    ["注：示例说明", None, None, None, None, None, None],
]
MERGED = ["A1:G1", "C4:E4", "F4:G4", "A4:A5", "B4:B5"]


@pytest.fixture
def titled(tmp_path: Path) -> Path:
    return workbook(tmp_path / "台账.xlsx", BOOK, MERGED)


def test_two_rows_under_a_title(titled: Path) -> None:
    read = ledger.read(titled)
    assert read.header == (4, 5)
    assert [(one.letters, one.header, one.facts) for one in read.columns if one.facts] == [
        ("C", "场所性质", ["premises"]),
        ("E", "所在楼层", ["storey"]),
        ("F", "营业执照", ["licence"]),
        ("G", "消防", ["fire_proof"]),
    ]
    assert [(row.number, row.name) for row in read.rows] == [
        (6, "示例一托育园"),
        (9, "示例二托育园"),
        (11, "示例三托育园"),
    ]
    assert read.skipped == {
        7: "小标题或说明",
        8: "空行",
        10: "重复的表头",
        12: "合计",
        13: "小标题或说明",
    }
    assert read.rows[0].facts == {"premises": "leased", "storey": 2, "name_shows_childcare": True}
    assert read.rows[0].dossier == {"licence": True, "fire_proof": False}


def test_every_alias_is_read_as_its_column() -> None:
    for layout in layouts().values():
        for name in [layout.label, *layout.names]:
            for header in (name, f" {name} ", f"*{name}：", f"{name}（必填）", "\u200b".join(name)):
                assert _headers.meaning(header) == layout, header


def test_aliases_name_one_column_each() -> None:
    names = [
        _headers.bare(name)
        for name in [
            *(name for layout in layouts().values() for name in layout.names),
            *DATA["unused"],
            *DATA["free_text"],
            *DATA["personal"]["names"],
        ]
    ]
    assert len(names) == len(set(names))
    for layout in layouts().values():
        assert all(fact in facts() for fact in layout.facts)
    stated = {fact for layout in layouts().values() for fact in layout.facts}
    lists = {"background_checked_with", "classes"}
    assert set(facts()) - stated <= lists


def test_terms_of_the_data_are_those_of_facts() -> None:
    for key, words in DATA["values"].items():
        for word, stated in words.items():
            for fact, value in stated.items():
                known = facts()[fact]
                assert fact in layouts()[key].facts, word
                wanted: Any = [value] if not isinstance(value, list) else value
                assert all(isinstance(one, bool) or one in known.words.values() for one in wanted)


@pytest.mark.parametrize(
    "header",
    [
        "负责人",
        "法定代表人（负责人）",
        "联系人及电话",
        "园长姓名",
        "法人身份证号码",
        "手机号1",
        "家长姓名",
        "微信号",
        "E-mail",
        "填报人",
        "银行账号",
        "出生年月",
        "Mobile Phone",
    ],
)
def test_columns_of_persons_are_dropped(header: str) -> None:
    assert _headers.meaning(header) == "personal"


@pytest.mark.parametrize("header", ["负责人学历", "负责人管理工作年限", "负责人培训合格"])
def test_facts_about_the_head_are_no_persons(header: str) -> None:
    assert _headers.meaning(header) in layouts().values()


@pytest.mark.parametrize("header", ["层数", "总层数", "剩余托位", "计划托位数", "备案号"])
def test_names_that_are_near_are_not_read(header: str) -> None:
    found = _headers.meaning(header)
    assert found is None or found == "unused"


def test_header_that_is_not_known_is_told_only_where_it_is_short() -> None:
    table = [
        {"机构名称": "示例托育园", "托位数": 3, "特色": "无", "电13800138000": 1, "长" * 30: 2}
    ]
    columns = ledger.read(table).columns[2:]
    assert [(one.state, one.header) for one in columns] == [
        ("unknown", "特色"),
        ("unknown", ""),
        ("unknown", ""),
    ]


@pytest.mark.parametrize(
    "table",
    [[], [{"甲": 1, "乙": 2}], [{"机构名称": "示例托育园"}], [[1, 2]], 3, "台账.pdf", "没有.xlsx"],
)
def test_no_ledger(table: Any) -> None:
    with pytest.raises(ledger.CannotRead) as found:
        ledger.read(table)
    assert found.value.message
    assert found.value.message_en

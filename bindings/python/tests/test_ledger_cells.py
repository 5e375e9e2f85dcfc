"""A cell is read exactly, or it is a problem of its row."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from tuoyu import ledger
from tuoyu.ledger import _headers
from tuoyu.ledger._data import layouts

BASE = {"机构名称": "示例托育园", "所属区划": "张店区"}


def row(**cells: Any) -> ledger.Row:
    return ledger.read([{**BASE, **cells}]).rows[0]


def fact(name: str, header: str, cell: Any, **cells: Any) -> Any:
    """Return a fact, or the code of the problem that stands instead of it."""
    read = row(**{header: cell}, **cells)
    stated = {**read.facts, **read.dossier}
    if name in stated:
        assert not [one for one in read.problems if one.column == header]
        return stated[name]
    return next((one.code for one in read.problems if one.column == header), None)


NUMERALS = dict(zip(range(1, 10), "一二三四五六七八九"))


@pytest.mark.parametrize("number", [0, 1, 7, 10, 12, 20, 47, 99, 120, 3200])
def test_counts(number: int) -> None:
    full = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    tens, ones = divmod(number, 10)
    cells: list[Any] = [number, float(number), str(number), f" {number} ", full, f"{number}.0"]
    cells += [f"{number}人", f"{number} 个", f"{full}人", f"{number:,}"]
    if 10 <= number < 100:
        ten = "十" if tens == 1 else f"{NUMERALS[tens]}十"
        cells += [ten + NUMERALS.get(ones, ""), f"托位{number}（其中普惠{number // 2}）"]
        cells += [f"{number}(其中普惠{number})", f"{number}人（含普惠{number // 2}人）"]
    for cell in cells:
        assert fact("places", "托位数", cell) == number, cell


@pytest.mark.parametrize(
    "cell",
    [
        "30+15",
        "约600",
        "600左右",
        "1-2",
        "3.5",
        3.5,
        "20~30",
        "47（其中50）",
        "20余",
        "1,2,3",
        True,
        "百",
        "十十",
        "二〇",
        "①",
        "3²",
        "47（其中普惠50）",
        "20/30",
        "20 30",
        "1e2",
        "0x10",
        "二0",
    ],
)
def test_what_is_no_count(cell: Any) -> None:
    assert fact("places", "托位数", cell) in {"wrong_type", "conflict"}


@pytest.mark.parametrize(
    ("header", "name", "unit", "others"),
    [
        ("托位数", "places", "个托位", ["间", "张", "班", "年", "㎡"]),
        ("保安人员数", "guards", "名", ["班", "年", "间"]),
        ("幼儿园托班数", "toddler_classes", "个班", ["人", "名", "年"]),
        ("负责人管理工作年限", "head_experience_years", "年", ["人", "月", "个月"]),
    ],
)
def test_units(header: str, name: str, unit: str, others: list[str]) -> None:
    assert fact(name, header, f"3{unit}") == 3
    for other in others:
        assert fact(name, header, f"3{other}") == "wrong_type", other


def test_lease_under_a_group() -> None:
    levels = [["机构名称", "租赁期限", None, "托位数"], [None, "起", "止", None]]
    assert [_headers.meaning("租赁期限" + one) for one in ("起", "止")] == [
        layouts()["lease_from"],
        layouts()["lease_until"],
    ]
    columns = _headers.named([[cell or "" for cell in level] for level in levels])
    assert [one.facts for one in columns] == [[], ["lease_from"], ["lease_until"], ["places"]]


@pytest.mark.parametrize(("cell", "code"), [(-3, "out_of_range"), (10**9, "out_of_range")])
def test_counts_out_of_range(cell: Any, code: str) -> None:
    assert fact("places", "托位数", cell) == code


@pytest.mark.parametrize("storey", [-2, -1, 1, 2, 3, 9, 12])
def test_storeys(storey: int) -> None:
    number = abs(storey)
    word = NUMERALS.get(number, "十二")
    if storey < 0:
        cells = [storey, f"B{number}", f"b{number}", f"负{word}层", f"地下{word}层", f"{storey}层"]
    else:
        cells = [storey, float(storey), f"{number}层", f"{word}层", f"{word}楼", f"{number}F", word]
        cells += [f"第{word}层", f"{number} 层", f"{number}层东侧", str(number)]
        if storey > 1:
            cells += [
                f"1-{number}层",
                f"一至{word}层",
                f"B1层-{number}层",
                f"负一层至{word}层",
                f"1~{number}",
                f"1、{number}层",
            ]
            cells += [f"1层至{number}层", f"{number}、1层"]
    for cell in cells:
        assert fact("storey", "所在楼层", cell) == storey, cell


@pytest.mark.parametrize(
    "cell",
    [
        0,
        "0",
        "0层",
        "半地下",
        "共3层",
        "3层（共5层）",
        "2/3",
        "3-1",
        "顶层",
        "夹层",
        "1-2层部分",
        "B1-2",
        "负一、二层",
        "-1-2",
        "112",
        312,
        2.5,
        datetime.date(2026, 1, 2),
        True,
        "一至顶层",
        "2-",
        "1-2-3",
        "B",
        "负层",
    ],
)
def test_what_is_no_storey(cell: Any) -> None:
    assert fact("storey", "所在楼层", cell) == "wrong_type"


def test_leases() -> None:
    drawn = random.Random(7)  # noqa: S311, a draw that repeats
    for _ in range(50):
        first = datetime.date(2020, 1, 1) + datetime.timedelta(drawn.randrange(1500))
        last = first + datetime.timedelta(drawn.randrange(1500))
        dots = [f"{one.year}.{one.month:02}.{one.day}" for one in (first, last)]
        words = [f"{one.year}年{one.month}月{one.day}日" for one in (first, last)]
        for cell in (
            f"{first}至{last}",
            f"{first} 到 {last}",
            f"{first} - {last}",
            f"{first}～{last}",
            f"{first}—{last}",
            "-".join(dots),
            "至".join(words),
            "-".join(words),
            f"{first:%Y%m%d}-{last:%Y%m%d}",
        ):
            read = row(租赁期限=cell)
            assert (read.facts["lease_from"], read.facts["lease_until"]) == (first, last), cell


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("三年", "bad_date"),
        ("长期", "bad_date"),
        ("2026-03-28", "bad_date"),
        ("2023年11月至2026年08月", "bad_date"),
        ("2023.11-2026.08", "bad_date"),
        ("2026-05-01至2025-04-30", "conflict"),
        ("2023-02-01-2026-01-31-2027", "bad_date"),
        ("2023-02-30至2026-01-31", "bad_date"),
    ],
)
def test_what_is_no_lease(cell: str, code: str) -> None:
    read = row(租赁期限=cell)
    assert not {"lease_from", "lease_until"} & set(read.facts)
    assert [one.code for one in read.problems] == [code]


@pytest.mark.parametrize(
    ("name", "header", "cell", "wanted"),
    [
        ("nature", "机构性质", "营 利性 ", "for_profit"),
        ("nature", "机构性质", "非盈利", "nonprofit"),
        ("legal_form", "机构性质", "公司", "enterprise"),
        ("legal_form", "机构性质", "民办非企业单位", "social_service_organization"),
        ("legal_form", "机构性质", "社会服务机构（民办非企业单位）", "social_service_organization"),
        ("nature", "机构性质", "公办", "ambiguous"),
        ("legal_form", "机构性质", "合作社", "ambiguous"),
        ("nature", "机构性质", "营利性？", "unknown_word"),
        ("nature", "机构性质", 1, "unknown_word"),
        ("modes", "服务形式", "全日托、半日托", ["full_day", "half_day"]),
        ("modes", "服务形式", "全日托 半日托/计时托", ["full_day", "half_day", "hourly"]),
        ("modes", "服务形式", "全托", "ambiguous"),
        ("modes", "服务形式", "全日托、夜托", "unknown_word"),
        ("inclusive", "是否普惠", "√", True),
        ("inclusive", "是否普惠", "×", False),
        ("inclusive", "是否普惠", "是（2025年认定）", True),
        ("inclusive", "是否普惠", "是（申请中）", "wrong_type"),
        ("inclusive", "是否普惠", "是？", "wrong_type"),
        ("inclusive", "是否普惠", "0", "wrong_type"),
        ("inclusive", "是否普惠", 1, "wrong_type"),
        ("inclusive", "是否普惠", "有", "wrong_type"),
        ("inclusive", "是否普惠", "/", None),
        ("inclusive", "是否普惠", "不详", None),
        ("inclusive", "是否普惠", False, False),
        ("filed", "备案情况", "已备案 ", True),
        ("filed", "备案情况", "未备案", False),
        ("filed", "备案情况", "备案中", False),
        ("filed", "备案情况", "已变更", "ambiguous"),
        ("filed", "备案情况", "待核实", None),
        ("licence", "营业执照", "有", True),
        ("licence", "营业执照", "容缺", False),
        ("licence", "营业执照", "过期", "ambiguous"),
        ("licence", "营业执照", "有（过期）", "wrong_type"),
        ("premises", "场所性质", "租 赁", "leased"),
        ("premises", "场所性质", "租赁（三年）", "leased"),
        ("premises", "场所性质", "国有资产", "ambiguous"),
        ("meals", "供餐方式", "无", "ambiguous"),
        ("meals", "供餐方式", "外购配送", "delivered"),
        ("scope_names_childcare", "经营范围", "托育服务（不含幼儿园）", True),
        ("scope_names_childcare", "经营范围", "3岁以下婴幼儿托育服务；教育咨询", True),
        ("scope_names_childcare", "经营范围", "教育咨询", False),
        ("scope_names_childcare", "经营范围", "教育咨询（不含托育服务）", "ambiguous"),
        ("scope_names_childcare", "经营范围", "不含托育服务", "ambiguous"),
        ("scope_names_childcare", "经营范围", "托育服务中心管理", "ambiguous"),
        ("scope_names_childcare", "经营范围", "3岁以下婴幼儿照护服务", "ambiguous"),
        ("scope_names_childcare", "经营范围", "教育咨询等", "ambiguous"),
        ("scope_names_childcare", "经营范围", "家庭托育服务", None),
        ("scope_names_childcare", "经营范围", "无托育服务", "ambiguous"),
        ("scope_names_childcare", "经营范围", "是", "ambiguous"),
        ("scope_names_childcare", "经营范围", "见附件", "ambiguous"),
        ("scope_names_childcare", "经营范围", "（略）、", "ambiguous"),
        ("scope_names_childcare", "经营范围", "没有登记服务", "ambiguous"),
        ("scope_names_childcare", "经营范围", "教育咨询；见附件", "ambiguous"),
        ("scope_names_childcare", "经营范围", "教育咨询，食品销售", False),
        ("modes", "服务形式", "、", "unknown_word"),
        ("jurisdiction", "所属区划", "202611", "unknown_jurisdiction"),
        ("received_on", "收到材料日", "20263", "bad_date"),
        ("received_on", "收到材料日", 20263, "bad_date"),
        ("scope_names_family_childcare", "经营范围", "家庭托育服务", True),
        (
            "credit_code",
            "统一社会信用代码",
            "９１３７０３０３ＭＡ０００００１５３ ",
            "91370303MA00000153",
        ),
        ("credit_code", "统一社会信用代码", "92370303mao00004XD", "92370303MA000004XD"),
        ("credit_code", "统一社会信用代码", 9.1370303e17, "rounded"),
        ("credit_code", "统一社会信用代码", 913703030000000000, "rounded"),
        ("credit_code", "统一社会信用代码", "9.1370303E+17", "bad_credit_code"),
        ("credit_code", "统一社会信用代码", "办理中", None),
    ],
)
def test_terms(name: str, header: str, cell: Any, wanted: Any) -> None:
    found = fact(name, header, cell)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("张店区", "张店区"),
        ("370303", "370303"),
        (370303, "370303"),
        (370303.0, "370303"),
        ("山东省/淄博市/张店区", "张店区"),
        ("370303009", "370303"),
        ("四宝山街道(高新区)", "高新区"),
        ("四宝山街道（高新区）", "高新区"),
        ("四宝山街道（周村区）", "unknown_jurisdiction"),
        ("沣水镇", "unknown_jurisdiction"),
        ("周村区", "unknown_jurisdiction"),
    ],
)
def test_places(cell: Any, wanted: str) -> None:
    table = [{"机构名称": "示例托育园", "所属镇办": cell}]
    read = ledger.read(table).rows[0]
    found = read.facts.get("jurisdiction") or read.problems[0].code
    assert found == wanted
    # The place of the ledger is for towns only, never for another district.
    whole = ledger.read(table, jurisdiction="370303").rows[0].facts.get("jurisdiction")
    assert whole == {"沣水镇": "370303"}.get(str(cell), read.facts.get("jurisdiction"))


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("  示例托育服务有限公司\xa0", "示例托育服务有限公司"),
        ("示例托育园\n（原示例旧名）", "示例托育园"),
        ("示例实验幼儿园（托班）", "示例实验幼儿园（托班）"),
        ("示例（淄博）托育有限公司", "示例（淄博）托育有限公司"),
    ],
)
def test_names(cell: str, wanted: str) -> None:
    read = ledger.read([{"机构名称": cell, "托位数": 3}]).rows[0]
    assert read.name == wanted
    assert ("托育" in wanted) == read.facts.get("name_shows_childcare", False)


def test_two_columns_that_differ() -> None:
    both = {"机构分类": "用人单位办托", "举办主体": "社会力量"}
    read = row(**both)
    assert "operator" not in read.facts
    assert [one.code for one in read.problems] == ["conflict"]
    assert row(**{**both, "举办主体": "用人单位"}).facts["operator"] == "employer"


def test_children_are_those_of_a_family_site() -> None:
    family = row(机构分类="家庭托育点", 实际收托数="4人", 保育人员数=2)
    assert family.dossier == {"children": 4, "carers": 2}
    other = row(机构分类="独立托育机构", 实际收托数=40, 保育人员数="约9", 托位数=30)
    assert other.dossier == {}
    assert [one.message for one in other.problems] == ["实际收托数比托位数多"]


@pytest.mark.parametrize(("received", "wrong"), [("2026-11-20", True), ("2024-11-20", False)])
def test_year_of_a_filing_and_its_materials(received: str, wrong: bool) -> None:  # noqa: FBT001
    read = row(备案情况="已备案（2024）", 收到备案材料日=received)
    assert read.facts["filed"] is True
    assert [one.code for one in read.problems] == ["conflict"] * wrong


def test_struck_off() -> None:
    read = row(备案情况=" 已注销")
    assert read.closed
    assert read.facts["filed"] is False
    assert not row(备案情况="未备案").closed


def test_every_problem_of_a_row_at_once() -> None:
    cells = {"托位数": "约3", "所在楼层": 0, "备案日期": "2026", "是否普惠": 1, "机构性质": "？"}
    read = row(**cells)
    assert sorted(one.column for one in read.problems) == sorted(cells)
    assert all(one.message and one.message_en for one in read.problems)


def test_what_the_library_refuses_is_a_problem() -> None:
    read = row(租期起日="2026-01-01", 租期止日="2025-01-01")
    assert [one.code for one in read.problems] == ["conflict"]
    assert "lease_until" not in read.facts

"""Nothing of a person comes out of a ledger, whatever cell it was in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tuoyu import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of nobody, and numbers of nobody: there is no place 379999, and no such telephone.
NAMES = ["欧阳测试", "王测", "zhangsan"]
NUMBERS = [
    "".join(parts)
    for parts in (
        ("379999", "19900101", "0002"),
        ("379999", "19900101", "000X"),
        ("379999", "900101", "001"),
        ("138", "0013", "8000"),
        ("0533-", "234", "5678"),
        ("lisi", "@example", ".com"),
    )
]
SECRETS = NAMES + NUMBERS
CELLS: dict[str, Any] = {
    "机构名称": "示例托育园",
    "统一社会信用代码": "91370303MA00000153",
    "所属镇办": "张店区",
    "机构性质": "营利性",
    "举办主体": "社会力量",
    "机构分类": "家庭托育点",
    "服务形式": "全日托、半日托",
    "是否普惠": "是",
    "场所性质": "租赁",
    "租赁期限": "2023-02-01至2026-01-31",
    "所在楼层": "二楼",
    "托位数": "5人",
    "实际收托数": 4,
    "供餐方式": "不供餐",
    "备案情况": "已备案",
    "收到备案材料日": "2025.8.7",
    "营业执照": "有",
    "经营范围": "家庭托育服务",
    "机构地址": "示例路1号",
    "负责人": "示例人",
    "备注": "",
    "其他": "",
}


def said(read: ledger.Ledger) -> str:
    """Everything that a program may print or log of a ledger."""
    parts = [repr(read), str(read), repr(read.columns), read._repr_html_()]
    for row in read.rows:
        parts += [repr(row), str(row), repr(row.told), json.dumps(row.to_dict())]
        parts += [json.dumps(row.to_dict(), ensure_ascii=False)]
        parts += [f"{one} {one!r}" for one in [*row.repairs, *row.problems]]
    return "\n".join(parts)


def forms(secret: str, cell: Any) -> Iterator[Any]:
    """A secret by itself, as a number, and beside what the cell has."""
    yield secret
    if secret.isdigit():
        yield int(secret)
        yield float(secret)
    for pattern in ("{0}{1}", "{1} {0}", "{1}（{0}）", "{1}\n{0}", "{0}、{1}", "{1}至{0}"):
        yield pattern.format(secret, cell)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("header", CELLS)
def test_no_cell_is_repeated(header: str, secret: str) -> None:
    for form in forms(secret, CELLS[header]):
        if header == "机构名称" and form == f"{secret}示例托育园" and secret in NAMES:
            # A name of an institution may begin with that of a person, and is told as its name.
            continue
        told = said(ledger.read([{**CELLS, header: form}]))
        assert secret not in told, (header, form)
        assert secret[:-1] not in told, (header, form)


@pytest.mark.parametrize("secret", NUMBERS[:-1])
def test_no_header_with_numbers_is_repeated(secret: str) -> None:
    assert secret not in said(ledger.read([{**CELLS, secret: 1, f"联系人{secret}": 2}]))


def test_error_says_nothing_of_what_was_read() -> None:
    for secret in SECRETS:
        with pytest.raises(ledger.CannotRead) as found:
            ledger.read([{secret: secret}])
        assert secret not in f"{found.value} {found.value!r}"

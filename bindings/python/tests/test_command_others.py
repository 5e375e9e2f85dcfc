"""notice, reconcile, who, explain, what-if, diff, test, catalogue and doctor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import docx
import pytest
import tuoyu
from ledgers import workbook
from offices import CODES, ON, Office, trial

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(capsys, monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return trial(tmp_path)


def words_of(path: Path) -> str:
    document: Any = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_notice(office: Office, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    assert office.run("notice", path, "--row", 3, "-o", target, "--as-of", ON) == 0
    text = words_of(target)
    assert "一次性告知书" in text
    assert f"示例一托育有限公司（统一社会信用代码：{CODES[0]}）：" in text
    assert "于2026年11月20日收到" in text
    assert "1．有哪些班" in text
    assert office.run("notice", path, "--row", 3, "-o", target, "--as-of", ON) == 2
    # No office of this library writes a letter for a place of which it has no law.
    assert office.run("notice", path, "--row", 4, "-o", tmp_path / "b.docx", "--as-of", ON) == 4
    assert not (tmp_path / "b.docx").exists()
    assert office.run("notice", path, "--row", 99, "-o", target, "--as-of", ON) == 2
    for kind, title in (("acknowledgement", "备案回执"), ("basic_conditions", "基本条件告知书")):
        asked = ["--row", 3, "-o", target, "--as-of", ON, "--kind", kind, "--force"]
        assert office.run("notice", path, *asked) == 0
        assert title in words_of(target)


def test_notice_by_template(office: Office, path: Path, tmp_path: Path) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("致 ")
    # As Word cuts a placeholder that somebody has typed and corrected.
    for part in ("{{机构", "名称", "}}：", "代码{{ 统一社会信用代码 }}"):
        paragraph.add_run(part)
    document.add_table(1, 1).rows[0].cells[0].text = "{{正文}}"
    document.sections[0].header.paragraphs[0].text = "{{机关}}"
    template, target = tmp_path / "t.docx", tmp_path / "a.docx"
    document.save(str(template))
    before = template.read_bytes()
    asked = ["--row", 3, "-o", target, "--as-of", ON, "--template", template]
    assert office.run("notice", path, *asked) == 0
    assert template.read_bytes() == before
    text = words_of(target)
    assert f"致 示例一托育有限公司：代码{CODES[0]}" in text
    assert "现一次告知" in text
    assert docx.Document(str(target)).sections[0].header.paragraphs[0].text == "张店区卫生健康局"
    document.add_paragraph("{{没有这个}}")
    document.save(str(template))
    assert office.run("notice", path, *asked, "--force") == 3


def test_reconcile(office: Office, path: Path, tmp_path: Path) -> None:
    public = tmp_path / "名单.csv"
    public.write_text(
        "﻿institution_name,zoning_name,institution_type,credit_code\n"
        f"示例二托育有限公司,山东省/淄博市/张店区,营利性,{CODES[1]}\n"
        f"示例一托育有限公司,张店区,营利性,{CODES[0]}\n"
        "示例九托育有限公司,张店区,营利性,91370303MA0000613Y\n",
        "utf-8",
    )
    found = office.json("reconcile", path, public)
    assert [(one["kind"], one["row"], one["what"]) for one in found] == [
        ("不一致", 3, "已备案"),
        ("不一致", 4, "所在地"),
        ("只在台账", 5, "备案"),
        ("只在名单", None, "信用代码"),
    ]
    assert office.run("reconcile", path, public) == 1
    same = workbook(tmp_path / "same.xlsx", [["机构名称", "备案情况"], ["示例托育园", "已备案"]])
    assert office.run("reconcile", same, same) == 0


def test_questions(office: Office, path: Path) -> None:
    assert office.run("who", "谁管消防", "--jurisdiction", "张店区", "--as-of", ON) == 0
    assert "消防救援机构" in office.out
    assert office.run("who", "没有的事", "--jurisdiction", "张店区", "--as-of", ON) == 4
    assert office.run("who", "消防", "--jurisdiction", "没有区", "--as-of", ON) == 2
    assert office.run("explain", path, "--row", 3, "--as-of", ON) == 0
    assert office.out.startswith("托育政策说明")
    assert office.run("explain", path, "--as-of", ON) == 2
    facts = ["--fact", "所在地=张店区", "--fact", "服务类型=托育机构", "--fact", "已备案=否"]
    assert office.run("what-if", "price-water", *facts, "--as-of", ON) == 1
    assert "备案" in office.out
    assert office.run("what-if", "没有这个", *facts, "--as-of", ON) in {2, 3}


def test_diff(office: Office, path: Path) -> None:
    facts = ["--fact", "所在地=张店区", "--fact", "已备案=是"]
    found = office.json("diff", "2025-12-31", "2026-01-01", *facts)
    changed = {one["what"]: one for one in found if one["kind"] == "依据"}
    vat = changed["社区托育服务收入免征增值税"]
    assert "2019年第76号" in vat["before"]
    assert "2026年第7号" in vat["after"]
    assert office.run("diff", "2026-02-01", "2026-02-02", *facts) == 0
    assert office.json("diff", "2026-02-01", "2026-02-01", path) == []


def test_diff_of_editions(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    for name, text in tuoyu.bundled_texts().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    asked = ["diff", ON, ON, "--fact", "所在地=张店区", "--policies", folder]
    assert office.json(*asked) == []
    file = folder / "mof-2026-7.md"
    text = file.read_text("utf-8").replace(
        'number = "财政部等六部门公告2026年', 'number = "示例公告2026年'
    )
    file.write_text(text, "utf-8")
    found = office.json(*asked)
    assert found
    assert {one["kind"] for one in found} == {"依据"}
    assert all("示例公告2026年" in one["after"] for one in found)
    file.write_text("# 示例\n", "utf-8")
    assert office.run(*asked) == 3
    assert office.run(*asked[:-1], tmp_path / "没有") == 3


CASES = [
    {
        "name": "没有备案",
        "as_of": "2026-03-01",
        "facts": {"jurisdiction": "370303", "filed": False},
        "expect": {"price-water": "unmet", "vat-exemption": "open"},
    },
    {
        "name": "错的预期",
        "as_of": "2026-03-01",
        "facts": {"jurisdiction": "370303", "filed": False},
        "expect": {"price-water": "met"},
    },
]


def test_cases_of_policy(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES), "utf-8")
    lines = ["用例,作答日,事项,预期,所在地,已备案", "一,2026-03-01,price-water,unmet,张店区,否"]
    (tmp_path / "b.csv").write_text(
        "\n".join([*lines, "二,2026-03-01,price-water,met,张店区,否"]), "utf-8"
    )
    yaml = "- {as_of: 2026-03-01, facts: {filed: false, jurisdiction: '370303'}, expect: {%s}}\n"
    (tmp_path / "c.yaml").write_text(
        yaml % "price-water: unmet" + yaml % "price-water: met", "utf-8"
    )
    for name, of in (("a.json", [True, True, False]), ("b.csv", [True, False])):
        assert [one["passed"] for one in office.json("test", tmp_path / name)] == of
        assert office.run("test", tmp_path / name) == 1
    assert [one["passed"] for one in office.json("test", tmp_path / "c.yaml")] == [True, False]
    assert "1 passed, 1 failed" in office.err
    (tmp_path / "a.json").write_text(json.dumps(CASES[:1]), "utf-8")
    assert office.run("test", tmp_path / "a.json") == 0
    for name, text in (("d.json", "{"), ("e.json", "[{}]"), ("f.csv", "a,b\n1,2\n")):
        (tmp_path / name).write_text(text, "utf-8")
        assert office.run("test", tmp_path / name) == 3


def test_catalogue_and_doctor(office: Office) -> None:
    facts = {one["name"] for one in office.json("catalogue")}
    assert {"storey", "received_on", "band"} <= facts
    targets = {
        one["name"]: one["title"]
        for one in office.json("catalogue", "--of", "targets", "--as-of", ON)
    }
    assert set(tuoyu.PolicyBook.bundled().plan(ON).targets) <= set(targets)
    assert all(targets.values())
    assert "托位数" in {one["label"] for one in office.json("catalogue", "--of", "columns")}
    assert office.run("doctor") == 0


@pytest.mark.parametrize("encoding", ["gb18030", "cp936", "ascii", "utf-8"])
@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_consoles(path: Path, encoding: str, format_: str) -> None:
    ran = subprocess.run(  # noqa: S603, our own
        [sys.executable, "-m", "tuoyu", "columns", str(path), "--format", format_],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1", "PYTHONUTF8": "0"},
    )
    assert ran.returncode == 0, ran.stderr
    out = ran.stdout.decode(encoding)
    assert "\x1b" not in out
    if format_ == "json":
        assert json.loads(out)[1]["header"] == "机构名称"
    elif encoding != "ascii":
        assert "机构名称" in out


def test_without_its_extra(path: Path) -> None:
    hidden = (
        "import sys; sys.modules['typer'] = None; import tuoyu.__main__ as m; sys.exit(m.main())"
    )
    ran = subprocess.run(  # noqa: S603, our own
        [sys.executable, "-c", hidden, "columns", str(path)], capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"tuoyu[cli]" in ran.stderr


def test_library_needs_none_of_the_extras() -> None:
    wanted = ("openpyxl", "docx", "typer", "rich", "yaml", "polars")
    program = (
        f"import sys, tuoyu.ledger.answers as a; print([n for n in {wanted} if n in sys.modules])"
    )
    ran = subprocess.run(  # noqa: S603, our own
        [sys.executable, "-c", program], capture_output=True, check=True
    )
    assert ran.stdout.strip() == b"[]"

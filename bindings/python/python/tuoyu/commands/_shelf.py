"""Commands about the library itself: policy cases, its catalogue, and what it needs."""

import datetime
import platform
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

import tuoyu
from tuoyu import Calendar, TuoyuError
from tuoyu.commands._app import As, Fail, FailOn, Format, Output, day_of, end, say
from tuoyu.commands._output import write
from tuoyu.ledger import answers
from tuoyu.ledger._data import bundled, facts, layouts


def cases(
    paths: Annotated[
        list[Path], typer.Argument(metavar="用例", help="csv、json、yaml (cases of policy)")
    ],
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """用例：事实和预期的结果，逐个核对。 Run cases of policy."""
    found = [one for path in paths for one in answers.run_cases(path)]
    records = [one.to_dict() for one in found]
    failed = [one for one in found if not one.passed]
    shown = {
        "case": "用例",
        "target": "事项",
        "expected": "预期",
        "found": "结果",
        "passed": "通过",
    }
    write(records, shown, format_)
    say(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    end(findings=bool(failed), still_open=False, fail_on=fail_on)


class Of(str, Enum):
    """Lists of the catalogue."""

    FACTS = "facts"
    TARGETS = "targets"
    COLUMNS = "columns"


def catalogue(
    of: Annotated[Of, typer.Option("--of", help="列哪一种 (what to list)")] = Of.FACTS,
    as_of: As = None,
    format_: Output = Format.TABLE,
) -> None:
    """目录：事实、事项、认得的列名。 Facts, targets, and names of columns."""
    if of == Of.COLUMNS:
        records: list[dict[str, Any]] = [
            {"label": one.label, "facts": one.facts, "names": one.names}
            for one in layouts().values()
        ]
        shown = {"label": "列", "facts": "事实", "names": "也认得的列名"}
    elif of == Of.FACTS:
        book = bundled()
        records = [
            {
                "record": "机构" if one.name in vocabulary() else "备案材料",
                "name": one.name,
                "label": one.label,
                "question": one.question.zh,
                "terms": one.word_labels,
            }
            for one in [*book.vocabulary(), *book.filing_vocabulary()]
        ]
        shown = {
            "record": "属于",
            "name": "事实",
            "label": "名称",
            "question": "问法",
            "terms": "可写",
        }
    else:
        day = day_of(as_of)
        titles = titles_on(day)
        names = dict.fromkeys([*bundled().plan(day).targets, *titles])
        records = [{"name": one, "title": titles.get(one, "是否由这个部门登记")} for one in names]
        shown = {"name": "事项", "title": "名称"}
    write(records, shown, format_)


def vocabulary() -> set[str]:
    """Return the facts of an institution."""
    return {one.name for one in facts().values() if one.record == "facts"}


def titles_on(day: datetime.date) -> dict[str, str]:
    """Return the titles of supports, steps and requirements on a day, wherever they hold."""
    book = bundled()
    named = {"register": "登记机关", "review": "备案材料核对"}
    supports, review = book.supports({}, as_of=day), book.review({}, {}, as_of=day)
    steps = book.register({}, as_of=day).steps
    for found in [*supports.findings, *steps, *review.findings]:
        named.setdefault(found.id, found.title.zh)
    for lapsed in supports.lapsed:
        named.setdefault(lapsed.id, lapsed.title.zh)
    return named


MODULES = {"typer": "cli", "rich": "cli", "openpyxl": "ledger", "docx": "docx", "yaml": "yaml"}


def doctor(format_: Output = Format.TABLE, fail_on: Fail = FailOn.OPEN) -> None:
    """体检：程序、政策文件、工作日历、附加的库。 Whether everything is in place."""
    book, calendar, files = bundled(), Calendar.bundled(), checked()
    records: list[dict[str, Any]] = [
        {"item": "tuoyu", "state": tuoyu.__version__, "fine": True},
        {"item": "Python", "state": platform.python_version(), "fine": True},
        {"item": "政策版本", "state": book.edition, "fine": True},
        {"item": "政策文件", "state": files, "fine": files == "样例都符合"},
        {
            "item": "工作日历",
            "state": f"{calendar.first_year}年至{calendar.last_year}年",
            "fine": calendar.last_year >= day_of(None).year,
        },
        {"item": "控制台编码", "state": str(sys.stdout.encoding), "fine": True},
    ]
    for name, extra in MODULES.items():
        there = is_there(name)
        told = "已装" if there else f"没有装：pip install 'tuoyu[{extra}]'"
        records.append({"item": name, "state": told, "fine": there})
    write(records, {"item": "项目", "state": "情况", "fine": "正常"}, format_)
    missing = not all(one["fine"] for one in records)
    end(findings=missing, still_open=False, fail_on=fail_on)


def checked() -> str:
    """Return whether the worked examples of every policy file hold."""
    try:
        bundled().check()
    except TuoyuError as error:
        return error.message
    return "样例都符合"


def is_there(name: str) -> bool:
    """Tell whether a module can be imported."""
    try:
        import_module(name)
    except ImportError:
        return False
    return True

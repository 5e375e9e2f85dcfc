"""Commands that compare: a ledger with a public list, and one day with another."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from tuoyu import PolicyBook
from tuoyu.commands._app import (
    AnyLedger,
    Facts,
    Fail,
    FailOn,
    Format,
    LedgerPath,
    Output,
    Place,
    RowNumber,
    SheetName,
    day_of,
    end,
    read,
    rows_of,
    say,
)
from tuoyu.commands._output import write
from tuoyu.ledger import CannotRead, answers
from tuoyu.ledger._data import bundled


def reconcile(
    path: LedgerPath,
    public: Annotated[Path, typer.Argument(metavar="名单", help="公开名单 (a public list)")],
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """比对：台账和公开名单哪里不同。 Compare a ledger with a public list."""
    own = read(path, sheet, jurisdiction)
    listed = read(public, None, None)
    records = [one.to_dict() for one in answers.reconcile(own, listed)]
    shown = {
        "kind": "不同",
        "row": "台账行号",
        "other_row": "名单行号",
        "name": "机构名称",
        "what": "事项",
        "before": "台账",
        "after": "名单",
    }
    write(records, shown, format_)
    unclear = [one["kind"] == "认不准" for one in records]
    end(findings=not all(unclear), still_open=any(unclear), fail_on=fail_on)


def edition(folder: Path) -> PolicyBook:
    """Return the book of the policy files in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".toml"})
    if not files:
        raise CannotRead("文件夹里没有政策文件", "no policy files in the folder")
    return PolicyBook.parse(
        {str(path.relative_to(folder).as_posix()): text_of(path) for path in files}
    )


def text_of(path: Path) -> str:
    """Return the text of a policy file."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise CannotRead("政策文件打不开，或者编码不是 UTF-8", "no policy file in UTF-8") from None


def diff(
    before: Annotated[str, typer.Argument(metavar="起日", help="YYYY-MM-DD")],
    after: Annotated[str, typer.Argument(metavar="止日", help="YYYY-MM-DD")],
    path: AnyLedger = None,
    row: RowNumber = None,
    fact: Facts = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
    policies: Annotated[
        Optional[Path],
        typer.Option(
            "--policies", metavar="文件夹", help="止日用的另一版政策文件 (another edition)"
        ),
    ] = None,
) -> None:
    """两天：两天之间哪些结论、哪些依据变了；也比两版政策文件。 What changes between two days."""
    days = day_of(before), day_of(after)
    books = bundled(), edition(policies) if policies else bundled()
    rows = rows_of(path, row, fact, sheet, jurisdiction)
    found = [each for one in rows for each in answers.differences(one, *days, books=books)]
    records = [one.to_dict() for one in found]
    shown = {
        "kind": "变的是",
        "row": "行号",
        "name": "机构名称",
        "what": "事项",
        "before": str(days[0]),
        "after": str(days[1]),
    }
    write(records, shown, format_)
    say(f"{len(rows)}行，{len(found)}处不同")
    end(findings=bool(found), still_open=False, fail_on=fail_on)

"""The command that writes letters."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from tuoyu.commands._app import As, LedgerPath, Place, RowNumber, SheetName, day_of, read, say
from tuoyu.ledger import answers
from tuoyu.ledger.answers._letters import values


class Kind(str, Enum):
    """Letters about a filing."""

    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    BASIC_CONDITIONS = "basic_conditions"


def notice(
    path: LedgerPath,
    row: RowNumber = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="文件夹或docx", help="写到哪里 (where to)")
    ] = Path(),
    kind: Annotated[Kind, typer.Option("--kind", help="哪一种文书 (which letter)")] = Kind.NOTICE,
    template: Annotated[
        Optional[Path],
        typer.Option("--template", metavar="docx", help="本单位的模板，占位符写作 {{机构名称}}"),
    ] = None,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件 (overwrite)")] = False,
) -> None:
    """文书：一次性告知书、备案回执、基本条件告知书。 Letters as docx."""
    day = day_of(as_of)
    rows = [one for one in read(path, sheet, jurisdiction).rows if row in {None, one.number}]
    if not rows:
        raise typer.BadParameter("台账里没有这一行")
    single = out.suffix.lower() == ".docx"
    if single and len(rows) > 1:
        raise typer.BadParameter("几份文书要写到一个文件夹，或者用 --row 指定一行")
    for one in rows:
        target = out if single else out / f"{answers.KINDS[kind.value]}-第{one.number}行.docx"
        if target.exists() and not force:
            raise typer.BadParameter("文件已经存在；换一个名称，或者用 --force 覆盖")
        text = answers.letter(one, as_of=day, kind=kind.value)
        if template is None:
            answers.write_docx(text, target)
        else:
            answers.fill(template, values(one, text, as_of=day), target)
        for problem in one.problems:
            say(str(problem))
    say(f"写了{len(rows)}份")

"""The command that writes letters."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from tuoyu import LetterKind
from tuoyu.commands._app import (
    As,
    FailOn,
    LedgerPath,
    Place,
    RowNumber,
    SheetName,
    day_of,
    end,
    into,
    read,
    say,
)
from tuoyu.ledger import answers
from tuoyu.ledger.answers._letters import can_be_sent, values


def notice(
    path: LedgerPath,
    row: RowNumber = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="文件夹或docx", help="写到哪里 (where to)")
    ] = Path(),
    kind: Annotated[
        LetterKind, typer.Option("--kind", help="哪一种文书 (which letter)")
    ] = LetterKind.NOTICE,
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
    into(out.parent if single else out)
    if single and len(rows) > 1:
        raise typer.BadParameter("几份文书要写到一个文件夹，或者用 --row 指定一行")
    written = 0
    for one in rows:
        target = out if single else out / f"{kind.label}-第{one.number}行.docx"
        if target.exists() and not force:
            raise typer.BadParameter("文件已经存在；换一个名称，或者用 --force 覆盖")
        if one.closed:
            say(f"第{one.number}行没有写：台账写明已注销")
            continue
        letter = answers.letter(one, as_of=day, kind=kind)
        for problem in one.problems:
            say(str(problem))
        if not can_be_sent(letter):
            say(
                f"第{one.number}行没有写：" + "；".join(each.text for each in letter.paragraphs[:2])
            )
            continue
        written += 1
        if template is None:
            answers.write_docx(letter, target)
        else:
            answers.fill(template, values(one, letter, as_of=day), target)
    say(f"写了{written}份")
    end(findings=False, still_open=written < len(rows), fail_on=FailOn.OPEN)

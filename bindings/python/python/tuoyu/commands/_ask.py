"""Commands that ask: who is responsible, an explanation, and what would have to change."""

from typing import Annotated, Any

import typer

from tuoyu import LookUpState, Status
from tuoyu.commands._app import (
    AnyLedger,
    As,
    Facts,
    Fail,
    FailOn,
    Format,
    Output,
    Place,
    RowNumber,
    SheetName,
    day_of,
    end,
    end_by,
    rows_of,
)
from tuoyu.commands._output import put, write
from tuoyu.ledger import answers
from tuoyu.ledger._data import bundled


def who(
    query: Annotated[str, typer.Argument(metavar="问什么", help="如 消防、备案登记、谁管用水价格")],
    jurisdiction: Annotated[
        str, typer.Option("--jurisdiction", metavar="地方", help="区（县）的名称或代码 (place)")
    ],
    as_of: As = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """职责：谁负责。 Who is responsible."""
    found = bundled().responsible(query, jurisdiction=jurisdiction, as_of=day_of(as_of))
    records = [
        {"clause": one.citation.clause, "office": answers.office(each), "role": "责任单位"}
        for one in found.named
        for each in one.departments
    ]
    records += [
        {
            "clause": one.citation.clause,
            "office": answers.office(one.department),
            "role": one.gist,
        }
        for one in found.duties
    ]
    shown = {"office": "单位", "role": "职责", "clause": "条款"}
    write(records, shown, format_, whole=found.to_dict() if format_ == Format.JSON else None)
    if format_ == Format.TABLE:
        put(found.message.zh)
    is_found = found.state == LookUpState.FOUND
    end(findings=False, still_open=not is_found, fail_on=fail_on)


def explain(
    path: AnyLedger = None,
    row: RowNumber = None,
    fact: Facts = None,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="写成 Markdown")] = False,
) -> None:
    """说明：用白话说明一个机构。 An assessment in plain Chinese."""
    day = day_of(as_of)
    rows = rows_of(path, row, fact, sheet, jurisdiction)
    if len(rows) > 1:
        raise typer.BadParameter("用 --row 指定一行")
    one = answers.audited(rows[0], as_of=day).row
    dossier = one.dossier or None
    style = "markdown" if markdown else "text"
    put(bundled().explain(one.facts, as_of=day, dossier=dossier, format=style).rstrip("\n"))


def what_if(
    target: Annotated[
        str, typer.Argument(metavar="事项", help="tuoyu catalogue --of targets 列出")
    ],
    path: AnyLedger = None,
    row: RowNumber = None,
    fact: Facts = None,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """怎样才行：改什么才符合，或者为什么改不了。 What would have to change."""
    day = day_of(as_of)
    records: list[dict[str, Any]] = []
    statuses = []
    for one in rows_of(path, row, fact, sheet, jurisdiction):
        done = answers.audited(one, as_of=day).row
        # A dossier is asked for by requirements alone; supports are the same with it.
        found = bundled().what_if(target, done.facts, as_of=day, dossier=done.dossier or None)
        statuses.append(found.status)
        records.append(
            {
                "row": one.number,
                "name": one.name,
                "status": found.status.label,
                "message": found.message.zh,
                "remedies": [remedy.message.zh for remedy in found.remedies],
                "no_remedy": found.no_remedy.label if found.no_remedy else None,
                "is_unmet": found.status == Status.UNMET,
            }
        )
    shown = {
        "row": "行号",
        "name": "机构名称",
        "status": "结论",
        "message": "说明",
        "remedies": "怎样改",
        "no_remedy": "为什么没有办法",
    }
    write(records, shown, format_)
    end_by(statuses, fail_on)

"""Commands over a whole ledger: columns, audit, route, due."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from tuoyu import DeadlineState
from tuoyu.commands._app import (
    AnyLedger,
    As,
    Facts,
    Fail,
    FailOn,
    Format,
    LedgerPath,
    Output,
    Place,
    Progress,
    RowNumber,
    SheetName,
    day_of,
    end,
    end_by,
    into,
    read,
    rows_of,
    say,
)
from tuoyu.commands._output import write
from tuoyu.ledger import answers
from tuoyu.ledger.answers._copy import STATES


def columns(
    path: LedgerPath,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
) -> None:
    """列：台账的每一列读作什么，先跑这一个。 What each column is read as."""
    found = read(path, sheet, jurisdiction)
    records = [{**one.to_dict(), "told": STATES[one.state]} for one in found.columns]
    shown = {"column": "列", "header": "列名", "told": "怎样处理", "label": "读作", "facts": "事实"}
    write(records, shown, format_)


def audit(
    path: LedgerPath,
    out: Annotated[
        Optional[Path],
        typer.Option("--out", "-o", metavar="文件", help="核对副本，xlsx 或 csv (the copy)"),
    ] = None,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的副本 (overwrite)")] = False,
) -> None:
    """核对：逐行核对备案，写一份批注副本，原表不动。 An annotated copy of a ledger."""
    day = day_of(as_of)
    target = out or path.with_name(f"{path.stem}-核对.xlsx")
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise typer.BadParameter("副本写成 xlsx 或 csv")
    into(target.parent)
    if target.exists() and (not force or target.resolve() == path.resolve()):
        raise typer.BadParameter("副本已经存在；换一个名称，或者用 --force 覆盖")
    found = read(path, sheet, jurisdiction)
    progress = Progress("核对", len(found))
    audited = answers.audit(found, as_of=day, progress=progress.advance)
    progress.close()
    answers.annotate(found, audited, target, as_of=day)
    say(f"副本：{target.name}")
    records = [{**one.to_dict(), "count": len(one.problems)} for one in audited]
    shown = {
        "row": "行号",
        "name": "机构名称",
        "verdict": "结论",
        "count": "问题",
        "message": "说明",
    }
    write(records, shown, format_)
    end(
        findings=any(one.is_finding for one in audited),
        still_open=any(one.is_open for one in audited),
        fail_on=fail_on,
    )


def route(
    path: AnyLedger = None,
    row: RowNumber = None,
    fact: Facts = None,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """登记：到哪里登记。 Where each institution registers."""
    day = day_of(as_of)
    records, statuses = [], []
    for one in rows_of(path, row, fact, sheet, jurisdiction):
        done = answers.audited(one, as_of=day)
        if done.assessment is None:
            continue
        found = done.assessment.registration
        offices = [answers.office(each.department) for each in found.authorities]
        statuses.append(found.status)
        records.append(
            {
                "row": one.number,
                "name": one.name,
                "status": found.status.label,
                "offices": offices,
                "message": found.message.zh,
                "basis": answers.clauses(found.citations),
            }
        )
    shown = {
        "row": "行号",
        "name": "机构名称",
        "status": "结论",
        "offices": "机关",
        "message": "说明",
        "basis": "依据",
    }
    write(records, shown, format_)
    end_by(statuses, fail_on)


def due(
    path: LedgerPath,
    within: Annotated[
        Optional[int],
        typer.Option(
            "--within", min=0, metavar="工作日", help="只列几个工作日内到期的 (working days)"
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="也列已经办完的 (answered ones too)")
    ] = False,
    as_of: As = None,
    sheet: SheetName = None,
    jurisdiction: Place = None,
    format_: Output = Format.TABLE,
    fail_on: Fail = FailOn.OPEN,
) -> None:
    """期限：哪些答复哪天到期，还剩几个工作日。 Which answers are due when."""
    day = day_of(as_of)
    records = []
    for one in read(path, sheet, jurisdiction).rows:
        for each in answers.audited(one, as_of=day).due:
            running = each.state in {
                DeadlineState.PENDING,
                DeadlineState.DUE_TODAY,
                DeadlineState.PAST,
                DeadlineState.NOT_COMPUTABLE,
            }
            left = each.working_days_left
            if not (running or every) or (within is not None and (left or 0) > within):
                continue
            records.append(
                {
                    "due": str(each.deadline.due) if each.deadline and each.deadline.due else "",
                    "row": one.number,
                    "name": one.name,
                    "title": each.title.zh,
                    "state": each.state.label,
                    "left": left,
                    "over": each.working_days_over,
                    "message": each.message.zh,
                    "is_past": each.state == DeadlineState.PAST,
                }
            )
    records.sort(key=lambda one: (one["due"] or "9999", one["row"]))
    shown = {
        "due": "到期日",
        "row": "行号",
        "name": "机构名称",
        "title": "事项",
        "state": "状态",
        "left": "还剩（工作日）",
        "over": "已过（工作日）",
    }
    write(records, shown, format_)
    end(
        findings=any(one["is_past"] for one in records),
        still_open=any(not one["due"] for one in records),
        fail_on=fail_on,
    )

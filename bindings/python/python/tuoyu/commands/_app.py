"""The application, its options, and how it ends."""

from __future__ import annotations

import datetime
import os
import sys
import time
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from tuoyu import Status, TuoyuError, ledger
from tuoyu.ledger import CannotRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tuoyu.ledger import Ledger, Row

FINE, FINDINGS, USAGE, UNREADABLE, OPEN = range(5)

app = typer.Typer(
    name="tuoyu",
    help="托育政策：核对台账，查登记、备案、扶持和职责。 Childcare policy over a ledger.",
    no_args_is_help=True,
    add_completion=False,
    # Values of a ledger would stand in a traceback with locals.
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(str, Enum):
    """Ways to write data."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FailOn(str, Enum):
    """From what on a command does not end with 0."""

    OPEN = "open"
    FINDINGS = "findings"
    NEVER = "never"


LedgerPath = Annotated[Path, typer.Argument(metavar="台账", help="xlsx 或 csv (a ledger)")]
# A question that may also be asked about facts that are typed.
AnyLedger = Annotated[Optional[Path], typer.Argument(metavar="台账")]
As = Annotated[
    Optional[str], typer.Option("--as-of", metavar="日期", help="作答日，不写是今天 (the day)")
]
Place = Annotated[
    Optional[str],
    typer.Option(
        "--jurisdiction",
        metavar="地方",
        help="只写镇街或没有写地方的行是哪个区的 (place of the ledger)",
    ),
]
SheetName = Annotated[Optional[str], typer.Option("--sheet", metavar="名称", help="工作表 (sheet)")]
Output = Annotated[Format, typer.Option("--format", help="输出格式 (of the data)")]
Fail = Annotated[FailOn, typer.Option("--fail-on", help="从哪一种起不以0结束 (exit code)")]
RowNumber = Annotated[Optional[int], typer.Option("--row", help="原表的行号 (row of the ledger)")]
Facts = Annotated[
    Optional[list[str]],
    typer.Option("--fact", metavar="事实=值", help="不用台账，直接给事实，可多次 (a fact)"),
]


def main() -> int:
    """Run the application and return the code that it ends with."""
    encodable()
    try:
        app(prog_name="tuoyu")
    except CannotRead as error:
        say(f"读不了：{error.message} ({error.message_en})")
        return UNREADABLE
    except TuoyuError as error:
        for one in error.errors:
            say(f"读不了：{one.path + '：' if one.path else ''}{one.message}{cure(one)}")
        return USAGE if error.path in {"as_of", "jurisdiction", "target"} else UNREADABLE
    except BrokenPipeError:
        # Whoever reads has enough; Python would complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        say(f"打不开或写不了文件：{error.strerror}")
        return UNREADABLE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINE
    return FINE


def cure(error: TuoyuError) -> str:
    """Return the hint of an error."""
    return f"；{error.hint_zh}" if error.hint_zh else ""


def encodable() -> None:
    """Let a console of any code page show what it can, and `?` for the rest."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(words: str) -> None:
    """Write words to stderr."""
    print(words, file=sys.stderr)  # noqa: T201


def day_of(as_of: str | None) -> datetime.date:
    """Return the day of the answer: as given, or today, which is told."""
    if as_of is None:
        today = datetime.date.today()  # noqa: DTZ011, the office's own day
        say(f"作答日：{today}（--as-of 另定）")
        return today
    try:
        return datetime.datetime.strptime(as_of, "%Y-%m-%d").date()  # noqa: DTZ007, a day
    except ValueError:
        raise typer.BadParameter("日期应写成 YYYY-MM-DD") from None


def into(folder: Path) -> None:
    """Refuse a folder that is not there, before anything is read or written."""
    if not folder.is_dir():
        raise CannotRead("写不了：没有这个文件夹", "no such folder to write to")


def end(*, findings: bool, still_open: bool, fail_on: FailOn) -> None:
    """End with what was found."""
    if findings and fail_on != FailOn.NEVER:
        raise typer.Exit(FINDINGS)
    if still_open and fail_on == FailOn.OPEN:
        raise typer.Exit(OPEN)


def end_by(statuses: Sequence[Status], fail_on: FailOn) -> None:
    """End with what was answered: a finding where something is not met."""
    end(
        findings=Status.UNMET in statuses,
        still_open=Status.OPEN in statuses,
        fail_on=fail_on,
    )


def read(path: Path, sheet: str | None, jurisdiction: str | None) -> Ledger:
    """Read a ledger, and say what it is."""
    progress = Progress("读")
    found = ledger.read(path, sheet=sheet, jurisdiction=jurisdiction, progress=progress.advance)
    progress.close()
    place = f"，只写镇街的行按{found.place}" if found.place else ""
    others = f"；另有{found.other_sheets}个工作表没有读" if found.other_sheets else ""
    say(f"{len(found)}行，更正{len(found.repairs)}处，问题{len(found.problems)}处{place}{others}")
    return found


def rows_of(
    path: Path | None,
    row: int | None,
    facts: list[str] | None,
    sheet: str | None,
    jurisdiction: str | None,
) -> list[Row]:
    """Return the rows that a question is about: of a ledger, or one of facts."""
    if facts:
        if path is not None:
            raise typer.BadParameter("台账和 --fact 只能用一种")
        return [row_of(facts, jurisdiction)]
    if path is None:
        raise typer.BadParameter("要给台账，或者用 --fact 给事实")
    found = read(path, sheet, jurisdiction).rows
    if row is not None:
        found = [one for one in found if one.number == row]
        if not found:
            raise typer.BadParameter("台账里没有这一行")
    return found


def row_of(facts: list[str], jurisdiction: str | None) -> Row:
    """Return facts that were typed as a row; what is not read ends the command."""
    stated: dict[str, Any] = {"序号": 1}
    for fact in facts:
        name, equals, value = fact.partition("=")
        if not equals:
            raise typer.BadParameter("写成 事实=值")
        stated[name.strip()] = value
    if jurisdiction is not None and "所在地" not in stated:
        stated["所在地"] = jurisdiction
    # Two known names make a header, whatever else was typed.
    found = ledger.read([{**stated, "机构名称": None}] * 2, jurisdiction=jurisdiction)
    for column in found.columns:
        if column.state not in {"read", "name"} and column.header != "序号":
            raise typer.BadParameter(
                f"不认识“{column.header or '这个事实'}”，tuoyu catalogue 列出认得的"
            )
    row = found.rows[0]
    row.problems[:] = [one for one in row.problems if one.code != "duplicate"]
    if row.problems:
        raise CannotRead(
            "；".join(f"{one.column}：{one.message}" for one in row.problems),
            "; ".join(one.message_en for one in row.problems),
        )
    return row


class Progress:
    """A bar on stderr, on a terminal and past a second only."""

    def __init__(self, words: str, total: int | None = None) -> None:
        """Begin to count."""
        self._words, self._total, self._done = words, total, 0
        self._begun = self._told = time.monotonic()
        self._shown = sys.stderr.isatty()

    def advance(self, _: int) -> None:
        """Count one more."""
        self._done += 1
        now = time.monotonic()
        if not self._shown or now - self._begun < 1 or now - self._told < EVERY:
            return
        self._told = now
        of = f"/{self._total}" if self._total else ""
        sys.stderr.write(f"\r{self._words} {self._done}{of}行")
        sys.stderr.flush()

    def close(self) -> None:
        """End the line, where one was begun."""
        if self._told != self._begun:
            sys.stderr.write("\n")


EVERY = 0.1

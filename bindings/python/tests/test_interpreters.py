"""Other interpreters in the process, and a person who gives up."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603


@pytest.mark.parametrize("first", ["import tuoyu", "pass"])
def test_a_sub_interpreter_is_refused(first: str) -> None:
    found = run(f"""
        {first}
        try:
            import _interpreters as interpreters
            made = interpreters.create("legacy")
        except ImportError:
            import _xxsubinterpreters as interpreters
            made = interpreters.create(isolated=False)
        interpreters.run_string(made, '''if True:
            try:
                import tuoyu
            except ImportError as error:
                print("refused:", error)
        ''')
        import tuoyu
        try:
            tuoyu.Institution(natrue=1)
        except tuoyu.TuoyuError as error:
            print("caught", error.code)
    """)
    assert "refused:" in found.stdout, found
    assert "caught unknown_field" in found.stdout, found


#: Seconds of processor time, which a load does not lengthen as it does the clock's. What is
#: interrupted after half a second would take more.
LIMIT = 6.0
INTERRUPT = """
import signal, sys, time
signal.signal(signal.SIGPROF, signal.default_int_handler)
def arm():
    signal.setitimer(signal.ITIMER_PROF, 0.5)
"""


def interrupted(code: str) -> list[str]:
    """Output of a program that is interrupted, the last line of which is its processor time."""
    found = run(INTERRUPT + textwrap.dedent(code) + "\nprint(time.process_time())")
    *lines, used = found.stdout.splitlines() or [found.stderr]
    assert float(used) < LIMIT, found
    return lines


needs_timer = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="it has no such signals")


@needs_timer
def test_an_interrupt_ends_many_rows() -> None:
    lines = interrupted("""
        import itertools, tuoyu
        plan = tuoyu.PolicyBook.bundled().plan("2026-03-02")
        try:
            arm()
            plan.run_rows(itertools.repeat({"storey": 1}, 20_000_000))
        except KeyboardInterrupt:
            print("interrupted")
    """)
    assert lines == ["interrupted"]


@needs_timer
def test_an_interrupt_ends_a_long_table() -> None:
    pytest.importorskip("pyarrow")
    # What reads the stream raises an error of its own; the program is interrupted once more.
    lines = interrupted("""
        import pyarrow as pa, tuoyu
        plan = tuoyu.PolicyBook.bundled().plan("2026-03-02")
        table = pa.table({"storey": pa.repeat(pa.scalar(1, pa.int32()), 10_000_000)})
        answers = plan.run(table, details=True, reasons=True)
        try:
            arm()
            try:
                pa.table(answers)
            except Exception as error:
                print("interrupted" in str(error))
            while True:
                time.sleep(0.01)
        except KeyboardInterrupt:
            print("interrupted")
    """)
    assert lines == ["True", "interrupted"]

"""Other interpreters in the process, and a person who gives up."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603


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


def interrupted(code: str) -> str:
    """Output of a program that is interrupted after it said that it is ready."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        rest = process.stdout.read()
        # A machine that does much else is slower.
        assert time.monotonic() - started < 5
        return rest


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
def test_an_interrupt_ends_many_rows_within_a_second() -> None:
    rest = interrupted("""
        import sys, tuoyu
        plan = tuoyu.PolicyBook.bundled().plan("2026-03-02")
        print("ready", flush=True)
        try:
            plan.run_rows({"storey": 1} for _ in range(100_000_000))
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            sys.exit(0)
        print("done", flush=True)
    """)
    assert rest == "interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
def test_an_interrupt_ends_a_long_table_within_a_second() -> None:
    pytest.importorskip("pyarrow")
    code = """
        import sys, time, pyarrow as pa, tuoyu
        plan = tuoyu.PolicyBook.bundled().plan("2026-03-02")
        table = pa.table({"storey": pa.repeat(pa.scalar(1, pa.int32()), 10_000_000)})
        answers = plan.run(table, details=True, reasons=True)
        print("ready", flush=True)
        try:
            try:
                pa.table(answers)
            except Exception as error:
                print("interrupted" in str(error), flush=True)
            for _ in range(1000):
                time.sleep(0.01)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            sys.exit(0)
        print("done", flush=True)
    """
    assert interrupted(code) == "True\ninterrupted\n"

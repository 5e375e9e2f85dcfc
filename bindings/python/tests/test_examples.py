"""Each example of Python runs, and prints what stands beside it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "examples" / "python"
EXAMPLES = sorted(path for path in FOLDER.glob("*.py") if not path.name.startswith("test_"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 5
    page = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"({path.name})" in page for path in FOLDER.glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path))
    found = capsys.readouterr().out
    beside = path.with_suffix(".txt")
    if os.environ.get("TUOYU_BLESS"):
        beside.write_text(found, "utf-8")
    assert found == beside.read_text("utf-8")


def test_policy_with_pytest() -> None:
    # The fixture is found by the entry point of the package.
    words = f"-q -c {os.devnull} --rootdir {FOLDER} -p no:cacheprovider {FOLDER / 'test_policy.py'}"
    ran = subprocess.run(  # noqa: S603, our own
        [sys.executable, "-m", "pytest", *words.split()],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "2 passed" in ran.stdout, ran.stdout

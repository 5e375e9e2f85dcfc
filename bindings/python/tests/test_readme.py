"""The Python on the pages of the repository runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BLOCKS = [
    pytest.param(name, block, id=f"{name} {number}")
    for name in ("docs/python.md", "docs/letters.md")
    for number, block in enumerate(
        re.finditer(
            r"^```python\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE
        ),
        1,
    )
]


def test_the_page_has_python() -> None:
    assert len(BLOCKS) > 1


@pytest.mark.parametrize(("name", "block"), BLOCKS)
def test_block(name: str, block: re.Match[str]) -> None:
    # Its line in the file is that of a traceback.
    lines = "\n" * block.string.count("\n", 0, block.start(1))
    exec(compile(lines + block[1], name, "exec"), {})  # noqa: S102

from __future__ import annotations

import pytest
from tuoyu import PolicyBook


@pytest.fixture(scope="session")
def book() -> PolicyBook:
    return PolicyBook.bundled()

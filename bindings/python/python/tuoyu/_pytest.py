"""The fixture of the package, for tests of policies; pytest finds it by its entry point."""

from __future__ import annotations

import pytest

from tuoyu import PolicyBook


@pytest.fixture(scope="session")
def policy_book() -> PolicyBook:
    """Return the book of the policy files that come with the library."""
    return PolicyBook.bundled()

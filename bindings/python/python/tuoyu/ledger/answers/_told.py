"""单位、条款: departments and clauses as every answer about a ledger tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tuoyu import Citation, Department


def office(department: Department) -> str:
    """Return a department as it is called in the place: by its office, where it has one."""
    return department.office or department.name


def clauses(citations: Iterable[Citation]) -> list[str]:
    """Return clauses with the number of their instrument, each once."""
    return list(dict.fromkeys(f"{one.number}{one.clause}" for one in citations))

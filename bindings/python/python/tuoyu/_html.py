"""Tables by which a notebook shows a record."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuoyu import Assessment, Finding


def assessment(record: Assessment) -> str:
    """Return registration and review in a sentence each, and a table of the supports."""
    registration = escape(record.registration.message.zh)
    head = "".join(f"<th>{name}</th>" for name in ("事项", "结论", "力度", "说明", "依据"))
    lines = "".join(map(_line, record.supports.findings))
    review = f"<p>备案：{escape(record.review.message.zh)}</p>" if record.review else ""
    return (
        f"<p><strong>{record.as_of}</strong> {registration}</p>{review}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _line(finding: Finding) -> str:
    clauses = dict.fromkeys(f"{one.number} {one.clause}" for one in finding.citations)
    cells = (
        finding.title.zh,
        finding.status.label,
        finding.force.label,
        finding.message.zh,
        "；".join(clauses),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

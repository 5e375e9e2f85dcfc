"""答复: what the library says of every row of a ledger, on one day.

>>> from tuoyu import ledger
>>> from tuoyu.ledger import answers
>>> read = ledger.read([{"机构名称": "示例托育园", "区划": "张店区", "收到材料日": "2026-11-20"}])
>>> audited = answers.audit(read, as_of="2026-11-27")
>>> audited[0].verdict
'待核实'
>>> [(due.title.zh, str(due.deadline.due)) for due in audited[0].due][0]
('出具备案回执和基本条件告知书', '2026-11-27')
"""

from __future__ import annotations

from tuoyu.ledger.answers._audit import Audited, audit, audited
from tuoyu.ledger.answers._cases import Case, Outcome, run_cases
from tuoyu.ledger.answers._compare import Difference, differences, reconcile
from tuoyu.ledger.answers._copy import annotate
from tuoyu.ledger.answers._letters import KINDS, fill, letter, write_docx
from tuoyu.ledger.answers._told import clauses, office

__all__ = [
    "KINDS",
    "Audited",
    "Case",
    "Difference",
    "Outcome",
    "annotate",
    "audit",
    "audited",
    "clauses",
    "differences",
    "fill",
    "letter",
    "office",
    "reconcile",
    "run_cases",
    "write_docx",
]

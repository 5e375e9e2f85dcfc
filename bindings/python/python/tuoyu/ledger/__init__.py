"""台账: rows as an office keeps them, read as facts, with every repair and every problem told.

>>> from tuoyu import ledger
>>> row = {"机构名称": "示例托育园", "区划": "张店区", "是否普惠": "√", "备案日期": "2026.11"}
>>> read = ledger.read([row])
>>> read.rows[0].facts
{'name_shows_childcare': True, 'jurisdiction': '张店区', 'inclusive': True}
>>> print(read.problems[0])
第1行 备案日期：只写到年或月，没有写哪一天；写成年、月、日齐全的日期，如 2026-11-09

Columns of persons are dropped at the door. A cell that cannot be read exactly is a problem, never
a guess, and nothing of it is repeated.
"""

from __future__ import annotations

from tuoyu.ledger._headers import Column
from tuoyu.ledger._ledger import Ledger, read
from tuoyu.ledger._rows import Row
from tuoyu.ledger._said import Problem, Repair
from tuoyu.ledger._source import CannotRead

__all__ = ["CannotRead", "Column", "Ledger", "Problem", "Repair", "Row", "read"]

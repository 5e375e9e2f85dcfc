"""The deadlines of the week."""

from pathlib import Path

from tuoyu import ledger
from tuoyu.ledger import answers

for one in answers.audit(ledger.read(Path(__file__).with_name("ledger.csv")), as_of="2026-11-27"):
    for due in one.due:
        if due.working_days_left is not None and due.working_days_left <= 5:
            print(due.deadline.due, one.row.name, due.title.zh, due.working_days_left)

"""A ledger as an office keeps it: what was put right, what could not be read, and each verdict."""

from pathlib import Path

from tuoyu import ledger
from tuoyu.ledger import answers

read = ledger.read(Path(__file__).with_name("ledger.csv"))
print(read, read.place, read.skipped)
print(*read.repairs[:4], sep="\n")
print(*read.problems, sep="\n")
for one in answers.audit(read, as_of="2026-11-27"):
    print(one.row.number, one.row.name, one.verdict, one.basis[:1])

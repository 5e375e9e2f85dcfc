"""A ledger beside the public list."""

from pathlib import Path

from tuoyu import ledger
from tuoyu.ledger import answers

here = Path(__file__)
own, public = (ledger.read(here.with_name(name)) for name in ("ledger.csv", "public-list.csv"))
for one in answers.reconcile(own, public):
    print(one.kind, one.row, one.other_row, one.name, one.what, one.before, one.after, sep=" | ")

"""The command `tuoyu`: what an office asks of its ledger, a line each.

Data go to stdout and words to stderr. It ends with 0 where all is fine, 1 where something was
found, 2 for a wrong use, 3 for what cannot be read, and 4 where something is still open.
"""

from __future__ import annotations

from tuoyu.commands import _ask, _compare, _ledger, _letters, _shelf
from tuoyu.commands._app import app, main

# In the order in which they are listed, that in which an office needs them.
app.command("columns")(_ledger.columns)
app.command("audit")(_ledger.audit)
app.command("route")(_ledger.route)
app.command("due")(_ledger.due)
app.command("notice")(_letters.notice)
app.command("reconcile")(_compare.reconcile)
app.command("who")(_ask.who)
app.command("explain")(_ask.explain)
app.command("what-if")(_ask.what_if)
app.command("diff")(_compare.diff)
app.command("test")(_shelf.cases)
app.command("catalogue")(_shelf.catalogue)
app.command("doctor")(_shelf.doctor)

__all__ = ["app", "main"]

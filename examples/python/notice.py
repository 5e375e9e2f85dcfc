"""The one-time notice about a row; `write_docx` writes it as docx."""

from pathlib import Path

from tuoyu import ledger
from tuoyu.ledger import answers

row = ledger.read(Path(__file__).with_name("ledger.csv")).rows[3]
print(*answers.letter(row, as_of="2026-11-27").text.splitlines()[:12], sep="\n")

"""Rows as tuoyu reads them, and as the peers do."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa

SEED = 20_260_301


class Rows:
    """Different rows, with tuoyu's outcomes as Rust gave them."""

    def __init__(self, folder: Path, facts: str, rules):
        rows = json.loads((folder / f"rows-{facts}.json").read_text())
        self.rules = rules
        self.institutions = [row["institution"] for row in rows]
        self.codes = [row["codes"] for row in rows]
        self.outcomes = [row["outcomes"] for row in rows]

    def ready(self, row: int) -> dict:
        """The known facts of one row, with booleans and whole numbers for values."""
        facts = zip(self.rules.facts, self.codes[row], strict=True)
        return {
            fact["name"]: code == 1 if fact["kind"] == "bool" else code
            for fact, code in facts
            if code is not None
        }

    def drawn(self, count: int) -> np.ndarray:
        """Which of the different rows make up a batch."""
        if count == len(self.codes):
            return np.arange(count)
        return np.random.default_rng(SEED).integers(0, len(self.codes), count)

    def for_peers(self, drawn: np.ndarray) -> pa.Table:
        """Booleans, and codes as narrow as they fit."""
        types = {"bool": pa.bool_(), "choice": pa.int8(), "place": pa.int32()}
        return self._table(drawn, lambda fact: types[fact["kind"]], lambda column: column)

    def for_us(self, drawn: np.ndarray) -> pa.Table:
        """Booleans, and words and places of which each stands once."""

        def words(column: pa.Array) -> pa.Array:
            return column if pa.types.is_boolean(column.type) else column.dictionary_encode()

        names = [fact["name"] for fact in self.rules.facts]
        columns = [words(pa.array([row.get(name) for row in self.institutions])) for name in names]
        return pa.table(columns, names=names).take(pa.array(drawn)).combine_chunks()

    def _table(self, drawn, type_of, change) -> pa.Table:
        columns, names = [], []
        for at, fact in enumerate(self.rules.facts):
            codes = pa.array([row[at] for row in self.codes], pa.int64())
            columns.append(change(codes.cast(type_of(fact))))
            names.append(fact["name"])
        return pa.table(columns, names=names).take(pa.array(drawn)).combine_chunks()

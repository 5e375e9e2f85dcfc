"""A plan in Spark: `mapInArrow` hands it the rows as they lie in memory, on every executor."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import tuoyu
from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = Path(__file__).parents[1] / "data" / "institutions.json"
DAY = "2026-03-02"
TARGETS = ["register", "vat-exemption", "price-water", "price-electricity"]
COPIES = 50
SIGNS = {True: "符合", False: "不符合", None: "待核实"}


def main() -> int:
    """Answer a table in Spark, compare it with the single answers, and print its first rows."""
    # The executors run the Python that runs this.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    institutions = json.loads(DATA.read_text("utf-8"))
    facts = [one["facts"] for one in institutions] * COPIES
    names = sorted({name for one in facts for name in one})
    table = pa.table({name: [one.get(name) for one in facts] for name in names})
    table = table.append_column("row", pa.array(range(len(facts))))

    plan = tuoyu.PolicyBook.bundled().plan(DAY, TARGETS)

    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # What is no fact goes around the plan.
        for batch in batches:
            outcomes = pa.table(plan.run(batch.drop_columns(["row"])))
            yield from outcomes.append_column("row", batch["row"]).to_batches()

    columns = ", ".join(f"`{target}` boolean" for target in plan.targets)
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("tuoyu")
        .config("spark.ui.enabled", value=False)
        .config("spark.driver.host", "localhost")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 300)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.createDataFrame(table).repartition(3)
    found = frame.mapInArrow(answer, f"{columns}, error string, row long").toArrow()
    rows = sorted(found.to_pylist(), key=lambda row: row["row"])
    spark.stop()

    assert len(rows) == len(facts)
    for row, one in zip(rows, facts):
        assert row["error"] is None, row["error"]
        outcomes = plan.outcomes(one)
        for target in plan.targets:
            assert row[target] == decided(outcomes[target]), (row["row"], target)
    print(f"Spark {spark.version}: {len(rows)} rows, each as its single answer")
    print("\t".join(["", *plan.targets]))
    for row, one in zip(rows, institutions):
        print("\t".join([one["name"], *(SIGNS[row[target]] for target in plan.targets)]))
    return 0


def decided(outcome: Any) -> bool | None:
    """Return yes, no, or nothing where it is open."""
    return {"met": True, "unmet": False}.get(outcome)


if __name__ == "__main__":
    sys.exit(main())

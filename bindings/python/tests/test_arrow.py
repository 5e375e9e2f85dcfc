"""Tables of other libraries: the same outcomes as row by row."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tuoyu import Outcome, Outcomes, Plan, PolicyBook, TuoyuError

if TYPE_CHECKING:
    from collections.abc import Callable

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")

DAY = datetime.date(2026, 3, 2)
ROOT = Path(__file__).parents[3]
WRONG: list[dict[str, Any]] = [
    {"legal_form": "enterprize"},
    {"storey": 0},
    {"credit_code": "123", "jurisdiction": "370303"},
    {"lease_from": "2026-03-01", "lease_until": "2026-02-01"},
    {"modes": ["nightly"]},
]
ROWS: list[dict[str, Any]] = [
    *(
        one["facts"]
        for one in json.loads((ROOT / "examples" / "data" / "institutions.json").read_text("utf-8"))
    ),
    *WRONG,
] * 7
NAMES = sorted({name for row in ROWS for name in row})
COLUMNS = {
    name: [
        datetime.date.fromisoformat(value) if name.startswith("lease_") and value else value
        for value in (row.get(name) for row in ROWS)
    ]
    for name in NAMES
}
OPEN = {
    "facts": Outcome.OPEN_FACTS,
    "unsettled": Outcome.OPEN_UNSETTLED,
    "conflict": Outcome.OPEN_CONFLICT,
    "not_in_force": Outcome.NOT_IN_FORCE,
}
DECIDED = {True: Outcome.MET, False: Outcome.UNMET}


@pytest.fixture(scope="module")
def plan(book: PolicyBook) -> Plan:
    return book.plan(DAY)


@pytest.fixture(scope="module")
def table() -> Any:
    return pa.table(COLUMNS)


def told(plan: Plan, answers: Any) -> list[dict[str, Outcome] | str]:
    """Return what a table with details says of each row."""
    return [
        row["error"]
        or {
            target: OPEN[row[f"{target}:open"]] if row[target] is None else DECIDED[row[target]]
            for target in plan.targets
        }
        for row in answers.to_pylist()
    ]


def singly(plan: Plan, rows: list[dict[str, Any]]) -> list[dict[str, Outcome] | str]:
    """Return the same, row by row."""
    return [
        dict(found.items())
        if isinstance(found, Outcomes)
        else "; ".join(f"{one.path.partition('[')[0]}: {one.code}" for one in found.errors)
        for found in plan.run_rows(rows)
    ]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_table_answers_as_its_rows(plan: Plan, table: Any, threads: int) -> None:
    answers = pa.table(plan.run(table, threads=threads, details=True))
    expected = singly(plan, ROWS)
    assert told(plan, answers) == expected
    assert sum(isinstance(row, str) for row in expected) == 7 * len(WRONG)
    assert answers.column_names[-1] == "error"
    assert answers.column_names[: len(plan.targets)] == plan.targets


def categorical(table: Any) -> Any:
    words = [name for name in NAMES if pa.types.is_string(table.schema.field(name).type)]
    return pl.from_arrow(table).with_columns(pl.col(words).cast(pl.Categorical))


def encoded(table: Any) -> Any:
    words = [name for name in NAMES if pa.types.is_string(table.schema.field(name).type)]
    for name in words:
        position = table.column_names.index(name)
        table = table.set_column(position, name, table[name].dictionary_encode())
    return table


def as_pandas(table: Any) -> Any:
    pytest.importorskip("pandas")
    return table.to_pandas()


def as_duckdb(table: Any) -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.from_arrow(table)


LAYOUTS: list[Callable[[Any], Any]] = [
    lambda table: pa.concat_tables([table.slice(0, 5), table.slice(5, 1), table.slice(6)]),
    lambda table: pa.concat_tables([table.slice(0, 70), table.slice(70)]).combine_chunks(),
    lambda table: table.to_reader(max_chunksize=9),
    lambda table: table.combine_chunks().to_batches()[0],
    pl.from_arrow,
    categorical,
    encoded,
    as_pandas,
    as_duckdb,
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_other_libraries(plan: Plan, table: Any, layout: Callable[[Any], Any]) -> None:
    answers = pa.table(plan.run(layout(table), details=True))
    assert told(plan, answers) == singly(plan, ROWS)


def test_slices(plan: Plan, table: Any) -> None:
    expected = singly(plan, ROWS)
    for first, rows in (1, 3), (9, 64), (67, 40), (len(ROWS), 0):
        answers = pa.table(plan.run(table.slice(first, rows), details=True))
        assert told(plan, answers) == expected[first : first + rows]


class Array:
    """What has only `__arrow_c_array__`."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self.array.__arrow_c_array__(requested_schema)


def test_one_batch(plan: Plan, table: Any) -> None:
    batch = table.combine_chunks().to_batches()[0]
    answers = pa.table(plan.run(Array(batch.slice(3, 70)), details=True))
    assert told(plan, answers) == singly(plan, ROWS[3:73])
    with pytest.raises(TuoyuError) as caught:
        plan.run(Array(pa.array([1])))
    assert caught.value.code == "bad_table"


def test_polars_reads_the_answers(plan: Plan, table: Any) -> None:
    frame = pl.DataFrame(plan.run(table, details=True, reasons=True))
    assert frame.height == len(ROWS)
    assert frame["register"].dtype == pl.Boolean
    assert frame["vat-exemption:reasons"].dtype == pl.UInt64
    assert frame["error"].null_count() == len(ROWS) - 7 * len(WRONG)


def test_details_and_reasons(plan: Plan) -> None:
    table = pa.table({"jurisdiction": ["370303", "370303", "1"], "filed": [True, False, True]})
    plain = pa.table(plan.run(table))
    assert plain.column_names == [*plan.targets, "error"]
    full = pa.table(plan.run(table, details=True, reasons=True))
    opens = [f"{name}:open" for name in plan.targets]
    reasons = [f"{name}:reasons" for name in plan.targets]
    assert full.column_names == [*plan.targets, *opens, *reasons, "error"]
    field = full.schema.field("price-water:reasons")
    facts = field.metadata[b"facts"].decode().split(",")
    assert facts == plan.reason_facts()
    _, unfiled, unread = full["price-water:reasons"].to_pylist()
    assert "filed" in [name for bit, name in enumerate(facts) if unfiled >> bit & 1]
    assert unread is None
    assert full["price-water"].to_pylist()[1:] == [False, None]
    assert full["error"].to_pylist() == [None, None, "jurisdiction: unknown_jurisdiction"]


def test_floats_of_pandas(plan: Plan) -> None:
    storeys = [1.0, float("nan"), 2.5, None]
    answers = pa.table(plan.run(pa.table({"storey": pa.array(storeys)}), details=True))
    assert answers["error"].to_pylist() == [None, None, "storey: wrong_type", None]
    assert told(plan, answers)[0] == dict(plan.outcomes({"storey": 1}).items())


def test_what_is_no_table_of_facts(plan: Plan, table: Any) -> None:
    keep = 'leave a column out that is no fact, or keep it beside the answers with extra="keep"'
    for column, hint in ("natrue", "did you mean `nature`?"), ("row", keep):
        with pytest.raises(TuoyuError) as caught:
            plan.run(table.append_column(column, pa.array(range(len(ROWS)))))
        assert (caught.value.code, caught.value.hint) == ("unknown_field", hint)
        assert "jurisdiction, service" in caught.value.message_en
    with pytest.raises(TuoyuError) as caught:
        plan.run(pa.table({"filed": [b"yes"], "row": [1]}))
    assert [(one.code, one.path) for one in caught.value.errors] == [
        ("wrong_type", "filed"),
        ("unknown_field", "row"),
    ]
    with pytest.raises(TypeError, match="run_rows"):
        plan.run([{}])
    for arguments in {"threads": 0}, {"threads": "2"}, {"details": 1}, {"reasons": "no"}:
        with pytest.raises(TuoyuError) as caught:
            plan.run(table, **arguments)
        assert caught.value.path == next(iter(arguments))


def test_answers_are_read_as_often_as_their_table(plan: Plan, table: Any) -> None:
    answers = plan.run(table, details=True)
    first = pa.table(answers)
    assert pa.table(answers).equals(first)
    assert pa.schema(answers).equals(first.schema)
    # Who looks at the schema of one stream, and reads another.
    answers = plan.run(table)
    assert pa.RecordBatchReader.from_stream(answers).schema.names[-1] == "error"
    assert pa.table(answers).num_rows == len(ROWS)


def test_a_stream_is_read_once(plan: Plan, table: Any) -> None:
    answers = plan.run(table.to_reader())
    assert pa.RecordBatchReader.from_stream(answers).schema == pa.schema(answers)
    assert pa.table(answers).num_rows == len(ROWS)
    with pytest.raises(ValueError, match="already"):
        answers.__arrow_c_stream__()
    reader = table.to_reader()
    assert pa.table(plan.run(reader)).num_rows == len(ROWS)
    assert pa.table(plan.run(reader)).num_rows == 0

    class Torn:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return capsule

    capsule = table.__arrow_c_stream__()
    assert pa.table(plan.run(Torn())).num_rows == len(ROWS)
    with pytest.raises(TuoyuError):
        plan.run(Torn())
    capsule = None
    with pytest.raises(TypeError):
        plan.run(Torn())
    # Answers that nobody reads, and a capsule that nobody takes.
    plan.run(table).__arrow_c_stream__()
    plan.run(table)


def test_an_error_on_the_way_is_that_of_the_answers(plan: Plan) -> None:
    schema = pa.schema({"filed": pa.bool_()})

    def batches() -> Any:
        yield pa.record_batch({"filed": [True]}, schema=schema)
        message = "the disk is gone"
        raise OSError(message)

    reader = pa.RecordBatchReader.from_batches(schema, batches())
    answers = pa.RecordBatchReader.from_stream(plan.run(reader))
    assert answers.read_next_batch().num_rows == 1
    with pytest.raises(Exception, match="the disk is gone"):
        answers.read_next_batch()


def test_empty_tables(plan: Plan) -> None:
    empty = pa.table({"filed": pa.array([], pa.bool_())})
    assert pa.table(plan.run(empty)).num_rows == 0
    assert pa.table(plan.run(empty)).column_names[-1] == "error"
    assert pa.table(plan.run(pa.table({}))).num_rows == 0
    nulls = pa.table({"filed": pa.nulls(3), "legal_form": pa.nulls(3)})
    answers = pa.table(plan.run(nulls, details=True))
    assert told(plan, answers) == singly(plan, [{}, {}, {}])


def test_of_a_null_row_nothing_is_known() -> None:
    plan = PolicyBook.bundled().plan("2026-06-01", ["price-water"])
    rows = pa.StructArray.from_arrays(
        [pa.array(["370303"] * 3), pa.array([False] * 3)],
        names=["jurisdiction", "filed"],
        mask=pa.array([False, True, False]),
    )
    for table in (rows, pa.chunked_array([rows]), pa.chunked_array([rows[:1], rows[1:]])):
        found = pa.table(plan.run(table)).to_pylist()
        assert [row["price-water"] for row in found] == [False, None, False]
    assert pa.table(plan.run(rows[1:]))["price-water"].to_pylist() == [None, False]


def test_answers_are_read_while_the_library_itself_reads_rows(plan: Plan, table: Any) -> None:
    def rows() -> Any:
        # Pyarrow lets the interpreter go, within a call of this library.
        yield {"storey": pa.table(plan.run(table)).num_rows % 100 + 1}

    assert plan.run_rows(rows()) == [plan.outcomes({"storey": len(ROWS) % 100 + 1})]

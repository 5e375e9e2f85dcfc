"""Frames of other libraries, of two generations each (`make test-frames`)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tuoyu import Plan, PolicyBook, TuoyuError

pa = pytest.importorskip("pyarrow")

DAY = datetime.date(2026, 3, 2)
ROWS: list[dict[str, Any]] = [
    {
        "jurisdiction": "370303",
        "legal_form": "enterprise",
        "filed": False,
        "storey": 2,
        "lease_from": DAY,
        "modes": ["full_day", "hourly"],
    },
    {},
    {
        "jurisdiction": "370303",
        "legal_form": "个体工商户",
        "filed": True,
        "storey": -1,
        "lease_from": datetime.date(2020, 1, 1),
        "modes": ["临时托", "full_day"],
    },
]
NAMES = list(ROWS[0])


@pytest.fixture(scope="module")
def plan(book: PolicyBook) -> Plan:
    return book.plan(DAY, ["price-water", "register", "vat-exemption"])


@pytest.fixture(scope="module")
def table() -> Any:
    return pa.table({name: [row.get(name) for row in ROWS] for name in NAMES})


def answers(plan: Plan, data: Any) -> list[dict[str, Any]]:
    rows = pa.table(plan.run(data, details=True, reasons=True)).to_pylist()
    assert isinstance(rows, list)
    return rows


def errors(plan: Plan, data: Any) -> list[str | None]:
    return [row["error"] for row in answers(plan, data)]


def test_polars(plan: Plan, table: Any) -> None:
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(table)
    wanted = answers(plan, table)
    assert answers(plan, frame) == wanted
    for change in (
        {"legal_form": pl.Categorical, "storey": pl.Int8},
        {"legal_form": pl.Enum(["个体工商户", "enterprise"]), "storey": pl.Float64},
        {"storey": pl.Float32, "lease_from": pl.Datetime("us")},
        {"storey": pl.Decimal(10, 2), "lease_from": pl.Datetime("ns", "UTC")},
        {"jurisdiction": pl.Int64, "modes": pl.Array(pl.String, 2)},
        {"modes": pl.List(pl.Categorical), "jurisdiction": pl.Float64},
    ):
        assert answers(plan, frame.cast(change)) == wanted, change
    assert answers(plan, frame[1:]) == wanted[1:]
    assert answers(plan, frame.with_columns(pl.lit(None).alias("places"))) == wanted
    strings = frame.with_columns(pl.lit(None, pl.String).alias("places"))
    assert answers(plan, strings) == wanted
    back = pl.DataFrame(plan.run(frame))
    assert back["register"].to_list() == [row["register"] for row in wanted]


def test_a_sliced_series_of_structs(plan: Plan) -> None:
    pl = pytest.importorskip("polars")
    whole = [{"filed": False}, None, {"filed": True}, {"filed": False}]
    for first, last in (0, 4), (1, 4), (2, 3), (3, 4):
        rows = pl.Series("x", whole)[first:last]
        try:
            found = answers(plan, rows)
        except TuoyuError as error:
            # Some versions hand over children that are too short.
            assert error.code == "bad_table"
        except (OSError, ValueError) as error:
            assert "cannot be read" in str(error) or "C Data" in str(error)
        else:
            assert found == answers(
                plan, pa.table({"filed": [(row or {}).get("filed") for row in whole[first:last]]})
            )


def test_numbers_of_128_bits_are_refused_by_name_or_read(plan: Plan) -> None:
    pl = pytest.importorskip("polars")
    if not hasattr(pl, "Int128"):
        pytest.skip("this polars has none")
    with pytest.raises((TuoyuError, pl.exceptions.PolarsError)) as caught:
        plan.run(pl.DataFrame({"storey": pl.Series([2], dtype=pl.Int128)}))
    if isinstance(caught.value, TuoyuError):
        assert caught.value.code in {"bad_table", "wrong_type"}


def test_pandas(plan: Plan, table: Any) -> None:
    pd = pytest.importorskip("pandas")
    frame = table.to_pandas()
    wanted = answers(plan, table)
    assert answers(plan, frame) == wanted
    assert answers(plan, frame.convert_dtypes()) == wanted
    assert answers(plan, frame.assign(legal_form=frame["legal_form"].astype("category"))) == wanted
    assert answers(plan, frame.assign(places=float("nan"), service=float("nan"))) == wanted
    assert answers(plan, frame.assign(lease_from=pd.to_datetime(frame["lease_from"]))) == wanted
    assert answers(plan, frame.assign(jurisdiction=[370303, None, 370303])) == wanted
    assert answers(plan, frame.sort_values("storey", ascending=False)) == [
        wanted[0],
        wanted[2],
        wanted[1],
    ]
    assert answers(plan, frame.iloc[[2, 0]]) == [wanted[2], wanted[0]]
    for nothing in (
        "filed",
        "storey",
        "lease_from",
        "legal_form",
        "modes",
        "jurisdiction",
        "credit_code",
    ):
        assert answers(plan, pd.DataFrame({nothing: [float("nan")] * 3})) == answers(
            plan, pa.table({"filed": pa.nulls(3)})
        )
    afternoon = pd.DataFrame(
        {"lease_from": [pd.Timestamp("2026-03-02 15:30"), pd.Timestamp("2026-03-02")]}
    )
    assert errors(plan, afternoon) == ["lease_from: wrong_type", None]
    tiny = pd.DataFrame({"filed": pd.array([0, 1, None], dtype="Int8")})
    assert errors(plan, tiny) == ["filed: wrong_type", "filed: wrong_type", None]


def test_pandas_with_arrow_types(plan: Plan, table: Any) -> None:
    pd = pytest.importorskip("pandas")
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    assert answers(plan, frame) == answers(plan, table)


def test_duckdb(plan: Plan, table: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    wanted = answers(plan, table)
    connection = duckdb.connect()
    connection.register("facts", table)
    for columns in (
        "*",
        "* replace (storey::hugeint as storey, jurisdiction::integer as jurisdiction)",
        "* replace (storey::decimal(10, 2) as storey, jurisdiction::double as jurisdiction)",
        "* replace (lease_from::timestamp as lease_from)",
        "* replace (legal_form::enum('enterprise', '个体工商户') as legal_form)",
        "* replace (modes::varchar[2] as modes), null as places",
    ):
        found = answers(plan, connection.sql(f"select {columns} from facts"))  # noqa: S608
        assert [row["register"] for row in found] == [row["register"] for row in wanted], columns
        assert [row["error"] for row in found] == [None] * 3, columns


def test_duckdb_reads_the_answers(plan: Plan, table: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    found = plan.run(table)
    connection = duckdb.connect()
    try:
        assert connection.sql("select count(*) from found").fetchall() == [(3,)]
    except duckdb.InvalidInputException as error:
        # Earlier ones ask for a reader of pyarrow.
        assert "found" in str(error)
        found = pa.RecordBatchReader.from_stream(found)
        assert connection.sql("select count(*) from found").fetchall() == [(3,)]
        return
    unfiled = 'select count(*) from found where not "price-water"'
    assert connection.sql(unfiled).fetchall() == connection.sql(unfiled).fetchall() == [(1,)]

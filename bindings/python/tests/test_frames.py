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


FILINGS: list[dict[str, Any]] = [
    {
        "jurisdiction": "370303",
        "service": "institution",
        "filing_form": True,
        "received_on": datetime.date(2026, 2, 2),
        "classes": [
            {"band": "infant", "children": 12, "carers": 4},
            {"band": "toddler", "children": 9, "carers": None},
        ],
    },
    {"jurisdiction": "370303", "service": "institution", "filing_form": False, "classes": []},
    {"jurisdiction": "370303", "classes": [{"band": "infant", "children": -1}]},
    {"service": "family_site", "received_on": datetime.date(2026, 3, 3), "classes": None},
]


def filed(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facts of a row and its dossier."""
    facts = {name: row[name] for name in ["jurisdiction", "service"] if name in row}
    return facts, {name: value for name, value in row.items() if name not in facts}


def test_filings(book: PolicyBook) -> None:
    plan = book.plan(DAY, ["register", "requirements"])
    names = ["jurisdiction", "service", "filing_form", "received_on", "classes"]
    table = pa.table({name: [row.get(name) for row in FILINGS] for name in names})
    assert pa.types.is_struct(table.schema.field("classes").type.value_type)
    found = pa.table(plan.run(table, outcomes="category", classes=True, faults=True)).to_pylist()
    singles = plan.run_rows(map(filed, FILINGS))
    for row, single, found_row in zip(FILINGS, singles, found):
        if isinstance(single, TuoyuError):
            own = [(one.path.removeprefix("dossier."), one.code) for one in single.errors]
            assert own == [(one["path"], one["code"]) for one in found_row["faults"]]
            assert found_row["review"] is None
            continue
        assert {target: found_row[target] for target in plan.targets} == dict(single)
        count = len(row["classes"] or [])
        of_class = [single[f"class-size-infant@classes[{at}]"] for at in range(count)]
        assert found_row["class-size-infant:classes"] == (of_class or None)
        assert "register:classes" not in found_row
    assert [row["error"] for row in found] == [
        None,
        None,
        "classes: out_of_range",
        "received_on: conflict",
    ]
    reasons = pa.table(plan.run(table, reasons="long")).to_pylist()
    assert {
        "row": 0,
        "target": "class-size-infant",
        "fact": "class_children",
        "error": None,
    } in reasons


def test_filings_of_other_libraries(book: PolicyBook) -> None:
    plan = book.plan(DAY, ["requirements"])
    names = ["jurisdiction", "service", "filing_form", "classes"]
    # The order of the fields that pyarrow reads off dicts differs between its generations.
    of_a_class = pa.struct({"band": pa.string(), "children": pa.int64(), "carers": pa.int64()})
    columns: dict[str, Any] = {name: [row.get(name) for row in FILINGS] for name in names}
    columns["classes"] = pa.array(columns["classes"], pa.list_(of_a_class))
    table = pa.table(columns)
    wanted = pa.table(plan.run(table, classes=True)).to_pylist()
    assert wanted[0]["class-size-infant:classes"] == ["unmet", "met"]
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(table)
    assert frame.schema["classes"] == pl.List(
        pl.Struct({"band": pl.String, "children": pl.Int64, "carers": pl.Int64})
    )
    assert pa.table(plan.run(frame, classes=True)).to_pylist() == wanted
    # A class a row, gathered into lists.
    row = pl.int_range(pl.len()).alias("row")
    apart = frame.select(row, "classes").explode("classes").unnest("classes")
    apart = apart.filter(pl.any_horizontal(pl.col("band", "children", "carers").is_not_null()))
    lists = apart.group_by("row").agg(classes=pl.struct("band", "children", "carers"))
    gathered = frame.drop("classes").with_columns(row).join(lists, on="row", how="left").sort("row")
    assert pa.table(plan.run(gathered.drop("row"), classes=True)).to_pylist() == wanted
    pd = pytest.importorskip("pandas")
    duckdb = pytest.importorskip("duckdb")
    pandas = pd.DataFrame({name: [row.get(name) for row in FILINGS] for name in names})
    assert pa.table(plan.run(pandas, classes=True)).to_pylist() == wanted
    relation = duckdb.from_arrow(table)
    assert pa.table(plan.run(relation, classes=True)).to_pylist() == wanted


def test_columns_that_are_no_classes(book: PolicyBook, plan: Plan) -> None:
    filings = book.plan(DAY, ["review"])
    with pytest.raises(TuoyuError) as caught:
        filings.run(pa.table({"classes": ["a"]}))
    assert caught.value.path == "classes"
    with pytest.raises(TuoyuError) as caught:
        filings.run(pa.table({"classes": [[{"band": "infant", "size": 1}]]}))
    assert (caught.value.path, caught.value.code) == ("classes.size", "unknown_field")
    # Of an institution there is no dossier.
    with pytest.raises(TuoyuError):
        plan.run(pa.table({"filing_form": [True]}))
    nothing = pa.table({"classes": pa.array([None, None]), "filing_form": [True, None]})
    assert [row["error"] for row in pa.table(filings.run(nothing)).to_pylist()] == [None, None]


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


CATEGORIES = ["not_in_force", "unmet", "open_facts", "open_unsettled", "open_conflict", "met"]


def test_a_frame_of_the_same_kind_comes_back(plan: Plan, table: Any) -> None:
    wanted = pa.table(plan.run(table))
    same = plan.run(table).frame()
    assert isinstance(same, pa.Table)
    assert same.equals(wanted)
    batch = plan.run(table.to_batches()[0]).frame()
    assert isinstance(batch, pa.RecordBatch)
    assert batch.equals(wanted.to_batches()[0])
    assert isinstance(plan.run(table.slice(0, 0).to_reader()).frame(), pa.RecordBatchReader)
    empty = pa.RecordBatch.from_pylist([], schema=table.schema)
    assert plan.run(empty).frame().num_rows == 0
    pl = pytest.importorskip("polars")
    frame = plan.run(pl.from_arrow(table)).frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame.rows() == [tuple(row.values()) for row in wanted.to_pylist()]
    assert isinstance(plan.run(table).frame("polars"), pl.DataFrame)
    assert isinstance(plan.run(pl.from_arrow(table)).frame("pyarrow"), pa.Table)

    class Own:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return table.__arrow_c_stream__(requested_schema)

    with pytest.raises(TypeError, match="Own: name one of duckdb"):
        plan.run(Own()).frame()
    assert plan.run(Own()).frame("pyarrow").equals(wanted)
    with pytest.raises(TuoyuError) as caught:
        plan.run(table).frame("excel")  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.path) == ("unknown_word", "kind")


def test_a_frame_of_pandas_comes_back_with_its_index(plan: Plan, table: Any) -> None:
    pd = pytest.importorskip("pandas")
    frame = table.to_pandas().set_index(pd.Index(["b", "a", "b"], name="key"))
    frame["flag"] = [True, False, True]
    frame["when"] = pd.Categorical(["x", "y", "x"])
    found = plan.run(frame, extra="keep").frame()
    assert isinstance(found, pd.DataFrame)
    assert found.index.equals(frame.index)
    assert found.index.name == "key"
    assert list(found.columns) == ["flag", "when", *plan.targets, "error"]
    assert found[["flag", "when"]].equals(frame[["flag", "when"]])
    assert found["price-water"].dtype == "boolean"
    assert found["price-water"].tolist()[:1] == [False]
    assert found["price-water"].isna().tolist() == [False, True, True]
    rows = frame.reset_index().sort_values("storey")
    assert plan.run(rows.drop(columns=["key", "flag", "when"])).frame().index.equals(rows.index)


def test_a_relation_of_duckdb_comes_back_on_its_connection(plan: Plan, table: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.register("given", table)
    relation = connection.sql("select *, row_number() over () as id from given")
    found = plan.run(relation, extra="keep", outcomes="category").frame()
    assert isinstance(found, duckdb.DuckDBPyRelation)
    assert connection.sql("select count(*) from found join given on true").fetchall() == [(9,)]
    assert dict(zip(found.columns, map(str, found.types)))["price-water"].startswith("ENUM")
    words = [row[1] for row in found.order('"price-water"').fetchall()]
    assert words == ["unmet", "open_facts", "open_facts"]
    assert (
        plan.run(table).frame("duckdb").fetchall()
        == plan.run(connection.sql("select * from given")).frame().fetchall()
    )


def test_outcomes_are_ordered_categories(plan: Plan, table: Any) -> None:
    outcomes = [list(map(str, plan.outcomes(row).values())) for row in ROWS]
    answers = plan.run(table, outcomes="category")
    found = pa.table(answers)
    for at, target in enumerate(plan.targets):
        assert found[target].to_pylist() == [row[at] for row in outcomes]
        assert found.schema.field(target).type.ordered
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(answers)
    assert frame["register"].dtype == pl.Enum(CATEGORIES)
    assert frame.filter(pl.col("price-water") < "open_facts").height == 1
    pd = pytest.importorskip("pandas")
    series = plan.run(table.to_pandas(), outcomes="category").frame()["price-water"]
    assert isinstance(series.dtype, pd.CategoricalDtype)
    assert series.cat.ordered
    assert list(series.cat.categories) == CATEGORIES
    assert (series < "open_facts").tolist() == [True, False, False]


def test_reasons_in_long_form(plan: Plan, table: Any) -> None:
    wide = pa.table(plan.run(table, reasons=True))
    facts = plan.reason_facts()
    wanted = [
        (row, target, fact)
        for row, answers in enumerate(wide.to_pylist())
        for target in plan.targets
        for bit, fact in enumerate(facts)
        if (answers[f"{target}:reasons"] or 0) >> bit & 1
    ]
    found = pa.table(plan.run(table, reasons="long"))
    assert found.column_names == ["row", "target", "fact", "error"]
    assert [tuple(row.values())[:3] for row in found.to_pylist()] == wanted
    pl = pytest.importorskip("polars")
    assert plan.run(pl.from_arrow(table), reasons="long").frame().height == len(wanted)
    pd = pytest.importorskip("pandas")
    frame = table.to_pandas().set_index(pd.Index([5, 6, 7]))
    assert len(plan.run(frame, reasons="long").frame()) == len(wanted)


def test_every_fault_of_a_row_with_its_cure(plan: Plan) -> None:
    rows: list[dict[str, Any]] = [
        {"legal_form": "enterprize", "storey": 0, "modes": ["nightly", "full_day", "x"]},
        {"storey": 1},
        {"credit_code": "370303123456789", "modes": [], "legal_form": "企业"},
    ]
    names = ["legal_form", "storey", "modes", "credit_code"]
    table = pa.table({name: [row.get(name) for row in rows] for name in names})
    found = pa.table(plan.run(table, faults=True)).to_pylist()
    for row, answers in zip(rows, found):
        known = {name: row[name] for name in names if name in row}
        try:
            plan.outcomes(known)
        except TuoyuError as error:
            wanted = [
                {
                    "path": one.path,
                    "code": one.code,
                    "message": one.message,
                    "message_en": one.message_en,
                    "hint": one.hint,
                    "hint_zh": one.hint_zh,
                }
                for one in error.errors
            ]
            assert answers["faults"] == wanted
        else:
            assert answers["faults"] is None
    assert {fault["path"] for fault in found[0]["faults"]} == {
        "legal_form",
        "storey",
        "modes[0]",
        "modes[2]",
    }
    pl = pytest.importorskip("polars")
    lists = pl.DataFrame(plan.run(table, faults=True))["faults"]
    assert lists.list.len().to_list() == [4, None, 1]


def test_a_wrong_word_of_an_argument(plan: Plan, table: Any) -> None:
    for arguments in {"outcomes": "words"}, {"reasons": "short"}, {"faults": 1}, {"extra": "drop"}:
        with pytest.raises(TuoyuError) as caught:
            plan.run(table, **arguments)
        assert caught.value.path == next(iter(arguments))

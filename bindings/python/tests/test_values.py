"""One value, one verdict: a dict, JSON, and a column of every library that is installed."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime
import decimal
import fractions
import json
import pickle
import sqlite3
import types
from pathlib import Path
from typing import Any, Callable

import pytest
from tuoyu import Institution, Outcomes, Plan, PolicyBook, TuoyuError

DAY = datetime.date(2026, 3, 2)
KINDS = json.loads((Path(__file__).parents[3] / "tests" / "values.json").read_text("utf-8"))
CASES = [
    pytest.param(kind["fact"], row, id=f"{kind['fact']} {row}")
    for kind in KINDS
    for row in kind["rows"]
    if "written" not in row
]
WRITTEN = [
    pytest.param(kind["fact"], row, id=f"{kind['fact']} {row}")
    for kind in KINDS
    for row in kind["rows"]
    if "written" in row
]


@pytest.fixture(scope="module")
def plan(book: PolicyBook) -> Plan:
    return book.plan(DAY)


def given(row: dict[str, Any]) -> Any:
    if "number" in row:
        return float(row["number"])
    if "day" in row:
        return datetime.date.fromisoformat(row["day"])
    if "moment" in row:
        return datetime.datetime.fromisoformat(row["moment"])
    return row["given"]


def verdict(call: Callable[[], Outcomes]) -> dict[str, Any] | str:
    """Return the outcomes, or what is wrong."""
    try:
        return dict(call().items())
    except TuoyuError as error:
        return str(error.code)


def in_column(plan: Plan, table: Any) -> dict[str, Any] | str:
    pa = pytest.importorskip("pyarrow")
    (row,) = pa.table(plan.run(table, details=True)).to_pylist()
    if row["error"]:
        return str(row["error"].partition(": ")[2])
    word = {True: "met", False: "unmet", None: "open_facts"}
    opens = {"facts": "open_facts", "unsettled": "open_unsettled", "conflict": "open_conflict"}
    opens["not_in_force"] = "not_in_force"
    return {
        target: opens[row[f"{target}:open"]] if row[target] is None else word[row[target]]
        for target in plan.targets
    }


@pytest.mark.parametrize(("fact", "row"), CASES)
def test_every_value_has_one_verdict(plan: Plan, fact: str, row: dict[str, Any]) -> None:
    value = given(row)
    told = verdict(lambda: plan.outcomes({fact: value}))
    if "error" in row:
        assert told == row["error"]
    else:
        assert told == verdict(lambda: plan.outcomes({fact: row["reads"]}))
    if "given" in row:
        text = json.dumps({fact: value})
        assert verdict(lambda: plan.outcomes(Institution.from_json(text))) == told
    pa = pytest.importorskip("pyarrow")
    for table in tables(pa, fact, value):
        assert in_column(plan, table) == told, table


@pytest.mark.parametrize(("fact", "row"), WRITTEN)
def test_number_is_read_as_it_is_written(plan: Plan, fact: str, row: dict[str, Any]) -> None:
    text = f'{{"{fact}": {row["written"]}}}'
    number = decimal.Decimal(row["written"])
    told = verdict(lambda: plan.outcomes(Institution.from_json(text)))
    if "error" in row:
        assert told == row["error"]
    else:
        assert told == verdict(lambda: plan.outcomes({fact: row["reads"]}))
    assert verdict(lambda: plan.outcomes({fact: number})) == told
    assert verdict(lambda: plan.outcomes({fact: fractions.Fraction(number)})) == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1e999999999", "out_of_range"),
        ("-1e999999999", "out_of_range"),
        ("1e-999999999", "wrong_type"),
        ("0e999999999", None),
        ("-0e-999999999", None),
    ],
)
def test_decimal_with_a_great_power_is_told_at_once(
    plan: Plan, number: str, told: str | None
) -> None:
    found = verdict(lambda: plan.outcomes({"places": decimal.Decimal(number)}))
    assert found == (told or verdict(lambda: plan.outcomes({"places": 0})))


def tables(pa: Any, fact: str, value: Any) -> list[Any]:
    """Return a table of one row of each library that has such a value."""
    if (isinstance(value, int) and not -(2**63) <= value < 2**63) or isinstance(value, dict):
        return []
    try:
        array = pa.array([value])
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return []
    found = [pa.table({fact: array})]
    if not pa.types.is_null(array.type) and not pa.types.is_nested(array.type):
        found += [pa.table({fact: array.dictionary_encode()})]
        found += [pa.table({fact: pa.compute.run_end_encode(array)})]
    if isinstance(value, float):
        found += [pa.table({fact: array.cast(pa.float32(), safe=False)})] * (value < 1e6)
    if isinstance(value, datetime.datetime):
        zoned = pa.array([value]).cast(pa.timestamp("ns"))
        found += [pa.table({fact: zoned.cast(pa.timestamp("ns", "UTC"))})]
    if pa.types.is_list(array.type):
        found += [pa.table({fact: array.cast(pa.large_list(array.type.value_type))})]
        found += [pa.table({fact: array.cast(pa.list_(array.type.value_type, len(value)))})]
    pandas = found_module("pandas")
    if pandas and not isinstance(value, list):
        found += [pandas.DataFrame({fact: [value]}), pandas.DataFrame({fact: [value]}, index=[7])]
    polars = found_module("polars")
    if polars:
        found += [polars.from_arrow(pa.table({fact: array}))]
    return found


def found_module(name: str) -> Any:
    try:
        return pytest.importorskip(name)
    except pytest.skip.Exception:
        return None


def test_scalars_of_other_libraries(plan: Plan) -> None:
    np, pd, pa = (pytest.importorskip(name) for name in ("numpy", "pandas", "pyarrow"))
    same: dict[str, tuple[Any, list[Any]]] = {
        "places": (
            30,
            [
                *(np.int8(30), np.uint64(30), np.float16(30), np.float64(30.0), pa.scalar(30)),
                *(
                    np.longdouble(30),
                    decimal.Decimal("30.00"),
                    fractions.Fraction(60, 2),
                    np.array(30),
                    30.0,
                ),
            ],
        ),
        "filed": (False, [np.bool_(False), pa.scalar(False), np.array(False), "否"]),  # noqa: FBT003
        "lease_from": (
            DAY,
            [
                *(
                    pd.Timestamp(DAY),
                    np.datetime64("2026-03-02"),
                    np.datetime64("2026-03-02", "ns"),
                ),
                *(pa.scalar(DAY), datetime.datetime(2026, 3, 2)),  # noqa: DTZ001
                datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc),
                pd.Timestamp("2026-03-02", tz="Asia/Shanghai"),
            ],
        ),
        "modes": (
            ["full_day", "hourly"],
            [
                *(
                    ("full_day", "hourly"),
                    np.array(["全日托", "hourly"]),
                    pd.Series(["full_day", "hourly"]),
                ),
                pa.array(["full_day", "hourly"]),
            ],
        ),
        "legal_form": ("enterprise", [np.str_("企业"), pa.scalar("企业法人")]),
        "jurisdiction": ("370303", [370303, np.int64(370303), 370303.0]),
    }
    base = {"jurisdiction": "370303", "service": "institution"}
    for fact, (plain, others) in same.items():
        wanted = plan.outcomes({**base, fact: plain})
        for other in others:
            assert plan.outcomes({**base, fact: other}) == wanted, (fact, other)
    unknown = [None, float("nan"), np.nan, np.float32("nan"), np.datetime64("NaT"), pd.NA, pd.NaT]
    for fact in same:
        wanted = plan.outcomes({})
        for nothing in [*unknown, decimal.Decimal("NaN")]:
            assert plan.outcomes({fact: nothing}) == wanted, (fact, nothing)
    late: list[Any] = [
        pd.Timestamp("2026-03-02 00:00:00.000000001"),
        np.datetime64("2026-03-02T15:30"),
    ]
    for moment in late:
        assert verdict(lambda moment=moment: plan.outcomes({"lease_from": moment})) == "wrong_type"  # type: ignore[misc]


def test_rows_of_every_kind(plan: Plan) -> None:
    facts = {"jurisdiction": "370303", "filed": False, "places": 30}
    row = dataclasses.make_dataclass("Row", list(facts))
    named = collections.namedtuple("named", list(facts))  # type: ignore[misc]  # noqa: PYI024
    rows: list[Any] = [
        types.MappingProxyType(facts),
        collections.OrderedDict(facts),
        collections.ChainMap(facts),
        row(**facts),
        named(**facts),
    ]
    pd = found_module("pandas")
    if pd:
        frame = pd.DataFrame([facts, {**facts, "filed": None}])
        rows += [frame.iloc[0], next(frame.itertuples(index=False)), frame.to_dict("records")[0]]
        rows += [next(frame.itertuples()), frame.iloc[:1].to_records(index=False)[0]]
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    query = "select '370303' as jurisdiction, '否' as filed, 30 as places"
    rows += [connection.execute(query).fetchone(), types.SimpleNamespace(**facts), *records(facts)]
    wanted = plan.outcomes(facts)
    for one in rows:
        assert plan.outcomes(one) == wanted, one
    for wrong in object(), *([frame, frame.iloc[0].to_frame()] if pd else []):
        assert verdict(lambda wrong=wrong: plan.outcomes(wrong)) == "wrong_type"  # type: ignore[misc]
    assert plan.run_rows(rows) == [wanted] * len(rows)
    for wrong in (row, [facts], (1, 2), {facts["jurisdiction"]}, "filed"):
        assert verdict(lambda wrong=wrong: plan.outcomes(wrong)) == "wrong_type"  # type: ignore[misc]


def records(facts: dict[str, Any]) -> list[Any]:
    """Return records as attrs, msgspec, pydantic and SQLAlchemy make them."""
    named = [types.SimpleNamespace(name=name) for name in facts]
    attrs = type("Attrs", (), {"__attrs_attrs__": named})()
    structs = type("Struct", (), {"__struct_fields__": tuple(facts)})()
    models = type("Model", (), {"__pydantic_fields__": dict.fromkeys(list(facts)[1:])})()
    for record in attrs, structs, models:
        vars(record).update(facts)
    models.__pydantic_extra__ = {"jurisdiction": facts["jurisdiction"]}
    result = type("Row", (), {"_asdict": lambda _: dict(facts)})()
    return [attrs, structs, models, result]


def test_rows_of_a_table_are_answered_by_run(plan: Plan) -> None:
    frames = [found_module("pandas"), found_module("polars")]
    for frame in [module.DataFrame({"filed": [True]}) for module in frames if module]:
        with pytest.raises(TuoyuError) as caught:
            plan.run_rows(frame)
        assert caught.value.path == "rows"
        assert caught.value.hint == "give a table to run()"
        with pytest.raises(TuoyuError) as caught:
            plan.outcomes(frame)
        assert caught.value.hint == "give a table to run()"
    for rows, way in ({"filed": True}, "outcomes()"), ("filed", "outcomes()"):
        with pytest.raises(TuoyuError) as caught:
            plan.run_rows(rows)  # type: ignore[arg-type]
        assert way in (caught.value.hint or "")


def test_a_mark_at_the_start_of_json_is_no_matter(book: PolicyBook) -> None:
    mark = "\ufeff"
    assert Institution.from_json(mark + '{"filed": true}') == Institution(filed=True)
    assert book.plan(DAY).ask(mark + "{}") == book.plan(DAY).ask("{}")
    ask = '{"question": "goals", "jurisdiction": "370303", "as_of": "2026-03-02"}'
    assert book.ask(mark + ask) == book.ask(ask)


def test_an_index_of_pandas_is_left_out(plan: Plan) -> None:
    pd, pa = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"filed": [True, False, None], "storey": [3.0, 1.0, None]})
    wanted = pa.table(plan.run(frame))
    assert pa.table(plan.run(frame.sort_values("storey"))).num_rows == 3
    assert pa.table(plan.run(frame.set_index(pd.Index([3, 1, 2], name="row")))).equals(wanted)
    assert pa.table(plan.run(frame.set_index(pd.Index([1, 2, 3], name="行"), append=True))).equals(
        wanted
    )
    # An index that is a fact is one.
    assert pa.table(plan.run(frame.set_index("storey"))).equals(wanted)
    with pytest.raises(TuoyuError):
        plan.run(frame.assign(row=1))


def test_extra_columns_are_kept_when_asked(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"名称": ["甲", "乙"], "filed": [True, False], "tags": [[b"x"], None]})
    with pytest.raises(TuoyuError) as caught:
        plan.run(table)
    assert [one.path for one in caught.value.errors] == ["名称", "tags"]
    kept = pa.table(plan.run(table, extra="keep"))
    assert kept.column_names[:2] == ["名称", "tags"]
    assert kept.select(["名称", "tags"]).equals(table.select(["名称", "tags"]))
    assert kept.drop_columns(["名称", "tags"]).equals(pa.table(plan.run(table.select(["filed"]))))
    with pytest.raises(TuoyuError) as caught:
        plan.run(table.append_column("error", pa.array([1, 2])), extra="keep")
    assert (caught.value.code, caught.value.path) == ("duplicate_field", "error")
    for wrong in "none", 1:
        with pytest.raises(TuoyuError) as caught:
            plan.run(table, extra=wrong)  # type: ignore[arg-type]
        assert caught.value.path == "extra"


def test_headers_in_chinese(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    chinese = pa.table(
        {"所在地": [370303], "登记类型": ["企业"], "已备案": ["否"], "服务形式": [["全日托"]]}
    )
    plain = pa.table(
        {
            "jurisdiction": ["370303"],
            "legal_form": ["enterprise"],
            "filed": [False],
            "modes": [["full_day"]],
        }
    )
    assert pa.table(plan.run(chinese)).equals(pa.table(plan.run(plain)))
    with pytest.raises(TuoyuError) as caught:
        plan.run(chinese.rename_columns(["所在地", "登记类型", "是否备案", "服务形式"]))
    assert caught.value.hint == "did you mean `filed` (已备案)?"


def test_every_fault_of_a_row_stands_in_its_error(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"legal_form": ["x", None], "storey": [0, 1], "filed": ["maybe", "是"]})
    found = pa.table(plan.run(table))["error"].to_pylist()
    assert found == ["legal_form: unknown_word; storey: out_of_range; filed: wrong_type", None]


def test_types_that_no_fact_is_read_from_are_named(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    for array, name in (
        (pa.array([b"x"]), "Binary"),
        (pa.array([{"a": 1}]), "Struct"),
        (pa.array([datetime.time()]), "Time64"),
        (pa.array([datetime.timedelta()]), "Duration"),
        (pa.array([[b"x"]]), "List of Binary"),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())), "Map"),
    ):
        with pytest.raises(TuoyuError) as caught:
            plan.run(pa.table({"filed": array}))
        assert (caught.value.code, caught.value.path) == ("wrong_type", "filed")
        assert name in caught.value.message_en
    pandas = found_module("pandas")
    if pandas:
        months = pandas.DataFrame({"places": pandas.period_range("2026-03", periods=2, freq="M")})
        with pytest.raises(TuoyuError) as caught:
            plan.run(months)
        assert (caught.value.code, caught.value.path) == ("wrong_type", "places")
        assert "Extension" in caught.value.message_en
    polars = found_module("polars")
    if polars:
        with pytest.raises(TuoyuError) as caught:
            plan.run(polars.DataFrame({"places": polars.Series([30], dtype=polars.Int128)}))
        assert caught.value.code in {"bad_table", "wrong_type"}


def test_truth_values_in_bytes(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    storage = pa.array([0, 1, None], pa.int8())
    table = pa.table({"filed": pa.ExtensionArray.from_storage(pa.bool8(), storage)})
    plain = pa.table({"filed": [False, True, None]})
    assert pa.table(plan.run(table)).equals(pa.table(plan.run(plain)))


def in_layouts(pa: Any, values: Any) -> list[Any]:
    """Return the values themselves, and as dictionaries and runs stand for them."""
    keys = pa.array(range(len(values)), pa.int8())
    ends = pa.array(range(1, len(values) + 1), pa.int32())
    words = pa.DictionaryArray.from_arrays(keys, values)
    made = [values, words, pa.RunEndEncodedArray.from_arrays(ends, values)]
    # Not every generation makes dictionaries of dictionaries.
    with contextlib.suppress(pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        made.append(pa.DictionaryArray.from_arrays(keys, words))
    return made


def test_truth_values_in_bytes_in_every_layout(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    storage = pa.array([0, 1, None, 7], pa.int8())
    values = pa.ExtensionArray.from_storage(pa.bool8(), storage)
    rows = [False, True, None, True]
    for array in in_layouts(pa, values):
        plain = pa.table({"filed": rows})
        told = plan.run(pa.table({"filed": array}), faults=True)
        assert pa.table(told).equals(pa.table(plan.run(plain, faults=True))), array.type
        told = pa.table(plan.run(pa.table({"storey": array}), faults=True))
        wanted = pa.table(plan.run(pa.table({"storey": rows}), faults=True))
        assert told.equals(wanted), array.type
        # A fault of another column is the only one of its row.
        table = pa.table({"filed": array, "storey": [0, 0, 0, 0]})
        faults = pa.table(plan.run(table, faults=True))["faults"].to_pylist()
        assert [[fault["path"] for fault in row] for row in faults] == [["storey"]] * 4, array.type


def test_types_of_others_in_every_layout(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")

    def told(_: Any) -> bytes:
        return b""

    def made(self: Any) -> None:
        pa.ExtensionType.__init__(self, pa.int64(), "example.months")

    methods = {"__init__": made, "__arrow_ext_serialize__": told}
    months = type("Months", (pa.ExtensionType,), methods)
    values = pa.ExtensionArray.from_storage(months(), pa.array([2, 3], pa.int64()))
    for array in in_layouts(pa, values):
        with pytest.raises(TuoyuError) as caught:
            plan.run(pa.table({"storey": array}))
        assert (caught.value.code, caught.value.path) == ("wrong_type", "storey"), array.type
        lists = pa.ListArray.from_arrays([0, 1, 2], array)
        with pytest.raises(TuoyuError) as caught:
            plan.run(pa.table({"modes": lists}))
        assert (caught.value.code, caught.value.path) == ("wrong_type", "modes"), lists.type


def test_dictionaries_of_dictionaries(plan: Plan) -> None:
    pa = pytest.importorskip("pyarrow")
    words = ["enterprise", "individual_business", "nonsense", None]
    plain = pa.table(plan.run(pa.table({"legal_form": words}), faults=True))
    for array in in_layouts(pa, pa.array(words)):
        told = pa.table(plan.run(pa.table({"legal_form": array}), faults=True))
        assert told.equals(plain), array.type


def test_outcomes_are_pickled_copied_and_compared(plan: Plan) -> None:
    import copy  # noqa: PLC0415

    base = {"jurisdiction": "370303", "legal_form": "enterprise"}
    every = [
        plan.outcomes({**base, **more}) for more in ({}, {"filed": False}, {"nature": "nonprofit"})
    ]
    again = pickle.loads(pickle.dumps(every))
    assert again == every
    assert [dict(one.items()) for one in again] == [dict(one.items()) for one in every]
    assert len({*every, *again}) == len(set(every))
    for one in every:
        assert copy.copy(one) is copy.deepcopy(one) is one
        assert hash(one) == hash(copy.copy(one))
        assert one != object()

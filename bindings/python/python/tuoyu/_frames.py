"""Answers as a frame of the kind that their table was; a library is imported where it is needed."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KINDS = ("duckdb", "pandas", "polars", "pyarrow")


def frame(answers: Any, data: Any, kind: str, kept: int, of_rows: bool) -> Any:  # noqa: FBT001
    """Return the answers as a frame of a kind, or of that of their table.

    `kept` is how many columns of the table stand before the answers; `of_rows` tells whether there
    is one row of answers for each row.
    """
    library = kind_of(data) if kind == "same" else kind
    if library == "polars":
        return import_module("polars").DataFrame(answers)
    if library == "pyarrow":
        return as_pyarrow(answers, data)
    if library == "pandas":
        return as_pandas(answers, data, kept, of_rows)
    return as_duckdb(answers, data)


def kind_of(data: Any) -> str:
    """Return the name of the library that a frame is of."""
    for base in type(data).__mro__:
        library = base.__module__.partition(".")[0]
        if library in KINDS:
            return library
    message = (
        f"no frame is made of {type(data).__name__}: name one of {', '.join(KINDS)}, "
        "or read the answers as an Arrow stream"
    )
    raise TypeError(message)


def as_pyarrow(answers: Any, data: Any) -> Any:
    """Return a table; of a batch a batch, of a reader a reader."""
    pa = import_module("pyarrow")
    reader = pa.RecordBatchReader.from_stream(answers)
    if isinstance(data, pa.RecordBatchReader):
        return reader
    table = reader.read_all()
    if isinstance(data, pa.RecordBatch):
        batches = table.combine_chunks().to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
    return table


def as_pandas(answers: Any, data: Any, kept: int, of_rows: bool) -> Any:  # noqa: FBT001
    """Return a frame with the index of the table, and its columns as they were."""
    pa, pd = import_module("pyarrow"), import_module("pandas")
    types = {pa.bool_(): pd.BooleanDtype(), pa.uint64(): pd.UInt64Dtype()}
    found = pa.table(answers).to_pandas(types_mapper=types.get)
    if not of_rows or not isinstance(data, (pd.DataFrame, pd.Series)):
        return found
    found.index = data.index
    for name in found.columns[:kept]:
        if isinstance(data, pd.DataFrame) and name in data.columns:
            found[name] = data[name]
        else:
            # The index itself.
            found = found.drop(columns=name)
    return found


def as_duckdb(answers: Any, data: Any) -> Any:
    """Return a relation of the same connection; categories are of an ENUM."""
    duckdb, pa = import_module("duckdb"), import_module("pyarrow")
    # Read whole: a connection runs one query at a time. DuckDB finds it by its name.
    _tuoyu_answers = pa.table(answers)
    columns = []
    for field in _tuoyu_answers.schema:
        name = '"' + field.name.replace('"', '""') + '"'
        if pa.types.is_dictionary(field.type) and field.type.ordered:
            words = (field.metadata or {}).get(b"_PL_ENUM_VALUES", b"").decode()
            columns.append(f"{name}::ENUM({', '.join(map(repr, listed(words)))}) AS {name}")
        else:
            columns.append(name)
    query = f"SELECT {', '.join(columns)} FROM _tuoyu_answers"  # noqa: S608, names are quoted
    if isinstance(data, duckdb.DuckDBPyRelation):
        return data.query("_tuoyu_facts", query)
    return duckdb.sql(query)


def listed(text: str) -> list[str]:
    """Return words that each stand behind their length."""
    words = []
    while text:
        length, _, text = text.partition(";")
        words.append(text[: int(length)])
        text = text[int(length) :]
    return words

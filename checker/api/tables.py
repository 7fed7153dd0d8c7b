"""A table in memory as batches of Arrow: nothing that it holds is lost without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lovgraf.api.given import day_or_moment
from lovgraf.core.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa


def batches_of(data: object) -> pa.RecordBatchReader:
    """A table of Arrow, pandas, Polars or DuckDB, or columns by name, as batches of Arrow.

    Levels of an index of pandas that have a name are columns. A column of values of several types
    is one of texts, as in a file. Raises `InputError` for what is no table, columns of the same
    name, and columns that Arrow cannot hold.
    """
    import pyarrow as pa

    if type(data).__module__.partition(".")[0] == "pandas":
        return _of_columns(_of_pandas(data))
    if hasattr(data, "__arrow_c_stream__"):
        return _plain(pa.RecordBatchReader.from_stream(data))
    if isinstance(data, Mapping):
        return _of_columns([(str(name), _several(name, values)) for name, values in data.items()])
    raise InputError(
        f"data er hverken en sti eller en tabel: {type(data).__name__}. Angiv en fil, eller en "
        "tabel fra Arrow, pandas, Polars eller DuckDB.",
        f"data is neither a path nor a table: {type(data).__name__}. Give a file, or a table of "
        "Arrow, pandas, Polars or DuckDB.",
    )


def _several(name: object, values: Any) -> Any:
    """The values of a column by name. Raises `InputError` for one value alone, of which a text is
    one and not its letters."""
    if isinstance(values, str | bytes | Mapping) or not hasattr(values, "__iter__"):
        raise InputError(
            f"Kolonnen {name} er ikke en liste af værdier. Angiv en værdi for hver registrering, "
            f"også hvor der kun er én: {{{name!r}: [...]}}.",
            f"The column {name} is no list of values. Give a value for each record, also where "
            f"there is but one: {{{name!r}: [...]}}.",
        )
    return values


def _of_pandas(data: Any) -> list[tuple[str, Any]]:
    """The columns of a data frame, and the named levels of its index that are none of them."""
    found = [(str(name), data.iloc[:, place]) for place, name in enumerate(data.columns)]
    levels = [name for name in data.index.names if name is not None and name not in data.columns]
    return [*((str(name), data.index.get_level_values(name)) for name in levels), *found]


def _of_columns(columns: Sequence[tuple[str, Any]]) -> pa.RecordBatchReader:
    import pyarrow as pa

    arrays = [_array(name, values) for name, values in columns]
    if len(set(map(len, arrays))) > 1:
        raise InputError(
            "Kolonnerne har ikke lige mange værdier.", "The columns differ in how many values."
        )
    table = pa.Table.from_arrays(arrays, names=[name for name, _ in columns])
    return _plain(table.to_reader())


def _array(name: str, values: Any) -> Any:
    """A column as Arrow; as texts where its values are of several types."""
    import pyarrow as pa

    try:
        found = pa.array(values, from_pandas=True)
        if not (pa.types.is_temporal(found.type) and _is_mixed(values)):
            return found
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        pass
    try:
        return pa.array([_text(value) for value in values], pa.string())
    except (pa.ArrowException, TypeError, ValueError):
        raise InputError(
            f"Kolonnen {name} kan ikke læses; gem dens værdier som tekst.",
            f"The column {name} cannot be read; make its values texts.",
        ) from None


def _is_mixed(values: Any) -> bool:
    """Whether Python's own dates, times and moments stand side by side, of which Arrow would take
    all for what the first is."""
    if hasattr(values, "type") or str(getattr(values, "dtype", object)) not in _OBJECTS:
        return False
    given = (one for one in values if one is not None and one == one)  # noqa: PLR0124 (not NaT)
    return len({isinstance(one, datetime) and str(one.tzinfo is None) for one in given}) > 1


_OBJECTS = ("object", str(object))
"""What a column is said to hold where it holds objects of Python."""


def _text(value: Any) -> str | None:
    """A value as a file has it."""
    if value is None or str(value) in ("<NA>", "NaT") or value != value:
        return None
    if hasattr(value, "item"):  # of numpy
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.tzinfo is not None:
        return day_or_moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Batches with the values of categories instead of their numbers, of which not every reader
    takes all kinds. Raises `InputError` where there are no columns, or two have the same name."""
    import pyarrow as pa

    if not reader.schema.names:
        raise InputError(
            "Tabellen har ingen kolonner. Angiv en med mindst én kolonne og én registrering.",
            "The table has no columns. Give one with at least a column and a record.",
        )
    twice = [name for name, number in Counter(reader.schema.names).items() if number > 1]
    if twice:
        names = ", ".join(twice)
        raise InputError(
            f"Flere kolonner hedder det samme ({names}); giv dem hver sit navn.",
            f"Several columns have the same name ({names}); give each a name of its own.",
        )

    def value_type(field: pa.Field) -> pa.Field:
        if not pa.types.is_dictionary(field.type):
            return field
        kind = field.type.value_type
        return field.with_type(pa.string() if _is_text(kind) else kind)

    schema = pa.schema([value_type(field) for field in reader.schema])

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            columns = [
                column.dictionary.cast(field.type).take(column.indices)
                if pa.types.is_dictionary(column.type)
                else column
                for column, field in zip(batch.columns, schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _is_text(kind: Any) -> bool:
    import pyarrow.types as kinds

    return any(
        test(kind) for test in (kinds.is_string, kinds.is_large_string, kinds.is_string_view)
    )

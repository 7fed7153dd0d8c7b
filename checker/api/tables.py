"""A table in memory as batches of Arrow: nothing that it holds is lost without a word."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lovgraf.api.given import day_or_moment
from lovgraf.core.errors import InputError
from lovgraf.readers.temporary import not_kept

if TYPE_CHECKING:
    import pyarrow as pa


def batches_of(data: object) -> pa.RecordBatchReader:
    """A table of Arrow, pandas, Polars or DuckDB, or columns by name, as batches of Arrow.

    Levels of an index of pandas that have a name are columns. A column of values of several types
    is one of texts, as in a file. Raises `InputError` for what is no table, columns of the same
    name, and columns that Arrow cannot hold.
    """

    if isinstance(data, type):
        raise _no_table(data)
    if type(data).__module__.partition(".")[0] == "pandas":
        if not isinstance(data, sys.modules["pandas"].DataFrame):
            raise _no_table(data)
        return _of_columns(_of_pandas(data))
    if hasattr(data, "__arrow_c_stream__"):
        return _plain(_streamed(data), type(data).__name__)
    if isinstance(data, Mapping):
        return _of_columns([(str(name), _several(name, values)) for name, values in data.items()])
    raise _no_table(data)


def write_table(data: object, path: Path) -> None:
    """Write a table in memory as Parquet. Raises `InputError` as `batches_of` does, and where a
    value of it, or the disk, does not let it."""
    import pyarrow as pa
    from pyarrow import parquet

    reader = batches_of(data)
    try:
        with parquet.ParquetWriter(path, reader.schema) as writer:
            for batch in reader:
                try:
                    writer.write_batch(batch)
                except pa.ArrowException:
                    raise _unreadable(_unwritable(batch)) from None
    except OSError as error:
        raise not_kept(error, "data") from None


def _no_table(data: object) -> InputError:
    return InputError(
        f"data er hverken en sti eller en tabel: {type(data).__name__}. Angiv en fil, eller en "
        "tabel fra Arrow, pandas, Polars eller DuckDB.",
        f"data is neither a path nor a table: {type(data).__name__}. Give a file, or a table of "
        "Arrow, pandas, Polars or DuckDB.",
    )


def _streamed(data: Any) -> pa.RecordBatchReader:
    """What another library gives as batches. Raises `InputError` for one column alone, and for
    whatever keeps that library from it, whose words may hold values."""
    import pyarrow as pa

    try:
        return pa.RecordBatchReader.from_stream(data)
    except (pa.ArrowInvalid, TypeError):
        raise _no_table(data) from None
    except MemoryError:
        raise
    except Exception:  # whatever it is, its text is not to be shown
        raise _broken_off(type(data).__name__) from None


def _broken_off(kind: str) -> InputError:
    return InputError(
        f"Tabellen ({kind}) kunne ikke læses til ende, og intet er kontrolleret. Se efter, om "
        "forespørgslen eller filen bag den kan læses.",
        f"The table ({kind}) could not be read to its end, and nothing was checked. See whether "
        "the query or the file behind it can be read.",
    )


def _unreadable(names: Sequence[str]) -> InputError:
    if len(names) > 1:
        listed = ", ".join(names)
        return InputError(
            f"Kolonnerne {listed} kan ikke læses; gem deres værdier som tekst, eller udelad dem.",
            f"The columns {listed} cannot be read; make their values texts, or leave them out.",
        )
    return InputError(
        f"Kolonnen {names[0]} kan ikke læses; gem dens værdier som tekst, eller udelad den.",
        f"The column {names[0]} cannot be read; make its values texts, or leave it out.",
    )


def _unwritable(batch: pa.RecordBatch) -> list[str]:
    """The columns of a batch that Parquet does not hold."""
    return [
        field.name
        for field, column in zip(batch.schema, batch.columns, strict=True)
        if not _is_held([field], [column])
    ]


def _is_held(fields: Sequence[pa.Field], columns: Sequence[Any] = ()) -> bool:
    """Whether Parquet holds columns of some types, and these values in them."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema(fields)
    try:
        with parquet.ParquetWriter(pa.BufferOutputStream(), schema) as writer:
            if columns:
                writer.write_batch(pa.RecordBatch.from_arrays([*columns], schema=schema))
    except pa.ArrowException:
        return False
    return True


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
    try:
        table = pa.Table.from_arrays(arrays, names=[name for name, _ in columns])
    except UnicodeEncodeError:
        raise InputError(
            "Navnet på en kolonne har tegn, der ikke kan skrives i UTF-8; omdøb den.",
            "The name of a column has characters that UTF-8 does not have; rename it.",
        ) from None
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
        raise _unreadable([name]) from None


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


def _plain(reader: pa.RecordBatchReader, kind: str = "table") -> pa.RecordBatchReader:
    """Batches with the values of categories instead of their numbers, of which not every reader
    takes all kinds. Raises `InputError` where there are no columns, two have the same name, or
    one is of a type that is not read; the batches do where the library gives no more of them."""
    import pyarrow as pa

    _check_names(reader.schema.names)
    schema = pa.schema([_valued(field) for field in reader.schema])
    if not _is_held([*schema]):
        raise _unreadable([field.name for field in schema if not _is_held([field])])

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            for batch in reader:
                columns = map(_values, batch.columns, schema)
                yield pa.RecordBatch.from_arrays([*columns], schema=schema)
        except MemoryError:
            raise
        except Exception:  # whatever it is, its text is not to be shown
            raise _broken_off(kind) from None

    return pa.RecordBatchReader.from_batches(schema, batches())


def _check_names(names: Sequence[str]) -> None:
    if not names:
        raise InputError(
            "Tabellen har ingen kolonner. Angiv en med mindst én kolonne og én registrering.",
            "The table has no columns. Give one with at least a column and a record.",
        )
    twice = [name for name, number in Counter(names).items() if number > 1]
    if twice:
        listed = ", ".join(twice)
        raise InputError(
            f"Flere kolonner hedder det samme ({listed}); giv dem hver sit navn.",
            f"Several columns have the same name ({listed}); give each a name of its own.",
        )


def _valued(field: pa.Field) -> pa.Field:
    """A column of the values that its numbers, or the lengths of its runs, stand for."""
    import pyarrow as pa
    import pyarrow.types as kinds

    if kinds.is_run_end_encoded(field.type):
        return field.with_type(field.type.value_type)
    if not kinds.is_dictionary(field.type):
        return field
    kind = field.type.value_type
    return field.with_type(pa.string() if _is_text(kind) else kind)


def _values(column: Any, field: pa.Field) -> Any:
    """A column as `_valued` has it."""
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    if kinds.is_run_end_encoded(column.type):
        return pc.run_end_decode(column)
    if kinds.is_dictionary(column.type):
        return column.dictionary.cast(field.type).take(column.indices)
    return column


def _is_text(kind: Any) -> bool:
    import pyarrow.types as kinds

    return any(
        test(kind) for test in (kinds.is_string, kinds.is_large_string, kinds.is_string_view)
    )

"""Few records are worked out one by one, by scalar programs.

The data engine takes up to a second to begin with the statements that a law makes of a table,
whatever the number of its rows; a record takes a millisecond or two here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.readers.connection import as_written

if TYPE_CHECKING:
    from lovgraf.engine.records import Records
    from lovgraf.engine.table_plan import RowPlan

Words = dict[str, npt.NDArray[np.int64]]
ONE_BY_ONE = 200
"""Records up to which that is quicker."""
_EXACT = 1 << 53
"""Whole numbers beyond this may be too large for the data engine in the end."""
_WORDS = "lovgraf_words"


def outputs_of(
    scalar: ScalarProgram,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    wanted: tuple[str, ...],
) -> dict[str, list[Any]]:
    """What a scalar program says of some rows, by output, as far as that is wanted.

    A row has a value for each of the `names`, as the data engine gives it to Python. Raises
    `Unsure` where the data engine may say something else of a row.
    """
    places = [scalar.outputs[name] for name in wanted]
    found: list[list[Any]] = [[] for _ in wanted]
    for row in rows:
        values = scalar.compute(dict(zip(names, map(_given, row), strict=True)), wanted)
        for column, place in zip(found, places, strict=True):
            column.append(values[place])
    return dict(zip(wanted, found, strict=True))


def words_of(scalar: ScalarProgram, cursor: Any, wanted: Iterable[str]) -> Words:
    """The words that a scalar program says of the rows that a cursor gives. Raises `Unsure`."""
    names = [described[0] for described in cursor.description]
    dates = [n for n, described in enumerate(cursor.description) if "DATE" in str(described[1])]
    rows = cursor.fetchall()
    if any(isinstance(one, str) for row in rows for n in dates for one in _several(row[n])):
        raise Unsure  # a day of no year from 1 to 9999 comes as a text
    found = outputs_of(scalar, names, rows, tuple(wanted))
    return {name: np.array(values, np.int64) for name, values in found.items()}


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else (value,)


def _given(value: Any) -> Any:
    """A value for a scalar program. Raises `Unsure` for what Python and the data engine order or
    count in two ways: numbers without end, days that stand for those, whole numbers that are very
    large.
    """
    if isinstance(value, list):
        return tuple(map(_given, value))
    if isinstance(value, float) and not isfinite(value):
        raise Unsure
    if isinstance(value, date) and value in (date.min, date.max):
        raise Unsure
    if type(value) is int and abs(value) > _EXACT:
        raise Unsure
    return value


def create_few(connection: Any, table: str, plan: RowPlan, records: Records, source: str) -> None:
    """Create the table that `create_in_full` creates of few rows of a relation."""
    values = f"{table}_values"
    with as_written(connection):
        connection.execute(f"CREATE TEMP TABLE {values} AS {records.typed(plan, source)}")
        words = _words(connection, plan, values)
        if words is None:
            connection.execute(
                f"CREATE TABLE {table} AS WITH records AS (FROM {values}) "
                f"SELECT * FROM ({plan.row_sql})"
            )
        else:
            connection.register(_WORDS, words)
            carried = [f'"{alias}"' for alias in records.carried]
            selected = ", ".join([*carried, *words])
            connection.execute(
                f"CREATE TABLE {table} AS SELECT {selected} FROM {values} POSITIONAL JOIN {_WORDS}"
            )
            connection.unregister(_WORDS)
        connection.execute(f"DROP TABLE {values}")


def _words(connection: Any, plan: RowPlan, values: str) -> Words | None:
    """The words of each row of a table; None where the data engine is to tell them."""
    count = connection.execute(f"SELECT count(*) FROM {values}").fetchall()[0][0]
    scalar = plan.scalar() if 0 < count <= ONE_BY_ONE else None
    if scalar is None:
        return None
    columns = ", ".join(f'"{name}"' for name in plan.columns) or "1 AS nothing"
    try:
        found = connection.execute(f"SELECT {columns} FROM {values}")
        return words_of(scalar, found, scalar.outputs)
    except Unsure:
        return None

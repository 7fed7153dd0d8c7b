"""What records say of some columns, without reading them once more: a cell has the values of
columns of few values, and days were kept as they were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lovgraf.engine.items import raw_size, raw_values
from lovgraf.engine.population import Population
from lovgraf.engine.row_days import NO_DAY
from lovgraf.facts.fact import Column

if TYPE_CHECKING:
    import pyarrow as pa


def told_values(population: Population, rows: str, columns: Sequence[Column]) -> pa.Table | None:
    """What the records say of some columns whose numbers an SQL statement gives (`row`), beside
    their numbers (`row`): those of which arrays hold all. None where the columns are not told."""
    import pyarrow as pa

    told, days = population.plan.cell_told, population.days
    raw = [column for column in columns if raw_size(column) is not None]
    dates = [column for column in columns if column.datatype == "date" and not column.multi]
    known = days is not None and days.complete and {c.name for c in dates} <= days.columns.keys()
    if len(raw) + len(dates) < len(columns) or not known or not {c.name for c in raw} <= {*told}:
        return None
    assert days is not None
    words = [told[column.name][0] for column in raw]
    own_key = population.key
    items = "".join(f", (k{w.word} >> {w.shift}) & {w.ones} AS s{n}" for n, w in enumerate(words))
    found = population.connection.execute(
        f"SELECT n, place{''.join(f', s{n}' for n in range(len(raw)))} FROM "
        f"(SELECT {population.row} AS n, t.rowid AS place, c.* FROM {population.rows} t JOIN "
        f"(SELECT {own_key}{items} FROM {population.cells_table}) c USING ({own_key})) "
        f"WHERE n IN (SELECT row FROM ({rows})) ORDER BY n"
    ).fetchnumpy()
    at = days.at(np.asarray(found["place"], np.int64))
    table: dict[str, Any] = {"row": pa.array(np.asarray(found["n"], np.int64))}
    for column in dates:
        own = at.days[days.columns[column.name]]
        table[column.name] = pa.array(own, pa.date32(), mask=own == NO_DAY)
    for n, column in enumerate(raw):
        values = raw_values(column)
        kind = pa.bool_() if column.datatype == "boolean" else pa.string()
        said = [values[state] for state in found[f"s{n}"].tolist()]
        table[column.name] = pa.array(said, pa.list_(kind) if column.multi else kind)
    every = pa.table({"row": table["row"], **{c.name: table[c.name] for c in columns}})
    return every if at.held.all() else every.filter(pa.array(at.held))

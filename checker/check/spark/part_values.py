"""What listed records of a cluster say, read once more by the workers that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from lovgraf.check.listed_values import ListedValues, values_sql
from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.opening import aligned, opened
from lovgraf.check.spark.population import Rest
from lovgraf.check.spark.reading import Numbers, PartRead
from lovgraf.facts.fact import Column
from lovgraf.readers.source import UNREADABLE, translated

_ROWS = "lovgraf_listed_rows"
_WHO = "who:"
"""What a column of a worker's table begins with that says who somebody is; its heading follows."""


class Asked(Struct, frozen=True):
    """Rows (as in `FILE`, in order) of which canonical columns are wanted, and `who`
    each is; `bases` tells the rows
    before each part of a file."""

    rows: Numbers
    columns: tuple[str, ...]
    who: bool
    bases: dict[Part, int]


@dataclass(frozen=True)
class ValuesOfParts(ListedValues):
    """The records of some sections in the cluster."""

    connection: Any
    rest: Rest
    sections: tuple[int, ...]

    def keep(
        self, into: str, rows: str, columns: Sequence[Column], *, who: bool = False
    ) -> tuple[str, ...] | None:
        """See `ListedValues`."""
        own = tuple(column.name for column in columns)
        found = self.connection.execute(
            f"SELECT DISTINCT row FROM ({rows}) ORDER BY row"
        ).fetchnumpy()
        asked = Asked(np.asarray(found["row"], np.int64), own, who, self.rest.bases)
        parts = self.rest.of(values_of, asked, self.sections) if len(asked.rows) else []
        tables = [part for part in parts if part is not None]
        if not tables:
            return None
        table = pa.concat_tables(tables, promote_options="permissive")
        headings = [name for name in table.column_names if name.startswith(_WHO)]
        names = ["row", *(f"w{n}" for n in range(len(headings))), *(f"v_{name}" for name in own)]
        values = [table[name] for name in ("row", *headings, *(f"v_{name}" for name in own))]
        self.connection.register("lovgraf_values", pa.table(values, names=names))
        self.connection.execute(f"CREATE OR REPLACE TABLE {into} AS FROM lovgraf_values")
        self.connection.unregister("lovgraf_values")
        return tuple(heading.removeprefix(_WHO) for heading in headings)


def values_of(job: Job, asked: Asked, read: PartRead) -> pa.Table | None:
    """What the rows of a part say that are asked for; None where there are none.

    Raises `InputError` where the part can no longer be read.
    """
    part = read.part
    base = part.file * FILE + asked.bases[part]
    first, last = np.searchsorted(asked.rows, [base, base + read.rows], side="right").tolist()
    if first == last:
        return None
    with opened(job.key, job.dataset, part.file, job.looks[part.file]) as file:
        table = aligned(file.part(part), job.batches[job.batch_of[part.file]].warnings)
        rows = pa.table({"row": asked.rows[first:last] - base})
        file.connection.register(_ROWS, rows)
        try:
            sql = values_sql(table, asked.columns, f"SELECT row FROM {_ROWS}", who=asked.who)
            found = file.connection.sql(sql).to_arrow_table()
        except UNREADABLE as error:
            raise translated(error, table.name) from None
        finally:
            file.connection.unregister(_ROWS)
    who = [_WHO + heading for heading in table.who] if asked.who else []
    names = ["row", *who, *found.column_names[1 + len(who) :]]
    numbers = pa.array(found["row"].to_numpy() + base)
    return found.set_column(0, "row", numbers).rename_columns(names)

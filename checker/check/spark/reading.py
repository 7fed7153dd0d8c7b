"""Reading a part of a file, by a worker: its cells, and what is needed to find its rows again.

What is read stays in the cluster; a `Summary` of it goes to the driver.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.check.dataset import MANY
from lovgraf.check.input_quality import unreadable_values
from lovgraf.check.spark.job import Job, Section
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.opening import Opened, aligned, opened
from lovgraf.check.table_records import KEEP, records_of
from lovgraf.core.result import FIRST_ROWS
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.population import flag_counts, read_rows
from lovgraf.engine.table_plan import CELL, WEIGHT
from lovgraf.readers.batches import drop
from lovgraf.readers.hashing import halves
from lovgraf.readers.kinds import PARTED_ROW, RAW_ROWS, TYPED_ROWS, record_types
from lovgraf.readers.source import UNREADABLE, quoted, translated
from lovgraf.readers.table import InputTable

Numbers = npt.NDArray[np.int64]
Flags = dict[tuple[str, int, int], tuple[int, tuple[int, ...]]]
"""For each flag (prefix, word, bit) that some row has, how many have it and the first of them."""


class SectionRead(Struct, frozen=True):
    """The rows of a section in a part.

    `words` are the distinct items, a line a cell; `weights` counts their rows; `places` gives the
    cell of each row (compressed); `numbers` the rows' numbers in the part, where they are not 1, 2,
    3 ...
    """

    section: int
    words: Numbers
    weights: Numbers
    places: bytes
    numbers: Numbers | None
    flags: Flags
    written: dict[str, tuple[str, ...]]
    ids: tuple[str | None, ...] | None

    def rows(self) -> tuple[npt.NDArray[np.int32], Numbers]:
        """The cell and the number of each row."""
        places = np.frombuffer(zlib.decompress(self.places), np.int32)
        if self.numbers is None:
            return places, np.arange(1, len(places) + 1)
        return places, self.numbers

    @property
    def last(self) -> int:
        """The number of its last row, which goes on over rows that are left out."""
        if self.numbers is None:
            return int(self.weights.sum())
        return int(self.numbers.max(initial=0))


class PartRead(Struct, frozen=True):
    """All that was read of a part; `rows` counts its rows of whatever type up to the last, with
    those that are left out: they have numbers too."""

    part: Part
    rows: int
    sections: tuple[SectionRead, ...]


class Reading(Struct, frozen=True):
    """What reading a part gives: itself, and what must be unique of it: the section, the column,
    keyed hashes of the values with their rows."""

    part: PartRead
    unique: tuple[tuple[int, str, Numbers], ...]


class Summary(Struct, frozen=True):
    """What the driver learns of a part: counts, flags with rows, values that may be shown."""

    part: Part
    rows: int
    sections: dict[int, tuple[int, int, Flags, dict[str, tuple[str, ...]]]] = field(
        default_factory=dict
    )
    """For each section its records and cells, flags, values that could not be read."""


def summary(read: PartRead) -> Summary:
    """The summary of a part."""
    return Summary(
        read.part,
        read.rows,
        {
            s.section: (int(s.weights.sum()), len(s.weights), s.flags, s.written)
            for s in read.sections
        },
    )


def kinds_in(job: Job, part: Part) -> list[str]:
    """The types of record in a part, of those that the vocabulary knows."""
    with (
        opened(job.key, job.dataset, part.file, job.looks[part.file]) as file,
        part_types(job, file, file.part(part)) as found,
    ):
        return [kind for kind, _, _ in found]


def read_part(job: Job, part: Part) -> Reading:
    """Read a part of a file.

    Raises `InputError` where the engine cannot read it.
    """
    with opened(job.key, job.dataset, part.file, job.looks[part.file]) as file:
        return _read_part(job, part, file)


def _read_part(job: Job, part: Part, file: Opened) -> Reading:
    batch = job.batches[job.batch_of[part.file]]
    table = aligned(file.part(part), batch.warnings)
    found = list[SectionRead]()
    unique = list[tuple[int, str, Numbers]]()
    with part_types(job, file, table, batch.sections) as types:
        for kind, source, row in types:
            number = batch.sections[kind]
            own, values = _read(job, number, file, table, source, row)
            found.append(own)
            unique += [(number, kept, some) for kept, some in values.items()]
        rows = max((own.last for own in found), default=0)
        if any(row == PARTED_ROW for _, _, row in types):
            (typed,) = file.connection.execute(f"SELECT count(*) FROM {TYPED_ROWS}").fetchone()
            rows = max(rows, int(typed))
    return Reading(PartRead(part, rows, tuple(found)), tuple(unique))


@contextmanager
def part_types(
    job: Job, file: Opened, table: InputTable, known: Collection[str] | None = None
) -> Iterator[list[Any]]:
    """The types of record in a table (see `record_types`), whose tables are removed again."""
    connection = file.connection
    try:
        yield record_types(connection, table, job.dataset.facts, known, always_parted=True)
    except UNREADABLE as error:
        raise translated(error, table.name) from None
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {TYPED_ROWS}")
        connection.execute(f"DROP VIEW IF EXISTS {RAW_ROWS}")


def _read(
    job: Job, number: int, file: Opened, table: InputTable, source: str, row: str | None
) -> tuple[SectionRead, dict[str, Numbers]]:
    connection, section = file.connection, job.sections[number]
    # Spark runs a task on every core.
    records = replace(records_of(table, job.dataset.facts, source, row), threads=1)
    try:
        keys, _ = read_rows(
            connection, section.plan, records, "part_rows", "part_cells", file.look.rows >= MANY
        )
        names = ", ".join(f"k{n}" for n in range(section.plan.keys))
        cells = connection.execute(
            f"SELECT {names}, {WEIGHT} FROM part_cells ORDER BY {CELL}"
        ).fetchnumpy()
        words = np.stack([cells[f"k{n}"] for n in range(section.plan.keys)], axis=1)
        flags = _flags(connection, records.types, row or "rowid + 1")
        read = SectionRead(
            section=number,
            words=np.ascontiguousarray(words, np.int64),
            weights=np.asarray(cells[WEIGHT], np.int64),
            places=zlib.compress(_places(connection, keys).tobytes(), 1),
            numbers=_column(connection, row) if row else None,
            flags=flags,
            written=_written(job, file, table, source, flags),
            ids=_ids(connection) if job.show_values and section.has_ids else None,
        )
        return read, _unique(connection, section, row or "rowid + 1", job.secret)
    finally:
        for made in ("part_rows", "part_cells"):
            drop(connection, made)


def _places(connection: Any, keys: str) -> npt.NDArray[np.int32]:
    """The place of each row's cell among the cells, in the order of the rows; rows and cells are
    joined by the columns `keys`."""
    first = f"(SELECT min({CELL}) FROM part_cells)"
    if keys == CELL:
        sql = f"SELECT {CELL} - {first} AS n FROM part_rows ORDER BY rowid"
    else:
        sql = (
            f"SELECT c.{CELL} - {first} AS n FROM (SELECT *, rowid AS _place FROM part_rows) r "
            f"JOIN part_cells c USING ({keys}) ORDER BY _place"
        )
    return np.asarray(connection.execute(sql).fetchnumpy()["n"], np.int32)


def _column(connection: Any, name: str) -> Numbers:
    found = connection.execute(f'SELECT "{name}" AS n FROM part_rows ORDER BY rowid').fetchnumpy()
    return np.asarray(found["n"], np.int64)


def _flags(connection: Any, carried: dict[str, str], row: str) -> Flags:
    found: Flags = {}
    for prefix in ("u", "x"):
        words = sum(name[0] == prefix and name[1:].isdigit() for name in carried)
        for (word, bit), count in flag_counts(connection, "part_rows", words, prefix).items():
            first = connection.execute(
                f"SELECT {row} AS n FROM part_rows WHERE {prefix}{word} & {1 << bit} <> 0 "
                f"ORDER BY n LIMIT {FIRST_ROWS}"
            ).fetchall()
            found[prefix, word, bit] = count, tuple(int(n) for (n,) in first)
    return found


def _written(
    job: Job, file: Opened, table: InputTable, source: str, flags: Flags
) -> dict[str, tuple[str, ...]]:
    """Values that could not be read, as they may be told."""
    flagged = [
        name
        for place, name in enumerate(table.unreadable)
        if ("u", *divmod(place, WORD_BITS)) in flags
    ]
    return unreadable_values(file.connection, table, source, flagged, job.show_values)


def _unique(connection: Any, section: Section, row: str, secret: str) -> dict[str, Numbers]:
    """Keyed hashes of 128 bits, in two columns, and the row of each value that must be unique."""
    found = {}
    for kept, words in section.unique:
        counted = "".join(f' AND "{kept}" <> {quoted(word)}' for word in words)
        low, high = halves(f'{quoted(secret)} || "{kept}"')
        values = connection.execute(
            f"SELECT {high} AS a, {low} AS b, {row} AS n "
            f'FROM part_rows WHERE "{kept}" IS NOT NULL{counted} ORDER BY rowid'
        ).fetchnumpy()
        found[kept] = np.stack(
            [np.asarray(values[n]).astype(np.uint64).view(np.int64) for n in "abn"], axis=1
        )
    return found


def _ids(connection: Any) -> tuple[str | None, ...]:
    rows = connection.execute(f'SELECT "{KEEP}id" FROM part_rows ORDER BY rowid').fetchall()
    return tuple(row[0] for row in rows)

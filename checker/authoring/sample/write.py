"""Write a synthetic dataset with known verdicts, chunk by chunk, to CSV or Parquet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet
from msgspec import Struct

from lovgraf.authoring.sample.draw import BLANK, Chunk, Drawer, Values
from lovgraf.authoring.sample.profiles import PROFILES, Kind, ProfileBook, read_profiles
from lovgraf.core.errors import InputError

# What is known of the persons of a chunk: a line a verdict, or a line a fault.

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("id", "provision", "norm", "verdict", "fault", "finds")]
)


class Expectations:
    """Lines of the file of known verdicts, in order of the records."""

    def __init__(self, book: ProfileBook) -> None:
        self._lines: list[list[tuple[str | None, ...]]] = [
            [(norm.split("/norm/")[0], norm, verdict, None, None)
             for norm, verdict in profile.verdicts.items()]
            for profile in book.profiles
        ]  # fmt: skip
        self._lines += [[(None, None, None, fault.name, fault.finds)] for fault in book.faults]
        self._profiles = len(book.profiles)
        flat = [line for lines in self._lines for line in lines]
        self._columns = [
            pa.array(list(column), pa.string())
            for column in (zip(*flat, strict=True) if flat else [()] * 5)
        ]
        self._many = np.array([len(lines) for lines in self._lines])
        self._starts = np.r_[0, np.cumsum(self._many)[:-1]]

    def table(self, chunk: Chunk, ids: Any) -> Any:
        """The lines of a chunk; `ids` are the identifiers of its records."""
        kind = np.where(chunk.fault >= 0, self._profiles + chunk.fault, chunk.profile)
        many = self._many[kind]
        rows = np.repeat(np.arange(len(kind)), many)
        within = np.arange(len(rows)) - np.repeat(np.r_[0, np.cumsum(many)[:-1]], many)
        lines = pa.array(self._starts[kind][rows] + within)
        arrays = [ids.take(pa.array(rows)), *(column.take(lines) for column in self._columns)]
        return pa.record_batch(arrays, schema=SCHEMA)


# Turn drawn numbers into Arrow columns: dates, yes and no, texts, and digits of fixed width.

_WIDTHS = {"cpr": 10, "account": 14}
_SERIAL_WIDTH = 9
_TYPES = {"boolean": pa.bool_(), "integer": pa.int64(), "date": pa.date32()}


class Tables:
    """Makes tables of one schema out of chunks; columns that faults write text into are text."""

    def __init__(self, book: ProfileBook, drawer: Drawer, faults: bool) -> None:
        self._columns, self._drawer = book.columns, drawer
        self._prefixes = {
            name: draw.other
            for profile in book.profiles
            for name, draw in profile.facts.items()
            if draw.way == "serial"
        }
        self._as_text = {
            name
            for fault in (book.faults if faults else ())
            for name, draw in fault.changes.items()
            if draw.way == "text"
        }
        self.schema = pa.schema([(name, self._type(name, kind)) for name, kind in
                                 book.columns.items()])  # fmt: skip

    def _type(self, name: str, kind: Kind) -> Any:
        return pa.string() if name in self._as_text else _TYPES.get(kind, pa.string())

    def table(self, chunk: Chunk) -> Any:
        """A chunk as a record batch."""
        arrays = [self._array(name, kind, chunk) for name, kind in self._columns.items()]
        return pa.record_batch(arrays, schema=self.schema)

    def _array(self, name: str, kind: Kind, chunk: Chunk) -> Any:
        values = chunk.columns[name]
        array = self._typed(name, kind, values)
        if name not in self._as_text:
            return array
        array = array.cast(pa.string())
        for text, rows in chunk.text.get(name, {}).items():
            mask = np.zeros(len(values), bool)
            mask[rows] = True
            array = pc.if_else(pa.array(mask), pa.scalar(text), array)
        return array

    def _typed(self, name: str, kind: Kind, values: Values) -> Any:
        blank = values == BLANK
        if kind == "string":
            words = pa.array(list(self._drawer.vocabularies[name].places), pa.string())
            places = pa.array(np.where(blank, 0, values).astype(np.int32), mask=blank)
            return words.take(places) if len(words) else pa.nulls(len(values), pa.string())
        if kind == "date":
            return pa.array(values.astype(np.int32), pa.int32(), mask=blank).cast(pa.date32())
        if kind == "boolean":
            return pa.array(values == 1, mask=blank)
        if kind == "integer":
            return pa.array(values, mask=blank)
        return self.digits(name, kind, values, blank)

    def digits(self, name: str, kind: str, values: Values, blank: Any) -> Any:
        """Numbers as texts of fixed width with leading zeros; a serial with its prefix."""
        prefix = self._prefixes.get(name, "").encode() if kind == "serial" else b""
        width = _WIDTHS.get(kind, _SERIAL_WIDTH)
        written = np.empty((len(values), len(prefix) + width), np.uint8)
        written[:, : len(prefix)] = np.frombuffer(prefix, np.uint8)
        rest = np.where(blank, 0, values)
        for place in range(width - 1, -1, -1):
            rest, digit = np.divmod(rest, 10)
            written[:, len(prefix) + place] = digit + ord("0")
        offsets = np.arange(len(values) + 1, dtype=np.int32) * written.shape[1]
        validity = pa.array(~blank).buffers()[1] if blank.any() else None
        return pa.Array.from_buffers(
            pa.string(), len(values), [validity, pa.py_buffer(offsets), pa.py_buffer(written)]
        )

    def serials(self, chunk: Chunk) -> Any:
        """The serial column of a chunk, which names its records."""
        name = next(iter(self._prefixes))
        return self._array(name, "serial", chunk)


CHUNK = 1 << 17  # persons drawn at a time; a part of what a seed means
_CSV = pa_csv.WriteOptions(include_header=True, quoting_style="needed")


class SampleSummary(Struct, frozen=True):
    """What was written: records, how many of each profile and with each fault, and the date."""

    records: int
    profiles: dict[str, int]
    faults: dict[str, int]
    as_of: str


def write_sample(
    n: int,
    path: Path,
    seed: int = 1,
    *,
    faults: float = 0.0,
    expected: Path | None = None,
    profiles: Path = PROFILES,
) -> SampleSummary:
    """Write `n` synthetic persons to `path` (`.csv` or `.parquet`).

    The same `n`, `seed`, `faults` and profiles give the same bytes. `faults` is the share of
    records to spoil (0 to 1). `expected` (`.csv` or `.parquet`) gets a line for each known
    verdict: id, provision, norm, verdict; and for each spoiled record, whose verdicts are not
    stated, a line with the fault and what a check must find. Files appear only when whole.
    Raises `InputError` for arguments out of range, another suffix, or a folder that is not there.
    """
    _check(n, faults, path, expected)
    book = read_profiles(profiles)
    drawer = Drawer(book, seed, faults)
    tables = Tables(book, drawer, faults > 0)
    known = Expectations(book)
    counts = np.zeros(len(book.profiles), np.int64)
    spoiled = np.zeros(len(book.faults), np.int64)
    with _file(path, tables.schema) as data, _file(expected, SCHEMA) as answers:
        for number, first in enumerate(range(0, n, CHUNK)):
            chunk = drawer.chunk(number, first, min(CHUNK, n - first))
            data.write(tables.table(chunk))
            if answers is not None:
                answers.write(known.table(chunk, tables.serials(chunk)))
            counts += np.bincount(chunk.profile, minlength=len(counts))
            spoiled += np.bincount(chunk.fault[chunk.fault >= 0], minlength=len(spoiled))
    return SampleSummary(
        n,
        {profile.name: int(c) for profile, c in zip(book.profiles, counts, strict=True)},
        {fault.name: int(c) for fault, c in zip(book.faults, spoiled, strict=True)},
        book.as_of.isoformat(),
    )


def _check(n: int, faults: float, path: Path, expected: Path | None) -> None:
    if n < 1 or not 0 <= faults <= 1:
        raise InputError(
            "Antallet skal være mindst 1 og andelen af fejl mellem 0 og 1.",
            "The number must be at least 1 and the share of faults between 0 and 1.",
        )
    for file in (path, expected):
        if file is not None and file.suffix.lower() not in (".csv", ".parquet"):
            raise InputError(
                "Filnavnet skal ende på .csv eller .parquet.",
                "The name of the file must end in .csv or .parquet.",
                str(file),
            )
        if file is not None and not file.parent.is_dir():
            raise InputError("Mappen findes ikke.", "The folder does not exist.", str(file))


@contextmanager
def _file(path: Path | None, schema: Any) -> Iterator[Any]:
    """A writer into a temporary file beside `path` that takes its place when all went well."""
    if path is None:
        yield None
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        if path.suffix.lower() == ".csv":
            writer = pa_csv.CSVWriter(name, schema, write_options=_CSV)
        else:
            writer = pa_parquet.ParquetWriter(name, schema, compression="zstd")
        with writer:
            yield writer
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

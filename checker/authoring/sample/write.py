"""Write a synthetic dataset with known verdicts, chunk by chunk, to CSV or Parquet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from lovgraf.authoring.sample.arrow import Tables
from lovgraf.authoring.sample.draw import Drawer
from lovgraf.authoring.sample.expected import SCHEMA, Expectations
from lovgraf.authoring.sample.profiles import PROFILES, read_profiles
from lovgraf.core.errors import InputError

CHUNK = 1 << 17  # persons drawn at a time; a part of what a seed means
_CSV = pa_csv.WriteOptions(include_header=True, quoting_style="needed")


@dataclass(frozen=True)
class SampleSummary:
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

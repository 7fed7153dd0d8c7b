"""Findings written by the workers: a Parquet file for each part of the dataset that has some."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from pyarrow import parquet

from lovgraf.check.findings_table import table
from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.reading import Numbers, PartRead
from lovgraf.core.errors import InputError
from lovgraf.core.result import Batch


class Listed(Struct, frozen=True):
    """Findings to be written: rows as in `FILE`, in order, the id of the cause of each, and what is
    told of days by heading (`findings_table.DAYS`; only where values were asked for).

    `causes` are written as in `findings_table`; `bases` tells the rows before each part of a file.
    """

    folder: str
    rows: Numbers
    ids: tuple[str, ...]
    days: Mapping[str, Any]
    causes: Mapping[str, tuple[str, str, str, str]]
    bases: dict[Part, int]


@contextmanager
def findings_folder(target: Path | None, private: bool = False) -> Iterator[Path | None]:
    """A folder beside the target that becomes the target when all of it is written; for this user
    alone where it is `private`.

    Raises `InputError` where the target is there already, or cannot be made.
    """
    if target is None:
        yield None
        return
    if target.exists():
        raise InputError(
            "Mappen til fund findes allerede; vælg et andet navn.",
            "The folder for findings is there already; choose another name.",
            target.name,
        )
    try:
        folder = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=".lovgraf-"))
    except OSError:
        raise _unwritable(target.name) from None
    try:
        yield folder
        if not any(folder.iterdir()):
            parquet.write_table(table((), {}), folder / _name(Part(0), 0))
        folder.chmod(0o700 if private else 0o755)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_part(job: Job, listed: Listed, read: PartRead) -> int:
    """Write the findings of a part; how many there are.

    The file appears whole, whoever tries and how often. Raises `InputError` where it cannot be
    written.
    """
    part = read.part
    base = part.file * FILE + listed.bases[part]
    first, last = np.searchsorted(listed.rows, [base, base + read.rows], side="right").tolist()
    if first == last:
        return 0
    rows = listed.rows[first:last]
    own = None
    if job.show_values:
        ids = _ids(read, base)
        own = [ids.get(row) for row in rows.tolist()]
    file = None if job.dataset.single else job.dataset.files[part.file].file.name
    days = {name: told[first:last].to_pylist() for name, told in listed.days.items()}
    batch = Batch((rows % FILE).tolist(), list(listed.ids[first:last]), own, file, days)
    folder = Path(listed.folder)
    try:
        temporary = folder / f".part-{secrets.token_hex(8)}"
        with open(temporary, "xb", opener=_private if job.show_values else None) as stream:
            parquet.write_table(table([batch], listed.causes), stream)
        os.replace(temporary, folder / _name(part, listed.bases[part]))
    except OSError:
        raise _unwritable(folder.name) from None
    return len(rows)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ids(read: PartRead, base: int) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    for section in read.sections:
        if section.ids is not None:
            numbers = (section.rows()[1] + base).tolist()
            found.update(zip(numbers, section.ids, strict=True))
    return found


def _name(part: Part, base: int) -> str:
    """A name by which files stand in the order of the dataset."""
    return f"part-{part.file:06}-{base:012}.parquet"


def _unwritable(name: str) -> InputError:
    return InputError(
        "Fund kan ikke skrives dér; vælg en mappe, som alle arbejdere kan skrive i under samme "
        "sti.",
        "Findings cannot be written there; choose a folder in which every worker can write under "
        "the same path.",
        name,
    )

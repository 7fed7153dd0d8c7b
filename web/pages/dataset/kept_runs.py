"""Runs that a reader asked to have kept, so that a page can show the trend: nothing of a record,
but marks by which records are known again (hashes keyed by a secret of the series).

Each series lies in a folder of its own among the jobs, below the days that it is kept: where
nothing is added for as long, the keeper of the jobs removes it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.runs.nightly.adding import young
from lovgraf.runs.nightly.kept import HISTORY, read_history, write_history
from lovgraf.runs.nightly.trend import DatasetTrend, read_trend
from lovgraf_web.jobs.application import KEPT_DAYS, jobs, kept_runs

DAYS = KEPT_DAYS
USUAL = 90
NAME = 80
"""Characters of the name of a series."""


@dataclass(frozen=True)
class Series:
    """The runs of one dataset of a reader, by the key that a page names it with."""

    key: str
    days: int
    trend: DatasetTrend


def place_of(owner: str, name: str, days: int) -> str:
    """Where a series lies among the jobs; one that was kept for other days is moved there."""
    own, wanted = _name(owner, name), kept_runs(days)
    for other in DAYS:
        found = jobs().root / kept_runs(other) / own
        if other != days and found.is_dir():
            target = jobs().root / wanted / own
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            found.rename(target)
    return f"{wanted}/{own}"


def series_of(owner: str) -> Iterator[Series]:
    """The series of a reader by name, without the runs that are too old."""
    found = []
    for days in DAYS:
        for folder in (jobs().root / kept_runs(days)).glob(f"{_hash(owner)}-*"):
            trend = _young_trend(folder, days)
            if trend is not None:
                found.append(Series(folder.name.rpartition("-")[2], days, trend))
    yield from sorted(found, key=lambda one: one.trend.dataset.casefold())


def forget(owner: str, key: str) -> None:
    """Remove a series of a reader."""
    for days in DAYS:
        for folder in (jobs().root / kept_runs(days)).glob(f"{_hash(owner)}-*"):
            if folder.name.rpartition("-")[2] == key:
                shutil.rmtree(folder, ignore_errors=True)


def _young_trend(folder: Path, days: int) -> DatasetTrend | None:
    """The trend of a folder; None where nothing is left of it, or it cannot be read."""
    try:
        history = read_history(folder)
        kept = young(history, datetime.now(UTC), days)
        if not kept:
            if (folder / HISTORY).exists():
                shutil.rmtree(folder, ignore_errors=True)
            return None
        if len(kept) < len(history):
            write_history(folder, kept)
        return read_trend(folder)[0]
    except InputError:
        return None


def _name(owner: str, name: str) -> str:
    return f"{_hash(owner)}-{_hash(f'{owner} {name}')}"


def _hash(text: str) -> str:
    return hashlib.sha256(f"runs {text}".encode()).hexdigest()[:32]

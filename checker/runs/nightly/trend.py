"""What became of the findings over all runs that are kept: by cause, and by who sees to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.runs.nightly.kept import HISTORY, Kept, read_history


class Point(Struct, frozen=True):
    """A run of a dataset, with how many findings it had, and how many were new and gone.

    `by_law` of the new and `gone_by_law` of the gone are due to the law; None where that was not
    told apart for all of them.
    """

    run: datetime
    as_of: date
    records: int
    count: int
    appeared: int
    gone: int
    still: int
    by_law: int | None
    gone_by_law: int | None
    new_law: bool
    """Whether the law is another than in the run before."""
    other: frozenset[str] = frozenset()
    """What else is other than in the run before: `data`, `days` (the as-of date), or `how` they
    were read."""
    gone_open: int = 0
    gone_left: int = 0
    """Of the gone those that are open now, and those whose record is there no more."""


class CauseTrend(Struct, frozen=True):
    """A cause: how many findings it had in each run, and what the last run says of it."""

    last: Kept
    counts: tuple[int, ...]

    @property
    def message(self) -> Text:
        """What is wrong."""
        return Text(self.last.message_da or "", self.last.message_en or "")

    @property
    def title(self) -> Text:
        """The name of the rule."""
        return Text(self.last.title_da or "", self.last.title_en or "")


class OwnerTrend(Struct, frozen=True):
    """Whose findings these are (None: nobody's), with their causes, the most findings first."""

    owner: str | None
    causes: tuple[CauseTrend, ...]

    def total(self, name: str) -> int:
        """How many findings are `count`, `appeared`, `gone` or `still` in the last run."""
        return sum(getattr(cause.last, name) or 0 for cause in self.causes)

    @property
    def label(self) -> Text | None:
        """What they are called."""
        last = self.causes[0].last
        return None if last.owner is None else Text(last.owner_da or "", last.owner_en or "")

    @property
    def since(self) -> date | None:
        """The day since which the oldest of them is there."""
        days = [one.last.since for one in self.causes if one.last.since and one.last.count]
        return min(days, default=None)


class DatasetTrend(Struct, frozen=True):
    """The runs of a dataset, oldest first, and what its causes became."""

    dataset: str
    points: tuple[Point, ...]
    owners: tuple[OwnerTrend, ...]


def read_trend(place: Path) -> tuple[DatasetTrend, ...]:
    """The trend of the datasets whose runs are kept in a folder. Raises `InputError` for a folder
    without a history."""
    rows = read_history(place)
    if not rows:
        raise InputError(
            "Der er ingen kørsler her; lovgraf run laver dem.",
            "There are no runs here; lovgraf run makes them.",
            place.name,
        )
    return tuple(_dataset(name, rows) for name in dict.fromkeys(row.dataset for row in rows))


def has_trend(place: Path) -> bool:
    """Whether a folder is one of kept runs."""
    return (place / HISTORY).is_file()


def _other(before: Kept | None, now: Kept) -> frozenset[str]:
    """What but the law is other than in the run before (`Point.other`)."""
    if before is None:
        return frozenset()
    changed = {
        "data": before.input_sha256 != now.input_sha256,
        "days": before.as_of != now.as_of,
        "how": before.how is not None and before.how != now.how,
    }
    return frozenset(name for name, other in changed.items() if other)


def _dataset(name: str, rows: Iterable[Kept]) -> DatasetTrend:
    own = [row for row in rows if row.dataset == name]
    runs = sorted({row.run for row in own})
    points, before = [], None
    for run in runs:
        point = _point([row for row in own if row.run == run], before)
        points.append(point)
        before = next(row for row in own if row.run == run)
    listed = [row for row in own if row.cause is not None and row.listed]
    causes = [
        _cause([row for row in listed if row.cause == cause], runs)
        for cause in dict.fromkeys(row.cause for row in listed)
    ]
    causes.sort(key=lambda one: (-(one.last.count or 0), one.last.cause or ""))
    owners = [
        OwnerTrend(owner, tuple(one for one in causes if one.last.owner == owner))
        for owner in dict.fromkeys(one.last.owner for one in causes)
    ]
    owners.sort(key=lambda one: (-one.total("count"), one.owner or ""))
    return DatasetTrend(name, tuple(points), tuple(owners))


def _point(rows: Sequence[Kept], before: Kept | None) -> Point:
    whole = rows[0]
    listed = [row for row in rows if row.listed]
    changed = [row for row in listed if row.appeared or row.gone]
    told = before is not None and all(row.by_law is not None for row in changed)
    return Point(
        whole.run, whole.as_of, whole.records,
        count=sum(row.count or 0 for row in listed),
        appeared=sum(row.appeared or 0 for row in listed),
        gone=sum(row.gone or 0 for row in listed),
        still=sum(row.still or 0 for row in listed),
        by_law=sum(row.by_law or 0 for row in changed) if told else None,
        gone_by_law=sum(row.gone_by_law or 0 for row in changed) if told else None,
        new_law=before is not None
        and (before.law_sha256, before.law_since) != (whole.law_sha256, whole.law_since),
        other=_other(before, whole),
        gone_open=sum(row.gone_open or 0 for row in listed),
        gone_left=sum(row.gone_left or 0 for row in listed),
    )  # fmt: skip


def _cause(rows: Sequence[Kept], runs: Sequence[datetime]) -> CauseTrend:
    counts = {row.run: row.count or 0 for row in rows}
    last = rows[-1]
    if last.run != runs[-1]:
        last = _gone(last)
    return CauseTrend(last, tuple(counts.get(run, 0) for run in runs))


def _gone(row: Kept) -> Kept:
    """A cause that the last run has not: it was gone before."""

    return replace(row, count=0, appeared=0, gone=0, still=0, since=None, gone_open=0, gone_left=0)

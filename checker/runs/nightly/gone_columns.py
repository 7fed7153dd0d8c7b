"""Columns that the last extract had, or had values in, and this one has not: findings that are no
longer found for want of one are not gone, so the run stops."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.readers.headers import TYPE
from lovgraf.runs.nightly.data_read import DataRead
from lovgraf.runs.nightly.kept import Kept
from lovgraf.runs.nightly.recognised import CauseChange

_BY_CHANCE = 0.001
"""How likely it may be that a column without a value lost all of them by chance."""


class Columns(Struct, frozen=True):
    """The canonical columns that a dataset had: of each of its `tables` (each choice of them once),
    and in how many records each has a value (`filled`; only columns that norms read)."""

    tables: tuple[tuple[str, ...], ...]
    filled: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """The files of a dataset that has several."""

    @staticmethod
    def of(result: CheckResult, data: DataRead) -> Columns:
        """Those of a result, and of the data that it is of."""
        tables = [{c.name for c in table.columns if c.name} for table in result.intake.tables]
        elsewhere = set(result.columns).difference(*tables)
        found = sorted({tuple(sorted(one | elsewhere)) for one in tables or [set()]})
        return Columns(tuple(found), data.filled, tuple(name for name, _ in result.files))

    @staticmethod
    def read(text: str) -> Columns:
        """What `text` wrote; an older version wrote the tables alone."""
        found = json.loads(text)
        if isinstance(found, list):
            found = {"tables": found, "filled": {}}
        files = tuple(found.get("files", ()))
        return Columns(tuple(map(tuple, found["tables"])), found["filled"], files)

    @property
    def text(self) -> str:
        """For the history."""
        files = {"files": self.files} if self.files else {}
        return json.dumps({"tables": self.tables, "filled": dict(self.filled), **files})

    def everywhere(self, read: set[str]) -> set[str]:
        """Of the columns that a norm reads, those that every table has which has any of them."""
        own = [read.intersection(columns) for columns in self.tables]
        own = [columns for columns in own if columns]
        return set.intersection(*own) if own else set()

    def emptied(self, earlier: Columns, records: tuple[int, int]) -> set[str]:
        """The columns without any value in which earlier ones had so many that this is no chance;
        `records` is how many there were, and are."""
        then, now = records
        return {
            name
            for name, count in earlier.filled.items()
            if self.filled.get(name) == 0 and (1 - count / (then + 1)) ** now < _BY_CHANCE
        }


class GoneColumns(Struct, frozen=True):
    """Columns that are not there, and those without a value, which `count` findings rested on."""

    missing: frozenset[str]
    emptied: frozenset[str]
    count: int

    @property
    def names(self) -> list[str]:
        """The columns, sorted."""
        return sorted(self.missing | self.emptied)

    def error(self, advice: Text, file: str | None = None) -> InputError:
        """That the run stops, with what to do."""
        said = [
            (self.missing, "som mangler", "that are missing"),
            (self.emptied, "som er tomme i alle rækker", "that are blank in all rows"),
        ]
        parts = [(", ".join(sorted(n)), da, en) for n, da, en in said if n]
        da = "; ".join(f"{names} ({why})" for names, why, _ in parts)
        en = "; ".join(f"{names} ({why})" for names, _, why in parts)
        return InputError(
            f"Data har tabt kolonner, som var der sidst: {da}. Regler, som {self.count} fund "
            "hvilede på, spørger om dem; uden dem er fundene ikke væk, men uvisse. "
            f"{advice.da}",
            f"The data have lost columns that were there last time: {en}. Rules that "
            f"{self.count} findings rested on ask for them; without them the findings are "
            f"not gone but unknown. {advice.en}",
            file,
        )


def reads_of(result: CheckResult) -> frozenset[str]:
    """The columns that the norms of a result read, and the one that says of which type a record is,
    by which it is known which norms hold."""
    return frozenset({TYPE}.union(*(norm.reads for norm in result.norms)))


def unasked(
    result: CheckResult, last: Sequence[Kept], accepted: Collection[str]
) -> GoneColumns | None:
    """What is lost where norms that had findings in the last run are not asked now, since the data
    lack a column: their findings are not gone.

    Columns (canonical names) that are `accepted` may be missing.
    """
    had = Counter[str]()
    for row in last:
        if row.norm and row.listed:
            had[row.norm] += row.count or 0
    lacking = [
        one for one in result.not_asked if had[one.norm] and set(one.needs).isdisjoint(accepted)
    ]
    if not lacking:
        return None
    names = frozenset(name for one in lacking for name in one.needs)
    return GoneColumns(names, frozenset(), sum(had[one.norm] for one in lacking))


def blank_now(
    result: CheckResult, columns: Columns, last: Sequence[Kept], accepted: Collection[str] = ()
) -> tuple[str, ...]:
    """The columns (canonical names) that norms read, that had values in the last run, and that are
    there without any: also where no finding rested on them."""
    whole = next((row for row in last if row.columns is not None), None)
    if whole is None or whole.columns is None:
        return ()
    emptied = columns.emptied(Columns.read(whole.columns), (whole.records, result.records))
    return tuple(sorted(emptied - {*accepted}))


def columns_gone(
    result: CheckResult,
    columns: Columns,
    last: Sequence[Kept],
    changes: Mapping[str, CauseChange],
    accepted: Collection[str] = (),
) -> GoneColumns | None:
    """The columns that the last run had, that the data lack or have no value in, and that norms
    read of which findings are not found again (or it cannot be told, as records were only counted);
    columns (canonical names) that are `accepted` are left out.

    A history that does not tell which columns there were lacks none.
    """
    whole = next((row for row in last if row.columns is not None), None)
    if whole is None or whole.columns is None:
        return None
    then = Columns.read(whole.columns)
    emptied = columns.emptied(then, (whole.records, result.records))
    missing, blank, count = set[str](), set[str](), 0
    reads = {norm.norm: {TYPE, *norm.reads} - {*accepted} for norm in result.norms}
    of_none = {TYPE} - {*accepted}  # what a norm reads that holds for no type there is now
    for row in last:
        if not (row.norm and row.listed and row.count and row.cause):
            continue
        change, read = changes[row.cause], reads.get(row.norm, of_none)
        absent, without = then.everywhere(read) - columns.everywhere(read), emptied & read
        if (absent or without) and (change.gone or not change.matched):
            missing |= absent
            blank |= without
            count += row.count
    return GoneColumns(frozenset(missing), frozenset(blank), count) if count else None

"""Columns that the last extract had and this one lacks: findings that are no longer found for want
of one are not gone, so the run stops."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult
from lovgraf.runs.nightly.kept import Kept
from lovgraf.runs.nightly.recognised import CauseChange


def columns_of(result: CheckResult) -> str:
    """The canonical columns of each table that was read, each choice of them once, as JSON."""
    tables = [{c.name for c in table.columns if c.name} for table in result.intake.tables]
    elsewhere = set(result.columns).difference(*tables)
    return json.dumps(sorted({tuple(sorted(one | elsewhere)) for one in tables or [set()]}))


def refuse_unasked(result: CheckResult, last: Sequence[Kept], accepted: Collection[str]) -> None:
    """Raise `InputError` where norms that had findings in the last run are not asked now, since the
    data lack a column: their findings are not gone.

    Columns (canonical names) that are `accepted` may be missing.
    """
    had = Counter[str]()
    for row in last:
        if row.norm and row.listed:
            had[row.norm] += row.count or 0
    lacking = [
        one for one in result.not_asked if had[one.norm] and set(one.needs).isdisjoint(accepted)
    ]
    if lacking:
        names = {name for one in lacking for name in one.needs}
        raise _lost(result, names, sum(had[one.norm] for one in lacking))


def refuse_lost(
    result: CheckResult,
    last: Sequence[Kept],
    changes: Mapping[str, CauseChange],
    accepted: Collection[str],
) -> None:
    """Raise `InputError` where findings of the last run rest on `lost_columns` that are not
    `accepted` (canonical names)."""
    lost, count = lost_columns(result, last, changes, accepted)
    if lost:
        raise _lost(result, lost, count)


def lost_columns(
    result: CheckResult,
    last: Sequence[Kept],
    changes: Mapping[str, CauseChange],
    accepted: Collection[str] = (),
) -> tuple[set[str], int]:
    """The columns (canonical names) that the last run had, that the data lack, and that norms read
    of which findings are not found again (or it cannot be told, as records were only counted), and
    how many findings these had; columns that are `accepted` are left out.

    A history that does not tell which columns there were lacks none.
    """
    lost, count = set[str](), 0
    kept = next((row.columns for row in last if row.columns is not None), None)
    if kept is None:
        return lost, count
    then, now = json.loads(kept), json.loads(columns_of(result))
    reads = {norm.norm: set(norm.reads) - {*accepted} for norm in result.norms}
    for row in last:
        if not (row.norm in reads and row.listed and row.count and row.cause):
            continue
        change, read = changes[row.cause], reads[row.norm]
        missing = _everywhere(then, read) - _everywhere(now, read)
        if missing and (change.gone or not change.matched):
            lost |= missing
            count += row.count
    return lost, count


def _everywhere(tables: Sequence[Sequence[str]], read: set[str]) -> set[str]:
    """Of the columns that a norm reads, those that every table has which has any of them."""
    own = [read.intersection(columns) for columns in tables]
    own = [columns for columns in own if columns]
    return set.intersection(*own) if own else set()


def _lost(result: CheckResult, lost: Collection[str], count: int) -> InputError:
    """That columns are lost which so many findings of the last run rested on."""
    names = sorted(lost)
    told, passed = ", ".join(names), ", ".join(map(repr, names))
    return InputError(
        f"Udtrækket mangler kolonner, som forrige udtræk havde ({told}): regler, som {count} fund "
        "hvilede på, spørger om dem, og uden dem er fundene ikke væk, men uvisse. Ret udtrækket, "
        f"eller se bort fra kolonnerne: accept_unread = [{passed}].",
        f"The extract lacks columns that the last one had ({told}): rules that {count} findings "
        "rested on ask for them, and without them the findings are not gone but unknown. Correct "
        f"the extract, or pass the columns over: accept_unread = [{passed}].",
        result.dataset,
    )

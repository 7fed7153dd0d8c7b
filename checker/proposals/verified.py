"""Kinds judged once more, each by its whole record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.facts.values import State
from lovgraf.proposals.judge import Given, Judge
from lovgraf.proposals.tables import Numbers, Table

_BATCH = 200_000
"""Records to have judged at once."""


def verified(
    judge: Judge, tables: Sequence[Table], base: Mapping[str, State], told: Mapping[str, Numbers]
) -> tuple[list[Table], int]:
    """Tables without kinds whose record, judged as a whole, is not of its kind after all, and how
    many of those there are.

    `base` are the states (by IRI) that every record has where it has no other, `told` maps codes
    of each atom to the first that is seen alike.
    """
    good: dict[int, list[Bools]] = {n: [] for n in range(len(tables))}
    for batch in _batches(tables):
        for (number, _), part in zip(batch, _good(judge, tables, batch, base, told), strict=True):
            good[number].append(part)
    found, wrong = [], 0
    for number, table in enumerate(tables):
        kept = np.concatenate([np.zeros(0, np.bool_), *good[number]])
        wrong += int((~kept).sum())
        found.append(table if kept.all() else table.only(np.flatnonzero(kept)))
    return found, wrong


def _good(
    judge: Judge,
    tables: Sequence[Table],
    batch: Sequence[tuple[int, slice]],
    base: Mapping[str, State],
    told: Mapping[str, Numbers],
) -> list[Bools]:
    """Which of some kinds of tables have a record that is of its kind."""
    ends = np.cumsum([kinds.stop - kinds.start for _, kinds in batch])
    rows = [slice(end - k.stop + k.start, end) for end, (_, k) in zip(ends, batch, strict=True)]
    size = int(ends[-1])
    given = {iri: Given([state], np.zeros(size, np.int64)) for iri, state in base.items()}
    for (number, kinds), own in zip(batch, rows, strict=True):
        for iri, states, places in tables[number].given(kinds):
            # The other rows keep what every record has.
            where = np.full(size, len(states))
            where[own] = places
            given[iri] = Given([*states, base.get(iri)], where)
    judged = judge.judge_given(given, size)
    flawless = np.ones(size, np.bool_)
    for flaws in judged.flaws.values():
        flawless &= ~flaws
    found = []
    for (number, kinds), own in zip(batch, rows, strict=True):
        good = flawless[own]
        for key in tables[number].keys:
            code = tables[number].codes[key][kinds]
            good &= told[key][judged.codes[key][own]] == code
        found.append(good)
    return found


def _batches(tables: Sequence[Table]) -> Iterator[list[tuple[int, slice]]]:
    """Kinds of tables (by number) in batches of so many as are judged at once."""
    batch: list[tuple[int, slice]] = []
    room = _BATCH
    for number, table in enumerate(tables):
        start = 0
        while start < table.size:
            stop = min(table.size, start + room)
            batch.append((number, slice(start, stop)))
            room -= stop - start
            start = stop
            if not room:
                yield batch
                batch, room = [], _BATCH
    if batch:
        yield batch

"""What rows are judged, told together where it is the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lovgraf.engine.many_records import Spread
from lovgraf.verdicts.evaluate import Reason
from lovgraf.verdicts.patterns import Numbers, short
from lovgraf.verdicts.repaired import Found

Judged = tuple[int, Reason, int, Numbers]
"""A verdict, its reason, how many rows have it, and their numbers where they are asked for."""


def together(judged: Spread, numbers: Numbers, owner: Numbers) -> Iterator[Judged]:
    """What some rows are judged, by number, of which each is like one of those that were `judged`
    (its place is the row's `owner`); those with the same verdict and reason are told together, in
    the order of the first of each."""
    places: dict[Found, int] = {}
    same = np.array([places.setdefault(one, len(places)) for one in judged.said], np.int64)
    said, own = [*places], same[judged.number][owner]
    order = np.lexsort((numbers, short(own)))
    cuts = np.flatnonzero(np.diff(own[order])) + 1
    each = np.split(order, cuts) if len(order) else []
    for rows in sorted(each, key=lambda rows: int(numbers[rows[0]])):
        verdict, reason = said[own[rows[0]]]
        yield verdict, reason, len(rows), numbers[rows]

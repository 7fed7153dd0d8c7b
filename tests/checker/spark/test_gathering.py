"""What is spread over shares and put together again is what one machine counts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.check.spark.gathering import (
    Share,
    Spread,
    cells_of,
    gathered,
    shares_of,
    summaries_of,
    twice_of,
)
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.outcome import Outcome
from lovgraf.check.spark.reading import PartRead, Reading, SectionRead
from lovgraf.core.errors import InputError
from lovgraf.core.result import FIRST_ROWS
from tests.examples import examples

Values = list[tuple[int, int]]
HALVES = st.integers(-3, 3)
PARTS = st.lists(st.lists(st.tuples(HALVES, HALVES), max_size=30), min_size=1, max_size=5)
"""Values that must be unique, part by part; few of them, so that halves and wholes are equal."""


def reading(place: int, values: Values) -> Outcome[Reading]:
    """A part of which the rows have these values, each of them a cell too."""
    cells = Counter(values)
    words = np.array([*cells], np.int64).reshape(-1, 2)
    read = SectionRead(0, words, np.array([*cells.values()], np.int64), b"", None, {}, {}, None)
    hashes = np.array([(*value, row) for row, value in enumerate(values, 1)], np.int64)
    part = PartRead(Part(0, place), len(values), (read,))
    return Outcome(Reading(part, ((0, "id", hashes.reshape(-1, 3)),)))


def together(found: Sequence[Outcome[Reading]], shares: int) -> list[Share]:
    """What each share has, in whatever order things arrive."""
    spread = Spread(len(found), shares, (7,))
    moved = [item for place, one in enumerate(found) for item in spread(place, [one])]
    random.Random(len(moved)).shuffle(moved)
    return [
        share
        for number in range(shares)
        for share in gathered([item for item in moved if item[0] == len(found) + number])
    ]


@pytest.mark.slow
@examples(30, whole=100)
@given(parts=PARTS, shares=st.integers(1, 3))
def test_the_same_is_found_as_in_one_place(parts: list[Values], shares: int) -> None:
    found = together([reading(place, own) for place, own in enumerate(parts)], shares)
    summaries = summaries_of(found)
    assert [one.part.first for one in summaries] == list(range(len(parts)))
    assert [one.rows for one in summaries] == [len(own) for own in parts]
    every = [value for own in parts for value in own]
    before = [sum(map(len, parts[:place])) for place in range(len(parts))]
    counts = Counter(every)
    rows = [row for row, value in enumerate(every, 1) if counts[value] > 1]
    nothing: tuple[int, tuple[int, ...]] = (0, ())
    assert twice_of(found, before).get(7, {}).get("id", nothing) == (
        len(rows),
        tuple(rows[:FIRST_ROWS]),
    )
    words, weights = cells_of(found).get(0, (np.zeros((0, 2)), np.zeros(0)))
    assert list(zip(map(tuple, words.tolist()), weights.tolist(), strict=True)) == sorted(
        counts.items()
    )


def test_the_first_part_that_cannot_be_read_is_told() -> None:
    failed = [Outcome[Reading](None, ("da", f"no. {n}", None, None, None)) for n in range(3)]
    found = together([reading(0, []), *failed], 2)
    with pytest.raises(InputError, match="no. 0"):
        summaries_of(found)


def test_there_are_more_shares_where_there_is_more_to_hold() -> None:
    assert [shares_of(parts, 2) for parts in (0, 1, 8, 9, 400)] == [2, 2, 2, 3, 100]

"""Lines that are the same are put together as numpy's own search for distinct lines does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine.population import in_order

NUMBERS = st.integers(-3, 3) | st.sampled_from([-(2**63), 2**63 - 1])
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[NUMBERS] * width), max_size=30).map(
        lambda lines: (width, lines)
    )
)


@given(TABLES)
def test_distinct_lines_and_their_order(table: tuple[int, Sequence[tuple[int, ...]]]) -> None:
    width, lines = table
    found = np.array(lines, np.int64).reshape(len(lines), width)
    places, first = in_order([found[:, n] for n in range(width)], len(lines))
    assert list(map(tuple, found[first].tolist())) == sorted(set(lines))
    assert (found[first][places] == found).all()


def test_lines_without_numbers_are_all_the_same() -> None:
    places, first = in_order([], 3)
    assert places.tolist() == [0, 0, 0]
    assert first.tolist() == [0]
    places, first = in_order([], 0)
    assert places.tolist() == first.tolist() == []

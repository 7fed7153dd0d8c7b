"""Cells that are known are found, whatever others are like them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine import known_cells
from lovgraf.engine.known_cells import KnownCells
from tests.examples import examples

_WORD = st.one_of(st.integers(0, 3), st.sampled_from([-1, 1 << 62, -(1 << 63)]))
CELL = st.tuples(_WORD, _WORD)


def _words(cells: list[tuple[int, int]]) -> Any:
    return np.array(cells, np.int64).reshape(-1, 2)


@examples(50, of=300)
@given(
    st.lists(CELL, unique=True, max_size=12),
    st.integers(0, 12),
    st.lists(CELL, max_size=12),
    st.booleans(),
)
def test_what_is_found_is_the_cell(
    cells: list[tuple[int, int]], first: int, asked: list[tuple[int, int]], alike: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if alike:  # no mark tells cells apart
            patch.setattr(known_cells, "marks", lambda words: np.zeros(len(words), np.uint64))
        codes = np.arange(len(cells), dtype=np.int64)[:, None] * 7
        known = KnownCells.none(2, 1).and_(_words(cells[:first]), codes[:first])
        known = known.and_(_words(cells[first:]), codes[first:])
        assert len(known) == len(cells)
        for each in (known, KnownCells.from_bytes(*known.to_bytes(), shape=(2, 1))):
            for cell, place in zip(asked, each.find(_words(asked)).tolist(), strict=True):
                if place >= 0:
                    assert each.codes[place].tolist() == [7 * cells.index(cell)]
                else:
                    assert alike or cell not in cells
        kept = np.arange(0, len(cells), 2)
        some = known.some(kept)
        assert some.find(known.words[kept]).max(initial=0) < max(len(kept), 1)
        assert sorted(map(tuple, some.words.tolist())) == sorted(
            map(tuple, known.words[kept].tolist())
        )


@pytest.mark.parametrize("words", [b"", b"12345678", b"1234"])
def test_what_was_kept_otherwise_is_refused(words: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        KnownCells.from_bytes(words, b"12345678", (2, 3))

"""Rows are told apart by what they hold, whether their combinations are looked up or sorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.verdicts import patterns
from lovgraf.verdicts.patterns import distinct


@pytest.mark.parametrize("dense", [0, 8, 1 << 40])
@given(
    size=st.integers(0, 20),
    widths=st.lists(st.integers(1, 4), max_size=4),
    seed=st.integers(0, 1000),
)
def test_the_first_row_of_each_combination_and_the_number_of_each_row(
    dense: int, size: int, widths: list[int], seed: int
) -> None:
    dice = np.random.default_rng(seed)
    columns = [dice.integers(0, width, size).astype(np.uint8) for width in widths]
    rows = list(zip(*columns, strict=True)) if columns else [()] * size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_DENSE", dense)
        first, number = distinct(columns, size)
    known = sorted(set(rows))
    assert [rows[place] for place in first] == known
    assert first.tolist() == [rows.index(one) for one in known]
    assert number.tolist() == [known.index(row) for row in rows]

"""Rows are told apart by what they hold, whether their combinations are looked up or sorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.verdicts import patterns
from lovgraf.verdicts.patterns import digests, distinct, distinct_lines


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


@given(
    size=st.integers(0, 20),
    widths=st.lists(st.one_of(st.integers(1, 1 << 20), st.integers(1, 1 << 61)), max_size=12),
    few=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_columns_in_one_array_are_told_apart_as_others_are(
    size: int, widths: list[int], few: int, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    # Few of the values of each width, so that rows are alike, and products that no number holds.
    columns = [dice.choice(dice.integers(0, width, few), size) for width in widths]
    lines = np.array(columns, np.int64).reshape(len(columns), size)
    rows = list(zip(*lines.tolist(), strict=True)) if columns else [()] * size
    first, number = distinct_lines(lines)
    assert [rows[one] for one in first[number]] == rows
    assert first.tolist() == [rows.index(rows[one]) for one in first]
    assert len(first) == len(set(rows))


@given(
    lines=st.lists(
        st.tuples(*[st.one_of(st.integers(0, 3), st.integers(-5, (1 << 62)))] * 3), min_size=1
    ),
    key=st.binary(max_size=40),
)
def test_a_digest_is_that_of_a_line_and_of_a_key(
    lines: list[tuple[int, int, int]], key: bytes
) -> None:
    found = digests(np.array(lines, np.int64), key)
    assert len(set(found)) == len(set(lines))
    assert {len(one) for one in found} == {16}
    # The same alone, and beside small numbers only: what is beside a line says nothing of it.
    assert found == [digests(np.array([line], np.int64), key)[0] for line in lines]
    small = [line for line in lines if all(0 <= one < 100 for one in line)]
    narrow: patterns.Numbers = np.array(small, np.int64).reshape(len(small), 3)
    assert digests(narrow, key) == [found[lines.index(line)] for line in small]
    assert not {*found} & {*digests(np.array(lines, np.int64), key + b"other")}

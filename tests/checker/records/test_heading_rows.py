"""Lines with few digits are found word by word, as they are found byte by byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.readers import heading_rows
from lovgraf.readers.heading_rows import _FEW, _FIRST, _have_few

LINES = st.lists(
    st.lists(st.sampled_from(b"0123456789/:;ab\x00\x7f\x80\xb0\xff"), max_size=300).map(bytes),
    min_size=1,
    max_size=12,
)


def told(lines: list[bytes]) -> list[int]:
    """Which of some lines have few digits."""
    values = np.frombuffer(b"head\n" + b"".join(line + b"\n" for line in lines), np.uint8)
    ends = np.flatnonzero(values == ord("\n"))
    return [int(n) for n in _have_few(values, ends[:-1] + 1, ends[1:])]


def expected(lines: list[bytes]) -> list[int]:
    def digits(line: bytes) -> int:
        return sum(ord("0") <= byte <= ord("9") for byte in line)

    few = (digits(line[:8]) <= _FIRST and digits(line) <= _FEW for line in lines)
    return [n for n, one in enumerate(few) if one]


@given(LINES)
def test_few_digits_are_told_by_words(lines: list[bytes]) -> None:
    assert told(lines) == expected(lines)


@given(LINES)
def test_of_many_lines_none_with_few_digits_is_lost(lines: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heading_rows, "_SOME", 0)
        assert {*expected(lines)} <= {*told(lines)}

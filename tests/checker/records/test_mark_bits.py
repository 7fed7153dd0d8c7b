"""Marks are counted, and told to lie between quotes, 64 bytes at a time as byte by byte."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.readers.mark_bits import between_quotes, bits_of, count, count_before, places_of
from tests.examples import examples

_RUN = st.tuples(st.sampled_from(b'a";\n'), st.integers(1, 90)).map(lambda one: [one[0]] * one[1])
TEXT = st.one_of(
    st.lists(st.sampled_from(b'a";\n'), min_size=1, max_size=300),
    st.lists(_RUN, min_size=1, max_size=20).map(lambda runs: sum(runs, [])),
)


@examples(30, of=300)
@given(TEXT, st.booleans())
def test_words_of_bits_say_what_bytes_say(text: list[int], quoted: bool) -> None:
    values = np.array(text, np.uint8)
    odd = np.cumsum(values == ord('"')) % 2 == 1
    inside = odd ^ quoted
    found = between_quotes(bits_of(values == ord('"')), quoted)
    assert np.array_equal(bits_of(inside), found & bits_of(np.ones(len(text), np.bool_)))
    marks = values == ord(";")
    places = np.arange(len(text) + 1)
    expected = [int(marks[:place].sum()) for place in places]
    assert count_before(bits_of(marks), places).tolist() == expected
    assert count(bits_of(marks)) == expected[-1]
    assert places_of(bits_of(marks)).tolist() == np.flatnonzero(marks).tolist()

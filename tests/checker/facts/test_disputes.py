"""What a record that contradicts itself may have been meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import Text
from lovgraf.facts.disputes import TooManyRepairs, disputes_in, repairs
from lovgraf.facts.vocabulary import Column, FactVocabulary
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs

COLUMNS = "abcdef"
DAY = date(2014, 12, 1)
PAIRS = st.lists(st.sampled_from([*combinations(COLUMNS, 2)]), unique=True, max_size=5)


def vocabulary(pairs: Sequence[tuple[str, str]]) -> FactVocabulary:
    """Columns of which some (the first of a pair) have no value where others are "x"."""
    columns = {
        name: Column(
            name,
            Text(name, name),
            None,
            "string",
            frozenset({"thing"}),
            name=name,
            none_when=tuple((other, "x") for one, other in pairs if one == name),
        )
        for name in {*COLUMNS, *(name for pair in pairs for name in pair)}
    }
    return FactVocabulary(dict(columns), {}, {})


@pytest.mark.slow
@given(PAIRS)
def test_repairs_are_the_smallest_ways_to_settle_all(pairs: list[tuple[str, str]]) -> None:
    record = dict.fromkeys(COLUMNS, "x")
    left = repairs(vocabulary(pairs), record, DAY, frozenset(COLUMNS))
    found = [frozenset(record) - frozenset(one) for one in left]

    def settles(lost: frozenset[str]) -> bool:
        return all(not lost.isdisjoint(pair) for pair in pairs)

    every = [frozenset(c) for n in range(7) for c in combinations(COLUMNS, n)]
    least = [w for w in every if settles(w) and not any(settles(w - {one}) for one in w)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, least))


def test_one_column_against_many_has_two_repairs(law: Law) -> None:
    text = "departed=no left_on=2014-06-01 moved_to_country=ES emigration_notified=true"
    record = read_pairs(text.split(), law.facts.on(DAY), "person")
    assert len(disputes_in(law.facts, record, DAY)) == 3
    assert sorted(len(one) for one in repairs(law.facts, record, DAY, frozenset(record))) == [1, 3]


def test_what_does_not_contradict(law: Law) -> None:
    for text in (
        "departed=yes left_on=2014-06-01",
        "departed=no emigration_notified=no",
        "nemkonto=none has_nemkonto=no",
        "digital_post=no digital_post_since=2014-01-01",
    ):
        record = read_pairs(text.split(), law.facts.on(DAY), "person")
        assert disputes_in(law.facts, record, DAY) == ()
        assert repairs(law.facts, record, DAY, frozenset(record)) == [record]


def test_too_many_are_refused() -> None:
    pairs = [(f"a{n}", f"b{n}") for n in range(5)]
    record = dict.fromkeys([name for pair in pairs for name in pair], "x")
    assert len(repairs(vocabulary(pairs[:4]), record, DAY, frozenset(record))) == 16
    with pytest.raises(TooManyRepairs):
        repairs(vocabulary(pairs), record, DAY, frozenset(record))

"""What a record that contradicts itself may have been meant to be."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.facts.disputes import TooManyRepairs, disputes_in, repairs
from lovgraf.facts.vocabulary import Dispute
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs

COLUMNS = "abcdef"
PAIRS = st.lists(
    st.sampled_from(
        [Dispute(one, other, frozenset({False})) for one, other in combinations(COLUMNS, 2)]
    ),
    unique=True,
    max_size=5,
)


@given(PAIRS)
def test_repairs_are_the_smallest_ways_to_settle_all(disputes: list[Dispute]) -> None:
    record = dict.fromkeys(COLUMNS, True)
    found = [frozenset(record) - frozenset(one) for one in repairs(record, disputes)]

    def settles(lost: frozenset[str]) -> bool:
        return all(one.given in lost or one.other in lost for one in disputes)

    every = [frozenset(c) for n in range(7) for c in combinations(COLUMNS, n)]
    least = [w for w in every if settles(w) and not any(settles(w - {one}) for one in w)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, least))


def test_one_column_against_many_has_two_repairs(law: Law) -> None:
    text = "departed=no left_on=2014-06-01 moved_to_country=ES emigration_notified=true"
    record = read_pairs(text.split(), law.facts, "person")
    found = disputes_in(law.facts, record)
    assert len(found) == 3
    assert sorted(len(one) for one in repairs(record, found)) == [1, 3]


def test_what_does_not_contradict(law: Law) -> None:
    for text in (
        "departed=yes left_on=2014-06-01",
        "departed=no emigration_notified=no",
        "nemkonto=none has_nemkonto=no",
        "digital_post=no digital_post_since=2014-01-01",
    ):
        record = read_pairs(text.split(), law.facts, "person")
        assert disputes_in(law.facts, record) == ()
        assert repairs(record, ()) == [record]


def test_too_many_are_refused() -> None:
    disputes = [Dispute(f"a{n}", f"b{n}", frozenset({False})) for n in range(5)]
    record = {iri: date(2014, 1, 1) for one in disputes for iri in (one.given, one.other)}
    assert len(repairs(record, disputes[:4])) == 16
    with pytest.raises(TooManyRepairs):
        repairs(record, disputes)

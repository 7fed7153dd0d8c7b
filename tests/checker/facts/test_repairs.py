"""What a record that contradicts itself may have been meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Disputes, TooManyRepairs, disputes_in, repairs
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("home_in_denmark=yes cpr_status=90", ["cpr_status=90", "home_in_denmark=yes"]),
        ("home_in_denmark=yes death_date=2014-05-01",
         ["death_date=2014-05-01", "home_in_denmark=yes"]),
        ("exemption_ground=0;3", ["exemption_ground=0", "exemption_ground=3"]),
        ("exemption_ground=0;3;5", ["exemption_ground=0", "exemption_ground=3;5"]),
        ("exemption_ground=0 exemption_unlimited=yes",
         ["exemption_ground=0", "exemption_unlimited=yes"]),
        ("exemption_ground=0;3 exemption_unlimited=yes",
         ["exemption_ground=0", "exemption_ground=3 exemption_unlimited=yes"]),
        ("ever_registered=no cpr_status=80", ["cpr_status=80", "ever_registered=no"]),
        ("citizenship=none;DK", ["citizenship=DK", "citizenship=none"]),
    ],
)  # fmt: skip
def test_what_the_graph_says_is_never_so(law: Law, text: str, left: list[str]) -> None:
    """Two values of two columns, a day that has come beside a value, none among several values."""
    facts = law.facts.on(DAY)

    def read(pairs: str) -> dict[str, State]:
        return dict(read_pairs([one.replace(";", " ") for one in pairs.split()], facts, "person"))

    record = read(text)
    found = [sorted(one.items()) for one in repairs(facts, record, DAY, frozenset(record))]
    assert sorted(found) == sorted(sorted(read(one).items()) for one in left)


@pytest.mark.parametrize(
    "text",
    ["home_in_denmark=no cpr_status=90", "home_in_denmark=yes death_date=2015-01-01",
     "exemption_ground=0", "exemption_ground=3 exemption_unlimited=yes", "citizenship=none"],
)  # fmt: skip
def test_what_can_be_beside_each_other(law: Law, text: str) -> None:
    record = read_pairs(text.split(), law.facts.on(DAY), "person")
    assert disputes_in(law.facts, record, DAY) == ()


def test_what_is_remembered_is_of_records_with_the_same_values(law: Law) -> None:
    facts = law.facts.on(DAY)
    disputes = Disputes(facts, DAY)
    for ground in ("3", "5"):
        record = read_pairs([f"exemption_ground=0 {ground}"], facts, "person")
        (found,) = disputes.within(record)
        left = {kept for way in found.ways for _, kept in way}
        assert left == {("0",), (ground,)}
        assert len(disputes.ways(record, frozenset(record))) == 2


def test_too_many_are_refused() -> None:
    pairs = [(f"a{n}", f"b{n}") for n in range(5)]
    record = dict.fromkeys([name for pair in pairs for name in pair], "x")
    assert len(repairs(vocabulary(pairs[:4]), record, DAY, frozenset(record))) == 16
    with pytest.raises(TooManyRepairs):
        repairs(vocabulary(pairs), record, DAY, frozenset(record))

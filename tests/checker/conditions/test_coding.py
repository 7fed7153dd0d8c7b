"""A fact reduced to classes answers every question as its value does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.coding import (
    Coding,
    code_groups,
    distinct_tests,
    holds,
    ordered_cuts,
    ordered_values,
    passes,
)
from lovgraf.conditions.tree import Count, Excludes, Leaf, Length, Matches, OneOf, Range, Typed

WHOLE = st.integers(-3, 6)
DAYS = st.dates(date(2000, 1, 1), date(2000, 1, 9))
MONEY = st.integers(-6, 12).map(lambda n: Decimal(n) / 2)


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Ranges and enumerations over some values."""
    bounds = st.one_of(st.none(), values)
    return st.one_of(
        st.builds(Range, bounds, bounds, st.booleans(), st.booleans()),
        st.builds(OneOf, st.frozensets(values, min_size=1, max_size=3)),
    )


def class_of(value: Any, cuts: tuple[Any, ...]) -> int:
    """The class of a value, as the SQL counts it: how many cuts it has reached."""
    return sum(value > cut.value if cut.after else value >= cut.value for cut in cuts)


def check_partition(tests: list[Any], value: Any, discrete: bool) -> None:
    cuts = ordered_cuts(tests, discrete)
    values = ordered_values(cuts, type(value)(value) if not isinstance(value, date) else value)
    assert len(values) == len(cuts) + 1
    stands_for = values[class_of(value, cuts)]
    for test in tests:
        assert passes(test, value) == passes(test, stands_for)


@given(st.lists(ranges(WHOLE), max_size=4), WHOLE)
def test_whole_numbers(tests: list[Any], value: int) -> None:
    check_partition(tests, value, True)


@given(st.lists(ranges(DAYS), max_size=4), DAYS)
def test_dates(tests: list[Any], value: date) -> None:
    check_partition(tests, value, True)


@given(st.lists(ranges(MONEY), max_size=4), MONEY)
def test_decimals(tests: list[Any], value: Decimal) -> None:
    check_partition(tests, value, False)


@given(
    st.lists(st.builds(OneOf, st.frozensets(st.sampled_from("abcd"), min_size=1)), max_size=4),
    st.sampled_from("abcde"),
)
def test_codes_of_one_group_answer_alike(tests: list[OneOf], value: str) -> None:
    groups = code_groups(tests)
    assert sum(value in group for group in groups) <= 1
    for group in groups:
        if value in group:
            for test in tests:
                assert {passes(test, other) for other in group} == {passes(test, value)}


def test_unknown_codes_name_the_blank_columns() -> None:
    coding = Coding("f", (False, True), ("a", "b"), True)
    assert (coding.none, coding.unknown, coding.size, coding.bits) == (2, 3, 7, 3)
    assert coding.missing(coding.unknown + 0b01) == ("a",)
    assert coding.missing(coding.unknown + 0b10) == ("b",)
    assert coding.missing(coding.unknown + 0b11) == ("a", "b")
    assert coding.missing(coding.unknown) == ("a", "b")


def test_truth_of_values_none_and_unknown() -> None:
    coding = Coding("f", (1, 5), ("f",), True)
    true, false = coding.truth(Leaf("f", Range(low=3)))
    assert list(true) == [False, True, False, False, False]
    assert list(false) == [True, False, True, False, False]
    true, _ = coding.truth(Leaf("f", Range(low=3), every=True))
    assert list(true) == [False, True, True, False, False]
    true, false = coding.truth(Count("f", 0, 0))
    assert (list(true)[:3], list(false)[:3]) == ([False, False, True], [True, True, False])


@given(
    st.lists(st.one_of(st.sampled_from("abc"), st.lists(st.sampled_from("abc")).map(tuple))),
    st.frozensets(st.sampled_from(["a", "b", True])),
    st.booleans(),
)
def test_a_class_of_texts_answers_as_its_texts_do(
    values: list[str | tuple[str, ...]], wanted: frozenset[bool | str], every: bool
) -> None:
    question = Leaf("f", OneOf(wanted), every)
    true, _ = Coding("f", tuple(values), (), True).truth(question)
    texts = [one if isinstance(one, tuple) else (one,) for one in values]
    assert list(true)[: len(values)] == [holds(question, own) for own in texts]


def test_many_values_any_and_every() -> None:
    some = OneOf(frozenset({"a"}))
    assert holds(Leaf("f", some), ("a", "b"))
    assert not holds(Leaf("f", some, every=True), ("a", "b"))
    assert holds(Leaf("f", some, every=True), ())
    assert holds(Count("f", 2, 2), ("a", "b"))


def test_value_tests() -> None:
    assert passes(Matches("^ab", "i"), "ABc")
    assert passes(Length(1, 2), "ab")
    assert not passes(Length(3), "ab")
    assert passes(Typed("integer"), 3)
    assert not passes(Typed("integer"), True)
    assert not passes(OneOf(frozenset({1})), True)
    assert passes(Excludes(Range(low=3)), 2)


def test_complements_share_the_distinct_tests_what_they_exclude() -> None:
    inner = Range(low=3)
    assert distinct_tests([Leaf("f", Excludes(Excludes(inner)))]) == [inner]

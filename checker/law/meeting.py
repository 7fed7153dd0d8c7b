"""Presumptions that could meet in one record: two of one column that presume different values must
not, or an answer would rest on both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from lovgraf.facts.fact import Column, Presumption, StatedValue
from lovgraf.facts.vocabulary import FactVocabulary

_DAY = timedelta(days=1)


def meeting(
    presumptions: Iterable[Presumption], facts: FactVocabulary, as_of: date
) -> Iterator[tuple[Presumption, Presumption]]:
    """The pairs that presume different values of a column and can be of the same record."""
    for one, other in combinations(presumptions, 2):
        differ = one.presumes == other.presumes and one.value != other.value
        if differ and _types(one, facts) & _types(other, facts) and not _apart(one, other, as_of):
            yield one, other


def _types(one: Presumption, facts: FactVocabulary) -> frozenset[str]:
    """The types of record that it can be of."""
    columns = [facts.facts.get(iri) for iri in (one.presumes, *(t.column for t in one.tests))]
    kinds = [frozenset(c.record_types) for c in columns if isinstance(c, Column)]
    return frozenset.intersection(*kinds) if kinds else frozenset()


def _apart(one: Presumption, other: Presumption, as_of: date) -> bool:
    """Whether no record can have both: one asks for what stops the other, or for other values."""
    for this, that in ((one, other), (other, one)):
        if any(test.column in that.unless for test in this.tests):
            return True
    return any(
        _values_apart(this, that) or _days_apart(this, that, as_of)
        for this in one.tests
        for that in other.tests
        if this.column == that.column
    ) or _in_turn(one, other)


def _values_apart(one: StatedValue, other: StatedValue) -> bool:
    """Whether two tests of a column ask for values that no record has both of."""
    if not one.values or not other.values:
        return False
    if one.others and other.others:
        return False
    if one.others or other.others:
        named, left_out = (other, one) if one.others else (one, other)
        return set(named.values) <= set(left_out.values)
    return set(one.values).isdisjoint(other.values)


def _days_apart(one: StatedValue, other: StatedValue, as_of: date) -> bool:
    """Whether two tests of a column ask for days of which none is both."""
    afters = [day for test in (one, other) if (day := test.after(as_of)) is not None]
    befores = [test.before for test in (one, other) if test.before is not None]
    return bool(afters and befores) and max(afters) + _DAY >= min(befores)


def _in_turn(one: Presumption, other: Presumption) -> bool:
    """Whether days in an order that one asks for lie on the wrong sides of days that the other
    names: past a day before one that is before that day."""
    tests = (*one.tests, *other.tests)
    after = {test.column: test.above for test in tests if test.above is not None}
    before = {test.column: test.before for test in tests if test.before is not None}
    for test in tests:
        last = before.get(test.before_column or "")
        first = after.get(test.column)
        if first is not None and last is not None and first + _DAY >= last - _DAY:
            return True
    return False

"""How a fact is reduced to the few codes that the law can tell apart.

Codes of a fact with `n` classes: 0 to n-1 a class of values, n no value (NONE), and from n+1 on
unknown; with up to three columns behind the fact, the unknown codes tell which of them are blank
(a bit each), so that a report can name what is missing. Where none of the columns to name is blank,
they tell which of the others behind the fact is the first that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.tree import (
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    OneOf,
    Question,
    Range,
    Scalar,
    Test,
    Typed,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.core.xpath_patterns import as_python

Bools = npt.NDArray[np.bool_]
MAX_ASKS = 3
MAX_GROUPS = 16


class Passing(Struct, frozen=True):
    """Stands for a text that passes exactly these tests, without spelling it out."""

    tests: frozenset[Test]


ClassValue = Scalar | Passing | tuple[Scalar, ...]


@dataclass(frozen=True)
class Coding:
    """The classes of one fact.

    `values` holds for each class a value that stands for it (a tuple of codes for a multi-valued
    fact); `asks` are the IRIs of the columns to name when it is unknown, `behind` those to name
    where these are stated. What is `judged_by` someone is always unknown; `of_law` is a question of
    law that is open.
    """

    key: str
    values: tuple[ClassValue, ...]
    asks: tuple[str, ...]
    can_be_none: bool
    judged_by: str | None = None
    datatype: str = ""
    of_law: bool = False
    behind: tuple[str, ...] = ()
    _truths: dict[Leaf | Count, tuple[Bools, Bools]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def classes(self) -> int:
        """The number of classes of values."""
        return len(self.values)

    @property
    def none(self) -> int:
        """The code for "no value"."""
        return len(self.values)

    @property
    def unknown(self) -> int:
        """The first of the codes for "unknown"; the mask of blank columns is added to it."""
        return len(self.values) + 1

    @property
    def asked(self) -> int:
        """The number of unknown codes that tell which of the columns to name are blank."""
        return 1 << len(self.asks) if len(self.asks) <= MAX_ASKS else 1

    @property
    def masks(self) -> int:
        """The number of unknown codes."""
        return self.asked + len(self.behind)

    @property
    def size(self) -> int:
        """The number of codes."""
        return self.unknown + self.masks

    @property
    def bits(self) -> int:
        """The bits that a code takes."""
        return max(1, (self.size - 1).bit_length())

    def missing(self, code: int) -> tuple[str, ...]:
        """The columns that an unknown code says are blank."""
        mask = code - self.unknown
        if mask >= self.asked > 1:
            return (self.behind[mask - self.asked],)
        if mask <= 0 or self.asked == 1:
            return self.asks
        return tuple(ask for bit, ask in enumerate(self.asks) if mask >> bit & 1)

    def stated(self, code: int) -> tuple[str, ...]:
        """The columns that an unknown code says are not blank."""
        mask = code - self.unknown
        if mask <= 0 or self.asked == 1:
            return ()
        if mask >= self.asked:
            return (*self.asks, *self.behind[: mask - self.asked])
        return tuple(ask for bit, ask in enumerate(self.asks) if not mask >> bit & 1)

    @cached_property
    def _texts(self) -> Sequence[tuple[str, ...]] | None:
        """The texts of each value; None where one has others: there are hundreds of codes of
        countries, and a thousand of which countries somebody has."""
        found = []
        for value in self.values:
            own = value if isinstance(value, tuple) else (value,)
            texts = tuple([one for one in own if isinstance(one, str)])
            if len(texts) < len(own):
                return None
            found.append(texts)
        return found

    def truth(self, question: Leaf | Count) -> tuple[Bools, Bools]:
        """For each code, whether the question is certainly true, and certainly false."""
        if question in self._truths:
            return self._truths[question]
        true = np.zeros(self.size, np.bool_)
        true[: len(self.values)] = self._passing(question)
        true[self.none] = holds(question, (), self.datatype)
        false = ~true
        false[self.unknown :] = False
        self._truths[question] = true, false
        return true, false

    def _passing(self, question: Leaf | Count) -> list[bool]:
        """For each class whether the question is true of it."""
        if isinstance(question, Leaf) and isinstance(question.test, OneOf) and self._texts:
            wanted = question.test.values
            if question.every:
                return [wanted.issuperset(own) for own in self._texts]
            return [not wanted.isdisjoint(own) for own in self._texts]
        each = (value if isinstance(value, tuple) else (value,) for value in self.values)
        return [holds(question, own, self.datatype) for own in each]


def holds(question: Leaf | Count, values: tuple[Scalar | Passing, ...], datatype: str = "") -> bool:
    """Whether a question is true of the values that a fact (of a datatype) has."""
    if isinstance(question, Count):
        return question.low <= len(values) and (
            question.high is None or len(values) <= question.high
        )
    passed = (passes(question.test, value, datatype) for value in values)
    return all(passed) if question.every else any(passed)


def passes(test: Test, value: Scalar | Passing, datatype: str = "") -> bool:
    """Whether one value passes a test; values of another kind do not.

    A value of a fact has the fact's `datatype` exactly (SHACL 4.1.2); without it, its own.
    """
    if isinstance(test, Excludes):
        return not passes(test.test, value, datatype)
    if isinstance(test, Typed):
        return test.datatype == (datatype or _typed(value))
    if isinstance(value, Passing):
        return test in value.tests
    match test:
        case OneOf(values):
            # To Python, yes is 1.
            return value in values and (
                isinstance(value, str) or any(_same(value, other) for other in values)
            )
        case Range():
            return _in_range(test, value)
        case Matches(pattern, flags):
            return _regex(pattern, flags).search(lexical(value)) is not None
        case Length(low, high):
            size = len(lexical(value))
            return low <= size and (high is None or size <= high)


def lexical(value: Scalar) -> str:
    """A value as RDF writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(value: Scalar, other: Scalar) -> bool:
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def _in_range(test: Range, value: Scalar) -> bool:
    if isinstance(value, bool | str):
        return False
    for limit, below, included in (
        (test.low, True, test.low_included),
        (test.high, False, test.high_included),
    ):
        if limit is None:
            continue
        if isinstance(limit, date) != isinstance(value, date):
            return False
        difference = _order(value, limit) if below else _order(limit, value)
        if difference < 0 or (difference == 0 and not included):
            return False
    return True


def _order(a: int | Decimal | date, b: int | Decimal | date) -> int:
    return 0 if a == b else 1 if a > b else -1  # type: ignore[operator]


def _regex(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(as_python(pattern, flags), re.IGNORECASE if "i" in flags else 0)


def _typed(value: Scalar | Passing) -> str:
    kinds = {bool: "boolean", int: "integer", Decimal: "decimal", date: "date", str: "string"}
    return kinds.get(type(value), "string")


# --- partitions -----------------------------------------------------------------------------


class Cut(Struct, frozen=True):
    """A boundary of an ordered fact: the class above it starts at `value`, or just after it."""

    value: int | Decimal | date
    after: bool = False


class Partition(Struct, frozen=True):
    """The classes of a fact: by cuts (ordered facts), by groups of codes, or by text tests."""

    cuts: tuple[Cut, ...] = ()
    groups: tuple[frozenset[Scalar], ...] = ()
    tests: tuple[Test, ...] = ()
    boolean: bool = False


def distinct_tests(questions: Iterable[Question]) -> list[Test]:
    """The distinct tests among questions, without their complements."""
    found: dict[Test, None] = {}
    for question in questions:
        if isinstance(question, Leaf):
            test = question.test
            while isinstance(test, Excludes):
                test = test.test
            found[test] = None
    return sorted(found, key=repr)


def ordered_cuts(tests: Iterable[Test], discrete: bool) -> tuple[Cut, ...]:
    """The cut points of tests on numbers or dates.

    Discrete facts (integers, dates) need only "at least" cuts: above 3 is at least 4.
    """
    cuts: set[Cut] = set()
    for test in tests:
        match test:
            case Range(low, high, low_included, high_included):
                if low is not None:
                    cuts.add(_cut(low, not low_included, discrete))
                if high is not None:
                    cuts.add(_cut(high, high_included, discrete))
            case OneOf(values):
                for value in values:
                    if not isinstance(value, bool | str):
                        cuts |= {_cut(value, False, discrete), _cut(value, True, discrete)}
    return tuple(sorted(cuts, key=lambda cut: (cut.value, cut.after)))


def _cut(value: int | Decimal | date, after: bool, discrete: bool) -> Cut:
    if not discrete:
        return Cut(value, after)
    if isinstance(value, date):
        return Cut(value + timedelta(days=1) if after else value)
    whole = int(value // 1)
    return Cut(whole + 1 if after or whole != value else whole)


def ordered_values(cuts: Sequence[Cut], empty: Scalar) -> tuple[Scalar, ...]:
    """A value for each class between cuts, from the lowest class to the highest."""
    if not cuts:
        return (empty,)
    values: list[Scalar] = [_below(cuts[0])]
    for cut, following in pairwise(cuts):
        if not cut.after or isinstance(cut.value, date) or isinstance(following.value, date):
            values.append(cut.value)
        else:
            values.append((Decimal(cut.value) + Decimal(following.value)) / 2)
    last = cuts[-1]
    values.append(_above(last.value) if last.after else last.value)
    return tuple(values)


def _below(cut: Cut) -> Scalar:
    if cut.after:
        return cut.value
    return cut.value - timedelta(days=1) if isinstance(cut.value, date) else cut.value - 1


def _above(value: int | Decimal | date) -> Scalar:
    return value + timedelta(days=1) if isinstance(value, date) else value + 1


def code_groups(tests: Sequence[Test]) -> tuple[frozenset[Scalar], ...]:
    """The mentioned codes, grouped by the sets that the tests distinguish; sorted."""
    sets = [test.values for test in tests if isinstance(test, OneOf)]
    by_signature: dict[tuple[bool, ...], set[Scalar]] = {}
    for value in sorted(frozenset().union(*sets), key=repr):
        by_signature.setdefault(tuple(value in s for s in sets), set()).add(value)
    return tuple(frozenset(group) for group in by_signature.values())


def refuse_wide(key: str, size: int) -> None:
    """Refuse a fact with more classes than can be coded."""
    if size > MAX_GROUPS:
        raise NotCompilable(key, Text(f"{size} grupper af værdier", f"{size} groups of values"))

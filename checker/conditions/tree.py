"""The condition tree: the small closed set of nodes that class expressions and shapes become.

A leaf asks one question about one fact. With `every=False` it means "some value passes the test"
(OWL existential restrictions, `sh:hasValue`); with `every=True` "each value passes"
(`owl:allValuesFrom`, SHACL's value constraints), which holds where there is no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

Scalar = bool | int | Decimal | date | str


class OneOf(Struct, frozen=True):
    """The value is one of these (one of them: "is")."""

    values: frozenset[Scalar]


class Range(Struct, frozen=True):
    """The value lies between two bounds; None is open; a flag says whether the bound counts."""

    low: int | Decimal | date | None = None
    high: int | Decimal | date | None = None
    low_included: bool = True
    high_included: bool = True


class Matches(Struct, frozen=True):
    """The value's text matches a regular expression somewhere (XPath `fn:matches`)."""

    pattern: str
    flags: str = ""


class Length(Struct, frozen=True):
    """The value's text has at least `low` and at most `high` characters."""

    low: int = 0
    high: int | None = None


class Typed(Struct, frozen=True):
    """The value has a datatype (`date`, `boolean`, `integer`, `decimal`, `string`)."""

    datatype: str


class Excludes(Struct, frozen=True):
    """The complement of a value test (`owl:datatypeComplementOf`)."""

    test: Test


Test = OneOf | Range | Matches | Length | Typed | Excludes


class _Remembers(Struct, frozen=True, dict=True, cache_hash=True):
    """What remembers its hash, and its questions and facts once they were asked for.

    Conditions are large, and are looked up and gone through again and again. What is remembered is
    not compared, nor written anywhere.
    """

    @cached_property
    def _asked(self) -> tuple[Question, ...]:
        asked: list[Question] = []
        _gather(self, asked)
        return tuple(asked)

    @cached_property
    def _facts(self) -> frozenset[str]:
        return _facts_in(self._asked)


class Leaf(_Remembers, frozen=True):
    """One question about one fact (by IRI)."""

    fact: str
    test: Test
    every: bool = False


class Count(Struct, frozen=True):
    """The number of values of a fact: at least `low`, at most `high` ("has" is `low=1`).

    Of a column as it is `written`, what others imply of a blank does not count (record quality).
    """

    fact: str
    low: int = 1
    high: int | None = None
    written: bool = False


class Compare(Struct, frozen=True):
    """Two facts compared value by value: `less`, `less-or-equal`, `equal`, `disjoint`.

    `less` and `less-or-equal` hold where either has no value (SHACL 4.5.3, 4.5.4); `equal` wants
    the same set of values (4.5.1).
    """

    fact: str
    relation: str
    other: str


class Constant(Struct, frozen=True):
    """Always true, or always false."""

    value: bool


class Not(_Remembers, frozen=True):
    """Negation."""

    part: Condition


class And(_Remembers, frozen=True):
    """Conjunction; empty is true."""

    parts: tuple[Condition, ...]


class Or(_Remembers, frozen=True):
    """Disjunction; empty is false."""

    parts: tuple[Condition, ...]


class Named(_Remembers, frozen=True):
    """A condition with a name in the graph: a class or a shape, by IRI."""

    iri: str
    part: Condition


Condition = Leaf | Count | Compare | Constant | Not | And | Or | Named
Question = Leaf | Count | Compare

TRUE, FALSE = Constant(True), Constant(False)


def negated(condition: Condition) -> Condition:
    """The opposite of a condition, without needless nesting."""
    if condition in (TRUE, FALSE):
        return FALSE if condition == TRUE else TRUE
    return condition.part if isinstance(condition, Not) else Not(condition)


def all_of(*parts: Condition) -> Condition:
    """The conjunction, without needless nesting."""
    kept = tuple(part for part in parts if part != TRUE)
    if FALSE in kept:
        return FALSE
    return kept[0] if len(kept) == 1 else And(kept) if kept else TRUE


def any_of(*parts: Condition) -> Condition:
    """The disjunction, without needless nesting."""
    kept = tuple(part for part in parts if part != FALSE)
    if TRUE in kept:
        return TRUE
    return kept[0] if len(kept) == 1 else Or(kept) if kept else FALSE


def questions(condition: Condition) -> Iterator[Question]:
    """The leaves of a condition, from left to right, with repetitions."""
    if isinstance(condition, Constant | Count | Compare):
        return iter(() if isinstance(condition, Constant) else (condition,))
    return iter(condition._asked)


def _gather(condition: Condition | _Remembers, asked: list[Question]) -> None:
    kind = type(condition)
    if kind is And or kind is Or:
        for part in condition.parts:  # type: ignore[union-attr]
            _gather(part, asked)
    elif kind is Not or kind is Named:
        _gather(condition.part, asked)  # type: ignore[union-attr]
    elif kind is not Constant:
        asked.append(condition)  # type: ignore[arg-type]


def facts_of(condition: Condition) -> frozenset[str]:
    """The IRIs of the facts that a condition asks about."""
    if isinstance(condition, _Remembers):
        return condition._facts
    return _facts_in(questions(condition))


def _facts_in(asked: Iterable[Question]) -> frozenset[str]:
    found = set()
    for question in asked:
        found.add(question.fact)
        if isinstance(question, Compare):
            found.add(question.other)
    return frozenset(found)

"""The condition tree: the small closed set of nodes that class expressions and shapes become.

A leaf asks one question about one fact. With `every=False` it means "some value passes the test"
(OWL existential restrictions, `sh:hasValue`); with `every=True` "each value passes"
(`owl:allValuesFrom`, SHACL's value constraints), which holds where there is no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lovgraf.core.cache import Kept

Scalar = bool | int | Decimal | date | str


@dataclass(frozen=True, slots=True)
class OneOf(Kept):
    """The value is one of these (one of them: "is")."""

    values: frozenset[Scalar]


@dataclass(frozen=True, slots=True)
class Range(Kept):
    """The value lies between two bounds; None is open; a flag says whether the bound counts."""

    low: int | Decimal | date | None = None
    high: int | Decimal | date | None = None
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Matches(Kept):
    """The value's text matches a regular expression somewhere (XPath `fn:matches`)."""

    pattern: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Length(Kept):
    """The value's text has at least `low` and at most `high` characters."""

    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Typed(Kept):
    """The value has a datatype (`date`, `boolean`, `integer`, `decimal`, `string`)."""

    datatype: str


@dataclass(frozen=True, slots=True)
class Excludes(Kept):
    """The complement of a value test (`owl:datatypeComplementOf`)."""

    test: Test


Test = OneOf | Range | Matches | Length | Typed | Excludes


class _Remembers(Kept):
    """What remembers its hash, and its questions and facts once they were asked for.

    Conditions are large, and are looked up and gone through again and again. What is remembered is
    not compared, nor written anywhere.
    """

    __slots__ = ("_asked", "_facts", "_hashed")
    _asked: tuple[Question, ...]
    _facts: frozenset[str]
    _hashed: int


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a node of the tree."""
    return tuple(field.name for field in fields(kind))


def _hash(node: _Remembers) -> int:
    try:
        return node._hashed
    except AttributeError:
        names = _names(type(node))  # type: ignore[arg-type]  # mypy takes no type for hashable
        found = hash(tuple([getattr(node, name) for name in names]))
        object.__setattr__(node, "_hashed", found)
        return found


@dataclass(frozen=True, slots=True)
class Leaf(_Remembers):
    """One question about one fact (by IRI)."""

    fact: str
    test: Test
    every: bool = False
    __hash__ = _hash


@dataclass(frozen=True, slots=True)
class Count(Kept):
    """The number of values of a fact: at least `low`, at most `high` ("has" is `low=1`).

    Of a column as it is `written`, what others imply of a blank does not count (record quality).
    """

    fact: str
    low: int = 1
    high: int | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Compare(Kept):
    """Two facts compared value by value: `less`, `less-or-equal`, `equal`, `disjoint`.

    `less` and `less-or-equal` hold where either has no value (SHACL 4.5.3, 4.5.4); `equal` wants
    the same set of values (4.5.1).
    """

    fact: str
    relation: str
    other: str


@dataclass(frozen=True, slots=True)
class Constant(Kept):
    """Always true, or always false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not(_Remembers):
    """Negation."""

    part: Condition
    __hash__ = _hash


@dataclass(frozen=True, slots=True)
class And(_Remembers):
    """Conjunction; empty is true."""

    parts: tuple[Condition, ...]
    __hash__ = _hash


@dataclass(frozen=True, slots=True)
class Or(_Remembers):
    """Disjunction; empty is false."""

    parts: tuple[Condition, ...]
    __hash__ = _hash


@dataclass(frozen=True, slots=True)
class Named(_Remembers):
    """A condition with a name in the graph: a class or a shape, by IRI."""

    iri: str
    part: Condition
    __hash__ = _hash


Condition = Leaf | Count | Compare | Constant | Not | And | Or | Named
Question = Leaf | Count | Compare

TRUE, FALSE = Constant(True), Constant(False)


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
    try:
        return iter(condition._asked)
    except AttributeError:
        asked: list[Question] = []
        _gather(condition, asked)
        object.__setattr__(condition, "_asked", tuple(asked))
        return iter(asked)


def _gather(condition: Condition, asked: list[Question]) -> None:
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
        try:
            return condition._facts
        except AttributeError:
            found = _facts_of(condition)
            object.__setattr__(condition, "_facts", found)
            return found
    return _facts_of(condition)


def _facts_of(condition: Condition) -> frozenset[str]:
    found = set()
    for question in questions(condition):
        found.add(question.fact)
        if isinstance(question, Compare):
            found.add(question.other)
    return frozenset(found)

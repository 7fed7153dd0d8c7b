"""The limits in a norm's conditions, and the cases that lie next to them.

A limit is a cut of an ordered fact (an age of 15, five days), an event that may lie on the as-of
date or the day after, or a comparison of two days. A case lies on it if its value is the nearest on
one side, and covers it if it would be judged otherwise on the other side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Cut, distinct_tests, ordered_cuts
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Count,
    Leaf,
    Named,
    Not,
    Or,
    Question,
    Range,
)
from lovgraf.facts.fact import AS_OF, Derived, Operand, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary

Value = int | Decimal | date


class Limit(Struct, frozen=True):
    """A limit of a norm: an atom's `key`, and which of its codes meet there.

    `stated` is the class, shape or fact (by IRI) that states it; None for the norm itself. `cut` is
    where an ordered fact is cut; otherwise `first` and `second` are two days, of which the atom is
    true as long as the second comes `days` or more after the first.
    """

    key: str
    stated: str | None
    low: int
    high: int
    cut: Cut | None = None
    first: Ref | Operand | None = None
    second: Ref | Operand | None = None
    days: int = 0


def limits(
    conditions: Iterable[Condition],
    atoms: Mapping[str, Atom],
    facts: FactVocabulary,
    made: Collection[str] = (),
) -> list[Limit]:
    """The limits in some conditions, whose questions the atoms answer; each once.

    Events among facts that were `made` (by IRI), as those of deadlines are, are no limits.
    """
    found: dict[Limit, None] = {}
    for condition in conditions:
        for question, stated in _stated(condition, None):
            for limit in _of_question(question, stated, atoms, facts):
                if limit.cut is not None or limit.key not in made:
                    found[limit] = None
    return list(found)


def _stated(condition: Condition, name: str | None) -> Iterator[tuple[Question, str | None]]:
    """The questions of a condition, each with the innermost name above it."""
    match condition:
        case Leaf() | Count() | Compare():
            yield condition, name
        case Named(iri, part):
            yield from _stated(part, iri)
        case Not(part):
            yield from _stated(part, name)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _stated(part, name)


def _of_question(
    question: Question, stated: str | None, atoms: Mapping[str, Atom], facts: FactVocabulary
) -> Iterator[Limit]:
    if isinstance(question, Compare):
        days = {"less": 1, "less-or-equal": 0}.get(question.relation)
        if days is not None and facts[question.fact].datatype == "date":
            first, second = Ref(question.fact), Ref(question.other)
            yield Limit(question_key(question), stated, 0, 1, None, first, second, days)
        return
    if isinstance(question, Count):
        return
    key, fact = question.fact, facts[question.fact]
    if fact.datatype in ("date", "integer", "decimal"):
        cuts = atoms[key].partition.cuts
        for cut in ordered_cuts(distinct_tests([question]), fact.datatype != "decimal"):
            place = cuts.index(cut)
            yield Limit(key, stated, place, place + 1, cut)
    elif isinstance(fact, Derived) and operator_of(fact).event:
        for of, at in operator_of(fact).pairs(fact, facts.groups):
            yield Limit(key, key, 0, 1, None, of, at)


def around(limit: Limit) -> tuple[Value, Value]:
    """The nearest values below and above a cut; of a decimal the nearest whole ones."""
    assert limit.cut is not None
    value = limit.cut.value
    return (value, _next(value, 1)) if limit.cut.after else (_next(value, -1), value)


def _next(value: Value, step: int) -> Value:
    return value + timedelta(days=step) if isinstance(value, date) else value + step


def probes(limit: Limit) -> list[Condition]:
    """Questions whose answers tell the nearest values on both sides from all others."""
    if limit.cut is None:
        return []
    below, above = around(limit)
    return [Leaf(limit.key, Range(low=value, high=value)) for value in (below, above)]


def values(limit: Limit) -> list[str]:
    """The facts of which the values tell how near a case is, by IRI."""
    return [o.iri for o in (limit.first, limit.second) if isinstance(o, Ref) and o != AS_OF]


def as_of_beside(limit: Limit, side: int) -> date | None:
    """The as-of date of a case on one side (1 is above) of a limit that the law sets to that date;
    None for all other limits."""
    if isinstance(limit.first, date) and limit.second == AS_OF:
        return limit.first + _apart(limit, side)
    if isinstance(limit.second, date) and limit.first == AS_OF:
        return limit.second - _apart(limit, side)
    return None


def can_lie(limit: Limit, side: int, facts: FactVocabulary) -> bool:
    """Whether the facts of a case can lie next to a limit on one side at all, as far as calendar
    rules tell, which give one day a year."""
    if limit.cut is not None:
        return _can_be(limit.key, around(limit)[side], facts)
    if isinstance(limit.first, date) and isinstance(limit.second, Ref):
        return _can_be(limit.second.iri, limit.first + _apart(limit, side), facts)
    if isinstance(limit.second, date) and isinstance(limit.first, Ref):
        return _can_be(limit.first.iri, limit.second - _apart(limit, side), facts)
    return True


def _apart(limit: Limit, side: int) -> timedelta:
    return timedelta(days=limit.days - 1 + side)


def _can_be(iri: str, value: Value, facts: FactVocabulary) -> bool:
    fact = facts.facts.get(iri)
    if not isinstance(value, date) or not isinstance(fact, Derived):
        return True
    return operator_of(fact).can_be(fact, value)


def days_apart(first: State | Operand, second: State | Operand) -> int | None:
    """The days from one day to another; None where one is not known."""
    if isinstance(first, date) and isinstance(second, date):
        return (second - first).days
    return None

"""The code of a fact for each row, as a column expression.

A code is one CASE whose branches give the code already shifted to its place in a word: the data
engine then only adds words up. Whole years, months or days up to the as-of date are not computed
at all: the date itself is compared with the days on which a threshold is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import MAX_ASKS, Coding, Partition, ordered_cuts
from lovgraf.conditions.expressions import test_expression, violated
from lovgraf.conditions.tree import Compare, Leaf, Question, Range
from lovgraf.facts.call import State
from lovgraf.facts.columns import Expression, cases, literal, long, null
from lovgraf.facts.fact import AS_OF, Derived, Fact, Judgment, Ref
from lovgraf.facts.length import Length
from lovgraf.facts.operators import length, operator_of
from lovgraf.facts.states import FactTable

Branch = tuple[Expression, int | Expression]
"""A condition (null counts as no) and the code where it holds: a number, or an expression."""


def code_expression(atom: Atom, table: FactTable, shift: int) -> Expression:
    """The integer code of an atom for each row of a fact table, times two to the `shift`."""
    coding = atom.coding
    if isinstance(atom.fact, Judgment):
        return long(coding.unknown << shift)
    if coding.key in table.classes:
        return _ready_made(atom, table, shift)
    if atom.compare is not None:
        state = State(compared(atom.compare, table))
        branches = _boolean(state.value)
    else:
        state, branches = class_branches(atom, table)
    found = shifted(branches, shift)
    if state.none is not None:
        found.append((state.none, long(coding.none << shift)))
    return cases(*found, otherwise=_unknown(coding, table, shift))


def shifted(branches: Iterable[Branch], shift: int) -> list[tuple[Expression, Expression]]:
    """Branches with each code times two to the `shift`."""
    return [
        (condition, long(code << shift) if isinstance(code, int) else code * long(1 << shift))
        for condition, code in branches
    ]


def _ready_made(atom: Atom, table: FactTable, shift: int) -> Expression:
    """The code of an atom whose class is a column of the table already."""
    coding, column = atom.coding, table.table[table.classes[atom.coding.key]]
    found = [(column < coding.classes, column * long(1 << shift))]
    if atom.compare is None and (none := table.state(coding.key).none) is not None:
        found.append((none, long(coding.none << shift)))
    return cases(*found, otherwise=_unknown(coding, table, shift))


def class_branches(atom: Atom, table: FactTable) -> tuple[State, list[Branch]]:
    """The state of an atom's fact and a branch for each class of its values."""
    state = table.state(atom.coding.key)
    value, partition = state.value, atom.partition
    if partition.boolean:
        return state, _boolean(value)
    if atom.fact is not None and atom.fact.multi:
        return state, [(value.not_null(), 0)] if not partition.groups else _mask(partition, value)
    if partition.groups:
        found: list[Branch] = [
            (value.is_in(sorted(map(str, group))), number)
            for number, group in enumerate(partition.groups, start=1)
        ]
        return state, [*found, (value.not_null(), 0)]
    if partition.tests:
        return state, _tested(partition, value)
    since = _since(atom.fact, partition, table)
    if since is not None:
        return since
    reached: list[Branch] = [
        (value > cut.value if cut.after else value >= cut.value, number)
        for number, cut in enumerate(partition.cuts, start=1)
    ]
    return state, [*reversed(reached), (value.not_null(), 0)]


def _boolean(value: Expression) -> list[Branch]:
    return [(value, 1), (~value, 0)]


def _tested(partition: Partition, value: Expression) -> list[Branch]:
    """The combination of text tests that a value passes, a bit a test."""
    passed = [test_expression(test, value) for test in partition.tests]
    return [(value.not_null(), _bits(passed))]


def _bits(conditions: Iterable[Expression]) -> Expression:
    """A number of which each bit says whether a condition holds, the first one the lowest."""
    bits = (one.if_else(long(1 << bit), long(0)) for bit, one in enumerate(conditions))
    return reduce(lambda a, b: a + b, bits)


def _since(
    fact: object, partition: Partition, table: FactTable
) -> tuple[State, list[Branch]] | None:
    """A length of time up to the as-of date, asked as "is the date early enough"."""
    begin = _counted_from(fact)
    if begin is None:
        return None
    assert isinstance(fact, Derived)
    state = table.state(begin)
    branches: list[Branch] = [
        (_reached(fact, state.value, int(str(cut.value)), table.as_of), number)
        for number, cut in enumerate(partition.cuts, start=1)
    ]
    return state, [*reversed(branches), (state.value.not_null(), 0)]


def _counted_from(fact: object) -> str | None:
    """The date from which a fact counts time up to the as-of date; None for other facts."""
    operator = operator_of(fact) if isinstance(fact, Derived) else None
    if not isinstance(fact, Derived) or not isinstance(operator, Length) or not operator.since:
        return None
    start, end = operator.roles
    begin = fact.roles[start][0]
    if fact.roles.get(end, (AS_OF,)) != (AS_OF,) or not isinstance(begin, Ref) or begin == AS_OF:
        return None
    return begin.iri


def _reached(fact: Derived, begin: Expression, number: int, as_of: date) -> Expression:
    """Whether so much time has passed since a date; null where the date is."""
    day = length(fact.operator).reached(as_of, number)
    return begin <= day if day else begin.is_null().if_else(null("BOOLEAN"), False)


def answered_no(question: Question, fact: Fact, table: FactTable) -> Expression:
    """Where a record violates a question of record quality about a fact; null counts as no."""
    begin = _counted_from(fact)
    if begin is None or not isinstance(question, Leaf) or not isinstance(question.test, Range):
        return violated(question, table)
    test, cuts = question.test, ordered_cuts([question.test], discrete=True)
    if not question.every or (test.low is None) == (test.high is None):
        return violated(question, table)
    assert isinstance(fact, Derived)
    enough = _reached(fact, table.state(begin).value, int(str(cuts[0].value)), table.as_of)
    return enough if test.low is None else ~enough


def _unknown(coding: Coding, table: FactTable, shift: int) -> Expression:
    if not coding.asks or len(coding.asks) > MAX_ASKS:
        return long(coding.unknown << shift)
    if len(coding.asks) == 1 and not coding.behind:
        return long((coding.unknown + 1) << shift)
    code, stated = long(coding.unknown << shift), literal(True)
    for bit, ask in enumerate(coding.asks):
        known = table.state(ask).known()
        code = code + known.if_else(long(0), long(1 << bit << shift))
        stated = stated & known
    first = coding.unknown + coding.asked
    others = [
        (stated & ~table.state(other).known(), long((first + place) << shift))
        for place, other in enumerate(coding.behind)
    ]
    return cases(*others, otherwise=code) if others else code


def _mask(partition: Partition, value: Expression) -> list[Branch]:
    """Class `mask - 1`: which groups have a value; nearly always there is just one value."""
    groups = [sorted(map(str, group)) for group in partition.groups]
    mentioned = [code for codes in groups for code in codes]
    only, alone = value.first(), value.length() == 1
    single: list[Branch] = [
        (alone & only.is_in(codes), (1 << bit) - 1) for bit, codes in enumerate(groups)
    ]
    has = [reduce(lambda a, b: a | b, (value.contains(c) for c in codes)) for codes in groups]
    has.append(value.filter(lambda v: ~v.is_in(mentioned)).length() > 0)
    return [*single, (alone, (1 << len(groups)) - 1), (value.length() > 1, _bits(has) - 1)]


def compared(compare: Compare, table: FactTable) -> Expression:
    """Whether two facts stand in a relation; null where that is unknown."""
    first, second = table.state(compare.fact), table.state(compare.other)
    a, b = first.value, second.value
    none_a = literal(False) if first.none is None else first.none
    none_b = literal(False) if second.none is None else second.none
    match compare.relation:
        case "less":
            return (none_a | none_b).if_else(True, a < b)
        case "less-or-equal":
            return (none_a | none_b).if_else(True, a <= b)
        case "disjoint":
            return (none_a | none_b).if_else(True, a != b)
        case _:
            has_a = a.not_null() | table.ruled_out(compare.fact)
            has_b = b.not_null() | table.ruled_out(compare.other)
            one_none = (none_a & has_b) | (none_b & has_a)
            return (none_a & none_b).if_else(True, one_none.if_else(False, a == b))

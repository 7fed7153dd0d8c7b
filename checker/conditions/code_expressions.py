"""The code of a fact for each row, as a column expression."""

from __future__ import annotations

from functools import reduce
from typing import Any

import ibis

from checker.conditions.atoms import Atom
from checker.conditions.coding import MAX_ASKS, Coding, Partition
from checker.conditions.expressions import test_expression
from checker.conditions.tree import Compare
from checker.records.facts import Judgment
from checker.records.states import FactTable


def code_expression(atom: Atom, table: FactTable) -> Any:
    """The integer code of an atom for each row of a fact table."""
    coding = atom.coding
    if atom.compare is not None:
        value, none = _compared(atom.compare, table), None
    elif isinstance(atom.fact, Judgment):
        return ibis.literal(coding.unknown)
    else:
        state = table.state(coding.key)
        value, none = state.value, state.none
    expression = value.isnull().ifelse(_unknown(coding, table), _class(atom, value))
    if none is not None:
        expression = none.ifelse(ibis.literal(coding.none), expression)
    return expression.cast("int64")


def _unknown(coding: Coding, table: FactTable) -> Any:
    if not coding.asks or len(coding.asks) > MAX_ASKS:
        return ibis.literal(coding.unknown)
    code: Any = ibis.literal(coding.unknown)
    for bit, ask in enumerate(coding.asks):
        if len(coding.asks) == 1:
            return ibis.literal(coding.unknown + 1)
        code = code + table.state(ask).known().ifelse(0, 1 << bit)
    return code


def _class(atom: Atom, value: Any) -> Any:
    partition = atom.partition
    if partition.boolean:
        return value.cast("int64")
    if atom.fact is not None and atom.fact.multi:
        return _mask(partition, value)
    if partition.groups:
        cases = [
            (code, number)
            for number, group in enumerate(partition.groups, start=1)
            for code in sorted(map(str, group))
        ]
        return value.cases(*cases, else_=0)
    if partition.tests:
        bits = (
            test_expression(test, value).ifelse(1 << bit, 0)
            for bit, test in enumerate(partition.tests)
        )
        return reduce(lambda a, b: a + b, bits)
    if not partition.cuts:
        return ibis.literal(0)
    steps = (
        (value > ibis.literal(cut.value) if cut.after else value >= ibis.literal(cut.value)).cast(
            "int64"
        )
        for cut in partition.cuts
    )
    return reduce(lambda a, b: a + b, steps)


def _mask(partition: Partition, value: Any) -> Any:
    mask: Any = ibis.literal(-1)
    mentioned: list[str] = []
    for bit, group in enumerate(partition.groups):
        codes = sorted(map(str, group))
        mentioned += codes
        found = reduce(lambda a, b: a | b, (value.contains(code) for code in codes))
        mask = mask + found.ifelse(1 << bit, 0)
    beyond = (
        value.filter(lambda v: v.notin(mentioned)).length() > 0 if mentioned else value.length() > 0
    )
    return mask + beyond.ifelse(1 << len(partition.groups), 0)


def _compared(compare: Compare, table: FactTable) -> Any:
    first, second = table.state(compare.fact), table.state(compare.other)
    a, b = first.value, second.value
    none_a = ibis.literal(False) if first.none is None else first.none
    none_b = ibis.literal(False) if second.none is None else second.none
    match compare.relation:
        case "less":
            return (none_a | none_b).ifelse(True, a < b)
        case "less-or-equal":
            return (none_a | none_b).ifelse(True, a <= b)
        case "disjoint":
            return (none_a | none_b).ifelse(True, a != b)
        case _:
            one_none = (none_a & b.notnull()) | (none_b & a.notnull())
            return (none_a & none_b).ifelse(True, one_none.ifelse(False, a == b))

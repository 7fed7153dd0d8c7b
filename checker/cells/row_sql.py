"""The SQL that reads each row into the words of its items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Any

import ibis

from checker.cells.items import Item, Items
from checker.cells.layout import Slot
from checker.conditions.atoms import Atom
from checker.conditions.code_expressions import answered_no, class_branches, compared
from checker.conditions.tree import Compare, Leaf, Matches, OneOf, Question
from checker.records.facts import AS_OF, Column, Derived, Ref
from checker.records.states import FactTable


def row_sql(
    items: Items,
    columns_used: tuple[str, ...],
    slots: Mapping[Item, Slot],
    atoms: Mapping[str, Atom],
    as_of: date,
    complete: tuple[str, ...],
    carry: Mapping[str, str],
) -> str:
    """DuckDB SQL over `records`: the columns to carry, and words `k0`, `k1` ... of items."""
    table = FactTable(items.facts, columns_used, as_of, complete, carry)
    needed: set[str] = set()
    for item in items.found.values():
        if item.kind == "class":
            compare = atoms[item.key].compare
            needed |= {compare.fact, compare.other} if compare else {item.key}
        elif item.kind in ("boolean", "given"):
            needed.add(item.key)
    for question in items.answers.values():
        needed.add(question.fact)
        if isinstance(question, Compare):
            needed.add(question.other)
    table.add(sorted(needed))
    words: dict[int, list[Any]] = {}
    rare: dict[int, list[tuple[Any, int]]] = {}
    for item, slot in slots.items():
        parts = words.setdefault(slot.word, [])
        if item.kind == "answer" and not _usual(items.answers[item.key]):
            broken = _broken(items.answers[item.key], items, table)
            rare.setdefault(slot.word, []).append((broken, slot.shift))
        else:
            parts.append(_item(item, slot.shift, items, atoms, table))
    for word, answers in rare.items():
        words[word].append(_rarely(answers))
    columns = {name: table.table[name] for name in carry}
    columns |= {f"k{w}": reduce(lambda a, b: a | b, parts) for w, parts in words.items()}
    return table.sql(columns if words else {**columns, "k0": ibis.literal(0)})


def _item(item: Item, shift: int, items: Items, atoms: Mapping[str, Atom], table: FactTable) -> Any:
    fact = items.facts.facts.get(item.key)
    if item.kind == "raw":
        assert isinstance(fact, Column)
        return _raw(fact, table.table[fact.name], shift)
    if item.kind == "given":
        value = table.table[fact.name] if isinstance(fact, Column) else table.state(item.key).value
        cases = [(value.isnull(), _shifted(0, shift))]
        if isinstance(fact, Column) and fact.absent_value is not None:
            absent = value.contains(fact.absent_value) if fact.multi else value == fact.absent_value
            cases.append((absent, _shifted(2, shift)))
        return ibis.cases(*cases, else_=_shifted(1, shift))
    if item.kind == "boolean":
        assert isinstance(fact, Derived)
        value = _early(fact, table)
        return _cases([(value, 1), (~value, 0)], 2, shift)
    if item.kind == "answer":
        return _broken(items.answers[item.key], items, table).ifelse(
            _shifted(1, shift), _shifted(0, shift)
        )
    atom = atoms[item.key]
    if atom.compare is not None:
        value = compared(atom.compare, table)
        return _cases([(value, 1), (~value, 0)], 2, shift)
    return _cases(class_branches(atom, table)[1], atom.coding.classes, shift)


def _broken(question: Question, items: Items, table: FactTable) -> Any:
    return answered_no(question, items.facts[question.fact], table)


def _usual(question: Question) -> bool:
    """Whether a violation may well be the rule: a pattern that a whole register breaks."""
    return isinstance(question, Leaf) and isinstance(question.test, Matches | OneOf)


def _rarely(answers: list[tuple[Any, int]]) -> Any:
    """Answers that are nearly always "not violated": each is looked at only where some is."""
    bits = [broken.ifelse(_shifted(1, shift), _shifted(0, shift)) for broken, shift in answers]
    anything = reduce(lambda a, b: a | b, (broken for broken, _ in answers))
    return anything.ifelse(reduce(lambda a, b: a | b, bits), _shifted(0, 0))


def _early(fact: Derived, table: FactTable) -> Any:
    """`HappenedBy` of a date, bare: that an event which did not happen has not happened by then
    is settled a cell, not a row."""
    operand = fact.roles.get("of", (None,))[0]
    today = fact.roles.get("at", (AS_OF,)) == (AS_OF,)
    if fact.operator == "HappenedBy" and today and isinstance(operand, Ref):
        return table.state(operand.iri).value <= table.as_of
    return table.state(fact.iri).value


def _cases(branches: list[tuple[Any, Any]], otherwise: int, shift: int) -> Any:
    cases = [
        (condition, _shifted(code, shift) if isinstance(code, int) else code * (1 << shift))
        for condition, code in branches
    ]
    return ibis.cases(*cases, else_=_shifted(otherwise, shift))


def _shifted(code: int, shift: int) -> Any:
    return ibis.literal(code << shift).cast("int64")


def _raw(column: Column, value: Any, shift: int) -> Any:
    if column.datatype == "boolean":
        return _cases([(value, 2), (~value, 1)], 0, shift)
    assert column.code_list is not None
    codes = column.code_list.notations
    if not column.multi:
        return value.cases(
            *((ibis.literal(code), _shifted(n, shift)) for n, code in enumerate(codes, start=1)),
            else_=_shifted(0, shift),
        )
    only = value[0].cases(
        *((ibis.literal(code), _shifted(1 << n, shift)) for n, code in enumerate(codes)),
        else_=_shifted(0, shift),
    )
    several = reduce(
        lambda a, b: a + b,
        (
            value.contains(code).ifelse(_shifted(1 << n, shift), _shifted(0, shift))
            for n, code in enumerate(codes)
        ),
    )
    return ibis.cases(
        (value.length() == 1, only), (value.length() > 1, several), else_=_shifted(0, shift)
    )

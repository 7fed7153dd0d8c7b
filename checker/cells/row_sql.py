"""The SQL that reads each row into the words of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from checker.absence import NEVER, Absences
from checker.cells.items import Item, Items
from checker.cells.layout import Slot
from checker.columns import Expression, cases, greatest, least, long, switch
from checker.conditions.atoms import Atom
from checker.conditions.code_expressions import (
    Branch,
    answered_no,
    class_branches,
    compared,
    shifted,
)
from checker.conditions.tree import Compare, Leaf, Matches, OneOf, Question
from checker.records.facts import AS_OF, Column, Derived, Ref
from checker.records.ready import Ready
from checker.records.states import FactTable

Slots = Mapping[Item, Slot]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RowSource:
    """What the SQL of rows is made for: items, the table's columns that they rest on, the date."""

    items: Items
    columns: tuple[str, ...]
    atoms: Mapping[str, Atom]
    as_of: date
    complete: tuple[str, ...]

    def table(
        self, carry: Mapping[str, str], slots: Slots, ready: Ready | None = None
    ) -> FactTable:
        """A fact table with all that some items need, but for what is ready."""
        table = FactTable(
            self.items.facts, self.columns, self.as_of, self.complete, carry, ready, gated=True
        )
        needed: set[str] = set()
        for item in slots:
            if item.kind == "class":
                compare = self.atoms[item.key].compare
                needed |= {compare.fact, compare.other} if compare else {item.key}
            elif item.kind in ("boolean", "given", "state"):
                needed.add(item.key)
            elif item.kind == "answer":
                question = self.items.answers[item.key]
                needed.add(question.fact)
                if isinstance(question, Compare):
                    needed.add(question.other)
        table.add(sorted(needed))
        return table


def row_sql(
    source: RowSource,
    slots: Slots,
    carry: Mapping[str, str],
    words: int,
    ready: Ready | None = None,
) -> str:
    """DuckDB SQL over `records`: the columns to carry, and words `k0`, `k1` ... of items.

    The columns of what is `ready` are among those to carry.
    """
    items, table = source.items, source.table(carry, slots, ready)
    found: dict[int, list[Expression]] = {word: [] for word in range(words)}
    rare: dict[int, list[tuple[Question, Expression, int]]] = {}
    for item, slot in slots.items():
        if item.kind == "answer" and not _usual(items.answers[item.key]):
            question = items.answers[item.key]
            answer = (question, _broken(question, items, table), slot.shift)
            rare.setdefault(slot.word, []).append(answer)
        else:
            found[slot.word].append(_item(item, slot.shift, items, source.atoms, table))
    for word, answers in rare.items():
        found[word].append(_rarely(answers, table))
    columns = {name: table.table[name] for name in carry}
    columns |= {f"k{w}": reduce(Expression.bits_or, p, long(0)) for w, p in found.items()}
    return table.sql(columns)


def read_columns(source: RowSource, slots: Slots) -> dict[Item, frozenset[str]]:
    """The columns of `records` that the SQL of each item reads."""
    table = source.table({}, slots)
    return {item: _item(item, 0, source.items, source.atoms, table).reads for item in slots}


@dataclass(frozen=True)
class Needs:
    """The columns that the SQL of an item reads, and without which sets of columns it is what it is
    for a row without any of them."""

    reads: frozenset[str]
    absences: Absences


def needs(
    source: RowSource, slots: Slots, carry: Mapping[str, str], ready: Ready
) -> dict[Item, Needs]:
    """What each item needs of a row, where something is ready."""
    table = source.table(carry, slots, ready)
    return {
        item: Needs(
            _item(item, 0, source.items, source.atoms, table).reads,
            _absences(item, source, table),
        )
        for item in slots
    }


def flags_of_one_column(source: RowSource, slots: Slots) -> dict[str, str]:
    """The derived yes or no facts below some items that rest on one column, with that column."""
    table, facts = source.table({}, slots), source.items.facts
    found: dict[str, str] = {}
    for fact in facts.lineage(item.key for item in slots if item.key in facts.facts):
        if isinstance(fact, Derived) and fact.datatype == "boolean":
            state = table.state(fact.iri)
            reads = state.value.reads | (state.none.reads if state.none is not None else NOTHING)
            if len(reads) == 1:
                (found[fact.iri],) = reads
    return found


def _absences(item: Item, source: RowSource, table: FactTable) -> Absences:
    items = source.items
    if item.kind == "raw":
        return NEVER
    if item.kind == "answer":
        return _broken(items.answers[item.key], items, table).false_without
    if item.kind == "class" and (compare := source.atoms[item.key].compare) is not None:
        return compared(compare, table).null_without
    fact = items.facts[item.key]
    if item.kind == "boolean":
        assert isinstance(fact, Derived)
        return _early(fact, table).null_without
    return table.state(fact.iri).value.null_without


def _item(
    item: Item, shift: int, items: Items, atoms: Mapping[str, Atom], table: FactTable
) -> Expression:
    fact = items.facts.facts.get(item.key)
    if item.kind == "raw":
        assert isinstance(fact, Column)
        return _raw(fact, table.table[fact.name], shift)
    if item.kind == "given":
        value = table.table[fact.name] if isinstance(fact, Column) else table.state(item.key).value
        branches = [(value.is_null(), long(0))]
        if isinstance(fact, Column) and fact.absent_value is not None:
            absent = value.contains(fact.absent_value) if fact.multi else value == fact.absent_value
            branches.append((absent, long(2 << shift)))
        return cases(*branches, otherwise=long(1 << shift))
    if item.kind == "state":
        state = table.state(item.key)
        none = [] if state.none is None else [(state.none, 3)]
        return _cases([*none, (state.value, 1), (~state.value, 0)], 2, shift)
    if item.kind == "boolean":
        assert isinstance(fact, Derived)
        value = _early(fact, table)
        return _cases([(value, 1), (~value, 0)], 2, shift)
    if item.kind == "answer":
        return _broken(items.answers[item.key], items, table).if_else(long(1 << shift), long(0))
    atom = atoms[item.key]
    if atom.compare is not None:
        value = compared(atom.compare, table)
        return _cases([(value, 1), (~value, 0)], 2, shift)
    return _cases(class_branches(atom, table)[1], atom.coding.classes, shift)


def _broken(question: Question, items: Items, table: FactTable) -> Expression:
    return answered_no(question, items.facts[question.fact], table)


def _usual(question: Question) -> bool:
    """Whether a violation may well be the rule: a pattern that a whole register breaks."""
    return isinstance(question, Leaf) and isinstance(question.test, Matches | OneOf)


def _rarely(answers: list[tuple[Question, Expression, int]], table: FactTable) -> Expression:
    """Answers that are nearly always "not violated": each is looked at only where some is."""
    bits = [broken.if_else(long(1 << shift), long(0)) for _, broken, shift in answers]
    ordered = [q for q, _, _ in answers if isinstance(q, Compare) and _ordered(q, table)]
    others = [broken for q, broken, _ in answers if q not in ordered]
    anything = reduce(lambda a, b: a | b, [*_out_of_order(ordered, table), *others])
    return anything.if_else(reduce(Expression.bits_or, bits), long(0))


def _ordered(question: Compare, table: FactTable) -> bool:
    """Whether a question is that one date is not after another."""
    values = (table.state(question.fact).value, table.state(question.other).value)
    return question.relation == "less-or-equal" and all(v.kind == "DATE" for v in values)


def _out_of_order(questions: list[Compare], table: FactTable) -> list[Expression]:
    """Whether any question is violated: dates that share the other side are compared at once,
    by the earliest or latest of them, and only where there is that other side."""
    found: list[Expression] = []
    rest = list(questions)
    while rest:
        firsts = Counter(question.fact for question in rest)
        seconds = Counter(question.other for question in rest)
        (first, many), (second, more) = firsts.most_common(1)[0], seconds.most_common(1)[0]
        if many >= more:
            side = table.state(first).value
            others = [table.state(q.other).value for q in rest if q.fact == first]
            broken = side > (least(*others) if many > 1 else others[0])
            rest = [q for q in rest if q.fact != first]
        else:
            side = table.state(second).value
            broken = greatest(*(table.state(q.fact).value for q in rest if q.other == second))
            broken = broken > side
            rest = [q for q in rest if q.other != second]
        found.append(side.not_null().if_else(broken, False))
    return found


def _early(fact: Derived, table: FactTable) -> Expression:
    """`HappenedBy` of a date, bare: that an event which did not happen has not happened by then
    is settled a cell, not a row."""
    operand = fact.roles.get("of", (None,))[0]
    today = fact.roles.get("at", (AS_OF,)) == (AS_OF,)
    if fact.operator == "HappenedBy" and today and isinstance(operand, Ref):
        return table.state(operand.iri).value <= table.as_of
    return table.state(fact.iri).value


def _cases(branches: list[Branch], otherwise: int, shift: int) -> Expression:
    return cases(*shifted(branches, shift), otherwise=long(otherwise << shift))


def _raw(column: Column, value: Expression, shift: int) -> Expression:
    if column.datatype == "boolean":
        return _cases([(value, 2), (~value, 1)], 0, shift)
    assert column.code_list is not None
    codes = column.code_list.notations
    if not column.multi:
        numbered = ((code, long(n << shift)) for n, code in enumerate(codes, start=1))
        return switch(value, numbered, long(0))
    bits = [(code, long(1 << n << shift)) for n, code in enumerate(codes)]
    only = switch(value.first(), bits, long(0))
    several = reduce(
        lambda a, b: a + b, (value.contains(code).if_else(bit, long(0)) for code, bit in bits)
    )
    return cases((value.length() == 1, only), (value.length() > 1, several), otherwise=long(0))

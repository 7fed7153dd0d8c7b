"""The expressions of a plan: words of codes, flags of record quality, values, kept columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import reduce

from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.code_expressions import (
    Branch,
    answered_no,
    class_branches,
    code_expression,
    compared,
    shifted,
)
from lovgraf.conditions.expressions import violated
from lovgraf.conditions.tree import Compare, Condition, Leaf, Matches, OneOf, Question, facts_of
from lovgraf.engine.doubts import Doubts
from lovgraf.engine.items import Item, Items
from lovgraf.engine.layout import WORD_BITS, Slot
from lovgraf.engine.selection import Selection
from lovgraf.facts.call import State
from lovgraf.facts.columns import Expression, cases, greatest, least, literal, long, switch
from lovgraf.facts.fact import AS_OF, Column, Derived, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.states import FactTable, add_facts


def selection_sql(selection: Selection) -> str:
    """DuckDB SQL over the relation `records`.

    Raises `InputError` for a fact that is not declared, is derived from itself, or uses an unknown
    operator.
    """
    table = fact_table(selection)
    return table.sql(_selected(selection, table) or {"nothing": literal(0)})


def selection_expressions(selection: Selection) -> dict[str, Expression]:
    """The same as expressions, by name. Raises as `selection_sql` does."""
    return _selected(selection, fact_table(selection))


def _selected(selection: Selection, table: FactTable) -> dict[str, Expression]:
    columns: dict[str, Expression] = {name: table.table[name] for name in selection.carry}
    columns |= _words(selection, table)
    columns |= _flags(selection.quality, table.stated)
    for number, state in enumerate(map(table.state, selection.values)):
        columns[f"f{number}"] = state.value
        columns[f"g{number}"] = certainly_none(state)
    return columns


def named_expressions(selection: Selection) -> dict[str, Expression]:
    """The same by what it is of: the code of each atom (`c` and its key), what a record violates
    (`q` and a shape's IRI), values (`f` and a fact's IRI) and where there is certainly none (`g`).
    """
    table = fact_table(selection)
    columns = {f"c{key}": code_expression(atom, table, 0) for key, atom in selection.atoms.items()}
    stated = table.stated
    codes = selection.stated.items()
    columns |= {f"c{key}": code_expression(atom, stated, 0) for key, atom in codes}
    columns |= {f"q{iri}": violated(shape, stated) for iri, shape in selection.quality.items()}
    for iri in selection.values:
        state = table.state(iri)
        columns[f"f{iri}"] = state.value
        columns[f"g{iri}"] = certainly_none(state)
    return columns


def certainly_none(state: State) -> Expression:
    """Where a fact certainly has no value."""
    return literal(False) if state.none is None else state.none


def fact_table(selection: Selection) -> FactTable:
    """The table with all facts that a selection needs."""
    table = FactTable(
        selection.facts,
        selection.present,
        selection.as_of,
        selection.complete,
        selection.carry,
        selection.ready,
        selection.stated_ready,
    )
    needed = set(selection.values)
    stated: set[str] = set()
    for asked, atoms in ((needed, selection.atoms), (stated, selection.stated)):
        for atom in atoms.values():
            compare = atom.compare
            asked |= {compare.fact, compare.other} if compare else {atom.coding.key}
            asked |= {*atom.coding.asks, *atom.coding.behind}
    stated |= {iri for condition in selection.quality.values() for iri in facts_of(condition)}
    if selection.of_cells:
        stated |= {iri for one in selection.disputes() for iri in one.derived}
    add_facts(table, needed, stated)
    return table


def _words(selection: Selection, table: FactTable) -> dict[str, Expression]:
    words: dict[int, list[Expression]] = {}
    doubts = Doubts(selection.facts, table, selection.complete) if selection.of_cells else None
    for key, slot in selection.slots.items():
        stated = key in selection.stated
        atom = selection.stated[key] if stated else selection.atoms[key]
        code = code_expression(atom, table.stated if stated else table, slot.shift)
        if doubts is not None:
            code = doubts.of(atom, code, slot.shift)
        words.setdefault(slot.word, []).append(code)
    return {f"w{word}": reduce(lambda a, b: a + b, parts) for word, parts in words.items()}


def _flags(quality: Mapping[str, Condition], table: FactTable) -> dict[str, Expression]:
    """A bit for each shape that a record violates; nearly all records violate none of a word's."""
    flags = sorted(quality)
    columns: dict[str, Expression] = {}
    for word in range(0, len(flags), WORD_BITS):
        broken = [violated(quality[iri], table) for iri in flags[word : word + WORD_BITS]]
        bits = [b.if_else(long(1 << bit), long(0)) for bit, b in enumerate(broken)]
        anything = reduce(lambda a, b: a | b, broken)
        columns[f"q{word // WORD_BITS}"] = anything.if_else(
            reduce(lambda a, b: a + b, bits), long(0)
        )
    return columns


# The SQL that reads each row into the words of its items.

Slots = Mapping[Item, Slot]


class RowSource(Struct, frozen=True):
    """What the SQL of rows is made for: items, the table's columns that they rest on, the date."""

    items: Items
    columns: tuple[str, ...]
    atoms: Mapping[str, Atom]
    as_of: date
    complete: tuple[str, ...]

    def table(self, carry: Mapping[str, str], slots: Slots) -> FactTable:
        """A fact table with all that some items need."""
        table = FactTable(self.items.facts, self.columns, self.as_of, self.complete, carry)
        needed, stated = set[str](), set[str]()
        for item in slots:
            asked = stated if item.stated else needed
            if item.kind == "class":
                compare = self.atoms[item.key].compare
                asked |= {compare.fact, compare.other} if compare else {item.key}
            elif item.kind in ("boolean", "given"):
                asked.add(item.key)
            elif item.kind == "answer":
                question = self.items.answers[item.key]
                stated.add(question.fact)
                if isinstance(question, Compare):
                    stated.add(question.other)
        add_facts(table, needed, stated)
        return table


def row_sql(source: RowSource, slots: Slots, carry: Mapping[str, str], words: int) -> str:
    """DuckDB SQL over `records`: the columns to carry, and words `k0`, `k1` ... of items."""
    table = source.table(carry, slots)
    columns = {name: table.table[name] for name in carry}
    return table.sql(columns | _joined(source, slots, table, words))


def row_expressions(source: RowSource, slots: Slots, words: int) -> dict[str, Expression]:
    """The words `k0`, `k1` ... of items as expressions over `records`."""
    return _joined(source, slots, source.table({}, slots), words)


def _joined(source: RowSource, slots: Slots, table: FactTable, words: int) -> dict[str, Expression]:
    return {
        f"k{word}": reduce(Expression.bits_or, parts, long(0))
        for word, parts in word_expressions(source, slots, table, words).items()
    }


def word_expressions(
    source: RowSource, slots: Slots, table: FactTable, words: int, joined: bool = True
) -> dict[int, list[Expression]]:
    """The words of items, as expressions on a fact table, each in parts that are to be joined.

    Answers of record quality are `joined` for the data engine, so that it looks at each of them
    only where some is no.
    """
    items = source.items
    found: dict[int, list[Expression]] = {word: [] for word in range(words)}
    rare: dict[int, list[tuple[Question, Expression, int]]] = {}
    for item, slot in slots.items():
        if joined and item.kind == "answer" and not _usual(items.answers[item.key]):
            question = items.answers[item.key]
            answer = (question, _broken(question, items, table), slot.shift)
            rare.setdefault(slot.word, []).append(answer)
        else:
            found[slot.word].append(_item(item, slot.shift, items, source.atoms, table))
    for word, answers in rare.items():
        found[word].append(_rarely(answers, table.stated))
    return found


def read_columns(source: RowSource, slots: Slots) -> dict[Item, frozenset[str]]:
    """The columns of `records` that the SQL of each item reads."""
    table = source.table({}, slots)
    return {item: _item(item, 0, source.items, source.atoms, table).reads for item in slots}


def _item(
    item: Item, shift: int, items: Items, atoms: Mapping[str, Atom], table: FactTable
) -> Expression:
    table = table.stated if item.stated else table
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
    if item.kind == "boolean":
        if isinstance(fact, Derived):
            value = _early(fact, table)
        else:  # of a column what it says: what is presumed is for the cell to say
            value = (table.stated if isinstance(fact, Column) else table).state(item.key).value
        return _cases([(value, 1), (~value, 0)], 2, shift)
    if item.kind == "answer":
        return _broken(items.answers[item.key], items, table).if_else(long(1 << shift), long(0))
    atom = atoms[item.key]
    if atom.compare is not None:
        value = compared(atom.compare, table)
        return _cases([(value, 1), (~value, 0)], 2, shift)
    return _cases(class_branches(atom, table)[1], atom.coding.classes, shift)


def _broken(question: Question, items: Items, table: FactTable) -> Expression:
    return answered_no(question, items.facts[question.fact], table.stated)


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
    """Whether a date has come, bare: that an event which did not happen has not happened by then
    is settled a cell, not a row."""
    operand = fact.roles.get("of", (None,))[0]
    today = fact.roles.get("at", (AS_OF,)) == (AS_OF,)
    operator = operator_of(fact)
    if operator.event and today and isinstance(operand, Ref):
        return operator.bare(table.state(operand.iri).value, table.as_of)
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

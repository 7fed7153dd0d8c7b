"""A table of facts: every needed fact of each row as a value and a "no value" condition.

Facts are added layer by layer, a derived fact after its operands, so that the data engine computes
each of them once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from functools import reduce
from typing import cast

from lovgraf.core.errors import InputError
from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import (
    Expression,
    Value,
    coalesce,
    column,
    literal,
    null,
    selected_columns,
    used_columns,
)
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import (
    AS_OF,
    Column,
    Derived,
    Fact,
    Presumption,
    Ref,
    StatedValue,
)
from lovgraf.facts.operators import operator_of, registered
from lovgraf.facts.ready import Ready
from lovgraf.facts.values import NONE_SUFFIX
from lovgraf.facts.vocabulary import FactVocabulary

_ALWAYS = {"records_row": "BIGINT"}
"""So that a table without any known column is a table still; never read."""


class FactTable:
    """The facts of a table of records, as column expressions.

    `present` names the columns that the table has, `complete` those in which a blank means "no",
    `carry` further columns to keep (with the engine's types). After `add`, `table` has a column for
    each derived fact, and `state` gives a fact's expressions on it.
    """

    def __init__(
        self,
        facts: FactVocabulary,
        present: Collection[str],
        as_of: date,
        complete: Collection[str] = (),
        carry: Mapping[str, str] | None = None,
        ready: Ready | None = None,
        stated: Ready | None = None,
    ) -> None:
        self._facts, self.as_of, self._complete = facts, as_of, frozenset(complete)
        columns = {
            name: engine_type(facts.columns[name])
            for name in sorted(present)
            if name in facts.columns
        }
        self._present = frozenset(columns)
        self._none = frozenset(name for name in present if name.endswith(NONE_SUFFIX))
        marks = dict.fromkeys(sorted(self._none), "BOOLEAN")
        ready = ready or Ready()
        self.classes, self.violations = ready.classes, ready.violations
        self._overrides = ready.values
        schema = {**columns, **marks, **(carry or _ALWAYS)}
        self.table = {name: column(name, kind) for name, kind in schema.items()}
        self._steps: list[Mapping[str, Expression]] = []
        self._layers: dict[str, tuple[str, str | None]] = {}
        self._cache: dict[str, State] = {}
        self._columns: dict[str, State] = {}
        self._prefix = ""
        self._applied: dict[str, str] = {}
        self._presuming: FactTable | None = None
        self.stated = self
        if facts.without is not None:
            self.stated = self._without(facts.without, stated or Ready())
        """The same table as it is written, without what is presumed."""

    def _without(self, facts: FactVocabulary, ready: Ready) -> FactTable:
        """The same columns and steps, without presumptions; `ready` is made so."""
        twin = copy(self)
        twin._facts, twin._prefix, twin._presuming, twin.stated = facts, "s", self, twin
        twin._layers, twin._cache, twin._columns = {}, {}, {}
        columns = {
            i: name for i, name in self._overrides.items() if isinstance(facts.facts.get(i), Column)
        }
        twin._overrides, twin.classes = {**columns, **ready.values}, ready.classes
        return twin

    def add(self, iris: Iterable[str]) -> None:
        """Make facts available, with all that they are derived from.

        Raises `InputError` for a fact that is derived from itself, or an unknown operator.
        """
        iris = [iri for iri in iris if iri not in self._layers]
        if not iris:
            return
        self._find_presumptions(iris)
        depths: dict[str, int] = {}
        for iri in iris:
            if self._alike(iri):
                assert self._presuming
                self._presuming.add([iri])
            else:
                self._depth(iri, depths, ())
        for depth in sorted(set(depths.values())):
            self._add_layer(i for i, d in depths.items() if d == depth and i not in self._layers)

    def _add_layer(self, iris: Iterable[str]) -> None:
        """Compute some facts in a step of their own, named so that nothing is computed twice.

        (An expression is repeated wherever it is used.)
        """
        chosen = sorted(iris)
        prepared = self._prepare(chosen)
        new: dict[str, Expression] = {}
        for iri in chosen:
            fact = self._facts[iri]
            if isinstance(fact, Derived):
                state = self._derive(fact, prepared.get(iri, {}))
                if iri in self._overrides:
                    state = self._overridden(fact, state)
            elif self._needs_layer(fact):
                state = self._column(cast(Column, fact))
            else:
                continue
            value = f"{self._prefix}v{len(self._layers)}"
            none = None
            new[value] = state.value
            if state.none is not None:
                none = f"{self._prefix}n{len(self._layers)}"
                new[none] = state.none
            self._layers[iri] = (value, none)
        self._step(new)

    def _prepare(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """Compute what some operators use many times in steps of its own: columns by fact."""
        found: dict[str, dict[str, str]] = {}
        facts = [f for iri in iris if isinstance(f := self._facts[iri], Derived)]
        depth = max((len(operator_of(f).stages) for f in facts), default=0)
        for stage in range(depth):
            new: dict[str, Expression] = {}
            for fact in facts:
                stages = operator_of(fact).stages
                if stage >= len(stages):
                    continue
                names = found.setdefault(fact.iri, {})
                call = self._call(fact, names)
                for part, expression in stages[stage].items():
                    name = f"p{len(self.table) + len(new)}"
                    new[name] = expression(call)
                    names[part] = name
            self._step(new)
        return found

    def _step(self, new: Mapping[str, Expression]) -> None:
        if new:
            self._steps.append({n: e for n, e in new.items() if not e.plain})
            self.table |= {n: e if e.plain else column(n, e.kind, e) for n, e in new.items()}
            self._cache.clear()

    def sql(self, columns: Mapping[str, Expression]) -> str:
        """DuckDB SQL that selects expressions on `table` from the relation `records`.

        Each step keeps only the columns that a later one reads: the engine takes time and room for
        every column of every step, and has to be asked to look for those that nobody reads.
        """
        needed = used_columns(columns.values())
        wanted = selected_columns(columns.values())
        steps: list[str] = []
        for new in reversed(self._steps):
            if chosen := {name: found for name, found in new.items() if name in needed}:
                passed = wanted - chosen.keys()
                kept = [column(name, "").sql for name in sorted(passed)]
                steps.append(", ".join([*kept, _selected(chosen)]))
                wanted = passed | selected_columns(chosen.values())
        latest, before = "records", []
        for number, selected in enumerate(reversed(steps)):
            before.append(f"step{number} AS NOT MATERIALIZED (SELECT {selected} FROM {latest})")
            latest = f"step{number}"
        with_steps = f"WITH {', '.join(before)} " if before else ""
        return f"{with_steps}SELECT {_selected(columns)} FROM {latest}"

    def state(self, iri: str) -> State:
        """The expressions of a fact on `table`."""
        if self._alike(iri):
            assert self._presuming
            return self._presuming.state(iri)
        if iri not in self._cache:
            self._cache[iri] = self._state(iri)
        return self._cache[iri]

    def _alike(self, iri: str) -> bool:
        """Whether this is a table without presumptions, and a fact the same with them."""
        return self._presuming is not None and not self._presuming._facts.touched(iri)

    def written(self, iri: str) -> Expression:
        """The value of a column as the table gives it."""
        return self._given(self._facts[iri])

    def _depth(self, iri: str, depths: dict[str, int], path: tuple[str, ...]) -> int:
        if iri in path:
            raise InputError(
                f"Kendsgerningen {iri} er afledt af sig selv.",
                f"The fact {iri} is derived from itself.",
            )
        if iri not in depths:
            fact = self._facts[iri]
            operands = fact.operand_facts if isinstance(fact, Derived) else []
            below = [self._depth(other, depths, (*path, iri)) for other in operands]
            depths[iri] = 1 + max(below, default=0) if isinstance(fact, Derived) else 0
        return depths[iri]

    def _state(self, iri: str) -> State:
        if iri in self._layers:
            value, none = self._layers[iri]
            return State(self.table[value], None if none is None else self.table[none])
        fact = self._facts[iri]
        if isinstance(fact, Column):
            return self._column(fact)
        if isinstance(fact, Presumption):
            return State(self._applies(fact))
        return State(null(engine_type(fact)))

    def _find_presumptions(self, iris: Collection[str]) -> None:
        """Compute once which of the presumptions behind some facts apply: much rests on each."""
        if self._facts.without is None:
            return
        found = [fact for fact in self._facts.lineage(iris) if isinstance(fact, Presumption)]
        new = {one.iri: self._applies(one) for one in found if one.iri not in self._applied}
        names = {iri: f"presumed{len(self._applied) + n}" for n, iri in enumerate(new)}
        self._step({names[iri]: expression for iri, expression in new.items()})
        self._applied |= names

    def _applies(self, presumption: Presumption) -> Expression:
        """Whether a presumption applies to a record, by what is stated; never null."""
        if presumption.iri in self._applied:
            return self.table[self._applied[presumption.iri]]
        if presumption.iri in self._overrides:
            return self.table[self._overrides[presumption.iri]]
        parts = [~self._as_stated(presumption.presumes).known(), self.concerns(presumption)]
        facts = self.stated._facts
        for iri in facts.emptied_by(presumption.presumes, presumption.value):
            parts.append(self._as_stated(iri).value.is_null())
        column = facts[presumption.presumes]
        if presumption.value is None and isinstance(column, Column) and column.none_when:
            parts.append(~self._has_value(column))
        return reduce(lambda a, b: a & b, parts)

    def concerns(self, presumption: Presumption) -> Expression:
        """Whether a record is one that a presumption is for, whatever it says of the column that is
        presumed; never null."""
        parts = [self._as_stated(iri).value.is_null() for iri in presumption.unless]
        parts += [self._states(test).fill_null(False) for test in presumption.tests]
        return reduce(lambda a, b: a & b, parts, literal(True))

    def _states(self, test: StatedValue) -> Expression:
        """Whether a record states what a presumption asks for."""
        value = self._as_stated(test.column).value
        if not test.values:
            asked = value <= literal(self.as_of)
            if test.before is not None:
                asked &= value < literal(test.before)
            if test.before_column is not None:
                asked &= value < self._as_stated(test.before_column).value
            after = test.after(self.as_of)
            return asked if after is None else asked & (value > literal(after))
        if value.several:
            return reduce(lambda a, b: a | b, map(value.contains, test.values))
        given = value.is_in(test.values)
        return ~given if test.others else given

    def _has_value(self, column: Column) -> Expression:
        """Whether all that could say of a column that it has no value says the opposite."""
        if column.absent_value is not None:
            return literal(False)
        others = [(self._as_stated(iri), wanted) for iri, wanted in column.none_when]
        return reduce(
            lambda a, b: a & b,
            [state.known() & ~self.says(state.value, wanted) for state, wanted in others],
        )

    def _as_stated(self, iri: str) -> State:
        """What a column says, without presumptions: put together once, since much asks for it."""
        known = self.stated._columns
        if iri not in known:
            known[iri] = self.stated._column(cast(Column, self.stated._facts[iri]))
        return known[iri]

    def _presumed(self, column: Column) -> list[Presumption]:
        found = (self._facts[iri] for iri in column.presumed)
        return [one for one in found if isinstance(one, Presumption)]

    def _column(self, column: Column) -> State:
        value = self._implied(column)
        blank = value.is_null()
        if column.name in self._complete:
            return State(value, blank)
        conditions = [
            self.says(self._implied(fact), wanted)
            for other, wanted in column.none_when
            if isinstance(fact := self._facts[other], Column) and self._available(fact)
        ]
        if column.absent_value is not None and self._has(column):
            conditions.append(self.says(self._given(column), column.absent_value))
        if column.name + NONE_SUFFIX in self._none:
            conditions.append(self.table[column.name + NONE_SUFFIX])
        conditions += [self._applies(p) for p in self._presumed(column) if p.value is None]
        if not conditions:
            return State(value)
        return State(value, blank & reduce(lambda a, b: a | b, conditions))

    def ruled_out(self, iri: str) -> Expression:
        """Where nothing that a column can have no value for holds, so that a blank hides one."""
        column = self._facts[iri]
        if not isinstance(column, Column) or column.name in self._complete:
            return literal(False)
        if column.absent_value is not None or any(p.value is None for p in self._presumed(column)):
            return literal(False)
        found = literal(True)
        for other, wanted in column.none_when:
            fact = self._facts[other]
            if not isinstance(fact, Column) or not self._available(fact):
                return literal(False)
            value = self._implied(fact)
            found = found & value.not_null() & ~self.says(value, wanted)
        return found

    def _implied(self, column: Column) -> Expression:
        """What a column says, also through columns that imply it (a date given: it happened), and
        what is presumed where it says nothing."""
        value = self._said(column)
        for one in reversed(self._presumed(column)):
            if one.value is not None:
                filled = one.filled(self.as_of)
                assert filled is not None
                presumed = literal(filled).cast(engine_type(column))
                value = self._applies(one).if_else(presumed, value)
        return value

    def _said(self, column: Column) -> Expression:
        if column.iri in self._overrides:
            return self.table[self._overrides[column.iri]]
        value = self._given(column)
        if column.absent_value is not None and self._has(column):
            absent = self.says(value, column.absent_value)
            value = absent.if_else(null(engine_type(column)), value)
        for implied, others in ((False, column.implied_false_by), (True, column.implied_true_by)):
            for other in others:
                value = coalesce(value, self._said_by(column, other, implied))
        if column.name in self._complete and column.datatype == "boolean":
            blank = [self._given(self._facts[iri]).is_null() for iri in column.implied_true_by]
            silent = reduce(lambda a, b: a & b, blank, literal(True))
            value = coalesce(value, silent.if_else(False, null("BOOLEAN")))
        return value

    def _said_by(self, column: Column, other: str, implied: bool) -> Expression:
        """What another column says of a blank: of a beginning and an end the later decides, and
        what is still to come says nothing."""
        day, episode = self._given(self._facts[other]), column.episode
        said = day.not_null().if_else(implied, null("BOOLEAN"))
        source = self._facts[other]
        if isinstance(source, Column) and source.absent_value is not None:
            said = self.says(day, source.absent_value).if_else(not implied, said)
        if episode is None or other not in (episode.beginning, episode.ending):
            return said
        said = (day <= literal(self.as_of)).if_else(implied, null("BOOLEAN"))
        begun, ended = (
            self._given(self._facts[iri]) for iri in (episode.beginning, episode.ending)
        )
        if other == episode.ending:
            again = (ended < begun) & (begun <= literal(self.as_of))
            return again.if_else(not implied, said)
        over = (begun <= ended) & (ended <= literal(self.as_of))
        return over.if_else(null("BOOLEAN"), said)

    def _available(self, column: Column) -> bool:
        """Whether the table can say anything of a column."""
        if column.presumed:
            return True
        return self._has(column) or any(self._has(self._facts[i]) for i in column.implying)

    @staticmethod
    def says(value: Expression, wanted: Value) -> Expression:
        """Whether a value is, or has among it, what is wanted; never null."""
        says = value.contains(wanted) if value.several else value == wanted
        return says.fill_null(False)

    def _has(self, fact: Fact) -> bool:
        return isinstance(fact, Column) and fact.name in self._present

    def _given(self, fact: Fact) -> Expression:
        if self._has(fact):
            return self.table[cast(Column, fact).name]
        return null(engine_type(fact))

    def _overridden(self, fact: Derived, computed: State) -> State:
        """A ready-made value; that an event did not happen by a date follows from its absence."""
        value = self.table[self._overrides[fact.iri]]
        of = fact.roles.get("of", (None,))[0]
        if operator_of(fact).event and isinstance(of, Ref) and of != AS_OF:
            none = self.state(of.iri).none
            if none is not None:
                value = coalesce(value, none.if_else(False, null("BOOLEAN")))
        return State(value, computed.none)

    def _needs_layer(self, fact: Fact) -> bool:
        """Whether a column's state is more than the column itself."""
        return isinstance(fact, Column) and bool(
            fact.none_when
            or fact.implied_true_by
            or fact.implied_false_by
            or fact.absent_value is not None
            or fact.presumed
            or fact.name + NONE_SUFFIX in self._none
        )

    def _derive(self, fact: Derived, prepared: Mapping[str, str]) -> State:
        operator = registered().get(fact.operator)
        if operator is None:
            raise InputError(
                f"{fact.iri} bruger den ukendte operator {fact.operator}.",
                f"{fact.iri} uses the unknown operator {fact.operator}.",
            )
        state = operator.column(self._call(fact, prepared))
        return State(state.value.cast(engine_type(fact)), state.none)

    def _call(self, fact: Derived, prepared: Mapping[str, str]) -> Call:
        operands = {role: tuple(map(self._operand, found)) for role, found in fact.roles.items()}
        ready = {part: self.table[column] for part, column in prepared.items()}
        return Call(fact, operands, self.as_of, self._facts.groups, ready)

    def _operand(self, operand: object) -> State:
        if operand == AS_OF:
            return State(literal(self.as_of))
        if isinstance(operand, Ref):
            return self.state(operand.iri) if operand.iri in self._facts.facts else State(null())
        return State(literal(cast(Value, operand)))


def add_facts(table: FactTable, needed: Iterable[str], stated: Iterable[str]) -> None:
    """Make facts available, and others as they are stated, whatever is presumed."""
    if table.stated is table:
        table.add(sorted({*needed, *stated}))
    else:
        table.add(sorted(needed))
        table.stated.add(sorted(stated))


def _selected(columns: Mapping[str, Expression]) -> str:
    return ", ".join(f'{found.sql} AS "{name}"' for name, found in columns.items())

"""Which rows a norm sees alike, by what the cells that they lie in say of them.

Beside its cell a row has days, numbers and texts. One of them counts for a norm only where an
answer that is open rests on it: of an answer that is certain the code says all that there is to
say. So rows are one to a norm whose cells say the same of all that it reads, and that have the
same values of the columns that count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.items import raw_size
from lovgraf.engine.plan import Plan
from lovgraf.facts.fact import Column, Derived, Presumption
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.patterns import Numbers, distinct


@dataclass(frozen=True)
class Atoms:
    """The atoms of a norm by key: the columns that each rests on (`inputs`), and those of them that
    it rests on by more than whether they are given (`values`)."""

    inputs: Mapping[str, frozenset[str]]
    values: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, plan: Plan, norm: str) -> Atoms:
        """Those of a norm of a plan."""
        facts, every = plan.programs.facts, {**plan.selection.atoms, **plan.selection.stated}
        own = {key: every[key] for key in plan.programs.programs[norm].all_keys}
        inputs = {
            key: frozenset(one.coding.asks).union(
                *(facts.inputs(iri) for iri in (*_asked(one), *one.coding.behind))
            )
            for key, one in own.items()
        }
        return cls(inputs, {key: _by_value(facts, one) for key, one in own.items()})


@dataclass(frozen=True)
class View:
    """How a norm sees some cells: the `kind` of each (those of one kind say the same to it), where
    each of its atoms is `open`, and where columns are `given` of which a cell has no values."""

    atoms: Atoms
    kind: Numbers
    open: Mapping[str, Bools]
    given: Mapping[str, Bools]

    @classmethod
    def of(
        cls, plan: Plan, norm: str, cells: CellRecords, places: Numbers, present: Collection[str]
    ) -> View:
        """That of a norm of the cells in some places, of a table with the columns (by name) that
        are `present`."""
        atoms, facts, size = Atoms.of(plan, norm), plan.programs.facts, len(places)
        every = {**plan.selection.atoms, **plan.selection.stated}
        codes = {key: cells.codes[key][places] for key in atoms.inputs}
        open_ = {key: code >= every[key].coding.unknown for key, code in codes.items()}
        inputs = frozenset().union(*atoms.inputs.values())
        columns = [c for iri in sorted(inputs) if isinstance(c := facts[iri], Column)]
        there = [column for column in columns if column.name in present]
        states = {c.iri: cells.states[c.iri][places] for c in there if c.iri in cells.states}
        given: dict[str, Bools] = {}
        for column in there:
            if column.iri not in states:
                given[column.iri] = np.ones(size, np.bool_)
            elif raw_size(column) is None:
                given[column.iri] = states[column.iri] == 1
        _, kind = distinct([*codes.values(), *states.values()], size)
        return cls(atoms, kind, open_, given)

    def counting(self, removed: frozenset[str] = frozenset()) -> dict[str, Bools]:
        """The columns (by IRI) of which the values count, each with the cells where they do;
        nothing is known of what rests on columns that are `removed` from rows."""
        inputs, every = self.atoms.inputs, np.ones(len(self.kind), np.bool_)
        live = {
            key: own if inputs[key].isdisjoint(removed) else every for key, own in self.open.items()
        }
        found: dict[str, Bools] = {}
        for iri, given in self.given.items():
            resting = [live[key] for key, own in self.atoms.values.items() if iri in own]
            counts = given & reduce(np.logical_or, resting, ~every)
            if counts.any():
                found[iri] = counts
        return found


def suspect(
    facts: FactVocabulary,
    cells: CellRecords,
    present: Collection[str],
    complete: Collection[str],
) -> Bools:
    """The cells of which rows may contradict themselves, of a table with the columns (by name) that
    are `present`, of which a blank means no in those that are `complete`."""
    found = np.zeros(len(cells.names), np.bool_)
    for one in facts.disputes:
        pair = [facts[iri] for iri in one.pair]
        if one.open or not all(isinstance(c, Column) and c.name in present for c in pair):
            continue
        given, other = facts[one.given], facts[one.other]
        assert isinstance(given, Column)
        assert isinstance(other, Column)
        own = one.own or ({True} if given.datatype == "boolean" else None)
        first = _may_have(given, cells, complete, own)
        found |= first & _may_have(other, cells, complete, one.values)
    return found


def _may_have(
    column: Column,
    cells: CellRecords,
    complete: Collection[str],
    values: Collection[bool | str] | None,
) -> Bools:
    """The cells of which rows may have one of some values of a column (None: any), or state that
    there is none; of a column whose values are not listed, any."""
    state = cells.states.get(column.iri)
    if state is None or column.name in complete:
        return np.ones(len(cells.names), np.bool_)
    if values is None or raw_size(column) is None or column.multi:
        return state > 0
    listed = column.code_list.notations if column.code_list else (False, True)
    return np.isin(state, [code for code, value in enumerate(listed, 1) if value in values])


def _asked(atom: Atom) -> list[str]:
    """The facts that an atom asks about."""
    return [atom.compare.fact, atom.compare.other] if atom.compare else [atom.coding.key]


def _by_value(facts: FactVocabulary, atom: Atom) -> frozenset[str]:
    """The columns that an atom rests on by more than whether they are given."""
    queue, seen = _asked(atom), set[str]()
    while queue:
        iri = queue.pop()
        if iri not in seen:
            seen.add(iri)
            queue += _by_value_of(facts, iri)
    columns = {iri for iri in seen if isinstance(facts[iri], Column)}
    if atom.compare is None and atom.coding.classes <= 1:
        columns -= {atom.coding.key}
    return frozenset(columns)


def _by_value_of(facts: FactVocabulary, iri: str) -> Iterator[str]:
    """The facts that one rests on by more than whether they are given: of what implies a yes or a
    no a text does so by being there."""
    fact = facts[iri]
    if isinstance(fact, Derived):
        yield from fact.operand_facts
    elif isinstance(fact, Presumption):
        yield from fact.asks
    elif isinstance(fact, Column):
        yield from (other for other, _ in fact.none_when)
        yield from fact.presumed
        yield from (one for one in fact.implying if facts[one].datatype != "string")

"""Which rows a norm sees alike, by what the cells that they lie in say of them.

Beside its cell a row has days, numbers and texts. One of them counts for a norm only where it is
looked at to find out what an open answer may come to: of an answer that is certain the code says
all, and of a fact that the cell settles nothing below it is looked at. So rows are one to a norm
whose cells say the same of all that it reads, and that have the same values of the columns that
count. Source: semantics, section 3 (unknown, exactly).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import or_

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.items import raw_size
from lovgraf.engine.plan import Plan
from lovgraf.facts.fact import Column, Derived, Presumption
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.alike import Beside, Reading
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import Numbers, distinct_lines
from lovgraf.verdicts.program import as_stated
from lovgraf.verdicts.sights import open_in

_GIVEN = 1
"""The state of a column of which a cell has no values where it has one."""
Kinds = int
"""Some kinds of cells: a bit each, the first is the lowest. There are few of them, and sets of
them are joined by the thousand, which takes arrays far longer."""
Where = dict[str, Kinds]
"""For facts (by IRI) the kinds of cells of which something is so."""


class Look(Struct, frozen=True):
    """What is looked at of rows: `keys` are the atoms that count, `facts` all that is looked at for
    them (`beside` what is presumed of it), and `where` the columns (by IRI) of which the values
    count, each with the kinds of cells where they do."""

    keys: tuple[str, ...]
    facts: frozenset[str]
    beside: Beside
    where: frozenset[tuple[str, Kinds]]

    def given(self) -> Mapping[tuple[str, ...], Kinds]:
        """The columns that count together, in order, each time with the kinds where they do."""
        every = reduce(or_, (own for _, own in self.where), 0)
        left: list[tuple[tuple[str, ...], Kinds]] = [((), every)]
        for iri, own in sorted(self.where):
            left = [
                one
                for columns, kinds in left
                for one in (((*columns, iri), kinds & own), (columns, kinds & ~own))
                if one[1]
            ]
        return dict(left)


class Placing(Struct, frozen=True):
    """Rows of some `kinds` of cells are told by how some of their `days` (columns, by IRI) lie by a
    `reading`."""

    kinds: Kinds
    reading: Reading
    days: tuple[str, ...]


class Counting(Struct, frozen=True):
    """What counts of rows beside their cells: how days of theirs lie (`placings`), and the columns
    (by IRI) of which the `values` count as they are, each with the kinds of cells where they do, of
    so many (`size`)."""

    placings: tuple[Placing, ...]
    values: tuple[tuple[str, Kinds], ...]
    size: int

    def kinds(self, but: Collection[str] = ()) -> Bools:
        """The kinds of which something counts, but for some columns (by IRI)."""
        own = [kinds for iri, kinds in self.values if iri not in but]
        own += [one.kinds for one in self.placings if not {*one.days}.issubset(but)]
        return flags(reduce(or_, own, 0), self.size)

    @property
    def columns(self) -> frozenset[str]:
        """All columns of which something counts."""
        days = (iri for one in self.placings for iri in one.days)
        return frozenset([*days, *(iri for iri, _ in self.values)])


class View(Struct, frozen=True, dict=True):
    """How a norm sees some cells: the `kind` of each (those of one kind say the same to it), and of
    each kind the `codes` of atoms, where columns are `given` of which a cell has no values, and
    where facts are `settled`."""

    plan: Plan
    feasible: Combinations
    norm: str
    kind: Numbers
    codes: Mapping[str, Codes]
    given: Where
    settled: Where
    said: Mapping[str, Numbers]
    """All by which kinds are told apart, by what it is said of: a number for each kind."""

    @classmethod
    def of(
        cls,
        plan: Plan,
        feasible: Combinations,
        norm: str,
        cells: CellRecords,
        places: Numbers,
        present: Collection[str],
    ) -> View:
        """That of a norm of the cells in some places, of a table with the columns (by name) that
        are `present`."""
        facts, keys = plan.programs.facts, plan.programs.programs[norm].all_keys
        atoms = plan.coded
        below = facts.lineage({iri for key in keys for iri in _rests_on(atoms[key])})
        columns = [f for f in below if isinstance(f, Column) and f.name in present]
        asked = (
            ("answer", cells.answers, sorted(f.iri for f in below if f.iri in cells.answers)),
            ("code", cells.codes, sorted(keys)),
            ("state", cells.states, sorted(c.iri for c in columns if c.iri in cells.states)),
        )
        lines = np.concatenate([own.some(iris, places) for _, own, iris in asked])
        first, kind = distinct_lines(lines)
        names = [f"{what} {iri}" for what, _, iris in asked for iri in iris]
        said = dict(zip(names, lines[:, first], strict=True))
        answers, codes, states = (
            {iri: said[f"{what} {iri}"] for iri in iris} for what, _, iris in asked
        )
        given, settled = Where(), {iri: _bits(own < 2) for iri, own in answers.items()}
        start = {iri: 0 for key in keys for iri in _looked_for(facts, atoms[key])}
        counting = _walk(start, {}, facts.found_by)
        for column in columns:
            if column.iri not in counting:
                continue
            if column.iri not in states:
                given[column.iri] = _every(len(first))
            elif raw_size(column) is None:
                given[column.iri] = _bits(states[column.iri] == _GIVEN)
            else:
                own = _bits(states[column.iri] > 0)
                settled[column.iri] = settled.get(column.iri, own) | own
        return cls(plan, feasible, norm, kind, codes, given, settled, said)

    def looks(self, removed: frozenset[str] = frozenset()) -> Sequence[Look]:
        """What is looked at of rows that are judged without some columns (by IRI)."""
        found = self._without(removed) if removed else self._of_cells()
        return [*dict.fromkeys(look for look in found if look.where)]

    def counting(self, removed: frozenset[str] = frozenset()) -> Counting:
        """What counts of rows that are judged without some columns (by IRI)."""
        placings, values = dict[tuple[Reading, tuple[str, ...]], Kinds](), Where()
        for look in self.looks(removed):
            for given, kinds in look.given().items():
                reading = self.feasible.placed(look.keys, look.facts, frozenset(given), look.beside)
                exact = reading.reach is None
                days = tuple([] if exact else [iri for iri in given if iri in reading.days])
                _join(values, {iri: kinds for iri in given if iri not in days})
                if days:
                    entry = reading.of(days), days
                    placings[entry] = placings.get(entry, 0) | kinds
        told = tuple([Placing(kinds, *entry) for entry, kinds in placings.items()])
        return Counting(told, tuple(sorted(values.items())), self._size)

    @cached_property
    def _size(self) -> int:
        """How many kinds there are."""
        return len(next(iter(self.codes.values()), ()))

    @cached_property
    def _told(self) -> Where:
        """For atoms (by key) the kinds of which they are not open."""
        atoms = self.plan.coded
        return {k: _bits(own < atoms[k].coding.unknown) for k, own in self.codes.items()}

    def _of_cells(self) -> Iterator[Look]:
        """What is looked at where rows are judged by the codes of their cells."""
        program = self.plan.programs.programs[self.norm]
        keys = tuple(sorted(program.keys))
        own = {key: self.codes[key] for key in keys}
        for one in (program, program.reaching):
            for live, some in open_in(one, self.plan.atoms, own, self.feasible):
                kinds = _bits(some)
                for component in self.feasible.apart(live, keys):
                    asked = {key: kinds & self._told[key] for key in component.keys}
                    asked |= dict.fromkeys(component.live, kinds)
                    below, asks = self.feasible.below_live(component), Where()
                    looked = self._looked(asked, below, self.settled, asks)
                    counted = {key for key, own in asked.items() if own}
                    yield self._look(counted, looked, self.settled, asks)

    def _look(
        self,
        keys: Collection[str],
        looked: Where,
        settled: Where,
        asks: Iterable[str] = (),
        bare: Collection[str] = (),
    ) -> Look:
        """The look at some facts, and what they rest on, for some atoms, and at what these ask; of
        those that are `bare` at whether they are given."""
        facts = self.plan.programs.facts
        found = _walk(looked, settled, facts.found_by)
        valued = {iri for iri in looked if iri not in bare}.union(*map(facts.by_value, found))
        counted = [iri for iri in found if iri in valued or f"state {iri}" not in self.said]
        given = {iri: found[iri] & self.given[iri] for iri in counted if iri in self.given}
        where = frozenset((iri, own) for iri, own in given.items() if own)
        beyond = [i for i, own in found.items() if i not in settled or own & ~settled[i]]
        law = tuple(sorted(key for key in keys if key in self.feasible.atoms))
        beside = _beside(facts, beyond, self.feasible.as_of)
        return Look(law, frozenset([*beyond, *asks]), beside, where)

    def _without(self, removed: frozenset[str]) -> Iterator[Look]:
        """The same where rows are judged without some columns: what rests on these is found out
        anew, and each atom that rests on them, or is open, may be to complete."""
        facts, program = self.plan.programs.facts, self.plan.programs.programs[self.norm]
        every = _every(self._size)
        atoms = self.plan.coded
        touched = {
            key
            for key in self.codes
            if not removed.isdisjoint(f.iri for f in facts.lineage(_rests_on(atoms[key])))
        }
        settled = {i: own for i, own in self.settled.items() if removed.isdisjoint(facts.inputs(i))}
        keys = tuple(sorted(program.keys))
        given = {as_stated(key): key for key in keys}
        for key in touched:
            own, looked = {given.get(key, key)}, _looked_for(facts, atoms[key])
            bare = {*looked}.difference(_by_value(facts, atoms[key]))
            yield self._look(own, dict.fromkeys(looked, every), settled, bare=bare)
        for component in self.feasible.apart(keys, keys):
            found, asks = Where(), Where()
            for key in component.keys:
                live = every & ~self._told[key]
                if key in touched or live:
                    some = dict.fromkeys(component.keys, every if key in touched else live)
                    _join(found, self._looked(some, self.feasible.below(key), settled, asks))
            yield self._look(component.keys, found, settled, asks)

    def _looked(self, asked: Where, below: frozenset[str], settled: Where, asks: Where) -> Where:
        """The facts below open atoms that are looked at where some atoms (by key) are asked for;
        adds to what these `asks` all that they look at."""
        start = Where()
        for key, own in asked.items():
            _join(start, dict.fromkeys(_asked(self.plan.atoms[key]), own))
        stop = {iri: own for iri, own in settled.items() if iri in below}
        looked = _walk(start, stop, self._looked_at)
        _join(asks, looked)
        return {iri: own for iri, own in looked.items() if iri in below}

    def _looked_at(self, iri: str) -> Iterable[str]:
        """The facts that are looked at to find out one of which nothing is told."""
        fact = self.plan.programs.facts.facts.get(iri)
        if isinstance(fact, Derived):
            return fact.operand_facts
        return [other for other, _ in fact.none_when] if isinstance(fact, Column) else []


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
        given, other = facts[one.given], facts[one.other]
        if one.open or not isinstance(given, Column) or not isinstance(other, Column):
            continue
        if given.name in present and other.name in present:
            own = one.own or ({True} if given.datatype == "boolean" else None)
            wrong = _may_have(other, cells, complete, one.values)
            if given != other:
                wrong &= _may_have(given, cells, complete, own)
            elif raw_size(given) is not None:
                state = cells.states.get(given.iri, np.zeros(1, np.int64))
                wrong &= (state & (state - 1)) > 0  # several values
            come = cells.stated.get(one.come or "", cells.answers.get(one.come or ""))
            if come is not None:
                wrong &= come != (0 if one.past else 1)
            found |= wrong
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
    if values is None:
        return state > 0
    if raw_size(column) is None:
        absent = column.absent_value
        return state == 2 if absent is not None and {*values} == {absent} else state > 0
    listed = column.code_list.notations if column.code_list else (False, True)
    codes = [code for code, value in enumerate(listed, 1) if value in values]
    if not column.multi:
        return np.isin(state, codes)
    bits = sum(1 << code - 1 for code in codes)
    return (state & bits) > 0


def _walk(start: Where, stop: Mapping[str, Kinds], edges: Callable[[str], Iterable[str]]) -> Where:
    """The facts that are come to from some, but for what lies only beyond those to `stop` at."""
    found, queue = Where(start), [*start]
    while queue:
        iri = queue.pop()
        onward = found[iri] & ~stop[iri] if iri in stop else found[iri]
        for other in edges(iri):
            before = found.get(other)
            if before is None or onward & ~before:
                found[other] = onward if before is None else before | onward
                queue.append(other)
    return found


def _join(found: Where, more: Where) -> None:
    """Add where something is so to where it is so already."""
    for iri, own in more.items():
        found[iri] = found[iri] | own if iri in found else own


def _looked_for(facts: FactVocabulary, atom: Atom) -> list[str]:
    """The facts that are looked at to find out an atom, more than whether it is given."""
    return [*facts.found_by(atom.coding.key)] if _is_bare(atom) else _asked(atom)


def _by_value(facts: FactVocabulary, atom: Atom) -> list[str]:
    """Those of them that it rests on by more than whether they are given."""
    return [*facts.by_value(atom.coding.key)] if _is_bare(atom) else _asked(atom)


def _is_bare(atom: Atom) -> bool:
    """Whether an atom asks only whether there is something."""
    return atom.compare is None and atom.coding.classes <= 1


def _every(size: int) -> Kinds:
    """All of so many kinds."""
    return (1 << size) - 1


def _bits(flags: Bools) -> Kinds:
    """The kinds of which a flag is set."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def flags(kinds: Kinds, size: int) -> Bools:
    """A flag for each of so many kinds."""
    packed = np.frombuffer(kinds.to_bytes(size // 8 + 1, "little"), np.uint8)
    return np.unpackbits(packed, count=size, bitorder="little").view(np.bool_)


def _beside(facts: FactVocabulary, looked: Iterable[str], as_of: date) -> Beside:
    """The days by which it is told what is presumed of some facts, or implied."""
    days, names = set[str](), set[int]()
    for fact in map(facts.facts.get, looked):
        if isinstance(fact, Column) and fact.episode is not None:
            days |= {fact.episode.beginning, fact.episode.ending}
        for test in fact.tests if isinstance(fact, Presumption) else ():
            days |= {test.column, test.before_column or test.column}
            told = (test.before, test.after(as_of))
            names |= {day.toordinal() for day in told if day is not None}
    return Beside(frozenset(days), frozenset(names))


def _asked(atom: Atom) -> list[str]:
    """The facts that an atom asks about."""
    return [atom.compare.fact, atom.compare.other] if atom.compare else [atom.coding.key]


def _rests_on(atom: Atom) -> list[str]:
    """Those, and the columns that its unknown codes name."""
    return [*_asked(atom), *atom.coding.asks, *atom.coding.behind]

"""What cells say of the rows that lie in them: the codes of atoms, where a row does not contradict
itself, and columns, those of few values by their value and others by whether they are given.

A table of cells was coded already, most often in an earlier run. What judges records tells fewer
classes apart than the table, since it has fewer norms: each code of the table is one code of its.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Partition, Passing
from lovgraf.conditions.kleene import Codes
from lovgraf.engine.plan import Plan, Words
from lovgraf.engine.row_days import DaysAt
from lovgraf.verdicts.patterns import Numbers

Coded = tuple[dict[str, Codes], Numbers]
"""The codes of some kinds of records, and the kind of each record."""


class Said(Mapping[str, Numbers]):
    """Numbers of cells by what they are said of: one line below another in an array (of four bytes
    each where all are given so), of which those of some cells are taken at once."""

    def __init__(self, numbers: Mapping[str, Numbers]) -> None:
        self._places = {name: place for place, name in enumerate(numbers)}
        self._lines = np.stack([*numbers.values()]) if numbers else np.zeros((0, 0), np.int64)

    def __getitem__(self, name: str) -> Numbers:
        line: Numbers = self._lines[self._places[name]]
        return line

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def some(self, names: Sequence[str], cells: Numbers) -> Numbers:
        """Those of some names, a line each, of cells in some places."""
        if not names:
            return np.zeros((0, len(cells)), np.int64)
        lines = np.array([self._places[name] for name in names], np.int64)
        found: Numbers = self._lines[lines][:, cells]  # whole lines first: a third of the time
        return found


class CellRecords(Struct, frozen=True):
    """Rows by number (`rows`, in order) with the place of the cell of each (`cells`), and of each
    cell its number in the table (`names`, in order), the `codes` of atoms, what it says of columns
    (`states`, by IRI, as their items have it), and of yes or no facts that are told of rows (0 no,
    1 yes, 2 neither): with presumptions (`answers`) and without (`stated`)."""

    rows: Numbers
    cells: Numbers
    names: Numbers
    codes: Said
    states: Said
    answers: Said
    stated: Mapping[str, Numbers]
    days: DaysAt | None = None
    """The days of the rows, where they were kept."""

    def coded(self, rows: Numbers) -> Coded:
        """The codes of records, of which each has the number of a row."""
        places = self.cells[np.searchsorted(self.rows, rows)]
        shown, kind = np.unique(places, return_inverse=True)
        return {key: code[shown] for key, code in self.codes.items()}, kind.reshape(-1)


def recoded(words: Mapping[int, Words], table: Plan, own: Plan) -> dict[str, Codes] | None:
    """The codes of cells, of which a table has the words, for what judges them by its own plan;
    None where that tells codes apart that the table does not."""
    given, wanted = table.coded, own.coded
    same = {key: _same(given[key], wanted[key]) for key in wanted.keys() & given.keys()}
    found: dict[str, Codes] = {}
    for key in own.slots:
        codes, slot = same.get(key), table.slots.get(key)
        if codes is None or slot is None:
            return None
        found[key] = codes[words[slot.word] >> slot.shift & slot.ones]
    return found


def _same(given: Atom, wanted: Atom) -> Numbers | None:
    """For each code of an atom that of an atom of the same fact with fewer classes."""
    one, other = given.coding, wanted.coding
    told = (one.asks, one.behind, one.can_be_none, one.judged_by, given.compare)
    classes = _classes(given.partition, wanted.partition)
    if told != (other.asks, other.behind, other.can_be_none, other.judged_by, wanted.compare):
        return None
    if classes is None:
        return None
    try:
        found = [classes(code, value) for code, value in enumerate(one.values)]
    except ValueError:
        return None
    size = 1 << one.bits
    beyond = np.arange(other.none, other.none + size - one.none)
    return np.concatenate([np.array(found, np.int64), beyond]).astype(np.int32)


def _classes(given: Partition, wanted: Partition) -> Callable[[int, Any], int] | None:
    """Tells the class of a class, by its place and the value that stands for it; None where a
    partition is not a finer one of the other. What it gives raises `ValueError` for a value whose
    class cannot be told."""
    if given.boolean or wanted.boolean:
        return (lambda code, _: code) if given.boolean is wanted.boolean else None
    if not (wanted.tests or wanted.cuts or wanted.groups):
        return lambda code, _: 0
    if bool(given.tests) != bool(wanted.tests) or not {*wanted.tests} <= {*given.tests}:
        return None
    if not {*wanted.cuts} <= {*given.cuts}:
        return None
    if given.cuts:
        places = [given.cuts.index(cut) for cut in wanted.cuts]
        return lambda code, _: sum(place < code for place in places)
    if given.tests:
        return lambda _, value: sum(
            (test in value.tests) << bit for bit, test in enumerate(wanted.tests)
        )
    told = frozenset[object]().union(*given.groups)
    whole = all(len(g & w) in (0, len(g)) for g in given.groups for w in wanted.groups)
    if not whole or any(w - told for w in wanted.groups):
        return None
    return lambda _, value: _group(wanted, value)


def _group(wanted: Partition, value: Any) -> int:
    """The class of a code by the groups that are told apart; of several codes that of the set."""
    if isinstance(value, Passing):
        raise ValueError
    if not isinstance(value, tuple):
        return next((n for n, some in enumerate(wanted.groups, start=1) if value in some), 0)
    places = (
        next((n for n, some in enumerate(wanted.groups) if one in some), len(wanted.groups))
        for one in value
    )
    found = 0
    for place in places:
        found |= 1 << place
    return found - 1

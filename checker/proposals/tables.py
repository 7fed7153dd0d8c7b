"""The kinds of records of one component: every combination of codes that some record has.

Blocks are joined one after the other. As soon as an atom's columns are all there, its code is
looked up, what no complete and valid record has is left out, and rows that later atoms see alike
become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from lovgraf.facts.values import State
from lovgraf.proposals.blocks import Block
from lovgraf.proposals.judge import Given
from lovgraf.proposals.limits import MOST_CELLS, too_large
from lovgraf.verdicts.patterns import distinct

Numbers = npt.NDArray[np.int64]
_MOST_RECORDS = 400_000
"""Records to have judged for one atom."""
_TYPES = (np.int8, np.int16, np.int32, np.int64)


def narrow(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers from -1 on in as few bytes as they need: a large partition is mostly moved."""
    most = int(numbers.max(initial=0))
    return numbers.astype(next(t for t in _TYPES if most <= np.iinfo(t).max))


@dataclass(frozen=True)
class Table:
    """The kinds: a code for each atom (`keys`), and the states of `columns` of one such record."""

    keys: tuple[str, ...]
    codes: Mapping[str, Numbers]
    columns: tuple[str, ...]
    witnesses: tuple[Numbers, ...]
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        """The number of kinds."""
        return len(self.witnesses[0]) if self.witnesses else 1

    def having(self, key: str) -> set[int]:
        """The codes of an atom that some kind has."""
        return set(np.flatnonzero(np.bincount(self.codes[key])).tolist())

    def only(self, kinds: Numbers) -> Table:
        """With some of the kinds only."""
        codes = {key: codes[kinds] for key, codes in self.codes.items()}
        return replace(self, codes=codes, witnesses=tuple(w[kinds] for w in self.witnesses))

    def given(self, kinds: slice) -> Iterator[tuple[str, Sequence[State], Numbers]]:
        """The columns of the records that stand for some kinds: each with states, and the place of
        each kind's in them."""
        for block, places in zip(self.blocks, self.witnesses, strict=True):
            for number, column in enumerate(block.columns):
                yield column, [row[number] for row in block.rows], places[kinds]

    def record(self, kind: int) -> dict[str, State]:
        """The record that stands for a kind; blanks are left out."""
        found: dict[str, State] = {}
        for block, places in zip(self.blocks, self.witnesses, strict=True):
            row = block.rows[int(places[kind])]
            found |= {c: s for c, s in zip(block.columns, row, strict=True) if s is not None}
        return found


@dataclass
class View:
    """Columns as an atom sees them: its blocks, what it tells apart in each, and how these look
    (`parts`, in the columns of each). The records are every combination of the parts."""

    blocks: tuple[int, ...]
    views: tuple[Numbers, ...]
    columns: tuple[list[str], ...]
    parts: tuple[list[tuple[State, ...]], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many parts each block has."""
        return tuple(map(len, self.parts))

    def records(self) -> Iterator[dict[str, State]]:
        """The records; blanks are left out."""
        names = [column for some in self.columns for column in some]
        for several in product(*self.parts):
            states = [state for row in several for state in row]
            yield {c: s for c, s in zip(names, states, strict=True) if s is not None}

    def given(self) -> Iterator[tuple[str, list[State], Numbers]]:
        """The columns of the records: each with states, and the place of each record's in them."""
        step = prod(self.sizes)
        every = np.arange(step)
        for names, rows in zip(self.columns, self.parts, strict=True):
            step //= len(rows)
            places = every // step % len(rows)
            for number, name in enumerate(names):
                yield name, [row[number] for row in rows], places


def view(columns: frozenset[str], blocks: Sequence[Block]) -> View:
    """The view of some columns. Raises `TooLarge` where too many records would decide."""
    numbers, views, parts, own = [], [], [], []
    for number, block in enumerate(blocks):
        places = [n for n, column in enumerate(block.columns) if column in columns]
        if not places:
            continue
        first, rows = distinct([block.numbered[p] for p in places], len(block.rows))
        numbers.append(number)
        views.append(rows)
        parts.append([tuple([block.rows[n][p] for p in places]) for n in first.tolist()])
        own.append([block.columns[p] for p in places])
    if prod(map(len, parts)) > _MOST_RECORDS:
        raise too_large(columns)
    return View(tuple(numbers), tuple(views), tuple(own), tuple(parts))


@dataclass
class Asked:
    """An atom (or shape) with what decides it: for each record of its view the code, or -1 where
    that is not allowed."""

    key: str
    seen: View
    visible: bool = True
    codes: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def blocks(self) -> tuple[int, ...]:
        """The numbers of its blocks."""
        return self.seen.blocks

    @cached_property
    def share(self) -> float:
        """The share of records that it allows; once its codes are known."""
        return float((self.codes >= 0).mean())

    def places(self, rows: Mapping[int, Numbers], size: int) -> Numbers:
        """What `size` rows of some of its blocks add to the place of their code."""
        place, step = np.zeros(size, np.int64), 1
        seen = self.seen
        for block, alike, many in reversed(
            list(zip(seen.blocks, seen.views, seen.sizes, strict=True))
        ):
            if block in rows:
                place += alike[rows[block]] * step
            step *= many
        return place


def joined(blocks: Sequence[Block], questions: Sequence[Asked], limit: int = MOST_CELLS) -> Table:
    """The table of a component. Raises `TooLarge`."""
    state = _State(blocks, questions, limit)
    while state.left:
        state.add(state.next())
    return state.table()


class _Pairs:
    """Each row so far with each row of one more block, as far as questions allow them.

    Nothing is written out for a pair but whether a question allows it, and no more than that of
    those left: most are left out at once, the strictest question being asked first.
    """

    def __init__(
        self,
        rows: Mapping[int, Numbers],
        size: int,
        block: int,
        more: Numbers,
        questions: Sequence[Asked],
    ) -> None:
        self._places = [
            (q, q.places(rows, size), q.places({block: more}, len(more))) for q in questions
        ]
        left: tuple[Numbers, Numbers] | None = None
        for question, ours, theirs in sorted(self._places, key=lambda one: one[0].share):
            if question.share == 1:
                break
            allowed = question.codes >= 0
            if left is None:
                left = divmod(np.flatnonzero(allowed[np.add.outer(ours, theirs)]), len(more))
            else:
                kept = np.flatnonzero(allowed[ours[left[0]] + theirs[left[1]]])
                left = left[0][kept], left[1][kept]
        self.old, self.new = left or divmod(np.arange(size * len(more)), len(more))

    def codes(self) -> dict[str, Numbers]:
        """The codes of the pairs that are left, by the key of each visible question."""
        return {
            question.key: question.codes[ours[self.old] + theirs[self.new]]
            for question, ours, theirs in self._places
            if question.visible
        }


class _State:
    def __init__(self, blocks: Sequence[Block], questions: Sequence[Asked], limit: int) -> None:
        self.blocks, self.limit = blocks, limit
        self.left = list(range(len(blocks)))
        self.open = list(questions)
        self.rows: dict[int, Numbers] = {}
        self.codes: dict[str, Numbers] = {}
        self.size = 1
        self._seen: dict[int, tuple[tuple[str, ...], Numbers, Numbers]] = {}

    def _classes(self, block: int) -> tuple[Numbers, Numbers]:
        """Rows of a block that the open atoms tell apart, and for each row which is like it."""
        views = [q.seen.views[q.blocks.index(block)] for q in self.open if block in q.blocks]
        names = tuple(q.key for q in self.open if block in q.blocks)
        if block not in self._seen or self._seen[block][0] != names:
            size = len(self.blocks[block].rows)
            first, number = distinct(views, size) if views else (np.zeros(1, np.int64),) * 2
            if not views:
                number = np.zeros(size, np.int64)
            self._seen[block] = names, first, number
        return self._seen[block][1:]

    def next(self) -> int:
        """The block that adds least, among those that share an atom with what is there."""
        there = set(self.rows)
        near = {b for q in self.open if there & set(q.blocks) for b in q.blocks} - there
        finishes = {
            b: sum(set(q.blocks) - there == {b} for q in self.open) for b in near or self.left
        }
        return min(finishes, key=lambda b: (len(self._classes(b)[0]) / (1 + finishes[b]), b))

    def add(self, block: int) -> None:
        first, _ = self._classes(block)
        if self.size * len(first) > 8 * self.limit:
            raise too_large(self._names())
        self.left.remove(block)
        there = {*self.rows, block}
        done = [q for q in self.open if set(q.blocks) <= there]
        self.open = [q for q in self.open if not set(q.blocks) <= there]
        pairs = _Pairs(self.rows, self.size, block, first, done)
        old, new = pairs.old, pairs.new
        self.rows = {b: rows[old] for b, rows in self.rows.items()}
        self.codes = {key: codes[old] for key, codes in self.codes.items()} | pairs.codes()
        self.rows[block] = narrow(first)[new]
        self.size = len(old)
        self._reduce()
        if self.size > self.limit:
            raise too_large(self._names())

    def _names(self) -> list[str]:
        names = set(self.codes)
        return sorted(names | {column for b in self.rows for column in self.blocks[b].columns})

    def _keep(self, kept: Numbers) -> None:
        if len(kept) == self.size:
            return
        self.rows = {b: rows[kept] for b, rows in self.rows.items()}
        self.codes = {key: codes[kept] for key, codes in self.codes.items()}
        self.size = len(kept)

    def _reduce(self) -> None:
        """One row for those with the same codes that open atoms see alike; the first stays."""
        columns = list(self.codes.values())
        for block, rows in self.rows.items():
            if any(block in q.blocks for q in self.open):
                columns.append(self._classes(block)[1][rows])
        first = np.sort(distinct(columns, self.size)[0]) if self.size else np.zeros(0, np.int64)
        self._keep(first)

    def table(self) -> Table:
        order = sorted(self.rows)
        keys = tuple(sorted(self.codes))
        place = np.lexsort([self.codes[key] for key in reversed(keys)]) if keys else np.arange(1)
        return Table(
            keys,
            {key: self.codes[key][place] for key in keys},
            tuple(column for b in order for column in self.blocks[b].columns),
            tuple(self.rows[b][place] for b in order),
            tuple(self.blocks[b] for b in order),
        )


def places_of(views: Iterable[View]) -> tuple[list[View], dict[int, slice]]:
    """The views, each once, and where the records of each (by its id) are in those of all."""
    found: dict[int, slice] = {}
    each, size = [], 0
    for one in views:
        if id(one) not in found:
            found[id(one)] = slice(size, size := size + prod(one.sizes))
            each.append(one)
    return each, found


def all_given(views: Iterable[View], base: Mapping[str, State]) -> dict[str, Given]:
    """The columns of the records of some views in one list: as in the base where a view has none,
    or a blank."""
    views, where = places_of(views)
    size = sum(prod(one.sizes) for one in views)
    states: dict[str, list[State]] = {iri: [state] for iri, state in base.items()}
    places = {iri: np.zeros(size, np.int64) for iri in base}
    for one in views:
        for iri, own, at in one.given():
            if iri not in states:
                states[iri], places[iri] = [None], np.zeros(size, np.int64)
            places[iri][where[id(one)]] = len(states[iri]) + at
            states[iri] += [base.get(iri) if state is None else state for state in own]
    return {iri: Given(own, places[iri]) for iri, own in states.items()}

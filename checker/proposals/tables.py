"""The kinds of records of one component: every combination of codes that some record has.

Blocks are joined one after the other. As soon as an atom's columns are all there, its code is
looked up, what no complete and valid record has is left out, and rows that later atoms see alike
become one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.facts.values import State
from lovgraf.proposals.blocks import Block
from lovgraf.proposals.limits import MOST_CELLS, too_large
from lovgraf.proposals.views import Numbers, View, narrow
from lovgraf.verdicts.patterns import distinct


class Table(Struct, frozen=True):
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
                yield column, block.states[number], block.numbered[number][places[kinds]]

    def record(self, kind: int) -> dict[str, State]:
        """The record that stands for a kind; blanks are left out."""
        found: dict[str, State] = {}
        for block, places in zip(self.blocks, self.witnesses, strict=True):
            row = block.rows[int(places[kind])]
            found |= {c: s for c, s in zip(block.columns, row, strict=True) if s is not None}
        return found


class AtomCodes(Struct, dict=True):
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


def joined(
    blocks: Sequence[Block], questions: Sequence[AtomCodes], limit: int = MOST_CELLS
) -> Table:
    """The table of a component. Raises `TooLarge`."""
    state = _State(blocks, questions, limit)
    while state.left:
        state.add(state.next())
    return state.table()


class _Pairs:
    """Each row so far with each row of one more block, as far as questions allow them.

    Nothing is written out for a pair before it is known that all questions allow it, which is
    looked up once for the rows that they see alike.
    """

    def __init__(
        self,
        rows: Mapping[int, Numbers],
        size: int,
        block: int,
        more: Numbers,
        questions: Sequence[AtomCodes],
    ) -> None:
        self._places = [
            (q, q.places(rows, size), q.places({block: more}, len(more))) for q in questions
        ]
        strict = [one for one in self._places if one[0].share < 1]
        # Rows that these see alike go with the same rows of the block.
        first, number = distinct([ours for _, ours, _ in strict], size)
        fits = np.ones((len(first), len(more)), np.bool_)
        for question, ours, theirs in strict:
            own, alike = distinct([ours[first]], len(first))
            fits &= (question.codes >= 0)[np.add.outer(ours[first[own]], theirs)][alike]
        count, others = fits.sum(axis=1), np.nonzero(fits)[1]
        many = count[number]
        begin = (np.cumsum(count) - count)[number] - (np.cumsum(many) - many)
        self.old = np.repeat(np.arange(size), many)
        self.new = others[np.repeat(begin, many) + np.arange(len(self.old))]

    def codes(self) -> dict[str, Numbers]:
        """The codes of the pairs that are left, by the key of each visible question."""
        return {
            question.key: question.codes[ours[self.old] + theirs[self.new]]
            for question, ours, theirs in self._places
            if question.visible
        }


class _State:
    def __init__(self, blocks: Sequence[Block], questions: Sequence[AtomCodes], limit: int) -> None:
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

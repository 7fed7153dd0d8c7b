"""A view on records: the columns that decide an atom or a shape, and what the engine says of each.

The same columns with the same states are asked about by many norms of a date; what was said of them
is kept with the view of the law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.core.cache import stable_text
from lovgraf.facts.values import State
from lovgraf.proposals.blocks import Block
from lovgraf.proposals.judge import FEW, Given, Judge, Judged
from lovgraf.proposals.limits import too_large
from lovgraf.verdicts.program import Programs

Numbers = npt.NDArray[np.int64]
Rows = tuple[tuple[State, ...], ...]
_MOST_RECORDS = 400_000
"""Records to have judged for one atom."""
_MOST_KEPT = 20_000
"""Answers to keep for a date."""
_TYPES = (np.int8, np.int16, np.int32, np.int64)


def narrow(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers from -1 on in as few bytes as they need: a large partition is mostly moved."""
    most = int(numbers.max(initial=0))
    return numbers.astype(next(t for t in _TYPES if most <= np.iinfo(t).max))


class View(Struct, frozen=True, dict=True):
    """Columns as an atom sees them: its blocks, what it tells apart in each, and of each block the
    rows. A record is a row of each, the last block counted fastest."""

    blocks: tuple[int, ...]
    views: tuple[Numbers, ...]
    columns: tuple[tuple[str, ...], ...]
    parts: tuple[Rows, ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many rows each block has."""
        return tuple(map(len, self.parts))

    @property
    def size(self) -> int:
        """The number of records."""
        return prod(self.sizes)

    @cached_property
    def content(self) -> bytes:
        """A name of its records: two with the same name have the same."""
        return blake2b(repr((self.columns, self.parts)).encode(), digest_size=20).digest()

    def records(self) -> Iterator[dict[str, State]]:
        """The records; blanks are left out."""
        names = [column for some in self.columns for column in some]
        for several in product(*self.parts):
            states = [state for row in several for state in row]
            yield {c: s for c, s in zip(names, states, strict=True) if s is not None}

    def given(self) -> Iterator[tuple[str, list[State], Numbers]]:
        """The columns of the records: each with states, and the place of each record's in them."""
        number, step = np.arange(self.size), self.size
        for names, part in zip(self.columns, self.parts, strict=True):
            step //= len(part)
            places = number // step % len(part)
            for place, name in enumerate(names):
                yield name, [row[place] for row in part], places


def view(columns: frozenset[str], blocks: Sequence[Block]) -> View:
    """The view of some columns. Raises `TooLarge` where too many records would decide."""
    numbers, views, parts, own = [], [], [], []
    for number, block in enumerate(blocks):
        places = tuple([n for n, column in enumerate(block.columns) if column in columns])
        if not places:
            continue
        rows, seen = block.told_apart(places)
        numbers.append(number)
        views.append(rows)
        parts.append(seen)
        own.append(tuple([block.columns[p] for p in places]))
    if prod(map(len, parts)) > _MOST_RECORDS:
        raise too_large(columns)
    return View(tuple(numbers), tuple(views), tuple(own), tuple(parts))


class Looks(Struct):
    """What a judge says of the records of views, each put on top of what every record has."""

    judge: Judge
    known: dict[object, npt.NDArray[Any]]
    _names: dict[str, object] = field(default_factory=dict)

    def said(
        self, wanted: Sequence[tuple[str, View]], base: Mapping[str, State]
    ) -> list[npt.NDArray[Any]]:
        """For each atom or shape the code, or whether it is violated, in each record of a view."""
        common = tuple(sorted(base.items()))
        keys: list[object] = [(self._name(name), common, seen.content) for name, seen in wanted]
        found = {key: self.known[key] for key in keys if key in self.known}
        new = {
            (key, name): seen
            for key, (name, seen) in zip(keys, wanted, strict=True)
            if key not in found
        }
        views = {seen.content: seen for seen in new.values()}
        judged = self._judged(list(views.values()), base)
        ends = np.cumsum([0, *(seen.size for seen in views.values())]).tolist()
        where = dict(zip(views, map(slice, ends, ends[1:]), strict=False))
        for (key, name), seen in new.items():
            answers = judged.codes if name in judged.codes else judged.flaws
            answer = answers[name][where[seen.content]]
            found[key] = narrow(answer) if name in judged.codes else answer
        if len(self.known) > _MOST_KEPT:
            self.known.clear()
        self.known.update(found)
        return [found[key] for key in keys]

    def _name(self, name: str) -> object:
        """What an answer rests on beside the record: how an atom is coded."""
        if name not in self._names:
            atom = self.judge.atoms.get(name)
            own = atom and (stable_text((atom.partition, atom.coding, atom.compare)))
            self._names[name] = name, own
        return self._names[name]

    def _judged(self, views: Sequence[View], base: Mapping[str, State]) -> Judged:
        size = sum(seen.size for seen in views)
        if size <= FEW:
            records = [{**base, **record} for seen in views for record in seen.records()]
            return self.judge.judge(records)
        return self.judge.judge_given(_given(views, base, size), size)


def _given(views: Sequence[View], base: Mapping[str, State], size: int) -> dict[str, Given]:
    """The columns of the records of several views, one after the other."""
    states: dict[str, list[State]] = {iri: [state] for iri, state in base.items()}
    places: dict[str, Numbers] = {iri: np.zeros(size, np.int64) for iri in base}
    start = 0
    for seen in views:
        stop = start + seen.size
        for name, own, where in seen.given():
            if name not in states:
                states[name], places[name] = [None], np.zeros(size, np.int64)
            # A blank leaves what every record has.
            blank = np.array([state is None for state in own])
            place = np.where(blank, 0, np.arange(len(own)) + len(states[name]))
            places[name][start:stop] = place[where]
            states[name] += own
        start = stop
    return {name: Given(states[name], places[name]) for name in states}


def kept_by(programs: Programs) -> dict[object, npt.NDArray[Any]]:
    """What was said of the facts of some programs on their date."""
    known = programs.view.known
    key = "said of records", id(programs.facts)
    if key not in known:
        known[key] = programs.facts, {}
    return known[key][1]  # type: ignore[index, no-any-return]

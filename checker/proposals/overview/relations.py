"""How everyone of a group stands to each norm, capability and route of a date, with examples.

The answers of `standing`, for all norms at once: norms that ask about the same columns are asked of
one list of possible records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.law.view import LawView
from lovgraf.proposals.asked import spelled
from lovgraf.proposals.case_space import CaseSpace, possible, witnesses
from lovgraf.proposals.limits import MOST_CELLS
from lovgraf.proposals.needed import Needed
from lovgraf.proposals.overview.standing import (
    NOBODY,
    Group,
    Open,
    Part,
    Standing,
    asked,
    duties,
    groups,
    programs_of,
    rights,
)
from lovgraf.verdicts.program import Programs, readers
from lovgraf.verdicts.reach import fits, reachable, route_condition

Kind = Literal["binds", "favours", "reach"]
Values = tuple[tuple[str, str], ...]
_Rough = tuple[str, "Stands", list[tuple[Standing, bool]]]
"""What is found of a group (by IRI), with each standing and whether there is one without it."""
_TOGETHER = 16
"""Parts of norms to ask of one list at most."""
_CELLS_TOGETHER = 100_000
"""Cells of such a list; parts that need more are asked of lists of their own."""


@dataclass(frozen=True)
class Shown:
    """A standing that occurs: an invented member who stands so, and one who does not, as values by
    column (as typed). None where everyone of the group stands so."""

    standing: Standing
    witness: Values
    other: Values | None


@dataclass(frozen=True)
class Stands:
    """How the possible members of a group (a class, by IRI) stand to a thing (by IRI).

    Not `settled` where some kinds of person were neither found nor ruled out: then nothing is said
    of all of them. `refused` says why it could not be told.
    """

    thing: str
    kind: Kind
    group: str
    shown: tuple[Shown, ...] = ()
    settled: bool = True
    refused: Text | None = None


@dataclass(frozen=True)
class _Item:
    """A thing, and questions of it that are asked together."""

    thing: str
    kind: Kind
    part: Part


def relations(view: LawView) -> Iterator[Stands]:
    """How each group, and everyone, stands to every norm, capability and route of a date."""
    for iri, record_type in sorted(view.law.facts.record_types.items()):
        yield from _Asker(view, record_type, iri).relations()


class _Asker:
    """Asks about records of one type."""

    def __init__(self, view: LawView, record_type: str, everyone: str) -> None:
        self._view, self._type, self._everyone = view, record_type, everyone
        self._groups: list[Group] = groups(view, record_type)
        programs = programs_of(view, record_type)
        self._nothing = Programs(programs.view, programs.facts)
        self._needed = Needed(programs.facts)

    def relations(self) -> Iterator[Stands]:
        """Those of the type, as far as they can be told."""
        items: list[_Item] = []
        found: dict[tuple[str, str], Stands] = {}
        for thing, kind, parts in self._things():
            names = [self._everyone, *(group.iri for group in self._groups)]
            own = {(thing, name): Stands(thing, kind, name) for name in names}
            try:
                items += [_Item(thing, kind, part) for part in parts]
            except InputError as error:
                own = {key: replace(one, refused=error.message) for key, one in own.items()}
            found |= own
        for item, cells in self._asked(items):
            for name, more in self._of_item(item, cells):
                before = found[item.thing, name]
                found[item.thing, name] = replace(
                    before,
                    shown=(*before.shown, *more.shown),
                    settled=before.settled and more.settled,
                    refused=before.refused or more.refused,
                )
        yield from found.values()

    def _things(self) -> Iterator[tuple[str, Kind, Iterable[Part]]]:
        view, kind = self._view, self._type
        for norm in duties(view, kind):
            yield norm.iri, "binds", _parts(view, norm.iri)
        for norm in rights(view, kind):
            yield norm.iri, "favours", _parts(view, norm.iri)
        owl, _ = readers(view, kind)
        access = view.law.access
        routes = [route for route in view.routes if fits(route, kind) and route.origin is None]
        things = {thing for route in routes for thing in route.grants}
        for thing in sorted(things & access.capabilities):
            yield thing, "reach", (Open(reachable(view, thing, kind, owl)),)
        for route in routes:
            yield route.iri, "reach", (Open(route_condition(view, route, kind, owl, ())),)

    def _columns(self, item: _Item) -> frozenset[str]:
        facts = frozenset().union(*map(facts_of, item.part.conditions()))
        return frozenset().union(*map(self._needed.of, facts))

    def _asked(self, items: Sequence[_Item]) -> Iterator[tuple[_Item, CaseSpace | InputError]]:
        """Each item with the records that can occur, as far as its questions tell them apart."""
        inside = [group.condition for group in self._groups]
        for some in _alike(items, [(*sorted(self._columns(item)),) for item in items]):
            waiting = [some]
            while waiting:
                batch = waiting.pop()
                alone = len(batch) == 1
                limit = MOST_CELLS if alone else _CELLS_TOGETHER
                also = [*dict.fromkeys(c for item in batch for c in item.part.conditions())]
                try:
                    found = possible(self._nothing, [*also, *inside], limit, self._type)
                except InputError as error:
                    if alone:
                        yield batch[0], error
                        continue
                    waiting += _halves(batch)
                    continue
                if found.unsettled and not alone:
                    waiting += self._apart(batch, found)
                    continue
                found.limit = MOST_CELLS
                yield from ((item, found) for item in batch)

    def _apart(self, batch: list[_Item], found: CaseSpace) -> list[list[_Item]]:
        """Those that rest on what is not settled each alone, so that it spoils no other."""
        open_ = frozenset(found.partition.unexamined)
        spoilt = [item for item in batch if self._columns(item) & open_]
        if not 0 < len(spoilt) < len(batch):
            return _halves(batch)
        return [[item for item in batch if item not in spoilt], *([item] for item in spoilt)]

    def _of_item(self, item: _Item, cells: CaseSpace | InputError) -> Iterator[tuple[str, Stands]]:
        """How everyone and each group stands by the questions of an item."""
        wanted: list[tuple[CaseSpace, int]] = []
        rough: list[_Rough] = []
        everyone = (self._everyone, None)
        for name, condition in (everyone, *((g.iri, g.condition) for g in self._groups)):
            stands = Stands(item.thing, item.kind, name)
            if isinstance(cells, InputError):
                yield name, replace(stands, refused=cells.message)
                continue
            try:
                own, places = _places(cells, item.part, condition)
            except InputError as error:
                yield name, replace(stands, refused=error.message)
                continue
            shown = [(standing, out is not None) for standing, _, out in places]
            wanted += [
                (own, place)
                for _, inside, out in places
                for place in (inside, out)
                if place is not None
            ]
            settled = not cells.unsettled
            rough.append((name, replace(stands, settled=settled), shown))
        if isinstance(cells, CaseSpace):
            yield from _with_records(rough, witnesses(wanted), cells)


def _with_records(
    rough: Iterable[_Rough],
    records: Iterable[Record],
    cells: CaseSpace,
) -> Iterator[tuple[str, Stands]]:
    """What was found, with its examples, which come in the same order."""
    rest = iter(records)

    def values() -> Values:
        return tuple(sorted(spelled(next(rest), cells.facts).items()))

    for name, stands, standings in rough:
        shown = tuple(
            Shown(standing, values(), values() if other else None) for standing, other in standings
        )
        yield name, replace(stands, shown=shown)


def _places(
    everyone: CaseSpace, part: Part, group: Condition | None
) -> tuple[CaseSpace, list[tuple[Standing, int, int | None]]]:
    """For each standing that occurs in a group a cell that has it, and one that has not."""
    cells = everyone.seen_by([*part.conditions(), *([] if group is None else [group])])
    inside = np.ones(cells.size, np.bool_) if group is None else cells.truth(group)
    if not inside.any():
        raise InputError(NOBODY.da, NOBODY.en)
    found: list[tuple[Standing, int, int | None]] = []
    for name, marked in part.marked(cells).items():
        here = marked & inside
        place = int(here.argmax())
        if here[place]:
            others = inside & ~marked
            other = int(others.argmax())
            found.append((name, place, other if others[other] else None))
    return cells, found


def _parts(view: LawView, norm: str) -> Iterator[Part]:
    yield from asked(view, view.norms[norm])


def _alike(items: Sequence[_Item], columns: Sequence[tuple[str, ...]]) -> Iterator[list[_Item]]:
    """Items in batches, those that ask about the same columns next to each other."""
    order = sorted(range(len(items)), key=lambda n: (columns[n], items[n].thing))
    for start in range(0, len(order), _TOGETHER):
        yield [items[n] for n in order[start : start + _TOGETHER]]


def _halves(batch: list[_Item]) -> list[list[_Item]]:
    half = len(batch) // 2
    return [batch[half:], batch[:half]]

"""Fewer and wider ways that say the same: what differs in one respect alone becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import xor

from msgspec import Struct

from lovgraf.verdicts.points import Bound, Points
from lovgraf.verdicts.worlds import World


class Way(Struct, frozen=True):
    """Any of some codes, with states of facts (a bit each) and bounds between days."""

    codes: frozenset[int]
    states: frozenset[tuple[str, int]]
    bounds: frozenset[Bound]

    @classmethod
    def of(cls, codes: Iterable[int], world: World) -> Way:
        """What a world says, written in one way only."""
        return cls(frozenset(codes), frozenset(world.states.items()), world.points.plain())

    @property
    def points(self) -> Points:
        """The days."""
        return Points.having(self.bounds)


def merged(ways: Iterable[Way], whole: Mapping[str, int], codes: bool = True) -> list[Way]:
    """Ways that together say the same as some. `whole` are all states that a fact may have.

    Different codes are kept apart unless `codes`.
    """
    found = list(dict.fromkeys(_open(way, whole) for way in ways))
    before = -1
    while before != len(found):
        before = len(found)
        found = _codes(found) if codes else found
        for iri in sorted({iri for way in found for iri, _ in way.states}):
            found = _states(found, iri, whole.get(iri, -1))
        found = _bounds(found)
    return found


def _open(way: Way, whole: Mapping[str, int]) -> Way:
    """Without the facts that may have any state."""
    kept = frozenset((iri, some) for iri, some in way.states if whole.get(iri, -1) & ~some)
    return way if len(kept) == len(way.states) else Way(way.codes, kept, way.bounds)


def _codes(ways: Sequence[Way]) -> list[Way]:
    found: dict[object, Way] = {}
    for way in ways:
        key = way.states, way.bounds
        old = found.get(key)
        found[key] = way if old is None else Way(old.codes | way.codes, way.states, way.bounds)
    return list(found.values())


def _states(ways: Sequence[Way], iri: str, whole: int) -> list[Way]:
    """With the states of one fact joined."""
    alike: dict[object, list[Way]] = {}
    for way in ways:
        states, mixed = _of(way.states)
        own = states.get(iri)
        rest = mixed if own is None else mixed ^ hash((iri, own))
        alike.setdefault((rest, way.codes, way.bounds), []).append(way)
    result: list[Way] = []
    for several in alike.values():
        result += several if len(several) == 1 else _joined(several, iri, whole)
    return result


def _joined(ways: Sequence[Way], iri: str, whole: int) -> list[Way]:
    """The same for ways of the same codes and bounds."""
    found: dict[frozenset[tuple[str, int]], int] = {}
    for way in ways:
        own = _of(way.states)[0].get(iri)
        rest = way.states if own is None else way.states - {(iri, own)}
        found[rest] = found.get(rest, 0) | (-1 if own is None else own)
    codes, bounds = ways[0].codes, ways[0].bounds
    return [
        Way(codes, rest | {(iri, some)} if whole & ~some else rest, bounds)
        for rest, some in found.items()
    ]


@lru_cache(maxsize=1 << 16)
def _of(states: frozenset[tuple[str, int]]) -> tuple[dict[str, int], int]:
    """States by fact, and a number that is mixed of them all."""
    return dict(states), reduce(xor, map(hash, states), 0)


def _bounds(ways: Sequence[Way]) -> list[Way]:
    """With a bound left out that either holds or not."""
    left = dict.fromkeys(ways)
    for way in ways:
        if way not in left:
            continue
        for first, second, days in way.bounds:
            rest = way.bounds - {(first, second, days)}
            other = Way(way.codes, way.states, rest | {(second, first, -days - 1)})
            if other in left and other != way:
                del left[way], left[other]
                left[Way(way.codes, way.states, rest)] = None
                break
    return list(left)

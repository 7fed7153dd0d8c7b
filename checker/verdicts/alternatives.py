"""The ways in which an atom can have a code: each a few states of facts and bounds between days.

They are found once for all records of which the same is known; which of them go together is a
matter for `search`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.alike import Alike, Line, Reading
from lovgraf.verdicts.coded import coded
from lovgraf.verdicts.knowledge import Knowledge
from lovgraf.verdicts.merging import Way, merged
from lovgraf.verdicts.points import Bound, Points
from lovgraf.verdicts.sameness import Frame
from lovgraf.verdicts.states import Sets
from lovgraf.verdicts.symbols import Facts, Symbols
from lovgraf.verdicts.worlds import TooMuchWork, World


class Alternative(Struct, frozen=True):
    """A way in which an atom can have any of some codes.

    `states` are of facts by IRI, `bounds` between days, `points` those days; `facts` and `days`
    are the tokens of both, `tokens` all of them. Equal `number` means the same way, equal `bare`
    the same codes and bounds; equal `kind` the same way but for the days of its `frame`.
    """

    codes: frozenset[int]
    states: Sets
    bounds: tuple[Bound, ...]
    points: tuple[str, ...]
    facts: int
    days: int
    tokens: int
    number: int
    bare: int
    kind: int
    frame: Frame

    def follows(self, states: Sets, points: Points) -> bool:
        """Whether all of it is known already."""
        for iri, some in self.states.items():
            if states.get(iri, -1) & ~some:
                return False
        return points.implies(self.bounds)


class _Elsewhere(Struct, frozen=True):
    """What was found where days lie along a line."""

    found: tuple[Alternative, ...]
    line: Line


_Rests = tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]
"""The facts that an atom asks about, all that they rest on, and `Facts.telling` of them."""


class Own(Struct, frozen=True):
    """What an atom sees of records: what is `known` of the facts below it, and which of those that
    are `asked` are to be found out for it: none that a record says, nor what lies only below."""

    key: str
    known: Knowledge
    asked: frozenset[str]


@dataclass
class Alternatives:
    """Finds the alternatives of atoms, and remembers them."""

    facts: Facts
    rough: set[int] = field(default_factory=set, repr=False)
    """Numbers of alternatives that say less than is so, since more would be too much work."""
    _found: dict[object, tuple[Alternative, ...]] = field(default_factory=dict, repr=False)
    _numbers: dict[object, int] = field(default_factory=dict, repr=False)
    _rests: dict[str, _Rests] = field(default_factory=dict, repr=False)
    _elsewhere: dict[object, _Elsewhere | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._alike = Alike(self.facts, self.facts.atoms)

    def of(self, key: str, known: Knowledge, asked: frozenset[str]) -> tuple[Alternative, ...]:
        """The alternatives of an atom in records of which something is known."""
        return self.found(self.own(key, known, asked))

    def own(self, key: str, known: Knowledge, asked: frozenset[str]) -> Own:
        """What an atom sees of what is known of records."""
        if key not in self._rests:
            self._rests[key] = self._resting(key)
        iris, below, settling, choosing = self._rests[key]
        given = frozenset([iri for iri, _ in known.states if iri in below])
        reached = self.facts.reached(iris, given)
        own = known.below(reached, settling, choosing)
        return Own(key, own, (asked & reached) - given)

    def found(self, own: Own) -> tuple[Alternative, ...]:
        """The alternatives of an atom by what it sees."""
        if own not in self._found:
            self._found[own] = self._like_others(own)
        return self._found[own]

    def line(self, own: Own) -> Line | None:
        """Where the days lie that an atom sees (see `Alike.line`)."""
        return self._alike.line(own.key, own.known.states)

    def reading(self, own: Own) -> Reading:
        """How an atom reads what it sees."""
        return self._alike.read((own.key,), frozenset([iri for iri, _ in own.known.states]))

    def moves(self, own: Own, line: Line) -> bool:
        """Whether what was found of an atom goes for all whose days lie along lines like this."""
        return self._elsewhere.get(self._entry(own, line)) is not None

    def _entry(self, own: Own, line: Line) -> object:
        return own.key, own.known.known, own.known.unknown, line.order, line.rest, own.asked

    def _like_others(self, own: Own) -> tuple[Alternative, ...]:
        """What is found of an atom; where known days lie far from each other and from what the law
        names, what was found for others in the same order, with these days in place of those."""
        key, known = own.key, own.known
        line = self.line(own)
        if line is None:
            return self._find(key, Symbols(self.facts, known, own.asked))
        entry = self._entry(own, line)
        if entry not in self._elsewhere:
            found = self._find(key, Symbols(self.facts, known, own.asked))
            given = {iri for iri, _ in known.states}
            fits = all(self._moves(alternative, line, given) for alternative in found)
            self._elsewhere[entry] = _Elsewhere(found, line) if fits else None
            return found
        other = self._elsewhere[entry]
        if other is None:
            return self._find(key, Symbols(self.facts, known, own.asked))
        return tuple([self._moved(one, other.line, line) for one in other.found])

    def _moves(self, one: Alternative, line: Line, given: set[str]) -> bool:
        """Whether an alternative has no day but in bounds with the origin: no state that is one,
        and no distance between two."""
        steps = (most for *ends, most in one.bounds if ORIGIN not in ends)
        return (
            given.isdisjoint(one.states)
            and not any(self.facts.sets.has_day(*pair) for pair in one.states.items())
            and all(abs(step) <= line.reach for step in steps)
        )

    def _moved(self, one: Alternative, before: Line, line: Line) -> Alternative:
        """An alternative with the days of one line in place of those of another."""
        bounds = tuple(
            [
                (first, second, most + later)
                if second == ORIGIN and (later := before.later(most, line))
                else (first, second, most - later)
                if first == ORIGIN and (later := before.later(-most, line))
                else (first, second, most)
                for first, second, most in one.bounds
            ]
        )
        if bounds == one.bounds:
            return one
        way = Way(one.codes, frozenset(one.states.items()), frozenset(bounds))
        return replace(
            one,
            bounds=bounds,
            number=self._number(way),
            bare=self._number((way.codes, way.bounds)),
            frame=Frame.of(bounds),
        )

    def _resting(self, key: str) -> _Rests:
        compare = self.facts.atoms[key].compare
        iris = (compare.fact, compare.other) if compare else (key,)
        below = frozenset().union(*map(self.facts.below, iris))
        settling, choosing = (
            frozenset().union(*(part[n] for part in map(self.facts.telling, iris))) for n in (0, 1)
        )
        return iris, below, settling, choosing

    def clear(self) -> None:
        """Forget all of them, and their numbers."""
        self._found.clear()
        self._numbers.clear()
        self._elsewhere.clear()
        self.rough.clear()

    def _find(self, key: str, symbols: Symbols) -> tuple[Alternative, ...]:
        atom = self.facts.atoms[key]
        codes = range(atom.coding.unknown)
        setting = self.facts.setting
        setting.steps = 0
        try:
            ways = [
                Way.of(some, world)
                for some, world in coded(key, atom, codes, World(setting), symbols)
            ]
            whole = symbols.whole({iri for way in ways for iri, _ in way.states})
        except TooMuchWork:
            ways, whole = [Way(frozenset(codes), frozenset(), frozenset())], {}
            self.rough.add(self._number(ways[0]))
        return tuple(map(self._alternative, merged(ways, whole)))

    def _alternative(self, way: Way) -> Alternative:
        names = {name for first, second, _ in way.bounds for name in (first, second)} - {ORIGIN}
        token = self.facts.sets.token
        bounds = tuple(sorted(way.bounds))
        frame = Frame.of(bounds)
        return Alternative(
            way.codes,
            dict(way.states),
            bounds,
            tuple(sorted(names)),
            facts := sum(token(iri) for iri, _ in way.states),
            days := sum(token(f"day {name}") for name in names),
            facts | days,
            self._number(way),
            self._number((way.codes, way.bounds)),
            self._number((way.codes, way.states, frame.links)),
            frame,
        )

    def _number(self, content: object) -> int:
        return self._numbers.setdefault(content, len(self._numbers))

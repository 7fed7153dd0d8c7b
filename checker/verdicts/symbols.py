"""The facts of completions that are not spelled out: every state a fact may have, with the days
that this needs. What is not understood may have any state, so that nothing possible is lost.

Source: semantics, section 3 (completions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.facts.completion import Completion
from lovgraf.facts.fact import AS_OF, CodeGroup, Column, Derived, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.symbols import Moment, Open, Symbol, has, literal
from lovgraf.facts.values import NONE
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.knowledge import Knowledge
from lovgraf.verdicts.merging import Way, merged
from lovgraf.verdicts.states import StateSets
from lovgraf.verdicts.values import ColumnValues
from lovgraf.verdicts.worlds import Setting, World

Ways = Sequence[tuple[Symbol, World]]
Found = Iterator[tuple[Symbol, World]]


@dataclass
class Facts:
    """What is the same of facts for all records on a date, and what was found out of them."""

    vocabulary: FactVocabulary
    atoms: Mapping[str, Atom]
    as_of: date
    found: dict[object, Ways] = field(default_factory=dict, repr=False)
    busy: set[str] = field(default_factory=set, repr=False)
    """Facts that are being found out, which may rest on themselves."""
    _telling: dict[str, tuple[frozenset[str], frozenset[str]]] = field(
        default_factory=dict, repr=False
    )

    _reached: dict[tuple[tuple[str, ...], frozenset[str]], frozenset[str]] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        self.values = ColumnValues(self.vocabulary, self.atoms)
        self.sets = StateSets(self.vocabulary, self._moved())
        self.setting = Setting(self.sets)

    def aside(self) -> Facts:
        """The same, with nothing found out yet."""
        other = copy(self)
        other.found, other.busy = {}, set()
        other.sets = StateSets(self.vocabulary, self.sets.chosen)
        other.setting = Setting(other.sets)
        return other

    def _moved(self) -> frozenset[str]:
        """The latest or earliest days that others are made of by a move of no fixed length."""
        found = set[str]()
        for fact in self.vocabulary.facts.values():
            if isinstance(fact, Derived):
                move = operator_of(fact).move(fact)
                if move is not None and move[1][0] != move[1][1]:
                    found |= {*fact.operand_facts}
        facts = [self.vocabulary.facts.get(iri) for iri in found]
        return frozenset(
            fact.iri for fact in facts if isinstance(fact, Derived) and operator_of(fact).one_of
        )

    def below(self, iri: str) -> frozenset[str]:
        """A fact with all that it rests on."""
        return self.vocabulary.below(iri)

    def reached(self, iris: tuple[str, ...], given: frozenset[str]) -> frozenset[str]:
        """The facts that are looked at to find out some where others are given: nothing is asked
        that only given facts rest on."""
        if (iris, given) not in self._reached:
            queue, seen = list(iris), set(iris)
            while queue:
                iri = queue.pop()
                fact = None if iri in given else self.vocabulary.facts.get(iri)
                if isinstance(fact, Derived):
                    more = set(fact.operand_facts)
                elif isinstance(fact, Column):
                    more = {other for other, _ in fact.none_when}
                else:
                    continue
                queue += more - seen
                seen |= more
            self._reached[iris, given] = frozenset(seen)
        return self._reached[iris, given]

    def telling(self, iri: str) -> tuple[frozenset[str], frozenset[str]]:
        """The facts below one of which it matters whether they are known, or unknown."""
        if iri not in self._telling:
            below = [self.vocabulary.facts[name] for name in self.below(iri)]
            first = [f for f in below if isinstance(f, Derived) and operator_of(f).passes_on]
            settling = {fact.iri for fact in first} | {i for f in first for i in f.operand_facts}
            columns = {fact.iri for fact in below if isinstance(fact, Column)}
            self._telling[iri] = frozenset(settling), frozenset(settling | columns)
        return self._telling[iri]


class Symbols(Struct, dict=True):
    """The states of facts in the completions of records of which `knowledge` says what is known.

    `asked` are the facts that have an atom.
    """

    facts: Facts
    knowledge: Knowledge
    asked: frozenset[str]

    def __post_init__(self) -> None:
        self._given = dict(self.knowledge.states)
        self._told = frozenset(self._given)

    @property
    def groups(self) -> Mapping[str, CodeGroup]:
        """The code groups by IRI."""
        return self.facts.vocabulary.groups

    def states(self, iri: str, world: World, path: tuple[str, ...] = ()) -> Found:
        """Each state that a fact may have in a world, with what the world then is."""
        for state, own in self._ways(iri, path):
            after = world.joined(own)
            if after is not None:
                yield state, after

    def classes(self, iri: str, state: Symbol) -> frozenset[int] | None:
        """The classes of a column's atom that a state stands for; None where that is not listed."""
        fact = self.facts.vocabulary.facts.get(iri)
        values = self.facts.values.of(fact) if isinstance(fact, Column) else None
        return None if values is None else values.get(state)  # type: ignore[call-overload]

    def whole(self, iris: Iterable[str]) -> dict[str, int]:
        """All states that facts may have, as sets; not of those that are just being found out."""
        found: dict[str, int] = {}
        for iri in [iri for iri in iris if iri not in self.facts.busy]:
            found[iri] = 0
            for state, _ in self._ways(iri, ()):
                found[iri] |= self.facts.sets.of(iri, state)
        return found

    def operand(self, operand: object, world: World, path: tuple[str, ...]) -> Found:
        """Each state that an operand may have in a world, with what the world then is."""
        if operand == AS_OF:
            operand = self.facts.as_of
        if not isinstance(operand, Ref):
            yield literal(operand), world
        elif operand.iri in path:
            yield Open.FREE, world
        else:
            yield from self.states(operand.iri, world, path)

    def _ways(self, iri: str, path: tuple[str, ...]) -> Ways:
        """Each state that a fact may have, with a world in which it has it."""
        below = self.facts.below(iri)
        reached = self.facts.reached((iri,), self._told)
        own = self.knowledge.below(reached, *self.facts.telling(iri))
        asked = (self.asked & reached) - self._told
        entry = iri, own, asked, below.intersection(path)
        if entry not in self.facts.found:
            first = iri not in self.facts.busy
            self.facts.busy.add(iri)
            try:
                self.facts.found[entry] = self._find(iri, path)
            finally:
                if first:
                    self.facts.busy.discard(iri)
        return self.facts.found[entry]

    def _find(self, iri: str, path: tuple[str, ...]) -> Ways:
        fact = self.facts.vocabulary.facts.get(iri)
        empty = World(self.facts.setting)
        if iri in self._given:
            state = literal(self._given[iri])
            after = empty.having(iri, state)
            return [] if after is None else [(state, after)]
        if isinstance(fact, Column):
            return list(self._column(fact, empty, path))
        if not isinstance(fact, Derived):
            return [(Open.FREE, empty)]
        places: dict[Symbol, int] = {}
        ways: list[Way] = []
        call = Completion(fact, self, empty, (*path, iri))
        for state, world in operator_of(fact).states(call):
            state = Open.FREE if state is Open.BLANK and iri in self.asked else state
            after = world.having(iri, state)
            if after is not None:
                ways.append(Way.of([places.setdefault(state, len(places))], after))
        states = list(places)
        whole = self.whole({name for way in ways for name, _ in way.states} - {iri})
        return [
            (states[number], World(self.facts.setting, dict(way.states), way.points))
            for way in merged(ways, whole, False)
            for number in way.codes
        ]

    def _column(self, column: Column, world: World, path: tuple[str, ...]) -> Found:
        """A value, or none; certainly none where it is blank and another fact says so."""
        if column.iri not in self.knowledge.unknown or column.iri in path:
            yield from self._choose(column, world, True)
            return
        says = tuple(dict.fromkeys(iri for iri, _ in column.none_when))
        for states, after in self._all(says, world, (*path, column.iri)):
            by_fact = dict(zip(says, states, strict=True))
            if any(has(by_fact[iri], wanted) for iri, wanted in column.none_when):
                none = after.having(column.iri, NONE)
                if none is not None:
                    yield NONE, none
            else:
                # Where no other fact says that there is none, only the column itself can say so.
                open_ = any(isinstance(state, Open) for state in states)
                yield from self._choose(column, after, open_ or column.absent_value is not None)

    def _all(
        self, iris: Sequence[str], world: World, path: tuple[str, ...]
    ) -> Iterator[tuple[list[Symbol], World]]:
        """Each combination of states of several facts."""
        if not iris:
            yield [], world
            return
        for state, after in self.operand(Ref(iris[0]), world, path):
            for rest, last in self._all(iris[1:], after, path):
                yield [state, *rest], last

    def _choose(self, column: Column, world: World, optional: bool) -> Found:
        states: list[Symbol]
        if column.datatype == "date":
            states = [Moment(column.iri)]
        else:
            values = self.facts.values.of(column)
            states = [Open.SOME] if values is None else list(values)
        for state in [*states, NONE] if optional else states:
            after = world.having(column.iri, state)
            if after is not None:
                yield state, after

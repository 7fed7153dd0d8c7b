"""One application of an operator to states that are not spelled out.

Each state that the fact may have comes with the world in which it has it: how days then lie, and
which states other facts then have. What is not understood may have any state, so that nothing
possible is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Generic, Protocol, Self, TypeVar

from lovgraf.facts.fact import AS_OF, CodeGroup, Derived, Operand, Ref
from lovgraf.facts.symbols import Moment, Symbol

Move = Callable[[date], date]


class World(Protocol):
    """How the days of facts lie to each other."""

    def by(self, first: Moment, second: Moment) -> Self | None:
        """With `first` on or before `second`; None where that cannot be."""

    def after(self, first: Moment, second: Moment) -> Self | None:
        """With `first` after `second`; None where that cannot be."""

    def moved(
        self, name: str, base: Moment, move: Move, days: tuple[int, int]
    ) -> tuple[Moment, Self] | None:
        """The day that a move makes of another, at least and at most so many days after it."""


W = TypeVar("W", bound=World)


class Known(Protocol):
    """Which facts are certainly known, and which certainly unknown, by IRI."""

    @property
    def known(self) -> frozenset[str]:
        """The known ones."""

    @property
    def unknown(self) -> frozenset[str]:
        """The unknown ones."""


class States(Protocol[W]):
    """Gives the states of operands."""

    @property
    def knowledge(self) -> Known:
        """What is known of the record."""

    @property
    def groups(self) -> Mapping[str, CodeGroup]:
        """The code groups by IRI."""

    def operand(
        self, operand: object, world: W, path: tuple[str, ...]
    ) -> Iterator[tuple[Symbol, W]]:
        """Each state that an operand may have in a world, with what the world then is."""


class Completion(Generic[W]):
    """One application of an operator: the derived fact, its operands' states, the world."""

    def __init__(self, fact: Derived, states: States[W], world: W, path: tuple[str, ...]) -> None:
        self.fact, self.states, self.world, self.path = fact, states, world, path

    def operands(self, *roles: str) -> list[Ref | Operand]:
        """One operand a role; the as-of date where `at` or `to` is not given."""
        named = self.fact.roles
        return [named[role][0] if named.get(role) else AS_OF for role in roles]

    def all(self, operands: Sequence[object]) -> Iterator[tuple[list[Symbol], W]]:
        """Each combination of states of several operands."""
        return self._all(operands, self.world)

    def _all(self, operands: Sequence[object], world: W) -> Iterator[tuple[list[Symbol], W]]:
        if not operands:
            yield [], world
            return
        for state, after in self.one(operands[0], world):
            for rest, last in self._all(operands[1:], after):
                yield [state, *rest], last

    def one(self, operand: object, world: W) -> Iterator[tuple[Symbol, W]]:
        """Each state of one operand."""
        return self.states.operand(operand, world, self.path)

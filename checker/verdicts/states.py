"""The states that a fact may have in a completion that is not spelled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lovgraf.facts.fact import Column, Derived, Fact
from lovgraf.facts.operators import operator_of
from lovgraf.facts.symbols import ORIGIN, Moment, Open, Symbol
from lovgraf.facts.values import NONE
from lovgraf.facts.vocabulary import FactVocabulary

Sets = Mapping[str, int]
"""For facts by IRI the states that they may have, a bit each; others may have any."""


def opaque(fact: Fact) -> bool:
    """Whether a derived fact is made in a way that is not looked into."""
    return isinstance(fact, Derived) and not operator_of(fact).understood


def implied(column: Column, state: Symbol, other: Column, other_state: Symbol) -> bool:
    """False where a boolean is what the other column, being given, says it is not."""
    if column.episode or other_state is NONE or other_state in (Open.FREE, Open.BLANK):
        return True
    if state is True:
        return other.iri not in column.implied_false_by
    return not (
        state is False and other.iri in column.implied_true_by and not column.implied_false_by
    )


@dataclass
class StateSets:
    """Sets of states of facts, and what states of columns say of each other.

    Of derived facts only those are kept apart whose state does not follow from states of columns
    and from how days lie; `chosen` are such facts too (one of several days that may be equal).
    """

    facts: FactVocabulary
    chosen: frozenset[str] = frozenset()
    _bits: dict[str, dict[tuple[type, Symbol], int]] = field(default_factory=dict, repr=False)
    _implied: dict[tuple[str, int, str, int], int] = field(default_factory=dict, repr=False)
    partners: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """For each column those that it implies something of, or that imply something of it."""
    _tokens: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        pairs = self.facts.implications
        for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
            self.partners[one] = tuple(sorted({*self.partners.get(one, ()), other}))

    def of(self, iri: str, state: Symbol) -> int:
        """The set of one state; -1 (all) where that says nothing."""
        fact = self.facts.facts.get(iri)
        follows = isinstance(fact, Derived) and operator_of(fact).follows
        if state is Open.FREE or (follows and iri not in self.chosen):
            return -1
        bits = self._bits.setdefault(iri, {})
        # True equals 1.
        return bits.setdefault((type(state), state), 1 << len(bits))

    def has_day(self, iri: str, some: int) -> bool:
        """Whether some of the states of a fact are known days."""
        return any(
            own & some and isinstance(state, Moment) and state.point == ORIGIN
            for state, own in self._listed(iri)
        )

    def token(self, name: str) -> int:
        """A bit that stands for a fact (by IRI) or for a day."""
        return self._tokens.setdefault(name, 1 << len(self._tokens))

    def agree(self, states: Sets, more: Sets) -> bool:
        """Whether facts may have states of both."""
        known = states.get
        for iri, some in more.items():
            if not known(iri, -1) & some:
                return False
        partners = self.partners
        for iri, some in more.items():
            if iri in partners:
                for other in partners[iri]:
                    own = known(other)
                    if own is not None and not self._support(iri, some, other) & own:
                        return False
        return True

    def both(self, states: Sets, more: Sets) -> Sets | None:
        """The states of both; None where some fact is left without any."""
        found = dict(states)
        queue = []
        for iri, some in more.items():
            known = found.get(iri, -1)
            found[iri] = left = known & some
            if not left:
                return None
            if left != known and iri in self.partners:
                queue.append(iri)
        while queue:
            iri = queue.pop()
            for other in self.partners[iri]:
                if other in found:
                    known = found[other]
                    found[other] = left = self._support(iri, found[iri], other) & known
                    if not left:
                        return None
                    if left != known:
                        queue.append(other)
        return found

    def _support(self, iri: str, some: int, other: str) -> int:
        """The states of another fact that go with some of the states of a fact."""
        key = iri, some, other, len(self._bits.get(other, ()))
        if key not in self._implied:
            first, second = self.facts[iri], self.facts[other]
            assert isinstance(first, Column)
            assert isinstance(second, Column)
            self._implied[key] = sum(
                bit
                for state, bit in self._listed(other)
                if any(
                    implied(first, mine, second, state) and implied(second, state, first, mine)
                    for mine, own in self._listed(iri)
                    if own & some
                )
            )
        return self._implied[key]

    def _listed(self, iri: str) -> Iterator[tuple[Symbol, int]]:
        for (_, state), bit in self._bits.get(iri, {}).items():
            yield state, bit

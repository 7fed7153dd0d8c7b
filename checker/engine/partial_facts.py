"""What the scalar program of one record says of facts beside the codes of its atoms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Any

from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.scalar_reads import Values
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.knowledge import KnownFacts

Takes = Callable[[Any], tuple[Any, ...]]


@dataclass
class PartialFacts:
    """Tells what a record says of those `facts` (by IRI) that norms may be open on."""

    scalar: ScalarProgram
    facts: frozenset[str]
    _belows: dict[frozenset[str], tuple[tuple[str, ...], tuple[str, ...], Takes]] = field(
        default_factory=dict, repr=False
    )

    def known(
        self, places: Values, change: Mapping[str, Any] | None, facts: frozenset[str]
    ) -> KnownFacts:
        """What a record (by the values of its `places`) says of some facts, perhaps after a
        change."""
        iris, names, takes = self._below(facts)
        values = takes(places)
        if change and (touched := self.scalar.touched(tuple(change), names)):
            after = dict(zip(touched, self.scalar.trial(places, change, names), strict=True))
            own = dict(zip(names, values, strict=True)) | after
            values = tuple([own[name] for name in names])
        return _told(iris, values)

    def _below(self, facts: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...], Takes]:
        """Those of some facts that may tell more than codes, the outputs that tell of each its
        value and whether there is certainly none, and what takes these from the values
        of places."""
        if facts not in self._belows:
            iris = tuple(sorted(facts & self.facts))
            names = tuple([name for iri in iris for name in (f"f{iri}", f"g{iri}")])
            outputs = self.scalar.outputs
            self._belows[facts] = iris, names, several([outputs[name] for name in names])
        return self._belows[facts]


def several(keys: Sequence[Any]) -> Takes:
    """What takes some items from a mapping or a list, always as a tuple."""
    if len(keys) == 1:
        key = keys[0]
        return lambda of: (of[key],)
    return itemgetter(*keys) if keys else lambda _: ()


def _told(iris: tuple[str, ...], values: tuple[Any, ...]) -> KnownFacts:
    """What the values of places say of facts: of each its value, and whether there is none."""
    return frozenset(
        [
            (iri, NONE if values[2 * n + 1] else _exact(values[2 * n]))
            for n, iri in enumerate(iris)
            if values[2 * n + 1] or values[2 * n] is not None
        ]
    )


def _exact(state: State) -> State:
    """A state as what is known of records is written."""
    if isinstance(state, tuple):
        return tuple(sorted(state))
    return Decimal(str(state)) if isinstance(state, float) else state

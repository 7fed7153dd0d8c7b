"""The law, and the law as it stands on a date."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import URIRef

from lovgraf.core.cache import cached_value
from lovgraf.core.terms import CORE
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactsOfDay, FactVocabulary
from lovgraf.law.graph import LawGraph, load_graph, shipped_digest
from lovgraf.law.norms import Norm, read_norms
from lovgraf.law.presumptions import NOTHING, Profile
from lovgraf.law.routes import Access, AccessRoute, read_access
from lovgraf.law.time import Interval, interval, way_up
from lovgraf.law.unclear_norm import UnclearNorm

T = TypeVar("T")


@dataclass(frozen=True)
class Law:
    """Everything that the graph holds, at all times."""

    source: LawGraph
    left_out: list[UnclearNorm] | None = field(default=None, compare=False)
    """Where norms go that cannot be read; without, they are refused."""
    _made: dict[tuple[str, ...], Any] = field(default_factory=dict, compare=False, repr=False)
    """What was made of the graph, shared with copies that presume something else."""
    profile: Profile = NOTHING
    """What checks presume of records that say nothing; what is compiled of the law does not."""

    @property
    def graph(self) -> Graph:
        """The rdflib graph of vocabulary, law and shapes."""
        return self.source.graph

    @cached_property
    def facts(self) -> FactVocabulary:
        """The facts about records."""
        return self.once(("facts",), lambda: self.kept("facts", (), lambda: read_facts(self.graph)))

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """Every norm, in every version, by IRI."""
        facts = self.facts

        def read() -> dict[str, Norm]:
            return read_norms(self.graph, facts.record_types, facts.usual_type, self.left_out)

        return self.once(("norms",), lambda: self.kept("norms", (), read))

    @cached_property
    def access(self) -> Access:
        """Capabilities, routes, places."""
        return self.once(
            ("access",),
            lambda: self.kept(
                "access", (), lambda: read_access(self.graph, self.facts.record_types)
            ),
        )

    def once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once as long as this object lives."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def having(self, key: tuple[str, ...], value: object) -> Law:
        """The law itself, with what `once` gives."""
        self._made[key] = value
        return self

    def kept(self, kind: str, parts: Sequence[str], make: Callable[[], T]) -> T:
        """What `make` reads from the graph; from the user's cache where that is kept of it."""
        if not self.source.kept or self.left_out is not None:
            return make()
        return cached_value(kind, [self.source.digest, *parts], make)

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which any norm is in force."""
        return min(
            (n.in_force.start for n in self.norms.values() if n.in_force.start), default=None
        )

    @cached_property
    def days_of_change(self) -> tuple[date, ...]:
        """The days on which norms or routes come into force, or are in force no more; the last
        first."""
        intervals = [norm.in_force for norm in self.norms.values()]
        intervals += [route.in_force for route in self.access.routes]
        found = {one.start for one in intervals if one.start}
        found |= {one.end + timedelta(1) for one in intervals if one.end and one.end < date.max}
        return tuple(sorted(found, reverse=True))

    def at(self, as_of: date) -> LawView:
        """The law in force on a date."""
        return LawView(self, as_of)


@dataclass(frozen=True)
class LawView:
    """The law in force on one date."""

    law: Law
    as_of: date
    readers: dict[str, tuple[object, object]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Readers of class expressions and shapes by type of record, kept by who compiles norms."""
    known: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)
    """What was made before of the law of the date, kept by `once`."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once as long as this object lives."""
        if key not in self.known:
            self.known[key] = make()
        found: T = self.known[key]  # type: ignore[assignment]
        return found

    @cached_property
    def facts_of_day(self) -> FactsOfDay:
        """The facts about records, with no code that the law of the date does not know."""
        return self.law.facts.on(self.as_of)

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """The norms in force, by IRI."""
        return {i: n for i, n in self.law.norms.items() if n.in_force.contains(self.as_of)}

    @cached_property
    def routes(self) -> tuple[AccessRoute, ...]:
        """The access routes in force."""
        return tuple(r for r in self.law.access.routes if r.in_force.contains(self.as_of))

    @cached_property
    def since(self) -> date:
        """The first day since which the same norms and routes are in force."""
        intervals = [norm.in_force for norm in self.law.norms.values()]
        intervals += [route.in_force for route in self.law.access.routes]
        begun = [i.start for i in intervals if i.start and i.start <= self.as_of]
        ended = [i.end + timedelta(1) for i in intervals if i.end and i.end < self.as_of]
        return max([*begun, *ended], default=date.min)

    def judged(self, record_type: str | None = None) -> list[Norm]:
        """The norms that give verdicts, for one type of record or for all."""
        return [
            norm
            for norm in self.norms.values()
            if norm.judged and record_type in (None, norm.record_type)
        ]

    @cached_property
    def lifters(self) -> tuple[Norm, ...]:
        """The norms that may lift another: those in force, and those that have ended but only
        concern what happened before, which their end leaves as it was."""
        return tuple(
            norm
            for norm in self.law.norms.values()
            if norm.in_force.contains(self.as_of)
            or (norm.lifts_after_end and norm.in_force.ended(self.as_of))
        )

    def lifting(self, norm: str) -> list[Norm]:
        """The exemptions from a norm and the norms that override it (see `lifters`)."""
        return self._lifting.get(norm, [])

    def has_power(self, route: AccessRoute, power: str) -> bool:
        """Whether a power (IRI) that a route needs is in force, and (where both are stated) that of
        the route's provider."""
        norm = self.norms.get(power)
        if norm is None:
            return False
        return not norm.holders or route.provider is None or route.provider in norm.holders

    @cached_property
    def _lifting(self) -> dict[str, list[Norm]]:
        found: dict[str, list[Norm]] = {}
        for norm in self.lifters:
            for other in {*norm.exempts, *norm.overrides}:
                found.setdefault(other, []).append(norm)
        return found


_shipped: dict[str, Law] = {}
"""The shipped law that was loaded last, by its content."""


def load_law(extra: str | PathLike[str] | Sequence[str | PathLike[str]] = ()) -> Law:
    """Load the shipped law with further Turtle files beside it, of which one may stand alone.

    The shipped law alone is the same object as long as its files stay the same, with all that was
    made of it. Raises `InputError` where a file cannot be read.
    """
    if extra:
        paths = [extra] if isinstance(extra, str | PathLike) else extra
        return Law(load_graph([Path(path) for path in paths]))
    digest = shipped_digest()
    if digest not in _shipped:
        law = Law(load_graph())
        _shipped.clear()
        _shipped[law.source.digest] = law
        return law
    return _shipped[digest]


# When a provision is in force: as long as some of what it holds is.

_DAY = timedelta(days=1)


class Periods(Struct, frozen=True):
    """The periods in which a provision is in force, in order and apart from each other.

    `stated` is whether the graph says when it commences, or that it has not: none without it
    means that nothing is known.
    """

    spans: tuple[Interval, ...]
    stated: bool = True

    def contains(self, day: date) -> bool:
        """Whether the provision is in force on a day."""
        return any(span.contains(day) for span in self.spans)

    def on(self, day: date) -> Interval:
        """The period that a day lies in; else the last before it, else the first after it."""
        begun = [span for span in self.spans if span.start is not None and span.start <= day]
        return next(iter(begun[-1:] or self.spans), Interval(None, None))


def provision_periods(graph: Graph, iri: str, norms: Iterable[Norm]) -> Periods:
    """When a provision or an act is in force, given the norms that it and its parts hold.

    Without norms it is what is stated on the way up to the act.
    """
    held = [norm.in_force for norm in norms]
    if held:
        return Periods(_joined(held))
    own = interval(graph, URIRef(iri))
    if own.start is not None:
        return Periods((own,))
    uncommenced = RdfLiteral(True)
    steps = way_up(graph, URIRef(iri))
    return Periods((), any((step, CORE.uncommenced, uncommenced) in graph for step in steps))


def _joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Intervals as the fewest that hold the same days."""
    found: list[Interval] = []
    commenced = [(one.start, one) for one in intervals if one.start is not None]
    for start, one in sorted(commenced, key=lambda pair: pair[0]):
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end + _DAY < start):
            found.append(one)
        elif last.end is not None and (one.end is None or one.end > last.end):
            found[-1] = Interval(last.start, one.end)
    return tuple(found)

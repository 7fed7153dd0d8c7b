"""What one norm's verdict rests on: classes, the norms that lift it, routes, deadlines.

The OWL module itself, the axioms of these classes and of all they use without annotations, is cut
out by `lovgraf.reference.owl_axioms.module` when HermiT is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lovgraf.law.norms import Deadline, Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView


@dataclass(frozen=True)
class Lift:
    """A norm that lifts another where it holds (one of `classes`) and is not lifted itself."""

    norm: str
    classes: tuple[str, ...]
    unless: tuple[Lift, ...] = ()

    def all_classes(self) -> Iterable[str]:
        """Its classes and those of the norms that lift it."""
        yield from self.classes
        for lift in self.unless:
            yield from lift.all_classes()


@dataclass(frozen=True)
class Reach:
    """What it takes to get the capabilities that a norm requires.

    `held_by` has the class of those who hold a capability or piece of evidence (None: everyone),
    `routes` each route with its classes that must hold, what it needs and what it grants.
    """

    required: tuple[str, ...] = ()
    held_by: dict[str, str | None] = field(default_factory=dict)
    routes: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = ()

    def all_classes(self) -> Iterable[str]:
        """Every class that decides whether something can be had."""
        yield from (name for name in self.held_by.values() if name is not None)
        for classes, _, _ in self.routes:
            yield from classes


@dataclass(frozen=True)
class NormModule:
    """A norm with everything its verdict rests on."""

    norm: Norm
    lifts: tuple[Lift, ...]
    reach: Reach

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class of the norm, once."""
        found = [self.norm.addressee] if self.norm.addressee else []
        found += [name for lift in self.lifts for name in lift.all_classes()]
        return tuple(dict.fromkeys([*found, *self.reach.all_classes()]))


def norm_module(view: LawView, norm: Norm) -> NormModule:
    """The module of one norm in the law of a date."""
    return NormModule(norm, lifts(view, norm, (norm.iri,)), _reach(view, norm))


def lifts(view: LawView, norm: Norm, above: tuple[str, ...]) -> tuple[Lift, ...]:
    """The norms that lift a norm; in a circle of exceptions none counts twice."""
    found = []
    for other in view.lifting(norm.iri):
        if other.iri in above:
            continue
        classes = []
        if norm.iri in other.exempts:
            classes.append(other.granted or other.addressee)
        if norm.iri in other.overrides:
            classes.append(other.addressee)
        kept = tuple(name for name in classes if name is not None)
        if kept:
            found.append(Lift(other.iri, kept, lifts(view, other, (*above, other.iri))))
    return tuple(found)


def _reach(view: LawView, norm: Norm) -> Reach:
    access = view.law.access
    held_by: dict[str, str | None] = {}
    routes: dict[str, AccessRoute] = {}
    todo, seen = list(norm.requires), set[str]()
    while todo:
        thing = todo.pop()
        if thing in seen:
            continue
        seen.add(thing)
        holder = access.holder(thing, norm.record_type)
        if holder is not None:
            held_by[thing] = holder
        elif thing not in access.capabilities:
            held_by[thing] = None  # evidence of which nobody says who has it
        for route in view.routes:
            fits = not route.record_types or norm.record_type in route.record_types
            offered = all(view.has_power(route, power) for power in route.powers)
            if thing in route.grants and fits and offered:
                routes[route.iri] = route
                todo += route.needs
    steps = []
    for _, route in sorted(routes.items()):
        near = access.nearby(route)
        classes = tuple(name for name in (route.eligible, near) if name is not None)
        steps.append((classes, route.needs, route.grants))
    return Reach(norm.requires, held_by, tuple(steps))


def deadline_facts(deadline: Deadline) -> frozenset[str]:
    """The date facts of a deadline, and the judgment on which it turns how it is counted."""
    others = [deadline.performed_on, deadline.open_point]
    return frozenset([*deadline.triggers, *(iri for iri in others if iri is not None)])

"""The parts of one norm's verdict: classes, the duty's shape, deadlines; and what each reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct, field

from lovgraf.conditions.readable import Unreadable
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.values import Value
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.reference.candidates import Tells
from lovgraf.reference.oracles import Oracles
from lovgraf.reference.unknowns import below

# What one norm's verdict rests on: classes, the norms that lift it, routes, deadlines.
#
# The OWL module itself, the axioms of these classes and of all they use without annotations, is
# cut out by `lovgraf.reference.owl_axioms.module` when HermiT is called.


class Lift(Struct, frozen=True):
    """A norm that lifts another where it holds (one of `classes`) and is not lifted itself."""

    norm: str
    classes: tuple[str, ...]
    unless: tuple[Lift, ...] = ()

    def all_classes(self) -> Iterable[str]:
        """Its classes and those of the norms that lift it."""
        yield from self.classes
        for lift in self.unless:
            yield from lift.all_classes()


class Reach(Struct, frozen=True):
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


class NormModule(Struct, frozen=True):
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


Part = tuple[str, str]
"""A kind (`class`, `shape`, `deadline`, `possible`) and a name."""


class Plan(Struct, frozen=True, dict=True):
    """A norm, and for each part of its verdict the facts read, sorted."""

    module: NormModule
    vocabulary: FactVocabulary
    parts: Mapping[Part, tuple[str, ...]]
    tells: Tells

    @property
    def norm(self) -> Norm:
        """The norm."""
        return self.module.norm

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The facts that any part reads, sorted."""
        return tuple(sorted({fact for facts in self.parts.values() for fact in facts}))

    @cached_property
    def below(self) -> frozenset[str]:
        """These and all that they rest on."""
        return self.tells.facts


def make_plan(view: LawView, norm: Norm, oracles: Oracles) -> Plan:
    """The plan of one norm in the law of a date.

    Raises `InputError` for a fact that is not declared, `Unreadable` for what no engine reads.
    """
    try:
        return _planned(view, norm, oracles)
    except Unreadable as error:
        raise error.of(norm.label) from None


def _planned(view: LawView, norm: Norm, oracles: Oracles) -> Plan:
    module, vocabulary = norm_module(view, norm), view.law.facts
    parts: dict[Part, tuple[str, ...]] = {}
    literals: dict[str, set[Value]] = {}
    pairs: set[tuple[str, str]] = set()
    patterned: set[str] = set()
    named = [("class", name) for name in module.classes]
    named += [("shape", norm.duty)] if norm.duty else []
    for kind, name in named:
        reads = oracles.class_reads(name) if kind == "class" else oracles.shape_reads(name)
        parts[kind, name] = tuple(sorted(reads.facts))
        pairs |= reads.pairs
        patterned |= reads.patterned
        for fact, found in reads.literals.items():
            literals.setdefault(fact, set()).update(found)
    for number, deadline in enumerate(norm.deadlines):
        parts["deadline", str(number)] = tuple(sorted(deadline_facts(deadline)))
    every = below(vocabulary, {fact for facts in parts.values() for fact in facts})
    for iri in sorted(every):
        implying = _implying(vocabulary[iri]) & every
        if implying:
            parts["possible", iri] = tuple(sorted({iri, *implying}))
    tells = Tells(
        vocabulary,
        frozenset(every),
        {fact: frozenset(found) for fact, found in literals.items()},
        frozenset(pairs),
        norm.deadlines,
        frozenset(patterned),
    )
    return Plan(module, vocabulary, parts, tells)


def _implying(fact: Fact) -> set[str]:
    if not isinstance(fact, Column):
        return set()
    return set() if fact.episode else set(fact.implying)

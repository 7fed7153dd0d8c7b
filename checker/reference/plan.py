"""The parts of one norm's verdict: classes, the duty's shape, deadlines; and what each reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lovgraf.conditions.readable import Unreadable
from lovgraf.facts.values import Value
from lovgraf.facts.vocabulary import Column, Fact, FactVocabulary
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.reference.candidates import Tells
from lovgraf.reference.module import NormModule, deadline_facts, norm_module
from lovgraf.reference.oracles import Oracles
from lovgraf.reference.unknowns import below

Part = tuple[str, str]
"""A kind (`class`, `shape`, `deadline`, `possible`) and a name."""


@dataclass(frozen=True)
class Plan:
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

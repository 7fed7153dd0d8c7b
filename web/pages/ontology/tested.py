"""Which rules test a fact or a code, what they ask of it, and what differs on another day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, label, relative
from lovgraf.law import Law, Norm
from lovgraf.law.deadline_words import duration_said
from lovgraf.law.norms import natural
from lovgraf.law.provisions import provision_label
from lovgraf.query.flat import Tested, by_fact_or_code


@dataclass(frozen=True)
class Rule:
    """A rule that tests it, where it stands, and the limits in words ("at least 15")."""

    norm: Norm
    place: Text
    limits: tuple[Text, ...]

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "norm": relative(self.norm.iri),
            "title": self.norm.label.as_dict(),
            "place": self.place.as_dict(),
            "limits": [limit.as_dict() for limit in self.limits],
        }


@dataclass(frozen=True)
class Rules:
    """The rules in force on a day, how many there ever were, and what differs on another day."""

    now: tuple[Rule, ...]
    ever: int
    began: tuple[Rule, ...] = ()
    ended: tuple[Rule, ...] = ()

    @property
    def acts(self) -> int:
        """How many acts the rules in force stand in."""
        return len({relative(one.norm.provision).split("/par/")[0] for one in self.now})

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "in_force": [one.as_dict() for one in self.now],
            "ever": self.ever,
            "began": [one.as_dict() for one in self.began],
            "ended": [one.as_dict() for one in self.ended],
        }


def _tests(law: Law) -> dict[str, tuple[Tested, ...]]:
    return law.once(("tested",), lambda: law.kept("tested", (), lambda: by_fact_or_code(law)))


def rules_testing(law: Law, node: URIRef, day: date, other: date | None) -> Rules | None:
    """The rules that test a fact or a code; None for what no rule ever tests."""
    asked: dict[str, list[Tested]] = {}
    for one in _tests(law).get(str(node), ()):
        if one.norm in law.norms:
            asked.setdefault(one.norm, []).append(one)
    if not asked:
        return None

    def rules_of(holds: Callable[[Norm], bool]) -> tuple[Rule, ...]:
        norms = sorted(filter(holds, map(law.norms.__getitem__, asked)), key=_order)
        return tuple(_rule(law, norm, asked[norm.iri]) for norm in norms)

    def on(norm: Norm, when: date) -> bool:
        return norm.in_force.contains(when)

    now = rules_of(lambda norm: on(norm, day))
    if other is None:
        return Rules(now, len(asked))
    began = rules_of(lambda norm: on(norm, day) and not on(norm, other))
    ended = rules_of(lambda norm: on(norm, other) and not on(norm, day))
    return Rules(now, len(asked), began, ended)


def _order(norm: Norm) -> tuple[tuple[int, str], ...]:
    return natural(norm.iri)


def _rule(law: Law, norm: Norm, asked: list[Tested]) -> Rule:
    graph = law.graph
    limits: dict[Text, None] = {}
    for one in asked:
        for name, value in one.limits:
            said = duration_said(value) if name == str(CORE.period) else Text(value, value)
            link = label(graph, URIRef(name))
            limits[Text(f"{link.da} {said.da}", f"{link.en} {said.en}")] = None
    return Rule(norm, provision_label(graph, norm.provision), tuple(limits))

"""Classes and shapes in words, and the examples that come with them."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import OWL, RDF, SH, URIRef
from rdflib.term import Node

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.outline import Outline, outline
from lovgraf.conditions.tree import FALSE, And, Condition, Named, Not, Or
from lovgraf.conditions.words import Words
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import CORE
from lovgraf.law import Law

MOST = 5
"""How many values of a column are shown as examples."""
_EXAMPLES = ((True, CORE.goodExample), (False, CORE.badExample))


@dataclass(frozen=True)
class Example:
    """A record that conforms to a shape or does not: its facts, on a date."""

    good: bool
    as_of: str
    facts: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"conforms": self.good, "as_of": self.as_of, "facts": list(self.facts)}


def in_words(law: Law, node: URIRef) -> Outline | None:
    """The conditions of a class or shape; None where it states none that can be put into words."""
    graph = law.graph
    stated = (node, OWL.equivalentClass, None) in graph or (node, RDF.type, SH.NodeShape) in graph
    if not stated:
        return None
    words = Words(graph, law.facts)
    found: Outline | None = None
    for record_type in law.facts.record_types.values():
        try:
            condition = _condition(law, node, record_type)
        except NotCompilable:
            return None
        if not _foreign(condition):
            return outline(condition, words)
        found = found or outline(condition, words)
    return found


def _condition(law: Law, node: URIRef, record_type: str) -> Condition:
    graph, types = law.graph, law.facts.record_types
    if (node, RDF.type, SH.NodeShape) in graph:
        return ShaclReader(graph, types, record_type).condition(node)
    return OwlReader(graph, types, record_type).condition(node)


def _foreign(condition: Condition) -> bool:
    """Whether a condition names the class of another type of record."""
    match condition:
        case Named(_, part):
            return part == FALSE or _foreign(part)
        case Not(part):
            return _foreign(part)
        case And(parts) | Or(parts):
            return any(map(_foreign, parts))
    return False


def examples(law: Law, node: URIRef) -> tuple[Example, ...]:
    """The examples that come with a shape."""
    found = []
    for good, predicate in _EXAMPLES:
        for example in law.graph.objects(node, predicate):
            facts = _facts(law, example)
            day = law.graph.value(example, CORE.exampleAsOf)
            found.append(Example(good, str(day or ""), facts))
    return tuple(sorted(found, key=lambda one: (not one.good, one.facts)))


def example_values(law: Law, column: str) -> tuple[str, ...]:
    """Values of a column in the examples of shapes that conform."""
    found: dict[str, None] = {}
    for example in sorted(law.graph.objects(None, CORE.goodExample), key=str):
        for fact in _facts(law, example):
            name, _, value = fact.partition("=")
            if name == column and value:
                found.setdefault(value)
        if len(found) >= MOST:
            break
    return tuple(found)[:MOST]


def _facts(law: Law, example: Node) -> tuple[str, ...]:
    text = str(law.graph.value(example, CORE.exampleFacts) or "")
    return tuple(part.strip() for part in text.split(";") if part.strip())

"""What the graph says of one resource, and where else it occurs, for the pages of the ontology."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from checker.law import Law
from checker.query.library import questions
from checker.terms import BASE, CORE, RECORD, Text, label, relative, text_of
from checker.turtle import PREFIXES

MOST = 60
"""How many other resources that speak of one are listed."""
_DEEPEST = 12
KINDS: tuple[tuple[str, URIRef], ...] = (
    ("kind-class", OWL.Class),
    ("kind-object-property", OWL.ObjectProperty),
    ("kind-datatype-property", OWL.DatatypeProperty),
    ("kind-annotation-property", OWL.AnnotationProperty),
    ("kind-code-list", SKOS.ConceptScheme),
    ("kind-group", CORE.TargetGroup),
    ("kind-capability", CORE.Capability),
    ("kind-route", CORE.AccessRoute),
    ("kind-term", CORE.Term),
    ("kind-column", RECORD.Column),
    ("kind-derived-fact", RECORD.DerivedFact),
    ("kind-act", CORE.Act),
)
"""Keys of the pages' texts, and the class whose members are listed under each."""


@dataclass(frozen=True)
class Value:
    """One value: a text, or a resource with its name below the base where it is ours."""

    text: Text
    name: str | None = None
    address: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"text": self.text.as_dict(), "name": self.name, "iri": self.address}


@dataclass(frozen=True)
class Statement:
    """One property and its values."""

    name: str | None
    title: Text
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Entry:
    """What a page shows of a resource."""

    iri: str
    name: str
    title: Text
    definition: Text | None
    statements: tuple[Statement, ...]
    users: tuple[tuple[Text, Value], ...]
    more_users: int
    questions: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The JSON form; texts in both languages."""
        return {
            "iri": self.iri,
            "title": self.title.as_dict(),
            "definition": self.definition.as_dict() if self.definition else None,
            "statements": [
                {
                    "property": statement.name,
                    "title": statement.title.as_dict(),
                    "values": [value.as_dict() for value in statement.values],
                }
                for statement in self.statements
            ],
            "used_by": [
                {"property": how.as_dict(), **value.as_dict()} for how, value in self.users
            ],
            "used_by_more": self.more_users,
            "questions": list(self.questions),
        }


def known(law: Law, name: str) -> URIRef | None:
    """The resource of a name below the base; None where the graph says nothing of it."""
    if re.search(r"[\s<>\"{}|\\^`]", name):
        return None
    node = URIRef(BASE + name)
    return node if (node, None, None) in law.graph else None


def described(graph: Graph, node: Node) -> Graph:
    """The statements about a resource and about the unnamed ones within it."""
    found, waiting, seen = Graph(bind_namespaces="none"), [(node, 0)], {node}
    while waiting:
        subject, depth = waiting.pop()
        for triple in graph.triples((subject, None, None)):
            found.add(triple)
            value = triple[2]
            if isinstance(value, BNode) and value not in seen and depth < 4 * _DEEPEST:
                seen.add(value)
                waiting.append((value, depth + 1))
    return found


def entry(law: Law, node: URIRef) -> Entry:
    """All that a page shows."""
    graph = law.graph
    stated: dict[Node, list[Node]] = {}
    for predicate, value in graph.predicate_objects(node):
        if predicate not in (RDFS.label, SKOS.prefLabel, SKOS.definition):
            stated.setdefault(predicate, []).append(value)
    users = sorted(
        ((s, p) for s, p in graph.subject_predicates(node) if isinstance(s, URIRef)), key=str
    )
    name = relative(str(node))
    return Entry(
        iri=str(node),
        name=name,
        title=label(graph, node),
        definition=text_of(graph, node, SKOS.definition),
        statements=tuple(
            Statement(_own(p), label(graph, p), _values(graph, values))
            for p, values in sorted(stated.items(), key=lambda item: str(item[0]))
        ),
        users=tuple((label(graph, p), _value(graph, s)) for s, p in users[:MOST]),
        more_users=max(0, len(users) - MOST),
        questions=_using(str(node)),
    )


def listed(law: Law) -> list[tuple[str, list[Value]]]:
    """The resources of each kind, by name; classes only where they belong to a vocabulary."""
    return _listed(law)


@lru_cache(maxsize=4)
def _listed(law: Law) -> list[tuple[str, list[Value]]]:
    found = []
    for key, kind in KINDS:
        members = {s for s in law.graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
        if kind in (OWL.Class, OWL.DatatypeProperty):
            members = {s for s in members if "#" in s and str(s).startswith(BASE)}
        found.append((key, [_value(law.graph, s) for s in sorted(members)]))
    return [(key, values) for key, values in found if values]


def _values(graph: Graph, values: list[Node]) -> tuple[Value, ...]:
    texts = {v.language: str(v) for v in values if isinstance(v, RdfLiteral) and v.language}
    others = [v for v in values if not (isinstance(v, RdfLiteral) and v.language)]
    shown = [_value(graph, v) for v in sorted(others, key=str)]
    if texts:
        danish = texts.get("da") or next(iter(texts.values()))
        shown.insert(0, Value(Text(danish, texts.get("en", danish))))
    return tuple(shown)


def _value(graph: Graph, value: Node) -> Value:
    if isinstance(value, URIRef):
        return Value(label(graph, value), _own(value), str(value))
    if isinstance(value, BNode):
        return Value(Text("(udtryk)", "(expression)"))
    return Value(Text(str(value), str(value)))


def _own(node: Node) -> str | None:
    return relative(str(node)) if str(node).startswith(BASE) else None


def _using(iri: str) -> tuple[str, ...]:
    """The questions in which a resource is named."""
    spellings = [f"<{relative(iri)}>", f"<{iri}>"]
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            spellings.append(f"{prefix}:{iri.removeprefix(base)}")
    found = re.compile("|".join(f"{re.escape(one)}(?![\\w-])" for one in spellings))
    return tuple(name for name, question in questions().items() if found.search(question.text))

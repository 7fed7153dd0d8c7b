"""A resource of the graph as its page shows it: what is said of it, and where else it occurs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.conditions.outline import Outline
from lovgraf.core.terms import BASE, CORE, ELI, RECORD, Text, label, relative, text_of
from lovgraf.core.written import list_text
from lovgraf.law import Law, LawView
from lovgraf.law.norms import natural
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import Interval, interval, key_provision
from lovgraf.proposals.overview.membership import Membership, membership
from lovgraf.query.citing import citing
from lovgraf.query.library import Question
from lovgraf_web.definitions import Example, example_values, examples, in_words
from lovgraf_web.related_questions import about, using
from lovgraf_web.standards import STANDARDS, title_of


@dataclass(frozen=True)
class Value:
    """One value: a text, or a resource with its name below the base where it is ours.

    `place` is the provision that a resource rests on; many have the same label.
    """

    text: Text
    name: str | None = None
    address: str | None = None
    place: Text | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        place = {"place": self.place.as_dict()} if self.place else {}
        return {"text": self.text.as_dict(), "name": self.name, "iri": self.address, **place}


@dataclass(frozen=True)
class Statement:
    """One property and its values; `more` is how many are not among them."""

    name: str | None
    title: Text
    values: tuple[Value, ...]
    more: int = 0

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "property": self.name,
            "title": self.title.as_dict(),
            "values": [value.as_dict() for value in self.values],
            "more": self.more,
        }


@dataclass(frozen=True)
class Code:
    """One code of a code list."""

    notation: str
    concept: Value
    definition: Text | None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        definition = self.definition.as_dict() if self.definition else None
        return {"notation": self.notation, **self.concept.as_dict(), "definition": definition}


@dataclass(frozen=True)
class Entry:
    """What a page shows of a resource; `users` are those that speak of it, by how they do.

    `questions` name it, `related` ones are about its kind.
    """

    iri: str
    name: str
    title: Text
    definition: Text | None
    statements: tuple[Statement, ...]
    users: tuple[Statement, ...]
    questions: tuple[Question, ...]
    related: tuple[Question, ...] = ()
    holds: Interval | None = None
    outline: Outline | None = None
    codes: tuple[Code, ...] = ()
    examples: tuple[Example, ...] = ()
    values: tuple[str, ...] = ()
    uses: tuple[tuple[Value, Value], ...] = ()
    membership: Membership | None = None
    kinds: Text | None = None
    """What it is, in words: the names of its classes."""

    def as_dict(self) -> dict[str, object]:
        """The JSON form; texts in both languages."""
        holds = self.holds
        return {
            "iri": self.iri,
            "title": self.title.as_dict(),
            "definition": self.definition.as_dict() if self.definition else None,
            "in_force": holds
            and {
                "from": holds.start and holds.start.isoformat(),
                "until": holds.end and holds.end.isoformat(),
            },
            "in_words": self.outline.as_dict() if self.outline else None,
            "codes": [code.as_dict() for code in self.codes],
            "examples": [example.as_dict() for example in self.examples],
            "example_members": self.membership and self.membership.as_dict(),
            "example_values": list(self.values),
            "example_statements": [[s.as_dict(), o.as_dict()] for s, o in self.uses],
            "statements": [statement.as_dict() for statement in self.statements],
            "used_by": [statement.as_dict() for statement in self.users],
            "questions": [question.name for question in self.questions],
            "related_questions": [question.name for question in self.related],
        }


MOST = 60
"""How many other resources that speak of one in one way are listed."""
_DEEPEST = 12
_SHOWN, _SOUGHT = 3, 200
"""Statements shown as examples of a property, and of how many the first by name are taken."""
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
    ("kind-shape", SH.NodeShape),
    ("kind-act", CORE.Act),
)
"""Keys of the pages' texts, and the class whose members are listed under each."""


def known(law: Law, name: str) -> URIRef | None:
    """The resource of a name below the base; None where the graph says nothing of it."""
    if re.search(r"[\s<>\"{}|\\^`]", name):
        return None
    node = URIRef(BASE + name)
    return node if (node, None, None) in law.graph else None


def described(graph: Graph, node: Node) -> Graph:
    """The statements about a resource and about the unnamed ones within it."""
    found, waiting, seen = Graph("SimpleMemory", bind_namespaces="none"), [(node, 0)], {node}
    while waiting:
        subject, depth = waiting.pop()
        for triple in graph.triples((subject, None, None)):
            found.add(triple)
            value = triple[2]
            if isinstance(value, BNode) and value not in seen and depth < 4 * _DEEPEST:
                seen.add(value)
                waiting.append((value, depth + 1))
    return found


def entry(view: LawView, node: URIRef) -> Entry:
    """All that a page shows; the example members of a class are those of the view's date."""
    law, graph = view.law, view.law.graph
    words, codes = in_words(law, node), _codes(graph, node)
    hidden = {RDFS.label, SKOS.prefLabel, SKOS.definition, CORE.goodExample, CORE.badExample}
    hidden |= {OWL.equivalentClass, SH.property, SH["and"], SH["or"], SH["not"]} if words else set()
    stated: dict[Node, list[Node]] = {}
    for predicate, value in graph.predicate_objects(node):
        if predicate not in hidden:
            stated.setdefault(predicate, []).append(value)
    column = graph.value(node, RECORD.column)
    return Entry(
        iri=str(node),
        name=relative(str(node)),
        title=label(graph, node),
        definition=text_of(graph, node, SKOS.definition),
        statements=tuple(
            Statement(_own(p), title_of(graph, p), _values(graph, values))
            for p, values in sorted(stated.items(), key=lambda item: str(item[0]))
        ),
        users=tuple(_users(graph, node, {SKOS.inScheme} if codes else set())),
        questions=using(str(node)),
        related=about(graph, node),
        holds=_holds(graph, node),
        outline=words,
        codes=codes,
        examples=examples(law, node) or _of_duty(law, node),
        values=example_values(law, str(column)) if column is not None else (),
        uses=tuple(_uses(graph, node)),
        membership=_membership(view, node) if words else None,
        kinds=_kinds_said(graph, node),
    )


def _kinds_said(graph: Graph, node: URIRef) -> Text | None:
    """The classes that a name is stated to be of, those that have words for both languages."""
    kinds = sorted(graph.objects(node, RDF.type), key=str)
    names = [title_of(graph, kind) for kind in kinds if isinstance(kind, URIRef)]
    return list_text(list(dict.fromkeys(names)), Text("og", "and")) if names else None


def _membership(view: LawView, node: URIRef) -> Membership | None:
    """Somebody in a class and somebody outside it; a shape has examples of its own."""
    if (node, OWL.equivalentClass, None) not in view.law.graph:
        return None
    types = view.law.facts.record_types.values()
    return membership(view, str(node), sorted(types, key=view.law.facts.usual_type.__ne__))


def _of_duty(law: Law, node: URIRef) -> tuple[Example, ...]:
    """The examples of what a norm asks for, and of what breaks it."""
    duty = law.graph.value(node, CORE.duty)
    return examples(law, duty) if isinstance(duty, URIRef) else ()


def _uses(graph: Graph, node: URIRef) -> Iterator[tuple[Value, Value]]:
    """A few statements with a property: about what, and what they say."""
    pairs = ((s, o) for s, o in graph.subject_objects(node) if isinstance(s, URIRef))
    for subject, value in sorted(islice(pairs, _SOUGHT), key=str)[:_SHOWN]:
        yield placed(graph, subject), _values(graph, [value])[0]


def _users(graph: Graph, node: URIRef, left_out: set[Node]) -> list[Statement]:
    """What speaks of a resource, by the property with which it does."""
    found: dict[Node, list[Node]] = {}
    for subject, predicate in graph.subject_predicates(node):
        if isinstance(subject, URIRef) and predicate not in left_out:
            found.setdefault(predicate, []).append(subject)
    statements = []
    for predicate, subjects in sorted(found.items(), key=lambda item: str(item[0])):
        ordered = sorted(subjects, key=lambda subject: natural(str(subject)))
        values = tuple(placed(graph, subject) for subject in ordered[:MOST])
        more = max(0, len(ordered) - MOST)
        statements.append(Statement(_own(predicate), title_of(graph, predicate), values, more))
    return statements


def placed(graph: Graph, node: Node) -> Value:
    """A resource with the provision that it rests on."""
    shown, provision = _value(graph, node), key_provision(graph, node)
    if provision is None and (node, ELI.is_part_of, None) in graph:
        return Value(provision_label(graph, str(node)), shown.name, shown.address)
    place = provision_label(graph, str(provision)) if provision is not None else None
    return Value(shown.text, shown.name, shown.address, place)


def placed_on(law: Law, node: Node, day: date) -> Value:
    """The same, cited as the law of a date cites it (`core:citation`)."""
    found, cited = placed(law.graph, node), citing(law).on(node, day)
    if cited is None:
        return found
    if found.place is None:
        part = (node, ELI.is_part_of, None) in law.graph
        return Value(cited if part else found.text, found.name, found.address)
    return Value(found.text, found.name, found.address, cited)


def _codes(graph: Graph, node: URIRef) -> tuple[Code, ...]:
    """The codes of a code list, in the order of their notations."""
    found = [
        Code(
            str(graph.value(concept, SKOS.notation) or ""),
            _value(graph, concept),
            text_of(graph, concept, SKOS.definition),
        )
        for concept in graph.subjects(SKOS.inScheme, node)
    ]
    return tuple(sorted(found, key=lambda code: natural(code.notation)))


def _holds(graph: Graph, node: URIRef) -> Interval | None:
    """When a norm, route, provision or act is in force; None for what is not law."""
    dated = any((node, p, None) in graph for p in (CORE.provision, ELI.is_part_of))
    if not dated and (node, RDF.type, CORE.Act) not in graph:
        return None
    found = interval(graph, node)
    return found if found.start or found.end else None


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
    texts: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, RdfLiteral) and value.language:
            texts.setdefault(value.language, []).append(str(value))
    others = [v for v in values if not (isinstance(v, RdfLiteral) and v.language)]
    shown = [_value(graph, v) for v in sorted(others, key=str)]
    if texts:
        joined = {language: ", ".join(sorted(found)) for language, found in texts.items()}
        danish = joined.get("da") or next(iter(joined.values()))
        shown.insert(0, Value(Text(danish, joined.get("en", danish))))
    return tuple(shown)


def _value(graph: Graph, value: Node) -> Value:
    if isinstance(value, URIRef):
        text = STANDARDS.get(str(value)) or label(graph, value)
        return Value(text, _own(value), str(value))
    if isinstance(value, BNode):
        return Value(Text("(udtryk)", "(expression)"))
    return Value(Text(str(value), str(value)))


def own_name(iri: str | None) -> str | None:
    """The name below the base of what is ours; None for anything else."""
    return relative(iri) if iri is not None and iri.startswith(BASE) else None


def _own(node: Node) -> str | None:
    return own_name(str(node))

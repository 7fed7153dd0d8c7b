"""The classes and facts that patterns of norms derive, as triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from rdflib import OWL, RDF, RDFS, XSD, BNode
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import RECORD, Text
from lovgraf.core.written import date_text
from lovgraf.facts.operators.days_between import DaysBetween

Triple = tuple[Node, Node, Node]


def event_class(
    name: Node, fact: Node, day: date, side: str, event: Text, record_type: Node
) -> Iterator[Triple]:
    """The records whose event is on a day or after it (`side` is `from`) or before it (`until`).

    `fact` counts the days from that day; `event` is the label of the date fact.
    """
    said = date_text(day)
    words, facet = Text("eller senere", "or later"), XSD.minInclusive
    if side == "until":
        words, facet = Text("eller tidligere", "or earlier"), XSD.maxInclusive
    yield from named(
        name,
        OWL.Class,
        both(lambda at: f"{event[at]}: {said[at]} {words[at]}"),
        Text(
            f"Registreringer, hvor »{event.da}« er {said.da} {words.da}.",
            f'Records where "{event.en}" is {said.en} {words.en}.',
        ),
    )
    limit, range_, days = BNode(), BNode(), BNode()
    yield limit, facet, RdfLiteral("0", datatype=XSD.integer)
    yield range_, RDF.type, RDFS.Datatype
    yield range_, OWL.onDatatype, XSD.integer
    yield from listed(range_, OWL.withRestrictions, [limit])
    yield from restriction(days, fact, OWL.someValuesFrom, range_)
    yield from defined(name, OWL.intersectionOf, [record_type, days])


def days_fact(
    fact: Node, day: date, event: Node, what: Text, record_type: Node
) -> Iterator[Triple]:
    """The derived fact that counts days from a day to an event, whose label is `what`."""
    said = date_text(day)
    yield from named(
        fact,
        OWL.DatatypeProperty,
        Text(f"{what.da}: dage fra {said.da}", f"{what.en}: days from {said.en}"),
        Text(
            f"Antal dage fra {said.da} til »{what.da}«; negativt før.",
            f'The number of days from {said.en} to "{what.en}"; negative before.',
        ),
    )
    yield fact, RDF.type, OWL.FunctionalProperty
    yield fact, RDF.type, RECORD.DerivedFact
    yield fact, RDFS.range, XSD.integer
    yield fact, RECORD.datatype, XSD.integer
    yield fact, RECORD.operator, RECORD[DaysBetween.name]
    yield fact, RECORD["from"], RdfLiteral(str(day), datatype=XSD.date)
    yield fact, RECORD.to, event
    yield fact, RECORD.recordType, record_type


def both(text: Callable[[str], str]) -> Text:
    """A text made in each language."""
    return Text(text("da"), text("en"))


def named(subject: Node, kind: Node, title: Text, meaning: Text) -> Iterator[Triple]:
    """A resource with its kind, label and definition."""
    yield subject, RDF.type, kind
    for at in ("da", "en"):
        yield subject, RDFS.label, RdfLiteral(title[at], lang=at)
        yield subject, SKOS.definition, RdfLiteral(meaning[at], lang=at)


def restriction(node: Node, fact: Node, kind: Node, value: Node) -> Iterator[Triple]:
    """A restriction of a fact to a value or a range."""
    yield node, RDF.type, OWL.Restriction
    yield node, OWL.onProperty, fact
    yield node, kind, value


def defined(name: Node, kind: Node, parts: Iterable[Node]) -> Iterator[Triple]:
    """A named class as the intersection or union of parts."""
    whole = BNode()
    yield name, OWL.equivalentClass, whole
    yield whole, RDF.type, OWL.Class
    yield from listed(whole, kind, list(parts))


def listed(subject: Node, predicate: Node, items: list[Node]) -> Iterator[Triple]:
    """A property whose value is a list."""
    cells: list[Node] = [BNode() for _ in items]
    yield subject, predicate, cells[0]
    for number, (cell, item) in enumerate(zip(cells, items, strict=True)):
        yield cell, RDF.first, item
        yield cell, RDF.rest, (*cells[1:], RDF.nil)[number]

"""All that a shapes graph asks for and that would not be checked."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SH, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl import asks, local, wrong_class, wrong_property
from lovgraf.core.terms import Text
from lovgraf.validate.survey.components import components, wrong_components
from lovgraf.validate.survey.finding import Finding, Triple
from lovgraf.validate.survey.outline import Outline
from lovgraf.validate.survey.queries import wrong_functions, wrong_queries
from lovgraf.validate.survey.structure import out_of_shape, wrong_structure

# Which shapes of a graph ask for anything, also those that refer to each other in rings.


def asking(outline: Outline) -> set[Node]:
    """The shapes that some data could violate; those that only lead back to themselves ask for
    nothing."""
    needed = [one.needed for one in components(outline) if one.needed]
    found: set[Node] = set()
    left = {shape for shape in outline.shapes if not outline.deactivated(shape)}
    while new := {s for s in left if asks(outline.graph, s, found.__contains__, needed)}:
        found |= new
        left -= new
    return found


_WITHOUT_SHAPES = frozenset({
    "http://www.w3.org/ns/shacl", "http://datashapes.org/dash", "http://www.w3.org/2002/07/owl",
    "http://www.w3.org/2000/01/rdf-schema", "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "http://www.w3.org/2004/02/skos/core", "http://purl.org/dc/terms", "http://xmlns.com/foaf/0.1",
    "http://www.w3.org/ns/prov", "http://www.w3.org/ns/prov-o", "http://www.w3.org/ns/dcat",
    "http://www.w3.org/ns/org", "http://www.w3.org/ns/adms", "http://www.w3.org/2006/vcard/ns",
    "http://www.w3.org/2006/time", "http://www.w3.org/ns/locn", "http://purl.org/vocab/vann",
    "http://www.w3.org/2008/05/skos-xl", "http://creativecommons.org/ns", "http://rdfs.org/ns/void",
})  # fmt: skip
"""Vocabularies that say nothing of anybody's data."""


def survey(outline: Outline) -> list[Finding]:
    """What is not checked, in no order; nothing of what is deactivated."""
    found = list(_imports(outline))
    declared = components(outline)
    custom = {path for one in declared for path in one.needed | one.optional}
    for subject in outline.live:
        found += _wrong_terms(outline, subject, custom)
    for part in outline.parts & outline.live:
        found += out_of_shape(outline, part)
    for shape in outline.shapes & outline.live:
        found += wrong_structure(outline, shape)
        found += wrong_components(outline, shape, declared)
        found += wrong_queries(outline, shape)
    return found + list(wrong_functions(outline))


def _wrong_terms(outline: Outline, subject: Node, custom: set[Node]) -> Iterator[Finding]:
    """Terms of a subject that nobody knows or implements."""
    is_shape = subject in outline.shapes
    for triple in outline.graph.triples((subject, None, None)):
        _, predicate, value = triple
        wrong = None
        if predicate in (RDF.type, RDFS.subClassOf):
            wrong = wrong_class(value)
        elif predicate not in custom and (is_shape or local(predicate) is not None):
            wrong = wrong_property(predicate)
        if wrong is not None:
            yield Finding(wrong, triple, _whole(outline, triple), subject if is_shape else None)


def _whole(outline: Outline, triple: Triple) -> tuple[Triple, ...]:
    """A triple, or where it is no shape that has it, the triples of shapes that lead there."""
    shape, predicate, value = triple
    if predicate in (RDF.type, RDFS.subClassOf):
        return ()
    if shape in outline.shapes:
        # It may have been a property shape, which a closed shape would allow.
        closed = (
            () if isinstance(value, Literal) else outline.graph.triples((shape, SH.closed, None))
        )
        return (triple, *closed)
    return (triple, *outline.referring(triple[0]))


def _imports(outline: Outline) -> Iterator[Finding]:
    """Graphs that are imported and not there; SHACL wants them read (section 3.1)."""
    graph = outline.graph
    present = {str(node).rstrip("#/") for node in graph.subjects(RDF.type, OWL.Ontology)}
    declaring = {str(node).rstrip("#/") for node in graph.subjects(SH.declare)}
    for triple in sorted(graph.triples((None, OWL.imports, None)), key=str):
        name = str(triple[2]).rstrip("#/")
        if name in _WITHOUT_SHAPES | present | declaring or not isinstance(triple[2], URIRef):
            continue
        said = Text(
            f"{triple[2]} importeres (owl:imports) og hentes ikke; giv filen med som en til fil "
            "med former",
            f"{triple[2]} is imported (owl:imports) and not fetched; give its file as one more "
            "file of shapes",
        )
        yield Finding(said, triple)

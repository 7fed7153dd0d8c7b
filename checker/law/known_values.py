"""Whether what a Turtle file compares columns with are values that the columns can have: a misspelt
code would never be met, and a duty that asks for it never kept. Of an empty list nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, RECORD, Text
from lovgraf.core.turtle_places import line_of_value
from lovgraf.facts.countries import country_names
from lovgraf.law.known_words import Written, shown

_COMPARES = ((SH.path, SH.hasValue), (OWL.onProperty, OWL.hasValue), (RECORD.fact, RECORD.value))
"""What names a column beside a value that it is compared with."""
_PRESUMES = (CORE.presumes, CORE.presumedValue)
_LISTS = (SH["in"], OWL.oneOf)
_INNER = (
    SH["not"], SH["and"], SH["or"], SH.xone, SH.qualifiedValueShape, OWL.someValuesFrom,
    OWL.allValuesFrom, OWL.onDataRange, OWL.datatypeComplementOf, OWL.intersectionOf, OWL.unionOf,
)  # fmt: skip
"""What leads from a condition on a column to parts of it, on the same column."""
_PLAIN: dict[Node | None, Text] = {
    XSD.boolean: Text("ja eller nej (true, false).", "yes or no (true, false).")
}
_LISTED = (*_LISTS, SH["or"], SH["and"], SH.xone, OWL.unionOf, OWL.intersectionOf)
"""What takes a list that has something in it."""


def check_values(written: Written, *beside: Graph) -> None:
    """Raise `InputError` at the line of a value that is never met, or of an empty list; `beside`
    are the graphs that say what columns and codes there are."""
    for value, message in never_met(written.graph, beside):
        line = line_of_value(written.text, str(value))
        raise InputError(message.da, message.en, written.name, line)
    for predicate in _LISTED:
        if (None, predicate, RDF.nil) in written.graph:
            name = shown(str(predicate))
            raise written.error(
                str(predicate),
                f"{name} har en tom liste, så intet er spurgt om. Nævn mindst én ting i den.",
                f"{name} has an empty list, so that nothing is asked. Name at least one thing in "
                "it.",
            )


def never_met(own: Graph, beside: Iterable[Graph]) -> Iterator[tuple[RdfLiteral, Text]]:
    """The values that a graph compares columns with and that these never have, and what is to be
    said of each; `beside` are the graphs that say what columns and codes there are. (Of a proposal
    `proposals/fitting.py` asks the same, of what was compiled.)"""
    graphs = (own, *beside)
    for column, value in dict.fromkeys(_compared(own)):
        kind = _first(graphs, column, RECORD.datatype)
        codes = _codes(graphs, column)
        if codes and str(value) not in codes:
            can = _COUNTRY if _a_country(graphs, column) else _one_of(codes, str(value))
            yield value, _cannot_be(graphs, column, value, can)
        elif not codes and kind in _PLAIN and value.datatype != kind:
            yield value, _cannot_be(graphs, column, value, _PLAIN[kind])


def _compared(graph: Graph) -> Iterator[tuple[Node, RdfLiteral]]:
    """Columns with the values that they are compared with."""
    for names, says in (*_COMPARES, _PRESUMES):
        for node, column in graph.subject_objects(names):
            for part in _parts(graph, node):
                found = [*graph.objects(part, says)]
                for predicate in _LISTS:
                    for head in graph.objects(part, predicate):
                        found += Collection(graph, head)
                yield from ((column, one) for one in found if isinstance(one, RdfLiteral))


def _parts(graph: Graph, node: Node) -> Iterator[Node]:
    """A condition on a column, and the parts of it that have no column of their own."""
    queue, seen = [node], {node}
    while queue:
        yield (part := queue.pop())
        for predicate in _INNER:
            for one in graph.objects(part, predicate):
                inner = Collection(graph, one) if (one, RDF.first, None) in graph else (one,)
                new = [n for n in inner if isinstance(n, BNode) and n not in seen]
                queue += [n for n in new if not _has_column(graph, n)]
                seen.update(new)


def _has_column(graph: Graph, node: Node) -> bool:
    return any((node, names, None) in graph for names, _ in _COMPARES)


def _codes(graphs: Iterable[Graph], column: Node) -> list[str]:
    """The codes that a column can have, or its countries, with its words for one and for none."""
    scheme = _first(graphs, column, RECORD.codeList)
    countries = _a_country(graphs, column)
    if scheme is None and not countries:
        return []
    found: list[object] = [o for g in graphs for s in (RECORD.presentValue, RECORD.absentValue)
                           for o in g.objects(column, s)]  # fmt: skip
    found += country_names() if countries else ()
    for concept in {one for graph in graphs for one in graph.subjects(SKOS.inScheme, scheme)}:
        found += [o for graph in graphs for o in graph.objects(concept, SKOS.notation)]
    return sorted({*map(str, found)})


def _a_country(graphs: Iterable[Graph], column: Node) -> bool:
    return any((column, RECORD["format"], RECORD.Country) in graph for graph in graphs)


def _one_of(codes: list[str], value: str) -> Text:
    near, listed = get_close_matches(value, codes, 1), ", ".join(codes)
    da, en = (f". Mente du {near[0]}?", f". Did you mean {near[0]}?") if near else (".", ".")
    return Text(f"en af koderne {listed}{da}", f"one of the codes {listed}{en}")


_COUNTRY = Text(
    "et land med de to bogstaver, som ISO 3166 giver det, fx DK.",
    "a country by the two letters that ISO 3166 gives it, such as DK.",
)


def _cannot_be(graphs: Iterable[Graph], column: Node, value: RdfLiteral, can: Text) -> Text:
    words = [one for graph in graphs for one in graph.objects(column, RDFS.label)]
    said = {one.language: str(one) for one in words if isinstance(one, RdfLiteral)}
    da, en = (said.get(lang, str(column)) for lang in ("da", "en"))
    return Text(
        f"»{da}« kan ikke være »{value}«; det er {can.da}",
        f'"{en}" cannot be "{value}"; it is {can.en}',
    )


def _first(graphs: Iterable[Graph], node: Node, predicate: Node) -> Node | None:
    found = (graph.value(node, predicate) for graph in graphs)
    return next((one for one in found if one is not None), None)

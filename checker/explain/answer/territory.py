"""What an answer reserves where a record concerns a part of the realm outside of the act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import RDFS, SKOS, XSD
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.facts.fact import Column
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of

if TYPE_CHECKING:
    from lovgraf.explain.answer.case import Case

_COUNTRY = "Country"
"""The format of a column that names a country."""


def reservations(case: Case) -> Iterator[tuple[Norm, Text]]:
    """The reservations (`core:territoryNote`) of the acts that are asked about, each with its
    norm, for the territories that the record concerns by what was stated."""
    view = case.asked.view
    graph = view.law.graph
    concerned = set(_concerned(case))
    if not concerned:
        return
    own = [view.norms[iri].provision for iri, _ in case.deciding() if iri in view.norms]
    acts = {act_of(graph, one) for one in own or case.asked.question.about}
    acts |= {act_of(graph, str(above)) for one in acts for above in _based_on(graph, one)}
    for iri, note in sorted(graph.subject_objects(CORE.territoryNote), key=str):
        norm = view.norms.get(str(iri))
        if norm is None or act_of(graph, norm.provision) not in acts:
            continue
        said = text_of(graph, note, RDFS.label)
        if said and not concerned.isdisjoint(graph.objects(note, CORE.territory)):
            yield norm, said


def reserved(said: Text, notes: Iterable[tuple[Norm, Text]]) -> Text:
    """The sentence that begins an answer, with what is reserved."""
    parts = [said, *dict.fromkeys(note for _, note in notes)]
    return Text(" ".join(one.da for one in parts), " ".join(one.en for one in parts))


def _based_on(graph: Graph, act: str) -> Iterable[Node]:
    return graph.objects(URIRef(act), CORE.basedOn)


def _concerned(case: Case) -> Iterator[Node]:
    """The territories that stated values name: countries, and codes of a list."""
    graph = case.asked.view.law.graph
    for column in case.asked.view.law.facts.columns.values():
        state = case.seen.record.get(column.iri)
        for value in state if isinstance(state, tuple) else (state,):
            if isinstance(value, str):
                for name in _names(graph, column, value):
                    yield from graph.subjects(CORE.namedBy, name)


def _names(graph: Graph, column: Column, value: str) -> Iterator[Node]:
    if column.format == _COUNTRY:
        yield RdfLiteral(value, datatype=XSD.string)
    elif column.code_list is not None:
        codes = graph.subjects(SKOS.inScheme, URIRef(column.code_list.iri))
        yield from (one for one in codes if str(graph.value(one, SKOS.notation)) == value)

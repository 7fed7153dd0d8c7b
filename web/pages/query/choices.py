"""What can be chosen for a parameter of a question: the things that are of its default's kind."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, URIRef

from lovgraf.core.terms import BASE, Text, absolute, label, relative
from lovgraf.law.norms import natural
from lovgraf.query.parameters import Parameter
from lovgraf_web.current import law

MOST = 400
"""So many things can be chosen from a list; of more, the name is typed."""


@dataclass(frozen=True)
class Choice:
    """One thing: its name as one types it, and its label."""

    name: str
    text: Text


def choices(parameter: Parameter) -> list[Choice]:
    """The things of the rarest class that the default belongs to, by label; none where the
    parameter is no name of the graph, or there are too many."""
    if parameter.type != "iri":
        return []
    graph = law().graph
    kinds = sorted(graph.objects(URIRef(absolute(parameter.default)), RDF.type), key=str)
    several = [set(graph.subjects(RDF.type, kind)) for kind in kinds]
    found = [str(one) for one in min(several, key=len, default=()) if str(one).startswith(BASE)]
    if len(found) > MOST:
        return []
    named = [Choice(relative(iri), label(graph, URIRef(iri))) for iri in found]
    return sorted(named, key=lambda one: (one.text.da.lower(), natural(one.name)))

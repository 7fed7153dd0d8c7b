"""What an act is called on a date: as the consolidation that then shows its wording."""

from __future__ import annotations

from datetime import date

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.time import interval


def act_on(graph: Graph, act: str, day: date) -> str:
    """The act itself, or the newest consolidation of it that is in force on a day (IRIs)."""
    found: tuple[date, str] | None = None
    for other in graph.objects(URIRef(act), CORE.consolidatedBy):
        start = interval(graph, other).start
        if start is not None and start <= day:
            found = max(found or (start, str(other)), (start, str(other)))
    return found[1] if found else act


def name_on(graph: Graph, act: str, day: date) -> Text:
    """The name of an act on a day."""
    return label(graph, URIRef(act_on(graph, act, day)))

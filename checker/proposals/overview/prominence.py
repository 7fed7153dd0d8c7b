"""Which acts the rest of the graph speaks of most: those come first where not all is known yet."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

from rdflib import RDF, URIRef

from lovgraf.core.terms import CORE
from lovgraf.law.view import Law


@lru_cache(maxsize=2)
def mentions(law: Law) -> Counter[str]:
    """How many statements about something else speak of an act or its parts, by the act's IRI."""
    acts = {str(act) for act in law.graph.subjects(RDF.type, CORE.Act)}

    @cache
    def act_of(iri: str) -> str | None:
        while iri and iri not in acts:
            iri = iri.rpartition("/")[0]
        return iri or None

    found: Counter[str] = Counter()
    for subject, _, thing in law.graph:
        if isinstance(thing, URIRef) and (act := act_of(str(thing))):
            found[act] += act_of(str(subject)) != act
    return found

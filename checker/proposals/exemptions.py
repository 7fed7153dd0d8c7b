"""The exemptions from a duty, and who may be exempt by each."""

from __future__ import annotations

from rdflib import URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.law.norms import Norm
from lovgraf.proposals.asked import Asked
from lovgraf.verdicts.program import readers


def schemes(asked: Asked) -> list[tuple[Norm, Condition]]:
    """The norms that exempt from the duty, each with who may be exempt by it."""
    owl, _ = readers(asked.views.after, asked.norm.record_type)
    return [
        (norm, owl.condition(URIRef(norm.eligible or norm.granted or "")))
        for norm in asked.views.after.lifting(asked.norm.iri)
        if asked.norm.iri in norm.exempts and (norm.eligible or norm.granted)
    ]

"""The measures of proposals in words."""

from __future__ import annotations

from rdflib import URIRef

from lovgraf.core.terms import CORE, label
from lovgraf.proposals.proposal import Measure
from lovgraf.reports.assessment.blocks import Paragraph
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed


def measures(tell: Telling, kind: str) -> list[Measure]:
    """The measures of a kind (by the local name of its class)."""
    return [
        measure
        for proposal in tell.found.views.overlay.proposals
        for measure in proposal.measures
        if measure.kind == kind
    ]


def measured(tell: Telling, kind: str, key: str, missing: str) -> Paragraph:
    """What measures of a kind there are, or that none is."""
    found = measures(tell, kind)
    if not found:
        return Paragraph(tell.word(missing), open=True)
    return Paragraph(tell.word(key, what=listed([in_words(tell, m) for m in found], tell.lang)))


def kind_of(tell: Telling, measure: Measure) -> str:
    """What a measure is called."""
    return tell.text(measure.label or label(tell.graph, URIRef(CORE[measure.kind])))


def in_words(tell: Telling, measure: Measure) -> str:
    """A measure with who provides it and for whom."""
    parts = [kind_of(tell, measure)]
    if measure.providers:
        parts.append(
            tell.word(
                "by", who=listed([tell.authority(one) for one in measure.providers], tell.lang)
            )
        )
    if measure.reaches:
        parts.append(tell.word("for", who=tell.names(measure.reaches)))
    return " ".join(parts)

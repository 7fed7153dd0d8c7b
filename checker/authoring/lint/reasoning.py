"""What HermiT says of the ontology: no class is empty, and nothing contradicts the axioms."""

from __future__ import annotations

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.terms import Text, relative
from lovgraf.reference.hermit import ReasonerError, contradictory, unsatisfiable

EMPTY = Text(
    "Klassen kan ikke have medlemmer: dens betingelser modsiger hinanden.",
    "The class can have no member: its conditions contradict each other.",
)
CONTRADICTION = Text(
    "Ontologien modsiger sig selv.",
    "The ontology contradicts itself.",
)
ASSERTIONS = Text(
    "Det, der siges om normer, bestemmelser og adgangsveje, strider mod kernens ordforråd.",
    "What is said of norms, provisions and routes contradicts the core vocabulary.",
)


def reasoner_findings(sources: Sources) -> list[LintFinding]:
    """Empty classes and contradictions; where HermiT cannot read the graph, that it cannot."""
    try:
        empty = unsatisfiable(sources.graph)
        if empty is None:
            return [LintFinding("inconsistent", "error", CONTRADICTION)]
        found = [
            LintFinding("unsatisfiable", "error", EMPTY, sources.file(name), relative(str(name)))
            for name in sorted(empty)
        ]
        if contradictory(sources.graph):
            found.append(LintFinding("contradictory", "error", ASSERTIONS))
    except ReasonerError as error:
        return [LintFinding("reasoner", "error", error.message)]
    return found

"""Which shapes of a graph ask for anything, also those that refer to each other in rings."""

from __future__ import annotations

from rdflib.term import Node

from lovgraf.conditions.shacl.demands import asks
from lovgraf.validate.survey.components import components
from lovgraf.validate.survey.outline import Outline


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

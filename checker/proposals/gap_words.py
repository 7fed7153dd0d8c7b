"""The words of the kinds of gap, from `ontology/gap.ttl`: what each may say, and how bad it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, Text, text_of
from lovgraf.core.turtle import parse_turtle
from lovgraf.law.graph import ONTOLOGY
from lovgraf.proposals.gap import Severity

SEVERITY_OF: dict[Node, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
"""What SHACL calls them."""
_SCHEME = URIRef(f"{BASE}gap")


@dataclass(frozen=True)
class Wording:
    """One way to tell a gap; in the message `{names}` stand for what was found."""

    severity: Severity
    message: Text

    def filled(self, names: Mapping[str, Text | str | int]) -> Text:
        """The message with the names filled in."""
        da = {key: name.da if isinstance(name, Text) else name for key, name in names.items()}
        en = {key: name.en if isinstance(name, Text) else name for key, name in names.items()}
        return Text(self.message.da.format_map(da), self.message.en.format_map(en))


@dataclass(frozen=True)
class GapWords:
    """What one kind of gap may say: the wordings by name, and why no small change closes it."""

    wordings: Mapping[str, Wording]
    no_repair: Text | None


@cache
def gap_words() -> dict[str, GapWords]:
    """The words of each kind, by code."""
    return words_in(_graph())


def words_in(graph: Graph) -> dict[str, GapWords]:
    """The same, as a graph has them."""
    kinds = graph.subjects(SKOS.inScheme, _SCHEME)
    return {str(graph.value(kind, SKOS.notation)): _words(graph, kind) for kind in kinds}


@cache
def of_the_law() -> Text | None:
    """Why no change of a proposal closes a gap that lies in the law in force."""
    return text_of(_graph(), _SCHEME, CORE.noRepair)


@cache
def _graph() -> Graph:
    return parse_turtle(ONTOLOGY / "gap.ttl")


def _words(graph: Graph, kind: Node) -> GapWords:
    """The wordings that a kind has of its own; what a shape says stands with the shape."""
    found = {}
    for node in graph.objects(kind, CORE.wording):
        severity, message = graph.value(node, SH.severity), text_of(graph, node, SH.message)
        if severity is not None and message is not None:
            name = str(graph.value(node, SKOS.notation))
            found[name] = Wording(SEVERITY_OF[severity], message)
    return GapWords(found, text_of(graph, kind, CORE.noRepair))

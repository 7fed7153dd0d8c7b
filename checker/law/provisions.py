"""Provisions: the act that each belongs to, what it is called, and its official text."""

from __future__ import annotations

from rdflib import RDFS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text, label, short, text_of
from lovgraf.law.time import way_up


def act_of(graph: Graph, provision: str) -> str:
    """The act that a provision belongs to, or that it is (IRIs)."""
    node: Node = URIRef(provision)
    while (above := graph.value(node, ELI.is_part_of)) is not None:
        node = above
    return str(node)


def provision_label(graph: Graph, provision: str) -> Text:
    """The label of a provision with the act it belongs to ("lov nr. 528 af 11.6.2012, § 3"), or
    with the amending act that inserted it ("pensionslovens § 14 d (indsat ved lov nr. 742 ...)").
    """
    own, act = label(graph, URIRef(provision)), act_of(graph, provision)
    if act == provision:
        return own
    whole = text_of(graph, URIRef(act), RDFS.label) or Text(short(act), short(act))
    if any((step, CORE.insertedInto, None) in graph for step in way_up(graph, URIRef(provision))):
        return Text(f"{own.da} (indsat ved {whole.da})", f"{own.en} (inserted by {whole.en})")
    return Text(f"{whole.da}, {own.da}", f"{whole.en}, {own.en}")


def official_link(graph: Graph, provision: str) -> str | None:
    """The address of the official text of the act that a provision belongs to."""
    node: Node | None = URIRef(provision)
    while node is not None:
        for address in sorted(map(str, graph.objects(node, RDFS.seeAlso))):
            if address.startswith(("https://", "http://")):
                return address
        node = graph.value(node, ELI.is_part_of)
    return None

"""How deep a proposal nests: what reads it, here and in libraries, goes down step by step."""

from __future__ import annotations

from collections import defaultdict

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

from lovgraf.core.errors import InputError

DEEPEST = 50
"""Brackets within brackets; the deepest of the shipped law has a tenth of that."""


def check_depth(graph: Graph, name: str) -> None:
    """Raise `InputError` where blank nodes nest too deeply, or hold themselves.

    A list counts as one step, however long it is.
    """
    above: dict[Node, int] = defaultdict(int)
    below: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
    for subject, predicate, value in graph:
        if isinstance(value, BNode) and isinstance(subject, BNode):
            below[subject].append((value, int(predicate != RDF.rest)))
            above[value] += 1
    nodes = {*below, *above}
    depth: dict[Node, int] = defaultdict(int)
    ready = [node for node in nodes if not above[node]]
    done = 0
    while ready:
        node = ready.pop()
        done += 1
        for value, step in below[node]:
            depth[value] = max(depth[value], depth[node] + step)
            above[value] -= 1
            if not above[value]:
                ready.append(value)
    if done < len(nodes) or max(depth.values(), default=0) > DEEPEST:
        raise InputError(
            f"Forslaget har klammer i klammer i mere end {DEEPEST} led, eller uden ende. Giv "
            "delene navne.",
            f"The proposal has brackets within brackets more than {DEEPEST} deep, or without end. "
            "Give the parts names.",
            name,
        )

"""What a proposal leaves as it is in a law need not be read again.

A norm is read from its own statements and what these lead to. So only what leads to a statement
that a proposal adds or removes can be read differently.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, Graph
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from checker.law.norms import KINDS, Norm, natural, norm_of
from checker.law.view import Law
from checker.terms import CORE, RECORD

_VOCABULARY = frozenset(
    {RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact, RECORD.CodeGroup, SKOS.Concept,
     SKOS.ConceptScheme}
)  # fmt: skip


def keep_unchanged(old: Law, new: Law, changed: Iterable[Node]) -> None:
    """Let a law keep the facts and norms of an older one, where no statement of the `changed`
    nodes says otherwise."""
    touched = _leading_to(new.graph, changed)
    if any(_of_vocabulary(graph, node) for graph in (old.graph, new.graph) for node in touched):
        return
    new.__dict__["facts"] = old.facts
    found = {iri: norm for iri, norm in old.norms.items() if iri not in set(map(str, touched))}
    found |= _read(new, touched)
    new.__dict__["norms"] = dict(sorted(found.items(), key=lambda item: natural(item[0])))


def _read(law: Law, touched: Iterable[Node]) -> dict[str, Norm]:
    graph, facts = law.graph, law.facts
    found: dict[str, Norm] = {}
    for kind in KINDS:
        for node in touched:
            if (node, RDF.type, CORE[kind]) in graph:
                found[str(node)] = norm_of(graph, node, kind, facts.record_types, facts.usual_type)
    return found


def _leading_to(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """Nodes, with all whose statements lead to them."""
    found, todo = set[Node](), list(nodes)
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += graph.subjects(None, node)
    return found


def _of_vocabulary(graph: Graph, node: Node) -> bool:
    """Whether a node belongs to the facts, their codes, or the shapes of record quality."""
    if (node, SH.targetClass, None) in graph or (node, SKOS.notation, None) in graph:
        return True
    if (None, RECORD.codeList, node) in graph:
        return True
    return not _VOCABULARY.isdisjoint(graph.objects(node, RDF.type))

"""What a proposal leaves as it is in a law need not be read again.

A norm or fact is read from its own statements and what these lead to. So only what leads to a
statement that a proposal adds or removes can be read differently.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rdflib import RDF, Graph
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.check.quality import share_quality_shapes
from lovgraf.conditions.from_owl import ReadClasses
from lovgraf.conditions.readable_classes import UPWARDS
from lovgraf.core.terms import CORE, RECORD
from lovgraf.facts.fact_reader import KINDS as FACTS
from lovgraf.facts.fact_reader import facts_among
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadline_rules import DeadlineRules
from lovgraf.law.norms import KINDS, Norm, natural, norm_of
from lovgraf.law.view import Law
from lovgraf.proposals.statements import leading_to
from lovgraf.verdicts.program import classes_read

_CODES = frozenset(
    {RECORD.CodeGroup, SKOS.Concept, SKOS.ConceptScheme, CORE.Calendar, CORE.DeadlineRule}
)
_FACTS = frozenset(FACTS)


def keep_unchanged(
    old: Law, new: Law, changed: Collection[Node], leading: set[Node] | None = None
) -> None:
    """Let a law keep the facts and norms of an older one, and the classes that were read of it,
    where no statement of the `changed` nodes says otherwise; `leading` are these with all whose
    statements lead to them, where that is known.

    Its facts are the same object only where no fact and no shape of record quality is touched.
    """
    touched = leading_to(new.graph, changed) if leading is None else leading
    graphs = (old.graph, new.graph)
    if any(_of_all_facts(graph, node) for graph in graphs for node in touched):
        return
    same = not any(_of_a_record(graph, node) for graph in graphs for node in touched)
    new.__dict__["facts"] = old.facts if same else _facts(old, new, touched)
    if same:
        share_quality_shapes(old, new)
    gone = set(map(str, touched))
    found = {iri: norm for iri, norm in old.norms.items() if iri not in gone}
    found |= _read(new, touched)
    new.__dict__["norms"] = dict(sorted(found.items(), key=lambda item: natural(item[0])))
    said = {p for node in changed for p in new.graph.predicates(node)}
    if said.isdisjoint(UPWARDS):
        for kind in new.facts.record_types.values():
            known: ReadClasses = old.once(classes_read(kind), ReadClasses)
            new.having(classes_read(kind), known.without(touched))


def _facts(old: Law, new: Law, touched: set[Node]) -> FactVocabulary:
    """The facts of the older law, and those touched as they now are."""
    gone = set(map(str, touched))
    kept = {iri: fact for iri, fact in old.facts.facts.items() if iri not in gone}
    read = facts_among(new.graph, touched, old.facts.record_types)
    return replace(old.facts, facts=dict(sorted((kept | read).items())))


def _read(law: Law, touched: set[Node]) -> dict[str, Norm]:
    graph, facts = law.graph, law.facts
    found: dict[str, Norm] = {}
    types, usual, rules = facts.record_types, facts.usual_type, DeadlineRules(graph)
    for kind in KINDS:
        for node in touched.intersection(graph.subjects(RDF.type, CORE[kind])):
            found[str(node)] = norm_of(graph, node, kind, types, usual, rules)
    return found


def _of_all_facts(graph: Graph, node: Node) -> bool:
    """Whether a node belongs to what many facts and norms rest on: codes with their lists and
    groups, types of record, rules on deadlines, and what a rule may ask of a bearer."""
    if (node, SKOS.notation, None) in graph or (None, RECORD.codeList, node) in graph:
        return True
    return not _CODES.isdisjoint(graph.objects(node, RDF.type))


def _of_a_record(graph: Graph, node: Node) -> bool:
    """Whether a node is a fact, or a shape of record quality."""
    if (node, SH.targetClass, None) in graph:
        return True
    return not _FACTS.isdisjoint(graph.objects(node, RDF.type))

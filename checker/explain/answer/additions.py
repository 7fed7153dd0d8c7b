"""What is added to a sentence by what is known of a record (`core:addition`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.model import TRUE
from lovgraf.verdicts.program import readers

if TYPE_CHECKING:
    from lovgraf.explain.answer.case import Case


def additions(case: Case, node: Node) -> Iterator[Text]:
    """The sentences that are added to that of a norm or an opening."""
    graph = case.asked.view.law.graph
    for one in sorted(graph.objects(node, CORE.addition), key=str):
        more = text_of(graph, one, RDFS.label)
        if more is not None and not ruled_out(case, one):
            yield case.asked.sentences.opening(more)


def ruled_out(case: Case, node: Node) -> bool:
    """Whether something is not told, since it is known to be so that it is not, a value is not
    known with which alone it is told, or the day has come that it tells of."""
    graph, today = case.asked.view.law.graph, case.asked.view.as_of
    days = (
        one.toPython() for one in graph.objects(node, CORE.toldBefore) if isinstance(one, Literal)
    )
    if any(day <= today for day in days):
        return True
    if not all(_known(case, one) for one in graph.objects(node, CORE.onlySo)):
        return True
    return any(_holds(case, one) for one in graph.objects(node, CORE.unlessSo))


def _known(case: Case, node: Node) -> bool:
    """Whether a column is known to have a value."""
    graph = case.asked.view.law.graph
    column, value = graph.value(node, CORE.presumes), graph.value(node, CORE.presumedValue)
    return isinstance(value, Literal) and case.states.get(str(column)) == value.toPython()


def _holds(case: Case, what: Node) -> bool:
    """Whether a fact is known to be true, or the record known to be in a class."""
    if (what, RDF.type, OWL.Class) not in case.asked.view.law.graph:
        return case.states.get(str(what)) is True
    owl, _ = readers(case.asked.view, case.asked.question.record_type)
    condition = owl.condition(URIRef(str(what)))
    trees = case.once_done
    return trees.answers.reads(condition) and trees.answer(condition) == TRUE

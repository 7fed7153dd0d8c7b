"""What is added to a sentence by what is known of a record (`core:addition`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.model import TRUE
from lovgraf.facts.values import NONE
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
    """Whether something is not told, since it is known to be so that it is not, none of the
    values is known with which alone it is told, or the day has come that it tells of, or until
    which it is told."""
    graph, today = case.asked.view.law.graph, case.asked.view.as_of
    days = (
        one.toPython() for one in graph.objects(node, CORE.toldBefore) if isinstance(one, Literal)
    )
    if any(day <= today for day in days):
        return True
    events = (case.states.get(str(one)) for one in graph.objects(node, CORE.toldUntil))
    if any(isinstance(day, date) and day <= today for day in events):
        return True
    if not all(_holds(case, one) for one in graph.objects(node, CORE.onlySo)):
        return True
    return any(_holds(case, one) for one in graph.objects(node, CORE.unlessSo))


def _known(case: Case, node: Node) -> bool:
    """Whether a column is known to have a value, or one of some, or another than one."""
    graph = case.asked.view.law.graph
    state = case.states.get(str(graph.value(node, CORE.presumes)))
    wanted, others = (
        {one.toPython() for one in graph.objects(node, predicate) if isinstance(one, Literal)}
        for predicate in (CORE.presumedValue, CORE.butNot)
    )
    return state in wanted or (bool(others) and state not in {None, NONE, *others})


def _holds(case: Case, what: Node) -> bool:
    """Whether a fact is known to be true or to have a value, or the record to be in a class."""
    graph = case.asked.view.law.graph
    if (what, CORE.presumes, None) in graph:
        return _known(case, what)
    if (what, RDF.type, OWL.Class) not in graph:
        return case.states.get(str(what)) is True
    owl, _ = readers(case.asked.view, case.asked.question.record_type)
    condition = owl.condition(URIRef(str(what)))
    trees = case.once_done
    return trees.answers.reads(condition) and trees.answer(condition) == TRUE

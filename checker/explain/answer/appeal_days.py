"""The last day of an appeal, where the day it is counted from was stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import day_text, filled
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.model import Step
from lovgraf.explain.due import period_text
from lovgraf.facts.calendar import add_months
from lovgraf.facts.period import Period

_TO_BE = Text(
    "Klagen skal indgives senest {day} ({period} efter {event})",
    "The appeal must be made by {day} ({period} after {event})",
)
_TO_SUSPEND = Text(
    "Skal klagen have opsættende virkning, skal den være indgivet senest {day} ({period} efter "
    "{event})",
    "To suspend the decision the appeal must be made by {day} ({period} after {event})",
)
_FRAMES = ((CORE.appealWithin, _TO_BE), (CORE.appealSuspendsWithin, _TO_SUSPEND))
_MAY_RUN_ON = timedelta(days=6)
"""For so long closed days in a row may let a deadline run on: nobody is told before that it has
passed."""
_OVER = Text("{said}. Den dag er gået", "{said}. That day has passed")


def appeal_days(case: Case, norm: str) -> Iterator[Step]:
    """The last days of the appeals that a norm (by IRI) gives, each once: the safe one, since a
    deadline that ends on a closed day may run on."""
    graph, found = case.asked.view.law.graph, []
    for node in graph.objects(URIRef(norm), CORE.appeal):
        counted = str(graph.value(node, CORE.appealCountedFrom) or "")
        start = case.seen.record.get(counted)
        event = case.asked.sentences.event(counted, start) if counted else None
        for within, frame in _FRAMES:
            length = graph.value(node, within)
            if length is None or event is None or not isinstance(start, date):
                continue
            period = Period.parse(str(length))
            last = _after(start, period)
            if last is not None:
                said = filled(frame, day=day_text(last), period=period_text(period), event=event)
                over = last + _MAY_RUN_ON < case.asked.view.as_of
                found.append(Step("deadline", filled(_OVER, said=said) if over else said))
    yield from dict.fromkeys(found)


def _after(day: date, period: Period) -> date | None:
    moved = add_months(day, period.months)
    return None if moved is None else moved + timedelta(days=period.days)

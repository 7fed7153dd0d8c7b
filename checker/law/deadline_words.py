"""Deadlines and lengths of time in words."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Lang, Text, label, text_of
from lovgraf.facts.period import Period
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm

_UNITS = (
    ("bank_days", Text("bankdag", "bank day"), Text("bankdage", "bank days")),
    ("days", Text("dag", "day"), Text("dage", "days")),
    ("months", Text("måned", "month"), Text("måneder", "months")),
)
_BY = Text("senest {period} efter {triggers}", "at the latest {period} after {triggers}")
_ON = Text("samme dag som {triggers}", "on the same day as {triggers}")
_NOT_BEFORE = Text("tidligst {period} efter {triggers}", "not before {period} after {triggers}")
_BEFORE = Text("senest ved {triggers}", "at the latest with {triggers}")
_AHEAD = Text("senest {period} før {triggers}", "at the latest {period} before {triggers}")
_LATEST = Text("den seneste af {triggers}", "the latest of {triggers}")
_KEPT = Text(
    "opbevares i mindst {period} efter {after}", "kept for at least {period} after {after}"
)
_MONTHS = 12
_AND = Text(" og ", " and ")


def deadlines_said(norm: Norm, graph: Graph) -> list[Text]:
    """The deadlines of a norm in words; of one that says how long something is kept at least
    (`core:keptAtLeast`) until when it lasts: it is not done on a day."""
    return [_of_keeping(norm, one, graph) or deadline_said(one, graph) for one in norm.deadlines]


def _of_keeping(norm: Norm, deadline: Deadline, graph: Graph) -> Text | None:
    node = URIRef(norm.iri)
    length, after = graph.value(node, CORE.keptAtLeast), text_of(graph, node, CORE.keptFrom)
    if length is None or after is None or deadline.period != Period():
        return None
    period = _in_years(Period.parse(str(length)))
    return _each(lambda at: _KEPT[at].format(period=period[at], after=after[at]))


def deadline_said(deadline: Deadline, graph: Graph) -> Text:
    """A deadline in words: 'at the latest 5 days after "moved on"'."""
    facts = [label(graph, URIRef(trigger)) for trigger in deadline.triggers]
    triggers = _each(lambda at: _AND[at].join(_quoted(fact[at], at) for fact in facts))
    if len(facts) > 1:
        triggers = _each(lambda at: _LATEST[at].format(triggers=triggers[at]))
    if deadline.before_event and deadline.period == Period():
        return _each(lambda at: _BEFORE[at].format(triggers=triggers[at]))
    if deadline.period == Period() and not deadline.at_least:
        return _each(lambda at: _ON[at].format(triggers=triggers[at]))
    said = _AHEAD if deadline.before_event else _NOT_BEFORE if deadline.at_least else _BY
    period = period_said(deadline.period)
    return _each(lambda at: said[at].format(period=period[at], triggers=triggers[at]))


def period_said(period: Period) -> Text:
    """A length of time in words: '3 months'; '0 days' where it has none."""
    lengths = [(getattr(period, name), one, many) for name, one, many in _UNITS]
    parts = [(n, one if n == 1 else many) for n, one, many in lengths if n] or [(0, _UNITS[1][2])]
    return _each(lambda at: _AND[at].join(f"{n} {unit[at]}" for n, unit in parts))


def _in_years(period: Period) -> Text:
    """A length of whole years as years: '5 years'; another as it is."""
    years = period.months // _MONTHS
    if period != Period(months=years * _MONTHS):
        return period_said(period)
    return Text(f"{years} år", f"{years} year{'s' if years != 1 else ''}")


def duration_said(text: str) -> Text:
    """An `xsd:duration` in words, such as rdflib writes them (`PT0S` for none)."""
    days = text.partition("T")[0]
    return period_said(Period() if days.endswith("P") else Period.parse(days))


def _quoted(text: str, at: Lang) -> str:
    return f"»{text}«" if at == "da" else f'"{text}"'


def _each(say: Callable[[Lang], str]) -> Text:
    return Text(say("da"), say("en"))

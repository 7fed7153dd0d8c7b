"""Deadlines and lengths of time in words."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Lang, Text, label, text_of
from lovgraf.facts.period import Period
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm

_UNITS = {
    "years": (Text("år", "year"), Text("år", "years")),
    "months": (Text("måned", "month"), Text("måneder", "months")),
    "days": (Text("dag", "day"), Text("dage", "days")),
    "bank days": (Text("bankdag", "bank day"), Text("bankdage", "bank days")),
}
_BY = Text("senest {period} efter {triggers}", "at the latest {period} after {triggers}")
_ON = Text("samme dag som {triggers}", "on the same day as {triggers}")
_NOT_BEFORE = Text("tidligst {period} efter {triggers}", "not before {period} after {triggers}")
_BEFORE = Text("senest ved {triggers}", "at the latest with {triggers}")
_AHEAD = Text("senest {period} før {triggers}", "at the latest {period} before {triggers}")
_LATEST = Text("den seneste af {triggers}", "the latest of {triggers}")
_KEPT = Text(
    "opbevares i mindst {period} efter {after}", "kept for at least {period} after {after}"
)
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
    period = period_text(Period.parse(str(length)))
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
    period = period_text(deadline.period)
    return _each(lambda at: said[at].format(period=period[at], triggers=triggers[at]))


def period_text(period: Period) -> Text:
    """A length of time in words, whole years as years; "0 days" where it has none.

    >>> period_text(Period(months=13)), period_text(Period(months=24, days=1))
    (Text(da='13 måneder', en='13 months'), Text(da='2 år og 1 dag', en='2 years and 1 day'))
    """
    years, months = (0, period.months) if period.months % 12 else (period.months // 12, 0)
    lengths = {
        "years": years, "months": months, "days": period.days, "bank days": period.bank_days,
    }  # fmt: skip
    parts = [_number(abs(n), unit) for unit, n in lengths.items() if n] or [_number(0, "days")]
    return _each(lambda at: _AND[at].join(part[at] for part in parts))


def _number(number: int, unit: str) -> Text:
    one, many = _UNITS[unit]
    said = one if number == 1 else many
    return _each(lambda at: f"{number} {said[at]}")


def duration_said(text: str) -> Text:
    """An `xsd:duration` in words, such as rdflib writes them (`PT0S` for none)."""
    days = text.partition("T")[0]
    return period_text(Period() if days.endswith("P") else Period.parse(days))


def _quoted(text: str, at: Lang) -> str:
    return f"»{text}«" if at == "da" else f'"{text}"'


def _each(say: Callable[[Lang], str]) -> Text:
    return Text(say("da"), say("en"))

"""Deadlines of one record in words: the day, the safe one first where closed days give another
reading; whether it has passed, and what was done too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdflib import Graph, URIRef

from lovgraf.core.terms import Text, label
from lovgraf.core.written import day_text
from lovgraf.facts.values import NONE, State
from lovgraf.law.norms import Deadline, Norm
from lovgraf.verdicts.deadlines import DUE, END, END_AT_MOST, deadline_iri

_ONE = Text("Frist: {event}{first}", "Deadline: {event}{first}")
_NOT_BEFORE = Text("Tidligst: {event}{first}", "Not before: {event}{first}")
_TWO = Text(
    "Frist: {event}senest {first}; sandsynligvis rettidigt også {last}, da {first} regnes for en "
    "lukkedag{by}",
    "Deadline: {event}at the latest {first}; probably in time also {last}, since {first} counts as "
    "a closed day{by}",
)
_BY = Text(" (kilde: {sources})", " (source: {sources})")
_BEFORE = Text("inden »{events}«, ", 'before "{events}", ')
_OVER = Text("{said}. Fristen er overskredet med {days}", "{said}. The deadline passed {days} ago")
_DO_IT = Text("{said}: gør det straks", "{said}: do it at once")
_DO_IT_IF = Text(
    "{said}: er det ikke gjort, så gør det straks", "{said}: if it was not done, do it at once"
)
_DONE_LATE = Text("{said}. Det skete {days} for sent", "{said}. It was done {days} too late")
_DAY = Text("{n} dag", "{n} day")
_DAYS = Text("{n} dage", "{n} days")


@dataclass(frozen=True)
class Due:
    """A deadline of a record: the safe day, the last day by the reading that gives most time."""

    deadline: Deadline
    iri: str
    """The fact with its last day."""
    first: date
    last: date
    sources: Text | None
    done: State | None
    """When it was done; None where nothing is known of that."""

    def late(self) -> int:
        """By how many days it was done too late, by every reading; 0 where it was not."""
        if not isinstance(self.done, date) or self.deadline.at_least:
            return 0
        return max((self.done - self.last).days, 0)


def dues(norm: Norm, states: Mapping[str, State]) -> Iterator[Due]:
    """The deadlines of a norm whose day is known; none in bank days."""
    for number, deadline in enumerate(norm.deadlines):
        iris = [deadline_iri(norm, number, name) for name in (DUE, END, END_AT_MOST)]
        days = [states.get(iri) for iri in iris]
        known = [day for day in days if isinstance(day, date)]
        if known and not deadline.period.bank_days:
            first, last = known[0], max(known)
            done = states.get(deadline.performed_on) if deadline.performed_on else None
            sources = _sources(deadline, days[1] == last)
            yield Due(deadline, iris[days.index(last)], first, last, sources, done)


def done_too_late(norm: Norm, states: Mapping[str, State]) -> bool:
    """Whether it is known that a duty was done after its deadline, by every reading."""
    for number, deadline in enumerate(norm.deadlines):
        over = states.get(deadline_iri(norm, number, "bank-late"))
        longest = deadline.period.bank_days
        if longest and not deadline.at_least and isinstance(over, int) and over >= longest:
            return True
    return any(due.late() for due in dues(norm, states))


def _sources(deadline: Deadline, certain: bool) -> Text | None:
    closing = deadline.closing
    if closing is None:
        return None
    return closing.certain_by if certain else closing.possible_by


def due_said(due: Due, as_of: date, graph: Graph, known: bool) -> Text:
    """A deadline in words, and how it stands on a day; `known` says that it is known not to have
    been done."""
    said = _day_said(due, graph)
    if late := due.late():
        return _filled(_DONE_LATE, said=said, days=_days(late))
    over = (as_of - due.last).days
    if over <= 0 or due.deadline.at_least or isinstance(due.done, date):
        return said
    said = _filled(_OVER, said=said, days=_days(over))
    return _filled(_DO_IT if known or due.done is NONE else _DO_IT_IF, said=said)


def _day_said(due: Due, graph: Graph) -> Text:
    deadline, first, last = due.deadline, day_text(due.first), day_text(due.last)
    event = Text("", "")
    if deadline.before_event:
        names = [label(graph, URIRef(trigger)) for trigger in deadline.triggers]
        events = Text(", ".join(n.da for n in names), ", ".join(n.en for n in names))
        event = _filled(_BEFORE, events=events)
    if deadline.at_least or due.first == due.last:
        pattern = _NOT_BEFORE if deadline.at_least else _ONE
        return _filled(pattern, first=last if deadline.at_least else first, event=event)
    by = _filled(_BY, sources=due.sources) if due.sources else Text("", "")
    return _filled(_TWO, first=first, last=last, event=event, by=by)


def _days(number: int) -> Text:
    return _filled(_DAY if number == 1 else _DAYS, n=Text(str(number), str(number)))


def _filled(pattern: Text, **parts: Text) -> Text:
    return Text(
        pattern.da.format(**{name: part.da for name, part in parts.items()}),
        pattern.en.format(**{name: part.en for name, part in parts.items()}),
    )

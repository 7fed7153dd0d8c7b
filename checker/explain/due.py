"""Deadlines of one record in sentences: the day, the safe one first where closed days give another
reading, with what it is counted from; whether it has passed, and what was done too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from lovgraf.core.terms import Text
from lovgraf.core.written import begun, day_text, filled, list_text
from lovgraf.explain.sentences import Sentences
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.law.deadline_words import period_text
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.verdicts.deadlines import DUE, END, END_AT_MOST, deadline_iri

_TO_BE = Text("Det skal ske {when}", "It must be done {when}")
_WAS_TO_BE = Text("Det skulle være sket {when}", "It was to be done {when}")
_NOT_BEFORE = Text("Det må tidligst ske {day}", "It may not be done before {day}")
_BY = Text("senest {day}{counted}", "by {day}{counted}")
_ON = Text("{day}{counted}", "on {day}{counted}")
_BY_TWO = Text(
    "senest {day}{counted}; sandsynligvis er {last} også i tide, da {day} regnes for en "
    "lukkedag{sources}",
    "by {day}{counted}; probably {last} is in time too, since {day} counts as a closed day"
    "{sources}",
)
_SOURCES = Text(" (kilde: {sources})", " (source: {sources})")
_BEFORE = Text("inden {event}", "before {event}")
_COUNTED = Text(" ({period} efter {event})", " ({period} after {event})")
_COUNTED_BACK = Text(" ({period} før {event})", " ({period} before {event})")
_ON_EVENT = Text(" ({event})", " ({event})")
_WITHIN = Text("senest {period} efter {event}", "within {period} of {event}")
_LATEST_OF = Text("{events}, alt efter hvad der sker sidst", "{events}, whichever is later")
_ASIDE = Text(
    "{day} regnes for en lukkedag; sandsynligvis er {last} også i tide{sources}",
    "{day} counts as a closed day; probably {last} is in time too{sources}",
)
_BETWEEN = Text(
    "{do}: fristen var {day}{counted}, men {day} regnes for en lukkedag, så {last} er "
    "sandsynligvis også i tide{sources}",
    "{do}: the deadline was {day}{counted}, but {day} counts as a closed day, so {last} is "
    "probably in time too{sources}",
)
_BETWEEN_PLAINLY = Text(
    "{do}: fristen er regnet til {day}{counted}", "{do}: the deadline was counted to {day}{counted}"
)
_NOW, _NOW_IF = (
    Text("Gør det {now}", "Do it {now}"),
    Text("Er det ikke gjort, så gør det {now}", "If it was not done, do it {now}"),
)
_TODAY, _AT_ONCE = Text("i dag", "today"), Text("straks", "at once")
_IS, _WAS = (
    Text("Fristen er {day}", "The deadline is {day}"),
    Text("Fristen var {day}", "The deadline was {day}"),
)
_OVER = Text("{said}. Fristen er overskredet med {days}", "{said}. The deadline passed {days} ago")
_DO_IT = Text("{said}: gør det straks", "{said}: do it at once")
_DO_IT_IF = Text(
    "{said}: er det ikke gjort, så gør det straks", "{said}: if it was not done, do it at once"
)
_DONE_SOME_DAY = Text(
    "{said}. Det er oplyst, at det er gjort; er det først gjort senere, er det for sent",
    "{said}. It is stated to have been done; if that was only later, it was too late",
)
_DONE_LATE = Text("{said}. Det skete {days} for sent", "{said}. It was done {days} too late")
_OR = Text("eller", "or")


class Due(Struct, frozen=True):
    """A deadline of a record: the safe day, the last day by the reading that gives most time."""

    deadline: Deadline
    iri: str
    """The fact with its last day."""
    first: date
    last: date
    sources: Text | None
    done: State | None
    """When it was done; None where nothing is known of that."""
    happened: bool = False
    """Whether it is known to have been done, on no day that is known."""

    def late(self) -> int:
        """By how many days it was done too late, by every reading; 0 where it was not."""
        if not isinstance(self.done, date) or self.deadline.at_least:
            return 0
        return max((self.done - self.last).days, 0)


def dues(norm: Norm, states: Mapping[str, State]) -> Iterator[Due]:
    """The deadlines of a norm whose day is known and named; none in bank days."""
    for number, deadline in enumerate(norm.deadlines):
        iris = [deadline_iri(norm, number, name) for name in (DUE, END, END_AT_MOST)]
        days = [states.get(iri) for iri in iris]
        known = [day for day in days if isinstance(day, date)]
        if known and not (deadline.period.bank_days or deadline.no_day):
            first, last = known[0], max(known)
            done = states.get(deadline.performed_on) if deadline.performed_on else None
            sources = _sources(deadline, days[1] == last)
            yield Due(deadline, iris[days.index(last)], first, last, sources, done)


def last_bank_day(deadline: Deadline, start: date) -> date | None:
    """The last day of a deadline in bank days that runs from a day; None where it is of another
    kind, or no calendar says what a bank day is."""
    calendar, day = deadline.calendar, start
    if calendar is None or not deadline.period.bank_days:
        return None
    for _ in range(deadline.period.bank_days):
        day = calendar.next_open(day + timedelta(days=1))
    return day


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


def due_said(
    due: Due,
    as_of: date,
    sentences: Sentences,
    states: Mapping[str, State],
    known: bool,
    both: bool = True,
    *,
    kept: bool = False,
) -> Text:
    """A deadline in a sentence, and how it stands on a day; `known` says that it is known not to
    have been done, `states` what the days of its triggers are; without `both` the reading that
    gives most time is left out; `kept` says that it may not be done before either. How long it is
    overdue is counted from the first day that is said, once it is so by every reading."""
    over = as_of > due.last
    when = _when(due, sentences, states, both, kept=kept)
    if due.deadline.at_least:
        return filled(_NOT_BEFORE, day=day_text(due.last))
    said = filled(_WAS_TO_BE, when=when)
    if isinstance(due.done, date) and due.late():
        days = period_text(Period(days=(due.done - due.first).days))
        return filled(_DONE_LATE, said=said, days=days)
    if isinstance(due.done, date) or as_of <= due.first:
        return filled(_TO_BE, when=when)
    if due.happened:
        return filled(_DONE_SOME_DAY, said=said)
    if not over:
        return _between(due, as_of, sentences, states, known, both)
    said = filled(_OVER, said=said, days=period_text(Period(days=(as_of - due.first).days)))
    return filled(_DO_IT if known or due.done is NONE else _DO_IT_IF, said=said)


def _between(
    due: Due,
    as_of: date,
    sentences: Sentences,
    states: Mapping[str, State],
    known: bool,
    both: bool,
) -> Text:
    """What is said once the safe day has passed and the last has not: do it, for it is probably in
    time still, which whoever signs a letter is told; nobody is told to be late, or to have until
    then."""
    do = filled(
        _NOW if known or due.done is NONE else _NOW_IF,
        now=_TODAY if as_of == due.last else _AT_ONCE,
    )
    counted = _counted(due, sentences, states)
    if not both:
        return filled(_BETWEEN_PLAINLY, do=do, day=day_text(due.first), counted=counted)
    sources = filled(_SOURCES, sources=due.sources) if due.sources else Text("", "")
    return filled(
        _BETWEEN, do=do, day=day_text(due.first), counted=counted,
        last=day_text(due.last), sources=sources,
    )  # fmt: skip


def other_reading(due: Due) -> Text | None:
    """The reading that gives more time, with its sources; None where there is no other."""
    if due.first == due.last or due.deadline.at_least:
        return None
    sources = filled(_SOURCES, sources=due.sources) if due.sources else Text("", "")
    said = filled(_ASIDE, day=day_text(due.first), last=day_text(due.last), sources=sources)
    return Text(begun(said.da), begun(said.en))


def due_in_short(
    due: Due, as_of: date, sentences: Sentences, states: Mapping[str, State]
) -> Text | None:
    """A deadline in a few words, as an answer begins with it; None where it is no last day, or was
    met."""
    if due.deadline.at_least or isinstance(due.done, date):
        return None
    if due.deadline.before_event and due.deadline.period == Period():
        when = _when(due, sentences, states)
        return filled(_TO_BE, when=when) if as_of <= due.last else None
    if due.first < as_of <= due.last:
        return filled(_NOW_IF, now=_TODAY if as_of == due.last else _AT_ONCE)
    return filled(_IS if as_of <= due.last else _WAS, day=day_text(due.first))


def undated(norm: Norm, sentences: Sentences, states: Mapping[str, State]) -> Iterator[Text]:
    """The deadlines of a norm of which no day is known, by what they are counted from."""
    for deadline in norm.deadlines:
        events = [sentences.event(one, states.get(one)) for one in deadline.triggers]
        whole = [one for one in events if one is not None]
        if deadline.at_least or not whole or len(whole) < len(events):
            continue
        event = whole[0]
        if len(whole) > 1:
            event = filled(_LATEST_OF, events=list_text(whole, _OR))
        if deadline.before_event and deadline.period == Period():
            yield filled(_TO_BE, when=filled(_BEFORE, event=event))
        elif deadline.period != Period() and not deadline.before_event:
            when = filled(_WITHIN, period=period_text(deadline.period), event=event)
            yield filled(_TO_BE, when=when)


def _when(
    due: Due,
    sentences: Sentences,
    states: Mapping[str, State],
    both: bool = True,
    *,
    kept: bool = False,
) -> Text:
    """By when, and what that is counted from: of several days the latest; on what day where it may
    not be done before."""
    deadline, day = due.deadline, day_text(due.first)
    if deadline.before_event and deadline.period == Period():
        event, _ = _event(due, sentences, states)
        return filled(_BEFORE, event=event or day)
    counted = _counted(due, sentences, states)
    if due.first == due.last or not both:
        return filled(_ON if kept else _BY, day=day, counted=counted)
    sources = filled(_SOURCES, sources=due.sources) if due.sources else Text("", "")
    return filled(_BY_TWO, day=day, counted=counted, last=day_text(due.last), sources=sources)


def _event(
    due: Due, sentences: Sentences, states: Mapping[str, State]
) -> tuple[Text | None, Text | None]:
    """What a deadline is counted from, with its day and without: of several days the latest."""
    triggers = due.deadline.triggers
    days = {one: state for one in triggers if isinstance(state := states.get(one), date)}
    if not days:
        return None, None
    latest = max(days, key=lambda one: days[one])
    return sentences.event(latest, days[latest]), sentences.event(latest, None)


def _counted(due: Due, sentences: Sentences, states: Mapping[str, State]) -> Text:
    """How a deadline was counted, in parentheses; empty where what it is counted from is not
    known."""
    deadline, (event, name) = due.deadline, _event(due, sentences, states)
    if event is None:
        return Text("", "")
    if deadline.period == Period():
        return filled(_ON_EVENT, event=name or event)
    frame = _COUNTED_BACK if deadline.before_event else _COUNTED
    return filled(frame, period=period_text(deadline.period), event=event)

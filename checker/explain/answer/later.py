"""From which day a no is another answer, where all stays as it is but the days that pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import itemgetter

from msgspec import Struct
from rdflib import URIRef

from lovgraf.conditions.tree import Leaf, OneOf, questions
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text, filled
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer.asked import Asked
from lovgraf.explain.question import named_by
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.calendar import add_months
from lovgraf.facts.values import State
from lovgraf.law.norms import Norm
from lovgraf.verdicts.program import readers

_NOT_YET = Text(
    "Ikke endnu. Er alt andet som nu, er svaret fra den {day}: {opening}",
    "Not yet. If all else stays as it is, the answer from {day} on is: {opening}",
)


_NOT_IN_FORCE = Text(
    "Ikke endnu. Reglen træder først i kraft den {day}. Er alt andet som nu, er svaret fra da af: "
    "{opening}",
    "Not yet. The rule comes into force on {day} only. If all else stays as it is, the answer from "
    "then on is: {opening}",
)
_UNTIL = Text(
    "Ja, til den {day}. Er alt andet som nu, er svaret fra den dag: {opening}",
    "Yes, until {day}. If all else stays as it is, the answer from that day on is: {opening}",
)
_UNTIL_IN_FORCE = Text(
    "Ja, til den {day}, hvor reglen træder i kraft. Er alt andet som nu, er svaret fra da af: "
    "{opening}",
    "Yes, until {day}, when the rule comes into force. If all else stays as it is, the answer from "
    "then on is: {opening}",
)
"""What begins a no that becomes another answer where the opposite was asked."""
_NOT_ADDRESSED = "not-addressed"
_MOST_DAYS = 2
"""Days on which rules of a question come into force that are tried."""


class Later(Struct, frozen=True):
    """The first day with another answer, and a record that has that answer today; where it is a
    rule that comes into force, what answers `then`."""

    day: date
    record: Record
    answer: str
    then: Asked | None = None
    rules: tuple[Norm, ...] = ()
    """The rules that come into force on the day and hold for the record then."""

    def opening(self, said: Text, turned: bool = False) -> Text:
        """The sentence that begins an answer that is not so yet, with how it will begin; `turned`
        where it was asked the other way round."""
        if turned:
            opens = _UNTIL_IN_FORCE if self.then else _UNTIL
        else:
            opens = _NOT_IN_FORCE if self.then else _NOT_YET
        return filled(opens, day=date_text(self.day), opening=said)


def later_of(asked: Asked, record: Record) -> Later | None:
    """What a record whose answer is the last one leads to by time alone; None where that is no
    other answer, or is open, unless on a stated day: what comes then is what is asked about. The
    law is that of the as-of date, unless a rule that decides comes into force later."""
    found = sorted([*_come(asked, record), *_grown(asked, record)], key=itemgetter(0))
    for day, then in found:
        answer = _answer_of(asked, then)
        if answer not in (DEPENDS, asked.question.order[-1]):
            return Later(day, then, answer)
    return _commencing(asked, record) or opening_up(asked, record)


def opening_up(asked: Asked, record: Record) -> Later | None:
    """What a record whose answer is the last one leads to on the first stated day to come on which
    it is open; None where it is on none."""
    for day, then in _come(asked, record):
        if _answer_of(asked, then) == DEPENDS:
            return Later(day, then, DEPENDS)
    return None


def _answer_of(asked: Asked, record: Record) -> str:
    """The answer to a record as it stands."""
    looked = asked.interview.look(record)
    return asked.program.answer(asked.interview.answered(looked).verdict)


def _commencing(asked: Asked, record: Record) -> Later | None:
    """What a record leads to on the day on which a rule that decides the question comes into force;
    None where it is the same, or open."""
    found = next(_on_commencing(asked, record), None)
    return found if found and found.answer != DEPENDS else None


def _on_commencing(asked: Asked, record: Record) -> Iterator[Later]:
    """What a record leads to on the days on which rules that decide the question come into force,
    where that is not the same: one that is settled first."""
    last, open_ = asked.question.order[-1], list[Later]()
    for day in sorted(day for day in _starts(asked, record) if day > asked.view.as_of)[:_MOST_DAYS]:
        then = asked.on(day)
        answer = _answer_of(then, record)
        rules = tuple(_beginning(then, record, day, answer)) if answer != last else ()
        if rules and answer == DEPENDS:
            open_.append(Later(day, record, answer, then, rules))
        elif answer not in (DEPENDS, last):
            yield from [Later(day, record, answer, then, rules)] if rules else []
            return
    yield from open_


def _starts(asked: Asked, record: Record) -> set[date]:
    """The days on which rules that decide a question come into force, but for those of other values
    than were stated of what it has rules for each value of."""
    law, question = asked.view.law, asked.question
    own = [one for one in law.norms.values() if one.record_type == question.record_type]
    stated = {iri: record[iri] for iri in question.rules_for_each & record.keys()}
    return {
        one.in_force.start
        for one in named_by(question.decided_by, own, law)
        if one.in_force.start and not _of_others(asked, one, stated)
    }


def _of_others(asked: Asked, norm: Norm, stated: Mapping[str, State]) -> bool:
    """Whether a norm asks for other values of columns than were stated."""
    if norm.addressee is None or not stated:
        return False
    owl, _ = readers(asked.view, norm.record_type)
    return any(
        isinstance(one, Leaf)
        and one.fact in stated
        and isinstance(one.test, OneOf)
        and stated[one.fact] not in one.test.values
        for one in questions(owl.condition(URIRef(norm.addressee)))
    )


def _beginning(then: Asked, record: Record, day: date, answer: str) -> Iterator[Norm]:
    """The rules of a question that come into force on a day and hold for the record, or may do
    so where the answer is open."""
    for verdict in then.explainer.explain(record, turns=False).verdicts:
        norm = then.view.norms[verdict.norm]
        decides = norm.iri in then.program.answers and norm.in_force.start == day
        possible = () if answer == DEPENDS else verdict.possible
        if decides and _NOT_ADDRESSED not in (verdict.verdict, *possible):
            yield norm


def turning_on(asked: Asked, record: Record) -> Later | None:
    """The first day to come on which a no becomes open, where all else stays as it is: one on which
    somebody is old enough, or one on which a rule comes into force."""
    for day, then in sorted(_grown(asked, record), key=itemgetter(0)):
        answer = _answer_of(asked, then)
        if answer != asked.question.order[-1]:
            return Later(day, then, answer) if answer == DEPENDS else None
    return next((one for one in _on_commencing(asked, record) if one.answer == DEPENDS), None)


def _come(asked: Asked, record: Record) -> Iterator[tuple[date, Record]]:
    """Each stated day to come, and the record as it stands then: all its days that much earlier."""
    today = asked.view.as_of
    own = {column.iri for column in asked.interview.records.columns(asked.interview.key)}
    stated = {iri: day for iri, day in record.items() if isinstance(day, date)}
    for day in sorted({day for iri, day in stated.items() if iri in own and day > today}):
        yield day, {**record, **{iri: one - (day - today) for iri, one in stated.items()}}


def _grown(asked: Asked, record: Record) -> Iterator[tuple[date, Record]]:
    """Each day on which a stated one is so many whole years ago that the question tells it apart:
    somebody comes of an age, a stay lasts long enough."""
    interview, today = asked.interview, asked.view.as_of
    for column in interview.records.columns(interview.key):
        stated = record.get(column.iri)
        if not isinstance(stated, date) or stated > today:
            continue
        tried = [value for _, value in interview.verdicts_after(record, column)]
        for value in [value for value in tried if isinstance(value, date) and value < stated]:
            years = today.year - value.year
            if years > 0 and add_months(value, 12 * years) == today:
                day = add_months(stated, 12 * years)
                if day is not None:
                    yield day, {**record, column.iri: value}

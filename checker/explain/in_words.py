"""A question answered with what somebody's own words say beside it: of whom it is asked, facts,
grounds, and what was not read. Commands, programs and the interface for other systems use the words
alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.explain.ages import age_said
from lovgraf.explain.answer import Answer, Answerer
from lovgraf.explain.heard import (
    MYSELF,
    FactHeard,
    Heard,
    heard,
    not_read_said,
    torn_said,
    unused_said,
)
from lovgraf.explain.kin import kin_of
from lovgraf.explain.question import Question
from lovgraf.explain.sentences import Sentences
from lovgraf.law.view import Law


def heard_beside(said: str, law: Law, question: Question, day: date, whom: str = "") -> Heard:
    """What words say beside the question that they ask, or that they begin with the name of;
    `whom` is the name of whoever is said to be asked for otherwise."""
    first, _, rest = said.strip().partition(" ")
    return heard(rest if first.lower() == question.slug else said, law, question, day, whom)


def askers(law: Law, question: Question, option: str) -> list[str]:
    """The names of whoever the question may be asked for. Raises `InputError`, which names the
    `option`, where it is none that one asks of oneself."""
    if not Sentences(law, question).to_subject:
        raise InputError(
            f"{option} bruges kun til spørgsmål, som en borger stiller for sig selv eller en "
            "anden.",
            f"{option} goes with questions that a citizen asks of themselves or of another only.",
        )
    return [*kin_of(law), MYSELF]


def of_whom(answerer: Answerer, said: Heard, name: str | None = None) -> Answerer:
    """What answers of whoever is asked for: by `name`, else as the words say; the other way round
    where these ask whether one may do without."""
    if name is None:
        whom = said.kin.iri if said.kin is not None else ""
    else:
        whom = "" if name == MYSELF else kin_of(answerer.view.law)[name].iri
    answerer = answerer.of_another(whom) if whom else answerer
    return answerer.turned() if said.turned else answerer


def answered(
    answerer: Answerer,
    record: Record,
    said: Heard,
    used: Sequence[FactHeard],
    unknown: Collection[str] = (),
    asked: int = 0,
    numbers_left: bool | None = None,
) -> Answer:
    """The answer to a record, in which the facts that were `used` of the words are; whether a
    number in them may still be what is asked for is `numbers_left`, where more was said since."""
    left = said.numbers_left if numbers_left is None else numbers_left
    found = answerer.answer(record, unknown, asked, unread=left, named=said.grounds)
    return replace(found, heard=tuple(used), unread=said.unread)


def to_know(
    said: Heard, used: Collection[FactHeard], given: Collection[str], day: date
) -> list[Text]:
    """What a reader must know of how somebody's words were used: what was left aside, and the years
    that were chosen."""
    chosen = [one.read_as for one in used if one.read_as is not None]
    return [*left_aside(said, given, day), *(Text(f"{one.da}.", f"{one.en}.") for one in chosen)]


def left_aside(said: Heard, given: Collection[str], day: date) -> list[Text]:
    """What in somebody's words is not used, in sentences; `given` are the columns (by name) that
    are stated otherwise."""
    found = list[Text]()
    if said.age is not None and said.age.column.name not in given:
        found.append(age_said(said.age, day))
    if said.unused or said.idle:
        found.append(unused_said(said))
    if said.not_read:
        found.append(not_read_said(said))
    if any(one.column.name not in given for one in said.torn):
        found.append(torn_said(said))
    return found

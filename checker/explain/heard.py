"""What a reader's own words say beside the question: for whom it is asked, and facts.

Facts are read only of whoever the question is about: of whoever asks, or of the one they clearly
ask for. They keep the precision of the words: a year or an age is the days that it may be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text
from lovgraf.explain.ages import Age, without_ages
from lovgraf.explain.amounts import AmountLeft, Amounts, amounts_told
from lovgraf.explain.days import (
    day_of_law,
    days_and_numbers,
    days_told,
    where_they_go,
    without_days,
)
from lovgraf.explain.days_in_words import hidden_from_now
from lovgraf.explain.kin import Kin, clearly_told_in, kin_of, pronoun_in, told_in
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.misspelt import spelt
from lovgraf.explain.named_grounds import NamedGround, named_in, read_by
from lovgraf.explain.not_read import what_is_not_read
from lovgraf.explain.question import Question
from lovgraf.explain.self_reports import Torn, reports_of
from lovgraf.explain.sentences import Sentences
from lovgraf.explain.turned import asks_turned
from lovgraf.explain.wordings import LANGUAGES
from lovgraf.facts.between import Between, between, read_between
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

MYSELF = "self"
"""The name of whoever asks, where their words speak of another."""


class FactHeard(Struct, frozen=True):
    """A fact that somebody's words tell: the column, and its value as the command line takes it;
    `read_as` says what was chosen where the words left that open."""

    column: Column
    value: str
    read_as: Text | None = None

    @property
    def pair(self) -> str:
        """The fact as one types it."""
        return f"{self.column.name}={self.value}"

    @property
    def said(self) -> Text:
        """The value as it is asked to be confirmed: a year or an age by its limits."""
        days = read_between(self.value) if self.column.datatype == "date" else None
        return days.said if isinstance(days, Between) else Text(self.value, self.value)


class Heard(Struct, frozen=True):
    """What some words say beside the question: whom they ask for, where that is clear, and whom
    they may ask for; the facts; an age that may be of another; the numbers nothing was made of."""

    kin: Kin | None = None
    perhaps: Kin | None = None
    facts: tuple[FactHeard, ...] = ()
    age: Age | None = None
    unused: tuple[str, ...] = ()
    grounds: tuple[NamedGround, ...] = ()
    """The grounds that they name, of those that the question turns on."""
    idle: tuple[NamedGround, ...] = ()
    """The grounds that they name and that are not used: the question does not turn on them, or it
    is not clear of whom they are."""
    torn: tuple[Torn, ...] = ()
    """The columns that they tell several values of."""
    numbers_left: bool = False
    """Whether nothing was made of a number among them that some fact may be, which a day is not,
    nor a share in percent."""

    turned: bool = False
    """Whether they ask the other way round: whether one may do without."""
    not_read: tuple[str, ...] = ()
    """The names that tell nothing, with how they are stated, and the words that nobody knows."""

    @property
    def unread(self) -> bool:
        """Whether the words are known to say more than was read of them."""
        of_another = self.perhaps is not None and self.kin is None
        return bool(self.unused or self.idle or self.torn or self.not_read) or of_another

    def beside(self, given: Collection[str]) -> tuple[FactHeard, ...]:
        """The facts that nobody gave otherwise; `given` are names of columns."""
        return tuple(one for one in self.facts if one.column.name not in given)


def heard(
    words: str,
    law: Law,
    question: Question,
    as_of: date,
    asked_for: str = "",
) -> Heard:
    """What some words say on a day; `asked_for` is the name of whoever is said to be asked for
    otherwise, where the question is one that one asks of oneself or of another."""
    words = _spelt(words, law, asked_for)
    turned = asks_turned(words, law)
    of_law = day_of_law(words, law, as_of)
    whole = words = of_law.rest if of_law else words
    bare = without_ages(words, law)
    perhaps, kin = told_in(bare, law), clearly_told_in(bare, law)
    if asked_for and (kin is None or kin.name != asked_for):
        kin = kin_of(law).get(asked_for) if kin is not None and kin.alone else None
    kind, of_kin = question.record_type, kin is not None
    of_another = not of_kin and pronoun_in(words, law)
    if not Sentences(law, question).to_subject:
        perhaps, kin, of_another = None, None, False
    hidden = hidden_from_now(words, law)
    own = of_kin or (perhaps is None and not of_another)
    amounts = amounts_told(hidden.words, law, kind) if own else Amounts((), hidden.words)
    words = hidden.shown(amounts.words)
    days, numbers = days_and_numbers(words, law, question, as_of, of_kin, of_another)
    ageless = without_ages(words, law, everywhere=True)
    reports, torn = reports_of(law).found_in(ageless, kind, of_kin, of_another)
    passed_over = _passed_over(
        [*(one.column for one in reports), *(one.column for one in torn)], law, question, as_of
    )
    torn = [one for one in torn if one.column not in passed_over]
    told = [one for one in reports if one.column not in passed_over]
    found = [FactHeard(one.column, one.value) for one in told]
    found += [FactHeard(one.column, one.pair.partition("=")[2], one.chosen) for one in days]
    found += [FactHeard(one.column, one.value) for one in amounts.read]
    age, known = numbers.age, {one.column.name for one in found}
    if age is not None and own and age.column.name not in known:
        found.append(FactHeard(age.column, _stated(age, as_of)))
        age = None
    grounds = named_in(words, law)
    turned_on = read_by(question, law.at(as_of)) if grounds else frozenset()
    used = tuple(
        one for one in grounds if (own or one.hints) and not turned_on.isdisjoint(one.facts)
    )
    idle = tuple(one for one in grounds if one not in used)
    told_of = {one.column.name for one in found}
    places = where_they_go(numbers.unused, words, law, question, as_of)
    other_law = (of_law.option,) if of_law and of_law.value != as_of else ()
    unused = (*other_law, *_unused(numbers.unused, amounts.left, told_of, places, numbers.age))
    of_none = {one.number for one in amounts.left if not one.of_some}
    of_none |= set(without_days(words, law)[1])
    left = any(one not in of_none for one in numbers.unused) or any(
        one.of_some and not one.number for one in amounts.left
    )
    names = _Names(law, question, as_of, of_kin, of_another)
    not_read = list(names.not_read(whole, told_of)) if of_kin or perhaps is None else []
    not_read += what_is_not_read(law).strange(whole)
    return Heard(
        kin, perhaps, tuple(found), age, unused, used, idle, tuple(torn), left, turned,
        tuple(not_read),
    )  # fmt: skip


class _Names(Struct, frozen=True):
    """What finds out whether the names in some words are read, beside a question."""

    law: Law
    question: Question
    as_of: date
    of_kin: bool
    of_another: bool

    def not_read(self, words: str, known: Collection[str]) -> Iterator[str]:
        """The names that nobody reads, with how they are stated of what is not `known`."""
        some, kind = what_is_not_read(self.law), self.question.record_type
        for name, name_kind, value in some.names(words, self._told):
            yield name + some.places(name_kind, value, kind, known)

    def _told(self, words: str) -> object:
        law, kind = self.law, self.question.record_type
        amounts = amounts_told(hidden_from_now(words, law).words, law, kind)
        days = days_told(words, law, self.question, self.as_of, self.of_kin)
        ageless = without_ages(words, law, everywhere=True)
        reports = reports_of(law).found_in(ageless, kind, self.of_kin, self.of_another)
        return reports, [] if self.of_another else days, amounts.read


def _spelt(words: str, law: Law, asked_for: str) -> str:
    """Some words with the name of whoever is said to be asked for in place of one that is near."""
    kin = kin_of(law).get(asked_for)
    if kin is None:
        return words
    near = (one for one in matcher_of(law).misspelt(words) if one.meant == kin.label)
    return spelt(words, tuple(near))


def _passed_over(
    columns: Collection[Column], law: Law, question: Question, as_of: date
) -> set[Column]:
    """The columns of which words tell only a question that reads them, where this one does not."""
    some = {one for one in columns if one.iri in reports_of(law).where_read}
    read = read_by(question, law.at(as_of)) if some else frozenset()
    return {one for one in some if one.iri not in read}


def _unused(
    numbers: Collection[str],
    amounts: Collection[AmountLeft],
    known: Collection[str],
    places: Mapping[str, Sequence[str]],
    age: Age | None,
) -> Iterator[str]:
    """What nothing was made of: numbers, each with the unit that it was said with, days with how
    they may be stated (`places`), amounts without one or with one that is spelt and not the `age`,
    and how what is asked for in another unit is stated."""
    of_unit = {one.number: one for one in amounts if one.number}
    for number in numbers:
        one = of_unit.get(number)
        yield _with_place(number, places, known) if one is None else _left(one, known)
    yield from (
        _left(one, known)
        for one in amounts
        if not one.number
        or (one.wanted is not None and one.number not in numbers)
        or (one.spelt and (age is None or one.number != str(age.years)))
    )


def _with_place(said: str, places: Mapping[str, Sequence[str]], known: Collection[str]) -> str:
    """A number, or a day with the facts that it may be and that are not known."""
    some = [one for one in places.get(said, ()) if one.partition("=")[0] not in known]
    return f"{said} ({' / '.join(some)})" if some else said


def _left(one: AmountLeft, known: Collection[str]) -> str:
    asked = one.wanted is not None and one.wanted.name not in known
    return f"{one.said} ({one.wanted.name}=…)" if asked and one.wanted else one.said


def _stated(age: Age, as_of: date) -> str:
    """The days of birth that an age tells, as one types them."""
    born = between(*age.born(as_of))
    return str(getattr(born, "stated", born.isoformat()))


def taken(facts: Collection[FactHeard], words: Words | None = None) -> Text:
    """What was taken from somebody's words, and how it is changed: as the command line takes it, or
    by the `words` for values."""

    def told(one: FactHeard) -> Text:
        return Text(one.pair, one.pair) if words is None else _in_words(one, words)

    said = [[f"{one.column.label[x]} ({told(one)[x]})" for one in facts] for x in LANGUAGES]
    return Text(
        f"Taget fra dine ord: {'; '.join(said[0])}. Passer det ikke, så skriv det anderledes.",
        f"Taken from your words: {'; '.join(said[1])}. Where that is wrong, state it otherwise.",
    )


def _in_words(one: FactHeard, words: Words) -> Text:
    """The value of a fact as people write it."""
    if one.column.datatype == "date":
        days = read_between(one.value)
        day = days or date.fromisoformat(one.value)
        return day.said if isinstance(day, Between) else words.value(one.column, day)
    so = {"true": True, "false": False}.get(one.value)
    return words.value(one.column, one.value if so is None else so)


def unused_said(found: Heard) -> Text:
    """That nothing was made of some numbers, amounts and grounds."""
    listed = [
        ", ".join((*found.unused, *(one.label[lang] for one in found.idle))) for lang in LANGUAGES
    ]
    return Text(f"Ikke brugt af dine ord: {listed[0]}.", f"Not used of your words: {listed[1]}.")


def not_read_said(found: Heard) -> Text:
    """That nobody read some names and words, and what to do where they matter."""
    listed = ", ".join(found.not_read)
    return Text(
        f"Ikke læst af det, du skrev: {listed}. Betyder det noget, så skriv det som en oplysning.",
        f"Not read of what you wrote: {listed}. Where it matters, state it as a fact.",
    )


def torn_said(found: Heard) -> Text:
    """That the words tell several values of a column, of which none is used."""
    listed = ["; ".join(one.said[lang] for one in found.torn) for lang in LANGUAGES]
    return Text(
        f"Dine ord siger flere ting, som ikke passer sammen: {listed[0]}. Ingen af dem er brugt; "
        "skriv den rigtige.",
        f"Your words say several things that do not agree: {listed[1]}. None of them is used; "
        "state the right one.",
    )


def whom_said(found: Heard, option: str = "--for ") -> Text | None:
    """Whom an answer is of, or may be asked for, by the words alone; None where of nobody else."""
    if found.kin is not None:
        return for_whom(found.kin, option)
    return None if found.perhaps is None else perhaps_for(found.perhaps, option)


def for_whom(kin: Kin, option: str = "--for ") -> Text:
    """That the answer is of whoever the words speak of; `option` is what a name is given by."""
    return Text(
        f"Besvares for {kin.label.da} ({option}{kin.name}; {option}{MYSELF} for dig selv).",
        f"Answered for {kin.label.en} ({option}{kin.name}; {option}{MYSELF} for yourself).",
    )


def perhaps_for(kin: Kin, option: str = "--for ") -> Text:
    """That the words speak of another, where it is not clear that it is asked for them."""
    return Text(
        f"Du skriver om {kin.label.da}, men svaret siger »du«. Spørger du for {kin.label.da}, så "
        f"føj til: {option}{kin.name}",
        f'You write of {kin.label.en}, and the answer says "you". If you ask for {kin.label.en}, '
        f"add: {option}{kin.name}",
    )

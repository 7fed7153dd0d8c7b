"""Facts about records: columns, derived facts and judgments, code lists and code groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NewType

from lovgraf.core.cache import Kept, stable_text
from lovgraf.core.errors import InputError
from lovgraf.core.terms import RECORD, Text, short
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.heading_words import HeadingWords

Datatype = Literal["date", "boolean", "integer", "decimal", "string"]
Operand = str | bool | int | Decimal | date
"""A fact's IRI as `Ref`, or a literal value."""


@dataclass(frozen=True, slots=True)
class Ref(Kept):
    """An operand that is another fact, by IRI; `AS_OF` is the as-of date."""

    iri: str


AS_OF = Ref(str(RECORD.asOf))


@dataclass(frozen=True)
class Concept:
    """One code of a code list."""

    notation: str
    label: Text
    spellings: tuple[str, ...] = ()
    spoken: Text | None = None
    """What it is called in a sentence, where not by its label."""


@dataclass(frozen=True)
class CodeList:
    """A SKOS scheme as the codes that a column may hold."""

    iri: str
    label: Text
    concepts: tuple[Concept, ...]
    day: date | None = None
    """The day whose codes these are, where the list had or will have others."""
    of_other_days: frozenset[str] = frozenset()
    """Those others."""

    @cached_property
    def notations(self) -> tuple[str, ...]:
        """The codes, sorted."""
        return tuple(sorted(concept.notation for concept in self.concepts))


@dataclass(frozen=True)
class Fact:
    """What every fact has; `record_types` are notations (`person`)."""

    iri: str
    label: Text
    definition: Text | None
    datatype: Datatype
    record_types: frozenset[str]
    multi: bool = False


@dataclass(frozen=True)
class Episode:
    """What begins and ends and may begin again: the facts (IRIs) that hold its last beginning and
    its last end. Of the two the later says whether it lasts; on the same day it has ended."""

    beginning: str
    ending: str


@dataclass(frozen=True)
class Column(Fact):
    """A fact that a dataset gives, under its canonical column `name`."""

    name: str = ""
    code_list: CodeList | None = None
    known_codes: str | None = None
    """The code group (IRI) of the codes that the law of a day knows; all, where there is none."""
    none_when: tuple[tuple[str, bool | str], ...] = ()
    contradicted_while: tuple[tuple[str, bool | str, tuple[str, ...]], ...] = ()
    """Those values of `none_when` that contradict a value only while some facts (IRIs), which all
    have to be certain, hold; without facts never."""
    contradicts: tuple[tuple[bool | str | None, str, bool | str], ...] = ()
    """Values of its own (None: any, of a day once it has come) with a value of another column that
    neither can stand beside."""
    come_when: tuple[tuple[str, bool | str], ...] = ()
    """Other columns (IRIs), each with a value of today by which this day has come."""
    given_when: tuple[tuple[str, bool | str], ...] = ()
    """Other columns (IRIs), each with a value by which there is something to state here."""
    implied_true_by: tuple[str, ...] = ()
    implied_false_by: tuple[str, ...] = ()
    absent_value: str | None = None
    absent_words: tuple[str, ...] = ()
    """How people write that there is none, beside the value that says so."""
    denied: str | None = None
    """The code of a list that says that there is none."""
    present_value: str | None = None
    headers: tuple[str, ...] = ()
    format: str | None = None
    personal: bool = False
    unique: bool = False
    episode: Episode | None = None
    """That of which the column says whether it lasts, or whether it is over."""
    usual: tuple[Ref | Operand, ...] = ()
    """What most people have, the most usual first; a code group stands for its codes on the day."""
    changeable_by: tuple[str, ...] = ()
    """Who can change it, by IRI; nobody where there is none."""
    reversible: bool = False
    """Whether it is a state that can be changed both ways, rather than an act done for good."""
    presumed: tuple[str, ...] = ()
    """The presumptions that may fill a blank, by IRI; the first that applies does."""

    @property
    def has_come(self) -> str:
        """The IRI of the fact that its day has come by the as-of date."""
        return f"{self.iri}HasCome"

    @property
    def implying(self) -> tuple[str, ...]:
        """The columns that say what a blank holds, by IRI."""
        dates = (self.episode.beginning, self.episode.ending) if self.episode else ()
        return tuple(sorted({*self.implied_true_by, *self.implied_false_by, *dates}))


@dataclass(frozen=True)
class Derived(Fact):
    """A fact computed from others by one operator of the closed set.

    The role `whenNone` without an operand says that nothing follows: the fact is unknown then.
    `calendar` are the closed days of an operator that counts by them.
    """

    operator: str = ""
    roles: dict[str, tuple[Ref | Operand, ...]] = field(default_factory=dict)
    entries: tuple[tuple[Operand, Operand], ...] = ()
    asks_for: tuple[str, ...] = ()
    calendar: Calendar | None = None
    follows: bool = False
    """Whether it follows of what the graph says of a column, and is no fact of the graph itself."""

    @property
    def by_calendar(self) -> Calendar:
        """The closed days that it counts by. Raises `InputError` where it has none."""
        if self.calendar is None:
            name = short(self.iri)
            raise InputError(
                f"{name} regner med lukkedage, men har ingen kalender. Angiv record:calendar.",
                f"{name} counts by closed days, but has no calendar. Give record:calendar.",
            )
        return self.calendar

    @property
    def operand_facts(self) -> list[str]:
        """The facts it is directly computed from, by IRI (code groups and dates left out)."""
        return [
            operand.iri
            for role, operands in self.roles.items()
            if role != "group"
            for operand in operands
            if isinstance(operand, Ref) and operand != AS_OF
        ]


@dataclass(frozen=True)
class Judgment(Fact):
    """A fact that only an authority can settle; always unknown. `of_law` is a question of law that
    the courts have not answered."""

    judged_by: str | None = None
    of_law: bool = False


@dataclass(frozen=True)
class StatedValue:
    """What a record has to state of a column (IRI): one of some `values`, or with `others` a value
    that is none of them. Of a date without values it is a day that has come, and one `before` that
    day or the stated day of another column (`before_column`, by IRI), past the day `above`, or
    fewer than `years` years ago, where it says so."""

    column: str
    values: tuple[bool | int | str, ...] = ()
    others: bool = False
    before: date | None = None
    years: int | None = None
    before_column: str | None = None
    above: date | None = None

    def after(self, as_of: date) -> date | None:
        """The day after which a date lies that is past `above`, or fewer than `years` years ago on
        a date."""
        if self.years is None:
            return self.above
        year = as_of.year - self.years
        try:
            return as_of.replace(year=year)
        except ValueError:  # the 29th of February
            return date(year, 2, 28)


@dataclass(frozen=True)
class Presumption(Fact):
    """Whether something is presumed of a record: a yes or no fact that every record settles.

    It is presumed that the column `presumes` (IRI) has the `value` (None: that there is none;
    `AS_OF`: the as-of date),
    where the record says nothing of it, gives none of the columns `unless` a value, and states what
    `tests` ask for; and where no other column says the opposite: one that has
    no value where this is presumed (`noneWhen`), or that says that there is a value. `standing` is
    the strictest purpose it may serve (semantics, section 3).
    """

    presumes: str = ""
    value: bool | int | str | Ref | None = None
    tests: tuple[StatedValue, ...] = ()
    unless: tuple[str, ...] = ()
    standing: str = ""

    def filled(self, as_of: date) -> bool | int | str | date | None:
        """The value that is filled in on a date."""
        return as_of if isinstance(self.value, Ref) else self.value

    @property
    def asks(self) -> list[str]:
        """The columns that decide whether it applies, by IRI."""
        others = (test.before_column for test in self.tests if test.before_column)
        return [self.presumes, *(test.column for test in self.tests), *others, *self.unless]


@dataclass(frozen=True)
class CodeGroup:
    """A group of codes with dated membership: (code, from, until), ends inclusive."""

    iri: str
    label: Text
    memberships: tuple[tuple[str, date | None, date | None], ...]

    def members(self, on: date) -> frozenset[str]:
        """The codes that belong to the group on a date."""
        return frozenset(
            code
            for code, start, end in self.memberships
            if (start is None or start <= on) and (end is None or on <= end)
        )


@dataclass(frozen=True)
class Dispute:
    """Two columns that contradict each other: one that has a value, and an `other` with one of the
    `values` by which the first can have none (both by IRI).

    It is `open` where what the value denies may have ended again: then neither need be wrong. What
    begins and ends again contradicts a value only while something is certainly `lasting`. A day by
    which a state of today began contradicts it only while the day is still to come, and one that
    ends all only once it has come (`past`). Of a column of several values both may be the same
    one: then it is none of them beside others. Source: `record:noneWhen`,
    `record:contradictsWhile`, `record:impliedTrueBy`, `record:impliedFalseBy`,
    `record:hasComeWhen`, `record:contradicts`, `record:absentValue`, `core:deniedValue`.
    """

    given: str
    other: str
    values: frozenset[bool | str]
    open: bool = False
    blank: bool = False
    """Whether a blank of the other, where blanks mean no, is such a value."""
    lasting: tuple[str, ...] = ()
    """Facts (IRIs) of what begins and ends, all of which have to be certain."""
    beside: frozenset[str] = frozenset()
    """The columns (IRIs) that decide these facts."""
    come: str | None = None
    """The fact (IRI) that the first, a day, has come: only where it has not they contradict."""
    past: bool = False
    """Whether they do only where it has."""
    own: frozenset[bool | str] = frozenset()
    """The values of the first that count; where none are named any does."""

    @property
    def pair(self) -> tuple[str, str]:
        """Both, by IRI."""
        return self.given, self.other

    @property
    def columns(self) -> frozenset[str]:
        """All columns that may be wrong, by IRI."""
        return self.beside | {*self.pair}

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts (IRIs) that tell whether a record contradicts itself about it."""
        return *self.pair, *self.derived

    @property
    def derived(self) -> tuple[str, ...]:
        """Those of them that are derived of days."""
        return self.lasting if self.come is None else (*self.lasting, self.come)


@dataclass(frozen=True)
class FactVocabulary:
    """Every fact, code list and code group that the graph declares."""

    facts: dict[str, Fact]
    groups: dict[str, CodeGroup]
    record_types: dict[str, str]
    """IRI of each record type to its notation."""
    usual_type: str = ""
    """The notation of the type of what does not say its own; where the graph names
    none, the first."""
    playing: frozenset[tuple[str, str]] = frozenset()
    """Types of record (by notation) in which somebody takes part, with the type of who does."""
    carried: frozenset[tuple[str, str]] = frozenset()
    """Types of record with the facts of who takes part that they have under a name of their own."""
    called: frozenset[str] = frozenset()
    """Headings, as people write them, of what says who somebody is, and the columns that do (by
    IRI)."""
    heading_words: HeadingWords = HeadingWords()
    """Words that tell what a heading cannot mean."""
    without: FactVocabulary | None = None
    """The same facts without what is presumed here; None where nothing is."""

    def on(self, day: date) -> FactsOfDay:
        """The same facts, with no code that the law of a day does not know."""
        if day not in self._on:
            own = {c.iri: self._known(c, day) for c in self.columns.values() if c.known_codes}
            less = {iri: c for iri, c in own.items() if c is not self.facts[iri]}
            found = replace(self, facts={**self.facts, **less}) if less else self
            self._on[day] = FactsOfDay(found)
        return self._on[day]

    @cached_property
    def _on(self) -> dict[date, FactsOfDay]:
        return {}

    def _known(self, column: Column, day: date) -> Column:
        codes, known = column.code_list, self.groups[column.known_codes or ""].members(day)
        if codes is None or known.issuperset(codes.notations):
            return column
        left = tuple(one for one in codes.concepts if one.notation in known)
        others = frozenset(codes.notations) - known
        codes = replace(codes, concepts=left, day=day, of_other_days=others)
        return replace(column, code_list=codes)

    @property
    def stated(self) -> FactVocabulary:
        """The facts as records state them, without presumptions."""
        return self.without or self

    def presuming(self, presumptions: Iterable[Presumption]) -> FactVocabulary:
        """The same facts where blanks are filled by presumptions, in their order."""
        facts, found = dict(self.facts), list(presumptions)
        for one in found:
            column = facts[one.presumes]
            assert isinstance(column, Column)
            facts[column.iri] = replace(column, presumed=(*column.presumed, one.iri))
            facts[one.iri] = one
        return replace(self, facts=facts, without=self) if found else self

    def emptied_by(self, iri: str, value: object) -> list[str]:
        """The columns (IRIs) that have no value where a column has a value."""
        return self._emptied.get((iri, type(value), value), [])

    @cached_property
    def _emptied(self) -> dict[tuple[str, type, object], list[str]]:
        found: dict[tuple[str, type, object], list[str]] = {}
        for column in self.columns.values():
            for iri, wanted in column.none_when:
                found.setdefault((iri, type(wanted), wanted), []).append(column.iri)
        return found

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """What columns may contradict each other about, in order of IRI."""
        return tuple(_disputes(self))

    @cached_property
    def denials(self) -> tuple[Dispute, ...]:
        """Two columns that contradict each other where it is stated of the first that there is
        none: by a value of the `other` there is one. Source: `record:hasComeWhen` and
        `record:givenWhen`."""
        found: dict[tuple[str, str], set[bool | str]] = {}
        for column in self.columns.values():
            for other, value in (*column.come_when, *column.given_when):
                if isinstance(self.facts.get(other), Column):
                    found.setdefault((column.iri, other), set()).add(value)
        return tuple(Dispute(*pair, frozenset(own)) for pair, own in sorted(found.items()))

    @cached_property
    def disputes_of(self) -> dict[str, tuple[Dispute, ...]]:
        """For each column, by IRI, the disputes in which it loses its say."""
        found: dict[str, list[Dispute]] = {}
        for one in self.disputes:
            for iri in () if one.open else one.columns:
                found.setdefault(iri, []).append(one)
        return {iri: tuple(own) for iri, own in found.items()}

    def disputing(self, iri: str) -> frozenset[str]:
        """The columns, by IRI, that may contradict a column."""
        own = {one for found in self.disputes_of.get(iri, ()) for one in self.with_raising(found)}
        return frozenset(other for one in own for other in one.columns if other != iri)

    def with_raising(self, one: Dispute) -> tuple[Dispute, ...]:
        """A dispute with those that may raise it: to do without a day on which something ended,
        because that is disputed, may let it last."""
        found = dict.fromkeys([one])
        queue = [one]
        while queue:
            for iri in sorted(self._endings(queue.pop())):
                new = [other for other in self.disputes_of.get(iri, ()) if other not in found]
                found.update(dict.fromkeys(new))
                queue += new
        return tuple(found)

    def with_endings(self, columns: frozenset[str]) -> frozenset[str]:
        """Columns with those of which a dispute may raise one that they have a part in; by IRI."""
        if columns not in self._with_endings:
            found, size = set(columns), 0
            lasting = [one for one in self.disputes if one.lasting]
            while size != (size := len(found)):
                for one in lasting:
                    found |= self._endings(one) if one.columns & found else set()
            self._with_endings[columns] = frozenset(found)
        return self._with_endings[columns]

    @cached_property
    def _with_endings(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    def _endings(self, one: Dispute) -> set[str]:
        """The days (IRIs) on which that has ended of which a dispute says that it lasts."""
        facts = (self.facts[iri] for iri in one.lasting)
        return {
            operand.iri
            for fact in facts
            if isinstance(fact, Derived)
            for operand in fact.roles["ending"]
            if isinstance(operand, Ref)
        }

    @cached_property
    def implications(self) -> tuple[tuple[str, str], ...]:
        """The columns, but those of episodes, each with a column that says what its blank holds;
        by IRI."""
        return tuple(
            (column.iri, other)
            for column in self.columns.values()
            if column.episode is None
            for other in column.implying
            if isinstance(self.facts.get(other), Column)
        )

    def below(self, iri: str) -> frozenset[str]:
        """A fact (by IRI) with all that it rests on."""
        if iri not in self._below:
            queue, seen = [iri], set[str]()
            while queue:
                current = queue.pop()
                if current not in seen:
                    seen.add(current)
                    queue += self._rests_on(current)
            self._below[iri] = frozenset(seen)
        return self._below[iri]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    def touched(self, iri: str) -> bool:
        """Whether what a fact is may rest on a presumption."""
        if self.without is None:
            return False
        if iri not in self._touched:
            lineage = self.lineage([iri])
            self._touched[iri] = any(isinstance(fact, Presumption) for fact in lineage)
        return self._touched[iri]

    @cached_property
    def _touched(self) -> dict[str, bool]:
        return {}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by canonical name."""
        return {fact.name: fact for fact in self.facts.values() if isinstance(fact, Column)}

    def columns_of(self, record_type: str) -> tuple[Column, ...]:
        """The columns of one record type, by notation, in order of name."""
        return tuple(
            column
            for _, column in sorted(self.columns.items())
            if record_type in column.record_types
        )

    def players(self, record_type: str) -> set[str]:
        """The types of record of those who take part in records of a type."""
        return {player for kind, player in self.playing if kind == record_type}

    def __getitem__(self, iri: str) -> Fact:
        try:
            return self.facts[iri]
        except KeyError:
            raise InputError(
                f"Kendsgerningen {short(iri)} er ikke erklæret i grafen ({iri}).",
                f"The fact {short(iri)} is not declared in the graph ({iri}).",
            ) from None

    def lineage(self, iris: Iterable[str]) -> list[Fact]:
        """Facts with all that they rest on, in order of IRI."""
        found = frozenset().union(*map(self.below, iris))
        return [self.facts[iri] for iri in sorted(found)]

    def _rests_on(self, iri: str) -> tuple[str, ...]:
        """What a fact rests on itself, by IRI."""
        if iri not in self._resting:
            fact, found = self[iri], list[str]()
            if isinstance(fact, Derived):
                found += fact.operand_facts
            elif isinstance(fact, Column):
                found += [other for other, _ in fact.none_when]
                found += [*fact.implying, *fact.presumed]
            elif isinstance(fact, Presumption):
                found += fact.asks
            self._resting[iri] = tuple(found)
        return self._resting[iri]

    @cached_property
    def _resting(self) -> dict[str, tuple[str, ...]]:
        return {}

    def definition(self, iri: str) -> str:
        """A fact as a text that is the same in every process."""
        if iri not in self._definitions:
            self._definitions[iri] = stable_text(self[iri])
        return self._definitions[iri]

    @cached_property
    def _definitions(self) -> dict[str, str]:
        return {}

    def columns_below(self, iri: str) -> tuple[str, ...]:
        """The columns that a fact is computed from, by IRI, in the order of its operands."""
        fact = self[iri]
        if not isinstance(fact, Derived):
            return (iri,) if isinstance(fact, Column) else ()
        found = (self.columns_below(other) for other in fact.operand_facts)
        return tuple(dict.fromkeys(column for columns in found for column in columns))

    def inputs(self, iri: str) -> frozenset[str]:
        """The IRIs of the columns and judgments that a fact rests on, itself included."""
        if iri not in self._inputs:
            facts = self.facts
            self._inputs[iri] = frozenset(
                [one for one in self.below(iri) if isinstance(facts[one], Column | Judgment)]
            )
        return self._inputs[iri]

    @cached_property
    def _inputs(self) -> dict[str, frozenset[str]]:
        return {}


FactsOfDay = NewType("FactsOfDay", FactVocabulary)
"""Facts with the codes that the law of a day knows (`FactVocabulary.on`, `LawView.facts_of_day`):
what reads records asks for these, so that no code of another day is read."""


def _disputes(facts: FactVocabulary) -> Iterator[Dispute]:
    """What columns say of each other, as what a record must not have."""
    yield from _denials(facts)
    for iri, column in sorted(
        (column.iri, column) for column in facts.columns.values() if column.come_when
    ):
        values: dict[str, set[bool | str]] = {}
        for other, value in column.come_when:
            values.setdefault(other, set()).add(value)
        for other, own in sorted(values.items()):
            if isinstance(facts.facts.get(other), Column):
                yield Dispute(iri, other, frozenset(own), come=column.has_come)
    yield from _declared(facts)


def _declared(facts: FactVocabulary) -> Iterator[Dispute]:
    """What the graph says that two columns never have beside each other, and none among several
    values of one."""
    found: dict[tuple[str, str, bool | str | None], set[bool | str]] = {}
    columns = {column.iri: column for column in facts.columns.values()}
    for iri, column in columns.items():
        for own, other, value in column.contradicts:
            if other in columns:
                found.setdefault((iri, other, own), set()).add(value)
        none = column.absent_value or column.denied
        if column.multi and none is not None:
            yield Dispute(iri, iri, frozenset({none}))
    for (iri, other, only), values in sorted(found.items(), key=str):
        column = columns[iri]
        come = column.has_come if column.come_when else None
        some = frozenset() if only is None else frozenset({only})
        yield Dispute(iri, other, frozenset(values), come=come, past=come is not None, own=some)


def _denials(facts: FactVocabulary) -> Iterator[Dispute]:
    """A value, beside one by which there can be none."""
    found: dict[tuple[str, str, tuple[str, ...]], set[bool | str]] = {}
    columns = {column.iri: column for column in facts.columns.values()}
    for iri, column in columns.items():
        only = {(other, value): lasting for other, value, lasting in column.contradicted_while}
        for other, wanted in column.none_when:
            lasting = only.get((other, wanted), ())
            if lasting or (other, wanted) not in only:
                found.setdefault((iri, other, lasting), set()).add(wanted)
        for other in set(column.implied_true_by) - _dates(column):
            found.setdefault((other, iri, ()), set()).add(False)
        for other in set(column.implied_false_by) - _dates(column):
            found.setdefault((other, iri, ()), set()).add(True)
    for (given, other, lasting), values in sorted(found.items()):
        if given in columns and other in columns:
            column, some = columns[other], frozenset(values)
            if lasting:
                stated = facts.stated
                beside = frozenset().union(*(_days_below(stated, iri) for iri in lasting))
                yield Dispute(given, other, some, lasting=lasting, beside=beside)
                continue
            open_ = _may_have_ended(column, given, values)
            blank = False in values or (column.denied is not None and column.denied in values)
            yield Dispute(given, other, some, open_, blank)


def _days_below(facts: FactVocabulary, iri: str) -> frozenset[str]:
    """The columns (IRIs) that decide whether something lasts, or has ended, on the as-of date: its
    two days, and what says that there is none of them."""
    fact = facts[iri]
    roles = fact.roles if isinstance(fact, Derived) else {}
    days = [facts[one] for one in fact.operand_facts] if isinstance(fact, Derived) else []
    columns = [day for day in days if isinstance(day, Column)]
    if roles.keys() != {"beginning", "ending"} or len(columns) != 2:
        raise InputError(
            f"record:contradictsWhile: {short(iri)} er ikke, om noget varer eller er slut mellem "
            "to kolonner på opgørelsesdatoen.",
            f"record:contradictsWhile: {short(iri)} is not whether something lasts, or has ended, "
            "between two columns on the as-of date.",
        )
    found = {day.iri for day in columns}
    for other, wanted in (pair for day in columns for pair in day.none_when):
        column = facts.facts.get(other)
        if isinstance(column, Column):
            implying = {True: column.implied_true_by, False: column.implied_false_by}
            found |= {other, *(implying[wanted] if isinstance(wanted, bool) else ())}
    return frozenset(found)


def _may_have_ended(other: Column, given: str, values: set[bool | str]) -> bool:
    """Whether something says of what once was so that it has ended, which makes it no
    contradiction that it is not so."""
    return values == {False} and given in other.implied_true_by and bool(other.implied_false_by)


def _dates(column: Column) -> set[str]:
    """The dates of what begins and ends again: either alone contradicts nothing, for the later
    decides (`record:contradictsWhile`)."""
    return {column.episode.beginning, column.episode.ending} if column.episode else set()

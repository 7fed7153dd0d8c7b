"""The kinds of fact: columns, derived facts, judgments, presumptions; code lists, code groups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.terms import RECORD, Text, short
from lovgraf.facts.closed_days import Calendar

Datatype = Literal["date", "boolean", "integer", "decimal", "string"]

Operand = str | bool | int | Decimal | date
"""A fact's IRI as `Ref`, or a literal value."""


class Ref(Struct, frozen=True):
    """An operand that is another fact, by IRI; `AS_OF` is the as-of date."""

    iri: str


AS_OF = Ref(str(RECORD.asOf))


class Concept(Struct, frozen=True):
    """One code of a code list."""

    notation: str
    label: Text
    spellings: tuple[str, ...] = ()
    spoken: Text | None = None
    """What it is called in a sentence, where not by its label."""


class CodeList(Struct, frozen=True, dict=True):
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


class Fact(Struct, frozen=True):
    """What every fact has; `record_types` are notations (`person`)."""

    iri: str
    label: Text
    definition: Text | None
    datatype: Datatype
    record_types: frozenset[str]
    multi: bool = False


class Episode(Struct, frozen=True):
    """What begins and ends and may begin again: the facts (IRIs) that hold its last beginning and
    its last end. Of the two the later says whether it lasts; on the same day it has ended."""

    beginning: str
    ending: str


class Beside(Struct, frozen=True):
    """What nearly all rows of a register's file have in a column where another one (`fact`, by IRI)
    has a value: a `code`, or anything where there is none; or, where it does not hold (`holds`),
    anything but that code, or nothing where there is none."""

    fact: str
    value: bool | str
    code: str | None
    holds: bool


class Column(Fact, frozen=True):
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
    yes_words: tuple[str, ...] = ()
    no_words: tuple[str, ...] = ()
    """How people write yes, and no, in this column, beside what they write in any."""
    denied: str | None = None
    """The code of a list that says that there is none."""
    present_value: str | None = None
    headers: tuple[str, ...] = ()
    loose_headers: tuple[str, ...] = ()
    """Headings that may mean it, or something else: whoever has the file is asked."""
    told_beside: tuple[Beside, ...] = ()
    """What rows hold by which a heading is told that may be several columns."""
    held_in: tuple[str, ...] = ()
    """The registers that hold it, by IRI."""
    format: str | None = None
    personal: bool = False
    unique: bool = False
    told: bool = False
    """Whether it is told how it is read wherever it is."""
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
    filler: date | None = None
    """The day that registers write where there is none; None where it is an answer."""

    @property
    def has_come(self) -> str:
        """The IRI of the fact that its day has come by the as-of date."""
        return f"{self.iri}HasCome"

    @property
    def listed(self) -> bool:
        """Whether it says yes or no or a code of a list, and nothing that is somebody's own."""
        of_a_list = self.code_list is not None or self.format == "Country"
        return not self.personal and (self.datatype == "boolean" or of_a_list)

    @property
    def codes_but_none(self) -> frozenset[bool | str]:
        """The codes of a list that say that there is something; nothing where all of them do."""
        if self.code_list is None or self.denied is None:
            return frozenset()
        return frozenset(self.code_list.notations) - {self.denied}

    @property
    def implying(self) -> tuple[str, ...]:
        """The columns that say what a blank holds, by IRI."""
        dates = (self.episode.beginning, self.episode.ending) if self.episode else ()
        return tuple(sorted({*self.implied_true_by, *self.implied_false_by, *dates}))


class Derived(Fact, frozen=True, dict=True):
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

    @cached_property
    def operand_facts(self) -> tuple[str, ...]:
        """The facts it is directly computed from, by IRI (code groups and dates left out)."""
        return tuple(
            operand.iri
            for role, operands in self.roles.items()
            if role != "group"
            for operand in operands
            if isinstance(operand, Ref) and operand != AS_OF
        )


class Judgment(Fact, frozen=True):
    """A fact that only an authority can settle; always unknown. `of_law` is a question of law that
    the courts have not answered."""

    judged_by: str | None = None
    of_law: bool = False


class StatedValue(Struct, frozen=True):
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


class Presumption(Fact, frozen=True, dict=True):
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
    without_column: bool = False
    """Whether it holds only of a dataset that lacks the column that it presumes something of."""

    def filled(self, as_of: date) -> bool | int | str | date | None:
        """The value that is filled in on a date."""
        return as_of if isinstance(self.value, Ref) else self.value

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """The columns that decide whether it applies, by IRI."""
        others = (test.before_column for test in self.tests if test.before_column)
        return (self.presumes, *(test.column for test in self.tests), *others, *self.unless)


class CodeGroup(Struct, frozen=True):
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

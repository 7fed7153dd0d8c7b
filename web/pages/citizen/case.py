"""A reader's answers so far, as the form carries them from page to page.

Every page holds all of it in hidden fields, so that the server keeps nothing. What was typed but
not answered yet (the reader went back) stays a draft: it comes along, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.facts.between import read_between
from lovgraf.facts.expected import expected_of_one
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE
from lovgraf.readers.reading import Reader
from lovgraf.readers.single import read_value
from lovgraf_web.pages.person.form import LONGEST, Field, field_for
from lovgraf_web.texts import TEXTS

FEW = 8
"""Up to so many choices stand open; more are a list to choose from."""


@dataclass(frozen=True)
class Case:
    """The columns (by name) in the order in which they were asked for; what was typed in each, and
    of which dates it was said that there is none."""

    asked: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    never: frozenset[str] = frozenset()
    unread: bool = False
    """Whether the reader's own words have a number that nothing was made of."""
    named: tuple[str, ...] = ()
    """The grounds that these name, by name."""
    turned: bool = False
    """Whether these ask the other way round: whether one may do without."""
    heard: frozenset[str] = frozenset()
    """The columns that these told, which no page asked for."""

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by column."""
        return dict(self.given)

    @property
    def unknown(self) -> frozenset[str]:
        """What the reader was asked for and does not know."""
        return frozenset(n for n in self.asked if n not in self.typed and n not in self.never)

    def answered(self, name: str) -> Case:
        """With one more column that was asked for."""
        return self if name in self.asked else replace(self, asked=(*self.asked, name))

    def without(self, name: str) -> Case:
        """Without what was said of a column."""
        return replace(
            self, given=tuple(g for g in self.given if g[0] != name), never=self.never - {name}
        )

    def back(self) -> tuple[Case, str | None]:
        """One question back: the case before it, and that question's column."""
        if not self.asked:
            return self, None
        return replace(self, asked=self.asked[:-1]), self.asked[-1]

    def all_given(self) -> Case:
        """With all that was typed as answers, whatever was asked for."""
        names = [*(name for name, _ in self.given), *sorted(self.never)]
        return replace(self, asked=tuple(dict.fromkeys([*self.asked, *names])))

    def fields(self, without: str | None = None) -> list[tuple[str, str]]:
        """What a form carries of it, but for what is asked for on the page itself."""
        found = [("asked", name) for name in self.asked]
        found += [pair for pair in self.given if pair[0] != without]
        found += [("never", name) for name in sorted(self.never) if name != without]
        return found + self.said

    @property
    def said(self) -> list[tuple[str, str]]:
        """What a form carries of the reader's own words beside facts."""
        own = [("unread", "1")] * self.unread + [("turned", "1")] * self.turned
        own += [("named", name) for name in self.named]
        return own + [("heard", name) for name in sorted(self.heard)]

    def number_of(self, name: str | None) -> int:
        """The number of a question, of those that a page asked."""
        return 1 + len({*self.asked} - self.heard - {name})

    def unread_still(self, columns: Mapping[str, Column]) -> bool:
        """Whether a number that was said may still be what is asked for: none was given since."""
        counted = (columns[name].datatype in ("integer", "decimal") for name in self.asked)
        return self.unread and not any(counted)


def read_case(form: MultiDict[str, str], columns: Mapping[str, Column]) -> Case:
    """What a form carries; what names no column is passed over."""
    given = {}
    for name in columns:
        parts = (part.strip() for part in form.getlist(name))
        text = " ".join(dict.fromkeys(part for part in parts if part))
        if text:
            given[name] = text
    never = frozenset(name for name in form.getlist("never") if name in columns)
    asked = tuple(dict.fromkeys(name for name in form.getlist("asked") if name in columns))
    some = tuple((name, text) for name, text in given.items() if name not in never)
    named = tuple(dict.fromkeys(form.getlist("named")))
    heard = frozenset(name for name in form.getlist("heard") if name in columns)
    return Case(asked, some, never, "unread" in form, named, "turned" in form, heard)


def record_of(case: Case, answerer: Answerer, columns: Mapping[str, Column]) -> Record:
    """The record that the answers make."""
    record: Record = {}
    typed = case.typed
    for name in case.asked:
        column = columns[name]
        if name in case.never:
            record = answerer.interview.with_answer(record, column, NONE)
        elif name in typed:
            state = read_value(column, typed[name], answerer.view.facts_of_day, spans=True)[0]
            record = answerer.interview.with_answer(record, column, state)
    return record


def wrong_values(case: Case, columns: Mapping[str, Column], names: set[str]) -> dict[str, Text]:
    """What is wrong with what was typed in some columns."""
    found = {}
    for name, text in case.given:
        if name in names:
            if len(text) > LONGEST:
                found[name] = TEXTS["value-too-long"]
            elif _unreadable(columns[name], text):
                wanted = expected_of_one(columns[name])
                found[name] = Text(
                    f"Det kan ikke læses. Skriv {wanted.da}.",
                    f"That cannot be read. Write {wanted.en}.",
                )
    return found


def _unreadable(column: Column, text: str) -> bool:
    return Reader(column).read(text).flaw == "unreadable" and not _days(column, text)


def _days(column: Column, text: str) -> bool:
    """Whether a text says of a day between which days it lies: by a year, or a month."""
    return column.datatype == "date" and read_between(text) is not None


def exact(case: Case, columns: Mapping[str, Column]) -> list[tuple[str, str]]:
    """What was typed, without days that are known only to lie between others."""
    return [(name, text) for name, text in case.given if not _days(columns[name], text)]


@dataclass(frozen=True)
class AskedColumn:
    """A column as the page asks for it: `never` where a date may be none, `listed` where the
    choices are too many to stand open."""

    field: Field
    wording: Text
    meaning: Text | None
    never: bool

    @property
    def listed(self) -> bool:
        """Whether the choices are too many to stand open."""
        return self.field.kind == "choice" and len(self.field.choices) > FEW


def wording_of(answerer: Answerer, column: Column) -> Text:
    """How a column is asked for: of whoever the question is about as "you"."""
    wording = answerer.sentences.question_for(column)
    return wording or Text(f"{column.label.da}?", f"{column.label.en}?")


def asked_for(answerer: Answerer, column: Column) -> AskedColumn:
    """How a page asks for a column."""
    never = column.datatype == "date" and can_be_none(column, answerer.view.law.facts)
    wording = wording_of(answerer, column)
    return AskedColumn(replace(field_for(column), label=wording), wording, column.definition, never)

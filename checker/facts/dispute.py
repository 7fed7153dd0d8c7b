"""What two columns may contradict each other about, read from what the graph says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import short
from lovgraf.facts.fact import Column, Derived

if TYPE_CHECKING:
    from lovgraf.facts.vocabulary import FactVocabulary


class Dispute(Struct, frozen=True, dict=True):
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
    """The values of the first that count; where none are named any does, but the one that says that
    there is none."""

    @property
    def pair(self) -> tuple[str, str]:
        """Both, by IRI."""
        return self.given, self.other

    @cached_property
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


def read_disputes(facts: FactVocabulary) -> Iterator[Dispute]:
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
        some = column.codes_but_none if only is None else frozenset({only})
        yield Dispute(
            iri, other, frozenset(values), blank=_denied_by_blank(columns[other], values),
            come=come, past=come is not None, own=some,
        )  # fmt: skip


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
            blank, own = _denied_by_blank(column, values), columns[given].codes_but_none
            yield Dispute(given, other, some, open_, blank, own=own)


def _denied_by_blank(column: Column, values: Collection[bool | str]) -> bool:
    """Whether a blank of a column, where blanks mean no, is one of some values."""
    return False in values or (column.denied is not None and column.denied in values)


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

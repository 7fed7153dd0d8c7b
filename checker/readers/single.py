"""One record given as `KEY=VALUE` pairs, read by the rules for a file's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.between import read_between
from lovgraf.facts.expected import expected_of_one, said_elsewhere, told_as_none
from lovgraf.facts.fact import Column
from lovgraf.facts.identifiers import ZeroInFront
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactsOfDay, FactVocabulary
from lovgraf.readers.headers import (
    TYPE,
    HeaderBook,
    book_of,
    check_record_type,
    did_you_mean,
    suggestion,
)
from lovgraf.readers.reading import CPR, FALSE, TRUE, UNREADABLE, Reader

NEVER = frozenset({"nej", "n", "no", "ingen", "none", "aldrig", "never"})
"""How people say that there is no day on which something happened."""
ONE = frozenset({"kendt", "findes", "known", "exists", "some"})
"""How people say that there is one, beside a yes."""


def read_pairs(
    pairs: Iterable[str], facts: FactsOfDay, record_type: str, spans: bool = False
) -> dict[str, State]:
    """The values of one record by the IRI of their column; blanks are left out.

    That something never happened is said of its day: `left_on=no`; that there is no account or
    number of it: `nemkonto=no`. Keys are canonical names or headers, any case. With `spans` a day
    may be known only by its year, its month or two limits (`left_on=2009`,
    `birth_date=1947-12-01/1948-11-30`). Raises `InputError` for a pair without `=`, an unknown or
    repeated key (with the nearest name), or a value that cannot be read.
    """
    return {
        column.iri: value
        for column, value in _readings(pairs, facts, record_type, spans)
        if value is not None
    }


def read_value(
    column: Column, said: str, facts: FactsOfDay, spans: bool = False
) -> tuple[State, bool]:
    """What is said of a column, and whether it can be read; with `spans` also of a day that is
    known only to lie between two. A CPR number of nine digits is a `ZeroInFront`."""
    if spans and column.datatype == "date" and (days := read_between(said)) is not None:
        return days, True
    if column.datatype == "date" and said.strip().lower() in NEVER:
        possible = can_be_none(column, facts)
        return (NONE if possible else None), possible
    reading = Reader(column).read(said)
    if reading.flaw == UNREADABLE and _says_none(column, said):
        return column.absent_value, True
    if reading.flaw == "leading-zero" and column.format == CPR:
        return ZeroInFront(reading.value), True
    return reading.value, reading.flaw != UNREADABLE


def _says_none(column: Column, said: str) -> bool:
    """Whether a no is said of a number of some form, such as an account: there is none."""
    return told_as_none(column) and said.strip().lower() in NEVER | FALSE


def stated_type(pairs: Iterable[str], facts: FactVocabulary) -> tuple[str | None, list[str]]:
    """The type of record that is given among the facts, as a file's column of that name gives it;
    and the other facts. Raises `InputError` for a type that is not known, or given twice."""
    book, found, others = book_of(facts), [], []
    for pair in pairs:
        key, _, text = pair.partition("=")
        if book.candidates(key.strip()) == frozenset({TYPE}):
            reading = Reader(book.columns[TYPE]).read(text)
            if reading.flaw == UNREADABLE:
                raise _unreadable(book.columns[TYPE])
            found.append(str(reading.value))
        else:
            others.append(pair)
    if len(set(found)) > 1:
        raise InputError(f"{TYPE} er angivet to gange.", f"{TYPE} is given twice.")
    return (found[0] if found else None), others


def _readings(
    pairs: Iterable[str], facts: FactsOfDay, record_type: str, spans: bool
) -> Iterator[tuple[Column, State]]:
    check_record_type(record_type, facts)
    book, seen = book_of(facts), set[str]()
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise InputError("Skriv hvert faktum som NAVN=VÆRDI.", "Write each fact as NAME=VALUE.")
        column = _column(key.strip(), book, facts, record_type)
        if column.name in seen:
            raise InputError(
                f"{column.name} er angivet to gange.", f"{column.name} is given twice."
            )
        seen.add(column.name)
        value, readable = read_value(column, text, facts, spans)
        if not readable:
            elsewhere = _says_one(text) and said_elsewhere(column, facts, record_type)
            raise _unreadable(column, elsewhere or None)
        if column.name == TYPE and value not in (None, record_type):
            raise InputError(
                f"{TYPE} siger {value}, men der er spurgt om {record_type}.",
                f"{TYPE} says {value}, but {record_type} is asked about.",
            )
        yield column, value


def _column(key: str, book: HeaderBook, facts: FactVocabulary, record_type: str) -> Column:
    fitting = {
        name for name in book.candidates(key) if record_type in book.columns[name].record_types
    }
    if not fitting:  # a fact of the person who takes part in the record
        players = facts.players(record_type)
        fitting = {
            name
            for name in book.candidates(key)
            if players & set(book.columns[name].record_types)
            and (record_type, book.columns[name].iri) not in facts.carried
        }
    if len(fitting) == 1:
        return book.columns[fitting.pop()]
    elsewhere = sorted(
        {t for name in book.candidates(key) for t in book.columns[name].record_types}
    )
    if elsewhere:
        kinds, which = ", ".join(elsewhere), elsewhere[0]
        raise InputError(
            f"{key[:40]} hører til en anden type registrering ({kinds}) end {record_type}: "
            f"angiv --type {which}.",
            f"{key[:40]} belongs to another type of record ({kinds}) than {record_type}: "
            f"give --type {which}.",
        )
    own = [name for name, column in book.columns.items() if record_type in column.record_types]
    near = suggestion(key, own)
    hint = did_you_mean(near)
    raise InputError(
        f"{key[:40]} er ikke et navn på et faktum for {record_type}.{hint.da}",
        f"{key[:40]} is no name of a fact of {record_type}.{hint.en}",
    )


def _says_one(said: str) -> bool:
    """Whether somebody says that there is one, and not which."""
    return said.strip().lower() in TRUE | ONE


def _unreadable(column: Column, elsewhere: Text | None = None) -> InputError:
    """That a value cannot be read, with what can, and how `elsewhere` it is stated that there is
    one."""
    wanted, more = expected_of_one(column, whole=True), elsewhere or Text("", "")
    return InputError(
        f"Værdien af {column.name} ({column.label.da}) kan ikke læses; skriv {wanted.da}. "
        f"{more.da}".rstrip(),
        f"The value of {column.name} ({column.label.en}) cannot be read; write {wanted.en}. "
        f"{more.en}".rstrip(),
    )

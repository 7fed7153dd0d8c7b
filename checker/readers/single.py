"""One record given as `KEY=VALUE` pairs, read by the rules for a file's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.core.errors import InputError
from lovgraf.facts.expected import expected
from lovgraf.facts.values import Value
from lovgraf.facts.vocabulary import Column, FactVocabulary
from lovgraf.readers.headers import HeaderBook, check_record_type, suggestion
from lovgraf.readers.reading import Reader, Reading


def read_pairs(pairs: Iterable[str], facts: FactVocabulary, record_type: str) -> dict[str, Value]:
    """The values of one record by the IRI of their column; blanks are left out.

    Keys are canonical names or headers, any case. Raises `InputError` for a pair without `=`, an
    unknown or repeated key (with the nearest name), or a value that cannot be read.
    """
    return {
        column.iri: reading.value
        for column, reading in _readings(pairs, facts, record_type)
        if reading.value is not None
    }


def _readings(
    pairs: Iterable[str], facts: FactVocabulary, record_type: str
) -> Iterator[tuple[Column, Reading]]:
    check_record_type(record_type, facts)
    book, seen = HeaderBook(facts), set[str]()
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
        reading = Reader(column).read(text)
        if reading.flaw == "unreadable":
            raise _unreadable(column)
        yield column, reading


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
    own = [name for name, column in book.columns.items() if record_type in column.record_types]
    near = suggestion(key, own)
    hint = (f" Mente du {near}?", f" Did you mean {near}?") if near else ("", "")
    raise InputError(
        f"{key[:40]} er ikke et navn på et faktum for {record_type}.{hint[0]}",
        f"{key[:40]} is no name of a fact of {record_type}.{hint[1]}",
    )


def _unreadable(column: Column) -> InputError:
    wanted = expected(column)
    return InputError(
        f"Værdien af {column.name} ({column.label.da}) kan ikke læses; skriv {wanted.da}.",
        f"The value of {column.name} ({column.label.en}) cannot be read; write {wanted.en}.",
    )

"""Which columns somebody means who says what a column is, by its name or by words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import HeaderBook, book_of
from lovgraf.readers.suggesting import Values, reads_some
from lovgraf.readers.who import Who

MOST = 12
"""Columns that are listed where words may mean several."""


class Meant(Struct, frozen=True):
    """The columns (canonical names) that somebody may mean; `certain` where what was said is the
    name or a heading of the only one. `taken` are those of them that other columns are read as;
    `who` says that it is what shows whom a row is about."""

    columns: tuple[str, ...] = ()
    certain: bool = False
    taken: tuple[str, ...] = ()
    who: bool = False


def meant(
    said: str,
    facts: FactVocabulary,
    kind: str | None,
    taken: Collection[str],
    words: Iterable[tuple[str, int]] = (),
) -> Meant:
    """What somebody means by some words, of a type of record (`kind`); `words` are what stands in
    the column, so that of several that are meant those are listed that read some of it."""
    book, values = book_of(facts), Values(dict(words))
    ours = {c.name: c for c in book.columns.values() if kind is None or kind in c.record_types}
    own = sorted(book.candidates(said) & ours.keys())
    if own:
        return _free(own, taken, values, ours, by_name=True)
    if Who(facts).called(said):
        return Meant(who=True)
    loose = sorted(book.loosely(said) & ours.keys())
    found = _free(loose, taken, values, ours)
    return found if found.columns else _free(_with_words(said, book, ours), taken, values, ours)


def _free(
    names: Iterable[str],
    taken: Collection[str],
    values: Values,
    ours: Mapping[str, Column],
    by_name: bool = False,
) -> Meant:
    """Those of some columns that nothing else is read as."""
    names = list(names)
    free = [name for name in names if name not in taken]
    reading = [name for name in free if reads_some(ours[name], values)]
    free = (reading or free)[:MOST]
    return Meant(
        tuple(free), by_name and len(free) == 1, tuple(name for name in names if name in taken)
    )


def _with_words(said: str, book: HeaderBook, ours: Mapping[str, Column]) -> list[str]:
    """The columns that have all words of what was said in their names or headings."""
    parts = said.casefold().split()
    return [
        name
        for name, column in ours.items()
        if parts and all(part in " ".join((name, *column.headers)).casefold() for part in parts)
    ]

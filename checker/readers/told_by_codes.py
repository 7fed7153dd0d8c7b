"""Columns that a heading only resembles, where the codes under it leave no doubt."""

from __future__ import annotations

from lovgraf.facts.fact import Column
from lovgraf.readers.headers import HeaderBook, Matched
from lovgraf.readers.lost import denies
from lovgraf.readers.reading import Reader
from lovgraf.readers.resembling import ComparedHeadings
from lovgraf.readers.seen_values import values_at
from lovgraf.readers.source import Request, Source
from lovgraf.readers.suggesting import Values
from lovgraf.readers.who import Who

_CODES, _AS_LISTED = 3, 2
"""From how many codes on, and how many as they are listed, they tell the list that they are of."""


def take_by_codes(request: Request, source: Source, matched: Matched, book: HeaderBook) -> None:
    """Take what resembles a column for it where its codes say so too.

    `Status` beside a personal number is the status in the register of that number where 01, 80
    and 90 stand under it; by its heading alone it may be the status of anything.
    """
    lacking = _listed_beside(matched, book)
    if not lacking:
        return
    compared, who = ComparedHeadings(lacking), Who(book.facts)
    for place in tuple(matched.unknown):
        header = source.columns[place].header
        near = () if who.called(header) else compared.resembling(header)
        near = tuple(name for name in near if name not in matched.columns)
        if not near:
            continue
        values = values_at(request, source, place)
        found = [name for name in near if codes_say(book.columns[name], values)]
        if len(found) == 1 and not _denied(header, book.columns[found[0]], book):
            matched.columns[found[0]] = place
            matched.unknown.remove(place)
            matched.by_codes.add(place)


def _listed_beside(matched: Matched, book: HeaderBook) -> list[Column]:
    """The columns of codes that a file lacks and whose register gives a number that it has."""
    there = [book.columns[name] for name in matched.columns]
    registers = {one for column in there if column.unique for one in column.held_in}
    return [
        column
        for column in book.lacking(matched)
        if column.code_list is not None
        and not column.multi
        and not registers.isdisjoint(column.held_in)
    ]


def codes_say(column: Column, values: Values) -> bool:
    """Whether values are the codes of a column's list, and hardly those of another one: three or
    more, all of the list, two as it writes them, and one is what most people have."""
    if column.code_list is None or not values.all:
        return False
    reader = Reader(column)
    read = {reader.read(text).value for text in values.counts}
    codes = {concept.notation for concept in column.code_list.concepts}
    as_listed = codes.intersection(values.counts)
    usual = not read.isdisjoint(one for one in column.usual if isinstance(one, str))
    return usual and read <= codes and len(read) >= _CODES and len(as_listed) >= _AS_LISTED


def _denied(header: str, column: Column, book: HeaderBook) -> bool:
    return denies(header, column, book.facts.heading_words)

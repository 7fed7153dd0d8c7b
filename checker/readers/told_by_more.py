"""Columns that a heading alone does not tell, where what is beside or under it leaves no doubt:
the codes under it, whether they are days or yes and no, and of which register the file is."""

from __future__ import annotations

from collections.abc import Collection

from lovgraf.core.intake import CODES, REGISTER, ROWS, VALUES
from lovgraf.facts.fact import Column
from lovgraf.readers.beside import may_be_told, rows_say
from lovgraf.readers.headers import HeaderBook, Matched
from lovgraf.readers.lost import denies
from lovgraf.readers.reading import Reader
from lovgraf.readers.resembling import ComparedHeadings
from lovgraf.readers.seen_values import values_at
from lovgraf.readers.source import Request, Source
from lovgraf.readers.suggesting import Values, days_behind, fit, reads_some
from lovgraf.readers.who import Who

_CODES, _AS_LISTED = 3, 2
"""From how many codes on, and how many as they are listed, they tell the list that they are of."""
_DAY_OR_ANSWER = frozenset({"date", "boolean"})


def take_by_more(
    request: Request,
    source: Source,
    matched: Matched,
    book: HeaderBook,
    stated: Collection[int] = (),
) -> None:
    """Take the columns of a file for what more than their headings says that they are; of those
    in places that somebody `stated` nothing more is asked."""
    _as_answers(request, source, matched, book, stated)
    _by_codes(request, source, matched, book)
    _by_values(request, source, matched, book)
    _by_register(matched, book)
    _by_rows(request, source, matched, book)


def _as_answers(
    request: Request,
    source: Source,
    matched: Matched,
    book: HeaderBook,
    stated: Collection[int],
) -> None:
    """Take a column of accounts for the yes or no that follows from one, where that is what stands
    under its heading: a column *NemKonto* that says whether there is one."""
    lacking = [one for one in book.lacking(matched) if one.datatype == "boolean"]
    given = [*matched.doubled, *((place, name) for name, place in matched.columns.items())]
    for place, name in given:
        column = book.columns[name]
        if place in stated or column.format is None or column.datatype != "string":
            continue
        answers = [one for one in lacking if column.iri in one.implied_true_by]
        values = values_at(request, source, place) if answers else Values({})
        found = [one.name for one in answers if _says(one, column, values)]
        if len(found) == 1 and found[0] not in matched.columns:
            _leave(matched, place, name)
            _take(matched, place, found[0], VALUES)


def _says(answer: Column, column: Column, values: Values) -> bool:
    """Whether values are answers of yes and no, and not what else a column holds."""
    if not values.seen:
        return False
    if fit(answer, values):
        return not fit(column, values)
    return reads_some(answer, values) and not reads_some(column, values)


def _leave(matched: Matched, place: int, name: str) -> None:
    """Take a column no longer for one; another one that gives the same is taken for it."""
    if matched.columns[name] == place:
        del matched.columns[name]
        others = [one for one, also in matched.doubled if also == name]
        if others:
            matched.columns[name] = others[0]
    matched.doubled = [
        one for one in matched.doubled if one[0] not in (place, matched.columns.get(one[1]))
    ]


def _by_values(request: Request, source: Source, matched: Matched, book: HeaderBook) -> None:
    """Take what may be days or yes and no for the one that its values are: `Exemption registered`
    is a day or an answer."""
    for place in tuple(matched.ambiguous):
        named = matched.meant[place]
        meant = [column for column in book.lacking(matched) if column.name in named]
        values = values_at(request, source, place)
        found = [column.name for column in meant if fit(column, values)]
        if values.seen and len(found) == 1 and {one.datatype for one in meant} <= _DAY_OR_ANSWER:
            _take(matched, place, found[0], VALUES)


def _by_register(matched: Matched, book: HeaderBook) -> None:
    """Take a heading that may be several columns for the one whose label it is, where the file is
    of the register that holds it: it has a state in that register, which nothing else gives."""
    there = [book.columns[name] for name in matched.columns]
    registers = {r for c in there if c.code_list is not None and not c.multi for r in c.held_in}
    for place, name in matched.labels.items():
        own = registers.intersection(book.columns[name].held_in)
        if place in matched.ambiguous and name not in matched.columns and own:
            _take(matched, place, name, REGISTER)


def _by_rows(request: Request, source: Source, matched: Matched, book: HeaderBook) -> None:
    """Take a heading that may be several columns for the one that the rows say it is: days that
    stand where people have emigrated, and nowhere else, are those on which they left."""
    lacking = [one for one in book.lacking(matched) if may_be_told(one, matched, book)]
    if not source.relation or not lacking:
        return
    compared = ComparedHeadings(lacking, book.facts.heading_words)
    who = Who(book.facts)
    others = [place for place, _ in matched.other_type]
    for place in (*matched.ambiguous, *matched.unknown, *others):
        header = source.columns[place].header
        meant = [book.columns[name] for name in matched.meant.get(place, ())]
        named = {one.name for one in (*meant, *days_behind(meant, lacking))}
        named |= book.loosely(header)
        if not named and not who.called(header):
            named = {*compared.resembling(header)}
        free = [one for one in lacking if one.name in named - matched.columns.keys()]
        found = [one.name for one in free if rows_say(request, source, matched, book, one, place)]
        if len(found) == 1:
            _take(matched, place, found[0], ROWS)


def _take(matched: Matched, place: int, name: str, why: str) -> None:
    """Take the column at a place for one, and remember why."""
    matched.columns[name] = place
    for some in (matched.unknown, matched.ambiguous):
        if place in some:
            some.remove(place)
    matched.other_type = [one for one in matched.other_type if one[0] != place]
    matched.told_by[place] = why


def _by_codes(request: Request, source: Source, matched: Matched, book: HeaderBook) -> None:
    """Take what resembles a column for it where its codes say so too.

    `Status` beside a personal number is the status in the register of that number where 01, 80
    and 90 stand under it; by its heading alone it may be the status of anything.
    """
    lacking = _listed_beside(matched, book)
    if not lacking:
        return
    compared = ComparedHeadings(lacking, book.facts.heading_words)
    who = Who(book.facts)
    for place in tuple(matched.unknown):
        header = source.columns[place].header
        near = () if who.called(header) else compared.resembling(header)
        near = tuple(name for name in near if name not in matched.columns)
        if not near:
            continue
        values = values_at(request, source, place)
        found = [name for name in near if codes_say(book.columns[name], values)]
        if len(found) == 1 and not _denied(header, book.columns[found[0]], book):
            _take(matched, place, found[0], CODES)


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
    more, all of the list, two as it writes them or in words, and one is what most people have."""
    if column.code_list is None or not values.all:
        return False
    reader = Reader(column)
    read = {reader.read(text).value for text in values.counts}
    codes = {concept.notation for concept in column.code_list.concepts}
    told = (text for text in values.counts if text in codes or not text.isdecimal())
    as_listed = codes.intersection(reader.read(text).value for text in told)
    usual = not read.isdisjoint(one for one in column.usual if isinstance(one, str))
    return usual and read <= codes and len(read) >= _CODES and len(as_listed) >= _AS_LISTED


def _denied(header: str, column: Column, book: HeaderBook) -> bool:
    return denies(header, column, book.facts.heading_words)

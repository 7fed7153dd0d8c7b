"""Columns of a file of which no value can be read, and whether a mapping can say how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from lovgraf.core.disclosure import shape
from lovgraf.core.terms import Text
from lovgraf.facts.dates import date_order, is_moment
from lovgraf.facts.decimals import is_ambiguous
from lovgraf.facts.expected import expected, none_read
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import strip
from lovgraf.readers.days_written import days_written, ways
from lovgraf.readers.lost import Lost
from lovgraf.readers.reading import DASHES, UNREADABLE, Form, Reader
from lovgraf.readers.source import SourceColumn
from lovgraf.readers.typed import has_fields, has_zone

_JUDGED = 3
"""Values from which a column is taken for unreadable where none of them can be read."""
_SERIAL = re.compile(r"[1-7]\d{4}([.,]\d+)?")
"""A day as Excel counts them (1927 to 2119)."""


def lost_fields(place: SourceColumn, column: Column) -> Lost | None:
    """A column of a typed file whose values have fields of their own."""
    if not has_fields(place.type):
        return None
    return Lost(place.header, (column.name,), _FIELDS, mappable=False)


def lost_values(
    header: str, column: Column, form: Form, sample: Sequence[tuple[str, int]]
) -> Lost | None:
    """A column of which no value of a sample can be read; or, of one of yes and no with numbers
    that may be codes, or with dashes that may be a no, fewer than cannot."""
    reader = Reader(column, form)
    readings = [(text, count, reader.read(text)) for text, count in sample]
    given = [text for text, _, reading in readings if reading.flaw == UNREADABLE]
    lost = sum(count for _, count, reading in readings if reading.flaw == UNREADABLE)
    read = sum(count for _, count, reading in readings if reading.value is not None)
    dashed = form.dashed and DASHES.issuperset(map(strip, given))
    if not given or read >= (lost if form.coded or dashed else 1):
        return None
    name = (column.name,)
    if column.datatype == "date" and all(_SERIAL.fullmatch(text.strip()) for text in given):
        return Lost(header, name, _SERIALS, mappable=False)
    if sum(count for _, count in sample) < _JUDGED:
        return None
    if form.coded:
        return Lost(header, name, _CODED)
    if dashed:
        return Lost(header, name, _DASHED)
    if column.datatype == "date":
        return _lost_days(header, column, form, given)
    if column.datatype == "decimal" and any(map(is_ambiguous, given)):
        return Lost(header, name, _AMOUNTS)
    return Lost(header, name, none_read(column, shape(given[0])))


def _lost_days(header: str, column: Column, form: Form, given: Sequence[str]) -> Lost:
    """A column of dates none of which can be read."""
    name, counts = (column.name,), dict.fromkeys(given, 1)
    timed = Reader(column, replace(form, dates=replace(form.dates, times=True)))
    if all(timed.read(text).value is not None for text in given):
        zoned = all(map(is_moment, given))
        return Lost(header, name, _MOMENTS if zoned else _TIMES)
    order = date_order(counts.items())
    if not form.dates.day_first and (marks := order.months | order.doubtful):
        if ways(counts, marks):
            return Lost(header, name, _MONTHS)
        mappable = False
    else:
        mappable = not days_written(counts, Reader(column)).unread
    return Lost(header, name, none_read(column, shape(given[0])), mappable=mappable)


_SERIALS = Text(
    "holder tal, som Excel tæller dage med, ikke datoer; formatér cellerne som datoer, og gem "
    "filen igen",
    "holds numbers as Excel counts days, no dates; format the cells as dates and save the file "
    "again",
)
_FIELDS = Text(
    "har felter i hver værdi (STRUCT, MAP); skriv filen igen med en kolonne for hvert felt",
    "has fields within each value (STRUCT, MAP); write the file again with a column for each field",
)
_AMOUNTS = Text(
    "holder tal som 1,234 og 1.234, der kan være med tusinder eller med decimaler; skriv tallene "
    "uden tusindtegn, eller angiv i mappingen, hvad der er decimaltegn "
    "(datatype.format.decimalChar)",
    "holds numbers such as 1,234 and 1.234, which may be thousands or decimals; write them without "
    "marks of thousands, or state the decimal mark in the mapping (datatype.format.decimalChar)",
)
_MONTHS = Text(
    "har datoer med måneden før dagen, eller som kan læses på to måder i en fil, hvor måneden står "
    "først i en anden kolonne; skriv dem som 1990-12-24, eller angiv i mappingen, hvordan de er "
    "skrevet (datatype.format: MM/dd/yyyy)",
    "holds dates with the month before the day, or that can be read both ways in a file that has "
    "the month first in another column; write them as 1990-12-24, or say in the mapping how they "
    "are written (datatype.format: MM/dd/yyyy)",
)
_CODED = Text(
    "holder andre tal end 0 og 1: hvilke af dem der er ja, og hvilke nej, vides ikke, så intet af "
    "dem er læst. Sig det i mappingen (lovgraf:codes)",
    "holds other numbers than 0 and 1: which of them are yes and which no is not known, so none of "
    "them was read. Say so in the mapping (lovgraf:codes)",
)
_DASHED = Text(
    "holder ja og streger: om en streg er et nej, eller at intet er oplyst, vides ikke, så ingen "
    'af dem er læst. Sig det i mappingen (lovgraf:codes: {"-": "false"}, eller null: "-")',
    "holds yes and dashes: whether a dash is a no, or that nothing is known, cannot be told, so "
    'none of them was read. Say so in the mapping (lovgraf:codes: {"-": "false"}, or null: "-")',
)
_TIMES = Text(
    "har klokkeslæt uden tidszone: hvilken dag de ligger på i Danmark, vides ikke. Gem kolonnen "
    "som dato, eller sig i mappingen, at tiderne er danske (datatype: dateTime)",
    "has times of a day without a time zone: on which day they are in Denmark is not known. Save "
    "the column as a date, or say in the mapping that the times are Danish (datatype: dateTime)",
)
_MOMENTS = Text(
    "har klokkeslæt med tidszone skrevet som tekst. Gem kolonnen som dato, eller sig i mappingen, "
    "at tiderne står for deres dag i Danmark (datatype: dateTime)",
    "has times of a day with a time zone, written as text. Save the column as a date, or say in "
    "the mapping that the times stand for their day in Denmark (datatype: dateTime)",
)


def lost_type(place: SourceColumn, column: Column, given: int) -> Lost | None:
    """A typed column with so many values in a sample, none of which can be read."""
    if given < _JUDGED:
        return None
    wanted = expected(column)
    kind = place.type.lower()
    why = Text(
        f"har ingen værdi, der kan læses som {wanted.da}; dens type er {kind}",
        f"has no value that can be read as {wanted.en}; its type is {kind}",
    )
    if column.datatype == "date" and place.type.startswith("TIMESTAMP"):
        why = why if has_zone(place.type) else _TIMES
    return Lost(place.header, (column.name,), why)

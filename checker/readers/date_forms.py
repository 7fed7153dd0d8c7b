"""How the columns of a file write dates: what a column shows, and what the others tell of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.dates import DateOrder, date_form, months_first, order_of_pattern
from lovgraf.facts.fact import Column
from lovgraf.readers.reading import Form

_MARKS = frozenset("-/.")
"""The marks of dates that are read without a pattern: digits alone may be a telephone number."""


def in_doubt(orders: Iterable[DateOrder]) -> bool:
    """Whether some column of dates can be read both ways, and does not tell which."""
    return any(one.doubtful & _MARKS and not one.told for one in orders)


def months_of(orders: Iterable[DateOrder], patterns: Iterable[str]) -> frozenset[str]:
    """The marks of the dates that have the month first in a file, by what stands in its columns and
    by the patterns that a mapping states of others."""
    return months_first([*orders, *map(order_of_pattern, patterns)]) & _MARKS


def dated(
    form: Form, column: Column, order: DateOrder, months: frozenset[str]
) -> tuple[Form, list[QualityFinding]]:
    """The form of a column of dates of which no mapping states a pattern, and a finding where some
    of them can be read both ways; `order` is that of the column, `months` are the marks of those
    dates that have the month first in some column of the file."""
    if date_form(order, months).day_first:
        return form, []
    form = structs.replace(form, dates=structs.replace(form.dates, day_first=False))
    if not order.told and not order.doubtful:
        return form, []
    said = _IN_PLACES if order.told else _IN_OTHERS
    message = Text(said.da.format(name=column.name), said.en.format(name=column.name))
    return form, [QualityFinding("ambiguous-dates", "error", column.name, message, 1)]


_IN_PLACES = Text(
    "I kolonnen {name} står måneden nogle steder før dagen; datoer, der kan læses på to måder, "
    "regnes for ukendte. Angiv formatet i en CSVW-fil (datatype.format).",
    "In the column {name} the month stands before the day in places; dates that can be read both "
    "ways count as unknown. State the format in a CSVW file (datatype.format).",
)
_IN_OTHERS = Text(
    "I kolonnen {name} kan datoerne læses på to måder, og i en anden kolonne i filen står måneden "
    "før dagen; de regnes for ukendte. Angiv formatet i en CSVW-fil (datatype.format); lovgraf map "
    "laver den.",
    "In the column {name} the dates can be read both ways, and in another column of the file the "
    "month stands before the day; they count as unknown. State the format in a CSVW file "
    "(datatype.format); lovgraf map makes it.",
)

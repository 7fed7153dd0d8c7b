"""How the dates of a column are written, for whoever maps it: by its values, and by what the other
columns of the file tell of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from lovgraf.facts.dates import (
    DateForm,
    DateOrder,
    date_order,
    days_first,
    months_first,
    read_pattern,
)
from lovgraf.readers.reading import UNREADABLE, Reader

READ = 0.9
"""The share of values that a column must read."""
_PATTERNS = ("dd-MM-yyyy", "ddMMyyyy", "MM/dd/yyyy", "dd MM yyyy")
_DAY_FIRST, _MONTH_FIRST = "dd{0}MM{0}yyyy", "MM{0}dd{0}yyyy"
TIMES = "dateTime"
"""The datatype of times of a day that stand for their day."""
Counts = Mapping[str, int]
"""The distinct texts of a column with how often each was seen."""


class DaysWritten(Struct, frozen=True):
    """How the dates of a column are read where not as they stand: by a pattern, or as times of a
    day (`TIMES`); or, where nobody can tell, the patterns (day first, month first) one of which
    somebody has to choose."""

    dates: str | None = None
    ways: tuple[str, ...] = ()
    unread: bool = False
    """Whether none of them can be read, and no mapping can say how."""


AS_THEY_STAND = DaysWritten()


class FileOrder(Struct, frozen=True):
    """The marks of the dates of a file that have the month, and the day, first in some column."""

    months: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()

    @classmethod
    def of(cls, orders: Collection[DateOrder]) -> FileOrder:
        """The order of the dates of some columns."""
        return cls(months_first(orders), days_first(orders))


def days_written(
    counts: Counts,
    reader: Reader,
    file: FileOrder | None = None,
    order: DateOrder | None = None,
) -> DaysWritten:
    """How the dates of a column are written; `reader` reads dates as they stand, `file` is what all
    columns of the file tell, `order` what all rows tell of this one."""
    file, order = file or FileOrder(), order or date_order(counts.items())
    if not order.told and (alike := order.doubtful & file.months):
        months = _MONTH_FIRST.format(min(alike))
        if alike.isdisjoint(file.days) and _reads(counts, months):
            return DaysWritten(months)
        return _undecided(counts, alike)
    unread = [text for text in counts if reader.read(text).flaw == UNREADABLE]
    if not unread and order.told and order.month_first:  # by others than the commonest
        months = _MONTH_FIRST.format(min(order.months))
        found = not order.day and _reads(counts, months)
        return DaysWritten(months) if found else _undecided(counts, order.months)
    if not unread:
        return AS_THEY_STAND
    for dates in _forms(order, file):
        form = form_of(dates)
        if _reads(counts, dates) and any(form.read(text) for text in unread):
            return DaysWritten(dates)
    if order.told and order.month_first:
        return _undecided(counts, order.months)
    return DaysWritten(unread=not any(reader.read(text).value for text in counts))


def form_of(dates: str) -> DateForm:
    """The form of dates with a pattern, or of times of a day."""
    return DateForm(times=True) if dates == TIMES else DateForm(pattern=dates)


def ways(counts: Counts, marks: Collection[str]) -> tuple[str, ...]:
    """The patterns (day first, month first) of dates with a mark, where one of them reads some."""
    for mark in sorted(marks):
        found = (_DAY_FIRST.format(mark), _MONTH_FIRST.format(mark))
        if any(read_pattern(text, pattern) for text in counts for pattern in found):
            return found
    return ()


def _undecided(counts: Counts, marks: Collection[str]) -> DaysWritten:
    """Dates with marks of which nobody can tell which of day and month is first."""
    found = ways(counts, marks)
    return DaysWritten(ways=found, unread=not found)


def _forms(order: DateOrder, file: FileOrder) -> Iterator[str]:
    """The forms that may read a column, the likeliest first."""
    yield from _PATTERNS
    if "" in order.days | file.days and "" not in file.months:
        yield "dMMyyyy"  # a spreadsheet took the zero
    for mark in sorted(order.months):
        yield _MONTH_FIRST.format(mark)
    if not (order.told and order.month_first):
        yield TIMES


def _reads(counts: Counts, dates: str) -> bool:
    """Whether a form reads most of the values, but for zeros, which stand for no date."""
    form = form_of(dates)
    given = {text: n for text, n in counts.items() if text.strip("0 ")}
    read = sum(n for text, n in given.items() if form.read(text))
    return bool(given) and read >= READ * sum(given.values())

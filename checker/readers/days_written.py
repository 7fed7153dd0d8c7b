"""How the dates of a column are written, for whoever maps it: by its values, and by what the other
columns of the file tell of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from lovgraf.facts.dates import DateOrder, date_order, days_first, months_first, read_pattern
from lovgraf.readers.reading import UNREADABLE, Reader

READ = 0.9
"""The share of values that a column must read."""
_PATTERNS = ("dd-MM-yyyy", "ddMMyyyy", "MM/dd/yyyy", "dd MM yyyy")
_DAY_FIRST, _MONTH_FIRST = "dd{0}MM{0}yyyy", "MM{0}dd{0}yyyy"
Counts = Mapping[str, int]
"""The distinct texts of a column with how often each was seen."""


class DaysWritten(Struct, frozen=True):
    """How the dates of a column are read where not as they stand: their pattern; or, where nobody
    can tell, the patterns (day first, month first) one of which somebody has to choose."""

    dates: str | None = None
    ways: tuple[str, ...] = ()


AS_THEY_STAND = DaysWritten()


class FileOrder(Struct, frozen=True):
    """The marks of the dates of a file that have the month, and the day, first in some column."""

    months: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()

    @classmethod
    def of(cls, columns: Iterable[Counts]) -> FileOrder:
        """The order of the dates of some columns."""
        orders = [date_order(counts.items()) for counts in columns]
        return cls(months_first(orders), days_first(orders))


def days_written(counts: Counts, reader: Reader, file: FileOrder | None = None) -> DaysWritten:
    """How the dates of a column are written; `reader` reads dates as they stand, `file` is what all
    columns of the file tell."""
    file, order = file or FileOrder(), date_order(counts.items())
    if not order.told and (alike := order.doubtful & file.months):
        mark = min(alike)
        months = _MONTH_FIRST.format(mark)
        if mark not in file.days and _reads(counts, months):
            return DaysWritten(months)
        return DaysWritten(ways=(_DAY_FIRST.format(mark), months))
    unread = [text for text in counts if reader.read(text).flaw == UNREADABLE]
    if not unread:
        return AS_THEY_STAND
    for pattern in _patterns(order):
        if _reads(counts, pattern) and any(read_pattern(text, pattern) for text in unread):
            return DaysWritten(pattern)
    if order.told and order.month_first:
        mark = min(order.months)
        return DaysWritten(ways=(_DAY_FIRST.format(mark), _MONTH_FIRST.format(mark)))
    return AS_THEY_STAND


def _patterns(order: DateOrder) -> Collection[str]:
    """The patterns that may read a column, the likeliest first."""
    return (*_PATTERNS, *(_MONTH_FIRST.format(mark) for mark in sorted(order.months)))


def _reads(counts: Counts, pattern: str) -> bool:
    """Whether a pattern reads most of the values."""
    read = sum(n for text, n in counts.items() if read_pattern(text, pattern))
    return read >= READ * sum(counts.values())

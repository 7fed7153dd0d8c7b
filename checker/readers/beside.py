"""What rows hold in one column where another one has a value, as far as it tells a column."""

from __future__ import annotations

from collections.abc import Sequence

from lovgraf.facts.fact import Beside, Column
from lovgraf.readers.headers import HeaderBook, Matched
from lovgraf.readers.reading import Reader
from lovgraf.readers.source import Request, Source, run
from lovgraf.readers.typed import as_text

_SHARE = 0.9
"""The share of rows that has to hold what a column is told by."""
_FEW = 3
"""Rows below which nothing is told by them."""
_DISTINCT = 2000
"""Distinct pairs of values that are looked at."""
Pairs = Sequence[tuple[str, str, int]]
"""Texts of two columns in the same rows, with the number of these rows."""


def may_be_told(column: Column, matched: Matched, book: HeaderBook) -> bool:
    """Whether a file has all columns beside which a column is told (`record:toldBeside`)."""
    others = [book.facts.facts.get(one.fact) for one in column.told_beside]
    there = [isinstance(one, Column) and one.name in matched.columns for one in others]
    return bool(there) and all(there)


def rows_say(
    request: Request, source: Source, matched: Matched, book: HeaderBook, column: Column, place: int
) -> bool:
    """Whether the rows of the sample hold under a heading what a column is told by, each part of it
    in a few rows at least. The file has the columns beside it (`may_be_told`)."""
    seen: dict[tuple[str, bool], Pairs] = {}
    for beside in column.told_beside:
        other, alike = book.facts.facts[beside.fact], beside.code is None
        assert isinstance(other, Column)
        if (other.name, alike) not in seen:
            at = matched.columns[other.name]
            seen[other.name, alike] = _pairs(request, source, at, place, alike)
        if not _holds(beside, Reader(other), Reader(column), seen[other.name, alike]):
            return False
    return True


def _pairs(request: Request, source: Source, other: int, place: int, alike: bool) -> Pairs:
    """The texts of two columns in the same rows; `alike` where all that is given counts as one."""
    texts = [as_text(source.columns[n].sql, source.columns[n].type) for n in (other, place)]
    first, second = (f"coalesce(trim({text}), '')" for text in texts)
    if alike:
        second = f"CASE WHEN {second} = '' THEN '' ELSE 'x' END"
    return run(
        request,
        f"SELECT {first} AS a, {second} AS b, count(*) AS n FROM {source.sample} "
        f"GROUP BY a, b ORDER BY n DESC, a, b LIMIT {_DISTINCT}",
    )


def _holds(beside: Beside, other: Reader, own: Reader, pairs: Pairs) -> bool:
    """Whether nearly all rows with the value of the other column hold what they should."""
    values = {text: other.read(text).value for text in {a for a, _, _ in pairs if a}}
    there = [(text, count) for a, text, count in pairs if values.get(a) == beside.value]
    rows = sum(count for _, count in there)
    fit = sum(count for text, count in there if _is(beside, own, text))
    return rows >= _FEW and fit >= _SHARE * rows


def _is(beside: Beside, own: Reader, text: str) -> bool:
    if beside.code is None:
        return bool(text) == beside.holds
    value = own.read(text).value if text else None
    return value is not None and (value == beside.code) == beside.holds

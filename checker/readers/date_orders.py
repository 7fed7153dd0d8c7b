"""In which order the columns of a file have day and month, as all their dates tell it.

The commonest texts of a sample tell of columns with few different days. Else all rows of the sample
are asked, and the whole file where it may tell what its sample does not: where dates can be read
both ways and none tells how, or where some date has the month first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lovgraf.facts.dates import DateOrder, date_order
from lovgraf.facts.spelling import AROUND
from lovgraf.readers.expressions import Sample
from lovgraf.readers.source import DISTINCT, Request, Source, quoted, run

_PARTS = "([0-9]{1,2}[-/. ][0-9]{1,2}[-/. ])"
_TIME = "(?:[T ][0-9]{2}:[0-9]{2}(?s:.*))?"
_WRITTEN = f"{AROUND}(?:{_PARTS}[0-9]{{4}}{_TIME}|([0-9]{{3,4}})(?:18|19|20|21)[0-9]{{2}}){AROUND}"
"""A text that may be a date with the year last: its day, month and marks decide on its order."""
_MONTH = f"{AROUND}(?:0?[0-9]|1[0-2])"
_DAY = "(?:1[3-9]|[2-9][0-9])"
_MONTH_FIRST = f"{_MONTH}(?:[-/. ]{_DAY}[-/. ](?s:.*)|{_DAY}[0-9]{{4}}{AROUND})"
"""Such a text that has the month first."""
_NONE, _SOME, _MONTHS = range(3)


def date_orders(
    request: Request,
    source: Source,
    samples: Mapping[str, Sample],
    rows_of: str,
    distinct: int = DISTINCT,
) -> dict[str, DateOrder]:
    """The order of the dates of columns, by SQL of their texts; `samples` are the commonest texts
    that stand in the relation `rows_of`: all of them, where they are fewer than `distinct`."""
    found = {text: date_order(sample) for text, sample in samples.items()}
    many = [text for text, sample in samples.items() if len(sample) >= distinct]
    found |= _counted(request, rows_of, _untold(request, rows_of, many, found))
    asked = [text for text, one in found.items() if _may_be_otherwise(one)]
    if asked and source.relation and not is_whole(request, source, rows_of):
        found |= _counted(request, source.relation, asked)
    return found


def is_whole(request: Request, source: Source, rows_of: str) -> bool:
    """Whether a relation with a sample of a file has all of its rows."""
    ((rows,),) = run(request, f"SELECT count(*) FROM {rows_of}")
    return source.is_whole(rows)


def _may_be_otherwise(order: DateOrder) -> bool:
    """Whether further dates may tell another order of a column than those of its sample."""
    return bool(order.month or (order.doubtful and not order.told))


def _untold(
    request: Request, rows_of: str, texts: Collection[str], orders: Mapping[str, DateOrder]
) -> list[str]:
    """The columns of which the commonest texts may not tell the order: all but those without such
    dates, and those with the day first in some of them and no month first in any row."""
    if not texts:
        return []
    listed = ", ".join(
        f"max(CASE WHEN NOT regexp_full_match({text}, {quoted(_WRITTEN)}) THEN {_NONE} "
        f"WHEN regexp_full_match({text}, {quoted(_MONTH_FIRST)}) THEN {_MONTHS} ELSE {_SOME} END)"
        for text in texts
    )
    (kinds,) = run(request, f"SELECT {listed} FROM {rows_of}")
    return [
        text
        for text, kind in zip(texts, kinds, strict=True)
        if kind == _MONTHS or (kind == _SOME and not orders[text].day)
    ]


def _counted(request: Request, rows_of: str, texts: Collection[str]) -> dict[str, DateOrder]:
    """The order of the dates of columns by all rows of a relation, which is read once."""
    if not texts:
        return {}
    listed = ", ".join(
        f"{{'n': {n}, 't': "
        f"CASE WHEN regexp_full_match({text}, {quoted(_WRITTEN)}) THEN {text} END}}"
        for n, text in enumerate(texts)
    )
    rows = run(
        request,
        f"SELECT n, any_value(t), count(*) FROM (SELECT unnest([{listed}], recursive := true) "
        f"FROM {rows_of}) WHERE t IS NOT NULL "
        f"GROUP BY n, regexp_extract(t, {quoted(_WRITTEN)}, 1), "
        f"regexp_extract(t, {quoted(_WRITTEN)}, 2)",
    )
    return {text: date_order(_of(rows, n)) for n, text in enumerate(texts)}


def _of(rows: Iterable[tuple[int, str, int]], number: int) -> list[tuple[str, int]]:
    return [(text, count) for n, text, count in rows if n == number]

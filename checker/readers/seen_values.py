"""What stands under a heading in the sample of a file, and days that belong to another column."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.readers.headers import HeaderBook, Matched
from lovgraf.readers.source import Request, Source, run
from lovgraf.readers.suggesting import Values, fit
from lovgraf.readers.typed import as_text

SEEN = 200
"""Distinct texts of a column that are looked at."""
_SHOWN = 60


def values_at(request: Request, source: Source, place: int) -> Values:
    """The distinct texts of a column of the sample, those that are seen most first."""
    if not source.relation:
        return Values({})
    text = as_text(source.columns[place].sql, source.columns[place].type)
    return distinct_texts(request, text, source.sample)


def distinct_texts(request: Request, text: str, sample: str) -> Values:
    """The distinct texts of a column, by SQL, of the sample; those that are seen most first."""
    rows = run(
        request,
        f"SELECT trim({text}) AS v, count(*) AS n FROM {sample} WHERE trim({text}) <> '' "
        f"GROUP BY v ORDER BY n DESC, v LIMIT {SEEN + 1}",
    )
    return Values(dict(rows[:SEEN]), len(rows) <= SEEN)


def days_beside(
    request: Request, source: Source, matched: Matched, book: HeaderBook
) -> Iterator[tuple[int, tuple[str, Text]]]:
    """The columns of days that no column reads and whose heading begins with that of a yes or no
    which is read ("Exempt", "Exempt until"): each with that one, and what is to be done."""
    days = [one for one in book.lacking(matched) if one.datatype == "date"][:1]
    for place in matched.unknown:
        header = source.columns[place].header
        words = header.split()
        heads = (book.candidates(" ".join(words[:n])) for n in range(len(words) - 1, 0, -1))
        found = next((some for names in heads if (some := names & matched.columns.keys())), None)
        column = book.columns[min(found)] if found else None
        if column is None or column.datatype != "boolean" or book.loosely(header):
            continue
        values = values_at(request, source, place)
        if values.seen and all(fit(one, values) for one in days):
            own = source.columns[matched.columns[column.name]].header
            yield place, (column.name, _until(column, own))


def _until(column: Column, header: str) -> Text:
    label, own = column.label, header[:_SHOWN]
    return Text(
        f"har dage, som hører til {own!r} ({label.da}), og ingen kolonne læser dem: siden hvornår "
        f"eller til hvornår det er så. Er det ikke så længere, så ret det i {own!r}",
        f"holds days that belong to {own!r} ({label.en}), and no column reads them: since when or "
        f"until when it is so. Where it is so no longer, correct that in {own!r}",
    )

"""What a file's columns are taken for, before anything is checked: for whoever maps the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lovgraf.core.disclosure import Headings
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.connection import connect
from lovgraf.readers.csvw import NO_MAPPING
from lovgraf.readers.formats import open_source, readable
from lovgraf.readers.headers import HeaderBook, Matched, check_record_type
from lovgraf.readers.source import Request, run
from lovgraf.readers.typed import as_text

Problem = Literal["unknown", "ambiguous", "doubled", "other-type", "nameless"]
SHOWN = 5
LONGEST = 80


@dataclass(frozen=True)
class PreviewColumn:
    """One column of a file: its header, as it stands and as it may be told, the canonical column it
    is taken for, or why it is taken for none; `filled` of the sampled rows hold something, `values`
    are the first texts."""

    header: str
    told: str
    name: str | None
    problem: Problem | None
    filled: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A file at a glance: about how many `rows`, of which `sampled` were looked at.

    `record_type` is the type that the headers speak for, None where a column gives it.
    """

    rows: int
    sampled: int
    record_type: str | None
    columns: tuple[PreviewColumn, ...]


def preview(
    path: Path, facts: FactVocabulary, record_type: str | None = None, values: bool = False
) -> Preview:
    """Look at a file's headers and first rows; `values` (personal) only where asked for.

    Raises `InputError` for a file that cannot be used, in one line that says what to do.
    """
    check_record_type(record_type, facts)
    readable(path)
    book = HeaderBook(facts)
    with connect(None) as connection:
        request = Request(path, path.name, connection)
        source = open_source(request, book, NO_MAPPING)
        headers = [column.header for column in source.columns]
        matched = book.match(headers, record_type, {})
        run(request, f"CREATE TEMP TABLE lovgraf_preview AS FROM {source.sample}")
        names = [f"count(nullif(trim({as_text(c.sql, c.type)}), ''))" for c in source.columns]
        ((sampled, *filled),) = run(
            request, f"SELECT {', '.join(['count(*)', *names])} FROM lovgraf_preview"
        )
        shown = _values(request, [as_text(c.sql, c.type) for c in source.columns]) if values else []
        taken = _taken(matched)
        told = Headings.of(headers, matched.known, values)
        columns = tuple(
            PreviewColumn(
                header,
                told.disclosed(n),
                *taken.get(n, (None, "unknown")),
                filled[n],
                _column(shown, n),
            )
            for n, header in enumerate(headers)
        )
    return Preview(source.rows, sampled, matched.record_type, columns)


def _values(request: Request, texts: list[str]) -> list[tuple[str | None, ...]]:
    listed = ", ".join(f"left({text}, {LONGEST})" for text in texts)
    return run(request, f"SELECT {listed} FROM lovgraf_preview LIMIT {SHOWN}")


def _column(rows: list[tuple[str | None, ...]], place: int) -> tuple[str, ...]:
    return tuple(row[place] or "" for row in rows)


def _taken(matched: Matched) -> dict[int, tuple[str | None, Problem | None]]:
    """What each position of the file is taken for, or why for nothing."""
    found: dict[int, tuple[str | None, Problem | None]] = {
        place: (name, None) for name, place in matched.columns.items()
    }
    found |= dict.fromkeys(matched.ambiguous, (None, "ambiguous"))
    found |= {place: (None, "doubled") for place, _ in matched.doubled}
    found |= {place: (None, "other-type") for place, _ in matched.other_type}
    found |= dict.fromkeys(matched.nameless, (None, "nameless"))
    return found

"""RDF: each subject that has facts is a record; read into columns, and nothing is fetched."""

from __future__ import annotations

import duckdb

from lovgraf.core.errors import InputError
from lovgraf.readers.headers import ID, TYPE, HeaderBook
from lovgraf.readers.rdf_blocks import read_in_blocks
from lovgraf.readers.rdf_rows import ROWS, RdfRows
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    translated,
)
from lovgraf.readers.triples.lines import fill, new_raw

_LARGE = 256 << 20
"""Bytes from which lines of triples are read in blocks."""


def open_rdf(request: Request, form: str, book: HeaderBook) -> Source:
    """Open Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML.

    A record's row is where its subject first stands in the file. A large file of lines is read in
    blocks where each subject's lines stand together. Raises `InputError` for syntax errors (with
    the line), entities that expand, a remote context, or no records.
    """
    try:
        rows = RdfRows(request.connection, book)
        source = None
        if form in ("n-triples", "n-quads") and request.path.stat().st_size > _LARGE:
            source = read_in_blocks(request, form, rows)
        return source or _at_once(request, form, book, rows)
    except duckdb.Error as error:
        raise translated(error, request.name) from None


def _at_once(request: Request, form: str, book: HeaderBook, rows: RdfRows) -> Source:
    connection = request.connection
    new_raw(connection)
    fill(connection, request.path, form, request.name, request.place)
    connection.execute("DROP TABLE raw_term")
    names = rows.make()
    if not names - {TYPE}:
        raise _no_facts(request.name, book)
    found = connection.execute(f"SELECT count(*) FROM {ROWS}").fetchone()
    columns = tuple(SourceColumn(name, f'"{name}"') for name in sorted({*names, ID}))
    sample = f"(FROM {ROWS} LIMIT {SAMPLE_ROWS})"
    count = found[0] if found else 0
    how = SourceForm("rdf")
    return Source(ROWS, sample, columns, request.place, count, form=how, suspicious=False)


def _no_facts(name: str, book: HeaderBook) -> InputError:
    """The error for a graph in which no subject has a property of a record."""
    known = min(column.iri for column in book.columns.values())
    return InputError(
        "Grafen har ingen oplysninger, som der kan kontrolleres efter: ingen af egenskaberne er "
        f"kendt. De skal være som <{known}>; andre RDF-data kontrolleres med lovgraf validate.",
        "The graph has no facts to check: none of its properties is known. They must be such as "
        f"<{known}>; other RDF is checked by lovgraf validate.",
        name,
    )

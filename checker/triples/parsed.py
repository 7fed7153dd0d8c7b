"""RDF by pyoxigraph, which fetches nothing, as batches of rows for the data engine."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from checker.errors import InputError
from checker.records.bombs import refuse_doctype
from checker.triples.depth import refuse_deep

BATCH = 100_000
BASE_IRI = "urn:lovgraf:dataset"
FORMATS = ("turtle", "n-triples", "n-quads", "trig", "rdf-xml", "json-ld")


def parse_file(connection: Any, path: Path, form: str, name: str) -> None:
    """Fill the table `raw (s, p, o)` from a file of one of `FORMATS`.

    Raises `InputError` for syntax errors (with the line), a document type declaration, a remote
    context and too many levels.
    """
    guard(path, form, name)
    with path.open("rb") as stream:
        _insert(connection, quads(stream, form, name))


def guard(path: Path, form: str, name: str) -> None:
    """Raise `InputError` for a document type declaration, or for too many levels."""
    if form == "rdf-xml":
        try:
            with path.open("rb") as stream:
                refuse_doctype(stream, name)
        except ParseError as error:
            raise syntax_error(name, error.position[0]) from None
    with path.open("rb") as stream:
        refuse_deep(stream, form, name)


def parse_lines(connection: Any, lines: Iterable[str], path: Path, form: str, name: str) -> None:
    """Fill `raw` from the lines of N-Triples or N-Quads that were not taken by splitting.

    Raises `InputError` with the line of the file that is wrong.
    """
    text = "\n".join(lines)
    try:
        _insert(connection, quads(io.BytesIO(text.encode("utf-8", "replace")), form, name))
    except InputError:
        with path.open("rb") as stream:
            for _ in quads(stream, form, name):
                pass
        raise


def quads(stream: BinaryIO, form: str, name: str) -> Iterator[Any]:
    """The quads of a stream. Raises `InputError` for a syntax error, with the line if known."""
    import pyoxigraph as ox

    kinds = {
        "turtle": ox.RdfFormat.TURTLE, "n-triples": ox.RdfFormat.N_TRIPLES,
        "rdf-xml": ox.RdfFormat.RDF_XML, "json-ld": ox.RdfFormat.JSON_LD,
        "n-quads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    }  # fmt: skip
    try:
        yield from ox.parse(stream, kinds[form], base_iri=BASE_IRI)
    except SyntaxError as error:
        raise syntax_error(name, error.lineno) from None
    except (ValueError, OSError):
        raise syntax_error(name, None) from None


def syntax_error(name: str, line: int | None) -> InputError:
    """The error for RDF that cannot be parsed; without the parser's text, which may hold values."""
    return InputError(
        "RDF-filen har en syntaksfejl eller henviser til en ekstern kontekst, som ikke hentes.",
        "The RDF file has a syntax error, or refers to a remote context, which is not fetched.",
        name,
        line,
    )


def _insert(connection: Any, found: Iterable[Any]) -> None:
    import pyarrow as pa

    rows = iter(found)
    while batch := list(islice(rows, BATCH)):
        table = pa.table(
            {
                "s": [str(quad.subject) for quad in batch],
                "p": [str(quad.predicate) for quad in batch],
                "o": [str(quad.object) for quad in batch],
            }
        )
        connection.register("batch", table)
        connection.execute("INSERT INTO raw SELECT * FROM batch")
        connection.unregister("batch")

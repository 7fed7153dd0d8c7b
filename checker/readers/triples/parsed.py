"""RDF by pyoxigraph, which fetches nothing, as batches of rows for the data engine."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from lovgraf.core.errors import InputError
from lovgraf.readers import batches
from lovgraf.readers.bombs import refuse_entities
from lovgraf.readers.json_keys import first_repeated_key, repeated_key

# How deep a document nests: pyoxigraph ends the process at some thousand levels of JSON-LD, and
# takes time that grows with the square of the levels of RDF/XML.

DEEPEST = 500
_CHUNK = 1 << 20
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS = bytes(sign for sign in range(256) if sign not in b"[{]}")


def refuse_deep(stream: BinaryIO, form: str, name: str) -> None:
    """Raise `InputError` for a document of JSON-LD or RDF/XML with more than `DEEPEST` levels."""
    deep = {"json-ld": _deep_json, "rdf-xml": _deep_xml}.get(form)
    if deep is not None and deep(stream):
        raise InputError(
            f"Filen har for mange niveauer inden i hinanden: højst {DEEPEST}.",
            f"The file nests too many levels: at most {DEEPEST}.",
            name,
        )


def _deep_json(stream: BinaryIO) -> bool:
    """Whether so many brackets are open at once, outside texts."""
    import numpy as np

    level, rest = 0, b""
    while chunk := stream.read(max(_CHUNK, len(rest))):
        text = _TEXTS.sub(b"", rest + chunk)
        cut = text.find(b'"')  # where a text begins whose end is still to be read
        text, rest = (text, b"") if cut < 0 else (text[:cut], text[cut:])
        steps = np.frombuffer(text.translate(_STEPS, _OTHERS), dtype=np.int8)
        if steps.size:
            levels = level + np.cumsum(steps, dtype=np.int64)
            if levels.max() > DEEPEST:
                return True
            level = int(levels[-1])
    return False


class _TooDeep(Exception):
    pass


def _deep_xml(stream: BinaryIO) -> bool:
    """Whether so many elements are open at once; what is no XML is for the parser to tell."""
    level = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal level
        level += 1
        if level > DEEPEST:
            raise _TooDeep

    def end(_name: str) -> None:
        nonlocal level
        level -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.ParseFile(stream)
    except _TooDeep:
        return True
    except expat.ExpatError:
        pass
    return False


BATCH = 100_000
BASE_IRI = "urn:lovgraf:dataset"
_NOTHING = re.compile(r"[ \t\r\ufeff]*(#.*)?$", re.DOTALL)
"""A line without a triple."""
FORMATS = ("turtle", "n-triples", "n-quads", "trig", "rdf-xml", "json-ld")


def parse_file(connection: Any, path: Path, form: str, name: str) -> None:
    """Fill the table `raw (s, p, o)` from a file of one of `FORMATS`.

    Raises `InputError` for syntax errors (with the line), entities that expand, a remote context
    and too many levels.
    """
    guard(path, form, name)
    with path.open("rb") as stream:
        _insert(connection, quads(stream, form, name), name)


def guard(path: Path, form: str, name: str) -> None:
    """Raise `InputError` for entities that expand, too many levels, or a key given twice."""
    if form == "rdf-xml":
        try:
            with path.open("rb") as stream:
                refuse_entities(stream, name)
        except ParseError as error:
            raise syntax_error(name, error.position[0]) from None
    with path.open("rb") as stream:
        refuse_deep(stream, form, name)
    if form == "json-ld":
        content = path.read_bytes()
        if (key := first_repeated_key(content.removeprefix(codecs.BOM_UTF8))) is not None:
            raise repeated_key(content.decode("utf-8-sig", "replace"), key, name)


def parse_lines(
    connection: Any, lines: Sequence[tuple[int, str]], path: Path, form: str, name: str
) -> bool:
    """Put the lines of N-Triples or N-Quads that were not taken by splitting into their rows of
    `raw`; rows of lines without a triple are removed. Whether each of the others had one: else
    the file has to be parsed (lines that end otherwise than the data engine thinks).

    Raises `InputError` with the line of the file that is wrong.
    """
    places = [place for place, line in lines if not _NOTHING.match(line)]
    text = "\n".join(line for _, line in lines)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE parsed (s VARCHAR, p VARCHAR, o VARCHAR); "
        "CREATE OR REPLACE TEMP TABLE parsed_at (place BIGINT)"
    )
    try:
        odd = io.BytesIO(text.encode("utf-8", "replace"))
        _insert(connection, quads(odd, form, name), name, "parsed")
    except InputError:
        with path.open("rb") as stream:
            for _ in quads(stream, form, name):
                pass
        raise
    _insert_places(connection, places)
    ((count,),) = connection.execute("SELECT count(*) FROM parsed").fetchall()
    if count == len(places):
        connection.execute(
            "UPDATE raw SET s = found.s, p = found.p, o = found.o FROM "
            "(SELECT * FROM parsed POSITIONAL JOIN parsed_at) found WHERE raw.rowid = found.place"
        )
        connection.execute("DELETE FROM raw WHERE s = ''")
    connection.execute("DROP TABLE parsed; DROP TABLE parsed_at")
    return bool(count == len(places))


def _insert_places(connection: Any, places: list[int]) -> None:
    import pyarrow as pa

    table = pa.table({"place": pa.array(places, pa.int64())})
    batches.run_on(connection, table, f"INSERT INTO parsed_at FROM {batches.BATCH}")


def quads(
    stream: BinaryIO, form: str, name: str, prefixes: dict[str, str] | None = None
) -> Iterator[Any]:
    """The quads of a stream that can be wound back, without a byte order mark; `prefixes` gets
    those that it declares.

    Raises `InputError` for a syntax error, with the line if known.
    """
    start = stream.tell()
    if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        stream.seek(start)
    yield from parsed(stream, form, name, prefixes)


def parsed(
    stream: Any, form: str, name: str, prefixes: dict[str, str] | None = None
) -> Iterator[Any]:
    """As `quads`, of a stream that need only have `read`, without a byte order mark."""
    import pyoxigraph as ox

    kinds = {
        "turtle": ox.RdfFormat.TURTLE, "n-triples": ox.RdfFormat.N_TRIPLES,
        "rdf-xml": ox.RdfFormat.RDF_XML, "json-ld": ox.RdfFormat.JSON_LD,
        "n-quads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    }  # fmt: skip
    try:
        parser = ox.parse(stream, kinds[form], base_iri=BASE_IRI)
        yield from parser
        if prefixes is not None:
            prefixes |= parser.prefixes
    except SyntaxError as error:
        if "remote context" in str(error):
            raise _remote(name) from None
        raise syntax_error(name, error.lineno) from None
    except (ValueError, OSError):
        raise syntax_error(name, None) from None


def syntax_error(name: str, line: int | None) -> InputError:
    """The error for RDF that cannot be parsed; without the parser's text, which may hold values."""
    return InputError(
        "RDF-filen har en syntaksfejl.", "The RDF file has a syntax error.", name, line
    )


def _remote(name: str) -> InputError:
    return InputError(
        "JSON-LD-filen henviser til en ekstern kontekst, som ikke hentes; sæt dens indhold ind i "
        "stedet for adressen (@context), eller gem filen i et andet RDF-format.",
        "The JSON-LD file refers to a remote context, which is not fetched; put its content in "
        "place of the address (@context), or save the file in another RDF format.",
        name,
    )


def triple_term(name: str) -> InputError:
    """The error for a triple in the place of a term (RDF 1.2), which RDF 1.1 and SHACL lack."""
    return InputError(
        "Filen har udsagn om udsagn (RDF 1.2: <<( )>>), som ikke læses; gem dem som RDF 1.1.",
        "The file has statements about statements (RDF 1.2: <<( )>>), which are not read; save "
        "them as RDF 1.1.",
        name,
    )


def _insert(connection: Any, found: Iterable[Any], name: str, into: str = "raw") -> None:
    import pyarrow as pa
    import pyoxigraph as ox

    rows = iter(found)
    while batch := list(islice(rows, BATCH)):
        objects = [quad.object for quad in batch]
        if any(isinstance(term, ox.Triple) for term in objects):
            raise triple_term(name)
        table = pa.table(
            {
                "s": [str(quad.subject) for quad in batch],
                "p": [str(quad.predicate) for quad in batch],
                "o": [str(term) for term in objects],
            }
        )
        batches.run_on(connection, table, f"INSERT INTO {into} FROM {batches.BATCH}")

"""RDF: each subject that has facts is a record; read by pyoxigraph, which fetches nothing."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from typing import Any

from rdflib.namespace import RDF, XSD

from checker.errors import InputError
from checker.records.bombs import bomb, refuse_doctype
from checker.records.delimited import Dialect, empty, open_delimited
from checker.records.facts import Column, Datatype
from checker.records.headers import ID, TYPE, HeaderBook
from checker.records.source import Request, Source

_MOST_BYTES = 2 << 30
_LEXICAL: dict[str, re.Pattern[str]] = {
    "boolean": re.compile("true|false|1|0"),
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII),
    "date": re.compile(r"\d{4}-\d\d-\d\d(T00:00:00(\.0+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII),
}
_EXPECTED: dict[Datatype, frozenset[str]] = {
    "date": frozenset({str(XSD.date), str(XSD.dateTime)}),
    "boolean": frozenset({str(XSD.boolean)}),
    "integer": frozenset(
        {str(XSD[n]) for n in ("integer", "int", "long", "short", "nonNegativeInteger",
                               "positiveInteger", "byte", "unsignedInt", "unsignedShort")}
    ),
    "decimal": frozenset(
        {str(XSD[n]) for n in ("decimal", "double", "float", "integer", "int", "long")}
    ),
}  # fmt: skip
_TEXTS = frozenset({str(XSD.string), str(RDF.langString)})


def open_rdf(request: Request, form: str, book: HeaderBook) -> Source:
    """Open Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML.

    Raises `InputError` for syntax errors (with the line), a document type declaration, a remote
    context, or a file too large to be held in memory.
    """
    if request.path.stat().st_size > _MOST_BYTES:
        raise bomb(request.name)
    if form == "rdf-xml":
        _guard(request)
    columns = {column.iri: name for name, column in book.columns.items()}
    rows = _rows(request, form, columns, book)
    if not rows:
        raise empty(request.name)
    names = sorted({name for row in rows.values() for name in row} | {ID})
    target = request.place.file("records.csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(names)
        for row in rows.values():
            writer.writerow([_cell(row.get(name, []), book.columns.get(name)) for name in names])
    text = Request(target, request.name, request.connection, request.place)
    return open_delimited(text, lambda _: False, Dialect(delimiter=";", encoding="utf-8"))


def _guard(request: Request) -> None:
    from xml.etree.ElementTree import ParseError

    try:
        with request.path.open("rb") as stream:
            refuse_doctype(stream, request.name)
    except ParseError as error:
        raise _syntax(request.name, error.position[0]) from None


def _rows(
    request: Request, form: str, columns: dict[str, str], book: HeaderBook
) -> dict[str, dict[str, list[str]]]:
    """Subject to canonical column to values, in the order of the file."""
    import pyoxigraph as ox

    formats = {
        "turtle": ox.RdfFormat.TURTLE, "n-triples": ox.RdfFormat.N_TRIPLES,
        "rdf-xml": ox.RdfFormat.RDF_XML, "json-ld": ox.RdfFormat.JSON_LD,
        "n-quads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    }  # fmt: skip
    types = book.record_types
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        with request.path.open("rb") as stream:
            for quad in ox.parse(stream, formats[form], base_iri="urn:lovgraf:dataset"):
                subject, predicate = str(quad.subject.value), quad.predicate.value
                if name := columns.get(predicate):
                    rows[subject][name].append(_value(quad.object, book.columns[name]))
                elif predicate == str(RDF.type) and quad.object.value in types:
                    rows[subject][TYPE].append(types[quad.object.value])
    except SyntaxError as error:
        raise _syntax(request.name, error.lineno) from None
    except (ValueError, OSError):
        raise _syntax(request.name, None) from None
    for subject, row in rows.items():
        if ID not in row:
            row[ID] = [subject]
    return rows


def _value(term: Any, column: Column) -> str:
    """The text of a term; an ill-typed literal in N-Triples form, which no reader accepts."""
    kind = getattr(term, "datatype", None)
    if kind is None:
        return str(term.value).rsplit("/", 1)[-1] if column.code_list else str(term.value)
    text, datatype = str(term.value), str(kind.value)
    expected = _EXPECTED.get(column.datatype, _TEXTS)
    if datatype in _TEXTS and column.datatype == "string":
        return text
    lexical = _LEXICAL.get(column.datatype)
    if datatype in expected and (lexical is None or lexical.fullmatch(text)):
        return text[:10] if column.datatype == "date" else text
    if datatype in _TEXTS and lexical is not None and lexical.fullmatch(text):
        return text
    return str(term)


def _cell(values: list[str], column: Column | None) -> str:
    """The values of one cell; two values of a column that has one are unreadable together."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) > 1 and column is not None and not column.multi:
        return " & ".join(distinct)
    return " ".join(distinct)


def _syntax(name: str, line: int | None) -> InputError:
    return InputError(
        "RDF-filen har en syntaksfejl eller henviser til en ekstern kontekst, som ikke hentes.",
        "The RDF file has a syntax error, or refers to a remote context, which is not fetched.",
        name,
        line,
    )

"""RDF: each subject that has facts is a record; read into columns, and nothing is fetched."""

from __future__ import annotations

import duckdb
from rdflib.namespace import RDF, XSD

from checker.errors import InputError
from checker.records.facts import Column, Datatype
from checker.records.headers import ID, TYPE, HeaderBook
from checker.records.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    quoted,
    translated,
)
from checker.triples.fill import fill, new_raw
from checker.triples.terms import lexical_form, taken_apart

_LEXICAL: dict[str, str] = {
    "boolean": "true|false|1|0",
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00(\.0+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?",
}
_EXPECTED: dict[Datatype, tuple[str, ...]] = {
    "date": ("date", "dateTime"),
    "boolean": ("boolean",),
    "integer": ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "byte",
                "unsignedInt", "unsignedShort"),
    "decimal": ("decimal", "double", "float", "integer", "int", "long"),
}  # fmt: skip
_TEXTS = (str(XSD.string), str(RDF.langString))


def open_rdf(request: Request, form: str, book: HeaderBook) -> Source:
    """Open Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML.

    A record's row is where its subject first stands in the file. Raises `InputError` for syntax
    errors (with the line), entities that expand, a remote context, or no records.
    """
    connection = request.connection
    try:
        new_raw(connection)
        fill(connection, request.path, form, request.name, request.place)
        names = _values(request, book)
        if not set(names) - {TYPE}:
            raise _no_facts(request.name, book)
        _rows(request, book, names)
        rows = connection.execute("SELECT count(*) FROM rdf_rows").fetchone()
        connection.execute("DROP TABLE raw; DROP TABLE raw_term; DROP TABLE rdf_values")
    except duckdb.Error as error:
        raise translated(error, request.name) from None
    columns = tuple(SourceColumn(name, f'"{name}"') for name in sorted({*names, ID}))
    sample = f"(FROM rdf_rows LIMIT {SAMPLE_ROWS})"
    return Source("rdf_rows", sample, columns, request.place, rows[0] if rows else 0)


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


def _values(request: Request, book: HeaderBook) -> list[str]:
    """Fill `rdf_values (s, name, value, n)` with the facts of the file; the columns it has."""
    connection = request.connection
    facts = [(f"<{c.iri}>", name, *_kind(c)) for name, c in book.columns.items()]
    facts.append((f"<{RDF.type}>", TYPE, "type", False))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE rdf_columns (p VARCHAR, name VARCHAR, datatype VARCHAR, "
        "coded BOOLEAN)"
    )
    connection.executemany("INSERT INTO rdf_columns VALUES (?, ?, ?, ?)", facts)
    types = " ".join(f"WHEN {quoted(i)} THEN {quoted(n)}" for i, n in book.record_types.items())
    datatypes = " ".join(f"WHEN {quoted(d)} THEN {_typed(d)}" for d in ("string", *_EXPECTED))
    value = f"""CASE WHEN datatype = 'type' THEN {f"CASE lex {types} END" if types else "NULL"}
        WHEN kind <> 'l' THEN CASE WHEN coded THEN regexp_extract(lex, '[^/]*$') ELSE lex END
        ELSE CASE datatype {datatypes} END END"""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE rdf_terms AS
        SELECT n, s, name, datatype, coded, o, {taken_apart("o")} FROM
        (SELECT raw.rowid AS n, s, name, datatype, coded, o FROM raw JOIN rdf_columns USING (p))"""
    )
    escaped = "SELECT DISTINCT o FROM rdf_terms WHERE contains(o, '\\u') AND kind = 'l'"
    for (text,) in connection.execute(escaped).fetchall():
        connection.execute("UPDATE rdf_terms SET lex = ? WHERE o = ?", [lexical_form(text), text])
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE rdf_values AS SELECT * FROM (
        SELECT CASE s[1] WHEN '<' THEN s[2:-2] ELSE s[3:] END AS s, name, {value} AS value, n
        FROM rdf_terms) WHERE value IS NOT NULL"""
    )
    connection.execute("DROP TABLE rdf_terms; DROP TABLE rdf_columns")
    found = connection.execute("SELECT DISTINCT name FROM rdf_values ORDER BY 1").fetchall()
    return [str(name) for (name,) in found]


def _rows(request: Request, book: HeaderBook, names: list[str]) -> None:
    """Turn `rdf_values` into `rdf_rows`, one row a subject.

    Two values of a column that has one are unreadable together.
    """
    parts = []
    for name in names:
        column = book.columns.get(name)
        between = " " if column is None or column.multi else " & "
        own = f"FILTER (name = {quoted(name)})"
        parts.append(
            f"""CASE WHEN min(value) {own} = max(value) {own} THEN min(value) {own}
            ELSE array_to_string(list_sort(list_distinct(list(value) {own})), {quoted(between)})
            END AS "{name}" """
        )
    identity = "s" if ID not in names else f'coalesce("{ID}", s)'
    taken = "" if ID not in names else f', "{ID}"'
    request.connection.execute(
        f"""CREATE OR REPLACE TABLE rdf_rows AS
        SELECT {identity} AS "{ID}", * EXCLUDE (s, first_row{taken}) FROM (
        SELECT s, min(n) AS first_row, {", ".join(parts)} FROM rdf_values GROUP BY s)
        ORDER BY first_row"""
    )


def _kind(column: Column) -> tuple[str, bool]:
    datatype = column.datatype if column.datatype in _EXPECTED else "string"
    return datatype, bool(column.code_list)


def _typed(datatype: str) -> str:
    """SQL: the text of a literal for a column; an ill-typed one as N-Triples, which none reads."""
    texts = ", ".join(map(quoted, _TEXTS))
    if datatype == "string":
        return f"CASE WHEN dt IN ({texts}) THEN lex ELSE o END"
    expected = ", ".join(quoted(str(XSD[name])) for name in _EXPECTED[datatype])  # type: ignore[index]
    fits = f"regexp_full_match(lex, {quoted(_LEXICAL[datatype])})"
    shown = "left(lex, 10)" if datatype == "date" else "lex"
    return (
        f"CASE WHEN {fits} AND dt IN ({expected}) THEN {shown} "
        f"WHEN {fits} AND dt IN ({texts}) THEN lex ELSE o END"
    )

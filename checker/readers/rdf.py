"""RDF: each subject that has facts is a record; read into columns, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from rdflib.namespace import RDF, XSD

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Column, Datatype
from lovgraf.readers.headers import ID, TYPE, HeaderBook
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    file_literal,
    quoted,
    translated,
)
from lovgraf.readers.temporary import keep, not_kept
from lovgraf.readers.triples.lines import fill, new_raw, split_lines
from lovgraf.readers.triples.parsed import parse_lines
from lovgraf.readers.triples.store import lexical_form, taken_apart
from lovgraf.readers.typed import number_sql

# RDF in a table of triples turned into rows: the facts of each subject side by side.

ROWS = "rdf_rows"
"""The table of rows that is made."""
SUBJECTS = "rdf_subjects"
"""The table of their subjects (s, row)."""
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


class RdfRows:
    """Makes rows of the triples in table `raw (s, p, o)` of a connection, time and again.

    `columns` are those that there may be.
    """

    def __init__(self, connection: Any, book: HeaderBook) -> None:
        self._connection = connection
        facts = [(c.iri, name, *_kind(c), c.multi)
                 for name, c in book.columns.items()]  # fmt: skip
        facts.append((str(RDF.type), TYPE, "type", False, True))
        self.columns = [name for _, name, *_ in facts]
        self._types = book.record_types
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE rdf_columns (p VARCHAR, col SMALLINT, datatype VARCHAR, "
            "coded BOOLEAN, multi BOOLEAN)"
        )
        # At once: row by row, four hundred take as long as a small file.
        rows = [(f"<{iri}>", col, *how) for col, (iri, _, *how) in enumerate(facts)]
        connection.execute(
            "INSERT INTO rdf_columns SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
            [list(column) for column in zip(*rows, strict=True)],
        )

    def make(self) -> set[str]:
        """Make table `ROWS`: one row a subject that has facts, in the order of the file, with its
        id, and as texts the columns that it returns, of which there are values. Table `raw` is
        dropped.

        Two values of a column that has one are unreadable together.
        """
        self._values()
        return self._pivot(self._cells())

    def _values(self) -> None:
        """Make `rdf_values (s, col, value, multi, n)` of the facts in `raw`."""
        execute = self._connection.execute
        types = " ".join(f"WHEN {quoted(i)} THEN {quoted(n)}" for i, n in self._types.items())
        datatypes = " ".join(f"WHEN {quoted(d)} THEN {_typed(d)}" for d in ("string", *_EXPECTED))
        value = f"""CASE WHEN datatype = 'type' THEN {f"CASE lex {types} END" if types else "NULL"}
            WHEN kind <> 'l' THEN CASE WHEN coded THEN regexp_extract(lex, '[^/]*$') ELSE lex END
            ELSE CASE datatype {datatypes} END END"""
        execute(
            f"""CREATE OR REPLACE TEMP TABLE rdf_terms AS
            SELECT n, s, col, datatype, coded, multi, o, {taken_apart("o")}
            FROM (SELECT raw.rowid AS n, * FROM raw JOIN rdf_columns USING (p))"""
        )
        execute("DROP TABLE raw")
        escaped = "SELECT DISTINCT o FROM rdf_terms WHERE contains(o, '\\u') AND kind = 'l'"
        for (text,) in execute(escaped).fetchall():
            execute("UPDATE rdf_terms SET lex = ? WHERE o = ?", [lexical_form(text), text])
        execute(
            f"""CREATE OR REPLACE TEMP TABLE rdf_values AS SELECT * FROM (
            SELECT CASE s[1] WHEN '<' THEN s[2:-2] ELSE s[3:] END AS s, col, {value} AS value,
            multi, n FROM rdf_terms) WHERE value IS NOT NULL"""
        )
        execute("DROP TABLE rdf_terms")

    def _cells(self) -> dict[int, str]:
        """Make `SUBJECTS` and `rdf_cells (row, col, value)`, each cell once; the
        columns that there are."""
        execute = self._connection.execute
        execute(
            f"""CREATE OR REPLACE TEMP TABLE {SUBJECTS} AS
            SELECT s, row_number() OVER (ORDER BY first) AS row
            FROM (SELECT s, min(n) AS first FROM rdf_values GROUP BY s)"""
        )
        execute(
            f"""CREATE OR REPLACE TEMP TABLE rdf_cells AS
            SELECT row, col, min(value) AS value, max(value) AS other
            FROM rdf_values JOIN {SUBJECTS} USING (s) GROUP BY row, col"""
        )
        execute(
            f"""CREATE OR REPLACE TEMP TABLE rdf_several AS SELECT row, col, CASE WHEN multi
            THEN array_to_string(each, ' ') ELSE array_to_string(each, ' & ') END AS value FROM (
            SELECT row, col, multi, list_sort(list_distinct(list(v.value))) AS each
            FROM rdf_values v JOIN {SUBJECTS} USING (s)
            JOIN (SELECT row, col FROM rdf_cells WHERE value <> other) USING (row, col)
            GROUP BY row, col, multi)"""
        )
        execute("DROP TABLE rdf_values")
        execute(
            """UPDATE rdf_cells SET value = several.value FROM rdf_several several
            WHERE rdf_cells.row = several.row AND rdf_cells.col = several.col"""
        )
        found = execute("SELECT DISTINCT col FROM rdf_cells ORDER BY col").fetchall()
        return {col: self.columns[col] for (col,) in found}

    def _pivot(self, columns: dict[int, str]) -> set[str]:
        """Make `ROWS` of the cells; the names of its columns but for an id that is the subject."""
        # One pass over the cells for all columns; a filter for each takes twice as long.
        found = ", ".join(
            f'max(CASE WHEN col = {col} THEN value END) AS "{name}"'
            for col, name in columns.items()
        )
        names = set(columns.values())
        identity = f'coalesce("{ID}", s)' if ID in names else "s"
        others = "".join(f', "{name}"' for name in columns.values() if name != ID)
        self._connection.execute(
            f"""CREATE OR REPLACE TABLE {ROWS} AS SELECT {identity} AS "{ID}"{others} FROM
            (SELECT row{f", {found}" if found else ""} FROM rdf_cells GROUP BY row)
            JOIN {SUBJECTS} USING (row) ORDER BY row"""
        )
        self._connection.execute("DROP TABLE rdf_cells; DROP TABLE rdf_several")
        return names


def _kind(column: Column) -> tuple[str, bool]:
    datatype = column.datatype if column.datatype in _EXPECTED else "string"
    return datatype, bool(column.code_list)


_decimal = number_sql(
    "CASE WHEN regexp_full_match(lex, '[+-]?[0-9]+([.][0-9]+)?') THEN lex "
    "ELSE CAST(TRY_CAST(lex AS DOUBLE) AS VARCHAR) END"
)
"""SQL: the text of a number, without an exponent."""


def _typed(datatype: str) -> str:
    """SQL: the text of a literal for a column; an ill-typed one as N-Triples, which none reads."""
    texts = ", ".join(map(quoted, _TEXTS))
    if datatype == "string":
        return f"CASE WHEN dt IN ({texts}) THEN lex ELSE o END"
    expected = ", ".join(quoted(str(XSD[name])) for name in _EXPECTED[datatype])  # type: ignore[index]
    fits = f"regexp_full_match(lex, {quoted(_LEXICAL[datatype])})"
    shown = {"date": "left(lex, 10)", "decimal": _decimal}.get(datatype, "lex")
    return (
        f"CASE WHEN {fits} AND dt IN ({expected}) THEN {shown} "
        f"WHEN {fits} AND dt IN ({texts}) THEN lex ELSE o END"
    )


# N-Triples and N-Quads of any size as records: block by block into a temporary Parquet file.
#
# What is written line by line mostly has the lines of a subject together. So blocks of whole
# subjects are turned into rows one after the other, and a row never waits for a line that comes
# later. Where a subject comes again after all, the file has to be read at once.

BLOCK = 64 << 20
"""Bytes of lines that are read at once, at least."""
_BACK = 1 << 20
"""Bytes in which the first line of a subject is looked for, from the end of a block backwards."""
_GROUP, _BLOCK_FILE = 122_880, "block.nt"


class _AtOnceError(Exception):
    """The file cannot be read in blocks."""


def read_in_blocks(request: Request, form: str, rows: RdfRows) -> Source | None:
    """The records of a file of lines; None where it has to be read at once.

    Raises `InputError` for syntax errors, with the line, and where there is no room for the rows;
    and the data engine's own errors.
    """
    target = request.place.file("records.parquet")
    try:
        written = _write(request, form, rows, target)
    except (_AtOnceError, duckdb.InvalidInputException, duckdb.ConversionException):
        target.unlink(missing_ok=True)
        return None
    except OSError as error:
        raise not_kept(error, request.name) from None
    if written is None:
        return None
    names, count = written
    from lovgraf.readers.pieces import ParquetPieces

    relation = f"read_parquet({file_literal(target, request.place)})"
    columns = tuple(SourceColumn(name, f'"{name}"') for name in sorted(names))
    return Source(
        relation,
        f"(FROM {relation} LIMIT {SAMPLE_ROWS})",
        columns,
        request.place,
        count,
        pieces=ParquetPieces(target, {column.sql: column.header for column in columns}),
        form=SourceForm("rdf"),
        suspicious=False,
    )


def _write(request: Request, form: str, rows: RdfRows, target: Path) -> tuple[set[str], int] | None:
    """Write the records of all blocks; the columns with a value and the number of rows. None where
    there is none that can be checked.

    Raises `_AtOnceError` where a subject is in two blocks.
    """
    import pyarrow as pa
    from pyarrow import parquet

    connection = request.connection
    names, seen, count = {ID}, _Subjects(), 0
    schema = pa.schema([(name, pa.string()) for name in sorted({ID, *rows.columns})])
    with parquet.ParquetWriter(target, schema, compression="lz4") as writer:
        for path in _blocks(request):
            new_raw(connection)
            odd = split_lines(connection, path, request.place, form == "n-quads")
            if odd and not parse_lines(connection, odd, request.path, form, request.name):
                raise _AtOnceError
            own = rows.make()
            seen.add(connection.execute(f"SELECT hash(s) AS h FROM {SUBJECTS}").fetchnumpy()["h"])
            found = connection.sql(f"FROM {ROWS}").to_arrow_table()
            empty = pa.nulls(len(found), pa.string())
            each = [found[n] if n in found.column_names else empty for n in schema.names]
            writer.write_table(pa.table(each, schema=schema), row_group_size=_GROUP)
            names |= own
            count += len(found)
    seen.check()
    request.place.file(_BLOCK_FILE).unlink(missing_ok=True)
    connection.execute(f"DROP TABLE IF EXISTS {ROWS}; DROP TABLE IF EXISTS raw_term")
    return (names, count) if names - {ID, TYPE} else None


class _Subjects:
    """Hashes of the subjects so far: none may come again. They are looked through whenever there
    are twice as many as the last time, and in the end."""

    def __init__(self) -> None:
        self._hashes: list[Any] = []
        self._next = 0

    def add(self, hashes: Any) -> None:
        """Those of another block. Raises `_AtOnceError`."""
        self._hashes.append(np.asarray(hashes, np.uint64))
        if sum(map(len, self._hashes)) > self._next:
            self.check()

    def check(self) -> None:
        """Raise `_AtOnceError` where one comes again."""
        if not self._hashes:
            return
        whole = np.concatenate(self._hashes)
        whole.sort()
        if (whole[1:] == whole[:-1]).any():
            raise _AtOnceError
        self._hashes, self._next = [whole], 2 * len(whole)


def _blocks(request: Request) -> Iterator[Path]:
    """Blocks of the file as files of their own, one after the other, in the same place."""
    target = request.place.file(_BLOCK_FILE)
    with request.path.open("rb") as stream:
        rest = b""
        while True:
            data = rest + stream.read(BLOCK)
            if not data:
                return
            last = len(data) - len(rest) < BLOCK
            end = len(data) if last else _end(data)
            if not end:
                if len(data) > 16 * BLOCK:
                    raise _AtOnceError
                rest = data
                continue
            keep((data[:end],), target, request.name)
            rest = data[end:]
            yield target
            if last:
                return


def _end(data: bytes) -> int:
    """Where the last subject begins that may go on after the data; 0 where none is found."""
    stop = data.rfind(b"\n") + 1
    line = data.rfind(b"\n", 0, max(stop - 1, 0)) + 1
    subject = _subject(data[line:stop])
    while line and stop - line < _BACK:
        before = data.rfind(b"\n", 0, line - 1) + 1
        if _subject(data[before:line]) not in (subject, b""):
            return line
        line = before
    return 0


def _subject(line: bytes) -> bytes:
    """The first term of a line; nothing of a line without triples."""
    words = line.split(None, 1)
    return words[0] if words and not words[0].startswith(b"#") else b""


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

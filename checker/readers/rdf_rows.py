"""RDF in a table of triples turned into rows: the facts of each subject side by side."""

from __future__ import annotations

from typing import Any

from rdflib.namespace import RDF, XSD

from lovgraf.facts.fact import Column, Datatype
from lovgraf.readers.headers import ID, TYPE, HeaderBook
from lovgraf.readers.source import quoted
from lovgraf.readers.triples.store import lexical_form, taken_apart
from lovgraf.readers.typed import number_sql

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

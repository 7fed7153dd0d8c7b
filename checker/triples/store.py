"""The triples of a graph as a table of numbers, and the terms behind the numbers.

`triple (s, p, o)` holds each triple once; `term (id, text)` the terms in N-Triples, each once. A
number is the engine's 64-bit hash of the text; that no two terms share one is checked, and where
two do, all are hashed anew with another salt.
"""

from __future__ import annotations

from typing import Any

from rdflib import Graph
from rdflib.term import Node

from checker.records.source import quoted
from checker.records.temporary import Workplace
from checker.triples.terms import lexical_form, rdflib_term, taken_apart
from checker.turtle_terms import TermWriter

_SALTS = ("", *(f"{n} " for n in range(1, 9)))


class TripleStore:
    """Tables of one graph on one connection; `place` holds temporary files as long as it lives."""

    def __init__(self, connection: Any, place: Workplace) -> None:
        self.connection, self.place = connection, place
        self._salt = ""
        self._made = 0
        self._numbered = True
        self._rows: dict[str, int] = {}
        self._ids: dict[Node, str] = {}
        self._writer = TermWriter()

    def build(self) -> None:
        """Turn `raw` and `raw_term` into `triple` and `term`, and drop them."""
        execute = self.connection.execute
        for self._salt in _SALTS:
            execute(
                "CREATE OR REPLACE TEMP TABLE term AS "
                f"SELECT {self._hash('text')} AS id, text FROM raw_term"
            )
            if self.one("SELECT count(*) = count(DISTINCT id) FROM term"):
                break
        s, p, o = map(self._hash, "spo")
        execute(
            f"CREATE OR REPLACE TEMP TABLE triple AS SELECT DISTINCT {s} AS s, {p} AS p, {o} AS o"
            " FROM raw"
        )
        execute("DROP TABLE raw")
        execute("DROP TABLE raw_term")
        self._numbered = bool(self.one("SELECT EXISTS (FROM term WHERE contains(text, '\\u'))"))

    def id(self, term: Node) -> str:
        """The number of a term as SQL; a term that the graph lacks is added to `term`."""
        if term not in self._ids:
            text = self.text(term)
            self._numbered = self._numbered or "\\u" in text.lower()
            number = self.one(f"SELECT {self._hash('?')}", [text])
            self.connection.execute(
                "INSERT INTO term SELECT $1::UBIGINT, $2 "
                "WHERE NOT EXISTS (FROM term WHERE id = $1::UBIGINT)",
                [number, text],
            )
            self._ids[term] = f"{number}::UBIGINT"
        return self._ids[term]

    def text(self, term: Node) -> str:
        """A term of rdflib in N-Triples, as in `term.text`."""
        return self._writer.term(term)

    def table(self, select: str) -> str:
        """The name of a new temporary table with the rows of a query."""
        self._made += 1
        name = f"t{self._made}"
        self._rows[name] = self.one(f"CREATE TEMP TABLE {name} AS {select}")
        return name

    def one(self, select: str, parameters: list[Any] | None = None) -> Any:
        """The first value of a query's first row."""
        return self.connection.execute(select, parameters or []).fetchone()[0]

    def any(self, relation: str) -> bool:
        """Whether a relation has rows; of a table of `table` that is known."""
        if relation in self._rows:
            return self._rows[relation] > 0
        return bool(self.one(f"SELECT EXISTS (FROM {relation})"))

    def values(self, numbers: str) -> str:
        """A new table of the terms whose numbers a query selects, taken apart.

        `id`; `kind`: `i` (IRI), `b` (blank node) or `l` (literal); `lex`: the IRI, label or lexical
        form; `dt`: the datatype's IRI; `lang`: the language tag in lower case.
        """
        chosen = f"(SELECT id, text FROM term WHERE id IN ({numbers}))"
        table = self.table(f"SELECT id, {taken_apart('text')} FROM {chosen}")
        if not self._numbered:
            return table
        numbered = "SELECT id, text FROM term SEMI JOIN {0} USING (id) WHERE contains(text, '\\u')"
        for number, text in self.connection.execute(numbered.format(table)).fetchall():
            self.connection.execute(
                f"UPDATE {table} SET lex = ? WHERE id = ?", [lexical_form(text), number]
            )
        return table

    def graph(self) -> Graph:
        """The whole graph for rdflib; blank nodes keep their labels."""
        graph = Graph(bind_namespaces="none")
        table = self.values(
            "SELECT s FROM triple UNION SELECT p FROM triple UNION SELECT o FROM triple"
        )
        rows = self.connection.execute(f"SELECT id, kind, lex, dt, lang FROM {table}").fetchall()
        terms = {row[0]: rdflib_term(*row[1:]) for row in rows}
        for s, p, o in self.connection.execute("SELECT s, p, o FROM triple").fetchall():
            graph.add((terms[s], terms[p], terms[o]))
        return graph

    def _hash(self, sql: str) -> str:
        return f"hash({quoted(self._salt)} || {sql})" if self._salt else f"hash({sql})"

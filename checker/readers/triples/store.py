"""The triples of a graph as a table of numbers, and the terms behind the numbers.

`triple (s, p, o)` holds each triple once; `term (id, text)` the terms in N-Triples, each once. A
number is the engine's 64-bit hash of the text; that no two terms share one is checked, and where
two do, all are hashed anew with another salt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.turtle_terms import TermWriter
from lovgraf.readers.source import quoted
from lovgraf.readers.temporary import Workplace

# Terms in N-Triples taken apart: in SQL, and made terms of rdflib.

_ESCAPED = (
    ('\\"', '"'), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\b", "\b"), ("\\f", "\f"),
)  # fmt: skip
_CHARACTERS = {"\\\\": "\\", **dict(_ESCAPED)}
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


def taken_apart(text: str) -> str:
    """SQL for `kind`, `lex`, `dt` and `lang` of a term in N-Triples."""
    regex = quoted(r'(?s)^"(.*)"(?:\^\^<([^"]*)>|@([^"]*))?$')
    escaped = f"contains({text}, '\\')"
    whole = f"regexp_extract({text}, {regex}, 1)"
    lex = f"""CASE {text}[1] WHEN '<' THEN {text}[2:-2] WHEN '_' THEN {text}[3:]
        ELSE CASE WHEN {escaped} THEN {_unescaped(whole)}
        ELSE split_part({text}, '"', 2) END END"""
    tail = f"""CASE WHEN {escaped} THEN substr({text}, length({whole}) + 3)
        ELSE split_part({text}, '"', 3) END"""
    dt = f"""CASE WHEN {text}[1] <> '"' THEN NULL WHEN {tail} = '' THEN {quoted(str(XSD.string))}
        WHEN starts_with({tail}, '@') THEN {quoted(str(RDF.langString))}
        ELSE ({tail})[4:-2] END"""
    lang = f"""CASE WHEN {text}[1] = '"' AND starts_with({tail}, '@')
        THEN lower(substr({tail}, 2)) END"""
    kind = f"CASE {text}[1] WHEN '<' THEN 'i' WHEN '_' THEN 'b' ELSE 'l' END"
    return f"{kind} AS kind, {lex} AS lex, {dt} AS dt, {lang} AS lang"


def _unescaped(text: str) -> str:
    """SQL for a literal's text without the escapes of N-Triples."""
    part = "part"
    for escape, character in _ESCAPED:
        part = f"replace({part}, {quoted(escape)}, {quoted(character)})"
    return (
        f"array_to_string(list_transform(string_split({text}, '\\\\'), lambda part: {part}), '\\')"
    )


def lexical_form(text: str) -> str:
    """The lexical form of a literal in N-Triples.

    >>> lexical_form(r'"a\\u0007\\\\u"@en') == "a\\x07\\\\u"
    True
    """
    inner = text[1 : text.rindex('"')]
    return _ESCAPE.sub(lambda m: _CHARACTERS.get(m[0]) or chr(int(m[0][2:], 16)), inner)


def rdflib_term(kind: str, lex: str, dt: str | None, lang: str | None) -> Node:
    """A term of rdflib from its parts; the lexical form is kept."""
    if kind == "i":
        return URIRef(lex)
    if kind == "b":
        return BNode(lex)
    if lang:
        return Literal(lex, lang=lang)
    if dt is None or dt == str(XSD.string):
        return Literal(lex)
    return Literal(lex, datatype=URIRef(dt), normalize=False)


FEW = 20_000
"""Terms that are all taken apart at once: a query costs more than what it does to so few."""
_SALTS = ("", *(f"{n} " for n in range(1, 9)))


class TripleStore:
    """Tables of one graph on one connection; `place` holds temporary files as long as it lives."""

    def __init__(self, connection: Any, place: Workplace) -> None:
        self.connection, self.place = connection, place
        self._salt = ""
        self._made = 0
        self._numbered = True
        self._few = False
        self._empty: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._ids: dict[Node, str] = {}
        self._writer = TermWriter()
        self._predicates: frozenset[str] | None = None
        self._all_apart = False

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
            f"CREATE OR REPLACE TEMP TABLE triple AS SELECT {s} AS s, {p} AS p, {o} AS o FROM raw"
        )
        execute("DROP TABLE raw")
        # Few files have a triple twice, and to see that costs half of what taking it out does.
        if not self.one("SELECT count(*) = count(DISTINCT hash(s, p, o)) FROM triple"):
            execute("CREATE OR REPLACE TEMP TABLE triple AS SELECT DISTINCT s, p, o FROM triple")
        execute("DROP TABLE raw_term")
        self._numbered = bool(self.one("SELECT EXISTS (FROM term WHERE contains(text, '\\u'))"))
        self._few = self.one("SELECT count(*) FROM term") <= FEW

    def id(self, term: Node) -> str:
        """The number of a term as SQL; a term that the graph lacks is added to `term`."""
        if term not in self._ids:
            self.learn([term])
        return self._ids[term]

    def learn(self, terms: Iterable[Node]) -> None:
        """Find the numbers of many terms at once, as `id` does of one."""
        new = {term: self.text(term) for term in terms if term not in self._ids}
        self._numbered = self._numbered or any("\\u" in text.lower() for text in new.values())
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE learned AS "
            f"SELECT {self._hash('text')} AS id, text FROM (SELECT unnest($1::VARCHAR[]) AS text)",
            [sorted(set(new.values()))],
        )
        self.connection.execute(
            "INSERT INTO term FROM learned WHERE id NOT IN (SELECT id FROM term)"
        )
        numbers = dict(self.connection.execute("SELECT text, id FROM learned").fetchall())
        self._ids |= {term: f"{numbers[text]}::UBIGINT" for term, text in new.items()}
        self._all_apart = False

    def has_predicate(self, iri: Node) -> bool:
        """Whether the graph has a triple with this predicate."""
        if self._predicates is None:
            used = "SELECT text FROM term WHERE id IN (SELECT p FROM triple)"
            self._predicates = frozenset(t for (t,) in self.connection.execute(used).fetchall())
        return self.text(iri) in self._predicates

    def text(self, term: Node) -> str:
        """A term of rdflib in N-Triples, as in `term.text`."""
        return self._writer.term(term)

    def table(self, select: str, parameters: list[Any] | None = None) -> str:
        """The name of a new temporary table with the rows of a query."""
        self._made += 1
        name = f"t{self._made}"
        self._rows[name] = self.one(f"CREATE TEMP TABLE {name} AS {select}", parameters)
        return name

    def one(self, select: str, parameters: list[Any] | None = None) -> Any:
        """The first value of a query's first row."""
        return self.connection.execute(select, parameters or []).fetchone()[0]

    def empty(self, columns: str = "id") -> str:
        """A table without rows, of columns of numbers (`"focus, value"`)."""
        if columns not in self._empty:
            none = ", ".join(f"NULL::UBIGINT AS {name}" for name in columns.split(", "))
            self._empty[columns] = self.table(f"SELECT {none} LIMIT 0")
        return self._empty[columns]

    def count(self, table: str) -> int:
        """How many rows a table of `table` has."""
        return self._rows[table]

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
        if not self._few:
            chosen = f"(SELECT id, text FROM term WHERE id IN ({numbers}))"
            return self._lexical(self.table(f"SELECT id, {taken_apart('text')} FROM {chosen}"))
        if not self._all_apart:
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE apart AS SELECT id, {taken_apart('text')} FROM term"
            )
            self._all_apart = bool(self._lexical("apart"))
        return self.table(f"FROM apart WHERE id IN ({numbers})")

    def _lexical(self, table: str) -> str:
        """A table of terms taken apart, with the lexical forms of those with numbered escapes."""
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

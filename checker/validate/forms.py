"""Constraints on the form of single terms (SHACL, sections 4.1 and 4.4) as SQL over their parts."""

from __future__ import annotations

import duckdb
from rdflib import RDF, SH, XSD, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.source import quoted
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.literals import CHECKED, doubtful, well_formed
from lovgraf.validate.re2 import as_re2
from lovgraf.validate.shapes import Constraint, ShapesReader

_KINDS: dict[Node, str] = {
    SH.IRI: "i", SH.BlankNode: "b", SH.Literal: "l", SH.BlankNodeOrIRI: "bi",
    SH.BlankNodeOrLiteral: "bl", SH.IRIOrLiteral: "il",
}  # fmt: skip


def form_test(store: TripleStore, reader: ShapesReader, table: str, constraint: Constraint) -> str:
    """SQL over a table of terms `x`: a term meets a constraint on its form."""
    parameter, value, where = constraint.parameter, constraint.value, constraint.shape
    if parameter == SH.datatype:
        return _datatype(store, table, value, where)
    if parameter == SH.nodeKind:
        if value not in _KINDS:
            raise NotCompilable(where, f"sh:nodeKind {value}")
        return f"contains('{_KINDS[value]}', x.kind)"
    if parameter == SH.minLength:
        return f"x.kind <> 'b' AND length(x.lex) >= {reader.integer(where, value)}"
    if parameter == SH.maxLength:
        return f"x.kind <> 'b' AND length(x.lex) <= {reader.integer(where, value)}"
    if parameter == SH.pattern:
        regex = quoted(_regex(store, reader, where, value))
        return f"x.kind <> 'b' AND regexp_matches(x.lex, {regex})"
    if parameter == SH.languageIn:
        ranges = [str(m).lower() for m in reader.members(value, where)]
        if not all(r.replace("-", "").isalnum() and r.isascii() for r in ranges):
            raise NotCompilable(
                where,
                Text("et sprog, som er skrevet forkert", "a language range that is ill-formed"),
            )
        fits = " OR ".join(f"x.lang = '{r}' OR starts_with(x.lang, '{r}-')" for r in ranges)
        return f"coalesce({fits or 'false'}, false)"
    raise NotCompilable(where, str(parameter))


def _datatype(store: TripleStore, table: str, value: Node, where: Node) -> str:
    own = f"coalesce(x.dt = {quoted(str(value))}, false)"
    if value in CHECKED:
        if store.one(f"SELECT EXISTS (FROM {table} x WHERE {doubtful(value, 'x')})"):
            raise NotCompilable(
                where,
                Text(
                    f"værdier af {value}, som kan læses på to måder",
                    f"values of {value} that can be read in two ways",
                ),
            )
        return f"{own} AND {well_formed(value, 'x')}"
    if not isinstance(value, URIRef):
        raise NotCompilable(where, f"sh:datatype {value}")
    builtin = str(value).startswith((str(XSD), str(RDF)))
    if builtin and store.one(f"SELECT EXISTS (FROM {table} x WHERE {own})"):
        raise NotCompilable(where, f"sh:datatype {value}")
    return own


def _regex(store: TripleStore, reader: ShapesReader, where: Node, value: Node) -> str:
    flags = reader.one(where, SH.flags)
    regex = as_re2(str(value), "" if flags is None else str(flags))
    if regex is None or not isinstance(value, Literal):
        raise NotCompilable(
            where,
            Text(
                "et regulært udtryk, som læses forskelligt",
                "a regular expression that engines read differently",
            ),
        )
    try:
        store.one("SELECT regexp_matches('', ?)", [regex])
    except duckdb.Error:
        raise NotCompilable(
            where,
            Text(
                "et regulært udtryk, som RE2 ikke kender",
                "a regular expression that RE2 does not take",
            ),
        ) from None
    return regex

"""Constraints on the form of single terms (SHACL, sections 4.1 and 4.4) as SQL over their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb
from rdflib import RDF, SH, XSD, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.source import quoted
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.shapes import Constraint, ShapesReader

# Lexical forms and comparable values of literals in SQL (XML Schema 1.1 part 2; SPARQL 17.3).
#
# A table of terms has the columns of `TripleStore.values`. What two engines could read
# differently is not decided here: `doubtful` says which terms those are.

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_DATES = "[0-9]+Y([0-9]+M)?([0-9]+D)?|[0-9]+M([0-9]+D)?|[0-9]+D"
_SECONDS = r"[0-9]+(\.[0-9]+)?S"
_TIMES = rf"T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS})"
_WHOLE = "[+-]?[0-9]+"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = rf"({_DECIMAL})([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_PATTERNS: dict[Node, str] = {
    XSD.boolean: "true|false|1|0",
    XSD.integer: _WHOLE,
    XSD.decimal: _DECIMAL,
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.nonNegativeInteger: r"\+?[0-9]+|-0+",
    XSD.positiveInteger: r"\+?0*[1-9][0-9]*",
    XSD.nonPositiveInteger: r"-[0-9]+|\+?0+",
    XSD.negativeInteger: "-0*[1-9][0-9]*",
    XSD.date: rf"{_DAY}{_ZONE}?",
    XSD.dateTime: rf"{_DAY}T{_TIME}{_ZONE}?",
}
_BOUNDED: dict[Node, tuple[int, int]] = {
    XSD.long: (-(2**63), 2**63 - 1), XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1), XSD.byte: (-128, 127),
    XSD.unsignedLong: (0, 2**64 - 1), XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1), XSD.unsignedByte: (0, 255),
}  # fmt: skip
_EXACT = (
    XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.nonPositiveInteger,
    XSD.negativeInteger, *_BOUNDED,
)  # fmt: skip
_CLEAR: dict[Node, str] = {
    XSD.time: rf"{_TIME}{_ZONE}?",
    XSD.duration: rf"-?P(({_DATES})({_TIMES})?|{_TIMES})",
    XSD.yearMonthDuration: r"-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
    XSD.dayTimeDuration: rf"-?P([0-9]+D({_TIMES})?|{_TIMES})",
    XSD.hexBinary: "([0-9A-Fa-f]{2})*",
    XSD.base64Binary: "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}
"""Forms of which nobody doubts that they belong to a datatype that SPARQL 1.1 does not have."""
_NAMED_ONLY = frozenset({
    XSD.anyURI, XSD.gYear, XSD.gYearMonth, XSD.gMonth, XSD.gMonthDay, XSD.gDay, XSD.dateTimeStamp,
    XSD.language, XSD.token, XSD.normalizedString, XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.QName,
    RDF.JSON, RDF.PlainLiteral, RDF.langString,
})  # fmt: skip
"""Datatypes of which the name alone counts: SPARQL 1.1 has none of them (SHACL, section 4.1.2)."""
CHECKED = frozenset({XSD.string, *_PATTERNS, *_BOUNDED, *_CLEAR, *_NAMED_ONLY})
"""Datatypes of which it is known what to ask of the lexical forms."""
_FITTING = r"[+-]?(0*[0-9]{1,18}(\.[0-9]{0,18}0*)?|\.[0-9]{1,18}0*)"


def among(column: str, iris: Iterable[Node]) -> str:
    """SQL: a column is one of these IRIs."""
    return f"coalesce({column} IN ({', '.join(sorted(quoted(str(iri)) for iri in iris))}), false)"


def well_formed(datatype: Node, x: str) -> str:
    """SQL: the lexical form of a term belongs to a datatype of `CHECKED`."""
    lex = f"{x}.lex"
    if datatype in _BOUNDED:
        low, high = _BOUNDED[datatype]
        return (
            f"(regexp_full_match({lex}, '{_WHOLE}') AND "
            f"coalesce(TRY_CAST({lex} AS HUGEINT) BETWEEN {low} AND {high}, false))"
        )
    if datatype not in _PATTERNS:
        return "true"
    match = f"regexp_full_match({lex}, {quoted(_PATTERNS[datatype])})"
    if datatype in (XSD.date, XSD.dateTime):
        return f"({match} AND TRY_CAST({lex}[1:10] AS DATE) IS NOT NULL)"
    return match


_ODD = r"^\s|\s$|_|[^\x00-\x7f]|^\+INF"
_ODD_DAY = r"^-|^[0-9]{5}|^0000|T24:00:00|:60"
_NOT_COMPARED = (
    XSD.float, XSD.boolean, XSD.time, XSD.gYear, XSD.gYearMonth, XSD.duration, XSD.gMonth,
    XSD.gDay, XSD.gMonthDay, XSD.dayTimeDuration, XSD.yearMonthDuration, XSD.token,
    XSD.normalizedString, XSD.anyURI, XSD.hexBinary, XSD.base64Binary, XSD.language, XSD.Name,
    XSD.NCName, XSD.NMTOKEN, XSD.dateTimeStamp,
)  # fmt: skip


def doubtful(datatype: Node, x: str) -> str:
    """SQL: a term of a datatype of `CHECKED` that engines may judge differently."""
    own = f"{x}.dt = {quoted(str(datatype))}"
    if datatype in _CLEAR:
        return f"({own} AND NOT regexp_full_match({x}.lex, {quoted(_CLEAR[datatype])}))"
    if datatype not in _PATTERNS and datatype not in _BOUNDED:
        return "false"
    odd = f"{_ODD}|{_ODD_DAY}" if datatype in (XSD.date, XSD.dateTime) else _ODD
    return f"({own} AND regexp_matches({x}.lex, {quoted(odd)}))"


def comparable(values: str) -> str:
    """A query: the terms of a table with what they are compared by.

    `exact` (DECIMAL), `approximate` (DOUBLE; no NaN), `day`, `moment` (without a time zone),
    `instant` (with one), `words`; each NULL where a term has none. `doubt`: not to be compared
    here.
    """
    double, date, time = (quoted(str(d)) for d in (XSD.double, XSD.date, XSD.dateTime))
    kinds = f"""SELECT *, {among("x.dt", _EXACT)} AS number, {_numeral("x")} AS whole,
        coalesce(x.dt = {double} AND {well_formed(XSD.double, "x")}, false) AS double,
        coalesce(x.dt = {date} AND {well_formed(XSD.date, "x")}, false) AS date,
        coalesce(x.dt = {time} AND {well_formed(XSD.dateTime, "x")}, false) AS time
        FROM {values} x"""
    zoned = f"regexp_matches(lex, '({_ZONE})$')"
    doubts = [
        f"(number OR dt = {double}) AND regexp_matches(lex, {quoted(_ODD)})",
        f"dt IN ({date}, {time}) AND regexp_matches(lex, {quoted(f'{_ODD}|{_ODD_DAY}')})",
        f"whole AND NOT regexp_full_match(lex, {quoted(_FITTING)})",
        "date AND length(lex) > 10",
        r"time AND regexp_matches(lex, '\.[0-9]{7}')",
        among("dt", _NOT_COMPARED),
    ]
    return f"""SELECT id,
        CASE WHEN whole THEN TRY_CAST(lex AS DECIMAL(38, 18)) END AS exact,
        CASE WHEN (whole OR double) AND lex <> 'NaN'
             THEN TRY_CAST(replace(lex, 'INF', 'Infinity') AS DOUBLE) END AS approximate,
        CASE WHEN date THEN TRY_CAST(lex[1:10] AS DATE) END AS day,
        CASE WHEN time AND NOT {zoned} THEN TRY_CAST(lex AS TIMESTAMP) END AS moment,
        CASE WHEN time AND {zoned} THEN TRY_CAST(lex AS TIMESTAMPTZ) END AS instant,
        CASE WHEN dt = {quoted(str(XSD.string))} THEN lex END AS words,
        coalesce({" OR ".join(f"({doubt})" for doubt in doubts)}, false) AS doubt
        FROM ({kinds})"""


def holds(relation: str, a: str, b: str) -> str:
    """SQL: `a` stands in a relation (`<`, `<=`, `>`, `>=`) to `b`; false where incomparable."""
    cases = " ".join(
        f"WHEN {a}.{column} IS NOT NULL AND {b}.{column} IS NOT NULL "
        f"THEN {a}.{column} {relation} {b}.{column}"
        for column in ("exact", "approximate", "day", "moment", "instant", "words")
    )
    return f"CASE {cases} ELSE false END"


def _numeral(x: str) -> str:
    """SQL: the lexical form is that of the term's own exact datatype."""
    cases = " ".join(
        f"WHEN {quoted(str(datatype))} THEN {well_formed(datatype, x)}" for datatype in _EXACT
    )
    return f"CASE {x}.dt {cases} ELSE false END"


# Regular expressions of `sh:pattern` (XPath `fn:matches`) that mean the same to RE2.
#
# Left out are those that engines read differently: look-around, back references, `\w`, `\s`,
# character class subtraction and the flags `s`, `m`, `x`, `q`.

_CLASS = r"\[\^?(?:[^\[\]\\]|\\[-\[\]\\^.d])+\]"
_PIECE = re.compile(
    rf"""{_CLASS}                           # [a-z]
    |\\[\\.$^?*+(){{}}\[\]|-]               # \.
    |\\[dtnr]                               # \d
    |\(\?:|\((?!\?)|\)|\|                   # groups
    |[?*+]\??|\{{[0-9]{{1,3}}(?:,(?:[0-9]{{1,3}})?)?\}}\??
    |[.^$]
    |[^\\\[\](){{}}?*+|.^$\x00-\x1f]        # a plain character
    """,
    re.VERBOSE,
)


def as_re2(pattern: str, flags: str) -> str | None:
    """The pattern for RE2, or None where it may mean something else there.

    >>> as_re2("^DK[0-9]{8}$", "i")
    '(?i)^DK[0-9]{8}$'
    >>> as_re2(r"(a)\\1", "") is None
    True
    """
    if flags not in ("", "i") or (flags and not pattern.isascii()):
        return None
    pieces = []
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            return None
        pieces.append(found.group().replace(r"\d", r"\p{Nd}"))
        at = found.end()
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    return f"(?{flags})" * bool(flags) + "".join(pieces)


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

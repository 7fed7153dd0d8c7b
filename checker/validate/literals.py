"""Lexical forms and comparable values of literals in SQL (XML Schema 1.1 part 2; SPARQL 17.3).

A table of terms has the columns of `TripleStore.values`. What two engines could read
differently is not decided here: `doubtful` says which terms those are.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, XSD
from rdflib.term import Node

from lovgraf.readers.source import quoted

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

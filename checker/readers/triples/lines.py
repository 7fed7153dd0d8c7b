"""N-Triples and N-Quads split by the data engine, line by line, without a parser.

Taken are lines whose terms stand in canonical form: IRIs and texts without escapes, no language
tags. Every other line (comments, escapes, odd spacing, errors) is handed to pyoxigraph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from lovgraf.readers.source import file_literal, quoted
from lovgraf.readers.temporary import Workplace
from lovgraf.readers.triples.parsed import parse_file, parse_lines

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f-\x{9f}]*>'
_BLANK = "_:[A-Za-z][A-Za-z0-9]*"
_TEXT = rf'"[^"\\]*"(?:\^\^{_IRI})?'
_TRIPLE = rf"({_IRI}|{_BLANK})[ \t]+({_IRI})[ \t]+({_IRI}|{_BLANK}|{_TEXT})"
_END = r"[ \t]*\.[ \t\r]*"
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"
Line = tuple[int, str]
"""The row of a line in `raw`, and the line."""
LONGEST_LINE = 16 << 20
"""Bytes of a line beyond which the file is left to the parser."""


def line_regex(quads: bool) -> str:
    """The regular expression (RE2) of a line that is taken; three groups."""
    graph = rf"(?:[ \t]+(?:{_IRI}|{_BLANK}))?" if quads else ""
    return f"^{_TRIPLE}{graph}{_END}$"


def split_lines(connection: Any, path: Path, place: Workplace, quads: bool) -> list[Line] | None:
    """Fill the table `raw (s, p, o)` from a file; the lines that a parser has to read, which have
    rows of their own (with an empty `s`) until then.

    Lines of triples are cut at their first two spaces, and what comes of it is held against the
    syntax of terms once for all lines that have it; the rest, and quads, line by line. None where
    cutting was enough: then `raw_term (text)` has the terms, each once. Raises `duckdb.Error` where
    the file is not text of lines in UTF-8.
    """
    source = (
        f"read_csv({file_literal(path, place)}, columns = {{'line': 'VARCHAR'}}, delim = '\\0', "
        "quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, "
        f"max_line_size = {LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})"
    )
    if quads:
        return _matched(connection, source, quads)
    execute = connection.execute
    execute(
        f"""INSERT INTO raw SELECT s, p, {_object()} FROM (
            SELECT line, p, substring(line, before, size - before - 1) AS o,
                CASE WHEN ends_with(line, ' .') AND size > before THEN s ELSE '' END AS s
            FROM (SELECT *, length(s) + length(p) + 3 AS before, length(line) AS size FROM (
                SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p
                FROM {source} WHERE line <> '')))"""
    )
    list_terms(connection)
    if not _uncut(connection):
        return None
    ((many,),) = execute(
        "SELECT (SELECT count(*) FROM uncut) > (SELECT count(*) FROM raw) / 2"
    ).fetchall()
    if many:
        execute("DELETE FROM raw")
        return _matched(connection, source, quads)
    # Each stays where it is: the order of subjects is that of the file.
    execute(
        f"UPDATE raw SET s = t.s, p = t.p, o = {_object('t.')} FROM "
        f"(SELECT n, line, {_groups(quads)} AS t FROM uncut) WHERE raw.rowid = n"
    )
    return _unmatched(connection)


def _uncut(connection: Any) -> bool:
    """Whether cutting does not take some lines: table `uncut (n, line)`, by their rows in `raw`."""
    execute = connection.execute
    term = quoted(f"{_IRI}|{_BLANK}|{_TEXT}")
    execute(
        "CREATE OR REPLACE TEMP TABLE no_term AS "
        f"SELECT text FROM raw_term WHERE NOT regexp_full_match(text, {term})"
    )
    out_of_place = "starts_with(s, '\"') OR NOT starts_with(p, '<')"
    ((some,),) = execute(
        f"SELECT EXISTS (FROM no_term) OR EXISTS (FROM raw WHERE {out_of_place})"
    ).fetchall()
    wrong = " OR ".join(f"{column} IN (FROM no_term)" for column in "spo")
    if some:
        execute(
            "CREATE OR REPLACE TEMP TABLE uncut AS SELECT rowid AS n, CASE WHEN s = '' THEN o ELSE "
            f"s || ' ' || p || ' ' || o || ' .' END AS line FROM raw "
            f"WHERE {wrong} OR {out_of_place}"
        )
    return bool(some)


def _matched(connection: Any, source: str, quads: bool) -> list[Line]:
    """Fill `raw` from a relation of lines by the regular expression; the others."""
    connection.execute(
        f"INSERT INTO raw SELECT t.s, t.p, {_object('t.')} "
        f"FROM (SELECT line, {_groups(quads)} AS t FROM {source} WHERE line <> '')"
    )
    return _unmatched(connection)


def _groups(quads: bool) -> str:
    return f"regexp_extract(line, {quoted(line_regex(quads))}, ['s', 'p', 'o'])"


def _object(of: str = "") -> str:
    """SQL of a line's object; of a line that was not taken (`s` is empty) the line."""
    s, o, ending = f"{of}s", f"{of}o", quoted('"' + _STRING)
    return (
        f"CASE WHEN {s} = '' THEN line WHEN ends_with({o}, {ending}) "
        f"THEN left({o}, length({o}) - {len(_STRING)}) ELSE {o} END"
    )


def _unmatched(connection: Any) -> list[Line]:
    """The lines that were not taken, by their rows in `raw`."""
    found: list[Line] = connection.execute(
        "SELECT rowid, o FROM raw WHERE s = '' ORDER BY rowid"
    ).fetchall()
    return found


def list_terms(connection: Any) -> None:
    """Make the table `raw_term (text)` of the terms in `raw`, each once."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE raw_term AS "
        "SELECT s AS text FROM raw UNION SELECT p FROM raw UNION SELECT o FROM raw"
    )


# Fill a table with the triples of a file, as texts in the order of the file.


def new_raw(connection: Any) -> None:
    """Make the empty table `raw (s, p, o)`."""
    connection.execute("CREATE OR REPLACE TEMP TABLE raw (s VARCHAR, p VARCHAR, o VARCHAR)")


def fill(connection: Any, path: Path, form: str, name: str, place: Workplace) -> None:
    """Fill the table `raw (s, p, o)`: by splitting lines where the format allows, else parsed; and
    `raw_term (text)` with its terms, each once."""
    if not _split(connection, path, form, name, place):
        list_terms(connection)


def _split(connection: Any, path: Path, form: str, name: str, place: Workplace) -> bool:
    """Fill the table `raw`; whether `raw_term` has its terms already."""
    if form not in ("n-triples", "n-quads"):
        parse_file(connection, path, form, name)
        return False
    try:
        odd = split_lines(connection, path, place, form == "n-quads")
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        odd, sound = [], False
    else:
        sound = not odd or parse_lines(connection, odd, path, form, name)
    if not sound:
        connection.execute("DELETE FROM raw")
        parse_file(connection, path, form, name)
    return odd is None

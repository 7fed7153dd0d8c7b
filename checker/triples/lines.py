"""N-Triples and N-Quads split by the data engine, line by line, without a parser.

Taken are lines whose terms stand in canonical form: IRIs and texts without escapes, no language
tags. Every other line (comments, escapes, odd spacing, errors) is handed to pyoxigraph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checker.records.source import file_literal, quoted
from checker.records.temporary import Workplace

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f-\x{9f}]*>'
_BLANK = "_:[A-Za-z][A-Za-z0-9]*"
_TEXT = rf'"[^"\\]*"(?:\^\^{_IRI})?'
_TRIPLE = rf"({_IRI}|{_BLANK})[ \t]+({_IRI})[ \t]+({_IRI}|{_BLANK}|{_TEXT})"
_END = r"[ \t]*\.[ \t\r]*"
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"
LONGEST_LINE = 16 << 20
"""Bytes of a line beyond which the file is left to the parser."""


def line_regex(quads: bool) -> str:
    """The regular expression (RE2) of a line that is taken; three groups."""
    graph = rf"(?:[ \t]+(?:{_IRI}|{_BLANK}))?" if quads else ""
    return f"^{_TRIPLE}{graph}{_END}$"


def split_lines(connection: Any, path: Path, place: Workplace, quads: bool) -> list[str]:
    """Fill the table `raw (s, p, o)` from a file; the lines that a parser has to read.

    Raises `duckdb.Error` where the file is not text of lines in UTF-8.
    """
    source = (
        f"read_csv({file_literal(path, place)}, columns = {{'line': 'VARCHAR'}}, delim = '\\0', "
        "quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, "
        f"max_line_size = {LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})"
    )
    line = quoted(line_regex(quads))
    connection.execute(
        f"""INSERT INTO raw SELECT t.s, t.p,
            CASE WHEN t.s = '' THEN line
                 WHEN ends_with(t.o, {quoted(_STRING)})
                 THEN left(t.o, length(t.o) - {len(_STRING)}) ELSE t.o END
            FROM (SELECT line, regexp_extract(line, {line}, ['s', 'p', 'o']) AS t
                  FROM {source} WHERE line <> '')"""
    )
    odd = connection.execute("SELECT o FROM raw WHERE s = ''").fetchall()
    if odd:
        connection.execute("DELETE FROM raw WHERE s = ''")
    return [line for (line,) in odd]

"""Fill a table with the triples of a file, as texts in the order of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from lovgraf.readers.temporary import Workplace
from lovgraf.readers.triples.lines import list_terms, split_lines
from lovgraf.readers.triples.parsed import parse_file, parse_lines


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

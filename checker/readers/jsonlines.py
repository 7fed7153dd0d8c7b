"""JSON: one object a line, or one array of objects; every value is read by the rules for text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers import encodings
from lovgraf.readers.delimited import empty
from lovgraf.readers.json_keys import first_repeated_key
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    file_literal,
    quoted,
    run,
)
from lovgraf.readers.typed import number_sql

_NOTHING = re.compile(rb"(\[\s*\]|\{\s*\})\s*")
_DESCRIBE = Text(
    "beskriv stierne i en mapping (--mapping; lovgraf map FIL foreslår en)",
    "describe the paths in a mapping (--mapping; lovgraf map FILE proposes one)",
)
Known = Callable[[str], bool]
_KEYS = 2000
"""Different keys of a file beyond which its objects are no records."""
_FLAWED = 10_000
"""Lines that are no records beyond which a file is no table of records."""
_DECIMALS = r"[:\[]\s*-?[0-9]+(\.[0-9]{3}|(\.[0-9]+)?[eE])"
"""Numbers that may have three decimals once they are written out."""
_SMALL = 4 << 20
_LINE = 400
"""About as many bytes as a record takes."""


def open_json(request: Request, known: Known = lambda _: False) -> Source:
    """Open JSON lines or an array; `known` says whether a key names a fact.

    A line that is no object, or that gives a key twice, is named as a row that is no record.
    Raises `InputError` where the file holds none, or more of those than a table of records has,
    and where what is asked for is in objects within the objects.
    """
    path, encoding = in_utf8(request)
    with path.open("rb") as stream:
        first = stream.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not first or _NOTHING.fullmatch(first):
        raise empty(request.name)
    form = "array" if first[:1] == b"[" and not _is_line(first) else "newline_delimited"
    if form == "array" and not _ends(path):
        raise InputError(
            "Listen i filen slutter ikke: den er afkortet, og registreringer kan mangle. Hent "
            "eller gem den igen.",
            "The list in the file does not end: it is cut short, and records may be missing. Fetch "
            "or save it again.",
            request.name,
        )
    file = file_literal(path, request.place)
    lines = f"read_json_objects({file}, format = '{form}', ignore_errors = {form != 'array'})"
    keys, flawed = _look(request, lines, known)
    numbers = _with_decimals(request, lines, known)
    kinds = {key: "JSON" if key in numbers else "VARCHAR" for key in keys}
    spec = ", ".join(f"{quoted(key)}: '{kind}'" for key, kind in kinds.items())
    relation = (
        f"read_json({file}, format = '{form}', records = true, columns = {{{spec}}}, "
        "ignore_errors = true)"
    )
    if numbers:
        listed = ", ".join(
            f"{_number(_name(key))} AS {_name(key)}" if key in numbers else _name(key)
            for key in keys
        )
        relation = f"(SELECT {listed} FROM {relation})"
    columns = tuple(SourceColumn(key, _name(key)) for key in keys)
    sample = f"(FROM {relation} LIMIT {SAMPLE_ROWS})"
    rows = path.stat().st_size // _LINE
    marks = {column.sql: column.type for column in columns}
    blank = bool(_blank_rows(request, relation, keys))
    return Source(
        relation, sample, columns, request.place, rows, marks=marks,
        form=SourceForm("json", encoding),
        suspicious=bool(flawed) or blank or rows * _LINE < _SMALL, no_records=flawed,
    )  # fmt: skip


def in_utf8(request: Request) -> tuple[Path, str | None]:
    """The file in UTF-8, which JSON is to be in, and the encoding where it was in another.

    Raises `InputError` for what is no text, or in two encodings.
    """
    encoding = encodings.sniff_encoding(request.path, request.name)
    if encoding == "utf-8":
        return request.path, None
    if encoding == "latin-1":
        encoding = "windows-1252"
    if encoding == "windows-1252" and (line := encodings.mixed_line(request.path)) is not None:
        raise encodings.mixed(request.name, line)
    return encodings.transcode(request.path, encoding, request.place, request.name), encoding


def _ends(path: Path) -> bool:
    """Whether an array ends, with nothing but blanks below it."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - (1 << 16)))
        return stream.read().rstrip(b" \t\r\n\0").endswith(b"]")


def _is_line(start: bytes) -> bool:
    """Whether the array with which a file begins ends with its line, and more comes below."""
    line, _, rest = start.partition(b"\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip())


def _look(request: Request, lines: str, known: Known) -> tuple[list[str], dict[str, list[int]]]:
    """The keys of all objects in their order, and the numbers of the rows that are no records, by
    reason. Raises `InputError`."""
    run(
        request,
        "CREATE OR REPLACE TEMP TABLE lovgraf_keys AS SELECT keys, min(row) AS first, count(*) AS "
        "rows, count(*) FILTER (json LIKE '%{%{%') AS nested FROM (SELECT json, row_number() OVER "
        "() AS row, CASE WHEN json_type(json) = 'OBJECT' THEN json_keys(json) END AS keys "
        f"FROM {lines}) GROUP BY keys",
    )
    found = run(
        request,
        "SELECT key FROM (SELECT unnest(keys) AS key, generate_subscripts(keys, 1) AS place, first "
        f"FROM lovgraf_keys) GROUP BY key ORDER BY min(first), min(place) LIMIT {_KEYS + 1}",
    )
    ((odd, nested),) = run(
        request,
        "SELECT coalesce(sum(rows) FILTER (keys IS NULL OR len(keys) <> len(list_distinct(keys))), "
        "0), coalesce(sum(nested), 0) FROM lovgraf_keys",
    )
    run(request, "DROP TABLE lovgraf_keys")
    keys = [str(key) for (key,) in found]
    _refuse_no_table(keys, int(odd), request.name)
    _refuse_lists(request, lines)
    if nested:
        _refuse_objects(request, lines, keys, known)
    return keys, _flawed(request, lines) if odd or nested else {}


def _flawed(request: Request, lines: str) -> dict[str, list[int]]:
    """The numbers of the rows that are no objects, or have a key twice at any depth."""
    found: dict[str, list[int]] = {}
    for reason, row in _told(request, lines):
        found.setdefault(reason, []).append(row)
        if len(found[reason]) > _FLAWED:
            raise _no_records(request.name)
    return found


def _told(request: Request, lines: str) -> Iterator[tuple[str, int]]:
    rows = run(
        request,
        f"SELECT row, json_type(json) = 'OBJECT', json FROM (SELECT row_number() OVER () AS row, "
        f"json FROM {lines}) WHERE json IS NULL OR json_type(json) <> 'OBJECT' OR json LIKE "
        "'%{%{%' OR len(json_keys(json)) <> len(list_distinct(json_keys(json))) ORDER BY row",
    )
    for row, is_object, text in rows:
        if not is_object:
            yield "no-object", row
        elif first_repeated_key(str(text)) is not None:
            yield "repeated-key", row


def _refuse_no_table(keys: list[str], odd: int, name: str) -> None:
    if not keys:
        raise InputError(
            "Ingen linje i filen er et JSON-objekt med værdier. Ligger registreringerne dybere i "
            f"filen, så {_DESCRIBE.da}; ellers er den beskadiget eller i et andet format, end "
            "navnet siger: gem den igen.",
            "No line of the file is a JSON object with values. Where the records lie deeper in the "
            f"file, {_DESCRIBE.en}; else it is damaged or in another format than its name says: "
            "save it again.",
            name,
        )
    if len(keys) > _KEYS:
        raise InputError(
            f"Objekterne i filen har mere end {_KEYS} forskellige nøgler; gem en registrering som "
            "ét objekt, hvis nøgler er kolonnernes navne.",
            f"The objects of the file have more than {_KEYS} different keys; save each record as "
            "one object whose keys are the names of the columns.",
            name,
        )
    if odd > _FLAWED:
        raise _no_records(name)
    if len({key.casefold() for key in keys}) < len(keys):
        raise InputError(
            "To nøgler i filen er ens på nær store og små bogstaver; giv dem hver sit navn, eller "
            "fjern den ene.",
            "Two keys of the file are the same but for capital letters; rename one, or remove it.",
            name,
        )


def _refuse_lists(request: Request, lines: str) -> None:
    """Refuse a file of one object that is no record: all its values are lists, one a column, or one
    is a list of objects."""
    found = run(
        request,
        "SELECT list_transform(json_extract(json, '$.*'), lambda v: json_type(v)), "
        "list_transform(json_extract(json, '$.*'), lambda v: json_type(v, '$[0]')) "
        f"FROM {lines} LIMIT 2",
    )
    if len(found) != 1 or found[0][0] is None:
        return
    ((types, firsts),) = found
    if set(types) == {"ARRAY"} or ("ARRAY", "OBJECT") in zip(types, firsts, strict=True):
        raise InputError(
            f"Filen er ét objekt, som holder lister; {_DESCRIBE.da}, eller gem en liste med "
            "registreringerne alene, hver som et objekt, hvis nøgler er kolonnernes navne.",
            f"The file is one object that holds lists; {_DESCRIBE.en}, or save a list of the "
            "records alone, each as an object whose keys are the names of the columns.",
            request.name,
        )


def _refuse_objects(request: Request, lines: str, keys: list[str], known: Known) -> None:
    """Refuse objects (or lists of them) where a fact is to be, or where no other key is known."""
    found = run(
        request,
        "SELECT DISTINCT key FROM (SELECT unnest(json_keys(json)) AS key, "
        f"unnest(json_extract(json, '$.*')) AS value FROM {lines} WHERE json LIKE '%{{%{{%' AND "
        "json_type(json) = 'OBJECT') WHERE json_type(value) = 'OBJECT' OR "
        "json_type(value, '$[0]') = 'OBJECT' ORDER BY key",
    )
    nested = [str(key) for (key,) in found]
    asked = next((key for key in nested if known(key)), None)
    if asked is not None:
        raise InputError(
            f"Nøglen {asked} holder objekter, ikke værdier; {_DESCRIBE.da}.",
            f"The key {asked} holds objects and no values; {_DESCRIBE.en}.",
            request.name,
        )
    if nested and not any(map(known, keys)):
        raise InputError(
            f"Objekterne i filen holder andre objekter, og ingen nøgle er kendt; {_DESCRIBE.da}.",
            f"The objects of the file hold other objects, and no key is known; {_DESCRIBE.en}.",
            request.name,
        )


def _with_decimals(request: Request, lines: str, known: Known) -> frozenset[str]:
    """The keys that name facts and hold numbers which as texts might be thousands."""
    found = run(
        request,
        "SELECT DISTINCT key FROM (SELECT unnest(json_keys(json)) AS key, "
        f"unnest(json_extract(json, '$.*')) AS value FROM {lines} WHERE regexp_matches(json, "
        f"{quoted(_DECIMALS)}) AND json_type(json) = 'OBJECT') WHERE json_type(value) = 'DOUBLE'",
    )
    return frozenset(str(key) for (key,) in found if known(str(key)))


def _number(name: str) -> str:
    """SQL: the text of a JSON value; of a number one that can be read in one way only."""
    text = f"({name} ->> '$')"
    return f"CASE WHEN json_type({name}) = 'DOUBLE' THEN {number_sql(text)} ELSE {text} END"


def _no_records(name: str) -> InputError:
    return InputError(
        f"Mere end {_FLAWED} linjer er ikke JSON-objekter eller har den samme nøgle to gange; gem "
        "filen igen med ét objekt for hver registrering.",
        f"More than {_FLAWED} lines are no JSON objects or have the same key twice; save the file "
        "again with one object a record.",
        name,
    )


def _blank_rows(request: Request, relation: str, keys: list[str]) -> int:
    """How many rows have nothing at all."""
    nothing = " AND ".join(f"{_name(key)} IS NULL" for key in keys)
    ((blank,),) = run(request, f"SELECT count(*) FROM {relation} WHERE {nothing}")
    return int(blank)


def _name(key: str) -> str:
    return '"' + key.replace('"', '""') + '"'

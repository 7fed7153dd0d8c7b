"""What may stand in CSVW metadata: a word that it does not have is refused, with the nearest; what
it has and nobody reads here is refused where values would be read otherwise, and named else.

Source: W3C `Metadata Vocabulary for Tabular Data`, 5.3 to 5.9 and 6.4; this project's annotations
are those of `csvw` and `described`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.readers.headers import did_you_mean, suggestion

OURS = ("lovgraf:", BASE, BASE + "core#")
"""How this project's annotations begin."""
Json = dict[str, Any]

_ANY = {"@context", "@id", "@type", "notes"}
_INHERITED = {
    "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required",
    "separator", "textDirection", "valueUrl",
}  # fmt: skip
_TABLE = {"url", "dialect", "suppressOutput", "tableDirection", "tableSchema", "transformations"}
_WORDS = {
    "table": _ANY | _INHERITED | _TABLE | {"tables"},
    "tableSchema": _ANY | _INHERITED | {"columns", "foreignKeys", "primaryKey", "rowTitles"},
    "column": _ANY | _INHERITED | {"name", "suppressOutput", "titles", "virtual"},
    "datatype": _ANY | {
        "base", "format", "length", "minLength", "maxLength", "minimum", "maximum", "minInclusive",
        "maxInclusive", "minExclusive", "maxExclusive",
    },
    "format": {"decimalChar", "groupChar", "pattern"},
    "dialect": _ANY | {
        "commentPrefix", "delimiter", "doubleQuote", "encoding", "header", "headerRowCount",
        "lineTerminators", "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace",
        "skipRows", "trim",
    },
}  # fmt: skip
_OWN = {
    "table": {
        "complete", "key", "line", "recordLength", "records", "recordType", "sheet", "trimmed",
    },
    "column": {"codes", "complete", "length", "line", "path", "start"},
}  # fmt: skip
_UNCHECKED = {
    "required", "primaryKey", "foreignKeys", "length", "minLength", "maxLength", "minimum",
    "maximum", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive",
}  # fmt: skip
"""Constraints on values, which are not checked."""
_AS_EVER: dict[str, tuple[object, ...]] = {"skipColumns": (0,), "doubleQuote": (True,)}
"""Settings of a dialect of which only some values can be read."""


def unchecked(data: Json, file: str) -> tuple[str, ...]:
    """The constraints in metadata that are not checked, by their words.

    Raises `InputError` for a word that CSVW does not have, and for a setting that is not read.
    """
    found: list[str] = []
    for level, part in _parts(data):
        own = _WORDS[level]
        for word, value in part.items():
            _check_word(word, level, own, file)
            if word in _UNCHECKED and word in own and value not in (False, None, [], ""):
                found.append(word)
            if level == "dialect" and value not in _AS_EVER.get(word, (value,)):
                raise InputError(
                    f"{word} i dialect kan ikke læses som {value!r}; gem filen uden det.",
                    f"{word} in the dialect cannot be read as {value!r}; save the file without it.",
                    file,
                )
    return tuple(dict.fromkeys(found))


def _parts(data: Json) -> Iterator[tuple[str, Json]]:
    """The objects of metadata, each with what it is; what is no object is told of elsewhere."""
    tables = data.get("tables")
    for table in [data, *(tables if isinstance(tables, list) else [])]:
        if not isinstance(table, dict):
            continue
        schema = table.get("tableSchema")
        columns = schema.get("columns") if isinstance(schema, dict) else None
        found: list[tuple[str, Any]] = [("table", table), ("dialect", table.get("dialect"))]
        found += [("tableSchema", schema)]
        found += [("column", one) for one in (columns if isinstance(columns, list) else [])]
        for level, part in found:
            if isinstance(part, dict):
                yield level, part
                datatype = part.get("datatype")
                if isinstance(datatype, dict):
                    yield "datatype", datatype
                    if isinstance(datatype.get("format"), dict):
                        yield "format", datatype["format"]


def _check_word(word: str, level: str, known: set[str], file: str) -> None:
    ours = next((start for start in OURS if word.startswith(start)), None)
    if ours is not None:
        own = _OWN.get(level, set())
        if word.removeprefix(ours) in own:
            return
        near = suggestion(word.removeprefix(ours), own)
        near = near and ours + near
    elif word in known or ":" in word:  # annotations of others have a prefix or an address
        return
    else:
        near = suggestion(word, known)
    hint = did_you_mean(near)
    raise InputError(
        f"{word} kendes ikke i {level}.{hint.da}",
        f"{word} is not known in a {level}.{hint.en}",
        file,
    )

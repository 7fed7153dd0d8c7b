"""Opens nested JSON or XML: its records are written as Parquet, then read as any other table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import ijson
from defusedxml import DefusedXmlException
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.readers.described import PathColumn, Paths
from lovgraf.readers.jsonlines import in_utf8
from lovgraf.readers.left_out import no_records
from lovgraf.readers.nested.json_records import Twice, json_records
from lovgraf.readers.nested.walking import Bounded, Found, NotOneValue
from lovgraf.readers.nested.xml_records import xml_records
from lovgraf.readers.source import ROW, Request, Source, SourceForm
from lovgraf.readers.spooled.numbered import Odd, open_numbered
from lovgraf.readers.temporary import full_disk

_ROWS, _CHARACTERS = 20_000, 16 << 20
"""Rows, and characters of them, that are written at once."""
_START = 1 << 12


def open_nested(request: Request, paths: Paths) -> Source:
    """Open nested JSON or XML.

    Raises `InputError` for a damaged file, one with a document type, a path that leads to several
    values or none that can be read, and where no record is found.
    """
    xml = is_xml(request.path)
    path, encoding = (request.path, None) if xml else in_utf8(request)
    target = request.place.file("nested.parquet")
    with Bounded(path, request.name, json=not xml) as stream:
        walk = (xml_records if xml else json_records)(stream, paths, request.name)
        odd, met = _write(readable(walk, request.name), paths, request, target)
    form = SourceForm("xml" if xml else "json", encoding)
    source = open_numbered(request, target, form, odd.told())
    return replace(source, nowhere=tuple(c.header for c in paths.columns if c.header not in met))


def is_xml(path: Path) -> bool:
    """Whether a file begins as XML does."""
    with path.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def readable(walk: Iterator[Any], name: str) -> Iterator[Any]:
    """What a walk through a file finds; its errors are told in one line."""
    try:
        yield from walk
    except NotOneValue as error:
        raise InputError(
            f"Stien til {error.header} fører til noget, der selv har dele; gå et skridt videre.",
            f"The path of {error.header} leads to what has parts of its own; go a step further.",
            name,
        ) from None
    except Twice:
        raise InputError(
            "En nøgle på vejen til registreringerne står der to gange; saml dem under én.",
            "A key on the way to the records is there twice; put them under one.",
            name,
        ) from None
    except DefusedXmlException:
        raise InputError(
            "Filen har en dokumenttype (<!DOCTYPE>), og sådan XML læses ikke, da den kan hente "
            "andet ind; fjern den.",
            "The file has a document type (<!DOCTYPE>), and such XML is not read, since it may "
            "bring in something else; remove it.",
            name,
        ) from None
    except ParseError as error:
        raise InputError(
            "Filen er ikke gyldig XML.", "The file is no valid XML.", name, error.position[0]
        ) from None
    except (ijson.JSONError, LookupError, ValueError, ArithmeticError):
        raise InputError(
            "Filen er ikke gyldig JSON eller XML, eller den er afkortet.",
            "The file is no valid JSON or XML, or it is cut short.",
            name,
        ) from None


def _write(
    found: Iterator[Found], paths: Paths, request: Request, target: Path
) -> tuple[Odd, set[str]]:
    """Write the records; returns what was no record, and the columns whose paths lead somewhere."""
    import pyarrow as pa
    from pyarrow import parquet

    columns, odd, met = paths.columns, Odd(), set[str]()
    schema = pa.schema([*((c.header, pa.string()) for c in columns), (ROW, pa.int64())])
    rows, size, room = list[tuple[Any, ...]](), 0, request.place.room()
    number = written = 0
    with parquet.ParquetWriter(target, schema) as writer:

        def flush() -> None:
            arrays = [pa.array(one, kind.type) for one, kind in zip(zip(*rows, strict=True), schema,
                                                                    strict=True)]  # fmt: skip
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            if target.stat().st_size > room:
                raise full_disk(request.name)
            rows.clear()

        for number, one in enumerate(found, 1):
            if one.reason is not None:
                odd.add(one.reason, [number])
                continue
            met |= {c.header for c, v in zip(columns, one.values, strict=True) if v is not None}
            texts = [
                _text(column, values, number, request.name)
                for column, values in zip(columns, one.values, strict=True)
            ]
            rows.append((*texts, number))
            written += 1
            size += sum(map(len, filter(None, texts)))
            if len(rows) >= _ROWS or size > _CHARACTERS:
                flush()
                size = 0
        if rows:
            flush()
    if not written:
        raise no_records(odd.told(), request.name) if number else _no_record(paths, request.name)
    return odd, met


def _text(
    column: PathColumn, values: Sequence[str | None] | None, number: int, name: str
) -> str | None:
    """The values of a record as the text of a cell."""
    filled = [value for value in values or () if value is not None]
    if len(filled) > 1 and not column.many:
        raise InputError(
            f"Stien til {column.header} fører til flere værdier i registrering nr. {number}, og "
            "kolonnen har én; vælg en af dem i stien.",
            f"The path of {column.header} leads to several values in record no. {number}, and the "
            "column has one; choose one of them in the path.",
            name,
        )
    if len(filled) > 1:
        return json.dumps(filled, ensure_ascii=False)
    return filled[0] if filled else None


def _no_record(paths: Paths, name: str) -> InputError:
    return InputError(
        f"Stien {paths.records} (lovgraf:records) fører ikke til nogen registrering i filen.",
        f"The path {paths.records} (lovgraf:records) leads to no record in the file.",
        name,
    )
